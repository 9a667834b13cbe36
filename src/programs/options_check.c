/*
 * options_check - arguments of Kamailio's options; see options_check.h.
 *
 * Facts: cli.md, vectors 1024-1056, and trials on the installed 5.6.3 (named where they stand).
 */
#include "programs/options_check.h"

#include "base/ascii.h"
#include "base/number.h"
#include "programs/options_read.h"

#include <limits.h>

#define MODPARAM_LONGEST 255

/* Appends the argument and what is wrong with it. */
static bool refuse(struct buf *why, struct str text, const char *what)
{
	options_read_quote(why, text);
	buf_printf(why, " %s", what);
	return false;
}

bool options_check_number(struct str text, long long *out)
{
	struct str rest = str_skip(text, ascii_run(text, ascii_is_space));
	struct number x = number_scan(rest, NUMBER_SIGNED);
	long long n = x.value > LLONG_MAX ? LLONG_MAX : (long long)x.value;

	*out = x.is_negative ? -n : n;
	return !text.n || (x.digits && x.n == rest.n);
}

uint32_t options_number(struct str text)
{
	long long number = 0;

	options_check_number(text, &number);
	return (uint32_t)number;
}

static enum options_verdict check_range(const struct options_row *row, struct str text,
					struct buf *why)
{
	long long n;

	if (!options_check_number(text, &n)) {
		refuse(why, text, "is not a number");
		return VERDICT_BAD;
	}
	if (row->argument == ARGUMENT_NUMBER || (n >= row->min && n <= row->max))
		return VERDICT_GOOD;
	options_read_quote(why, text);
	buf_printf(why, " is not a number from %lld to %lld", row->min, row->max);
	return row->argument == ARGUMENT_LATE_RANGE ? VERDICT_LATE : VERDICT_BAD;
}

static bool check_words(const char *words, bool is_any_case, struct str text, struct buf *why)
{
	struct str rest = str_of(words), word;
	const char *comma = " is not one of ";

	while (rest.n) {
		word = str_take(&rest, ' ');
		if (is_any_case ? str_equal_nocase(word, text) : str_equal(word, text))
			return true;
	}
	options_read_quote(why, text);
	for (rest = str_of(words); rest.n; comma = ", ") {
		buf_text(why, comma);
		buf_str(why, str_take(&rest, ' '));
	}
	return false;
}

static bool check_initial(const char *initials, struct str text, struct buf *why)
{
	const char *comma = " does not begin with ";

	if (text.n && str_find(str_of(initials), text.p[0]) >= 0)
		return true;
	options_read_quote(why, text);
	for (; *initials; initials++) {
		buf_printf(why, "%s%c", comma, *initials);
		comma = initials[1] && initials[2] ? ", " : " or ";
	}
	return false;
}

static bool check_define(struct str text, struct buf *why)
{
	return (text.n && text.p[0] != '=') ||
	       refuse(why, text, "has no name: NAME or NAME=VALUE is wanted");
}

static bool check_setting(struct str text, struct buf *why)
{
	return str_find(text, '=') > 0 || refuse(why, text, "is not NAME=VALUE");
}

/* Cuts what stands before the next colon off *TEXT. */
static bool cut_colon(struct str *text, struct str *before)
{
	ptrdiff_t colon = str_find(*text, ':');

	if (colon < 0)
		return false;
	*before = str_head(*text, (size_t)colon);
	*text = str_skip(*text, (size_t)colon + 1);
	return true;
}

bool options_check_modparam(struct str text, struct options_modparam *out)
{
	struct str type;

	if (text.n > MODPARAM_LONGEST || !cut_colon(&text, &out->module) ||
	    !cut_colon(&text, &out->name) || !cut_colon(&text, &type))
		return false;
	/* The type counts in either case: `tm:fr_timer:I:5` was accepted by 5.6.3. */
	out->is_number = str_equal_nocase(type, STR("i"));
	out->value = text;
	return out->is_number ? text.n > 0 : str_equal_nocase(type, STR("s"));
}

static bool check_modparam(struct str text, struct buf *why)
{
	struct options_modparam parts;

	if (options_check_modparam(text, &parts))
		return true;
	if (text.n > MODPARAM_LONGEST)
		return refuse(why, text, "is longer than 255 bytes");
	return refuse(why, text, "is not MODULE:PARAMETER:TYPE:VALUE with type s or i");
}

struct address {
	unsigned protocol; /* 0: none given */
	struct str host;
};

static bool read_protocol(struct str text, unsigned *out)
{
	static const struct {
		const char *name;
		unsigned bit;
	} known[] = {{"udp", PROTOCOL_UDP},
		     {"tcp", PROTOCOL_TCP},
		     {"tls", PROTOCOL_TLS},
		     {"sctp", PROTOCOL_SCTP}};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_equal_nocase(text, str_of(known[i].name))) {
			*out = known[i].bit;
			return true;
		}
	return false;
}

/* Finds the colons outside of brackets: at most two, none of them last. */
static bool find_colons(struct str text, size_t at[2], size_t *count, struct buf *why)
{
	bool is_inside = false;

	*count = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '[' || c == ']') {
			if (is_inside == (c == '['))
				return refuse(why, text, "has a bracket too many");
			is_inside = c == '[';
		} else if (c == ':' && !is_inside) {
			if (*count == 2)
				return refuse(why, text,
					      "has too many colons: [protocol:]host[:port] is "
					      "wanted, an IPv6 address in []");
			if (i + 1 == text.n)
				return refuse(why, text, "has nothing after the last colon");
			at[(*count)++] = i;
		}
	}
	return true;
}

/*
 * Reads [proto:]host[:port].  The host may be empty, a port has any value (it is cut to 16 bits),
 * and what stands before a single colon is a host when a number follows (`--alias :5060`, `--alias
 * udp:5060` pass).
 */
static bool read_address(struct str text, struct address *out, struct buf *why)
{
	size_t colon[2] = {0, 0}, count;
	struct str first, port;
	long long n;
	bool has_port;

	*out = (struct address){.host = text};
	if (!find_colons(text, colon, &count, why))
		return false;
	if (!count)
		return true;
	first = str_head(text, colon[0]);
	port = str_skip(text, colon[count - 1] + 1);
	has_port = options_check_number(port, &n);
	out->host = count == 2 ? str_head(str_skip(text, colon[0] + 1), colon[1] - colon[0] - 1)
		    : has_port ? first
			       : port;
	if (count == 1 && has_port)
		return true;
	if (!read_protocol(first, &out->protocol))
		return refuse(why, text,
			      count == 1 ? "has neither a protocol (udp, tcp, tls, sctp) before "
					   "the colon nor a port after it"
					 : "does not begin with a protocol (udp, tcp, tls, sctp)");
	return count == 1 || has_port || refuse(why, text, "has no number as port");
}

/* tls and sctp are only switched on by the file, which is read later: 5.6.3 refuses them here
 * always. */
static bool check_host(struct str text, struct buf *why)
{
	struct address a;

	if (!text.n)
		return refuse(why, text, "is empty: [protocol:]host[:port] is wanted");
	if (!read_address(text, &a, why))
		return false;
	return !(a.protocol & (PROTOCOL_TLS | PROTOCOL_SCTP)) ||
	       refuse(why, text, "has a protocol that is not on yet: only udp and tcp are");
}

/* Whether TEXT can be an address, a host or an interface: 5.6.3 cannot resolve anything else. */
static bool check_name(struct str text, struct buf *why)
{
	struct str name = str_trim(text);

	if (name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']')
		name = str_head(str_skip(name, 1), name.n - 2);
	if (!name.n)
		return refuse(why, text, "has no host");
	for (size_t i = 0; i < name.n; i++)
		if (ascii_is_space(name.p[i]) || str_find(STR("()[],*/"), name.p[i]) >= 0)
			return refuse(why, text,
				      "cannot be a host; several are written (HOST,HOST)");
	return true;
}

/* Judges HOST or (HOST,HOST...); empty places between commas do not count. */
static bool check_names(struct str text, struct buf *why)
{
	struct str list = str_trim(text), name;
	bool has_name = false;

	if (!list.n || list.p[0] != '(')
		return check_name(text, why);
	if (list.p[list.n - 1] != ')')
		return refuse(why, text, "does not end with a parenthesis");
	list = str_head(str_skip(list, 1), list.n - 2);
	while (list.n) {
		name = str_take(&list, ',');
		if (!str_trim(name).n)
			continue;
		if (!check_name(name, why))
			return false;
		has_name = true;
	}
	return has_name || refuse(why, text, "has no host");
}

/*
 * Takes the parts behind slashes off *TEXT: before 6.0 the advertised address, since then the name
 * too (vector 1040).  No part may be empty but the advertised address before a name.
 */
static bool cut_advertised(struct str *text, bool with_name, struct str *advertised,
			   struct buf *why)
{
	struct str whole = *text, name;
	ptrdiff_t first = str_find(whole, '/'), second;

	*advertised = STR("");
	if (first < 0)
		return true;
	*text = str_head(whole, (size_t)first);
	*advertised = str_skip(whole, (size_t)first + 1);
	second = str_find(*advertised, '/');
	if (second < 0)
		return advertised->n || refuse(why, whole, "has nothing after the slash");
	if (!with_name)
		return refuse(why, whole, "has a socket name, which needs Kamailio 6.0");
	name = str_skip(*advertised, (size_t)second + 1);
	*advertised = str_head(*advertised, (size_t)second);
	return (name.n && str_find(name, '/') < 0) ||
	       refuse(why, whole, "has no socket name after the second slash");
}

static bool check_listen(struct str text, bool with_name, struct buf *why, unsigned *protocols)
{
	struct str address = text, advertised;
	struct address a, b;

	if (!cut_advertised(&address, with_name, &advertised, why) ||
	    !read_address(address, &a, why) || !check_names(a.host, why) ||
	    !read_address(advertised, &b, why))
		return false;
	*protocols = a.protocol | b.protocol;
	return true;
}

enum options_verdict options_check_argument(const struct options_row *row, struct str text,
					    struct buf *why, unsigned *protocols)
{
	bool is_good = true;

	*protocols = 0;
	switch (row->argument) {
	case ARGUMENT_NONE:
	case ARGUMENT_TEXT: break;
	case ARGUMENT_FILLED: is_good = text.n || refuse(why, text, "is empty"); break;
	case ARGUMENT_NUMBER:
	case ARGUMENT_RANGE:
	case ARGUMENT_LATE_RANGE: return check_range(row, text, why);
	case ARGUMENT_INITIAL: is_good = check_initial(row->parameters, text, why); break;
	case ARGUMENT_WORDS: is_good = check_words(row->parameters, false, text, why); break;
	case ARGUMENT_LATE_WORDS:
		return check_words(row->parameters, false, text, why) ? VERDICT_GOOD : VERDICT_LATE;
	case ARGUMENT_ANY_CASE_WORDS:
		is_good = check_words(row->parameters, true, text, why);
		break;
	case ARGUMENT_ATTACHED: is_good = !text.p || text.n || refuse(why, text, "is empty"); break;
	case ARGUMENT_SETTING: is_good = check_setting(text, why); break;
	case ARGUMENT_DEFINE: is_good = check_define(text, why); break;
	case ARGUMENT_MODPARAM: is_good = check_modparam(text, why); break;
	case ARGUMENT_HOST: is_good = check_host(text, why); break;
	case ARGUMENT_LISTEN: is_good = check_listen(text, false, why, protocols); break;
	case ARGUMENT_NAMED_LISTEN: is_good = check_listen(text, true, why, protocols); break;
	}
	return is_good ? VERDICT_GOOD : VERDICT_BAD;
}
