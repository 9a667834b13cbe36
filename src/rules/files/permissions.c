/*
 * permissions - the files that parameters of permissions name: rules about who may call whom, and
 * lists of addresses.  Each form was tried with 5.6.3, addresses with allow_address().
 *
 * What must stay true: only lines of which the server says that it cannot read them, and addresses
 * that it takes and that match nothing.
 */
#include "base/ascii.h"
#include "base/number.h"
#include "beside/text_lines.h"
#include "engine/visit.h"
#include "regex/regex.h"
#include "text/ip.h"

/* What is reported here. */
extern const struct rule rule_permissions_line;
extern const struct rule rule_permissions_regex;
extern const struct rule rule_addresses_line;
extern const struct rule rule_addresses_word;

/* --- rules: "FROM" : "TO" --------------------------------------------------------------------- */

/* Where C stands in LINE outside of quotes, which have no escapes; or -1. */
static ptrdiff_t find_plain(struct str line, char c)
{
	bool is_quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '"')
			is_quoted = !is_quoted;
		else if (line.p[i] == c && !is_quoted)
			return (ptrdiff_t)i;
	}
	return -1;
}

static void report_rule(struct visit *v, const struct named_file *f, struct str part,
			const char *wanted)
{
	diag_hint(v->diags, report(v, named_file_place(f, part), "the server leaves out this line"),
		  "%s", wanted);
}

/* The expressions in quotes of LIST. */
static void check_expressions(struct visit *v, const struct named_file *f, struct str list)
{
	ptrdiff_t open;

	while ((open = str_find(list, '"')) >= 0) {
		struct str rest = str_skip(list, (size_t)open + 1), text, error;
		ptrdiff_t end = str_find(rest, '"');

		if (end < 0)
			return;
		text = str_head(rest, (size_t)end);
		list = str_skip(rest, (size_t)end + 1);
		if (regex_compile(v->session->regexes, text, REGEX_NOCASE, &error))
			continue;
		report_as(v, &rule_permissions_regex, named_file_place(f, text),
			  "the server leaves out this line: %.*s", STR_ARG(error));
	}
}

/* One side of a rule: a list, and perhaps EXCEPT and another one. */
static void check_side(struct visit *v, const struct named_file *f, struct str side)
{
	if (!side.n || side.p[side.n - 1] == ',')
		report_rule(v, f, side, "an expression is missing here");
	else
		check_expressions(v, f, side);
}

static void check_rule(struct visit *v, const struct named_file *f, struct str line)
{
	ptrdiff_t hash = find_plain(line, '#'), colon;

	line = hash < 0 ? line : str_trim(str_head(line, (size_t)hash));
	if (!line.n)
		return;
	colon = find_plain(line, ':');
	if (colon <= 0) {
		report_rule(v, f, line, "a line is \"FROM\" : \"TO\", with ALL for any");
		return;
	}
	check_side(v, f, str_trim(str_head(line, (size_t)colon)));
	check_side(v, f, str_trim(str_skip(line, (size_t)colon + 1)));
}

/* --- addresses: GROUP ADDRESS MASK -------------------------------------------------------------
 */

static void report_word(struct visit *v, const struct named_file *f, struct str word,
			const char *wanted)
{
	diag_hint(v->diags,
		  report_as(v, &rule_addresses_word, named_file_place(f, word),
			    "\"%.*s\" matches no address", STR_ARG(word)),
		  "%s", wanted);
}

/* The length of the address, in bits; 0 when WORD is none. */
static unsigned bits_of(struct str word)
{
	unsigned char ip[16];

	if (word.n > 2 && word.p[0] == '[' && word.p[word.n - 1] == ']')
		word = (struct str){word.p + 1, word.n - 2};
	return ip_v4(word, ip) ? 32 : ip_v6(word, ip) ? 128 : 0;
}

static void check_mask(struct visit *v, const struct named_file *f, struct str mask, unsigned bits)
{
	struct number n = number_scan(mask, NUMBER_PLAIN);

	if (bits && n.digits && n.value > bits)
		report_as(v, &rule_addresses_line, named_file_place(f, mask),
			  "a mask of this address has at most %u bits", bits);
}

static void check_address(struct visit *v, const struct named_file *f, struct str line)
{
	struct str group, address, mask;
	ptrdiff_t slash;

	text_word(&line, &group);
	if (!text_word(&line, &address)) {
		if (ascii_all(group, ascii_is_digit))
			diag_hint(v->diags,
				  report_as(v, &rule_addresses_line, named_file_place(f, group),
					    "a group without an address"),
				  "a line is GROUP ADDRESS MASK PORT TAG");
		else
			report_word(v, f, group, "a line is GROUP ADDRESS MASK PORT TAG");
		return;
	}
	if (!ascii_is_digit(group.p[0]) && group.p[0] != '-') {
		report_word(v, f, group, "a group is a number");
		return;
	}
	slash = str_find(address, '/');
	if (slash > 0 && bits_of(str_head(address, (size_t)slash)))
		report_word(v, f, address, "the mask is a word of its own, with a blank before it");
	if (text_word(&line, &mask))
		check_mask(v, f, mask, bits_of(address));
}

/* --- the files -------------------------------------------------------------------------------- */

static void check_files(struct visit *v)
{
	const struct named_file *f = NULL;
	struct str rest, line;

	while ((f = named_files_next(v->unit, f, FILE_HOSTS)))
		for (rest = f->source->text; text_line(&rest, &line);)
			check_rule(v, f, line);
	while ((f = named_files_next(v->unit, f, FILE_ADDRESSES)))
		for (rest = f->source->text; text_line(&rest, &line);)
			if ((line = text_without_comment(line)).n)
				check_address(v, f, line);
}

RULE(permissions_line, "K873", SEV_WARNING, PHASE_RUN, .end = check_files, .needs = NEEDS_FILES,
     .summary = "a line in a file of permissions that the server leaves out",
     .why =
	 "A line of the files that \"default_allow_file\" and \"default_deny_file\" name is a list "
	 "of expressions in quotes, or ALL, a colon, and another such list; EXCEPT and a list may "
	 "follow each. The server starts, says in its log that it cannot read the line, and "
	 "decides without it.")

RULE(permissions_regex, "K874", SEV_WARNING, PHASE_RUN, .found_by = &rule_permissions_line,
     .summary = "an expression in a file of permissions that is no regular expression",
     .why =
	 "What stands in quotes is a POSIX expression. The server says in its log that it is bad, "
	 "and decides without the line.")

RULE(addresses_line, "K875", SEV_ERROR, PHASE_START, .found_by = &rule_permissions_line,
     .summary = "a line in a list of addresses of permissions with which the server does not start",
     .why =
	 "A line is GROUP ADDRESS, and MASK, PORT and TAG if they are wanted. A group alone and a "
	 "mask of more bits than the address has are refused.")

RULE(addresses_word, "K876", SEV_WARNING, PHASE_RUN, .found_by = &rule_permissions_line,
     .summary = "an entry in a list of addresses of permissions that matches nothing",
     .why =
	 "In the file that \"address_file\" names the mask is a word of its own: 192.0.2.0 24. "
	 "192.0.2.0/24 is taken for a host name, without a word of the server, and allow_address() "
	 "never finds it.")
