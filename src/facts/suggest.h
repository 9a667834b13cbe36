/*
 * suggest - "did you mean": how far two names are apart.
 */
#ifndef KAMCHECK_SUGGEST_H
#define KAMCHECK_SUGGEST_H

#include "base/str.h"

#define SUGGEST_NEVER 100u

/*
 * Number of edits (insert, delete, replace, swap neighbours; a change of case counts nothing) that
 * turn A into B, or SUGGEST_NEVER when they are too different for a suggestion: more than a third
 * of the letters, or more than three.
 */
unsigned suggest_distance(struct str a, struct str b);

/* The name that was probably meant by one that is wrong, as far as names were considered. */
struct nearest {
	struct str wanted;
	struct str best; /* the text that was considered; its P is NULL when none is near enough */
	unsigned score;
	bool is_listed; /* see nearest_listed() */
};

/* None considered yet. */
struct nearest nearest_to(struct str wanted);

/* The same for one of a short list of words: the length of the right word, not that of the wrong
 * one, says how many letters may be wrong. "de" may be meant for "def". */
struct nearest nearest_listed(struct str wanted);

/*
 * True when NAME is nearer than all before: it is the best now, and the caller keeps what belongs
 * to it.  Among names equally near, the first one is the best.
 */
bool nearest_consider(struct nearest *n, struct str name);

/* The same; but among names equally near, the first one with the least RANK (0 to NEAREST_RANKS -
 * 1) is the best. */
bool nearest_consider_ranked(struct nearest *n, struct str name, unsigned rank);

enum { NEAREST_RANKS = 4 };

#endif
