/*
 * catalog_list - what is known of modules, for people to search: kamcheck catalog.
 */
#ifndef KAMCHECK_CATALOG_LIST_H
#define KAMCHECK_CATALOG_LIST_H

#include "base/buf.h"
#include "facts/catalog.h"

enum catalog_kind {
	CATALOG_FUNCTION,
	CATALOG_MODULE,
	CATALOG_PARAM,
	CATALOG_PVAR,
	CATALOG_TRANSFORMATION,
	CATALOG_EVENT,
	CATALOG_GLOBAL,
	CATALOG_KINDS
};

/* The kind that WORD names: "function", "module" ...; false when there is none. */
bool catalog_kind_named(struct str word, enum catalog_kind *out);

/* Appends the words for all kinds: "function, module, ...". */
void catalog_kind_list(struct buf *b);

/*
 * Appends the rows of KIND, one a line, with module and versions: those named NAME; when there are
 * none, those whose names hold NAME in any case; all of them when NAME is empty.  One module is
 * shown with all that it exports.  With VERSION only what that one knows.  Returns the number of
 * lines; without any, *NEAREST is a name that was perhaps meant, or empty.
 */
size_t catalog_list(struct buf *b, const struct catalog *c, enum catalog_kind kind, struct str name,
		    const struct version *version, struct str *nearest);

#endif
