/*
 * pp_names - what is probably mistyped in the names of the preprocessor, at the end of the text.
 *
 * What must stay true: a name may be set with -A, or may belong to another variant of the config,
 * so that it is defined nowhere means nothing; it has to be nearly another one, and to be mentioned
 * nowhere else, not even in a comment.
 */
#include "preprocess/pp.h"
#include "text/message.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "facts/suggest.h"

#include <string.h>

/* What is reported here. */
extern const struct rule rule_define_comment;
extern const struct rule rule_define_reserved;
extern const struct rule rule_define_swallows;
extern const struct rule rule_name_mistyped;
extern const struct rule rule_stray_bytes;

/* So many names are compared with all others: more would take time, and are no real config. */
#define CANDIDATES_MOST 100
#define COMPARED_MOST   1000
#define COMPARED_BYTES  200

/* The part of a name that says something. */
static struct str core_of(struct str name)
{
	return str_starts(name, STR("WITH_")) ? str_skip(name, sizeof "WITH_" - 1) : name;
}

/* A with its digits taken out is B with its digits taken out: ROUTE_1 and ROUTE_2. */
static bool differ_in_digits(struct str a, struct str b)
{
	size_t i = 0, j = 0;

	for (;;) {
		while (i < a.n && ascii_is_digit(a.p[i]))
			i++;
		while (j < b.n && ascii_is_digit(b.p[j]))
			j++;
		if (i == a.n || j == b.n)
			return i == a.n && j == b.n;
		if (a.p[i++] != b.p[j++])
			return false;
	}
}

/* LONGER is SHORTER with one more letter: an underscore, the same as its neighbour, or inside. */
static bool has_one_more(struct str longer, struct str shorter)
{
	size_t i = 0;

	if (longer.n != shorter.n + 1)
		return false;
	while (i < shorter.n && longer.p[i] == shorter.p[i])
		i++;
	if (!str_equal(str_skip(longer, i + 1), str_skip(shorter, i)))
		return false;
	return longer.p[i] == '_' || (i > 0 && (i < shorter.n || longer.p[i] == longer.p[i - 1]));
}

/*
 * A short word, such as NAT or TLS, is another one with a slip of the finger: neighbours swapped, a
 * letter doubled or left out inside.  Any other letter may as well make a word of its own.
 */
static bool is_slip(struct str a, struct str b)
{
	size_t i = 0;

	if (a.n != b.n)
		return has_one_more(a, b) || has_one_more(b, a);
	while (i < a.n && a.p[i] == b.p[i])
		i++;
	return i + 1 < a.n && a.p[i] == b.p[i + 1] && a.p[i + 1] == b.p[i] &&
	       str_equal(str_skip(a, i + 2), str_skip(b, i + 2));
}

static unsigned digits_in(struct str s)
{
	unsigned count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += ascii_is_digit(s.p[i]);
	return count;
}

/* The last letter alone is another one: NODE_A and NODE_B. */
static bool differ_at_end(struct str a, struct str b)
{
	return a.n == b.n && a.n > 0 && str_equal(str_head(a, a.n - 1), str_head(b, b.n - 1));
}

/* Takes off A and B what they share of the parts between underscores, at either end. */
static void cut_shared_parts(struct str *a, struct str *b)
{
	size_t least = a->n < b->n ? a->n : b->n, same = 0, n = 0;

	while (n < least && a->p[n] == b->p[n])
		if (a->p[n++] == '_')
			same = n;
	*a = str_skip(*a, same);
	*b = str_skip(*b, same);
	least -= same;
	same = 0;
	for (n = 1; n <= least && a->p[a->n - n] == b->p[b->n - n]; n++)
		if (a->p[a->n - n] == '_')
			same = n;
	*a = str_head(*a, a->n - same);
	*b = str_head(*b, b->n - same);
}

static size_t difference(size_t a, size_t b)
{
	return a > b ? a - b : b - a;
}

/* The lengths of A and B alone say that no letter or two make one of the other: most are so. */
static bool differ_in_length(struct str a, struct str b)
{
	bool has_with = str_starts(a, STR("WITH_"));

	if (has_with == str_starts(b, STR("WITH_")))
		return difference(a.n, b.n) > 2;
	return difference(a.n, b.n) > 1 && difference(core_of(a).n, core_of(b).n) > 1;
}

/*
 * A is B with a letter or two mistyped; numbers of few digits count things.  When they differ in
 * one part, the part is compared: REGION_US and REGION_EU are two names.
 */
static bool is_near(struct str a, struct str b)
{
	struct str core = core_of(a), other = core_of(b), part = core, other_part = other;
	size_t least;

	if (differ_in_length(a, b) || a.n > COMPARED_BYTES || b.n > COMPARED_BYTES ||
	    str_equal(a, b) || differ_at_end(a, b))
		return false;
	cut_shared_parts(&part, &other_part);
	if (str_find(part, '_') < 0 && str_find(other_part, '_') < 0) {
		core = part;
		other = other_part;
	}
	least = core.n < other.n ? core.n : other.n;
	if (differ_in_digits(a, b))
		return digits_in(a) > 3 && digits_in(b) > 3 && is_slip(core, other);
	/* The slip is in the WITH_ itself. */
	if (str_starts(a, STR("WITH_")) != str_starts(b, STR("WITH_")))
		return suggest_distance(a, b) <= 1;
	if (least < 4)
		return is_slip(core, other);
	return suggest_distance(a, b) <= (least < 8 ? 1 : 2);
}

static bool is_meant(const struct define *x, struct str name)
{
	return !define_is_foreign(x->name) && is_near(name, x->name);
}

/* The name in force that NAME is nearly, or NULL. */
static const struct define *near_defined(const struct defines *all, struct str name)
{
	for (uint32_t i = 0; i < all->current.count; i++)
		if (is_meant(all->current.all[i], name))
			return all->current.all[i];
	return NULL;
}

/* The same among names that were defined and are no more. */
static const struct define *near_gone(const struct defines *all, struct str name)
{
	for (uint32_t i = 0; i < all->names.entries.count && i < COMPARED_MOST; i++) {
		const struct define *x = define_of(all, i);

		if (x->place == RECORD_NONE && x->set_by != RECORD_NONE && is_meant(x, name))
			return x;
	}
	return NULL;
}

/* The same among names that are asked for, LEAST times or more. */
static const struct define *near_asked(const struct defines *all, struct str name, uint32_t least)
{
	for (uint32_t i = 0; i < all->names.entries.count && i < COMPARED_MOST; i++) {
		const struct define *x = define_of(all, i);

		if (x->asked >= least && is_meant(x, name))
			return x;
	}
	return NULL;
}

/* What X, a name that is asked for and never defined, was probably meant to be. */
static const struct define *meant_by(const struct defines *all, const struct define *x)
{
	const struct define *near = near_defined(all, x->name);

	if (!near)
		near = near_gone(all, x->name);
	return near ? near : near_asked(all, x->name, x->asked + 1);
}

static void check_asked(struct pp *pp, const struct define *x)
{
	struct diags *ds = &pp->session->diags;
	const struct define *near = meant_by(&pp->record.defines, x);
	struct diag *d;

	if (!near || source_mentions(&pp->session->sources, x->name) > x->asked)
		return;
	d = diag_report(ds, &rule_name_mistyped, x->asked_at, "\"%.*s\" is defined nowhere",
			STR_ARG(x->name));
	diag_hint(ds, d, "did you mean \"%.*s\"?", STR_ARG(near->name));
}

/* X is defined and never used: was it meant to be a name that is asked for? */
static void check_defined(struct pp *pp, const struct define *x)
{
	struct diags *ds = &pp->session->diags;
	const struct define *near = near_asked(&pp->record.defines, x->name, 1);
	struct diag *d;

	if (!near || near->set_by != RECORD_NONE ||
	    source_mentions(&pp->session->sources, x->name) > 1 ||
	    source_mentions(&pp->session->sources, near->name) < 2)
		return;
	d = diag_report(ds, &rule_name_mistyped, x->at, "\"%.*s\" is defined and never used",
			STR_ARG(x->name));
	diag_hint(ds, d, "did you mean \"%.*s\"?", STR_ARG(near->name));
	diag_note(ds, d, near->asked_at, "which is asked for here");
}

/* A reserved word wins over a define.  As a mere switch for #!ifdef it does no harm. */
static void check_reserved(struct pp *pp, const struct define *x)
{
	const struct keyword *k = keyword_find(x->name);
	struct diags *ds = &pp->session->diags;

	if (!k || !(k->versions & pp->session->version.bit) || !x->value.n || x->asked ||
	    source_mentions(&pp->session->sources, STR("def")))
		return;
	diag_hint(ds,
		  diag_report(ds, &rule_define_reserved, x->at,
			      "\"%.*s\" is a reserved word: it is never replaced",
			      STR_ARG(x->name)),
		  "choose another name");
}

/* K2 is what is wrong with the shape of the text. */
static bool is_syntax(const struct rule *rule)
{
	return rule->code[1] == '2';
}

/* The syntax error that the use of a define with a comment in it has made, or NULL. */
static struct diag *error_of(struct pp *pp, const struct pp_swallow *s)
{
	struct sources *all = &pp->session->sources;
	struct place use = source_place(all, span_in_file(all, s->use).lo);

	for (struct diag *x = pp->session->diags.first; x; x = x->next) {
		struct place at;

		if (!is_syntax(x->rule))
			continue;
		at = source_place(all, span_in_file(all, x->seen.lo ? x->seen : x->at).lo);
		if (at.source == use.source && at.line >= use.line && at.line <= use.line + 3)
			return x;
	}
	return NULL;
}

/* A syntax error is turned into what it comes from: one mistake, one message. */
static void check_swallow(struct pp *pp, const struct pp_swallow *s)
{
	const struct define *x = s->define;
	struct diags *ds = &pp->session->diags;
	struct diag *d = error_of(pp, s);

	if (d) {
		struct buf b = buf_on(pp->arena);

		if (!d->seen.lo)
			d->seen = d->at;
		d->rule = &rule_define_swallows;
		d->at = s->comment;
		message_add(&b,
			    "this is no comment but part of the value of \"%.*s\": the text behind "
			    "its use is lost",
			    STR_ARG(x->name));
		d->text = buf_view(&b);
		d->hint = STR("");
		d->notes = NULL;
		d->notes_end = &d->notes;
	} else {
		d = diag_report(ds, &rule_define_comment, s->comment,
				"this is no comment but part of the value of \"%.*s\"",
				STR_ARG(x->name));
		if (d->notes)
			return;
	}
	diag_note(ds, d, s->use, "it hides what stands behind the use here");
}

static const char hidden_junk[] = "a hidden character";

static const char *name_junk(struct str text)
{
	static const struct {
		const char *bytes, *name;
	} known[] = {
	    {"\xef\xbb\xbf", "a byte order mark"},   {"\xc2\xa0", "a no-break space"},
	    {"\xe2\x80\x9c", "a typographic quote"}, {"\xe2\x80\x9d", "a typographic quote"},
	    {"\xe2\x80\x9e", "a typographic quote"}, {"\xe2\x80\x98", "a typographic quote"},
	    {"\xe2\x80\x99", "a typographic quote"}, {"\xe2\x80\x93", "a typographic dash"},
	    {"\xe2\x80\x94", "a typographic dash"}};
	struct hidden_character x;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(text, str_of(known[i].bytes)))
			return known[i].name;
	return hidden_find(text, 0, &x) && x.at == 0 ? hidden_junk : "text outside of ASCII";
}

/* A syntax error on the same line comes from it, and is told what it is. */
static void check_junk(struct pp *pp, const struct junk *junk)
{
	struct sources *all = &pp->session->sources;
	struct diags *ds = &pp->session->diags;
	struct place at = source_place(all, junk->at.lo);
	const char *name = name_junk(source_text(all, junk->at));

	for (struct diag *x = ds->first; x; x = x->next) {
		struct place error = source_place(all, x->at.lo);

		if (!is_syntax(x->rule) || error.source != at.source || error.line != at.line)
			continue;
		if (!x->notes)
			diag_note(ds, x, junk->at, "%s stands on this line", name);
		return;
	}
	/* pp_hidden.c tells that it stands there at all. */
	if (name == hidden_junk)
		return;
	diag_report(ds, &rule_stray_bytes, junk->at,
		    "%s stands outside of strings and comments: kamailio skips it and writes it "
		    "to its standard output",
		    name);
}

static void check_names(struct pp *pp)
{
	const struct defines *all = &pp->record.defines;
	bool is_variant = pp->session->is_variant;
	uint32_t candidates = 0, asked = 0;

	for (uint32_t i = 0; i < all->current.count; i++) {
		const struct define *x = all->current.all[i];

		if (!x->at.lo || define_is_module(all, x))
			continue;
		check_reserved(pp, x);
		if (!x->uses && !is_variant && candidates++ < CANDIDATES_MOST)
			check_defined(pp, x);
	}
	/* A variant may well ask for what it does without. */
	for (uint32_t i = 0; i < all->names.entries.count && !is_variant; i++) {
		const struct define *x = define_of(all, i);

		if (x->asked && x->set_by == RECORD_NONE && !define_is_foreign(x->name) &&
		    asked++ < CANDIDATES_MOST)
			check_asked(pp, x);
	}
}

void pp_finish_names(struct pp *pp)
{
	const struct diags *ds = &pp->session->diags;

	for (uint32_t i = 0; i < pp->swallow_count; i++)
		check_swallow(pp, &pp->swallows[i]);
	for (const struct junk *j = lexer_junk(pp->lexer); j; j = j->next)
		check_junk(pp, j);
	/* A file that was not read may define and ask for names, too. */
	if (pp_lacks_names(pp))
		return;
	if (diag_wanted(ds, &rule_name_mistyped) || diag_wanted(ds, &rule_define_reserved))
		check_names(pp);
}

RULE(name_mistyped, "K152", SEV_WARNING, PHASE_RUN,
     .summary = "a name of the preprocessor that is probably mistyped",
     .why = "A name after #!ifdef that is not defined anywhere makes its block vanish silently. It "
	    "is reported only when it is similar to another name and occurs nowhere else in the "
	    "files; so is a define that is never used but is similar to a name that is tested.",
     .evidence = "kamailio issue 743",
     .bad = "#!define WITH_PRESENCE\n#!ifdef WITH_PRESENSE\nmhomed=1\n#!endif\n"
	    "request_route { exit; }\n",
     .good = "#!define WITH_PRESENCE\n#!ifdef WITH_PRESENCE\nmhomed=1\n#!endif\n"
	     "request_route { exit; }\n")

RULE(define_comment, "K154", SEV_WARNING, PHASE_RUN,
     .summary = "a comment in the value of a define, which hides the text behind its use",
     .why = "The value of a define is the rest of the line, so a comment there becomes part of it. "
	    "Where the name is used, the comment swallows the rest of that line.",
     .bad = "#!define PORT 5060 # the port\nlisten=udp:127.0.0.1:PORT advertise "
	    "1.2.3.4:5060\nrequest_route { exit; }\n",
     .good = "# the port\n#!define PORT 5060\nlisten=udp:127.0.0.1:PORT advertise "
	     "1.2.3.4:5060\nrequest_route { exit; }\n")

RULE(define_swallows, "K155", SEV_ERROR, PHASE_PARSE,
     .summary = "a comment in the value of a define, which breaks the text where it is used",
     .why = "The value of a define is the rest of the line, so a comment there becomes part of it. "
	    "Where the name is used, the comment swallows the rest of that line: a parenthesis or "
	    "semicolon that is needed there is lost.",
     .bad = "loadmodule \"pv.so\"\n#!define LIMIT 10 # calls\nrequest_route {\n\tif ($rU > "
	    "LIMIT)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\n# calls\n#!define LIMIT 10\nrequest_route {\n\tif ($rU > "
	     "LIMIT)\n\t\texit;\n}\n")

RULE(define_reserved, "K156", SEV_WARNING, PHASE_RUN,
     .summary = "a define whose name is a reserved word",
     .why = "Reserved words win over defines, so the name is never replaced by its value.",
     .bad = "#!define port 5061\nlisten=udp:127.0.0.1:5060\nrequest_route { exit; }\n",
     .good = "#!define MY_PORT 5061\nlisten=udp:127.0.0.1:MY_PORT\nrequest_route { exit; }\n")

RULE(stray_bytes, "K157", SEV_WARNING, PHASE_RUN,
     .summary = "bytes outside of ASCII between the words of the config",
     .why = "Outside of strings and comments Kamailio skips such bytes and writes them to its "
	    "standard output. They come from word processors and web pages: typographic "
	    "quotes, no-break spaces, a byte order mark in front of the file.",
     .bad = "\xef\xbb\xbfrequest_route { exit; }\n", .good = "request_route { exit; }\n")
