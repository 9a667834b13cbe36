/*
 * misuse - the walk that finds what the server takes without a word and what then goes wrong: one
 * statement, expression or parameter at a time, one route at most.  What needs several routes, the
 * arguments of functions or the order of modules is found elsewhere.
 *
 * Between misuse.c and the rule_*.c files that it calls; misuse_check() is for the outside.
 */
#ifndef KAMCHECK_MISUSE_H
#define KAMCHECK_MISUSE_H

#include "tree/ast.h"
#include "preprocess/session.h"
#include "unit/analysis.h"

/* A final reply that was sent on the way. */
struct sent {
	const struct node *reply;     /* the call; NULL: none */
	const struct node *condition; /* under which it is sent, as far as one is known; or NULL */
	bool is_vague;                /* a condition behind it may well ask whether it was sent */
	bool is_negated;              /* it is sent when the condition is false */
	bool is_changed;              /* something was changed since */
};

struct reply_case;
struct route_facts;

struct misuse {
	struct analysis *unit;
	struct session *session;
	struct arena *arena;
	struct diags *diags;
	const struct version *version;
	uint32_t depth;
	uint32_t loops;     /* while and switch around the statement */
	bool is_unbalanced; /* braces lack: nobody knows where blocks end */

	/* rule_reply.c */
	struct route_facts *here;  /* of the route that is walked, when others can call it */
	struct names routes;       /* what is known of each route that is defined or called */
	struct sent at_break;      /* what was sent where the newest switch is left by a break */
	struct reply_case *cases;  /* to be judged when all routes are known */
	struct route_facts *facts; /* of all routes */

	/* rule_variable.c */
	struct names vars;    /* $var(...): is_filled when it is set, what: how it is read */
	bool has_unknown_var; /* some are set by names that only the running script knows */
};

/* Walks the tree of a config and reports; the findings are warnings and notes. */
void misuse_check(struct analysis *a);

/* What is known behind some statements. */
struct outcome {
	bool ends;    /* no way leads out at the end */
	bool sends;   /* some way in them sends a reply or the request, or calls another route */
	bool assigns; /* some way in them leaves a mark: a variable, a flag */
	bool marks;   /* the same, but not inside of a conditional */
	struct sent sent;
};

/* rule_flow.c */
struct outcome flow_statements(struct misuse *mu, const struct node *list);
/* The body of a route. */
void flow_route(struct misuse *mu, const struct node *route);

/* rule_reply.c: replies on the way of FLOW */
/* N is called: a statement, or the first call that a condition makes. */
void reply_call(struct misuse *mu, struct outcome *flow, const struct node *n, bool is_condition);
/* The way leaves a mark that later statements can ask for: a variable, a flag. */
void reply_mark(struct outcome *flow);
/* A conditional was passed whose parts ended in THEN and OTHERWISE (NULL: there is none). */
void reply_condition(struct misuse *mu, struct outcome *flow, const struct node *condition,
		     const struct outcome *then, const struct outcome *otherwise);
/* CONDITION holds, and THEN was walked: the condition may have sent a reply. */
void reply_failed(struct misuse *mu, const struct node *condition, struct outcome *then);
/* N is an if that does THEN when its condition holds. */
void reply_retransmission(struct misuse *mu, const struct node *n, const struct outcome *then);
/* The way leads out of ROUTE, back to its callers. */
void reply_return(struct misuse *mu, struct outcome *flow);
/* The statement N, perhaps route(X), is followed by NEXT. */
void reply_followed(struct misuse *mu, const struct node *n, const struct node *next);
/* Walks a route. */
void reply_route(struct misuse *mu, const struct node *route);
void reply_finish(struct misuse *mu);

/* rule_variable.c: the variable N is read or set; then all at the end of the file. */
void variable_use(struct misuse *mu, const struct node *n, bool is_target);
void variable_finish(struct misuse *mu, const struct node *root);

/* rule_indent.c: an if or while, whose body may stand where it does not look like one. */
void indent_check(struct misuse *mu, const struct node *n);

#endif
