/*
 * missing - files that a parameter names and that are not there.
 *
 * What must stay true: a config is often checked on a machine that is not the server's, so nothing
 * is said of other folders than the config's own, and little where the config lies elsewhere.
 */
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_file_missing;
extern const struct rule rule_file_elsewhere;

static void check_missing(struct visit *v)
{
	for (const struct named_file *f = v->unit->files.first; f; f = f->next) {
		const struct modparam *by = f->param->by;

		if (f->absence < ABSENCE_HERE)
			continue;
		report_as(v,
			  f->absence == ABSENCE_CERTAIN ? &rule_file_missing : &rule_file_elsewhere,
			  by->value->at, "there is no file \"%.*s\"", STR_ARG(f->name));
	}
}

RULE(file_missing, "K866", SEV_ERROR, PHASE_START, .end = check_missing, .needs = NEEDS_FILES,
     .summary = "a file that a parameter names and that is not there",
     .why =
	 "The server does not start without the file. It is reported where the file would lie in "
	 "the folder of the config or below it, or below a folder that --map-include names; of "
	 "other folders nothing is said, for they may be those of another machine. --no-files "
	 "says that files of parameters are not looked at.")

RULE(file_elsewhere, "K867", SEV_NOTE, PHASE_START, .found_by = &rule_file_missing,
     .summary = "a file that a parameter names and that is not beside the config",
     .why = "The server looks for a name without a folder beside its config, and does not start "
	    "without the file. It may be put there with the config: --no-files says that files of "
	    "parameters are not looked at.")
