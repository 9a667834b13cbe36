/*
 * options_project - see options_project.h.
 */
#include "programs/options_project.h"

/* What a config may see, and hide. */
static bool apply_limits(struct options *o, enum options_effect effect, struct str text)
{
	switch (effect) {
	case EFFECT_CONFINE:
		o->confines = true;
		o->folder = text;
		break;
	case EFFECT_NO_ENV: o->hides_env = true; break;
	case EFFECT_NO_FILES: o->hides_files = true; break;
	case EFFECT_ENV: o->env[o->env_count++] = text; break;
	case EFFECT_NO_IGNORE: o->no_ignore = true; break;
	case EFFECT_MASK_SECRETS: o->mask_secrets = true; break;
	case EFFECT_UNTRUSTED: o->untrusted = true; break;
	default: return false;
	}
	return true;
}

bool options_apply_project(struct options *o, const struct options_item *item)
{
	enum options_effect effect = item->row->effect;
	struct str text = item->argument;

	switch (effect) {
	case EFFECT_CONFIG: o->config = text; break;
	case EFFECT_NO_CONFIG: o->no_config = true; break;
	case EFFECT_SHOW_SETTINGS: o->show_settings = true; break;
	case EFFECT_BASELINE: o->baseline = text; break;
	case EFFECT_WRITE_BASELINE:
		o->writes_baseline = true;
		o->written_baseline = text;
		break;
	case EFFECT_STRICT_BASELINE: o->strict_baseline = true; break;
	case EFFECT_SINCE: o->since = text; break;
	case EFFECT_DIFF: o->diff = text; break;
	case EFFECT_ADD_IGNORE: o->adds_ignore = true; break;
	default: return apply_limits(o, effect, text);
	}
	return true;
}
