/*
 * words - what is said of a finding besides its message, and text made fit for other programs.
 *
 * What must stay true: whatever bytes a config has, text that went through here is UTF-8.
 */
#ifndef KAMCHECK_WORDS_OUT_H
#define KAMCHECK_WORDS_OUT_H

#include "base/buf.h"
#include "output/finding.h"

/* Appends TEXT; each byte that is part of no character as U+FFFD. */
void words_utf8(struct buf *b, struct str text);

/*
 * The same for text that people will see somewhere: what is hidden as "<U+202E>", control
 * characters, and what XML cannot hold, as U+FFFD, a tab as a blank.
 */
void words_visible(struct buf *b, struct str text);

/* Appends the message, the hint behind it, and when the finding is there. */
void words_message(struct buf *b, const struct finding *x);

/* What belongs to a finding: its notes, where Kamailio reports it, how the text came there. */
struct words_more {
	struct str text;         /* made visible */
	bool has_place, is_told; /* told: the text says where that is */
	struct finding_place at;
};

/* How many of them there are; *LIST gets them, in memory of A. */
size_t words_more(struct arena *a, const struct finding *x, struct words_more **list);

/* Appends one of them, its place in parentheses behind it. */
void words_with_place(struct buf *b, const struct words_more *more);

#endif
