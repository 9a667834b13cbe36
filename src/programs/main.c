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
#include "programs/ignore_add.h"
#include "programs/init_command.h"
#include "programs/known.h"
#include "programs/open.h"
#include "programs/options_words.h"
#include "programs/outputs.h"
#include "programs/rules_chosen.h"
#include "programs/scope.h"
#include "programs/settings_show.h"
#include "programs/symbols_command.h"
#include "sema/analyse.h"
#include "sema/sema.h"
#include "engine/lint.h"
#include "engine/registry.h"
#include "parse/tokens.h"
#include "views/explain.h"
#include "output/formats.h"
#include "views/print.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_GOOD = 0, EXIT_FINDINGS = 1, EXIT_TROUBLE = 2 };

/* What arguments and file names hide is not for the terminal. */
static int complain(struct arena *a, struct str message)
{
	struct buf b = buf_on(a);

	buf_text(&b, "kamcheck: ");
	hidden_show(&b, message);
	buf_byte(&b, '\n');
	fwrite(b.p, 1, b.n, stderr);
	return EXIT_TROUBLE;
}

/* Starts a run over the config NAME; false, with a message, also in REPORT, which may be NULL, when
 * it cannot be read. */
static bool start(struct session *s, const struct options *o, struct str name, struct str *text,
		  struct report *report)
{
	struct buf why;

	open_session(s, o);
	why = buf_on(s->arena);
	if (open_config(s, o, name, text, &why))
		return true;
	if (o->command == OPTIONS_LINT && access(name.p, F_OK) != 0)
		options_suggest_command(&why, name);
	complain(s->arena, buf_view(&why));
	if (report)
		report_unread(report, name, buf_view(&why));
	return false;
}

/* What comments may silence; USUALLY without options that say so. */
static enum ignoring ignoring(const struct options *o, enum ignoring usually)
{
	return o->no_ignore ? IGNORING_NOTHING : o->untrusted ? IGNORING_NO_ERRORS : usually;
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

/* What Kamailio refuses only after a good file: options at odds with it. */
static int check_late(struct session *s, const struct options *o, const struct node *root)
{
	if (o->late_refusal.n)
		return complain(s->arena, o->late_refusal);
	for (size_t i = 0; i < o->need_count; i++) {
		const struct options_need *need = &o->needs[i];
		bool is_met =
		    need->what == OPTIONS_TCP_NOT_OFF ? !switch_value(root, "disable_tcp", 0)
		    : need->what == OPTIONS_TLS_ON    ? switch_value(root, "enable_tls", 0)
						      : switch_value(root, "enable_sctp", 0) == 1;

		if (!is_met) {
			struct buf b = buf_on(s->arena);

			options_say_need(&b, need);
			return complain(s->arena, buf_view(&b));
		}
	}
	fputs("config file ok, exiting...\n", stderr);
	return EXIT_GOOD;
}

static int check_config(struct report *report, const struct options *o)
{
	struct report_filter filter = {.least = SEV_ERROR, .last = o->phase};
	struct lint_options lint = {.ignoring = ignoring(o, IGNORING_UNPARSED)};
	struct str name = open_name(o, o->files[0]), text;
	const struct node *root = NULL;
	struct session s;
	int status = EXIT_TROUBLE;

	if (filter.last > PHASE_START)
		filter.last = PHASE_START;
	if (start(&s, o, o->files[0], &text, report)) {
		s.diags.least = filter.least;
		s.diags.last = filter.last;
		root = check_file(&s, name, text, &lint);
		status = tell_file(&s, name, &filter, report);
	}
	/* A warning, so it is not shown here; but never in silence. */
	if (s.modules_kept.n)
		fprintf(
		    stderr,
		    "kamcheck: not in the folders of -L, so what kamcheck itself knows is used: "
		    "%.*s\n",
		    STR_ARG(s.modules_kept));
	if (status == EXIT_GOOD)
		status = check_late(&s, o, root);
	session_end(&s);
	return status;
}

static int do_check(struct arena *a, struct options *o)
{
	struct buf why = buf_on(a);
	struct outputs out;

	if (!outputs_open(&out, a, o, stderr, &why))
		return complain(a, buf_view(&why));
	return outputs_close(&out, check_config(&out.report, o));
}

/* What was done, in lines, on standard error. */
static void say_lines(struct arena *a, struct str text)
{
	while (text.n) {
		ptrdiff_t end = str_find(text, '\n');
		struct str line = str_head(text, end < 0 ? text.n : (size_t)end);

		if (line.n)
			complain(a, line);
		text = str_skip(text, line.n + 1);
	}
}

/* Checks the file of R and takes out what is known; what is left to be told stays in its session.
 */
static int lint_session(struct known *known, const struct known_run *r, struct str text,
			struct report *report)
{
	const struct options *o = &r->scope->options;
	struct str name = open_name(o, r->name);
	struct buf why = buf_on(r->session->arena), said = buf_on(r->session->arena);
	struct known_run run = *r;
	bool is_good;

	run.root = check_file(r->session, name, text, r->lint);
	levels_apply(&r->scope->levels, &r->session->diags);
	if (!known_take(known, &run, &why))
		return complain(r->session->arena, buf_view(&why));
	if (!r->is_trial)
		return tell_file(r->session, name, r->filter, report);
	is_good = ignore_add(&run, &said);
	say_lines(r->session->arena, buf_view(&said));
	return is_good ? EXIT_GOOD : EXIT_TROUBLE;
}

/* IS_TRIAL: to add comments, and to be looked at again. */
static int lint_file(struct report *report, struct known *known, const struct scope *scope,
		     struct str name, const bool *is_off, bool is_trial)
{
	const struct options *o = &scope->options;
	struct report_filter filter = {
	    .least = o->shows_more ? SEV_NOTE : o->level, .last = o->phase, .is_off = is_off};
	struct lint_options lint = {.ignoring = ignoring(o, IGNORING_ALL), .is_off = is_off};
	struct session s;
	struct known_run run = {.scope = scope,
				.filter = &filter,
				.lint = &lint,
				.session = &s,
				.name = name,
				.is_trial = is_trial};
	int status = EXIT_TROUBLE;
	struct str text;

	if (start(&s, o, name, &text, report)) {
		s.diags.least = filter.least > o->fail_on ? filter.least : o->fail_on;
		if (scope->levels.count)
			s.diags.least = SEV_NOTE;
		s.diags.last = filter.last;
		status = lint_session(known, &run, text, report);
	}
	/* Others may count than are shown. */
	filter.least = o->fail_on;
	if (status != EXIT_TROUBLE)
		status =
		    !o->fails_never && report_count(&s.diags, &filter) ? EXIT_FINDINGS : EXIT_GOOD;
	session_end(&s);
	return status;
}

/* One file with what is in force for it. */
static int lint_in_scope(struct arena *a, struct report *report, struct known *known,
			 struct scopes *scopes, struct str name)
{
	struct buf why = buf_on(a);
	const struct scope *scope = scope_of(scopes, name, &why);
	const bool *is_off = scope ? rules_chosen_off(a, &scope->options, &why) : NULL;

	if (!is_off)
		return complain(a, buf_view(&why));
	is_off = scope_rules_off(a, scope, is_off);
	if (scope->options.adds_ignore && !str_is(name, "-") &&
	    lint_file(report, known, scope, name, is_off, true) == EXIT_TROUBLE)
		return EXIT_TROUBLE;
	return lint_file(report, known, scope, name, is_off, false);
}

/* What is in force for each file. */
static int do_show_settings(struct arena *a, const struct options *o)
{
	struct scopes scopes = scopes_of(a, o);

	for (size_t i = 0; i < o->file_count; i++) {
		struct buf b = buf_on(a), why = buf_on(a);
		const struct scope *scope = scope_of(&scopes, o->files[i], &why);

		if (!scope)
			return complain(a, buf_view(&why));
		settings_show(&b, scope, o->files[i]);
		if (!outputs_write(stdout, buf_view(&b)))
			return EXIT_TROUBLE;
	}
	return EXIT_GOOD;
}

static int do_lint(struct arena *a, struct options *o)
{
	struct scopes scopes = scopes_of(a, o);
	struct buf why = buf_on(a), said = buf_on(a);
	struct known known;
	struct outputs out;
	int worst = EXIT_GOOD;

	if (o->show_settings)
		return do_show_settings(a, o);
	if (!rules_chosen_off(a, o, &why) || !known_open(&known, a, o, &why) ||
	    !outputs_open(&out, a, o, stdout, &why))
		return complain(a, buf_view(&why));
	for (size_t i = 0; i < o->file_count; i++) {
		int status = lint_in_scope(a, &out.report, &known, &scopes, o->files[i]);

		worst = status > worst ? status : worst;
	}
	worst = known_close(&known, &out.report, worst, &said);
	say_lines(a, buf_view(&said));
	return outputs_close(&out, worst);
}

/* --cfg-print and expand: the text on stdout, what the preprocessor found on stderr. */
static int do_print(struct arena *a, struct options *o)
{
	struct print_options print = {.is_expanded = o->command == OPTIONS_EXPAND,
				      .has_markers = o->line_markers,
				      .strips_comments = o->strip_comments,
				      .masks_secrets = o->mask_secrets};
	struct report_filter filter = {.least = SEV_ERROR, .last = PHASE_RUN};
	struct buf why = buf_on(a);
	struct outputs findings;
	struct session s;
	struct str text;
	int status = EXIT_GOOD;

	if (!outputs_open(&findings, a, o, stderr, &why))
		return complain(a, buf_view(&why));
	if (!start(&s, o, o->files[0], &text, NULL)) {
		status = EXIT_TROUBLE;
	} else {
		struct buf out = buf_on(s.arena);

		if ((!print.is_expanded && !check_options(&s)) ||
		    !print_config(&s, open_name(o, o->files[0]), text, &print, &out))
			status = EXIT_FINDINGS;
		if (!outputs_write(stdout, buf_view(&out)))
			status = EXIT_TROUBLE;
		session_settle(&s);
		diags_sort(&s.diags);
		if (!report_findings(&findings.report, &s.diags, &filter,
				     open_name(o, o->files[0])))
			status = EXIT_TROUBLE;
		if (print.is_expanded && s.diags.errors && !status)
			status = EXIT_FINDINGS;
	}
	session_end(&s);
	return status;
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
		struct buf out = buf_on(own), masked = buf_on(own);

		if (o->command == OPTIONS_TOKENS)
			parse_dump_tokens(&s, open_name(o, o->files[0]), text, &out);
		else
			ast_dump(&out, parse_config(&s, open_name(o, o->files[0]), text, NULL),
				 NULL);
		if (o->mask_secrets)
			secrets_put(&s.secrets, &masked, buf_view(&out), 0, SECRETS_IN_LINE,
				    STR(SECRETS_MASK));
		status = outputs_write(stdout, buf_view(o->mask_secrets ? &masked : &out))
			     ? EXIT_GOOD
			     : EXIT_TROUBLE;
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
			complain(s.arena, buf_view(&why));
		status = result == SYMBOLS_SHOWN  ? EXIT_GOOD
			 : result == SYMBOLS_NONE ? EXIT_FINDINGS
						  : EXIT_TROUBLE;
	}
	session_end(&s);
	return status;
}

/* The pages of the rules that CODES name, in the order of the codes. */
static void explain_chosen(struct buf *b, const bool *is_chosen)
{
	const char *between = "";

	for (size_t i = 0; i < rule_count; i++)
		if (is_chosen[i]) {
			buf_text(b, between);
			explain_rule(b, rules[i]);
			between = "\n";
		}
}

static int do_explain(struct arena *a, const struct options *o)
{
	struct buf b = buf_on(a), why = buf_on(a);
	const bool *is_chosen = rules_chosen(a, o->codes, o->code_count, &why);

	if (!is_chosen)
		return complain(a, buf_view(&why));
	if (o->command == OPTIONS_EXPLAIN)
		explain_chosen(&b, is_chosen);
	else if (o->is_man)
		explain_man(&b);
	else
		explain_list(&b, is_chosen);
	return outputs_write(stdout, buf_view(&b)) ? EXIT_GOOD : EXIT_TROUBLE;
}

static int do_catalog(struct arena *a, const struct options *o)
{
	struct buf out = buf_on(a), why = buf_on(a);
	bool is_good = catalog_command(a, o, &out, &why);

	if (!outputs_write(stdout, buf_view(&out)))
		return EXIT_TROUBLE;
	if (why.n)
		complain(a, buf_view(&why));
	return !is_good ? EXIT_TROUBLE : why.n ? EXIT_FINDINGS : EXIT_GOOD;
}

static int do_init(struct arena *a, const struct options *o)
{
	struct buf said = buf_on(a);
	bool is_good = init_command(a, o, &said);

	complain(a, buf_view(&said));
	return is_good ? EXIT_GOOD : EXIT_TROUBLE;
}

static int show(struct arena *a, const struct options *o)
{
	struct buf b = buf_on(a);

	if (o->command == OPTIONS_HELP) {
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
	complain(a, buf_view(&b));
}

/* The commands that read a file have settings; lint asks for those of each. */
static bool scope_options(struct arena *a, struct options *o, struct buf *why)
{
	struct options given = *o;
	struct scopes scopes = scopes_of(a, &given);
	const struct scope *scope;

	if (!options_reads_file(o->command) || o->command == OPTIONS_LINT)
		return true;
	scope = scope_of(&scopes, o->files[0], why);
	if (scope)
		*o = scope->options;
	return scope != NULL;
}

static int run(struct arena *a, struct options *o)
{
	struct buf why = buf_on(a);

	if (o->ignored.p)
		say_ignored(a, o);
	if (!scope_options(a, o, &why))
		return complain(a, buf_view(&why));
	if (needs_folders(o->command) && !open_folders(o, &why))
		return complain(a, buf_view(&why));
	switch (o->command) {
	case OPTIONS_LINT: return do_lint(a, o);
	case OPTIONS_CHECK: return do_check(a, o);
	case OPTIONS_PRINT:
	case OPTIONS_EXPAND: return do_print(a, o);
	case OPTIONS_TOKENS:
	case OPTIONS_TREE: return do_dump(o);
	case OPTIONS_SYMBOLS: return do_symbols(o);
	case OPTIONS_EXPLAIN:
	case OPTIONS_RULES: return do_explain(a, o);
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
		status = complain(a, message);
	else if (!(o.catalog = catalog_command_load(a, &o, &why)))
		status = complain(a, buf_view(&why));
	else
		status = run(a, &o);
	arena_free(a);
	return status;
}
