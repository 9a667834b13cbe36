/*
 * pp_state - what the parts of the preprocessor do to its state: the next raw token, the end of a
 * file, text that is lost, the account of expanded text.
 */
#include "preprocess/pp.h"

/* What is reported here. */
extern const struct rule rule_name_with_dash;

void pp_leave_file(struct pp *pp, const struct raw *raw)
{
	/* A directive that goes on in the file below is hidden in two parts. */
	if (pp->directive_from && !pp->is_printing)
		pp_note(pp, PP_HIDE, (struct span){pp->directive_from, raw->at.lo}, NULL, STR(""));
	pp_note_end(pp, raw);
	if (pp->false_count) {
		record_skip_end(&pp->record, raw->at.lo);
		record_skip(&pp->record, pp->arena, lexer_offset(pp->lexer));
	}
	pp->includes--;
	if (pp->directive_from)
		pp->directive_from = lexer_offset(pp->lexer);
}

void pp_read(struct pp *pp, struct raw *raw)
{
	for (lexer_next(pp->lexer, raw); raw->kind == RAW_FILE_END; lexer_next(pp->lexer, raw))
		pp_leave_file(pp, raw);
}

void pp_report_dash(struct pp *pp, struct span name, uint32_t fatal_at)
{
	diag_report(&pp->session->diags, &rule_name_with_dash, name,
		    "a name of the preprocessor cannot hold a \"-\"");
	pp_fatal(pp, fatal_at);
}

void pp_lose(struct pp *pp, enum lost_kind kind, struct span at)
{
	record_lose(&pp->record, pp->arena, kind, at);
}

bool pp_lacks_names(const struct pp *pp)
{
	return pp->lacks_names || record_lacks(&pp->record, LOST_INCLUDE);
}

void pp_unknown(struct pp *pp, struct span at)
{
	pp->is_unknown = true;
	diag_unknown(&pp->session->diags, at);
	pp_lose(pp, LOST_VALUE, at);
}

void pp_stop(struct pp *pp, struct span at)
{
	pp->is_stopped = true;
	pp_lose(pp, LOST_LIMIT, span_join(&pp->session->sources, at, lexer_end(pp->lexer)));
}

bool pp_own_text(struct pp *pp, struct str text)
{
	/* One text has one address. */
	const char *address = arena_copy(pp->arena, (const char *)&text.p, sizeof text.p);

	if (!map_add(&pp->texts, pp->arena, (struct str){address, sizeof text.p}))
		return false;
	account_add_text(&pp->session->account, text.n);
	return true;
}

void pp_report_offsets(struct pp *pp, struct span at)
{
	diag_report(&pp->session->diags, &rule_limit, at, "more than 4 GB of text in one run");
}

bool pp_spend(struct pp *pp, size_t count, struct span at)
{
	if (account_pay(&pp->session->account, ACCOUNT_EXPANSION, count))
		return true;
	session_overdraw(pp->session, ACCOUNT_EXPANSION, at);
	pp_stop(pp, at);
	return false;
}

RULE(name_with_dash, "K110", SEV_ERROR, PHASE_PARSE, .summary = "a dash in the name of a define",
     .why = "Names of the preprocessor are letters, digits and underscores. Kamailio stops "
	    "at once at a dash.",
     .bad = "#!define WITH-NAT\nrequest_route { exit; }\n",
     .good = "#!define WITH_NAT\nrequest_route { exit; }\n")
