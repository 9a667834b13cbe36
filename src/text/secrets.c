/*
 * secrets - what is known to be secret, and where it stands in a text; see secrets.h.
 *
 * What must stay true: a search is linear in the text that is looked at, whatever and how many the
 * secrets are: of many values at most those are compared that the text begins with.
 */
#include "text/secrets.h"

#include "base/ascii.h"
#include "text/secret_url.h"

#include <stdlib.h>

#define NONE         SIZE_MAX
#define NO_PARENT    UINT32_MAX
#define SHORT_VALUE  4   /* shorter ones are looked for where they stand alone between signs */
#define PIECE_LEAST  6   /* bytes of a piece of the environment, within a word */
#define VALUE_BEFORE 256 /* so far before the text that is shown a value may begin */
#define TAILS_MOST   64  /* values whose end is looked for behind a cut */
#define CUT          3   /* bytes of "..." */

enum { PLACE, URL, VALUE, WAYS };

void secrets_init(struct secrets *s, struct arena *a)
{
	*s = (struct secrets){.arena = a};
}

void secrets_add_place(struct secrets *s, struct span at)
{
	if (at.lo < at.hi)
		*LIST_ADD(s->arena, &s->places) = at;
}

bool secrets_is_open(struct str value)
{
	struct str name = str_skip(value, 1);
	size_t i = 1 + ascii_run(name, ascii_is_word), depth = 0;

	if (!value.n)
		return true;
	if (value.p[0] != '$' || i >= value.n || value.p[i] != '(')
		return false;
	for (; i < value.n; i++) {
		depth += value.p[i] == '(';
		depth -= value.p[i] == ')';
		if (!depth)
			break;
	}
	return i + 1 == value.n;
}

/* True when it is new. */
static bool add(struct secrets *s, enum secret_kind kind, struct str value)
{
	struct secret_values *values = &s->values[kind];

	if (!map_add(&values->known, s->arena, value))
		return false;
	*LIST_ADD(s->arena, values) = value;
	return true;
}

void secrets_add_value(struct secrets *s, struct str value)
{
	bool is_sign = value.n < SHORT_VALUE;

	for (size_t i = 0; i < value.n; i++)
		is_sign &= !ascii_is_word(value.p[i]);
	if (!secrets_is_open(value) && !is_sign)
		add(s, SECRET_OF_CONFIG, value);
}

static bool is_filled(char c)
{
	return (unsigned char)c > ' ';
}

/* Adds what is between bytes that are not IS, if it is long enough to be no common word. */
static void add_pieces(struct secrets *s, struct str value, bool (*is)(char c), size_t least)
{
	while (value.n) {
		struct str piece = str_head(value, ascii_run(value, is));

		if (piece.n >= least)
			add(s, SECRET_OF_ENVIRONMENT, piece);
		value = str_skip(value, piece.n + 1);
	}
}

void secrets_add_environment(struct secrets *s, struct str value)
{
	if (value.n < SHORT_VALUE || !add(s, SECRET_OF_ENVIRONMENT, value))
		return;
	add_pieces(s, value, is_filled, SHORT_VALUE);
	add_pieces(s, value, ascii_is_word, PIECE_LEAST);
}

bool secrets_add_urls(struct secrets *s, struct str text, struct str raw)
{
	struct secret_url url = {0}, other;
	bool is_lost = false;

	while (secret_url_find(text, url.behind, true, &url)) {
		struct str password = str_head(str_skip(text, url.lo), url.hi - url.lo);
		struct str around = {password.p - 1, password.n + 2};

		if (secrets_is_open(password) || str_search(raw, around) >= 0)
			continue;
		secrets_add_value(s, password);
		is_lost |= str_search(raw, password) < 0 && !secret_url_find(raw, 0, false, &other);
	}
	return is_lost;
}

/* --- places ------------------------------------------------------------------------------------
 */

static int by_offset(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->lo != y->lo ? (x->lo < y->lo ? -1 : 1) : (x->hi > y->hi) - (x->hi < y->hi);
}

/* Sorts them and joins those that overlap: a text may be read twice. */
static void index_places(struct secrets *s)
{
	uint32_t kept = 0;

	if (s->sorted == s->places.count)
		return;
	qsort(s->places.all, s->places.count, sizeof *s->places.all, by_offset);
	for (uint32_t i = 1; i < s->places.count; i++) {
		struct span *last = &s->places.all[kept], *next = &s->places.all[i];

		if (next->lo >= last->hi)
			s->places.all[++kept] = *next;
		else if (next->hi > last->hi)
			last->hi = next->hi;
	}
	s->sorted = s->places.count = kept + 1;
}

static struct secret_range find_place(struct secret_search *x, size_t from)
{
	struct secrets *s = x->secrets;
	uint32_t lo = 0, hi = s->places.count, wanted = x->base + (uint32_t)from;

	while (x->base && lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (s->places.all[middle].hi <= wanted)
			lo = middle + 1;
		else
			hi = middle;
	}
	if (!x->base || lo == s->places.count || s->places.all[lo].lo >= x->base + x->text.n)
		return (struct secret_range){NONE, NONE};
	return (struct secret_range){s->places.all[lo].lo > x->base ? s->places.all[lo].lo - x->base
								    : 0,
				     s->places.all[lo].hi - x->base};
}

/* --- values ------------------------------------------------------------------------------------
 */

static int by_text(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void index_values(struct secrets *s, struct secret_values *values)
{
	if (values->indexed == values->count)
		return;
	qsort(values->all, values->count, sizeof *values->all, by_text);
	values->parents = arena_array(s->arena, values->count, sizeof *values->parents);
	for (uint32_t i = 0; i < values->count; i++) {
		uint32_t parent = i ? i - 1 : NO_PARENT;

		while (parent != NO_PARENT && !str_starts(values->all[i], values->all[parent]))
			parent = values->parents[parent];
		values->parents[i] = parent;
	}
	values->indexed = values->count;
}

/* What may stand around a short value: quotes, and signs of lists, URLs and substs. */
static bool delimits(char c)
{
	return c && strchr("\"'!|/#,;:=@", c);
}

/* Whether the N bytes at I stand as a word. */
static bool is_whole(struct str text, size_t i, size_t n)
{
	size_t behind = i + n;
	bool has_before = i > 0, has_behind = behind < text.n;

	if (n < SHORT_VALUE)
		return has_before && has_behind && delimits(text.p[i - 1]) &&
		       delimits(text.p[behind]);
	return !(has_before && ascii_is_word(text.p[i - 1]) && ascii_is_word(text.p[i])) &&
	       !(has_behind && ascii_is_word(text.p[behind - 1]) && ascii_is_word(text.p[behind]));
}

/* How many bytes at I are a value; 0: none. */
static size_t value_at(const struct secret_values *values, struct str text, size_t i)
{
	struct str rest = str_skip(text, i);
	uint32_t lo = 0, hi = values->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;
		struct str value = values->all[middle];

		if (str_compare(value, str_head(rest, value.n)) <= 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	/* All that the text begins with are the last one that is not behind it, and its parents. */
	for (uint32_t k = lo ? lo - 1 : NO_PARENT; k != NO_PARENT; k = values->parents[k])
		if (str_starts(rest, values->all[k]) && is_whole(text, i, values->all[k].n))
			return values->all[k].n;
	return 0;
}

/* How many bytes at I are the beginning of a value, up to where a message is cut; 0: none. */
static size_t head_at(const struct secret_values *values, struct str text, size_t i, size_t cut)
{
	struct str head = str_head(str_skip(text, i), cut - i);
	uint32_t lo = 0, hi = values->count;

	while (lo < hi) {
		uint32_t middle = lo + (hi - lo) / 2;

		if (str_compare(values->all[middle], head) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	return lo < values->count && str_starts(values->all[lo], head) ? head.n : 0;
}

/* How many bytes, from where a message is cut, are the end of a value; 0: none. */
static size_t tail_at(const struct secret_values *values, struct str text, size_t cut)
{
	struct str tail = str_skip(text, cut);

	for (uint32_t i = 0; i < values->count && i < TAILS_MOST; i++) {
		struct str value = values->all[i];
		size_t n = value.n < tail.n ? value.n : tail.n;

		for (; n >= SHORT_VALUE; n--)
			if (str_equal(str_skip(value, value.n - n), str_head(tail, n)))
				return n;
	}
	return 0;
}

/* How many bytes at I are one of VALUES, or what the cut of a message has left of it; 0: none. */
static size_t secret_at(struct secret_search *x, const struct secret_values *values, size_t i)
{
	size_t n = value_at(values, x->text, i), left = 0;
	ptrdiff_t cut;

	if (n || x->view != SECRETS_IN_MESSAGE)
		return n;
	if (i >= CUT && str_equal(str_head(str_skip(x->text, i - CUT), CUT), STR("...")))
		n = tail_at(values, x->text, i);
	cut = str_search(str_skip(x->text, i), STR("..."));
	if (cut >= SHORT_VALUE)
		left = head_at(values, x->text, i, i + (size_t)cut);
	return left > n ? left : n;
}

/* How many kinds of values are looked for; 0 when none is known, as in most configs. */
static size_t kinds_of(const struct secret_search *x)
{
	size_t kinds = x->view == SECRETS_IN_MESSAGE ? SECRET_KINDS : 1;

	while (kinds && !x->secrets->values[kinds - 1].count)
		kinds--;
	return kinds;
}

static struct secret_range find_value(struct secret_search *x, size_t from)
{
	size_t kinds = kinds_of(x), i = x->scanned[VALUE];

	for (; kinds && i < x->values_behind && i < x->end; i++) {
		size_t n = 0;

		if (i && ascii_is_word(x->text.p[i - 1]) && ascii_is_word(x->text.p[i]))
			continue;
		for (size_t kind = 0; kind < kinds; kind++) {
			const struct secret_values *values = &x->secrets->values[kind];
			size_t one = values->count ? secret_at(x, values, i) : 0;

			n = one > n ? one : n;
		}
		if (n && i + n > from) {
			x->scanned[VALUE] = i + n;
			return (struct secret_range){i, i + n};
		}
	}
	x->scanned[VALUE] = i;
	return (struct secret_range){NONE, NONE};
}

/* --- the search --------------------------------------------------------------------------------
 */

static struct secret_range find_url(struct secret_search *x, size_t from)
{
	struct secret_url url = {.behind = x->scanned[URL]};
	struct str text = str_head(x->text, x->end + SECRET_URL_MOST);

	while (secret_url_find(text, url.behind, false, &url) && url.lo < x->end) {
		struct str password = str_head(str_skip(x->text, url.lo), url.hi - url.lo);

		x->scanned[URL] = url.behind;
		if (url.hi > from && !secrets_is_open(password))
			return (struct secret_range){url.lo, url.hi};
	}
	x->scanned[URL] = x->text.n;
	return (struct secret_range){NONE, NONE};
}

static struct secret_range find(struct secret_search *x, int way, size_t from)
{
	return way == PLACE ? find_place(x, from)
	       : way == URL ? find_url(x, from)
			    : find_value(x, from);
}

static bool opens(char c)
{
	return c == '"' || c == '[';
}

static bool closes(char c)
{
	return c == '"' || c == ']';
}

/* What a message quotes: from its first quote or bracket to its last. */
static void limit_values(struct secret_search *x)
{
	size_t first = 0, behind = x->text.n;

	while (first < behind && !opens(x->text.p[first]))
		first++;
	while (behind > first && !closes(x->text.p[behind - 1]))
		behind--;
	x->values_first = first;
	x->values_behind = behind;
}

struct secret_search secrets_search(struct secrets *s, struct str text, uint32_t base,
				    enum secret_view view, size_t from, size_t to)
{
	struct secret_search x = {.secrets = s,
				  .text = text,
				  .base = base,
				  .view = view,
				  .at = from,
				  .end = to < text.n ? to : text.n,
				  .values_behind = text.n};

	index_places(s);
	for (int kind = 0; kind < SECRET_KINDS; kind++)
		index_values(s, &s->values[kind]);
	if (view == SECRETS_IN_MESSAGE)
		limit_values(&x);
	x.scanned[URL] = from > SECRET_URL_MOST ? from - SECRET_URL_MOST : 0;
	x.scanned[VALUE] = from > VALUE_BEFORE ? from - VALUE_BEFORE : 0;
	if (x.scanned[VALUE] < x.values_first)
		x.scanned[VALUE] = x.values_first;
	for (int way = 0; way < WAYS; way++)
		x.next[way] = find(&x, way, from);
	return x;
}

bool secrets_next(struct secret_search *x, size_t *lo, size_t *hi)
{
	bool is_longer = true;

	*lo = NONE;
	for (int way = 0; way < WAYS; way++) {
		if (x->next[way].lo != NONE && x->next[way].hi <= x->at)
			x->next[way] = find(x, way, x->at);
		if (x->next[way].lo < *lo) {
			*lo = x->next[way].lo;
			*hi = x->next[way].hi;
		}
	}
	if (*lo >= x->end)
		return false;
	while (is_longer) {
		is_longer = false;
		for (int way = 0; way < WAYS; way++) {
			if (x->next[way].lo != NONE && x->next[way].hi <= *hi)
				x->next[way] = find(x, way, *hi);
			if (x->next[way].lo > *hi || x->next[way].hi <= *hi)
				continue;
			*hi = x->next[way].hi;
			is_longer = true;
		}
	}
	x->at = *hi;
	return true;
}

void secrets_put_part(struct secrets *s, struct buf *b, struct str text, uint32_t base,
		      enum secret_view view, size_t from, size_t to, struct str mask)
{
	struct secret_search x = secrets_search(s, text, base, view, from, to);
	size_t lo, hi, done = from;

	while (secrets_next(&x, &lo, &hi)) {
		if (lo > done)
			buf_str(b, str_head(str_skip(text, done), lo - done));
		buf_str(b, mask);
		done = hi < to ? hi : to;
	}
	buf_str(b, str_head(str_skip(text, done), to - done));
}

void secrets_put(struct secrets *s, struct buf *b, struct str text, uint32_t base,
		 enum secret_view view, struct str mask)
{
	secrets_put_part(s, b, text, base, view, 0, text.n, mask);
}

struct str secrets_masked(struct secrets *s, struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	secrets_put(s, &b, text, 0, SECRETS_IN_LINE, STR(SECRETS_MASK));
	return buf_view(&b);
}
