/*
 * explain - rules as text for people; see explain.h.
 */
#include "views/explain.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "engine/registry.h"
#include "output/rule_page.h"

#define WIDTH 78

static const char *const severities[] = {"error", "warning", "note"};
static const char *const phases[] = {"parse", "start", "run"};
static const char *const notices[] = {"kamailio -c refuses the file", "the server does not start",
				      "the server starts, and misbehaves"};

const char *explain_notice(const struct rule *r)
{
	return notices[r->phase];
}

void explain_list(struct buf *b, const bool *is_chosen)
{
	for (size_t i = 0; i < rule_count; i++)
		if (is_chosen[i])
			buf_printf(b, "%s  %-7s  %-5s  %-24s  %s\n", rules[i]->code,
				   severities[rules[i]->severity], phases[rules[i]->phase],
				   rules[i]->name, rules[i]->summary);
}

/* TEXT in lines of at most WIDTH bytes. */
static void wrap(struct buf *b, struct str text)
{
	size_t column = 0;

	while (text.n) {
		struct str word = str_take(&text, ' ');

		if (column && column + 1 + word.n > WIDTH) {
			buf_byte(b, '\n');
			column = 0;
		}
		buf_printf(b, "%s%.*s", column ? " " : "", STR_ARG(word));
		column += word.n + (column != 0);
	}
	buf_byte(b, '\n');
}

static bool is_no_space(char c)
{
	return !ascii_is_space(c);
}

/* TEXT, with what it hides made visible; its tabs are tabs. */
static struct str visible(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	while (text.n) {
		size_t n = ascii_run(text, is_no_space);

		hidden_show(&b, str_head(text, n));
		buf_str(&b, str_head(str_skip(text, n), 1));
		text = str_skip(text, n + 1);
	}
	return buf_view(&b);
}

static void example(struct buf *b, const char *title, const char *text)
{
	struct str rest = visible(b->arena, str_of(text));

	buf_printf(b, "\n%s:\n", title);
	while (rest.n) {
		struct str line = str_take(&rest, '\n');

		buf_printf(b, "    %.*s\n", STR_ARG(line));
	}
}

void explain_rule(struct buf *b, const struct explain_facts *facts, const struct rule *r)
{
	buf_printf(b, "%s %s: %s\n\n%s, phase %s: %s\n\n", r->code, r->name, r->summary,
		   severities[r->severity], phases[r->phase], notices[r->phase]);
	wrap(b, str_of(r->why));
	if (r->evidence)
		buf_printf(b, "\nSeen in: %s\n", r->evidence);
	if (r->bad)
		example(b, r->version ? "Wrong (in an older or newer release)" : "Wrong", r->bad);
	if (r->good)
		example(b, "Right", r->good);
	if (*facts->docs) {
		buf_text(b, "\nSee ");
		rule_page_url(b, facts->docs, r);
		buf_byte(b, '\n');
	}
}

/*
 * TEXT as lines of roff: what it would take for a command or an escape is escaped, and each
 * sentence starts a line.
 */
static void man_text(struct buf *b, struct str text, bool is_literal)
{
	bool starts_line = true;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (starts_line && (c == '.' || c == '\''))
			buf_text(b, "\\&");
		starts_line = c == '\n';
		if (c == '\\') {
			buf_text(b, "\\e");
		} else if (c == '-') {
			buf_text(b, "\\-");
		} else if (!is_literal && c == ' ' && i > 1 && text.p[i - 1] == '.') {
			buf_byte(b, '\n');
			starts_line = true;
		} else {
			buf_byte(b, c);
		}
	}
	if (!starts_line)
		buf_byte(b, '\n');
}

static void man_paragraphs(struct buf *b, struct str text)
{
	while (text.n) {
		ptrdiff_t end = str_search(text, STR("\n\n"));
		struct str one = str_head(text, end < 0 ? text.n : (size_t)end);

		man_text(b, one, false);
		text = str_skip(text, one.n + 2);
		if (text.n)
			buf_text(b, ".Pp\n");
	}
}

static void man_example(struct buf *b, const char *title, const char *text)
{
	buf_printf(b, ".Pp\n%s:\n.Bd -literal -offset indent\n", title);
	man_text(b, visible(b->arena, str_of(text)), true);
	buf_text(b, ".Ed\n");
}

static void man_rule(struct buf *b, const struct rule *r)
{
	buf_printf(b, ".Ss %s %s\n", r->code, r->name);
	buf_text(b, ".Em ");
	man_text(b, str_of(r->summary), true);
	buf_printf(b, ".Pq %s, phase %s: %s\n.Pp\n", severities[r->severity], phases[r->phase],
		   notices[r->phase]);
	man_paragraphs(b, str_of(r->why));
	if (r->evidence) {
		buf_text(b, ".Pp\nSeen in: ");
		man_text(b, str_of(r->evidence), true);
	}
	if (r->bad)
		man_example(b, "Wrong", r->bad);
	if (r->good)
		man_example(b, "Right", r->good);
}

void explain_man(struct buf *b)
{
	buf_text(b, ".\\\" Made by \"kamcheck rules --man\".\n"
		    ".Dd November 24, 2026\n"
		    ".Dt KAMCHECK-RULES 7\n"
		    ".Os\n"
		    ".Sh NAME\n"
		    ".Nm kamcheck-rules\n"
		    ".Nd what kamcheck finds in Kamailio configurations\n"
		    ".Sh DESCRIPTION\n"
		    "Each message of\n"
		    ".Xr kamcheck 1\n"
		    "holds the code of its rule.\n"
		    "The phase says when Kamailio itself would notice: while parsing, which\n"
		    ".Ql kamailio -c\n"
		    "does, when it starts, or never, because it runs and misbehaves.\n"
		    ".Pp\n"
		    "A comment\n"
		    ".Ql # kamcheck: ignore K304 reason\n"
		    "silences a rule, by code or name, for its line or the next statement.\n"
		    ".Sh RULES\n");
	for (size_t i = 0; i < rule_count; i++)
		man_rule(b, rules[i]);
	buf_text(b, ".Sh SEE ALSO\n.Xr kamcheck 1\n");
}
