/*
 * sarif_rules - the rules as SARIF describes them.
 */
#ifndef KAMCHECK_SARIF_RULES_H
#define KAMCHECK_SARIF_RULES_H

#include "output/json.h"
#include "output/report.h"

/* All rules, in the order of rule_index(); NULL when there is no memory. */
json_t *sarif_rules(struct report_writer *w);

#endif
