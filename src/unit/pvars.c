/*
 * pvars - see pvars.h.
 */
#include "unit/pvars.h"

#include "base/ascii.h"
#include "unit/analysis.h"

/* A search for a similar name is a walk through the whole table. */
enum { SUGGESTIONS_MOST = 200 };

static bool is_loaded(void *host, const char *module)
{
	const struct analysis *a = host;
	struct str name = str_of(module);

	return str_is(name, "core") || modules_has(&a->modules, name);
}

struct pvar_context pvars_context(struct analysis *a)
{
	return (struct pvar_context){
	    .arena = a->arena,
	    .regexes = a->session->regexes,
	    .catalog = a->session->catalog,
	    .version = &a->session->version,
	    .host = a,
	    .is_loaded = is_loaded,
	    .is_open = (a->doubts & (DOUBT_MODULE | DOUBT_TEXT | DOUBT_DECLARATION)) != 0,
	    .has_memory = true,
	    .is_started = true,
	    .suggestions = SUGGESTIONS_MOST - a->pvars.searches};
}

/* --- what is seen while a text is read -------------------------------------------------------- */

void pvars_see(struct analysis *a, const struct pvar *v, struct pvar_place place)
{
	/* pvars_keep() knows the text. */
	*LIST_ADD(a->arena, &a->pvars.pending) = (struct pvar_use){.pvar = *v,
								   .text.n = place.n,
								   .at = place.at,
								   .depth = place.depth,
								   .is_faulty = place.is_faulty};
}

void pvars_forget(struct analysis *a)
{
	a->pvars.pending.count = 0;
}

/* How many uses that stand directly before number I of P are deeper: they are inside of it. */
static uint32_t inside_of(const struct pvars *p, uint32_t i)
{
	uint32_t count = 0;

	while (count < i && p->pending.all[i - 1 - count].depth > p->pending.all[i].depth)
		count++;
	return count;
}

/* Copies what is pending, in which outer ones stand behind inner ones, so that they stand before.
 * A use is moved once a level. */
static struct pvar_use *sort(struct analysis *a)
{
	const struct pvars *p = &a->pvars;
	struct pvar_use *all = arena_array(a->arena, p->pending.count, sizeof *all);

	for (uint32_t i = 0; i < p->pending.count; i++) {
		uint32_t inside = inside_of(p, i);

		memmove(&all[i - inside + 1], &all[i - inside], inside * sizeof *all);
		all[i - inside] = p->pending.all[i];
	}
	return all;
}

void pvars_keep(struct analysis *a, struct pvar_text *entry, struct str text)
{
	uint32_t count = a->pvars.pending.count;
	struct pvar_use *all;

	entry->is_read = true;
	if (!count)
		return;
	all = sort(a);
	for (uint32_t i = 0; i < count; i++) {
		const struct pvar_use *outer = i ? &all[i - 1] : NULL;

		while (outer && outer->depth >= all[i].depth)
			outer = outer->outer;
		all[i].outer = outer;
		all[i].next = i + 1 < count ? &all[i + 1] : NULL;
		all[i].text = str_head(str_skip(text, all[i].at), all[i].text.n);
	}
	entry->first = all;
	pvars_forget(a);
}

/* --- texts ------------------------------------------------------------------------------------ */

static struct pvar_text *entry_of(struct analysis *a, struct str text)
{
	struct pvars *p = &a->pvars;
	struct pvar_text *entry = MAP_RECORD(&p->by_text, a->arena, text, struct pvar_text);

	if (!entry->number) {
		*LIST_ADD(a->arena, &p->texts) = entry;
		entry->number = p->texts.count;
	}
	return entry;
}

struct pvar_text *pvars_entry(struct analysis *a, const struct node *n)
{
	struct pvar_text *entry;

	if (n->kind == N_STRING)
		return entry_of(a, n->text);
	if (n->number)
		return a->pvars.texts.all[n->number - 1];
	entry = entry_of(a, n->text);
	/* The tree belongs to the analysis. */
	((struct node *)n)->number = (int32_t)entry->number;
	return entry;
}

static void see(void *host, const struct pvar *v, struct pvar_place place)
{
	pvars_see(host, v, place);
}

static const struct pvar_text *read(struct analysis *a, struct pvar_text *entry, struct str text)
{
	struct pvar_context cx;
	struct pvar_problem problem;

	if (entry->is_read)
		return entry;
	cx = pvars_context(a);
	cx.see = see;
	cx.goes_on = true;
	cx.suggestions = 0; /* pvars_are_valid() finds the words, which few ask for */
	entry->is_faulty = !pvar_format(&cx, text, &problem);
	pvars_keep(a, entry, text);
	return entry;
}

const struct pvar_text *pvars_text(struct analysis *a, const struct node *n)
{
	return read(a, pvars_entry(a, n), n->text);
}

const struct pvar_use *pvars_of(struct analysis *a, const struct node *n)
{
	if (n->kind == N_STRING && str_find(n->text, '$') < 0)
		return NULL;
	return pvars_text(a, n)->first;
}

struct span pvars_fault_span(struct analysis *a, const struct node *n, size_t base,
			     const struct pvar_problem *p)
{
	size_t at = base + p->at;
	bool has_dollar =
	    p->fault == PVAR_UNKNOWN && at && at <= n->text.n && n->text.p[at - 1] == '$';

	return written_span(&a->session->sources, n->at, n->text, at - has_dollar,
			    p->n + has_dollar);
}

bool pvars_have_words(struct analysis *a, const struct node *n)
{
	size_t i = 0;

	for (const struct pvar_use *u = pvars_of(a, n); u; u = u->next) {
		while (i < u->at && i < n->text.n)
			if (ascii_is_word(n->text.p[i++]))
				return true;
		if (!u->depth && u->at + u->text.n > i)
			i = u->at + u->text.n;
	}
	while (i < n->text.n)
		if (ascii_is_word(n->text.p[i++]))
			return true;
	return false;
}

const struct pvar_use *pvars_in(struct analysis *a, struct str text)
{
	return read(a, entry_of(a, text), text)->first;
}

struct span pvars_place(const struct analysis *a, const struct node *n, const struct pvar_use *use)
{
	return written_span(&a->session->sources, n->at, n->text, use->at, use->text.n);
}

struct written pvars_written(struct analysis *a, const struct node *n)
{
	return written_start(&a->session->sources, n->at, n->text);
}

bool pvars_are_valid(struct analysis *a, struct str text, struct pvar_problem *problem)
{
	struct pvar_context cx;
	bool is_valid;

	if (!read(a, entry_of(a, text), text)->is_faulty)
		return true;
	cx = pvars_context(a);
	is_valid = pvar_format(&cx, text, problem);
	a->pvars.searches = SUGGESTIONS_MOST - cx.suggestions;
	return is_valid;
}
