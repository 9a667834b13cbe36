/*
 * define - the names of the preprocessor: what they stand for now, each change of that, each use.
 *
 * Kamailio has room for 512 names, the predefined ones and MOD_x included; the 512th gets no value
 * (preprocessor.md section 11, vectors 149 and 150).
 *
 * What must stay true: changes and uses stand in the order in which the text was read; a name that
 * was met once stays known, so the lists hold all that was ever said about it.
 */
#ifndef KAMCHECK_DEFINE_H
#define KAMCHECK_DEFINE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"
#include "base/pile.h"
#include "scan/keyword.h"
#include "text/source.h"

#define DEFINES_MOST 512

/* No entry of a list. */
#define RECORD_NONE UINT32_MAX

/* A name that was defined, asked for or taken back at some time. */
struct define {
	struct str name;
	struct str value;     /* empty: the name expands to nothing */
	struct span at;       /* where it was set; SPAN_NONE: not in a file, or never */
	struct span comment;  /* in its value: what a comment would be elsewhere; or SPAN_NONE */
	bool is_unknown;      /* only the server knows the value */
	struct span asked_at; /* by an #!ifdef or #!ifndef, the first time; or SPAN_NONE */
	uint32_t number;      /* of its entry in defines.names */
	uint32_t place;       /* in defines.current; RECORD_NONE: not defined now */
	uint32_t set_by;      /* the change that gave it its value; RECORD_NONE: never defined */
	uint32_t first_change, last_change;
	uint32_t uses;  /* how many */
	uint32_t asked; /* those by #!ifdef and #!ifndef */
};

/* Who defines a name. */
enum define_source {
	DEFINE_PREDEFINED,
	DEFINE_OPTION,    /* -A, --substdef, --substdefs */
	DEFINE_DIRECTIVE, /* in a file; which one, the change says */
	DEFINE_MODULE,    /* loadmodule, in a file or as an option: its MOD_ name */
};

/* What became of it. */
enum define_effect {
	DEFINE_SET,
	DEFINE_REPLACED, /* it had a value before */
	DEFINE_KEPT,     /* #!trydefine of a name that is defined: nothing changes */
	DEFINE_REFUSED,  /* the name is taken, or there is no room */
	DEFINE_REMOVED,
	DEFINE_MISSED, /* #!undef of a name that is not defined */
};

struct define_change {
	struct span at;   /* the directive with its value; the module of loadmodule; or SPAN_NONE */
	struct span name; /* where the name stands; inside of a word or string: that */
	struct span value; /* as it is written; SPAN_NONE: none */
	struct str text;   /* the value that the name has from here on */
	uint32_t define;   /* the number of the name */
	uint32_t next;     /* change of the same name */
	unsigned char source, effect;
	unsigned char
	    directive; /* enum directive; DIRECTIVE_NONE outside of files and for modules */
};

enum define_use_kind {
	USE_EXPANDED,    /* in the text, replaced by the value */
	USE_NESTED,      /* the same inside of the value of another define that is expanded */
	USE_ASKED,       /* behind #!ifdef or #!ifndef */
	USE_EVALUATED,   /* in the expression of an #!ifexp or #!defexp */
	USE_SUBSTITUTED, /* $def(NAME) in the replacement of a subst */
	USE_REPLACED     /* in a string or variable, by the rule of its #!substdef */
};

struct define_use {
	struct span at;  /* the name; of a nested use in the text of the expansion */
	uint32_t change; /* that gave the value in force here; RECORD_NONE: it was not defined */
	uint32_t define : 29; /* the number of the name: each takes more than eight bytes of text */
	uint32_t kind : 3;
};

struct defines {
	struct arena *arena;
	struct map names;                 /* struct define, in the order of the first mention */
	LIST_OF(struct define *) current; /* those that are defined now */
	PILE_OF(struct define_change) changes;
	PILE_OF(struct define_use) uses;
	bool starts[256]; /* bytes that a name starts with which was ever defined */
};

void defines_init(struct defines *d, struct arena *a);

/* The define of that name that is in force, or NULL. */
struct define *define_find(const struct defines *d, struct str name);

/* The record of a name, defined or not; made when there was none.  The text is kept, not copied. */
struct define *define_name(struct defines *d, struct str name);

/* The name that a number stands for. */
struct define *define_of(const struct defines *d, uint32_t number);

/*
 * Makes a change of X and notes it; `define` and `next` are filled in here.  Its effect says what
 * happens: with DEFINE_SET, which wants a name that is not defined now, and DEFINE_REPLACED the
 * name has the value CHANGE.text from here on.  False, and noted as refused, when the table is
 * full.
 */
bool define_change(struct defines *d, struct define *x, struct define_change change);

/* Gives X, which the newest change has set, its value: that is read behind the name. */
void define_value(struct defines *d, struct define *x, struct str value);

/* Whether X, in force, is the MOD_ name of a module that is loaded. */
bool define_is_module(const struct defines *d, const struct define *x);

/* Whether names such as NAME are defined by the program: for modules, releases, systems. */
bool define_is_foreign(struct str name);

/* Notes a use of X, defined or not. */
void define_use(struct defines *d, struct define *x, enum define_use_kind kind, struct span at);

/* The define in force whose name is nearest to NAME, or NULL: for "did you mean". */
const struct define *define_nearest(const struct defines *d, struct str name);

#endif
