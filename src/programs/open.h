/*
 * open - a run as the command line wants it: its session, and the config it is about.
 */
#ifndef KAMCHECK_OPEN_H
#define KAMCHECK_OPEN_H

#include "engine/ignore.h"
#include "preprocess/session.h"
#include "programs/options.h"

/* Prepares S, to be given back with session_end(); O must live as long. */
void open_session(struct session *s, const struct options *o);

/* The same for struct variants_request, which opens a session for each variant: OPTIONS are a
 * struct options, and only read. */
void open_variant(void *options, struct session *s);

/* What messages call the config NAME of the command line, and where its includes are looked for:
 * standard input has the name of --stdin-filename. */
struct str open_name(const struct options *o, struct str name);

/* The reader of files for the config NAME, which settles where the names in it may lead; memory
 * from A.  False when that cannot be found out; then *WHY says why, and nothing may be read. */
bool open_files(struct files *out, struct arena *a, const struct options *o, struct str name,
		struct buf *why);

/*
 * The same for S, and reads the config NAME, "-" for standard input, with memory from A.  False
 * when it cannot be read; then *WHY says so.
 */
bool open_config(struct session *s, struct arena *a, const struct options *o, struct str name,
		 struct str *text, struct buf *why);

/* What comments may silence; USUALLY without options that say so. */
enum ignoring open_ignoring(const struct options *o, enum ignoring usually);

/*
 * Whether the folders of -L are there; else *WHY says which is not.  Not for the commands of
 * Kamailio, which are given its usual folders on machines without it.
 */
bool open_folders(const struct options *o, struct buf *why);

#endif
