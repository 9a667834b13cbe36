/*
 * ip - see ip.h.
 *
 * Where Kamailio and inet_pton() differ, Kamailio counts (tried with 5.6.3, which says on what it
 * listens): 127.0.0.010 is 127.0.0.10 there, and ::ffff:127.0.0.1 is no address.
 */
#include "text/ip.h"

#include "base/number.h"

#include <arpa/inet.h>

bool ip_numbers(struct str text, uint32_t numbers[4])
{
	for (size_t i = 0; i < 4; i++) {
		struct number x = number_scan(text, NUMBER_PLAIN);

		if (!x.digits || (i < 3 && !str_starts(str_skip(text, x.n), STR("."))))
			return false;
		numbers[i] = x.value > UINT32_MAX ? UINT32_MAX : (uint32_t)x.value;
		text = str_skip(text, x.n + (i < 3));
	}
	return !text.n;
}

size_t ip_v4(struct str text, unsigned char *ip)
{
	uint32_t numbers[4];

	if (!ip_numbers(text, numbers))
		return 0;
	for (size_t i = 0; i < 4; i++) {
		if (numbers[i] > 255)
			return 0;
		ip[i] = (unsigned char)numbers[i];
	}
	return 4;
}

size_t ip_v6(struct str text, unsigned char *ip)
{
	char z[INET6_ADDRSTRLEN];

	if (text.n >= sizeof z || str_find(text, '.') >= 0 || str_find(text, 0) >= 0)
		return 0;
	memcpy(z, text.p, text.n);
	z[text.n] = 0;
	return inet_pton(AF_INET6, z, ip) == 1 ? 16 : 0;
}

static bool is_no_host(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f || str_find(STR("$/<>()\"',;"), c) >= 0;
}

bool ip_is_no_host(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (is_no_host(text.p[i]))
			return true;
	return !text.n;
}
