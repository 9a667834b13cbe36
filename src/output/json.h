/*
 * json - what all JSON output has in common, on jansson.
 *
 * What must stay true: whatever bytes a configuration has, the output is JSON in UTF-8.
 */
#ifndef KAMCHECK_OUT_JSON_H
#define KAMCHECK_OUT_JSON_H

#include "base/buf.h"

#include <jansson.h>

/* TEXT as a string, each byte that is part of no character as U+FFFD; A lends memory.  NULL when
 * there is no memory. */
json_t *json_text(struct arena *a, struct str text);

/* Appends VALUE and a newline; false when there is no memory, as when VALUE is NULL. */
bool json_line(struct buf *b, const json_t *value);

#endif
