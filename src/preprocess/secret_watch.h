/*
 * secret_watch - finds the secrets of a config (grammar/secrets.tsv) in its tokens.
 *
 * Tokens are enough, and there are some also where the text cannot be parsed.
 */
#ifndef KAMCHECK_SECRET_WATCH_H
#define KAMCHECK_SECRET_WATCH_H

#include "facts/secret.h"
#include "preprocess/session.h"

/* A token, as far as it matters here. */
enum secret_token {
	SECRET_TOKEN_STRING,
	SECRET_TOKEN_OPEN,
	SECRET_TOKEN_CLOSE,
	SECRET_TOKEN_COMMA,
	SECRET_TOKEN_EQUALS,
	SECRET_TOKEN_OTHER,
};

/* What the tokens so far mean. */
struct secret_watch {
	struct secret_names functions, variables; /* those of the table */
	enum { WATCH_NOTHING, WATCH_MODPARAM, WATCH_CALL, WATCH_ASSIGNMENT } what;
	bool is_awake; /* the next signs and strings are to be told */
	uint32_t depth, argument;
	struct str module, name;         /* of a modparam */
	const struct secret_fact *facts; /* of a call or variable */
	size_t count;
};

/* Before the first token. */
void secret_watch_start(struct secret_watch *w);

/*
 * Notes in the session S what is secret in the token AT, or SPAN_NONE; TEXT is the value of a
 * string, BEFORE the text of the token just before.  When the watch is not awake, nothing needs to
 * be told.
 */
void secret_watch_token(struct secret_watch *w, struct session *s, struct str before,
			enum secret_token kind, struct span at, struct str text);

/* The same of a parameter that stands on the command line. */
void secret_watch_param(struct session *s, struct str module, struct str name, struct str value);

#endif
