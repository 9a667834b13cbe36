/*
 * hidden - see hidden.h.
 *
 * What must stay true: the table holds all that Unicode calls Default_Ignorable_Code_Point or
 * Bidi_Control, and the control characters and ends of lines beyond ASCII
 * (testdata/unit/test_hidden.c compares it with the tables of pcre2).
 */
#include "base/hidden.h"

#include "base/ascii.h"
#include "base/utf8.h"

/* When a hidden character belongs to the text that people see. */
enum licence {
	NEVER,
	IN_WORDS, /* joiners: behind a letter of a script that joins its letters, inside of emoji */
	ON_SIGNS, /* behind a character that it changes: no letter of Latin, Greek or Cyrillic */
	IN_FLAGS, /* the letters of a flag of a region, behind the black flag */
};

static const struct range {
	uint32_t lo, hi;
	unsigned char kind, licence;
} ranges[] = {
    {0x80, 0x9f, HIDDEN_CONTROL, NEVER},
    {0xad, 0xad, HIDDEN_INVISIBLE, NEVER}, /* soft hyphen */
    {0x34f, 0x34f, HIDDEN_INVISIBLE, ON_SIGNS},
    {0x61c, 0x61c, HIDDEN_DIRECTION, NEVER},
    {0x115f, 0x1160, HIDDEN_INVISIBLE, NEVER}, /* fillers of Hangul */
    {0x17b4, 0x17b5, HIDDEN_INVISIBLE, ON_SIGNS},
    {0x180b, 0x180f, HIDDEN_INVISIBLE, ON_SIGNS},
    {0x200b, 0x200b, HIDDEN_INVISIBLE, NEVER},
    {0x200c, 0x200d, HIDDEN_INVISIBLE, IN_WORDS},
    {0x200e, 0x200f, HIDDEN_DIRECTION, NEVER},
    {0x2028, 0x2029, HIDDEN_LINE, NEVER},
    {0x202a, 0x202e, HIDDEN_DIRECTION, NEVER},
    {0x2060, 0x2065, HIDDEN_INVISIBLE, NEVER},
    {0x2066, 0x2069, HIDDEN_DIRECTION, NEVER},
    {0x206a, 0x206f, HIDDEN_INVISIBLE, NEVER},
    {0x3164, 0x3164, HIDDEN_INVISIBLE, NEVER},
    {0xfe00, 0xfe0f, HIDDEN_INVISIBLE, ON_SIGNS}, /* variation selectors */
    {0xfeff, 0xfeff, HIDDEN_INVISIBLE, NEVER},
    {0xffa0, 0xffa0, HIDDEN_INVISIBLE, NEVER},
    {0xfff0, 0xfffb, HIDDEN_INVISIBLE, NEVER},
    {0x1bca0, 0x1bca3, HIDDEN_INVISIBLE, NEVER},
    {0x1d173, 0x1d17a, HIDDEN_INVISIBLE, NEVER},
    {0xe0000, 0xe001f, HIDDEN_INVISIBLE, NEVER},
    {0xe0020, 0xe007f, HIDDEN_INVISIBLE, IN_FLAGS},
    {0xe0080, 0xe00ff, HIDDEN_INVISIBLE, NEVER},
    {0xe0100, 0xe01ef, HIDDEN_INVISIBLE, ON_SIGNS},
    {0xe01f0, 0xe0fff, HIDDEN_INVISIBLE, NEVER},
};

enum {
	COPYRIGHT = 0xa9,
	REGISTERED = 0xae,
	HEBREW = 0x590, /* from here on scripts have signs that change letters */
	EMOJI_FORM = 0xfe0f,
	KEYCAP = 0x20e3,
	BLACK_FLAG = 0x1f3f4,
	FLAG_LETTERS = 6, /* the last of them ends it: "gbeng" and the end */
};

static bool is_within(uint32_t code, uint32_t lo, uint32_t hi)
{
	return code >= lo && code <= hi;
}

static const struct range *range_of(uint32_t code)
{
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges && code >= ranges[i].lo; i++)
		if (code <= ranges[i].hi)
			return &ranges[i];
	return NULL;
}

/* The character that starts at AT; 0 when none does. */
static uint32_t code_at(struct str text, size_t at)
{
	struct str rest = str_skip(text, at);
	size_t n = utf8_length(rest);

	return n ? utf8_code(rest, n) : 0;
}

/* The character that ends before *AT, and its place; 0 when none does. */
static uint32_t code_before(struct str text, size_t *at)
{
	size_t end = *at;

	if (!end)
		return 0;
	*at = utf8_start(text, end - 1);
	return code_at(str_head(text, end), *at);
}

static bool is_picture(uint32_t code)
{
	return is_within(code, 0x2190, 0x2bff) || is_within(code, 0x3030, 0x303d) ||
	       is_within(code, 0x3297, 0x3299) || is_within(code, 0x1f000, 0x1faff);
}

/* Letters and marks of scripts that join: Arabic to Mongolian, what was added to them later. */
static bool is_joining(uint32_t code)
{
	return !range_of(code) &&
	       (is_within(code, 0x600, 0x1cff) || is_within(code, 0xa800, 0xabff) ||
		is_within(code, 0xfb50, 0xfdff) || is_within(code, 0xfe70, 0xfefc) ||
		is_within(code, 0x10a00, 0x11fff) || is_within(code, 0x1e900, 0x1e95f));
}

static bool is_flag_letter(struct str text, size_t at)
{
	for (int i = 0; i < FLAG_LETTERS; i++) {
		uint32_t before = code_before(text, &at);

		if (!is_within(before, 0xe0020, 0xe007e))
			return before == BLACK_FLAG;
	}
	return false;
}

/* Whether the character at AT, with N bytes, is needed where it stands. */
static bool is_needed(struct str text, size_t at, size_t n, enum licence licence)
{
	uint32_t before, after = code_at(text, at + n);
	size_t place = at;

	if (licence == NEVER)
		return false;
	before = code_before(text, &place);
	switch (licence) {
	case IN_WORDS:
		return is_joining(before) ||
		       ((is_picture(before) || before == EMOJI_FORM) && is_picture(after));
	case ON_SIGNS:
		if (before < 0x80 &&
		    (ascii_is_digit((char)before) || before == '#' || before == '*'))
			return after == KEYCAP;
		return before == COPYRIGHT || before == REGISTERED ||
		       (before >= HEBREW && !range_of(before));
	case IN_FLAGS: return is_flag_letter(text, at);
	default: return false;
	}
}

/* What the character CODE of N bytes at AT hides. */
static enum hidden_kind kind_of(struct str text, size_t at, size_t n, uint32_t code)
{
	const struct range *r = range_of(code);

	return !r || is_needed(text, at, n, r->licence) ? HIDDEN_NONE : (enum hidden_kind)r->kind;
}

bool hidden_find(struct str text, size_t from, struct hidden_character *found)
{
	while ((from = utf8_skip_ascii(text, from)) < text.n) {
		struct str rest = str_skip(text, from);
		struct hidden_character x = {.at = from, .n = utf8_length(rest)};

		from += x.n ? x.n : 1;
		if (!x.n)
			continue;
		x.code = utf8_code(rest, x.n);
		x.kind = kind_of(text, x.at, x.n, x.code);
		if (x.kind != HIDDEN_NONE) {
			*found = x;
			return true;
		}
	}
	return false;
}

enum { FORM_SIZE = 16 };

/* What the character or byte at *AT looks like; *AT goes behind it. */
static struct str form_of(struct str text, size_t *at, char form[static FORM_SIZE])
{
	struct str rest = str_skip(text, *at);
	size_t n = utf8_length(rest), place = *at;
	uint32_t code;

	*at += n ? n : 1;
	if (rest.p[0] == '\t')
		return STR("    ");
	if (!n || (n == 1 && utf8_is_control(rest)))
		return STR("?");
	code = utf8_code(rest, n);
	if (kind_of(text, place, n, code) == HIDDEN_NONE)
		return str_head(rest, n);
	return str_print(form, FORM_SIZE, "<U+%04X>", (unsigned)code);
}

static bool is_plain(char c)
{
	return c >= ' ' && c <= '~';
}

void hidden_show(struct buf *b, struct str text)
{
	char form[FORM_SIZE];

	for (size_t at = 0; at < text.n;) {
		size_t plain = ascii_run(str_skip(text, at), is_plain);

		buf_str(b, str_head(str_skip(text, at), plain));
		at += plain;
		if (at < text.n)
			buf_str(b, form_of(text, &at, form));
	}
}

void hidden_quote(struct buf *b, struct str text)
{
	buf_byte(b, '"');
	for (size_t at = 0, n; at < text.n; at += n) {
		struct str rest = str_skip(text, at);
		size_t plain = ascii_run(rest, is_plain), length = plain ? 0 : utf8_length(rest);
		bool shows = plain || (length && kind_of(text, at, length,
							 utf8_code(rest, length)) == HIDDEN_NONE);

		n = plain ? plain : length ? length : 1;
		if (shows)
			buf_escaped(b, str_head(rest, n));
		for (size_t i = 0; !shows && i < n; i++)
			buf_printf(b, "\\x%02x", (unsigned char)rest.p[i]);
	}
	buf_byte(b, '"');
}

size_t hidden_columns(struct str text, size_t n)
{
	size_t columns = 0;
	char form[FORM_SIZE];

	for (size_t at = 0; at < n && at < text.n;) {
		size_t plain = ascii_run(str_skip(str_head(text, n), at), is_plain), from;
		struct str shown;

		columns += plain;
		from = at += plain;
		if (at >= n || at >= text.n)
			break;
		shown = form_of(text, &at, form);
		/* A character that is shown as it is takes one column, whatever its bytes. */
		columns += shown.p == text.p + from ? 1 : shown.n;
	}
	return columns;
}
