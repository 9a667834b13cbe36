/*
 * pp_text - tokens that are texts, strings and variables: what substs make of them; see pp.h.
 *
 * Reference: preprocessor.md section 8.3.
 */
#include "preprocess/pp.h"

#include "parser.h"

static inline void watch_variable(struct pp *pp, struct str text)
{
	if (text.n > 2 && secret_names_may_have(pp->secrets.variables, text.p[1], text.n - 1))
		pp->secrets.is_awake = true;
}

static void watch_string(struct pp *pp, const struct token *t, const struct raw *raw)
{
	bool is_changed = t->text.p != raw->text.p || t->text.n + 2 != raw->at.hi - raw->at.lo;

	/* One that is not as it was written may have a URL in it that was not written, either. */
	if (pp->secrets.is_awake || (is_changed && str_find(t->text, '@') >= 0))
		secret_watch_token(&pp->secrets, pp->session, pp->last.text, SECRET_TOKEN_STRING,
				   t->at, t->text);
}

/* The text of a string in quotes, as the lexer would read it back. */
static struct str quote(struct pp *pp, struct str s, bool is_single)
{
	struct buf b = buf_on(pp->arena);
	char sign = is_single && str_find(s, '\'') < 0 ? '\'' : '"';

	buf_byte(&b, sign);
	for (size_t i = 0; i < s.n; i++) {
		if (sign == '"' && (s.p[i] == '"' || s.p[i] == '\\'))
			buf_byte(&b, '\\');
		buf_byte(&b, s.p[i]);
	}
	buf_byte(&b, sign);
	return buf_view(&b);
}

/* The token's text with all substs applied. */
static void substitute(struct pp *pp, const struct raw *raw, struct token *out)
{
	if (pp->substs && !pp->is_printing)
		out->text = pp_apply_substs(pp, raw->text, raw->at, pp->trace);
}

void pp_cook_string(struct pp *pp, const struct raw *raw, struct token *out)
{
	enum directive d = pp->pending_subst;

	out->kind = T_STRING;
	out->is_single = raw->is_single;
	substitute(pp, raw, out);
	watch_string(pp, out, raw);
	if (d && !pp->is_printing && pp->is_unknown) {
		/* The rule and the name that it makes are not known, either. */
		pp->lacks_names = true;
	} else if (d && !pp->is_printing) {
		pp_add_subst(pp, d, out->text, out->at);
		if (!pp->has_unknown_subst)
			pp_note_subst(pp);
		else if (pp->trace && !str_equal(out->text, raw->text))
			pp_note_text(pp, quote(pp, out->text, raw->is_single));
	} else if (pp->trace && !str_equal(out->text, raw->text)) {
		pp_note_text(pp, quote(pp, out->text, raw->is_single));
	}
}

void pp_cook_variable(struct pp *pp, const struct raw *raw, struct token *out)
{
	out->kind = T_PVAR;
	watch_variable(pp, raw->text);
	if (raw->is_bare)
		return;
	substitute(pp, raw, out);
	if (pp->trace && !str_equal(out->text, raw->text))
		pp_note_text(pp, out->text);
}
