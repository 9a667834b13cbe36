/*
 * subjects - see subjects.h.
 */
#include "rules/condition/subjects.h"

#include "base/number.h"
#include "unit/constant.h"

static const struct state_kind state = STATE_KIND(struct subjects);

struct subjects *subjects_of(struct visit *v)
{
	return visit_state(v, &state);
}

static bool is_there(struct visit *v, const char *module)
{
	return str_is(str_of(module), "core") || modules_file(&v->unit->modules, module);
}

static void add(struct visit *v, const struct condition_row *row, const struct node *n,
		struct span at, struct str word)
{
	struct subjects *s = subjects_of(v);

	*LIST_ADD(v->arena, &s->subjects) = (struct subject){row, n, at, word};
}

#define KIND(kind) (1U << CONDITIONED_##kind)

/* The next of the COUNT rows at *ROW of KINDS, a mask, that holds in this release. */
static const struct condition_row *next(struct visit *v, const struct condition_row **row,
					size_t *count, unsigned kinds)
{
	while (*count) {
		const struct condition_row *r = (*row)++;

		--*count;
		if (kinds >> r->kind & 1 && r->versions & v->version->bit && is_there(v, r->module))
			return r;
	}
	return NULL;
}

/* Adds the rows of NAME, whatever part of it WORD is; whether there was one. */
static bool see_name(struct visit *v, struct str name, unsigned kinds, struct span at,
		     struct str word)
{
	size_t count;
	const struct condition_row *r, *row = conditions_find(name, &count);
	bool found = false;

	while ((r = next(v, &row, &count, kinds))) {
		add(v, r, NULL, at, word);
		found = true;
	}
	return found;
}

static void see_module(struct visit *v)
{
	const struct node *n = v->module->node;

	if (n->at.lo)
		see_name(v, v->module->file, KIND(MODULE), module_place(n), v->module->file);
}

static bool is_setting(const struct module_param *p, const struct condition_row *r)
{
	const struct node *value = p->by->value;

	if (!str_is(p->module->file, r->module))
		return false;
	if (!r->part || r->kind == CONDITIONED_NAME)
		return module_param_is_last(p);
	return p->by->is_known && value->kind == N_STRING &&
	       str_search(value->text, str_of(r->part)) >= 0;
}

/* The value that N sets, as far as the text has it. */
static struct str word_of(struct visit *v, const struct node *n)
{
	struct str text = {0};

	return literal_text(v->arena, KID(n, MODPARAM, value), &text) ? text : STR("");
}

static void see_setting(struct visit *v, const struct node *n)
{
	size_t count;
	const struct condition_row *r, *row = conditions_find(v->param->by->parameter, &count);

	while ((r = next(v, &row, &count, KIND(PARAM) | KIND(FLAG) | KIND(NAME))))
		if (is_setting(v->param, r))
			add(v, r, n, KID(n, MODPARAM, value)->at, word_of(v, n));
}

static void see_core(struct visit *v, const struct node *n)
{
	struct subjects *s = subjects_of(v);
	const struct node *value = KID(n, PARAM, value);
	size_t count;
	const struct condition_row *r, *row;

	map_put(&s->core, v->arena, v->core_param, n);
	row = conditions_find(v->core_param, &count);
	while ((r = next(v, &row, &count, KIND(CORE))))
		if (!r->part || (value && value->kind == N_STRING &&
				 str_search(value->text, str_of(r->part)) >= 0))
			add(v, r, n, n->at, v->core_param);
}

static size_t count_of(const struct node *n)
{
	size_t count = 0;

	for (; n; n = n->next)
		count++;
	return count;
}

static bool is_about_argument(const struct condition_row *r)
{
	return r->kind == CONDITIONED_FUNCTION && r->part && str_find(str_of(r->part), '=') >= 0;
}

/* Whether PART, "2=7", is true of N: its second argument is 7. */
static bool has_argument(struct visit *v, struct str part, const struct node *n)
{
	const struct node *argument;
	int32_t position = 0;
	struct str text;

	number_int32(str_take(&part, '='), NUMBER_PLAIN, &position);
	argument = node_argument(KID(n, CALL, arguments), position);
	return argument && literal_text(v->arena, argument, &text) && str_equal(text, part);
}

static bool is_such_a_call(struct visit *v, const struct condition_row *r, const struct node *n)
{
	uint32_t wanted;

	if (!v->call->function || !str_is(str_of(r->module), v->call->function->module))
		return false;
	if (is_about_argument(r))
		return has_argument(v, str_of(r->part), n);
	return !r->part || r->kind == CONDITIONED_NAME ||
	       (number_uint32(str_of(r->part), NUMBER_PLAIN, &wanted) &&
		count_of(KID(n, CALL, arguments)) == wanted);
}

/* By name, and as NAME/ARGUMENTS. */
static void note_called(struct visit *v, struct subjects *s, const struct node *n)
{
	struct buf b = buf_on(v->arena);

	buf_str(&b, n->text);
	buf_text(&b, "/");
	buf_number(&b, (int32_t)count_of(KID(n, CALL, arguments)));
	map_add(&s->called, v->arena, n->text);
	map_add(&s->called, v->arena, buf_view(&b));
}

static void see_call(struct visit *v, const struct node *n)
{
	struct subjects *s = subjects_of(v);
	const struct condition_row *r, *row;
	bool is_alike = true; /* what is true of one call is true of all of its shape */
	size_t count;

	while (s->is_seen.count <= (uint32_t)n->number)
		*LIST_ADD(v->arena, &s->is_seen) = false;
	if (s->is_seen.all[n->number])
		return;
	note_called(v, s, n);
	row = conditions_find(n->text, &count);
	while ((r = next(v, &row, &count, KIND(FUNCTION) | KIND(NAME)))) {
		is_alike = is_alike && !is_about_argument(r);
		if (is_such_a_call(v, r, n))
			add(v, r, n, n->at, n->text);
	}
	s->is_seen.all[n->number] = is_alike;
}

static void see_address(struct visit *v, const struct node *address)
{
	struct subjects *s = subjects_of(v);
	struct str name;

	if (!address)
		return;
	/* What is known only when the server starts may have any protocol. */
	if (address->kind != N_ADDRESS) {
		map_add(&s->sockets, v->arena, STR(""));
		return;
	}
	name = buf_lower(v->arena, address->text);
	if (map_add(&s->sockets, v->arena, name))
		see_name(v, name, KIND(SOCKET), address->at, name);
}

static void see_route(struct visit *v, const struct node *n)
{
	struct str name = v->route->name, head = name;

	if (v->route->kind != ROUTES_EVENT ||
	    see_name(v, name, KIND(EVENT), KID(n, ROUTE, name)->at, name))
		return;
	while (head.n--)
		if (head.p[head.n] == ':') {
			struct buf b = buf_on(v->arena);

			buf_str(&b, str_head(name, head.n + 1));
			buf_text(&b, "*");
			see_name(v, buf_view(&b), KIND(EVENT), KID(n, ROUTE, name)->at,
				 str_skip(name, head.n + 1));
			return;
		}
}

void subjects_see(struct visit *v, const struct node *n)
{
	struct subjects *s = subjects_of(v);

	switch (n->kind) {
	case N_LOADMODULE: see_module(v); break;
	case N_MODPARAM: see_setting(v, n); break;
	case N_PARAM: see_core(v, n); break;
	case N_CALL: see_call(v, n); break;
	case N_ROUTE: see_route(v, n); break;
	case N_ASSIGN: *LIST_ADD(v->arena, &s->assigned) = KID(n, ASSIGN, target); break;
	case N_ATTRIBUTE:
		if (str_equal_nocase(n->text, STR("bind")))
			see_address(v, KID(n, ATTRIBUTE, value));
		break;
	case N_LISTEN:
		if (str_is(n->text, "listen"))
			for (const struct node *a = KID(n, LISTEN, addresses); a; a = a->next)
				see_address(v, a);
		break;
	default: break;
	}
}
