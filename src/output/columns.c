/*
 * columns - see columns.h.
 */
#include "output/columns.h"

#include "base/utf8.h"

enum { BLOCK = 1024 };

/* What a text has before a block. */
struct columns_mark {
	struct columns_count before;
	size_t next; /* where the first character starts that is not before the block */
};

static bool is_ascii(char c)
{
	return (unsigned char)c < 0x80;
}

/* Counts the character or byte at AT; returns where the next one starts. */
static size_t step(struct str text, size_t at, struct columns_count *count)
{
	size_t n = is_ascii(text.p[at]) ? 1 : utf8_length(str_skip(text, at));

	count->characters++;
	/* What takes four bytes takes two units. */
	count->units += n == 4 ? 2 : 1;
	return at + (n ? n : 1);
}

struct columns columns_of(struct arena *a, struct str text)
{
	struct columns_count count = {0, 0};
	struct columns_mark *marks;
	size_t at = 0;

	if (utf8_skip_ascii(text, 0) == text.n)
		return (struct columns){.text = text};
	marks = arena_array(a, text.n / BLOCK + 1, sizeof *marks);
	for (size_t i = 0; i <= text.n / BLOCK; i++) {
		while (at < i * BLOCK)
			at = step(text, at, &count);
		marks[i] = (struct columns_mark){count, at};
	}
	return (struct columns){text, marks};
}

struct columns_count columns_count(const struct columns *c, size_t at)
{
	const struct columns_mark *mark;
	struct columns_count count;

	if (at > c->text.n)
		at = c->text.n;
	if (!c->marks)
		return (struct columns_count){(uint32_t)at, (uint32_t)at};
	mark = &c->marks[at / BLOCK];
	count = mark->before;
	for (size_t i = mark->next; i < at;)
		i = step(c->text, i, &count);
	return count;
}
