/*
 * scope - what all of sema asks for; see scope.h.
 */
#include "sema/scope.h"

/* "Did you mean" goes through whole tables: a hostile file must not make it do so for ever. */
enum { SEARCHES_MOST = 300 };

bool sema_is_loaded(struct sema *cx, const char *module)
{
	const struct module *m = modules_file(&cx->unit->modules, module);

	return m ? sema_is_known(m) : str_is(STR("core"), module);
}

void sema_say_versions(struct buf *b, const struct sema *cx, uint32_t versions)
{
	buf_text(b, "kamailio ");
	version_say(b, versions);
	buf_text(b, version_first_after(versions, cx->version) ? " have it" : " had it");
}

bool sema_is_missed(struct sema *cx, const char *module)
{
	return !map_add(&cx->unit->modules.missed, cx->arena, str_of(module));
}

bool sema_may_search(struct sema *cx)
{
	return cx->searches++ < SEARCHES_MOST;
}
