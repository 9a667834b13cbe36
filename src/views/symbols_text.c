/*
 * symbols_text - the symbols as people read them, a block each; see symbols_list.h.
 */
#include "views/symbols_list.h"

#include "base/hidden.h"

/* "route AUTH", "request_route", "$var(x)". */
static void put_title(struct buf *b, const struct symbol *s)
{
	const char *word = symbol_kinds[s->kind].word;
	struct str title = symbol_title(s);
	bool has_parentheses = word[0] == '$';

	if (title.p == s->name.p) {
		buf_text(b, word);
		buf_byte(b, has_parentheses ? '(' : ' ');
	}
	hidden_show(b, title);
	buf_text(b, has_parentheses ? ")\n" : "\n");
}

static void put_place(struct buf *b, struct sources *all, const struct symbol_place *p)
{
	struct place from = source_place(all, p->at.lo);

	if (!from.source) {
		buf_text(b, "command line");
		return;
	}
	hidden_show(b, from.source->name);
	buf_printf(b, ":%u:%u", from.line, from.column);
}

void symbols_text(struct buf *b, struct symbols_list *l, const struct symbol *s)
{
	struct sources *all = &l->analysis->session->sources;
	struct buf scratch = buf_on(l->analysis->arena);
	size_t width = 0;

	symbols_places(l, s);
	put_title(b, s);
	for (uint32_t i = 0; i < l->places.count; i++) {
		buf_clear(&scratch);
		put_place(&scratch, all, &l->places.all[i]);
		width = scratch.n > width ? scratch.n : width;
	}
	for (uint32_t i = 0; i < l->places.count; i++) {
		const struct symbol_place *p = &l->places.all[i];
		size_t start = b->n + 4;

		buf_text(b, "    ");
		put_place(b, all, p);
		buf_printf(b, "%*s  %s", (int)(width - (b->n - start)), "", symbol_how(p->how));
		if (p->through.n) {
			buf_text(b, ", through ");
			hidden_show(b, p->through);
		}
		buf_byte(b, '\n');
	}
	buf_byte(b, '\n');
}
