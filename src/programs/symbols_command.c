/*
 * symbols_command - see symbols_command.h.
 *
 * What must stay true: what is written does not wait in memory until all is there.
 */
#include "programs/symbols_command.h"

#include "programs/open.h"
#include "programs/say.h"
#include "sema/analyse.h"
#include "views/symbols_list.h"

#include <errno.h>

enum { WRITTEN_AT_ONCE = 64 << 10 };

struct writer {
	FILE *f;
	struct buf b;            /* not written yet */
	struct secrets *secrets; /* to be masked, in a copy; or NULL */
	struct buf masked;
};

/* Writes and forgets what is there. */
static bool flush(struct writer *w)
{
	struct buf *b = &w->b;
	bool is_done;

	if (w->secrets) {
		buf_clear(&w->masked);
		secrets_put(w->secrets, &w->masked, buf_view(&w->b), 0, SECRETS_IN_LINE,
			    STR(SECRETS_MASK));
		b = &w->masked;
	}
	is_done = fwrite(b->p ? b->p : "", 1, b->n, w->f) == b->n;
	buf_clear(&w->b);
	return is_done;
}

static bool write_symbols(struct symbols_list *l, const struct options *o, struct writer *w)
{
	for (uint32_t i = 0; i < l->symbols.count; i++) {
		if (o->format == OPTIONS_TEXT)
			symbols_text(&w->b, l, l->symbols.all[i]);
		else if (!symbols_json(&w->b, l, l->symbols.all[i])) {
			errno = ENOMEM;
			return false;
		}
		if (w->b.n >= WRITTEN_AT_ONCE && !flush(w))
			return false;
	}
	return flush(w) && fflush(w->f) == 0;
}

static bool write_tags(struct symbols_list *l, struct writer *w)
{
	symbols_tags(&w->b, l);
	return flush(w) && fflush(w->f) == 0;
}

enum symbols_result symbols_command(struct session *s, const struct options *o, struct str text,
				    FILE *f, struct buf *why)
{
	struct analysis *a = analyse(s, open_name(o, o->files[0]), text);
	struct writer w = {.f = f,
			   .b = buf_on(s->arena),
			   .secrets = o->mask_secrets ? &s->secrets : NULL,
			   .masked = buf_on(s->arena)};
	struct symbols_list l;

	analysis_build(a, NEEDS_SYMBOLS);
	l = symbols_list(a, o->references);
	if (a->doubts & DOUBT_LOST)
		say_partial(why, o->files[0], "names may be missing");
	if (!(o->format == OPTIONS_CTAGS ? write_tags(&l, &w) : write_symbols(&l, o, &w)))
		return SYMBOLS_FAILED;
	return o->references.n && !l.symbols.count ? SYMBOLS_NONE : SYMBOLS_SHOWN;
}
