/*
 * options_words - the words that commands have and want, and what was meant by words and options
 * that are none.
 */
#ifndef KAMCHECK_OPTIONS_WORDS_H
#define KAMCHECK_OPTIONS_WORDS_H

#include "programs/options.h"
#include "programs/options_read.h"

/* The command that WORD is; false when it is none. */
bool options_command(struct str word, enum options_command *out);

/* Whether an option for PLACE goes with COMMAND. */
bool options_go_with(enum options_command command, enum options_for place);

/* Appends "; did you mean ...?" to B when WORD, which is no file, is nearly a command. */
void options_suggest_command(struct buf *b, struct str word);

/* The same for the option ITEM, which VERSIONS do not have; false when nothing is near it. */
bool options_suggest_option(struct buf *b, const struct options_item *item, uint32_t versions);

/* Puts the words of the command line where the command wants them; false, with *WHY, when some are
 * missing or too many. */
bool options_complete(struct options *o, struct buf *why);

#endif
