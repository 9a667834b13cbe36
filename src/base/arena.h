/*
 * arena - memory that lives as long as one run.
 *
 * Everything a run allocates comes from one arena and is given back in one step;
 * nothing is freed piece by piece, so no error path can leak.  This is the only
 * place of the program that calls malloc, and the only one that meets "out of
 * memory": it says so and ends the program with status 2.  So it does when the
 * account of the run allows no more.
 */
#ifndef KAMCHECK_ARENA_H
#define KAMCHECK_ARENA_H

#include <stddef.h>

struct account;
struct arena;

/* Returns a new, empty arena; the caller gives it back with arena_free(). */
struct arena *arena_new(void);

/* Gives back the arena and all that was allocated from it.  NULL is allowed. */
void arena_free(struct arena *a);

/* ACCOUNT, which pays for no other arena, pays for what A hands out.  It must live as long as A. */
void arena_charge(struct arena *a, struct account *account);

/* Returns SIZE zeroed bytes, aligned for pointers and 64-bit numbers.  Never NULL. */
void *arena_alloc(struct arena *a, size_t size);

/* Like arena_alloc() for N elements of SIZE bytes; a product that overflows counts as out of
 * memory. */
void *arena_array(struct arena *a, size_t n, size_t size);

/*
 * Returns a block of NEW_SIZE bytes whose first OLD_SIZE bytes are those of P.  Grows in place
 * when P is the newest block.  The old block stays readable until the arena goes.
 */
void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size);

/* Returns a copy of the N bytes at P with a NUL after them. */
char *arena_copy(struct arena *a, const char *p, size_t n);

/* Bytes handed out so far, for tests and benchmarks. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))

#endif
