/*
 * checks - see checks.h.
 *
 * What must stay true: threads share nothing but the ring of checks, and of that only what the lock
 * guards; sessions meet nobody.
 */
#include "programs/checks.h"

#include "programs/lint_one.h"
#include "programs/open.h"

#include <pthread.h>

enum { STACK_SIZE = 8 << 20, JOBS_MOST = 256 };

static void check(struct check *x)
{
	const struct options *o = &x->scope->options;
	struct str text;
	struct buf why;

	x->lint =
	    (struct lint_options){.ignoring = open_ignoring(o, IGNORING_ALL), .is_off = x->is_off};
	open_session(&x->s, o);
	why = buf_on(x->s.arena);
	x->s.diags.least = o->shows_more || x->scope->levels.count ? SEV_NOTE
			   : o->level > o->fail_on                 ? o->level
								   : o->fail_on;
	x->s.diags.last = o->phase;
	x->is_read = open_config(&x->s, x->s.arena, o, x->root->name, &text, &why);
	x->why = buf_view(&why);
	if (!x->is_read)
		return;
	x->node = lint_one(&x->s, x->scope, &x->scope->levels, open_name(o, x->root->name), text,
			   &x->lint, &x->coverage);
}

static void run_in_turn(const struct checks *c, struct roots_file *const *roots, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		struct check x = {.root = roots[i]};

		if (!c->prepare(c->ctx, &x))
			continue;
		check(&x);
		c->tell(c->ctx, &x);
		session_end(&x.s);
	}
}

/* --- several at a time ------------------------------------------------------------------------ */

/* Checks I, I + SIZE ... share a place of the ring, one behind the other. */
struct ring {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct check *all;
	uint32_t size, count;
	uint32_t prepared, begun; /* so many are */
};

static void *work(void *ctx)
{
	struct ring *r = ctx;

	pthread_mutex_lock(&r->lock);
	while (r->begun < r->count) {
		struct check *x;

		if (r->begun == r->prepared) {
			pthread_cond_wait(&r->changed, &r->lock);
			continue;
		}
		x = &r->all[r->begun++ % r->size];
		pthread_mutex_unlock(&r->lock);
		if (x->scope)
			check(x);
		pthread_mutex_lock(&r->lock);
		x->is_done = true;
		pthread_cond_broadcast(&r->changed);
	}
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

/* Gives out work as far as the ring has room behind the first TOLD checks. */
static void prepare(const struct checks *c, struct ring *r, struct roots_file *const *roots,
		    uint32_t told)
{
	while (r->prepared < r->count && r->prepared < told + r->size) {
		struct check *x = &r->all[r->prepared % r->size];

		*x = (struct check){.root = roots[r->prepared]};
		if (!c->prepare(c->ctx, x))
			x->scope = NULL;
		pthread_mutex_lock(&r->lock);
		r->prepared++;
		pthread_cond_broadcast(&r->changed);
		pthread_mutex_unlock(&r->lock);
	}
}

static void tell_all(const struct checks *c, struct ring *r, struct roots_file *const *roots)
{
	for (uint32_t i = 0; i < r->count; i++) {
		struct check *x = &r->all[i % r->size];

		prepare(c, r, roots, i);
		pthread_mutex_lock(&r->lock);
		while (!x->is_done)
			pthread_cond_wait(&r->changed, &r->lock);
		pthread_mutex_unlock(&r->lock);
		if (x->scope) {
			c->tell(c->ctx, x);
			session_end(&x->s);
		}
	}
}

void checks_run(const struct checks *c, struct roots_file *const *roots, uint32_t count,
		uint32_t jobs)
{
	struct arena *a = arena_new();
	struct ring r = {.size = 2 * jobs, .count = count};
	pthread_t threads[JOBS_MOST];
	pthread_attr_t attributes;
	uint32_t started = 0;

	jobs = jobs > JOBS_MOST ? JOBS_MOST : jobs > count ? count : jobs;
	pthread_mutex_init(&r.lock, NULL);
	pthread_cond_init(&r.changed, NULL);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	if (jobs > 1) {
		r.all = arena_array(a, r.size, sizeof *r.all);
		while (started < jobs &&
		       pthread_create(&threads[started], &attributes, work, &r) == 0)
			started++;
	}
	if (started)
		tell_all(c, &r, roots);
	else
		run_in_turn(c, roots, count);
	while (started)
		pthread_join(threads[--started], NULL);
	arena_free(a);
}
