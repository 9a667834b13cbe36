/*
 * fuzz_pp - the preprocessor: all tokens of the input, its includes, defines and conditionals; then
 * --cfg-print.
 */
#include "fuzz.h"
#include "preprocess/pp.h"
#include "output/formats.h"
#include "views/print.h"

static void read_tokens(struct session *s, struct str text)
{
	struct source *src = sources_add(&s->sources, STR("main.cfg"), text, SPAN_NONE);
	struct token t;
	struct pp pp;

	pp_init(&pp, s, src, NULL);
	do {
		pp_next(&pp, &t);
		fuzz_must(source_of(&s->sources, t.at.lo) != NULL, "a token has a place");
		fuzz_must(t.at.lo <= t.at.hi, "a token's place is valid");
	} while (t.kind);
	pp_next(&pp, &t);
	fuzz_must(t.kind == 0, "after the end comes the end");
	pp_finish(&pp, false);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	static const struct print_options options = {0};
	static const struct report_filter filter = {.least = SEV_NOTE, .last = PHASE_RUN};
	struct arena *a = arena_new();
	struct fuzz_input in;
	struct session s;
	struct buf out;

	fuzz_split(&in, a, data, size);
	fuzz_session(&s, &in);
	read_tokens(&s, in.part[0]);
	diags_sort(&s.diags);
	out = buf_on(s.arena);
	report_print(&out, &format_text, &s.diags, &filter);
	session_end(&s);

	fuzz_session(&s, &in);
	out = buf_on(s.arena);
	print_config(&s, STR("main.cfg"), in.part[0], &options, &out);
	session_end(&s);
	arena_free(a);
}
