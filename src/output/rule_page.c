/*
 * rule_page - see rule_page.h.
 */
#include "output/rule_page.h"

#include "output/words.h"

void rule_page_words(struct buf *b, struct str text)
{
	bool is_code = false;

	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		is_code ^= c == '`';
		if (!is_code && (c == '<' || c == '*' || c == '\\' || c == '|'))
			buf_byte(b, '\\');
		buf_byte(b, c);
	}
}

/* Appends the lines of TEXT; a tab is four blanks. */
static void add_lines(struct buf *b, const char *text)
{
	struct str rest = str_of(text);

	while (rest.n) {
		struct str line = str_take(&rest, '\n');

		for (; line.n && line.p[0] == '\t'; line = str_skip(line, 1))
			buf_text(b, "    ");
		words_visible(b, line);
		buf_byte(b, '\n');
	}
}

static void add_example(struct buf *b, const char *title, const char *text, bool is_markdown)
{
	if (!text)
		return;
	buf_printf(b, is_markdown ? "\n**%s**\n\n```\n" : "\n%s:\n\n", title);
	add_lines(b, text);
	if (is_markdown)
		buf_text(b, "```\n");
}

void rule_page_body(struct buf *b, const struct rule *r, bool is_markdown)
{
	if (is_markdown)
		rule_page_words(b, str_of(r->why));
	else
		buf_text(b, r->why);
	buf_byte(b, '\n');
	if (r->group)
		buf_printf(b, "\nOff by default; %s--rule %s%s switches it on.\n",
			   is_markdown ? "`" : "", r->group, is_markdown ? "`" : "");
	add_example(b, "Wrong", r->bad, is_markdown);
	add_example(b, "Right", r->good, is_markdown);
}

void rule_page_url(struct buf *b, const char *docs, const struct rule *r)
{
	if (docs && *docs)
		buf_printf(b, "%s%s", docs, r->code);
}
