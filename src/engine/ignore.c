/*
 * ignore - which findings a comment silences; see ignore.h.
 *
 * What must stay true: a file without such comments costs nothing; with them, time is bounded by
 * IGNORES_MOST for each finding.
 */
#include "engine/ignore.h"

#include "base/ascii.h"
#include "scan/lexer.h"
#include "engine/registry.h"

#include <stdlib.h>

/* What is reported here. */
extern const struct rule rule_ignore_unknown;
extern const struct rule rule_ignore_unused;

/* Entries, one for each code of a comment; more are not read. */
#define IGNORES_MOST 2000
/* Blocks deeper than this are not looked into. */
#define DEPTH_MOST 2000

struct ignore {
	const struct rule *rule;
	struct span word;   /* the code in the comment */
	struct span covers; /* findings in here are silenced */
	bool is_used;
};

struct ignores {
	struct session *session;
	struct ignore *all;
	uint32_t count;
	uint32_t depth;
	enum ignoring ignoring;
};

static bool is_blank(char c)
{
	return ascii_is_blank(c) || c == '\r';
}

static struct str skip_blanks(struct str s)
{
	return str_skip(s, ascii_run(s, is_blank));
}

static struct str first_word(struct str s)
{
	return str_head(s, ascii_run(s, ascii_is_word));
}

static struct str up_to(struct str s, struct str end)
{
	ptrdiff_t at = str_search(s, end);

	return at < 0 ? s : str_head(s, (size_t)at);
}

/* The offset in TEXT behind the comment whose sign ends at I. */
static size_t comment_end(struct str text, size_t lo, size_t hi)
{
	struct str end = text.p[lo] == '/' && text.p[hi - 1] == '*' ? STR("*/") : STR("\n");
	struct str rest = str_skip(text, hi), inner = up_to(rest, end);

	return hi + inner.n + (inner.n < rest.n ? end.n : 0);
}

/* The offset of the first byte from I on that is neither blank nor in a comment; directives are
 * none. */
static size_t skip_comments(struct str text, size_t i)
{
	for (;;) {
		struct str rest = str_skip(text, i);

		if (!rest.n)
			return i;
		if (ascii_is_white(rest.p[0]))
			i++;
		else if (rest.p[0] == '#' && !(rest.n > 1 && rest.p[1] == '!'))
			i = comment_end(text, i, i + 1);
		else if (str_starts(rest, STR("#!KAMAILIO")) || str_starts(rest, STR("#!/")))
			i = comment_end(text, i, i + 1);
		else if (str_starts(rest, STR("//")) || str_starts(rest, STR("/*")))
			i = comment_end(text, i, i + 2);
		else
			return i;
	}
}

static struct span line_around(const struct source *src, size_t i)
{
	size_t lo = i, hi = i;

	while (lo > 0 && src->text.p[lo - 1] != '\n')
		lo--;
	while (hi < src->text.n && src->text.p[hi] != '\n')
		hi++;
	return (struct span){src->base + (uint32_t)lo, src->base + (uint32_t)hi};
}

/* What the comment that is opened at AT covers; a statement on the next line is added later. */
static struct span covered(const struct source *src, struct span at)
{
	size_t lo = at.lo - src->base, hi = comment_end(src->text, lo, at.hi - src->base);
	struct span line = line_around(src, lo);

	if (skip_comments(src->text, 0) >= hi)
		return (struct span){src->base, src->base + (uint32_t)src->text.n + 1};
	if (skip_blanks(str_skip(src->text, line.lo - src->base)).p != src->text.p + lo)
		return line;
	return line_around(src, skip_comments(src->text, hi));
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
	if (in->count == IGNORES_MOST)
		return;
	in->all[in->count++] = (struct ignore){r, word, covers, false};
}

static void read_comment(struct ignores *in, const struct comment *c)
{
	const struct source *src = source_of(&in->session->sources, c->at.lo);
	uint32_t sign = c->at.lo + comment_sign(c);
	size_t hi = comment_end(src->text, c->at.lo - src->base, sign - src->base);
	struct str text = str_head(src->text, hi), word;
	struct span covers;

	text = skip_blanks(str_skip(text, sign - src->base));
	if (c->is_skipped || !str_starts(text, STR("kamcheck:")))
		return;
	text = skip_blanks(str_skip(text, sizeof "kamcheck:" - 1));
	word = first_word(text);
	covers = (struct span){src->base + (uint32_t)(text.p - src->text.p), 0};
	covers.hi = covers.lo + (uint32_t)word.n;
	if (!str_is(word, "ignore")) {
		diag_report(&in->session->diags, &rule_ignore_unknown, covers,
			    "\"kamcheck:\" is followed by \"ignore\" and the codes of rules");
		return;
	}
	text = skip_blanks(str_skip(text, word.n));
	covers = covered(src, (struct span){c->at.lo, sign});
	for (;;) {
		struct span at;

		word = first_word(text);
		at.lo = src->base + (uint32_t)(text.p - src->text.p);
		at.hi = at.lo + (uint32_t)word.n;
		add(in, at, word, covers);
		text = skip_blanks(str_skip(text, word.n));
		if (!text.n || text.p[0] != ',')
			return;
		text = skip_blanks(str_skip(text, 1));
	}
}

static int by_place(const void *a, const void *b)
{
	const struct ignore *x = a, *y = b;

	if (x->covers.lo != y->covers.lo)
		return x->covers.lo < y->covers.lo ? -1 : 1;
	return x->word.lo < y->word.lo ? -1 : x->word.lo > y->word.lo;
}

/* A statement that starts in a line that is covered is covered up to its end. */
static void extend(struct ignores *in, const struct node *n)
{
	struct span at = span_in_file(&in->session->sources, n->at);
	uint32_t lo = 0, hi = in->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (in->all[middle].covers.lo <= at.lo)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (; lo > 0 && in->all[lo - 1].covers.lo <= at.lo; lo--) {
		struct ignore *x = &in->all[lo - 1];

		if (at.lo >= x->covers.hi || x->word.lo > at.lo)
			break;
		if (at.hi > x->covers.hi)
			x->covers.hi = at.hi;
	}
}

static void walk(struct ignores *in, const struct node *list)
{
	if (in->depth > DEPTH_MOST)
		return;
	in->depth++;
	for (const struct node *n = list; n; n = n->next) {
		extend(in, n);
		switch (n->kind) {
		case N_ROUTE: walk(in, KID(n, ROUTE, body)); break;
		case N_IF:
			walk(in, KID(n, IF, then));
			walk(in, KID(n, IF, otherwise));
			break;
		case N_WHILE: walk(in, KID(n, WHILE, body)); break;
		case N_SWITCH:
			for (const struct node *c = KID(n, SWITCH, cases); c; c = c->next)
				walk(in, KID(c, CASE, body));
			break;
		case N_BLOCK: walk(in, KID(n, BLOCK, body)); break;
		default: break;
		}
	}
	in->depth--;
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
	bool is_hidden = false;

	for (uint32_t i = 0; i < in->count; i++) {
		struct ignore *one = &in->all[i];

		if (one->rule != rule || place < one->covers.lo || place >= one->covers.hi)
			continue;
		one->is_used = true;
		is_hidden = !is_out_of_reach(in->ignoring, rule);
	}
	return is_hidden;
}

static bool keeps(void *ctx, const struct rule *rule, struct span at)
{
	return !ignore_hides(ctx, rule, at);
}

static void report_unused(struct ignores *in, const struct ignores *earlier)
{
	for (uint32_t i = 0; i < in->count; i++) {
		/* Of the same text both are the same; what was hidden at once is not seen now. */
		in->all[i].is_used |= earlier && earlier->all[i].is_used;
		if (!in->all[i].is_used && diag_wanted(&in->session->diags, in->all[i].rule))
			diag_report(&in->session->diags, &rule_ignore_unused, in->all[i].word,
				    "there is no %s here to ignore", in->all[i].rule->code);
	}
}

struct ignores *ignore_findings(struct session *s, const struct node *root,
				const struct record *record, enum ignoring ignoring,
				const struct ignores *earlier)
{
	struct ignores *in = ARENA_NEW(s->arena, struct ignores);

	*in = (struct ignores){.session = s, .ignoring = ignoring};
	for (uint32_t i = 0; i < record->comments->count; i++) {
		const struct comment *c = PILE_AT(record->comments, i);

		if (!c->is_marked || ignoring == IGNORING_NOTHING)
			continue;
		if (!in->all)
			in->all = arena_array(s->arena, IGNORES_MOST, sizeof *in->all);
		read_comment(in, c);
	}
	if (!in->count)
		return NULL;
	qsort(in->all, in->count, sizeof *in->all, by_place);
	walk(in, KID(root, FILE, items));
	diags_keep(&s->diags, keeps, in);
	report_unused(in, earlier);
	return in;
}
