/*
 * filename - names of files as text: made absolute, relative, matched; nothing is looked up but the
 * working directory.
 */
#ifndef KAMCHECK_FILENAME_H
#define KAMCHECK_FILENAME_H

#include "base/buf.h"

/* The folder of NAME as it is written, without a slash at its end; "." when none is written. */
struct str filename_folder(struct str name);

/* NAME seen from FOLDER, as far as it is not absolute itself. */
struct str filename_join(struct arena *a, struct str folder, struct str name);

/* NAME from the root of the disk, without ".", ".." and double slashes; "/" for the root. */
struct str filename_absolute(struct arena *a, struct str name);

/* Of two absolute names: NAME as seen from FOLDER, "../x/y"; "." for the folder itself. */
struct str filename_relative(struct arena *a, struct str folder, struct str name);

/* The absolute NAME as it is called from the working directory, when it is below that. */
struct str filename_from_here(struct arena *a, struct str name);

/* Whether the absolute NAME is FOLDER or lies below it. */
bool filename_is_below(struct str folder, struct str name);

/*
 * Whether the relative NAME matches GLOB: "*" and "?" as in a shell, two stars for any folders.  A
 * glob without a slash is for the last part of a name, and one that names a folder for all in it.
 */
bool filename_matches(struct arena *a, struct str glob, struct str name);

#endif
