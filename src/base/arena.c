/*
 * arena - bump allocation in chunks that double up to a limit; see arena.h.
 *
 * What must stay true: memory handed out is zeroed (chunks come from calloc, which for
 * large chunks costs nothing until the pages are touched), and a block larger than a
 * chunk gets a chunk of its own, so waste stays below one half.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_FIRST ((size_t)32 << 10)
#define CHUNK_MOST  ((size_t)4 << 20)
#define ALIGNMENT   _Alignof(max_align_t)

struct chunk {
	struct chunk *older;
	size_t size; /* bytes in data */
	size_t used;
	_Alignas(max_align_t) char data[];
};

struct arena {
	struct chunk *newest;
	size_t next_size; /* of the chunk to come */
	size_t used;      /* sum over all chunks */
};

static _Noreturn void out_of_memory(void)
{
	fputs("kamcheck: out of memory\n", stderr);
	exit(2);
}

static void *claim(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		out_of_memory();
	return p;
}

struct arena *arena_new(void)
{
	struct arena *a = claim(sizeof *a);

	a->next_size = CHUNK_FIRST;
	return a;
}

void arena_free(struct arena *a)
{
	struct chunk *c, *older;

	if (!a)
		return;
	for (c = a->newest; c; c = older) {
		older = c->older;
		free(c);
	}
	free(a);
}

static struct chunk *add_chunk(struct arena *a, size_t least)
{
	size_t size = least > a->next_size ? least : a->next_size;
	struct chunk *c;

	if (size > SIZE_MAX - sizeof *c)
		out_of_memory();
	c = claim(sizeof *c + size);
	c->size = size;
	c->older = a->newest;
	a->newest = c;
	if (a->next_size < CHUNK_MOST)
		a->next_size *= 2;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct chunk *c = a->newest;
	void *p;

	if (size > SIZE_MAX - ALIGNMENT)
		out_of_memory();
	size = (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	if (!c || c->size - c->used < size)
		c = add_chunk(a, size);
	p = c->data + c->used;
	c->used += size;
	a->used += size;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory();
	return arena_alloc(a, n * size);
}

void *arena_grow(struct arena *a, void *p, size_t old_size, size_t new_size)
{
	struct chunk *c = a->newest;
	size_t old = (old_size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	size_t new = (new_size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
	void *q;

	if (p && new_size <= old)
		return p;
	if (p && c && new > old && c->used >= old && (char *)p == c->data + c->used - old &&
	    c->size - c->used >= new - old) {
		c->used += new - old;
		a->used += new - old;
		return p;
	}
	q = arena_alloc(a, new_size);
	if (old_size)
		memcpy(q, p, old_size);
	return q;
}

char *arena_copy(struct arena *a, const char *p, size_t n)
{
	char *q;

	if (n == SIZE_MAX)
		out_of_memory();
	q = arena_alloc(a, n + 1);
	if (n)
		memcpy(q, p, n);
	return q;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
