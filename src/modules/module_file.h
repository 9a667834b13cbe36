/*
 * module_file - the facts in the file of a module: what it exports, without loading it.
 *
 * The layout of the tables was found by laying the facts of grammar/ beside Debian's files of
 * 5.6.3.  What must stay true: a file that is laid out in another way is refused, not guessed at.
 */
#ifndef KAMCHECK_MODULE_FILE_H
#define KAMCHECK_MODULE_FILE_H

#include "base/arena.h"
#include "facts/catalog.h"

/* What a parameter is worth that is not set: a number, text in quotes, "-" for unset. */
struct param_default {
	const char *param, *value;
};

/* The rows hold in the version that the facts were asked for; names are in the file's bytes. */
struct module_facts {
	const char *name;           /* of the file */
	const char *parameter_name; /* what modparam() calls it */
	uint32_t versions; /* the branch it was built for; 0: it does not say or is unknown */
	struct fact_function *functions;
	struct fact_param *params;
	struct fact_pvar *pvars;
	/* Those whose variable a modparam() just sets; what the module makes of it when it starts
	 * is not seen. */
	struct param_default *defaults;
	size_t function_count, param_count, pvar_count, default_count;
};

/* Most bytes that a module's file may have. */
#define MODULE_FILE_SIZE_MOST ((size_t)64 << 20)

/*
 * Reads the module NAME whose file holds BYTES; the facts are in A.  KNOWN supplies what
 * no file tells: the grammar of inner names.  The rows hold in the branch V, or, when V is NULL, in
 * the one the file was built for.  Returns NULL, or why the file cannot be read.
 */
const char *module_file_read(struct arena *a, const struct catalog *known, const struct version *v,
			     struct str name, struct str bytes, struct module_facts *out);

/* Whether a server may load the file all the same, of which module_file_read() said WHY: it is for
 * another machine or its tables are laid out in a way not known. */
bool module_file_may_load(const char *why);

/* The name of a module in the argument of loadmodule: without folders and ".so". */
struct str module_file_name(struct str path);

#endif
