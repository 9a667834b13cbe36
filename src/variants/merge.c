/*
 * merge - see merge.h.
 *
 * What must stay true: memory is that of the result: of a run nothing is kept but its files, once,
 * its findings and the blocks around them.
 */
#include "variants/merge.h"

#include "base/bits.h"
#include "base/hidden.h"
#include "engine/registry.h"

#include <string.h>

enum { WORD = 64 }; /* runs in a word of a set */

/* A finding of the result. */
struct merged {
	struct diag *diag;   /* NULL: it found no room */
	struct merged *next; /* the next one that is the same, of runs that have it several times */
	LIST_OF(uint64_t) runs;
};

/* A text of the result. */
struct merged_source {
	struct source *source;
	struct merged_source *next; /* of the same name, from the same place, with another text */
};

struct merge {
	struct session *out;
	const bool *is_off;
	struct map sources;               /* struct merged_source, by name and where it came from */
	struct map known;                 /* struct merged, by rule, place and words */
	LIST_OF(struct merged *) all;     /* by the order of the finding */
	struct map rest, secrets, blocks; /* sets */
	struct list items;
	struct node *root;
	/* Of the run that is being added. */
	uint32_t run;
	struct session *from;
	struct map copies; /* struct source, by the base of those of the run */
	struct arena *scratch;
};

struct merge *merge_start(struct session *out, const bool *is_off)
{
	struct merge *m = ARENA_NEW(out->arena, struct merge);

	m->out = out;
	m->is_off = is_off;
	return m;
}

static struct str copy(struct merge *m, struct str text)
{
	return (struct str){arena_copy(m->out->arena, text.p, text.n), text.n};
}

/* --- sources -----------------------------------------------------------------------------------
 */

static struct span place_at(struct merge *m, struct span at, bool is_wanted);

/* The source of the result that has the text of SRC; NULL when there is none, and is to be none. */
static struct source *find_source(struct merge *m, const struct source *src, struct span from,
				  bool is_wanted)
{
	struct buf key = buf_on(m->out->arena);
	struct merged_source *x;
	void **slot;

	buf_printf(&key, "%u %u %d ", from.lo, from.hi, src->is_expansion);
	buf_str(&key, src->name);
	slot = map_slot(&m->sources, m->out->arena, buf_view(&key));
	for (x = *slot; x; x = x->next)
		if (str_equal(x->source->text, src->text))
			return x->source;
	if (!is_wanted)
		return NULL;
	x = ARENA_NEW(m->out->arena, struct merged_source);
	x->source = sources_add(&m->out->sources, copy(m, src->name), copy(m, src->text), from);
	if (!x->source)
		return NULL;
	if (!src->is_expansion)
		account_add_text(&m->out->account, src->text.n);
	x->source->is_expansion = src->is_expansion;
	x->source->is_named = src->is_named;
	x->source->defined = place_at(m, src->defined, false);
	x->next = *slot;
	*slot = x;
	return x->source;
}

/* The copy of SRC, which is made when IS_WANTED; or NULL. */
static struct source *source_copy(struct merge *m, const struct source *src, bool is_wanted)
{
	struct str key = {(const char *)&src->base, sizeof src->base};
	struct source *out = map_find(&m->copies, key);
	struct span from = SPAN_NONE;

	if (out)
		return out;
	if (src->from.lo) {
		from = place_at(m, src->from, is_wanted);
		if (!from.lo)
			return NULL;
	}
	out = find_source(m, src, from, is_wanted);
	if (out)
		map_put(&m->copies, m->scratch, key, out);
	return out;
}

/* AT in the result; the source is copied when IS_WANTED. */
static struct span place_at(struct merge *m, struct span at, bool is_wanted)
{
	const struct source *src = source_of(&m->from->sources, at.lo);
	const struct source *out = src ? source_copy(m, src, is_wanted) : NULL;
	uint32_t most;

	if (!out)
		return SPAN_NONE;
	most = src->base + (uint32_t)src->text.n + 1;
	return (struct span){at.lo - src->base + out->base,
			     (at.hi > most ? most : at.hi) - src->base + out->base};
}

struct span merge_place(struct merge *m, struct session *s, struct span at)
{
	struct span out;

	m->from = s;
	while (!(out = place_at(m, at, false)).lo) {
		const struct source *src = source_of(&s->sources, at.lo);

		if (!src || !src->is_expansion)
			break;
		at = src->from;
	}
	return out;
}

/* All files, whether something was found in them or not: who reports wants to know what was read.
 */
static void add_files(struct merge *m)
{
	const struct sources *s = &m->from->sources;

	for (uint32_t i = 0; i < s->count; i++)
		if (!s->all[i]->is_expansion)
			source_copy(m, s->all[i], true);
}

/* --- findings ----------------------------------------------------------------------------------
 */

static void note_run(struct merge *m, struct merged *x)
{
	while (x->runs.count <= m->run / WORD)
		*LIST_ADD(m->out->arena, &x->runs) = 0;
	x->runs.all[m->run / WORD] |= (uint64_t)1 << m->run % WORD;
}

static bool has_run(const struct merged *x, uint32_t run)
{
	return run / WORD < x->runs.count && x->runs.all[run / WORD] >> run % WORD & 1;
}

/* The line that Kamailio names is that of the run: others may skip other text. */
static struct diag_line line_of(struct sources *s, const struct diags *d, const struct diag *x)
{
	uint32_t offset = span_in_file(s, x->seen.lo ? x->seen : x->at).lo;

	if (x->line.is_settled)
		return x->line;
	return (struct diag_line){.is_settled = true,
				  .is_none = d->stop && source_order(s, offset, d->stop) > 0,
				  .line = source_kamailio_line(s, offset)};
}

static struct diag *copy_finding(struct merge *m, const struct diag *x)
{
	struct span at = place_at(m, x->at, true), seen = place_at(m, x->seen, true);
	struct diag *out = diag_copy(&m->out->diags, x, at, seen);
	struct diag_note *to;

	if (!out)
		return NULL;
	out->line = line_of(&m->from->sources, &m->from->diags, x);
	to = out->notes;
	for (const struct diag_note *note = x->notes; note; note = note->next, to = to->next)
		to->at = place_at(m, note->at, true);
	return out;
}

/* The finding of the result that X is: one that this run has not had yet. */
static struct merged *find(struct merge *m, const struct diag *x)
{
	struct span written = span_in_file(&m->from->sources, x->at);
	struct span at = place_at(m, written, true);
	struct buf key = buf_on(m->scratch);
	struct merged **link;

	buf_printf(&key, "%s %u %u %d ", x->rule->code, at.lo, at.hi, x->is_late);
	buf_str(&key, x->text);
	link = (struct merged **)map_find(&m->known, buf_view(&key));
	if (!link)
		link = (struct merged **)map_record(&m->known, m->out->arena,
						    copy(m, buf_view(&key)), sizeof *link);
	while (*link && has_run(*link, m->run))
		link = &(*link)->next;
	if (!*link)
		*link = ARENA_NEW(m->out->arena, struct merged);
	return *link;
}

static void add_finding(struct merge *m, const struct diag *x)
{
	struct merged *to;

	if (m->is_off && m->is_off[rule_index(x->rule)])
		return;
	to = find(m, x);
	if (!to->runs.count) {
		to->diag = copy_finding(m, x);
		if (to->diag) {
			to->diag->order = m->all.count;
			*LIST_ADD(m->out->arena, &m->all) = to;
		}
	}
	note_run(m, to);
}

/* Those without words are told apart by rule and place. */
static void add_rest(struct merge *m, const struct diag_rest *x)
{
	struct diag_rest out = *x;
	struct buf key = buf_on(m->scratch);

	if (m->is_off && m->is_off[rule_index(x->rule)])
		return;
	out.at = place_at(m, span_in_file(&m->from->sources, x->at), true);
	buf_printf(&key, "%s %u %u", x->rule->code, out.at.lo, out.at.hi);
	if (map_has(&m->rest, buf_view(&key)))
		return;
	map_add(&m->rest, m->out->arena, copy(m, buf_view(&key)));
	diag_copy_rest(&m->out->diags, out);
}

/* --- secrets and blocks ------------------------------------------------------------------------
 */

/* Whether TEXT, which need not live on, is new in SET. */
static bool is_new(struct merge *m, struct map *set, struct str text)
{
	return !map_has(set, text) && map_add(set, m->out->arena, copy(m, text));
}

static void add_secrets(struct merge *m)
{
	const struct secrets *s = &m->from->secrets;
	struct secrets *out = &m->out->secrets;

	for (uint32_t i = 0; i < s->places.count; i++) {
		struct span at = place_at(m, s->places.all[i], false);

		if (at.lo && is_new(m, &m->secrets, (struct str){(const char *)&at, sizeof at}))
			secrets_add_place(out, at);
	}
	for (unsigned kind = 0; kind < SECRET_KINDS; kind++)
		for (uint32_t i = 0; i < s->values[kind].count; i++) {
			struct str value = s->values[kind].all[i];

			if (map_has(&out->values[kind].known, value))
				continue;
			if (kind == SECRET_OF_CONFIG)
				secrets_add_value(out, copy(m, value));
			else
				secrets_add_environment(out, copy(m, value));
		}
}

static struct node *name_copy(struct merge *m, const struct node *name)
{
	return name ? node_new(m->out->arena, name->kind, SPAN_NONE, copy(m, name->text)) : NULL;
}

static void add_blocks(struct merge *m, const struct node *root)
{
	for (const struct node *n = KID(root, FILE, items); n; n = n->next) {
		struct span at = n->kind == N_ROUTE ? place_at(m, n->at, false) : SPAN_NONE;
		struct node *out;

		if (!at.lo || !is_new(m, &m->blocks, (struct str){(const char *)&at, sizeof at}))
			continue;
		out = node_new(m->out->arena, N_ROUTE, at, copy(m, n->text));
		KID(out, ROUTE, name) = name_copy(m, KID(n, ROUTE, name));
		m->items = list_add(m->items, out);
	}
	if (!m->root)
		m->root = node_new(m->out->arena, N_FILE, SPAN_NONE, STR(""));
	KID(m->root, FILE, items) = m->items.first;
}

/* --- a run -------------------------------------------------------------------------------------
 */

void merge_add(struct merge *m, uint32_t run, struct session *s, const struct node *root)
{
	m->run = run;
	m->from = s;
	m->scratch = s->arena;
	m->copies = (struct map){.size = 0};
	add_files(m);
	for (const struct diag *x = s->diags.first; x; x = x->next)
		add_finding(m, x);
	for (uint32_t i = 0; i < s->diags.rest.count; i++)
		add_rest(m, PILE_AT(&s->diags.rest, i));
	add_secrets(m);
	if (root)
		add_blocks(m, root);
}

/* --- the result --------------------------------------------------------------------------------
 */

bool merge_has(const struct merge *m, const struct diag *x, uint32_t run)
{
	return has_run(m->all.all[x->order], run);
}

uint32_t merge_count(const struct merge *m, const struct diag *x)
{
	const struct merged *y = m->all.all[x->order];
	uint32_t count = 0;

	for (uint32_t i = 0; i < y->runs.count; i++)
		count += bits_count(y->runs.all[i]);
	return count;
}

const struct node *merge_root(const struct merge *m)
{
	return m->root;
}
