/*
 * posix - the tree of a POSIX extended regular expression written out for pcre2; see posix.h.
 *
 * The text uses little of pcre2: bytes as \xHH, sets, groups, greedy repetitions, "^" "$" "\A" "\z"
 * "\b" "\B", one-byte looks for "\<" and "\>", "\g{N}".  So none of pcre2's own syntax can come
 * from the user, and the options PCRE2_CASELESS and PCRE2_MULTILINE give the rest its meaning.
 */
#include "regex/posix.h"
#include "base/ascii.h"
#include "base/buf.h"
#include "regex/posix_tree.h"

static void emit_byte(struct buf *b, unsigned c)
{
	if (ascii_is_alnum((char)c))
		buf_byte(b, (char)c);
	else
		buf_printf(b, "\\x%02x", c);
}

static void emit_set(struct buf *b, const struct posix_set *set)
{
	unsigned members = 0;
	bool invert;

	for (unsigned c = 0; c < 256; c++)
		members += posix_set_has(set, c);
	if (members == 0 || members == 256) {
		buf_text(b, members ? "." : "[^\\x00-\\xff]");
		return;
	}
	invert = members > 200; /* pcre2 has a faster word for "all but one" */
	buf_text(b, invert ? "[^" : "[");
	for (unsigned from = 0; from < 256; from++) {
		unsigned to = from;

		if (posix_set_has(set, from) == invert)
			continue;
		while (to < 255 && posix_set_has(set, to + 1) != invert)
			to++;
		buf_printf(b, to > from ? "\\x%02x-\\x%02x" : "\\x%02x", from, to);
		from = to;
	}
	buf_byte(b, ']');
}

static void emit_anchor(struct buf *b, unsigned char which)
{
	switch (which) {
	case '<': buf_text(b, "\\b(?=\\w)"); break;
	case '>': buf_text(b, "\\b(?<=\\w)"); break;
	case '`': buf_text(b, "\\A"); break;
	case '\'': buf_text(b, "\\z"); break;
	case '^':
	case '$': buf_byte(b, (char)which); break;
	default: buf_printf(b, "\\%c", which); break; /* b, B */
	}
}

static void emit(struct buf *b, const struct posix_node *n);

/* True for repetitions of a group where glibc takes back an empty round: see POSIX_ROUND_START. */
static bool watches_rounds(const struct posix_node *n)
{
	return n->kid->kind == POSIX_GROUP && n->kid->group <= POSIX_GROUPS_SEEN &&
	       n->kid->nullable && n->min <= 1 && (n->max == 1 + n->min || n->max == POSIX_NO_END);
}

static void emit_repeat(struct buf *b, const struct posix_node *n)
{
	bool watch = watches_rounds(n);
	bool bare = !watch && (n->kid->kind == POSIX_BYTE || n->kid->kind == POSIX_SET ||
			       n->kid->kind == POSIX_GROUP || n->kid->kind == POSIX_BACKREF);

	if (watch && n->min > 0)
		buf_printf(b, "(?C%u)", POSIX_FIRST_ROUND + n->kid->group);
	buf_text(b, bare ? "" : "(?:");
	if (watch)
		buf_printf(b, "(?C%u)", POSIX_ROUND_START + n->kid->group);
	emit(b, n->kid);
	if (watch)
		buf_printf(b, "(?C%u)", POSIX_ROUND_END + n->kid->group);
	buf_text(b, bare ? "" : ")");
	if (n->max == POSIX_NO_END && n->min <= 1)
		buf_byte(b, n->min ? '+' : '*');
	else if (n->max == POSIX_NO_END)
		buf_printf(b, "{%d,}", n->min);
	else
		buf_printf(b, "{%d,%d}", n->min, n->max);
}

/* glibc has no node for nothing and prefers what has a node: in "(|a)" the second choice comes
 * first. */
static void emit_choice(struct buf *b, const struct posix_node *n)
{
	const struct posix_node *first = n->kid, *second = first->next;
	bool swap = first->kind == POSIX_EMPTY && second->kind != POSIX_EMPTY;

	emit(b, swap ? second : first);
	buf_byte(b, '|');
	emit(b, swap ? first : second);
	for (const struct posix_node *k = second->next; k; k = k->next) {
		buf_byte(b, '|');
		emit(b, k);
	}
}

static void emit(struct buf *b, const struct posix_node *n)
{
	switch (n->kind) {
	case POSIX_EMPTY: break;
	case POSIX_BYTE: emit_byte(b, n->byte); break;
	case POSIX_SET: emit_set(b, n->set); break;
	case POSIX_ANCHOR: emit_anchor(b, n->byte); break;
	case POSIX_BACKREF: buf_printf(b, "\\g{%u}", n->group); break;
	case POSIX_REPEAT: emit_repeat(b, n); break;
	case POSIX_GROUP:
		buf_text(b, n->group <= POSIX_GROUPS_SEEN ? "(" : "(?:");
		emit(b, n->kid);
		buf_byte(b, ')');
		break;
	case POSIX_CAT:
		for (const struct posix_node *k = n->kid; k; k = k->next)
			emit(b, k);
		break;
	case POSIX_ALT: emit_choice(b, n); break;
	}
}

/* Collects runs of bytes that every match must hold; keeps the longest. */
struct runs {
	struct buf now;
	struct buf best;
	bool nocase;
};

static void end_run(struct runs *r)
{
	if (r->now.n > r->best.n) {
		buf_clear(&r->best);
		buf_str(&r->best, buf_view(&r->now));
	}
	buf_clear(&r->now);
}

static void collect(struct runs *r, const struct posix_node *n)
{
	switch (n->kind) {
	case POSIX_EMPTY:
	case POSIX_ANCHOR: return; /* what stands on both sides still touches */
	case POSIX_BYTE:
		if (r->nocase && ascii_is_upper((char)n->byte))
			break;
		buf_byte(&r->now, (char)n->byte);
		return;
	case POSIX_GROUP: collect(r, n->kid); return;
	case POSIX_CAT:
		for (const struct posix_node *k = n->kid; k; k = k->next)
			collect(r, k);
		return;
	case POSIX_REPEAT:
		end_run(r);
		if (n->min > 0)
			collect(r, n->kid);
		break;
	case POSIX_SET:
	case POSIX_BACKREF:
	case POSIX_ALT: break;
	}
	end_run(r);
}

/* True when the tree is a row of bytes without anything else. */
static bool is_literal(const struct posix_node *n, size_t bytes)
{
	size_t count = 0;

	if (n->kind == POSIX_BYTE)
		return bytes == 1;
	if (n->kind != POSIX_CAT)
		return false;
	for (const struct posix_node *k = n->kid; k; k = k->next, count++)
		if (k->kind != POSIX_BYTE)
			return false;
	return count == bytes;
}

bool posix_translate(struct arena *a, struct str pattern, unsigned flags, struct posix *out,
		     struct str *error, size_t *at)
{
	struct posix_parser p = {.arena = a, .pattern = pattern, .flags = flags};
	struct runs runs = {buf_on(a), buf_on(a), (flags & POSIX_NOCASE) != 0};
	struct posix_node *tree = posix_parse(&p);
	struct buf text = buf_on(a);

	if (!tree) {
		*error = p.error;
		*at = p.error_at;
		return false;
	}
	emit(&text, tree);
	collect(&runs, tree);
	end_run(&runs);
	*out = (struct posix){
	    .pcre = buf_view(&text),
	    .literal = buf_view(&runs.best),
	    .is_literal = is_literal(tree, runs.best.n),
	    .has_backref = p.has_backref,
	    .is_steady = tree->steady,
	    .watches_rounds = str_search(buf_view(&text), STR("(?C")) >= 0,
	    .groups = p.groups,
	    .size = tree->size,
	};
	return true;
}
