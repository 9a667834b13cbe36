/*
 * secret - where a config holds passwords, keys and tokens (grammar/secrets.tsv).
 */
#ifndef KAMCHECK_SECRET_H
#define KAMCHECK_SECRET_H

#include "facts/version.h"

enum secret_form {
#define FORM(word, number) SECRET_##word = number,
#include "secrets.enum"
#undef FORM
};

/* In all versions: a config keeps its secrets whichever it is checked for. */
struct secret_fact {
	const char *name; /* of a parameter, function or variable */
	const char *module;
	enum secret_form form;
	const char *place; /* what it means depends on the form; or NULL */
	uint32_t versions;
};

/* The rows of NAME: the first one, and in *COUNT how many stand there together. */
const struct secret_fact *secret_facts(struct str name, size_t *count);

/*
 * Names of functions, or of variables as they are written behind the dollar, for a quick answer
 * that mostly is no: a bit for each first byte and length.
 */
struct secret_names {
	uint64_t bits;
};

struct secret_names secret_names(enum secret_form form);

static inline uint64_t secret_names_bit(char first, size_t n)
{
	return (uint64_t)1 << (((unsigned char)first * 5u + n) & 63);
}

/* Whether a name of N bytes that begins with FIRST may be one of them. */
static inline bool secret_names_may_have(struct secret_names names, char first, size_t n)
{
	return names.bits & secret_names_bit(first, n);
}

/* All rows, and in *COUNT how many. */
const struct secret_fact *secret_facts_all(size_t *count);

#endif
