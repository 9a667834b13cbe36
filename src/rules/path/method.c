/*
 * method - see method.h.
 */
#include "rules/path/method.h"

#include "facts/words.h"

struct str method_asked(struct visit *v, const struct node *n)
{
	const struct node *subject = NULL, *value = NULL;

	if (n->kind == N_CALL) {
		const struct call_info *call = call_of(v->unit, n);

		if (call->argument_count && call->arguments[0] &&
		    call->arguments[0]->kind == ARGUMENT_METHODS)
			value = KID(n, CALL, arguments);
	} else if (n->kind == N_ELEMENT && n->op == OP_EQ) {
		subject = KID(n, ELEMENT, left);
		value = KID(n, ELEMENT, right);
	} else if (n->kind == N_BINARY && n->op == OP_EQ) {
		subject = KID(n, BINARY, left);
		value = KID(n, BINARY, right);
	}
	if (subject && !words_find(WORDS_METHOD_VALUE, subject->text, v->version))
		return (struct str){0};
	return value && (value->kind == N_STRING || value->kind == N_WORD) ? value->text
									   : (struct str){0};
}

bool method_is_in(struct str methods, struct str method)
{
	for (; methods.n; methods = str_skip(methods, 1))
		if (str_starts(methods, method))
			return true;
	return false;
}
