/*
 * skeleton - the conditionals of a config and of all that it may include, whatever is defined: the
 * names that are asked for, what can define them, and which text hangs on them.
 *
 * Read by lines, for the text of a branch that nobody reads may be anything.  What must stay true:
 * linear in the text; a file is read once, however often it is included.
 */
#ifndef KAMCHECK_SKELETON_H
#define KAMCHECK_SKELETON_H

#include "preprocess/session.h"

#define SKELETON_NONE UINT32_MAX

/* What a name is to the config. */
enum name_kind {
	NAME_TOGGLE,  /* may be defined or not: what makes variants */
	NAME_GUARD,   /* the config gives it a value: it is always defined in the end */
	NAME_DERIVED, /* a conditional of the config defines it: it follows others */
	NAME_VALUE,   /* the text uses it, so it has a value, whoever gives it that */
	NAME_MODULE,  /* MOD_x: of a module that is loaded */
	NAME_RELEASE, /* of Kamailio itself */
	NAME_OPTION,  /* set by -A or by the settings */
	NAME_KINDS,
};

/* A name that an #!ifdef or #!ifndef asks for. */
struct skeleton_name {
	struct str name;
	enum name_kind kind;
	struct span asked_at; /* the first time */
	uint32_t asked;       /* how often */
	bool is_defined;      /* the config defines it, outside of conditionals: it is on */
	bool is_mentioned;    /* somewhere stands "define NAME", in a comment perhaps */
	bool has_value, is_inner;
	bool is_used; /* it stands in text that is no directive */
};

/* The text of a branch, between two directives of one file. */
struct skeleton_region {
	struct span at;
	struct span directive; /* that opens it */
	uint32_t name;         /* in names; SKELETON_NONE: an expression decides */
	bool is_on;            /* it is read when the name is defined */
	uint32_t parent;       /* the region around, perhaps of another file; SKELETON_NONE: none */
};

struct skeleton {
	struct arena *arena;
	struct sources sources; /* the files that were read, the config first */
	struct map numbers;     /* uint32_t, 1 + number of a name */
	LIST_OF(struct skeleton_name) names;
	LIST_OF(struct skeleton_region) regions;
};

/* The skeleton of TEXT, the config NAME, whose files and options are those of S; memory from A. */
struct skeleton skeleton_of(struct arena *a, struct session *s, struct str name, struct str text);

/* The name of a kind, as users read it. */
const char *skeleton_kind(enum name_kind kind);

/* Where region R is read: appends "WITH_A and not WITH_B", of all kinds of names. */
void skeleton_say_condition(const struct skeleton *k, struct buf *b, uint32_t region);

#endif
