/*
 * pvar_attribute - names of attributes as $avp() and the calls of attribute flags take them.
 * Facts: pvars.md section 4, and details as tried with 5.6.3.
 */
#include "pvar/pvar.h"

/* Decimal digits behind an optional sign of SIGNS, at most MOST; a plus alone counts as 0. */
static bool is_number(struct str text, const char *signs, uint64_t most)
{
	uint64_t n = 0;
	size_t i = text.n && str_find(str_of(signs), text.p[0]) >= 0 ? 1 : 0;

	if (text.n == 0 || (text.n == 1 && text.p[0] == '-'))
		return false;
	for (; i < text.n; i++) {
		if (text.p[i] < '0' || text.p[i] > '9' || n > most)
			return false;
		n = n * 10 + (uint64_t)(text.p[i] - '0');
	}
	return n <= most;
}

static bool is_zero(struct str number)
{
	for (size_t i = 0; i < number.n; i++)
		if (number.p[i] >= '1' && number.p[i] <= '9')
			return false;
	return true;
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
		if (index.n && (!is_number(index, "+-", INT32_MAX) || is_zero(index)))
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
			return is_number(str_skip(text, 2), "+", UINT32_MAX);
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
