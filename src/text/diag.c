/*
 * diag - collecting and sorting findings; see diag.h.
 *
 * What must stay true: reporting is cheap and bounded (a hostile file cannot make it eat memory:
 * after DIAG_MOST of a class only place and rule are kept), no finding that counts is forgotten,
 * and the order is the same on every run.
 */
#include "text/diag.h"

#include "text/message.h"

#include <stdlib.h>

void diags_init(struct diags *d, struct arena *a, struct sources *s)
{
	*d = (struct diags){.arena = a, .sources = s, .least = SEV_NOTE, .last = PHASE_RUN};
	d->end = &d->first;
}

bool diag_wanted(const struct diags *d, const struct rule *rule)
{
	return rule->severity <= d->least && rule->phase <= d->last;
}

static struct str format_text(struct arena *a, const char *format, va_list ap)
{
	struct buf b = buf_on(a);

	message_vadd(&b, format, ap);
	return buf_view(&b);
}

bool diag_has_room(const struct diags *d, const struct rule *rule)
{
	return d->kept[rule->severity] < DIAG_MOST;
}

/* Repetitions come close together (a parser that tries again), so a short look back is enough. */
static bool is_repeated(const struct diags *d, const struct rule *rule, struct span at)
{
	for (size_t i = 0; i < DIAG_RECENT; i++) {
		const struct diag *x = d->recent[i];

		if (x && x->rule == rule && x->at.lo == at.lo && x->at.hi == at.hi)
			return true;
	}
	return false;
}

/* Nothing is kept of such a finding: neither its text nor its notes take memory. */
static struct diag *drop(struct diags *d, const struct rule *rule, struct span at)
{
	d->unwanted = (struct diag){.rule = rule, .at = at};
	return &d->unwanted;
}

static struct diag *add(struct diags *d, unsigned class, const struct rule *rule, struct span at)
{
	struct diag *x = ARENA_NEW(d->arena, struct diag);

	x->rule = rule;
	x->severity = rule->severity;
	x->at = at;
	x->notes_end = &x->notes;
	x->order = d->count;
	d->kept[class]++;
	d->recent[d->count % DIAG_RECENT] = x;
	d->count++;
	*d->end = x;
	d->end = &x->next;
	return x;
}

void diag_unknown(struct diags *d, struct span at)
{
	if (at.lo)
		*PILE_ADD(d->arena, &d->unknown) = at;
}

/* Whether a finding AT would rest on text that nobody here knows: such text was told of in the
 * order in which it was read. */
static bool is_unknown(const struct diags *d, struct span at)
{
	uint32_t low = 0, high = d->unknown.count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		const struct span *x = PILE_AT(&d->unknown, middle);

		if (at.lo < x->hi && at.hi > x->lo)
			return true;
		if (source_order(d->sources, x->lo, at.lo) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static unsigned class_of(const struct diags *d, const struct rule *rule, struct span at)
{
	return d->is_hidden && d->is_hidden(d->hidden_ctx, rule, at) ? DIAG_HIDDEN : rule->severity;
}

struct diag *diag_vreport(struct diags *d, const struct rule *rule, struct span at,
			  const char *format, va_list ap)
{
	unsigned class;
	struct diag *x;

	if (!diag_wanted(d, rule) || is_repeated(d, rule, at) ||
	    (d->unknown.count && is_unknown(d, at)))
		return drop(d, rule, at);
	class = class_of(d, rule, at);
	d->errors += rule->severity == SEV_ERROR;
	if (d->kept[class] == DIAG_MOST) {
		d->is_full[class] = true;
		if (class != DIAG_HIDDEN)
			*PILE_ADD(d->arena, &d->rest) =
			    (struct diag_rest){rule, rule->severity, at};
		return drop(d, rule, at);
	}
	x = add(d, class, rule, at);
	x->text = format_text(d->arena, format, ap);
	return x;
}

struct diag *diag_report(struct diags *d, const struct rule *rule, struct span at,
			 const char *format, ...)
{
	struct diag *x;
	va_list ap;

	va_start(ap, format);
	x = diag_vreport(d, rule, at, format, ap);
	va_end(ap);
	return x;
}

void diag_hint(struct diags *d, struct diag *x, const char *format, ...)
{
	va_list ap;

	if (x == &d->unwanted)
		return;
	va_start(ap, format);
	x->hint = format_text(d->arena, format, ap);
	va_end(ap);
}

static void add_note(struct diags *d, struct diag *x, struct diag_note note)
{
	struct diag_note *kept = ARENA_NEW(d->arena, struct diag_note);

	*kept = note;
	*x->notes_end = kept;
	x->notes_end = &kept->next;
}

void diag_note(struct diags *d, struct diag *x, struct span at, const char *format, ...)
{
	va_list ap;

	if (x == &d->unwanted)
		return;
	va_start(ap, format);
	add_note(d, x, (struct diag_note){.at = at, .text = format_text(d->arena, format, ap)});
	va_end(ap);
}

void diag_note_told(struct diags *d, struct diag *x, struct span at, const char *format, ...)
{
	va_list ap;

	if (x == &d->unwanted)
		return;
	va_start(ap, format);
	add_note(d, x,
		 (struct diag_note){
		     .at = at, .is_told = true, .text = format_text(d->arena, format, ap)});
	va_end(ap);
}

void diag_seen(struct diag *x, struct span seen)
{
	x->seen = seen;
}

static struct str copy_text(struct arena *a, struct str text)
{
	return (struct str){arena_copy(a, text.p, text.n), text.n};
}

void diag_copy_rest(struct diags *d, struct diag_rest x)
{
	d->errors += x.rule->severity == SEV_ERROR;
	d->is_full[x.severity] = true;
	*PILE_ADD(d->arena, &d->rest) = x;
}

struct diag *diag_copy(struct diags *d, const struct diag *x, struct span at, struct span seen)
{
	struct diag *kept;

	if (d->kept[x->severity] >= DIAG_MOST) {
		diag_copy_rest(d, (struct diag_rest){x->rule, x->severity, at});
		return NULL;
	}
	d->errors += x->rule->severity == SEV_ERROR;
	kept = add(d, x->severity, x->rule, at);
	kept->severity = x->severity;
	kept->seen = seen;
	kept->is_late = x->is_late;
	kept->line = x->line;
	kept->text = copy_text(d->arena, x->text);
	kept->hint = copy_text(d->arena, x->hint);
	for (const struct diag_note *note = x->notes; note; note = note->next)
		add_note(d, kept,
			 (struct diag_note){.is_told = note->is_told,
					    .text = copy_text(d->arena, note->text)});
	return kept;
}

/* The same for those without words. */
static void keep_rest(struct diags *d, diag_test keeps, void *ctx)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->rest.count; i++) {
		struct diag_rest x = *PILE_AT(&d->rest, i);

		if (!keeps(ctx, x.rule, x.at)) {
			d->errors -= x.rule->severity == SEV_ERROR;
			continue;
		}
		*PILE_AT(&d->rest, n) = x;
		n++;
	}
	d->rest.count = n;
}

void diags_keep_each(struct diags *d, bool (*keeps)(void *ctx, const struct diag *x), void *ctx)
{
	struct diag **link = &d->first;

	while (*link) {
		struct diag *x = *link;

		if (keeps(ctx, x)) {
			link = &x->next;
			continue;
		}
		x->is_out = true;
		d->count--;
		d->errors -= x->rule->severity == SEV_ERROR;
		d->kept[class_of(d, x->rule, x->at)]--;
		*link = x->next;
	}
	d->end = link;
}

struct asking {
	diag_test keeps;
	void *ctx;
};

static bool is_kept(void *ctx, const struct diag *x)
{
	const struct asking *a = ctx;

	return a->keeps(a->ctx, x->rule, x->at);
}

void diags_keep(struct diags *d, diag_test keeps, void *ctx)
{
	struct asking a = {keeps, ctx};

	diags_keep_each(d, is_kept, &a);
	keep_rest(d, keeps, ctx);
}

/* A question with its answer. */
struct weighing {
	diag_weight weight;
	void *ctx;
};

static bool is_seen(void *ctx, const struct rule *rule, struct span at)
{
	const struct weighing *w = ctx;

	return w->weight(w->ctx, rule, at) != SEVERITY_COUNT;
}

void diags_weigh(struct diags *d, diag_weight weight, void *ctx)
{
	struct weighing w = {weight, ctx};

	diags_keep(d, is_seen, &w);
	for (struct diag *x = d->first; x; x = x->next)
		x->severity = weight(ctx, x->rule, x->at);
	for (uint32_t i = 0; i < d->rest.count; i++) {
		struct diag_rest *x = PILE_AT(&d->rest, i);

		x->severity = weight(ctx, x->rule, x->at);
	}
}

bool diags_crowded(const struct diags *d)
{
	for (unsigned class = 0; class < DIAG_HIDDEN; class ++)
		if (d->is_full[class] && d->kept[class] < DIAG_MOST)
			return true;
	return false;
}

static int order(struct sources *s, const struct diag *a, const struct diag *b)
{
	if (a->is_late != b->is_late)
		return a->is_late ? 1 : -1;
	return source_order(s, a->at.lo, b->at.lo);
}

/* Merge sort of a list: stable, no memory. */
static struct diag *sort_list(struct sources *s, struct diag *list, uint32_t n)
{
	struct diag *left, *right, *head = NULL, **end = &head, *x = list;

	if (n < 2) {
		if (list)
			list->next = NULL;
		return list;
	}
	for (uint32_t i = 0; i < n / 2; i++)
		x = x->next;
	right = sort_list(s, x, n - n / 2);
	left = sort_list(s, list, n / 2);
	while (left && right) {
		struct diag **least = order(s, left, right) <= 0 ? &left : &right;

		*end = *least;
		end = &(*least)->next;
		*least = (*least)->next;
	}
	*end = left ? left : right;
	return head;
}

struct diag *diag_follows(struct diag *from, uint32_t order, const struct diag *cause)
{
	while (from && from->order < order)
		from = from->next;
	if (from && from->order == order)
		from->cause = cause;
	return from;
}

/* A mistake that makes two findings is told by the first, unless nobody sees that or it weighs
 * less.
 */
static void drop_followers(struct diags *d)
{
	struct diag **link = &d->first;

	while (*link) {
		struct diag *x = *link;

		if (!x->cause || x->cause->is_out || x->cause->severity > x->severity) {
			link = &x->next;
			continue;
		}
		d->count--;
		*link = x->next;
	}
}

void diags_sort(struct diags *d)
{
	drop_followers(d);
	d->first = sort_list(d->sources, d->first, d->count);
	d->end = &d->first;
	while (*d->end)
		d->end = &(*d->end)->next;
}
