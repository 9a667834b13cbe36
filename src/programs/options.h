/*
 * options - the command line of kamcheck, read into one struct.
 *
 * With -c or --cfg-print the line is that of the `kamailio` program and is judged as the chosen
 * version judges it (cli.md).  Kamailio reads its line four times, and the order decides
 * what is noticed first:
 *
 * - pass 1: -d -E -M --debug and such; -h, even as the argument of an option of a later pass, ends;
 * - pass 2: -f -A -L --subst and such, unknown options, missing arguments; -v ends;
 * - pass 3: --loadmodule --modparam;
 * - pass 4: the rest, after the file was found good, and never with --cfg-print.
 *
 * Before them comes a pass for our own options, because --kamailio decides which others exist.
 * What must stay true: parsing prints nothing, looks nothing up in the file system or the network,
 * and keeps no state of its own.
 */
#ifndef KAMCHECK_OPTIONS_H
#define KAMCHECK_OPTIONS_H

#include "base/buf.h"
#include "facts/version.h"
#include "output/formats.h"
#include "text/diag.h"
#include "program_version.h"

#define OPTIONS_DEFAULT_FILE "/etc/kamailio/kamailio.cfg"

struct catalog;
struct session_prefix;

enum options_command {
	OPTIONS_LINT,
	OPTIONS_CHECK, /* -c */
	OPTIONS_PRINT, /* --cfg-print */
	OPTIONS_EXPAND,
	OPTIONS_TOKENS,
	OPTIONS_TREE,
	OPTIONS_SYMBOLS,
	OPTIONS_UPGRADE,
	OPTIONS_DIFF,
	OPTIONS_GRAPH,
	OPTIONS_TRACE,
	OPTIONS_REPORT,
	OPTIONS_VARIANTS,
	OPTIONS_EXPLAIN,
	OPTIONS_RULES,
	OPTIONS_CATALOG,
	OPTIONS_INIT,
	OPTIONS_VERSION, /* show the version and end with 0 */
	OPTIONS_HELP,    /* show options_help() of HELP_FOR and end with 0 */
};

enum options_define_kind { OPTIONS_DEFINE, OPTIONS_SUBST, OPTIONS_SUBSTDEF, OPTIONS_SUBSTDEFS };

/*
 * -A NAME[=VALUE] (the name is not empty), or a subst expression, not yet judged.  That a name is
 * defined twice, or is one of Kamailio's own (-A KAMAILIO_5), is for the define table to find.
 */
struct options_define {
	enum options_define_kind kind;
	struct str text;
};

/* --rule and --no-rule: codes or names of rules separated by commas, not yet looked up. */
struct options_rules {
	bool is_on;
	struct str text;
};

/* A form in which findings are written, and the file where it goes; P is NULL: the console. */
struct options_format {
	const struct report_format *format;
	struct str file;
};

enum options_module_kind { OPTIONS_LOADMODULE, OPTIONS_MODPARAM };

/* The text of a modparam has the right form; options_check_modparam() takes it apart. */
struct options_module {
	enum options_module_kind kind;
	struct str text;
};

enum options_switch { OPTIONS_TCP_NOT_OFF, OPTIONS_TLS_ON, OPTIONS_SCTP_ON };

/* An option that Kamailio takes only when the file has switched a protocol on, or left it on
 * (vectors 1062, 1063). */
struct options_need {
	enum options_switch what;
	struct str option, argument;
};

/* What kamcheck graph draws. */
enum options_picture {
	OPTIONS_PICTURE_CALLS,
	OPTIONS_PICTURE_ORDER,
	OPTIONS_PICTURE_INCLUDES,
	OPTIONS_PICTURE_MODULES,
};

/* Lists are in the order of the command line.  A str with p == NULL was not given. */
struct options {
	enum options_command command;
	struct version version;   /* the newest of RELEASES */
	struct versions releases; /* those to check for, one at least */
	bool has_version;         /* --kamailio, or --to of upgrade, was given */
	bool has_versions;        /* ... several times, for different ones */
	struct version from;      /* of upgrade: --from; bit 0: not given */
	struct str *files; /* "-" is stdin; -c and --cfg-print have exactly one, the last -f or the
			      default; of catalog: its words */
	size_t file_count;
	struct options_define *defines;
	size_t define_count;
	/* Of diff: --old-define and --new-define, for one side each. */
	struct options_define *old_defines, *new_defines;
	size_t old_define_count, new_define_count;
	struct str old_profile, new_profile; /* --old-profile, --new-profile; or empty */
	struct options_module *modules;
	size_t module_count;
	struct str library;   /* -L, colon-separated directories; beats mpath in the file */
	struct str workdir;   /* -w; Kamailio changes to it only after the check */
	bool installed;       /* --installed: mpath in the file counts too */
	struct str *catalogs; /* --catalog */
	size_t catalog_count;
	const struct catalog *catalog; /* NULL; main() reads the files of --catalog into it */
	enum options_command help_for; /* OPTIONS_HELP: all */
	bool helps_programs;           /* the page for programs that call kamcheck */
	struct str *codes;             /* of explain, rules */
	size_t code_count;
	uint32_t jobs;                   /* lint: configs that are checked at the same time */
	bool is_quiet;                   /* lint: no line with numbers behind the findings */
	bool is_verbose;                 /* lint: what is checked as part of what */
	struct session_prefix *prefixes; /* --map-include */
	size_t prefix_count;
	struct str stdin_name; /* --stdin-filename: what "-" is called */
	struct str ignored;    /* the first word that -c and --cfg-print ignored */
	enum { OPTIONS_COLOR_AUTO, OPTIONS_COLOR_ALWAYS, OPTIONS_COLOR_NEVER } color;
	enum phase phase; /* findings up to this one count; default: start for -c, run for lint */
	enum severity level; /* of lint: findings from this severity on count */
	bool shows_more;     /* lint without --level: notes are shown, they do not count */
	bool has_fail_on;    /* --fail-on, --exit-zero: these count, not those of LEVEL */
	enum severity fail_on;
	bool fails_never;               /* ... none */
	struct options_format *formats; /* of lint and -c */
	size_t format_count;
	struct str *format_texts; /* as they were given */
	size_t format_text_count;
	struct str output_file; /* for forms without a file of their own */
	bool has_statistics;    /* in place of findings */
	struct options_rules *rules;
	size_t rule_count;
	bool is_man; /* rules: as a manual page */
	/* Of symbols, upgrade, diff, graph, rules, explain; the first is usual. */
	enum {
		OPTIONS_TEXT,
		OPTIONS_TREE_TEXT,
		OPTIONS_JSON,
		OPTIONS_CTAGS,
		OPTIONS_MARKDOWN,
		OPTIONS_DOT,
		OPTIONS_MERMAID,
		OPTIONS_SVG,
	} format;
	enum options_picture picture;  /* graph: --kind */
	struct str from_end, to_end;   /* graph, upgrade: --from, --to */
	uint32_t depth;                /* graph: --depth; 0: any */
	struct str method;             /* trace: --method, in capital letters */
	struct str from_ip, transport; /* trace */
	bool in_dialog;                /* trace */
	uint32_t reply, port;          /* trace; 0: not given */
	struct str references;         /* symbols: of this name only */
	bool all_errors;
	bool atexit;
	bool line_markers, strip_comments;
	/*
	 * Only for OPTIONS_CHECK, when the file itself is good: a message that fails the check;
	 * empty: none. Then each of the needs.
	 */
	struct str late_refusal;
	struct options_need *needs;
	size_t need_count;
	bool adds_sockets; /* -l was given */
	/* What a config may see, and say: */
	bool confines;     /* --confine: files below one folder only */
	struct str folder; /* ... which this is; empty: the one around the config */
	bool hides_env;    /* --no-env, --env: the environment is not read */
	bool hides_files;  /* --no-files */
	struct str *env;   /* --env: NAME=VALUE */
	size_t env_count;
	bool mask_secrets; /* --mask-secrets: in printed text, too */
	bool no_ignore;    /* --no-ignore: comments silence nothing */
	bool untrusted;    /* --untrusted: ... no error of reading and starting */
	/* What else says something; programs/scope.h puts it together. */
	struct str config; /* --config */
	bool no_config;    /* --no-config */
	bool show_settings;
	/* Findings that are known, of lint: programs/known.h. */
	struct str baseline;         /* --baseline */
	bool writes_baseline;        /* --write-baseline */
	struct str written_baseline; /* ... its file, or empty */
	bool strict_baseline;        /* --strict-baseline */
	struct str since;            /* --since */
	struct str diff;             /* --diff; "-" is stdin */
	bool adds_ignore;            /* --add-ignore */
	struct str variants;         /* --variants: the mode, or a profile */
	struct str all_variants;     /* --all-variants: the same, or empty; P is NULL: not given */
	struct str output_dir;       /* --output-dir: where the texts of variants go */
};

enum options_result { OPTIONS_GOOD, OPTIONS_REFUSED };

/*
 * Reads the command line into *OUT; USUAL are the releases to check for when it names none.  Texts
 * point into ARGV or the arena.  When refused, *MESSAGE is one line for "kamcheck: %s", for exit
 * status 2, and *OUT is not to be used.
 */
enum options_result options_parse(struct arena *a, int argc, char **argv,
				  const struct versions *usual, struct options *out,
				  struct str *message);

/* Whether COMMAND is one that Kamailio has. */
bool options_is_dropin(enum options_command command);

/* Appends the message for a file that leaves NEED unfulfilled: option "-N" needs tcp, which is
 * switched off. */
void options_say_need(struct buf *b, const struct options_need *need);

/* The name that the text of -A defines. */
struct str options_defined_name(struct str text);

/* Whether one of the COUNT definitions defines the name that TEXT does; -A only. */
bool options_define_same(const struct options_define *all, size_t count, struct str text);

/* Whether the command of O checks for several releases at once, or asks for none. */
bool options_takes_releases(const struct options *o);

/* Whether COMMAND reads a config. */
bool options_reads_file(enum options_command command);

/* Appends the help text for COMMAND; OPTIONS_HELP stands for all. */
void options_help(struct buf *b, enum options_command command);

/* Appends the page for programs that call kamcheck: packaging/SKILL.md. */
void options_help_programs(struct buf *b);

#endif
