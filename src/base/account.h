/*
 * account - what one run may cost and has cost: memory and work, by kinds.
 *
 * A configuration from a stranger must not decide how long a run takes, so each kind has an
 * allowance: so much for any run, and so much for each byte of text that the run reads itself.
 * Every stage pays here.  What is spent stays spent.
 *
 * What must stay true: a run whose account is spent reports it (K100), for not everything was
 * looked at then; session_settle() sees to that.
 */
#ifndef KAMCHECK_ACCOUNT_H
#define KAMCHECK_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum account_kind {
	ACCOUNT_MEMORY,    /* bytes of the arenas; reading stops when they are spent */
	ACCOUNT_EXPANSION, /* bytes that defines, substs and files read once more put in */
	ACCOUNT_MATCHING,  /* steps of regular expressions; a step is about 15 ns */
	ACCOUNT_KINDS,
};

struct account {
	uint64_t spent[ACCOUNT_KINDS];
	uint64_t most[ACCOUNT_KINDS];
	uint64_t memory_end; /* more than this ends the program */
	unsigned reported;   /* bit N: that kind N is spent */
};

/* The account of a run that has read nothing yet. */
struct account account_open(void);

/* The run has read BYTES of text, of which it has seen none before: they may cost something. */
void account_add_text(struct account *a, uint64_t bytes);

static inline bool account_is_spent(const struct account *a, enum account_kind kind)
{
	return a->spent[kind] > a->most[kind];
}

/* Pays AMOUNT; false when that is more than there is. */
static inline bool account_pay(struct account *a, enum account_kind kind, uint64_t amount)
{
	a->spent[kind] += amount;
	return !account_is_spent(a, kind);
}

/* What is left of KIND. */
uint64_t account_left(const struct account *a, enum account_kind kind);

/* What a run did that spent its account of KIND, as a sentence. */
const char *account_complaint(enum account_kind kind);

#endif
