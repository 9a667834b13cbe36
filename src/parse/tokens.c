/*
 * tokens - see tokens.h.
 */
#include "parse/tokens.h"

#include "base/hidden.h"
#include "tree/ast.h"
#include "preprocess/pp.h"
#include "parser.h"

static void say_kind(struct buf *out, int kind)
{
	static const struct {
		int kind;
		const char *name;
	} names[] = {{T_NUMBER, "number"}, {T_ID, "name"},     {T_NUMID, "numword"},
		     {T_STRING, "string"}, {T_IPV6, "ipv6"},   {T_PVAR, "variable"},
		     {T_BARE, "bare"},     {T_CLASS, "class"}, {T_EVENT_NAME, "event"},
		     {T_MARK, "mark"},     {T_SEL, "select"},  {T_JUNK, "junk"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (names[i].kind == kind) {
			buf_text(out, names[i].name);
			return;
		}
	}
	buf_text(out, kind < 256 ? "sign" : "word");
}

void parse_dump_tokens(struct session *s, struct str name, struct str text, struct buf *out)
{
	struct source *src = sources_add(&s->sources, name, text, SPAN_NONE);
	struct token t;
	struct pp pp;

	pp_init(&pp, s, src, NULL);
	for (pp_next(&pp, &t); t.kind; pp_next(&pp, &t)) {
		struct place p = source_place(&s->sources, t.at.lo);

		if (t.is_injected)
			buf_text(out, "lacking");
		else
			buf_printf(out, "%.*s:%u:%u", STR_ARG(p.source->name), p.line, p.column);
		buf_byte(out, ' ');
		say_kind(out, t.kind);
		if (t.kind == T_NUMBER)
			buf_printf(out, " %d", t.number);
		buf_byte(out, ' ');
		hidden_quote(out, t.text);
		buf_byte(out, '\n');
	}
	pp_finish(&pp, false);
}
