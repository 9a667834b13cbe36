/*
 * scope - what sema knows at one place of the text: what stands above, and where the walk is.
 *
 * What must stay true: what only one file asks for is private to that file; it hangs here by a
 * pointer that only the file can follow.
 */
#ifndef KAMCHECK_SEMA_SCOPE_H
#define KAMCHECK_SEMA_SCOPE_H

#include "base/list.h"
#include "base/map.h"
#include "preprocess/session.h"
#include "pvar/pvar.h"
#include "tree/ast.h"
#include "unit/analysis.h"

enum {
	PARAMETERS_MOST = 6, /* of a call */
};

/* What is known of an expression; in the tree it is one number. */
struct value {
	enum value_type type;
	bool is_constant;
	bool is_failed; /* reported; whatever holds it says nothing more */
};

struct sema {
	struct analysis *unit; /* what is found is recorded here */
	struct session *session;
	struct arena *arena;
	struct diags *diags;
	const struct version *version;
	bool is_broken; /* something on the top level was skipped: a declaration may be lost */

	/* The walk */
	bool is_onsend;       /* inside of an onsend_route */
	uint16_t routes_here; /* what block this is, as fact_route */
	uint32_t calls; /* of modules that are open: 2 is one inside the parameters of another */
	LIST_OF(const struct node *) spine; /* operators whose left side is being walked */

	/* What stands above */
	struct route_scope *routes;           /* route.c */
	struct flag_scope *flags;             /* flag.c */
	struct core_scope *core;              /* global.c */
	LIST_OF(const struct node *) sockets; /* addresses that are listened on: address.c */
	struct map customs;                   /* struct node, by GROUP.NAME */
	const struct node *memory;  /* what set up shared memory: the first modparam or route */
	struct map engines;         /* routing engines of the modules loaded */
	struct map modules_all;     /* of the whole file: struct node, the name at its loadmodule */
	struct map modules_missing; /* those that only other versions have */
	bool has_unknown_module;    /* not in this version, or by a name known only at run time */
	bool has_stranger;          /* one of which no version is known */
	uint32_t searches;          /* through whole tables, for suggestions */
	struct pvar_context pvars;

	/* The same few calls stand in a config again and again. */
	struct map calls_valid; /* struct known_call, with as many modules loaded as: */
	uint32_t calls_loaded;
	struct map calls_unresolved; /* int32_t: their number in the analysis */

	struct diag *told; /* the newest message of the parser that another one makes up for */
	bool has_engine;   /* a cfgengine stands there */
	const struct node *unknown_pvar; /* the last variable that does not exist */
};

/* Whether anybody asks for what the server says when it starts, or later. */
static inline bool sema_beyond_parse(const struct sema *cx)
{
	return cx->diags->last > PHASE_PARSE;
}

/* The node N of the tree, which belongs to the analysis, for what sema finds out about it. */
static inline struct node *sema_annotate(const struct node *n)
{
	return (struct node *)n;
}

/* Whether this version has M, so that all of it is known. */
static inline bool sema_is_known(const struct module *m)
{
	return m->fact && m->fact->parameter_name;
}

/* Whether MODULE, a file name without ".so", is loaded above. */
bool sema_is_loaded(struct sema *cx, const char *module);
/* Whether it was said before that MODULE is not loaded: one missing line, one message. */
bool sema_is_missed(struct sema *cx, const char *module);
/* Appends "kamailio 5.7 and newer have it". */
void sema_say_versions(struct buf *b, const struct sema *cx, uint32_t versions);
/* Whether one more search through a table is allowed. */
bool sema_may_search(struct sema *cx);

/* The token behind offset AT, blanks and comments skipped; at the end of the file its last byte. */
struct span sema_next(struct sema *cx, uint32_t at);

/* The last byte of AT: where a closing brace or parenthesis stands. */
static inline struct span sema_last(struct span at)
{
	return (struct span){at.hi > at.lo ? at.hi - 1 : at.lo, at.hi};
}

#endif
