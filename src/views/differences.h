/*
 * differences - what two configs do differently, as it is shown: kamcheck diff.
 *
 * What must stay true: text of a config is the user's own, and goes out without the secrets of
 * either config.
 */
#ifndef KAMCHECK_DIFFERENCES_H
#define KAMCHECK_DIFFERENCES_H

#include "compare/compare.h"

struct differences {
	struct arena *arena;
	const struct compared *found;
	struct str names[COMPARE_SIDES]; /* what the configs are called */
	struct {
		LIST_OF(struct str);
	} notes; /* about what was not compared, or will not run */
};

/* One side of a difference. */
struct difference_side {
	struct str path; /* empty: it is on the command line */
	uint32_t line, column, last_line;
	LIST_OF(struct str)
	lines;         /* the first of them, as they are indented behind the first one */
	uint32_t left; /* how many more there are */
};

/* What is shown of SIDE of D, which has it. */
struct difference_side differences_side(const struct differences *x, const struct difference *d,
					int side);

/*
 * Whether D is a change that the lines of its two SIDES do not show; then VALUES gets what they
 * stand for, without P when that is not known.  When that is the same, too, what differs is a
 * secret.
 */
bool differences_hide(const struct differences *x, const struct difference *d,
		      const struct difference_side *sides, struct str values[COMPARE_SIDES]);

/* Appends what differs in VALUES, a sentence without a newline. */
void differences_say_values(struct buf *b, const struct str values[COMPARE_SIDES]);

/* The words of output. */
const char *differences_part(enum compare_part part);
const char *differences_what(enum compare_what what);

/* What a list of differences says has become of the name of D. */
const char *differences_fate(const struct difference *d);

/* Whether D stands in the same route as BEFORE, which is told before it, or NULL: it gets no title
 * of its own. */
bool differences_go_on(const struct difference *before, const struct difference *d);

/* Appends where S is: "kamailio.cfg:12". */
void differences_say_place(struct buf *b, const struct difference_side *s);

/* Appends how many there are: "2 added, 1 changed". */
void differences_count(struct buf *b, const struct compared *c);

/* Appends X in one form; of JSON, false when there is no memory. */
void differences_text(struct buf *b, const struct differences *x);
void differences_markdown(struct buf *b, const struct differences *x);
bool differences_json(struct buf *b, const struct differences *x);

#endif
