/*
 * explain - rules as text for people; see explain.h.
 */
#include "views/explain.h"

#define WIDTH 78

static const char *const severities[] = {"error", "warning", "note"};
static const char *const phases[] = {"parse", "start", "run"};
static const char *const notices[] = {"kamailio -c refuses the file", "the server does not start",
				      "the server starts, and misbehaves"};

void explain_list(struct buf *b)
{
	for (size_t i = 0; i < rule_count; i++)
		buf_printf(b, "%s  %-7s  %-5s  %-24s  %s\n", rules[i]->code,
			   severities[rules[i]->severity], phases[rules[i]->phase], rules[i]->name,
			   rules[i]->summary);
}

/* TEXT in lines of at most WIDTH bytes. */
static void wrap(struct buf *b, struct str text)
{
	size_t column = 0;

	while (text.n) {
		ptrdiff_t end = str_find(text, ' ');
		struct str word = str_head(text, end < 0 ? text.n : (size_t)end);

		if (column && column + 1 + word.n > WIDTH) {
			buf_byte(b, '\n');
			column = 0;
		}
		buf_printf(b, "%s%.*s", column ? " " : "", STR_ARG(word));
		column += word.n + (column != 0);
		text = str_skip(text, word.n + 1);
	}
	buf_byte(b, '\n');
}

static void example(struct buf *b, const char *title, const char *text)
{
	struct str rest = str_of(text);

	buf_printf(b, "\n%s:\n", title);
	while (rest.n) {
		ptrdiff_t end = str_find(rest, '\n');
		struct str line = str_head(rest, end < 0 ? rest.n : (size_t)end);

		buf_printf(b, "    %.*s\n", STR_ARG(line));
		rest = str_skip(rest, line.n + 1);
	}
}

void explain_rule(struct buf *b, const struct rule *r)
{
	buf_printf(b, "%s %s: %s\n\n%s, phase %s: %s\n\n", r->code, r->name, r->summary,
		   severities[r->severity], phases[r->phase], notices[r->phase]);
	wrap(b, str_of(r->why));
	if (r->bad)
		example(b, r->version ? "Wrong (in an older or newer release)" : "Wrong", r->bad);
	if (r->good)
		example(b, "Right", r->good);
}
