/*
 * ifexp_eval - runs what ifexp_parse.c made of an `#!ifexp` expression; see ifexp.h, ifexp_code.h.
 *
 * All memory of one evaluation is on an arena of its own and goes at its end: a hostile line must
 * not leave more than its length and one IFEXP_LONGEST_TEXT in the arena of the whole run.
 */
#include "preprocess/ifexp_code.h"
#include "text/message.h"

#include "base/ascii.h"
#include "base/buf.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <string.h>

/* Comparing or copying this many bytes of text counts as one step. */
#define BYTES_PER_STEP 64

/* Room for a float with all its digits. */
#define NUMBER_SIZE 64

/* A call that is under way. */
struct frame {
	size_t back;    /* instruction to go on with */
	uint32_t base;  /* of its operands on the stack */
	uint32_t count; /* of operands */
};

struct machine {
	struct arena *arena;
	struct str text;
	struct ifexp_program program;
	ifexp_lookup lookup;
	ifexp_note note;
	void *ctx;
	LIST_OF(struct ifexp_cell) stack;
	struct frame frames[IFEXP_MOST_NESTING];
	size_t frame_count;
	size_t steps; /* that may still be done */
	enum ifexp_status status;
	struct ifexp_error *error;
};

static bool fail(struct machine *m, enum ifexp_status status, const struct ifexp_code *c,
		 struct str text)
{
	m->status = status;
	*m->error = (struct ifexp_error){.at = c->at, .n = c->n, .text = text};
	return false;
}

/* --- cells --- */

static struct ifexp_cell number_cell(float number)
{
	return (struct ifexp_cell){.kind = IFEXP_CELL_NUMBER, .number = number};
}

static struct ifexp_cell truth_cell(bool is_true)
{
	return number_cell(is_true ? 1 : 0);
}

static struct ifexp_cell no_value(const struct ifexp_code *c, struct str why)
{
	return (struct ifexp_cell){.kind = IFEXP_CELL_NONE, .cause = c, .text = why};
}

static void push(struct machine *m, struct ifexp_cell v)
{
	*LIST_ADD(m->arena, &m->stack) = v;
}

static struct ifexp_cell pop(struct machine *m)
{
	return m->stack.all[--m->stack.count];
}

/* Pays for an instruction that handles N bytes of text. */
static bool spend(struct machine *m, const struct ifexp_code *c, size_t n)
{
	size_t cost = n / BYTES_PER_STEP;

	if (cost > m->steps)
		return fail(m, IFEXP_TOO_DEEP, c, STR("the expression takes too long to work out"));
	m->steps -= cost;
	return true;
}

/* --- numbers and texts --- */

static size_t skip_digits(struct str s, size_t i)
{
	return i + ascii_run(str_skip(s, i), ascii_is_digit);
}

/*
 * A text as a number: blanks at the ends, sign, digits, fraction, exponent; anything else is NaN
 * (vector 1144).  Whether the server wants the whole text to be a number is not known.
 */
static float text_number(struct machine *m, struct str s)
{
	size_t i = 0, digits, from;

	s = str_trim(s);
	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		i++;
	from = i;
	i = skip_digits(s, i);
	digits = i - from;
	if (i < s.n && s.p[i] == '.') {
		from = i + 1;
		i = skip_digits(s, from);
		digits += i - from;
	}
	if (digits && i < s.n && (s.p[i] == 'e' || s.p[i] == 'E')) {
		from = i + 1;
		if (from < s.n && (s.p[from] == '-' || s.p[from] == '+'))
			from++;
		i = skip_digits(s, from);
		if (i == from)
			return NAN;
	}
	return digits && i == s.n ? ifexp_decimal(m->arena, s) : NAN;
}

/* The text of V; that of a number is written to SPACE. */
static struct str cell_text(const struct ifexp_cell *v, char space[NUMBER_SIZE])
{
	if (v->kind == IFEXP_CELL_TEXT)
		return v->text;
	if (isfinite(v->number) && truncf(v->number) == v->number)
		return str_print(space, NUMBER_SIZE, "%.0f", (double)v->number + 0.0);
	return str_print(space, NUMBER_SIZE, "%.4g", (double)v->number);
}

static float cell_number(struct machine *m, const struct ifexp_cell *v)
{
	return v->kind == IFEXP_CELL_TEXT ? text_number(m, v->text) : v->number;
}

/* The integer of a float; where C leaves the result open, that of an x86-64. */
static int32_t to_int(float number)
{
	return number >= -0x1p31f && number < 0x1p31f ? (int32_t)number : INT32_MIN;
}

static float shifted(const struct ifexp_code *c, int32_t a, int32_t count)
{
	unsigned bits = (unsigned)count & 31;

	/* To the right the sign is kept; C leaves that to the compiler. */
	if (c->op == IFEXP_OP_SHIFT_LEFT)
		return (float)(int32_t)((uint32_t)a << bits);
	return (float)(a < 0 ? ~(~a >> bits) : a >> bits);
}

static struct ifexp_cell arithmetic(const struct ifexp_code *c, float a, float b)
{
	switch (c->op) {
	case IFEXP_OP_SUBTRACT: return number_cell(a - b);
	case IFEXP_OP_MULTIPLY: return number_cell(a * b);
	case IFEXP_OP_DIVIDE:
		if (b == 0)
			return no_value(c, STR("division by zero"));
		return number_cell(a / b);
	case IFEXP_OP_MODULO: return number_cell(fmodf(a, b));
	case IFEXP_OP_POWER: return number_cell(powf(a, b));
	case IFEXP_OP_BIT_AND: return number_cell((float)(to_int(a) & to_int(b)));
	case IFEXP_OP_BIT_OR: return number_cell((float)(to_int(a) | to_int(b)));
	case IFEXP_OP_BIT_XOR: return number_cell((float)(to_int(a) ^ to_int(b)));
	default: return number_cell(shifted(c, to_int(a), to_int(b)));
	}
}

static bool holds(enum ifexp_op op, bool is_less, bool is_equal, bool is_greater)
{
	switch (op) {
	case IFEXP_OP_LESS: return is_less;
	case IFEXP_OP_LESS_EQUAL: return is_less || is_equal;
	case IFEXP_OP_GREATER: return is_greater;
	case IFEXP_OP_GREATER_EQUAL: return is_greater || is_equal;
	case IFEXP_OP_EQUAL: return is_equal;
	default: return !is_equal;
	}
}

/* The left operand decides whether texts or numbers are compared: vectors 1108-1117. */
static bool compare(struct machine *m, const struct ifexp_code *c, const struct ifexp_cell *a,
		    const struct ifexp_cell *b)
{
	char space[NUMBER_SIZE];

	if (a->kind == IFEXP_CELL_TEXT) {
		struct str x = a->text, y = cell_text(b, space);
		int order;

		if (!spend(m, c, x.n < y.n ? x.n : y.n))
			return false;
		order = str_compare(x, y);
		push(m, truth_cell(holds(c->op, order<0, order == 0, order> 0)));
	} else {
		float x = a->number, y;

		if (!spend(m, c, b->text.n))
			return false;
		y = cell_number(m, b);
		push(m, truth_cell(holds(c->op, x<y, x == y, x> y)));
	}
	return true;
}

/* Vectors 1142-1144. */
static bool add(struct machine *m, const struct ifexp_code *c, const struct ifexp_cell *a,
		const struct ifexp_cell *b)
{
	char space[NUMBER_SIZE], *p;
	struct str tail;

	if (a->kind == IFEXP_CELL_NUMBER) {
		if (!spend(m, c, b->text.n))
			return false;
		push(m, number_cell(a->number + cell_number(m, b)));
		return true;
	}
	tail = cell_text(b, space);
	if (a->text.n > IFEXP_LONGEST_TEXT || tail.n > IFEXP_LONGEST_TEXT - a->text.n)
		return fail(m, IFEXP_TOO_DEEP, c, STR("the text becomes too long"));
	if (!spend(m, c, a->text.n + tail.n))
		return false;
	p = arena_alloc(m->arena, a->text.n + tail.n + 1);
	if (a->text.n)
		memcpy(p, a->text.p, a->text.n);
	if (tail.n)
		memcpy(p + a->text.n, tail.p, tail.n);
	push(m, (struct ifexp_cell){.kind = IFEXP_CELL_TEXT, .text = {p, a->text.n + tail.n}});
	return true;
}

/* --- instructions --- */

static bool is_true(const struct ifexp_cell *v)
{
	return v->kind == IFEXP_CELL_TEXT || v->number != 0;
}

/* Both sides are always looked at: section 7 knows no short cut. */
static bool logic(struct machine *m, const struct ifexp_code *c, const struct ifexp_cell *a,
		  const struct ifexp_cell *b)
{
	if (a->kind == IFEXP_CELL_NONE || b->kind == IFEXP_CELL_NONE) {
		const struct ifexp_cell *culprit = a->kind == IFEXP_CELL_NONE ? a : b;
		struct buf text = buf_on(m->arena);

		message_add(&text,
			    "Kamailio crashes on \"%s\" when a side has no value, as here: %.*s",
			    c->op == IFEXP_OP_AND ? "&&" : "||", STR_ARG(culprit->text));
		return fail(m, IFEXP_CRASHES, culprit->cause, buf_view(&text));
	}
	push(m, truth_cell(c->op == IFEXP_OP_AND ? is_true(a) && is_true(b)
						 : is_true(a) || is_true(b)));
	return true;
}

static bool run_binary(struct machine *m, const struct ifexp_code *c)
{
	struct ifexp_cell b = pop(m), a = pop(m);

	if (c->op == IFEXP_OP_COMMA) {
		push(m, b);
		return true;
	}
	if (c->op == IFEXP_OP_AND || c->op == IFEXP_OP_OR)
		return logic(m, c, &a, &b);
	if (a.kind == IFEXP_CELL_NONE || b.kind == IFEXP_CELL_NONE) {
		push(m, a.kind == IFEXP_CELL_NONE ? a : b);
		return true;
	}
	if (c->op == IFEXP_OP_ADD)
		return add(m, c, &a, &b);
	if (c->op >= IFEXP_OP_LESS && c->op <= IFEXP_OP_NOT_EQUAL)
		return compare(m, c, &a, &b);
	if (a.kind == IFEXP_CELL_TEXT || b.kind == IFEXP_CELL_TEXT)
		push(m, no_value(c, STR("this operator needs numbers, and one side is a text "
					"(a name in it is made a number by \"(0 + NAME)\")")));
	else
		push(m, arithmetic(c, a.number, b.number));
	return true;
}

static void run_unary(struct machine *m, const struct ifexp_code *c)
{
	struct ifexp_cell v = pop(m);

	if (v.kind == IFEXP_CELL_TEXT)
		v = no_value(c, c->op == IFEXP_OP_NOT
				    ? STR("\"!\" needs a number, and this is a text "
					  "(use \"#!ifndef\", or \"== 0\" behind \"0 + NAME\")")
				    : STR("this operator needs a number, and this is a text "
					  "(a name is made a number by \"(0 + NAME)\")"));
	else if (v.kind == IFEXP_CELL_NUMBER && c->op == IFEXP_OP_NEGATE)
		v.number = -v.number;
	else if (v.kind == IFEXP_CELL_NUMBER && c->op == IFEXP_OP_NOT)
		v = truth_cell(v.number == 0);
	else if (v.kind == IFEXP_CELL_NUMBER)
		v.number = (float)~to_int(v.number);
	push(m, v);
}

/* VALUE without one pair of equal quotes around it. */
static struct str unquoted(struct str value)
{
	char quote = value.n >= 2 ? value.p[0] : 0;

	if ((quote != '"' && quote != '\'') || value.p[value.n - 1] != quote)
		return value;
	return (struct str){value.p + 1, value.n - 2};
}

/* The value of a name: vectors 1103-1107. */
static struct ifexp_cell read_name(struct machine *m, struct ifexp_symbol *sym)
{
	struct str value = {"", 0};

	if (sym->is_known)
		return sym->value;
	sym->is_known = sym->is_looked_up = true;
	switch (m->lookup ? m->lookup(m->ctx, sym->name, &value) : IFEXP_NAME_UNDEFINED) {
	case IFEXP_NAME_UNDEFINED: sym->value = number_cell(0); break;
	case IFEXP_NAME_EMPTY: sym->value = number_cell(1); break;
	case IFEXP_NAME_VALUE:
		sym->value = (struct ifexp_cell){
		    .kind = IFEXP_CELL_TEXT, .is_foreign = true, .text = unquoted(value)};
		break;
	}
	return sym->value;
}

static bool run_call(struct machine *m, const struct ifexp_code *c, size_t *pc)
{
	if (m->frame_count == IFEXP_MOST_NESTING)
		return fail(m, IFEXP_TOO_DEEP, c,
			    STR("the macro calls itself, or calls nest too deeply"));
	m->frames[m->frame_count++] =
	    (struct frame){.back = *pc, .base = m->stack.count - c->count, .count = c->count};
	*pc = c->target;
	return true;
}

static void run_return(struct machine *m, size_t *pc)
{
	struct ifexp_cell v = pop(m);
	struct frame f = m->frames[--m->frame_count];

	m->stack.count = f.base;
	push(m, v);
	*pc = f.back;
}

/* An argument that the call does not give is a name like any other. */
static struct ifexp_cell read_argument(struct machine *m, const struct ifexp_code *c)
{
	const struct frame *f = &m->frames[m->frame_count - 1];

	return c->count <= f->count ? m->stack.all[f->base + c->count - 1] : read_name(m, c->sym);
}

static bool run_one(struct machine *m, const struct ifexp_code *c, size_t *pc)
{
	switch (c->op) {
	case IFEXP_OP_NUMBER: push(m, number_cell(c->number)); break;
	case IFEXP_OP_TEXT:
		push(m, (struct ifexp_cell){.kind = IFEXP_CELL_TEXT, .text = c->text});
		break;
	case IFEXP_OP_NAME: push(m, read_name(m, c->sym)); break;
	case IFEXP_OP_ARGUMENT: push(m, read_argument(m, c)); break;
	case IFEXP_OP_MACRO:
		push(m, number_cell(0));
		*pc = c->count;
		break;
	case IFEXP_OP_CALL: return run_call(m, c, pc);
	case IFEXP_OP_RETURN: run_return(m, pc); break;
	case IFEXP_OP_ASSIGN:
		c->sym->is_known = true;
		c->sym->value = *LIST_LAST(&m->stack);
		break;
	case IFEXP_OP_NEGATE:
	case IFEXP_OP_NOT:
	case IFEXP_OP_INVERT: run_unary(m, c); break;
	default: return run_binary(m, c);
	}
	return true;
}

static enum ifexp_status run(struct machine *m)
{
	for (size_t pc = 0; pc < m->program.count;) {
		const struct ifexp_code *c = &m->program.all[pc++];

		if (m->steps == 0)
			fail(m, IFEXP_TOO_DEEP, c,
			     STR("the expression takes too long to work out"));
		else if (m->steps--, run_one(m, c, &pc))
			continue;
		return m->status;
	}
	if (m->stack.all[0].kind == IFEXP_CELL_NONE)
		fail(m, IFEXP_NO_VALUE, m->stack.all[0].cause, m->stack.all[0].text);
	return m->status;
}

static void note_names(const struct machine *m)
{
	for (size_t i = 0; m->note && i < m->program.count; i++) {
		const struct ifexp_code *c = &m->program.all[i];

		if (c->op == IFEXP_OP_NAME && c->sym->is_looked_up)
			m->note(m->ctx, (struct str){m->text.p + c->at, c->n});
	}
}

static enum ifexp_status eval_on(struct arena *own, struct machine *m, struct ifexp_cell *result)
{
	enum ifexp_status status = ifexp_parse(own, m->text, &m->program, m->error);

	if (status != IFEXP_OK)
		return status;
	m->arena = own;
	m->steps = m->program.count + IFEXP_MOST_STEPS;
	status = run(m);
	note_names(m);
	if (status == IFEXP_OK)
		*result = m->stack.all[0];
	return status;
}

enum ifexp_status ifexp_eval(struct arena *a, struct str text, ifexp_lookup lookup, ifexp_note note,
			     void *ctx, struct ifexp_value *value, struct ifexp_error *error)
{
	struct arena *own = arena_new();
	struct machine m = {
	    .text = text, .lookup = lookup, .note = note, .ctx = ctx, .error = error};
	struct ifexp_cell result = number_cell(0);
	enum ifexp_status status;

	*error = (struct ifexp_error){.text = STR("")};
	status = eval_on(own, &m, &result);
	error->text.p = arena_copy(a, error->text.p, error->text.n);
	*value = (struct ifexp_value){.is_string = result.kind == IFEXP_CELL_TEXT,
				      .number = result.number,
				      .text = result.text};
	if (value->is_string && !result.is_foreign)
		value->text.p = arena_copy(a, result.text.p, result.text.n);
	arena_free(own);
	return status;
}

/* --- what becomes of a value --- */

bool ifexp_true(const struct ifexp_value *value)
{
	return value->is_string ? value->text.n > 0 : value->number != 0;
}

bool ifexp_define_text(struct arena *a, const struct ifexp_value *value, bool is_quoted,
		       struct str *text)
{
	struct buf b = buf_on(a);
	float n = value->number;

	*text = STR("");
	if (value->is_string && value->text.n > IFEXP_LONGEST_TEXT)
		return false;
	if (value->is_string && !is_quoted) {
		*text = value->text;
		return true;
	}
	if (is_quoted)
		buf_byte(&b, '"');
	if (value->is_string)
		buf_str(&b, value->text);
	else
		buf_printf(&b, "%" PRIu64,
			   (uint64_t)(n >= -0x1p63f && n < 0x1p63f ? (int64_t)n : INT64_MIN));
	if (is_quoted)
		buf_byte(&b, '"');
	*text = buf_view(&b);
	return true;
}
