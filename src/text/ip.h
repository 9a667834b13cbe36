/*
 * ip - IP addresses in text, as Kamailio reads them.
 */
#ifndef KAMCHECK_IP_H
#define KAMCHECK_IP_H

#include "base/str.h"

/* The four decimal numbers of TEXT, which stand between dots and may be too large for an address;
 * false when TEXT is anything else. */
bool ip_numbers(struct str text, uint32_t numbers[4]);

/* Reads an IPv4 address into 4 bytes, an IPv6 address into 16; returns their number, 0 when TEXT is
 * none. */
size_t ip_v4(struct str text, unsigned char *ip);
size_t ip_v6(struct str text, unsigned char *ip);

/* TEXT is empty, or has a character that neither an address nor a name of a host or of an interface
 * has. */
bool ip_is_no_host(struct str text);

#endif
