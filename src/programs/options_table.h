/*
 * options_table - the rows of grammar/options.tsv as C sees them; only for the options_*.c files.
 *
 * The table is data: an option that a release adds is a row there, and a name of a column that C
 * does not know fails the compilation.
 */
#ifndef KAMCHECK_OPTIONS_TABLE_H
#define KAMCHECK_OPTIONS_TABLE_H

#include <stdint.h>

enum options_argument {
	ARGUMENT_NONE,
	ARGUMENT_TEXT,
	ARGUMENT_FILLED,
	ARGUMENT_NUMBER,
	ARGUMENT_RANGE,
	ARGUMENT_LATE_RANGE,
	ARGUMENT_INITIAL,
	ARGUMENT_WORDS,
	ARGUMENT_LATE_WORDS,
	ARGUMENT_ANY_CASE_WORDS,
	ARGUMENT_DEFINE,
	ARGUMENT_MODPARAM,
	ARGUMENT_HOST,
	ARGUMENT_LISTEN,
	ARGUMENT_NAMED_LISTEN,
};

/* The commands that an option belongs to. */
enum options_for { FOR_ALL, FOR_FILES, FOR_LINT, FOR_EXPAND, FOR_RULES, FOR_DROPIN };

enum options_effect {
	EFFECT_NOTHING,
	EFFECT_PKG_SIZE,
	EFFECT_SHM_SIZE,
	EFFECT_PKG_MANAGER,
	EFFECT_SHM_MANAGER,
	EFFECT_VERSION_CHOICE,
	EFFECT_COLOR,
	EFFECT_INSTALLED,
	EFFECT_CATALOG,
	EFFECT_PHASE,
	EFFECT_LEVEL,
	EFFECT_RULE,
	EFFECT_NO_RULE,
	EFFECT_MAN,
	EFFECT_LINE_MARKERS,
	EFFECT_STRIP_COMMENTS,
	EFFECT_CHECK,
	EFFECT_PRINT,
	EFFECT_HELP,
	EFFECT_SHOW_VERSION,
	EFFECT_FILE,
	EFFECT_LIBRARY,
	EFFECT_WORKDIR,
	EFFECT_DEFINE,
	EFFECT_SUBST,
	EFFECT_SUBSTDEF,
	EFFECT_SUBSTDEFS,
	EFFECT_LOADMODULE,
	EFFECT_MODPARAM,
	EFFECT_ALL_ERRORS,
	EFFECT_ATEXIT_YES,
	EFFECT_ATEXIT_NO,
	EFFECT_LISTEN,
	EFFECT_TCP_OFF,
	EFFECT_TCP_ONLY,
	EFFECT_SCTP_OFF,
	EFFECT_SCTP_ONLY,
	EFFECT_COUNT,
};

struct options_row {
	const char *name; /* without "--"; NULL: only a letter */
	char letter;      /* 0: only a name */
	enum options_argument argument;
	const char *parameters; /* of the kind of argument: the words, the initials */
	long long min, max;     /* of a range */
	int pass;               /* 0: ours; 1 to 4: see options.h */
	enum options_for place;
	enum options_effect effect;
	uint32_t versions;
};

#endif
