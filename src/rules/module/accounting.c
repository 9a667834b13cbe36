/*
 * accounting - parameters of acc with which it does not start.  Each was tried with 5.6.3.
 *
 * What must stay true: only the value in force counts, and only where something uses it.
 */
#include "engine/visit.h"

static void check_flag(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);

	if (value->kind == N_NUMBER && value->number > 31 && module_param_is_last(v->param))
		report(v, value->at, "\"%s\" is a flag, and flags go from 0 to 31",
		       v->setting->param);
}

RULE(acc_flag, "K735", SEV_ERROR, PHASE_START, .settings = FORM(FLAG), .run = check_flag,
     .silent_in = DOUBT_SETTINGS, .summary = "a flag of acc above 31",
     .why = "log_flag and its kin name a flag of the message, and there are 32 of them. "
	    "The module does not start.",
     .bad = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 32)\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"tm\"\nloadmodule \"acc\"\nmodparam(\"acc\", \"log_flag\", 1)\n"
	     "request_route { setflag(1); }\n")

/* What is wrong with TEXT, name=$variable;name=$variable, or NULL. */
static const char *fault_of(struct str text)
{
	if (!text.n)
		return "it may not be empty";
	if (text.p[text.n - 1] == ';')
		return "a \";\" may not stand at the end";
	while (text.n) {
		struct str item = str_take(&text, ';');
		ptrdiff_t equal = str_find(item, '=');

		if (!str_trim(item).n)
			continue;
		if (equal < 0)
			return "each item has a name and \"=\"";
		if (!str_starts(str_trim(str_skip(item, (size_t)equal + 1)), STR("$")))
			return "behind \"=\" a variable is wanted";
	}
	return NULL;
}

static void check_list(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	const char *fault;

	if (!v->param->by->is_known || value->kind != N_STRING || !module_param_is_last(v->param))
		return;
	fault = fault_of(value->text);
	if (fault)
		diag_hint(v->diags,
			  report(v, value->at, "\"%s\" of module \"%s\": %s", v->setting->param,
				 v->setting->module, fault),
			  "it looks like %s", v->setting->looks);
}

RULE(acc_list, "K736", SEV_ERROR, PHASE_START, .settings = FORM(PAIRS), .run = check_list,
     .silent_in = DOUBT_SETTINGS,
     .summary = "a list of extra values for acc that is not well formed",
     .why = "log_extra, cdr_extra and multi_leg_info are lists name=$variable, separated "
	    "by semicolons, without one at the end. The module does not start.",
     .bad = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	    "modparam(\"acc\", \"log_extra\", \"caller=$fU;callee=$tU;\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"pv\"\nloadmodule \"tm\"\nloadmodule \"acc\"\n"
	     "modparam(\"acc\", \"log_extra\", \"caller=$fU;callee=$tU\")\n"
	     "request_route { exit; }\n")
