/*
 * fuzz_parse - a whole check: tree, rules, findings as text, the tree as text.  A second run must
 * say the same.
 */
#include "fuzz.h"
#include "sema/analyse.h"
#include "engine/lint.h"
#include "output/formats.h"

static struct str run(struct session *s, const struct fuzz_input *in, struct arena *a)
{
	static const struct report_filter filter = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct buf out;
	struct analysis *analysis;

	fuzz_session(s, in);
	out = buf_on(s->arena);
	analysis = lint_text(s, STR("main.cfg"), in->part[0], &(struct lint_options){0});
	diags_sort(&s->diags);
	report_print(&out, &format_text, &s->diags, &filter);
	ast_dump(&out, analysis->root, &s->sources);
	return (struct str){arena_copy(a, out.p, out.n), out.n};
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct fuzz_input in;
	struct session s;
	struct str first, second;

	fuzz_split(&in, a, data, size);
	first = run(&s, &in, a);
	session_end(&s);
	second = run(&s, &in, a);
	session_end(&s);
	fuzz_must(str_equal(first, second), "two runs say the same");
	arena_free(a);
}
