/*
 * ignore - which findings a comment silences; see ignore.h.
 *
 * What must stay true: a file without such comments costs nothing; with them, a finding costs a
 * binary search, however many comments there are, and no comment is left out.
 */
#include "engine/ignore.h"

#include "base/ascii.h"
#include "engine/ignore_cover.h"
#include "engine/registry.h"

#include <stdlib.h>

/* What is reported here. */
extern const struct rule rule_ignore_unknown;
extern const struct rule rule_ignore_unused;

/* A code of a comment. */
struct ignore {
	const struct rule *rule;
	struct span word;   /* the code in the comment */
	struct span covers; /* findings in here are silenced */
	uint32_t reach;     /* how far those of the same rule cover, up to this one */
	uint32_t seen;      /* the first finding from the beginning of COVERS on and before that of
			       the next one of the rule; 0: none */
	bool is_used;
};

struct ignores {
	struct session *session;
	enum ignoring ignoring;
	LIST_OF(struct ignore); /* sorted by rule, then by the beginning of what they cover */
};

static struct str skip_blanks(struct str s)
{
	while (s.n && (ascii_is_blank(s.p[0]) || s.p[0] == '\r'))
		s = str_skip(s, 1);
	return s;
}

static struct str first_word(struct str s)
{
	return str_head(s, ascii_run(s, ascii_is_word));
}

/* The place of WORD, a piece of the text of SRC. */
static struct span place_of(const struct source *src, struct str word)
{
	uint32_t lo = src->base + (uint32_t)(word.p - src->text.p);

	return (struct span){lo, lo + (uint32_t)word.n};
}

static void add(struct ignores *in, struct span word, struct str text, struct span covers)
{
	struct diags *ds = &in->session->diags;
	const struct rule *r = rule_find(text);

	if (!text.n) {
		diag_report(ds, &rule_ignore_unknown, word, "the code of a rule is missing");
		return;
	}
	if (!r) {
		diag_hint(ds,
			  diag_report(ds, &rule_ignore_unknown, word, "there is no rule \"%.*s\"",
				      STR_ARG(text)),
			  "\"kamcheck rules\" lists them");
		return;
	}
	*LIST_ADD(in->session->arena, in) =
	    (struct ignore){.rule = r, .word = word, .covers = covers};
}

static void read_comment(struct ignores *in, const struct cover *c)
{
	struct sources *sources = &in->session->sources;
	const struct source *src = source_of(sources, c->comment->at.lo);
	struct str text = cover_words(sources, c->comment), word = first_word(text);

	if (!str_is(word, "ignore")) {
		diag_report(&in->session->diags, &rule_ignore_unknown, place_of(src, word),
			    "\"kamcheck:\" is followed by \"ignore\" and the codes of rules");
		return;
	}
	for (;;) {
		text = skip_blanks(str_skip(text, word.n));
		word = first_word(text);
		add(in, place_of(src, word), word, c->at);
		text = skip_blanks(str_skip(text, word.n));
		if (!text.n || text.p[0] != ',')
			return;
		word = str_head(text, 1);
	}
}

static int by_rule(const void *a, const void *b)
{
	const struct ignore *x = a, *y = b;

	if (x->rule != y->rule)
		return rule_index(x->rule) < rule_index(y->rule) ? -1 : 1;
	if (x->covers.lo != y->covers.lo)
		return x->covers.lo < y->covers.lo ? -1 : 1;
	return x->word.lo < y->word.lo ? -1 : x->word.lo > y->word.lo;
}

/* The newest before I, when it is of the same rule, or NULL. */
static struct ignore *before(const struct ignores *in, uint32_t i)
{
	return i > 0 && in->all[i - 1].rule == in->all[i].rule ? &in->all[i - 1] : NULL;
}

static void sort(struct ignores *in)
{
	qsort(in->all, in->count, sizeof *in->all, by_rule);
	for (uint32_t i = 0; i < in->count; i++) {
		const struct ignore *last = before(in, i);

		in->all[i].reach = in->all[i].covers.hi;
		if (last && last->reach > in->all[i].reach)
			in->all[i].reach = last->reach;
	}
}

/* The last one of RULE that begins to cover at PLACE or before; NULL when there is none. */
static struct ignore *find(const struct ignores *in, const struct rule *rule, uint32_t place)
{
	size_t index = rule_index(rule);
	uint32_t lo = 0, hi = in->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;
		const struct ignore *x = &in->all[middle];

		if (x->rule == rule ? x->covers.lo <= place : rule_index(x->rule) < index)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo && in->all[lo - 1].rule == rule ? &in->all[lo - 1] : NULL;
}

/* Whether findings of RULE stay, whatever comments say. */
static bool is_out_of_reach(enum ignoring ignoring, const struct rule *rule)
{
	if (rule == &rule_limit) /* not all was looked at */
		return true;
	if (ignoring == IGNORING_UNPARSED)
		return rule->phase == PHASE_PARSE;
	return ignoring == IGNORING_NO_ERRORS && rule->severity == SEV_ERROR &&
	       rule->phase <= PHASE_START;
}

bool ignore_hides(struct ignores *in, const struct rule *rule, struct span at)
{
	uint32_t place = span_in_file(&in->session->sources, at).lo;
	struct ignore *x = find(in, rule, place);

	if (!x || place >= x->reach)
		return false;
	if (!x->seen || place < x->seen)
		x->seen = place;
	return !is_out_of_reach(in->ignoring, rule);
}

static bool keeps(void *ctx, const struct rule *rule, struct span at)
{
	return !ignore_hides(ctx, rule, at);
}

/* One is used when the first finding behind its beginning lies in what it covers. */
static void find_used(struct ignores *in)
{
	uint32_t seen = 0;

	for (uint32_t i = in->count; i > 0; i--) {
		struct ignore *x = &in->all[i - 1];

		if (i == in->count || x[1].rule != x->rule)
			seen = 0;
		if (x->seen)
			seen = x->seen;
		x->is_used = seen && seen < x->covers.hi;
	}
}

static int by_word(const void *a, const void *b)
{
	const struct ignore *const *x = a, *const *y = b;

	return (*x)->word.lo < (*y)->word.lo ? -1 : (*x)->word.lo > (*y)->word.lo;
}

static void report_unused(struct ignores *in, struct ignores *earlier)
{
	LIST_OF(const struct ignore *) unused = {0};
	struct diags *ds = &in->session->diags;

	find_used(in);
	/* A limit of ours may have cut one of them short. */
	if (earlier && earlier->count != in->count)
		earlier = NULL;
	if (earlier)
		find_used(earlier);
	for (uint32_t i = 0; i < in->count; i++)
		/* Of the same text both are the same; what was hidden at once is not seen now. */
		if (!in->all[i].is_used && !(earlier && earlier->all[i].is_used) &&
		    diag_wanted(ds, in->all[i].rule))
			*LIST_ADD(in->session->arena, &unused) = &in->all[i];
	if (unused.count)
		qsort(unused.all, unused.count, sizeof *unused.all, by_word);
	for (uint32_t i = 0; i < unused.count; i++)
		diag_report(ds, &rule_ignore_unused, unused.all[i]->word,
			    "there is no %s here to ignore", unused.all[i]->rule->code);
}

struct ignores *ignore_findings(struct session *s, const struct node *root,
				const struct record *record, enum ignoring ignoring,
				struct ignores *earlier)
{
	struct ignores *in;
	struct covers covers;

	if (ignoring == IGNORING_NOTHING)
		return NULL;
	covers = covers_of(s->arena, &s->sources, record->comments, root);
	if (!covers.count)
		return NULL;
	in = ARENA_NEW(s->arena, struct ignores);
	*in = (struct ignores){.session = s, .ignoring = ignoring};
	for (uint32_t i = 0; i < covers.count; i++)
		read_comment(in, &covers.all[i]);
	if (!in->count)
		return NULL;
	sort(in);
	diags_keep(&s->diags, keeps, in);
	report_unused(in, earlier);
	return in;
}
