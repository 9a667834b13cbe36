/*
 * dbtext - the table "version" in the folder that a "db_url" of the form text:///FOLDER names. Each
 * form was tried with 5.6.3.
 *
 * What must stay true: only what the driver refuses.  It looks at the first letter of a type and of
 * the attribute behind it alone, and takes much as the name of a column.
 */
#include "base/ascii.h"
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_dbtext_line;
extern const struct rule rule_dbtext_column;

struct column {
	struct str name, type, attribute; /* without the spaces around them */
	const char *fault, *hint;         /* what is wrong; or NULL */
	struct str at;                    /* ... and where */
};

static bool begins(struct str word, const char *letters)
{
	return word.n && str_find(str_of(letters), ascii_lower(word.p[0])) >= 0;
}

static void blame(struct column *c, struct str at, const char *fault, const char *hint)
{
	c->at = at;
	c->fault = fault;
	c->hint = hint;
}

/* NAME, and TYPE or TYPE,ATTRIBUTE, which INSIDE its brackets holds. */
static void read_column(struct column *c, struct str name, struct str inside)
{
	bool has_attribute = str_find(inside, ',') >= 0;

	/* A tab is a part of the name. */
	while (str_ends(name, STR(" ")))
		name.n--;
	c->name = name;
	c->type = str_trim(str_take(&inside, ','));
	c->attribute = str_trim(str_take(&inside, ','));
	if (str_find(c->name, ' ') >= 0)
		blame(c, c->name, "is no name of a column", "a blank alone stands between columns");
	else if (!begins(c->type, "idsbt"))
		blame(c, c->type, "is no type", "there are int, double, string, str, blob, time");
	else if (has_attribute && !begins(c->attribute, "an"))
		blame(c, c->attribute, "cannot stand behind a type", "it is auto or null");
	else if (begins(c->attribute, "a") && begins(c->type, "s"))
		blame(c, c->attribute, "cannot stand behind a type of text", "only an int is auto");
}

/* The next column off *REST, which holds the first line of a table; false at the end. */
static bool take_column(struct str *rest, struct column *c)
{
	ptrdiff_t open, close;

	while (str_starts(*rest, STR(" ")))
		*rest = str_skip(*rest, 1);
	*c = (struct column){.type = STR("")};
	open = str_find(*rest, '(');
	close = str_find(*rest, ')');
	if (open < 0 || close < open) {
		blame(c, *rest, "is no column", "a column is NAME(TYPE), or NAME(TYPE,null)");
		return rest->n > 0;
	}
	read_column(c, str_head(*rest, (size_t)open),
		    str_head(str_skip(*rest, (size_t)open + 1), (size_t)(close - open - 1)));
	*rest = str_skip(*rest, (size_t)close + 1);
	return true;
}

static void report_fault(struct visit *v, const struct named_file *f, const struct column *c)
{
	struct str at = str_trim(c->at);
	struct diag *x;

	/* CR and tabs behind the last column, or nothing in the brackets. */
	if (!at.n)
		x = report(v, named_file_place(f, c->at),
			   c->at.n ? "a blank other than a space stands behind a column"
				   : "a type or what stands behind it is missing");
	else
		x = report(v, named_file_place(f, at), "\"%.*s\" %s", STR_ARG(at), c->fault);
	diag_hint(v->diags, x, "%s", at.n || !c->at.n ? c->hint : "a line ends with LF alone");
}

static void check_table(struct visit *v, const struct named_file *f)
{
	static const char *const wanted[] = {"table_name", "table_version"};
	struct str text = f->source->text, line = str_take(&text, '\n'), rest = line;
	bool has[] = {false, false};
	struct column c;
	struct diag *x;

	while (take_column(&rest, &c)) {
		if (c.fault) {
			report_fault(v, f, &c);
			return;
		}
		for (size_t i = 0; i < 2; i++)
			has[i] |= str_equal_nocase(c.name, str_of(wanted[i]));
	}
	if (has[0] && has[1])
		return;
	x = report_as(v, &rule_dbtext_column, named_file_place(f, line),
		      "the table \"version\" has no column \"%s\"", wanted[has[0]]);
	if (str_find(line, '\t') >= 0)
		diag_hint(v->diags, x, "spaces alone stand between columns");
}

static void check_tables(struct visit *v)
{
	for (const struct named_file *f = NULL; (f = named_files_next(v->unit, f, FILE_DBTEXT));)
		check_table(v, f);
}

RULE(dbtext_line, "K881", SEV_ERROR, PHASE_START, .end = check_tables, .needs = NEEDS_FILES,
     .summary = "a first line of the table \"version\" that db_text cannot read",
     .why =
	 "A table of db_text is a file in the folder that \"db_url\" names. Its first line names "
	 "the columns, as in id(int,auto) table_name(string) table_version(int), with spaces "
	 "between them. Modules that ask for the version of their table do not start with any "
	 "other line.")

RULE(dbtext_column, "K882", SEV_ERROR, PHASE_START, .found_by = &rule_dbtext_line,
     .summary = "a table \"version\" of db_text that lacks a column",
     .why = "Modules that ask for the version of their table look into the columns table_name and "
	    "table_version of the table \"version\", and do not start when there is none.")
