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
#include "output/paths.h"

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

/* Whether X is there in the RELEASE ("5.6"); where nobody asked for releases, it is. */
bool report_is_in(const struct diag *x, struct str release);

/* What is the same for all forms. */
struct report_facts {
	const char *version; /* of kamcheck */
	struct str base;     /* the folder that paths are from, by its real path */
	paths_real real;     /* see paths.h */
	struct str kamailio; /* the release that is checked for; several with commas */
	const char
	    *docs; /* where the pages of rules are: a URL that a code comes behind; or NULL */
};

/* How many findings of a severity there are. */
struct report_counts {
	uint32_t of[SEV_NOTE + 1];
};

/* A config whose findings have all been told. */
struct report_config {
	struct str name;
	struct report_counts rest;    /* findings that had no room */
	const uint32_t *rest_by_rule; /* the same, by rule_index(); NULL: there are none */
};

struct report_writer;

/* What some forms want to know, that takes time. */
enum report_wants {
	REPORT_FILES = 1,        /* which files were read */
	REPORT_FINGERPRINTS = 2, /* finding.fingerprint */
	REPORT_LINE_HASHES = 4,  /* finding.line_hash */
	REPORT_REPEATS = 8,      /* finding.others, finding.is_repeat */
};

/* A file that was read. */
struct report_file {
	struct str path;
	LIST_OF(struct str) roots; /* the configs that it is part of */
};

struct report_format {
	const char *name;
	unsigned wants; /* enum report_wants */
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
	/* False when it cannot be written.  A TEXT without P: there is no memory for it. */
	bool (*put)(void *ctx, struct str text);
	void *ctx;
};

/* One form at work. */
struct report_writer {
	struct report_target target;
	const struct report_facts *facts;
	struct arena *arena;   /* lives as long as the report */
	struct arena *scratch; /* ... as long as a finding is told */
	struct buf out;        /* what is to go out next */
	struct report_counts shown;
	uint32_t left_out; /* of them, those that had no room */
	struct paths *paths;
	const struct map *files; /* of struct report_file, by path */
	void *state;             /* of the form */
	bool has_failed;         /* there was no memory */
	bool is_dead;            /* ... or it could not be written */
};

struct report {
	struct report_writer *writers;
	size_t count;
	struct arena *arena;
	unsigned wants;
	struct paths *paths;
	struct map *files, *fingerprints;
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

/* The address of the page of RULE, in memory of A; empty when there is none. */
struct str report_url(const struct report_writer *w, struct arena *a, const struct rule *rule);

/* Appends a line for each severity of which findings had no room. */
void report_say_rest(struct buf *b, const struct report_config *config);

/* Appends the findings that pass, in one form. */
void report_print(struct buf *b, const struct report_format *format, struct diags *d,
		  const struct report_filter *filter);

#endif
