/*
 * arguments - what functions of modules take as constant arguments: what is fixed up at start.
 *
 * Source: grammar/arguments.tsv, which the real server filled (testdata/oracle/probe-arguments).
 * Only kinds that refuse something have rows; a position without a row takes anything.
 *
 * What must stay true: the table is sorted by function; rows of one function stand together.
 */
#ifndef KAMCHECK_ARGUMENTS_H
#define KAMCHECK_ARGUMENTS_H

#include "facts/version.h"

enum argument_kind {
	ARGUMENT_TEXT,              /* anything that is not empty */
	ARGUMENT_TEXT_ATTRIBUTE,    /* a text, or from a "$" on a variable or an attribute */
	ARGUMENT_FORMAT,            /* a text with variables */
	ARGUMENT_NUMBER,            /* a number or a variable */
	ARGUMENT_NUMBER_ATTRIBUTE,  /* the same; an unknown "$name" is an attribute */
	ARGUMENT_NUMBER_CONSTANT,   /* a number with or without sign */
	ARGUMENT_NUMBER_UNSIGNED,   /* digits */
	ARGUMENT_NUMBER_FLAGS,      /* digits, or 0x and hexadecimal ones */
	ARGUMENT_VARIABLE,          /* one variable */
	ARGUMENT_VARIABLE_WRITABLE, /* one that can be set */
	ARGUMENT_AVP,               /* $avp(...) */
	ARGUMENT_VAR_OR_AVP,        /* $var(...) or $avp(...) */
	ARGUMENT_AVPS,              /* $avp(...), "*", "s", "i" or "a", behind a slash "g" */
	ARGUMENT_XAVP_NAME,         /* the name of an xavp, without $xavp() */
	ARGUMENT_REGEX,             /* a POSIX regular expression */
	ARGUMENT_SUBST,             /* "/regex/replacement/flags" */
	ARGUMENT_HEADER,            /* name of a header, a colon may follow */
	ARGUMENT_HEADER_PART,       /* the same, or a parameter in it: no colon */
	ARGUMENT_METHODS,           /* SIP methods: "INVITE|BYE" */
	ARGUMENT_MIME,              /* "application/sdp" */
	ARGUMENT_HOST,              /* a name or address that must resolve */
	ARGUMENT_PROXY,             /* flags as digits, or protocol:host:port */
	ARGUMENT_LEVEL,             /* of the log: "L_INFO" */
	ARGUMENT_FACILITY,          /* of the log: "LOG_LOCAL0" */
	ARGUMENT_CHARACTER,         /* exactly one byte */
	ARGUMENT_REPLY_CODE,        /* as NUMBER_ATTRIBUTE; a final or provisional code */
	ARGUMENT_REPLY_CODE_FORMAT, /* as NUMBER */
	ARGUMENT_FLAG,              /* as NUMBER, from 0 to 31 */
	ARGUMENT_HEADER_LINES,      /* as FORMAT; lines of a message, each with CRLF */
	ARGUMENT_FORM,              /* as forms.h says */
	ARGUMENT_EMPTY,             /* in no row: any that is empty, where that is refused */
	ARGUMENT_KINDS
};

struct fact_argument {
	const char *name, *module;
	short count;    /* parameters of the function */
	short position; /* from 1 */
	enum argument_kind kind;
	bool refuses_empty;
	uint32_t versions;
};

/* Whether a variable in the text of an argument of KIND is looked up; in others a dollar is a
 * mistake, or stands for itself. */
bool argument_has_variables(enum argument_kind kind);

/*
 * The rows of the function NAME, of all modules, counts and versions: the first one, and in *COUNT
 * how many there are; NULL, and 0, when there is none.
 */
const struct fact_argument *arguments_of(struct str name, size_t *count);

#endif
