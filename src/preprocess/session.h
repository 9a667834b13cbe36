/*
 * session - what one run shares: memory, text, findings, the chosen version, the outside world.
 *
 * Everything hangs off it, so that runs in several threads do not meet.
 */
#ifndef KAMCHECK_SESSION_H
#define KAMCHECK_SESSION_H

#include "base/account.h"
#include "base/arena.h"
#include "facts/catalog.h"
#include "facts/version.h"
#include "regex/regex.h"
#include "text/diag.h"
#include "text/files.h"
#include "text/secrets.h"
#include "text/source.h"

/* A definition from the command line, in the order given there. */
enum definition_kind {
	DEFINITION_DEFINE,     /* -A NAME[=VALUE] */
	DEFINITION_SUBST,      /* --subst EXPR */
	DEFINITION_SUBSTDEF,   /* --substdef EXPR */
	DEFINITION_SUBSTDEFS,  /* --substdefs EXPR */
	DEFINITION_LOADMODULE, /* --loadmodule NAME: defines MOD_NAME */
	DEFINITION_MODPARAM,   /* --modparam: text is the parameter */
	DEFINITION_BLOCKED,    /* of a variant: what the files define under this name counts not */
};

struct definition {
	enum definition_kind kind;
	struct str text;
	struct str module; /* of DEFINITION_MODPARAM: the pattern */
	struct str value;  /* ... and the value; when it is a number: */
	int32_t number;
	bool is_number;
};

/* Includes whose names begin with FROM, a folder, are looked for at TO instead. */
struct session_prefix {
	struct str from, to;
};

/* K100: a limit of ours is reached. */
extern const struct rule rule_limit;

struct session {
	struct arena *arena, *earlier; /* of the reading before a restart; or NULL */
	struct account account;
	struct regexes *regexes; /* of the run: memory, account */
	struct sources sources;
	struct secrets secrets; /* what no text for people shows */
	struct diags diags;
	struct version version;
	const struct catalog *catalog; /* facts about modules; the embedded ones by default */
	/* Where the files of modules are, directories separated by colons; without any none is
	 * read.
	 */
	struct str module_path;
	struct str modules_kept; /* those that -L does not lead to: the embedded facts count */
	bool adds_sockets;       /* by options of the command line */
	bool reads_mpath;        /* what loadpath and mpath of the config say counts, too */
	struct files files;
	/* Value of an environment variable, or NULL; as getenv(). */
	const char *(*env)(void *ctx, const char *name);
	void *env_ctx;
	bool hides_env;   /* variables may be set that env() does not tell */
	bool hides_files; /* those that parameters name are not read */
	const struct definition *definitions;
	size_t definition_count;
	bool is_variant; /* they are not what the config is used with: what it defines nowhere
			    means nothing */
	const struct session_prefix *prefixes; /* the first that fits counts */
	size_t prefix_count;
};

/* Prepares a session with memory of its own; its version is the newest stable one, without
 * environment.  It must not be moved. */
void session_init(struct session *s, struct files files);

/* Where the include NAME is looked for: NAME itself unless a prefix fits; memory from A. */
struct str session_include_name(const struct session *s, struct arena *a, struct str name);

/*
 * Reads the include *NAME as given, then from FOLDER, which ends with a slash or is empty; *NAME is
 * that of the file that was found.
 */
enum file_status session_open_include(struct session *s, struct arena *a, struct str folder,
				      struct str *name, struct str *text, struct str *reason);

/* The account of KIND is spent: reports that once a run, AT the place that spent it. */
void session_overdraw(struct session *s, enum account_kind kind, struct span at);

/* To be called when all is done: no account is spent in silence. */
void session_settle(struct session *s);

/* Forgets all sources and findings, to read the same inputs once more. */
void session_restart(struct session *s);

/* Gives back all memory of the session: sources, findings, trees. */
void session_end(struct session *s);

#endif
