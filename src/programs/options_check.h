/*
 * options_check - whether Kamailio would take the argument of one of its options (cli.md,
 * section 2).
 *
 * Only the form is judged: no name is resolved, no user, directory or interface looked up, no
 * memory taken.
 */
#ifndef KAMCHECK_OPTIONS_CHECK_H
#define KAMCHECK_OPTIONS_CHECK_H

#include "base/buf.h"
#include "programs/options_table.h"

enum options_verdict {
	VERDICT_GOOD,
	VERDICT_BAD,
	VERDICT_LATE, /* bad, but noticed later, and forgotten when the option comes again */
};

/* Protocols that an argument names, as bits. */
enum { PROTOCOL_UDP = 1, PROTOCOL_TCP = 2, PROTOCOL_TLS = 4, PROTOCOL_SCTP = 8 };

/*
 * Judges ARGUMENT of the option ROW.  Unless it is good, appends one line to WHY: what is wrong and
 * what is taken. *PROTOCOLS gets the protocols named in a listen address, 0 for other kinds.
 */
enum options_verdict options_check_argument(const struct options_row *row, struct str argument,
					    struct buf *why, unsigned *protocols);

/*
 * Reads a number as Kamailio does on its command line: blanks, sign, digits, nothing behind; an
 * empty text is 0. Numbers beyond the range become its end.
 */
bool options_check_number(struct str text, long long *out);

/* The number TEXT, which was found to be one of a range within 32 bits. */
uint32_t options_number(struct str text);

struct options_modparam {
	struct str module, name, value; /* module: a pattern */
	bool is_number; /* type i: VALUE is read as far as it is a number, "5x" is 5 */
};

/* Takes MODULE:NAME:TYPE:VALUE apart; false when Kamailio refuses the form (vectors 1050-1054). */
bool options_check_modparam(struct str text, struct options_modparam *out);

#endif
