/*
 * utf8 - see utf8.h.
 */
#include "base/utf8.h"

static bool is_within(unsigned char c, unsigned char least, unsigned char most)
{
	return c >= least && c <= most;
}

size_t utf8_length(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	unsigned char least = 0x80, most = 0xbf;
	size_t n;

	if (!s.n)
		return 0;
	if (p[0] < 0x80)
		return 1;
	n = is_within(p[0], 0xc2, 0xdf)   ? 2
	    : is_within(p[0], 0xe0, 0xef) ? 3
	    : is_within(p[0], 0xf0, 0xf4) ? 4
					  : 0;
	/* No character has two forms, none is half of another, and there is an end. */
	if (p[0] == 0xe0)
		least = 0xa0;
	else if (p[0] == 0xf0)
		least = 0x90;
	else if (p[0] == 0xed)
		most = 0x9f;
	else if (p[0] == 0xf4)
		most = 0x8f;
	if (!n || s.n < n || !is_within(p[1], least, most))
		return 0;
	for (size_t i = 2; i < n; i++)
		if (!is_within(p[i], 0x80, 0xbf))
			return 0;
	return n;
}

size_t utf8_start(struct str text, size_t at)
{
	for (size_t n = 0; n < 4 && n <= at; n++)
		if (utf8_length(str_skip(text, at - n)) > n)
			return at - n;
	return at;
}

uint32_t utf8_code(struct str s, size_t n)
{
	/* The first byte holds the bits that its length leaves. */
	uint32_t code = (unsigned char)s.p[0] & (n == 1 ? 0x7f : 0x7fu >> n);

	for (size_t i = 1; i < n; i++)
		code = code << 6 | ((unsigned char)s.p[i] & 0x3f);
	return code;
}

bool utf8_is_control(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	switch (utf8_length(s)) {
	case 1: return p[0] < 0x20 || p[0] == 0x7f;
	case 2: return p[0] == 0xc2 && p[1] < 0xa0;
	case 3: return p[0] == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9);
	default: return false;
	}
}

size_t utf8_skip_ascii(struct str text, size_t from)
{
	const uint64_t high = 0x8080808080808080u;
	uint64_t w[4];

	/* Four words at a time: nearly all of a config is so. */
	for (; from + sizeof w <= text.n; from += sizeof w) {
		memcpy(w, text.p + from, sizeof w);
		if ((w[0] | w[1] | w[2] | w[3]) & high)
			break;
	}
	while (from < text.n && (unsigned char)text.p[from] < 0x80)
		from++;
	return from;
}
