/*
 * pp_include - include_file and import_file; see pp.h.
 *
 * Reference: preprocessor.md section 9.
 */
#include "preprocess/pp.h"

/* What is reported here. */
extern const struct rule rule_include_name_bad;
extern const struct rule rule_include_too_deep;
extern const struct rule rule_include_unreadable;

/* Directory of the file that is read, with its slash; empty when its name has none. */
static struct str directory(struct pp *pp)
{
	const struct source *src = lexer_source(pp->lexer);

	while (src->is_expansion)
		src = source_of(&pp->session->sources, src->from.lo);
	return str_head(src->name, (size_t)(str_find_last(src->name, '/') + 1));
}

/* The name without its quotes, escapes replaced. */
static struct str unquote(struct pp *pp, struct str s)
{
	struct buf b = buf_on(pp->arena);

	for (size_t i = 1; i + 1 < s.n; i++) {
		char c = s.p[i];

		if (c == '\\' && i + 2 < s.n) {
			c = s.p[++i];
			c = c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c;
		}
		buf_byte(&b, c);
	}
	return buf_view(&b);
}

/* The file is not read; nor is, by Kamailio, what stands behind the directive. */
static void report(struct pp *pp, const struct rule *code, struct span at, const char *format,
		   struct str name)
{
	diag_report(&pp->session->diags, code, at, format, STR_ARG(name));
	pp_fatal(pp, at.lo);
	pp_lose(pp, LOST_INCLUDE, at);
	pp->has_gap = true;
}

/* Reads NAME as given, then relative to the including file. */
static enum file_status open_file(struct pp *pp, struct str *name, struct str *text,
				  struct str *reason)
{
	struct files *files = &pp->session->files;
	struct str beside, ignored;
	struct buf b = buf_on(pp->arena);
	enum file_status status = files->read(files->ctx, pp->arena, *name, text, reason);

	if (status != FILE_MISSING || name->p[0] == '/' || !directory(pp).n)
		return status;
	buf_printf(&b, "%.*s%.*s", STR_ARG(directory(pp)), STR_ARG(*name));
	beside = buf_view(&b);
	status = files->read(files->ctx, pp->arena, beside, text, &ignored);
	if (status != FILE_MISSING)
		*name = beside;
	if (status == FILE_UNREADABLE)
		*reason = ignored;
	return status;
}

/* True when the closing quote has a backslash before it that is no escaped one itself. */
static bool ends_escaped(struct str quoted)
{
	size_t backslashes = 0;

	for (size_t i = quoted.n - 1; i > 1 && quoted.p[i - 1] == '\\'; i--)
		backslashes++;
	return backslashes % 2 == 1;
}

/* False when the directive is refused before a file is looked for. */
static bool check_name(struct pp *pp, struct span at, struct str quoted)
{
	if (quoted.n < 2 || quoted.p[0] != '"' || quoted.p[quoted.n - 1] != '"') {
		report(pp, &rule_include_name_bad, at,
		       "the file name must stand in double quotes, without blanks, and alone: %.*s",
		       quoted);
		return false;
	}
	if (ends_escaped(quoted)) {
		report(pp, &rule_include_name_bad, at,
		       "the closing quote of the file name is escaped: %.*s", quoted);
		return false;
	}
	if (quoted.n > PP_NAME_MOST) {
		report(pp, &rule_include_name_bad, at,
		       "the file name is longer than 125 bytes: %.*s", quoted);
		return false;
	}
	if (quoted.n == 2) {
		report(pp, &rule_include_name_bad, at, "the file name is empty: %.*s", quoted);
		return false;
	}
	return true;
}

/* Reads on in the file; NULL when that is more than we take. */
static const struct source *enter(struct pp *pp, struct span at, struct str name, struct str text)
{
	struct source *src = NULL;

	pp->included += text.n;
	if (++pp->files > PP_FILES_MOST || pp->included > PP_INCLUDED_MOST)
		diag_report(&pp->session->diags, &rule_limit, at,
			    "more than %d files, or %d MB, are included", PP_FILES_MOST,
			    PP_INCLUDED_MOST >> 20);
	else if (!(src = sources_add(&pp->session->sources, name, text, at)))
		diag_report(&pp->session->diags, &rule_limit, at,
			    "more than 4 GB of text in one run");
	if (!src) {
		pp_fatal(pp, at.lo);
		pp_stop(pp, at);
		return NULL;
	}
	pp->expanded_most += PP_EXPANDED_RATE * text.n;
	pp->includes++;
	pp_note(pp, PP_ENTER, at, src, STR(""));
	lexer_push_file(pp->lexer, src);
	return src;
}

static void report_too_deep(struct pp *pp, struct span at, struct str name)
{
	const struct source *src = source_of(&pp->session->sources, at.lo);

	for (; src; src = source_of(&pp->session->sources, src->from.lo)) {
		if (str_equal(src->name, name)) {
			report(pp, &rule_include_too_deep, at, "the file \"%.*s\" includes itself",
			       name);
			return;
		}
	}
	report(pp, &rule_include_too_deep, at,
	       "files are included more than 10 levels deep; \"%.*s\" is one too many", name);
}

/* A file that cannot be read, or is not there. */
static enum inclusion_result pass_over(struct pp *pp, enum file_status status, struct span at,
				       bool is_import, struct str name, struct str reason)
{
	if (status == FILE_MISSING && is_import) {
		pp_lose(pp, LOST_IMPORT, at);
		return INCLUSION_PASSED_OVER;
	}
	diag_report(&pp->session->diags, &rule_include_unreadable, at, "cannot read \"%.*s\": %.*s",
		    STR_ARG(name), STR_ARG(reason));
	pp_fatal(pp, at.lo);
	pp_lose(pp, LOST_INCLUDE, at);
	pp->has_gap = true;
	return INCLUSION_UNREADABLE;
}

void pp_include(struct pp *pp, const struct raw *raw, struct inclusion *x)
{
	struct str quoted = pp_apply_substs(pp, raw->text, raw->at);
	struct str text, reason = STR("");
	enum file_status status;

	x->result = INCLUSION_BAD_NAME;
	if (!check_name(pp, raw->at, quoted))
		return;
	x->file = unquote(pp, quoted);
	status = open_file(pp, &x->file, &text, &reason);
	if (status == FILE_OK && pp->includes == PP_INCLUDES_MOST) {
		report_too_deep(pp, raw->at, x->file);
		x->result = INCLUSION_TOO_DEEP;
	} else if (status == FILE_OK) {
		x->source = enter(pp, raw->at, x->file, text);
		x->result = x->source ? INCLUSION_READ : INCLUSION_LIMIT;
	} else {
		x->result =
		    (unsigned char)pass_over(pp, status, raw->at, x->is_import, x->file, reason);
	}
}

RULE(include_unreadable, "K120", SEV_ERROR, PHASE_PARSE,
     .summary = "an included file that cannot be read",
     .why = "A name is looked for in the working directory, then beside the including file. "
	    "import_file silently skips files that do not exist; include_file does not. "
	    "Directories, FIFOs and devices are not read.",
     .bad = "include_file \"no/such/file.cfg\"\nrequest_route { exit; }\n",
     .good = "import_file \"no/such/file.cfg\"\nrequest_route { exit; }\n")

RULE(
    include_name_bad, "K121", SEV_ERROR, PHASE_PARSE,
    .summary = "the file name of an include is not quoted, or has something behind it",
    .why = "The name is read up to the next blank or line end and must begin and end with a double "
	   "quote: no blanks in it, no semicolon after it, at most 127 bytes with its quotes.",
    .bad = "import_file \"local.cfg\";\nrequest_route { exit; }\n",
    .good = "import_file \"local.cfg\"\nrequest_route { exit; }\n")

RULE(include_too_deep, "K122", SEV_ERROR, PHASE_PARSE,
     .summary = "files included more than 10 levels deep",
     .why = "Most often a file includes itself.")
