/*
 * html - see html.h.
 */
#include "report/html.h"

#include "base/ascii.h"
#include "output/words.h"

/* What stands for C in a page; NULL: itself. */
static const char *escape_of(char c)
{
	switch (c) {
	case '&': return "&amp;";
	case '<': return "&lt;";
	case '>': return "&gt;";
	case '"': return "&quot;";
	case '\'': return "&#39;";
	default: return NULL;
	}
}

static bool stands_for_itself(char c)
{
	return !escape_of(c);
}

static void escape(struct buf *b, struct str text)
{
	while (text.n) {
		size_t plain = ascii_run(text, stands_for_itself);

		buf_str(b, str_head(text, plain));
		text = str_skip(text, plain);
		if (!text.n)
			break;
		buf_text(b, escape_of(text.p[0]));
		text = str_skip(text, 1);
	}
}

static bool is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

void html_text(struct buf *b, struct str text)
{
	struct arena *scratch;
	struct buf visible;

	if (ascii_run(text, is_printable) == text.n) {
		escape(b, text);
		return;
	}
	/* In place of B's arena, where B grows. */
	scratch = arena_new();
	visible = buf_on(scratch);
	words_visible(&visible, text);
	escape(b, buf_view(&visible));
	arena_free(scratch);
}

static bool is_of_a_line(char c)
{
	return c != '\t' && c != '\n';
}

void html_code(struct buf *b, struct str text)
{
	while (text.n) {
		size_t n = ascii_run(text, is_of_a_line);

		html_text(b, str_head(text, n));
		if (n < text.n)
			buf_byte(b, text.p[n]);
		text = str_skip(text, n + 1);
	}
}

/* Appends TEXT, in which empty lines part paragraphs unless it is code. */
static void put_paragraphs(struct buf *b, struct str text, bool is_code)
{
	ptrdiff_t at;

	while (!is_code && (at = str_search(text, STR("\n\n"))) >= 0) {
		html_code(b, str_head(text, (size_t)at));
		buf_text(b, "</p>\n<p>");
		text = str_skip(text, (size_t)at + 2);
	}
	html_code(b, text);
}

void html_prose(struct buf *b, struct str text)
{
	bool is_code = false;
	ptrdiff_t at;

	buf_text(b, "<p>");
	while ((at = str_find(text, '`')) >= 0) {
		put_paragraphs(b, str_head(text, (size_t)at), is_code);
		is_code = !is_code;
		buf_text(b, is_code ? "<code>" : "</code>");
		text = str_skip(text, (size_t)at + 1);
	}
	put_paragraphs(b, text, is_code);
	buf_text(b, is_code ? "</code></p>\n" : "</p>\n");
}

void html_number(struct buf *b, uint64_t number)
{
	/* A blank that is narrow and breaks no line. */
	if (number >= 1000) {
		html_number(b, number / 1000);
		buf_printf(b, "\xe2\x80\xaf%03u", (unsigned)(number % 1000));
		return;
	}
	buf_printf(b, "%u", (unsigned)number);
}

void html_count(struct buf *b, uint64_t number, const char *word)
{
	html_number(b, number);
	buf_printf(b, " %s%s", word, number == 1 ? "" : "s");
}
