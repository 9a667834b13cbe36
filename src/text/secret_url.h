/*
 * secret_url - passwords in URLs, by their shape: scheme://user:PASSWORD@host,
 * sip:user:PASSWORD@host.
 */
#ifndef KAMCHECK_SECRET_URL_H
#define KAMCHECK_SECRET_URL_H

#include "base/str.h"

/* A URL may be so long up to the end of its password. */
#define SECRET_URL_MOST ((size_t)512)

struct secret_url {
	size_t lo, hi; /* the password; not empty */
	size_t behind; /* where to search on */
};

/*
 * Finds the first one in TEXT whose scheme ends at or behind FROM.  IS_VALUE: the text is that of
 * one string; otherwise a URL ends at a quote, and perhaps at "...", where a message was cut.
 */
bool secret_url_find(struct str text, size_t from, bool is_value, struct secret_url *url);

#endif
