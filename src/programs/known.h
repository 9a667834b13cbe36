/*
 * known - findings that are not told: those of the baseline, those that the base of a change had
 * (--since), those in lines that a diff does not touch (--diff).
 */
#ifndef KAMCHECK_KNOWN_H
#define KAMCHECK_KNOWN_H

#include "engine/lint.h"
#include "output/report.h"
#include "programs/scope.h"
#include "text/diff_lines.h"

struct known {
	struct arena *arena;
	const struct options *given;
	struct map baselines; /* struct known_baseline, by the name of the file */
	struct diff_lines diff;
	struct map changed; /* struct diff_file, by absolute name; those of DIFF */
	bool meets_diff;    /* a file was read that is in it */
	struct map added;   /* comments by --add-ignore, uint32_t by the name of the file */
};

/* What is looked at: the findings of a config, all reported and not yet sorted. */
struct known_run {
	const struct scope *scope;
	const struct report_filter *filter; /* which of them are shown */
	const struct lint_options *lint;
	struct session *session;
	const struct node *root; /* or NULL */
	struct str name;         /* of the config on the command line */
	bool is_trial;           /* it will be looked at again: nothing is counted */
};

/* Begins a run; false when the diff cannot be read: then *WHY says so.  A must live as long. */
bool known_open(struct known *k, struct arena *a, const struct options *given, struct buf *why);

/* Takes out of the findings of R what is known; with --write-baseline that is all of them.  False
 * when the base or a baseline cannot be read: then *WHY says so. */
bool known_take(struct known *k, const struct known_run *r, struct buf *why);

/* The file of the baseline of SCOPE, absolute, with memory from A; empty when it has none. */
struct str known_file(struct arena *a, const struct scope *scope);

/*
 * Ends the run: reports to REPORT what baselines say and nobody finds any more, or writes them, and
 * appends to SAID what was done.  Returns the exit status, which so far is STATUS.
 */
int known_close(struct known *k, struct report *report, int status, struct buf *said);

#endif
