/*
 * releases - see releases.h.
 *
 * What must stay true: memory is that of one run and of what all have found.
 */
#include "programs/releases.h"

#include "output/report.h"
#include "programs/open.h"
#include "sema/sema.h"
#include "variants/merge.h"

/* Messages name the release; what several say in the same words is one finding.  So all runs say
 * this, and it is put right when it is known which releases are meant. */
#define THIS_RELEASE "\x01release\x01"

bool releases_are_several(const struct options *o)
{
	return o->releases.count > 1;
}

bool releases_are_one(const struct options *o, const char *what, struct buf *why)
{
	if (!releases_are_several(o))
		return true;
	buf_printf(why, "%s is for one release, and ", what);
	versions_say(why, &o->releases, UINT32_MAX);
	buf_text(why, " are asked for: choose one with --kamailio");
	return false;
}

struct str releases_name(struct arena *a, const struct options *o)
{
	struct buf b = buf_on(a);

	if (!releases_are_several(o))
		return o->version.name;
	for (uint32_t i = 0; i < o->releases.count; i++)
		buf_printf(&b, "%s%.*s", i ? "," : "", STR_ARG(o->releases.all[i].name));
	return buf_view(&b);
}

/* --- a run --------------------------------------------------------------------------------------
 */

static uint32_t count_errors(const struct diags *d, enum phase last)
{
	struct report_filter errors = {.least = SEV_ERROR, .last = last};

	return report_count(d, &errors);
}

static void run(struct releases *r, struct merge *m, uint32_t number, struct session *all,
		struct str name, struct str text)
{
	struct release_verdict *verdict = &r->verdicts[number];
	struct options o = *r->options;
	const struct node *root = NULL;
	struct session s;

	o.version = o.releases.all[number];
	open_session(&s, &o);
	s.version.name = STR(THIS_RELEASE);
	s.files = all->files;
	s.diags.least = all->diags.least;
	s.diags.last = all->diags.last;
	if (check_options(&s))
		root = lint_text(&s, name, text, r->lint)->root;
	session_settle(&s);
	if (r->levels)
		levels_apply(r->levels, &s.diags);
	diags_sort(&s.diags);
	*verdict = (struct release_verdict){
	    .version = o.version, .refused = count_errors(&s.diags, PHASE_PARSE), .late = STR("")};
	verdict->start = count_errors(&s.diags, PHASE_START) - verdict->refused;
	if (r->look)
		verdict->late = r->look(all->arena, &o, root);
	r->modules_kept = (struct str){arena_copy(all->arena, s.modules_kept.p, s.modules_kept.n),
				       s.modules_kept.n};
	merge_add(m, number, &s, root);
	session_end(&s);
}

/* --- what they say together ---------------------------------------------------------------------
 */

struct telling {
	const struct versions *releases;
	struct session *session;
	struct merge *merge;
	const struct diag_releases *all; /* of findings that are in all of them */
};

static uint32_t mask_of(const struct telling *t, const struct diag *x)
{
	uint32_t mask = 0;

	for (uint32_t i = 0; i < t->releases->count; i++)
		mask |= (uint32_t)merge_has(t->merge, x, i) << i;
	return mask;
}

static const struct diag_releases *releases_of(const struct telling *t, uint32_t mask)
{
	struct arena *a = t->session->arena;
	struct diag_releases *out = ARENA_NEW(a, struct diag_releases);
	struct str *names = arena_array(a, t->releases->count, sizeof *names);
	struct buf text = buf_on(a);

	for (uint32_t i = 0; i < t->releases->count; i++)
		if (mask >> i & 1)
			names[out->count++] = t->releases->all[i].name;
	out->names = names;
	if (out->count < t->releases->count) {
		buf_text(&text, "in ");
		versions_say(&text, t->releases, mask);
		buf_text(&text, " only");
	}
	out->text = buf_view(&text);
	return out;
}

/* TEXT with the releases of MASK named. */
static struct str named(const struct telling *t, struct str text, uint32_t mask)
{
	ptrdiff_t at = str_search(text, STR(THIS_RELEASE));
	struct buf b = buf_on(t->session->arena);

	if (at < 0)
		return text;
	for (; at >= 0; at = str_search(text, STR(THIS_RELEASE))) {
		buf_str(&b, str_head(text, (size_t)at));
		versions_say(&b, t->releases, mask);
		text = str_skip(text, (size_t)at + sizeof THIS_RELEASE - 1);
	}
	buf_str(&b, text);
	return buf_view(&b);
}

static void tell(const struct telling *t, struct diag *x)
{
	uint32_t mask = mask_of(t, x);

	x->releases =
	    merge_count(t->merge, x) == t->releases->count ? t->all : releases_of(t, mask);
	x->text = named(t, x->text, mask);
	x->hint = named(t, x->hint, mask);
	for (struct diag_note *note = x->notes; note; note = note->next)
		note->text = named(t, note->text, mask);
}

static bool is_of_all(void *ctx, const struct diag *x)
{
	const struct telling *t = ctx;

	return !x->rule->of_all || merge_count(t->merge, x) == t->releases->count;
}

const struct node *releases_lint(struct releases *r, struct session *s, struct str name,
				 struct str text)
{
	struct telling t = {.releases = &r->options->releases,
			    .session = s,
			    .merge = merge_start(s, r->lint->is_off)};

	for (uint32_t i = 0; i < t.releases->count; i++)
		run(r, t.merge, i, s, name, text);
	diags_keep_each(&s->diags, is_of_all, &t);
	t.all = releases_of(&t, UINT32_MAX);
	for (struct diag *x = s->diags.first; x; x = x->next)
		tell(&t, x);
	return merge_root(t.merge);
}

/* --- the table ---------------------------------------------------------------------------------
 */

static void say_errors(struct buf *b, const char *what, uint32_t errors)
{
	buf_printf(b, "%s: %u error%s", what, errors, errors == 1 ? "" : "s");
}

void releases_say(struct buf *b, const struct releases *r)
{
	buf_text(b, "kamailio  verdict\n");
	for (uint32_t i = 0; i < r->options->releases.count; i++) {
		const struct release_verdict *v = &r->verdicts[i];

		buf_printf(b, "%-8.*s  ", STR_ARG(v->version.name));
		if (v->refused)
			say_errors(b, "refuses it", v->refused);
		else if (v->start)
			say_errors(b, "does not start", v->start);
		else if (v->late.n)
			buf_printf(b, "refuses it: %.*s", STR_ARG(v->late));
		else
			buf_text(b, "config file ok");
		buf_byte(b, '\n');
	}
}
