/*
 * question - see question.h.
 */
#include "trace/question.h"

#include "base/number.h"
#include "facts/questions.h"
#include "regex/regex.h"
#include "text/ip.h"
#include "unit/constant.h"

#include <string.h>

/* What is asked, and by whom. */
struct trace_asking {
	const struct question *q;
	struct analysis *a;
	enum question_place place;
};

static enum truth truth_of(bool is_true)
{
	return is_true ? TRUTH_YES : TRUTH_NO;
}

static enum truth negate(enum truth t)
{
	return t == TRUTH_OPEN ? t : truth_of(t == TRUTH_NO);
}

/* --- values ----------------------------------------------------------------------------------- */

/* The name of a variable without parentheses around it: "$(rm)" is "$rm"; empty with more in it. */
static struct str variable_name(struct arena *a, const struct node *n)
{
	struct buf b = buf_on(a);
	struct str name;

	if (n->kind == N_BARE)
		return n->text;
	if (n->kind != N_PVAR || !str_starts(n->text, STR("$(")) || !str_ends(n->text, STR(")")))
		return n->kind == N_PVAR ? n->text : STR("");
	name = str_head(str_skip(n->text, 2), n->text.n - 3);
	buf_byte(&b, '$');
	buf_str(&b, name);
	return buf_view(&b);
}

/* What N, the left side of an operator, asks for. */
static enum asks asked_by(const struct trace_asking *x, const struct node *n)
{
	const struct version *v = &x->a->session->version;

	if (n->kind == N_WORD)
		return questions_find(n->text, ASKED_AS_WORD, v);
	return questions_find(variable_name(x->a->arena, n), ASKED_AS_VARIABLE, v);
}

/* The answer as text; false when the question does not say it. */
static bool answer(const struct trace_asking *x, enum asks asks, struct str *out)
{
	const struct question *q = x->q;
	struct buf b = buf_on(x->a->arena);
	bool is_reply = x->place == QUESTION_IN_REPLY;

	switch (asks) {
	case ASKS_METHOD: *out = q->method; return !is_reply;
	case ASKS_ADDRESS: *out = q->address; return out->n > 0 && !is_reply;
	case ASKS_PROTOCOL: *out = q->transport; return out->n > 0 && !is_reply;
	case ASKS_PORT:
		buf_printf(&b, "%u", q->port);
		*out = buf_view(&b);
		return q->port > 0 && !is_reply;
	case ASKS_STATUS:
	case ASKS_TM_STATUS:
		buf_printf(&b, "%u", q->reply);
		*out = buf_view(&b);
		return q->reply > 0 &&
		       (is_reply || (asks == ASKS_TM_STATUS && x->place == QUESTION_IN_FAILURE));
	default: return false;
	}
}

static enum truth matches(const struct trace_asking *x, struct str text, struct str pattern)
{
	struct str error;
	struct regex *r = regex_compile(x->a->session->regexes, pattern, REGEX_NOCASE, &error);
	enum regex_result result = r ? regex_match(r, text, 0, 0, NULL) : REGEX_TOO_HARD;

	return result == REGEX_TOO_HARD ? TRUTH_OPEN : truth_of(result == REGEX_MATCH);
}

static size_t ip_any(struct str text, unsigned char ip[16])
{
	size_t n = ip_v4(text, ip);

	return n ? n : ip_v6(text, ip);
}

static bool is_same_address(struct str a, struct str b)
{
	unsigned char x[16], y[16];
	size_t n = ip_any(a, x), m = ip_any(b, y);

	return n && n == m && memcmp(x, y, n) == 0;
}

/* Whether the address TEXT is in the net N, whose mask is a number of bits or an address. */
static enum truth is_in_net(struct str text, const struct node *n)
{
	const struct node *address = KID(n, NET, address), *mask = KID(n, NET, mask);
	unsigned char x[16], y[16], m[16] = {0};
	size_t size = address ? ip_any(address->text, y) : 0;
	bool is_equal = true;

	if (!size || ip_any(text, x) != size)
		return size ? TRUTH_NO : TRUTH_OPEN;
	if (mask->kind == N_NUMBER && mask->number >= 0 && (size_t)mask->number <= 8 * size)
		for (int64_t i = 0; i < mask->number; i++)
			m[i / 8] |= (unsigned char)(0x80 >> i % 8);
	else if (ip_any(mask->text, m) != size)
		return TRUTH_OPEN;
	for (size_t i = 0; i < size; i++)
		is_equal = is_equal && (x[i] & m[i]) == (y[i] & m[i]);
	return truth_of(is_equal);
}

/* The text of the right side of an operator; false when it is no constant. */
static bool right_text(const struct trace_asking *x, const struct node *n, struct str *out)
{
	if (n->kind == N_NET) {
		const struct node *address = KID(n, NET, address);

		*out = address ? address->text : STR("");
		return address && !KID(n, NET, mask) && out->n > 0;
	}
	if (n->kind == N_WORD || n->kind == N_IP) {
		*out = n->text;
		return true;
	}
	return constant_text(x->a->arena, n, out);
}

static enum truth compare(const struct trace_asking *x, const struct node *left, unsigned char op,
			  const struct node *right)
{
	enum asks asks = asked_by(x, left);
	struct str have, want;
	enum truth is_equal;

	if (asks == ASKS_NOTHING || !answer(x, asks, &have))
		return TRUTH_OPEN;
	if (asks == ASKS_ADDRESS && right->kind == N_NET && KID(right, NET, mask)) {
		is_equal = is_in_net(have, right);
		return op == OP_EQ ? is_equal : op == OP_NE ? negate(is_equal) : TRUTH_OPEN;
	}
	if (!right_text(x, right, &want))
		return TRUTH_OPEN;
	if (op == OP_MATCH)
		return matches(x, have, want);
	is_equal = truth_of(asks == ASKS_ADDRESS ? is_same_address(have, want)
						 : str_equal_nocase(have, want));
	if (op == OP_EQ || op == OP_IEQ)
		return is_equal;
	return op == OP_NE || op == OP_INE ? negate(is_equal) : TRUTH_OPEN;
}

/* --- functions -------------------------------------------------------------------------------- */

static enum truth is_among(const struct trace_asking *x, struct str list)
{
	while (list.n)
		if (str_equal_nocase(str_trim(str_take(&list, '|')), x->q->method))
			return TRUTH_YES;
	return TRUTH_NO;
}

static enum truth decide_call(const struct trace_asking *x, const struct node *n)
{
	const struct node *first = KID(n, CALL, arguments);
	struct str argument = STR(""), code;
	bool is_known = first && constant_text(x->a->arena, first, &argument);
	bool is_reply = x->place == QUESTION_IN_REPLY;

	switch (questions_find(n->text, ASKED_AS_FUNCTION, &x->a->session->version)) {
	case ASKS_METHODS: return is_known ? is_among(x, argument) : TRUTH_OPEN;
	case ASKS_TOTAG: return is_reply ? TRUTH_OPEN : x->q->in_dialog;
	case ASKS_DIALOG:
		/* The ACK of a reply that refuses has a tag, and no Route. */
		return is_reply || str_is(x->q->method, "ACK") ? TRUTH_OPEN : x->q->in_dialog;
	case ASKS_REQUEST: return truth_of(!is_reply);
	case ASKS_REPLY: return truth_of(is_reply);
	case ASKS_STATUS_LIKE:
		return is_known && answer(x, ASKS_TM_STATUS, &code) ? matches(x, code, argument)
								    : TRUTH_OPEN;
	default: return TRUTH_OPEN;
	}
}

/* --- expressions ------------------------------------------------------------------------------ */

static enum truth decide(const struct trace_asking *x, const struct node *n);

/* a && b && c is a chain to the left: a loop, not a recursion. */
static enum truth decide_chain(const struct trace_asking *x, const struct node *n, unsigned char op)
{
	enum truth ends = op == OP_AND ? TRUTH_NO : TRUTH_YES, all = negate(ends), t;

	for (; n->kind == N_BINARY && n->op == op; n = KID(n, BINARY, left)) {
		t = decide(x, KID(n, BINARY, right));
		if (t == ends)
			return ends;
		all = t == TRUTH_OPEN ? t : all;
	}
	t = decide(x, n);
	return t == ends ? ends : t == TRUTH_OPEN ? t : all;
}

static enum truth decide(const struct trace_asking *x, const struct node *n)
{
	switch (n->kind) {
	case N_NUMBER: return truth_of(n->number != 0);
	case N_CALL: return decide_call(x, n);
	case N_UNARY:
		return n->op == OP_NOT ? negate(decide(x, KID(n, UNARY, operand))) : TRUTH_OPEN;
	case N_ELEMENT: return compare(x, KID(n, ELEMENT, left), n->op, KID(n, ELEMENT, right));
	case N_BINARY:
		if (n->op == OP_AND || n->op == OP_OR)
			return decide_chain(x, n, n->op);
		return compare(x, KID(n, BINARY, left), n->op, KID(n, BINARY, right));
	default: return TRUTH_OPEN;
	}
}

enum truth question_decide(const struct question *q, struct analysis *a, const struct node *n,
			   enum question_place place)
{
	return decide(&(struct trace_asking){q, a, place}, n);
}

enum truth question_is_case(const struct question *q, struct analysis *a, const struct node *n,
			    const struct node *label, enum question_place place)
{
	return compare(&(struct trace_asking){q, a, place}, n,
		       label->flags & NF_REGEX ? OP_MATCH : OP_EQ, KID(label, CASE, label));
}
