/*
 * units - parameters whose value is no number of seconds, and is often given as one
 * (grammar/units.tsv).
 */
#ifndef KAMCHECK_UNITS_H
#define KAMCHECK_UNITS_H

#include "facts/version.h"

struct time_unit {
	const char *parameter, *module;
	const char *unit; /* "milliseconds" */
	int32_t least;    /* smaller values, 0 aside, are a mistake */
	uint32_t versions;
};

/* The row of a parameter that V knows, or NULL. */
const struct time_unit *time_unit_find(struct str module, struct str parameter,
				       const struct version *v);

#endif
