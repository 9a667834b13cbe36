/*
 * checks - configs that are checked: one after the other, or several at the same time by threads.
 *
 * What must stay true: who tells what was found meets the configs in their order, whichever was
 * finished first; no more than a few are in memory at any time.
 */
#ifndef KAMCHECK_CHECKS_H
#define KAMCHECK_CHECKS_H

#include "engine/lint.h"
#include "preprocess/session.h"
#include "programs/roots.h"
#include "variants/variants.h"

/* The check of one config. */
struct check {
	struct roots_file *root;
	const struct scope *scope;
	const bool *is_off; /* by rule_index(): rules whose findings nobody sees */
	struct session s;   /* its findings are not sorted yet */
	bool is_read;       /* else WHY says why not */
	struct str why;
	bool is_done;
	struct lint_options lint;
	const struct node *node; /* the tree; or NULL */
	struct variants_coverage coverage;
};

struct checks {
	void *ctx;
	/* Says how the config is to be checked; false when it is not. */
	bool (*prepare)(void *ctx, struct check *x);
	/* Tells what was found; then the session is no more. */
	void (*tell)(void *ctx, struct check *x);
};

/* Checks COUNT configs, at most JOBS at the same time. */
void checks_run(const struct checks *c, struct roots_file *const *roots, uint32_t count,
		uint32_t jobs);

#endif
