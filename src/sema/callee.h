/*
 * callee - the call of a module's function while it is looked up; between the files about calls
 * only.
 */
#ifndef KAMCHECK_CALLEE_H
#define KAMCHECK_CALLEE_H

#include "sema/call.h"
#include "sema/module.h"

/* A call, and the rows of its name. */
struct callee {
	struct str name;
	struct span at, seen;
	int count; /* of arguments */
	const struct fact_function *rows;
	size_t row_count;
};

/* A call that was found valid before; calls of one shape share it. */
struct known_call {
	struct known_call *next; /* of the same name */
	const struct fact_function *function;
	int count;
	uint16_t routes; /* the kind of block */
	int32_t info;    /* its place in the calls of the analysis */
};

/* Whether this version has F. */
static inline bool callee_is_now(const struct sema *cx, const struct fact_function *f)
{
	return (f->versions & cx->version->bit) != 0;
}

/* Whether F can be called with COUNT arguments. */
static inline bool callee_takes(const struct fact_function *f, int count)
{
	return f->parameters == FACT_ANY_COUNT || f->parameters == count;
}

/* The row that Kamailio takes for the call in a block of kind ROUTES, in any for 0; or NULL. */
const struct fact_function *callee_find(struct sema *cx, const struct callee *c, uint16_t routes);

/* function_report.c: says what is wrong with a call that no row can be found for. */
void callee_report(struct sema *cx, const struct callee *c);

/* call_record.c: what is known of calls like C here; NULL when none was found valid yet. */
const struct known_call *call_known(struct sema *cx, const struct callee *c);
/* Keeps that calls like C mean F, and records them in the analysis. */
const struct known_call *call_keep(struct sema *cx, const struct callee *c,
				   const struct fact_function *f);

#endif
