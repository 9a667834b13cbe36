/*
 * listened - see listened.h.
 */
#include "rules/core/listened.h"

#include "rules/core/endpoint.h"

static void see_address(struct visit *v, struct listened *l, const struct node *a)
{
	if (a->kind == N_ADDRESS)
		*LIST_ADD(v->arena, &l->addresses) = a;
	else
		l->is_unknown = true;
}

static void see_block(struct visit *v, struct listened *l, const struct node *n)
{
	for (const struct node *a = KID(n, SOCKET, attributes); a; a = a->next)
		if (a->kind == N_ATTRIBUTE && str_is(a->text, "bind") && KID(a, ATTRIBUTE, value))
			see_address(v, l, KID(a, ATTRIBUTE, value));
}

void listened_see(struct visit *v, struct listened *l, const struct node *n)
{
	if (n->kind == N_SOCKET)
		see_block(v, l, n);
	else if (str_is(n->text, "listen"))
		for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
			see_address(v, l, a);
}

/* An address that the command line may choose: #!trydefine, #!ifndef X and #!define X. */
static bool is_chosen(const struct visit *v)
{
	const struct defines *d = &v->unit->record.defines;

	for (uint32_t i = 0; i < d->changes.count; i++) {
		const struct define_change *c = PILE_AT(&d->changes, i);
		const struct define *x = define_of(d, c->define);
		bool may_be_set =
		    c->directive == DIRECTIVE_TRYDEFINE || (x->asked && x->asked_at.lo < c->at.lo);
		struct endpoint e;

		if (c->effect == DEFINE_SET && c->source == DEFINE_DIRECTIVE && may_be_set &&
		    endpoint_text(str_unquote(c->text), v->version, &e))
			return true;
	}
	return false;
}

bool listened_is_doubtful(const struct visit *v, const struct listened *l)
{
	const struct record *r = &v->unit->record;

	if (l->is_unknown || v->session->adds_sockets ||
	    v->unit->doubts & (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_IMPORT | DOUBT_VALUE))
		return true;
	for (uint32_t i = 0; i < r->skipped.count; i++)
		if (str_search(source_text(&v->session->sources, *PILE_AT(&r->skipped, i)),
			       STR("listen")) >= 0)
			return true;
	return is_chosen(v);
}
