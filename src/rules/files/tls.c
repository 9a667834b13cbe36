/*
 * tls - the file of profiles that "config" of tls names.  Each form was tried with 5.6.3, which
 * ends at the first mistake.
 *
 * What must stay true: where the keys of a release are not all known, an unknown one is reported
 * only when it is near a known one.
 */
#include "base/number.h"
#include "facts/words.h"
#include "rules/files/option_file.h"
#include "text/ip.h"

/* What is reported here. */
extern const struct rule rule_tls_line;
extern const struct rule rule_tls_key;
extern const struct rule rule_tls_value;
extern const struct rule rule_tls_head;
extern const struct rule rule_tls_twice;
extern const struct rule rule_tls_any;
extern const struct rule rule_tls_file;
extern const struct rule rule_tls_file_elsewhere;

/* So many files are looked for: each costs a question to the system. */
enum { LOOKED_MOST = 100 };

/* A profile: what stands below a head. */
struct profile {
	struct span at; /* its address */
	struct str key; /* its type and address; empty: of the rest of connections */
	bool is_any, has_name;
};

/* What was seen of one address. */
struct address_seen {
	struct span nameless, any;
};

struct tls_file {
	struct visit *v;
	const struct named_file *file;
	struct map seen; /* struct address_seen, by keys of profiles */
	struct profile profile;
	bool has_profile;
	unsigned looked; /* files that were looked for */
};

static struct span place(const struct tls_file *t, struct str part)
{
	return named_file_place(t->file, part);
}

static bool is_word(const struct tls_file *t, enum word_list list, struct str word)
{
	return words_find(list, word, t->v->version) != NULL;
}

/* --- heads ------------------------------------------------------------------------------------ */

static void report_head(struct tls_file *t, struct str part, const char *wanted)
{
	struct visit *v = t->v;

	diag_hint(v->diags,
		  report_as(v, &rule_tls_head, place(t, part), "\"%.*s\" is no profile of tls",
			    STR_ARG(part)),
		  "%s", wanted);
}

/* The address and port that PART, "1.2.3.4:5061" or "[::1]:5061", names become part of KEY. */
static bool take_address(struct str part, struct buf *key)
{
	ptrdiff_t colon = str_find_last(part, ':');
	struct str host = str_trim(str_head(part, colon < 0 ? 0 : (size_t)colon));
	struct str port = str_trim(str_skip(part, (size_t)(colon + 1)));
	struct number n = number_scan(port, NUMBER_PLAIN);
	unsigned char ip[16];
	size_t size;

	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		size = ip_v6((struct str){host.p + 1, host.n - 2}, ip);
	else
		size = ip_v4(host, ip);
	if (!size || !port.n || n.n != port.n || n.digits != n.n)
		return false;
	buf_str(key, (struct str){(const char *)ip, size});
	/* As in the server, a port above 65535 goes round. */
	buf_printf(key, ":%u", (unsigned)(n.value & 0xffff));
	return true;
}

/* False when PART, behind the type in a head, is refused. */
static bool take_profile(struct tls_file *t, struct str part, char type)
{
	struct buf key = buf_on(t->v->arena);

	t->profile = (struct profile){.at = place(t, part)};
	if (is_word(t, WORDS_TLS_DEFAULT, part))
		return true;
	t->profile.is_any = is_word(t, WORDS_TLS_ANY, part);
	buf_byte(&key, type);
	if (!t->profile.is_any && !take_address(part, &key))
		return false;
	t->profile.key = buf_view(&key);
	return true;
}

static void start_profile(struct tls_file *t, struct str head)
{
	ptrdiff_t colon = str_find(head, ':');
	struct str type = str_trim(str_head(head, colon < 0 ? head.n : (size_t)colon));
	struct str rest = str_trim(str_skip(head, colon < 0 ? head.n : (size_t)colon + 1));
	bool is_server = is_word(t, WORDS_TLS_SERVER, type);

	t->has_profile = false;
	if (!is_server && !is_word(t, WORDS_TLS_CLIENT, type)) {
		report_head(t, type.n ? type : head, "it is [server:...] or [client:...]");
		return;
	}
	if (colon < 0) {
		report_head(t, head, "\":\" and an address are missing, as in [server:default]");
		return;
	}
	t->has_profile = take_profile(t, rest, is_server ? 's' : 'c');
	if (!t->has_profile)
		report_head(t, rest.n ? rest : head,
			    "it is default, any, or an IP address with its port, 192.0.2.1:5061 or "
			    "[2001:db8::1]:5061");
}

static void report_twice(struct tls_file *t, struct span first)
{
	struct visit *v = t->v;
	struct diag *x = report_as(v, &rule_tls_twice, t->profile.at,
				   "two profiles have this address, and not both a server_name");

	diag_note(v->diags, x, first, "the first one");
}

/* The server compares a profile with those above when the next one begins, so not the last one. */
static void end_profile(struct tls_file *t, bool is_last)
{
	const struct profile *p = &t->profile;
	struct address_seen *seen;

	if (!t->has_profile || !p->key.n)
		return;
	if (p->is_any) {
		if (!p->has_name)
			report_as(t->v, &rule_tls_any, p->at,
				  "a profile of any address needs a server_name");
		return;
	}
	seen = MAP_RECORD(&t->seen, t->v->arena, p->key, struct address_seen);
	if (!is_last && (seen->nameless.lo || (seen->any.lo && !p->has_name)))
		report_twice(t, seen->nameless.lo ? seen->nameless : seen->any);
	if (!p->has_name)
		seen->nameless = p->at;
	seen->any = p->at;
}

/* --- keys ------------------------------------------------------------------------------------- */

static void check_word(struct tls_file *t, const struct fact_file_key *key,
		       const struct option_line *line, enum word_list list, const char *wanted)
{
	struct visit *v = t->v;
	const char *near = words_nearest(list, line->value, v->version);
	struct buf b = buf_on(v->arena);

	if (is_word(t, list, line->value) ||
	    (!near && !(t->file->fact->complete & v->version->bit)))
		return;
	if (near)
		buf_printf(&b, "did you mean \"%s\"?", near);
	option_report_value(v, &rule_tls_value, t->file, key, line, near ? buf_view(&b).p : wanted);
}

static void check_value(struct tls_file *t, const struct fact_file_key *key,
			const struct option_line *line)
{
	switch (key->kind) {
	case KEY_BOOL: check_word(t, key, line, WORDS_TLS_BOOL, "it is yes or no"); break;
	case KEY_METHOD: check_word(t, key, line, WORDS_TLS_METHOD, "TLSv1.2+ is one"); break;
	case KEY_VERIFY:
		check_word(t, key, line, WORDS_TLS_VERIFY,
			   "it is off, on, optional or optional_no_ca");
		break;
	case KEY_NUMBER:
		if (!option_is_number(line->value))
			option_report_value(t->v, &rule_tls_value, t->file, key, line,
					    "it is a number");
		break;
	default: break;
	}
}

/* A certificate, a key, a list.  "/engine:..." names a key in hardware, as others with a colon may.
 */
static void check_named(struct tls_file *t, struct str name)
{
	struct visit *v = t->v;
	enum file_absence absence;

	if (!name.n || str_find(name, ':') >= 0 || t->looked++ >= LOOKED_MOST)
		return;
	absence = named_files_absence(v->unit, named_files_place(v->unit, name, true));
	if (absence < ABSENCE_HERE)
		return;
	report_as(v, absence == ABSENCE_CERTAIN ? &rule_tls_file : &rule_tls_file_elsewhere,
		  place(t, name), "there is no file \"%.*s\"", STR_ARG(name));
}

/* KEY is that of LINE; NULL: there is none of its name. */
static void check_line(struct tls_file *t, const struct fact_file_key *key,
		       const struct option_line *line)
{
	if (!key) {
		option_report_key(t->v, &rule_tls_key, t->file, "tls", KEYS_TLS, line->key);
		return;
	}
	if (str_is(STR("server_name"), key->key))
		t->profile.has_name = true;
	if (line->is_odd)
		return;
	check_value(t, key, line);
	if (key->kind == KEY_FILE)
		check_named(t, line->value);
}

/* --- the file --------------------------------------------------------------------------------- */

static void check_file(struct visit *v, const struct named_file *file)
{
	struct tls_file t = {.v = v, .file = file};
	struct option_lines lines = {.text = file->source->text};
	struct option_line line;

	while (option_lines_next(&lines, &line)) {
		const struct fact_file_key *key = file_key(KEYS_TLS, line.key, v->version);

		/* In a line with a mistake, too. */
		option_hide(v, file, key, &line);
		switch (line.form) {
		case OPTION_HEAD:
			end_profile(&t, false);
			start_profile(&t, line.key);
			break;
		case OPTION_LINE: check_line(&t, key, &line); break;
		case OPTION_FAULT: option_report_fault(v, &rule_tls_line, file, &line); break;
		}
	}
	end_profile(&t, true);
}

static void check_files(struct visit *v)
{
	for (const struct named_file *f = NULL; (f = named_files_next(v->unit, f, FILE_TLS));)
		check_file(v, f);
}

RULE(tls_line, "K860", SEV_ERROR, PHASE_START, .end = check_files, .needs = NEEDS_FILES,
     .summary = "a line in the file of tls that the server cannot read",
     .why = "The file that \"config\" of tls names has heads, [server:default], and below them "
	    "lines \"key = value\". A value is one word, or a text in double quotes; comments "
	    "begin with \"#\". The server ends at the first line that is anything else.")

RULE(tls_key, "K861", SEV_ERROR, PHASE_START, .found_by = &rule_tls_line,
     .summary = "an option in the file of tls that there is not",
     .why = "The server does not start with an option that the module tls does not know.",
     .evidence = "kamailio issue 1574")

RULE(tls_value, "K862", SEV_ERROR, PHASE_START, .found_by = &rule_tls_line,
     .summary = "a value in the file of tls that the module refuses",
     .why = "Methods and switches are words of a list, depths and modes are digits. With another "
	    "value the server does not start.")

RULE(tls_head, "K863", SEV_ERROR, PHASE_START, .found_by = &rule_tls_line,
     .summary = "a head in the file of tls that is no profile",
     .why = "A head is [server:...] or [client:...] with default, any, or an IP address and its "
	    "port. Host names, addresses without a port, and IPv6 addresses without brackets are "
	    "refused when the server starts.")

RULE(tls_twice, "K864", SEV_ERROR, PHASE_START, .found_by = &rule_tls_line,
     .summary = "two profiles of tls for one address without a server_name",
     .why = "Profiles of one address are told apart by the name that the client asks for, so each "
	    "needs its server_name. The server looks at a profile when the next head begins and "
	    "does not start; at the last profile of the file it does not look.",
     .evidence = "kamailio issue 1574")

RULE(tls_any, "K865", SEV_ERROR, PHASE_START, .found_by = &rule_tls_line,
     .summary = "a profile of tls for any address without a server_name",
     .why = "[server:any] and [client:any] are for connections of one name, whatever their "
	    "address; without a server_name the server does not start. What is meant for all the "
	    "others is [server:default].")

RULE(
    tls_file, "K868", SEV_NOTE, PHASE_START, .found_by = &rule_tls_line,
    .summary = "a certificate, key or list in the file of tls that is not there",
    .why =
	"The server does not start without it. It may be put there later, as keys often are: it is "
	"a note. It is reported where the file would lie in the "
	"folder of the config or below it, or below a folder that --map-include names; of other "
	"folders nothing is said, for they may be those of another machine.")

RULE(
    tls_file_elsewhere, "K869", SEV_NOTE, PHASE_START, .found_by = &rule_tls_line,
    .summary = "a certificate, key or list in the file of tls that is not beside the config",
    .why =
	"A name that does not begin with \"/\" or \".\" is looked for in the folder of the config. "
	"The file may be put there with the config.")
