/*
 * options_complete - what must be said besides options: files, codes; see options_words.h.
 */
#include "programs/options_words.h"

static bool refuse(struct buf *why, const char *text)
{
	buf_text(why, text);
	return false;
}

/* Whether there is one file for the command, which is called WORD. */
static bool has_one_file(const struct options *o, const char *word, struct buf *why)
{
	if (o->file_count != 1)
		buf_printf(why, "%s takes one file", word);
	return o->file_count == 1;
}

/* Whether one form at most is asked for. */
static bool has_one_form(const struct options *o, const char *word, struct buf *why)
{
	if (o->format_text_count > 1)
		buf_printf(why, "option \"--format\": %s writes one form", word);
	return o->format_text_count <= 1;
}

/* The words of explain and rules are codes. */
static void take_codes(struct options *o)
{
	o->codes = o->files;
	o->code_count = o->file_count;
	o->file_count = 0;
}

/* Standard input can be read once. */
static bool is_input_twice(const struct options *o)
{
	size_t count = str_is(o->diff, "-");

	for (size_t i = 0; i < o->file_count; i++)
		count += str_is(o->files[i], "-");
	return count > 1;
}

static bool complete_lint(const struct options *o, struct buf *why)
{
	if (is_input_twice(o))
		return refuse(why, "\"-\" is given twice");
	/* What they leave out would be missing in the file. */
	if (o->writes_baseline && (o->since.n || o->diff.n))
		return refuse(why, "--write-baseline goes without --since and --diff");
	return true;
}

/* "help lint": the command that a word says, or all; "help agents": the page for programs. */
static bool choose_help(struct options *o, struct buf *why)
{
	o->help_for = OPTIONS_HELP;
	o->helps_programs = o->file_count && str_is(o->files[0], "agents");
	if (o->helps_programs)
		return true;
	if (!o->file_count || options_command(o->files[0], &o->help_for))
		return true;
	buf_text(why, "no command ");
	options_read_quote(why, o->files[0]);
	options_suggest_command(why, o->files[0]);
	return false;
}

/* Each release reads the file again. */
static bool complete_upgrade(const struct options *o, struct buf *why)
{
	if (o->file_count != 1 || str_is(o->files[0], "-"))
		return refuse(why, "upgrade takes one file");
	if (o->has_versions)
		return refuse(why, "upgrade goes to one release: --to and --kamailio name others");
	if (!has_one_form(o, "upgrade", why))
		return false;
	if (!o->from.bit || !o->has_version)
		return refuse(why, "upgrade needs the releases: --from 5.6 --to 6.1");
	if (o->from.bit >= o->version.bit)
		return refuse(why, "upgrade goes to a newer release than it comes from");
	return true;
}

static bool complete_diff(const struct options *o, struct buf *why)
{
	if (!o->file_count || o->file_count > 2)
		return refuse(why, "diff takes two files, or one under two sets of defines");
	if (is_input_twice(o))
		return refuse(why, "\"-\" is given twice");
	if (!has_one_form(o, "diff", why))
		return false;
	if (o->file_count == 1 && !o->define_count && !o->module_count && !o->old_define_count &&
	    !o->new_define_count && !o->old_profile.n && !o->new_profile.n)
		return refuse(why, "diff of one file needs what differs: --new-define NAME");
	return true;
}

static bool complete_graph(const struct options *o, struct buf *why)
{
	if (!has_one_file(o, "graph", why) || !has_one_form(o, "graph", why))
		return false;
	if (o->depth && !o->from_end.n && !o->to_end.n)
		return refuse(why, "option \"--depth\" counts from a block: add --from or --to");
	return true;
}

static bool complete_trace(const struct options *o, struct buf *why)
{
	if (!has_one_file(o, "trace", why) || !has_one_form(o, "trace", why))
		return false;
	if (!o->method.n)
		return refuse(why, "trace needs the message: --method INVITE");
	return true;
}

static bool complete_print(const struct options *o, struct buf *why)
{
	if (o->command == OPTIONS_EXPAND && !has_one_file(o, "expand", why))
		return false;
	if (o->output_dir.n && !o->all_variants.p)
		return refuse(why, "--output-dir goes with --all-variants");
	return true;
}

bool options_complete(struct options *o, struct buf *why)
{
	switch (o->command) {
	case OPTIONS_LINT: return complete_lint(o, why);
	case OPTIONS_PRINT:
	case OPTIONS_EXPAND: return complete_print(o, why);
	case OPTIONS_TOKENS: return has_one_file(o, "tokens", why);
	case OPTIONS_TREE: return has_one_file(o, "tree", why);
	case OPTIONS_SYMBOLS: return has_one_file(o, "symbols", why);
	case OPTIONS_UPGRADE: return complete_upgrade(o, why);
	case OPTIONS_DIFF: return complete_diff(o, why);
	case OPTIONS_GRAPH: return complete_graph(o, why);
	case OPTIONS_TRACE: return complete_trace(o, why);
	case OPTIONS_REPORT: return has_one_file(o, "report", why);
	case OPTIONS_VARIANTS: return has_one_file(o, "variants", why);
	case OPTIONS_EXPLAIN:
		if (!o->file_count)
			return refuse(
			    why, "explain takes codes, such as K301; \"kamcheck rules\" lists all");
		take_codes(o);
		return true;
	case OPTIONS_CATALOG:
		return o->file_count ? true
				     : refuse(why, "catalog needs a kind, such as \"function\"");
	case OPTIONS_INIT: return o->file_count < 2 ? true : refuse(why, "init takes one folder");
	case OPTIONS_RULES: take_codes(o); return true;
	case OPTIONS_HELP: return choose_help(o, why);
	case OPTIONS_CHECK:
	case OPTIONS_VERSION: break;
	}
	return true;
}
