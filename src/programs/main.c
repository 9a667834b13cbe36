/*
 * main - the commands of kamcheck: reads the command line, runs one command, writes what it says.
 *
 * What must stay true: exit status 0 nothing to report, 1 findings, 2 wrong usage, an unreadable
 * file or output that could not be written; all output is checked.
 */
/* access() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "base/hidden.h"
#include "programs/options.h"
#include "parse/parse.h"
#include "programs/catalog_command.h"
#include "programs/diff_command.h"
#include "programs/graph_command.h"
#include "programs/init_command.h"
#include "programs/lint_command.h"
#include "programs/open.h"
#include "programs/options_words.h"
#include "programs/outputs.h"
#include "programs/print_command.h"
#include "programs/releases.h"
#include "programs/report_command.h"
#include "programs/rules_command.h"
#include "programs/say.h"
#include "programs/scope.h"
#include "programs/symbols_command.h"
#include "programs/trace_command.h"
#include "programs/upgrade_command.h"
#include "programs/variants_command.h"
#include "sema/analyse.h"
#include "sema/sema.h"
#include "engine/lint.h"
#include "parse/tokens.h"
#include "output/formats.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Starts a run over the config NAME; false, with a message, also in REPORT, which may be NULL, when
 * it cannot be read. */
static bool start(struct session *s, const struct options *o, struct str name, struct str *text,
		  struct report *report)
{
	struct buf why;

	open_session(s, o);
	why = buf_on(s->arena);
	if (open_config(s, s->arena, o, name, text, &why))
		return true;
	complain(buf_view(&why));
	if (report)
		report_unread(report, name, buf_view(&why));
	return false;
}

/* The value of a switch of the core, from the last statement that sets it. */
static int32_t switch_value(const struct node *root, const char *name, int32_t otherwise)
{
	for (const struct node *n = KID(root, FILE, items); n; n = n->next)
		if (n->kind == N_PARAM && str_is(n->text, name) &&
		    KID(n, PARAM, value)->kind == N_NUMBER)
			otherwise = KID(n, PARAM, value)->number;
	return otherwise;
}

/* Parses and checks one file; returns its tree, or NULL after a bad command line, which ends it
 * before the file is read. */
static const struct node *check_file(struct session *s, struct str name, struct str text,
				     const struct lint_options *lint)
{
	const struct node *root = check_options(s) ? lint_text(s, name, text, lint)->root : NULL;

	session_settle(s);
	return root;
}

/* Reports the findings of one file; then those that FILTER lets pass count. */
static int tell_file(struct session *s, struct str name, const struct report_filter *filter,
		     struct report *report)
{
	diags_sort(&s->diags);
	if (!report_findings(report, &s->diags, filter, name))
		return EXIT_TROUBLE;
	return report_count(&s->diags, filter) ? EXIT_FINDINGS : EXIT_GOOD;
}

/* What Kamailio says only after a good file, against options at odds with it; or empty. */
static struct str late_complaint(struct arena *a, const struct options *o, const struct node *root)
{
	if (o->late_refusal.n)
		return o->late_refusal;
	for (size_t i = 0; i < o->need_count; i++) {
		const struct options_need *need = &o->needs[i];
		bool is_met =
		    need->what == OPTIONS_TCP_NOT_OFF ? !switch_value(root, "disable_tcp", 0)
		    : need->what == OPTIONS_TLS_ON    ? switch_value(root, "enable_tls", 0)
						      : switch_value(root, "enable_sctp", 0) == 1;

		if (!is_met) {
			struct buf b = buf_on(a);

			options_say_need(&b, need);
			return buf_view(&b);
		}
	}
	return STR("");
}

static int check_late(struct session *s, const struct options *o, const struct node *root)
{
	struct str late = late_complaint(s->arena, o, root);

	if (late.n)
		return complain(late);
	fputs("config file ok, exiting...\n", stderr);
	return EXIT_GOOD;
}

/* A warning, so it is not shown here; but never in silence. */
static void say_modules_kept(struct str kept)
{
	if (kept.n)
		fprintf(
		    stderr,
		    "kamcheck: not in the folders of -L, so what kamcheck itself knows is used: "
		    "%.*s\n",
		    STR_ARG(kept));
}

/* TEXT, the config that S reads, for several releases: the findings, and a table of verdicts. */
static int check_releases(struct session *s, struct str text, const struct report_filter *filter,
			  const struct lint_options *lint, struct report *report,
			  const struct options *o)
{
	struct releases r = {.options = o, .lint = lint, .look = late_complaint};
	struct str name = open_name(o, o->files[0]);
	struct buf table = buf_on(s->arena);
	int status;

	releases_lint(&r, s, name, text);
	status = tell_file(s, name, filter, report);
	say_modules_kept(r.modules_kept);
	for (uint32_t i = 0; i < o->releases.count && status == EXIT_GOOD; i++)
		status = r.verdicts[i].late.n ? EXIT_TROUBLE : EXIT_GOOD;
	releases_say(&table, &r);
	return outputs_write(stderr, buf_view(&table)) ? status : EXIT_TROUBLE;
}

static int check_config(struct report *report, const struct options *o)
{
	struct report_filter filter = {.least = SEV_ERROR, .last = o->phase};
	struct lint_options lint = {.ignoring = open_ignoring(o, IGNORING_UNPARSED)};
	struct str name = open_name(o, o->files[0]), text;
	const struct node *root = NULL;
	struct session s;
	int status = EXIT_TROUBLE;

	if (filter.last > PHASE_START)
		filter.last = PHASE_START;
	if (start(&s, o, o->files[0], &text, report)) {
		s.diags.least = filter.least;
		s.diags.last = filter.last;
		if (releases_are_several(o)) {
			status = check_releases(&s, text, &filter, &lint, report, o);
			session_end(&s);
			return status;
		}
		root = check_file(&s, name, text, &lint);
		status = tell_file(&s, name, &filter, report);
	}
	say_modules_kept(s.modules_kept);
	if (status == EXIT_GOOD)
		status = check_late(&s, o, root);
	session_end(&s);
	return status;
}

static int do_check(struct arena *a, struct options *o)
{
	struct buf why = buf_on(a);
	struct outputs out;

	if (!outputs_open(&out, a, o, releases_name(a, o), stderr, &why))
		return complain(buf_view(&why));
	return outputs_close(&out, check_config(&out.report, o));
}

/* The tokens or the tree of a file, for tests. */
static int do_dump(const struct options *o)
{
	struct session s;
	struct str text;
	int status = EXIT_TROUBLE;

	if (start(&s, o, o->files[0], &text, NULL)) {
		/* What is printed is longer than what is read: it does not count as memory of the
		 * run. */
		struct arena *own = arena_new();
		struct buf out = buf_on(own);
		struct str shown;

		if (o->command == OPTIONS_TOKENS)
			parse_dump_tokens(&s, open_name(o, o->files[0]), text, &out);
		else
			ast_dump(&out, parse_config(&s, open_name(o, o->files[0]), text, NULL),
				 NULL);
		shown = o->mask_secrets ? secrets_masked(&s.secrets, own, buf_view(&out))
					: buf_view(&out);
		status = outputs_write(stdout, shown) ? EXIT_GOOD : EXIT_TROUBLE;
		arena_free(own);
	}
	session_end(&s);
	return status;
}

static int do_symbols(const struct options *o)
{
	struct session s;
	struct str text;
	int status = EXIT_TROUBLE;

	if (start(&s, o, o->files[0], &text, NULL)) {
		struct buf why = buf_on(s.arena);
		enum symbols_result result = symbols_command(&s, o, text, stdout, &why);

		if (result == SYMBOLS_FAILED)
			fprintf(stderr, "kamcheck: cannot write: %s\n", strerror(errno));
		else if (why.n)
			complain(buf_view(&why));
		status = result == SYMBOLS_SHOWN  ? EXIT_GOOD
			 : result == SYMBOLS_NONE ? EXIT_FINDINGS
						  : EXIT_TROUBLE;
	}
	session_end(&s);
	return status;
}

static int do_rules(struct arena *a, const struct options *o)
{
	struct buf out = buf_on(a), why = buf_on(a);

	if (!rules_command(a, o, &out, &why))
		return complain(buf_view(&why));
	return outputs_write(stdout, buf_view(&out)) ? EXIT_GOOD : EXIT_TROUBLE;
}

static int do_catalog(struct arena *a, const struct options *o)
{
	struct buf out = buf_on(a), why = buf_on(a);
	bool is_good = catalog_command(a, o, &out, &why);

	if (!outputs_write(stdout, buf_view(&out)))
		return EXIT_TROUBLE;
	if (why.n)
		complain(buf_view(&why));
	return !is_good ? EXIT_TROUBLE : why.n ? EXIT_FINDINGS : EXIT_GOOD;
}

static int do_init(struct arena *a, const struct options *o)
{
	struct buf said = buf_on(a);
	bool is_good = init_command(a, o, &said);

	complain(buf_view(&said));
	return is_good ? EXIT_GOOD : EXIT_TROUBLE;
}

static int show(struct arena *a, const struct options *o)
{
	struct buf b = buf_on(a);

	if (o->helps_programs) {
		options_help_programs(&b);
	} else if (o->command == OPTIONS_HELP) {
		options_help(&b, o->help_for);
	} else {
		buf_text(&b, "kamcheck " KAMCHECK_VERSION ", for kamailio ");
		version_list(&b);
		buf_byte(&b, '\n');
	}
	return outputs_write(stdout, buf_view(&b)) ? EXIT_GOOD : EXIT_TROUBLE;
}

/* Not the commands of Kamailio; the catalogue has words of its own. */
static bool needs_folders(enum options_command command)
{
	return command != OPTIONS_CHECK && command != OPTIONS_PRINT && command != OPTIONS_CATALOG;
}

/* -c and --cfg-print ignore words, as Kamailio does; but who named a file thinks it was read. */
static void say_ignored(struct arena *a, const struct options *o)
{
	const char *command = o->command == OPTIONS_PRINT ? "--cfg-print" : "-c";
	struct buf b = buf_on(a);

	buf_quoted(&b, o->ignored);
	buf_text(&b, " is NOT read, ");
	buf_quoted(&b, o->files[0]);
	buf_printf(&b, " is: %s takes the file with -f; write \"kamcheck %s -f ", command, command);
	buf_escaped(&b, o->ignored);
	buf_byte(&b, '"');
	complain(buf_view(&b));
}

/* The commands that read a file have settings; lint, diff, variants and report ask for those of
 * each. */
static bool scope_options(struct arena *a, struct options *o, struct plan *plan, struct buf *why)
{
	struct options given = *o;
	struct scopes scopes = scopes_of(a, &given);
	const struct scope *scope;

	if (!options_reads_file(o->command) || o->command == OPTIONS_LINT ||
	    o->command == OPTIONS_DIFF || o->command == OPTIONS_VARIANTS ||
	    o->command == OPTIONS_REPORT)
		return true;
	scope = scope_of(&scopes, o->files[0], why);
	if (!scope)
		return false;
	*o = scope->options;
	*plan = scope->plan;
	return true;
}

static int run(struct arena *a, struct options *o)
{
	struct buf why = buf_on(a);
	struct plan plan = {.mode = PLAN_OFF};

	if (o->ignored.p)
		say_ignored(a, o);
	if (!scope_options(a, o, &plan, &why) ||
	    !(options_takes_releases(o) || releases_are_one(o, "this command", &why)))
		return complain(buf_view(&why));
	if (needs_folders(o->command) && !open_folders(o, &why))
		return complain(buf_view(&why));
	switch (o->command) {
	case OPTIONS_LINT: return lint_command(a, o);
	case OPTIONS_CHECK: return do_check(a, o);
	case OPTIONS_PRINT:
	case OPTIONS_EXPAND: return print_command(a, o, &plan);
	case OPTIONS_TOKENS:
	case OPTIONS_TREE: return do_dump(o);
	case OPTIONS_SYMBOLS: return do_symbols(o);
	case OPTIONS_UPGRADE: return upgrade_command(a, o);
	case OPTIONS_DIFF: return diff_command(a, o);
	case OPTIONS_GRAPH: return graph_command(a, o);
	case OPTIONS_TRACE: return trace_command(a, o);
	case OPTIONS_REPORT: return report_command(a, o);
	case OPTIONS_VARIANTS: return variants_command(a, o);
	case OPTIONS_EXPLAIN:
	case OPTIONS_RULES: return do_rules(a, o);
	case OPTIONS_CATALOG: return do_catalog(a, o);
	case OPTIONS_INIT: return do_init(a, o);
	default: return show(a, o);
	}
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct options o;
	struct buf why = buf_on(a);
	struct str message;
	int status;

	if (scope_parse(a, argc, argv, &o, &message) == OPTIONS_REFUSED)
		status = complain(message);
	else if (!(o.catalog = catalog_command_load(a, &o, &why)))
		status = complain(buf_view(&why));
	else
		status = run(a, &o);
	arena_free(a);
	return status;
}
