/*
 * settings_show - see settings_show.h.
 */
#include "programs/settings_show.h"

#include "base/hidden.h"
#include "programs/releases.h"
#include "text/secrets.h"

#include <stdlib.h>

static const char *const severities[] = {"error", "warning", "note"};

struct shower {
	struct buf *b;
	const struct scope *scope;
	struct secrets secrets; /* passwords of URLs show themselves */
};

static void say(struct shower *x, struct str text)
{
	hidden_show(x->b, secrets_masked(&x->secrets, x->b->arena, text));
}

static void say_place(struct shower *x, struct str file, struct ini_place at)
{
	buf_text(x->b, "  ; ");
	say(x, file);
	buf_printf(x->b, ":%u\n", at.line);
}

/* One word of KEY; FROM is who says it, when the settings do not. */
static void say_word(struct shower *x, enum settings_key key, struct str word, const char *from)
{
	const struct settings_values *words = &x->scope->settings.keys[key];

	buf_printf(x->b, "%s = ", settings_key_name(key));
	say(x, word);
	for (uint32_t i = 0; !from && i < words->count; i++)
		if (str_equal(words->all[i].text, word)) {
			say_place(x, words->all[i].file, words->all[i].at);
			return;
		}
	buf_printf(x->b, "  ; %s\n", from ? from : "command line");
}

static void say_kamailio(struct shower *x)
{
	const struct options *o = &x->scope->options;
	const char *named = getenv("KAMCHECK_KAMAILIO");
	bool is_set = x->scope->settings.keys[SETTINGS_KAMAILIO].count > 0;

	if (o->has_version)
		say_word(x, SETTINGS_KAMAILIO, releases_name(x->b->arena, o), "command line");
	else if (named && *named)
		say_word(x, SETTINGS_KAMAILIO, releases_name(x->b->arena, o), "KAMCHECK_KAMAILIO");
	else if (is_set)
		say_word(x, SETTINGS_KAMAILIO,
			 settings_word(&x->scope->settings, SETTINGS_KAMAILIO), NULL);
	else
		say_word(x, SETTINGS_KAMAILIO, releases_name(x->b->arena, o), "default");
}

static void say_level(struct shower *x)
{
	const struct options *o = &x->scope->options;
	struct str word = settings_word(&x->scope->settings, SETTINGS_LEVEL);
	const char *now = severities[o->level];

	say_word(x, SETTINGS_LEVEL, str_of(now),
		 o->shows_more       ? "default; notes are shown"
		 : str_is(word, now) ? NULL
				     : "command line");
}

/* The words that the settings alone say. */
static void say_words(struct shower *x, enum settings_key key)
{
	const struct settings_values *words = &x->scope->settings.keys[key];

	for (uint32_t i = 0; i < words->count; i++)
		say_word(x, key, words->all[i].text, NULL);
}

static void say_rules(struct shower *x)
{
	struct str glob = STR("");

	for (uint32_t i = 0; i < x->scope->settings.written.count; i++) {
		const struct settings_level *l = &x->scope->settings.written.all[i];

		if (i == 0 || !str_equal(l->glob, glob)) {
			buf_text(x->b, l->glob.n ? "[path " : "[rules]\n");
			say(x, l->glob);
			buf_text(x->b, l->glob.n ? "]\n" : "");
		}
		glob = l->glob;
		say(x, l->rules);
		buf_text(x->b, " = ");
		say(x, l->level);
		say_place(x, l->place.file, l->place.at);
	}
	for (uint32_t i = 0; i < x->scope->settings.prefixes.count; i++) {
		buf_text(x->b, i ? "" : "[include]\n");
		say(x, x->scope->settings.prefixes.all[i].from);
		buf_text(x->b, " = ");
		say(x, x->scope->settings.prefixes.all[i].to);
		buf_byte(x->b, '\n');
	}
}

static void say_variants(struct shower *x)
{
	const struct settings *s = &x->scope->settings;
	const struct options *o = &x->scope->options;

	if (o->variants.n || s->variants.count)
		buf_text(x->b, "[variants]\n");
	if (o->variants.n) {
		buf_text(x->b, "mode = ");
		say(x, o->variants);
		buf_text(x->b, "  ; command line\n");
	}
	for (uint32_t i = 0; i < s->variants.count; i++) {
		const struct settings_variant *v = &s->variants.all[i];

		if (o->variants.n && str_is(v->key, "mode"))
			continue;
		say(x, v->key);
		buf_text(x->b, " = ");
		say(x, v->value.text);
		say_place(x, v->value.file, v->value.at);
	}
}

void settings_show(struct buf *b, const struct scope *s, struct str name)
{
	struct shower x = {.b = b, .scope = s};
	const struct options *o = &s->options;

	secrets_init(&x.secrets, b->arena);
	buf_text(b, "; ");
	say(&x, name);
	buf_text(b, s->settings.files.count ? ": settings of" : ": no settings");
	for (uint32_t i = s->settings.files.count; i > 0; i--) {
		buf_byte(b, ' ');
		say(&x, s->settings.files.all[i - 1]);
	}
	buf_text(b, "\n[kamcheck]\n");
	say_kamailio(&x);
	say_level(&x);
	say_words(&x, SETTINGS_FAIL_ON);
	for (size_t i = 0; i < o->define_count; i++)
		if (o->defines[i].kind == OPTIONS_DEFINE)
			say_word(&x, SETTINGS_DEFINE, o->defines[i].text, NULL);
	if (o->library.n && s->settings.keys[SETTINGS_MODULES].count == 0)
		say_word(&x, SETTINGS_MODULES, o->library, "command line");
	for (size_t i = 0; i < o->catalog_count; i++)
		say_word(&x, SETTINGS_CATALOG, o->catalogs[i], NULL);
	say_words(&x, SETTINGS_MODULES);
	say_words(&x, SETTINGS_ROOTS);
	say_words(&x, SETTINGS_EXCLUDE);
	say_words(&x, SETTINGS_BASELINE);
	say_rules(&x);
	say_variants(&x);
}
