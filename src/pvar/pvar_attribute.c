/*
 * pvar_attribute - names of attributes as $avp() and the calls of attribute flags take them.
 * Facts: pvars.md section 4, and details as tried with 5.6.3.
 */
#include "pvar/pvar.h"

#include "base/number.h"

/* Decimal digits behind an optional sign, from LEAST to MOST; a plus alone counts as 0. */
static bool is_number(struct str text, unsigned signs, uint64_t least, uint64_t most)
{
	struct number x = number_scan(text, signs);

	return text.n && x.n == text.n && (x.digits || !x.is_negative) && x.value >= least &&
	       x.value <= most;
}

/* What stands behind the dot of a class: a name, an expression between slashes, an
 * index that is not 0. */
static bool is_avp_name(struct str name)
{
	ptrdiff_t open = str_find(name, '[');

	if (name.n == 0 || str_find(name, '.') >= 0)
		return false;
	if (str_ends(name, STR("]"))) {
		struct str index;

		if (open < 0)
			return false;
		index = str_head(str_skip(name, (size_t)open + 1), name.n - (size_t)open - 2);
		if (index.n && !is_number(index, NUMBER_SIGNED, 1, INT32_MAX))
			return false;
		return str_find(str_head(name, (size_t)open), '/') < 0;
	}
	if (name.n > 2 && name.p[0] == '/' && str_ends(name, STR("/")))
		return true;
	return open < 0 && str_find(name, ']') < 0 && str_find(name, '/') < 0;
}

/* ( s:NAME | i:NUMBER | NAME | CLASS.NAME[INDEX] ) */
bool pvar_is_attribute(struct str text)
{
	static const char classes[] = " f t fr tr fu tu fd td g ";
	ptrdiff_t dot;

	if (text.n > 1 && text.p[1] == ':') {
		if (text.p[0] == 'i' || text.p[0] == 'I')
			return is_number(str_skip(text, 2), NUMBER_PLUS, 0, UINT32_MAX);
		return (text.p[0] == 's' || text.p[0] == 'S') && text.n > 2;
	}
	dot = str_find(text, '.');
	if (dot < 0)
		return text.n > 0;
	if (dot != 1 && dot != 2)
		return false;
	for (const char *p = classes; p[1]; p++)
		if (p[0] == ' ' &&
		    str_equal(str_head(text, (size_t)dot), (struct str){p + 1, (size_t)dot}) &&
		    p[1 + dot] == ' ')
			return is_avp_name(str_skip(text, (size_t)dot + 1));
	return false;
}
