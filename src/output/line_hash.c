/*
 * line_hash - see line_hash.h.
 */
#include "output/line_hash.h"

#include "base/list.h"
#include "base/map.h"
#include "base/utf8.h"

enum { WINDOW = 100, BASE = 37, END = 0xffff, REPLACEMENT = 0xfffd };

/* The text as units, and where each came from. */
struct units {
	uint16_t *all;
	uint32_t *at;
	uint32_t count;
};

static bool is_tail(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* How many bytes of TEXT, which starts with no character, are replaced by one: as much as could be
 * the beginning of one. */
static size_t broken_length(struct str text)
{
	char whole[4] = {0};
	size_t n = 1;

	/* What becomes a character when tails are put behind it is the beginning of one. */
	for (size_t take = 2; take < 4 && take <= text.n && is_tail(text.p[take - 1]); take++) {
		memcpy(whole, text.p, take);
		memset(whole + take, 0x80, sizeof whole - take);
		if (utf8_length((struct str){whole, sizeof whole}) <= take)
			break;
		n = take;
	}
	return n;
}

static void add(struct units *u, uint32_t unit, size_t at)
{
	u->all[u->count] = (uint16_t)unit;
	u->at[u->count++] = (uint32_t)at;
}

static void add_character(struct units *u, uint32_t code, size_t at)
{
	if (code < 0x10000) {
		add(u, code, at);
		return;
	}
	add(u, 0xd800 + ((code - 0x10000) >> 10), at);
	add(u, 0xdc00 + ((code - 0x10000) & 0x3ff), at);
}

static struct units read_units(struct arena *a, struct str text)
{
	struct units u = {.all = arena_array(a, text.n + 1 + WINDOW, sizeof *u.all),
			  .at = arena_array(a, text.n + 1 + WINDOW, sizeof *u.at)};

	for (size_t at = 0, n; at < text.n; at += n) {
		struct str rest = str_skip(text, at);
		size_t length = utf8_length(rest);

		n = length ? length : broken_length(rest);
		if (rest.p[0] == ' ' || rest.p[0] == '\t')
			continue;
		/* A CRLF is a newline where its LF stands. */
		if (rest.p[0] == '\r' && rest.n > 1 && rest.p[1] == '\n')
			continue;
		if (rest.p[0] == '\r')
			add(&u, '\n', at);
		else
			add_character(&u, length ? utf8_code(rest, length) : REPLACEMENT, at);
	}
	add(&u, END, text.n);
	for (size_t i = 0; i < WINDOW; i++)
		u.at[u.count + i] = (uint32_t)text.n;
	return u;
}

/* The hash of the line that begins with unit FIRST. */
static struct line_hash hash_at(const struct units *u, uint32_t first)
{
	struct line_hash line = {.lo = u->at[first], .hi = u->at[first + WINDOW - 1] + 1};

	for (size_t i = 0; i < WINDOW; i++)
		line.hash = line.hash * BASE + u->all[first + i];
	return line;
}

struct line_hashes line_hashes_of(struct arena *a, struct str text)
{
	struct arena *own = arena_new();
	struct units u = read_units(own, text);
	LIST_OF(struct line_hash) lines = {0};
	struct map seen = {0};

	for (uint32_t i = 0; i < u.count; i++) {
		struct line_hash *line;

		if (i && u.all[i - 1] != '\n')
			continue;
		line = LIST_ADD(a, &lines);
		*line = hash_at(&u, i);
		uint64_t *key = ARENA_NEW(own, uint64_t);
		*key = line->hash;
		line->number = ++*MAP_RECORD(
		    &seen, own, ((struct str){(const char *)key, sizeof *key}), uint32_t);
	}
	arena_free(own);
	return (struct line_hashes){lines.all, lines.count};
}
