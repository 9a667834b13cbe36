/*
 * test_ifexp - the expressions of `#!ifexp` and `#!defexp` against the reference: preprocessor.md
 * section 7 and the vectors 1100-1189, which were judged by Kamailio 6.1.4.
 *
 * A row with a vector number says what that vector shows; rows with number 0 are other facts of
 * section 7, or what we decided where it is silent (marked "ours").
 */
#include "preprocess/ifexp.h"

#include "base/buf.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct row {
	int vector;
	const char *defines; /* "A=5|B": A has a value, B none */
	const char *text;
	enum ifexp_status status;
	const char *want; /* the value, a string in < >; or a part of the message */
};

#define ALWAYS "KAMAILIO_VERSION=6001004|OS_NAME=\"linux\"|MOD_pv"

static enum ifexp_name find(struct str defines, struct str name, struct str *value)
{
	while (defines.n) {
		ptrdiff_t end = str_find(defines, '|');
		struct str one = end < 0 ? defines : str_head(defines, (size_t)end);
		ptrdiff_t equal = str_find(one, '=');

		defines = str_skip(defines, one.n + 1);
		if (!str_equal(equal < 0 ? one : str_head(one, (size_t)equal), name))
			continue;
		if (equal < 0)
			return IFEXP_NAME_EMPTY;
		*value = str_skip(one, (size_t)equal + 1);
		return IFEXP_NAME_VALUE;
	}
	return IFEXP_NAME_UNDEFINED;
}

static enum ifexp_name lookup(void *ctx, struct str name, struct str *value)
{
	enum ifexp_name found = find(str_of(ctx), name, value);

	return found == IFEXP_NAME_UNDEFINED ? find(STR(ALWAYS), name, value) : found;
}

static const char *shown(struct arena *a, const struct ifexp_value *v)
{
	struct buf b = buf_on(a);

	if (v->is_string)
		buf_printf(&b, "<%.*s>", STR_ARG(v->text));
	else
		buf_printf(&b, "%.9g", (double)v->number);
	return b.p;
}

static void check(const struct row *r, size_t line)
{
	struct arena *a = arena_new();
	struct str text = str_of(r->text);
	struct ifexp_value v;
	struct ifexp_error e;
	enum ifexp_status status =
	    ifexp_eval(a, text, lookup, NULL, (void *)(uintptr_t)r->defines, &v, &e);
	bool is_good = status == r->status && e.at + e.n <= text.n;

	if (status == IFEXP_OK)
		is_good = is_good && strcmp(shown(a, &v), r->want) == 0 && e.text.n == 0;
	else
		is_good = is_good && str_search(e.text, str_of(r->want)) >= 0 && !ifexp_true(&v);
	if (!is_good)
		fail_msg("row %zu, vector %d: %s: status %d, value %s, error %.*s", line, r->vector,
			 r->text, (int)status, shown(a, &v), STR_ARG(e.text));
	arena_free(a);
}

static void check_all(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		check(&rows[i], i);
}

#define CHECK_ALL(rows) check_all(rows, sizeof(rows) / sizeof(rows)[0])

static const struct row vectors[] = {
    {1100, "", "1", IFEXP_OK, "1"},
    {1101, "", "0", IFEXP_OK, "0"},
    {1102, "", "", IFEXP_OK, "0"},
    {1103, "", "NOPE", IFEXP_OK, "0"},
    {1104, "A", "A", IFEXP_OK, "1"},
    {1105, "A=0", "A", IFEXP_OK, "<0>"},
    {1106, "A=0", "0 + A", IFEXP_OK, "0"},
    {1107, "A=\"\"", "A", IFEXP_OK, "<>"},
    {1108, "", "KAMAILIO_VERSION >= 5007000", IFEXP_OK, "1"},
    {1109, "", "KAMAILIO_VERSION < 10000000", IFEXP_OK, "0"},
    {1110, "", "10000000 > KAMAILIO_VERSION", IFEXP_OK, "1"},
    {1111, "", "OS_NAME == \"linux\"", IFEXP_OK, "1"},
    {1112, "", "MOD_pv", IFEXP_OK, "1"},
    {1113, "", "\"a\" == \"a\"", IFEXP_OK, "1"},
    {1114, "", "\"abc\" < \"abd\"", IFEXP_OK, "1"},
    {1115, "", "\"5\" == 5", IFEXP_OK, "1"},
    {1116, "", "5 == \"5.0\"", IFEXP_OK, "1"},
    {1117, "", "\"5.0\" == 5", IFEXP_OK, "0"},
    {1118, "", "'a' == \"a\"", IFEXP_OK, "1"},
    {1119, "", "\"a\\\"b\" == 'a\"b'", IFEXP_OK, "1"},
    {1120, "", "\"abc", IFEXP_MALFORMED, "no closing '\"'"},
    {1121, "", "\"\"", IFEXP_OK, "<>"},
    {1122, "", "\"", IFEXP_MALFORMED, "no closing '\"'"},
    {1123, "", "1 + 2 * 3 == 7", IFEXP_OK, "1"},
    {1124, "", "2 ** 3 ** 2 == 512", IFEXP_OK, "1"},
    {1125, "", "2 * 3 ** 2 == 18", IFEXP_OK, "1"},
    {1126, "", "-2 ** 2 == 4", IFEXP_OK, "1"},
    {1127, "", "7 / 2 == 3.5", IFEXP_OK, "1"},
    {1128, "", "1 / 0", IFEXP_NO_VALUE, "division by zero"},
    {1129, "", "7 % 4 == 3", IFEXP_OK, "1"},
    {1130, "", "(6 & 3) == 2 && (6 | 1) == 7 && (6 ^ 3) == 5", IFEXP_OK, "1"},
    {1131, "", "6 & 3 == 2", IFEXP_OK, "0"},
    {1132, "", "1 << 4 == 16", IFEXP_OK, "1"},
    {1133, "", "^0 == -1", IFEXP_OK, "1"},
    {1134, "", "3 > 2 > 1", IFEXP_OK, "0"},
    {1135, "", "1 && 0 || 1", IFEXP_OK, "1"},
    {1136, "", "!NOPE", IFEXP_OK, "1"},
    {1137, "A=5", "!A", IFEXP_NO_VALUE, "#!ifndef"},
    {1138, "A", "!A", IFEXP_OK, "0"},
    {1139, "", "!1 == 0", IFEXP_OK, "1"},
    {1140, "A=0", "A && 1", IFEXP_OK, "1"},
    {1141, "", "16777217 == 16777216", IFEXP_OK, "1"},
    {1142, "", "\"a\" + \"b\" == \"ab\"", IFEXP_OK, "1"},
    {1143, "", "\"a\" + 5 == \"a5\"", IFEXP_OK, "1"},
    {1144, "", "5 + \"abc\"", IFEXP_OK, "nan"},
    {1145, "", "5 - \"3\"", IFEXP_NO_VALUE, "needs numbers"},
    {1146, "", "0, 1", IFEXP_OK, "1"},
    {1147, "", "x = 5, x == 5", IFEXP_OK, "1"},
    {1148, "", "5 = 5", IFEXP_MALFORMED, "only a name can stand left of \"=\""},
    {1149, "", "$x == 0", IFEXP_OK, "1"},
    {1150, "", "((1))", IFEXP_OK, "1"},
    {1151, "", "(1", IFEXP_MALFORMED, "no closing \")\""},
    {1152, "", "1)", IFEXP_MALFORMED, "without an opening \"(\""},
    {1153, "", "1 2", IFEXP_MALFORMED, "expected an operator before \"2\""},
    {1154, "", "1 +", IFEXP_MALFORMED, "expected a value after \"+\""},
    {1155, "", "1 ~ 2", IFEXP_MALFORMED, "expected an operator before \"~\""},
    {1156, "", "~5", IFEXP_OK, "0"},
    {1157, "", "A.B", IFEXP_MALFORMED, "unknown operator \".\""},
    {1158, "", "1.2.3", IFEXP_MALFORMED, "only one dot"},
    {1159, "", "0x10", IFEXP_MALFORMED, "expected an operator before \"x10\""},
    {1160, "", "0 # comment", IFEXP_OK, "0"},
    {1161, "", "# comment", IFEXP_OK, "0"},
    {1162, "", "1 = 1", IFEXP_MALFORMED, "write \"==\""},
    {1163, "", "1 != 2", IFEXP_OK, "1"},
    {1164, "", "  1==1  ", IFEXP_OK, "1"},
    {1165, "", "\xc3\xa9 == 0", IFEXP_OK, "1"},
    {1166, "", "-1", IFEXP_OK, "-1"},
    {1167, "", "!!5", IFEXP_OK, "1"},
    {1168, "", "5.5 % 2 == 1.5", IFEXP_OK, "1"},
    {1169, "", "foo(1)", IFEXP_CRASHES, "call of \"foo\""},
    /* In skipped text the caller evaluates as well. */
    {1170, "", "foo(1)", IFEXP_CRASHES, "call of \"foo\""},
    {1171, "", "$(f, $1+1), f(1) == 2", IFEXP_OK, "1"},
    {1172, "", "(1/0) && 1", IFEXP_CRASHES, "crashes on \"&&\""},
    {1173, "", "1 +", IFEXP_MALFORMED, "after \"+\""},
    /* 1174 and 1176 show when the scanner sees an #!ifexp at all. */
    {1175, "", "1 && \\", IFEXP_OK, "0"},
    {1183, "", "2 +", IFEXP_MALFORMED, "after \"+\""},
    {1184, "A", "A + 1", IFEXP_OK, "2"},
    {1185, "B=4", "1 + B", IFEXP_OK, "5"},
    {1186, "B=4", "B + 1", IFEXP_OK, "<41>"},
};

static void test_vectors(void **state)
{
	(void)state;
	CHECK_ALL(vectors);
}

static const struct row tokens[] = {
    {0, "", "12.", IFEXP_OK, "12"},
    {0, "", ".5", IFEXP_MALFORMED, "unknown operator \".\""},
    {0, "", "12.5", IFEXP_OK, "12.5"},
    {0, "", "007", IFEXP_OK, "7"},
    {0, "", "1?2", IFEXP_MALFORMED, "unknown operator \"?\""},
    {0, "", "1;", IFEXP_MALFORMED, "unknown operator \";\""},
    {0, "", "'a\\n\\r\\t\\x\\'' + 1", IFEXP_OK, "<a\n\r\tx'1>"},
    {0, "", "\"a\\", IFEXP_MALFORMED, "no closing '\"'"},
    {0, "", "\"a\\\"", IFEXP_MALFORMED, "no closing '\"'"},
    {0, "", "'a\"", IFEXP_MALFORMED, "no closing \"'\""},
    {0, "", "'#' + '#'#x", IFEXP_OK, "<##>"},
    {0, "A#B=1|A=2", "A#B", IFEXP_OK, "<1>"},
    {0, "A=2", "A #B", IFEXP_OK, "<2>"},
    {0, "", "5#c", IFEXP_OK, "5"},
    {0, "", "1 + # c", IFEXP_MALFORMED, "expected a value after \"+\""},
    {0, "", "(1 # )", IFEXP_MALFORMED, "no closing \")\""},
    {0, "a-=1|a1@[]{}`~=2", "a1@[]{}`~", IFEXP_OK, "<2>"},
    {0, "a=1", "a-1", IFEXP_NO_VALUE, "needs numbers"},
    {0, "", " \t\r\n", IFEXP_OK, "0"},
    {0, "", "\t1\t+\r2\n", IFEXP_OK, "3"},
    {0, "", "\x7f == 0", IFEXP_OK, "1"},
    {0, "", "\x01", IFEXP_MALFORMED, "unknown operator \"\\x01\""},
    {0, "", "$", IFEXP_OK, "0"},
    {0, "", "'a' 'b'", IFEXP_MALFORMED, "expected an operator before \"'b'\""},
    {0, "", "A B", IFEXP_MALFORMED, "expected an operator before \"B\""},
    {0, "", "1 (2)", IFEXP_MALFORMED, "expected an operator before \"(\""},
    {0, "", "A (2)", IFEXP_MALFORMED, "expected an operator before \"(\""}, /* ours */
    {0, "", "(1 2)", IFEXP_MALFORMED, "expected an operator or \")\" before \"2\""},
    {0, "", "1 ! 2", IFEXP_MALFORMED, "expected an operator before \"!\""},
    {0, "", "1 === 1", IFEXP_MALFORMED, "expected a value before \"=\""},
    {0, "", "*", IFEXP_MALFORMED, "expected a value before \"*\""},
    {0, "", "()", IFEXP_MALFORMED, "expected a value before \")\""},
    {0, "", ")", IFEXP_MALFORMED, "without an opening"},
    {0, "", "(1))", IFEXP_MALFORMED, "without an opening"},
    {0, "", "-", IFEXP_MALFORMED, "expected a value after \"-\""},
    {0, "", "1,", IFEXP_MALFORMED, "expected a value after \",\""},
    {0, "", ",1", IFEXP_MALFORMED, "expected a value before \",\""},
    {0, "", "1,,1", IFEXP_MALFORMED, "expected a value before \",\""},
};

static void test_tokens(void **state)
{
	(void)state;
	CHECK_ALL(tokens);
}

static const struct row operators[] = {
    /* each level against its neighbour */
    {0, "", "2 ** -1", IFEXP_OK, "0.5"},
    {0, "", "2 ** 3 * 4", IFEXP_OK, "32"},
    {0, "", "2 * 3 % 4", IFEXP_OK, "2"},
    {0, "", "12 / 2 / 3", IFEXP_OK, "2"},
    {0, "", "9 - 3 - 2", IFEXP_OK, "4"},
    {0, "", "1 - -1", IFEXP_OK, "2"},
    {0, "", "1--1", IFEXP_OK, "2"},
    {0, "", "1 + 1 << 1 + 1", IFEXP_OK, "8"},
    {0, "", "16 >> 1 >> 1", IFEXP_OK, "4"},
    {0, "", "1 < 1 << 1", IFEXP_OK, "1"},
    {0, "", "1 == 1 < 1", IFEXP_OK, "0"},
    {0, "", "1 < 2 == 1", IFEXP_OK, "1"},
    {0, "", "4 | 6 & 3", IFEXP_OK, "6"},
    {0, "", "1 ^ 1 | 2", IFEXP_OK, "2"},
    {0, "", "0 && 1 ^ 1", IFEXP_OK, "0"},
    {0, "", "1 || 0 && 0", IFEXP_OK, "1"},
    {0, "", "x = 0 || 1, x", IFEXP_OK, "1"},
    {0, "", "x = y = 3, x + y", IFEXP_OK, "6"},
    {0, "", "x = 1, 2", IFEXP_OK, "2"},
    {0, "", "1, 2, 3", IFEXP_OK, "3"},
    {0, "", "1/0, 2", IFEXP_OK, "2"},
    {0, "", "2, 1/0", IFEXP_NO_VALUE, "division by zero"},
    {0, "", "-!^0", IFEXP_OK, "-0"},
    {0, "", "2 <= 2 && 2 >= 2 && !(2 < 2) && !(2 > 2)", IFEXP_OK, "1"},
    /* assignment */
    {0, "", "1 + x = 5", IFEXP_MALFORMED, "only a name"},
    {0, "", "'a' = 5", IFEXP_MALFORMED, "only a name"},
    {0, "", "-x = 5", IFEXP_MALFORMED, "only a name"},
    {0, "", "x == y = 5", IFEXP_MALFORMED, "only a name"},
    {0, "", "(x) = 5, x", IFEXP_OK, "5"}, /* ours */
    {0, "A=7", "A = 1, A", IFEXP_OK, "1"},
    {0, "A=7", "A, A = 1, A", IFEXP_OK, "1"},
    {0, "A=7", "x = A, x", IFEXP_OK, "<7>"},
    {0, "", "x = 1/0, x", IFEXP_NO_VALUE, "division by zero"},
    {0, "", "x = 'a', x = x + x, x", IFEXP_OK, "<aa>"},
    /* numbers are floats, bits are ints */
    {0, "", "0.1 + 0.2 == 0.3", IFEXP_OK, "1"},
    {0, "", "5.9 & 7.9", IFEXP_OK, "5"},
    {0, "", "-1 >> 1", IFEXP_OK, "-1"},
    {0, "", "^5", IFEXP_OK, "-6"},
    {0, "", "0/5", IFEXP_OK, "0"},
    {0, "", "0/0", IFEXP_NO_VALUE, "division by zero"},
    {0, "", "-7 % 4", IFEXP_OK, "-3"},
};

static void test_operators(void **state)
{
	(void)state;
	CHECK_ALL(operators);
}

static const struct row values[] = {
    {0, "A='x'", "A", IFEXP_OK, "<x>"},
    {0, "A='x\"", "A", IFEXP_OK, "<'x\">"},
    {0, "A=\"", "A", IFEXP_OK, "<\">"},
    {0, "A=\"\"x\"\"", "A", IFEXP_OK, "<\"x\">"},
    {0, "A=a b", "A == 'a b'", IFEXP_OK, "1"},
    /* strings and numbers */
    {0, "", "'a' < 'ab'", IFEXP_OK, "1"},
    {0, "", "'b' > 'ab'", IFEXP_OK, "1"},
    {0, "", "'10' < 9", IFEXP_OK, "1"},
    {0, "", "10 < '9'", IFEXP_OK, "0"},
    {0, "", "5 == 'x'", IFEXP_OK, "0"},
    {0, "", "5 != 'x'", IFEXP_OK, "1"},
    {0, "", "5 <= 'x' || 5 >= 'x'", IFEXP_OK, "0"},
    {0, "", "'' + 0.5", IFEXP_OK, "<0.5>"},
    {0, "", "'' + 3.14159", IFEXP_OK, "<3.142>"},
    {0, "", "'' + 6001004", IFEXP_OK, "<6001004>"},
    {0, "", "'' + (0 - 3)", IFEXP_OK, "<-3>"},
    {0, "", "'' + -0", IFEXP_OK, "<0>"},
    {0, "", "'' + (5 + 'x')", IFEXP_OK, "<nan>"},
    {0, "", "'a' + 1 + 2", IFEXP_OK, "<a12>"},
    {0, "", "1 + 2 + 'a'", IFEXP_OK, "nan"},
    {0, "", "1 + '-2.5'", IFEXP_OK, "-1.5"},
    {0, "", "1 + '2e1'", IFEXP_OK, "21"},
    {0, "", "1 + '2e'", IFEXP_OK, "nan"},
    {0, "", "1 + ' 2 '", IFEXP_OK, "3"},    /* ours */
    {0, "", "1 + '0x10'", IFEXP_OK, "nan"}, /* ours */
    {0, "", "1 + ''", IFEXP_OK, "nan"},     /* ours */
    {0, "", "1 + '.'", IFEXP_OK, "nan"},
    {0, "", "'a' * 2", IFEXP_NO_VALUE, "needs numbers"},
    {0, "", "2 / '0'", IFEXP_NO_VALUE, "needs numbers"},
    {0, "", "2 & 'a'", IFEXP_NO_VALUE, "needs numbers"},
    {0, "", "'a' << 1", IFEXP_NO_VALUE, "needs numbers"},
    {0, "", "-'1'", IFEXP_NO_VALUE, "needs a number"},
    {0, "", "^'1'", IFEXP_NO_VALUE, "needs a number"},
    {0, "", "!''", IFEXP_NO_VALUE, "needs a number"},
    {0, "A=5", "!!A", IFEXP_NO_VALUE, "needs a number"},
    {0, "", "1 + 1/0 == 2", IFEXP_NO_VALUE, "division by zero"},
    {0, "", "'' && 1", IFEXP_OK, "1"},
    {0, "", "0 || ''", IFEXP_OK, "1"},
    {0, "", "(5 + 'x') && 1", IFEXP_OK, "1"},
    {0, "", "1 || 1/0", IFEXP_CRASHES, "crashes on \"||\""},
    {0, "", "0 && 1/0", IFEXP_CRASHES, "crashes on \"&&\""}, /* ours: no short cut */
    {0, "A=1", "1 && !A", IFEXP_CRASHES, "#!ifndef"},
    {0, "", "0 + KAMAILIO_VERSION >= 5008000", IFEXP_OK, "1"},
    /* macros */
    {0, "", "$(f, $1*10+$2), f(4, 2)", IFEXP_OK, "42"},
    {0, "", "$(f, $1), $(g, f($1) + 1), g(f(2))", IFEXP_OK, "3"},
    {0, "", "$(f, 7), f()", IFEXP_OK, "7"},
    {0, "", "$(f, $2 + 1), f(5)", IFEXP_OK, "1"},
    {0, "", "$(f, ($1, $2)), f((1, 2), 3)", IFEXP_OK, "3"},
    {0, "", "$(f, $1 + x), x = 1, f(1)", IFEXP_OK, "2"},
    {0, "", "$( f , 'a' + $1 ), f('b')", IFEXP_OK, "<ab>"},
    {0, "", "$(f, 1)", IFEXP_OK, "0"}, /* ours */
    {0, "", "$(f, 1), f", IFEXP_OK, "0"},
    {0, "", "f(1), $(f, 1)", IFEXP_CRASHES, "call of \"f\""},
    {0, "A", "defined(A)", IFEXP_CRASHES, "write its name alone"},
    {0, "", "x = 1, x(1)", IFEXP_CRASHES, "call of \"x\""},
    {0, "", "0 && foo(1)", IFEXP_CRASHES, "call of \"foo\""},
    {0, "", "$()", IFEXP_MALFORMED, "expected the macro's name"},
    {0, "", "$(", IFEXP_MALFORMED, "expected the macro's name"},
    {0, "", "$(1, 2)", IFEXP_MALFORMED, "expected the macro's name"},
    {0, "", "$(f)", IFEXP_MALFORMED, "after the macro's name \"f\""},
    {0, "", "$(f,)", IFEXP_MALFORMED, "expected a value before \")\""},
    {0, "", "$(f, 1", IFEXP_MALFORMED, "no closing \")\""},
    {0, "", "$(f, 1), f(1,)", IFEXP_MALFORMED, "expected a value before \")\""},
    {0, "", "$(f, 1), f(", IFEXP_MALFORMED, "expected a value after \"(\""},
    {0, "", "$(f, 1), f(1 2)", IFEXP_MALFORMED, "or \")\" before \"2\""},
    {0, "", "$(f, f($1)), f(1)", IFEXP_TOO_DEEP, "calls itself"},
    {0, "", "$(f, 1 + f($1) + f($1)), f(1)", IFEXP_TOO_DEEP, "calls itself"},
};

static void test_values(void **state)
{
	(void)state;
	CHECK_ALL(values);
}

struct define_row {
	int vector;
	const char *text;
	bool is_quoted;
	const char *want;
};

static const struct define_row defines[] = {
    {1177, "2 + 3", false, "5"},
    {1178, "7 / 2", false, "3"},
    {1179, "1 - 2", false, "18446744073709551615"},
    {1180, "\"set\" + \"flag\"", false, "setflag"},
    {1181, "\"FO\" + \"O\"", true, "\"FOO\""},
    {1182, "2 + 3", true, "\"5\""},
    /* 1187 is about the define table. */
    {1188, "\"\"", false, ""},
    {0, "\"\"", true, "\"\""},
    {0, "'a\"b'", true, "\"a\"b\""},
    {0, "0 - 2.7", false, "18446744073709551614"},
    {0, "0 - 0.5", false, "0"},
    {0, "2 ** 40", false, "1099511627776"},
    {0, "2 ** 200", false, "9223372036854775808"}, /* ours */
    {0, "0 + 'x'", false, "9223372036854775808"},  /* ours */
    {0, "''+KAMAILIO_VERSION", false, "6001004"},
};

static void test_defines(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof defines / sizeof defines[0]; i++) {
		struct arena *a = arena_new();
		const struct define_row *r = &defines[i];
		struct ifexp_value v;
		struct ifexp_error e;
		struct str text;

		assert_int_equal(ifexp_eval(a, str_of(r->text), lookup, NULL, NULL, &v, &e),
				 IFEXP_OK);
		assert_true(ifexp_define_text(a, &v, r->is_quoted, &text));
		if (!str_is(text, r->want))
			fail_msg("vector %d: %s: %.*s", r->vector, r->text, STR_ARG(text));
		arena_free(a);
	}
}

/* Which of the two branches is taken. */
static void test_truth(void **state)
{
	(void)state;
	assert_true(ifexp_true(&(struct ifexp_value){.number = 0.5f}));
	assert_true(ifexp_true(&(struct ifexp_value){.number = NAN}));
	assert_false(ifexp_true(&(struct ifexp_value){.number = 0}));
	assert_true(ifexp_true(&(struct ifexp_value){.is_string = true, .text = STR("0")}));
	assert_false(ifexp_true(&(struct ifexp_value){.is_string = true, .text = STR("")}));
}

static void test_error_place(void **state)
{
	struct arena *a = arena_new();
	struct ifexp_value v;
	struct ifexp_error e;

	(void)state;
	ifexp_eval(a, STR("  (1 + 22 33"), lookup, NULL, NULL, &v, &e);
	assert_int_equal(e.at, 10);
	assert_int_equal(e.n, 2);
	ifexp_eval(a, STR(" (1 + 22"), lookup, NULL, NULL, &v, &e);
	assert_int_equal(e.at, 1);
	assert_int_equal(e.n, 1);
	ifexp_eval(a, STR("1 + 2/0 - 1"), lookup, NULL, NULL, &v, &e);
	assert_int_equal(e.at, 5);
	assert_int_equal(e.n, 1);
	ifexp_eval(a, STR("1 + a(0)"), lookup, NULL, NULL, &v, &e);
	assert_int_equal(e.at, 4);
	assert_int_equal(e.n, 1);
	arena_free(a);
}

/* Names the lookup was asked for, each followed by a blank. */
static enum ifexp_name note(void *ctx, struct str name, struct str *value)
{
	(void)value;
	buf_str(ctx, name);
	buf_byte(ctx, ' ');
	return IFEXP_NAME_UNDEFINED;
}

static void test_lookups(void **state)
{
	struct arena *a = arena_new();
	struct buf names = buf_on(a);
	struct ifexp_value v;
	struct ifexp_error e;

	(void)state;
	ifexp_eval(a, STR("A && B || A + $(f, $1 + C) + f(D), x = 1, x"), note, NULL, &names, &v,
		   &e);
	assert_true(str_is(buf_view(&names), "A B D C "));
	arena_free(a);
}

/* A text of N times PIECE, between HEAD and TAIL. */
static struct str repeated(struct arena *a, const char *head, const char *piece, size_t n,
			   const char *tail)
{
	struct buf b = buf_on(a);

	buf_text(&b, head);
	for (size_t i = 0; i < n; i++)
		buf_text(&b, piece);
	buf_text(&b, tail);
	return buf_view(&b);
}

struct long_row {
	const char *head, *piece, *tail;
	size_t n;
	enum ifexp_status status;
};

static const struct long_row longs[] = {
    {"", "(", "1", 1000000, IFEXP_TOO_DEEP},
    {"", "!", "1", 1000000, IFEXP_TOO_DEEP},
    {"", "!", "1", 200, IFEXP_OK},
    {"", "!", "1", 201, IFEXP_TOO_DEEP},
    {"", "x=", "1", 1000000, IFEXP_TOO_DEEP},
    {"1", "**1", "", 1000000, IFEXP_TOO_DEEP},
    {"", "$(f,", "1", 1000000, IFEXP_TOO_DEEP},
    {"$(f,1),", "f(", "1", 1000000, IFEXP_TOO_DEEP},
    {"", "1,", "1", 1000000, IFEXP_OK},
    {"1", "+1", "", 1000000, IFEXP_OK},
    {"1", "||1&&1|1&1<1<<1+1*1", "", 100000, IFEXP_OK},
    {"", "1", "", 1000000, IFEXP_OK},
    {"", "a", "", 1000000, IFEXP_OK},
    {"'", "\\", "", 1000001, IFEXP_MALFORMED},
    {"$(f,1),f(1", ",1", ")", 1000000, IFEXP_OK},
    {"", "$(f,f()),", "1", 100000, IFEXP_OK},
    /* texts and calls that double */
    {"x='ab'", ",x=x+x", "", 10, IFEXP_OK},
    {"x='ab'", ",x=x+x", "", 100000, IFEXP_TOO_DEEP},
    {"x='ab'", ",x=x+'b'", "", 100000, IFEXP_TOO_DEEP},
    {"x='ab',x=", "x+", "x", 100000, IFEXP_TOO_DEEP},
    {"$(f,1)", ",$(f,f()+f())", ",f()", 10, IFEXP_TOO_DEEP},
    {"$(f,1)", ",$(g,f()+f()),$(f,g()+g())", ",f()", 40, IFEXP_TOO_DEEP},
    {"$(f,$1+$1)", ",f(f(f(f('aaaa'))))", "", 2, IFEXP_OK},
};

static void test_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof longs / sizeof longs[0]; i++) {
		struct arena *a = arena_new();
		const struct long_row *r = &longs[i];
		struct str text = repeated(a, r->head, r->piece, r->n, r->tail);
		size_t before = arena_used(a);
		struct ifexp_value v;
		struct ifexp_error e;
		enum ifexp_status status = ifexp_eval(a, text, lookup, NULL, NULL, &v, &e);

		if (status != r->status)
			fail_msg("%s%s*%zu: %d %.*s", r->head, r->piece, r->n, (int)status,
				 STR_ARG(e.text));
		assert_true(arena_used(a) - before < IFEXP_LONGEST_TEXT + 1000);
		assert_true(e.text.n < 300);
		arena_free(a);
	}
}

/* Many different names must not take quadratic time, NUL bytes are bytes. */
static void test_bytes(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);
	struct ifexp_value v;
	struct ifexp_error e;

	(void)state;
	for (int i = 0; i < 200000; i++)
		buf_printf(&b, "n%d = n%d + 1, ", i, i - 1);
	buf_text(&b, "n199999");
	assert_int_equal(ifexp_eval(a, buf_view(&b), lookup, NULL, NULL, &v, &e), IFEXP_OK);
	assert_int_equal((int)v.number, 199999); /* "n-1" is 0 - 1 */
	assert_int_equal(ifexp_eval(a, STR("1\0"), lookup, NULL, NULL, &v, &e), IFEXP_MALFORMED);
	assert_int_equal(ifexp_eval(a, STR("'\0' == '\0'"), lookup, NULL, NULL, &v, &e), IFEXP_OK);
	assert_int_equal((int)v.number, 1);
	assert_int_equal(ifexp_eval(a, (struct str){NULL, 0}, NULL, NULL, NULL, &v, &e), IFEXP_OK);
	assert_int_equal(ifexp_eval(a, STR("X"), NULL, NULL, NULL, &v, &e), IFEXP_OK);
	arena_free(a);
}

/* Macros that call the one before twice: 2^30 calls. */
static void test_exponential(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);
	struct ifexp_value v;
	struct ifexp_error e;

	(void)state;
	buf_text(&b, "$(f0, 1), ");
	for (int i = 1; i <= 30; i++) {
		buf_printf(&b, "$(f%d, f%d() + f%d()), ", i, i - 1, i - 1);
		if (i == 8) {
			struct buf small = buf_on(a);

			buf_printf(&small, "%sf8()", b.p);
			assert_int_equal(ifexp_eval(a, buf_view(&small), NULL, NULL, NULL, &v, &e),
					 IFEXP_OK);
			assert_int_equal((int)v.number, 256);
		}
	}
	buf_text(&b, "f30()");
	assert_int_equal(ifexp_eval(a, buf_view(&b), NULL, NULL, NULL, &v, &e), IFEXP_TOO_DEEP);
	assert_true(str_is(e.text, "the expression takes too long to work out"));
	arena_free(a);
}

/* A define of any length can be read; only what would be made of it is limited. */
static void test_long_define(void **state)
{
	struct arena *a = arena_new();
	struct str defines_text = repeated(a, "A=", "x", 1000000, "");
	void *ctx = (void *)(uintptr_t)defines_text.p;
	struct ifexp_value v;
	struct ifexp_error e;
	struct str text;

	(void)state;
	assert_int_equal(ifexp_eval(a, STR("A"), lookup, NULL, ctx, &v, &e), IFEXP_OK);
	assert_int_equal(v.text.n, 1000000);
	assert_true(v.text.p > defines_text.p && v.text.p < defines_text.p + defines_text.n);
	assert_false(ifexp_define_text(a, &v, false, &text));
	assert_int_equal(text.n, 0);
	assert_int_equal(ifexp_eval(a, STR("A + 1"), lookup, NULL, ctx, &v, &e), IFEXP_TOO_DEEP);
	assert_int_equal(ifexp_eval(a, STR("A == 'x'"), lookup, NULL, ctx, &v, &e), IFEXP_OK);
	assert_int_equal(ifexp_eval(a, STR("A == A"), lookup, NULL, ctx, &v, &e), IFEXP_TOO_DEEP);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_vectors),     cmocka_unit_test(test_tokens),
	    cmocka_unit_test(test_operators),   cmocka_unit_test(test_values),
	    cmocka_unit_test(test_defines),     cmocka_unit_test(test_truth),
	    cmocka_unit_test(test_error_place), cmocka_unit_test(test_lookups),
	    cmocka_unit_test(test_hostile),     cmocka_unit_test(test_bytes),
	    cmocka_unit_test(test_exponential), cmocka_unit_test(test_long_define),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
