/*
 * layout - where graphviz puts the nodes and lines of a picture.
 *
 * Graphviz is told sizes and who is joined with whom, and none of the config's text; it answers in
 * its form "plain", of which only numbers are taken.  Everything else about the drawing is ours.
 */
#ifndef KAMCHECK_LAYOUT_H
#define KAMCHECK_LAYOUT_H

#include "pictures/picture.h"

struct layout_point {
	double x, y; /* from the left, from the top */
};

/* A node, or the frame around a cluster. */
struct layout_box {
	double x, y, width, height; /* the middle, and the size */
	bool is_placed;
};

struct layout_line {
	struct layout_point *points; /* of Bezier curves: the first, then three each */
	uint32_t count;
	bool has_label;
	struct layout_point label; /* its middle */
};

/* A drawing; all lengths in pixels. */
struct layout {
	double width, height;
	bool *is_drawn;          /* by node: there was room */
	uint32_t left_out;       /* nodes that are not */
	uint32_t lines_left_out; /* ... between those that are */
	struct str *labels;      /* by line: as they are shown */
	struct str *titles;      /* by node */
	struct layout_box *nodes;
	struct layout_line *lines;
	struct layout_box *clusters; /* by number - 1; only where there are several */
};

/* Chooses what of P is drawn, and appends what graphviz is to be asked; memory from A. */
struct layout layout_ask(struct buf *b, struct arena *a, const struct picture *p);

/* Takes the answer; false when it is none. */
bool layout_take(struct layout *l, struct arena *a, const struct picture *p, struct str answer);

#endif
