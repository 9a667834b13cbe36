/*
 * merge - the findings of several runs over one config as those of one: runs of its variants, or
 * for several releases.
 *
 * A finding of several runs is one when rule, file, place and words are the same.  The first run
 * that has it says the rest: notes, severity, how the text came there.
 *
 * What must stay true: the result stands by itself: a run can be ended when it was added, and
 * findings in files that only that run has read are shown as they would be there.  No run's finding
 * is lost; a secret of any run is one of the result.
 */
#ifndef KAMCHECK_MERGE_H
#define KAMCHECK_MERGE_H

#include "preprocess/session.h"
#include "tree/ast.h"

struct merge;

/*
 * Begins to merge into OUT, a session that has no text; it must live as long, and its findings are
 * the result.  IS_OFF, by rule_index(): rules whose findings are left out; or NULL.
 */
struct merge *merge_start(struct session *out, const bool *is_off);

/*
 * Adds the findings of the session S, weighed and sorted, as those of run number RUN; the numbers
 * rise from 0 on, one run each.  ROOT is its tree, or NULL.
 */
void merge_add(struct merge *m, uint32_t run, struct session *s, const struct node *root);

/* Where in the result the text AT of S stands, which was added last: at whose file or use of a
 * define, when nothing of an expansion was kept; SPAN_NONE when it is nowhere. */
struct span merge_place(struct merge *m, struct session *s, struct span at);

/* Whether X, a finding of the result, was one of run number RUN. */
bool merge_has(const struct merge *m, const struct diag *x, uint32_t run);

/* How many of the runs had it. */
uint32_t merge_count(const struct merge *m, const struct diag *x);

/* A tree that has no more than the blocks of all runs, as identities want to know them; NULL when
 * no run had a tree. */
const struct node *merge_root(const struct merge *m);

#endif
