/*
 * symbols_command - see symbols_command.h.
 *
 * What must stay true: what is written does not wait in memory until all is there.
 */
#include "programs/symbols_command.h"

#include "sema/analyse.h"
#include "views/symbols_list.h"

#include <errno.h>

enum { WRITTEN_AT_ONCE = 64 << 10 };

/* Writes and forgets what B holds. */
static bool flush(struct buf *b, FILE *f)
{
	bool is_done = fwrite(b->p ? b->p : "", 1, b->n, f) == b->n;

	buf_clear(b);
	return is_done;
}

static bool write_symbols(struct symbols_list *l, const struct options *o, FILE *f)
{
	struct buf b = buf_on(l->analysis->arena);

	for (uint32_t i = 0; i < l->symbols.count; i++) {
		if (o->format == OPTIONS_TEXT)
			symbols_text(&b, l, l->symbols.all[i]);
		else if (!symbols_json(&b, l, l->symbols.all[i])) {
			errno = ENOMEM;
			return false;
		}
		if (b.n >= WRITTEN_AT_ONCE && !flush(&b, f))
			return false;
	}
	return flush(&b, f) && fflush(f) == 0;
}

static bool write_tags(struct symbols_list *l, FILE *f)
{
	struct buf b = buf_on(l->analysis->arena);

	symbols_tags(&b, l);
	return flush(&b, f) && fflush(f) == 0;
}

enum symbols_result symbols_command(struct session *s, const struct options *o, struct str text,
				    FILE *f, struct buf *why)
{
	struct analysis *a = analyse(s, o->files[0], text);
	struct symbols_list l;

	analysis_build(a, NEEDS_SYMBOLS);
	l = symbols_list(a, o->references);
	if (a->doubts & (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_STATEMENT))
		buf_printf(why,
			   "%.*s: parts could not be read, names may be missing: \"kamcheck lint\" "
			   "says where",
			   STR_ARG(o->files[0]));
	if (!(o->format == OPTIONS_CTAGS ? write_tags(&l, f) : write_symbols(&l, o, f)))
		return SYMBOLS_FAILED;
	return o->references.n && !l.symbols.count ? SYMBOLS_NONE : SYMBOLS_SHOWN;
}
