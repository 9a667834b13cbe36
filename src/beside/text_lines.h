/*
 * text_lines - files of a record a line, whose words stand between blanks: lists of destinations,
 * of addresses, of rules.
 */
#ifndef KAMCHECK_TEXT_LINES_H
#define KAMCHECK_TEXT_LINES_H

#include "base/str.h"

/*
 * Takes the next line off *REST, without its line end and the blanks around it; it may be empty.
 * False at the end.
 */
bool text_line(struct str *rest, struct str *line);

/* LINE up to a "#", wherever that stands, without the blanks around it. */
struct str text_without_comment(struct str line);

/* Takes the next word off *LINE; false when there is none any more. */
bool text_word(struct str *line, struct str *word);

#endif
