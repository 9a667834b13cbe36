/*
 * report - see report.h.
 */
#include "output/report.h"

#include "engine/registry.h"
#include "output/formats.h"

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

struct report report_start(struct arena *a, const struct report_facts *facts,
			   const struct report_target *targets, size_t count)
{
	struct report r = {
	    .writers = arena_array(a, count, sizeof *r.writers), .count = count, .arena = a};

	for (size_t i = 0; i < count; i++) {
		struct report_writer *w = &r.writers[i];

		*w = (struct report_writer){
		    .target = targets[i], .facts = facts, .arena = a, .out = buf_on(a)};
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

		if (!w->out.n || w->out.n < most)
			continue;
		is_good &= w->target.put(w->target.ctx, buf_view(&w->out));
		buf_clear(&w->out);
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
			w->shown.of[k] += config->rest.of[k];
		if (w->target.format->config)
			w->target.format->config(w, config);
	}
}

bool report_findings(struct report *r, struct diags *d, const struct report_filter *filter,
		     struct str name)
{
	struct report_config config = {.name = name, .sources = d->sources};
	struct finder finder = finder_of(d->arena, d, name);
	struct arena *scratch = arena_new();
	bool is_good = true;

	for (const struct diag *x = d->first; x && is_good; x = x->next) {
		struct finding found;

		if (!report_shows(filter, x->rule, x->severity))
			continue;
		found = finding_resolve(&finder, scratch, x);
		tell(r, &found);
		is_good = flush(r, PIECE_MOST);
		if (arena_used(scratch) > SCRATCH_MOST) {
			arena_free(scratch);
			scratch = arena_new();
		}
	}
	if (is_good) {
		end_config(r, d, filter, &config);
		is_good = flush(r, 1);
	}
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

void report_text(struct buf *b, struct diags *d, const struct report_filter *filter)
{
	struct report_facts facts = {0};
	struct report_target target = {.format = &format_text, .put = append, .ctx = b};
	struct report r = report_start(b->arena, &facts, &target, 1);

	report_findings(&r, d, filter, (struct str){0});
	report_end(&r, 0);
}
