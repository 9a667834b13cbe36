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
#define FORM(kind)     ((uint32_t)1 << SETTING_##kind)
#define MARK(kind)     ((uint32_t)1 << PATH_##kind)

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
	const struct setting *setting;    /* the row of the parameter that is visited */
	struct str core_param;      /* of a N_PARAM that is visited: its name, in the spelling that
				       stands for all */
	const struct route *route;  /* that is visited, or that `block` is of; NEEDS_ROUTES */
	const struct route *target; /* that is called, in call() of a path_rule */
	const struct path *path;    /* for a path_rule: where the walk stands on it */
	const struct path_mark *mark; /* that is visited; N is its node */
	const struct pvar_use *pvar;  /* that is visited; N is the node with its text */
	const struct symbol
	    *symbol; /* that is visited; N is the node that named it first, or NULL */
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

/*
 * A rule that follows the paths through routes (unit/path.h): what it knows on a path, STATE, is
 * copied where paths part and joined where they meet.  It is zeroed where a route begins.  Paths
 * are followed behind calls of routes that never come back and past constant conditions, too:
 * another variant of the configuration may come there.  Whose record has tags and no nodes is led
 * nowhere when no function with one of them is called: it must find nothing then.
 *
 * All are optional, but with a state join is needed.
 */
struct path_rule {
	size_t size;

	/* N, of the nodes and tags of the record, is run; what stands in it was before. */
	void (*step)(struct visit *v, void *state, const struct node *n);

	/* The statement N begins; N_ROUTE: the path falls out of that block, the route's last. */
	void (*statement)(struct visit *v, void *state, const struct node *n);

	/* Here the condition N, which is neither !, && nor ||, IS_TRUE. */
	void (*assume)(struct visit *v, void *state, const struct node *n, bool is_true);

	/* Two paths meet: STATE is to say what holds on both. */
	void (*join)(struct visit *v, void *state, const void *other);

	/* The target of the visit was called by N.  SUMMARY is what the paths that come back from
	 * it have in common; NULL: none does, or it calls itself. */
	void (*call)(struct visit *v, void *state, const struct node *n, const void *summary);

	/* For rules that compare the parts of N (if, while, switch).  The path leads into a part,
	 * which is OTHERWISE for an else and for what is done when no part is: nothing. */
	void (*enter)(struct visit *v, void *state, const struct node *n, bool otherwise);

	/* The paths through the parts of N have met in STATE; BEFORE was the state in front. */
	void (*behind)(struct visit *v, void *state, const void *before, const struct node *n);

	/* Two paths meet of which one, with the state ENDED, has left the route; when STATE's has,
	 * too, IS_OPEN is false. */
	void (*gather)(struct visit *v, void *state, const void *ended, bool is_open);
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

/* The same for the route R alone; a kind is for routes or is not.  NEEDS_ROUTES. */
void *visit_route_state(struct visit *v, const struct state_kind *kind, const struct route *r);

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

/* The place of the variable that is visited, in the text of N. */
struct span visit_pvar_place(struct visit *v, const struct node *n);

/* The argument that TAG speaks of in the call that is visited, N; NULL: N has no such tag or
 * argument. */
const struct node *visit_tagged(const struct visit *v, const struct node *n, enum tag tag);

/* Whether findings of RULE are wanted: to spare work that only it needs. */
static inline bool is_wanted(const struct visit *v, const struct rule *rule)
{
	return diag_wanted(v->diags, rule);
}

#endif
