/*
 * test_text - arena, buffers, positions and findings.
 */
#include "base/buf.h"
#include "facts/suggest.h"
#include "facts/version.h"
#include "text/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the four headers above first. */
#include <cmocka.h>

/* What is reported here. */
extern const struct rule rule_syntax;

static void arena_gives_zeroed_aligned_memory(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t size = 1; size < 200000; size = size * 3 + 1) {
		char *p = arena_alloc(a, size);

		assert_int_equal((uintptr_t)p % _Alignof(uint64_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, size);
	}
	arena_free(a);
}

static void arena_grows_in_place_or_moves(void **state)
{
	struct arena *a = arena_new();
	char *p = arena_alloc(a, 10), *q, *r;

	(void)state;
	memcpy(p, "123456789", 10);
	q = arena_grow(a, p, 10, 100);
	assert_ptr_equal(p, q);
	arena_alloc(a, 1);
	r = arena_grow(a, q, 100, 300);
	assert_ptr_not_equal(q, r);
	assert_string_equal(r, "123456789");
	for (int i = 100; i < 300; i++)
		assert_int_equal(r[i], 0);
	arena_free(a);
}

static void buf_takes_any_text(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);

	(void)state;
	assert_int_equal(buf_view(&b).n, 0);
	for (int i = 0; i < 1000; i++)
		buf_printf(&b, "%d,", i);
	assert_int_equal(b.n, 10 * 2 + 90 * 3 + 900 * 4);
	buf_clear(&b);
	buf_quoted(&b, (struct str){"a\"\\\n\x01", 5});
	assert_string_equal(b.p, "\"a\\\"\\\\\\n\\x01\"");
	arena_free(a);
}

static void places_are_found(void **state)
{
	struct arena *a = arena_new();
	struct sources s;
	const struct source *file, *inner;
	struct place p;
	struct span joined;

	(void)state;
	sources_init(&s, a);
	file = sources_add(&s, STR("a.cfg"), STR("one\ntwo X three\r\n\nlast"), SPAN_NONE);
	inner =
	    sources_add(&s, STR("X"), STR("value"), (struct span){file->base + 8, file->base + 9});
	p = source_place(&s, file->base + 8);
	assert_int_equal(p.line, 2);
	assert_int_equal(p.column, 5);
	p = source_place(&s, file->base + (uint32_t)file->text.n);
	assert_int_equal(p.line, 4);
	assert_int_equal(p.column, 5);
	assert_true(str_is(source_line(&s, file, 2), "two X three"));
	assert_true(str_is(source_line(&s, file, 3), ""));
	assert_true(str_is(source_line(&s, file, 9), ""));
	joined = span_join(&s, (struct span){inner->base, inner->base + 5},
			   (struct span){file->base + 10, file->base + 15});
	assert_true(str_is(source_text(&s, joined), "X three"));
	assert_true(source_order(&s, inner->base, file->base + 10) < 0);
	assert_true(source_order(&s, file->base + 4, inner->base) < 0);
	assert_null(source_of(&s, 0));
	arena_free(a);
}

static void findings_are_sorted_and_not_repeated(void **state)
{
	struct arena *a = arena_new();
	struct sources s;
	struct diags d;
	const struct source *file;
	uint32_t before = 0;

	(void)state;
	sources_init(&s, a);
	diags_init(&d, a, &s);
	file = sources_add(&s, STR("a.cfg"), STR("0123456789"), SPAN_NONE);
	for (uint32_t i = 0; i < 10; i++)
		diag_report(&d, &rule_syntax,
			    (struct span){file->base + i * 7 % 10, file->base + i * 7 % 10}, "x");
	diag_report(&d, &rule_syntax, (struct span){file->base + 63 % 10, file->base + 63 % 10},
		    "again");
	assert_int_equal(d.count, 10);
	diags_sort(&d);
	for (const struct diag *x = d.first; x; x = x->next) {
		assert_true(x->at.lo > before);
		before = x->at.lo;
	}
	assert_int_equal(before, file->base + 9);
	arena_free(a);
}

static void versions_are_known(void **state)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);
	struct version v;

	(void)state;
	assert_true(version_parse(STR("5.6"), &v));
	assert_int_equal(v.patch, 3);
	assert_true(version_parse(STR("6.1.0"), &v));
	assert_int_equal(v.patch, 0);
	assert_true(version_parse(STR("6.2-dev"), &v));
	assert_false(version_parse(STR("5.5"), &v));
	assert_false(version_parse(STR("6.1-dev"), &v));
	assert_false(version_parse(STR("6"), &v));
	assert_false(version_parse(STR(""), &v));
	version_parse(STR("5.7"), &v);
	version_say(&b, v.bit);
	assert_string_equal(b.p, "5.7");
	assert_true(feature_in(&v, FEATURE_LOADMODULE_OPTIONS));
	version_parse(STR("5.6"), &v);
	assert_false(feature_in(&v, FEATURE_LOADMODULE_OPTIONS));
	arena_free(a);
}

static void near_names_are_found(void **state)
{
	(void)state;
	assert_int_equal(suggest_distance(STR("children"), STR("children")), 0);
	assert_int_equal(suggest_distance(STR("childern"), STR("children")), 1);
	assert_int_equal(suggest_distance(STR("RELAY"), STR("relay")), 0);
	assert_int_equal(suggest_distance(STR("listen"), STR("children")), SUGGEST_NEVER);
	assert_int_equal(suggest_distance(STR("a"), STR("b")), SUGGEST_NEVER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(arena_gives_zeroed_aligned_memory),
	    cmocka_unit_test(arena_grows_in_place_or_moves),
	    cmocka_unit_test(buf_takes_any_text),
	    cmocka_unit_test(places_are_found),
	    cmocka_unit_test(findings_are_sorted_and_not_repeated),
	    cmocka_unit_test(versions_are_known),
	    cmocka_unit_test(near_names_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
