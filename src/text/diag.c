/*
 * diag - collecting and sorting findings; see diag.h.
 *
 * What must stay true: reporting is cheap and bounded (a hostile file cannot make it eat memory:
 * after DIAG_MOST the rest is counted, not kept), and the order is the same on every run.
 */
#include "text/diag.h"

#include "base/buf.h"

#include <stdlib.h>

struct code {
	char id[5];
	unsigned char severity, phase;
};

static const struct code codes[] = {
#define CODE(name, id, severity, phase) {id, severity, phase},
#include "codes.inc"
#undef CODE
};

void diags_init(struct diags *d, struct arena *a, struct sources *s)
{
	*d = (struct diags){.arena = a, .sources = s, .least = SEV_NOTE, .last = PHASE_RUN};
	d->end = &d->first;
}

const char *diag_id(enum diag_code code)
{
	return codes[code].id;
}

enum severity diag_severity(enum diag_code code)
{
	return (enum severity)codes[code].severity;
}

enum phase diag_phase(enum diag_code code)
{
	return (enum phase)codes[code].phase;
}

bool diag_wanted(const struct diags *d, enum diag_code code)
{
	return diag_severity(code) <= d->least && diag_phase(code) <= d->last;
}

static struct str format_text(struct arena *a, const char *format, va_list ap)
{
	struct buf b = buf_on(a);

	buf_vprintf(&b, format, ap);
	return buf_view(&b);
}

/* Repetitions come close together (a parser that tries again), so a short look back is enough. */
static bool is_repeated(const struct diags *d, enum diag_code code, struct span at)
{
	for (const struct diag *x = d->first; x; x = x->next)
		if (x->code == code && x->at.lo == at.lo && x->at.hi == at.hi &&
		    d->count - x->order < 8)
			return true;
	return false;
}

struct diag *diag_report(struct diags *d, enum diag_code code, struct span at, const char *format,
			 ...)
{
	bool is_error = codes[code].severity == SEV_ERROR;
	struct diag *x;
	va_list ap;

	if (!diag_wanted(d, code)) {
		d->unwanted = (struct diag){.code = code, .at = at};
		return &d->unwanted;
	}
	x = ARENA_NEW(d->arena, struct diag);
	x->code = code;
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
	if (d->count < 1000 && is_repeated(d, code, at))
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
		d->errors -= codes[(*link)->code].severity == SEV_ERROR;
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
