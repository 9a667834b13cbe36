/*
 * settings_plan - [variants] of the settings: which variants of a config are checked.
 */
#ifndef KAMCHECK_SETTINGS_PLAN_H
#define KAMCHECK_SETTINGS_PLAN_H

#include "text/ini.h"
#include "variants/plan.h"

/* Takes the key X into PLAN, with memory from A; false when it says what nobody knows: then *WHY
 * says what, and *IS_KEY whether it is the key or its value. */
bool settings_plan_take(struct arena *a, struct plan *plan, const struct ini_item *x, bool *is_key,
			struct buf *why);

/* Sets the mode of PLAN to WORD: a mode, or the name of a profile.  False as above. */
bool settings_plan_mode(struct plan *plan, struct str word, struct buf *why);

/* Whether the profiles are there that the mode wants; else *WHY says which is not. */
bool settings_plan_check(const struct plan *plan, struct buf *why);

#endif
