/*
 * test_tables - the tables of facts and their indexes, tags of functions.
 */
#include "facts/catalog.h"
#include "facts/setting.h"
#include "facts/tags.h"
#include "regex/regex.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* Each row is found by its name, and with it all rows of the name; INDEX is what awk made. */
static void check_table(const void *table, size_t size, size_t count, struct rows_index index)
{
	struct arena *a = arena_new();
	struct rows_index made = rows_index(a, table, size, count);
	size_t total = 0;

	assert_true(count > 0);
	assert_int_equal(made.mask, index.mask);
	for (uint32_t i = 0; i <= index.mask; i++) {
		assert_int_equal(made.places[i], index.places[i]);
		total += index.places[i] >> ROWS_COUNT_AT;
	}
	assert_int_equal(total, count);
	for (size_t i = 0; i < count; i++) {
		const char *row = (const char *)table + i * size;
		const char *name, *first;
		size_t found;

		memcpy(&name, row, sizeof name);
		first = rows_find(table, size, index, str_of(name), &found);
		assert_non_null(first);
		assert_true(first <= row && row < first + found * size);
	}
	arena_free(a);
}

#define CHECK(rows, one)                                                                           \
	check_table(catalog_embedded.rows, sizeof *catalog_embedded.rows,                          \
		    catalog_embedded.one##_count, catalog_embedded.one##_index)

static void indexes_lead_to_all_rows(void **state)
{
	size_t count;

	(void)state;
	CHECK(modules, module);
	CHECK(functions, function);
	CHECK(params, param);
	CHECK(pvars, pvar);
	CHECK(transformations, transformation);
	CHECK(events, event);
	CHECK(globals, global);
	CHECK(route_names, route_name);
	CHECK(renamed, renamed);
	CHECK(guards, guard);
	assert_null(catalog_functions(&catalog_embedded, STR("t_rely"), &count));
	assert_int_equal(count, 0);
	assert_null(catalog_functions(&catalog_embedded, STR(""), &count));
}

static void functions_have_tags(void **state)
{
	struct version v;

	(void)state;
	assert_true(version_parse(STR("5.6"), &v));
	assert_true(tags_of(STR("t_relay"), &v) == (TAG_RELAY | TAG_RELAY_NEW));
	assert_true(tags_of(STR("usleep"), &v) == (TAG_SLEEP | TAG_MICROSECONDS));
	assert_true(tags_of(STR("t_is_set"), &v) == (TAG_LOOKING | TAG_ARMED));
	assert_true(tags_of(STR("is_in_profile"), &v) == (TAG_LOOKING | TAG_PROFILE));
	assert_true(tags_of(STR("T_RELAY"), &v) == 0);
	assert_true(tags_of(STR("t_is"), &v) == 0);
	assert_true(tags_of(STR(""), &v) == 0);
	assert_int_equal(tags_argument(STR("sht_iterator_start"), TAG_SHT, &v), 2);
	assert_int_equal(tags_argument(STR("sht_rm"), TAG_SHT, &v), 1);
	assert_int_equal(tags_argument(STR("xlog"), TAG_LOG, &v), ARGUMENT_LAST);
	assert_int_equal(tags_argument(STR("xlog"), TAG_SHT, &v), 0);
	/* Since 6.1 and 5.8. */
	assert_true(tags_of(STR("sht_inc"), &v) == 0);
	assert_true(tags_of(STR("send_reply_error"), &v) == 0);
	assert_true(version_parse(STR("6.1"), &v));
	assert_int_equal(tags_argument(STR("sht_inc"), TAG_SHT, &v), 1);
	assert_true(tags_of(STR("send_reply_error"), &v) == TAG_REPLY_FINAL);
}

/* What the compiler of the tables leaves to the regular expressions themselves. */
static void patterns_of_settings_are_valid(void **state)
{
	struct arena *a = arena_new();
	struct regexes *all = regexes_new(a, NULL);
	size_t patterns = 0;

	(void)state;
	for (size_t i = 0; i < catalog_embedded.param_count; i++) {
		size_t count;
		const struct setting *s =
		    setting_find(str_of(catalog_embedded.params[i].name), &count);

		for (; count; count--, s++) {
			struct str error = {0};

			if (!s->spec.pattern)
				continue;
			patterns++;
			if (!regex_compile(all, str_of(s->spec.pattern), 0, &error))
				fail_msg("%s of %s: %.*s", s->param, s->module, STR_ARG(error));
		}
	}
	assert_true(patterns > 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(indexes_lead_to_all_rows),
	    cmocka_unit_test(functions_have_tags),
	    cmocka_unit_test(patterns_of_settings_are_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
