/*
 * carrierroute - the file of routes that "config_file" of carrierroute names: domains, in them
 * prefixes, in them targets.  Each form was tried with 5.6.3, which ends at the first mistake.
 *
 * What must stay true: behind a line that does not fit, nothing is said of the rest.
 */
#include "base/ascii.h"
#include "base/number.h"
#include "beside/text_lines.h"
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_carrierroute_line;
extern const struct rule rule_carrierroute_prefix;
extern const struct rule rule_carrierroute_key;
extern const struct rule rule_carrierroute_targets;

/* Where the reader stands: how many braces are open. */
enum level { LEVEL_FILE, LEVEL_DOMAIN, LEVEL_PREFIX, LEVEL_TARGET };

struct routes_file {
	struct visit *v;
	const struct named_file *file;
	enum level level;
	bool awaits_brace; /* a head stands above, without its brace */
	bool is_lost;
	struct span most_at; /* of max_targets */
	uint64_t most, targets;
};

static struct span place(const struct routes_file *f, struct str part)
{
	return named_file_place(f->file, part);
}

static void fail(struct routes_file *f, struct str part, const char *wanted)
{
	report(f->v, place(f, part), "%s", wanted);
	f->is_lost = true;
}

/* --- heads ------------------------------------------------------------------------------------ */

static const char *const head_of[] = {"domain", "prefix", "target"};

/* "NULL" stands for the empty prefix. */
static void check_prefix(struct routes_file *f, struct str prefix)
{
	struct visit *v = f->v;

	if (!(f->file->fact->options & FILE_DIGITS) || ascii_all(prefix, ascii_is_digit) ||
	    str_equal_nocase(prefix, STR("NULL")))
		return;
	diag_hint(
	    v->diags,
	    report_as(v, &rule_carrierroute_prefix, place(f, prefix),
		      "the prefix \"%.*s\" is no number", STR_ARG(prefix)),
	    "it is digits, or NULL for the empty one; with match_mode 128 it may be any text");
}

static void open_level(struct routes_file *f)
{
	f->awaits_brace = false;
	f->level++;
	if (f->level == LEVEL_PREFIX) {
		f->most_at = SPAN_NONE;
		f->targets = 0;
	}
	f->targets += f->level == LEVEL_TARGET;
}

/* "domain NAME {": the brace may stand in the next line. */
static void take_head(struct routes_file *f, struct str line)
{
	ptrdiff_t brace = str_find(line, '{');
	struct str rest = brace < 0 ? line : str_head(line, (size_t)brace), word, name, more;

	if (!text_word(&rest, &word) || !str_is(word, head_of[f->level])) {
		fail(f, line,
		     f->level == LEVEL_FILE     ? "\"domain NAME {\" is expected"
		     : f->level == LEVEL_DOMAIN ? "\"prefix DIGITS {\" or \"}\" is expected"
						: "\"target HOST {\" or \"}\" is expected");
		return;
	}
	if (!text_word(&rest, &name)) {
		fail(f, word, "a name is missing behind this word");
		return;
	}
	if (text_word(&rest, &more)) {
		fail(f, more, "\"{\" is expected");
		return;
	}
	if (f->level == LEVEL_DOMAIN)
		check_prefix(f, name);
	f->awaits_brace = true;
	if (brace >= 0)
		open_level(f);
}

/* --- options ---------------------------------------------------------------------------------- */

static enum file_keys keys_of(const struct routes_file *f)
{
	return f->level == LEVEL_TARGET ? KEYS_TARGET : KEYS_PREFIX;
}

static void report_key(struct routes_file *f, struct str key)
{
	struct visit *v = f->v;
	const char *near = file_key_nearest(keys_of(f), key, v->version);
	struct diag *x;

	if (!near && !(f->file->fact->complete & v->version->bit))
		return;
	x = report_as(v, &rule_carrierroute_key, place(f, key),
		      "carrierroute knows no option \"%.*s\" here", STR_ARG(key));
	if (near)
		diag_hint(v->diags, x, "did you mean \"%s\"?", near);
}

/* Whether VALUE is of KIND; what stands behind a number makes it none. */
static bool fits(struct str value, enum file_key_kind kind)
{
	struct str whole = str_skip(value, ascii_run(value, ascii_is_digit));

	switch (kind) {
	case KEY_NUMBER: return value.n && !whole.n;
	case KEY_FRACTION:
		if (value.n && str_starts(whole, STR(".")))
			whole = str_skip(whole, 1 + ascii_run(str_skip(whole, 1), ascii_is_digit));
		return value.n && !whole.n;
	case KEY_QUOTED: return str_starts(value, STR("\""));
	default: return true;
	}
}

static void check_value(struct routes_file *f, const struct fact_file_key *key, struct str value)
{
	static const char *const wanted[] = {[KEY_NUMBER] = "it is a number",
					     [KEY_FRACTION] = "it is a number, as 0.5",
					     [KEY_QUOTED] = "it stands in double quotes"};
	struct visit *v = f->v;

	if (fits(value, key->kind))
		return;
	diag_hint(v->diags,
		  report_as(v, &rule_carrierroute_key, place(f, value), "\"%s\" cannot be \"%.*s\"",
			    key->key, STR_ARG(value)),
		  "%s", wanted[key->kind]);
}

static void take_option(struct routes_file *f, struct str line, size_t equal)
{
	struct str key = str_trim(str_head(line, equal)),
		   value = str_trim(str_skip(line, equal + 1));
	const struct fact_file_key *row = file_key(keys_of(f), key, f->v->version);

	/* The case of letters counts. */
	if (!row || !str_is(key, row->key)) {
		report_key(f, key);
		return;
	}
	check_value(f, row, value);
	if (f->level == LEVEL_PREFIX) {
		f->most_at = place(f, value);
		f->most = number_scan(value, NUMBER_PLAIN).value;
	}
}

/* --- lines ------------------------------------------------------------------------------------ */

static void close_level(struct routes_file *f, struct str line)
{
	struct visit *v = f->v;

	if (f->level == LEVEL_FILE) {
		fail(f, line, "no brace is open here");
		return;
	}
	if (f->level == LEVEL_PREFIX && f->most_at.lo && f->most != f->targets)
		report_as(v, &rule_carrierroute_targets, f->most_at,
			  "this prefix has %llu targets, not %llu", (unsigned long long)f->targets,
			  (unsigned long long)f->most);
	f->level--;
}

static void take_line(struct routes_file *f, struct str line)
{
	ptrdiff_t equal = str_find(line, '=');

	if (f->awaits_brace) {
		if (line.p[0] == '{')
			open_level(f);
		else
			fail(f, line, "\"{\" is expected");
	} else if (line.p[0] == '}') {
		close_level(f, line);
	} else if (f->level == LEVEL_TARGET && equal < 0) {
		fail(f, line, "\"key = value\" or \"}\" is expected");
	} else if (f->level >= LEVEL_PREFIX && equal >= 0) {
		take_option(f, line, (size_t)equal);
	} else {
		take_head(f, line);
	}
}

static void check_file(struct visit *v, const struct named_file *file)
{
	struct routes_file f = {.v = v, .file = file};
	struct str rest = file->source->text, line = rest;

	while (!f.is_lost && text_line(&rest, &line))
		if (line.n)
			take_line(&f, line);
	if (!f.is_lost && f.level != LEVEL_FILE)
		fail(&f, str_head(str_skip(file->source->text, file->source->text.n), 0),
		     "\"}\" is missing");
}

static void check_files(struct visit *v)
{
	for (const struct named_file *f = NULL;
	     (f = named_files_next(v->unit, f, FILE_CARRIERROUTE));)
		check_file(v, f);
}

RULE(carrierroute_line, "K877", SEV_ERROR, PHASE_START, .end = check_files, .needs = NEEDS_FILES,
     .summary = "a line in the file of carrierroute that the server cannot read",
     .why = "The file has \"domain NAME {\", in it \"prefix DIGITS {\" with max_targets and "
	    "\"target HOST "
	    "{\" with options \"key = value\". There are no comments. The server ends at the first "
	    "line "
	    "that is anything else.")

RULE(carrierroute_prefix, "K878", SEV_ERROR, PHASE_START, .found_by = &rule_carrierroute_line,
     .summary = "a prefix in the file of carrierroute that is no number",
     .why = "A prefix is digits, without \"+\" and without quotes, or NULL. With another one the "
	    "server "
	    "does not start; with match_mode 128 it may be any text.",
     .evidence = "kamailio issue 1492")

RULE(carrierroute_key, "K879", SEV_ERROR, PHASE_START, .found_by = &rule_carrierroute_line,
     .summary = "an option in the file of carrierroute that the module refuses",
     .why = "Options and the types of their values are fixed: with another one the server does not "
	    "start.")

RULE(carrierroute_targets, "K880", SEV_ERROR, PHASE_START, .found_by = &rule_carrierroute_line,
     .summary = "a max_targets of carrierroute that is not the number of targets",
     .why =
	 "The server reads as many targets as max_targets says: with fewer or more in the file it "
	 "does not start.")
