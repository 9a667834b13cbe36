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

/* What trace follows. */
static bool apply_message(struct options *o, enum options_effect effect, struct str text)
{
	switch (effect) {
	case EFFECT_METHOD: o->method = text; return true;
	case EFFECT_IN_DIALOG: o->in_dialog = true; return true;
	case EFFECT_REPLY: o->reply = options_number(text); return true;
	case EFFECT_FROM_IP: o->from_ip = text; return true;
	case EFFECT_TRANSPORT: o->transport = text; return true;
	case EFFECT_PORT: o->port = options_number(text); return true;
	default: return false;
	}
}

bool options_apply_picture(struct options *o, const struct options_item *item)
{
	struct str text = item->argument;

	switch (item->row->effect) {
	case EFFECT_FROM: o->from_end = text; return true;
	case EFFECT_TO:
		o->has_versions |= o->to_end.n && !str_equal(o->to_end, text);
		o->to_end = text;
		return true;
	case EFFECT_KIND: set_kind(o, text); return true;
	case EFFECT_DEPTH: o->depth = options_number(text); return true;
	default: return apply_message(o, item->row->effect, text);
	}
}
