/*
 * variants_list - what conditionals make of a config, as people and programs read it: the names,
 * the text that hangs on them, the variants that are checked.
 */
#ifndef KAMCHECK_VARIANTS_LIST_H
#define KAMCHECK_VARIANTS_LIST_H

#include "variants/variants.h"

/* Appends C, the choice for the config NAME, as text. */
void variants_list_text(struct buf *b, const struct variants_choice *c, struct str name);

/* The same as one JSON object; false when there is no memory. */
bool variants_list_json(struct buf *b, struct arena *a, const struct variants_choice *c,
			struct str name);

/* The name of toggle N of the row X is in it. */
static inline bool variants_list_has(row x, unsigned n)
{
	return x >> n & 1;
}

/* The toggle that name number I of the skeleton is; CHOICE_NONE: it does not vary. */
uint32_t variants_list_toggle(const struct variants_choice *c, uint32_t i);

/* Line and column of OFFSET of the skeleton's texts. */
struct place variants_list_place(const struct variants_choice *c, uint32_t offset);

#endif
