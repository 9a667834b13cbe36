/*
 * json - what all JSON output has in common, on jansson.
 *
 * What must stay true: whatever bytes a configuration has, the output is JSON in UTF-8.
 */
#ifndef KAMCHECK_OUT_JSON_H
#define KAMCHECK_OUT_JSON_H

#include "base/buf.h"
#include "text/diag.h"

#include <jansson.h>

/* TEXT as a string, each byte that is part of no character as U+FFFD; A lends memory.  NULL when
 * there is no memory. */
json_t *json_text(struct arena *a, struct str text);

/* The same for text that people will see: words_visible(). */
json_t *json_words(struct arena *a, struct str text);

/* The same of bytes that are UTF-8 already. */
json_t *json_utf8(struct str text);

/* Adds KEY to OBJECT; false when there is no memory, as when one of them is NULL. */
bool json_put(json_t *object, const char *key, json_t *value);

/* Adds the key "when" to OBJECT, unless there is nothing to say: few runs look at variants. */
bool json_put_when(struct arena *a, json_t *object, const struct diag_when *when);

/* The same with the key "releases": few runs look at several. */
bool json_put_releases(struct arena *a, json_t *object, const struct diag_releases *releases);

/* Adds VALUE to ARRAY. */
bool json_add(json_t *array, json_t *value);

/* OBJECT when IS_DONE; else it is given back, and NULL. */
json_t *json_done(json_t *object, bool is_done);

/* Appends VALUE; false when there is no memory, as when VALUE is NULL. */
bool json_value(struct buf *b, const json_t *value);

/* The same, a newline behind it. */
bool json_line(struct buf *b, const json_t *value);

#endif
