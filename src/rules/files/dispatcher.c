/*
 * dispatcher - the list of destinations that "list_file" of dispatcher names: SET ADDRESS FLAGS
 * PRIORITY ATTRIBUTES.  Each form was tried with 5.6.3, which tells of a destination that it leaves
 * out only in its log.
 *
 * What must stay true: only addresses that no release can take; a word that looks like a host may
 * be one.
 */
#include "base/ascii.h"
#include "base/number.h"
#include "beside/text_lines.h"
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_dispatcher_line;
extern const struct rule rule_dispatcher_address;
extern const struct rule rule_dispatcher_weight;

enum { WEIGHT_MOST = 100, PORT_MOST = 65535 };

/* --- addresses -------------------------------------------------------------------------------- */

static bool is_scheme(struct str word)
{
	return str_equal_nocase(word, STR("sip")) || str_equal_nocase(word, STR("sips"));
}

/* Whether digits alone stand behind the last colon, and are more than a port can be. */
static bool has_large_port(struct str address)
{
	struct str text = str_skip(address, (size_t)(str_find_last(address, ':') + 1));
	struct number port = number_scan(text, NUMBER_PLAIN);

	return port.digits && port.n == text.n && port.value > PORT_MOST;
}

/* What is wrong with ADDRESS, or NULL. */
static const char *fault_of(struct str address)
{
	ptrdiff_t colon = str_find(address, ':');
	bool is_sip = colon > 0 && is_scheme(str_head(address, (size_t)colon));

	if (!ascii_is_alnum(address.p[0]) && address.p[0] != '[')
		return "an address begins with \"sip:\"";
	if (colon < 0 && str_find(address, '.') < 0)
		return "an address begins with \"sip:\"";
	if (is_sip && address.n == (size_t)colon + 1)
		return "the host is missing";
	if (is_sip && has_large_port(address))
		return "a port is at most 65535";
	return NULL;
}

/* --- lines ------------------------------------------------------------------------------------ */

/* "weight=50;duid=a": a weight out of its range makes the server leave out the destination. */
static void check_weight(struct visit *v, const struct named_file *f, struct str attributes)
{
	while (attributes.n) {
		struct str item = str_take(&attributes, ';');
		struct str value = str_skip(item, sizeof "weight=" - 1);
		struct number n = number_scan(value, NUMBER_PLAIN);

		if (!str_starts(item, STR("weight=")) || (n.value >= 1 && n.value <= WEIGHT_MOST))
			continue;
		diag_hint(v->diags,
			  report_as(v, &rule_dispatcher_weight, named_file_place(f, item),
				    "the server leaves out a destination of this weight"),
			  "it is from 1 to 100");
	}
}

static void check_line(struct visit *v, const struct named_file *f, struct str line)
{
	struct str set = str_head(line, ascii_run(line, ascii_is_digit)), address, word;
	const char *fault;

	line = str_skip(line, set.n);
	if (!text_word(&line, &address)) {
		diag_hint(
		    v->diags,
		    report(v, named_file_place(f, set), "a set of destinations without an address"),
		    "a line is SET ADDRESS, as in 1 sip:192.0.2.1:5060");
		return;
	}
	fault = fault_of(address);
	if (fault)
		diag_hint(v->diags,
			  report_as(v, &rule_dispatcher_address, named_file_place(f, address),
				    "the server leaves out the destination \"%.*s\"",
				    STR_ARG(address)),
			  "%s", fault);
	/* Flags and priority. */
	if (text_word(&line, &word) && text_word(&line, &word) && text_word(&line, &word))
		check_weight(v, f, word);
}

static void check_lists(struct visit *v)
{
	for (const struct named_file *f = NULL;
	     (f = named_files_next(v->unit, f, FILE_DISPATCHER));) {
		struct str rest = f->source->text, line;

		while (text_line(&rest, &line)) {
			line = text_without_comment(line);
			if (line.n)
				check_line(v, f, line);
		}
	}
}

RULE(dispatcher_line, "K870", SEV_ERROR, PHASE_START, .end = check_lists, .needs = NEEDS_FILES,
     .summary = "a line in the list of dispatcher that has no address",
     .why = "A line of the file that \"list_file\" names is SET ADDRESS, and FLAGS, PRIORITY and "
	    "ATTRIBUTES if they are wanted. With a number alone the server does not start.")

RULE(dispatcher_address, "K871", SEV_WARNING, PHASE_RUN, .found_by = &rule_dispatcher_line,
     .summary = "an address in the list of dispatcher that the server leaves out",
     .why = "The server starts, says in its log that it could not add the destination, and sends "
	    "nothing there.")

RULE(
    dispatcher_weight, "K872", SEV_WARNING, PHASE_RUN, .found_by = &rule_dispatcher_line,
    .summary = "a weight in the list of dispatcher that makes the server leave out the destination",
    .why = "The attribute \"weight\" is from 1 to 100. With another one the server says so in its "
	   "log and leaves out the destination.")
