/*
 * options_picture - see options_picture.h.
 */
#include "programs/options_picture.h"

#include "programs/options_check.h"

static void set_kind(struct options *o, struct str word)
{
	o->picture = str_is(word, "order")      ? OPTIONS_PICTURE_ORDER
		     : str_is(word, "includes") ? OPTIONS_PICTURE_INCLUDES
		     : str_is(word, "modules")  ? OPTIONS_PICTURE_MODULES
						: OPTIONS_PICTURE_CALLS;
}

bool options_apply_picture(struct options *o, const struct options_item *item)
{
	struct str text = item->argument;
	long long number = 0;

	switch (item->row->effect) {
	case EFFECT_FROM: o->from_end = text; return true;
	case EFFECT_TO:
		o->has_versions |= o->to_end.n && !str_equal(o->to_end, text);
		o->to_end = text;
		return true;
	case EFFECT_KIND: set_kind(o, text); return true;
	case EFFECT_DEPTH:
		options_check_number(text, &number);
		o->depth = (uint32_t)number;
		return true;
	default: return false;
	}
}
