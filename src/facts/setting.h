/*
 * setting - what parameters of modules take whose setter refuses some values
 * (grammar/settings.tsv), and what modules need of others (grammar/dependencies.tsv).
 *
 * What must stay true: rows of one name stand together, sorted as memcmp() sorts.
 */
#ifndef KAMCHECK_SETTING_H
#define KAMCHECK_SETTING_H

#include "facts/version.h"

enum setting_form {
	SETTING_LIST,           /* key=value;key=value */
	SETTING_NAMED,          /* name=>text */
	SETTING_NAMED_LIST,     /* name=>key=value;key=value */
	SETTING_HTTPCON,        /* name=>URL;key=value */
	SETTING_PATTERN,        /* a POSIX expression matches it */
	SETTING_PATTERN_NOCASE, /* the same, letters in any case */
	SETTING_NONZERO,        /* a number that is not 0 */
	SETTING_LEVEL,          /* a pattern; the module's mod_hash_size must stand above */
	SETTING_RANGE,          /* "LEAST MOST": a number; MOST may be missing */
	SETTING_VARIABLE,       /* one variable */
	SETTING_VARIABLES,      /* text with variables, which are looked up at once */
	SETTING_REGEX,          /* a regular expression */
	SETTING_SOCKET,         /* proto:address:port that the server listens on */
	SETTING_SOCKET_NAME,    /* the name of a listen line */
	SETTING_SOCKET_URI,     /* sip:address:port that the server listens on */
};

struct setting {
	const char *param, *module;
	enum setting_form form;
	const char *options; /* of lists, separated by commas; or NULL */
	const char *spec;    /* the pattern, or the keys; or NULL */
	const char *looks;   /* what a value looks like */
	const char *defines; /* the set in which the name of the value stands once only; or NULL */
	uint32_t versions;
};

/*
 * What must hold for a parameter; one that is not set has its default.  In the rows below, all of
 * them must; behind the last one stands one without a parameter.
 */
struct condition {
	const char *param, *unset; /* its default */
	bool is_equal;             /* the value, or anything else */
	const char *value;
};

enum { CONDITIONS_MOST = 2 };

/* A module that another one needs to start. */
struct dependency {
	const char *module, *needs; /* files without ".so" */
	bool is_before;             /* it must be loaded above */
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t versions;
};

/* A database that a module binds to while it starts. */
struct database {
	const char *module; /* file without ".so" */
	const char *param;
	const char *url; /* when the parameter is not set; NULL: none then */
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t versions;
};

/* A parameter without which a module does not start. */
struct requirement {
	const char *module; /* file without ".so" */
	const char *param;
	const char *event; /* NAME when the parameter is "event_route[NAME]", or NULL */
	struct condition when[CONDITIONS_MOST + 1];
	const char *looks;
	uint32_t versions;
};

/* The rows of a module by its file, and in *COUNT how many there are; NULL when there is none. */
const struct dependency *dependency_find(struct str module, size_t *count);
const struct database *database_find(struct str module, size_t *count);
const struct requirement *requirement_find(struct str module, size_t *count);

/* The rows of PARAM, and in *COUNT how many there are; NULL when there is none. */
const struct setting *setting_find(struct str param, size_t *count);

/* Whether OPTION is one of S. */
bool setting_has(const struct setting *s, const char *option);

#endif
