/*
 * fuzz_ifexp - expressions of #!ifexp and #!defexp.
 */
#include "fuzz.h"
#include "preprocess/ifexp.h"

/* Names of one letter: A is undefined, B empty, others have the second part as their value. */
static enum ifexp_name look_up(void *ctx, struct str name, struct str *value)
{
	const struct fuzz_input *in = ctx;

	if (str_is(name, "A"))
		return IFEXP_NAME_UNDEFINED;
	*value = in->part[1];
	return value->n && !str_is(name, "B") ? IFEXP_NAME_VALUE : IFEXP_NAME_EMPTY;
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct ifexp_error error = {0};
	struct ifexp_value value;
	struct fuzz_input in;
	struct str text;

	fuzz_split(&in, a, data, size);
	if (ifexp_eval(a, in.part[0], look_up, NULL, &in, &value, &error) != IFEXP_OK) {
		fuzz_must(error.text.n > 0, "an error has a text");
		fuzz_must(error.at + error.n <= in.part[0].n, "an error lies in the expression");
	}
	ifexp_true(&value);
	ifexp_define_text(a, &value, false, &text);
	ifexp_define_text(a, &value, true, &text);
	arena_free(a);
}
