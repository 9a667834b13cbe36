/*
 * ignore_places - see ignore_places.h.
 *
 * What must stay true: the bytes that were there stay, their line ends too.
 */
#include "programs/ignore_places.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "text/filename.h"

#include <stdlib.h>

/* --- statements ---------------------------------------------------------------------------------
 */

struct statement_walk {
	struct ignore_places *places;
	LIST_OF(const struct node *) pending; /* blocks may be nested deeply */
};

static void walk_later(struct statement_walk *w, const struct node *list)
{
	if (list)
		*LIST_ADD(w->places->arena, &w->pending) = list;
}

static void walk_into(struct statement_walk *w, const struct node *n)
{
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

static bool has_block(const struct node *n)
{
	return n->kind == N_ROUTE || n->kind == N_IF || n->kind == N_WHILE || n->kind == N_SWITCH;
}

static int by_start(const void *a, const void *b)
{
	const struct ignore_statement *x = a, *y = b;

	if (x->at.lo != y->at.lo)
		return x->at.lo < y->at.lo ? -1 : 1;
	/* The outer one first. */
	return x->at.hi > y->at.hi ? -1 : x->at.hi < y->at.hi;
}

struct ignore_places ignore_places_of(struct arena *a, struct sources *s, const struct node *root)
{
	struct ignore_places p = {.arena = a, .sources = s};
	struct statement_walk w = {.places = &p};

	walk_later(&w, root ? KID(root, FILE, items) : NULL);
	while (w.pending.count) {
		const struct node *n = w.pending.all[--w.pending.count];

		walk_later(&w, n->next);
		walk_into(&w, n);
		if (n->kind != N_CASE && n->kind != N_BLOCK && n->at.lo)
			*LIST_ADD(a, &p.statements) =
			    (struct ignore_statement){span_in_file(s, n->at), has_block(n)};
	}
	if (p.statements.count)
		qsort(p.statements.all, p.statements.count, sizeof *p.statements.all, by_start);
	return p;
}

/* The innermost statement around OFFSET, or NULL. */
static const struct ignore_statement *statement_at(const struct ignore_places *p, uint32_t offset)
{
	uint32_t lo = 0, hi = p->statements.count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (p->statements.all[middle].at.lo <= offset)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (; lo > 0; lo--)
		if (offset < p->statements.all[lo - 1].at.hi)
			return &p->statements.all[lo - 1];
	return NULL;
}

/* --- lines --------------------------------------------------------------------------------------
 */

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

/* The end of the line, before its CR and newline and the blanks in front of them. */
static size_t line_end(struct str text, size_t start)
{
	ptrdiff_t end = str_find(str_skip(text, start), '\n');
	size_t hi = end < 0 ? text.n : start + (size_t)end;

	while (hi > start && (ascii_is_blank(text.p[hi - 1]) || text.p[hi - 1] == '\r'))
		hi--;
	return hi;
}

static bool is_directive(struct str line)
{
	line = str_skip(line, ascii_run(line, ascii_is_blank));
	return str_starts(line, STR("#!")) || str_starts(line, STR("!!"));
}

/* Whether TEXT has comments and blanks only: one more would be for the whole file. */
static bool is_top(struct str text)
{
	for (;;) {
		const char *end = "\n";
		ptrdiff_t hit;

		text = str_skip(text, ascii_run(text, ascii_is_white));
		if (!text.n)
			return true;
		if (str_starts(text, STR("/*")))
			end = "*/";
		else if (is_directive(text) && !str_starts(text, STR("#!KAMAILIO")) &&
			 !str_starts(text, STR("#!/")))
			return false;
		else if (text.p[0] != '#' && !str_starts(text, STR("//")))
			return false;
		hit = str_search(text, str_of(end));
		if (hit < 0)
			return true;
		text = str_skip(text, (size_t)hit + strlen(end));
	}
}

/* --- places -------------------------------------------------------------------------------------
 */

static struct ignore_file *file_of(struct ignore_places *p, const struct source *src)
{
	if (src == p->source)
		return p->file;
	p->source = src;
	p->file = MAP_RECORD(&p->files, p->arena, filename_absolute(p->arena, src->name),
			     struct ignore_file);
	p->file->name = src->name;
	p->file->text = src->text;
	return p->file;
}

static struct ignore_edit *edit_at(struct ignore_places *p, struct ignore_file *file,
				   struct ignore_edit wanted)
{
	for (uint32_t i = 0; i < file->edits.count; i++)
		if (file->edits.all[i]->at == wanted.at &&
		    file->edits.all[i]->is_behind == wanted.is_behind)
			return file->edits.all[i];
	*LIST_ADD(p->arena, &file->edits) = ARENA_NEW(p->arena, struct ignore_edit);
	**LIST_LAST(&file->edits) = wanted;
	return *LIST_LAST(&file->edits);
}

void ignore_places_add(struct ignore_places *p, const struct rule *rule, struct span at)
{
	uint32_t offset = span_in_file(p->sources, at).lo;
	const struct source *src = source_of(p->sources, offset);
	const struct ignore_statement *x = statement_at(p, offset);
	struct ignore_edit edit = {.at = 0}, *known;
	size_t own, start, end;

	if (!src) {
		p->left++;
		return;
	}
	own = line_start(src->text, offset - src->base);
	start = x && x->at.lo >= src->base ? line_start(src->text, x->at.lo - src->base) : own;
	edit.at = edit.target = (uint32_t)start;
	end = line_end(src->text, own);
	if (is_top(str_head(src->text, start)) ||
	    (x && x->has_block && end > own && src->text.p[end - 1] == '{')) {
		edit.is_behind = true;
		edit.target = (uint32_t)own;
		edit.at = (uint32_t)end;
		if (is_directive(str_skip(src->text, own))) {
			p->left++;
			return;
		}
	}
	known = edit_at(p, file_of(p, src), edit);
	*LIST_ADD(p->arena, known) = (struct ignored){rule, offset - src->base};
}

/* --- the new text -------------------------------------------------------------------------------
 */

static int by_offset(const void *a, const void *b)
{
	const struct ignore_edit *const *x = a, *const *y = b;

	return (*x)->at < (*y)->at ? -1 : (*x)->at > (*y)->at;
}

/* Codes, each once, in their order. */
static void say_codes(struct buf *b, const struct ignore_edit *e)
{
	const char *last = "";

	buf_text(b, "# kamcheck: ignore ");
	for (;;) {
		const char *next = NULL;

		for (uint32_t i = 0; i < e->count; i++)
			if (strcmp(e->all[i].rule->code, last) > 0 &&
			    (!next || strcmp(e->all[i].rule->code, next) < 0))
				next = e->all[i].rule->code;
		if (!next)
			return;
		buf_printf(b, "%s%s", *last ? "," : "", next);
		last = next;
	}
}

static void say_comment(struct buf *b, struct str text, const struct ignore_edit *e)
{
	struct str line = str_skip(text, e->target);
	ptrdiff_t end = str_find(line, '\n');

	if (e->is_behind) {
		buf_byte(b, ' ');
		say_codes(b, e);
		return;
	}
	buf_str(b, str_head(line, ascii_run(line, ascii_is_blank)));
	say_codes(b, e);
	buf_text(b, end > 0 && line.p[end - 1] == '\r' ? "\r\n" : "\n");
}

uint32_t ignore_places_write(struct ignore_places *p, struct ignore_file *file)
{
	struct buf b = buf_on(p->arena);
	uint32_t done = 0, count = 0;

	if (file->edits.count)
		qsort(file->edits.all, file->edits.count, sizeof *file->edits.all, by_offset);
	for (uint32_t i = 0; i < file->edits.count; i++) {
		const struct ignore_edit *e = file->edits.all[i];

		if (e->is_dropped)
			continue;
		buf_str(&b, str_head(str_skip(file->text, done), e->at - done));
		say_comment(&b, file->text, e);
		done = e->at;
		count++;
	}
	buf_str(&b, str_skip(file->text, done));
	file->new_text = buf_view(&b);
	return count;
}

bool ignore_places_drop(struct ignore_file *file, const struct rule *rule, uint32_t at)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);
	uint32_t shift = 0, lo, hi;
	bool has_dropped = false;

	for (uint32_t i = 0; i < file->edits.count; i++) {
		struct ignore_edit *e = file->edits.all[i];

		if (e->is_dropped)
			continue;
		buf_clear(&b);
		say_comment(&b, file->text, e);
		lo = e->at + shift;
		shift += (uint32_t)b.n;
		hi = e->at + shift;
		e->is_dropped = at >= lo && at < hi;
		for (uint32_t k = 0; k < e->count; k++) {
			/* A comment behind a line moves nothing in it. */
			uint32_t now = e->all[k].at + (e->is_behind ? lo - e->at : shift);

			e->is_dropped |= e->all[k].rule == rule && now == at;
		}
		has_dropped |= e->is_dropped;
	}
	arena_free(a);
	return has_dropped;
}
