/*
 * source - the space of offsets; see source.h.
 *
 * What must stay true: buffers are added with rising base, so the owner of an offset is found
 * by binary search; a buffer's `from` lies in a buffer of smaller depth, so lifting ends.
 */
#include "text/source.h"

#include "base/ascii.h"

#include <string.h>

void sources_init(struct sources *s, struct arena *a)
{
	*s = (struct sources){.arena = a, .end = 1};
}

struct source *sources_add(struct sources *s, struct str name, struct str text, struct span from)
{
	const struct source *parent = source_of(s, from.lo);
	struct source *src;

	if (text.n >= UINT32_MAX - 1 - s->end)
		return NULL;
	src = ARENA_NEW(s->arena, struct source);
	src->name = name;
	src->text = text;
	src->base = s->end;
	src->from = from;
	src->depth = (uint16_t)(parent ? parent->depth + 1 : 0);
	s->end += (uint32_t)text.n + 1;
	*LIST_ADD(s->arena, s) = src;
	return src;
}

static bool holds(const struct source *src, uint32_t offset)
{
	return offset - src->base <= src->text.n && offset >= src->base;
}

const struct source *source_search(struct sources *s, uint32_t offset)
{
	uint32_t low = 0, high = s->count;

	if (!offset || !s->count)
		return NULL;
	/* Mostly it is the newest buffer, or the first: the main file. */
	if (offset >= s->all[high - 1]->base)
		low = high - 1;
	else if (offset < s->all[1]->base)
		high = 1;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (s->all[middle]->base <= offset)
			low = middle;
		else
			high = middle;
	}
	s->last = s->all[low];
	return s->last;
}

/* The table of lines is a cache in an otherwise finished record. */
static struct source_lines *lines_of(struct sources *s, const struct source *src)
{
	if (!src->lines)
		((struct source *)src)->lines = ARENA_NEW(s->arena, struct source_lines);
	return src->lines;
}

static const struct source_lines *find_lines(struct sources *s, const struct source *src)
{
	const char *p = src->text.p, *end = p + src->text.n;
	struct source_lines *lines = lines_of(s, src);

	if (lines->starts.count)
		return lines;
	*LIST_ADD(s->arena, &lines->starts) = 0;
	for (const char *q = p; q < end && (q = memchr(q, '\n', (size_t)(end - q))); q++)
		*LIST_ADD(s->arena, &lines->starts) = (uint32_t)(q + 1 - p);
	return lines;
}

struct place source_place(struct sources *s, uint32_t offset)
{
	const struct source *src = source_of(s, offset);
	const struct source_lines *lines;
	uint32_t low = 0, high, at;

	if (!src)
		return (struct place){NULL, 0, 0};
	lines = find_lines(s, src);
	at = offset - src->base;
	high = lines->starts.count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (lines->starts.all[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return (struct place){src, low + 1, at - lines->starts.all[low] + 1};
}

void source_miscount(struct sources *s, uint32_t offset, int lines)
{
	/* Added while the text is read, before anybody asks. */
	struct source_lines *known = lines_of(s, source_of(s, offset));
	int32_t before = known->shifts.count ? PILE_LAST(&known->shifts)->lines : 0;

	*PILE_ADD(s->arena, &known->shifts) = (struct source_shift){offset, before + lines};
}

void source_recount(struct sources *s, uint32_t offset)
{
	struct source_lines *known = source_of(s, offset)->lines;

	while (known && known->shifts.count && PILE_LAST(&known->shifts)->from > offset)
		known->shifts.count--;
}

uint32_t source_kamailio_line(struct sources *s, uint32_t offset)
{
	struct place p = source_place(s, offset);
	const struct source_lines *lines = p.source ? p.source->lines : NULL;
	uint32_t low = 0, high = lines ? lines->shifts.count : 0;
	int64_t line = p.line;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (PILE_AT(&lines->shifts, middle)->from <= offset)
			low = middle + 1;
		else
			high = middle;
	}
	line += low ? PILE_AT(&lines->shifts, low - 1)->lines : 0;
	return line > 0 ? (uint32_t)line : 0;
}

struct str source_line(struct sources *s, const struct source *src, uint32_t line)
{
	const struct source_lines *lines = find_lines(s, src);
	struct str text = src->text;
	uint32_t end;

	if (line == 0 || line > lines->starts.count)
		return STR("");
	end = line < lines->starts.count ? lines->starts.all[line] - 1 : (uint32_t)text.n;
	text = str_skip(str_head(text, end), lines->starts.all[line - 1]);
	if (text.n && text.p[text.n - 1] == '\r')
		text.n--;
	return text;
}

struct str source_text(struct sources *s, struct span at)
{
	const struct source *src = source_of(s, at.lo);

	if (!src || at.hi < at.lo)
		return STR("");
	return str_head(str_skip(src->text, at.lo - src->base), at.hi - at.lo);
}

struct span span_join(struct sources *s, struct span a, struct span b)
{
	const struct source *sa, *sb;

	if (!a.lo)
		return b;
	if (!b.lo)
		return a;
	sa = source_of(s, a.lo);
	if (holds(sa, b.lo)) {
		a.lo = a.lo < b.lo ? a.lo : b.lo;
		a.hi = a.hi > b.hi ? a.hi : b.hi;
		return a;
	}
	sb = source_of(s, b.lo);
	while (sa != sb && (sa->depth || sb->depth)) {
		if (sa->depth >= sb->depth) {
			a = sa->from;
			sa = source_of(s, a.lo);
		} else {
			b = sb->from;
			sb = source_of(s, b.lo);
		}
	}
	a.lo = a.lo < b.lo ? a.lo : b.lo;
	a.hi = a.hi > b.hi ? a.hi : b.hi;
	return a;
}

struct span span_in_file(struct sources *s, struct span at)
{
	const struct source *src = source_of(s, at.lo);

	while (src && src->is_expansion) {
		at = src->from;
		src = source_of(s, at.lo);
	}
	return at;
}

int source_order(struct sources *s, uint32_t a, uint32_t b)
{
	const struct source *sa = source_of(s, a), *sb = source_of(s, b);

	if (!sa || !sb)
		return (sa != NULL) - (sb != NULL);
	while (sa != sb && (sa->depth || sb->depth)) {
		if (sa->depth >= sb->depth) {
			a = sa->from.lo;
			sa = source_of(s, a);
		} else {
			b = sb->from.lo;
			sb = source_of(s, b);
		}
	}
	return (a > b) - (a < b);
}

uint32_t source_mentions(const struct sources *s, struct str name)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < s->count; i++) {
		struct str text = s->all[i]->text, rest = text;
		ptrdiff_t at;

		if (s->all[i]->is_expansion)
			continue;
		while ((at = str_search(rest, name)) >= 0) {
			const char *p = rest.p + at;

			rest = str_skip(rest, (size_t)at + name.n);
			count += (p == text.p || !ascii_is_word(p[-1])) &&
				 (!rest.n || !ascii_is_word(rest.p[0]));
		}
	}
	return count;
}
