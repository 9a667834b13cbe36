/*
 * report - writes the findings of a run, in as many forms as are wanted.
 *
 * A form is one file of this room and one row in formats.h.  For a run it is told: the beginning;
 * of each config its findings, one by one, and its end; the end.
 *
 * What must stay true: the same findings give the same bytes.  Forms write to a buf only; what
 * stands there goes out in pieces, for there may be much.
 */
#ifndef KAMCHECK_REPORT_H
#define KAMCHECK_REPORT_H

#include "base/buf.h"
#include "output/finding.h"

/* Which findings are shown. */
struct report_filter {
	enum severity least; /* SEV_ERROR: errors only; SEV_NOTE: all */
	enum phase last;     /* findings of later phases are left out */
	const bool *is_off;  /* by code: rules that are switched off; or NULL */
};

/* True when FILTER lets findings of RULE pass that are of this SEVERITY. */
bool report_shows(const struct report_filter *filter, const struct rule *rule,
		  enum severity severity);

/* How many findings pass, those that found no room included. */
uint32_t report_count(const struct diags *d, const struct report_filter *filter);

/* What is the same for all forms. */
struct report_facts {
	const char *version; /* of kamcheck */
	struct str kamailio; /* the release that is checked for */
};

/* How many findings of a severity there are. */
struct report_counts {
	uint32_t of[SEV_NOTE + 1];
};

/* A config whose findings have all been told. */
struct report_config {
	struct str name;
	const struct sources *sources;
	struct report_counts rest;    /* findings that had no room */
	const uint32_t *rest_by_rule; /* the same, by rule_index(); NULL: there are none */
};

struct report_writer;

struct report_format {
	const char *name;
	/* Each may be NULL. */
	void (*begin)(struct report_writer *w);
	void (*finding)(struct report_writer *w, const struct finding *x);
	void (*config)(struct report_writer *w, const struct report_config *config);
	void (*unread)(struct report_writer *w, struct str name, struct str why);
	void (*end)(struct report_writer *w, int status);
};

/* Where a form goes. */
struct report_target {
	const struct report_format *format;
	bool has_color;
	bool (*put)(void *ctx, struct str text); /* false when it cannot be written */
	void *ctx;
};

/* One form at work. */
struct report_writer {
	struct report_target target;
	const struct report_facts *facts;
	struct arena *arena; /* lives as long as the report */
	struct buf out;      /* what is to go out next */
	struct report_counts shown;
	void *state; /* of the form */
};

struct report {
	struct report_writer *writers;
	size_t count;
	struct arena *arena;
};

/* Starts a report in COUNT forms; FACTS must live as long, and so must A, which lends memory. */
struct report report_start(struct arena *a, const struct report_facts *facts,
			   const struct report_target *targets, size_t count);

/* Tells the findings D, in their order, of the config NAME that FILTER lets pass.  False when one
 * of the targets could not be written. */
bool report_findings(struct report *r, struct diags *d, const struct report_filter *filter,
		     struct str name);

/* The config NAME could not be read. */
void report_unread(struct report *r, struct str name, struct str why);

/* Ends it; STATUS is what the program will end with.  False as above. */
bool report_end(struct report *r, int status);

/* Appends the findings that pass, as text for people. */
void report_text(struct buf *b, struct diags *d, const struct report_filter *filter);

#endif
