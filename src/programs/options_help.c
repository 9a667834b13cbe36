/*
 * options_help - what is said about options: the help text, and options that a file leaves
 * unfulfilled; see options.h.
 *
 * What must stay true: each option has its line of help in grammar/options.tsv, beside all else
 * that is known of it; here stand the commands only.
 */
#include "programs/options.h"
#include "programs/options_read.h"
#include "programs/options_words.h"

void options_say_need(struct buf *b, const struct options_need *need)
{
	static const char *const lacks[] = {
	    [OPTIONS_TCP_NOT_OFF] = "needs tcp, which is switched off",
	    [OPTIONS_TLS_ON] = "needs tls, which is not switched on (enable_tls=yes)",
	    [OPTIONS_SCTP_ON] = "needs sctp, which is not switched on (enable_sctp=yes)",
	};

	buf_printf(b, "option %.*s: ", STR_ARG(need->option));
	options_read_quote(b, need->argument);
	buf_printf(b, " %s", lacks[need->what]);
}

/* clang-format off */
static const char title[] =
    "kamcheck checks, expands and lints configurations of the Kamailio SIP server\n"
    "\n"
    "usage:\n";

/* The lines of each command. */
static const struct {
	enum options_command command;
	const char *lines;
} usages[] = {
    {OPTIONS_LINT,
     "  kamcheck [lint] [OPTIONS] [FILE...] report errors and likely mistakes\n"},
    {OPTIONS_CHECK,
     "  kamcheck -c [-f FILE] [OPTIONS]     check as \"kamailio -c\" does\n"},
    {OPTIONS_PRINT,
     "  kamcheck --cfg-print [-f FILE] ...  print as \"kamailio --cfg-print\" does\n"},
    {OPTIONS_EXPAND,
     "  kamcheck expand [OPTIONS] FILE      print what includes and defines become\n"},
    {OPTIONS_TOKENS,
     "  kamcheck tokens FILE, tree FILE     show how a file is read\n"},
    {OPTIONS_SYMBOLS,
     "  kamcheck symbols [OPTIONS] FILE     list all names with their places\n"},
    {OPTIONS_UPGRADE,
     "  kamcheck upgrade --from VERSION --to VERSION FILE\n"
     "                                      what a new release does otherwise\n"},
    {OPTIONS_DIFF,
     "  kamcheck diff [OPTIONS] OLD NEW     what two configs do differently\n"},
    {OPTIONS_GRAPH,
     "  kamcheck graph [OPTIONS] FILE       draw who calls whom, and in which order\n"},
    {OPTIONS_TRACE,
     "  kamcheck trace --method METHOD [OPTIONS] FILE\n"
     "                                      what becomes of such a message\n"},
    {OPTIONS_REPORT,
     "  kamcheck report -o PAGE.html [OPTIONS] FILE\n"
     "                                      all that is known of a config, as a page\n"},
    {OPTIONS_VARIANTS,
     "  kamcheck variants [OPTIONS] FILE    list what conditionals make of a config\n"},
    {OPTIONS_EXPLAIN,
     "  kamcheck explain CODE...            what a code in a message means\n"},
    {OPTIONS_RULES,
     "  kamcheck rules [CODE...]            list all codes, or these: K301, K3\n"},
    {OPTIONS_CATALOG,
     "  kamcheck catalog KIND [NAME]        list what is known of modules: module,\n"
     "                                      function, param, pvar, event, global,\n"
     "                                      transformation\n"
     "  kamcheck catalog dump -L PATH [MODULE...]\n"
     "                                      what the module files export\n"},
    {OPTIONS_INIT,
     "  kamcheck init [FOLDER]              write a first kamcheck.ini\n"},
    {OPTIONS_HELP,
     "  kamcheck help [COMMAND]             this, or the options of a command\n"
     "  kamcheck help agents                how a program should call kamcheck\n"},
};

static const char about_files[] =
    "FILE \"-\" is standard input; without -f, -c and --cfg-print read\n"
    OPTIONS_DEFAULT_FILE "\n";

static const char ending[] =
    "-c and --cfg-print take every option of kamailio and check its argument.\n"
    "\n"
    "exit status: 0 nothing found, 1 findings, 2 wrong usage or unreadable file\n"
    "\n"
    "examples:\n"
    "  kamcheck kamailio.cfg\n"
    "  kamcheck -c -A WITH_TLS -f kamailio.cfg\n"
    "manual: man kamcheck; Kamailio: https://www.kamailio.org\n";
/* clang-format on */

static const struct {
	enum options_for place;
	bool is_ours;
	const char *lines;
} parts[] = {
#define HELP(place, is_ours, lines) {place, is_ours, lines},
#include "options_help.inc"
#undef HELP
};

static void say_parts(struct buf *b, enum options_command command, bool is_ours)
{
	buf_text(b, is_ours ? "options:\n" : "\noptions of kamailio for all commands:\n");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (parts[i].is_ours == is_ours &&
		    (command == OPTIONS_HELP || options_go_with(command, parts[i].place)))
			buf_text(b, parts[i].lines);
}

static const char skill[] =
#include "skill.inc"
    ;

void options_help_programs(struct buf *b)
{
	buf_text(b, skill);
}

void options_help(struct buf *b, enum options_command command)
{
	bool is_all = command == OPTIONS_HELP;

	buf_text(b, title);
	for (size_t i = 0; i < sizeof usages / sizeof *usages; i++)
		if (is_all || usages[i].command == command)
			buf_text(b, usages[i].lines);
	if (options_reads_file(command) || is_all)
		buf_text(b, about_files);
	buf_byte(b, '\n');
	say_parts(b, command, true);
	if (options_reads_file(command) || is_all)
		say_parts(b, command, false);
	if (is_all)
		buf_text(b, ending);
}
