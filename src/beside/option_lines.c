/*
 * option_lines - see option_lines.h.
 *
 * What must stay true: each call takes at least one byte, and no byte is looked at more than a few
 * times.
 */
#include "beside/option_lines.h"

#include "base/ascii.h"

static bool is_end(const struct option_lines *r)
{
	return r->at == r->text.n || r->text.p[r->at] == '\n';
}

/* Past blanks, and ends of lines behind a backslash.  The reader takes a CR for one, too. */
static void skip_blanks(struct option_lines *r)
{
	for (; r->at < r->text.n; r->at++) {
		struct str rest = str_skip(r->text, r->at);

		if (str_starts(rest, STR("\\\n")))
			r->at++;
		else if (!ascii_is_blank(rest.p[0]) && rest.p[0] != '\r')
			return;
	}
}

static void skip_line(struct option_lines *r)
{
	while (!is_end(r))
		r->at += str_starts(str_skip(r->text, r->at), STR("\\\n")) ? 2 : 1;
}

static struct str cut(const struct option_lines *r, size_t from)
{
	return str_head(str_skip(r->text, from), r->at - from);
}

static bool fail(const struct option_lines *r, struct option_line *line, const char *fault)
{
	line->form = OPTION_FAULT;
	line->fault = fault;
	line->fault_at = r->at;
	return false;
}

/* Nothing but a comment may follow. */
static bool take_end(struct option_lines *r, struct option_line *line)
{
	skip_blanks(r);
	if (is_end(r) || r->text.p[r->at] == '#')
		return true;
	return fail(r, line, "the line must end here");
}

static bool take_head(struct option_lines *r, struct option_line *line)
{
	size_t from = ++r->at;

	line->form = OPTION_HEAD;
	/* An address of IPv6 has brackets of its own. */
	for (unsigned depth = 1; !is_end(r); r->at++) {
		depth += r->text.p[r->at] == '[';
		depth -= r->text.p[r->at] == ']';
		if (!depth)
			break;
	}
	line->key = cut(r, from);
	if (is_end(r))
		return fail(r, line, "\"]\" is missing");
	r->at++;
	return take_end(r, line);
}

/* A text in quotes may go on over lines. */
static bool take_quoted(struct option_lines *r, struct option_line *line)
{
	size_t open = r->at++;

	for (; r->at < r->text.n && r->text.p[r->at] != '"'; r->at++) {
		if (r->text.p[r->at] == '\\') {
			line->is_odd = true;
			r->at += r->at + 1 < r->text.n;
		}
	}
	line->value = cut(r, open + 1);
	if (r->at == r->text.n) {
		r->at = open;
		fail(r, line, "the closing quote is missing");
		r->at = r->text.n;
		return false;
	}
	r->at++;
	return true;
}

static bool take_value(struct option_lines *r, struct option_line *line)
{
	size_t from;

	skip_blanks(r);
	from = r->at;
	if (is_end(r))
		return fail(r, line, "a value is missing");
	if (r->text.p[r->at] == '"')
		return take_quoted(r, line) && take_end(r, line);
	while (!is_end(r) && !ascii_is_blank(r->text.p[r->at]) && r->text.p[r->at] != '\r') {
		if (r->text.p[r->at] == '\\')
			line->is_odd = true;
		r->at += str_starts(str_skip(r->text, r->at), STR("\\\n")) ? 2 : 1;
	}
	line->value = cut(r, from);
	return line->is_odd || take_end(r, line);
}

static bool take_line(struct option_lines *r, struct option_line *line)
{
	size_t from = r->at;

	line->form = OPTION_LINE;
	while (r->at < r->text.n && ascii_is_word(r->text.p[r->at]))
		r->at++;
	line->key = cut(r, from);
	if (!line->key.n)
		return fail(r, line, "\"[\" or the name of an option is expected");
	skip_blanks(r);
	if (is_end(r) || r->text.p[r->at] != '=')
		return fail(r, line, "\"=\" is expected behind the name of an option");
	r->at++;
	return take_value(r, line);
}

bool option_lines_next(struct option_lines *r, struct option_line *line)
{
	*line = (struct option_line){0};
	for (;;) {
		skip_blanks(r);
		if (r->at == r->text.n)
			return false;
		if (!is_end(r) && r->text.p[r->at] != '#')
			break;
		skip_line(r);
		r->at += r->at < r->text.n;
	}
	if (r->text.p[r->at] == '[')
		take_head(r, line);
	else
		take_line(r, line);
	skip_line(r);
	return true;
}
