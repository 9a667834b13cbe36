/*
 * options_words - see options_words.h.
 */
#include "programs/options_words.h"

#include "facts/suggest.h"

static const struct {
	const char *word;
	enum options_command command;
} commands[] = {
    {"lint", OPTIONS_LINT},       {"check", OPTIONS_LINT},    {"expand", OPTIONS_EXPAND},
    {"tokens", OPTIONS_TOKENS},   {"tree", OPTIONS_TREE},     {"symbols", OPTIONS_SYMBOLS},
    {"explain", OPTIONS_EXPLAIN}, {"rules", OPTIONS_RULES},   {"catalog", OPTIONS_CATALOG},
    {"upgrade", OPTIONS_UPGRADE}, {"diff", OPTIONS_DIFF},     {"graph", OPTIONS_GRAPH},
    {"trace", OPTIONS_TRACE},     {"report", OPTIONS_REPORT}, {"variants", OPTIONS_VARIANTS},
    {"init", OPTIONS_INIT},       {"help", OPTIONS_HELP},     {"version", OPTIONS_VERSION},
};

/* What other programs call their options. */
static const struct {
	const char *option, *here;
} foreign[] = {
#define ROW(option, here, versions) {option, here},
#include "foreign.inc"
#undef ROW
};

bool options_command(struct str word, enum options_command *out)
{
	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		if (str_is(word, commands[i].word)) {
			*out = commands[i].command;
			return true;
		}
	return false;
}

bool options_reads_file(enum options_command command)
{
	switch (command) {
	case OPTIONS_LINT:
	case OPTIONS_CHECK:
	case OPTIONS_PRINT:
	case OPTIONS_EXPAND:
	case OPTIONS_TOKENS:
	case OPTIONS_TREE:
	case OPTIONS_SYMBOLS:
	case OPTIONS_UPGRADE:
	case OPTIONS_DIFF:
	case OPTIONS_GRAPH:
	case OPTIONS_TRACE:
	case OPTIONS_REPORT:
	case OPTIONS_VARIANTS: return true;
	case OPTIONS_EXPLAIN:
	case OPTIONS_RULES:
	case OPTIONS_CATALOG:
	case OPTIONS_INIT:
	case OPTIONS_VERSION:
	case OPTIONS_HELP: break;
	}
	return false;
}

struct str options_defined_name(struct str text)
{
	return str_take(&text, '=');
}

bool options_define_same(const struct options_define *all, size_t count, struct str text)
{
	struct str name = options_defined_name(text);

	for (size_t i = 0; i < count; i++)
		if (all[i].kind == OPTIONS_DEFINE &&
		    str_equal(options_defined_name(all[i].text), name))
			return true;
	return false;
}

bool options_takes_releases(const struct options *o)
{
	if (o->command == OPTIONS_CATALOG)
		return !o->has_version;
	return o->command == OPTIONS_LINT || o->command == OPTIONS_CHECK ||
	       o->command == OPTIONS_REPORT || !options_reads_file(o->command);
}

bool options_go_with(enum options_command command, enum options_for place)
{
	bool is_lint = command == OPTIONS_LINT, is_check = command == OPTIONS_CHECK;
	bool is_report = command == OPTIONS_REPORT;

	switch (place) {
	case FOR_ALL: return true;
	case FOR_FILES: return options_reads_file(command);
	case FOR_LINT: return is_lint;
	case FOR_EXPAND: return command == OPTIONS_EXPAND;
	case FOR_PRINTS: return command == OPTIONS_EXPAND || command == OPTIONS_PRINT;
	case FOR_RULES: return command == OPTIONS_RULES;
	case FOR_ENDS: return command == OPTIONS_UPGRADE || command == OPTIONS_GRAPH;
	case FOR_VARIANTS: return is_lint || is_report || command == OPTIONS_VARIANTS;
	case FOR_JUDGES: return is_lint || is_report;
	case FOR_REPORT: return is_report;
	case FOR_GRAPH: return command == OPTIONS_GRAPH;
	case FOR_TRACE: return command == OPTIONS_TRACE;
	case FOR_DIFF: return command == OPTIONS_DIFF;
	case FOR_SYMBOLS: return command == OPTIONS_SYMBOLS;
	case FOR_FINDINGS: return is_lint || is_check || is_report;
	case FOR_FORMATS:
		return is_lint || is_check || command == OPTIONS_SYMBOLS ||
		       command == OPTIONS_RULES || command == OPTIONS_EXPLAIN ||
		       command == OPTIONS_UPGRADE || command == OPTIONS_DIFF ||
		       command == OPTIONS_GRAPH || command == OPTIONS_TRACE ||
		       command == OPTIONS_VARIANTS;
	case FOR_DROPIN: return is_check || command == OPTIONS_PRINT;
	}
	return false;
}

void options_suggest_command(struct buf *b, struct str word)
{
	struct nearest n = nearest_listed(word);

	for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
		nearest_consider(&n, str_of(commands[i].word));
	if (n.best.p)
		buf_printf(b, "; did you mean the command \"%.*s\"?", STR_ARG(n.best));
}

bool options_suggest_option(struct buf *b, const struct options_item *item, uint32_t versions)
{
	struct str name = str_skip(item->text, 2);
	struct nearest n = nearest_listed(name);

	if (item->letter)
		return false;
	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (str_is(name, foreign[i].option)) {
			buf_printf(b, "; here it is \"%s\"", foreign[i].here);
			return true;
		}
	options_read_nearest(&n, versions);
	if (n.best.p)
		buf_printf(b, "; did you mean \"--%.*s\"?", STR_ARG(n.best));
	return n.best.p;
}
