/*
 * settings_plan - see settings_plan.h.
 */
#include "programs/settings_plan.h"

#include "base/ascii.h"
#include "facts/suggest.h"

static const char *const modes[PLAN_MODES] = {
    [PLAN_OFF] = "off", [PLAN_PAIRWISE] = "pairwise", [PLAN_EACH] = "each",
    [PLAN_ALL] = "all", [PLAN_PROFILES] = "profiles",
};

static const char *const keys[] = {"mode", "names", "never", "require", "exclusive", "profile"};

static void take_names(struct arena *a, struct plan_names *names, struct str text)
{
	struct str word;

	while (ini_word(&text, &word))
		*LIST_ADD(a, names) = ini_unquoted(a, word);
}

static bool refuse_key(struct str key, struct buf *why)
{
	struct nearest n = nearest_listed(key);

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		nearest_consider(&n, str_of(keys[i]));
	buf_text(why, "unknown key ");
	buf_quoted(why, str_head(key, 80));
	if (n.best.p) {
		buf_printf(why, "; did you mean \"%.*s\"?", STR_ARG(n.best));
		return false;
	}
	buf_text(why, "; there are ");
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		buf_printf(why, "%s%s", i ? ", " : "", keys[i]);
	buf_text(why, " NAME");
	return false;
}

static bool refuse(struct buf *why, bool *is_key, const char *text)
{
	*is_key = false;
	buf_text(why, text);
	return false;
}

/* "WITH_AUTH: WITH_MYSQL" */
static bool take_require(struct arena *a, struct plan *plan, struct str value, bool *is_key,
			 struct buf *why)
{
	struct plan_row x = {.name = STR("")};

	if (str_find(value, ':') < 0)
		return refuse(why, is_key, "which others? for example WITH_AUTH: WITH_MYSQL");
	x.name = str_trim(str_take(&value, ':'));
	take_names(a, &x.others, value);
	if (!x.name.n || !x.others.count)
		return refuse(why, is_key, "a name is missing, as in WITH_AUTH: WITH_MYSQL");
	*LIST_ADD(a, &plan->requires) = x;
	return true;
}

static bool take_exclusive(struct arena *a, struct plan *plan, struct str value, bool *is_key,
			   struct buf *why)
{
	struct plan_names names = {.count = 0};

	take_names(a, &names, value);
	if (names.count < 2)
		return refuse(why, is_key, "two names or more, of which one at most is defined");
	*LIST_ADD(a, &plan->exclusives) = names;
	return true;
}

/* A profile of the same name takes the place of one that an extended file has. */
static bool take_profile(struct arena *a, struct plan *plan, struct str name, struct str value,
			 struct buf *why)
{
	struct plan_row x = {.name = str_trim(name)};
	size_t i = 0;

	if (!x.name.n) {
		buf_text(why, "a profile has a name: profile NAME = WITH_A WITH_B");
		return false;
	}
	for (i = 0; i < PLAN_MODES; i++)
		if (str_is(x.name, modes[i])) {
			buf_printf(why, "\"%s\" is a mode, and no name of a profile", modes[i]);
			return false;
		}
	take_names(a, &x.others, value);
	for (i = 0; i < plan->profiles.count; i++)
		if (str_equal(plan->profiles.all[i].name, x.name)) {
			plan->profiles.all[i] = x;
			return true;
		}
	*LIST_ADD(a, &plan->profiles) = x;
	return true;
}

bool settings_plan_mode(struct plan *plan, struct str word, struct buf *why)
{
	plan->profile = STR("");
	for (unsigned i = 0; i < PLAN_MODES; i++)
		if (str_is(word, modes[i])) {
			plan->mode = (enum plan_mode)i;
			return true;
		}
	if (!word.n) {
		buf_text(why, "a value is missing");
		return false;
	}
	/* Whether there is such a profile is seen when all is read. */
	plan->mode = PLAN_PROFILES;
	plan->profile = word;
	return true;
}

bool settings_plan_check(const struct plan *plan, struct buf *why)
{
	struct nearest n = nearest_listed(plan->profile);

	if (plan->mode != PLAN_PROFILES)
		return true;
	for (uint32_t i = 0; i < plan->profiles.count; i++) {
		nearest_consider(&n, plan->profiles.all[i].name);
		if (!plan->profile.n || str_equal(plan->profiles.all[i].name, plan->profile))
			return true;
	}
	if (!plan->profile.n) {
		buf_text(why, "variants: the settings have no profiles; one is \"profile NAME = "
			      "WITH_A WITH_B\" in [variants]");
		return false;
	}
	for (unsigned i = 0; i < PLAN_MODES; i++)
		nearest_consider(&n, str_of(modes[i]));
	buf_text(why, "variants: there is no mode or profile ");
	buf_quoted(why, str_head(plan->profile, 80));
	if (n.best.p)
		buf_printf(why, "; did you mean \"%.*s\"?", STR_ARG(n.best));
	else
		buf_text(why, "; modes are pairwise, each, all, profiles and off");
	return false;
}

bool settings_plan_take(struct arena *a, struct plan *plan, const struct ini_item *x, bool *is_key,
			struct buf *why)
{
	struct str rest = x->key, word = str_head(rest, ascii_run(rest, ascii_is_word));

	if (str_is(word, "profile"))
		return take_profile(a, plan, str_skip(rest, word.n), x->value, why);
	if (str_is(x->key, "mode")) {
		*is_key = false;
		return settings_plan_mode(plan, x->value, why);
	}
	if (str_is(x->key, "require"))
		return take_require(a, plan, x->value, is_key, why);
	if (str_is(x->key, "exclusive"))
		return take_exclusive(a, plan, x->value, is_key, why);
	if (str_is(x->key, "names"))
		take_names(a, &plan->names, x->value);
	else if (str_is(x->key, "never"))
		take_names(a, &plan->never, x->value);
	else
		return refuse_key(x->key, why);
	return true;
}
