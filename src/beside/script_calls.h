/*
 * script_calls - what a script does with the object KSR, through which the server is called: the
 * calls of its functions, and the names that the script has.
 *
 * What must stay true: what cannot be told from the text alone is said to be unknown.
 */
#ifndef KAMCHECK_SCRIPT_CALLS_H
#define KAMCHECK_SCRIPT_CALLS_H

#include "base/arena.h"
#include "base/list.h"
#include "base/map.h"
#include "beside/script.h"

/* KSR.object.function(...) */
struct script_call {
	struct str object;   /* empty: KSR.function() */
	struct str function; /* as it is written */
	unsigned count;      /* arguments */
	bool is_open;     /* there may be more or fewer: f(g()), f(...), f(*list), no parentheses */
	struct str first; /* the first argument when it is a plain string, or empty */
};

struct script_calls {
	LIST_OF(struct script_call) calls;
	struct map names; /* that stand in the script, and strings; not first arguments of calls */
	struct map guarded; /* "object" or "object.function": used without a call, as in a test */
	bool has_more;      /* names come from elsewhere: import *, a class that is derived */
	bool is_passed_on;  /* KSR itself is: what becomes of it is not known */
	bool is_broken;     /* the text is not what it should be: nothing is known */
};

/* Reads the script TEXT, which is kept, with memory from A.  Linear in the text. */
void script_calls_read(struct arena *a, enum script_language language, struct str text,
		       struct script_calls *out);

#endif
