/*
 * checkstyle - findings in the XML of Checkstyle, which many servers of builds read.
 */
#include "output/formats.h"

#include "output/words.h"
#include "output/xml.h"

static void say_finding(struct report_writer *w, const struct finding *x)
{
	static const char *const severities[] = {"error", "warning", "info"};
	struct buf *b = &xml_file(w, x->at.path)->body, words = buf_on(w->scratch);

	words_message(&words, x);
	buf_printf(b, "    <error line=\"%u\" column=\"%u\" severity=\"%s\" message=\"",
		   x->at.from.line, x->at.from.byte, severities[x->severity]);
	xml_text(b, buf_view(&words));
	buf_printf(b, "\" source=\"kamcheck.%s\"/>\n", x->rule->code);
}

static void say_unread(struct report_writer *w, struct str name, struct str why)
{
	struct buf *b = &xml_file(w, name)->body;

	buf_text(b, "    <error line=\"1\" column=\"1\" severity=\"error\" message=\"");
	xml_text(b, why);
	buf_text(b, "\" source=\"kamcheck\"/>\n");
}

static void say_file(struct buf *b, struct xml_file *file)
{
	buf_text(b, "  <file name=\"");
	xml_text(b, file->path);
	buf_text(b, "\">\n");
	buf_str(b, buf_view(&file->body));
	buf_text(b, "  </file>\n");
}

static void end(struct report_writer *w, int status)
{
	(void)status;
	buf_text(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<checkstyle version=\"4.3\">\n");
	xml_each_file(w, say_file);
	buf_text(&w->out, "</checkstyle>\n");
}

const struct report_format format_checkstyle = {.name = "checkstyle",
						.wants = REPORT_FILES,
						.finding = say_finding,
						.unread = say_unread,
						.end = end};
