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

/* True when FILTER lets X pass. */
bool out_shows(const struct out_filter *filter, const struct diag *x);

/* Appends all findings that pass, in order.  Returns how many. */
uint32_t out_text(struct buf *b, struct diags *d, const struct out_filter *filter);

#endif
