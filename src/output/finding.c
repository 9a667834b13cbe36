/*
 * finding - see finding.h.
 */
#include "output/finding.h"

#include "base/utf8.h"
#include "output/line_hash.h"
#include "output/mask.h"
#include "text/message.h"
#include "text/secrets.h"

#define EXCERPT_MOST 160

/* What is known of a file. */
struct finding_file {
	bool is_known;
	struct columns columns;
	struct line_hashes hashes;
};

const char *finding_severity(enum severity severity)
{
	static const char *const names[] = {"error", "warning", "note"};

	return names[severity];
}

const char *finding_phase(enum phase phase)
{
	static const char *const names[] = {"parse", "start", "run"};

	return names[phase];
}

struct finder finder_of(struct arena *a, struct diags *d, struct str config)
{
	return (struct finder){.diags = d, .config = config, .arena = a};
}

static struct finding_file *file_of(struct finder *f, const struct source *src)
{
	/* No two sources begin at one offset. */
	struct str key = {(const char *)&src->base, sizeof src->base};

	return MAP_RECORD(&f->files, f->arena, key, struct finding_file);
}

static const struct columns *columns_in(struct finder *f, const struct source *src)
{
	struct finding_file *file;

	if (f->columns && f->base == src->base)
		return f->columns;
	file = file_of(f, src);
	if (!file->is_known) {
		file->is_known = true;
		file->columns = columns_of(f->arena, src->text);
	}
	f->base = src->base;
	f->columns = &file->columns;
	return f->columns;
}

/* The point at byte AT of a text, in a line that begins at START. */
static struct finding_point point_at(const struct columns *columns, uint32_t line, uint32_t start,
				     uint32_t at)
{
	struct columns_count before = columns_count(columns, start),
			     here = columns_count(columns, at);

	return (struct finding_point){.offset = at,
				      .line = line,
				      .byte = at - start + 1,
				      .character = here.characters - before.characters + 1,
				      .unit = here.units - before.units + 1};
}

/* The end of AT in SRC, before the end of the line that it closes. */
static uint32_t end_of(const struct source *src, struct span at)
{
	uint32_t most = src->base + (uint32_t)src->text.n;
	uint32_t hi = at.hi < at.lo ? at.lo : at.hi > most ? most : at.hi;
	const char *p = src->text.p - src->base;

	if (hi > at.lo && p[hi - 1] == '\n')
		hi--;
	if (hi > at.lo && p[hi - 1] == '\r')
		hi--;
	return hi < at.lo ? at.lo : hi;
}

/* AT, which lies in one source, as people count. */
static struct finding_place place_of(struct finder *f, struct span at)
{
	struct place p = source_place(f->diags->sources, at.lo);
	const struct columns *columns = columns_in(f, p.source);
	uint32_t lo = at.lo - p.source->base, hi = end_of(p.source, at) - p.source->base;
	uint32_t start = lo - (p.column - 1);
	struct finding_place out = {.path = p.source->name,
				    .from = point_at(columns, p.line, start, lo)};

	/* Mostly it ends in the same line. */
	if (str_find(str_head(str_skip(p.source->text, lo), hi - lo), '\n') >= 0) {
		p = source_place(f->diags->sources, hi + p.source->base);
		start = hi - (p.column - 1);
	}
	out.to = point_at(columns, p.line, start, hi);
	return out;
}

/* --- the line ----------------------------------------------------------------------------------
 */

/* As much of LINE as is shown, whole characters, so that byte AT is among it. */
static struct str part_shown(struct str line, size_t at)
{
	size_t lo = at > EXCERPT_MOST / 2 ? at - EXCERPT_MOST / 2 : 0, hi;

	if (lo > line.n)
		lo = line.n;
	hi = lo + str_head(str_skip(line, lo), EXCERPT_MOST).n;
	lo = utf8_start(line, lo);
	return str_skip(str_head(line, utf8_start(line, hi)), lo);
}

/* Takes the line of AT, without its secrets. */
static void take_excerpt(struct finder *f, struct arena *a, struct finding *out, struct span at)
{
	const struct source *src = source_of(f->diags->sources, at.lo);
	size_t before = out->at.from.byte - 1;
	struct str line = source_line(f->diags->sources, src, out->at.from.line);
	struct mask_part part = {.text = part_shown(line, before)};
	struct str rest = str_skip(line, (size_t)(part.text.p - line.p));
	size_t carets = at.hi - at.lo;

	out->is_line = part.text.n == line.n;
	part.first = before - (size_t)(part.text.p - line.p);
	if (part.first + carets > rest.n)
		carets = part.first < rest.n ? rest.n - part.first : 1;
	part.behind = part.first + (carets ? carets : 1);
	part = mask_part(f->diags, a, line, at.lo - (uint32_t)before, part);
	out->excerpt = part.text;
	out->first = part.first;
	out->behind = part.behind;
}

/* --- what belongs to it ------------------------------------------------------------------------
 */

static const struct finding_note *notes_of(struct finder *f, struct arena *a,
					   const struct diag_note *notes)
{
	const struct finding_note *first = NULL, **end = &first;

	for (const struct diag_note *x = notes; x; x = x->next) {
		struct finding_note *note = ARENA_NEW(a, struct finding_note);

		note->text = mask_words(f->diags, a, x->text);
		note->has_place = x->at.lo != 0;
		note->is_told = x->is_told;
		if (note->has_place)
			note->at = place_of(f, span_in_file(f->diags->sources, x->at));
		*end = note;
		end = &note->next;
	}
	return first;
}

/* The uses of defines, then the includes, outermost last. */
static const struct finding_link *links_of(struct finder *f, struct arena *a, struct span at)
{
	struct sources *s = f->diags->sources;
	const struct finding_link *first = NULL, **end = &first;
	const struct source *src = source_of(s, at.lo);

	for (; src && src->from.lo; src = source_of(s, src->from.lo)) {
		struct finding_link *link = ARENA_NEW(a, struct finding_link);
		struct span from = src->is_expansion ? src->defined : src->from;

		link->is_define = src->is_expansion;
		link->is_parameter = src->is_named;
		link->has_place = from.lo != 0;
		if (link->has_place)
			link->at = place_of(f, span_in_file(s, from));
		if (src->is_expansion) {
			struct buf name = buf_on(a);

			message_piece(&name, src->name, MESSAGE_PIECE_MOST);
			link->name = mask_words(f->diags, a, buf_view(&name));
		}
		*end = link;
		end = &link->next;
	}
	return first;
}

/* Kamailio's own message names another line: said, so that both can be brought together. */
static void take_kamailio_line(struct finder *f, struct finding *out, const struct diag *x,
			       const struct source *shown)
{
	struct sources *s = f->diags->sources;
	uint32_t offset = span_in_file(s, x->seen.lo ? x->seen : x->at).lo;
	const struct source *src = source_of(s, offset);
	uint32_t line = x->line.is_settled ? x->line.line : source_kamailio_line(s, offset);

	/* Nothing is reported behind the place where it ends. */
	if (x->line.is_none || (f->diags->stop && source_order(s, offset, f->diags->stop) > 0))
		return;
	if (x->rule->severity != SEV_ERROR || (src == shown && line == out->at.from.line))
		return;
	out->has_kamailio_line = true;
	out->kamailio_line = line;
	if (src != shown)
		out->kamailio_path = src->name;
}

/* A hash tells what it is made from to who can guess it, so none is made from a secret. */
static bool has_secret(const struct diags *d, const struct source *src,
		       const struct line_hash *line)
{
	struct secret_search x;
	size_t lo, hi;

	if (!d->secrets)
		return false;
	x = secrets_search(d->secrets, src->text, src->base, SECRETS_IN_LINE, line->lo, line->hi);
	return secrets_next(&x, &lo, &hi);
}

static void take_line_hash(struct finder *f, struct arena *a, struct finding *out,
			   const struct source *src)
{
	struct finding_file *file = file_of(f, src);
	const struct line_hash *line;
	struct buf b = buf_on(a);

	if (!file->hashes.all)
		file->hashes = line_hashes_of(f->arena, src->text);
	if (out->at.from.line > file->hashes.count)
		return;
	line = &file->hashes.all[out->at.from.line - 1];
	if (has_secret(f->diags, src, line))
		return;
	buf_printf(&b, "%llx:%u", (unsigned long long)line->hash, line->number);
	out->line_hash = buf_view(&b);
}

struct finding_place finding_place_of(struct finder *f, const struct diag *x)
{
	struct span in_file = span_in_file(f->diags->sources, x->at);
	struct finding_point top = {0, 1, 1, 1, 1};

	if (source_of(f->diags->sources, in_file.lo))
		return place_of(f, in_file);
	return (struct finding_place){f->config, top, top};
}

struct finding finding_resolve(struct finder *f, struct arena *a, const struct diag *x)
{
	struct sources *s = f->diags->sources;
	struct span in_file = span_in_file(s, x->at);
	const struct source *src = source_of(s, in_file.lo);
	struct finding out = {.rule = x->rule,
			      .severity = x->severity,
			      .has_place = src != NULL,
			      .when = x->when,
			      .releases = x->releases};

	out.message = mask_words(f->diags, a, x->text);
	if (x->hint.n)
		out.hint = mask_words(f->diags, a, x->hint);
	out.notes = notes_of(f, a, x->notes);
	out.at = finding_place_of(f, x);
	if (src) {
		take_excerpt(f, a, &out, in_file);
		take_kamailio_line(f, &out, x, src);
		out.links = links_of(f, a, x->at);
		if (f->hashes_lines)
			take_line_hash(f, a, &out, src);
	}
	return out;
}
