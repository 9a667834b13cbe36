/*
 * bits - the ones in a word: sets that fit into one.
 */
#ifndef KAMCHECK_BITS_H
#define KAMCHECK_BITS_H

#include <stdint.h>

/* How many there are in X. */
static inline unsigned bits_count(uint64_t x)
{
	unsigned n = 0;

	for (; x; x &= x - 1)
		n++;
	return n;
}

/* The number, from 0, of the lowest one in X, which is not 0. */
static inline unsigned bits_lowest(uint64_t x)
{
	unsigned bit = 0;

	while (!(x >> bit & 1))
		bit++;
	return bit;
}

#endif
