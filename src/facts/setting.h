/*
 * setting - what parameters of modules take whose setter refuses some values
 * (grammar/settings.tsv), and what modules need of others (grammar/dependencies.tsv).
 *
 * What must stay true: rows of one name stand together, sorted as memcmp() sorts.
 */
#ifndef KAMCHECK_SETTING_H
#define KAMCHECK_SETTING_H

#include "facts/condition.h"
#include "facts/version.h"

enum setting_form {
	SETTING_LIST,           /* key=value;key=value */
	SETTING_NAMED,          /* name=>URL of a database */
	SETTING_NAMED_LIST,     /* name=>key=value;key=value */
	SETTING_HTTPCON,        /* name=>URL;key=value */
	SETTING_PATTERN,        /* a POSIX expression matches it */
	SETTING_PATTERN_NOCASE, /* the same, letters in any case */
	SETTING_NONZERO,        /* a number that is not 0 */
	SETTING_ABOVE,          /* another parameter must stand above */
	SETTING_RANGE,          /* "LEAST MOST": a number; MOST may be missing */
	SETTING_VARIABLE,       /* one variable */
	SETTING_VARIABLES,      /* text with variables, which are looked up at once */
	SETTING_REGEX,          /* a regular expression */
	SETTING_SOCKET,         /* proto:address:port that the server listens on */
	SETTING_SOCKET_NAME,    /* the name of a listen line */
	SETTING_SOCKET_URI,     /* sip:address:port that the server listens on */
	SETTING_FLAG,           /* a number from 0 to 31 */
	SETTING_PAIRS,          /* name=$variable;name=$variable */
	SETTING_NODES,          /* addresses with blanks between them, or SET == addresses */
	SETTING_FILE,           /* the name of a file or folder */
	SETTING_IDENTIFIER,     /* the name of a table or column of a database */
	SETTING_KEMI,           /* a function of the routing engine, which there must be */
};

enum setting_option {
	OPTION_EXACT = 1,    /* the case of keys counts */
	OPTION_OTHERS = 2,   /* the module ignores other keys */
	OPTION_BARE = 4,     /* no ";" at the end of a list */
	OPTION_NONEMPTY = 8, /* the list has a key, the text is not empty */
	OPTION_LATE = 16,    /* the server starts without the socket */
	OPTION_START = 32,   /* the module refuses a value when it starts, not when it is set */
	OPTION_READ = 64,    /* the same while it is set, of a range */
	OPTION_UNTIL_EQUAL = 128, /* the name that the value gives ends at "=" */
	OPTION_DIGITS = 256,      /* a pattern that numbers match, too */
};

/* What the value of a key is. */
enum setting_kind {
	KIND_ANY, /* any text, or none */
	KIND_NUMBER,
	KIND_INTEGER,
	KIND_LONG,     /* an integer of 64 bits */
	KIND_INTERVAL, /* a number, "u" may follow */
	KIND_COLUMNS,
	KIND_TREE,
	KIND_SHARE,
	KIND_CAPTURE,
	KIND_UDP,
	KIND_VALUE,  /* any text */
	KIND_FILLED, /* any text but the empty one */
	KIND_TWO,    /* two letters */
	KIND_CHAR,   /* one letter at most */
	KIND_BUCKETS,
	KIND_TIMER,
};

/* Sets of names that parameters define: SET_HTABLE, SET_RTIMER ... */
enum setting_names {
	SET_NONE,
#define FORM(word, number)
#define OPTIONS(word, number)
#define SPEC(word, number)
#define DEFINES(word, number) SET_##word,
#include "settings.enum"
#undef FORM
#undef OPTIONS
#undef SPEC
#undef DEFINES
	SET_COUNT
};

struct setting_set {
	enum setting_names names;
	bool is_nocase;
};

struct setting_key {
	const char *key;
	enum setting_kind kind;
	bool is_needed;            /* it must be given, and not be empty */
	bool is_single;            /* it may be given once */
	bool is_any;               /* stands for all keys */
	struct setting_set refers; /* the value, or a key that is any, is a name of it */
};

/* What a value is; which of these there is, its form says. */
struct setting_spec {
	const char *pattern; /* of ABOVE: the parameter */
	int32_t least, most; /* of ABOVE: an example of its value, and 0 */
	uint16_t first_key, key_count;
};

struct setting {
	const char *param, *module;
	enum setting_form form;
	unsigned options; /* of enum setting_option */
	struct setting_spec spec;
	const char *looks;          /* what a value looks like */
	struct setting_set defines; /* the name of the value stands in it once only */
	uint32_t complete;          /* versions all of whose keys are there */
	struct condition when[CONDITIONS_MOST + 1]; /* of those looked at when the server starts */
	uint32_t versions;
};

/* The keys of S, which are s->spec.key_count many. */
const struct setting_key *setting_keys(const struct setting *s);

enum { ALTERNATIVES_MOST = 3 };

/* Where a module must be loaded that another one needs. */
enum need_order {
	NEED_ANY,
	NEED_BEFORE, /* above the other one, or that does not start */
	NEED_LOAD,   /* the same, or "kamailio -c" cannot load it */
};

/* A module that another one needs to start. */
struct dependency {
	const char *module;                       /* file without ".so" */
	const char *needs[ALTERNATIVES_MOST + 1]; /* the same; one of them is enough */
	enum need_order order;
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t versions;
};

/* A database that a module binds to while it starts. */
struct database {
	const char *module; /* file without ".so" */
	const char *param;
	const char *url; /* when the parameter is not set; NULL: none then */
	bool is_opened;  /* already while the module starts, not by the processes that it makes */
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
	bool is_filled; /* an empty text is as bad as none */
	uint32_t versions;
};

/* The rows of a module by its file, and in *COUNT how many there are; NULL when there is none. */
const struct dependency *dependency_find(struct str module, size_t *count);
const struct database *database_find(struct str module, size_t *count);
const struct requirement *requirement_find(struct str module, size_t *count);

/* The rows of PARAM, and in *COUNT how many there are; NULL when there is none. */
const struct setting *setting_find(struct str param, size_t *count);

#endif
