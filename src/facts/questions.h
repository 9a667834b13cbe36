/*
 * questions - what of a config a question about a message answers (grammar/questions.tsv).
 */
#ifndef KAMCHECK_QUESTIONS_H
#define KAMCHECK_QUESTIONS_H

#include "facts/version.h"

enum asked_as {
#define FORM(word, number) ASKED_AS_##word = number,
#define ASKS(word, number)
#include "questions.enum"
#undef FORM
#undef ASKS
};

enum asks {
	ASKS_NOTHING = -1,
#define FORM(word, number)
#define ASKS(word, number) ASKS_##word = number,
#include "questions.enum"
#undef FORM
#undef ASKS
};

/* What NAME, written in that form, asks for in V; a variable with its "$", without parentheses
 * around its name.  ASKS_NOTHING: the question does not answer it. */
enum asks questions_find(struct str name, enum asked_as form, const struct version *v);

#endif
