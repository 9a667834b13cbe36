/*
 * units - parameters and arguments that are times, and are often given in another unit
 * (grammar/units.tsv).
 */
#ifndef KAMCHECK_UNITS_H
#define KAMCHECK_UNITS_H

#include "facts/version.h"

struct time_unit {
	const char *name, *module;
	int32_t argument; /* of a function, from 1; 0: a parameter */
	const char *unit; /* "milliseconds" */
	int32_t least;    /* smaller values, 0 aside, were meant in seconds */
	int32_t
	    most; /* greater ones that are whole thousands were given in milliseconds; 0: none */
	uint32_t versions;
};

/* The rows of NAME, of all modules and versions, and in *COUNT how many there are. */
const struct time_unit *time_units(struct str name, size_t *count);

#endif
