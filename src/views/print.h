/*
 * print - a config as text: preprocessed as `kamailio --cfg-print` does, or with everything
 * applied.
 */
#ifndef KAMCHECK_PRINT_H
#define KAMCHECK_PRINT_H

#include "preprocess/session.h"

struct print_options {
	bool is_expanded;     /* expand: defines, substs applied, all directives removed */
	bool has_markers;     /* lines "#line N "FILE"" where the text jumps */
	bool strips_comments; /* with is_expanded */
	bool masks_secrets;
};

/*
 * Appends the text of the config to OUT.  False when Kamailio's scanner would have stopped (missing
 * include, bad name): OUT then has what came before.  Findings of the preprocessor go to the
 * session.
 */
bool print_config(struct session *s, struct str name, struct str text,
		  const struct print_options *options, struct buf *out);

#endif
