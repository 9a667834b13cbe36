/*
 * named_files - the files that parameters name, such as tls.cfg: found, and read once each.
 *
 * What must stay true: what is not there, or may not be read, is no reason to wait, to look
 * elsewhere or to read standard input; a file is paid for like an included one.
 */
#ifndef KAMCHECK_NAMED_FILES_H
#define KAMCHECK_NAMED_FILES_H

#include "beside/script_calls.h"
#include "facts/named_file.h"
#include "text/files.h"
#include "unit/modules.h"

/* How sure it is that a file that was not found should be there. */
enum file_absence {
	ABSENCE_NONE,    /* it was read, or cannot be read for another reason */
	ABSENCE_UNKNOWN, /* the config may be for another machine, or nobody may look */
	ABSENCE_HERE,    /* it would lie beside the config, where the config lies here */
	ABSENCE_CERTAIN, /* that is where the config says, or where --map-include leads */
};

struct named_file {
	struct named_file *next;
	const struct fact_file *fact;
	const struct module_param *param;
	struct str name; /* where it was looked for */
	enum file_absence absence;
	const struct source *source;       /* NULL: not read */
	const struct script_calls *script; /* of a script: what it does; or NULL */
};

struct named_files {
	struct named_file *first, **end;
	struct map known; /* formats and names */
	bool is_open;     /* there are others: names known at run time only, more than are read */
};

struct analysis;

/* The next one of FORMAT that was read, behind F, or the first when F is NULL; NULL: none. */
const struct named_file *named_files_next(const struct analysis *a, const struct named_file *f,
					  enum file_format format);

/* The place of PART, a piece of the text of F. */
static inline struct span named_file_place(const struct named_file *f, struct str part)
{
	uint32_t lo = f->source->base + (uint32_t)(part.p - f->source->text.p);

	return (struct span){lo, lo + (uint32_t)part.n};
}

/* Reads the files that the parameters of A name, unless its session says not to. */
void named_files_read(struct analysis *a);

/* How absent the file NAME is, which a file of A names; without opening it in vain for long. */
enum file_absence named_files_absence(const struct analysis *a, struct str name);

/*
 * Where the server looks for NAME, which the config or one of its files gives, as seen from here:
 * IS_BESIDE says that a bare name is meant in the folder of the config.
 */
struct str named_files_place(const struct analysis *a, struct str name, bool is_beside);

#endif
