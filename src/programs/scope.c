/*
 * scope - see scope.h.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/scope.h"

#include "programs/catalog_command.h"
#include "programs/open.h"
#include "programs/releases.h"
#include "programs/rules_chosen.h"
#include "programs/settings_find.h"
#include "programs/settings_plan.h"
#include "text/filename.h"

#include <stdlib.h>
#include <sys/stat.h>

/* A variable of the environment; empty when it is not set. */
static struct str variable(const char *name)
{
	return str_of(getenv(name));
}

/* The file of settings that somebody named; empty when nobody did. */
static struct str file_given(const struct options *o)
{
	if (o->config.n || o->no_config || o->untrusted || options_is_dropin(o->command))
		return o->config;
	return variable("KAMCHECK_CONFIG");
}

/* --- the command line --------------------------------------------------------------------------
 */

static bool refuse_version(struct arena *a, struct str text, struct str *message)
{
	struct buf b = buf_on(a);

	buf_text(&b, "KAMCHECK_KAMAILIO: unknown Kamailio version ");
	buf_quoted(&b, str_head(text, 80));
	buf_text(&b, "; known are ");
	version_list(&b);
	*message = buf_view(&b);
	return false;
}

/* The release that --config of a command of Kamailio names: it decides which options there are. */
static bool takes_version(struct arena *a, const struct options *o, struct versions *out)
{
	struct buf why = buf_on(a);
	struct settings s;

	return options_is_dropin(o->command) && o->config.n && !o->has_version &&
	       settings_read(a, o->config, &s, &why) &&
	       versions_parse(settings_word(&s, SETTINGS_KAMAILIO), out);
}

enum options_result scope_parse(struct arena *a, int argc, char **argv, struct options *out,
				struct str *message)
{
	struct str named = variable("KAMCHECK_KAMAILIO");
	struct versions usual = {.all = {version_newest_stable()}, .count = 1};
	enum options_result result;

	if (named.n && !versions_parse(named, &usual)) {
		refuse_version(a, named, message);
		return OPTIONS_REFUSED;
	}
	result = options_parse(a, argc, argv, &usual, out, message);
	if (result == OPTIONS_GOOD && !named.n && takes_version(a, out, &usual))
		result = options_parse(a, argc, argv, &usual, out, message);
	return result;
}

/* --- what settings add -------------------------------------------------------------------------
 */

/* The defines of the settings come first, but for names that the command line defines. */
static void add_defines(struct arena *a, struct options *o, const struct settings_values *words)
{
	struct options_define *all =
	    arena_array(a, o->define_count + words->count + 1, sizeof *all);
	size_t n = 0;

	for (uint32_t i = 0; i < words->count; i++)
		if (!options_define_same(o->defines, o->define_count, words->all[i].text))
			all[n++] = (struct options_define){OPTIONS_DEFINE, words->all[i].text};
	for (size_t i = 0; i < o->define_count; i++)
		all[n++] = o->defines[i];
	o->defines = all;
	o->define_count = n;
}

/* Says which word of the settings the message is about. */
static bool refuse_at(struct buf *why, const struct settings_value *word, struct str message)
{
	buf_printf(why, "%.*s:%u:%u: %.*s", STR_ARG(word->file), word->at.line, word->at.column,
		   STR_ARG(message));
	return false;
}

static bool add_catalogs(struct arena *a, struct options *o, const struct settings_values *words,
			 struct buf *why)
{
	struct str *all = arena_array(a, o->catalog_count + words->count + 1, sizeof *all);
	struct buf wrong = buf_on(a);

	if (!words->count)
		return true;
	for (uint32_t i = 0; i < words->count; i++)
		all[i] = words->all[i].text;
	for (size_t i = 0; i < o->catalog_count; i++)
		all[words->count + i] = o->catalogs[i];
	o->catalogs = all;
	o->catalog_count += words->count;
	o->catalog = catalog_command_load(a, o, &wrong);
	return o->catalog || refuse_at(why, &words->all[0], buf_view(&wrong));
}

static bool add_folders(struct arena *a, struct options *o, const struct settings_values *words,
			struct buf *why)
{
	struct buf path = buf_on(a), wrong = buf_on(a);

	if (!words->count || o->library.n)
		return true;
	for (uint32_t i = 0; i < words->count; i++) {
		if (i)
			buf_byte(&path, ':');
		buf_str(&path, words->all[i].text);
	}
	o->library = buf_view(&path);
	if (options_is_dropin(o->command) || open_folders(o, &wrong))
		return true;
	return refuse_at(why, &words->all[0], buf_view(&wrong));
}

static enum severity severity_of(struct str word)
{
	return str_is(word, "error") ? SEV_ERROR : str_is(word, "warning") ? SEV_WARNING : SEV_NOTE;
}

/* What is shown, and what counts. */
static void set_levels(struct options *o, struct str level, struct str fail_on)
{
	/* Otherwise the command line says it. */
	if (level.n && o->shows_more) {
		o->shows_more = false;
		o->level = severity_of(level);
	}
	if (o->has_fail_on)
		return;
	o->fails_never = str_is(fail_on, "never");
	o->fail_on = fail_on.n ? severity_of(fail_on) : o->level;
}

/* The levels of the settings; what --rule asks for is not off. */
static bool set_levels_of_rules(struct arena *a, struct scope *s, struct buf *why)
{
	const unsigned char *choice = rules_chosen_by(a, &s->options, why);
	bool *asked;

	if (!choice)
		return false;
	asked = arena_array(a, rule_count, sizeof *asked);
	for (size_t i = 0; i < rule_count; i++)
		asked[i] = choice[i] == RULE_ASKED;
	s->levels = s->settings.levels;
	s->levels.asked = asked;
	return true;
}

/* Those of the command line come first. */
static void add_prefixes(struct arena *a, struct options *o, const struct settings *s)
{
	size_t n = o->prefix_count;
	struct session_prefix *all = arena_array(a, n + s->prefixes.count + 1, sizeof *all);

	for (size_t i = 0; i < n; i++)
		all[i] = o->prefixes[i];
	for (uint32_t i = 0; i < s->prefixes.count; i++) {
		struct str from = s->prefixes.all[i].from;

		while (str_ends(from, STR("/")))
			from.n--;
		all[n++] =
		    (struct session_prefix){from, filename_from_here(a, s->prefixes.all[i].to)};
	}
	o->prefixes = all;
	o->prefix_count = n;
}

static bool apply(struct arena *a, struct scope *s, struct buf *why)
{
	const struct settings_values *keys = s->settings.keys;
	struct options *o = &s->options;
	struct str release = settings_word(&s->settings, SETTINGS_KAMAILIO);

	if (release.n && !o->has_version && !variable("KAMCHECK_KAMAILIO").n) {
		versions_parse(release, &o->releases);
		o->version = versions_newest(&o->releases);
	}
	add_defines(a, o, &keys[SETTINGS_DEFINE]);
	add_prefixes(a, o, &s->settings);
	if (!add_folders(a, o, &keys[SETTINGS_MODULES], why) ||
	    !add_catalogs(a, o, &keys[SETTINGS_CATALOG], why))
		return false;
	/* The verdict of a command of Kamailio is Kamailio's. */
	if (o->command != OPTIONS_LINT && o->command != OPTIONS_REPORT)
		return true;
	set_levels(o, settings_word(&s->settings, SETTINGS_LEVEL),
		   settings_word(&s->settings, SETTINGS_FAIL_ON));
	return set_levels_of_rules(a, s, why);
}

/* --- which scope -------------------------------------------------------------------------------
 */

struct scopes scopes_of(struct arena *a, const struct options *given)
{
	return (struct scopes){.arena = a, .given = given};
}

/* The command line chooses among what the settings say. */
static bool set_plan(struct scope *s, struct buf *why)
{
	const struct options *o = &s->options;

	s->plan = s->settings.plan;
	if (o->all_variants.p) {
		s->plan.mode = s->plan.profiles.count ? PLAN_PROFILES : PLAN_PAIRWISE;
		if (o->all_variants.n && !settings_plan_mode(&s->plan, o->all_variants, why))
			return false;
	} else if (o->command != OPTIONS_LINT && o->command != OPTIONS_VARIANTS &&
		   o->command != OPTIONS_REPORT) {
		s->plan.mode = PLAN_OFF;
		return true;
	}
	if (o->variants.n && !settings_plan_mode(&s->plan, o->variants, why))
		return false;
	if (o->command == OPTIONS_VARIANTS && s->plan.mode == PLAN_OFF)
		s->plan.mode = PLAN_PAIRWISE;
	return settings_plan_check(&s->plan, why) &&
	       (s->plan.mode == PLAN_OFF || releases_are_one(o, "--variants", why));
}

/* The scope of the settings FILE; empty: of none. */
static const struct scope *scope_with(struct scopes *all, struct str file, struct buf *why)
{
	struct scope *s = map_find(&all->files, file);

	if (s)
		return s;
	s = ARENA_NEW(all->arena, struct scope);
	s->options = *all->given;
	s->settings = settings_none();
	if (file.n &&
	    (!settings_read(all->arena, file, &s->settings, why) || !apply(all->arena, s, why)))
		return NULL;
	if (!set_plan(s, why))
		return NULL;
	map_put(&all->files, all->arena, file, s);
	return s;
}

/* The folder that NAME stands in, or is. */
static struct str folder_of(struct arena *a, struct str name)
{
	struct stat st;

	if (stat(arena_copy(a, name.p, name.n), &st) == 0 && S_ISDIR(st.st_mode))
		return filename_absolute(a, name);
	return filename_folder(filename_absolute(a, name));
}

struct str scope_short_name(struct arena *a, struct str file)
{
	struct str here = filename_absolute(a, STR("."));

	return filename_is_below(here, file) ? filename_relative(a, here, file) : file;
}

const struct scope *scope_of(struct scopes *all, struct str name, struct buf *why)
{
	const struct options *o = all->given;
	struct str given = file_given(o), folder, file;
	struct scope *s;

	if (given.n || o->no_config || o->untrusted || options_is_dropin(o->command))
		return scope_with(all, given, why);
	folder = folder_of(all->arena, open_name(o, name));
	s = map_find(&all->folders, folder);
	if (s)
		return s;
	file = settings_find(all->arena, folder);
	s = (void *)scope_with(all, file.n ? scope_short_name(all->arena, file) : file, why);
	map_put(&all->folders, all->arena, folder, s);
	return s;
}

const bool *scope_rules_off(struct arena *a, const struct scope *s, const unsigned char *choice)
{
	bool *all = arena_array(a, rule_count, sizeof *all);

	for (size_t i = 0; i < rule_count; i++)
		all[i] = choice[i] == RULE_OFF ||
			 (choice[i] == RULE_UNASKED && !levels_ask_for(&s->levels, rules[i])) ||
			 levels_are_off(&s->levels, rules[i]);
	return all;
}
