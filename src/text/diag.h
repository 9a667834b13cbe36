/*
 * diag - findings as data: collected while a run goes on, put in order and printed afterwards.
 *
 * A diag knows its code, not its rule: the codes with their severity and phase come from the
 * RULE records of the layer `rules` (generated into codes.inc), so a code is written down once.
 */
#ifndef KAMCHECK_DIAG_H
#define KAMCHECK_DIAG_H

#include "text/source.h"

#include <stdarg.h>

enum severity { SEV_ERROR, SEV_WARNING, SEV_NOTE };

/* When the real server would notice: `kamailio -c` fails, the start fails, it misbehaves. */
enum phase { PHASE_PARSE, PHASE_START, PHASE_RUN };

enum diag_code {
#define CODE(name, id, severity, phase) DIAG_##name,
#include "codes.inc"
#undef CODE
	DIAG_CODE_COUNT
};

/* A second place that belongs to a finding: "first defined here". */
struct diag_note {
	struct diag_note *next;
	struct span at; /* SPAN_NONE: text only */
	struct str text;
};

struct diag {
	struct diag *next;
	enum diag_code code;
	struct span at;   /* where the mistake is */
	struct span seen; /* where Kamailio notices it, when that is elsewhere */
	struct str text;
	struct str hint; /* what is said at the caret; may be empty */
	struct diag_note *notes, **notes_end;
	uint32_t order; /* of reporting */
};

struct diags {
	struct arena *arena;
	struct sources *sources;
	struct diag *first, **end;
	uint32_t count;
	uint32_t errors;    /* of any phase */
	uint32_t minor;     /* warnings and notes */
	bool is_full;       /* more than DIAG_MOST errors: the rest was dropped */
	bool is_minor_full; /* the same of warnings and notes; they never push out an error */
	/* What is wanted: other findings are dropped at once, and rules may spare themselves the
	 * work.  Everything, unless the caller says less. */
	enum severity least;
	enum phase last;
	struct diag unwanted; /* what diag_report() returns then */
};

#define DIAG_MOST 10000

void diags_init(struct diags *d, struct arena *a, struct sources *s);

/* Whether findings of CODE are wanted. */
bool diag_wanted(const struct diags *d, enum diag_code code);

/*
 * Reports CODE at AT; the text as for printf.  Returns the record for diag_hint() and its kin,
 * never NULL.  A second report of the same code at the same place is dropped, and one that is not
 * wanted.
 */
struct diag *diag_report(struct diags *d, enum diag_code code, struct span at, const char *format,
			 ...) __attribute__((format(printf, 4, 5)));

/* Says more at the caret. */
void diag_hint(struct diags *d, struct diag *x, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Adds a second place (or SPAN_NONE) with its text. */
void diag_note(struct diags *d, struct diag *x, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says where Kamailio itself notices the mistake. */
void diag_seen(struct diag *x, struct span seen);

/* Sorts by the order in which the text was read. */
void diags_sort(struct diags *d);

/*
 * Takes out the findings that KEEPS does not want; to be called after all are reported, before
 * sorting.
 */
void diags_keep(struct diags *d, bool (*keeps)(void *ctx, const struct diag *x), void *ctx);

/* "K101", the severity and the phase of a code. */
const char *diag_id(enum diag_code code);
enum severity diag_severity(enum diag_code code);
enum phase diag_phase(enum diag_code code);

#endif
