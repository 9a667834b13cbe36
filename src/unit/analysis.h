/*
 * analysis - all that is known of one configuration: the tree, what sema decided about it, and, as
 * soon as somebody asks, its routes and who calls whom.
 *
 * What must stay true: it is made by analyse() (sema/analyse.h); rules, views and later programs
 * read it and change nothing.
 */
#ifndef KAMCHECK_ANALYSIS_H
#define KAMCHECK_ANALYSIS_H

#include "preprocess/record.h"
#include "unit/calls.h"
#include "unit/modules.h"
#include "unit/named_files.h"
#include "unit/path.h"
#include "unit/pvars.h"
#include "unit/symbols.h"

/* A call of a module's function, as sema resolved it; calls of one shape share it. */
struct call_info {
	const struct fact_function *function;         /* NULL: no function that is loaded */
	uint64_t tags;                                /* bit N: enum tag, by the name alone */
	const struct fact_argument *const *arguments; /* rows of its arguments that hold here */
	uint16_t argument_count;
	const struct function_facts *facts; /* calls_function() */
	bool is_known; /* facts about the arguments of functions of this name exist */
};

enum { FLAGS_MOST = 32 }; /* flags of a message */

struct analysis {
	struct session *session;
	struct arena *arena;
	struct node *root;
	struct record record;   /* what the preprocessor saw */
	unsigned doubts;        /* enum doubt */
	struct modules modules; /* what is loaded and set */
	struct pvars pvars;     /* variables, by their texts */
	/* By `number` of N_CALL; the first is for those never reached. */
	LIST_OF(struct call_info) calls;

	struct str flag_names[FLAGS_MOST]; /* that declared ones of messages have; or empty */

	/* analysis_build(): */
	unsigned built; /* enum need */
	struct routes routes;
	struct calls graph;
	struct path_mark *marks; /* what the walk over the routes noticed, in its order */
	struct named_files files;
	struct symbols symbols; /* NEEDS_SYMBOLS: all kinds; analysis_symbols() */
};

/* What is known of the call N, a node N_CALL. */
static inline const struct call_info *call_of(const struct analysis *a, const struct node *n)
{
	return &a->calls.all[n->number];
}

/* Builds what NEEDS (enum need) names, once.  Linear in the size of the tree. */
void analysis_build(struct analysis *a, unsigned needs);

/* Builds the table of symbols of KINDS, a mask, at least; what was built before stays valid. */
void analysis_symbols(struct analysis *a, uint32_t kinds);

#endif
