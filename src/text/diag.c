/*
 * diag - collecting and sorting findings; see diag.h.
 *
 * What must stay true: reporting is cheap and bounded (a hostile file cannot make it eat memory:
 * after DIAG_MOST the rest is counted, not kept), and the order is the same on every run.
 */
#include "text/diag.h"

#include "base/buf.h"

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

	buf_vprintf(&b, format, ap);
	return buf_view(&b);
}

/* Repetitions come close together (a parser that tries again), so a short look back is enough. */
static bool is_repeated(const struct diags *d, const struct rule *rule, struct span at)
{
	for (const struct diag *x = d->first; x; x = x->next)
		if (x->rule == rule && x->at.lo == at.lo && x->at.hi == at.hi &&
		    d->count - x->order < 8)
			return true;
	return false;
}

struct diag *diag_report(struct diags *d, const struct rule *rule, struct span at, const char *format,
			 ...)
{
	bool is_error = rule->severity == SEV_ERROR;
	struct diag *x;
	va_list ap;

	if (!diag_wanted(d, rule)) {
		d->unwanted = (struct diag){.rule = rule, .at = at};
		return &d->unwanted;
	}
	x = ARENA_NEW(d->arena, struct diag);
	x->rule = rule;
	x->at = at;
	x->notes_end = &x->notes;
	x->order = d->count;
	va_start(ap, format);
	x->text = format_text(d->arena, format, ap);
	va_end(ap);
	if (is_error ? d->errors >= DIAG_MOST : d->minor >= DIAG_MOST) {
		*(is_error ? &d->is_full : &d->is_minor_full) = true;
		return x;
	}
	if (d->count < 1000 && is_repeated(d, rule, at))
		return x;
	if (is_error)
		d->errors++;
	else
		d->minor++;
	d->count++;
	*d->end = x;
	d->end = &x->next;
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

void diag_note(struct diags *d, struct diag *x, struct span at, const char *format, ...)
{
	struct diag_note *note;
	va_list ap;

	if (x == &d->unwanted)
		return;
	note = ARENA_NEW(d->arena, struct diag_note);
	note->at = at;
	va_start(ap, format);
	note->text = format_text(d->arena, format, ap);
	va_end(ap);
	*x->notes_end = note;
	x->notes_end = &note->next;
}

void diag_seen(struct diag *x, struct span seen)
{
	x->seen = seen;
}

void diags_keep(struct diags *d, bool (*keeps)(void *ctx, const struct diag *x), void *ctx)
{
	struct diag **link = &d->first;

	while (*link) {
		if (keeps(ctx, *link)) {
			link = &(*link)->next;
			continue;
		}
		d->count--;
		d->errors -= (*link)->rule->severity == SEV_ERROR;
		*link = (*link)->next;
	}
	d->end = link;
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
		struct diag **least =
		    source_order(s, left->at.lo, right->at.lo) <= 0 ? &left : &right;

		*end = *least;
		end = &(*least)->next;
		*least = (*least)->next;
	}
	*end = left ? left : right;
	return head;
}

void diags_sort(struct diags *d)
{
	d->first = sort_list(d->sources, d->first, d->count);
	d->end = &d->first;
	while (*d->end)
		d->end = &(*d->end)->next;
}
