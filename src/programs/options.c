/*
 * options - passes over the command line and what each option does; see options.h.  Reading is in
 * options_read.c, judging of arguments in options_check.c, what is said to the user in
 * options_help.c, the list of options in grammar/options.tsv.
 */
#include "programs/options.h"

#include "preprocess/session.h"
#include "programs/options_check.h"
#include "programs/options_format.h"
#include "programs/options_picture.h"
#include "programs/options_project.h"
#include "programs/options_read.h"
#include "programs/options_variants.h"
#include "programs/options_words.h"

#include <string.h>

#define ALL_VERSIONS UINT32_MAX
#define LAST_PASS    4

enum step { GO_ON, STOP, REFUSE };

struct run {
	struct arena *arena;
	struct options *out;
	struct buf message;
	int argc;
	char *const *argv;
	int command_word; /* index in argv, 0: none */
	bool has_check, has_print, has_phase;
	bool tcp_is_off, sctp_is_off; /* by -T, -S, so far in pass 4 */
	struct str first_word;        /* p == NULL: none */
	/* Messages about the last option of each effect, judged after a pass; empty: it is good. */
	struct str pending[EFFECT_COUNT];
};

static enum step refuse_option(struct run *r, const struct options_item *item, const char *what)
{
	buf_text(&r->message, "option ");
	options_read_say(&r->message, item);
	buf_text(&r->message, what);
	return REFUSE;
}

bool options_is_dropin(enum options_command command)
{
	return command == OPTIONS_CHECK || command == OPTIONS_PRINT;
}

static bool is_dropin(const struct run *r)
{
	return options_is_dropin(r->out->command);
}

static enum step check_place(struct run *r, const struct options_item *item)
{
	static const char *const where[] = {
	    [FOR_FILES] = "only with commands that read a file",
	    [FOR_LINT] = "only with \"kamcheck lint\"",
	    [FOR_RULES] = "only with \"kamcheck rules\"",
	    [FOR_FINDINGS] = "only with \"kamcheck lint\", -c and report",
	    [FOR_JUDGES] = "only with \"kamcheck lint\" and report",
	    [FOR_REPORT] = "only with \"kamcheck report\"",
	    [FOR_FORMATS] = "only with commands that write findings or lists",
	    [FOR_VARIANTS] = "only with \"kamcheck lint\", variants and report",
	    [FOR_SYMBOLS] = "only with \"kamcheck symbols\"",
	    [FOR_ENDS] = "only with \"kamcheck upgrade\" and graph",
	    [FOR_TRACE] = "only with \"kamcheck trace\"",
	    [FOR_GRAPH] = "only with \"kamcheck graph\"",
	    [FOR_DIFF] = "only with \"kamcheck diff\"",
	    [FOR_EXPAND] = "only with \"kamcheck expand\"",
	    [FOR_PRINTS] = "only with \"kamcheck expand\" and --cfg-print",
	    [FOR_DROPIN] = "only with -c or --cfg-print",
	};
	bool is_command = item->row->effect == EFFECT_CHECK || item->row->effect == EFFECT_PRINT;

	if (options_go_with(r->out->command, item->row->place))
		return GO_ON;
	refuse_option(r, item, " goes ");
	buf_text(&r->message, is_command ? "without a command" : where[item->row->place]);
	return REFUSE;
}

/* An option of another version, or of none. */
static enum step refuse_unknown(struct run *r, const struct options_item *item)
{
	uint32_t mask = options_read_versions(item);

	if (!mask) {
		buf_text(&r->message, "unknown ");
		refuse_option(r, item, "");
		if (!options_suggest_option(&r->message, item, r->out->version.bit))
			buf_text(&r->message, "; \"kamcheck --help\" lists all");
		return REFUSE;
	}
	refuse_option(r, item, " exists in Kamailio ");
	version_say(&r->message, mask);
	buf_printf(&r->message, ", not in %.*s; choose another with --kamailio",
		   STR_ARG(r->out->version.name));
	return REFUSE;
}

static enum step refuse_reading(struct run *r, const struct options_read *in,
				const struct options_item *item)
{
	switch (item->kind) {
	case READ_LACKS_ARGUMENT: return refuse_option(r, item, " needs an argument");
	case READ_UNWANTED_ARGUMENT: return refuse_option(r, item, " takes no argument");
	case READ_AMBIGUOUS:
		refuse_option(r, item, " can be ");
		options_read_say_choices(&r->message, in, item);
		return REFUSE;
	case READ_UNKNOWN: return refuse_unknown(r, item);
	case READ_END:
	case READ_OPTION:
	case READ_WORD: break;
	}
	return GO_ON;
}

static enum step refuse_version(struct run *r, struct str text)
{
	buf_text(&r->message, "unknown Kamailio version ");
	options_read_quote(&r->message, text);
	buf_text(&r->message, "; known are ");
	version_list(&r->message);
	return REFUSE;
}

/* The last one counts; upgrade wants to know of others. */
static enum step choose_release(struct run *r, struct str text)
{
	struct options *o = r->out;
	struct version before = o->version;

	if (!versions_parse(text, &o->releases))
		return refuse_version(r, text);
	o->version = versions_newest(&o->releases);
	o->has_versions |=
	    (o->has_version && before.bit != o->version.bit) || o->releases.count > 1;
	o->has_version = true;
	return GO_ON;
}

/* --from, --to: of upgrade releases; which command it is shows behind the options. */
static enum step choose_ends(struct run *r)
{
	struct options *o = r->out;

	if (o->command != OPTIONS_UPGRADE)
		return GO_ON;
	if (o->from_end.n && !version_parse(o->from_end, &o->from))
		return refuse_version(r, o->from_end);
	return o->to_end.n ? choose_release(r, o->to_end) : GO_ON;
}

static void add_define(struct options *o, enum options_define_kind kind, struct str text)
{
	o->defines[o->define_count++] = (struct options_define){kind, text};
}

static void add_module(struct options *o, enum options_module_kind kind, struct str text)
{
	o->modules[o->module_count++] = (struct options_module){kind, text};
}

static void add_file(struct run *r, struct str name)
{
	/* The last -f wins [1066]; lint and expand list them all. */
	if (is_dropin(r))
		r->out->file_count = 0;
	r->out->files[r->out->file_count++] = name;
}

/* What -T and -S before it forbid is refused; the rest depends on the file. */
static enum step add_need(struct run *r, const struct options_item *item, enum options_switch what)
{
	struct options *o = r->out;
	struct options_need need = {.what = what, .argument = item->argument};
	bool is_off = what == OPTIONS_SCTP_ON ? r->sctp_is_off : r->tcp_is_off;
	struct buf option = buf_on(r->arena);

	options_read_say(&option, item);
	need.option = buf_view(&option);
	if (is_off) {
		options_say_need(&r->message, &need);
		return REFUSE;
	}
	o->needs[o->need_count++] = need;
	return GO_ON;
}

static enum step add_needs(struct run *r, const struct options_item *item, unsigned protocols)
{
	enum step step = GO_ON;

	if (protocols & PROTOCOL_TCP)
		step = add_need(r, item, OPTIONS_TCP_NOT_OFF);
	if (step == GO_ON && protocols & PROTOCOL_TLS)
		step = add_need(r, item, OPTIONS_TLS_ON);
	if (step == GO_ON && protocols & PROTOCOL_SCTP)
		step = add_need(r, item, OPTIONS_SCTP_ON);
	return step;
}

static void set_color(struct options *o, struct str word)
{
	o->color = str_is(word, "always")  ? OPTIONS_COLOR_ALWAYS
		   : str_is(word, "never") ? OPTIONS_COLOR_NEVER
					   : OPTIONS_COLOR_AUTO;
}

static void set_phase(struct run *r, struct str word)
{
	r->has_phase = true;
	r->out->phase = str_is(word, "parse")   ? PHASE_PARSE
			: str_is(word, "start") ? PHASE_START
						: PHASE_RUN;
}

static void set_level(struct options *o, struct str word)
{
	o->shows_more = false;
	o->level = str_is(word, "error")     ? SEV_ERROR
		   : str_is(word, "warning") ? SEV_WARNING
					     : SEV_NOTE;
}

static void add_rules(struct options *o, bool is_on, struct str text)
{
	o->rules[o->rule_count++] = (struct options_rules){is_on, text};
}

/* FROM=TO. */
static void add_prefix(struct options *o, struct str text)
{
	size_t n = (size_t)str_find(text, '=');
	struct str from = str_head(text, n), to = str_skip(text, n + 1);

	while (str_ends(from, STR("/")))
		from.n--;
	while (str_starts(to, STR("./")))
		to = str_skip(to, 2);
	o->prefixes[o->prefix_count++] = (struct session_prefix){from, to.n ? to : STR(".")};
}

/* Of one command when it was named by its word, else of all. */
static enum step show_help(struct run *r)
{
	r->out->help_for = r->command_word ? r->out->command : OPTIONS_HELP;
	r->out->command = OPTIONS_HELP;
	return STOP;
}

static enum step apply(struct run *r, const struct options_item *item, unsigned protocols)
{
	struct options *o = r->out;
	struct str text = item->argument;

	if (options_apply_format(o, item) || options_apply_picture(o, item) ||
	    options_apply_variants(o, item) || options_apply_project(o, item))
		return GO_ON;
	switch (item->row->effect) {
	case EFFECT_VERSION_CHOICE: return choose_release(r, text);
	case EFFECT_COLOR: set_color(o, text); break;
	case EFFECT_INSTALLED: o->installed = true; break;
	case EFFECT_CATALOG: o->catalogs[o->catalog_count++] = text; break;
	case EFFECT_PHASE: set_phase(r, text); break;
	case EFFECT_LEVEL: set_level(o, text); break;
	case EFFECT_RULE:
	case EFFECT_NO_RULE: add_rules(o, item->row->effect == EFFECT_RULE, text); break;
	case EFFECT_MAN: o->is_man = true; break;
	case EFFECT_REFERENCES: o->references = text; break;
	case EFFECT_LINE_MARKERS: o->line_markers = true; break;
	case EFFECT_STRIP_COMMENTS: o->strip_comments = true; break;
	case EFFECT_HELP: return show_help(r);
	case EFFECT_SHOW_VERSION: o->command = OPTIONS_VERSION; return STOP;
	case EFFECT_FILE: add_file(r, text); break;
	case EFFECT_QUIET: o->is_quiet = true; break;
	case EFFECT_VERBOSE: o->is_verbose = true; break;
	case EFFECT_JOBS: o->jobs = options_number(text); break;
	case EFFECT_MAP_INCLUDE: add_prefix(o, text); break;
	case EFFECT_STDIN_FILENAME: o->stdin_name = text; break;
	case EFFECT_LIBRARY: o->library = text; break;
	case EFFECT_WORKDIR: o->workdir = text; break;
	case EFFECT_DEFINE: add_define(o, OPTIONS_DEFINE, text); break;
	case EFFECT_SUBST: add_define(o, OPTIONS_SUBST, text); break;
	case EFFECT_SUBSTDEF: add_define(o, OPTIONS_SUBSTDEF, text); break;
	case EFFECT_SUBSTDEFS: add_define(o, OPTIONS_SUBSTDEFS, text); break;
	case EFFECT_LOADMODULE: add_module(o, OPTIONS_LOADMODULE, text); break;
	case EFFECT_MODPARAM: add_module(o, OPTIONS_MODPARAM, text); break;
	case EFFECT_ALL_ERRORS: o->all_errors = true; break;
	case EFFECT_ATEXIT_YES:
	case EFFECT_ATEXIT_NO: o->atexit = text.p[0] == 'y' || text.p[0] == '1'; break;
	case EFFECT_LISTEN: o->adds_sockets = true; return add_needs(r, item, protocols);
	case EFFECT_TCP_OFF: r->tcp_is_off = true; break;
	case EFFECT_SCTP_OFF: r->sctp_is_off = true; break;
	case EFFECT_TCP_ONLY: return add_need(r, item, OPTIONS_TCP_NOT_OFF);
	case EFFECT_SCTP_ONLY: return add_need(r, item, OPTIONS_SCTP_ON);
	default: break; /* seen before the passes, or only judged */
	}
	return GO_ON;
}

/* Takes the message away, to be given later. */
static struct str set_aside(struct run *r)
{
	struct str text = buf_view(&r->message);

	r->message = buf_on(r->arena);
	return text;
}

/* The first message counts: Kamailio stops there, after the file. */
static enum step refuse_after_file(struct run *r, struct str text)
{
	if (!r->out->late_refusal.n)
		r->out->late_refusal = text;
	return GO_ON;
}

static enum step act(struct run *r, const struct options_item *item)
{
	struct buf why = buf_on(r->arena);
	unsigned protocols;
	enum options_verdict verdict;

	verdict = options_check_argument(item->row, item->argument, &why, &protocols);
	r->pending[item->row->effect] = (struct str){0};
	if (verdict == VERDICT_GOOD)
		return apply(r, item, protocols);
	refuse_option(r, item, ": ");
	buf_str(&r->message, buf_view(&why));
	if (verdict == VERDICT_BAD)
		return REFUSE;
	r->pending[item->row->effect] = set_aside(r);
	return GO_ON;
}

/* Memory is set up after pass 1, shared memory only with the first route of the file. */
static enum step settle(struct run *r, int pass)
{
	for (size_t i = 0; i < EFFECT_COUNT; i++) {
		if (!r->pending[i].n)
			continue;
		if (pass == 1) {
			buf_str(&r->message, r->pending[i]);
			return REFUSE;
		}
		refuse_after_file(r, r->pending[i]);
	}
	return GO_ON;
}

static void note_command(struct run *r, const struct options_item *item)
{
	r->has_check |= item->row->effect == EFFECT_CHECK;
	r->has_print |= item->row->effect == EFFECT_PRINT;
}

/* The pass for our own options; also finds what says the command. */
static enum step run_own_pass(struct run *r)
{
	struct options_read in = options_read_start(r->argc, r->argv, ALL_VERSIONS);
	enum options_command named = OPTIONS_LINT;
	bool has_word = false;

	for (;;) {
		struct options_item item = options_read_next(&in);

		if (item.kind == READ_END)
			break;
		if (item.kind == READ_WORD && !has_word) {
			has_word = true;
			r->command_word = options_command(item.text, &named) ? item.index : 0;
		}
		if (item.kind != READ_OPTION)
			continue;
		note_command(r, &item);
		if (item.row->pass == 0 && act(r, &item) == REFUSE)
			return REFUSE;
	}
	/* The first argument is a command if it can be; a later word only without -c and
	 * --cfg-print. */
	if (r->command_word != 1 && (r->has_check || r->has_print)) {
		r->command_word = 0;
		named = r->has_print ? OPTIONS_PRINT : OPTIONS_CHECK;
	}
	r->out->command = named;
	return choose_ends(r);
}

static void take_word(struct run *r, const struct options_item *item)
{
	struct options *o = r->out;

	if (item->index == r->command_word)
		return;
	if (!is_dropin(r))
		add_file(r, item->text);
	else if (!o->ignored.p)
		o->ignored = item->text;
}

static enum step run_item(struct run *r, int pass, const struct options_read *in,
			  const struct options_item *item)
{
	enum step step;

	if (item->kind == READ_WORD && pass == 1 && !r->first_word.p)
		r->first_word = item->text;
	if (item->kind == READ_WORD && pass == 2)
		take_word(r, item);
	if (item->kind == READ_WORD)
		return GO_ON;
	if (item->kind != READ_OPTION)
		return pass == 2 ? refuse_reading(r, in, item) : GO_ON;
	/* [1071]; options that act in pass 1 (`--debug -h`) have their argument judged instead. */
	if (pass == 1 && item->row->pass > 1 && item->argument.p && str_is(item->argument, "-h"))
		return show_help(r);
	if (item->row->pass == 0 && pass == 2)
		return check_place(r, item);
	if (item->row->pass != pass)
		return GO_ON;
	step = check_place(r, item);
	if (step == GO_ON)
		step = act(r, item);
	return step == REFUSE && pass == LAST_PASS && is_dropin(r)
		   ? refuse_after_file(r, set_aside(r))
		   : step;
}

static enum step run_pass(struct run *r, int pass)
{
	struct options_read in = options_read_start(r->argc, r->argv, r->out->version.bit);

	for (;;) {
		struct options_item item = options_read_next(&in);
		enum step step;

		if (item.kind == READ_END)
			return settle(r, pass);
		if (item.kind == READ_LACKS_ARGUMENT && pass > 1 && is_dropin(r) &&
		    r->first_word.p) {
			/* Pass 1 moved the words to the end: `kamailio -c x -f` checks x. */
			item.kind = READ_OPTION;
			item.argument = r->first_word;
		}
		step = run_item(r, pass, &in, &item);
		if (step != GO_ON)
			return step;
	}
}

static enum step refuse_with(struct run *r, const char *text)
{
	buf_text(&r->message, text);
	return REFUSE;
}

/* Kamailio once was started by such words; it refuses them in the first place only. */
static enum step check_first_word(struct run *r)
{
	static const char *const words[] = {"start", "stop", "restart"};

	for (size_t i = 0; is_dropin(r) && r->argc > 1 && i < sizeof words / sizeof *words; i++)
		if (str_equal_nocase(str_of(r->argv[1]), str_of(words[i]))) {
			buf_quoted(&r->message, str_of(r->argv[1]));
			return refuse_with(r, " is refused by Kamailio as first argument");
		}
	return GO_ON;
}

/* Fills in what was not said and finds what is missing. */
static enum step complete(struct run *r)
{
	struct buf why = buf_on(r->arena);
	struct options *o = r->out;

	o->confines |= o->untrusted;
	o->mask_secrets |= o->untrusted;
	o->hides_env |= o->untrusted || o->env_count;
	if (!r->has_phase)
		o->phase = o->command == OPTIONS_CHECK ? PHASE_START : PHASE_RUN;
	if (is_dropin(r) && !o->file_count)
		add_file(r, STR(OPTIONS_DEFAULT_FILE));
	if (!o->has_fail_on)
		o->fail_on = o->level;
	if (!options_check_formats(o, &why)) {
		buf_text(&r->message, "option \"--format\": ");
		buf_str(&r->message, buf_view(&why));
		return REFUSE;
	}
	if (o->command == OPTIONS_PRINT) {
		o->late_refusal = (struct str){0};
		o->need_count = 0;
	}
	return options_complete(o, &r->message) ? GO_ON : REFUSE;
}

static void start(struct run *r, const struct versions *usual)
{
	struct options *o = r->out;
	/* Each element adds one entry at most; a listen address may name two protocols. */
	size_t most = r->argc > 0 ? (size_t)r->argc + 1 : 1;

	memset(o, 0, sizeof *o);
	o->releases = *usual;
	o->version = versions_newest(usual);
	o->catalogs = arena_array(r->arena, most, sizeof *o->catalogs);
	o->env = arena_array(r->arena, most, sizeof *o->env);
	o->prefixes = arena_array(r->arena, most, sizeof *o->prefixes);
	o->files = arena_array(r->arena, most, sizeof *o->files);
	o->defines = arena_array(r->arena, most, sizeof *o->defines);
	o->old_defines = arena_array(r->arena, most, sizeof *o->old_defines);
	o->new_defines = arena_array(r->arena, most, sizeof *o->new_defines);
	o->modules = arena_array(r->arena, most, sizeof *o->modules);
	o->level = SEV_WARNING;
	o->jobs = 1;
	o->shows_more = true;
	o->rules = arena_array(r->arena, most, sizeof *o->rules);
	o->format_texts = arena_array(r->arena, most, sizeof *o->format_texts);
	o->formats = arena_array(r->arena, most + 1, sizeof *o->formats);
	o->needs = arena_array(r->arena, 2 * most, sizeof *o->needs);
}

enum options_result options_parse(struct arena *a, int argc, char **argv,
				  const struct versions *usual, struct options *out,
				  struct str *message)
{
	struct run r = {.arena = a, .out = out, .message = buf_on(a), .argc = argc, .argv = argv};
	const struct options_row *row;
	enum step step;

	start(&r, usual);
	step = run_own_pass(&r);
	if (step == GO_ON) {
		row = options_read_named(STR("atexit"), out->version.bit);
		out->atexit = row && row->effect == EFFECT_ATEXIT_YES;
		step = check_first_word(&r);
	}
	for (int pass = 1; step == GO_ON && pass <= LAST_PASS; pass++)
		step = run_pass(&r, pass);
	if (step == GO_ON)
		step = complete(&r);
	*message = buf_view(&r.message);
	return step == REFUSE ? OPTIONS_REFUSED : OPTIONS_GOOD;
}
