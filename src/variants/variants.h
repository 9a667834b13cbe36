/*
 * variants - lint of a config as all the configs that its conditionals make of it.
 *
 * The config is checked as it stands, and in chosen variants; the findings of all are one result.
 * Those of the config as it stands are told as ever, others say when they are there.  What is said
 * to be used nowhere is told when that is so in every variant that has the place.
 *
 * What must stay true: what is told for a variant is what a check of it alone finds; what is left
 * out for want of room is said (struct variants_coverage), and never makes a finding less.
 */
#ifndef KAMCHECK_VARIANTS_H
#define KAMCHECK_VARIANTS_H

#include "engine/levels.h"
#include "engine/lint.h"
#include "variants/toggles.h"

/* How the configs are to be checked. */
struct variants_request {
	const struct plan *plan;
	const struct lint_options *lint;
	const struct levels *levels; /* or NULL */
	/* Prepares a session as the options say; its files are set here. */
	void (*open)(void *ctx, struct session *s);
	void *ctx;
};

/* What was checked. */
struct variants_coverage {
	enum plan_mode mode; /* PLAN_OFF: variants were not looked at */
	unsigned toggles;    /* names that vary */
	unsigned left_out;   /* toggles that had no room, and do not */
	uint32_t rows;       /* variants that were checked, the config as it stands included */
	bool is_cut;         /* the mode would want more */
};

/* The choice of variants: for who shows it. */
struct variants_choice {
	struct skeleton skeleton;
	const bool *is_comment; /* by number of a name: what hangs on it is no config */
	struct toggles toggles;
	const struct row_condition *conditions; /* by region */
	struct row_choice rows;
	/* By number of a profile: its row; CHOICE_NONE when another one is wanted.  NULL when
	 * profiles are not what is checked. */
	const uint32_t *row_of;
};

/* Which variants of TEXT, the config NAME, are checked; S has its options and files, and lends
 * memory. */
struct variants_choice *variants_choose(struct session *s, struct str name, struct str text,
					const struct variants_request *q);

/* Prepares S as row N of C, whose session and request are still there. */
void variants_open(const struct variants_choice *c, struct session *s, uint32_t n);

/* Appends which toggles are on in row N: "with WITH_A WITH_B, without WITH_C". */
void variants_describe(struct buf *b, const struct variants_choice *c, uint32_t n);

/*
 * Checks TEXT, the main file NAME, in the variants of Q; the findings go to S, which has its
 * options and files and nothing else.  Returns a tree of blocks (merge_root()).
 */
const struct node *variants_lint(struct session *s, struct str name, struct str text,
				 const struct variants_request *q, struct variants_coverage *out);

/* Appends what was checked: "checked 13 of 8,388,608 variants: every pair of 23 names". */
void variants_say(struct buf *b, const struct variants_coverage *c);

#endif
