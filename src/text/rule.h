/*
 * rule - what can be found wrong: one record a rule, and nowhere else.
 *
 * A RULE stands in the file that finds it, whatever room that is.  grammar/mkrules.awk collects the
 * records into the registry and the order of dispatch.  From the same record come the documentation
 * and the tests: each .bad must give exactly this code, each .good must be silent.
 *
 * A rule of the stages (preprocess, parse, sema) is reported where the stage meets it.  A rule in
 * rules/ is a visitor: it says what it wants to see, and the engine calls it; or another rule of
 * its file finds it, and it says which.
 *
 * What must stay true: code, severity and phase stand on the first line, where the script reads
 * them; a code is never used again.
 */
#ifndef KAMCHECK_RULE_H
#define KAMCHECK_RULE_H

#include "base/str.h"

struct node;
struct path_rule;
struct visit;

enum severity { SEV_ERROR, SEV_WARNING, SEV_NOTE };

enum { SEVERITY_COUNT = SEV_NOTE + 1 };

/* When the real server would notice: `kamailio -c` fails, the start fails, it misbehaves. */
enum phase { PHASE_PARSE, PHASE_START, PHASE_RUN };

/* What is not known of a configuration, so that a rule may be wrong about it. */
enum doubt {
	DOUBT_TEXT = 1,        /* text was not read: an include, text that is not closed, a limit */
	DOUBT_DECLARATION = 2, /* recovery skipped something on the top level that may declare */
	DOUBT_STATEMENT = 4,   /* recovery skipped a statement in a block */
	DOUBT_IMPORT = 8,      /* an import_file names a file that is not here */
	DOUBT_MODULE = 16,     /* a module is loaded whose exports nobody knows */
	DOUBT_ENGINE = 32,     /* the routing is written in another language */
	DOUBT_BRACES = 64,     /* braces were supposed: nobody knows where blocks end */
	DOUBT_VALUE = 128,     /* a string or a word is what only the server knows */
};

/* Text is lost that may hold anything: a definition, a use. */
#define DOUBT_LOST (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_STATEMENT)
/* Modules, parameters and their values are not all known. */
#define DOUBT_SETTINGS (DOUBT_TEXT | DOUBT_DECLARATION | DOUBT_MODULE | DOUBT_VALUE)

/* What has to be built before a rule runs. */
enum need {
	NEEDS_ROUTES = 1,  /* routes, who calls whom, in which kinds of block: unit/calls.h */
	NEEDS_SYMBOLS = 2, /* definitions and references of all names: unit/symbols.h */
	NEEDS_FILES = 4,   /* files that parameters name: unit/named_files.h */
};

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

	/* What a visitor wants to see; several may be given.  engine/visit.h has the words. */
	uint64_t nodes;            /* NODE(IF) | NODE(WHILE): nodes of these kinds */
	uint64_t tags;             /* TAG_RELAY: calls of functions with one of these tags */
	uint64_t arguments;        /* ARGUMENT(REGEX): constant arguments of these kinds */
	const char *const *params; /* PARAM("tm", "fr_timer", "core", "port"): these parameters */
	const char *const *pvars;  /* PVAR("sht"): variables of these names, in strings too */
	uint32_t symbols;          /* SYMBOL(ROUTE): the names of these kinds, each once */
	uint32_t settings;         /* FORM(FLAG): parameters with such a row of settings.tsv */
	bool each_param;           /* every modparam that reaches a module */
	bool each_module;          /* every module that is loaded */
	bool each_route;           /* every route, its blocks joined */
	uint32_t marks;            /* MARK(CLOSED): what the walk along the paths noticed */

	/* Follows the paths through routes; then nodes and tags are for its step(), not for
	 * run(). */
	const struct path_rule *path;
	uint64_t
	    only_with; /* … only in configs that call a function with one of these tags, without
			  which there is nothing to find; 0: in all that have its tags */

	/* Called for each of these; N is the node where it stands. */
	void (*run)(struct visit *v, const struct node *n);
	void (*end)(struct visit *v); /* called once, behind all others */
	const struct rule *found_by;  /* another rule of the file whose functions report this one */
	unsigned needs;               /* enum need */
	unsigned silent_in;           /* enum doubt: there it is not even called, and nothing
				      is reported */
	bool of_all; /* that a thing is used nowhere: in text that several configs have it is told
			when it is so in all of them */
	const char
	    *group; /* opt-in, for what is a matter of taste or of the place: off until the group
		       ("security"), or the rule itself, is asked for; or NULL */
	const struct rule *after; /* a finding of that one at the same place silences this */
};

#define RULE(id, code_, severity_, phase_, ...)                                                    \
	const struct rule rule_##id = {                                                            \
	    .name = #id, .code = code_, .severity = severity_, .phase = phase_, __VA_ARGS__};

#endif
