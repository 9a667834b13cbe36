/*
 * address - addresses as values and in conditions.  Facts: semantics.md section 2.1,
 * grammar.md sections 3 and 10.
 */
#include "sema/address.h"

#include "facts/transports.h"
#include "text/ip.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_address_ipv4;
extern const struct rule rule_address_ipv6;
extern const struct rule rule_address_in_name;
extern const struct rule rule_address_number;
extern const struct rule rule_host_impossible;
extern const struct rule rule_prefix_length;

static bool is_v6(const struct node *ip)
{
	return str_find(ip->text, ':') >= 0;
}

static void check_ip(struct sema *cx, const struct node *ip)
{
	unsigned char bytes[16];
	struct diag *x;

	if (is_v6(ip)) {
		if (ip_v6(ip->text, bytes))
			return;
		x = diag_report(cx->diags, &rule_address_ipv6, ip->at,
				"\"%.*s\" is no IPv6 address", STR_ARG(ip->text));
		diag_hint(cx->diags, x, "\"::\" must stand for at least one group of eight");
	} else if (!ip_v4(ip->text, bytes)) {
		x = diag_report(cx->diags, &rule_address_ipv4, ip->at,
				"\"%.*s\" is no IPv4 address", STR_ARG(ip->text));
		diag_hint(cx->diags, x, "each number is at most 255");
		diag_seen(x, sema_last(ip->at));
	}
}

void address_check(struct sema *cx, const struct node *n)
{
	if (n->kind == N_IP)
		check_ip(cx, n);
	if (n->kind != N_ADDRESS)
		return;
	for (const struct node *host = KID(n, ADDRESS, hosts); host; host = host->next)
		if (host->kind == N_IP)
			check_ip(cx, host);
}

/* "udp:...", "127.0.0.1:..." and "[...]:..." are no names of hosts.  "eth0:1" is one of an
 * interface, others may be. */
static bool holds_address(const struct sema *cx, struct str name)
{
	ptrdiff_t colon = str_find(name, ':');
	unsigned char bytes[16];
	struct str head;

	if (colon < 0 || ip_v6(name, bytes))
		return false;
	head = str_head(name, (size_t)colon);
	return transport_find(head, cx->version) || ip_v4(head, bytes) ||
	       (str_starts(name, STR("[")) && str_search(name, STR("]:")) > 0);
}

void address_check_socket(struct sema *cx, const struct node *n)
{
	address_check(cx, n);
	if (n->kind == N_ADDRESS)
		*LIST_ADD(cx->arena, &cx->sockets) = n;
}

static void report_impossible(struct sema *cx, const struct node *host)
{
	struct sources *s = &cx->session->sources;
	const struct source *src = source_of(s, host->at.lo);
	struct diag *x;

	if (!host->text.n && src->is_expansion)
		x = diag_report(cx->diags, &rule_host_impossible, host->at,
				"\"%.*s\" is defined as \"\", which is no address",
				STR_ARG(src->name));
	else
		x = diag_report(cx->diags, &rule_host_impossible, host->at,
				"\"%.*s\" is no address, and no name of a host or interface",
				STR_ARG(str_head(host->text, 100)));
	if (str_find(host->text, '$') >= 0)
		diag_hint(cx->diags, x,
			  "no variable is replaced here; a name of #!define or #!defenv is, "
			  "outside of quotes");
}

static void check_host(struct sema *cx, const struct node *host)
{
	struct diag *x;

	if (host->kind != N_STRING)
		return;
	if (ip_is_no_host(host->text)) {
		report_impossible(cx, host);
	} else if (holds_address(cx, host->text)) {
		x = diag_report(cx->diags, &rule_address_in_name, host->at,
				"\"%.*s\" is taken for the name of a host",
				STR_ARG(str_head(host->text, 100)));
		diag_hint(cx->diags, x, "leave out the quotes");
	}
}

/* All are looked up when the text has been read; those of a protocol that is switched off are not.
 * Without a protocol it is UDP, too. */
void address_finish(struct sema *cx, unsigned on)
{
	for (uint32_t i = 0; i < cx->sockets.count; i++) {
		const struct node *n = cx->sockets.all[i], *host = KID(n, ADDRESS, hosts);

		if (n->text.n && !(transport_find(n->text, cx->version) & on))
			continue;
		for (; host; host = host->next)
			check_host(cx, host);
	}
}

RULE(address_in_name, "K507", SEV_ERROR, PHASE_PARSE,
     .summary = "a protocol or a port within the quotes of a socket's address",
     .why = "In quotes stands an address or a name alone. Protocol and port stand outside of them, "
	    "or the server looks for a host of that name when all is read, and ends.",
     .bad = "listen=\"udp:127.0.0.1:5060\"\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.1:5060\nlisten=udp:\"127.0.0.1\":5061\nrequest_route { exit; }\n")

RULE(host_impossible, "K508", SEV_ERROR, PHASE_PARSE,
     .summary = "a socket whose address is empty, or has characters that no name of a host has",
     .why =
	 "When all is read the server looks up what it is to listen on, and ends when there is "
	 "no such address, host or interface. \"\" is none, and what holds blanks, \"/\" or "
	 "\"$\" cannot be one. Sockets of TCP and TLS are left out while these are switched off.",
     .bad = "#!define MY_ADDRESS \"\"\nlisten=udp:MY_ADDRESS:5060\nrequest_route { exit; }\n",
     .good = "#!define MY_ADDRESS \"127.0.0.1\"\nlisten=udp:MY_ADDRESS:5060\n"
	     "request_route { exit; }\n")

RULE(address_ipv4, "K503", SEV_ERROR, PHASE_PARSE,
     .summary = "an IPv4 address with a number above 255",
     .why = "Each of the four numbers is one byte.",
     .bad = "listen=udp:127.0.0.256:5060\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.255:5060\nrequest_route { exit; }\n")

RULE(address_ipv6, "K504", SEV_ERROR, PHASE_PARSE, .summary = "an IPv6 address that is malformed",
     .why = "It has eight groups; one \"::\" may stand for one or more groups of zeros.",
     .bad = "tcp_source_ipv6=1:2:3:4:5:6:7::8\nrequest_route { exit; }\n",
     .good = "tcp_source_ipv6=1:2:3:4:5:6::8\nrequest_route { exit; }\n")

void address_net(struct sema *cx, const struct node *net)
{
	const struct node *ip = KID(net, NET, address), *mask = KID(net, NET, mask);
	int bits = is_v6(ip) ? 128 : 32;
	struct diag *x;

	check_ip(cx, ip);
	if (!mask)
		return;
	if (mask->kind == N_IP) {
		check_ip(cx, mask);
	} else if (mask->number < 0 || mask->number > bits) {
		x = diag_report(cx->diags, &rule_prefix_length, mask->at,
				"a network of %s has at most %d bits", is_v6(ip) ? "IPv6" : "IPv4",
				bits);
		diag_seen(x, sema_next(cx, net->at.hi));
	}
}

RULE(prefix_length, "K505", SEV_ERROR, PHASE_PARSE,
     .summary = "a network whose prefix is longer than its address",
     .why = "The number after the slash is at most 32 for IPv4 and 128 for IPv6.",
     .bad = "request_route {\n\tif (src_ip == 10.0.0.0/33)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == 10.0.0.0/8)\n\t\texit;\n}\n")

void address_element(struct sema *cx, const struct node *element, struct value right)
{
	const struct node *left = KID(element, ELEMENT, left);
	struct diag *x;

	if (!right.is_constant || right.is_failed || right.type == VALUE_STR)
		return;
	if (!str_is(left->text, "src_ip") && !str_is(left->text, "dst_ip") &&
	    !str_is(left->text, "snd_ip") && !str_is(left->text, "to_ip"))
		return;
	x = diag_report(cx->diags, &rule_address_number, KID(element, ELEMENT, right)->at,
			"\"%.*s\" is compared with a number", STR_ARG(left->text));
	diag_hint(cx->diags, x, "write an address, with or without quotes");
	diag_seen(x, sema_next(cx, element->at.hi));
}

RULE(address_number, "K506", SEV_ERROR, PHASE_PARSE, .summary = "an address compared with a number",
     .why = "src_ip, dst_ip, snd_ip and to_ip are compared with an address, a network, a "
	    "host name or a string.",
     .bad = "request_route {\n\tif (src_ip == 5)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == 10.0.0.5)\n\t\texit;\n}\n")
