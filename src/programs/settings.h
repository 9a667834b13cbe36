/*
 * settings - what kamcheck.ini says: read, judged, with the place of each word.
 *
 * What must stay true: nothing in it is passed over in silence; a key or word that is not known is
 * refused, with what was meant.
 */
#ifndef KAMCHECK_SETTINGS_H
#define KAMCHECK_SETTINGS_H

#include "engine/levels.h"
#include "text/files.h"
#include "text/ini.h"
#include "variants/plan.h"

enum settings_key {
	SETTINGS_KAMAILIO,
	SETTINGS_LEVEL,
	SETTINGS_FAIL_ON,
	SETTINGS_BASELINE,
	SETTINGS_MODULES,
	SETTINGS_ROOTS,
	SETTINGS_DEFINE,
	SETTINGS_CATALOG,
	SETTINGS_EXCLUDE,
	SETTINGS_EXTEND,
	SETTINGS_KEYS,
};

/* A word of the value of a key; names of files are absolute. */
struct settings_value {
	struct str text;
	struct str file; /* where it stands */
	struct ini_place at;
};

struct settings_values {
	LIST_OF(struct settings_value);
};

/* "K304 = off" of [rules] or [path GLOB], as it is written. */
struct settings_level {
	struct str rules, level, glob;
	struct settings_value place;
};

/* [include]: names that begin with FROM are looked for at TO. */
struct settings_prefix {
	struct str from, to;
};

/* A key of [variants], as it is written. */
struct settings_variant {
	struct str key;
	struct settings_value value;
};

struct settings {
	struct str file;   /* the one that was found; empty: there are none */
	struct str folder; /* its folder, absolute */
	struct settings_values keys[SETTINGS_KEYS];
	struct levels levels;
	LIST_OF(struct settings_level) written; /* the same, to be shown */
	LIST_OF(struct settings_prefix) prefixes;
	struct plan plan;
	LIST_OF(struct settings_variant) variants; /* the same, to be shown */
	LIST_OF(struct str) files; /* all that were read, those that FILE extends first */
};

/* The name of KEY in the file. */
const char *settings_key_name(enum settings_key key);

/* The only word of KEY; empty when it is not set. */
struct str settings_word(const struct settings *s, enum settings_key key);

/*
 * Reads the settings FILE and those that it extends, with memory from A.  False when they cannot be
 * read or say what nobody knows; then *WHY says what and where.
 */
bool settings_read(struct arena *a, struct str file, struct settings *out, struct buf *why);

/* No settings. */
struct settings settings_none(void);

#endif
