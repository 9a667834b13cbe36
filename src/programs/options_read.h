/*
 * options_read - takes a command line apart into options, their arguments and words.
 *
 * It reads as GNU getopt_long does, because the `kamailio` program uses that: words may stand
 * between options, letters may be joined, arguments attached, long names abbreviated, "--" ends the
 * options.  getopt_long itself keeps its place in global variables and moves the elements of the
 * line; this reader keeps its place in a struct, so one line can be read several times (Kamailio
 * reads it four times) and by threads.
 * What must stay true: reading changes nothing, and two readings give the same items.
 */
#ifndef KAMCHECK_OPTIONS_READ_H
#define KAMCHECK_OPTIONS_READ_H

#include "base/buf.h"
#include "programs/options_table.h"

struct options_read {
	char *const *argv;
	int argc;
	int next;           /* index of the next argument */
	const char *joined; /* rest of an argument like "-cE"; NULL: none */
	bool is_over;       /* "--" was seen */
	uint32_t versions;  /* options of these versions are known */
};

enum options_read_kind {
	READ_END,
	READ_OPTION,
	READ_WORD,
	READ_UNKNOWN,
	READ_AMBIGUOUS,
	READ_LACKS_ARGUMENT,
	READ_UNWANTED_ARGUMENT,
};

struct options_item {
	enum options_read_kind kind;
	const struct options_row *row; /* NULL for a word, an unknown and an ambiguous option */
	struct str text; /* of a word; of a long option, with "--" and without "=..."; else empty */
	char letter;     /* of a short option */
	struct str argument; /* p == NULL: none */
	int index;           /* in argv */
};

/* A reading of ARGV from its second element on; it must live as long as the items do. */
struct options_read options_read_start(int argc, char *const *argv, uint32_t versions);

struct options_item options_read_next(struct options_read *r);

/* Appends TEXT in quotes, cut when it is very long. */
void options_read_quote(struct buf *b, struct str text);

/* Appends the option of ITEM in quotes: "-m"; a known long one by its full name. */
void options_read_say(struct buf *b, const struct options_item *item);

/* Appends the names that the ambiguous ITEM can mean: "--subst", "--substdef", "--substdefs". */
void options_read_say_choices(struct buf *b, const struct options_read *r,
			      const struct options_item *item);

/* The row of a long option's full name or of a letter in one of VERSIONS, or NULL. */
const struct options_row *options_read_named(struct str name, uint32_t versions);
const struct options_row *options_read_letter(char letter, uint32_t versions);

/* All versions in which the option of ITEM exists; 0: none. */
uint32_t options_read_versions(const struct options_item *item);

struct nearest;

/* Considers the names of all options that VERSIONS have. */
void options_read_nearest(struct nearest *n, uint32_t versions);

#endif
