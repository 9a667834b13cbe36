/*
 * roots - which configs are checked for the files and folders that the user named.
 *
 * A file that a config includes, directly or not, is checked as part of it: alone it would have no
 * modules and no callers.  So a fragment leads to its roots, the configs that nothing includes.
 * A folder stands for the *.cfg files in it.
 *
 * What must stay true: nothing is concluded from conditions, for which file is read decides the
 * check itself; the same files give the same roots in the same order; a file is called by its own
 * name before it is called by that of a symbolic link, for it includes what stands beside it.
 */
#ifndef KAMCHECK_ROOTS_H
#define KAMCHECK_ROOTS_H

#include "base/map.h"
#include "preprocess/outline.h"
#include "programs/scope.h"

struct roots_file {
	struct str name;  /* as messages call it */
	struct str outer; /* ... and absolute, of a file of the disk */
	bool is_named;    /* by the user, itself or its folder */
	bool is_listed;   /* ... only by its folder */
	bool is_root;     /* it is among the roots */
	bool is_told;     /* that settings or the user call it a root */
	bool is_link;     /* its name is that of a symbolic link */
	bool was_read;    /* in the check of a root: to be set by who does that */
	bool is_outlined;
	uint32_t configs; /* so many of those to be checked have it; 0: not counted */
	struct outline outline;
	LIST_OF(struct roots_file *) includes, includers;
	uint32_t mark; /* of the search that met it last */
};

struct roots_files {
	LIST_OF(struct roots_file *);
};

/* A symbolic link in a folder. */
struct roots_link {
	struct str name;
	bool is_named; /* its folder was */
};

struct roots {
	struct arena *arena;
	const struct options *options;
	struct scopes *scopes;
	struct files reader; /* none while all that was named is no file that can be looked into */
	struct map by_identity, folders;
	LIST_OF(struct roots_link) links; /* that were met in folders, to be looked at last */
	struct map given;       /* links that the user named: the name, by the absolute one */
	struct roots_files all; /* in the order in which they were met */
	struct map absent;      /* the roots of settings that are not there */
	uint32_t scanned;       /* so many of them know what they include */
	uint32_t marks;
	struct roots_files roots;  /* to be checked, in this order */
	struct roots_files missed; /* in folders that were named: part of nothing, and no config */
	bool is_simple;            /* one config, and nothing but it was looked at */
};

/* The roots of all that O names; memory from A.  False when a folder cannot be read, or it cannot
 * be found out what may be; then *WHY says why. */
bool roots_find(struct roots *r, struct arena *a, const struct options *o, struct scopes *scopes,
		struct buf *why);

/* The file NAME if it was met; or NULL. */
struct roots_file *roots_known(const struct roots *r, struct str name);

/* --- shared by the roots files ---------------------------------------------------------------- */

/* The file NAME, new or known; NULL when there is no such regular file. */
struct roots_file *roots_file(struct roots *r, struct str name);

/* A file that is none of the disk, or cannot be read. */
struct roots_file *roots_add(struct roots *r, struct str name);

/* From now on F is called NAME. */
void roots_rename(struct roots *r, struct roots_file *f, struct str name);

/* F, and behind it what it includes or, when UP, what includes it, directly or not; memory from A.
 */
struct roots_files roots_reached(struct roots *r, struct arena *a, struct roots_file *f, bool up);

/* Whether F, or what it includes, has a main route. */
bool roots_has_main(struct roots *r, struct roots_file *f);

/* Whether NAME is a symbolic link. */
bool roots_is_link(struct arena *a, struct str name);

/* Meets the files behind the links in folders that were not met by their own names. */
void roots_take_links(struct roots *r);

/* Reads what the files include that were met so far, and those in turn. */
void roots_scan(struct roots *r);

/* Meets the files *.cfg in which a config may be that includes F: beside it, and above. */
void roots_look_around(struct roots *r, const struct roots_file *f);

/* Meets the *.cfg files in FOLDER and below: those that settings do not exclude are named.  False,
 * with *WHY, when it cannot be read. */
bool roots_walk(struct roots *r, struct str folder, struct buf *why);

#endif
