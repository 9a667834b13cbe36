/*
 * words - short lists of names that checks need (grammar/words.tsv).
 */
#ifndef KAMCHECK_WORDS_H
#define KAMCHECK_WORDS_H

#include "facts/version.h"

enum word_list {
	WORDS_FACILITY,         /* values of log_facility */
	WORDS_POLL_METHOD,      /* values of tcp_poll_method */
	WORDS_ONSEND_CALL,      /* core calls that an onsend_route may make */
	WORDS_NOT_BUILT,        /* parameters of a feature that common builds lack */
	WORDS_COREPARAM_STRING, /* names for coreparam[...], by the kind of their value */
	WORDS_COREPARAM_NUMBER,
	WORDS_RANDOM_ENGINE, /* values of coreparam[random_engine] */
	WORDS_ENGINE,        /* routing engines of the core */
	WORDS_MODE,          /* behind "#!": no directives, but no mistakes either */
	WORDS_LIKE_IF,       /* what other languages call #!ifdef, #!else, #!endif, include_file */
	WORDS_LIKE_ELSE,
	WORDS_LIKE_ENDIF,
	WORDS_LIKE_INCLUDE,
	WORDS_PLAIN_PARAM,    /* module parameters in which variables are just text */
	WORDS_REPLY_CODE,     /* functions that send a reply; the first argument is its code */
	WORDS_REPLY_FINAL,    /* functions that send a reply which refuses the request */
	WORDS_REPLY_OK,       /* functions that send another final reply */
	WORDS_RETRANSMISSION, /* functions that are true for a request that is dealt with already */
	WORDS_REPLY_FAILED,   /* functions that send one when they fail */
	WORDS_RELAY,          /* functions that send the request on */
	WORDS_LOG_CALL,       /* functions that print their last argument */
	WORDS_FLAG_CALL,      /* functions that take the number of a branch flag first */
	WORDS_SOURCE_IP,      /* variables that hold an address as text */
	WORDS_LOG_LEVEL,      /* first arguments of xlog() */
	WORDS_SQL_CALL,       /* functions of sqlops whose first argument is a connection */
	WORDS_PROFILE_CALL,   /* functions of dialog whose first argument is a profile */
	WORDS_SOCKET_CALL,    /* functions whose first argument is the address of a socket */
	WORDS_SOCKET_NAME_CALL,  /* those that take its name */
	WORDS_PROXY_PROTOCOL,    /* protocols that t_relay_to() takes */
	WORDS_OLD_FOLDER,        /* folders of modules that no version has any more */
	WORDS_CONSTANT_VARIABLE, /* variables that stand for constants */
	WORDS_TABLE_VARIABLE,    /* variables whose inner name begins with a table of htable */
	WORDS_METHOD,            /* SIP methods that the server knows */
	WORDS_METHOD_OTHER,      /* others in use that look like one of these */
	WORDS_ENGINE_MODULE,     /* modules that bring one: the letters behind app_ are its name */
	WORDS_FIXUP_FREED, /* fixups of the core that take any expression without a free function */
	WORDS_FIXUP_KEPT,  /* those that take constants only then */
	WORDS_EVENT_LOCAL, /* event route of requests that the server makes */
	WORDS_EVENT_BRANCH, /* heads of the names of event routes of branches that failed */
	WORDS_LOOKING, /* heads of the names of functions that look at a message and change nothing
			*/
};

/* The word of LIST that is TEXT in any case, as V knows it, or NULL. */
const char *words_find(enum word_list list, struct str text, const struct version *v);

/* The word of LIST that TEXT starts with, as V knows it, or NULL. */
const char *words_head(enum word_list list, struct str text, const struct version *v);

/* The word of LIST that TEXT was probably meant to be, or NULL. */
const char *words_nearest(enum word_list list, struct str text, const struct version *v);

#endif
