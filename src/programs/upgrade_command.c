/*
 * upgrade_command - see upgrade_command.h.
 *
 * Each release is a run of its own, of the same text: a FIFO can be read once.  A mistake is known
 * again in the next one by its place.
 *
 * What must stay true: what is called refused is an error of the new release and none of the old
 * one at that place.  Of a config that the old one does not read, only what names the release
 * itself is laid to the upgrade: the rest may just not have been looked at.
 */
#include "programs/upgrade_command.h"

#include "engine/lint.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/say.h"
#include "sema/sema.h"
#include "views/upgrade.h"

/* The releases in which there is a mistake at a place. */
struct known_place {
	uint32_t releases;
};

struct upgrade_run {
	struct arena *arena;
	struct options options; /* with the release of the run */
	struct upgrade upgrade;
	struct str text; /* of the config; P is NULL: not read yet */
	struct map seen; /* struct known_place, by place_key() */
	uint32_t known;  /* the releases that were run */
	uint32_t unread; /* of these, those that refuse to read the config */
};

static bool is_error(const struct finding *x)
{
	return x->rule->severity == SEV_ERROR && x->rule->phase != PHASE_RUN;
}

/* Errors at one place are one: another release may say it with another code. */
static struct str place_key(struct arena *a, const struct finding *x)
{
	struct buf b = buf_on(a);

	buf_printf(&b, "%s %u ", is_error(x) ? "" : x->rule->code, x->at.from.offset);
	buf_str(&b, x->at.path);
	return buf_view(&b);
}

/* The first release from which on, up to TO, there is the mistake; nothing when the one before
 * it may have it, too. */
static struct str begins(const struct upgrade_run *r, uint32_t mask, uint32_t unread)
{
	struct version v = r->upgrade.from;
	struct str first = STR("");
	bool is_there = false, was_read = true;

	do {
		bool is_here = (mask & v.bit) != 0;

		if (is_here && !is_there)
			first = was_read ? v.name : STR("");
		is_there = is_here;
		was_read = !(unread & v.bit);
	} while (v.bit != r->upgrade.to.bit && version_next(&v, &v));
	return first;
}

/* Whether the message says that it is about V: "there is no module ... in kamailio 6.1". */
static bool names_release(struct arena *a, const struct finding *x, const struct version *v)
{
	struct buf b = buf_on(a);

	buf_printf(&b, "in kamailio %.*s", STR_ARG(v->name));
	return str_search(x->message, buf_view(&b)) >= 0;
}

static enum upgrade_part part_of(const struct finding *x, bool is_late)
{
	return is_late                         ? PART_DEPRECATED
	       : !is_error(x)                  ? PART_BEHAVES
	       : x->rule->phase == PHASE_PARSE ? PART_REFUSED
					       : PART_START;
}

/* X, an error or warning of V. */
static void judge(struct upgrade_run *r, const struct finding *x, const struct version *v)
{
	struct upgrade *u = &r->upgrade;
	struct known_place *seen =
	    MAP_RECORD(&r->seen, r->arena, place_key(r->arena, x), struct known_place);
	bool is_late = v->bit > u->to.bit, is_certain = names_release(r->arena, x, v);
	/* What it is compared with: FROM; of a release behind TO, those from TO on. */
	uint32_t before = is_late ? r->known & ~(u->to.bit - 1) : u->from.bit;
	bool is_old = (seen->releases & before) != 0;
	struct upgrade_item *item;
	struct buf since = buf_on(r->arena);

	seen->releases |= v->bit;
	if (v->bit < u->to.bit || (is_late && !is_error(x)))
		return;
	if (is_old || (r->unread & before && !is_certain)) {
		u->already += !is_late && is_error(x);
		return;
	}
	buf_str(&since, is_late ? v->name : begins(r, seen->releases, is_certain ? 0 : r->unread));
	buf_byte(&since, '\0');
	item = upgrade_add(u, part_of(x, is_late), since.p, x->message, x->hint);
	item->rule = x->rule;
	item->path = (struct str){arena_copy(r->arena, x->at.path.p, x->at.path.n), x->at.path.n};
	item->line = x->at.from.line;
	item->column = x->at.from.byte;
}

static void judge_all(struct upgrade_run *r, struct session *s, const struct version *v)
{
	struct finder finder = finder_of(s->arena, &s->diags, r->upgrade.config);
	struct upgrade_verdict verdict = {.version = *v};

	for (const struct diag *d = s->diags.first; d; d = d->next) {
		struct finding x = finding_resolve(&finder, s->arena, d);

		verdict.refused += is_error(&x) && x.rule->phase == PHASE_PARSE;
		verdict.start += is_error(&x) && x.rule->phase == PHASE_START;
		judge(r, &x, v);
	}
	if (v->bit <= r->upgrade.to.bit)
		*LIST_ADD(r->arena, &r->upgrade.verdicts) = verdict;
	r->known |= v->bit;
	r->unread |= verdict.refused ? v->bit : 0;
}

/* Runs the config under V. */
static bool run_release(struct upgrade_run *r, const struct version *v, struct buf *why)
{
	struct options *o = &r->options;
	struct lint_options lint = {.ignoring = open_ignoring(o, IGNORING_UNPARSED)};
	struct session s;
	bool is_read;

	o->version = *v;
	open_session(&s, o);
	s.diags.least = SEV_WARNING;
	s.diags.last = PHASE_RUN;
	is_read = r->text.p ? open_files(&s.files, s.arena, o, o->files[0], why)
			    : open_config(&s, r->arena, o, o->files[0], &r->text, why);
	if (is_read && check_options(&s)) {
		struct analysis *a = lint_text(&s, r->upgrade.config, r->text, &lint);

		session_settle(&s);
		diags_sort(&s.diags);
		judge_all(r, &s, v);
		if (v->bit == r->upgrade.from.bit || v->bit == r->upgrade.to.bit)
			upgrade_add_conditions(&r->upgrade, a);
		if (v->bit == r->upgrade.to.bit)
			upgrade_add_facts(&r->upgrade, a);
	}
	session_end(&s);
	return is_read;
}

static bool write_result(const struct upgrade_run *r)
{
	struct buf b = buf_on(r->arena);

	if (r->options.format == OPTIONS_MARKDOWN)
		upgrade_markdown(&b, &r->upgrade);
	else if (r->options.format == OPTIONS_TEXT)
		upgrade_text(&b, &r->upgrade);
	else if (!upgrade_json(&b, &r->upgrade))
		return false;
	return outputs_write(stdout, buf_view(&b));
}

int upgrade_command(struct arena *a, const struct options *o)
{
	struct upgrade_run r = {.arena = a,
				.options = *o,
				.upgrade = {.arena = a,
					    .config = open_name(o, o->files[0]),
					    .from = o->from,
					    .to = o->version}};
	struct version v = o->from;
	struct buf why = buf_on(a);

	do {
		if (!run_release(&r, &v, &why))
			return complain(buf_view(&why));
	} while (version_next(&v, &v));
	if (!write_result(&r))
		return EXIT_TROUBLE;
	return upgrade_must_change(&r.upgrade) ? EXIT_FINDINGS : EXIT_GOOD;
}
