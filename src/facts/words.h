/*
 * words - short lists of names that checks need (grammar/words.tsv).
 */
#ifndef KAMCHECK_WORDS_H
#define KAMCHECK_WORDS_H

#include "facts/version.h"

/* The words that "#=list" lines of the table declare, with their meanings. */
enum word_list {
#define LIST(name, number) WORDS_##name = number,
#include "words.enum"
#undef LIST
};

/* The word of LIST that is TEXT in any case, as V knows it, or NULL. */
const char *words_find(enum word_list list, struct str text, const struct version *v);

/* The word of LIST that TEXT starts with, as V knows it, or NULL. */
const char *words_head(enum word_list list, struct str text, const struct version *v);

/* The word of LIST that TEXT was probably meant to be, or NULL. */
const char *words_nearest(enum word_list list, struct str text, const struct version *v);

#endif
