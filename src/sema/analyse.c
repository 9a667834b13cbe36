/*
 * analyse - see analyse.h.
 */
#include "sema/analyse.h"

#include "parse/parse.h"
#include "sema/sema.h"

struct analysis *analyse(struct session *s, struct str name, struct str text)
{
	struct analysis *a = ARENA_NEW(s->arena, struct analysis);

	*a = (struct analysis){.session = s, .arena = s->arena};
	a->root = parse_config(s, name, text, &a->record);
	sema_check(a);
	return a;
}
