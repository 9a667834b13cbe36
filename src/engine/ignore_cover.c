/*
 * ignore_cover - see ignore_cover.h.
 *
 * What must stay true: a file without such comments costs nothing; with them, each byte between two
 * comments is looked at once, and each statement costs a binary search, however many comments stand
 * on a line or one below the other.
 */
#include "engine/ignore_cover.h"

#include "base/ascii.h"

#include <stdlib.h>

static bool is_blank(char c)
{
	return ascii_is_blank(c) || c == '\r';
}

struct str cover_words(struct sources *s, const struct comment *c)
{
	struct str text;

	if (!c->is_marked || c->is_skipped)
		return (struct str){0};
	text = str_skip(source_text(s, c->at), comment_sign(c));
	text = str_skip(text, ascii_run(text, is_blank));
	if (!str_starts(text, STR("kamcheck:")))
		return (struct str){0};
	text = str_skip(text, sizeof "kamcheck:" - 1);
	return str_skip(text, ascii_run(text, is_blank));
}

/* --- what stands behind comments ---------------------------------------------------------------
 */

/* The comments of a text in the order of offsets, and where the first text stands behind each that
 * is neither blank nor comment. */
struct covered_row {
	struct sources *sources;
	const struct comment **all;
	uint32_t *behind;
	uint32_t count;
};

static int by_offset(const void *a, const void *b)
{
	const struct comment *const *x = a, *const *y = b;

	return (*x)->at.lo < (*y)->at.lo ? -1 : (*x)->at.lo > (*y)->at.lo;
}

static uint32_t skip_blanks(const struct source *src, uint32_t offset)
{
	struct str rest = str_skip(src->text, offset - src->base);

	for (;;) {
		rest = str_skip(rest, ascii_run(rest, ascii_is_white));
		/* The scanner does not take this one for a comment. */
		if (!str_starts(rest, STR("#!KAMAILIO\n")))
			return src->base + (uint32_t)(rest.p - src->text.p);
		rest = str_skip(rest, sizeof "#!KAMAILIO");
	}
}

/* What looks like a directive is meant to be one: it may be what a comment above speaks of. */
static bool is_plain(struct sources *s, const struct comment *c)
{
	struct str text = source_text(s, c->at);

	return c->kind != COMMENT_HASH || c->is_continued || !str_starts(text, STR("#!")) ||
	       str_starts(text, STR("#!/")) || str_starts(text, STR("#!KAMAILIO"));
}

/* The first text from OFFSET on that is neither blank nor comment; NEXT is the next comment, of
 * which what stands behind it is known. */
static uint32_t look_behind(const struct covered_row *r, uint32_t offset, uint32_t next)
{
	uint32_t at = skip_blanks(source_of(r->sources, offset), offset);

	if (next < r->count && r->all[next]->at.lo == at && is_plain(r->sources, r->all[next]))
		return r->behind[next];
	return at;
}

static struct covered_row row_of(struct arena *a, struct sources *s,
				 const struct comments *comments)
{
	struct covered_row r = {.sources = s};

	r.all = arena_array(a, comments->count, sizeof(const struct comment *));
	r.behind = arena_array(a, comments->count, sizeof *r.behind);
	for (uint32_t i = 0; i < comments->count; i++)
		if (!PILE_AT(comments, i)->is_skipped)
			r.all[r.count++] = PILE_AT(comments, i);
	qsort(r.all, r.count, sizeof *r.all, by_offset);
	for (uint32_t i = r.count; i > 0; i--)
		r.behind[i - 1] = look_behind(&r, r.all[i - 1]->at.hi, i);
	return r;
}

/* --- lines -------------------------------------------------------------------------------------
 */

static struct span line_around(struct sources *s, uint32_t offset)
{
	struct place p = source_place(s, offset);
	struct str line = source_line(s, p.source, p.line);
	struct span at = {offset - (p.column - 1), 0};

	at.hi = at.lo + (uint32_t)line.n;
	if (str_starts(str_skip(p.source->text, at.hi - p.source->base), STR("\r")))
		at.hi++;
	return at;
}

static bool starts_line(const struct source *src, uint32_t offset)
{
	size_t i = offset - src->base;

	while (i > 0 && is_blank(src->text.p[i - 1]))
		i--;
	return i == 0 || src->text.p[i - 1] == '\n';
}

/* What comment I covers; CODE is where the text of its file begins that is no comment. */
static struct cover cover_of(const struct covered_row *r, uint32_t i, uint32_t code)
{
	const struct comment *c = r->all[i];
	const struct source *src = source_of(r->sources, c->at.lo);
	struct cover x = {.comment = c};

	if (code >= c->at.hi) {
		x.is_file = true;
		x.at = (struct span){src->base, src->base + (uint32_t)src->text.n + 1};
	} else {
		x.at =
		    line_around(r->sources, starts_line(src, c->at.lo) ? r->behind[i] : c->at.lo);
	}
	return x;
}

static int by_place(const void *a, const void *b)
{
	const struct cover *x = a, *y = b;

	if (x->at.lo != y->at.lo)
		return x->at.lo < y->at.lo ? -1 : 1;
	/* A file stands before its first line. */
	if (x->is_file != y->is_file)
		return y->is_file - x->is_file;
	return x->comment->at.lo < y->comment->at.lo ? -1 : 1;
}

static struct covers find_covers(struct arena *a, struct sources *s,
				 const struct comments *comments)
{
	struct covered_row r = row_of(a, s, comments);
	const struct source *src = NULL;
	struct covers all = {0};
	uint32_t code = 0;

	for (uint32_t i = 0; i < r.count; i++) {
		if (!src || source_of(s, r.all[i]->at.lo) != src) {
			src = source_of(s, r.all[i]->at.lo);
			code = look_behind(&r, src->base, i);
		}
		if (cover_words(s, r.all[i]).p)
			*LIST_ADD(a, &all) = cover_of(&r, i, code);
	}
	qsort(all.all, all.count, sizeof *all.all, by_place);
	return all;
}

/* --- statements --------------------------------------------------------------------------------
 */

struct statements {
	LIST_OF(struct span);
};

/* The walk over the statements; not recursive, for blocks may be nested deeply. */
struct walk {
	struct arena *arena;
	struct sources *sources;
	const struct covers *covers;
	struct statements found; /* those that start in a covered line */
	LIST_OF(const struct node *) pending;
};

/* Notes the statement N when it starts in a line that is covered. */
static void note(struct walk *w, const struct node *n)
{
	struct span at = span_in_file(w->sources, n->at);
	uint32_t lo = 0, hi = w->covers->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (w->covers->all[middle].at.lo <= at.lo)
			lo = middle + 1;
		else
			hi = middle;
	}
	if (lo && !w->covers->all[lo - 1].is_file && at.lo < w->covers->all[lo - 1].at.hi)
		*LIST_ADD(w->arena, &w->found) = at;
}

static void walk_later(struct walk *w, const struct node *list)
{
	if (list)
		*LIST_ADD(w->arena, &w->pending) = list;
}

static void walk(struct walk *w, const struct node *root)
{
	walk_later(w, root);
	while (w->pending.count) {
		const struct node *n = w->pending.all[--w->pending.count];

		walk_later(w, n->next);
		if (n->kind != N_CASE)
			note(w, n);
		switch (n->kind) {
		case N_ROUTE: walk_later(w, KID(n, ROUTE, body)); break;
		case N_IF:
			walk_later(w, KID(n, IF, then));
			walk_later(w, KID(n, IF, otherwise));
			break;
		case N_WHILE: walk_later(w, KID(n, WHILE, body)); break;
		case N_SWITCH: walk_later(w, KID(n, SWITCH, cases)); break;
		case N_CASE: walk_later(w, KID(n, CASE, body)); break;
		case N_BLOCK: walk_later(w, KID(n, BLOCK, body)); break;
		default: break;
		}
	}
}

static int by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

/*
 * Covers the FOUND statements up to their ends.  From the last line to the first one: the comments
 * that cover the same line stand behind each other, and of its statements each covers those behind
 * it.
 */
static void extend(struct covers *covers, const struct statements *found)
{
	uint32_t left = found->count, line = 0, end = 0;

	for (uint32_t i = covers->count; i > 0; i--) {
		struct cover *x = &covers->all[i - 1];

		if (x->is_file)
			continue;
		/* A new line: what is left of the one behind it starts before its comments. */
		if (x->at.lo != line) {
			while (left && found->all[left - 1].lo >= x->at.hi)
				left--;
			line = x->at.lo;
			end = x->at.hi;
		}
		for (; left && found->all[left - 1].lo >= x->comment->at.lo &&
		       found->all[left - 1].lo >= line;
		     left--)
			if (found->all[left - 1].hi > end)
				end = found->all[left - 1].hi;
		x->at.hi = end;
	}
}

struct covers covers_of(struct arena *a, struct sources *s, const struct comments *comments,
			const struct node *root)
{
	struct covers all = {0};
	struct walk w = {.arena = a, .sources = s, .covers = &all};
	uint32_t first = 0;

	while (first < comments->count && !cover_words(s, PILE_AT(comments, first)).p)
		first++;
	if (first == comments->count)
		return all;
	all = find_covers(a, s, comments);
	walk(&w, KID(root, FILE, items));
	if (w.found.count)
		qsort(w.found.all, w.found.count, sizeof *w.found.all, by_start);
	extend(&all, &w.found);
	return all;
}
