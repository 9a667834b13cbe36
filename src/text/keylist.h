/*
 * keylist - lists "key=value;key=value" inside of strings, as the core reads them for modules.
 *
 * What counts, as tried on 5.6.3: blanks may stand around "=" and in front of keys, but not in
 * front of the first one; a value ends at a blank, ";" or "," or stands in quotes, which have no
 * escapes; "," ends the list, whatever follows; an empty key is a key.
 */
#ifndef KAMCHECK_KEYLIST_H
#define KAMCHECK_KEYLIST_H

#include "base/str.h"

struct keylist {
	struct str text;
	size_t at;         /* how far it is read */
	const char *error; /* what is wrong at offset AT, or NULL */
};

struct keylist_item {
	struct str key, value; /* parts of the text */
	bool has_value;        /* a "=" stands there */
};

/* A list over TEXT.  One ";" at its end does not count, unless IS_BARE. */
struct keylist keylist_of(struct str text, bool is_bare);

/* Reads the next item; false at the end or, with L->error set, at a mistake. */
bool keylist_next(struct keylist *l, struct keylist_item *item);

#endif
