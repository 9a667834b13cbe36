/*
 * scope - what is in force for a config: defaults, overruled by settings, by the environment
 * (KAMCHECK_CONFIG, KAMCHECK_KAMAILIO), by the command line.
 *
 * What must stay true: settings that were found, and not given, mean nothing for the commands that
 * Kamailio has, nor for the config of a stranger, beside whom they stand.
 */
#ifndef KAMCHECK_SCOPE_H
#define KAMCHECK_SCOPE_H

#include "base/map.h"
#include "programs/options.h"
#include "programs/settings.h"

struct scope {
	struct settings settings;
	struct options options; /* the command line, with what the settings add to it */
	struct plan plan;       /* which variants are checked */
	struct levels levels;   /* those of the settings, and what --rule asks for */
};

/* The scopes of a run: each file of settings is read once. */
struct scopes {
	struct arena *arena;
	const struct options *given;
	struct map folders, files;
};

/* Reads the command line, for the release that the environment or --config names. */
enum options_result scope_parse(struct arena *a, int argc, char **argv, struct options *out,
				struct str *message);

struct scopes scopes_of(struct arena *a, const struct options *given);

/* The scope of the config NAME, or of a folder; NULL when its settings cannot be read: then *WHY
 * says why. */
const struct scope *scope_of(struct scopes *s, struct str name, struct buf *why);

/* FILE as people name it: from the working directory, when it is below that. */
struct str scope_short_name(struct arena *a, struct str file);

/* By rule_index(), the rules whose findings nobody sees when the command line says CHOICE, that is
 * enum rule_choice, of each; memory from A. */
const bool *scope_rules_off(struct arena *a, const struct scope *s, const unsigned char *choice);

#endif
