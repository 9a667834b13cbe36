/*
 * arena - bump allocation in chunks that double up to a limit; see arena.h.
 *
 * What must stay true: memory handed out is zeroed (small chunks come from calloc, large ones are
 * mapped), and a block larger than a chunk gets a chunk of its own, so waste stays below one half.
 */
/* For MAP_ANONYMOUS and madvise(), which POSIX does not have. */
#define _DEFAULT_SOURCE
#include "base/arena.h"

#include "base/account.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A page fault for each 4 KB costs as much as the parser does: chunks from this size on lie so that
 * the system can give them pages of this size. */
#define HUGE_PAGE   ((size_t)2 << 20)
#define CHUNK_FIRST ((size_t)32 << 10)
#define CHUNK_MOST  ((size_t)4 << 20)
/* Nothing of ours is wider than a pointer or a 64-bit number. */
#define ALIGNMENT (_Alignof(uint64_t) > _Alignof(void *) ? _Alignof(uint64_t) : _Alignof(void *))

struct chunk {
	struct chunk *older;
	size_t size;   /* bytes in data */
	size_t mapped; /* bytes of the whole mapping; 0: from calloc */
	size_t used;
	_Alignas(uint64_t) char data[];
};

struct arena {
	struct chunk *newest;
	size_t next_size;        /* of the chunk to come */
	size_t used;             /* sum over all chunks */
	struct account *account; /* NULL: nobody counts */
};

static _Noreturn void out_of_memory(void)
{
	fputs("kamcheck: out of memory\n", stderr);
	exit(2);
}

/* A chunk for SIZE bytes is wanted: is the configuration worth it?  What chunks hold beyond what was
 * handed out is not there until it is touched. */
static void charge(const struct arena *a, size_t size)
{
	a->account->spent[ACCOUNT_MEMORY] = a->used + size;
	if (a->used + size <= a->account->memory_end)
		return;
	fprintf(stderr, "kamcheck: %s: not all of it was looked at\n",
		account_complaint(ACCOUNT_MEMORY));
	exit(2);
}

static void *claim(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		out_of_memory();
	return p;
}

/* SIZE bytes, a multiple of HUGE_PAGE, that begin at one; NULL when there is no memory. */
static void *map_pages(size_t size)
{
	char *p = mmap(NULL, size + HUGE_PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);
	size_t before;

	if (p == MAP_FAILED)
		return NULL;
	before = (HUGE_PAGE - (uintptr_t)p % HUGE_PAGE) % HUGE_PAGE;
	if (before)
		munmap(p, before);
	munmap(p + before + size, HUGE_PAGE - before);
#ifdef MADV_HUGEPAGE
	/* Advice only: without it everything works, more slowly. */
	(void)madvise(p + before, size, MADV_HUGEPAGE);
#endif
	return p + before;
}

static struct chunk *new_chunk(size_t size)
{
	size_t total = sizeof(struct chunk) + size;
	struct chunk *c;

	if (total < HUGE_PAGE) {
		c = claim(total);
	} else {
		if (total > SIZE_MAX - 2 * HUGE_PAGE)
			out_of_memory();
		total = (total + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
		c = map_pages(total);
		if (!c)
			out_of_memory();
		c->mapped = total;
	}
	c->size = total - sizeof *c;
	return c;
}

static void free_chunk(struct chunk *c)
{
	if (c->mapped)
		munmap(c, c->mapped);
	else
		free(c);
}

struct arena *arena_new(void)
{
	struct arena *a = claim(sizeof *a);

	a->next_size = CHUNK_FIRST;
	return a;
}

void arena_charge(struct arena *a, struct account *account)
{
	a->account = account;
}

void arena_free(struct arena *a)
{
	struct chunk *c, *older;

	if (!a)
		return;
	for (c = a->newest; c; c = older) {
		older = c->older;
		free_chunk(c);
	}
	free(a);
}

/* A chunk with room for LEAST bytes; the newest one stays in use when this holds one block only. */
static struct chunk *add_chunk(struct arena *a, size_t least)
{
	size_t usual = a->next_size - sizeof(struct chunk);
	bool is_single = least > usual && a->newest;
	size_t size = least > usual ? least : usual;
	struct chunk *c;

	if (size > SIZE_MAX - sizeof *c)
		out_of_memory();
	if (a->account)
		charge(a, least);
	c = new_chunk(size);
	c->older = is_single ? a->newest->older : a->newest;
	*(is_single ? &a->newest->older : &a->newest) = c;
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
