/*
 * str - a run of bytes that belongs to somebody else.
 *
 * Text of a configuration is bytes, not characters, and may hold NULs; so it travels as
 * pointer and length.  A struct str never owns its bytes: they live in an arena or are constant.
 */
#ifndef KAMCHECK_STR_H
#define KAMCHECK_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
	const char *p;
	size_t n;
};

/* A struct str of a string literal. */
#define STR(literal) ((struct str){"" literal, sizeof(literal) - 1})

/* For printf: "%.*s", STR_ARG(s) */
#define STR_ARG(s) (int)((s).n > 1 << 20 ? 1 << 20 : (s).n), (s).p

/*
 * The short ones stand here because they are asked millions of times, and mostly with a constant
 * text, of which the compiler then knows the length.
 */

/* The bytes up to the NUL of Z; an empty text for NULL. */
static inline struct str str_of(const char *z)
{
	return z ? (struct str){z, strlen(z)} : (struct str){"", 0};
}

static inline bool str_equal(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal when ASCII letters are folded to lower case. */
bool str_equal_nocase(struct str a, struct str b);

/* True when S equals the NUL-terminated Z. */
static inline bool str_is(struct str s, const char *z)
{
	return str_equal(s, str_of(z));
}

/* The same for a Z of a table, whose length nobody knows: it is not measured. */
static inline bool str_is_entry(struct str s, const char *z)
{
	for (size_t i = 0; i < s.n; i++)
		if (z[i] != s.p[i] || !z[i])
			return false;
	return !z[s.n];
}

/* The first N bytes of S / what follows them; N is cut to the length. */
static inline struct str str_head(struct str s, size_t n)
{
	if (n < s.n)
		s.n = n;
	return s;
}

static inline struct str str_skip(struct str s, size_t n)
{
	if (n > s.n)
		n = s.n;
	return (struct str){s.p + n, s.n - n};
}

static inline bool str_starts(struct str s, struct str head)
{
	return s.n >= head.n && str_equal(str_head(s, head.n), head);
}

bool str_ends(struct str s, struct str tail);

/* <0, 0, >0 like memcmp, a shorter text before its extensions. */
int str_compare(struct str a, struct str b);

/* S without blanks, tabs, CR and newlines at both ends. */
struct str str_trim(struct str s);

/* S without the quotes around it, "S" or 'S', when it has them. */
struct str str_unquote(struct str s);

/* Place of the first / last byte C in S, or -1. */
static inline ptrdiff_t str_find(struct str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

	return hit ? hit - s.p : -1;
}

/* What stands before the first C in *REST, or all of it; it is taken off there, and C with it. */
static inline struct str str_take(struct str *rest, char c)
{
	ptrdiff_t at = str_find(*rest, c);
	struct str head = str_head(*rest, at < 0 ? rest->n : (size_t)at);

	*rest = str_skip(*rest, head.n + 1);
	return head;
}

ptrdiff_t str_find_last(struct str s, char c);

/* Place of the first NEEDLE in S, or -1. */
ptrdiff_t str_search(struct str s, struct str needle);

/*
 * Prints as printf does into the SIZE bytes at SPACE, a NUL behind it, and returns what stands
 * there: what does not fit is cut off, so nobody reads behind SPACE.  SIZE is not 0.
 */
struct str str_print(char *space, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A hash for tables; the same on every machine, and that of grammar/mktables.awk. */
uint32_t str_hash(struct str s);

#endif
