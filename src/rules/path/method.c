/*
 * method - see method.h.
 */
#include "rules/path/method.h"

#include "facts/words.h"

/* The method, or methods with "|", that the condition N asks for; empty when it does nothing like
 * that, or only the server knows them. */
static struct str method_asked(struct visit *v, const struct node *n)
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
	if (!value || (value->kind != N_STRING && value->kind != N_WORD) ||
	    (subject && !words_find(WORDS_METHOD_VALUE, subject->text, v->version)))
		return (struct str){0};
	return value->text;
}

bool method_is_other(struct visit *v, const struct node *n, bool is_true, struct str method)
{
	struct str methods = method_asked(v, n);

	return methods.n && (str_search(methods, method) >= 0) != is_true;
}

bool method_is(struct visit *v, const struct node *n, bool is_true, struct str method)
{
	return is_true && str_equal(method_asked(v, n), method);
}
