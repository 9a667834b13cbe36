/*
 * absent - comparisons with variables of a message that has no such thing: the request URI of a
 * reply, the code of a request.  Tried with a call on 5.6.3: the variable is "" and 0 there.
 *
 * What must stay true: where a block runs for both kinds of message, or for one that is not known,
 * nothing is said.
 */
#include "engine/visit.h"

#include "facts/absent.h"
#include "regex/regex.h"

enum {
	IN_REPLY = FACT_TM_ONREPLY | FACT_CORE_ONREPLY,
	IN_REQUEST = FACT_REQUEST | FACT_FAILURE | FACT_BRANCH,
	NAME_MOST = 8, /* bytes of a variable, the signs around its name included */
};

/* What is known of the variable N, if it has no value where N stands. */
static const struct absent *absent_of(struct visit *v, const struct node *n)
{
	unsigned context = route_contexts(v->route);
	const struct absent *x;
	struct str name = n->text;

	if (!context || (n->kind != N_PVAR && n->kind != N_BARE) || name.n < 2 ||
	    name.n > NAME_MOST)
		return NULL;
	name = str_skip(name, 1);
	if (name.p[0] == '(')
		name = str_head(str_skip(name, 1), name.n - 2);
	if (context & ~(unsigned)IN_REPLY && context & ~(unsigned)IN_REQUEST)
		return NULL;
	x = absent_find(name, v->version);
	return x && context & (unsigned)(x->in_reply ? IN_REPLY : IN_REQUEST) ? x : NULL;
}

static enum regex_result match_nothing(struct visit *v, struct str pattern)
{
	struct str error;
	struct regex *r = regex_compile(v->session->regexes, pattern, REGEX_NOCASE, &error);

	return r ? regex_match(r, STR(""), 0, 0, NULL) : REGEX_TOO_HARD;
}

/* What the comparison of nothing with RIGHT gives; NULL where that is not certain, or asks for
 * just this. */
static const char *result_of(struct visit *v, unsigned char op, const struct node *right)
{
	bool is_number = right->kind == N_NUMBER && right->number > 0;

	if (!is_number && (right->kind != N_STRING || !right->text.n))
		return NULL;
	switch (op) {
	case OP_EQ: return "this is never true";
	case OP_NE: return "this is always true";
	case '>':
	case OP_GE: return is_number ? "this is never true" : NULL;
	case '<':
	case OP_LE: return is_number ? "this is always true" : NULL;
	case OP_MATCH:
		return !is_number && match_nothing(v, right->text) == REGEX_NO_MATCH
			   ? "this is never true"
			   : NULL;
	default: return NULL;
	}
}

static void report_absent(struct visit *v, const struct node *variable, const struct absent *x,
			  const char *result)
{
	struct diag *d = report(v, variable->at, "\"%.*s\" has no value in a %s: %s",
				STR_ARG(variable->text), x->in_reply ? "reply" : "request", result);

	if (x->instead)
		diag_hint(v->diags, d, "%s %s", x->instead,
			  x->in_reply ? "(tmx) is that of the request"
				      : "(tm) is that of the reply which came");
}

static void check_variable(struct visit *v, const struct node *n)
{
	const struct node *variable =
	    n->kind == N_SWITCH ? KID(n, SWITCH, subject) : KID(n, BINARY, left);
	const struct absent *x = absent_of(v, variable);
	const char *result;

	if (!x)
		return;
	if (n->kind == N_SWITCH) {
		report_absent(v, variable, x, "no case is taken");
		return;
	}
	result = result_of(v, n->op, KID(n, BINARY, right));
	if (result)
		report_absent(v, variable, x, result);
}

RULE(variable_absent, "K568", SEV_WARNING, PHASE_RUN, .nodes = NODE(BINARY) | NODE(SWITCH),
     .run = check_variable, .needs = NEEDS_ROUTES, .silent_in = DOUBT_LOST,
     .summary = "a comparison with a variable that the kind of message does not have",
     .why = "A reply has no request URI: in onreply_route and reply_route $ru, $rU, $rd and the "
	    "like are empty, and 0. In a failure_route the message is the request, which has no "
	    "code: $rs is empty there; $T_reply_code and t_check_status() ask for that of the "
	    "reply. The comparison has the same result each time, and nothing is logged.",
     .bad = "loadmodule \"tm\"\nloadmodule \"pv\"\nrequest_route {\n\tt_on_failure(\"F\");\n"
	    "\tt_relay();\n}\nfailure_route[F] {\n\tif ($rs == 486)\n\t\tdrop;\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"tmx\"\nloadmodule \"pv\"\nrequest_route "
	     "{\n\tt_on_failure(\"F\");\n"
	     "\tt_relay();\n}\nfailure_route[F] {\n\tif ($T_reply_code == 486)\n\t\tdrop;\n}\n")
