/*
 * ifexp_code - what ifexp_parse.c makes of an expression and ifexp_eval.c runs: instructions in
 * postfix order.  Internal to these two files.
 *
 * Postfix, because a tree of `1+1+1+...` is as deep as the text is long, and walking it would
 * need as much stack.  What must stay true: running the code never takes a value from below those
 * the same expression (or macro body) has put on the stack.
 */
#ifndef KAMCHECK_IFEXP_CODE_H
#define KAMCHECK_IFEXP_CODE_H

#include "preprocess/ifexp.h"

#include "base/list.h"

enum ifexp_op {
	IFEXP_OP_NUMBER,
	IFEXP_OP_TEXT,
	IFEXP_OP_NAME,
	IFEXP_OP_ARGUMENT, /* $1, $2 ... in the body of a macro */
	IFEXP_OP_MACRO,    /* puts 0, goes on behind the body */
	IFEXP_OP_CALL,
	IFEXP_OP_RETURN,
	IFEXP_OP_ASSIGN,
	IFEXP_OP_NEGATE,
	IFEXP_OP_NOT,
	IFEXP_OP_INVERT,
	/* From here on: two operands. */
	IFEXP_OP_COMMA,
	IFEXP_OP_OR,
	IFEXP_OP_AND,
	IFEXP_OP_BIT_XOR,
	IFEXP_OP_BIT_OR,
	IFEXP_OP_BIT_AND,
	IFEXP_OP_LESS,
	IFEXP_OP_LESS_EQUAL,
	IFEXP_OP_GREATER,
	IFEXP_OP_GREATER_EQUAL,
	IFEXP_OP_EQUAL,
	IFEXP_OP_NOT_EQUAL,
	IFEXP_OP_SHIFT_LEFT,
	IFEXP_OP_SHIFT_RIGHT,
	IFEXP_OP_ADD,
	IFEXP_OP_SUBTRACT,
	IFEXP_OP_MULTIPLY,
	IFEXP_OP_DIVIDE,
	IFEXP_OP_MODULO,
	IFEXP_OP_POWER
};

/* A value while it is worked with. */
struct ifexp_cell {
	enum { IFEXP_CELL_NONE, IFEXP_CELL_NUMBER, IFEXP_CELL_TEXT } kind;
	bool is_foreign; /* the text belongs to the caller's defines */
	float number;
	struct str text;                /* NONE: why, for the message */
	const struct ifexp_code *cause; /* NONE: the operator that has no value */
};

/* One per distinct name of the expression. */
struct ifexp_symbol {
	struct str name;
	bool is_known;     /* assigned or looked up: value holds */
	bool is_looked_up; /* nothing was assigned before it was read */
	struct ifexp_cell value;
	size_t macro; /* first instruction of the macro's body, 0: no macro */
};

struct ifexp_code {
	enum ifexp_op op;
	size_t at, n; /* its place in the expression */
	/* ARGUMENT: its number; MACRO: instruction behind the body; CALL: operands */
	uint32_t count;
	size_t target;            /* CALL: first instruction of the body */
	struct ifexp_symbol *sym; /* NAME, ARGUMENT, ASSIGN */
	float number;             /* NUMBER */
	struct str text;          /* TEXT */
};

struct ifexp_program {
	LIST_OF(struct ifexp_code);
};

/*
 * Translates TEXT; the program lies in A, its texts in A or TEXT.  On anything but IFEXP_OK *ERROR
 * is set, with a text in A.
 */
enum ifexp_status ifexp_parse(struct arena *a, struct str text, struct ifexp_program *program,
			      struct ifexp_error *error);

/* The number that the bytes S, digits with at most one dot, sign and exponent, stand for. */
float ifexp_decimal(struct arena *a, struct str s);

#endif
