/*
 * paths - the files of findings as other programs want them named.
 */
#ifndef KAMCHECK_PATHS_H
#define KAMCHECK_PATHS_H

#include "base/buf.h"
#include "base/map.h"

/* How files are found on the disk: their real path, without symbolic links; empty when there is
 * none.  Memory from A. */
typedef struct str (*paths_real)(struct arena *a, struct str name);

struct paths {
	struct arena *arena;
	struct str base; /* the folder, by its real path, that others know files from; or empty */
	paths_real real; /* NULL: no disk */
	struct map known;
};

/* A file as others name it. */
struct path_name {
	struct str path;  /* from the base on, or absolute */
	struct str uri;   /* the same as a URI */
	bool is_absolute; /* it lies outside of the base */
};

/* The names of the file that was opened as NAME. */
const struct path_name *paths_name(struct paths *p, struct str name);

#endif
