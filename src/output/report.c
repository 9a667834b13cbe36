/*
 * report - see report.h.
 */
#include "output/report.h"

#include "engine/registry.h"
#include "output/fingerprint.h"
#include "output/repeats.h"
#include "output/rule_page.h"

enum {
	PIECE_MOST = 64 << 10,   /* bytes after which a piece of output ends */
	SCRATCH_MOST = 64 << 10, /* of memory for findings that are written */
};

bool report_shows(const struct report_filter *filter, const struct rule *rule,
		  enum severity severity)
{
	return severity <= filter->least && rule->phase <= filter->last &&
	       !(filter->is_off && filter->is_off[rule_index(rule)]);
}

uint32_t report_count(const struct diags *d, const struct report_filter *filter)
{
	uint32_t count = 0;

	for (const struct diag *x = d->first; x; x = x->next)
		count += report_shows(filter, x->rule, x->severity);
	for (uint32_t i = 0; i < d->rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&d->rest, i);

		count += report_shows(filter, x->rule, x->severity);
	}
	return count;
}

bool report_is_in(const struct diag *x, struct str release)
{
	for (uint32_t i = 0; x->releases && i < x->releases->count; i++)
		if (str_equal(x->releases->names[i], release))
			return true;
	return !x->releases;
}

void report_say_rest(struct buf *b, const struct report_config *config)
{
	for (enum severity i = SEV_ERROR; i <= SEV_NOTE; i++)
		if (config->rest.of[i])
			buf_printf(b, "kamcheck: more than %d %ss; %u are left out\n", DIAG_MOST,
				   finding_severity(i), config->rest.of[i]);
}

struct str report_url(const struct report_writer *w, struct arena *a, const struct rule *rule)
{
	struct buf b = buf_on(a);

	rule_page_url(&b, w->facts->docs, rule);
	return buf_view(&b);
}

struct report report_start(struct arena *a, const struct report_facts *facts,
			   const struct report_target *targets, size_t count)
{
	struct report r = {.writers = arena_array(a, count, sizeof *r.writers),
			   .count = count,
			   .arena = a,
			   .files = ARENA_NEW(a, struct map),
			   .fingerprints = ARENA_NEW(a, struct map),
			   .paths = ARENA_NEW(a, struct paths)};

	*r.paths = (struct paths){.arena = a, .base = facts->base, .real = facts->real};

	for (size_t i = 0; i < count; i++) {
		struct report_writer *w = &r.writers[i];

		*w = (struct report_writer){.target = targets[i],
					    .facts = facts,
					    .arena = a,
					    .scratch = a,
					    .out = buf_on(a),
					    .paths = r.paths,
					    .files = r.files};
		r.wants |= w->target.format->wants;
		if (w->target.format->begin)
			w->target.format->begin(w);
	}
	return r;
}

/* Lets out what is written so far, when it is MOST bytes or more. */
static bool flush(struct report *r, size_t most)
{
	bool is_good = true;

	for (size_t i = 0; i < r->count; i++) {
		struct report_writer *w = &r->writers[i];
		struct str text = w->has_failed ? (struct str){0} : buf_view(&w->out);

		if (!w->is_dead && (w->has_failed || (w->out.n && w->out.n >= most)))
			w->is_dead = !w->target.put(w->target.ctx, text);
		if (w->out.n >= most)
			buf_clear(&w->out);
		is_good &= !w->is_dead;
	}
	return is_good;
}

static void tell(struct report *r, const struct finding *x)
{
	for (size_t i = 0; i < r->count; i++) {
		struct report_writer *w = &r->writers[i];

		w->shown.of[x->severity]++;
		if (w->target.format->finding)
			w->target.format->finding(w, x);
	}
}

/* The memory that writers may use from now on for what they forget. */
static void set_scratch(struct report *r, struct arena *scratch)
{
	for (size_t i = 0; i < r->count; i++)
		r->writers[i].scratch = scratch;
}

/* Keeps the names of the files of a config, whose memory will go. */
static void keep_files(struct report *r, const struct sources *s, struct str config)
{
	struct str root = {arena_copy(r->arena, config.p, config.n), config.n};

	for (uint32_t i = 0; i < s->count; i++) {
		struct str path = s->all[i]->name;
		struct report_file *file;

		if (s->all[i]->is_expansion)
			continue;
		if (!map_has(r->files, path))
			path.p = arena_copy(r->arena, path.p, path.n);
		file = MAP_RECORD(r->files, r->arena, path, struct report_file);
		if (!file->path.p)
			file->path = path;
		if (!file->roots.count || !str_equal(*LIST_LAST(&file->roots), root))
			*LIST_ADD(r->arena, &file->roots) = root;
	}
}

static void end_config(struct report *r, struct diags *d, const struct report_filter *filter,
		       struct report_config *config)
{
	uint32_t *by_rule =
	    d->rest.count ? arena_array(d->arena, rule_count, sizeof *by_rule) : NULL;

	config->rest_by_rule = by_rule;
	for (uint32_t i = 0; i < d->rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&d->rest, i);

		if (report_shows(filter, x->rule, x->severity)) {
			config->rest.of[x->severity]++;
			by_rule[rule_index(x->rule)]++;
		}
	}
	for (size_t i = 0; i < r->count; i++) {
		struct report_writer *w = &r->writers[i];

		for (size_t k = 0; k <= SEV_NOTE; k++)
			w->shown.of[k] += config->rest.of[k], w->left_out += config->rest.of[k];
		if (w->target.format->config)
			w->target.format->config(w, config);
	}
}

/* Says in FOUND, which is X, where its repeats are. */
static void take_others(struct finder *f, struct arena *a, struct finding *found,
			const struct diag *x, const struct repeats_group *group)
{
	uint32_t n = 0;
	struct finding_place *others;

	if (!group || !group->others.count)
		return;
	found->is_repeat = x != group->first;
	if (found->is_repeat)
		return;
	found->others_count = group->others.count;
	n = found->others_count < FINDING_OTHERS_MOST ? found->others_count : FINDING_OTHERS_MOST;
	found->others = others = arena_array(a, n, sizeof *others);
	for (uint32_t i = 0; i < n; i++)
		others[i] = finding_place_of(f, group->others.all[i]);
}

/* X as it is told. */
static struct finding resolve(struct report *r, struct finder *f, struct arena *a,
			      const struct diag *x, const struct repeats_group *group)
{
	struct finding found = finding_resolve(f, a, x);

	if (r->wants & REPORT_FINGERPRINTS)
		found.fingerprint = fingerprint_of(
		    r->arena, r->fingerprints, paths_name(r->paths, found.at.path)->path, &found);
	take_others(f, a, &found, x, group);
	return found;
}

bool report_findings(struct report *r, struct diags *d, const struct report_filter *filter,
		     struct str name)
{
	struct report_config config = {.name = name};
	struct finder finder = finder_of(d->arena, d, name);
	struct repeats repeats = {0};
	struct arena *scratch = arena_new();
	bool is_good = true;
	uint32_t n = 0;

	finder.hashes_lines = (r->wants & REPORT_LINE_HASHES) != 0;
	set_scratch(r, scratch);
	if (r->wants & REPORT_FILES)
		keep_files(r, d->sources, name);
	if (r->wants & REPORT_REPEATS)
		repeats = repeats_of(d->arena, d);
	for (const struct diag *x = d->first; x && is_good; x = x->next, n++) {
		struct finding found;

		if (!report_shows(filter, x->rule, x->severity))
			continue;
		found = resolve(r, &finder, scratch, x, repeats.groups ? repeats.groups[n] : NULL);
		tell(r, &found);
		is_good = flush(r, PIECE_MOST);
		if (arena_used(scratch) > SCRATCH_MOST) {
			arena_free(scratch);
			scratch = arena_new();
			set_scratch(r, scratch);
		}
	}
	if (is_good) {
		end_config(r, d, filter, &config);
		is_good = flush(r, 1);
	}
	set_scratch(r, r->arena);
	arena_free(scratch);
	return is_good;
}

void report_unread(struct report *r, struct str name, struct str why)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->writers[i].target.format->unread)
			r->writers[i].target.format->unread(&r->writers[i], name, why);
}

bool report_end(struct report *r, int status)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->writers[i].target.format->end)
			r->writers[i].target.format->end(&r->writers[i], status);
	return flush(r, 1);
}

static bool append(void *b, struct str text)
{
	buf_str(b, text);
	return true;
}

void report_print(struct buf *b, const struct report_format *format, struct diags *d,
		  const struct report_filter *filter)
{
	struct report_facts facts = {0};
	struct report_target target = {.format = format, .put = append, .ctx = b};
	struct report r = report_start(b->arena, &facts, &target, 1);

	report_findings(&r, d, filter, (struct str){0});
	report_end(&r, 0);
}
