/*
 * arena_strict - the arena for fuzzing: each block is a malloc of its own, so that the sanitizer
 * sees a byte too far, which it cannot inside the chunks of src/base/arena.c.
 *
 * What must stay true: the interface and its promises are those of base/arena.h.
 */
#include "base/arena.h"

#include "base/account.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct arena {
	void **block;
	size_t count, cap, used;
	struct account *account; /* NULL: nobody counts */
};

static void *claim(void *p)
{
	if (!p) {
		fputs("fuzz: out of memory\n", stderr);
		abort();
	}
	return p;
}

struct arena *arena_new(void)
{
	return claim(calloc(1, sizeof(struct arena)));
}

void arena_charge(struct arena *a, struct account *account)
{
	a->account = account;
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->count; i++)
		free(a->block[i]);
	free(a->block);
	free(a);
}

void *arena_alloc(struct arena *a, size_t size)
{
	void *p = claim(calloc(1, size ? size : 1));

	if (a->count == a->cap) {
		a->cap = a->cap ? a->cap * 2 : 256;
		a->block = claim(realloc(a->block, a->cap * sizeof *a->block));
	}
	a->used += size;
	if (a->account)
		account_pay(a->account, ACCOUNT_MEMORY, size);
	if (a->account && a->account->spent[ACCOUNT_MEMORY] > a->account->memory_end)
		claim(NULL);
	return a->block[a->count++] = p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		claim(NULL);
	return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size)
{
	void *q;

	if (p && new_size <= old_size)
		return p;
	q = arena_alloc(a, new_size);
	if (old_size)
		memcpy(q, p, old_size);
	return q;
}

char *arena_copy(struct arena *a, const char *p, size_t n)
{
	char *q;

	if (n == SIZE_MAX)
		claim(NULL);
	q = arena_alloc(a, n + 1);
	if (n)
		memcpy(q, p, n);
	return q;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
