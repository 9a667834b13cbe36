/*
 * number - decimal and hexadecimal numbers in text that may be malformed.
 *
 * What must stay true: no text overflows anything.  What is too large for 64 bits is UINT64_MAX,
 * and what does not fit what the caller asked for is no number to it.
 */
#ifndef KAMCHECK_NUMBER_H
#define KAMCHECK_NUMBER_H

#include "base/str.h"

/* What may stand in front of the digits; joined with "|". */
enum {
	NUMBER_PLAIN = 0,
	NUMBER_MINUS = 1,
	NUMBER_PLUS = 2,
	NUMBER_SIGNED = NUMBER_MINUS | NUMBER_PLUS,
	NUMBER_HEX = 4, /* "0x" or "0X", behind the sign; hexadecimal digits have to follow */
};

/* A number at the start of a text. */
struct number {
	size_t n;         /* bytes of it, the sign included */
	size_t digits;    /* how many; 0: there is no number, but perhaps a sign */
	uint64_t value;   /* without its sign; UINT64_MAX when it is that or larger */
	bool is_negative; /* a minus stands there, be it before 0 */
};

/* The number that TEXT starts with; whatever follows does not count. */
struct number number_scan(struct str text, unsigned forms);

/*
 * True when the whole TEXT is a number, with at least one digit, that fits the type; it is stored
 * in *OUT, which is 0 otherwise.
 */
bool number_int32(struct str text, unsigned forms, int32_t *out);
bool number_int64(struct str text, unsigned forms, int64_t *out);
bool number_uint32(struct str text, unsigned forms, uint32_t *out);

#endif
