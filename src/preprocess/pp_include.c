/*
 * pp_include - include_file and import_file; see pp.h.
 *
 * Reference: preprocessor.md section 9.
 */
#include "preprocess/pp.h"

#include "preprocess/outline.h"

/* What is reported here. */
extern const struct rule rule_include_name_bad;
extern const struct rule rule_include_outside;
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

struct str include_name(struct arena *a, struct str s)
{
	struct buf b = buf_on(a);

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
static void pass_by(struct pp *pp, struct span at)
{
	pp_fatal(pp, at.lo);
	pp_lose(pp, LOST_INCLUDE, at);
	pp->has_gap = true;
}

static void report(struct pp *pp, const struct rule *code, struct span at, const char *format,
		   struct str name)
{
	diag_report(&pp->session->diags, code, at, format, STR_ARG(name));
	pass_by(pp, at);
}

/* Where the file is looked for when it is not in the working directory. */
static struct str name_beside(struct pp *pp, struct str name)
{
	struct buf b = buf_on(pp->arena);

	buf_str(&b, directory(pp));
	buf_str(&b, name);
	return buf_view(&b);
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
	struct diags *ds = &pp->session->diags;
	size_t repeated = pp_own_text(pp, text) ? 0 : text.n;
	struct source *src;

	if (!pp_spend(pp, PP_INCLUDE_COST + repeated, at))
		return NULL;
	src =
	    ++pp->files > PP_FILES_MOST ? NULL : sources_add(&pp->session->sources, name, text, at);
	if (!src) {
		if (pp->files > PP_FILES_MOST)
			diag_report(ds, &rule_limit, at, "more than %d files are included",
				    PP_FILES_MOST);
		else
			pp_report_offsets(pp, at);
		pp_fatal(pp, at.lo);
		pp_stop(pp, at);
		return NULL;
	}
	pp->includes++;
	pp_note(pp, PP_ENTER, at, src, STR(""));
	lexer_push_file(pp->lexer, src);
	return src;
}

/* Whether the file NAME is being read at AT. */
static bool is_open(struct pp *pp, struct span at, struct str name)
{
	struct str beside = name_beside(pp, name);
	const struct source *src = source_of(&pp->session->sources, at.lo);

	for (; src; src = source_of(&pp->session->sources, src->from.lo))
		if (!src->is_expansion &&
		    (str_equal(src->name, name) || str_equal(src->name, beside)))
			return true;
	return false;
}

/* The server counts before it looks for the file (vector 1419).  What goes round in a circle is
 * read once more at most when that is known. */
static bool is_too_deep(struct pp *pp, struct span at, struct str name)
{
	return pp->includes == PP_INCLUDES_MOST || (pp->is_too_deep && is_open(pp, at, name));
}

/* The server stops at the first one. */
static void report_too_deep(struct pp *pp, struct span at, struct str name)
{
	if (!pp->is_too_deep)
		diag_report(&pp->session->diags, &rule_include_too_deep, at,
			    is_open(pp, at, name)
				? "the file \"%.*s\" includes itself"
				: "files are included more than 10 levels deep; \"%.*s\" is one "
				  "too many",
			    STR_ARG(name));
	pp->is_too_deep = true;
	pass_by(pp, at);
}

/* Nothing is said of what stands there, not even whether it does; an import is no other case. */
static void report_outside(struct pp *pp, struct span at, struct str name)
{
	struct diags *ds = &pp->session->diags;

	diag_hint(ds,
		  diag_report(ds, &rule_include_outside, at,
			      "\"%.*s\" is outside of the folder that may be read", STR_ARG(name)),
		  "--confine=DIR names another folder");
}

/* An absolute name is that of the machine where the config is to run. */
static void report_unreadable(struct pp *pp, struct span at, struct str name, struct str reason,
			      bool is_missing)
{
	struct diags *ds = &pp->session->diags;
	struct diag *x = diag_report(ds, &rule_include_unreadable, at, "cannot read \"%.*s\": %.*s",
				     STR_ARG(name), STR_ARG(reason));
	ptrdiff_t slash = str_find_last(name, '/');

	if (is_missing && slash > 0 && name.p[0] == '/')
		diag_hint(ds, x, "--map-include=%.*s=DIR reads it from DIR", (int)slash, name.p);
}

/* A file that cannot be read, or is not there. */
static enum inclusion_result pass_over(struct pp *pp, enum file_status status, struct span at,
				       bool is_import, struct str name, struct str reason)
{
	if (status == FILE_MISSING && is_import) {
		pp_lose(pp, LOST_IMPORT, at);
		return INCLUSION_PASSED_OVER;
	}
	if (status == FILE_REFUSED)
		report_outside(pp, at, name);
	else
		report_unreadable(pp, at, name, reason, status == FILE_MISSING);
	pass_by(pp, at);
	return INCLUSION_UNREADABLE;
}

void pp_include(struct pp *pp, const struct raw *raw, struct inclusion *x)
{
	struct str quoted = pp_apply_substs(pp, raw->text, raw->at, false);
	struct str text, reason = STR("");
	enum file_status status;

	if (pp->is_unknown) {
		pp->is_unknown = false;
		pp->has_gap = true;
		pp_lose(pp, LOST_INCLUDE, raw->at);
		x->result = INCLUSION_UNKNOWN;
		return;
	}
	x->result = INCLUSION_BAD_NAME;
	if (!check_name(pp, raw->at, quoted))
		return;
	x->file = session_include_name(pp->session, pp->arena, include_name(pp->arena, quoted));
	if (is_too_deep(pp, raw->at, x->file)) {
		report_too_deep(pp, raw->at, x->file);
		x->result = INCLUSION_TOO_DEEP;
		return;
	}
	status =
	    session_open_include(pp->session, pp->arena, directory(pp), &x->file, &text, &reason);
	if (status == FILE_OK) {
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

RULE(include_name_bad, "K121", SEV_ERROR, PHASE_PARSE,
     .summary = "the file name of an include is not quoted, or has something behind it",
     .why =
	 "The name is read up to the next blank or line end and must begin and end with a double "
	 "quote: no blanks in it, no semicolon after it, at most 127 bytes with its quotes.",
     .bad = "import_file \"local.cfg\";\nrequest_route { exit; }\n",
     .good = "import_file \"local.cfg\"\nrequest_route { exit; }\n")

RULE(include_too_deep, "K122", SEV_ERROR, PHASE_PARSE,
     .summary = "files included more than 10 levels deep",
     .why = "Most often a file includes itself.")

RULE(include_outside, "K123", SEV_ERROR, PHASE_PARSE,
     .summary = "an include of a file outside of the folder that may be read",
     .why = "With --confine or --untrusted a config may include only what is below one folder: "
	    "that of the option, or the repository around the config, or else the config's own "
	    "folder. A path with \"..\" or a symbolic link counts by where it leads. This one "
	    "leads outside, and was not read; kamcheck did not look whether the file is there, so "
	    "an import_file is refused, too.",
     .bad = NULL, .good = "import_file \"local.cfg\"\nrequest_route { exit; }\n")
