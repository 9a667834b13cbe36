/*
 * media - the media proxies that rtpengine is to use.
 */
#include "base/ascii.h"
#include "engine/visit.h"

/* Versions may differ in the protocols they know; an address without anything in front has none. */
static bool has_protocol(struct str word)
{
	return !ascii_is_digit(word.p[0]);
}

/* Addresses with blanks between them, or SET == ADDRESSES. */
static void check_nodes(struct visit *v, const struct node *n)
{
	const struct node *value = KID(n, MODPARAM, value);
	struct str text = value->text;
	ptrdiff_t set;

	if (value->kind != N_STRING || str_find(text, '$') >= 0)
		return;
	set = str_search(text, STR("=="));
	if (set >= 0)
		text = str_skip(text, (size_t)set + 2);
	for (text = str_trim(text); text.n; text = str_trim(text)) {
		struct str word = str_take(&text, ' ');

		if (has_protocol(word))
			continue;
		diag_hint(v->diags,
			  report(v, value->at, "rtpengine \"%.*s\" is ignored: it has no protocol",
				 STR_ARG(word)),
			  "write \"udp:%.*s\"", STR_ARG(word));
		return;
	}
}

RULE(rtpengine_node, "K729", SEV_WARNING, PHASE_RUN, .settings = FORM(NODES), .run = check_nodes,
     .silent_in = DOUBT_SETTINGS, .summary = "an address for rtpengine_sock without its protocol",
     .why = "Nodes are udp:host:port, udp6:, unix:, ws:// or wss://. Others are left out with "
	    "a warning in the log, and there is no media.",
     .bad = "loadmodule \"rtpengine\"\n"
	    "modparam(\"rtpengine\", \"rtpengine_sock\", \"127.0.0.1:2223\")\n"
	    "request_route { exit; }\n",
     .good = "loadmodule \"rtpengine\"\n"
	     "modparam(\"rtpengine\", \"rtpengine_sock\", \"udp:127.0.0.1:2223\")\n"
	     "request_route { exit; }\n")
