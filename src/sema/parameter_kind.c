/*
 * parameter_kind - what the values of keys are in parameters of modules (grammar/settings.tsv;
 * tried on 5.6.3, testdata/oracle/settings.t).
 *
 * What must stay true: only what the modules refuse is no value of its kind.
 */
#include "sema/parameter_value.h"

#include "base/ascii.h"
#include "base/number.h"

/* No digits at all are one, too. */
static bool is_number(struct str text)
{
	struct number x = number_scan(text, NUMBER_PLAIN);

	return x.n == text.n && x.value <= UINT32_MAX;
}

static bool is_integer(struct str text)
{
	struct number x = number_scan(text, NUMBER_SIGNED);

	return x.n == text.n && x.value <= INT32_MAX;
}

static bool is_long(struct str text)
{
	return number_scan(text, NUMBER_SIGNED).n == text.n;
}

static bool is_interval(struct str text)
{
	if (text.n && (text.p[text.n - 1] == 'u' || text.p[text.n - 1] == 'U'))
		text.n--;
	return is_number(text);
}

/* Two columns at least; no text stands for none. */
static bool is_columns(struct str text)
{
	return !text.n || str_find(text, ',') >= 0;
}

/* Trees are 0, 1 or 2; what is no number counts as 0. */
static bool is_tree(struct str text)
{
	if (text.n > 1 && text.p[0] == '-')
		return text.p[1] == '0' || !ascii_is_digit(text.p[1]);
	return !text.n || !ascii_is_digit(text.p[0]) || !is_number(text) ||
	       (text.n == 1 && text.p[0] <= '2');
}

/* "9s9p": priority and mode for reading, then for writing. */
static bool is_share(struct str text)
{
	return text.n == 4 && ascii_is_digit(text.p[0]) && ascii_is_digit(text.p[2]) &&
	       strchr("spr", text.p[1]) && strchr("spr", text.p[3]);
}

static bool is_udp(struct str text)
{
	return !text.n || (str_starts(text, STR("udp:")) && text.n > 4);
}

static bool is_capture_mode(struct str text)
{
	return str_is(text, "rand") || str_is(text, "hash") || str_is(text, "round_robin");
}

/* Numbers that grow, separated by colons; what is no number counts as 0. */
static bool is_growing(struct str text)
{
	double last = 0;

	if (!text.n)
		return false;
	for (bool is_first = true; text.n; is_first = false) {
		struct str word = str_take(&text, ':');
		double value = 0, unit = 1;

		for (size_t i = 0, is_behind = 0; i < word.n; i++) {
			if (word.p[i] == '.' && !is_behind) {
				is_behind = 1;
				continue;
			}
			if (word.p[i] < '0' || word.p[i] > '9')
				return true; /* signs, exponents: not looked into */
			value = 10 * value + (word.p[i] - '0');
			unit *= is_behind ? 10 : 1;
		}
		value /= unit;
		if (!is_first && value < last)
			return false;
		last = value;
	}
	return true;
}

static bool is_filled(struct str text)
{
	return text.n > 0;
}

static bool is_char(struct str text)
{
	return text.n <= 1;
}

static bool is_two(struct str text)
{
	return text.n == 2;
}

static const struct kind {
	bool (*holds)(struct str text); /* NULL: any text */
	const char *wanted;
	bool may_lack_value; /* the key alone counts as an empty value */
} kinds[] = {
    [KIND_ANY] = {NULL, "anything", true},
    [KIND_NUMBER] = {is_number, "a number", false},
    [KIND_INTEGER] = {is_integer, "an integer", false},
    [KIND_LONG] = {is_long, "an integer", false},
    [KIND_INTERVAL] = {is_interval, "a number of seconds, or of microseconds with \"u\" behind it",
		       false},
    [KIND_COLUMNS] = {is_columns, "two columns or more, as in \"key,value\" (with quotes)", true},
    [KIND_TREE] = {is_tree, "0, 1 or 2", true},
    [KIND_SHARE] = {is_share, "priority and mode twice, as in 9s9p", false},
    [KIND_CAPTURE] = {is_capture_mode, "rand, hash or round_robin", false},
    [KIND_UDP] = {is_udp, "udp:address:port", true},
    [KIND_VALUE] = {NULL, "a value", false},
    [KIND_FILLED] = {is_filled, "a value", false},
    [KIND_TWO] = {is_two, "two letters", false},
    [KIND_CHAR] = {is_char, "one letter", false},
    [KIND_BUCKETS] = {is_growing, "growing numbers, as in 1:5:10", false},
    [KIND_TIMER] = {NULL, "the name of a timer", false},
};

const char *param_kind_wants(enum setting_kind kind)
{
	return kinds[kind].wanted;
}

bool param_kind_holds(enum setting_kind kind, const struct keylist_item *item)
{
	if (!item->has_value)
		return kinds[kind].may_lack_value;
	return !kinds[kind].holds || kinds[kind].holds(item->value);
}
