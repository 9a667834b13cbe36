/*
 * identity - see identity.h.
 *
 * What must stay true: findings in one line cost no more than the line, however long it is.
 */
#include "output/identity.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "text/filename.h"
#include "text/secrets.h"

#include <stdlib.h>

enum { LINE_MOST = 160 }; /* bytes of a line that are shown; of the rest there is a hash */

static int by_place(const void *a, const void *b)
{
	const struct node *const *x = a, *const *y = b;

	return (*x)->at.lo < (*y)->at.lo ? -1 : (*x)->at.lo > (*y)->at.lo;
}

struct identities identities_of(struct arena *a, struct diags *d, const struct node *root,
				struct str folder)
{
	struct identities f = {.arena = a, .diags = d, .folder = folder};
	const struct node *items = root ? KID(root, FILE, items) : NULL;

	for (const struct node *n = items; n; n = n->next)
		if (n->kind == N_ROUTE)
			*LIST_ADD(a, &f.blocks) = n;
	if (f.blocks.count)
		qsort(f.blocks.all, f.blocks.count, sizeof *f.blocks.all, by_place);
	return f;
}

/* The block around OFFSET, in its own source; or NULL. */
static const struct node *block_at(const struct identities *f, uint32_t offset)
{
	uint32_t lo = 0, hi = f->blocks.count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (f->blocks.all[middle]->at.lo <= offset)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo && offset < f->blocks.all[lo - 1]->at.hi ? f->blocks.all[lo - 1] : NULL;
}

/* "route[RELAY]", or "-" outside of all blocks; a file may be included in one. */
static void say_block(struct identities *f, struct buf *b, uint32_t offset)
{
	const struct node *block = block_at(f, offset), *name;
	const struct source *src = source_of(f->diags->sources, offset);

	while (!block && src && src->from.lo) {
		block = block_at(f, src->from.lo);
		src = source_of(f->diags->sources, src->from.lo);
	}
	if (!block) {
		buf_byte(b, '-');
		return;
	}
	name = KID(block, ROUTE, name);
	hidden_show(b, block->text);
	if (name) {
		buf_byte(b, '[');
		hidden_show(b, str_head(name->text, LINE_MOST));
		buf_byte(b, ']');
	}
}

/* TEXT with each run of blanks as one, and none at its ends. */
static struct str squeezed(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	text = str_trim(text);
	for (size_t i = 0; i < text.n; i++)
		if (!ascii_is_white(text.p[i]))
			buf_byte(&b, text.p[i]);
		else if (!ascii_is_white(text.p[i - 1]))
			buf_byte(&b, ' ');
	return buf_view(&b);
}

/* The line of OFFSET as it is told. */
static struct str line_of(struct identities *f, uint32_t offset)
{
	struct sources *s = f->diags->sources;
	struct place p = source_place(s, offset);
	struct str line = source_line(s, p.source, p.line);
	uint32_t start = offset - (p.column - 1);
	struct buf b = buf_on(f->arena), out = buf_on(f->arena);

	if (start == f->line_at)
		return f->line;
	if (f->diags->secrets)
		secrets_put(f->diags->secrets, &b, line, start, SECRETS_IN_LINE, STR(SECRETS_MASK));
	else
		buf_str(&b, line);
	line = squeezed(f->arena, buf_view(&b));
	hidden_show(&out, str_head(line, LINE_MOST));
	if (line.n > LINE_MOST)
		buf_printf(&out, "...%08x", str_hash(line));
	f->line_at = start;
	f->line = buf_view(&out);
	return f->line;
}

static struct str path_of(struct identities *f, const struct source *src)
{
	struct buf b = buf_on(f->arena);

	if (src == f->source)
		return f->path;
	if (src)
		hidden_show(&b, filename_relative(f->arena, f->folder,
						  filename_absolute(f->arena, src->name)));
	else
		buf_byte(&b, '-');
	f->source = src;
	f->path = buf_view(&b);
	return f->path;
}

struct str identity_of(struct identities *f, struct arena *a, const struct rule *rule,
		       struct span at)
{
	struct sources *s = f->diags->sources;
	struct span in_file = span_in_file(s, at);
	const struct source *src = source_of(s, in_file.lo);
	struct buf b = buf_on(a);

	buf_printf(&b, "%s\t", rule->code);
	if (src) {
		buf_str(&b, path_of(f, src));
		buf_byte(&b, '\t');
		say_block(f, &b, in_file.lo);
		buf_byte(&b, '\t');
		buf_str(&b, line_of(f, in_file.lo));
	} else {
		buf_text(&b, "-\t-\t");
	}
	return buf_view(&b);
}
