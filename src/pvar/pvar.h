/*
 * pvar - the text of a pseudo-variable: $name(inner), $(name(inner)[index]{transformations}).
 *
 * Source: pvars.md and, for what is marked (tried), kamailio 5.6.3 itself.  Names and
 * transformations come from the catalog; which modules are loaded, which flags are declared: the
 * caller tells.
 *
 * What must stay true: no text is read twice at the same depth and the depth has a limit, so the
 * time is linear; a valid variable takes no memory.
 */
#ifndef KAMCHECK_PVAR_H
#define KAMCHECK_PVAR_H

#include "base/arena.h"
#include "facts/catalog.h"

struct pvar;

/* Where a variable stands in the text that is read. */
struct pvar_place {
	size_t at, n;   /* its first byte, and how many there are */
	unsigned depth; /* 0: in no other variable */
	bool is_faulty; /* something is wrong with it: parts may be missing */
};

/* What the caller knows.  All functions get HOST; those that are NULL answer yes. */
struct pvar_context {
	struct arena *arena; /* for the words of a problem */
	struct regexes *regexes;
	const struct catalog *catalog;
	const struct version *version;
	void *host;
	bool (*is_loaded)(void *host, const char *module); /* "core" is, too */
	bool (*is_flag)(void *host, struct str name);
	bool (*is_connection)(void *host, struct str id); /* declared by sqlcon of sqlops */
	/* Called for each variable once it is read, those inside of another one before that one. */
	void (*see)(void *host, const struct pvar *v, struct pvar_place place);
	bool goes_on;         /* pvar_format(): reads on behind a fault */
	bool is_open;         /* a module without facts is loaded: unknown names may be its own */
	bool has_memory;      /* shared memory is set up (semantics.md section 8) */
	bool is_started;      /* all modules are set up */
	unsigned suggestions; /* how many more times to look for a similar name */
};

enum pvar_fault {
	PVAR_FINE,
	PVAR_UNKNOWN,        /* no variable of that name */
	PVAR_SHAPE,          /* a byte where it cannot stand */
	PVAR_INNER,          /* the inner name is missing, too much, or not of its kind */
	PVAR_INDEX,          /* the same of the index */
	PVAR_TRANSFORMATION, /* no such transformation */
	PVAR_ARGUMENTS,      /* not the arguments of the transformation */
	PVAR_EARLY,          /* a shared variable before there is shared memory */
	PVAR_DEEP,           /* nested deeper than we look */
};

/* What is wrong, for people: text and hint live in the context's arena. */
struct pvar_problem {
	enum pvar_fault fault;
	size_t at, n; /* the place in the text */
	struct str text, hint;
	const char *module; /* it has the name, and is not loaded; or NULL */
	struct str near;    /* the variable of a loaded module that was probably meant */
};

enum { PVAR_PARTS = 2 };

/*
 * What a variable is.  All texts are parts of the text that was read.  After a problem only `name`
 * is sure to be set, and `row` when the name was known.
 */
struct pvar {
	const struct fact_pvar *row; /* NULL: the literal dollar, or an unknown name let pass */
	struct str name, inner, index;
	/*
	 * The inner name in parts: table and key of $sht(a=>b), container and key of $phn(a=>b),
	 * first and second name of $xavp(a=>b) without their indexes, the one name of $var(a) or
	 * $avp(a).  NULL where there is none.
	 */
	struct str parts[PVAR_PARTS];
	bool is_dollar;            /* $($), or $$ */
	bool has_inner, has_index; /* as written, empty ones too */
	bool is_dynamic;           /* the inner name is a variable: parts[0] holds it */
	bool has_transformation;
};

/*
 * Parses TEXT, all of which must be one variable.  Returns false and says why in *PROBLEM when
 * Kamailio would refuse it.
 */
bool pvar_parse(struct pvar_context *cx, struct str text, struct pvar *out,
		struct pvar_problem *problem);

/*
 * Parses TEXT as a format string (pvars.md section 8).  Returns false and says why in *PROBLEM when
 * a variable is refused: the first one, with which it ends unless the context says that it goes on.
 */
bool pvar_format(struct pvar_context *cx, struct str text, struct pvar_problem *problem);

/*
 * Parses TEXT as a select, its "@" at the front or not.  Returns false and says why in *PROBLEM
 * when Kamailio does not know it.
 */
bool select_parse(struct pvar_context *cx, struct str text, struct pvar_problem *problem);

/* Whether TEXT, without a dollar, names an attribute: $avp(TEXT), "TEXT" of setavpflag(). */
bool pvar_is_attribute(struct str text);

/* Whether something can be assigned to V as far as its row says. */
static inline bool pvar_is_writable(const struct pvar *v)
{
	return !v->is_dollar && (!v->row || v->row->is_writable);
}

#endif
