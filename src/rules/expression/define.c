/*
 * define - the name of a #!define inside of a string, where it is not replaced.  Tried with 5.6.3.
 *
 * What must stay true: most strings mention names by chance.  A name counts only in an address or a
 * URL, between the marks that part one, or as all of what a parameter of a module is set to.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "base/map.h"

struct in_strings {
	struct map places; /* reported: a define is expanded more often than it is written */
};

static const struct state_kind state = STATE_KIND(struct in_strings);

enum { NAME_LEAST = 3 };

/* Whether a #!define gives D its value: names of others are replaced in strings, or are modules. */
static bool is_plain(const struct defines *all, const struct define *d)
{
	const struct define_change *c;

	if (d->set_by == RECORD_NONE)
		return false;
	c = PILE_AT(&all->changes, d->set_by);
	return c->source == DEFINE_DIRECTIVE && c->directive != DIRECTIVE_SUBSTDEF &&
	       c->directive != DIRECTIVE_SUBSTDEFS;
}

/* The name has a value, and looks like no word. */
static const struct define *named(const struct visit *v, struct str name)
{
	const struct define *d;

	if (name.n < NAME_LEAST || !ascii_is_upper(name.p[0]) ||
	    !v->unit->record.defines.starts[(unsigned char)name.p[0]])
		return NULL;
	for (size_t i = 0; i < name.n; i++)
		if (ascii_is_lower(name.p[i]))
			return NULL;
	d = define_find(&v->unit->record.defines, name);
	return d && d->value.n && is_plain(&v->unit->record.defines, d) ? d : NULL;
}

static void report_name(struct visit *v, const struct node *n, size_t at, const struct define *d)
{
	struct in_strings *s = visit_state(v, &state);
	struct written w = pvars_written(v->unit, n);
	struct span place = written_place(&w, at, d->name.n), written;
	struct diag *x;

	written = record_written(&v->unit->record, &v->session->sources, place);
	if (written.hi)
		place = written;
	if (!map_add(&s->places, v->arena,
		     (struct str){arena_copy(v->arena, (const char *)&place, sizeof place),
				  sizeof place}))
		return;
	x = report(v, place, "\"%.*s\" is not replaced inside of a string", STR_ARG(d->name));
	diag_hint(v->diags, x, "#!substdef replaces in strings, too");
	if (d->at.hi)
		diag_note(v->diags, x, d->at, "defined here");
}

static bool parts_address(char c)
{
	return c == ':' || c == '@' || c == '/';
}

/* Names between the marks of an address: udp:MY_IP:5060, mysql://USER:PASSWORD@HOST/base. */
static void check_address(struct visit *v, const struct node *n)
{
	struct str text = n->text;

	for (size_t i = 0; i < text.n;) {
		size_t from = i, end = from;
		const struct define *d;

		while (end < text.n && ascii_is_word(text.p[end]))
			end++;
		i = end + (end == from);
		if (end == from || (from && !parts_address(text.p[from - 1])) ||
		    (end < text.n && !parts_address(text.p[end]) && text.p[end] != ';') ||
		    (!from && end == text.n))
			continue;
		d = named(v, str_head(str_skip(text, from), end - from));
		if (d)
			report_name(v, n, from, d);
	}
}

static void check_string(struct visit *v, const struct node *n)
{
	if (n->kind == N_MODPARAM) {
		const struct node *value = KID(n, MODPARAM, value);
		const struct define *d = value->kind == N_STRING ? named(v, value->text) : NULL;

		if (d && v->param->by->is_known)
			report_name(v, value, 0, d);
		return;
	}
	/* What people read has blanks in it, a subst begins with a slash; an address does neither.
	 */
	if (n->text.n > NAME_LEAST && n->text.p[0] != '/' && str_find(n->text, ':') >= 0 &&
	    str_find(n->text, ' ') < 0)
		check_address(v, n);
}

RULE(define_in_string, "K560", SEV_WARNING, PHASE_RUN, .nodes = NODE(STRING), .each_param = true,
     .run = check_string, .summary = "the name of a #!define inside of a string",
     .why = "Names of #!define are replaced where they stand alone, not in strings: in an address "
	    "such as \"127.0.0.1:MY_PORT\" the name stays as it is. #!substdef \"/NAME/value/\" "
	    "replaces in strings, too; strings next to each other are joined.",
     .evidence = "kamailio issue 2585",
     .bad = "loadmodule \"pv.so\"\n#!define MY_PORT 5070\nrequest_route {\n"
	    "\t$du = \"sip:127.0.0.1:MY_PORT\";\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\n#!substdef \"/MY_PORT/5070/\"\nrequest_route {\n"
	     "\t$du = \"sip:127.0.0.1:MY_PORT\";\n\texit;\n}\n")
