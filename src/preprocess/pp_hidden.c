/*
 * pp_hidden - characters in the files that do not show, or make other text show as what it is not.
 *
 * They are looked for in the bytes of all files, wherever they stand: in comments, in strings, in
 * text that a condition skips.  Nobody who reads the file sees what they do.
 *
 * What must stay true: a byte order mark in front of a file is none of them (K157 reports it); nor
 * is what a decoder of the wrong encoding leaves behind, for it hides nothing.
 */
#include "preprocess/pp.h"

#include "base/hidden.h"
#include "base/utf8.h"

/* What is reported here. */
extern const struct rule rule_text_hidden;

#define BYTE_ORDER_MARK 0xfeff

/* UTF-8 that was read as Latin-1 and written as UTF-8 again: a control character behind the letter
 * that the first byte became, or behind another such byte. */
static bool is_misread(struct str text, const struct hidden_character *x)
{
	size_t before = x->at ? utf8_start(text, x->at - 1) : 0;

	return x->kind == HIDDEN_CONTROL && x->at - before == 2 &&
	       utf8_code(str_skip(text, before), 2) < 0xf5;
}

/* The next one in TEXT that hides something. */
static bool find_next(struct str text, size_t from, struct hidden_character *x)
{
	while (hidden_find(text, from, x)) {
		if (!is_misread(text, x))
			return true;
		from = x->at + x->n;
	}
	return false;
}

/* Between words it is told with the other bytes that stand there. */
static bool is_told_mark(struct pp *pp, struct span at, uint32_t code)
{
	for (const struct junk *j = lexer_junk(pp->lexer); j && code == BYTE_ORDER_MARK;
	     j = j->next)
		if (at.lo >= j->at.lo && at.hi <= j->at.hi)
			return true;
	return false;
}

static const char *what_it_does(enum hidden_kind kind)
{
	switch (kind) {
	case HIDDEN_CONTROL: return "is a control character that does not show";
	case HIDDEN_LINE: return "looks like the end of a line, and is none";
	case HIDDEN_DIRECTION: return "changes the direction of the text around it";
	default: return "cannot be seen";
	}
}

/* Reports X and what follows it in TEXT, its line, in SRC. */
static void report_line(struct pp *pp, const struct source *src, struct str text,
			const struct hidden_character *x)
{
	struct diags *ds = &pp->session->diags;
	struct span at = {src->base + (uint32_t)x->at, src->base + (uint32_t)(x->at + x->n)};
	struct buf code = buf_on(pp->arena);
	struct hidden_character next = *x;
	uint32_t more = 0;
	struct diag *d;

	if (is_told_mark(pp, at, x->code))
		return;
	while (find_next(text, next.at + next.n, &next))
		more++;
	buf_printf(&code, "U+%04X", (unsigned)x->code);
	d = diag_report(ds, &rule_text_hidden, at, "%s %s: the text does not read as it looks",
			code.p, what_it_does(x->kind));
	if (more)
		diag_hint(ds, d, "and %u more on this line", more);
}

static void report_file(struct pp *pp, const struct source *src)
{
	size_t at = str_starts(src->text, STR("\xef\xbb\xbf")) ? 3 : 0;
	struct hidden_character x;

	while (find_next(src->text, at, &x)) {
		ptrdiff_t rest = str_find(str_skip(src->text, x.at), '\n');

		at = rest < 0 ? src->text.n : x.at + (size_t)rest;
		report_line(pp, src, str_head(src->text, at), &x);
	}
}

void pp_report_hidden(struct pp *pp)
{
	const struct sources *all = &pp->session->sources;

	if (!diag_wanted(&pp->session->diags, &rule_text_hidden))
		return;
	for (uint32_t i = 0; i < all->count; i++)
		if (!all->all[i]->is_expansion)
			report_file(pp, all->all[i]);
}

RULE(text_hidden, "K158", SEV_WARNING, PHASE_RUN,
     .summary = "a character that does not show, or that turns the text around it",
     .why = "Editors and web pages show the text in another order than Kamailio reads it, or show "
	    "two different names alike: code can look like a comment, and a comment like code. A "
	    "config has no use for marks of direction, zero-width spaces, soft hyphens and their "
	    "like. Joiners inside of emoji and of words in Arabic, Persian or the scripts of India "
	    "are not meant, nor is any text that needs no such marks.",
     .evidence = "CVE-2021-42574, CVE-2021-42694",
     .bad = "request_route {\n\t/* admins only \xe2\x80\xae\xe2\x81\xa6 */ exit;\n}\n",
     .good = "request_route {\n\t# \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85, \xf0\x9f\x91\xa9\xe2\x80"
	     "\x8d\xf0\x9f\x94\xa7\n\texit;\n}\n")
