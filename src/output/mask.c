/*
 * mask - see mask.h.
 */
#include "output/mask.h"

#include "text/secrets.h"

enum { MASK_LENGTH = sizeof SECRETS_MASK - 1 };

struct str mask_words(const struct diags *d, struct arena *a, struct str words)
{
	struct secret_search x;
	struct buf b = buf_on(a);
	size_t lo, hi;

	if (!d->secrets)
		return words;
	x = secrets_search(d->secrets, words, 0, SECRETS_IN_MESSAGE, 0, words.n);
	if (!secrets_next(&x, &lo, &hi))
		return words;
	secrets_put(d->secrets, &b, words, 0, SECRETS_IN_MESSAGE, STR(SECRETS_MASK));
	return buf_view(&b);
}

/* Where byte AT of the part goes when LO to HI becomes a mask that begins at NOW. */
static size_t moved(size_t at, size_t lo, size_t hi, size_t now, bool is_end)
{
	if (at >= hi)
		return now + MASK_LENGTH + (at - hi);
	if (at <= lo)
		return now - (lo - at);
	return is_end ? now + MASK_LENGTH : now;
}

struct mask_part mask_part(const struct diags *d, struct arena *a, struct str line, uint32_t base,
			   struct mask_part part)
{
	size_t from = (size_t)(part.text.p - line.p), to = from + part.text.n, lo, hi, done = from;
	struct mask_part out = part;
	struct buf b = buf_on(a);
	struct secret_search x;

	if (!d->secrets)
		return part;
	x = secrets_search(d->secrets, line, base, SECRETS_IN_LINE, from, to);
	while (secrets_next(&x, &lo, &hi)) {
		lo = lo < from ? from : lo;
		hi = hi > to ? to : hi;
		buf_str(&b, str_head(str_skip(line, done), lo - done));
		if (part.first + from > lo)
			out.first = moved(part.first + from, lo, hi, b.n, false);
		if (part.behind + from > lo)
			out.behind = moved(part.behind + from, lo, hi, b.n, true);
		buf_text(&b, SECRETS_MASK);
		done = hi;
	}
	if (done == from)
		return part;
	buf_str(&b, str_head(str_skip(line, done), to - done));
	out.text = buf_view(&b);
	return out;
}
