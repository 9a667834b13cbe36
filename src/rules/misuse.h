/*
 * misuse - the walk that finds what the server takes without a word and what then goes wrong: one
 * statement, expression or parameter at a time, one route at most.  What needs several routes, the
 * arguments of functions or the order of modules is found elsewhere.
 *
 * Between misuse.c and the rule_*.c files that it calls; misuse_check() is for the outside.
 */
#ifndef KAMCHECK_MISUSE_H
#define KAMCHECK_MISUSE_H

#include "language/ast.h"
#include "language/session.h"
#include "rules/names.h"

struct misuse {
	struct session *session;
	struct arena *arena;
	struct diags *diags;
	const struct version *version;
	uint32_t depth;
	uint32_t loops; /* while and switch around the statement */

	/* rule_setting.c */
	struct names params; /* "module parameter" of each modparam so far */
	const struct node *flags[32];
	const struct node *tls_socket; /* the first listen on tls */
	bool has_tls;                  /* enable_tls is on */
};

/* Walks the tree of a config and reports; the findings are warnings and notes. */
void misuse_check(struct session *s, const struct node *root);

/* What is left of the way through a list of statements behind it. */
struct flow {
	bool ends;                /* no way leads out at the end */
	bool may_leave;           /* some way in it leaves the route, or runs code not seen here */
	const struct node *reply; /* a final reply was sent on a way that leads out at the end */
};

/* rule_flow.c */
struct flow flow_statements(struct misuse *mu, const struct node *list);

/* rule_expression.c: an expression, in a condition or not; statements in it go back to
 * flow_statements(). */
void expression_check(struct misuse *mu, const struct node *n);
void expression_condition(struct misuse *mu, const struct node *n);
/* The value that is assigned: text in it stays text. */
void expression_value(struct misuse *mu, const struct node *n);

/* rule_setting.c: what stands outside of routes. */
void setting_check(struct misuse *mu, const struct node *item);
void setting_finish(struct misuse *mu);
/* A call, whose arguments may be settings: the number of a flag. */
void setting_call(struct misuse *mu, const struct node *call);

#endif
