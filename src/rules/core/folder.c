/*
 * folder - folders that the server looks for modules in.
 */
#include "engine/visit.h"

#include "facts/words.h"

/* The last part of the path FOLDER. */
static struct str name_of(struct str folder)
{
	while (str_ends(folder, STR("/")))
		folder.n--;
	return str_skip(folder, (size_t)(str_find_last(folder, '/') + 1));
}

static void check_folders(struct visit *v, const struct node *n)
{
	const struct node *path = KID(n, LOADPATH, path);
	struct str rest = path ? path->text : STR("");

	while (rest.n) {
		struct str name = name_of(str_take(&rest, ':'));

		if (!words_find(WORDS_OLD_FOLDER, name, v->version))
			continue;
		diag_hint(v->diags,
			  report(v, path->at, "folders \"%.*s\" are of Kamailio before 4.2",
				 STR_ARG(name)),
			  "all modules are in one folder, \"modules\"");
		return;
	}
}

RULE(folder_old, "K812", SEV_NOTE, PHASE_RUN, .nodes = NODE(LOADPATH), .run = check_folders,
     .summary = "an old folder of modules, from before 4.2",
     .why = "Until 4.2 modules were in the folders modules_k, modules_s and modules. A path that "
	    "names them is left over from an old installation; the server silently skips folders "
	    "that are not found.",
     .bad = "mpath \"/usr/lib/kamailio/modules_k/:/usr/lib/kamailio/modules/\"\n"
	    "request_route { exit; }\n",
     .good = "mpath \"/usr/lib/kamailio/modules/\"\nrequest_route { exit; }\n")
