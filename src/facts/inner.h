/*
 * inner - what stands in the parentheses behind a variable's name (grammar/pvars.tsv, column
 * "kind"): keys out of a list, the name of a header, a flag ...
 *
 * What must stay true: a form is made from its text once, when the program is built.
 */
#ifndef KAMCHECK_INNER_H
#define KAMCHECK_INNER_H

#include "base/str.h"

/* As the table says what the words of its column mean. */
enum inner_kind {
	INNER_UNKNOWN,
	INNER_FREE,
	INNER_FORMAT,
	INNER_FLAG,
	INNER_SHARED,
	INNER_SELECT,
	INNER_CONNECTION,
	INNER_VARIABLE,
	INNER_VARIABLE_OF,
	INNER_VARIABLE_OR_NUMBER,
	INNER_VARIABLE_OR_TEXT,
	INNER_LETTERS_OF,
	INNER_PATTERN_OF,
	INNER_AVP_NAME,
	INNER_XAVP_NAME,
	INNER_XAVU_NAME,
	INNER_HEADER_NAME,
	INNER_GROUP_NAME,
	INNER_TABLE_FORMAT,
	INNER_KEYS_OF,
	INNER_KEYS_NOCASE_OF,
	INNER_ANY_KEY,
	INNER_NAME_KEY,
	INNER_TRIMMED_KEY,
};

/* What stands in brackets behind a key. */
enum inner_index {
	INDEX_NONE,
	INDEX_NUMBER, /* a number or a variable */
	INDEX_TEXT,   /* any text or one variable */
	INDEX_TWO,    /* two numbers */
};

enum inner_flags {
	KEY_MAY_LACK = 1, /* the index may be missing */
	KEY_OPEN = 2,     /* more text may follow */
	KEY_CHAIN = 4,    /* behind an index, "=>" and another key of the list may follow */
	KEY_FORMAT = 8,   /* a colon and text with variables follow */
	KEY_INT32 = 16,   /* a number in brackets has to fit into 32 bits */
};

struct inner_key {
	struct str word;
	uint32_t versions;
	enum inner_index index;
	unsigned flags; /* of enum inner_flags */
};

struct inner_form {
	const char *text; /* as the table has it */
	enum inner_kind kind;
	const char *list; /* the letters, the names of variables */
	uint16_t first_key, key_count;
};

extern const struct inner_form inner_forms[];

/* The form of TEXT; NULL when no variable of the tables has such a one. */
const struct inner_form *inner_find(struct str text);

/* The keys of FORM, names of variables too, which are form->key_count many. */
const struct inner_key *inner_keys_of(const struct inner_form *form);

#endif
