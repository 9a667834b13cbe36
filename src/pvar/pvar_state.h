/*
 * pvar_state - one reading of a variable; between pvar*.c only.
 */
#ifndef KAMCHECK_PVAR_STATE_H
#define KAMCHECK_PVAR_STATE_H

#include "pvar/pvar.h"

struct pvar_reader {
	struct pvar_context *cx;
	struct str text; /* from the outside: places of problems count from its start */
	struct pvar_problem *problem;
	unsigned depth;
};

/* Notes that FAULT is at PIECE of the text; the message as for printf.  Always false. */
bool pvar_fail(struct pvar_reader *r, enum pvar_fault fault, struct str piece, const char *format,
	       ...) __attribute__((format(printf, 4, 5)));

/* Adds the hint. */
void pvar_hint(struct pvar_reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Offset of the byte that closes the OPEN at TEXT's start, or -1. */
ptrdiff_t pvar_balance(struct str text, char open, char close);

/* The longest run of bytes of a name that TEXT starts with. */
struct str pvar_run(struct str text);

/* TEXT behind PIECE, which is a part of it. */
static inline struct str pvar_behind(struct str text, struct str piece)
{
	return str_skip(text, (size_t)(piece.p - text.p) + piece.n);
}

/* Blanks and tabs are skipped. */
struct str pvar_unblank(struct str text);

/* The length of the name of a header that TEXT starts with. */
size_t pvar_header(struct str text);

/* Reads the variable that TEXT, which begins with a dollar, starts with; *USED is its length. */
bool pvar_read(struct pvar_reader *r, struct str text, struct pvar *out, size_t *used);

/* The same where nothing else is to be known; what follows is the caller's. */
bool pvar_skip(struct pvar_reader *r, struct str text, size_t *used);

/* The parts of a variable, each of which returns false after pvar_fail(). */
bool pvar_inner(struct pvar_reader *r, struct pvar *v);
bool pvar_keyed(struct pvar_reader *r, struct pvar *v);
bool pvar_select(struct pvar_reader *r, const struct pvar *v);
bool pvar_index(struct pvar_reader *r, struct str index);
/* *USED is the length of the chain with the blanks behind it. */
bool pvar_chain(struct pvar_reader *r, struct str chain, size_t *used);
bool pvar_format_text(struct pvar_reader *r, struct str text);

/* Whether a fact of VERSIONS, of a module, can be used. */
bool pvar_can_use(const struct pvar_reader *r, const char *module, uint32_t versions);

/* The hint for a fact that another module or version has. */
void pvar_elsewhere(struct pvar_reader *r, const char *module, uint32_t versions);

#endif
