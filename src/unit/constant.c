/*
 * constant - see constant.h.
 */
#include "unit/constant.h"

#include "base/buf.h"

/* A name that is put together from more pieces is none that people write. */
enum { PIECES_MOST = 32 };

/* A number is the text of its decimal digits; one above 2147483647 is extended as if negative, to
 * 64 bits. */
static struct str number_text(struct arena *a, int32_t number)
{
	struct buf b = buf_on(a);

	buf_printf(&b, "%llu", (unsigned long long)(int64_t)number);
	return buf_view(&b);
}

static bool leaf_text(struct arena *a, const struct node *n, struct str *text)
{
	switch (n->kind) {
	case N_WORD: *text = n->text; return true;
	case N_NUMBER: *text = number_text(a, n->number); return true;
	case N_STRING: *text = n->text; return str_find(n->text, '$') < 0;
	default: return false;
	}
}

/* The first piece decides whether it is text or a number (semantics.md section 3). */
static bool join_pieces(struct arena *a, const struct node **piece, unsigned count,
			struct str *text)
{
	bool is_number = piece[count - 1]->kind == N_NUMBER;
	struct buf b = buf_on(a);
	uint32_t sum = 0;

	for (unsigned i = count; i--;) {
		struct str part;

		if (is_number ? piece[i]->kind != N_NUMBER : piece[i]->kind == N_WORD)
			return false;
		if (!leaf_text(a, piece[i], &part))
			return false;
		buf_str(&b, part);
		sum += (uint32_t)piece[i]->number;
	}
	*text = is_number ? number_text(a, (int32_t)sum) : buf_view(&b);
	return true;
}

static bool sum_text(struct arena *a, const struct node *n, struct str *text)
{
	const struct node *piece[PIECES_MOST];
	unsigned count = 0;

	for (; n->kind == N_BINARY; n = KID(n, BINARY, left)) {
		if (!str_is(n->text, "+") || count == PIECES_MOST - 1)
			return false;
		piece[count++] = KID(n, BINARY, right);
	}
	piece[count++] = n;
	return join_pieces(a, piece, count, text);
}

bool constant_text(struct arena *a, const struct node *n, struct str *text)
{
	return n->kind == N_BINARY ? sum_text(a, n, text) : leaf_text(a, n, text);
}

bool literal_text(struct arena *a, const struct node *n, struct str *text)
{
	struct buf b;

	if (n->kind == N_STRING) {
		*text = n->text;
		return true;
	}
	if (n->kind != N_NUMBER)
		return false;
	b = buf_on(a);
	buf_number(&b, n->number);
	*text = buf_view(&b);
	return true;
}
