/*
 * rule_address - addresses as values and in conditions.  Facts: semantics.md section 2.1,
 * grammar.md sections 3 and 10.
 */
#include "sema/address.h"
#include "text/rule.h"

/* What is reported here. */
extern const struct rule rule_address_ipv4;
extern const struct rule rule_address_ipv6;
extern const struct rule rule_address_number;
extern const struct rule rule_prefix_length;

/* The bytes of an IPv4 address that the grammar has put together: numbers, perhaps negative, and
 * dots. */
static bool is_ipv4(struct str text)
{
	int octet = 0;

	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '.') {
			octet = 0;
		} else {
			octet = octet * 10 + (text.p[i] - '0');
			if (text.p[i] == '-' || octet > 255)
				return false;
		}
	}
	return true;
}

/* As inet_pton(): eight groups, or fewer with one "::" for the others.  The scanner gives hex
 * digits and colons. */
static bool is_ipv6(struct str text)
{
	unsigned groups = 0, gaps = 0;
	size_t i = 0;

	if (str_starts(text, STR("::")))
		i = gaps = 1;
	for (; i < text.n; i++) {
		if (text.p[i] == ':' && i + 1 < text.n && text.p[i + 1] == ':' && i > 0)
			gaps++;
		if (text.p[i] != ':' && (i == 0 || text.p[i - 1] == ':'))
			groups++;
	}
	return gaps == 1 ? groups < 8 : gaps == 0 && groups == 8;
}

size_t address_v4(struct str text, unsigned char *ip)
{
	size_t i = 0;

	for (size_t k = 0; k < 4; k++) {
		unsigned octet = 0;
		size_t digits = 0;

		if (k && (i == text.n || text.p[i++] != '.'))
			return 0;
		for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && digits < 4; digits++)
			octet = 10 * octet + (unsigned)(text.p[i++] - '0');
		if (!digits || octet > 255)
			return 0;
		ip[k] = (unsigned char)octet;
	}
	return i == text.n ? 4 : 0;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The groups of TEXT, as bytes into TO, which has room for 16; -1 when it is malformed. */
static int read_groups(struct str text, unsigned char *to)
{
	int n = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned group = 0;
		size_t start = i;

		for (; i < text.n && hex_digit(text.p[i]) >= 0; i++)
			group = (16 * group + (unsigned)hex_digit(text.p[i])) & 0xffff;
		if (i == start || i - start > 4 || n > 14 || (i < text.n && text.p[i] != ':'))
			return -1;
		to[n++] = (unsigned char)(group >> 8);
		to[n++] = (unsigned char)(group & 0xff);
		if (i + 1 == text.n)
			return -1;
	}
	return n;
}

size_t address_v6(struct str text, unsigned char *ip)
{
	unsigned char tail[16] = {0};
	ptrdiff_t gap = str_search(text, STR("::"));
	int head_size, tail_size;

	memset(ip, 0, 16);
	if (gap < 0)
		return read_groups(text, ip) == 16 ? 16 : 0;
	head_size = read_groups(str_head(text, (size_t)gap), ip);
	tail_size = read_groups(str_skip(text, (size_t)gap + 2), tail);
	if (head_size < 0 || tail_size < 0 || head_size + tail_size > 14)
		return 0;
	memcpy(ip + 16 - tail_size, tail, (size_t)tail_size);
	return 16;
}

static bool is_v6(const struct node *ip)
{
	return str_find(ip->text, ':') >= 0;
}

static void check_ip(struct check *cx, const struct node *ip)
{
	struct diag *x;

	if (is_v6(ip)) {
		if (is_ipv6(ip->text))
			return;
		x = diag_report(cx->diags, &rule_address_ipv6, ip->at,
				"\"%.*s\" is no IPv6 address", STR_ARG(ip->text));
		diag_hint(cx->diags, x, "\"::\" must stand for at least one group of eight");
	} else if (!is_ipv4(ip->text)) {
		x = diag_report(cx->diags, &rule_address_ipv4, ip->at,
				"\"%.*s\" is no IPv4 address", STR_ARG(ip->text));
		diag_hint(cx->diags, x, "each number is at most 255");
		diag_seen(x, check_last(ip->at));
	}
}

void address_check(struct check *cx, const struct node *n)
{
	if (n->kind == N_IP)
		check_ip(cx, n);
	if (n->kind != N_ADDRESS)
		return;
	for (const struct node *host = KID(n, ADDRESS, hosts); host; host = host->next)
		if (host->kind == N_IP)
			check_ip(cx, host);
}

RULE(address_ipv4, "K503", SEV_ERROR, PHASE_PARSE,
     .summary = "an IPv4 address with a number above 255",
     .why = "Each of the four numbers is one byte.",
     .bad = "listen=udp:127.0.0.256:5060\nrequest_route { exit; }\n",
     .good = "listen=udp:127.0.0.255:5060\nrequest_route { exit; }\n")

RULE(address_ipv6, "K504", SEV_ERROR, PHASE_PARSE, .summary = "an IPv6 address that is malformed",
     .why = "It has eight groups; one \"::\" may stand for one or more groups of zeros.",
     .bad = "tcp_source_ipv6=1:2:3:4:5:6:7::8\nrequest_route { exit; }\n",
     .good = "tcp_source_ipv6=1:2:3:4:5:6::8\nrequest_route { exit; }\n")

void address_net(struct check *cx, const struct node *net)
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
		diag_seen(x, check_next(cx, net->at.hi));
	}
}

RULE(prefix_length, "K505", SEV_ERROR, PHASE_PARSE,
     .summary = "a network whose prefix is longer than its address",
     .why = "The number behind the slash is at most 32 for IPv4 and 128 for IPv6.",
     .bad = "request_route {\n\tif (src_ip == 10.0.0.0/33)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == 10.0.0.0/8)\n\t\texit;\n}\n")

void address_element(struct check *cx, const struct node *element, struct value right)
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
	diag_seen(x, check_next(cx, element->at.hi));
}

RULE(address_number, "K506", SEV_ERROR, PHASE_PARSE, .summary = "an address compared with a number",
     .why = "src_ip, dst_ip, snd_ip and to_ip are compared with an address, a network, a "
	    "host name or a string.",
     .bad = "request_route {\n\tif (src_ip == 5)\n\t\texit;\n}\n",
     .good = "request_route {\n\tif (src_ip == 10.0.0.5)\n\t\texit;\n}\n")
