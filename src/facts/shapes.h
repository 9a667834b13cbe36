/*
 * shapes - what the values of variables look like (grammar/shapes.tsv).
 */
#ifndef KAMCHECK_SHAPES_H
#define KAMCHECK_SHAPES_H

#include "facts/version.h"

/* The words that "#=shape" lines of the table declare, with their meanings. */
enum shape_kind {
	SHAPE_ADDRESS,
	SHAPE_HOST,
	SHAPE_NUMBER,
	SHAPE_PROTOCOL,
	SHAPE_URI,
	SHAPE_USER,
};

struct shape {
	const char *variable, *module;
	enum shape_kind kind;
	uint32_t versions;
};

/* The shape of $VARIABLE of MODULE in V; NULL when it is not known. */
const struct shape *shape_of(struct str variable, const char *module, const struct version *v);

#endif
