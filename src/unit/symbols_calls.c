/*
 * symbols_calls - what functions, variables and parameters of modules name; see symbols.h.
 */
#include "unit/symbols_state.h"

#include "base/ascii.h"
#include "facts/arguments.h"
#include "facts/tags.h"
#include "pvar/pvar.h"
#include "unit/name_form.h"

static bool is_now(const struct symbol_walk *w, const struct fact_symbol *f, enum fact_namer where)
{
	return f->where == where && f->versions & w->analysis->session->version.bit;
}

/* --- texts ------------------------------------------------------------------------------------ */

/* A text that names something, and who has it. */
struct naming {
	struct written written;
	const struct node *owner;
	enum symbol_kind kind;
	enum reference_how how;
};

/* NAME stands at offset FROM of the text. */
static void note(struct symbol_walk *w, struct naming *x, struct str name, size_t from)
{
	if (str_find(name, '$') >= 0 || str_is(name, "*"))
		symbol_note_dynamic(w, x->kind);
	else if (name.n)
		symbol_note(w, x->kind, name,
			    (struct reference){.at = written_place(&x->written, from, name.n),
					       .node = x->owner,
					       .how = x->how});
}

/* "caller; callee": whatever stands behind a name is left alone. */
static void note_list(struct symbol_walk *w, struct naming *x, struct str text)
{
	struct str rest = text;

	while (rest.n) {
		struct str name = str_take(&rest, ';');

		name = str_skip(name, ascii_run(name, ascii_is_white));
		name = str_head(name, ascii_run(name, ascii_is_word));
		note(w, x, name, (size_t)(name.p - text.p));
	}
}

/* The names in the string VALUE, as F has them. */
static void note_text(struct symbol_walk *w, const struct fact_symbol *f, const struct node *value,
		      const struct node *owner)
{
	struct naming x = {written_start(&w->analysis->session->sources, value->at, value->text),
			   owner, f->kind, f->how};
	struct str name;

	if (f->form.flags & NAME_LIST)
		note_list(w, &x, value->text);
	else if (name_form_find(&f->form, value->text, &name))
		note(w, &x, name, (size_t)(name.p - value->text.p));
}

/* The name that VALUE, an argument or what is assigned, is by F. */
static void note_value(struct symbol_walk *w, const struct fact_symbol *f, const struct node *value,
		       const struct node *owner)
{
	struct buf b = buf_on(w->analysis->arena);

	if (!(w->table->kinds >> f->kind & 1))
		return;
	if (f->form.flags & NAME_ANY) {
		symbol_note_dynamic(w, f->kind);
		return;
	}
	switch (value->kind) {
	case N_STRING: note_text(w, f, value, owner); break;
	case N_WORD:
	case N_FLAG:
		symbol_note(
		    w, f->kind, value->text,
		    (struct reference){.at = symbol_head(w, value), .node = owner, .how = f->how});
		break;
	case N_NUMBER:
		buf_number(&b, value->number);
		symbol_note(w, f->kind, buf_view(&b),
			    (struct reference){.at = value->at, .node = owner, .how = f->how});
		break;
	default: symbol_note_dynamic(w, f->kind); break;
	}
}

/* --- variables -------------------------------------------------------------------------------- */

static bool is_name(char c)
{
	return c != '=' && c != '[';
}

static void note_variable(struct symbol_walk *w, const struct fact_symbol *f,
			  const struct pvar_use *u, struct naming *x)
{
	struct str name = u->pvar.parts[0].p ? u->pvar.parts[0] : u->pvar.inner;

	/* Its module is not loaded, and so its form was not looked at. */
	if (!u->pvar.row)
		name = str_trim(str_head(name, ascii_run(name, is_name)));
	if (u->pvar.is_dynamic)
		symbol_note_dynamic(w, f->kind);
	else if (name_form_find(&f->form, name, &name))
		note(w, x, name, u->at + (size_t)(name.p - u->text.p));
}

void symbols_of_text(struct symbol_walk *w, const struct node *n, bool is_target)
{
	struct naming x = {.owner = n};

	if (!w->by_pvars)
		return;
	for (const struct pvar_use *u = pvars_of(w->analysis, n); u; u = u->next) {
		size_t count;
		const struct fact_symbol *f = symbols_naming(u->pvar.name, &count);

		for (; count; count--, f++) {
			if (!is_now(w, f, NAMED_BY_PVAR))
				continue;
			if (!x.written.text.p)
				x.written = pvars_written(w->analysis, n);
			x.kind = f->kind;
			x.how = is_target && u->depth == 0 ? REFERENCE_WRITES : f->how;
			note_variable(w, f, u, &x);
		}
	}
}

void symbols_of_assignment(struct symbol_walk *w, const struct node *assign)
{
	const struct node *target = KID(assign, ASSIGN, target);
	size_t count;
	const struct fact_symbol *f;

	if (target->kind == N_PVAR)
		symbols_of_text(w, target, true);
	if (target->kind != N_PVAR && target->kind != N_BARE)
		return;
	f = symbols_naming(str_skip(target->text, 1), &count);
	for (; count; count--, f++)
		if (is_now(w, f, NAMED_BY_ASSIGNED))
			note_value(w, f, KID(assign, ASSIGN, value), assign);
}

/* --- calls ------------------------------------------------------------------------------------ */

/* By its tags CALL names something: "table" or "table=>key". */
static void note_tagged(struct symbol_walk *w, const struct node *call, uint64_t tags)
{
	for (unsigned kind = 0; kind < SYMBOL_KINDS; kind++) {
		struct fact_symbol f = {
		    .kind = (enum symbol_kind)kind, .how = REFERENCE_READS, .form.until = "=>"};
		const struct node *n;

		if (!(symbol_kinds[kind].tag & tags))
			continue;
		n = node_argument(KID(call, CALL, arguments),
				  tags_argument(call->text, (enum tag)symbol_kinds[kind].tag,
						&w->analysis->session->version));
		if (n)
			note_value(w, &f, n, call);
	}
}

/* By the rows of symbols.tsv for a function of MODULE; NULL: of whatever module. */
static void note_rows(struct symbol_walk *w, const struct node *call, const struct node *arguments,
		      const char *module)
{
	size_t count;
	const struct fact_symbol *f = symbols_naming(call->text, &count);

	for (; count; count--, f++) {
		const struct node *n = node_argument(arguments, f->argument);

		if (n && is_now(w, f, NAMED_BY_FUNCTION) && (!module || !strcmp(module, f->module)))
			note_value(w, f, n, call);
	}
}

static void note_function(struct symbol_walk *w, const struct node *call)
{
	symbol_note(
	    w, SYMBOL_FUNCTION, call->text,
	    (struct reference){.at = symbol_head(w, call), .node = call, .how = REFERENCE_CALLS});
}

/* What is known of the argument at POSITION; NULL when nothing is. */
static const struct fact_argument *fact_of(const struct call_info *info, int position)
{
	for (unsigned i = 0; i < info->argument_count; i++)
		if (info->arguments[i]->position == position)
			return info->arguments[i];
	return NULL;
}

void symbols_of_call(struct symbol_walk *w, const struct node *call)
{
	const struct call_info *info = call_of(w->analysis, call);
	int position = 1;

	note_function(w, call);
	if (info->tags & w->tags)
		note_tagged(w, call, info->tags);
	note_rows(w, call, KID(call, CALL, arguments),
		  info->function ? info->function->module : NULL);
	for (const struct node *n = KID(call, CALL, arguments); n; n = n->next, position++) {
		const struct fact_argument *f;

		if (n->kind != N_STRING || str_find(n->text, '$') < 0)
			continue;
		f = fact_of(info, position);
		if (!f || argument_has_variables(f->kind))
			symbols_of_text(w, n, f && f->kind == ARGUMENT_VARIABLE_WRITABLE);
	}
}

/* Routes are known already. */
void symbols_of_core_call(struct symbol_walk *w, const struct node *call)
{
	const struct node *n = KID(call, CORE_CALL, arguments);

	if (call->op == OP_ROUTE)
		return;
	note_function(w, call);
	note_rows(w, call, n, "core");
	if (call->op == OP_CALL_AVPFLAG && n && n->kind == N_STRING)
		symbols_of_text(w, n, false);
}

/* --- parameters ------------------------------------------------------------------------------- */

/* NAME of the list of names that P has for modules; all of that when it is none of them. */
static struct span module_of(struct symbol_walk *w, const struct modparam *p, struct str name)
{
	const struct node *module = KID(p->node, MODPARAM, module);
	struct str list = module->text;

	while (list.n) {
		struct str one = modparam_next_name(&list);

		if (str_equal_nocase(one, name))
			return written_span(&w->analysis->session->sources, module->at,
					    module->text, (size_t)(one.p - module->text.p), one.n);
	}
	return written_span(&w->analysis->session->sources, module->at, module->text, 0,
			    module->text.n);
}

/* P sets a parameter of the module that modparam() calls NAME, and whose file is called FILE. */
static void note_param(struct symbol_walk *w, const struct modparam *p, struct str name,
		       struct str file)
{
	const struct node *parameter = KID(p->node, MODPARAM, parameter);

	symbol_note(w, SYMBOL_MODULE, file,
		    (struct reference){
			.at = module_of(w, p, name), .node = p->node, .how = REFERENCE_READS});
	symbol_note(
	    w, SYMBOL_PARAMETER, symbol_member(w, name, p->parameter),
	    (struct reference){.at = written_span(&w->analysis->session->sources, parameter->at,
						  parameter->text, 0, parameter->text.n),
			       .node = p->node,
			       .how = REFERENCE_WRITES});
}

/* What the value of P names. */
static void note_setting(struct symbol_walk *w, const struct modparam *p)
{
	size_t count;
	const struct fact_symbol *f = symbols_naming(p->parameter, &count);

	for (; count; count--, f++) {
		if (!is_now(w, f, NAMED_BY_PARAM))
			continue;
		if (modparam_reaches(p, f->module))
			note_value(w, f, p->value, p->node);
		/* It may be meant for any module that has such a parameter. */
		if (p->is_dynamic || p->is_too_hard || !p->reached)
			symbol_note_dynamic(w, f->kind);
	}
	if (p->value->kind == N_STRING)
		symbols_of_text(w, p->value, false);
}

void symbols_of_param(struct symbol_walk *w, const struct modparam *p)
{
	const uint32_t wanted = SYMBOLS_OF(MODULE) | SYMBOLS_OF(PARAMETER);

	w->is_refused = p->is_refused;
	note_setting(w, p);
	w->is_refused = false;
	if (!(w->table->kinds & wanted) || p->is_dynamic)
		return;
	for (const struct module_param *m = p->reached; m; m = m->next)
		note_param(w, p, m->module->name, m->module->file);
	/* A module that is not loaded. */
	if (!p->reached && p->pattern.n && !p->regex)
		note_param(w, p, p->pattern, p->pattern);
}
