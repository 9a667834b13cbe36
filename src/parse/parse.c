/*
 * parse - see parse.h.
 */
#include "parse/parse.h"

#include "parse/parse_state.h"
#include "parser.h"
#include "preprocess/pp.h"

struct node *parse_config(struct session *s, struct str name, struct str text,
			  struct record *record)
{
	struct source *src = sources_add(&s->sources, name, text, SPAN_NONE);
	struct pp pp;
	struct parse ps = {.session = s, .arena = s->arena, .pp = &pp};

	ps.root = node_new(s->arena, N_FILE, (struct span){src->base, src->base}, STR(""));
	pp_init(&pp, s, src, NULL);
	yyparse(&ps);
	parse_limit_depth(&ps);
	pp_finish(&pp, ps.errors > 0 || pp.has_slip);
	if (record)
		*record = pp.record;
	return ps.root;
}
