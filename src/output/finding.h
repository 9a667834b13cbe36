/*
 * finding - a finding as everybody may see it: what all forms of output are written from.
 *
 * A diag says where in the space of offsets something is wrong; here that is a file, lines and
 * columns, and so is what belongs to it: notes, the uses of defines and the includes that led
 * there.
 *
 * What must stay true: a finding holds no secret of the config, and needs neither sources nor diags
 * any more once it is made; its bytes are still those of the config, whatever they are.
 */
#ifndef KAMCHECK_FINDING_H
#define KAMCHECK_FINDING_H

#include "base/map.h"
#include "output/columns.h"
#include "text/diag.h"

enum { FINDING_OTHERS_MOST = 20 };

struct finding_point {
	uint32_t offset;                /* in the file, from 0 */
	uint32_t line;                  /* from 1 */
	uint32_t byte, character, unit; /* columns from 1: in bytes, characters, units of UTF-16 */
};

struct finding_place {
	struct str path;               /* as the file was named */
	struct finding_point from, to; /* TO: behind the last byte */
};

/* A second place that belongs to it. */
struct finding_note {
	const struct finding_note *next;
	struct str text;
	bool has_place;
	bool is_told; /* the text says where that is */
	struct finding_place at;
};

/* How the text came there. */
struct finding_link {
	const struct finding_link *next; /* the outer one */
	bool is_define, is_parameter;
	struct str name;         /* of the define */
	bool has_place;          /* false: it was defined outside of the files */
	struct finding_place at; /* where it was defined; or where the file was included, named */
};

struct finding {
	const struct rule *rule;
	enum severity severity;   /* for this user, who may see it otherwise than the rule */
	struct str message, hint; /* hint: what is said at the caret; may be empty */
	bool has_place; /* false: it is about the command line; then AT is the top of the config */
	struct finding_place at;
	/* The line where it begins, or the part of it around; bytes FIRST to BEHIND are wrong. */
	struct str excerpt;
	size_t first, behind;
	bool is_line; /* the excerpt is the whole line */
	const struct finding_note *notes;
	const struct finding_link *links; /* the innermost first */
	bool has_kamailio_line;           /* Kamailio's own message names another line: */
	uint32_t kamailio_line;
	struct str kamailio_path;     /* empty: the same file */
	const struct diag_when *when; /* of its diag */
	const struct diag_releases *releases;
	/* Those that say the same in other places, at most FINDING_OTHERS_MOST of OTHERS_COUNT. */
	const struct finding_place *others;
	uint32_t others_count;
	bool is_repeat; /* one told before has this place among those */
	/* Tells it from all others, also when lines above it come and go; empty: nobody asked. */
	struct str fingerprint;
	/* What GitHub tells it by; empty: nobody asked, or it comes from lines with secrets. */
	struct str line_hash;
};

/* Makes findings of diags. */
struct finder {
	struct diags *diags;
	struct str config;   /* its file */
	struct arena *arena; /* for what is known of files */
	bool hashes_lines;   /* line_hash is wanted */
	struct map files;
	uint32_t base; /* of the source that was asked for last */
	const struct columns *columns;
};

/* For the findings D of CONFIG; A must live as long. */
struct finder finder_of(struct arena *a, struct diags *d, struct str config);

/* X as it is shown; memory from A. */
struct finding finding_resolve(struct finder *f, struct arena *a, const struct diag *x);

/* Where X is; for what is in no file, the top of the config. */
struct finding_place finding_place_of(struct finder *f, const struct diag *x);

const char *finding_severity(enum severity severity);
const char *finding_phase(enum phase phase);

#endif
