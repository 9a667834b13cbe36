/*
 * rule_pp - what can be wrong with directives, defines, includes and substs.  The findings are
 * reported by src/language/pp*.c; here they are documented.  Facts: preprocessor.md.
 */
#include "text/rule.h"

RULE(limit, "K100", SEV_ERROR, PHASE_PARSE, .summary = "a limit of kamcheck is reached",
     .why = "Some inputs would take endless time or memory: defines that expand to more and "
	    "more text, blocks nested thousands deep, regular expressions that explode. "
	    "kamcheck stops there. Kamailio hangs, runs out of memory or refuses the file "
	    "as well.")

RULE(condition_not_closed, "K101", SEV_ERROR, PHASE_PARSE, .summary = "#!ifdef without #!endif",
     .why = "Each #!ifdef, #!ifndef and #!ifexp needs its own #!endif. Kamailio only counts "
	    "them and says neither file nor line. The usual reason is text behind #!endif: "
	    "it makes the line a comment.",
     .bad = "#!ifdef WITH_NAT\nmhomed=1\n#!endif # WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(endif_without_if, "K102", SEV_ERROR, PHASE_PARSE, .summary = "#!endif without #!ifdef",
     .why = "There are more #!endif than #!ifdef, #!ifndef and #!ifexp together; Kamailio "
	    "refuses the file.",
     .bad = "#!endif\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(stray_endif, "K103", SEV_WARNING, PHASE_RUN,
     .summary = "#!endif that closes nothing, made up for by an #!ifdef that is never closed",
     .why = "Kamailio compares only the numbers of #!ifdef and #!endif, so one too many and "
	    "one too few pass together.",
     .bad = "#!endif\nrequest_route { exit; }\n#!ifdef NOPE\n",
     .good = "request_route { exit; }\n#!ifdef NOPE\n#!endif\n")

RULE(stray_else, "K104", SEV_WARNING, PHASE_RUN, .summary = "#!else without #!ifdef",
     .why = "Kamailio warns in its log and goes on: the text behind is always read.",
     .bad = "#!else\nrequest_route { exit; }\n", .good = "request_route { exit; }\n")

RULE(second_else, "K105", SEV_WARNING, PHASE_RUN, .summary = "two #!else in one conditional",
     .why = "Each #!else turns the condition round, so behind the second one the first "
	    "branch goes on. There is no #!elif; nest a second #!ifdef instead.",
     .bad = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!else\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef A\nmhomed=1\n#!else\nmhomed=0\n#!endif\nrequest_route { exit; }\n")

RULE(conditions_too_deep, "K106", SEV_ERROR, PHASE_PARSE,
     .summary = "more than 512 conditionals inside each other",
     .why = "Kamailio keeps 512 open conditionals at most.")

RULE(name_with_dash, "K110", SEV_ERROR, PHASE_PARSE, .summary = "a dash in the name of a define",
     .why = "Names of the preprocessor are letters, digits and underscores. Kamailio stops "
	    "at once at a dash.",
     .bad = "#!define WITH-NAT\nrequest_route { exit; }\n",
     .good = "#!define WITH_NAT\nrequest_route { exit; }\n")

RULE(define_exists, "K111", SEV_ERROR, PHASE_PARSE, .summary = "a name is defined twice",
     .why = "#!define takes only new names: #!redefine replaces a value, #!trydefine keeps "
	    "the first one. Names given with -A and predefined names count too.",
     .bad = "#!define PORT 5060\n#!define PORT 5070\nrequest_route { exit; }\n",
     .good = "#!define PORT 5060\n#!redefine PORT 5070\nrequest_route { exit; }\n")

RULE(defines_too_many, "K112", SEV_ERROR, PHASE_PARSE, .summary = "more than 512 defines",
     .why = "Kamailio has room for 512 names, its own (KAMAILIO_6, MOD_x of each module) "
	    "included.")

RULE(define_recursive, "K113", SEV_ERROR, PHASE_PARSE, .summary = "a define that expands to itself",
     .why = "Kamailio has no guard: it hangs, also with -c.",
     .bad = "#!define A B\n#!define B A\nrequest_route { A; }\n",
     .good = "#!define A exit\n#!define B A\nrequest_route { B; }\n")

RULE(undef_unknown, "K114", SEV_WARNING, PHASE_RUN,
     .summary = "#!undef of a name that is not defined",
     .why = "Nothing happens; #!tryundef says that this is meant.",
     .bad = "#!undef NOPE\nrequest_route { exit; }\n",
     .good = "#!tryundef NOPE\nrequest_route { exit; }\n", .version = "6.2")

RULE(env_bad, "K115", SEV_ERROR, PHASE_PARSE,
     .summary = "#!defenv of a variable that is not set, or of a name that exists",
     .why = "#!defenv and #!defenvs need the environment variable; #!trydefenv does "
	    "without. The name must be new.",
     .bad = "#!defenv NO_SUCH_VARIABLE_HERE\nrequest_route { exit; }\n",
     .good = "#!trydefenv NO_SUCH_VARIABLE_HERE\nrequest_route { exit; }\n")

RULE(directive_version, "K116", SEV_WARNING, PHASE_RUN,
     .summary = "a directive that this version takes for a comment",
     .why = "Directives that a release does not know are comments to it, so the text "
	    "between them is read always.",
     .bad = "#!defexp N 1 + 1\nrequest_route { exit; }\n",
     .good = "#!define N 2\nrequest_route { exit; }\n", .version = "5.6")

RULE(expression_bad, "K117", SEV_ERROR, PHASE_RUN,
     .summary = "an expression of #!ifexp or #!defexp that cannot be evaluated",
     .why = "Kamailio logs an error and goes on as if the condition were false, or defines "
	    "the name without value.",
     .bad = "#!ifexp 1 +\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp 1 + 1\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(expression_crashes, "K118", SEV_ERROR, PHASE_PARSE,
     .summary = "an expression of #!ifexp that makes Kamailio crash",
     .why = "There are no functions in #!ifexp: a name with a parenthesis behind it, such "
	    "as defined(X), crashes the server, as does && or || on an operand without "
	    "value.",
     .bad = "#!ifexp defined(WITH_NAT)\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifexp WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n")

RULE(include_unreadable, "K120", SEV_ERROR, PHASE_PARSE,
     .summary = "an included file that cannot be read",
     .why = "A name is looked for in the working directory, then beside the including file. "
	    "import_file passes over files that do not exist; include_file does not. "
	    "Directories, FIFOs and devices are not read.",
     .bad = "include_file \"no/such/file.cfg\"\nrequest_route { exit; }\n",
     .good = "import_file \"no/such/file.cfg\"\nrequest_route { exit; }\n")

RULE(include_name_bad, "K121", SEV_ERROR, PHASE_PARSE,
     .summary = "the file name of an include is not quoted, or has something behind it",
     .why = "The name is read up to the next blank or line end and must begin and end with "
	    "a double quote: no blanks in it, no semicolon behind it, at most 127 bytes "
	    "with its quotes.",
     .bad = "import_file \"local.cfg\";\nrequest_route { exit; }\n",
     .good = "import_file \"local.cfg\"\nrequest_route { exit; }\n")

RULE(include_too_deep, "K122", SEV_ERROR, PHASE_PARSE,
     .summary = "files included more than 10 levels deep",
     .why = "Most often a file includes itself.")

RULE(subst_bad, "K130", SEV_ERROR, PHASE_PARSE, .summary = "a subst expression that is malformed",
     .why = "The form is \"/pattern/replacement/flags\" with any separator, flags i g s; "
	    "the pattern is a POSIX extended regular expression.",
     .bad = "#!subst \"/a/b\"\nrequest_route { exit; }\n",
     .good = "#!subst \"/a/b/\"\nrequest_route { exit; }\n")

RULE(subst_not_applied, "K131", SEV_WARNING, PHASE_RUN,
     .summary = "a subst rule that has no effect on a string",
     .why = "A rule does nothing for a string when its match is empty or when the "
	    "replacement of one match has 1023 bytes or more; Kamailio logs an error and "
	    "keeps the text.",
     .bad = "#!subst \"/x*/y/\"\nserver_header=\"abc\"\nrequest_route { exit; }\n",
     .good = "#!subst \"/x+/y/\"\nserver_header=\"abc\"\nrequest_route { exit; }\n")

RULE(subst_inside, "K159", SEV_WARNING, PHASE_RUN,
     .summary = "a subst that replaces a part of a longer word",
     .why = "subst and substdef replace text wherever it stands in a string, also inside of "
	    "another word: HOST in \"LOCALHOST\", MY_IP in \"MY_IP_ADDR\". Said when the longer "
	    "word is written in the same letters, capital or small, so that it looks like a name "
	    "of its own.",
     .bad = "#!substdef \"!HOST!sip.example.com!g\"\nserver_header=\"Server: LOCALHOST\"\n"
	    "request_route { exit; }\n",
     .good = "#!substdef \"!MY_HOST!sip.example.com!g\"\nserver_header=\"Server: LOCALHOST\"\n"
	     "request_route { exit; }\n")

RULE(module_define_exists, "K140", SEV_ERROR, PHASE_PARSE,
     .summary = "a module is loaded twice, or its MOD_ name is taken",
     .why = "loadmodule defines MOD_ with the module's name; Kamailio refuses the second "
	    "loading, and a name that a #!define has taken.",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"tm\"\nrequest_route { exit; }\n",
     .good = "loadmodule \"tm.so\"\nrequest_route { exit; }\n")

RULE(directive_with_text, "K150", SEV_WARNING, PHASE_RUN,
     .summary = "text behind #!else or #!endif, which makes it a comment",
     .why = "Nothing may stand behind these two words, not even a comment. When the "
	    "numbers of #!ifdef and #!endif agree all the same, Kamailio says nothing, and "
	    "both branches of the conditional are read or none.",
     .evidence = "kamailio issues 2057, 3826",
     .bad = "#!ifdef WITH_NAT\nmhomed=1\n#!else # no NAT\nmhomed=0\n#!endif\n"
	    "request_route { exit; }\n",
     .good = "#!ifdef WITH_NAT\nmhomed=1\n#!else\n# no NAT\nmhomed=0\n#!endif\n"
	     "request_route { exit; }\n")

RULE(directive_unknown, "K151", SEV_WARNING, PHASE_RUN,
     .summary = "a directive that is spelled wrong, which makes it a comment",
     .why = "Lines that start with #! and no known directive are comments. There is no "
	    "#!elif, #!if or #!include: nest a second #!ifdef, use #!ifexp (from Kamailio 5.7 "
	    "on) and include_file.",
     .evidence = "kamailio issue 1040", .bad = "#!defin WITH_NAT\nrequest_route { exit; }\n",
     .good = "#!define WITH_NAT\nrequest_route { exit; }\n")

RULE(condition_with_text, "K153", SEV_WARNING, PHASE_RUN,
     .summary = "text behind the name of an #!ifdef, which is ignored",
     .why = "#!ifdef and #!ifndef ask for one name; operators and further names are passed "
	    "over without a word. Nest one conditional in another, or use #!ifexp from "
	    "Kamailio 5.7 on.",
     .bad = "#!ifdef WITH_TLS && WITH_NAT\nmhomed=1\n#!endif\nrequest_route { exit; }\n",
     .good = "#!ifdef WITH_TLS\n#!ifdef WITH_NAT\nmhomed=1\n#!endif\n#!endif\n"
	     "request_route { exit; }\n")

RULE(name_mistyped, "K152", SEV_WARNING, PHASE_RUN,
     .summary = "a name of the preprocessor that is probably mistyped",
     .why = "A name behind #!ifdef that is defined nowhere makes its block vanish without a "
	    "word. It is told only when it is nearly another name and stands nowhere else in "
	    "the files; so is a define that is never used but is nearly a name that is asked "
	    "for.",
     .evidence = "kamailio issue 743",
     .bad = "#!define WITH_PRESENCE\n#!ifdef WITH_PRESENSE\nmhomed=1\n#!endif\n"
	    "request_route { exit; }\n",
     .good = "#!define WITH_PRESENCE\n#!ifdef WITH_PRESENCE\nmhomed=1\n#!endif\n"
	     "request_route { exit; }\n")

RULE(define_comment, "K154", SEV_WARNING, PHASE_RUN,
     .summary = "a comment in the value of a define, which hides the text behind its use",
     .why = "The value of a define is the rest of the line, so a comment there becomes part "
	    "of it. Where the name is used, the comment takes in the rest of that line.",
     .bad = "#!define PORT 5060 # the port\nlisten=udp:127.0.0.1:PORT advertise "
	    "1.2.3.4:5060\nrequest_route { exit; }\n",
     .good = "# the port\n#!define PORT 5060\nlisten=udp:127.0.0.1:PORT advertise "
	     "1.2.3.4:5060\nrequest_route { exit; }\n")

RULE(define_swallows, "K155", SEV_ERROR, PHASE_PARSE,
     .summary = "a comment in the value of a define, which breaks the text where it is used",
     .why = "The value of a define is the rest of the line, so a comment there becomes part "
	    "of it. Where the name is used, the comment takes in the rest of that line: a "
	    "parenthesis or semicolon that is needed there is lost.",
     .bad = "loadmodule \"pv.so\"\n#!define LIMIT 10 # calls\nrequest_route {\n\tif ($rU > "
	    "LIMIT)\n\t\texit;\n}\n",
     .good = "loadmodule \"pv.so\"\n# calls\n#!define LIMIT 10\nrequest_route {\n\tif ($rU > "
	     "LIMIT)\n\t\texit;\n}\n")

RULE(define_reserved, "K156", SEV_WARNING, PHASE_RUN,
     .summary = "a define whose name is a reserved word",
     .why = "Reserved words win over defines, so the name is never replaced by its value.",
     .bad = "#!define port 5061\nlisten=udp:127.0.0.1:5060\nrequest_route { exit; }\n",
     .good = "#!define MY_PORT 5061\nlisten=udp:127.0.0.1:MY_PORT\nrequest_route { exit; }\n")

RULE(stray_bytes, "K157", SEV_WARNING, PHASE_RUN,
     .summary = "bytes outside of ASCII between the words of the config",
     .why = "Outside of strings and comments Kamailio skips such bytes and writes them to its "
	    "standard output. They come from word processors and web pages: typographic "
	    "quotes, no-break spaces, a byte order mark in front of the file.",
     .bad = "\xef\xbb\xbfrequest_route { exit; }\n", .good = "request_route { exit; }\n")
