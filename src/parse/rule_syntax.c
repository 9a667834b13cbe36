/*
 * rule_syntax - what can be wrong with the shape of a config.  The findings are reported by
 * src/language/parse*.c and pp.c; here they are documented.  Facts: lexical.md, grammar.md.
 */
#include "text/rule.h"

RULE(syntax, "K200", SEV_ERROR, PHASE_PARSE, .summary = "a word or sign that cannot stand here",
     .why = "The text does not follow the grammar of the chosen version.",
     .bad = "request_route { if ($rU == ) exit; }\n",
     .good = "request_route { if ($rU == 1) exit; }\n")

RULE(semicolon_missing, "K201", SEV_ERROR, PHASE_PARSE, .summary = "a semicolon is missing",
     .why = "Calls, assignments, exit, drop, return and break end with a semicolon, the "
	    "last one of a block too. Kamailio names the line of the next word.",
     .bad = "request_route {\n\tlog(\"hello\")\n\texit;\n}\n",
     .good = "request_route {\n\tlog(\"hello\");\n\texit;\n}\n")

RULE(parenthesis_missing, "K202", SEV_ERROR, PHASE_PARSE,
     .summary = "a closing parenthesis is missing",
     .why = "A parenthesis of the condition or call is still open where its block or end "
	    "comes.",
     .bad = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\") "
	    "{\n\t\texit;\n\t}\n}\n",
     .good = "loadmodule \"textops\"\nrequest_route {\n\tif (is_method(\"INVITE\")) "
	     "{\n\t\texit;\n\t}\n}\n")

RULE(brace_not_closed, "K203", SEV_ERROR, PHASE_PARSE, .summary = "a brace that is not closed",
     .why = "A route starts, or the file ends, inside a block. Kamailio names the place "
	    "where it noticed, often far behind; the indentation tells which brace is "
	    "meant.",
     .bad = "request_route {\n\tif ($rU == 2) {\n\t\texit;\n}\nroute[B] {\n\texit;\n}\n",
     .good = "request_route {\n\tif ($rU == 2) {\n\t\texit;\n\t}\n}\nroute[B] {\n\texit;\n}\n")

RULE(brace_not_opened, "K204", SEV_ERROR, PHASE_PARSE,
     .summary = "a closing brace without an opening one",
     .why = "Either one } too many closes a block too early, or the { of an if, else, switch "
	    "or route is missing. The indentation tells which, and where it belongs.",
     .bad = "request_route {\n\texit;\n}\n}\n", .good = "request_route {\n\texit;\n}\n")

RULE(quote_missing, "K205", SEV_ERROR, PHASE_PARSE, .summary = "a quote is missing",
     .why = "Strings may hold newlines, so a string without its closing quote goes on to "
	    "the next quote in the file, and what follows makes no sense.",
     .bad = "request_route {\n\tlog(\"one);\n\tlog(\"two\");\n}\n",
     .good = "request_route {\n\tlog(\"one\");\n\tlog(\"two\");\n}\n")

RULE(text_not_closed, "K206", SEV_ERROR, PHASE_PARSE,
     .summary = "a string, comment or variable that takes in the rest of the file",
     .why = "It is opened and never closed, so the file seems to end in the middle.",
     .bad = "request_route {\n\texit; /* done\n}\n",
     .good = "request_route {\n\texit; /* done */\n}\n")

RULE(text_swallowed, "K207", SEV_ERROR, PHASE_RUN,
     .summary = "the rest of the file is swallowed, and Kamailio starts without it",
     .why = "A comment or string that is never closed takes in all that follows. What "
	    "stands before is complete, so Kamailio accepts the file and runs without the "
	    "rest.",
     .bad = "request_route {\n\texit;\n}\n/* the relay\nroute[RELAY] {\n\texit;\n}\n",
     .good = "request_route {\n\texit;\n}\n/* the relay */\nroute[RELAY] {\n\texit;\n}\n")

RULE(needs_version, "K210", SEV_ERROR, PHASE_PARSE,
     .summary = "something that another version of Kamailio has",
     .why =
	 "The word or form is known to newer, or was known to older, releases than the chosen one.",
     .bad = "socket = { bind = udp:127.0.0.1:5060 }\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nrequest_route { exit; }\n", .version = "5.6")

RULE(parameter_unknown, "K211", SEV_ERROR, PHASE_PARSE,
     .summary = "a global parameter that does not exist",
     .why = "The name in front of the = is no parameter of the core. Parameters of modules "
	    "are set with modparam().",
     .bad = "childrem=4\nrequest_route { exit; }\n",
     .good = "children=4\nrequest_route { exit; }\n")

RULE(reserved_word, "K212", SEV_ERROR, PHASE_PARSE, .summary = "a reserved word used as a name",
     .why = "Words of the language cannot be names of routes, flags or hosts, unless they "
	    "stand in quotes.",
     .bad = "route[log] {\n\texit;\n}\n", .good = "route[\"log\"] {\n\texit;\n}\n")

RULE(word_alone, "K213", SEV_ERROR, PHASE_PARSE,
     .summary = "a word that is neither a string nor a call",
     .why = "Words in expressions are calls, with parentheses, or defines. Text stands in "
	    "quotes, the empty value is $null.",
     .bad = "request_route {\n\tif ($rU == null) exit;\n}\n",
     .good = "request_route {\n\tif ($rU == $null) exit;\n}\n")
