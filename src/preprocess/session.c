/*
 * session - see session.h.
 */
#include "preprocess/session.h"

static const char *no_environment(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

void session_init(struct session *s, struct files files)
{
	*s = (struct session){.arena = arena_new(), .files = files};
	sources_init(&s->sources, s->arena);
	diags_init(&s->diags, s->arena, &s->sources);
	s->version = version_newest_stable();
	s->catalog = &catalog_embedded;
	s->env = no_environment;
}

void session_end(struct session *s)
{
	arena_free(s->arena);
	s->arena = NULL;
}
