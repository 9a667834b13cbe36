/*
 * parameter_report - what is said about a value that a module refuses; see parameter_value.h.
 */
#include "sema/parameter_value.h"
#include "text/message.h"

#include "scan/written.h"

struct span param_place(const struct param_value *t, struct str part)
{
	struct str text = t->value->text;

	if (part.p < text.p || part.p > text.p + text.n)
		return t->value->at;
	return written_span(&t->cx->session->sources, t->value->at, text, (size_t)(part.p - text.p),
			    part.n);
}

struct diag *param_report(const struct param_value *t, const struct rule *code, struct str part,
			  const char *format, ...)
{
	struct buf b = buf_on(t->cx->arena);
	struct diag *x;
	va_list ap;

	va_start(ap, format);
	message_vadd(&b, format, ap);
	va_end(ap);
	x = diag_report(t->cx->diags, code, param_place(t, part), "%.*s", STR_ARG(buf_view(&b)));
	diag_seen(x, sema_last(t->n->at));
	return x;
}

void param_looks_like(const struct param_value *t, struct diag *x)
{
	diag_hint(t->cx->diags, x, "it looks like %s", t->s->looks);
}
