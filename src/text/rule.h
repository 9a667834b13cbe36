/*
 * rule - what can be found wrong: one record a rule, and nowhere else.
 *
 * A RULE stands below the code that reports it.  grammar/mkrules.awk collects the records for the
 * registry (rules.inc).  From the same record come the documentation and the tests: each .bad must
 * give exactly this code, each .good must be silent.
 *
 * What must stay true: code, severity and phase stand on the first line, where the script reads
 * them; a code is never used again.
 */
#ifndef KAMCHECK_RULE_H
#define KAMCHECK_RULE_H

#include "base/str.h"

enum severity { SEV_ERROR, SEV_WARNING, SEV_NOTE };

/* When the real server would notice: `kamailio -c` fails, the start fails, it misbehaves. */
enum phase { PHASE_PARSE, PHASE_START, PHASE_RUN };

struct rule {
	const char *name;
	const char *code;
	enum severity severity;
	enum phase phase;
	const char *summary; /* one line, lower case */
	const char *why;     /* plain text, paragraphs split by empty lines */
	const char
	    *bad; /* a config that gives this code as its only finding; NULL when no text can */
	const char *good;     /* the same, mended */
	const char *evidence; /* where people met it: an issue, a page; or NULL */
	const char
	    *version; /* for the examples: the branch they are for, or NULL for the default */
};

#define RULE(id, code_, severity_, phase_, ...)                                                    \
	const struct rule rule_##id = {                                                            \
	    .name = #id, .code = code_, .severity = severity_, .phase = phase_, __VA_ARGS__};

#endif
