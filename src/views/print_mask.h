/*
 * print_mask - printed text without the secrets in it.
 */
#ifndef KAMCHECK_PRINT_MASK_H
#define KAMCHECK_PRINT_MASK_H

#include "preprocess/session.h"

/* Learns which secrets the config NAME has when defines and substs are applied; reports nothing. */
void print_learn(struct session *s, struct str name, struct str text);

/*
 * Appends TEXT, a config, to OUT with "***" for each secret that the session knows of.  It can be
 * read as before: quotes stay, and a word becomes another one.  False, with a finding, when there
 * is no room for so much; then nothing is appended.
 */
bool print_mask(struct session *s, struct str text, struct buf *out);

#endif
