/*
 * fuzz - see fuzz.h; libFuzzer's entry point.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str own_block(struct arena *a, const char *p, size_t n)
{
	char *q = arena_alloc(a, n);

	if (n)
		memcpy(q, p, n);
	return (struct str){q, n};
}

void fuzz_split(struct fuzz_input *in, struct arena *a, const uint8_t *data, size_t size)
{
	static const struct str names[FUZZ_PARTS - 1] = {{"a.cfg", 5}, {"b.cfg", 5}, {"c.cfg", 5}};
	struct str rest = {(const char *)data, size};

	for (size_t i = 0; i < FUZZ_PARTS; i++) {
		ptrdiff_t end = i + 1 < FUZZ_PARTS ? str_find(rest, FUZZ_SEPARATOR) : -1;
		size_t n = end < 0 ? rest.n : (size_t)end;

		in->part[i] = own_block(a, rest.p, n);
		rest = end < 0 ? STR("") : str_skip(rest, n + 1);
		if (i > 0)
			in->files[i - 1] = (struct memory_file){names[i - 1], in->part[i]};
	}
	in->set = (struct memory_files){in->files, FUZZ_PARTS - 1};
}

static const char *environment(void *ctx, const char *name)
{
	(void)ctx;
	if (strcmp(name, "HOME") == 0)
		return "/home/fuzz";
	if (strcmp(name, "TEXT") == 0)
		return "\"a\" $(b) /* ";
	return strcmp(name, "EMPTY") == 0 ? "" : NULL;
}

static struct version version_of(struct str text)
{
	static const char head[] = "# args: --kamailio ";
	struct version version = version_newest_stable();
	ptrdiff_t end = str_find(text, '\n');

	if (str_starts(text, STR("# args: --kamailio ")) && end >= 0)
		version_parse(str_skip(str_head(text, (size_t)end), sizeof head - 1), &version);
	return version;
}

void fuzz_session(struct session *s, const struct fuzz_input *in)
{
	static const struct definition definitions[] = {
	    {.kind = DEFINITION_DEFINE, .text = {"WITH_A", 6}},
	    {.kind = DEFINITION_DEFINE, .text = {"WITH_B=1", 8}},
	    {.kind = DEFINITION_DEFINE, .text = {"TEXT=\"some text\"", 16}},
	    {.kind = DEFINITION_LOADMODULE, .text = {"tm.so", 5}},
	};

	session_init(s, files_in_memory(&in->set));
	s->version = version_of(in->part[0]);
	s->env = environment;
	s->definitions = definitions;
	s->definition_count = sizeof definitions / sizeof *definitions;
}

void fuzz_fail(const char *what, struct str detail)
{
	fprintf(stderr, "PROPERTY FAILED: %s\n%.*s\n", what, STR_ARG(detail));
	abort();
}

void fuzz_must(bool it, const char *what)
{
	if (!it)
		fuzz_fail(what, STR(""));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_one(data, size);
	return 0;
}
