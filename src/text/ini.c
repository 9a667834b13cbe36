/*
 * ini - see ini.h.
 *
 * What must stay true: whatever bytes there are, reading ends, is linear, and no piece of the text
 * is passed over in silence.
 */
#include "text/ini.h"

#include "base/ascii.h"

struct reader {
	struct arena *arena;
	struct ini *out;
	struct str line; /* the one that is read */
	uint32_t number; /* its own */
	struct str section, argument;
};

static struct ini_place place_of(const struct reader *r, const char *p)
{
	return (struct ini_place){r->number, (uint32_t)(p - r->line.p) + 1};
}

static bool refuse(struct reader *r, const char *p, const char *complaint)
{
	r->out->complaint = complaint;
	r->out->at = place_of(r, p);
	return false;
}

/* Cuts the comment off TEXT.  False when a quote is not closed; then it begins what is left. */
static bool cut_comment(struct str *text)
{
	size_t quote = 0;
	bool is_quoted = false, after_blank = true;

	for (size_t i = 0; i < text->n; i++) {
		char c = text->p[i];

		if (c == '"') {
			is_quoted = !is_quoted;
			quote = i;
		} else if (!is_quoted && after_blank && (c == ';' || c == '#')) {
			text->n = i;
			break;
		}
		after_blank = ascii_is_blank(c);
	}
	if (is_quoted)
		*text = str_skip(*text, quote);
	else
		*text = str_trim(*text);
	return !is_quoted;
}

static bool read_section(struct reader *r, struct str text)
{
	struct str inner;

	if (!cut_comment(&text))
		return refuse(r, text.p, "a quote is not closed");
	if (!str_ends(text, STR("]")))
		return refuse(r, text.p, "\"]\" is missing at the end of the section's name");
	inner = str_trim(str_head(str_skip(text, 1), text.n - 2));
	if (!inner.n)
		return refuse(r, text.p, "the section has no name");
	r->section = str_take(&inner, ' ');
	r->argument = str_trim(inner);
	*LIST_ADD(r->arena, r->out) = (struct ini_item){
	    .section = r->section, .argument = r->argument, .at = place_of(r, r->section.p)};
	return true;
}

static bool read_key(struct reader *r, struct str text)
{
	ptrdiff_t equals = str_find(text, '=');
	struct ini_item item = {.section = r->section, .argument = r->argument};

	if (equals < 0)
		return refuse(r, text.p, "\"=\" is missing behind the key");
	item.key = str_trim(str_head(text, (size_t)equals));
	item.value = str_skip(text, (size_t)equals + 1);
	item.at = place_of(r, text.p);
	if (!item.key.n)
		return refuse(r, text.p, "a key is missing before \"=\"");
	item.value = str_skip(item.value, ascii_run(item.value, ascii_is_blank));
	item.value_at = place_of(r, item.value.p);
	if (!cut_comment(&item.value))
		return refuse(r, item.value.p, "a quote is not closed");
	*LIST_ADD(r->arena, r->out) = item;
	return true;
}

static bool read_line(struct reader *r)
{
	struct str text = str_trim(r->line);
	ptrdiff_t nul = str_find(text, '\0');

	if (nul >= 0)
		return refuse(r, text.p + nul, "a NUL byte");
	if (!text.n || text.p[0] == ';' || text.p[0] == '#')
		return true;
	return text.p[0] == '[' ? read_section(r, text) : read_key(r, text);
}

bool ini_read(struct arena *a, struct str text, struct ini *out)
{
	struct reader r = {.arena = a, .out = out};
	bool is_good = true;

	*out = (struct ini){0};
	/* The mark that some editors put before UTF-8. */
	if (str_starts(text, STR("\xef\xbb\xbf")))
		text = str_skip(text, 3);
	while (is_good && text.n) {
		r.line = str_take(&text, '\n');
		r.number++;
		is_good = read_line(&r);
	}
	return is_good;
}

bool ini_word(struct str *rest, struct str *word)
{
	bool is_quoted = false;
	size_t n = 0;

	*rest = str_skip(*rest, ascii_run(*rest, ascii_is_white));
	while (n < rest->n && (is_quoted || !ascii_is_white(rest->p[n]))) {
		is_quoted ^= rest->p[n] == '"';
		n++;
	}
	*word = str_head(*rest, n);
	*rest = str_skip(*rest, n);
	return n > 0;
}

struct str ini_unquoted(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	if (str_find(text, '"') < 0)
		return text;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '"')
			buf_byte(&b, text.p[i]);
	return b.n ? buf_view(&b) : STR("");
}
