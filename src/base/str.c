/*
 * str - comparing and cutting runs of bytes; see str.h.  Nothing here allocates.
 */
#include "base/str.h"

#include "base/ascii.h"

#include <stdarg.h>
#include <stdio.h>

bool str_equal_nocase(struct str a, struct str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

bool str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && str_equal(str_skip(s, s.n - tail.n), tail);
}

int str_compare(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;

	if (order)
		return order;
	return (a.n > b.n) - (a.n < b.n);
}

struct str str_trim(struct str s)
{
	while (s.n && ascii_is_white(s.p[0]))
		s = str_skip(s, 1);
	while (s.n && ascii_is_white(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str str_unquote(struct str s)
{
	bool is_quoted = s.n > 1 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[0] == s.p[s.n - 1];

	return is_quoted ? str_head(str_skip(s, 1), s.n - 2) : s;
}

ptrdiff_t str_find_last(struct str s, char c)
{
	for (size_t i = s.n; i > 0; i--)
		if (s.p[i - 1] == c)
			return (ptrdiff_t)i - 1;
	return -1;
}

ptrdiff_t str_search(struct str s, struct str needle)
{
	const char *p = s.p, *end;

	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return -1;
	end = s.p + (s.n - needle.n + 1);
	while (p < end && (p = memchr(p, needle.p[0], (size_t)(end - p)))) {
		if (memcmp(p, needle.p, needle.n) == 0)
			return p - s.p;
		p++;
	}
	return -1;
}

struct str str_print(char *space, size_t size, const char *format, ...)
{
	va_list ap;
	size_t n;
	int wanted;

	va_start(ap, format);
	wanted = vsnprintf(space, size, format, ap);
	va_end(ap);
	n = wanted > 0 ? (size_t)wanted : 0;
	return (struct str){space, n < size ? n : size - 1};
}

uint32_t str_hash(struct str s)
{
	uint32_t h = 5381;

	for (size_t i = 0; i < s.n; i++)
		h = h * 33 + (unsigned char)s.p[i];
	return h;
}
