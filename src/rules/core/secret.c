/*
 * secret - passwords and keys in the text of a config: those that documents show as examples, and,
 * for those who ask for it, all of them.
 *
 * What must stay true: no message says a secret; those that documents show are none.
 */
#include "engine/visit.h"

#include "base/map.h"
#include "facts/words.h"
#include "text/secret_url.h"

extern const struct rule rule_secret_documented;
extern const struct rule rule_secret_in_text;

/* The secret TEXT stands AT. */
static void check_secret(struct visit *v, struct span at, struct str text)
{
	struct diag *x;

	if (text.n > 1 && (text.p[0] == '"' || text.p[0] == '\''))
		text = str_head(str_skip(text, 1), text.n - 2);
	if (!text.n || secrets_is_open(text))
		return;
	if (words_find(WORDS_DOCUMENTED_SECRET, text, v->version)) {
		x = report_as(
		    v, &rule_secret_documented, at,
		    "this secret stands in the documentation, so that everybody knows it");
		diag_hint(v->diags, x, "make one of your own");
		return;
	}
	x = report_as(v, &rule_secret_in_text, at, "a password or key stands in the text");
	diag_hint(v->diags, x, "#!defenv or #!substdef with --substdefs keep it out of the file");
}

/* Values with a URL whose password was told of, by the offset of their text. */
static const struct state_kind told = STATE_KIND(struct map);

static struct str key_of(const uint32_t *offset)
{
	return (struct str){(const char *)offset, sizeof *offset};
}

static void check_places(struct visit *v)
{
	const struct map *urls = visit_state(v, &told);
	const struct secrets *s = &v->session->secrets;
	uint32_t last = 0;

	for (uint32_t i = 0; i < s->places.count; i++) {
		struct span at = s->places.all[i];

		if (at.lo != last && !map_has(urls, key_of(&at.lo)))
			check_secret(v, at, source_text(&v->session->sources, at));
		last = at.lo;
	}
}

/* The password of a URL. */
static void check_url(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	uint32_t *begin;
	struct secret_url url;
	struct written w;

	if (value->kind != N_STRING || str_find(value->text, '@') < 0 ||
	    !is_wanted(v, &rule_secret_in_text) || !v->param->by->is_known ||
	    v->param != v->param->by->reached || !secret_url_find(value->text, 0, true, &url) ||
	    secrets_is_open(str_head(str_skip(value->text, url.lo), url.hi - url.lo)))
		return;
	begin = ARENA_NEW(v->arena, uint32_t);
	*begin = value->at.lo + 1;
	map_add(visit_state(v, &told), v->arena, key_of(begin));
	w = pvars_written(v->unit, value);
	diag_hint(v->diags,
		  report_as(v, &rule_secret_in_text, written_place(&w, url.lo, url.hi - url.lo),
			    "a password stands in the text"),
		  "#!defenv or --substdefs keep it out of the file");
}

RULE(secret_documented, "K835", SEV_WARNING, PHASE_RUN, .each_param = true, .run = check_url,
     .end = check_places, .summary = "a secret that stands in the documentation",
     .why = "The examples of the documentation show secrets, such as that of the module auth. Who "
	    "knows it can make what it protects: nonces, credentials that expire, flow tokens.",
     .bad = "loadmodule \"sl.so\"\nloadmodule \"auth.so\"\nmodparam(\"auth\", \"secret\", "
	    "\"johndoessecretphrase\")\n"
	    "request_route {\n\texit;\n}\n",
     .good = "loadmodule \"sl.so\"\nloadmodule \"auth.so\"\nmodparam(\"auth\", \"secret\", "
	     "\"oo2Kie5eeph4Queish\")\n"
	     "request_route {\n\texit;\n}\n")

RULE(secret_in_text, "K836", SEV_NOTE, PHASE_RUN, .group = "security",
     .found_by = &rule_secret_documented, .summary = "a password or key in the text of a config",
     .why = "Who may read the file, its backups and its history may use the secret. #!defenv takes "
	    "a value out of the environment, --substdefs out of the command line, and an include "
	    "may have other rights than the rest. Kamcheck itself shows no secrets; --mask-secrets "
	    "takes them out of what it prints.",
     .bad = "loadmodule \"sl.so\"\nloadmodule \"auth.so\"\nmodparam(\"auth\", \"secret\", "
	    "\"oo2Kie5eeph4Queish\")\n"
	    "request_route {\n\texit;\n}\n",
     .good = "loadmodule \"sl.so\"\nloadmodule \"auth.so\"\nrequest_route {\n\texit;\n}\n")
