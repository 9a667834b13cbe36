/*
 * listing - the source of the config: its files, line by line, with findings where they are.
 *
 * What must stay true: each line that the page links to is there; a line is shown without its
 * secrets, which are looked for in the whole file.  Behind a limit only what is linked to is shown,
 * with the lines around it, and what is left out is said.
 */
#include "base/utf8.h"
#include "report/paint.h"
#include "report/page_parts.h"

enum {
	WHOLE_MOST = 3 << 20, /* bytes of all files that are shown whole */
	LINES_MOST = 40000,
	LINE_MOST = 2000, /* bytes of a line */
	AROUND = 4,       /* lines around one that is wanted */
	CHUNK = 250,      /* lines in one element: browsers lay out those in view */
};

/* What may still be shown whole. */
struct room {
	size_t bytes;
	uint32_t lines;
};

/* Whether a line is shown of a file that is not shown whole. */
static bool is_near(const struct page_file *f, uint32_t line)
{
	uint32_t from = line > AROUND ? line - AROUND : 1;
	uint32_t to = line + AROUND < f->line_count ? line + AROUND : f->line_count;

	for (uint32_t i = from; i <= to; i++)
		if (f->lines[i - 1] & LINE_IS_WANTED)
			return true;
	return false;
}

/* Each of the findings of the line. */
static void put_marks(struct page *p, const struct page_file *f, uint32_t line)
{
	for (uint32_t i = f->marks[line - 1]; i; i = p->marks.all[i - 1].next) {
		const struct page_mark *x = &p->marks.all[i - 1];

		buf_printf(p->out, "<a class=\"remark %s\" href=\"#finding-%u\">%s ",
			   finding_severity(x->severity), x->number, x->rule->code);
		html_text(p->out, x->message);
		buf_text(p->out, "\n</a>");
	}
}

/* TEXT, whose bytes are painted so: each run of one paint is an element. */
static void put_painted(struct buf *b, struct str text, const unsigned char *paint)
{
	static const char *const classes[PAINTS] = {
	    [PAINT_COMMENT] = "c", [PAINT_DIRECTIVE] = "d", [PAINT_STRING] = "s",
	    [PAINT_WORD] = "k",    [PAINT_VARIABLE] = "v",
	};

	for (size_t from = 0, to = 0; from < text.n; from = to) {
		unsigned char is = paint[from];

		while (to < text.n && paint[to] == is)
			to++;
		if (classes[is])
			buf_printf(b, "<i class=\"%s\">", classes[is]);
		if (is == PAINT_SECRET)
			buf_text(b, SECRETS_MASK);
		else
			html_code(b, str_head(str_skip(text, from), to - from));
		if (classes[is])
			buf_text(b, "</i>");
	}
}

/* Begins the line, with its number. */
static void begin_line(struct page *p, const struct page_file *f, uint32_t line)
{
	struct buf *b = p->out;
	uint32_t mark = f->marks[line - 1];

	buf_text(b, "<span class=\"l");
	if (f->lines[line - 1] & LINE_IS_OFF)
		buf_text(b, " skipped");
	if (mark) {
		enum severity worst = p->marks.all[mark - 1].severity;

		for (; mark; mark = p->marks.all[mark - 1].next)
			if (p->marks.all[mark - 1].severity < worst)
				worst = p->marks.all[mark - 1].severity;
		buf_printf(b, " has %s", finding_severity(worst));
	}
	buf_printf(b, "\" id=\"f%u-L%u\"><a href=\"#f%u-L%u\">%u</a>", f->number, line, f->number,
		   line, line);
}

static void put_line(struct page *p, const struct page_file *f, uint32_t line, struct str text,
		     const unsigned char *paint)
{
	struct buf *b = p->out;
	struct str shown =
	    str_head(text, utf8_start(text, text.n < LINE_MOST ? text.n : LINE_MOST));

	begin_line(p, f, line);
	if (str_ends(shown, STR("\r")))
		shown.n--;
	put_painted(b, shown, paint);
	if (text.n > LINE_MOST) {
		buf_text(b, " <em>\xe2\x80\xa6 ");
		html_count(b, text.n - shown.n, "byte");
		buf_text(b, " more</em>");
	}
	buf_text(b, "\n</span>");
	put_marks(p, f, line);
}

static void put_gap(struct page *p, uint32_t lines)
{
	if (!lines)
		return;
	buf_text(p->out, "<span class=\"gap\">\xe2\x8b\xae ");
	html_count(p->out, lines, "line");
	buf_text(p->out, lines == 1 ? " is left out\n</span>" : " are left out\n</span>");
}

static void put_lines(struct page *p, struct page_file *f, bool is_whole)
{
	struct arena *own = arena_new();
	const unsigned char *paint = paint_source(own, f->sources, f->secrets, f->source);
	struct str rest = f->source->text;
	uint32_t gap = 0, count = 0;

	buf_text(p->out, "<pre class=\"source\"><code>");
	for (uint32_t line = 1; line <= f->line_count; line++) {
		struct str text = str_take(&rest, '\n');

		if (!is_whole && !is_near(f, line)) {
			gap++;
			continue;
		}
		if (count % CHUNK == 0)
			buf_text(p->out, count ? "</span><span class=\"chunk\">"
					       : "<span class=\"chunk\">");
		count++;
		put_gap(p, gap);
		gap = 0;
		put_line(p, f, line, text, paint + (text.p - f->source->text.p));
	}
	put_gap(p, gap);
	buf_text(p->out, count ? "</span></code></pre>\n" : "</code></pre>\n");
	arena_free(own);
}

static void put_file(struct page *p, struct page_file *f, struct room *room)
{
	bool is_whole = f->source->text.n <= room->bytes && f->line_count <= room->lines;

	buf_printf(p->out, "<h3 id=\"f%u\">", f->number);
	html_text(p->out, f->name);
	buf_text(p->out, "</h3>\n<p class=\"how\">");
	html_count(p->out, f->line_count, "line");
	if (f->findings) {
		buf_text(p->out, ", ");
		html_count(p->out, f->findings, "finding");
	}
	buf_text(p->out, "</p>\n");
	if (is_whole) {
		room->bytes -= f->source->text.n;
		room->lines -= f->line_count;
	} else {
		buf_text(p->out, "<p class=\"cut\">It is long: only the lines that this page "
				 "speaks of are shown, and those around them.</p>\n");
	}
	put_lines(p, f, is_whole);
}

static void put_index(struct page *p)
{
	buf_text(p->out, "<ul class=\"files\">\n");
	for (uint32_t i = 0; i < p->files.count; i++) {
		buf_printf(p->out, "<li><a href=\"#f%u\">", p->files.all[i]->number);
		html_text(p->out, p->files.all[i]->name);
		buf_text(p->out, "</a> <span class=\"how\">");
		html_count(p->out, p->files.all[i]->line_count, "line");
		buf_text(p->out, "</span></li>\n");
	}
	buf_text(p->out, "</ul>\n");
}

void page_listing(struct page *p)
{
	struct room room = {WHOLE_MOST, LINES_MOST};

	if (p->files.count > 1)
		put_index(p);
	buf_text(p->out, "<ul class=\"legend\" aria-label=\"Legend\"><li><span class=\"key "
			 "skipped\"></span>left out by "
			 "conditionals</li></ul>\n");
	for (uint32_t i = 0; i < p->files.count; i++)
		put_file(p, p->files.all[i], &room);
}
