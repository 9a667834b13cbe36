/*
 * statistics - how often each rule has findings, the most frequent first.
 */
#include "output/formats.h"

#include "engine/registry.h"

static void begin(struct report_writer *w)
{
	w->state = arena_array(w->arena, rule_count, sizeof(uint32_t));
}

static void count(struct report_writer *w, const struct finding *x)
{
	uint32_t *counts = w->state;

	counts[rule_index(x->rule)]++;
}

static void count_rest(struct report_writer *w, const struct report_config *config)
{
	uint32_t *counts = w->state;

	for (size_t i = 0; config->rest_by_rule && i < rule_count; i++)
		counts[i] += config->rest_by_rule[i];
}

/* The rule that comes next: counts fall, codes rise.  Its count becomes 0. */
static const struct rule *take_next(uint32_t *counts, uint32_t *n)
{
	size_t best = 0;

	for (size_t i = 1; i < rule_count; i++)
		if (counts[i] > counts[best])
			best = i;
	*n = counts[best];
	counts[best] = 0;
	return rules[best];
}

static void say(struct report_writer *w, int status)
{
	const struct rule *r;
	uint32_t n;

	(void)status;
	while (r = take_next(w->state, &n), n)
		buf_printf(&w->out, "%6u  %s  %-7s  %s: %s\n", n, r->code,
			   finding_severity(r->severity), r->name, r->summary);
}

const struct report_format format_statistics = {
    .name = "statistics", .begin = begin, .finding = count, .config = count_rest, .end = say};
