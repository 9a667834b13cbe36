/*
 * text - findings as people read them: place, message, the line with a caret, notes.
 */
#ifndef KAMCHECK_OUT_TEXT_H
#define KAMCHECK_OUT_TEXT_H

#include "base/buf.h"
#include "text/diag.h"

/* Which findings are shown. */
struct out_filter {
	enum severity least; /* SEV_ERROR: errors only; SEV_NOTE: all */
	enum phase last;     /* findings of later phases are left out */
	const bool *is_off;  /* by code: rules that are switched off; or NULL */
	bool has_color;
};

/* True when FILTER lets findings of RULE pass. */
bool out_shows(const struct out_filter *filter, const struct rule *rule);

/* How many findings pass, those that found no room included. */
uint32_t out_count(const struct diags *d, const struct out_filter *filter);

/* Appends all findings that pass, in order. */
void out_text(struct buf *b, struct diags *d, const struct out_filter *filter);

/*
 * The same in pieces, for there may be much: appends from *X on, and leaves in *X what comes next,
 * NULL when that was all.  The first *X is the first finding of D.
 */
void out_text_some(struct buf *b, struct diags *d, const struct out_filter *filter,
		   const struct diag **x);

#endif
