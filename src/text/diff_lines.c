/*
 * diff_lines - see diff_lines.h.
 *
 * A hunk says how many lines it has, and so many are read: a line that is added may look like the
 * head of a file.
 */
#include "text/diff_lines.h"

#include "base/ascii.h"
#include "base/number.h"

struct diff_reader {
	struct arena *arena;
	struct diff_lines *out;
	struct str rest;
	struct diff_file *file; /* the last one; NULL: none, or one that is deleted */
	uint32_t line;
	bool has_head; /* there was something that only diffs have */
};

static bool refuse(struct diff_reader *r, const char *complaint)
{
	r->out->complaint = complaint;
	r->out->line = r->line;
	return false;
}

static bool next_line(struct diff_reader *r, struct str *line)
{
	if (!r->rest.n)
		return false;
	*line = str_take(&r->rest, '\n');
	r->line++;
	return true;
}

/* --- names -------------------------------------------------------------------------------------
 */

/* The byte that stands behind a backslash in TEXT, which becomes shorter. */
static char unescape(struct str *text)
{
	static const char names[] = "abtnvfr\"\\", bytes[] = "\a\b\t\n\v\f\r\"\\";
	const char *name = text->n ? memchr(names, text->p[0], sizeof names - 1) : NULL;
	unsigned value = 0;
	size_t n = 0;

	for (; n < 3 && n < text->n && text->p[n] >= '0' && text->p[n] <= '7'; n++)
		value = value * 8 + (unsigned)(text->p[n] - '0');
	*text = str_skip(*text, n ? n : 1);
	return n ? (char)(unsigned char)value : name ? bytes[name - names] : '\\';
}

/* A name in double quotes, as git writes what is not plain. */
static struct str unquoted(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	text = str_skip(text, 1);
	while (text.n && text.p[0] != '"') {
		char c = text.p[0];

		text = str_skip(text, 1);
		buf_byte(&b, c == '\\' ? unescape(&text) : c);
	}
	return b.n ? buf_view(&b) : STR("");
}

/* "b/name", perhaps with a date behind a tab. */
static struct str read_name(struct arena *a, struct str text)
{
	if (str_ends(text, STR("\r")))
		text.n--;
	return str_starts(text, STR("\"")) ? unquoted(a, text) : str_take(&text, '\t');
}

struct str diff_lines_plain(struct str name)
{
	return name.n > 2 && name.p[1] == '/' && ascii_is_lower(name.p[0]) ? str_skip(name, 2)
									   : name;
}

/* --- hunks -------------------------------------------------------------------------------------
 */

/* "12,3", "12": a number of lines, of which the first is not needed. */
static bool read_extent(struct str *text, uint64_t *first, uint64_t *count)
{
	struct number x = number_scan(*text, NUMBER_PLAIN);

	*first = x.value;
	*count = 1;
	*text = str_skip(*text, x.n);
	if (!x.digits || !str_starts(*text, STR(",")))
		return x.digits > 0;
	x = number_scan(str_skip(*text, 1), NUMBER_PLAIN);
	*count = x.value;
	*text = str_skip(*text, 1 + x.n);
	return x.digits > 0;
}

/* "@@ -1,2 +3,4 @@" */
static bool read_head(struct str text, uint64_t *old, uint64_t *first, uint64_t *count)
{
	uint64_t unused;

	if (!str_starts(text, STR("@@ -")))
		return false;
	text = str_skip(text, 4);
	if (!read_extent(&text, &unused, old) || !str_starts(text, STR(" +")))
		return false;
	text = str_skip(text, 2);
	return read_extent(&text, first, count) && str_starts(text, STR(" @@")) &&
	       *first <= UINT32_MAX && *count <= UINT32_MAX - *first;
}

static void add_line(struct diff_reader *r, uint32_t line)
{
	struct diff_file *f = r->file;

	if (!f)
		return;
	if (f->count && LIST_LAST(f)->last + 1 == line)
		LIST_LAST(f)->last = line;
	else
		*LIST_ADD(r->arena, f) = (struct diff_range){line, line};
}

static bool read_hunk(struct diff_reader *r, struct str head)
{
	uint64_t old, first, count;
	struct str line;

	if (str_starts(head, STR("@@@")))
		return refuse(r, "the diff of a merge; one of two versions is wanted");
	if (!read_head(head, &old, &first, &count))
		return refuse(r, "not the head of a hunk, \"@@ -1,2 +3,4 @@\"");
	if (!r->has_head)
		return refuse(r, "a hunk before the name of its file");
	while ((old || count) && next_line(r, &line)) {
		char c = line.n ? line.p[0] : ' ';

		if (c == '\\')
			continue;
		if ((c != '+' && c != '-' && c != ' ' && c != '\r') || (c != '+' && !old) ||
		    (c != '-' && !count))
			return refuse(r, "the hunk has other lines than its head says");
		if (c == '+')
			add_line(r, (uint32_t)first);
		old -= c != '+';
		count -= c != '-';
		first += c != '-';
	}
	if (old || count)
		return refuse(r, "the hunk ends too early");
	return true;
}

bool diff_lines_read(struct arena *a, struct str text, struct diff_lines *out)
{
	struct diff_reader r = {.arena = a, .out = out, .rest = text};
	struct str line;

	*out = (struct diff_lines){0};
	while (next_line(&r, &line)) {
		if (str_starts(line, STR("diff ")) || str_starts(line, STR("--- ")))
			r.has_head = true;
		if (str_starts(line, STR("+++ ")) && r.has_head) {
			struct str name = read_name(a, str_skip(line, 4));

			r.file = str_is(name, "/dev/null") ? NULL : LIST_ADD(a, out);
			if (r.file)
				r.file->name = name;
		} else if (str_starts(line, STR("@@"))) {
			if (!read_hunk(&r, line))
				return false;
		}
	}
	r.line = 1;
	return r.has_head || !str_trim(text).n || refuse(&r, "this is no unified diff");
}

bool diff_lines_touch(const struct diff_file *file, uint32_t first, uint32_t last)
{
	uint32_t lo = 0, hi = file->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (file->all[middle].last < first)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < file->count && file->all[lo].first <= last;
}
