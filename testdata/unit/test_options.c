/*
 * test_options - the command line against cli.md, the vectors 1021-1071, and what the
 * installed kamailio 5.6.3 answers: each row of 5.6 was asked of it, with -c and with --cfg-print.
 *
 * What a row cannot show is left out: names that must resolve, users, modules and files that must
 * exist.
 */
#include "programs/options.h"
#include "programs/options_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* G good, R refused, L refused behind a good file, H help, V version. */
struct row {
	int vector; /* 0: a trial */
	const char *version;
	const char *arguments; /* separated by '|' */
	char check, print;     /* the answer with -c, with --cfg-print */
};

static const struct row rows[] = {
#include "test_options.inc"
};

#define MOST_ARGUMENTS 32

struct line {
	struct arena *arena;
	struct options options;
	enum options_result result;
	struct str message;
};

/* Parses TEXT, its arguments separated by '|', behind LEAD, given in the same way. */
static struct line parse(const char *lead, const char *text)
{
	struct line l = {.arena = arena_new()};
	struct versions usual = {.all = {version_newest_stable()}, .count = 1};
	char *argv[MOST_ARGUMENTS] = {arena_copy(l.arena, "kamcheck", 8)};
	const char *const parts[] = {lead, text};
	int argc = 1;

	for (size_t i = 0; i < 2; i++)
		for (const char *p = parts[i]; p; p = strchr(p, '|') ? strchr(p, '|') + 1 : NULL)
			argv[argc++] = arena_copy(l.arena, p, strcspn(p, "|"));
	l.result = options_parse(l.arena, argc, argv, &usual, &l.options, &l.message);
	return l;
}

static void done(struct line *l)
{
	arena_free(l->arena);
}

/* The answer for a file that switches nothing on or off. */
static char answer(const struct line *l)
{
	const struct options *o = &l->options;

	if (l->result == OPTIONS_REFUSED)
		return 'R';
	if (o->command == OPTIONS_HELP || o->command == OPTIONS_VERSION)
		return o->command == OPTIONS_HELP ? 'H' : 'V';
	for (size_t i = 0; i < o->need_count; i++)
		if (o->needs[i].what != OPTIONS_TCP_NOT_OFF)
			return 'L';
	return o->late_refusal.n ? 'L' : 'G';
}

static void check_row(const struct row *row, const char *mode, char want)
{
	char lead[80];
	struct line l;
	char got;

	snprintf(lead, sizeof lead, "--kamailio=%s|%s|-f|x.cfg", row->version, mode);
	l = parse(lead, row->arguments);
	got = answer(&l);
	if (got != want)
		print_error("%d: %s %s: %c, not %c (%.*s)\n", row->vector, lead, row->arguments,
			    got, want, STR_ARG(l.message));
	assert_int_equal(got, want);
	if (l.result == OPTIONS_REFUSED) {
		assert_true(l.message.n > 0);
		assert_int_equal(str_find(l.message, '\n'), -1);
	}
	done(&l);
}

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		check_row(&rows[i], "-c", rows[i].check);
		check_row(&rows[i], "--cfg-print", rows[i].print);
	}
}

static void assert_text(struct str got, const char *want)
{
	if (!str_is(got, want))
		print_error("got:  %.*s\nwant: %s\n", STR_ARG(got), want);
	assert_true(str_is(got, want));
}

static void assert_refused(const char *lead, const char *text, const char *message)
{
	struct line l = parse(lead, text);

	assert_int_equal(l.result, OPTIONS_REFUSED);
	assert_text(l.message, message);
	done(&l);
}

static void assert_command(const char *lead, const char *text, enum options_command want)
{
	struct line l = parse(lead, text);

	if (l.result == OPTIONS_REFUSED)
		print_error("%.*s\n", STR_ARG(l.message));
	assert_int_equal(l.result, OPTIONS_GOOD);
	assert_int_equal(l.options.command, want);
	done(&l);
}

static void test_commands(void **state)
{
	(void)state;
	assert_command("a.cfg", NULL, OPTIONS_LINT);
	assert_command("lint", "a.cfg", OPTIONS_LINT);
	assert_command("--kamailio", "5.6|lint|a.cfg", OPTIONS_LINT);
	assert_command("expand", "-f|a.cfg|--line-markers", OPTIONS_EXPAND);
	assert_command("explain", "K301", OPTIONS_EXPLAIN);
	assert_command("rules", NULL, OPTIONS_RULES);
	assert_command("-c", NULL, OPTIONS_CHECK);
	assert_command("-cE", "lint", OPTIONS_CHECK);
	assert_command("-c", "--cfg-print", OPTIONS_PRINT);
	assert_command("--cfg", "x", OPTIONS_PRINT);
	assert_command("--version", NULL, OPTIONS_VERSION);
	assert_command("-v", NULL, OPTIONS_VERSION);
	assert_command("-h", NULL, OPTIONS_HELP);
	assert_command("explain", "--help", OPTIONS_HELP);
	assert_command("./lint", "-", OPTIONS_LINT);
	assert_command("start", NULL, OPTIONS_LINT);
	assert_command("foo", "start|-c", OPTIONS_CHECK);
}

static void test_usage(void **state)
{
	(void)state;
	assert_refused("expand", "a|b", "expand takes one file");
	assert_refused("explain", NULL,
		       "explain takes codes, such as K301; \"kamcheck rules\" lists all");
	assert_refused("lint", "-|x|-", "\"-\" is given twice");
	assert_refused("help", "lnit", "no command \"lnit\"; did you mean the command \"lint\"?");
	assert_refused("lint", "-c|x", "option \"-c\" goes without a command");
	assert_refused("lint", "-m|5|x", "option \"-m\" goes only with -c or --cfg-print");
	assert_refused("lint", "--line-markers|x",
		       "option \"--line-markers\" goes only with \"kamcheck expand\"");
	assert_refused("-c", "--strip-comments",
		       "option \"--strip-comments\" goes only with \"kamcheck expand\"");
	assert_refused("rules", "-f|x", "option \"-f\" goes only with commands that read a file");
	assert_refused("Start", "-c", "\"Start\" is refused by Kamailio as first argument");
	assert_refused("x", "--color=red",
		       "option \"--color\": \"red\" is not one of auto, always, never");
	assert_refused("x", "--phase|end",
		       "option \"--phase\": \"end\" is not one of parse, start, run");
	assert_refused("--kamailio=4.4", "x",
		       "unknown Kamailio version \"4.4\"; known are 5.6, 5.7, 5.8, 6.0, 6.1, 6.2 "
		       "(development)");
}

static void test_messages(void **state)
{
	(void)state;
	assert_refused("-c", "-z", "unknown option \"-z\"; \"kamcheck --help\" lists all");
	assert_refused("-c", "--no\nsuch=5",
		       "unknown option \"--no\\nsuch\"; \"kamcheck --help\" lists all");
	assert_refused("x", "--lavel=note",
		       "unknown option \"--lavel\"; did you mean \"--level\"?");
	assert_refused("x", "--no-color",
		       "unknown option \"--no-color\"; here it is \"--color=never\"");
	assert_refused("-c", "-m", "option \"-m\" needs an argument");
	assert_refused("-c", "--version=5", "option \"--version\" takes no argument");
	assert_refused("-c", "--sub=x",
		       "option \"--sub\" can be \"--subst\", \"--substdef\", \"--substdefs\"");
	assert_refused("-c", "-m|0", "option \"-m\": \"0\" is not a number from 1 to 16777216");
	assert_refused("-c", "--ser|x", "option \"--server-id\": \"x\" is not a number");
	assert_refused("-c", "--atexit=x",
		       "option \"--atexit\": \"x\" does not begin with y, 1, n or 0");
	assert_refused("-c", "-A|=5",
		       "option \"-A\": \"=5\" has no name: NAME or NAME=VALUE is wanted");
	assert_refused("--kamailio=5.6", "-c|--domain|x",
		       "option \"--domain\" exists in Kamailio 6.1 and newer, not in 5.6; choose "
		       "another with --kamailio");
}

static void test_late(void **state)
{
	struct line l = parse("-c", "-n|x|-T|-N|2");

	(void)state;
	assert_text(l.options.late_refusal, "option \"-n\": \"x\" is not a number");
	done(&l);
	l = parse("-c", "-T|-N|2");
	assert_text(l.options.late_refusal,
		    "option \"-N\": \"2\" needs tcp, which is switched off");
	done(&l);
	l = parse("-c", "-n|x|-w|/tmp");
	assert_text(l.options.workdir, "/tmp");
	done(&l);
	l = parse("-c", "-l|tls:a|-Q|2|-N|3");
	assert_int_equal(l.options.late_refusal.n, 0);
	assert_int_equal(l.options.need_count, 3);
	assert_int_equal(l.options.needs[0].what, OPTIONS_TLS_ON);
	assert_int_equal(l.options.needs[1].what, OPTIONS_SCTP_ON);
	assert_int_equal(l.options.needs[2].what, OPTIONS_TCP_NOT_OFF);
	assert_text(l.options.needs[0].argument, "tls:a");
	done(&l);
	l = parse("--cfg-print", "-l|tls:a|-n|x");
	assert_int_equal(l.options.late_refusal.n + l.options.need_count, 0);
	done(&l);
}

static void test_lists(void **state)
{
	struct line l =
	    parse("lint", "-AX=1|a|--subst|/a/b/|b|-A|Y|--modparam=m:p:i:1|--loadmodule|m|--|-L");
	const struct options *o = &l.options;

	(void)state;
	assert_int_equal(l.result, OPTIONS_GOOD);
	assert_int_equal(o->file_count, 3);
	assert_text(o->files[2], "-L");
	assert_int_equal(o->define_count, 3);
	assert_text(o->defines[0].text, "X=1");
	assert_int_equal(o->defines[1].kind, OPTIONS_SUBST);
	assert_text(o->defines[2].text, "Y");
	assert_int_equal(o->module_count, 2);
	assert_int_equal(o->modules[0].kind, OPTIONS_MODPARAM);
	assert_text(o->modules[1].text, "m");
	assert_null(o->library.p);
	done(&l);
}

static void test_fields(void **state)
{
	struct line l = parse("-c", "word|-L|/a:/b|-L|/c|--color|never|--all-errors");

	(void)state;
	assert_text(l.options.files[0], "/etc/kamailio/kamailio.cfg");
	assert_text(l.options.ignored, "word");
	assert_text(l.options.library, "/c");
	assert_int_equal(l.options.color, OPTIONS_COLOR_NEVER);
	assert_int_equal(l.options.phase, PHASE_START);
	assert_text(l.options.version.name, "6.1");
	assert_true(l.options.all_errors);
	assert_false(l.options.atexit);
	done(&l);
	l = parse("-c", "-f|a|--kamailio|5.6.1|-f|b|--phase=parse"); /* [1066] */
	assert_int_equal(l.options.file_count, 1);
	assert_text(l.options.files[0], "b");
	assert_int_equal(l.options.version.patch, 1);
	assert_int_equal(l.options.phase, PHASE_PARSE);
	assert_true(l.options.atexit);
	done(&l);
	l = parse("-c", "--kamailio=5.6|--atexit=no|-f|-");
	assert_false(l.options.atexit);
	assert_text(l.options.files[0], "-");
	done(&l);
	l = parse("explain", "K301|K302");
	assert_int_equal(l.options.code_count, 2);
	assert_text(l.options.codes[1], "K302");
	done(&l);
	l = parse("expand", "--strip-comments|a|--line-markers");
	assert_true(l.options.strip_comments && l.options.line_markers);
	assert_int_equal(l.options.phase, PHASE_RUN);
	done(&l);
}

static void test_modparam(void **state)
{
	struct options_modparam m;
	char text[300];

	(void)state;
	assert_true(options_check_modparam(STR("tm:fr_timer:I:5x"), &m));
	assert_true(str_is(m.module, "tm") && str_is(m.name, "fr_timer") && str_is(m.value, "5x") &&
		    m.is_number);
	assert_true(options_check_modparam(STR("a|b:p:s:x:y"), &m));
	assert_true(str_is(m.value, "x:y") && !m.is_number);
	assert_true(options_check_modparam(STR("a:p:s:"), &m));
	memset(text, 'x', sizeof text);
	memcpy(text, "a:p:s:", 6);
	assert_true(options_check_modparam((struct str){text, 255}, &m));
	assert_false(options_check_modparam((struct str){text, 256}, &m));
}

static void test_help(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);

	(void)state;
	options_help(&b, OPTIONS_HELP);
	assert_true(str_search(buf_view(&b), STR("--kamailio")) > 0);
	for (struct str rest = buf_view(&b); rest.n;) {
		ptrdiff_t end = str_find(rest, '\n');

		assert_in_range(end, 0, 80);
		rest = str_skip(rest, (size_t)end + 1);
	}
	arena_free(a);
}

/* A line of hostile length takes linear time and no depth. */
static void test_long(void **state)
{
	struct arena *a = arena_new();
	size_t n = 128 * 1024;
	char *letters = arena_alloc(a, n + 1), *name = arena_alloc(a, n + 1);
	char *argv[] = {letters, letters, name, NULL};
	struct versions usual = {.all = {version_newest_stable()}, .count = 1};
	struct options o;
	struct str message;

	(void)state;
	memset(letters, 'E', n);
	memcpy(letters, "-c", 2);
	memset(name, 'x', n);
	memcpy(name, "--", 2);
	assert_int_equal(options_parse(a, 3, argv, &usual, &o, &message), OPTIONS_REFUSED);
	assert_true(message.n < 200);
	assert_int_equal(options_parse(a, 2, argv, &usual, &o, &message), OPTIONS_GOOD);
	/* No file: the settings may name some. */
	assert_int_equal(options_parse(a, 0, argv, &usual, &o, &message), OPTIONS_GOOD);
	assert_int_equal(o.file_count, 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),   cmocka_unit_test(test_commands),
	    cmocka_unit_test(test_usage),  cmocka_unit_test(test_messages),
	    cmocka_unit_test(test_late),   cmocka_unit_test(test_lists),
	    cmocka_unit_test(test_fields), cmocka_unit_test(test_modparam),
	    cmocka_unit_test(test_help),   cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
