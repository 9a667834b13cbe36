/*
 * groups - groups of runtime settings that the core and modules declare (grammar/groups.tsv).
 */
#ifndef KAMCHECK_GROUPS_H
#define KAMCHECK_GROUPS_H

#include "facts/version.h"

struct fact_group {
	const char *name, *module; /* "core", or the file of the module that declares it */
	bool is_asked;             /* the server was seen to refuse a custom variable in it */
	uint32_t versions;
};

/* The group NAME as V knows it, or NULL. */
const struct fact_group *group_find(struct str name, const struct version *v);

#endif
