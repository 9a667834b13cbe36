/*
 * fuzz_pvar - variables: the first part is one, then a format string; a refused one has a reason
 * and a place in the text, an accepted one parts of it.
 */
#include "fuzz.h"
#include "pvar/pvar.h"
#include "regex/regex.h"

static bool is_loaded(void *host, const char *module)
{
	(void)host;
	return module[0] != 'd';
}

static bool is_flag(void *host, struct str name)
{
	(void)host;
	return name.n == 1;
}

static void check_problem(const struct pvar_problem *p, struct str text)
{
	fuzz_must(p->fault != PVAR_FINE && p->text.n > 0, "a refused variable has a reason");
	fuzz_must(p->at + p->n <= text.n, "a problem lies in the text");
}

static void check_inside(struct str piece, struct str text)
{
	fuzz_must(!piece.n || (piece.p >= text.p && piece.p + piece.n <= text.p + text.n),
		  "a part lies in the text");
}

static void see(void *host, const struct pvar *v, struct pvar_place place)
{
	const struct fuzz_input *in = host;

	check_inside(v->name, in->part[0]);
	check_inside(v->inner, in->part[0]);
	fuzz_must(place.n && place.at + place.n <= in->part[0].n, "a variable lies in the text");
	fuzz_must(in->part[0].p[place.at] == '$', "a variable begins with a dollar");
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct pvar_problem problem;
	struct fuzz_input in;
	struct session s;
	struct arena *a = arena_new();
	struct pvar v;

	fuzz_split(&in, a, data, size);
	fuzz_session(&s, &in);
	struct pvar_context cx = {.arena = s.arena,
				  .regexes = s.regexes,
				  .catalog = s.catalog,
				  .version = &s.version,
				  .host = &in,
				  .is_loaded = is_loaded,
				  .is_flag = is_flag,
				  .has_memory = size % 2,
				  .suggestions = 4};

	if (pvar_parse(&cx, in.part[0], &v, &problem)) {
		check_inside(v.name, in.part[0]);
		check_inside(v.inner, in.part[0]);
		check_inside(v.parts[0], in.part[0]);
		check_inside(v.parts[1], in.part[0]);
	} else {
		check_problem(&problem, in.part[0]);
	}
	cx.see = see;
	cx.goes_on = true;
	if (!pvar_format(&cx, in.part[0], &problem))
		check_problem(&problem, in.part[0]);
	session_end(&s);
	arena_free(a);
}
