/*
 * fingerprint - see fingerprint.h.
 */
#include "output/fingerprint.h"

#include "base/ascii.h"

enum { DIGITS = 16 };

/* FNV-1a, 64 bits: the same on every machine. */
#define HASH_START 0xcbf29ce484222325u
#define HASH_PRIME 0x100000001b3u

static uint64_t add_byte(uint64_t hash, char c)
{
	return (hash ^ (unsigned char)c) * HASH_PRIME;
}

/* Adds TEXT without its blanks, and its end. */
static uint64_t add(uint64_t hash, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_white(text.p[i]))
			hash = add_byte(hash, text.p[i]);
	return add_byte(hash, '\n');
}

static struct str print(char space[DIGITS + 1], uint64_t hash)
{
	return str_print(space, DIGITS + 1, "%016llx", (unsigned long long)hash);
}

struct str fingerprint_of(struct arena *a, struct map *seen, struct str path,
			  const struct finding *x)
{
	uint64_t hash = HASH_START;
	char digits[DIGITS + 1];
	uint32_t *count;
	struct str key;

	hash = add(hash, str_of(x->rule->code));
	hash = add(hash, path);
	hash = add(hash, x->excerpt);
	key = print(digits, hash);
	key.p = arena_copy(a, key.p, key.n);
	count = MAP_RECORD(seen, a, key, uint32_t);
	if ((*count)++ == 0)
		return key;
	hash = add(hash, str_print(digits, sizeof digits, "%u", *count));
	key = print(digits, hash);
	key.p = arena_copy(a, key.p, key.n);
	return key;
}
