/*
 * rules_command - see rules_command.h.
 */
#include "programs/rules_command.h"

#include "engine/registry.h"
#include "programs/outputs.h"
#include "programs/rules_chosen.h"
#include "views/explain.h"

/* The pages of the chosen rules, in the order of the codes. */
static void explain_chosen(struct buf *b, const struct explain_facts *facts, const bool *is_chosen,
			   bool is_markdown)
{
	const char *between = "";

	for (size_t i = 0; i < rule_count; i++) {
		if (!is_chosen[i])
			continue;
		buf_text(b, between);
		between = "\n";
		if (is_markdown)
			explain_markdown_rule(b, facts, rules[i]);
		else
			explain_rule(b, facts, rules[i]);
	}
}

bool rules_command(struct arena *a, const struct options *o, struct buf *out, struct buf *why)
{
	struct explain_facts facts = {.version = KAMCHECK_VERSION, .docs = outputs_docs()};
	const bool *is_chosen = rules_chosen(a, o->codes, o->code_count, why);
	bool is_markdown = o->format == OPTIONS_MARKDOWN;

	if (!is_chosen)
		return false;
	if (o->is_man) {
		explain_man(out);
	} else if (o->format == OPTIONS_JSON) {
		if (!explain_json(out, &facts, is_chosen)) {
			buf_text(why, "out of memory");
			return false;
		}
	} else if (o->command == OPTIONS_EXPLAIN) {
		explain_chosen(out, &facts, is_chosen, is_markdown);
	} else if (is_markdown) {
		explain_markdown_list(out, &facts, is_chosen);
	} else {
		explain_list(out, is_chosen);
	}
	return true;
}
