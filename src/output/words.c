/*
 * words - see words.h.
 */
#include "output/words.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "base/utf8.h"

#define REPLACEMENT STR("\xef\xbf\xbd")

void words_utf8(struct buf *b, struct str text)
{
	while (text.n) {
		size_t plain = utf8_skip_ascii(text, 0), n;

		buf_str(b, str_head(text, plain));
		text = str_skip(text, plain);
		n = utf8_length(text);
		if (text.n)
			buf_str(b, n ? str_head(text, n) : REPLACEMENT);
		text = str_skip(text, n ? n : 1);
	}
}

/* U+FFFE and U+FFFF are characters of UTF-8, and none of XML. */
static bool is_refused(struct str text, size_t n)
{
	uint32_t code = utf8_code(text, n);

	return utf8_is_control(str_head(text, n)) || code == 0xfffe || code == 0xffff;
}

/* What the character or byte that TEXT starts with is shown as; N: its length, 0: it is none. */
static struct str form_of(struct str text, size_t n)
{
	if (text.p[0] == '\t')
		return STR(" ");
	return !n || is_refused(text, n) ? REPLACEMENT : str_head(text, n);
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

void words_visible(struct buf *b, struct str text)
{
	struct hidden_character hidden = {.at = 0};
	bool has_hidden = hidden_find(text, 0, &hidden);

	for (size_t at = 0, n; at < text.n;) {
		size_t plain = ascii_run(str_skip(text, at), is_plain);

		buf_str(b, str_head(str_skip(text, at), plain));
		at += plain;
		if (at == text.n)
			break;
		n = utf8_length(str_skip(text, at));
		if (has_hidden && hidden.at == at) {
			buf_printf(b, "<U+%04X>", (unsigned)hidden.code);
			has_hidden = hidden_find(text, at + n, &hidden);
		} else {
			buf_str(b, form_of(str_skip(text, at), n));
		}
		at += n ? n : 1;
	}
}

void words_message(struct buf *b, const struct finding *x)
{
	words_visible(b, x->message);
	if (x->hint.n) {
		buf_text(b, "; ");
		words_visible(b, x->hint);
	}
	if (x->releases && x->releases->text.n)
		buf_printf(b, " (%.*s)", STR_ARG(x->releases->text));
	if (x->when) {
		buf_text(b, " (");
		words_visible(b, x->when->text);
		buf_byte(b, ')');
	}
}

static struct words_more of_note(struct arena *a, const struct finding_note *note)
{
	struct buf b = buf_on(a);

	words_visible(&b, note->text);
	return (struct words_more){buf_view(&b), note->has_place, note->is_told, note->at};
}

static struct words_more of_kamailio(const struct finding *x)
{
	struct finding_point start = {
	    .line = x->kamailio_line, .byte = 1, .character = 1, .unit = 1};
	struct str path = x->kamailio_path.p ? x->kamailio_path : x->at.path;

	return (struct words_more){.text = STR("kamailio reports this here"),
				   .has_place = x->kamailio_line > 0,
				   .at = {path, start, start}};
}

static struct words_more of_link(struct arena *a, const struct finding_link *link)
{
	struct buf b = buf_on(a);

	if (!link->is_define)
		return (struct words_more){link->is_parameter ? STR("named here")
							      : STR("included here"),
					   link->has_place, false, link->at};
	buf_text(&b, "in the value of \"");
	words_visible(&b, link->name);
	buf_printf(&b, "\", defined %s", link->has_place ? "here" : "outside of the file");
	return (struct words_more){buf_view(&b), link->has_place, false, link->at};
}

size_t words_more(struct arena *a, const struct finding *x, struct words_more **list)
{
	size_t n = x->has_kamailio_line, i = 0;

	for (const struct finding_note *note = x->notes; note; note = note->next)
		n++;
	for (const struct finding_link *link = x->links; link; link = link->next)
		n++;
	*list = n ? arena_array(a, n, sizeof **list) : NULL;
	for (const struct finding_note *note = x->notes; note; note = note->next)
		(*list)[i++] = of_note(a, note);
	if (x->has_kamailio_line)
		(*list)[i++] = of_kamailio(x);
	for (const struct finding_link *link = x->links; link; link = link->next)
		(*list)[i++] = of_link(a, link);
	return n;
}

void words_with_place(struct buf *b, const struct words_more *more)
{
	buf_str(b, more->text);
	if (!more->has_place || more->is_told)
		return;
	buf_text(b, " (");
	words_visible(b, more->at.path);
	buf_printf(b, ":%u:%u)", more->at.from.line, more->at.from.byte);
}
