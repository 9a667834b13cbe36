/*
 * field - names with an arrow: "=>" leads to a field of $xavp(name=>field) and its kin, everywhere
 * else an arrow is a part of the name; and values that are asked for a field and have none.  Tried
 * with 5.6.3.
 *
 * What must stay true: a name with an arrow that is set and read works, so that is a note.
 * Functions and modules set variables that they are given, so a name that stands anywhere else may
 * have fields.
 */
#include "engine/visit.h"

#include "base/map.h"

extern const struct rule rule_arrow_in_name;
extern const struct rule rule_arrow_in_both;
extern const struct rule rule_field_missing;

/* A name in parentheses: "xavp(call". */
struct named {
	struct span first; /* where it stands */
	uint32_t uses, sets;
	struct span set_whole; /* where it is set without a field */
	struct span read;      /* where a field is read */
	struct str field;      /* that one */
	bool may_have_fields;
	bool has_arrow; /* in the name: "->" */
};

struct names {
	struct map all; /* struct named */
};

static const struct state_kind state = STATE_KIND(struct names);

static struct named *named_of(struct visit *v, const struct pvar *p)
{
	struct names *s = visit_state(v, &state);
	bool has_arrow = str_search(p->inner, STR("->")) > 0;
	struct str last = has_arrow ? p->inner : p->parts[0];
	struct named *x;

	if (p->is_dynamic || !p->parts[0].n)
		return NULL;
	x = MAP_RECORD(&s->all, v->arena,
		       ((struct str){p->name.p, (size_t)(last.p + last.n - p->name.p)}),
		       struct named);
	x->has_arrow = has_arrow;
	return x;
}

static void see_use(struct visit *v, const struct node *n)
{
	struct named *x = named_of(v, &v->pvar->pvar);

	if (!x || v->pvar->is_faulty)
		return;
	if (!x->uses++)
		x->first = visit_pvar_place(v, n);
	if (!v->pvar->pvar.parts[1].n)
		return;
	if (n->kind == N_STRING && !pvars_have_words(v->unit, n)) {
		x->may_have_fields = true;
	} else if (!x->field.n) {
		x->field = v->pvar->pvar.parts[1];
		x->read = visit_pvar_place(v, n);
	}
}

/* The xavp that N is; NULL: it is none. */
static const struct pvar *whole(struct visit *v, const struct node *n)
{
	const struct pvar_use *use;

	if (n->kind != N_PVAR ||
	    (!str_starts(n->text, STR("$xav")) && !str_starts(n->text, STR("$(xav"))))
		return NULL;
	use = pvars_of(v->unit, n);
	return use && !use->is_faulty ? &use->pvar : NULL;
}

static void see_assignment(struct visit *v, const struct node *n)
{
	const struct node *target = KID(n, ASSIGN, target);
	const struct pvar *p = whole(v, target), *value = whole(v, KID(n, ASSIGN, value));
	struct named *x = p ? named_of(v, p) : NULL;

	if (!x)
		return;
	x->sets++;
	/* What another one holds, with its fields, may go into it. */
	if (p->parts[1].n || value)
		x->may_have_fields = true;
	else if (!str_is(KID(n, ASSIGN, value)->text, "$null"))
		x->set_whole = target->at;
}

/* What functions are given they may set. */
static void see_call(struct visit *v, const struct node *n)
{
	for (const struct node *a = KID(n, CALL, arguments); a; a = a->next) {
		const struct pvar *p = whole(v, a);
		struct named *x = p ? named_of(v, p) : NULL;

		if (x)
			x->may_have_fields = true;
	}
}

static void see(struct visit *v, const struct node *n)
{
	if (v->pvar)
		see_use(v, n);
	else if (n->kind == N_ASSIGN)
		see_assignment(v, n);
	else
		see_call(v, n);
}

/* INNER, of $CLASS(INNER), has an arrow that is a part of the name. */
static void report_arrow(struct visit *v, const struct rule *rule, struct span at, struct str class,
			 struct str inner)
{
	ptrdiff_t arrow = str_search(inner, STR("->"));
	struct diag *x;

	if (arrow < 0)
		arrow = str_search(inner, STR("=>"));
	x = report_as(v, rule, at, "\"%.*s\" leads to no field here, it is a part of the name", 2,
		      inner.p + arrow);
	diag_hint(v->diags, x, "write $%.*s(%.*s=>%.*s)", STR_ARG(class),
		  STR_ARG(str_head(inner, (size_t)arrow)),
		  STR_ARG(str_skip(inner, (size_t)arrow + 2)));
}

/* KEY is "xavp(call->src". */
static void check_arrow(struct visit *v, const struct names *s, struct str key,
			const struct named *x)
{
	ptrdiff_t arrow = str_search(key, STR("->")), open = str_find(key, '(');
	bool is_both =
	    x->sets && x->uses > x->sets && !map_has(&s->all, str_head(key, (size_t)arrow));

	report_arrow(v, is_both ? &rule_arrow_in_both : &rule_arrow_in_name, x->first,
		     str_head(key, (size_t)open), str_skip(key, (size_t)open + 1));
}

/* An arrow in $avp(...) or $var(...), which have no fields: it is rare, and its places are looked
 * for only then. */
static void check_plain(struct visit *v, const struct pvar *p, enum symbol_kind kind)
{
	const struct symbol *x;
	bool is_both;

	if (p->is_dynamic || str_find(p->inner, '>') < 0 ||
	    (str_search(p->inner, STR("=>")) <= 0 && str_search(p->inner, STR("->")) <= 0))
		return;
	analysis_symbols(v->unit, (uint32_t)1 << kind);
	x = symbol_find(&v->unit->symbols, v->unit, kind, p->parts[0]);
	if (!x || !x->references)
		return;
	is_both = x->counts[REFERENCE_READS] && x->counts[REFERENCE_WRITES];
	report_arrow(v, is_both ? &rule_arrow_in_both : &rule_arrow_in_name, x->references->at,
		     STR("xavp"), p->inner);
}

static void check_texts(struct visit *v)
{
	struct map seen = {0};

	for (uint32_t i = 0; i < v->unit->pvars.texts.count; i++)
		for (const struct pvar_use *u = v->unit->pvars.texts.all[i]->first; u;
		     u = u->next) {
			bool is_avp = str_is(u->pvar.name, "avp");

			if (u->is_faulty || (!is_avp && !str_is(u->pvar.name, "var")) ||
			    str_find(u->pvar.inner, '>') < 0 ||
			    !map_add(&seen, v->arena,
				     str_head(u->text, u->pvar.name.n + 2 + u->pvar.inner.n)))
				continue;
			check_plain(v, &u->pvar, is_avp ? SYMBOL_AVP : SYMBOL_VAR);
		}
}

/* Whether the name in KEY, "xavp(name", is handed to something that may give it fields. */
static bool is_handed_on(struct visit *v, struct str key)
{
	struct str name = str_skip(key, (size_t)str_find(key, '(') + 1);
	struct buf text = buf_on(v->arena);

	buf_printf(&text, "\"%.*s\"", STR_ARG(name));
	if (source_mentions(&v->session->sources, buf_view(&text)))
		return true;
	text.p[0] = text.p[text.n - 1] = '\'';
	return source_mentions(&v->session->sources, buf_view(&text)) > 0;
}

static void report_field(struct visit *v, struct str key, const struct named *x)
{
	struct diag *d;

	if (x->may_have_fields || !x->set_whole.hi || !x->field.n ||
	    (v->unit->doubts & (DOUBT_LOST | DOUBT_MODULE | DOUBT_ENGINE)) ||
	    modules_run_scripts(&v->unit->modules) || is_handed_on(v, key))
		return;
	d = report_as(v, &rule_field_missing, x->read,
		      "\"$%.*s)\" has no field \"%.*s\": it is set as a whole, and this is $null",
		      STR_ARG(key), STR_ARG(x->field));
	diag_note(v->diags, d, x->set_whole, "set here; a field is set with $%.*s=>%.*s)",
		  STR_ARG(key), STR_ARG(x->field));
}

static void check(struct visit *v)
{
	struct names *s = visit_state(v, &state);

	for (uint32_t i = 0; i < s->all.entries.count; i++) {
		const struct named *x = s->all.entries.all[i].value;

		if (!x->has_arrow)
			report_field(v, s->all.entries.all[i].key, x);
		else if (x->uses)
			check_arrow(v, s, s->all.entries.all[i].key, x);
	}
	check_texts(v);
}

RULE(arrow_in_name, "K553", SEV_WARNING, PHASE_RUN, .nodes = NODE(ASSIGN) | NODE(CALL),
     .pvars = PVAR("xavi", "xavp", "xavu"), .run = see, .end = check,
     .summary = "an arrow in a name, where it leads to no field",
     .why =
	 "\"=>\" leads to a field of $xavp(name=>field), $xavi(...) and $xavu(...). With \"->\", "
	 "and in $avp(...) and $var(...), the arrow is a part of the name: the value is another "
	 "one than that of $xavp(name=>field).",
     .evidence = "kamailio issue 511",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$xavp(call->src) = \"alpha\";\n"
	    "\t$ru = $xavp(call=>src);\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$xavp(call=>src) = \"alpha\";\n"
	     "\t$ru = $xavp(call=>src);\n\texit;\n}\n")

RULE(arrow_in_both, "K554", SEV_NOTE, PHASE_RUN, .found_by = &rule_arrow_in_name,
     .summary = "a name with an arrow that leads to no field, everywhere the same",
     .why =
	 "The arrow is a part of the name. That works as long as it is written the same wherever "
	 "the value is set and read, but there is no container with fields: it cannot be "
	 "passed on or removed as a whole.",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$avp(call=>src) = \"alpha\";\n"
	    "\t$ru = $avp(call=>src);\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$xavp(call=>src) = \"alpha\";\n"
	     "\t$ru = $xavp(call=>src);\n\texit;\n}\n")

RULE(field_missing, "K555", SEV_WARNING, PHASE_RUN, .found_by = &rule_arrow_in_name,
     .summary = "a field of a value that has none",
     .why = "$xavp(name) = \"text\" gives the name a text; $xavp(name=>field) reads a field of a "
	    "container, and is $null when the value is a text. Reported only when nothing else, no "
	    "function, parameter or other language, may give it fields.",
     .evidence = "kamailio issue 511",
     .bad = "loadmodule \"pv.so\"\nrequest_route {\n\t$xavp(call) = \"alpha\";\n"
	    "\t$ru = $xavp(call=>src);\n\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\nrequest_route {\n\t$xavp(call=>src) = \"alpha\";\n"
	     "\t$ru = $xavp(call=>src);\n\texit;\n}\n")
