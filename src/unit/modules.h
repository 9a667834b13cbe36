/*
 * modules - which modules a config loads, in their order, and what it sets of their parameters: the
 * one place that knows which modules a modparam reaches.
 *
 * What must stay true: everything is as the text has it down to the node that is being walked, so
 * rules for "stands above" may ask while the walk goes on, and others at its end.  What the command
 * line loads and sets comes first, as nodes that stand nowhere (SPAN_NONE).  A module that is
 * loaded a second time counts once.
 */
#ifndef KAMCHECK_UNIT_MODULES_H
#define KAMCHECK_UNIT_MODULES_H

#include "base/map.h"
#include "facts/setting.h"
#include "preprocess/session.h"
#include "tree/ast.h"

struct module {
	struct module *next;
	struct module *namesake;        /* another one that modparam() calls by the same name */
	struct str file;                /* the file's name, without folders and ".so" */
	struct str name;                /* what modparam() calls it, in lower case */
	const struct node *node;        /* the loadmodule */
	const struct fact_module *fact; /* NULL: this version has no such module */
	struct map params;              /* what is set, by name: the newest struct module_param */
	uint32_t order;                 /* 1 ... */
};

/* A parameter of one module, as one modparam sets it. */
struct module_param {
	struct module_param *next; /* of the next module that the modparam reaches */
	const struct modparam *by;
	const struct module *module;
	const struct module_param *older; /* what has set it before, or NULL */
	unsigned types;    /* of fact_type: what it takes; 0: the module has no such parameter */
	uint32_t versions; /* the branches whose module has one */
	bool has_setter; /* the module looks at each value, so an older one is not just replaced */
	const struct setting **settings; /* what its setter refuses: the rows that hold here */
	uint32_t setting_count;
};

/* A modparam, in the order of the text. */
struct modparam {
	struct modparam *next;
	const struct node *node, *value;
	struct str pattern; /* for the names of modules: POSIX, extended, in any case */
	struct str parameter;
	struct module_param
	    *reached;        /* of the modules loaded above that are meant, in their order */
	struct regex *regex; /* NULL: only names, with "|" between them */
	struct str error;    /* why PATTERN is no regular expression, or empty */
	bool is_dynamic;     /* which modules and parameter are meant shows at run time */
	bool is_too_hard;    /* to match: it may reach others */
	bool is_known;       /* VALUE is a number or text, and taken as it stands */
	bool is_refused;     /* a setter refuses it, which sema has reported */
};

/* A name that the value of a parameter defines: a table, a timer, a connection. */
struct defined {
	struct span at;
};

/* The names of one set. */
struct defined_set {
	struct map names; /* struct defined; where their case does not count, in lower case */
	bool is_open;     /* there may be others: a value is known only at run time */
	bool has_refused; /* a value was refused that does not even say a name */
};

struct modules {
	struct arena *arena;
	const struct session *session;
	struct module *modules, **modules_end;
	LIST_OF(struct module *) known; /* those that this version has */
	struct modparam *params, **params_end;
	uint32_t count;
	struct map by_name; /* struct module, the first of its namesakes */
	struct map by_file; /* struct module */
	struct map missed;  /* files of modules not loaded, which sema has reported as needed */
	struct defined_set sets[SET_COUNT];
	bool has_unknown_module; /* loaded by a name that is known only at run time */
	bool has_private_module; /* the same, or one of which the program has no facts of its own */
	bool has_unknown_param;  /* what a modparam reaches or sets is known only at run time */
};

void modules_init(struct modules *l, const struct session *s);

/* N is a loadmodule. */
void modules_add_module(struct modules *l, const struct node *n);

/*
 * N is a modparam: resolves it, and keeps its value for all modules that it reaches.  A module that
 * this version does not have is reached by its name only.  Linear in the text and the number of
 * modules that the version has.
 */
const struct modparam *modules_add_param(struct modules *l, const struct node *n);

/* A node for what D, a DEFINITION_LOADMODULE or DEFINITION_MODPARAM of the command line, says. */
const struct node *modules_option(const struct modules *l, const struct definition *d);

/* Notes that the value of P is refused. */
void modules_refuse(struct modules *l, const struct modparam *p);

/* The module that modparam() calls NAME, or whose file is called FILE; NULL when it is not loaded.
 */
const struct module *modules_named(const struct modules *l, const char *name);
const struct module *modules_file(const struct modules *l, const char *file);

/* Whether the module of the file FILE is loaded. */
bool modules_has(const struct modules *l, struct str file);

/* Whether one of them runs scripts in another language. */
bool modules_run_scripts(const struct modules *l);

/* The next of the names in LIST, which have "|" between them; it is taken off. */
struct str modparam_next_name(struct str *list);

/* The place of the name in N, a loadmodule. */
static inline struct span module_place(const struct node *n)
{
	return KID(n, LOADMODULE, module)->at;
}

/* Whether the name NAME of a module, loaded or not, is one of those that P means. */
bool modparam_matches(const struct modparam *p, struct str name);

/*
 * Whether P reaches the module whose file is called FILE.  One that reaches no module at all, which
 * is reported, is taken by what it matches, so that nothing else is reported for it.
 */
bool modparam_reaches(const struct modparam *p, const char *file);

/* What sets the parameter PARAM of the module named MODULE last; NULL when nothing does. */
const struct module_param *modules_param(const struct modules *l, const char *module,
					 const char *param);

/* Whether the value that P sets is the one in force. */
bool module_param_is_last(const struct module_param *p);

/*
 * Whether the value in force of the parameter PARAM of M is in the text; it goes to TEXT, a number
 * in decimal digits, and nothing when it is not set.
 */
bool modules_value(const struct modules *l, const struct module *m, const char *param,
		   struct str *text);

/* Whether all conditions WHEN hold for M; not where a value is known only at run time. */
bool modules_meet(const struct modules *l, const struct module *m, const struct condition *when);

/* How NAME is kept in the set. */
struct str modules_set_key(const struct modules *l, struct setting_set set, struct str name);

/* Whether a parameter defines NAME, or may do so in a way that the text does not show. */
bool modules_may_define(const struct modules *l, enum setting_names set, struct str name);

/* The value in force when it is a number, a text; else UNSET. */
long modules_number(const struct modules *l, const char *module, const char *param, long unset);
struct str modules_text(const struct modules *l, const char *module, const char *param,
			struct str unset);

#endif
