/*
 * symbols_command - kamcheck symbols: all names of a configuration with their places.
 */
#ifndef KAMCHECK_SYMBOLS_COMMAND_H
#define KAMCHECK_SYMBOLS_COMMAND_H

#include "preprocess/session.h"
#include "programs/options.h"

#include <stdio.h>

enum symbols_result {
	SYMBOLS_SHOWN,
	SYMBOLS_NONE,  /* nothing has the name that was asked for */
	SYMBOLS_FAILED /* F could not be written; errno says why */
};

/*
 * Writes the names in TEXT, the file of O, to F, in the form that O wants.  *WHY gets a line when
 * parts of the text could not be read.
 */
enum symbols_result symbols_command(struct session *s, const struct options *o, struct str text,
				    FILE *f, struct buf *why);

#endif
