/*
 * number - see number.h.
 */
#include "base/number.h"

#include "base/ascii.h"

static size_t sign_length(struct str text, unsigned forms)
{
	if (!text.n)
		return 0;
	return (forms & NUMBER_MINUS && text.p[0] == '-') ||
	       (forms & NUMBER_PLUS && text.p[0] == '+');
}

static bool is_hexadecimal(struct str text)
{
	return text.n > 2 && text.p[0] == '0' && ascii_lower(text.p[1]) == 'x' &&
	       ascii_is_hex(text.p[2]);
}

struct number number_scan(struct str text, unsigned forms)
{
	struct number x = {.n = sign_length(text, forms)};
	uint64_t base = 10;

	x.is_negative = x.n && text.p[0] == '-';
	if (forms & NUMBER_HEX && is_hexadecimal(str_skip(text, x.n))) {
		base = 16;
		x.n += 2;
	}
	for (; x.n < text.n; x.n++, x.digits++) {
		int value = ascii_hex_value(text.p[x.n]);
		uint64_t digit = (uint64_t)value;

		if (value < 0 || digit >= base)
			break;
		x.value =
		    x.value > (UINT64_MAX - digit) / base ? UINT64_MAX : x.value * base + digit;
	}
	return x;
}

bool number_int64(struct str text, unsigned forms, int64_t *out)
{
	struct number x = number_scan(text, forms);

	*out = 0;
	if (!x.digits || x.n != text.n || x.value > (uint64_t)INT64_MAX + x.is_negative)
		return false;
	*out = x.is_negative && x.value ? -(int64_t)(x.value - 1) - 1 : (int64_t)x.value;
	return true;
}

bool number_int32(struct str text, unsigned forms, int32_t *out)
{
	int64_t wide;
	bool fits = number_int64(text, forms, &wide) && wide >= INT32_MIN && wide <= INT32_MAX;

	*out = fits ? (int32_t)wide : 0;
	return fits;
}

bool number_uint32(struct str text, unsigned forms, uint32_t *out)
{
	int64_t wide;
	bool fits = number_int64(text, forms, &wide) && wide >= 0 && wide <= UINT32_MAX;

	*out = fits ? (uint32_t)wide : 0;
	return fits;
}
