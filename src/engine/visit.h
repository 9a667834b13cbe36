/*
 * visit - what a rule is called with, and how it says what it has found.
 *
 * What must stay true: a rule sees a finished analysis and changes nothing of it; all that it keeps
 * from one call to the next lives in visit_state().
 */
#ifndef KAMCHECK_VISIT_H
#define KAMCHECK_VISIT_H

#include "facts/arguments.h"
#include "facts/tags.h"
#include "text/rule.h"
#include "unit/analysis.h"

/* The words of a record; tags are masks by themselves: TAG_RELAY | TAG_SLEEP. */
#define NODE(kind)     ((uint64_t)1 << N_##kind)
#define ARGUMENT(kind) ((uint64_t)1 << ARGUMENT_##kind)
#define PARAM(...)     ((const char *const[]){__VA_ARGS__, NULL})
#define PVAR(...)      ((const char *const[]){__VA_ARGS__, NULL})
#define SYMBOL(kind)   ((uint32_t)1 << SYMBOL_##kind)

/* One constant argument of a call. */
struct argument {
	const struct node *call, *node;
	enum argument_kind kind; /* ARGUMENT_EMPTY whatever the row says, when that is refused */
	struct str text;         /* its value */
	int position;            /* from 1 */
};

struct visit {
	struct analysis *unit;
	struct session *session;
	struct arena *arena;
	struct diags *diags;
	const struct version *version;
	const struct rule *rule; /* that runs */

	/* Where the walk stands. */
	const struct node *block;         /* the route block around; NULL: the top level */
	const struct call_info *call;     /* of a call that is visited, or of an argument's call */
	const struct argument *argument;  /* that is visited */
	const struct module *module;      /* that is visited, or whose parameter is */
	const struct module_param *param; /* that is visited */
	struct str core_param; /* one of the core, that is visited: its name, in the spelling that
				  stands for all; else empty */
	const struct route *route;   /* that is visited, or that `block` is of; NEEDS_ROUTES */
	const struct pvar_use *pvar; /* that is visited; N is the node with its text */
	struct span pvar_at;         /* its place */
	struct visit_states *states;
};

/* For a run: what the rule files keep. */
enum { STATES_MOST = 128 }; /* a power of two, more than twice the kinds of state */

struct visit_states {
	struct {
		const struct state_kind *kind;
		void *memory;
	} all[STATES_MOST];
};

/* Private memory of a rule file: one static const object for each kind. */
struct state_kind {
	size_t size;
};

#define STATE_KIND(type)                                                                           \
	{                                                                                          \
		sizeof(type)                                                                       \
	}

/* The memory of KIND in this run, zeroed at first. */
void *visit_state(struct visit *v, const struct state_kind *kind);

/*
 * Reports the rule that runs at AT; the text as for printf.  Returns the record for diag_hint() and
 * its kin, never NULL.
 */
struct diag *report(struct visit *v, struct span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same for another rule of the file, whose record names the one that runs as `found_by`. */
struct diag *report_as(struct visit *v, const struct rule *rule, struct span at, const char *format,
		       ...) __attribute__((format(printf, 4, 5)));

/*
 * True when no finding has said yet that MODULE, a file name without ".so", has to be loaded, and
 * from then on false: one missing line, one message.
 */
bool is_first_need(struct visit *v, const char *module);

/* The argument that TAG speaks of in the call that is visited, N; NULL: N has no such tag or
 * argument. */
const struct node *visit_tagged(const struct visit *v, const struct node *n, enum tag tag);

/* Whether findings of RULE are wanted: to spare work that only it needs. */
static inline bool is_wanted(const struct visit *v, const struct rule *rule)
{
	return diag_wanted(v->diags, rule);
}

#endif
