/*
 * fuzz_files - a file that parameters name, read in each format there is: profiles, lists, routes,
 * scripts.  A second run must say the same, and each finding must have a place in a file.
 */
#include "engine/lint.h"
#include "fuzz.h"
#include "output/formats.h"
#include "sema/analyse.h"

/* Names the file in each way; the text of the input is under all of these names. */
static const char config[] =
    "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"sl\"\nloadmodule \"tls\"\n"
    "loadmodule \"dispatcher\"\nloadmodule \"permissions\"\nloadmodule \"carrierroute\"\n"
    "loadmodule \"app_lua\"\nloadmodule \"app_python3\"\nloadmodule \"app_jsdt\"\n"
    "loadmodule \"app_ruby\"\n"
    "modparam(\"tls\", \"config\", \"a.cfg\")\n"
    "modparam(\"dispatcher\", \"list_file\", \"a.cfg\")\n"
    "modparam(\"permissions\", \"default_allow_file\", \"a.cfg\")\n"
    "modparam(\"permissions\", \"address_file\", \"a.cfg\")\n"
    "modparam(\"carrierroute\", \"config_source\", \"file\")\n"
    "modparam(\"carrierroute\", \"config_file\", \"a.cfg\")\n"
    "modparam(\"app_lua\", \"load\", \"a.cfg\")\n"
    "modparam(\"app_python3\", \"load\", \"a.cfg\")\n"
    "modparam(\"app_jsdt\", \"load\", \"a.cfg\")\n"
    "modparam(\"app_ruby\", \"load\", \"a.cfg\")\n";

static const char *const engines[] = {"lua", "python", "jsdt", "ruby", "native"};

static void check_places(struct session *s)
{
	for (const struct diag *x = s->diags.first; x; x = x->next) {
		const struct source *src = source_of(&s->sources, x->at.lo);

		fuzz_must(!x->at.lo || (src && x->at.hi >= x->at.lo &&
					x->at.hi - src->base <= src->text.n + 1),
			  "a finding lies in one file");
	}
}

static struct str run(const struct fuzz_input *in, struct str main, struct arena *a)
{
	static const struct report_filter filter = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct session s;
	struct buf out;
	struct str text;

	fuzz_session(&s, in);
	out = buf_on(s.arena);
	lint_text(&s, STR("main.cfg"), main, &(struct lint_options){0});
	diags_sort(&s.diags);
	check_places(&s);
	report_print(&out, &format_text, &s.diags, &filter);
	text = (struct str){arena_copy(a, out.p, out.n), out.n};
	session_end(&s);
	return text;
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct fuzz_input in;
	struct buf main = buf_on(a);

	fuzz_split(&in, a, data, size);
	/* The first part is the file; it is included by nobody. */
	in.files[0].text = in.part[0];
	buf_text(&main, config);
	buf_printf(&main, "cfgengine \"%s\"\nrequest_route { lua_run(\"f\"); }\n",
		   engines[size % (sizeof engines / sizeof *engines)]);
	fuzz_must(str_equal(run(&in, buf_view(&main), a), run(&in, buf_view(&main), a)),
		  "two runs say the same");
	arena_free(a);
}
