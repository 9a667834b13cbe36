/*
 * plan - which variants of a config the user wants to be checked: --variants, and [variants] of the
 * settings.
 */
#ifndef KAMCHECK_PLAN_H
#define KAMCHECK_PLAN_H

#include "base/list.h"
#include "base/str.h"

enum plan_mode {
	PLAN_OFF,
	PLAN_PAIRWISE, /* every pair of names in all four ways */
	PLAN_EACH,     /* each name alone, and all but each */
	PLAN_ALL,      /* all, as far as there is room */
	PLAN_PROFILES, /* the profiles, or one of them */
	PLAN_MODES,
};

struct plan_names {
	LIST_OF(struct str);
};

/* "require NAME: OTHERS", or "profile NAME = OTHERS" */
struct plan_row {
	struct str name;
	struct plan_names others;
};

struct plan {
	enum plan_mode mode;
	struct str profile;             /* the one that is wanted; empty: all of them */
	struct plan_names names, never; /* globs: which names vary, and which are never set */
	LIST_OF(struct plan_row) requires, profiles;
	LIST_OF(struct plan_names) exclusives;
};

#endif
