/*
 * fuzz_subst - regular expressions and subst: the first part is a pattern or a subst expression,
 * the second the text it works on.
 */
#include "fuzz.h"
#include "regex/regex.h"
#include "preprocess/subst.h"

static void check_groups(const struct regex_span groups[REGEX_GROUPS], size_t from, size_t n)
{
	fuzz_must(groups[0].from >= from && groups[0].from <= groups[0].to && groups[0].to <= n,
		  "a match lies in the text");
	for (size_t i = 1; i < REGEX_GROUPS; i++) {
		if (groups[i].from == REGEX_NONE || groups[i].to == REGEX_NONE) {
			fuzz_must(groups[i].from == groups[i].to, "a group has both ends or none");
			continue;
		}
		fuzz_must(groups[i].from <= groups[i].to && groups[i].to <= n &&
			      groups[i].from >= from,
			  "a group lies in the text");
	}
}

static void match_all(struct regex *r, struct str text)
{
	struct regex_span groups[REGEX_GROUPS];
	size_t from = 0;

	while (from <= text.n &&
	       regex_match(r, text, from, from ? REGEX_NOTBOL : 0, groups) == REGEX_MATCH) {
		check_groups(groups, from, text.n);
		from = groups[0].to > from ? groups[0].to : from + 1;
	}
}

/* Every variable but $a(...) has the third part as its value. */
static enum subst_value resolve(void *ctx, struct str variable, struct buf *out)
{
	const struct fuzz_input *in = ctx;

	if (str_starts(variable, STR("$a")))
		return str_starts(variable, STR("$ab")) ? SUBST_UNKNOWN_VALUE : SUBST_NO_VALUE;
	buf_str(out, in->part[2]);
	return SUBST_VALUE;
}

static void substitute(struct regexes *all, struct fuzz_input *in)
{
	struct subst_resolver resolver = {resolve, in};
	struct subst_error error = {0};
	struct subst *s = subst_parse(all, in->part[0], &error);
	struct buf out = buf_on(regexes_arena(all));
	struct str name;
	size_t at;

	if (!s) {
		fuzz_must(error.text.n > 0, "a refused subst has a reason");
		fuzz_must(error.at <= in->part[0].n, "an error lies in the expression");
		return;
	}
	for (size_t i = 0; subst_variable(s, i, &name, &at); i++)
		fuzz_must(at < in->part[0].n, "a variable lies in the expression");
	if (subst_apply(s, in->part[1], &resolver, &out) != SUBST_CHANGED)
		fuzz_must(out.n == 0, "only a changed text is written");
	fuzz_must(out.n <= in->part[1].n + SUBST_GROWTH_MOST, "a text grows up to the limit");
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct regexes *all = regexes_new(a, NULL);
	struct fuzz_input in;

	fuzz_split(&in, a, data, size);
	for (unsigned flags = 0; flags < 4; flags++) {
		struct str error = STR("");
		struct regex *r = regex_compile(all, in.part[0], flags, &error);

		fuzz_must(r != NULL || error.n, "a refused pattern has a reason");
		if (r)
			match_all(r, in.part[1]);
	}
	substitute(all, &in);
	arena_free(a);
}
