/*
 * posix_parse - the text of an extended regular expression becomes a tree; see posix_tree.h.
 *
 * The grammar is glibc's, oddities included: after an anchor no repetition may follow ("^*"), a ")"
 * that closes nothing and a "}" are themselves, "{" at a start is an error, inside braces a
 * backslash before a comma is skipped, and ignoring case "\d" (a "d" that escapes the folding)
 * matches nothing.
 */
#include "regex/posix_tree.h"
#include "base/buf.h"
#include "regex/posix.h"

#include <string.h>

static struct posix_node *parse_choice(struct posix_parser *p);

static bool at_end(const struct posix_parser *p)
{
	return p->at >= p->pattern.n;
}

static bool at_byte(const struct posix_parser *p, char c)
{
	return !at_end(p) && p->pattern.p[p->at] == c;
}

static struct posix_node *new_node(struct posix_parser *p, enum posix_kind kind)
{
	struct posix_node *n = ARENA_NEW(p->arena, struct posix_node);

	n->kind = kind;
	n->width = kind == POSIX_BYTE || kind == POSIX_SET ? 1
		   : kind == POSIX_BACKREF                 ? POSIX_NO_END
							   : 0;
	n->steady = kind != POSIX_BACKREF;
	n->nullable = kind == POSIX_EMPTY || kind == POSIX_ANCHOR || kind == POSIX_BACKREF;
	n->height = 1;
	n->size = 1;
	return n;
}

static struct posix_node *new_byte(struct posix_parser *p, enum posix_kind kind, unsigned char c)
{
	struct posix_node *n = new_node(p, kind);

	n->byte = c;
	return n;
}

static struct posix_node *new_set(struct posix_parser *p, const struct posix_set *set)
{
	struct posix_node *n;

	if (!set)
		return NULL;
	n = new_node(p, POSIX_SET);
	n->set = set;
	return n;
}

static uint32_t size_sum(uint32_t a, uint32_t b)
{
	return a > UINT32_MAX - b ? UINT32_MAX : a + b;
}

/* Puts KID under a new node; NULL when the tree would become too high. */
static struct posix_node *wrap(struct posix_parser *p, enum posix_kind kind, struct posix_node *kid,
			       size_t at)
{
	struct posix_node *n = new_node(p, kind);

	n->kid = kid;
	n->nullable = kid->nullable;
	n->width = kid->width;
	n->steady = kid->steady;
	n->height = kid->height + 1;
	n->size = size_sum(kid->size, 1);
	if (n->height > POSIX_HEIGHT_MOST)
		return posix_fail(p, at, "groups or repetitions are nested too deep (most: %d)",
				  POSIX_HEIGHT_MOST);
	return n;
}

/* Adds KID to what is known of N's length; it is the last so far. */
static void add_width(struct posix_node *n, const struct posix_node *kid)
{
	bool first = kid == n->kid;

	if (n->kind == POSIX_CAT) {
		n->steady = n->width >= 0 && kid->steady;
		n->width = n->width < 0 || kid->width < 0 ? POSIX_NO_END : n->width + kid->width;
		if (n->width > POSIX_PATTERN_MOST)
			n->width = POSIX_NO_END;
	} else {
		n->width = first || n->width == kid->width ? kid->width : POSIX_NO_END;
		n->steady = n->width >= 0;
	}
}

/* A node over the list of COUNT kids from FIRST; a single kid needs none, none is EMPTY. */
static struct posix_node *join(struct posix_parser *p, enum posix_kind kind,
			       struct posix_node *first, size_t count)
{
	struct posix_node *n;

	if (count == 0)
		return new_node(p, POSIX_EMPTY);
	if (count == 1)
		return first;
	n = new_node(p, kind);
	n->kid = first;
	n->nullable = kind == POSIX_CAT;
	for (struct posix_node *k = first; k; k = k->next) {
		n->size = size_sum(n->size, k->size);
		n->nullable =
		    kind == POSIX_CAT ? n->nullable && k->nullable : n->nullable || k->nullable;
		add_width(n, k);
		if (n->height < k->height + 1)
			n->height = k->height + 1;
	}
	/* the height is checked where the tree next grows: joins alternate with groups */
	return n;
}

static struct posix_node *parse_group(struct posix_parser *p)
{
	struct posix_node *n, *kid;
	unsigned number = ++p->groups;
	size_t open = p->at++;

	if (++p->depth > POSIX_NEST_MOST)
		return posix_fail(p, open, "groups are nested too deep (most: %d)",
				  POSIX_NEST_MOST);
	kid = parse_choice(p);
	if (!kid)
		return NULL;
	if (!at_byte(p, ')'))
		return posix_fail(p, open, "\"(\" is not closed");
	p->at++;
	p->depth--;
	if (number <= 9)
		p->closed |= 1u << (number - 1);
	n = wrap(p, POSIX_GROUP, kid, open);
	if (n)
		n->group = number;
	return n;
}

/* The set of all bytes (TAKE) or none, less the newline where it is special. */
static struct posix_node *new_any(struct posix_parser *p, bool take)
{
	struct posix_set *set = ARENA_NEW(p->arena, struct posix_set);

	for (unsigned c = 0; take && c < 256; c++)
		if (c != '\n' || !(p->flags & POSIX_NEWLINE))
			posix_set_add(set, c);
	return new_set(p, set);
}

/* \w \W \s \S; the newline stays in \W even where it is special. */
static struct posix_node *new_class(struct posix_parser *p, char letter)
{
	struct posix_set *set = ARENA_NEW(p->arena, struct posix_set);
	bool word = letter == 'w' || letter == 'W';

	posix_class(p, word ? STR("alnum") : STR("space"), set);
	if (word)
		posix_set_add(set, '_');
	if (letter == 'W' || letter == 'S')
		for (size_t i = 0; i < 8; i++)
			set->word[i] = ~set->word[i];
	return new_set(p, set);
}

static struct posix_node *parse_escape(struct posix_parser *p)
{
	size_t start = p->at;
	struct posix_node *n;
	char c;

	if (start + 1 >= p->pattern.n)
		return posix_fail(p, start, "a backslash at the end escapes nothing");
	c = p->pattern.p[start + 1];
	p->at += 2;
	if (c && strchr("wWsS", c))
		return new_class(p, c);
	if (c && strchr("bB<>`'", c))
		return new_byte(p, POSIX_ANCHOR, (unsigned char)c);
	if (ascii_is_digit(c) && c != '0') {
		if (!(p->closed >> (c - '1') & 1))
			return posix_fail(p, start,
					  "\"\\%c\" names a group that is not closed before it", c);
		p->has_backref = true;
		n = new_node(p, POSIX_BACKREF);
		n->group = (unsigned)(c - '0');
		return n;
	}
	if (p->flags & POSIX_NOCASE && ascii_is_lower(c))
		return new_any(p, false);
	return new_byte(p, POSIX_BYTE, (unsigned char)c);
}

/* One piece without its repetitions. */
static struct posix_node *parse_atom(struct posix_parser *p)
{
	unsigned char c = (unsigned char)p->pattern.p[p->at];

	switch (c) {
	case '(': return parse_group(p);
	case '\\': return parse_escape(p);
	case '[': p->at++; return new_set(p, posix_bracket(p));
	case '.': p->at++; return new_any(p, true);
	case '^':
	case '$': p->at++; return new_byte(p, POSIX_ANCHOR, c);
	case '*':
	case '+':
	case '?':
	case '{': return posix_fail(p, p->at, "\"%c\" has nothing before it to repeat", c);
	default: p->at++; break;
	}
	if (p->flags & POSIX_NOCASE)
		c = posix_upper(c);
	return new_byte(p, POSIX_BYTE, c);
}

/* The byte of a token in braces: a backslash escapes "0" and "," but makes others invalid. */
static char brace_byte(const struct posix_parser *p, size_t *length)
{
	bool escaped = at_byte(p, '\\');
	char c = 0;

	*length = escaped ? 2 : 1;
	if (p->pattern.n - p->at >= *length)
		c = p->pattern.p[p->at + escaped];
	return escaped && c != '0' && c != ',' ? 0 : c;
}

/* Digits of a count, POSIX_NO_END when there are none; what is above the limit stays just above. */
static int parse_count(struct posix_parser *p)
{
	int n = POSIX_NO_END;
	size_t length;

	for (;;) {
		char c = brace_byte(p, &length);

		if (!ascii_is_digit(c))
			return n;
		n = (n < 0 ? 0 : n) * 10 + (c - '0');
		if (n > POSIX_REPEAT_MOST)
			n = POSIX_REPEAT_MOST + 1;
		p->at += length;
	}
}

static bool skip_comma(struct posix_parser *p)
{
	size_t length;

	if (brace_byte(p, &length) != ',')
		return false;
	p->at += length;
	return true;
}

/* "{2}", "{2,}", "{,3}", "{2,3}", P->at at the brace. */
static bool parse_braces(struct posix_parser *p, int *min, int *max)
{
	size_t open = p->at++, n;
	bool range;

	*min = parse_count(p);
	range = skip_comma(p);
	*max = range ? parse_count(p) : *min;
	if (at_end(p))
		return posix_fail(p, open, "\"{\" is not closed") != NULL;
	if (!at_byte(p, '}') || (*min < 0 && !range))
		return posix_fail(p, open, "\"{\" needs a count such as {2}, {2,} or {2,5}") !=
		       NULL;
	n = ++p->at - open;
	if (*min < 0)
		*min = 0;
	if (*max >= 0 && *min > *max)
		return posix_fail(p, open, "in \"%.*s\" the least is above the most", (int)n,
				  p->pattern.p + open) != NULL;
	if (*min > POSIX_REPEAT_MOST || *max > POSIX_REPEAT_MOST)
		return posix_fail(p, open, "a count is above %d", POSIX_REPEAT_MOST) != NULL;
	return true;
}

static bool parse_repetition(struct posix_parser *p, int *min, int *max)
{
	char c = p->pattern.p[p->at];

	if (c == '{')
		return parse_braces(p, min, max);
	p->at++;
	*min = c == '+';
	*max = c == '?' ? 1 : POSIX_NO_END;
	return true;
}

static uint32_t repeated_size(uint32_t size, int min, int max)
{
	uint32_t times = (uint32_t)(max > 0 ? max : min > 0 ? min : 1);

	return size > (UINT32_MAX - 1) / times ? UINT32_MAX : size * times + 1;
}

/*
 * Repeats N.  Repetitions of repetitions that come to the same are folded, so that a long run of
 * "*" makes no high tree; what remains doubles the size each time and soon meets the limits.
 */
static struct posix_node *repeat(struct posix_parser *p, struct posix_node *n, int min, int max,
				 size_t at)
{
	struct posix_node *r;
	bool simple = min <= 1 && (max == 1 || max == POSIX_NO_END);

	if (min == 1 && max == 1)
		return n;
	if (n->kind == POSIX_EMPTY || (n->kind == POSIX_REPEAT && n->max == 0))
		return n;
	if (simple && n->kind == POSIX_REPEAT && n->min <= 1 && n->max <= 1) {
		n->min = n->min < min ? n->min : min;
		n->max = n->max < max ? n->max : max; /* POSIX_NO_END is below 1 and wins */
		n->nullable |= min == 0;
		n->width = n->kid->width == 0 ? 0 : POSIX_NO_END;
		return n;
	}
	r = wrap(p, POSIX_REPEAT, n, at);
	if (!r)
		return NULL;
	r->min = min;
	r->max = max;
	r->nullable |= min == 0;
	/* rounds of one length: taking them greedily makes the longest; width 0 stays 0 */
	r->steady = n->width >= 0;
	if (n->width > 0)
		r->width = min == max && n->width <= POSIX_PATTERN_MOST / (max + 1) ? n->width * max
										    : POSIX_NO_END;
	r->size = repeated_size(n->size, min, max);
	return r;
}

static struct posix_node *parse_piece(struct posix_parser *p)
{
	struct posix_node *n = parse_atom(p);
	int min, max;

	if (!n || n->kind == POSIX_ANCHOR)
		return n;
	while (n && !at_end(p) && strchr("*+?{", p->pattern.p[p->at]) && p->pattern.p[p->at]) {
		size_t at = p->at;

		if (!parse_repetition(p, &min, &max))
			return NULL;
		n = repeat(p, n, min, max, at);
	}
	return n;
}

static struct posix_node *parse_row(struct posix_parser *p)
{
	struct posix_node *first = NULL, **tail = &first;
	size_t count = 0;

	while (!at_end(p) && !at_byte(p, '|') && !(p->depth && at_byte(p, ')'))) {
		*tail = parse_piece(p);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
		count++;
	}
	return join(p, POSIX_CAT, first, count);
}

static struct posix_node *parse_choice(struct posix_parser *p)
{
	struct posix_node *first = NULL, **tail = &first;
	unsigned before = p->closed, closed = before;
	size_t count = 0;

	for (;;) {
		p->closed = before; /* no row may name the groups of another one */
		*tail = parse_row(p);
		if (!*tail)
			return NULL;
		tail = &(*tail)->next;
		count++;
		closed |= p->closed;
		if (!at_byte(p, '|'))
			break;
		p->at++;
	}
	p->closed = closed;
	return join(p, POSIX_ALT, first, count);
}

struct posix_node *posix_parse(struct posix_parser *p)
{
	if (p->pattern.n > POSIX_PATTERN_MOST)
		return posix_fail(p, POSIX_PATTERN_MOST, "the pattern is too long (most: %d bytes)",
				  POSIX_PATTERN_MOST);
	return parse_choice(p);
}
