/*
 * ast - the tree of a configuration: uniform nodes with named slots (grammar/ast.def).
 *
 * What must stay true: the parser only builds; no node is changed once its parent exists.
 */
#ifndef KAMCHECK_AST_H
#define KAMCHECK_AST_H

#include "base/arena.h"
#include "base/buf.h"
#include "text/source.h"

enum node_kind {
#define NODE(kind, ...) N_##kind,
#include "ast.def"
#undef NODE
	NODE_KIND_COUNT
};

enum node_flag {
	NF_VIRTUAL = 1,  /* listen ... virtual */
	NF_REGEX = 2,    /* case /"..." */
	NF_DEFAULT = 4,  /* default: */
	NF_BARE = 8,     /* a core call without parentheses */
	NF_SINGLE = 16,  /* a string in single quotes */
	NF_INDEXED = 32, /* an attribute with [...] */
	NF_WORD = 64,    /* a number written as a word: yes, off */
	NF_LOST = 128, /* an empty statement: recovery gave one up here; on the top level its number
			  is an enum lost_kind, in a block 1 + that of the message, or 0 */
};

/*
 * What a node of a kind with several operators is; operators of one character are that character.
 */
enum op {
	OP_NONE,
	/* N_BINARY, N_ELEMENT */
	OP_OR = 128,
	OP_AND,
	OP_EQ,
	OP_NE,
	OP_MATCH,
	OP_IEQ,
	OP_INE,
	OP_LE,
	OP_GE,
	OP_LEFT_SHIFT,
	OP_RIGHT_SHIFT,
	OP_MOD,
	/* N_UNARY */
	OP_NOT,
	OP_DEFINED,
	OP_CAST_INT,
	OP_CAST_STR,
	OP_STRLEN,
	OP_STREMPTY,
	/* N_ROUTE; N_CORE_CALL: route() */
	OP_ROUTE,
	OP_FAILURE_ROUTE,
	OP_BRANCH_ROUTE,
	OP_ONSEND_ROUTE,
	OP_ONREPLY_ROUTE,
	OP_EVENT_ROUTE,
	/* N_CORE_CALL */
	OP_CALL_AVPFLAG,
	OP_CALL_BARE,
	OP_CALL_EMPTY,
	OP_CALL_FLAG,
	OP_CALL_NUMBER,
	OP_CALL_STRING,
	OP_CFG_SELECT,
	OP_ERROR,
	OP_FORCE_SEND_SOCKET,
	OP_FORCE_TCP_ALIAS,
	OP_FORWARD,
	OP_FORWARD_PROTO,
	OP_LOG,
	OP_REMOVE_BRANCH,
	OP_SET_ADVERTISED_ADDRESS,
	OP_UDP_MTU_TRY_PROTO,
};

/*
 * What is known of an expression without running it (semantics.md section 3), as sema records it.
 */
enum value_type {
	VALUE_NONE, /* nobody has looked, or an operand is wrong, which was reported */
	VALUE_ANY,  /* known only when the script runs */
	VALUE_INT,
	VALUE_STR,
	VALUE_TYPES = 3,    /* a mask for these */
	VALUE_CONSTANT = 4, /* one bit more: it never changes */
};

struct node {
	unsigned char kind, flags;
	unsigned char op;   /* enum op, or a character */
	unsigned char type; /* enum value_type, of expressions */
	int32_t number;
	struct span at;
	struct node *next;
	struct str text;
	struct node *kid[]; /* as many as the kind has slots */
};

/* Numbers of the slots, made from ast.def by grammar/mkslots.awk: SLOT_IF_condition ... */
enum node_slot {
#include "slots.inc"
	NODE_SLOTS_MOST = 5
};

/* A slot by name: KID(n, IF, condition).  The kind is there for the reader and for the slot's
 * number. */
#define KID(n, kind, slot) ((n)->kid[SLOT_##kind##_##slot])

/* The type of the expression N, without VALUE_CONSTANT. */
static inline enum value_type node_type(const struct node *n)
{
	return (enum value_type)(n->type & VALUE_TYPES);
}

/* Whether N is the variable that has no value. */
static inline bool node_is_null(const struct node *n)
{
	return (n->kind == N_BARE || n->kind == N_PVAR) &&
	       (str_is(n->text, "$null") || str_is(n->text, "$(null)"));
}

/* The node *N itself, not what it says, as the key of a map; it points to *N. */
static inline struct str node_key(const struct node *const *n)
{
	return (struct str){(const char *)n, sizeof *n};
}

/* First and last node of a list under construction. */
struct list {
	struct node *first, *last;
};

/* A new node of KIND with empty slots. */
struct node *node_new(struct arena *a, enum node_kind kind, struct span at, struct str text);

struct list list_of(struct node *n);
struct list list_add(struct list l, struct node *n);

/* The one of the list ARGUMENTS that stands at POSITION, from 1, or ARGUMENT_LAST; NULL when it has
 * none, and at 0. */
const struct node *node_argument(const struct node *arguments, int position);

/* The kind's name in dumps. */
const char *node_name(enum node_kind kind);

/* How many slots the nodes of a kind have. */
extern const unsigned char node_slot_counts[NODE_KIND_COUNT];

static inline unsigned node_slots(enum node_kind kind)
{
	return node_slot_counts[kind];
}

/*
 * Appends the list that starts at N as S-expressions, one node a line, indented.  With SOURCES each
 * node has its place as line:column-line:column.
 */
void ast_dump(struct buf *b, const struct node *n, struct sources *sources);

#endif
