/*
 * http_client - the file of connections that "config_file" of http_client names.  Each form was
 * tried with 5.6.3, which ends at the first mistake; its reader is that of tls.
 *
 * What must stay true: where the keys of a release are not all known, an unknown one is reported
 * only when it is near a known one.
 */
#include "facts/words.h"
#include "rules/files/option_file.h"

/* What is reported here. */
extern const struct rule rule_http_client_line;
extern const struct rule rule_http_client_key;
extern const struct rule rule_http_client_value;
extern const struct rule rule_http_client_twice;

struct http_client_file {
	struct visit *v;
	const struct named_file *file;
	struct map heads; /* struct span, by names */
	bool has_head;
};

static struct span place(const struct http_client_file *h, struct str part)
{
	return named_file_place(h->file, part);
}

static void take_head(struct http_client_file *h, struct str name)
{
	struct visit *v = h->v;
	struct span *first = MAP_RECORD(&h->heads, v->arena, name, struct span);

	h->has_head = true;
	if (first->lo)
		diag_note(v->diags,
			  report_as(v, &rule_http_client_twice, place(h, name),
				    "a second connection \"%.*s\" is left out", STR_ARG(name)),
			  *first, "the first one");
	else
		*first = place(h, name);
}

/* What a value of KIND must be, when VALUE is not; or NULL. */
static const char *wanted(const struct visit *v, enum file_key_kind kind, struct str value)
{
	if (kind == KEY_BOOL && !words_find(WORDS_TLS_BOOL, value, v->version))
		return "it is yes or no";
	if (kind == KEY_NUMBER && !option_is_number(value))
		return "it is a number";
	return NULL;
}

/* KEY is that of LINE; NULL: there is none of its name. */
static void check_line(struct http_client_file *h, const struct fact_file_key *key,
		       const struct option_line *line)
{
	struct visit *v = h->v;
	const char *hint;

	if (!key) {
		option_report_key(v, &rule_http_client_key, h->file, "http_client",
				  KEYS_HTTP_CLIENT, line->key);
		return;
	}
	if (!h->has_head) {
		diag_hint(v->diags,
			  report_as(v, &rule_http_client_key, place(h, line->key),
				    "\"%s\" belongs to no connection", key->key),
			  "a line [NAME] stands above its options");
		return;
	}
	hint = line->is_odd ? NULL : wanted(v, key->kind, line->value);
	if (hint)
		option_report_value(v, &rule_http_client_value, h->file, key, line, hint);
}

static void check_file(struct visit *v, const struct named_file *file)
{
	struct http_client_file h = {.v = v, .file = file};
	struct option_lines lines = {.text = file->source->text};
	struct option_line line;

	while (option_lines_next(&lines, &line)) {
		const struct fact_file_key *key = file_key(KEYS_HTTP_CLIENT, line.key, v->version);

		/* In a line with a mistake, too. */
		option_hide(v, file, key, &line);
		switch (line.form) {
		case OPTION_HEAD: take_head(&h, line.key); break;
		case OPTION_LINE: check_line(&h, key, &line); break;
		case OPTION_FAULT:
			option_report_fault(v, &rule_http_client_line, file, &line);
			break;
		}
	}
}

static void check_files(struct visit *v)
{
	for (const struct named_file *f = NULL;
	     (f = named_files_next(v->unit, f, FILE_HTTP_CLIENT));)
		check_file(v, f);
}

RULE(http_client_line, "K896", SEV_ERROR, PHASE_START, .end = check_files, .needs = NEEDS_FILES,
     .summary = "a line in the file of http_client that the server cannot read",
     .why = "The file that \"config_file\" of http_client names has a line [NAME] for each "
	    "connection, and below it lines \"key = value\". A value is one word, or a text in "
	    "double quotes; comments begin with \"#\". The server ends at the first line that is "
	    "anything else.")

RULE(http_client_key, "K897", SEV_ERROR, PHASE_START, .found_by = &rule_http_client_line,
     .summary = "an option in the file of http_client that there is not",
     .why = "The server does not start with an option that the module http_client does not know, "
	    "nor with one that stands above the first [NAME].")

RULE(http_client_value, "K898", SEV_ERROR, PHASE_START, .found_by = &rule_http_client_line,
     .summary = "a value in the file of http_client that the module refuses",
     .why = "Switches are yes and no and their kin, times, sizes and ports are digits without a "
	    "unit. With another value the server does not start.")

RULE(http_client_twice, "K899", SEV_WARNING, PHASE_START, .found_by = &rule_http_client_line,
     .summary = "two connections of one name in the file of http_client",
     .why = "The log calls the second one a duplicate, and the server starts without it.")
