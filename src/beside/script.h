/*
 * script - the words of scripts in Lua, Python, JavaScript and Ruby: names, strings and marks,
 * without comments.
 *
 * What must stay true: each call takes at least one byte, and no text is looked at more than twice.
 */
#ifndef KAMCHECK_SCRIPT_H
#define KAMCHECK_SCRIPT_H

#include "base/str.h"

enum script_language { SCRIPT_LUA, SCRIPT_PYTHON, SCRIPT_JAVASCRIPT, SCRIPT_RUBY };

enum script_kind {
	SCRIPT_END,
	SCRIPT_NAME,   /* letters, digits, underscores; a keyword as well */
	SCRIPT_STRING, /* TEXT is what stands in the quotes */
	SCRIPT_MARK,   /* any other byte, in TEXT */
};

struct script_token {
	enum script_kind kind;
	struct str text;
	bool is_plain; /* of a string: nothing in it stands for something else */
};

struct script {
	enum script_language language;
	struct str text;
	size_t at;
	size_t plain; /* up to there no regular expression begins */
	char last; /* the kind of the token before: 'a' name or number, 's' string, else the mark */
	bool is_broken; /* a string or comment has no end: what was read is worth nothing */
};

/* The next token; of the kind SCRIPT_END at the end. */
struct script_token script_next(struct script *s);

#endif
