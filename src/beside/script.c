/*
 * script - see script.h.  What begins a comment or a string, by language, is in a table; what only
 * one language has is a function below it.
 */
#include "beside/script.h"

#include "base/ascii.h"

/* Texts that begin and end something; an empty one: the language has none. */
static const struct {
	const char *line;        /* a comment up to the end of the line */
	const char *open, *shut; /* a comment between these */
	const char *quotes;      /* strings in these bytes */
	const char *wide;        /* those of them that may go on in the next line */
	bool has_expressions;    /* /regular expressions/ */
} languages[] = {
    [SCRIPT_LUA] = {"--", "", "", "'\"", "", false},
    [SCRIPT_PYTHON] = {"#", "", "", "'\"", "", false},
    [SCRIPT_JAVASCRIPT] = {"//", "/*", "*/", "'\"`", "`", true},
    [SCRIPT_RUBY] = {"#", "\n=begin", "\n=end", "'\"`", "'\"`", true},
};

static struct str rest_of(const struct script *s)
{
	return str_skip(s->text, s->at);
}

static bool stands(const struct script *s, const char *z)
{
	return *z && str_starts(rest_of(s), str_of(z));
}

static char byte_at(const struct script *s, size_t at)
{
	return at < s->text.n ? s->text.p[at] : '\0';
}

/* To the end of the text, or behind the next END; false when there is none. */
static bool skip_behind(struct script *s, struct str end)
{
	ptrdiff_t found = str_search(rest_of(s), end);

	if (found < 0) {
		s->at = s->text.n;
		s->is_broken = true;
		return false;
	}
	s->at += (size_t)found + end.n;
	return true;
}

static void skip_line(struct script *s)
{
	while (s->at < s->text.n && s->text.p[s->at] != '\n')
		s->at++;
}

/* --- Lua: [[ ]], [=[ ]=] ---------------------------------------------------------------------- */

/* How many "=" a long bracket at AT has; -1: there is none. */
static int long_bracket(const struct script *s, size_t at)
{
	int level = 0;

	if (s->language != SCRIPT_LUA || byte_at(s, at) != '[')
		return -1;
	while (byte_at(s, ++at) == '=' && level < 64)
		level++;
	return byte_at(s, at) == '[' ? level : -1;
}

/* What stands in a long bracket of LEVEL that begins here. */
static struct str take_long(struct script *s, int level)
{
	char end[80] = "]";
	size_t from = s->at + (size_t)level + 2;

	memset(end + 1, '=', (size_t)level);
	end[level + 1] = ']';
	s->at = from;
	if (!skip_behind(s, (struct str){end, (size_t)level + 2}))
		return STR("");
	return str_head(str_skip(s->text, from), s->at - from - (size_t)level - 2);
}

/* --- blanks and comments ---------------------------------------------------------------------- */

/* A comment here is passed over; false when there is none. */
static bool skip_comment(struct script *s)
{
	const char *line = languages[s->language].line;
	int level;

	if (stands(s, line)) {
		level = long_bracket(s, s->at + strlen(line));
		s->at += strlen(line);
		if (level >= 0)
			take_long(s, level);
		else
			skip_line(s);
		return true;
	}
	if (!stands(s, languages[s->language].open))
		return false;
	s->at++;
	skip_behind(s, str_of(languages[s->language].shut));
	return true;
}

static void skip_blanks(struct script *s)
{
	while (s->at < s->text.n && (skip_comment(s) || ascii_is_space(s->text.p[s->at])))
		if (s->at < s->text.n && ascii_is_space(s->text.p[s->at]) &&
		    !stands(s, languages[s->language].open))
			s->at++;
}

/* --- strings ---------------------------------------------------------------------------------- */

/* Whether what begins here cannot be an operator: nothing stands before it that has a value. */
static bool starts_value(const struct script *s)
{
	return s->last != 'a' && s->last != 's' && s->last != ')' && s->last != ']' &&
	       s->last != '}';
}

/* Up to END, which a backslash takes away; IS_WIDE: newlines belong to it. */
static struct script_token take_quoted(struct script *s, char end, bool is_wide)
{
	struct script_token t = {.kind = SCRIPT_STRING, .is_plain = true};
	size_t from = s->at;

	for (; s->at < s->text.n; s->at++) {
		char c = s->text.p[s->at];

		if (c == end || (c == '\n' && !is_wide))
			break;
		if (c == '\\' || c == '{' || c == '#')
			t.is_plain = false;
		if (c == '\\')
			s->at++;
	}
	s->at = s->at < s->text.n ? s->at : s->text.n;
	s->is_broken |= s->at == s->text.n || s->text.p[s->at] == '\n';
	t.text = str_head(str_skip(s->text, from), s->at - from);
	s->at += s->at < s->text.n;
	return t;
}

static struct script_token take_triple(struct script *s)
{
	struct str quotes = str_head(rest_of(s), 3);
	struct script_token t = {.kind = SCRIPT_STRING};
	size_t from = s->at + 3;

	s->at = from;
	if (skip_behind(s, quotes))
		t.text = str_head(str_skip(s->text, from), s->at - from - 3);
	return t;
}

static bool take_string(struct script *s, struct script_token *t)
{
	char c = s->text.p[s->at];
	int level = long_bracket(s, s->at);

	if (level >= 0) {
		*t = (struct script_token){SCRIPT_STRING, take_long(s, level), true};
		return true;
	}
	if (!strchr(languages[s->language].quotes, c) || !c)
		return false;
	if (s->language == SCRIPT_PYTHON && byte_at(s, s->at + 1) == c &&
	    byte_at(s, s->at + 2) == c) {
		*t = take_triple(s);
		return true;
	}
	s->at++;
	*t = take_quoted(s, c, strchr(languages[s->language].wide, c) != NULL);
	return true;
}

/* A regular expression; "/" in a class needs no backslash. */
static bool take_expression(struct script *s, struct script_token *t)
{
	bool in_class = false;
	size_t at = s->at + 1;

	if (!languages[s->language].has_expressions || s->text.p[s->at] != '/' ||
	    !starts_value(s) || s->at < s->plain)
		return false;
	for (; at < s->text.n && s->text.p[at] != '\n' && (in_class || s->text.p[at] != '/');
	     at++) {
		in_class |= s->text.p[at] == '[';
		in_class &= s->text.p[at] != ']';
		at += s->text.p[at] == '\\';
	}
	if (byte_at(s, at) != '/') {
		s->plain = at;
		return false;
	}
	*t = (struct script_token){SCRIPT_STRING, str_head(str_skip(s->text, s->at), at - s->at),
				   false};
	s->at = at + 1;
	return true;
}

/* --- Ruby: %w[ ], <<~TEXT --------------------------------------------------------------------- */

static char partner_of(char c)
{
	return c == '('   ? ')'
	       : c == '[' ? ']'
	       : c == '{' ? '}'
	       : c == '<' ? '>'
	       : c == '|' ? '|'
			  : '\0';
}

static bool take_percent(struct script *s, struct script_token *t)
{
	size_t at = s->at + 1;
	int depth = 1;
	char open;

	if (s->text.p[s->at] != '%' || !starts_value(s))
		return false;
	at += byte_at(s, at) && strchr("qQwWiIrx", byte_at(s, at)) != NULL;
	open = byte_at(s, at);
	if (!partner_of(open))
		return false;
	for (at++; at < s->text.n; at++) {
		char c = s->text.p[at];

		at += c == '\\';
		depth += c == open && partner_of(open) != open;
		depth -= c == partner_of(open);
		if (!depth)
			break;
	}
	s->is_broken |= at >= s->text.n;
	s->at = at < s->text.n ? at + 1 : s->text.n;
	*t = (struct script_token){.kind = SCRIPT_STRING};
	return true;
}

/* The lines up to one with the word alone are passed over; the rest of this line is not read. */
static bool take_document(struct script *s, struct script_token *t)
{
	struct str rest = rest_of(s), word, line;
	size_t lead = 2;

	if (!str_starts(rest, STR("<<")))
		return false;
	lead += byte_at(s, s->at + lead) == '~' || byte_at(s, s->at + lead) == '-';
	lead += byte_at(s, s->at + lead) == '"' || byte_at(s, s->at + lead) == '\'';
	word = str_skip(rest, lead);
	word = str_head(word, ascii_run(word, ascii_is_word));
	if (!word.n || !ascii_is_upper(word.p[0]))
		return false;
	skip_line(s);
	while (s->at < s->text.n) {
		size_t from = ++s->at;

		skip_line(s);
		line = str_trim(str_head(str_skip(s->text, from), s->at - from));
		if (str_equal(line, word)) {
			*t = (struct script_token){.kind = SCRIPT_STRING};
			return true;
		}
	}
	s->is_broken = true;
	*t = (struct script_token){.kind = SCRIPT_STRING};
	return true;
}

/* --- tokens ----------------------------------------------------------------------------------- */

/* Letters above 127 are part of names. */
static bool is_name_byte(char c)
{
	return ascii_is_word(c) || (unsigned char)c > 127;
}

/* A word after which a value begins: return /x/. */
static bool is_operator(struct str name)
{
	static const char *const words[] = {"return", "typeof", "case", "in",   "of",     "and",
					    "or",     "not",    "if",   "when", "unless", "while"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(name, words[i]))
			return true;
	return false;
}

static struct script_token take_token(struct script *s)
{
	struct script_token t = {0};
	size_t n = ascii_run(rest_of(s), is_name_byte);

	if (n) {
		t = (struct script_token){SCRIPT_NAME, str_head(rest_of(s), n), true};
		s->at += n;
		s->last = is_operator(t.text) ? ' ' : 'a';
		return t;
	}
	if (take_string(s, &t) || take_expression(s, &t) ||
	    (s->language == SCRIPT_RUBY && (take_percent(s, &t) || take_document(s, &t)))) {
		s->last = 's';
		return t;
	}
	t = (struct script_token){SCRIPT_MARK, str_head(rest_of(s), 1), true};
	s->last = s->text.p[s->at++];
	return t;
}

struct script_token script_next(struct script *s)
{
	skip_blanks(s);
	if (s->at >= s->text.n)
		return (struct script_token){.kind = SCRIPT_END};
	return take_token(s);
}
