/*
 * catalog - what the modules of Kamailio export, by version (grammar TSV tables).
 *
 * The tables are constant, sorted by name, and have an index (rows.h), so nothing happens at
 * start.  A catalog of its own, with rows read from module files or a --catalog file, has the same
 * form, so nobody who asks needs to know.  It knows no tokens and no tree.
 *
 * What must stay true: each table is sorted by name as memcmp() sorts, rows of one name stand
 * together.
 */
#ifndef KAMCHECK_CATALOG_H
#define KAMCHECK_CATALOG_H

#include "base/arena.h"
#include "facts/inner.h"
#include "facts/rows.h"
#include "facts/version.h"

/* Kinds of route block in which a function may be called. */
enum fact_route {
	FACT_REQUEST = 1,
	FACT_FAILURE = 2,
	FACT_TM_ONREPLY = 4,
	FACT_CORE_ONREPLY = 8,
	FACT_BRANCH = 16,
	FACT_LOCAL = 32,
	FACT_ONSEND = 64,
	FACT_EVENT = 128,
	FACT_BRANCH_FAILURE = 256,
	FACT_ANY = 511,
};

/* What blocks of routes are called by: their names are of their kind. */
enum route_kind {
	ROUTES_REQUEST,
	ROUTES_FAILURE,
	ROUTES_BRANCH,
	ROUTES_ONSEND,
	ROUTES_REPLY,
	ROUTES_EVENT,
	ROUTE_KINDS
};

struct fact_module {
	const char *name;           /* of the file, without ".so" */
	const char *parameter_name; /* what modparam() calls it; NULL: it cannot be loaded */
	const char *depends;        /* "tm,dialog?": loaded before it; ?: for some uses; or NULL */
	uint32_t versions;
	bool is_unread; /* its file could not be read: nothing is known of what it exports */
};

#define FACT_ANY_COUNT (-1)

struct fact_function {
	const char *name, *module;
	short parameters;     /* their number, or FACT_ANY_COUNT */
	bool wants_constants; /* the constant rule of semantics.md section 6.3 */
	uint16_t routes;      /* of fact_route */
	uint32_t versions;
};

/* "str" and "string" are two ways to keep the same kind of value. */
enum fact_type { FACT_INT = 1, FACT_STR = 2, FACT_STRING = 4 };

/* A parameter that takes two types has two rows. */
struct fact_param {
	const char *name, *module;
	enum fact_type type;
	bool has_setter; /* may be set again and again; the module may refuse a value */
	uint32_t versions;
};

struct fact_pvar {
	const char *name, *module;
	bool is_writable, has_inner, has_index;
	const struct inner_form *form; /* of the inner name, or NULL */
	uint32_t versions;
};

enum { PATCHES_MOST = 4 };

/* The first releases of their branches that have something that came late; in other branches each
 * has it. */
struct patches {
	const char *text; /* "5.6.5,5.7.1", or NULL */
	struct {
		uint32_t bit; /* of the branch; 0 behind the last one */
		unsigned patch;
	} of[PATCHES_MOST + 1];
};

struct fact_transformation {
	const char *class_name, *name, *module;
	short least, most;     /* arguments */
	const char *arguments; /* a letter for each: grammar/transformations.tsv; NULL: none */
	struct patches patches;
	uint32_t versions;
};

enum fact_event_kind {
	FACT_EVENT_FIXED,
	FACT_EVENT_PATTERN, /* '*' stands for what the user chooses */
	FACT_EVENT_USER,    /* the whole name is chosen in what set_by says */
	FACT_EVENT_WRONG,   /* no event: a mistake that documentation spreads; set_by is right */
};

struct fact_event {
	const char *name, *module;
	enum fact_event_kind kind;
	const char *set_by; /* a parameter or function that chooses the name, or NULL */
	uint32_t versions;
};

/* What is looked at of its value. */
enum global_check {
	CHECK_NONE,
	CHECK_FACILITY,
	CHECK_POLL_METHOD,
	CHECK_HEX_STYLE,
	CHECK_LINK_LOCAL, /* 1 and 2 contradict each other */
	CHECK_SHM_SIZE,
	CHECK_EARLY,    /* set before there is shared memory */
	CHECK_SCTP_ON,  /* 1 wants module sctp */
	CHECK_SCTP_OFF, /* 0 does */
	CHECK_TCP_OFF,
	CHECK_TLS_ON,
	CHECK_TLS_OFF,
	CHECK_BRANCHES,
	CHECK_NOT_BUILT,
};

/* A parameter of the core. */
struct fact_global {
	const char *name, *aliases, *value;
	enum global_check check;
	uint32_t versions;
};

/* What can name a route, or something else; for routes a variable is one that is assigned to. */
enum fact_namer {
	NAMED_BY_FUNCTION,
	NAMED_BY_PARAM,
	NAMED_BY_PVAR,
	NAMED_BY_GLOBAL,
	NAMED_BY_ASSIGNED,
};

enum name_flags {
	NAME_VARIABLES = 1,   /* the text may hold some */
	NAME_RESETS = 2,      /* 0 or empty text names none */
	NAME_OPTIONAL = 4,    /* it is no mistake when there is no such route */
	NAME_NEEDED = 8,      /* Kamailio does not start without it */
	NAME_RUNS = 16,       /* the call runs the route at once */
	NAME_ARMS = 32,       /* the call arms it for what comes later */
	NAME_LIST = 64,       /* several names, separated by semicolons */
	NAME_ANY = 128,       /* whatever stands there is for any name */
	NAME_DESCRIBED = 256, /* a blank or a colon ends it */
};

/* How a text holds a name; all may be NULL: the name is the whole text. */
struct name_form {
	const char *key;           /* the name is the value of this key */
	const char *after, *until; /* it stands between them */
	const char *prefix;        /* goes before it */
	const char *skip;          /* what may stand in front of it and means nothing */
	unsigned flags;            /* of enum name_flags */
};

/* Something that names a route. */
struct fact_route_name {
	const char *name; /* of the function, parameter, pseudo-variable or core parameter */
	enum fact_namer kind;
	const char *module;
	short argument; /* from 1; 0 where it is none */
	enum route_kind route;
	struct name_form form;
	uint32_t versions;
};

enum fact_guard_form { FACT_GUARD_FUNCTION, FACT_GUARD_PVAR, FACT_GUARD_WORD };

/* A condition that tells in which kind of route it stands: grammar/guards.tsv. */
struct fact_guard {
	const char *name;
	enum fact_guard_form form;
	uint16_t yes, no; /* of fact_route: where it can be true, where false */
	uint32_t versions;
};

/* Something with a name of old, and what to do instead. */
enum renamed_kind { RENAMED_MODULE, RENAMED_FUNCTION, RENAMED_PARAM };

struct fact_renamed {
	const char *name;
	enum renamed_kind kind;
	const char *module; /* of a function or parameter */
	const char *advice; /* in words, for a hint */
	uint32_t versions;  /* that do not know the old name */
};

struct catalog {
	const struct fact_module *modules;
	const struct fact_function *functions;
	const struct fact_param *params;
	const struct fact_pvar *pvars;
	const struct fact_transformation *transformations; /* sorted by class */
	const struct fact_event *events;
	const struct fact_global *globals;
	const struct fact_route_name *route_names;
	const struct fact_renamed *renamed;
	const struct fact_guard *guards;
	size_t module_count, function_count, param_count, pvar_count, transformation_count,
	    event_count, global_count, route_name_count, renamed_count, guard_count;
	struct rows_index module_index, function_index, param_index, pvar_index,
	    transformation_index, event_index, global_index, route_name_index, renamed_index,
	    guard_index;
};

/* The facts compiled into the program. */
extern const struct catalog catalog_embedded;

/*
 * The rows of NAME, which is not empty: the first one, and in *COUNT how many stand there together,
 * of all modules and versions.  NULL, and 0, when there is none.
 */
const struct fact_module *catalog_modules(const struct catalog *c, struct str name, size_t *count);
const struct fact_function *catalog_functions(const struct catalog *c, struct str name,
					      size_t *count);
const struct fact_param *catalog_params(const struct catalog *c, struct str name, size_t *count);
const struct fact_pvar *catalog_pvars(const struct catalog *c, struct str name, size_t *count);
const struct fact_transformation *catalog_class(const struct catalog *c, struct str class_name,
						size_t *count);
const struct fact_event *catalog_events(const struct catalog *c, struct str name, size_t *count);
const struct fact_global *catalog_globals(const struct catalog *c, struct str name, size_t *count);
const struct fact_route_name *catalog_route_names(const struct catalog *c, struct str name,
						  size_t *count);
const struct fact_guard *catalog_guards(const struct catalog *c, struct str name, size_t *count);

const struct fact_renamed *catalog_renamed(const struct catalog *c, struct str name, size_t *count);

/*
 * What became of NAME in V: advice for a hint, or NULL.  MODULE of a function or parameter, NULL
 * for any.
 */
const char *catalog_advice(const struct catalog *c, enum renamed_kind kind, struct str name,
			   const char *module, const struct version *v);

/* The module row that V knows, or NULL. */
const struct fact_module *catalog_module(const struct catalog *c, struct str name,
					 const struct version *v);

#endif
