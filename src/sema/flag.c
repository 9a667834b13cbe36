/*
 * flag - flags of messages and of attributes: their declarations and uses.  Facts:
 * semantics.md section 5; vectors 435-440, 619-634; attribute names as tried with 5.6.3.
 */
#include "sema/flag.h"
#include "text/rule.h"

#include "pvar/pvar.h"

/* What is reported here. */
extern const struct rule rule_flags_too_many;
extern const struct rule rule_flag_attribute;
extern const struct rule rule_flag_number;
extern const struct rule rule_flag_position;
extern const struct rule rule_flag_shared;
extern const struct rule rule_flag_twice;
extern const struct rule rule_flag_undeclared;

enum {
	FLAG_MOST = 31,     /* the highest number */
	AVPFLAGS_MOST = 18, /* further declarations are only logged, and forgotten (5.6.3) */
};

struct flag_scope {
	struct map flags, avpflags;                 /* declared above: struct node */
	struct map flags_missing, avpflags_missing; /* used and reported */
	const struct node *numbers[FLAG_MOST + 1];
};

static struct flag_scope *scope_of(struct sema *cx)
{
	if (!cx->flags)
		cx->flags = ARENA_NEW(cx->arena, struct flag_scope);
	return cx->flags;
}

bool flag_is_declared(const struct sema *cx, struct str name)
{
	return cx->flags && map_has(&cx->flags->flags, name);
}

/* The number of a flag to be declared, or -1 after a report. */
static int flag_number(struct sema *cx, const struct node *flag)
{
	const struct node *wish = KID(flag, FLAG, number);
	struct diag *x;

	/* 4294967295 is -1 in Kamailio's eyes, and that means: any. */
	if (wish && wish->number != -1) {
		if (wish->number >= 0 && wish->number <= FLAG_MOST)
			return wish->number;
		x = diag_report(cx->diags, &rule_flag_position, wish->at,
				"flags have numbers from 0 to %d", FLAG_MOST);
		diag_seen(x, wish->at);
		return -1;
	}
	for (int i = 0; i <= FLAG_MOST; i++)
		if (!scope_of(cx)->numbers[i])
			return i;
	x = diag_report(cx->diags, &rule_flags_too_many, flag->at,
			"no number is left for flag \"%.*s\"", STR_ARG(flag->text));
	diag_hint(cx->diags, x, "there are %d flags at most", FLAG_MOST + 1);
	diag_seen(x, sema_next(cx, flag->at.hi));
	return -1;
}

static void take_number(struct sema *cx, const struct node *flag, int number)
{
	const struct node **place = &scope_of(cx)->numbers[number];

	if (!*place) {
		*place = flag;
		cx->unit->flag_names[number] = flag->text;
		return;
	}
	diag_note(cx->diags,
		  diag_report(cx->diags, &rule_flag_shared, flag->at,
			      "flag \"%.*s\" has number %d, which is taken", STR_ARG(flag->text),
			      number),
		  (*place)->at, "\"%.*s\" has it, too", STR_ARG((*place)->text));
}

RULE(flag_shared, "K806", SEV_WARNING, PHASE_PARSE, .summary = "two names for one flag number",
     .why = "Whoever sets one of these flags sets the other, too. Kamailio warns in its log.",
     .bad = "flags ACC:1, NAT:1\nrequest_route { exit; }\n",
     .good = "flags ACC:1, NAT:2\nrequest_route { exit; }\n")

static void declare_flag(struct sema *cx, const struct node *flag)
{
	const struct node *known = map_find(&scope_of(cx)->flags, flag->text);
	int number;

	if (known) {
		struct diag *x =
		    diag_report(cx->diags, &rule_flag_twice, flag->at,
				"flag \"%.*s\" is declared twice", STR_ARG(flag->text));

		diag_note(cx->diags, x, known->at, "first declared here");
		diag_seen(x, KID(flag, FLAG, number) ? KID(flag, FLAG, number)->at
						     : sema_next(cx, flag->at.hi));
		return;
	}
	number = flag_number(cx, flag);
	if (number >= 0)
		take_number(cx, flag, number);
	/* One that failed is known too: its uses are not one more mistake. */
	map_put(&scope_of(cx)->flags, cx->arena, flag->text, flag);
}

/* Case does not count for the names of attribute flags; for those of messages it does (634). */
void flag_declare(struct sema *cx, const struct node *flags)
{
	for (const struct node *flag = KID(flags, FLAGS, flags); flag; flag = flag->next) {
		if (!str_is(flags->text, "avpflags"))
			declare_flag(cx, flag);
		else if (scope_of(cx)->avpflags.entries.count < AVPFLAGS_MOST)
			map_keep(&scope_of(cx)->avpflags, cx->arena,
				 buf_lower(cx->arena, flag->text), flag);
	}
}

RULE(flag_twice, "K600", SEV_ERROR, PHASE_PARSE, .summary = "a flag that is declared twice",
     .why = "Each name of flags and bool (which is the same word) may be declared once. Only "
	    "avpflags may repeat names.",
     .bad = "flags ACC, ACC\nrequest_route { exit; }\n",
     .good = "flags ACC, NAT\nrequest_route { exit; }\n")

RULE(flag_position, "K601", SEV_ERROR, PHASE_PARSE,
     .summary = "a flag declared with a number above 31",
     .why = "A message has 32 flags, from 0 to 31.",
     .bad = "flags ACC:32\nrequest_route { exit; }\n",
     .good = "flags ACC:31\nrequest_route { exit; }\n")

RULE(flags_too_many, "K602", SEV_ERROR, PHASE_PARSE, .summary = "more than 32 flags",
     .why = "A message has 32 flags, from 0 to 31. A flag without number takes the "
	    "lowest one that is free.",
     .bad = "flags a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C,D,E,F,G\n"
	    "request_route { exit; }\n",
     .good = "flags a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,A,B,C,D,E,F\n"
	     "request_route { exit; }\n")

static void report_undeclared(struct sema *cx, const struct node *call, const struct node *flag,
			      bool is_avp)
{
	struct flag_scope *s = scope_of(cx);
	const char *word = is_avp ? "avpflags" : "flags";
	const struct node *elsewhere =
	    is_avp ? map_find(&s->flags, flag->text)
		   : map_find(&s->avpflags, buf_lower(cx->arena, flag->text));
	struct diag *x;

	/* Its first use is enough to say it; and the declaration may be in what was skipped. */
	if (!map_add(is_avp ? &s->avpflags_missing : &s->flags_missing, cx->arena, flag->text) ||
	    cx->is_broken)
		return;
	x = diag_report(cx->diags, &rule_flag_undeclared, flag->at, "%s \"%.*s\" is not declared",
			is_avp ? "attribute flag" : "flag", STR_ARG(flag->text));
	diag_hint(cx->diags, x, "write \"%s %.*s\" above the routes", word, STR_ARG(flag->text));
	if (elsewhere)
		diag_note(cx->diags, x, elsewhere->at, "it is declared with \"%s\"",
			  is_avp ? "flags" : "avpflags");
	diag_seen(x, sema_last(call->at));
}

void flag_call(struct sema *cx, const struct node *n)
{
	const struct node *flag = KID(n, CORE_CALL, arguments);
	struct diag *x;

	if (flag->kind != N_NUMBER) {
		if (!map_has(&scope_of(cx)->flags, flag->text))
			report_undeclared(cx, n, flag, false);
	} else if (flag->number < 0 || flag->number > FLAG_MOST) {
		x = diag_report(cx->diags, &rule_flag_number, flag->at,
				"there is no such flag: numbers go from 0 to %d", FLAG_MOST);
		diag_seen(x, sema_last(n->at));
	}
}

RULE(flag_undeclared, "K603", SEV_ERROR, PHASE_PARSE,
     .summary = "a flag that is not declared above",
     .why = "Names of flags are declared with flags before their use, those of attribute "
	    "flags with avpflags; the two lists have nothing in common. Only numbers "
	    "need no declaration.",
     .bad = "request_route {\n\tsetflag(ACC);\n}\n",
     .good = "flags ACC\nrequest_route {\n\tsetflag(ACC);\n}\n")

RULE(flag_number, "K604", SEV_ERROR, PHASE_PARSE, .summary = "a flag number above 31",
     .why = "A message has 32 flags, from 0 to 31.", .bad = "request_route {\n\tsetflag(32);\n}\n",
     .good = "request_route {\n\tsetflag(31);\n}\n")

/* A string as first argument. */
static bool is_attribute(struct str text)
{
	return pvar_is_attribute(str_starts(text, STR("$")) ? str_skip(text, 1) : text);
}

void flag_avp_call(struct sema *cx, const struct node *n)
{
	const struct node *avp = KID(n, CORE_CALL, arguments), *flag = avp->next;

	if (avp->kind == N_STRING && !is_attribute(avp->text)) {
		struct diag *x = diag_report(cx->diags, &rule_flag_attribute, avp->at,
					     "\"%.*s\" is no attribute", STR_ARG(avp->text));

		diag_hint(cx->diags, x,
			  "write %%name, or %%class.name with a class f t fr tr fu tu fd td or g");
		diag_seen(x, avp->at);
		return;
	}
	if (!map_has(&scope_of(cx)->avpflags, buf_lower(cx->arena, flag->text)))
		report_undeclared(cx, n, flag, true);
}

RULE(flag_attribute, "K605", SEV_ERROR, PHASE_PARSE,
     .summary = "the first argument of setavpflag and its kin is no attribute",
     .why = "A string there is a name, s:name, i:number, or a class (f t fr tr fu tu fd "
	    "td g), a dot and a name.",
     .bad = "avpflags SEEN\nrequest_route {\n\tsetavpflag(\"x.caller\", SEEN);\n}\n",
     .good = "avpflags SEEN\nrequest_route {\n\tsetavpflag(\"f.caller\", SEEN);\n}\n")
