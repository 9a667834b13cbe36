/*
 * listened - the addresses behind listen and in socket blocks, for rules that compare others with
 * them.
 */
#ifndef KAMCHECK_LISTENED_H
#define KAMCHECK_LISTENED_H

#include "engine/visit.h"

struct listened {
	LIST_OF(const struct node *) addresses; /* N_ADDRESS */
	bool is_unknown;                        /* some is no address */
};

/* Takes in those of N, a N_LISTEN or a N_SOCKET. */
void listened_see(struct visit *v, struct listened *l, const struct node *n);

/*
 * Whether the server may listen on others than those in L, which has been shown the whole config:
 * the command line may bring or choose them, or a listen stands in text that was not read.
 */
bool listened_is_doubtful(const struct visit *v, const struct listened *l);

#endif
