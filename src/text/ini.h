/*
 * ini - text of the form "[section]", "key = value", read with the place of each word.
 *
 * There are libraries for this (libinih), but none says the column of a key, and a message about a
 * wrong key has to lead to it.
 *
 * A section may have an argument, "[path test]".  A comment begins with ";" or "#", at the
 * beginning of a line or behind a blank; in double quotes it does not.
 */
#ifndef KAMCHECK_INI_H
#define KAMCHECK_INI_H

#include "base/buf.h"
#include "base/list.h"

struct ini_place {
	uint32_t line, column; /* from 1; columns count bytes */
};

/* A key with its value, or the head of a section: then its key is empty. */
struct ini_item {
	struct str section, argument; /* empty above the first section */
	struct str key, value;
	struct ini_place at, value_at;
};

struct ini {
	LIST_OF(struct ini_item);
	const char *complaint; /* what is wrong with it as a whole */
	struct ini_place at;   /* ... and where */
};

/* Reads TEXT, which is kept, with memory from A; false when it has another form. */
bool ini_read(struct arena *a, struct str text, struct ini *out);

/*
 * Takes the next word off *REST: words are separated by blanks, quotes hold blanks.  False when
 * there is none any more.
 */
bool ini_word(struct str *rest, struct str *word);

/* TEXT without its double quotes. */
struct str ini_unquoted(struct arena *a, struct str text);

#endif
