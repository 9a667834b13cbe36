/*
 * run - one variant of a config is checked, and its findings are added to those of others.
 */
#ifndef KAMCHECK_VARIANT_RUN_H
#define KAMCHECK_VARIANT_RUN_H

#include "variants/merge.h"
#include "variants/variants.h"

/* What is kept of a run besides its findings. */
struct run_reading {
	unsigned doubts;
	LIST_OF(struct span) skipped; /* text that it did not read, in the result */
	LIST_OF(uint32_t) files;      /* the bases of the files that it read, sorted */
};

struct variant_runs {
	struct session *out;
	struct str name, text;
	const struct variants_request *request;
	const struct toggles *toggles;
	struct files files; /* each is read once */
	struct merge *merge;
	LIST_OF(struct run_reading) readings; /* by number of the run */
};

/* Begins runs over TEXT, the config NAME; TOGGLES must live as long. */
struct variant_runs *runs_start(struct session *out, struct str name, struct str text,
				const struct variants_request *q, const struct toggles *toggles);

/* Prepares S for the variant X of T. */
void runs_open(const struct variant_runs *r, struct session *s, const struct toggles *t, row x);

/* Checks the variant X as the next run. */
void runs_add(struct variant_runs *r, row x);

/* Whether run N has read what stands AT in the result. */
bool runs_has_read(const struct variant_runs *r, uint32_t n, struct span at);

#endif
