/*
 * page - what is known of a config as one page of HTML: `kamcheck report`.
 *
 * The page needs nothing but itself: no network, no script to be read.  Its style and script are
 * page.css and page.js, which the build puts in; nothing else may run or load there (its
 * Content-Security-Policy).
 *
 * What must stay true: linear in the config, and what is left out for want of room is said; the
 * same config makes the same bytes; no secret of the config stands in it.
 */
#ifndef KAMCHECK_PAGE_H
#define KAMCHECK_PAGE_H

#include "output/report.h"
#include "unit/analysis.h"
#include "variants/variants.h"

/* What one release says of the config. */
struct page_verdict {
	struct version version;
	uint32_t refused, start; /* errors of reading and of starting */
	bool counts;             /* it is asked for, not only shown */
};

struct page_input {
	struct str config;         /* its name */
	const char *program;       /* the version of kamcheck */
	const char *docs;          /* where the pages of rules are: see struct report_facts */
	struct analysis *analysis; /* the config under the release that is asked for */
	struct diags *diags;       /* the findings, sorted; perhaps of other runs */
	const struct report_filter *filter;  /* ... those that are shown */
	const struct page_verdict *verdicts; /* the oldest release first */
	uint32_t verdict_count;
	const struct variants_choice *variants;
	const struct variants_coverage *coverage; /* which of them DIAGS are from */
	/* Lets graphviz place what TEXT draws: its answer in FORM, with memory from A.  Returns why
	 * there is none, or NULL. */
	const char *(*draw)(const char *form, struct str text, struct arena *a, struct str *out);
};

/* Appends the page, B having an arena of its own. */
void page_write(struct buf *b, const struct page_input *in);

#endif
