/*
 * settings_find - see settings_find.h.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/settings_find.h"

#include "text/filename.h"

#include <stdlib.h>
#include <sys/stat.h>

static struct str in_folder(struct arena *a, struct str folder, const char *name)
{
	return filename_join(a, folder, str_of(name));
}

static bool is_file(struct arena *a, struct str name)
{
	struct stat st;

	return stat(arena_copy(a, name.p, name.n), &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_there(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0;
}

/* That of the user. */
static struct str find_own(struct arena *a)
{
	const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	struct str folder = STR(""), file;

	if (config && config[0] == '/')
		folder = str_of(config);
	else if (home && home[0] == '/')
		folder = in_folder(a, str_of(home), ".config");
	if (!folder.n)
		return STR("");
	file = in_folder(a, folder, "kamcheck/kamcheck.ini");
	return is_file(a, file) ? file : STR("");
}

struct str settings_find(struct arena *a, struct str folder)
{
	static const char *const names[] = {"kamcheck.ini", ".kamcheck.ini"};

	for (;;) {
		for (size_t i = 0; i < sizeof names / sizeof *names; i++)
			if (is_file(a, in_folder(a, folder, names[i])))
				return in_folder(a, folder, names[i]);
		if (folder.n < 2 || is_there(a, in_folder(a, folder, ".git")))
			return find_own(a);
		folder = filename_folder(folder);
	}
}
