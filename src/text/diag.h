/*
 * diag - findings as data: collected while a run goes on, put in order and printed afterwards.
 *
 * A diag points to the record of its rule, which says its code, severity and phase once.
 */
#ifndef KAMCHECK_DIAG_H
#define KAMCHECK_DIAG_H

#include "base/pile.h"
#include "text/rule.h"
#include "text/source.h"

#include <stdarg.h>

struct secrets;

/* A second place that belongs to a finding: "first defined here". */
struct diag_note {
	struct diag_note *next;
	struct span at; /* SPAN_NONE: text only */
	bool is_told;   /* the text says where that is */
	struct str text;
};

/* When a finding is there, of one that is not always: with these names defined and without those.
 */
struct diag_when {
	struct str text; /* in words: "when WITH_A and not WITH_B" */
	const struct str *on, *off;
	uint32_t on_count, off_count;
};

/* In which of the releases that were asked for a finding is there. */
struct diag_releases {
	struct str text; /* in words, "in 6.0 and 6.1 only"; empty: in all of them */
	const struct str *names;
	uint32_t count;
};

/* The line that Kamailio names for a finding. */
struct diag_line {
	bool is_settled; /* else it is found out from the sources */
	bool is_none;    /* it does not come so far */
	uint32_t line;
};

struct diag {
	struct diag *next;
	const struct rule *rule;
	enum severity severity; /* of the rule, unless diags_weigh() says otherwise */
	struct span at;         /* where the mistake is */
	struct span seen;       /* where Kamailio notices it, when that is elsewhere */
	struct str text;
	struct str hint; /* what is said at the caret; may be empty */
	struct diag_note *notes, **notes_end;
	uint32_t order;           /* of reporting */
	bool is_late;             /* Kamailio tells it behind all others */
	bool is_out;              /* it was taken out */
	const struct diag *cause; /* it is not shown beside that finding, of which it comes */
	struct diag_line line;
	const struct diag_when *when;         /* NULL: nobody asked, or there is nothing to say */
	const struct diag_releases *releases; /* NULL: nobody asked */
};

/* A finding that found no room: it counts all the same. */
struct diag_rest {
	const struct rule *rule;
	enum severity severity;
	struct span at;
};

enum {
	DIAG_RECENT = 8,   /* so far a report looks back for itself */
	DIAG_MOST = 10000, /* findings of a class that are kept with their words */
	/* Classes: the severities, and what nobody will see, which takes no room from them. */
	DIAG_HIDDEN = SEVERITY_COUNT,
	DIAG_CLASSES,
};

/* A question about a finding. */
typedef bool (*diag_test)(void *ctx, const struct rule *rule, struct span at);

struct diags {
	struct arena *arena;
	struct sources *sources;
	struct secrets *secrets; /* to be masked by who shows findings; NULL: none are known */
	struct diag *first, **end;
	uint32_t count;  /* of those kept with their words */
	uint32_t errors; /* reported, of any phase, hidden ones too */
	uint32_t kept[DIAG_CLASSES];
	bool is_full[DIAG_CLASSES];     /* there was no room for one of them */
	PILE_OF(struct diag_rest) rest; /* of all classes but the hidden one */
	/* Whether a finding will not be shown: its rule is off, or a comment silences it; NULL:
	 * none is known.  Hidden ones are kept like others, as rules look at each other's. */
	diag_test is_hidden;
	void *hidden_ctx;
	PILE_OF(struct span) unknown; /* text that only the server knows */
	/* What is wanted: other findings are dropped at once, and rules may spare themselves the
	 * work.  Everything, unless the caller says less. */
	enum severity least;
	enum phase last;
	uint32_t stop;        /* where Kamailio ends in the midst of the text; 0: it does not */
	struct diag unwanted; /* what diag_report() returns then */
	struct diag *recent[DIAG_RECENT]; /* the last ones */
};

void diags_init(struct diags *d, struct arena *a, struct sources *s);

/* Whether findings of RULE are wanted. */
bool diag_wanted(const struct diags *d, const struct rule *rule);

/* Whether one more finding of RULE would be kept with its words: who has to work for them may ask.
 */
bool diag_has_room(const struct diags *d, const struct rule *rule);

/*
 * Reports RULE at AT; the text as for printf.  Returns the record for diag_hint() and its kin,
 * never NULL.  A second report of the same rule at the same place is dropped, and one that is not
 * wanted.
 */
struct diag *diag_report(struct diags *d, const struct rule *rule, struct span at,
			 const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The same with the arguments in a list. */
struct diag *diag_vreport(struct diags *d, const struct rule *rule, struct span at,
			  const char *format, va_list ap) __attribute__((format(printf, 4, 0)));

/* Says more at the caret. */
void diag_hint(struct diags *d, struct diag *x, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What stands AT is known only where the server runs: nothing is found in it from now on. */
void diag_unknown(struct diags *d, struct span at);

/* Adds a second place (or SPAN_NONE) with its text. */
void diag_note(struct diags *d, struct diag *x, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same; the text says in its own words where that is. */
void diag_note_told(struct diags *d, struct diag *x, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Says where Kamailio itself notices the mistake. */
void diag_seen(struct diag *x, struct span seen);

/*
 * The finding number ORDER, of the same mistake, is not to be shown beside CAUSE.  FROM is where to
 * look for it, in the order of reporting; returns where to look for the next.
 */
struct diag *diag_follows(struct diag *from, uint32_t order, const struct diag *cause);

/*
 * Adds X, a finding of other diags, with copies of its words; AT and SEEN are its places here, and
 * its notes have none yet.  Its number is its order.  NULL when there is no room for it: it counts
 * all the same.
 */
struct diag *diag_copy(struct diags *d, const struct diag *x, struct span at, struct span seen);

/* Adds X, which found no room where it was reported. */
void diag_copy_rest(struct diags *d, struct diag_rest x);

/* Sorts by the order in which the text was read, and takes out what follows of others. */
void diags_sort(struct diags *d);

/*
 * Takes out the findings that KEEPS does not want; to be called after all are reported, before
 * sorting.
 */
void diags_keep(struct diags *d, diag_test keeps, void *ctx);

/* The same for who has to look at the findings; those without words stay. */
void diags_keep_each(struct diags *d, bool (*keeps)(void *ctx, const struct diag *x), void *ctx);

/* How severe a finding is for this user; SEVERITY_COUNT: it is not to be seen. */
typedef unsigned (*diag_weight)(void *ctx, const struct rule *rule, struct span at);

/* Weighs all findings; to be called after all are reported, before sorting. */
void diags_weigh(struct diags *d, diag_weight weight, void *ctx);

/* Whether there was no room for findings though there is some now: when the same text is read
 * again, with those that were taken out hidden, they can be kept. */
bool diags_crowded(const struct diags *d);

#endif
