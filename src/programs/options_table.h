/*
 * options_table - the rows of grammar/options.tsv as C sees them; only for the options_*.c files.
 *
 * The table is data: an option that a release adds is a row there.
 */
#ifndef KAMCHECK_OPTIONS_TABLE_H
#define KAMCHECK_OPTIONS_TABLE_H

#include <stdint.h>

/* The words that "#=" lines of the table declare, with their meanings. */
enum options_argument {
#define ARGUMENT(name, number) ARGUMENT_##name = number,
#define FOR(name, number)
#define EFFECT(name, number)
#include "options.enum"
#undef ARGUMENT
#undef FOR
};

/* The commands that an option belongs to. */
enum options_for {
#define ARGUMENT(name, number)
#define FOR(name, number) FOR_##name = number,
#include "options.enum"
#undef FOR
#undef EFFECT
};

enum options_effect {
#define FOR(name, number)
#define EFFECT(name, number) EFFECT_##name = number,
#include "options.enum"
#undef ARGUMENT
#undef FOR
#undef EFFECT
	EFFECT_COUNT,
};

struct options_row {
	const char *name; /* without "--"; NULL: only a letter */
	char letter;      /* 0: only a name */
	enum options_argument argument;
	const char *parameters; /* of the kind of argument: the words, the initials */
	long long min, max;     /* of a range */
	int pass;               /* 0: ours; 1 to 4: see options.h */
	enum options_for place;
	enum options_effect effect;
	uint32_t versions;
};

#endif
