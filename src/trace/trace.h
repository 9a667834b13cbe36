/*
 * trace - what a config does with one message: `kamcheck trace`.
 *
 * The blocks that it meets, in their order; of conditions that the question decides only the way it
 * takes, of others both.  A route is looked into once; loops and recursion are folded.
 *
 * What must stay true: nothing is claimed that the question or the text of the config does not say;
 * linear in the config.
 */
#ifndef KAMCHECK_TRACE_H
#define KAMCHECK_TRACE_H

#include "trace/question.h"

enum step_kind {
	STEP_BLOCK,   /* a block that the server runs */
	STEP_ROUTE,   /* a route that is called */
	STEP_DECIDED, /* a condition that the question decides: yes */
	STEP_REFUSED, /* ... no: what follows is its else */
	STEP_OPEN,    /* one that it does not */
	STEP_ELSE,    /* the other side of that */
	STEP_CASE,    /* of a switch */
	STEP_LOOP,    /* while */
	STEP_RELAY,   /* the message is sent on */
	STEP_REPLY,   /* a reply is sent */
	STEP_ARM,     /* a block is armed */
	STEP_EXIT,    /* exit, or what is the same */
	STEP_DROP,
	STEP_RETURN, /* back to the caller */
	STEP_BREAK,  /* behind the loop or switch */
	STEP_FALLS,  /* behind the last statement */
	STEP_DEEP,   /* more stands here than is followed */
	STEP_KINDS
};

/* Why a route's own steps are not below it. */
enum step_fold { FOLD_NONE, FOLD_ABOVE, FOLD_RECURSION, FOLD_UNDEFINED };

struct trace_step {
	struct trace_step *next, *below;
	enum step_kind kind;
	struct str text;  /* as the user wrote it; of a block its name */
	struct str armed; /* of a relay: what is armed by then; or empty */
	struct str file;
	uint32_t line; /* 0: nowhere */
	enum step_fold fold;
};

struct trace {
	struct arena *arena;
	struct str config;
	struct question question;
	bool is_assumed;           /* that it is sent within a dialog */
	struct trace_step *blocks; /* in the order in which the message meets them */
	bool is_partial;           /* text was not read, so steps may be missing */
};

/* Follows Q through A. */
struct trace trace_make(struct analysis *a, const struct question *q);

/* Appends T in one form; of JSON, false when there is no memory. */
void trace_text(struct buf *b, const struct trace *t);
bool trace_json(struct buf *b, const struct trace *t);

#endif
