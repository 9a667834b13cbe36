/*
 * behaviours - what is otherwise in a new release, and no other table can say
 * (grammar/behaviours.tsv).
 */
#ifndef KAMCHECK_BEHAVIOURS_H
#define KAMCHECK_BEHAVIOURS_H

#include "base/str.h"
#include "facts/condition.h"

enum behaviour_kind {
#define KIND(word, number) BEHAVIOUR_##word = number,
#define PART(word, number)
#include "behaviours.enum"
#undef KIND
#undef PART
};

enum behaviour_part {
#define KIND(word, number)
#define PART(word, number) UPGRADE_##word = number,
#include "behaviours.enum"
#undef KIND
#undef PART
};

struct behaviour {
	const char *name;
	enum behaviour_kind kind;
	const char *module;
	enum behaviour_part part;
	const char *unless; /* a parameter: where it is set there is nothing to tell; or NULL */
	struct condition when[CONDITIONS_MOST + 1];
	const char *what, *advice; /* advice: or NULL */
	const char *evidence;
	uint32_t versions; /* that are so */
};

/* All of them; their number in *COUNT. */
const struct behaviour *behaviours_all(size_t *count);

#endif
