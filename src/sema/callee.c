/*
 * callee - which function of which module a call means.  Facts: semantics.md sections 6.1 to 6.3;
 * vectors 590-618.
 *
 * What must stay true: as in Kamailio, a function is found by its name and the number of its
 * arguments among the modules loaded above, the last one loaded first; the kind of route decides
 * after that.
 */
#include "sema/callee.h"

/* How late MODULE was loaded. */
static uint32_t order_of(const struct sema *cx, const char *module)
{
	const struct module *m = modules_file(&cx->unit->modules, module);

	return m ? m->order : 0;
}

const struct fact_function *callee_find(struct sema *cx, const struct callee *c, uint16_t routes)
{
	const struct fact_function *best = NULL;

	for (size_t i = 0; i < c->row_count; i++) {
		const struct fact_function *f = &c->rows[i];

		if (!callee_is_now(cx, f) || !callee_takes(f, c->count) ||
		    (routes && !(f->routes & routes)) || !sema_is_loaded(cx, f->module))
			continue;
		if (!best || order_of(cx, f->module) > order_of(cx, best->module))
			best = f;
	}
	return best;
}
