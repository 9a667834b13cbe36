/*
 * options_help - what is said about options: the help text, and options that a file leaves
 * unfulfilled; see options.h.
 *
 * What must stay true: each option has its line of help in grammar/options.tsv, beside all else
 * that is known of it; here stand the commands only.
 */
#include "programs/options.h"
#include "programs/options_read.h"

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
static const char text[] =
    "kamcheck checks, expands and lints configurations of the Kamailio SIP server\n"
    "\n"
    "usage:\n"
    "  kamcheck [lint] [OPTIONS] FILE...   report errors and likely mistakes\n"
    "  kamcheck -c [-f FILE] [OPTIONS]     check as \"kamailio -c\" does\n"
    "  kamcheck --cfg-print [-f FILE] ...  print as \"kamailio --cfg-print\" does\n"
    "  kamcheck expand [OPTIONS] FILE      print what includes and defines become\n"
    "  kamcheck tokens FILE, tree FILE     show how a file is read\n"
    "  kamcheck symbols [OPTIONS] FILE     list all names with their places\n"
    "  kamcheck explain CODE               what a code in a message means\n"
    "  kamcheck rules                      list all codes\n"
    "  kamcheck catalog KIND [NAME]        list what is known of modules: module,\n"
    "                                      function, param, pvar, event, global,\n"
    "                                      transformation\n"
    "  kamcheck catalog dump -L PATH [MODULE...]\n"
    "                                      what the module files export\n"
    "FILE \"-\" is standard input; without -f, -c and --cfg-print read\n"
    OPTIONS_DEFAULT_FILE "\n"
    "\n"
#include "options_help.inc"
    "-c and --cfg-print take every option of kamailio and check its argument.\n"
    "\n"
    "exit status: 0 nothing found, 1 findings, 2 wrong usage or unreadable file\n";
/* clang-format on */

void options_help(struct buf *b)
{
	buf_str(b, (struct str){text, sizeof text - 1});
}
