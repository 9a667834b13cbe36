/*
 * upgrade - what a config meets when its server gets another release: kamcheck upgrade.
 *
 * What must stay true: it holds no text of a session, and no secret of the config, so it outlives
 * the runs that it was put together from.
 */
#ifndef KAMCHECK_UPGRADE_H
#define KAMCHECK_UPGRADE_H

#include "base/map.h"
#include "facts/version.h"
#include "output/finding.h"
#include "unit/analysis.h"

/* In the order in which they are told. */
enum upgrade_part {
	PART_REFUSED,    /* the new release does not read it */
	PART_START,      /* ... does not start with it */
	PART_BEHAVES,    /* takes it, and does otherwise */
	PART_DEPRECATED, /* takes it still */
	PART_DATABASE,   /* a step for the database */
	PART_KNOWS,      /* worth knowing */
	UPGRADE_PARTS
};

/* Texts live in the arena of the whole. */
struct upgrade_item {
	enum upgrade_part part;
	const struct rule *rule; /* whose finding it is, or NULL */
	struct str since;        /* the release; empty: not known */
	struct str text, advice; /* advice: or empty */
	struct str path;         /* empty: it stands nowhere */
	uint32_t line, column;
};

/* What one release says of the config. */
struct upgrade_verdict {
	struct version version;
	uint32_t refused, start; /* errors of reading and of starting */
};

struct upgrade {
	struct arena *arena;
	struct str config;
	struct version from, to;
	LIST_OF(struct upgrade_item) items;
	LIST_OF(struct upgrade_verdict) verdicts; /* from FROM to TO */
	uint32_t already;                         /* errors for TO that are some for FROM, too */
	struct map conditions;                    /* struct branch: how FROM decides them */
	bool is_partial;                          /* text was not read, so things may be missing */
};

/* A new item of PART, its texts copied. */
struct upgrade_item *upgrade_add(struct upgrade *u, enum upgrade_part part, const char *since,
				 struct str text, struct str advice);

/* Says that X stands at AT. */
void upgrade_place(struct upgrade *u, struct upgrade_item *x, struct sources *s, struct span at);

/* Adds what the tables know of what A, a config as TO reads it, loads, sets and calls. */
void upgrade_add_facts(struct upgrade *u, struct analysis *a);

/* To be called with A as FROM reads the config, then as TO does: adds the conditionals that TO
 * decides otherwise. */
void upgrade_add_conditions(struct upgrade *u, struct analysis *a);

/* How many items a part has; whether something must be changed. */
uint32_t upgrade_count(const struct upgrade *u, enum upgrade_part part);
bool upgrade_must_change(const struct upgrade *u);

/* Appends U in one form; of JSON, false when there is no memory. */
void upgrade_text(struct buf *b, const struct upgrade *u);
void upgrade_markdown(struct buf *b, const struct upgrade *u);
bool upgrade_json(struct buf *b, const struct upgrade *u);

#endif
