/*
 * ifexp_parse - tokens and grammar of `#!ifexp` expressions; see ifexp.h, ifexp_code.h.
 *
 * Operator precedence climbing that writes postfix code.  What must stay true: every call that
 * can nest without bound goes through enter(), and work is linear in the length of the text.
 */
#include "preprocess/ifexp_code.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/number.h"

#include <stdlib.h>
#include <string.h>

/* As much of the user's text as a message repeats. */
#define MOST_QUOTED 40

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_STRING,
	TOKEN_NAME,
	TOKEN_OPEN,
	TOKEN_CLOSE,
	TOKEN_OPERATOR
};

struct infix {
	const char *text;
	int level; /* higher binds tighter; 0: never between two operands */
	bool is_right;
	enum ifexp_op op;
};

struct ifexp_token {
	enum token_kind kind;
	size_t lo, hi;
	const struct infix *infix; /* OPERATOR */
	struct str text;           /* STRING: without quotes and escapes */
};

struct parser {
	struct arena *arena;
	struct str text;
	size_t pos; /* behind the token */
	struct ifexp_token token;
	struct ifexp_token last; /* the one before */
	int nesting;
	bool is_in_macro;
	struct ifexp_program *program;
	struct map symbols; /* struct ifexp_symbol */
	enum ifexp_status status;
	struct ifexp_error *error;
};

#define LEVEL_COMMA  1
#define LEVEL_ASSIGN 2
#define LEVEL_UNARY  13 /* above all of the table */

/* Longer ones first: the first that fits is taken. */
static const struct infix infixes[] = {
    {"**", 12, true, IFEXP_OP_POWER},
    {"<<", 9, false, IFEXP_OP_SHIFT_LEFT},
    {">>", 9, false, IFEXP_OP_SHIFT_RIGHT},
    {"<=", 8, false, IFEXP_OP_LESS_EQUAL},
    {">=", 8, false, IFEXP_OP_GREATER_EQUAL},
    {"==", 8, false, IFEXP_OP_EQUAL},
    {"!=", 8, false, IFEXP_OP_NOT_EQUAL},
    {"&&", 4, false, IFEXP_OP_AND},
    {"||", 3, false, IFEXP_OP_OR},
    {"*", 11, false, IFEXP_OP_MULTIPLY},
    {"/", 11, false, IFEXP_OP_DIVIDE},
    {"%", 11, false, IFEXP_OP_MODULO},
    {"+", 10, false, IFEXP_OP_ADD},
    {"-", 10, false, IFEXP_OP_SUBTRACT},
    {"<", 8, false, IFEXP_OP_LESS},
    {">", 8, false, IFEXP_OP_GREATER},
    {"&", 7, false, IFEXP_OP_BIT_AND},
    {"|", 6, false, IFEXP_OP_BIT_OR},
    {"^", 5, false, IFEXP_OP_BIT_XOR},
    {"=", LEVEL_ASSIGN, true, IFEXP_OP_ASSIGN},
    /* Its value is that of the right side, so grouping to the left is the same and needs no stack.
     */
    {",", LEVEL_COMMA, false, IFEXP_OP_COMMA},
    {"!", 0, false, IFEXP_OP_NOT},
};

/* Records what is wrong with the bytes LO to HI.  Always false, for `return fail(...)`. */
static bool fail(struct parser *p, enum ifexp_status status, size_t lo, size_t hi, struct str text)
{
	p->status = status;
	*p->error = (struct ifexp_error){.at = lo, .n = hi - lo, .text = text};
	return false;
}

/* fail() with a message of HEAD, the bytes LO to HI in quotes, TAIL. */
static bool fail_at(struct parser *p, enum ifexp_status status, size_t lo, size_t hi,
		    const char *head, const char *tail)
{
	struct buf b = buf_on(p->arena);
	struct str shown = {p->text.p + lo, hi - lo};

	buf_text(&b, head);
	buf_quoted(&b, str_head(shown, MOST_QUOTED));
	buf_text(&b, tail);
	return fail(p, status, lo, hi, buf_view(&b));
}

static bool malformed(struct parser *p, struct ifexp_token t, const char *head, const char *tail)
{
	return fail_at(p, IFEXP_MALFORMED, t.lo, t.hi, head, tail);
}

/* --- tokens --- */

/* Vectors 1149, 1156, 1165, 1175: all of the bytes from "@" on but the two operators, and "$". */
static bool is_name_start(char c)
{
	return c == '$' || ((unsigned char)c >= '@' && c != '^' && c != '|');
}

static bool is_blank(char c)
{
	return ascii_is_white(c) || c == '\b';
}

static bool number_token(struct parser *p, struct ifexp_token *t)
{
	struct str s = p->text;
	bool has_dot = false;

	for (t->hi = t->lo; t->hi < s.n && (ascii_is_digit(s.p[t->hi]) || s.p[t->hi] == '.');
	     t->hi++) {
		if (s.p[t->hi] != '.')
			continue;
		if (has_dot)
			return fail(p, IFEXP_MALFORMED, t->hi, t->hi + 1,
				    STR("a number can have only one dot"));
		has_dot = true;
	}
	t->kind = TOKEN_NUMBER;
	return true;
}

static char unescaped(char c)
{
	switch (c) {
	case 'n': return '\n';
	case 'r': return '\r';
	case 't': return '\t';
	default: return c;
	}
}

static bool string_token(struct parser *p, struct ifexp_token *t)
{
	struct str s = p->text;
	char quote = s.p[t->lo];
	struct buf b = buf_on(p->arena);

	for (t->hi = t->lo + 1; t->hi < s.n && s.p[t->hi] != quote; t->hi++) {
		if (s.p[t->hi] != '\\')
			buf_byte(&b, s.p[t->hi]);
		else if (++t->hi < s.n)
			buf_byte(&b, unescaped(s.p[t->hi]));
	}
	if (t->hi >= s.n)
		return fail(p, IFEXP_MALFORMED, t->lo, s.n,
			    quote == '"' ? STR("the text that starts here has no closing '\"'")
					 : STR("the text that starts here has no closing \"'\""));
	t->hi++;
	t->kind = TOKEN_STRING;
	t->text = buf_view(&b);
	return true;
}

static bool operator_token(struct parser *p, struct ifexp_token *t)
{
	struct str rest = str_skip(p->text, t->lo);

	for (size_t i = 0; i < sizeof infixes / sizeof infixes[0]; i++) {
		if (!str_starts(rest, str_of(infixes[i].text)))
			continue;
		t->kind = TOKEN_OPERATOR;
		t->infix = &infixes[i];
		t->hi = t->lo + strlen(infixes[i].text);
		return true;
	}
	return fail_at(p, IFEXP_MALFORMED, t->lo, t->lo + 1, "unknown operator ", "");
}

/* Reads the next token; false after an error. */
static bool advance(struct parser *p)
{
	struct str s = p->text;
	struct ifexp_token t = {.kind = TOKEN_END};
	bool is_good = true;

	while (p->pos < s.n && is_blank(s.p[p->pos]))
		p->pos++;
	t.lo = t.hi = p->pos;
	if (t.lo >= s.n || s.p[t.lo] == '#') {
		/* The end, or a comment up to it: vectors 1160, 1161. */
	} else if (ascii_is_digit(s.p[t.lo])) {
		is_good = number_token(p, &t);
	} else if (s.p[t.lo] == '"' || s.p[t.lo] == '\'') {
		is_good = string_token(p, &t);
	} else if (is_name_start(s.p[t.lo])) {
		t.kind = TOKEN_NAME;
		while (t.hi < s.n &&
		       (is_name_start(s.p[t.hi]) || ascii_is_digit(s.p[t.hi]) || s.p[t.hi] == '#'))
			t.hi++;
	} else if (s.p[t.lo] == '(' || s.p[t.lo] == ')') {
		t.kind = s.p[t.lo] == '(' ? TOKEN_OPEN : TOKEN_CLOSE;
		t.hi++;
	} else {
		is_good = operator_token(p, &t);
	}
	p->last = p->token;
	p->token = t;
	p->pos = t.hi;
	return is_good;
}

static bool is_operator(struct ifexp_token t, enum ifexp_op op)
{
	return t.kind == TOKEN_OPERATOR && t.infix->op == op;
}

static struct str token_text(const struct parser *p, struct ifexp_token t)
{
	return (struct str){p->text.p + t.lo, t.hi - t.lo};
}

float ifexp_decimal(struct arena *a, struct str s)
{
	char small[48];

	if (s.n >= sizeof small)
		return strtof(arena_copy(a, s.p, s.n), NULL);
	memcpy(small, s.p, s.n);
	small[s.n] = 0;
	return strtof(small, NULL);
}

/* --- names --- */

static struct ifexp_symbol *symbol_of(struct parser *p, struct str name)
{
	struct ifexp_symbol *x = MAP_RECORD(&p->symbols, p->arena, name, struct ifexp_symbol);

	x->name = name;
	return x;
}

/* Which argument of a macro NAME stands for, 0: none. */
static uint32_t argument_number(struct str name)
{
	uint32_t number = 0;

	if (name.n <= 5 && str_starts(name, STR("$")))
		number_uint32(str_skip(name, 1), NUMBER_PLAIN, &number);
	return number;
}

/* --- grammar --- */

/* Adds an instruction that stands for token T; the result is valid until the next emit(). */
static struct ifexp_code *emit(struct parser *p, enum ifexp_op op, struct ifexp_token t)
{
	struct ifexp_code *added = LIST_ADD(p->arena, p->program);

	*added = (struct ifexp_code){.op = op, .at = t.lo, .n = t.hi - t.lo};
	return added;
}

static bool enter(struct parser *p, struct ifexp_token t)
{
	if (++p->nesting <= IFEXP_MOST_NESTING)
		return true;
	return fail(p, IFEXP_TOO_DEEP, t.lo, t.hi, STR("the expression is nested too deeply"));
}

static bool parse_level(struct parser *p, int level);

/* Reads the ")" that belongs to OPEN. */
static bool close_group(struct parser *p, struct ifexp_token open)
{
	if (p->token.kind == TOKEN_CLOSE)
		return advance(p);
	if (p->token.kind == TOKEN_END)
		return fail(p, IFEXP_MALFORMED, open.lo, open.hi,
			    STR("the \"(\" here has no closing \")\""));
	return malformed(p, p->token, "expected an operator or \")\" before ", "");
}

static bool parse_group(struct parser *p)
{
	struct ifexp_token open = p->token;

	if (!enter(p, open) || !advance(p) || !parse_level(p, LEVEL_COMMA) || !close_group(p, open))
		return false;
	p->nesting--;
	return true;
}

/* `$(name, body)`; the token is the "$". */
static bool parse_macro(struct parser *p)
{
	struct ifexp_token dollar = p->token, open;
	bool was_in_macro = p->is_in_macro;
	uint32_t here = p->program->count;
	struct ifexp_symbol *sym;

	if (!enter(p, dollar) || !advance(p))
		return false;
	open = p->token;
	if (!advance(p))
		return false;
	if (p->token.kind != TOKEN_NAME)
		return malformed(p, dollar, "expected the macro's name and its expression in ",
				 "(name, expression)");
	sym = symbol_of(p, token_text(p, p->token));
	if (!advance(p))
		return false;
	if (!is_operator(p->token, IFEXP_OP_COMMA))
		return malformed(p, p->last,
				 "expected \",\" and an expression after the macro's name ", "");
	emit(p, IFEXP_OP_MACRO, dollar);
	sym->macro = p->program->count;
	p->is_in_macro = true;
	if (!advance(p) || !parse_level(p, LEVEL_COMMA) || !close_group(p, open))
		return false;
	p->is_in_macro = was_in_macro;
	emit(p, IFEXP_OP_RETURN, dollar);
	p->program->all[here].count = p->program->count;
	p->nesting--;
	return true;
}

/* `name(operand, ...)`; the token is the name. */
static bool parse_call(struct parser *p)
{
	struct ifexp_token name = p->token, open;
	size_t macro = symbol_of(p, token_text(p, name))->macro;
	uint32_t count = 0;
	struct ifexp_code *call;

	if (!macro)
		return fail_at(p, IFEXP_CRASHES, name.lo, name.hi,
			       "Kamailio crashes on the call of ",
			       ", which is no macro (to test a define, write its name alone)");
	if (!enter(p, name) || !advance(p))
		return false;
	open = p->token;
	if (!advance(p))
		return false;
	while (count || p->token.kind != TOKEN_CLOSE) {
		if (!parse_level(p, LEVEL_COMMA + 1))
			return false;
		count++;
		if (!is_operator(p->token, IFEXP_OP_COMMA))
			break;
		if (!advance(p))
			return false;
	}
	if (!close_group(p, open))
		return false;
	call = emit(p, IFEXP_OP_CALL, name);
	call->count = count;
	call->target = macro;
	p->nesting--;
	return true;
}

static bool parse_name(struct parser *p)
{
	struct ifexp_token t = p->token;
	struct str name = token_text(p, t);
	struct ifexp_symbol *sym;
	struct ifexp_code *c;
	uint32_t number;

	if (t.hi < p->text.n && p->text.p[t.hi] == '(')
		return str_is(name, "$") ? parse_macro(p) : parse_call(p);
	sym = symbol_of(p, name);
	number = p->is_in_macro ? argument_number(name) : 0;
	c = emit(p, number ? IFEXP_OP_ARGUMENT : IFEXP_OP_NAME, t);
	c->sym = sym;
	c->count = number;
	return advance(p);
}

/* Unary operators; the token is one. */
static bool parse_unary(struct parser *p, enum ifexp_op op)
{
	struct ifexp_token t = p->token;

	if (!enter(p, t) || !advance(p) || !parse_level(p, LEVEL_UNARY))
		return false;
	emit(p, op, t);
	p->nesting--;
	return true;
}

static bool missing_operand(struct parser *p)
{
	if (p->token.kind == TOKEN_END)
		return p->last.hi ? malformed(p, p->last, "expected a value after ", "")
				  : fail(p, IFEXP_MALFORMED, p->token.lo, p->token.hi,
					 STR("expected a value"));
	if (p->token.kind == TOKEN_CLOSE && p->last.kind != TOKEN_OPEN &&
	    p->last.kind != TOKEN_OPERATOR)
		return malformed(p, p->token, "", " without an opening \"(\"");
	return malformed(p, p->token, "expected a value before ", "");
}

static bool parse_operand(struct parser *p)
{
	struct ifexp_token t = p->token;

	switch (t.kind) {
	case TOKEN_NUMBER:
		emit(p, IFEXP_OP_NUMBER, t)->number = ifexp_decimal(p->arena, token_text(p, t));
		return advance(p);
	case TOKEN_STRING: emit(p, IFEXP_OP_TEXT, t)->text = t.text; return advance(p);
	case TOKEN_NAME: return parse_name(p);
	case TOKEN_OPEN: return parse_group(p);
	case TOKEN_OPERATOR:
		if (is_operator(t, IFEXP_OP_SUBTRACT))
			return parse_unary(p, IFEXP_OP_NEGATE);
		if (is_operator(t, IFEXP_OP_NOT))
			return parse_unary(p, IFEXP_OP_NOT);
		if (is_operator(t, IFEXP_OP_BIT_XOR))
			return parse_unary(p, IFEXP_OP_INVERT);
		return missing_operand(p);
	case TOKEN_CLOSE:
	case TOKEN_END: return missing_operand(p);
	}
	return false;
}

/* The right side of the assignment or right-grouping operator; the code of its left side starts at
 * LEFT. */
static bool parse_right(struct parser *p, struct ifexp_token t, uint32_t left)
{
	struct ifexp_program *g = p->program;
	struct ifexp_symbol *sym = g->all[left].sym;

	if (!is_operator(t, IFEXP_OP_ASSIGN)) {
		if (!enter(p, t) || !advance(p) || !parse_level(p, t.infix->level))
			return false;
		emit(p, t.infix->op, t);
	} else {
		/* A name, and nothing but a name, is one instruction with a symbol. */
		if (g->count != left + 1 || !sym)
			return malformed(p, t, "only a name can stand left of ",
					 " (to compare, write \"==\")");
		g->count = left;
		if (!enter(p, t) || !advance(p) || !parse_level(p, LEVEL_ASSIGN))
			return false;
		emit(p, IFEXP_OP_ASSIGN, t)->sym = sym;
	}
	p->nesting--;
	return true;
}

/* An operand and the operators of LEVEL and tighter that follow. */
static bool parse_level(struct parser *p, int level)
{
	uint32_t left = p->program->count;

	if (!parse_operand(p))
		return false;
	while (p->token.kind == TOKEN_OPERATOR && p->token.infix->level >= level) {
		struct ifexp_token t = p->token;

		if (t.infix->is_right) {
			if (!parse_right(p, t, left))
				return false;
			continue;
		}
		if (!advance(p) || !parse_level(p, t.infix->level + 1))
			return false;
		emit(p, t.infix->op, t);
	}
	return true;
}

enum ifexp_status ifexp_parse(struct arena *a, struct str text, struct ifexp_program *program,
			      struct ifexp_error *error)
{
	struct parser p = {.arena = a, .text = text, .program = program, .error = error};

	*program = (struct ifexp_program){0};
	if (!advance(&p))
		return p.status;
	if (p.token.kind == TOKEN_END) {
		emit(&p, IFEXP_OP_NUMBER, p.token); /* 0: vectors 1102, 1161 */
		return IFEXP_OK;
	}
	if (!parse_level(&p, LEVEL_COMMA))
		return p.status;
	if (p.token.kind == TOKEN_CLOSE)
		malformed(&p, p.token, "", " without an opening \"(\"");
	else if (p.token.kind != TOKEN_END)
		malformed(&p, p.token, "expected an operator before ", "");
	return p.status;
}
