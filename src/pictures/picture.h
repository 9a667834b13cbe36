/*
 * picture - nodes and lines between them: what `kamcheck graph` draws of a config, whatever it is
 * about, for all forms to write.
 *
 * What must stay true: a picture holds all its text; who writes it needs no session.  Nodes and
 * lines come in the order of the text of the config, so the same config makes the same picture.
 */
#ifndef KAMCHECK_PICTURE_H
#define KAMCHECK_PICTURE_H

#include "base/map.h"
#include "unit/analysis.h"

enum node_role {
	ROLE_BLOCK,     /* a route block */
	ROLE_ENTRY,     /* ... that the server itself runs */
	ROLE_EVENT,     /* ... for an event */
	ROLE_UNDEFINED, /* a block that is named, and is not there */
	ROLE_SOURCE,    /* what runs blocks: a module, a parameter */
	ROLE_STAGE,     /* what the server does between blocks */
	ROLE_FILE,
	ROLE_MODULE,
	ROLE_MISSING, /* a file or module that is needed, and is not there */
	ROLE_COUNT
};

enum line_style {
	LINE_SOLID,  /* runs at once; comes next */
	LINE_DASHED, /* arms for later */
	LINE_DOTTED, /* is run by somebody else */
	LINE_STYLES
};

struct picture_node {
	struct str title;
	enum node_role role;
	struct str file; /* where it stands; empty: nowhere */
	uint32_t line;
	uint32_t cluster;   /* of those drawn together, from 1; 0: none */
	bool is_unreached;  /* nothing runs it */
	bool is_left_out;   /* not asked for */
	uint32_t first_out; /* its first line, in the order of picture_sort() */
};

struct picture_line {
	uint32_t from, to; /* nodes */
	enum line_style style;
	struct str word;      /* how: t_on_failure, include_file ...; or empty */
	struct str condition; /* under which, as it is written; or empty */
	struct str file;      /* of the first place; empty: none */
	uint32_t line;
	uint32_t count;    /* places */
	bool is_recursive; /* it closes a circle of those that run at once */
};

struct picture {
	struct arena *arena;
	struct str config; /* the main file */
	const char *kind;
	const char *missing; /* what is said of ROLE_MISSING */
	LIST_OF(struct picture_node) nodes;
	LIST_OF(struct picture_line) lines;
	LIST_OF(struct str) clusters;
	struct map named; /* nodes, by the names that they stand for */
	struct map known; /* lines, by what they join */
	bool is_partial;  /* text was not read, so things may be missing */
};

/* An empty picture of A. */
struct picture picture_new(struct analysis *a, const char *kind);

/* Adds a node that stands at AT (SPAN_NONE: nowhere), in a cluster of the file when IN_FILE. */
uint32_t picture_add(struct picture *p, struct analysis *a, struct str title, enum node_role role,
		     struct span at, bool in_file);

/* The node that stands for NAME, which is its title, whatever role it has; added when there is
 * none: then the rest is as for picture_add(). */
uint32_t picture_named(struct picture *p, struct analysis *a, struct str name, enum node_role role,
		       struct span at, bool in_file);

/* Joins two nodes; the same line again, from another place, only counts. */
struct picture_line *picture_join(struct picture *p, uint32_t from, uint32_t to,
				  enum line_style style, struct str word, struct str condition);

/* Says that X stands at AT, unless it has a place. */
void picture_place(struct analysis *a, struct picture_line *x, struct span at);

/* Sorts the lines by where they come from, and marks those that close circles. */
void picture_sort(struct picture *p);

/*
 * Leaves what can be reached in DEPTH steps (0: any number) from nodes named FROM, forwards, and
 * what reaches nodes named TO, backwards; an empty name asks nothing.  False when no node has that
 * name: NAME says which.
 */
bool picture_choose(struct picture *p, struct str from, struct str to, uint32_t depth,
		    struct str *name);

/* The node whose name is nearest to NAME; empty when none is near. */
struct str picture_nearest(const struct picture *p, struct str name);

/* The four pictures. */
struct picture picture_calls(struct analysis *a);
struct picture picture_order(struct analysis *a);
struct picture picture_includes(struct analysis *a);
struct picture picture_modules(struct analysis *a);

/* Appends P in one form; of JSON, false when there is no memory. */
void picture_tree(struct buf *b, struct picture *p);
void picture_dot(struct buf *b, const struct picture *p);
void picture_mermaid(struct buf *b, const struct picture *p);
bool picture_json(struct buf *b, const struct picture *p);

/* --- for the forms ---------------------------------------------------------------------------- */

/* The name of a role, of a style. */
const char *picture_role(enum node_role role);
const char *picture_style(enum line_style style);

/* Whether the line is to be drawn. */
static inline bool picture_shows(const struct picture *p, const struct picture_line *x)
{
	return !p->nodes.all[x->from].is_left_out && !p->nodes.all[x->to].is_left_out;
}

/* What stands beside a line: the word, the condition, how often; in memory of P. */
struct str picture_label(const struct picture *p, const struct picture_line *x);

/* --- for trees: the lines are sorted ---------------------------------------------------------- */

/* The first line from AT on that leaves NODE and is drawn; lines.count when there is none. */
uint32_t picture_next(const struct picture *p, uint32_t node, uint32_t at);

/* The same from the first line of NODE on. */
uint32_t picture_first(const struct picture *p, uint32_t node);

/* The COUNT nodes that are drawn: first those that nothing drawn leads to, so that who shows what
 * is below each, once, shows all; in memory of P. */
const uint32_t *picture_roots(const struct picture *p, uint32_t *count);

#endif
