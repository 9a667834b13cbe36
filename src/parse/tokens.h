/*
 * tokens - tokens and tree as text, for tests and the curious.
 */
#ifndef KAMCHECK_TOKENS_H
#define KAMCHECK_TOKENS_H

#include "preprocess/session.h"

/* Appends the grammar's tokens of a config, one a line: place, number of the token or its sign,
 * text. */
void parse_dump_tokens(struct session *s, struct str name, struct str text, struct buf *out);

#endif
