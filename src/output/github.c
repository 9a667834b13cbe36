/*
 * github - findings as commands of a workflow of GitHub, which shows them at their lines.
 *
 * What must stay true: no text of the user ends a command or one of its properties, or starts one.
 */
#include "output/formats.h"

#include "output/words.h"

enum { SHOWN_MOST = 10 }; /* of each severity in a step, by GitHub */

/* Appends TEXT as data of a command; as one of its properties two bytes more are escaped. */
static void escape(struct buf *b, struct str text, bool is_property)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ',')))
			buf_printf(b, "%%%02X", (unsigned)c);
		else
			buf_byte(b, c);
	}
}

static void say_place(struct report_writer *w, const struct finding_place *at)
{
	struct buf *b = &w->out, path = buf_on(w->scratch);

	words_visible(&path, paths_name(w->paths, at->path)->path);
	buf_text(b, "file=");
	escape(b, buf_view(&path), true);
	buf_printf(b, ",line=%u,endLine=%u", at->from.line, at->to.line);
	/* Columns are refused when there are several lines. */
	if (at->from.line == at->to.line)
		buf_printf(b, ",col=%u,endColumn=%u", at->from.character, at->to.character);
	buf_byte(b, ',');
}

static void say_finding(struct report_writer *w, const struct finding *x)
{
	static const char *const commands[] = {"error", "warning", "notice"};
	struct buf words = buf_on(w->scratch);
	struct words_more *more;
	size_t n = words_more(w->scratch, x, &more);

	words_message(&words, x);
	for (size_t i = 0; i < n; i++) {
		buf_byte(&words, '\n');
		words_with_place(&words, &more[i]);
	}
	buf_printf(&w->out, "::%s ", commands[x->severity]);
	if (x->has_place)
		say_place(w, &x->at);
	buf_printf(&w->out, "title=kamcheck %s::", x->rule->code);
	escape(&w->out, buf_view(&words), false);
	buf_byte(&w->out, '\n');
}

static void say_unread(struct report_writer *w, struct str name, struct str why)
{
	struct buf words = buf_on(w->scratch);

	(void)name;
	words_visible(&words, why);
	buf_text(&w->out, "::error title=kamcheck::");
	escape(&w->out, buf_view(&words), false);
	buf_byte(&w->out, '\n');
}

static void end(struct report_writer *w, int status)
{
	const uint32_t *n = w->shown.of;

	(void)status;
	if (n[SEV_ERROR] > SHOWN_MOST || n[SEV_WARNING] > SHOWN_MOST || n[SEV_NOTE] > SHOWN_MOST)
		buf_printf(&w->out,
			   "::notice title=kamcheck::%u errors, %u warnings, %u notes in all; "
			   "GitHub shows %d of each\n",
			   n[SEV_ERROR], n[SEV_WARNING], n[SEV_NOTE], SHOWN_MOST);
}

const struct report_format format_github = {
    .name = "github", .finding = say_finding, .unread = say_unread, .end = end};
