/*
 * formats - the forms in which findings are written.
 */
#ifndef KAMCHECK_FORMATS_H
#define KAMCHECK_FORMATS_H

#include "output/report.h"

extern const struct report_format format_text; /* for people: place, message, the line, notes */

#endif
