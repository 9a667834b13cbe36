/*
 * questions - the constant table made by grammar/mktables.awk; see questions.h.  It is short, so it
 * is searched from front to end.
 */
#include "facts/questions.h"

static const struct {
	const char *name;
	enum asked_as form;
	enum asks asks;
	uint32_t versions;
} questions[] = {
#define ROW(...) {__VA_ARGS__},
#include "questions.inc"
#undef ROW
};

enum asks questions_find(struct str name, enum asked_as form, const struct version *v)
{
	for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
		if (questions[i].versions & v->bit && questions[i].form == form &&
		    str_is(name, questions[i].name))
			return questions[i].asks;
	return ASKS_NOTHING;
}
