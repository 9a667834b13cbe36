/*
 * modules - which modules a config loads, in their order, and what it sets of their parameters.
 *
 * What must stay true: everything is as the text has it down to the node that is being walked, so
 * rules for "stands above" may ask while the walk goes on, and others at its end.  What the command
 * line loads and sets comes first, as nodes that stand nowhere (SPAN_NONE).
 */
#ifndef KAMCHECK_UNIT_MODULES_H
#define KAMCHECK_UNIT_MODULES_H

#include "tree/ast.h"
#include "preprocess/session.h"
#include "text/names.h"

struct module {
	struct module *next;
	struct str file;                /* the file's name, without folders and ".so" */
	struct str name;                /* what modparam() calls it, in lower case */
	const struct node *node;        /* the loadmodule */
	const struct fact_module *fact; /* NULL: no module of Kamailio's */
	uint32_t order;                 /* 1 ... */
};

/* A modparam, in the order of the text, and what it reaches. */
struct modparam {
	struct modparam *next;
	const struct node *node;
	const struct module **modules; /* those loaded above that its first argument matches */
	uint32_t module_count;
};

/* One value that a parameter is given. */
struct module_value {
	struct module_value *next;
	const struct node *node; /* the modparam */
};

struct modules {
	struct arena *arena;
	struct module *modules, **modules_end;
	struct modparam *params, **params_end;
	uint32_t count;
	struct names by_name;    /* modules by `name`: what is a struct module */
	struct names by_file;    /* modules by `file` */
	struct names values;     /* by "module:parameter": what is the newest struct module_value */
	bool has_unknown_module; /* loaded by a name that is known only at run time */
	bool has_private_module; /* the same, or one of which the program has no facts of its own */
};

/* What the command line of S loads and sets. */
void modules_init(struct modules *l, const struct session *s);

/* N is a loadmodule. */
void modules_add_module(struct modules *l, const struct session *s, const struct node *n);

/* N is a modparam: keeps its value for every module loaded above that its first argument matches.
 */
const struct modparam *modules_add_param(struct modules *l, const struct node *n);

/* The module that modparam() calls NAME, or whose file is called FILE; NULL when it is not loaded.
 */
const struct module *modules_named(const struct modules *l, const char *name);
const struct module *modules_file(const struct modules *l, const char *file);

/* Whether the module of the file FILE is loaded. */
bool modules_has(const struct modules *l, struct str file);

/* Whether NAME, in any case, is one of those that stand in LIST with '|' between them. */
bool modules_is_among(struct str list, struct str name);

/*
 * Whether P reaches the module whose file is called FILE.  One that reaches no module at all, which
 * is reported, is taken by the names that stand in it, so that nothing else is reported for it.
 */
bool modparam_reaches(const struct modparam *p, const char *file);

/* The newest value of a parameter, older ones behind it; NULL when it is not set. */
const struct module_value *modules_param(const struct modules *l, const char *module,
					 const char *param);

/* The value in force when it is a number, a text; else UNSET. */
long modules_number(const struct modules *l, const char *module, const char *param, long unset);
struct str modules_text(const struct modules *l, const char *module, const char *param,
			struct str unset);

#endif
