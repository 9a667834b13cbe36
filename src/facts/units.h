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

/* The rows of PARAMETER, of all modules and versions, and in *COUNT how many there are. */
const struct time_unit *time_units(struct str parameter, size_t *count);

#endif
