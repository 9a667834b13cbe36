/*
 * changed_parts - see changed_parts.h.
 */
#include "rules/path/changed_parts.h"

#include "facts/changes.h"

static const struct {
	enum tag tag;
	const char *words;
} parts[PARTS] = {
    [FROM_NAME] = {TAG_FROM_NAME, "display name in From"},
    [FROM_USER] = {TAG_FROM_USER, "URI in From"},
    [FROM_HOST] = {TAG_FROM_HOST, "URI in From"},
    [TO_NAME] = {TAG_TO_NAME, "display name in To"},
    [TO_USER] = {TAG_TO_USER, "URI in To"},
    [TO_HOST] = {TAG_TO_HOST, "URI in To"},
    [CONTACT_URI] = {TAG_CONTACT_URI, "URI in Contact"},
    [CONTACT_ALIAS] = {TAG_CONTACT_ALIAS, "URI in Contact"},
    [CONTACT_CODE] = {TAG_CONTACT_CODE, "URI in Contact"},
    [CONTACT_PARAM] = {TAG_CONTACT_PARAM, "URI in Contact"},
    [BODY] = {TAG_BODY, "body"},
    [BODY_NEW] = {TAG_BODY_NEW, "body"},
};

const char *changed_words(enum part p)
{
	return parts[p].words;
}

/* N, a call or an assignment, puts a whole body there and does not ask what it was. */
static bool is_whole_body(struct visit *v, const struct node *n)
{
	return n->kind == N_CALL && !(call_of(v->unit, n)->tags & TAG_BODY);
}

/* The parts that the call N changes, which has one of their tags. */
static unsigned parts_of_call(struct visit *v, const struct node *n)
{
	const struct call_info *call = call_of(v->unit, n);
	const struct fact_function *f = call->function;
	unsigned changed = 0;

	for (enum part p = 0; p < PARTS; p++)
		if (call->tags & parts[p].tag && f &&
		    modules_meet(&v->unit->modules, modules_file(&v->unit->modules, f->module),
				 tags_condition(n->text, parts[p].tag, v->version)))
			changed |= BIT(p);
	return changed;
}

/* An argument "" changes nothing. */
static bool is_empty(const struct node *n)
{
	return n && n->kind == N_STRING && !n->text.n;
}

/* Drops from CHANGED what the arguments of N leave alone: with one argument it is the URI. */
static unsigned without_empty(struct visit *v, const struct node *n, unsigned changed,
			      enum tag name, enum tag uri, unsigned name_bit, unsigned uri_bits)
{
	const struct node *first = visit_tagged(v, n, name), *last = visit_tagged(v, n, uri);

	if (first && (first == last || is_empty(first)))
		changed &= ~name_bit;
	if (is_empty(last))
		changed &= ~uri_bits;
	return changed;
}

unsigned changed_parts(struct visit *v, const struct node *n)
{
	unsigned changed = 0;
	uint64_t tags;

	v->call = n->kind == N_CALL ? call_of(v->unit, n) : NULL;
	if (n->kind == N_CALL) {
		changed = parts_of_call(v, n);
		changed = without_empty(v, n, changed, TAG_FROM_NAME, TAG_FROM_USER, BIT(FROM_NAME),
					BIT(FROM_USER) | BIT(FROM_HOST));
		return without_empty(v, n, changed, TAG_TO_NAME, TAG_TO_USER, BIT(TO_NAME),
				     BIT(TO_USER) | BIT(TO_HOST));
	}
	n = KID(n, ASSIGN, target);
	tags = n->kind == N_PVAR || n->kind == N_BARE ? changes_of(n->text, v->version) : 0;
	for (enum part p = 0; tags && p < PARTS; p++)
		if (tags & parts[p].tag)
			changed |= BIT(p);
	return changed;
}

enum part changed_meets(struct visit *v, const struct changed *x, const struct node *n,
			unsigned changed)
{
	unsigned clashes = changed;

	if (!x)
		return PARTS;
	if (changed & (BIT(CONTACT_ALIAS) | BIT(CONTACT_CODE) | BIT(CONTACT_PARAM)))
		clashes |= BIT(CONTACT_URI);
	/* What takes parameters out goes together with its like, and with aliases. */
	clashes &= ~BIT(CONTACT_PARAM);
	if (changed & BIT(CONTACT_URI))
		clashes |= BIT(CONTACT_CODE) | BIT(CONTACT_PARAM);
	if (changed & (BIT(BODY) | BIT(BODY_NEW))) {
		clashes &= ~(BIT(BODY) | BIT(BODY_NEW));
		if (changed & BIT(BODY))
			clashes |= BIT(BODY_NEW);
		if (changed & BIT(BODY) && changed & BIT(BODY_NEW))
			clashes |= BIT(BODY);
		if (is_whole_body(v, n) && x->by[BODY_NEW] && is_whole_body(v, x->by[BODY_NEW]))
			clashes |= BIT(BODY_NEW);
	}
	for (enum part p = 0; p < PARTS; p++)
		if (clashes & BIT(p) && x->by[p])
			return p;
	return PARTS;
}

const char *changed_clash(struct visit *v, const struct node *first, const struct node *second)
{
	unsigned changed = changed_parts(v, first);
	struct changed x = {0};
	enum part p;

	for (enum part each = 0; each < PARTS; each++)
		if (changed & BIT(each))
			x.by[each] = first;
	p = changed_meets(v, &x, second, changed_parts(v, second));
	return p < PARTS ? changed_words(p) : NULL;
}

struct str changed_by(const struct node *n)
{
	return n->kind == N_ASSIGN ? KID(n, ASSIGN, target)->text : n->text;
}
