/*
 * options_variants - see options_variants.h.
 */
#include "programs/options_variants.h"

static struct options_define define_of(struct str text)
{
	return (struct options_define){OPTIONS_DEFINE, text};
}

bool options_apply_variants(struct options *o, const struct options_item *item)
{
	struct str text = item->argument;

	switch (item->row->effect) {
	case EFFECT_VARIANTS: o->variants = text.n ? text : STR("pairwise"); break;
	case EFFECT_ALL_VARIANTS: o->all_variants = text.p ? text : STR(""); break;
	case EFFECT_OUTPUT_DIR: o->output_dir = text; break;
	case EFFECT_OLD_PROFILE: o->old_profile = text; break;
	case EFFECT_NEW_PROFILE: o->new_profile = text; break;
	case EFFECT_OLD_DEFINE: o->old_defines[o->old_define_count++] = define_of(text); break;
	case EFFECT_NEW_DEFINE: o->new_defines[o->new_define_count++] = define_of(text); break;
	default: return false;
	}
	return true;
}
