/*
 * symbol_calls - what functions, variables and parameters of modules name; see symbol_table.h.
 */
#include "facts/tags.h"
#include "pvar/pvar.h"
#include "scan/written.h"
#include "unit/analysis.h"
#include "unit/name_form.h"
#include "unit/symbol_table.h"

/* The place of PART, a piece of the value of the string N. */
static struct span place_of(struct symbol_walk *w, const struct node *n, struct str part)
{
	if (part.p < n->text.p || part.p + part.n > n->text.p + n->text.n)
		return n->at;
	return written_span(&w->analysis->session->sources, n->at, n->text,
			    (size_t)(part.p - n->text.p), part.n);
}

static bool is_now(const struct symbol_walk *w, const struct fact_symbol *f, enum fact_namer where)
{
	return f->where == where && f->versions & w->analysis->session->version.bit;
}

static void refer(struct symbol_walk *w, enum symbol_kind kind, struct str name,
		  const struct node *text, const struct node *owner, enum reference_how how)
{
	if (!name.n)
		return;
	if (str_find(name, '$') >= 0)
		w->table->dynamic |= 1u << kind;
	else
		symbol_refer(w->table, w->analysis, kind, name, owner, place_of(w, text, name),
			     how);
}

/* The names in the text of the string VALUE, as F has them. */
static void refer_text(struct symbol_walk *w, const struct fact_symbol *f, const struct node *value,
		       const struct node *owner)
{
	struct str rest = value->text, name;

	if (!(f->form.flags & NAME_LIST)) {
		if (name_form_find(&f->form, rest, &name))
			refer(w, f->kind, name, value, owner, f->how);
		return;
	}
	while (rest.n) {
		ptrdiff_t end = str_find(rest, ';');

		refer(w, f->kind, str_trim(end < 0 ? rest : str_head(rest, (size_t)end)), value,
		      owner, f->how);
		rest = end < 0 ? (struct str){0} : str_skip(rest, (size_t)end + 1);
	}
}

/* --- variables -------------------------------------------------------------------------------- */

static void refer_variable(struct symbol_walk *w, const struct node *n, const struct pvar_use *u,
			   bool is_target)
{
	size_t count;
	const struct fact_symbol *f = symbols_naming(u->pvar.name, &count);

	for (; count; count--, f++) {
		struct str name;

		if (!is_now(w, f, NAMED_BY_PVAR))
			continue;
		name = u->pvar.parts[0].p ? u->pvar.parts[0] : u->pvar.inner;
		if (u->pvar.is_dynamic)
			w->table->dynamic |= 1u << f->kind;
		else if (name_form_find(&f->form, name, &name))
			refer(w, f->kind, name, n, n, is_target ? REFERENCE_WRITES : f->how);
	}
}

void symbols_of_text(struct symbol_walk *w, const struct node *n, bool is_target)
{
	for (const struct pvar_use *u = pvars_of(w->analysis, n); u; u = u->next)
		refer_variable(w, n, u, is_target && u->depth == 0);
}

/* --- calls ------------------------------------------------------------------------------------ */

/* The argument of CALL that stands at POSITION, from 1, or ARGUMENT_LAST; NULL when it has none. */
static const struct node *argument_at(const struct node *call, int position)
{
	const struct node *n = KID(call, CALL, arguments);

	if (position == ARGUMENT_LAST)
		while (n && n->next)
			n = n->next;
	else
		for (; n && position > 1; position--)
			n = n->next;
	return position ? n : NULL;
}

/* What stands in front of the first "=>" or is all there is: the name in "table=>key". */
static struct str head_of(struct str text)
{
	ptrdiff_t arrow = str_search(text, STR("=>"));

	return str_trim(arrow < 0 ? text : str_head(text, (size_t)arrow));
}

static void refer_tagged(struct symbol_walk *w, const struct node *call, uint64_t tags)
{
	for (unsigned kind = 0; kind < SYMBOL_KINDS; kind++) {
		const struct node *n;

		if (!(symbol_kinds[kind].tag & tags))
			continue;
		n = argument_at(call, tags_argument(call->text, (enum tag)symbol_kinds[kind].tag,
						    &w->analysis->session->version));
		if (n && n->kind == N_STRING)
			refer(w, (enum symbol_kind)kind, head_of(n->text), n, call,
			      REFERENCE_READS);
	}
}

static bool is_of(const struct call_info *info, const char *module)
{
	return !info->function || !strcmp(info->function->module, module);
}

void symbols_of_call(struct symbol_walk *w, const struct node *call)
{
	const struct call_info *info = call_of(w->analysis, call);
	size_t count;
	const struct fact_symbol *f = symbols_naming(call->text, &count);

	symbol_refer(w->table, w->analysis, SYMBOL_FUNCTION, call->text, call,
		     (struct span){call->at.lo, call->at.lo + (uint32_t)call->text.n},
		     REFERENCE_CALLS);
	if (info->tags)
		refer_tagged(w, call, info->tags);
	for (; count; count--, f++) {
		const struct node *n = argument_at(call, f->argument);

		if (!n || !is_now(w, f, NAMED_BY_FUNCTION) || !is_of(info, f->module))
			continue;
		if (n->kind == N_STRING)
			refer_text(w, f, n, call);
		else if (n->kind == N_NUMBER)
			symbol_refer(w->table, w->analysis, f->kind,
				     source_text(&w->analysis->session->sources, n->at), call,
				     n->at, f->how);
	}
	for (const struct node *n = KID(call, CALL, arguments); n; n = n->next)
		if (n->kind == N_STRING && str_find(n->text, '$') >= 0)
			symbols_of_text(w, n, false);
}

/* setflag() and its kin; routes are known already. */
void symbols_of_core_call(struct symbol_walk *w, const struct node *call)
{
	const struct node *n = KID(call, CORE_CALL, arguments);
	enum reference_how how =
	    str_starts(call->text, STR("is")) ? REFERENCE_READS : REFERENCE_WRITES;

	if (call->op == OP_CALL_FLAG && n)
		symbol_refer(w->table, w->analysis, SYMBOL_FLAG,
			     n->kind == N_NUMBER
				 ? source_text(&w->analysis->session->sources, n->at)
				 : n->text,
			     call, n->at, how);
	if (call->op == OP_CALL_AVPFLAG && n && n->next)
		symbol_refer(w->table, w->analysis, SYMBOL_AVPFLAG, n->next->text, call,
			     n->next->at, how);
}

/* --- parameters ------------------------------------------------------------------------------- */

static void refer_value(struct symbol_walk *w, const struct modparam *p)
{
	size_t count;
	const struct fact_symbol *f = symbols_naming(p->parameter, &count);

	if (p->value->kind != N_STRING)
		return;
	for (; count; count--, f++)
		if (is_now(w, f, NAMED_BY_PARAM) && modparam_reaches(p, f->module))
			refer_text(w, f, p->value, p->node);
	if (str_find(p->value->text, '$') >= 0)
		symbols_of_text(w, p->value, false);
}

void symbols_of_param(struct symbol_walk *w, const struct modparam *p)
{
	const struct node *module = KID(p->node, MODPARAM, module);
	const struct node *parameter = KID(p->node, MODPARAM, parameter);

	for (const struct module_param *m = p->reached; m; m = m->next) {
		struct buf b = buf_on(w->analysis->arena);

		buf_printf(&b, "%.*s.%.*s", STR_ARG(m->module->name), STR_ARG(p->parameter));
		symbol_refer(w->table, w->analysis, SYMBOL_MODULE, m->module->file, p->node,
			     place_of(w, module, module->text), REFERENCE_READS);
		symbol_refer(w->table, w->analysis, SYMBOL_PARAMETER, buf_view(&b), p->node,
			     place_of(w, parameter, parameter->text), REFERENCE_WRITES);
	}
	refer_value(w, p);
}
