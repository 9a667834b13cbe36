/*
 * tls_listen - profiles of tls for an address that the server does not listen on.  Each form was
 * tried with 5.6.3, which compares address and port with the sockets of tls when it starts:
 * 0.0.0.0 is an address as any other there, and what a socket advertises does not count.
 *
 * What must stay true: a config serves several machines, so nothing is said where an address may
 * come from elsewhere.
 */
#include "beside/option_lines.h"
#include "facts/words.h"
#include "rules/core/endpoint.h"
#include "rules/core/listened.h"

extern const struct rule rule_tls_not_listened;

enum { SHOWN_MOST = 3 };

struct tls_listen {
	struct listened listened;
	bool is_unknown; /* tls may be off, or on another port */
};

static const struct state_kind state = STATE_KIND(struct tls_listen);

static void see(struct visit *v, const struct node *n)
{
	struct tls_listen *s = visit_state(v, &state);

	if (n->kind == N_PARAM)
		s->is_unknown = true;
	else
		listened_see(v, &s->listened, n);
}

/* The address of a profile of servers, in the head TEXT; its place becomes *PART. */
static bool read_head(const struct visit *v, struct str text, struct str *part, struct endpoint *e)
{
	ptrdiff_t colon = str_find(text, ':');

	if (colon < 0 ||
	    !words_find(WORDS_TLS_SERVER, str_trim(str_head(text, (size_t)colon)), v->version))
		return false;
	*part = str_trim(str_skip(text, (size_t)colon + 1));
	return endpoint_text(*part, v->version, e) && e->port && e->transports == TRANSPORT_ANY;
}

/* Without a protocol, tls takes another port than is written: any will do then. */
static bool is_at(const struct node *a, const struct endpoint *own, const struct endpoint *e)
{
	return endpoint_same_ip(own, e) &&
	       (!a->text.n || (own->port ? own->port : PORT_TLS) == e->port);
}

/* Whether a socket A of tls is E; *UNKNOWN when that cannot be told. */
static bool has_address(const struct visit *v, const struct node *a, const struct endpoint *e,
			bool *unknown)
{
	struct endpoint own;

	for (const struct node *host = KID(a, ADDRESS, hosts); host; host = host->next) {
		if (!endpoint_node(a, host, v->version, &own))
			*unknown = true;
		else if (own.transports & TRANSPORT_TLS && is_at(a, &own, e))
			return true;
	}
	return false;
}

static void report_part(struct visit *v, const struct tls_listen *s, struct span at,
			struct str part)
{
	struct diag *x = report(v, at, "the server does not listen on tls:%.*s", STR_ARG(part));
	unsigned shown = 0;

	diag_hint(v->diags, x, "write it as it stands behind listen, or [server:default]");
	for (uint32_t i = 0; i < s->listened.addresses.count && shown < SHOWN_MOST; i++) {
		const struct node *a = s->listened.addresses.all[i];

		if (!a->text.n || transport_find(a->text, v->version) & TRANSPORT_TLS) {
			diag_note(v->diags, x, a->at, "it listens here");
			shown++;
		}
	}
}

static void check_head(struct visit *v, const struct tls_listen *s, const struct named_file *file,
		       struct str head)
{
	bool unknown = false, found = false;
	struct endpoint e;
	struct str part;

	if (!read_head(v, head, &part, &e))
		return;
	for (uint32_t i = 0; i < s->listened.addresses.count && !found; i++)
		found = has_address(v, s->listened.addresses.all[i], &e, &unknown);
	if (!found && !unknown)
		report_part(v, s, named_file_place(file, part), part);
}

static void check_file(struct visit *v, const struct tls_listen *s, const struct named_file *file)
{
	struct option_lines lines = {.text = file->source->text};
	struct option_line line;

	while (option_lines_next(&lines, &line))
		if (line.form == OPTION_HEAD)
			check_head(v, s, file, line.key);
}

static void check(struct visit *v)
{
	const struct named_file *f = named_files_next(v->unit, NULL, FILE_TLS);
	const struct tls_listen *s;

	if (!f)
		return;
	s = visit_state(v, &state);
	if (s->is_unknown || !s->listened.addresses.count || listened_is_doubtful(v, &s->listened))
		return;
	for (; f; f = named_files_next(v->unit, f, FILE_TLS))
		check_file(v, s, f);
}

RULE(tls_not_listened, "K855", SEV_ERROR, PHASE_START, .nodes = NODE(LISTEN) | NODE(SOCKET),
     .params = PARAM("core", "disable_tcp", "core", "tls_port_no"), .run = see, .end = check,
     .needs = NEEDS_FILES,
     .summary = "a profile in the file of tls for an address that the server does not listen on",
     .why = "[server:ADDRESS:PORT] must be a socket of tls behind listen, with that address and "
	    "that port: 0.0.0.0 does not stand for others, and what is advertised does not count. "
	    "Otherwise the server does not start. It is reported only when all sockets are plain "
	    "addresses, and none of them may be chosen on the command line.")
