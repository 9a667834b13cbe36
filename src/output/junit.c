/*
 * junit - findings as tests that fail, in the XML of JUnit: a suite for each file, and one test
 * that passes for a file without findings.  Notes are tests that pass, with something to say.
 *
 * What must stay true: no two tests of a file have one name, for servers would take them for one.
 */
#include "output/formats.h"

#include "output/words.h"
#include "output/xml.h"

/* All that is said of X, in lines. */
static void say_words(struct buf *b, struct arena *a, const struct finding *x)
{
	struct words_more *more;
	size_t n = words_more(a, x, &more);

	for (size_t i = 0; i < n; i++) {
		struct buf line = buf_on(a);

		words_with_place(&line, &more[i]);
		buf_byte(b, '\n');
		xml_text(b, buf_view(&line));
	}
	if (x->has_place && x->excerpt.n) {
		buf_byte(b, '\n');
		xml_text(b, x->excerpt);
	}
}

static void start_test(struct buf *b, const struct xml_file *file, const char *name, uint32_t line)
{
	buf_printf(b, "    <testcase name=\"%s\" classname=\"", name);
	xml_text(b, file->path);
	buf_text(b, "\" file=\"");
	xml_text(b, file->path);
	buf_printf(b, "\" line=\"%u\" time=\"0\">\n", line);
}

static void say_finding(struct report_writer *w, const struct finding *x)
{
	struct xml_file *file = xml_file(w, x->at.path);
	struct buf *b = &file->body, words = buf_on(w->scratch), name = buf_on(w->scratch);
	bool is_note = x->severity == SEV_NOTE;

	words_message(&words, x);
	buf_printf(&name, "%s at %u:%u #%u", x->rule->code, x->at.from.line, x->at.from.byte,
		   ++file->tests);
	file->failures += !is_note;
	start_test(b, file, buf_view(&name).p, x->at.from.line);
	if (is_note) {
		buf_text(b, "      <system-out>");
	} else {
		buf_printf(b, "      <failure type=\"%s\" message=\"",
			   finding_severity(x->severity));
		xml_text(b, buf_view(&words));
		buf_text(b, "\">");
	}
	xml_text(b, buf_view(&words));
	say_words(b, w->scratch, x);
	buf_text(b, is_note ? "</system-out>\n" : "</failure>\n");
	buf_text(b, "    </testcase>\n");
}

static void say_unread(struct report_writer *w, struct str name, struct str why)
{
	struct xml_file *file = xml_file(w, name);

	file->tests++;
	file->errors++;
	start_test(&file->body, file, "read", 1);
	buf_text(&file->body, "      <error type=\"error\" message=\"");
	xml_text(&file->body, why);
	buf_text(&file->body, "\"/>\n    </testcase>\n");
}

static void say_file(struct buf *b, struct xml_file *file)
{
	if (!file->tests++) {
		start_test(&file->body, file, "no findings", 1);
		buf_text(&file->body, "    </testcase>\n");
	} else {
		file->tests--;
	}
	buf_text(b, "  <testsuite name=\"");
	xml_text(b, file->path);
	buf_printf(b, "\" tests=\"%u\" failures=\"%u\" errors=\"%u\" time=\"0\">\n", file->tests,
		   file->failures, file->errors);
	buf_str(b, buf_view(&file->body));
	buf_text(b, "  </testsuite>\n");
}

static void end(struct report_writer *w, int status)
{
	(void)status;
	buf_text(&w->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			  "<testsuites name=\"kamcheck\">\n");
	xml_each_file(w, say_file);
	buf_text(&w->out, "</testsuites>\n");
}

const struct report_format format_junit = {.name = "junit",
					   .wants = REPORT_FILES,
					   .finding = say_finding,
					   .unread = say_unread,
					   .end = end};
