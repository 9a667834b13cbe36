/*
 * session - see session.h.
 */
#include "preprocess/session.h"

static const char *no_environment(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

void session_init(struct session *s, struct files files)
{
	*s = (struct session){.arena = arena_new(), .account = account_open(), .files = files};
	arena_charge(s->arena, &s->account);
	s->regexes = regexes_new(s->arena, &s->account);
	sources_init(&s->sources, s->arena);
	diags_init(&s->diags, s->arena, &s->sources);
	s->version = version_newest_stable();
	s->catalog = &catalog_embedded;
	s->env = no_environment;
}

void session_overdraw(struct session *s, enum account_kind kind, struct span at)
{
	unsigned bit = 1u << kind;

	if (s->account.reported & bit)
		return;
	s->account.reported |= bit;
	diag_report(&s->diags, &rule_limit, at, "%s: not all of it was looked at",
		    account_complaint(kind));
}

void session_settle(struct session *s)
{
	/* Memory is watched while text is read; what comes after that needs some more. */
	for (unsigned kind = ACCOUNT_MEMORY + 1; kind < ACCOUNT_KINDS; kind++)
		if (account_is_spent(&s->account, kind))
			session_overdraw(s, kind, SPAN_NONE);
}

void session_end(struct session *s)
{
	arena_free(s->arena);
	s->arena = NULL;
}

RULE(limit, "K100", SEV_ERROR, PHASE_PARSE, .summary = "a limit of kamcheck is reached",
     .why = "Some inputs would take endless time or memory: defines that expand to more and "
	    "more text, blocks nested thousands deep, regular expressions that explode. "
	    "kamcheck stops there. Kamailio hangs, runs out of memory or refuses the file "
	    "as well.")
