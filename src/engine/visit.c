/*
 * visit - see visit.h.
 *
 * What must stay true: one mistake gives one message: a rule that follows another one is silent
 * where that one has spoken.
 */
#include "engine/visit.h"

#include "engine/spoken.h"

/* COUNT of KIND, in a row. */
static inline void *states_of(struct visit *v, const struct state_kind *kind, size_t count)
{
	struct visit_states *s = v->states;
	size_t at = ((uintptr_t)kind / sizeof *kind) % STATES_MOST;

	while (s->all[at].kind && s->all[at].kind != kind)
		at = (at + 1) % STATES_MOST;
	if (!s->all[at].kind) {
		s->all[at].kind = kind;
		s->all[at].memory = arena_array(v->arena, count, kind->size);
	}
	return s->all[at].memory;
}

void *visit_state(struct visit *v, const struct state_kind *kind)
{
	return states_of(v, kind, 1);
}

void *visit_route_state(struct visit *v, const struct state_kind *kind, const struct route *r)
{
	char *all = states_of(v, kind, v->unit->routes.count);

	return all + (size_t)r->number * kind->size;
}

static const struct state_kind missed = STATE_KIND(struct map);

bool is_first_need(struct visit *v, const char *module)
{
	struct str name = str_of(module);

	return !map_has(&v->unit->modules.missed, name) &&
	       map_add(visit_state(v, &missed), v->arena, name);
}

struct span visit_pvar_place(struct visit *v, const struct node *n)
{
	return pvars_place(v->unit, n, v->pvar);
}

const struct node *visit_tagged(const struct visit *v, const struct node *n, enum tag tag)
{
	int position = v->call->tags & tag ? tags_argument(n->text, tag, v->version) : 0;

	return position ? node_argument(KID(n, CALL, arguments), position) : NULL;
}

static const struct state_kind speakers = STATE_KIND(struct map);

/* Whether R has a finding that overlaps AT.  Asked only by rules that follow another, and only
 * where they would report. */
static bool has_spoken(struct visit *v, const struct rule *r, struct span at)
{
	struct map *all = visit_state(v, &speakers);

	return spoken_at(MAP_RECORD(all, v->arena, str_of(r->code), struct spoken), v->diags, r,
			 at);
}

static struct diag *report_text(struct visit *v, const struct rule *rule, struct span at,
				const char *format, va_list ap)
{
	if (rule->silent_in & v->unit->doubts || (rule->after && has_spoken(v, rule->after, at))) {
		v->diags->unwanted = (struct diag){.rule = rule, .at = at};
		return &v->diags->unwanted;
	}
	return diag_vreport(v->diags, rule, at, format, ap);
}

struct diag *report(struct visit *v, struct span at, const char *format, ...)
{
	struct diag *x;
	va_list ap;

	va_start(ap, format);
	x = report_text(v, v->rule, at, format, ap);
	va_end(ap);
	return x;
}

struct diag *report_as(struct visit *v, const struct rule *rule, struct span at, const char *format,
		       ...)
{
	struct diag *x;
	va_list ap;

	va_start(ap, format);
	x = report_text(v, rule, at, format, ap);
	va_end(ap);
	return x;
}
