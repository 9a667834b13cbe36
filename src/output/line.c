/*
 * line - findings in a line each: "concise" as the first line of the text form is, "gcc" as
 * compilers say it, with lines for what belongs to a finding.
 */
#include "output/formats.h"

#include "output/words.h"

static void say_place(struct buf *b, const struct finding_place *at)
{
	words_visible(b, at->path);
	buf_byte(b, ':');
	buf_number(b, (int32_t)at->from.line);
	buf_byte(b, ':');
	buf_number(b, (int32_t)at->from.byte);
	buf_text(b, ": ");
}

static void say_where(struct buf *b, const struct finding *x)
{
	if (x->has_place)
		say_place(b, &x->at);
	else
		buf_text(b, "kamcheck: ");
}

static void say_concise(struct report_writer *w, const struct finding *x)
{
	struct buf *b = &w->out;

	say_where(b, x);
	buf_printf(b, "%s[%s]: ", finding_severity(x->severity), x->rule->code);
	words_message(b, x);
	buf_printf(b, " [%s]\n", finding_phase(x->rule->phase));
}

static void say_gcc(struct report_writer *w, const struct finding *x)
{
	struct words_more *more;
	size_t n = words_more(w->scratch, x, &more);
	struct buf *b = &w->out;

	say_where(b, x);
	buf_printf(b, "%s: ", finding_severity(x->severity));
	words_message(b, x);
	buf_printf(b, " [%s]\n", x->rule->code);
	for (size_t i = 0; i < n; i++) {
		if (more[i].has_place)
			say_place(b, &more[i].at);
		else
			say_where(b, x);
		buf_text(b, "note: ");
		buf_str(b, more[i].text);
		buf_byte(b, '\n');
	}
}

static void say_rest(struct report_writer *w, const struct report_config *config)
{
	report_say_rest(&w->out, config);
}

const struct report_format format_concise = {
    .name = "concise", .finding = say_concise, .config = say_rest};

const struct report_format format_gcc = {.name = "gcc", .finding = say_gcc, .config = say_rest};
