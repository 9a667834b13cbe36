/*
 * option_file - what rules about files of beside/option_lines.h have in common: lines that the
 * server cannot read, options that a module does not know, secrets.
 */
#ifndef KAMCHECK_OPTION_FILE_H
#define KAMCHECK_OPTION_FILE_H

#include "beside/option_lines.h"
#include "engine/visit.h"

/* Reports by RULE what is wrong with LINE of FILE, an OPTION_FAULT. */
void option_report_fault(struct visit *v, const struct rule *rule, const struct named_file *file,
			 const struct option_line *line);

/*
 * Reports by RULE that MODULE, whose keys are those OF, knows no option NAME: where the keys of the
 * release are not all known, only when it is near a known one.
 */
void option_report_key(struct visit *v, const struct rule *rule, const struct named_file *file,
		       const char *module, enum file_keys of, struct str name);

/* Reports by RULE that KEY cannot have the value of LINE; HINT says what it can. */
void option_report_value(struct visit *v, const struct rule *rule, const struct named_file *file,
			 const struct fact_file_key *key, const struct option_line *line,
			 const char *hint);

/* Keeps the value of LINE out of what is printed when KEY, which may be NULL, is a password. */
void option_hide(struct visit *v, const struct named_file *file, const struct fact_file_key *key,
		 const struct option_line *line);

/* Whether VALUE is a number as these files have it: digits alone. */
bool option_is_number(struct str value);

#endif
