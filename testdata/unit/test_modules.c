/*
 * test_modules - facts out of module files, and what becomes of them: module.c, compiled beside
 * this program, stands for a module.  Then the same file spoilt in all ways: it must be refused or
 * read, and nothing else.
 */
#include "modules/catalog_merge.h"
#include "modules/catalog_text.h"
#include "modules/module_file.h"
#include "sema/analyse.h"

#include <elf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *program; /* argv[0]: the module lies beside it */

struct test_module {
	struct arena *arena;
	struct version version;
	struct str bytes;
	struct module_facts facts;
};

static struct str read_bytes(struct arena *a, const char *name)
{
	struct files files = files_on_disk(a, NULL);
	struct str self = str_of(program), bytes, reason;
	struct buf b = buf_on(a);

	buf_printf(&b, "%.*s/%s", (int)str_find_last(self, '/'), program, name);
	assert_int_equal(files.read(files.ctx, a, buf_view(&b), &bytes, &reason), FILE_OK);
	return bytes;
}

static const char *read_as(struct test_module *m, struct str bytes)
{
	return module_file_read(m->arena, &catalog_embedded, &m->version, STR("private"), bytes,
				&m->facts);
}

static struct test_module start(void)
{
	struct test_module m = {.arena = arena_new()};

	assert_true(version_parse(STR("5.6"), &m.version));
	m.bytes = read_bytes(m.arena, "module.so");
	return m;
}

static void check_facts(const struct module_facts *f)
{
	static const struct fact_function want[] = {
	    {"m_plain", "private", 0, false, FACT_REQUEST | FACT_EVENT, 0},
	    {"m_any", "private", 2, false, FACT_ANY, 0},
	    {"m_freed", "private", 1, false, FACT_REQUEST | FACT_EVENT | FACT_FAILURE, 0},
	    {"m_kept", "private", 2, true, FACT_BRANCH | FACT_ONSEND, 0},
	    {"m_free", "private", 2, false, FACT_TM_ONREPLY | FACT_CORE_ONREPLY, 0},
	    {"m_const", "private", 1, true, FACT_LOCAL | FACT_BRANCH_FAILURE, 0},
	    {"m_new", "private", 1, false, FACT_REQUEST | FACT_EVENT, 0},
	    {"m_var", "private", FACT_ANY_COUNT, false, FACT_REQUEST | FACT_EVENT, 0},
	    {"bind_m", "private", 0, false, 0, 0},
	};

	assert_string_equal(f->parameter_name, "private");
	assert_int_equal(f->function_count, sizeof want / sizeof *want);
	for (size_t i = 0; i < f->function_count; i++) {
		assert_string_equal(f->functions[i].name, want[i].name);
		assert_string_equal(f->functions[i].module, want[i].module);
		assert_int_equal(f->functions[i].parameters, want[i].parameters);
		assert_int_equal(f->functions[i].wants_constants, want[i].wants_constants);
		assert_int_equal(f->functions[i].routes, want[i].routes);
	}
	assert_int_equal(f->param_count, 4);
	assert_int_equal(f->params[0].type, FACT_INT);
	assert_int_equal(f->params[1].type, FACT_STR);
	assert_int_equal(f->params[2].type, FACT_STRING);
	assert_string_equal(f->params[3].name, "list");
	assert_true(f->params[3].has_setter && !f->params[0].has_setter);
	assert_int_equal(f->pvar_count, 2);
	assert_false(f->pvars[0].is_writable || f->pvars[0].has_inner || f->pvars[0].has_index);
	assert_true(f->pvars[1].is_writable && f->pvars[1].has_inner && f->pvars[1].has_index);
}

static void a_module_file_is_read(void **state)
{
	struct test_module m = start();

	(void)state;
	assert_null(read_as(&m, m.bytes));
	assert_int_equal(m.facts.versions, m.version.bit);
	check_facts(&m.facts);
	arena_free(m.arena);
}

static void packed_relocations_are_read(void **state)
{
	struct test_module m = start();

	(void)state;
	assert_null(read_as(&m, read_bytes(m.arena, "packed.so")));
	check_facts(&m.facts);
	arena_free(m.arena);
}

/* The same library as a linker for arm64 would have written it. */
static void make_arm64(char *p)
{
	Elf64_Ehdr header;

	memcpy(&header, p, sizeof header);
	header.e_machine = EM_AARCH64;
	memcpy(p, &header, sizeof header);
	for (size_t i = 0; i < header.e_shnum; i++) {
		Elf64_Shdr section;

		memcpy(&section, p + header.e_shoff + i * sizeof section, sizeof section);
		for (size_t n = 0; section.sh_type == SHT_RELA && n < section.sh_size;
		     n += sizeof(Elf64_Rela)) {
			Elf64_Rela rela;
			uint64_t type;

			memcpy(&rela, p + section.sh_offset + n, sizeof rela);
			type = ELF64_R_TYPE(rela.r_info);
			type = type == R_X86_64_RELATIVE   ? R_AARCH64_RELATIVE
			       : type == R_X86_64_64       ? R_AARCH64_ABS64
			       : type == R_X86_64_GLOB_DAT ? R_AARCH64_GLOB_DAT
							   : R_AARCH64_NONE;
			rela.r_info = ELF64_R_INFO(ELF64_R_SYM(rela.r_info), type);
			memcpy(p + section.sh_offset + n, &rela, sizeof rela);
		}
	}
}

static void a_module_for_arm64_is_read(void **state)
{
	struct test_module m = start();
	char *p = arena_copy(m.arena, m.bytes.p, m.bytes.n);

	(void)state;
	make_arm64(p);
	assert_null(read_as(&m, (struct str){p, m.bytes.n}));
	check_facts(&m.facts);
	arena_free(m.arena);
}

static void foreign_files_are_refused(void **state)
{
	struct test_module m = start();
	char *p = arena_copy(m.arena, m.bytes.p, m.bytes.n);
	Elf64_Ehdr header;

	(void)state;
	assert_string_equal(read_as(&m, STR("")), "the file is empty");
	assert_string_equal(read_as(&m, STR("loadmodule \"tm\"\n")), "it is not an ELF file");
	memcpy(&header, p, sizeof header);
	header.e_machine = EM_ARM;
	memcpy(p, &header, sizeof header);
	assert_true(module_file_may_load(read_as(&m, (struct str){p, m.bytes.n})));
	header.e_machine = EM_X86_64;
	header.e_type = ET_EXEC;
	memcpy(p, &header, sizeof header);
	assert_string_equal(read_as(&m, (struct str){p, m.bytes.n}), "it is not a shared library");
	arena_free(m.arena);
}

/* Reads a copy that ends where its memory ends. */
static bool can_read(struct test_module *m, const char *bytes, size_t n)
{
	struct test_module one = {.arena = arena_new(), .version = m->version};
	char *p = malloc(n ? n : 1);
	const char *why;

	memcpy(p, bytes, n);
	why = read_as(&one, (struct str){p, n});
	if (!why)
		catalog_with_modules(one.arena, &catalog_embedded, &one.facts, 1, &one.version);
	arena_free(one.arena);
	free(p);
	return !why;
}

static void truncated_files_are_refused(void **state)
{
	struct test_module m = start();

	(void)state;
	for (size_t n = 0; n < m.bytes.n; n += n < 300 ? 1 : 29)
		assert_false(can_read(&m, m.bytes.p, n));
	arena_free(m.arena);
}

static uint32_t next_random(uint32_t *x)
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

static void spoilt_files_do_no_harm(void **state)
{
	struct test_module m = start();
	char *p = arena_copy(m.arena, m.bytes.p, m.bytes.n);
	uint32_t x = 1;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		size_t at[3];

		for (size_t k = 0; k < 3; k++) {
			/* The headers matter most. */
			size_t range = next_random(&x) % 4 ? m.bytes.n : 64;

			at[k] = next_random(&x) % range;
			if (next_random(&x) % 4 == 0)
				at[k] = m.bytes.n - 1 - next_random(&x) % 2000;
			p[at[k]] = (char)next_random(&x);
		}
		can_read(&m, p, m.bytes.n);
		for (size_t k = 0; k < 3; k++)
			p[at[k]] = m.bytes.p[at[k]];
	}
	arena_free(m.arena);
}

static void facts_survive_as_text(void **state)
{
	struct test_module m = start();
	const struct catalog *facts, *again, *both;
	struct buf first = buf_on(m.arena), second = buf_on(m.arena), why = buf_on(m.arena);
	static const struct catalog none;
	size_t count;

	(void)state;
	assert_null(read_as(&m, m.bytes));
	facts = catalog_of_modules(m.arena, &m.facts, 1, 0);
	catalog_write(&first, facts);
	again = catalog_read(m.arena, buf_view(&first), &why);
	assert_non_null(again);
	catalog_write(&second, catalog_with(m.arena, &none, again));
	assert_true(str_equal(buf_view(&first), buf_view(&second)));
	both = catalog_with(m.arena, &catalog_embedded, again);
	assert_int_equal(both->function_count,
			 catalog_embedded.function_count + m.facts.function_count);
	assert_non_null(catalog_functions(both, STR("m_kept"), &count));
	assert_int_equal(count, 1);
	assert_non_null(catalog_functions(both, STR("t_relay"), &count));
	arena_free(m.arena);
}

static void embedded_facts_survive_as_text(void **state)
{
	struct arena *a = arena_new();
	struct buf first = buf_on(a), second = buf_on(a), why = buf_on(a);
	static const struct catalog none;
	const struct catalog *again;

	(void)state;
	catalog_write(&first, catalog_with(a, &none, &catalog_embedded));
	again = catalog_read(a, buf_view(&first), &why);
	assert_non_null(again);
	catalog_write(&second, catalog_with(a, &none, again));
	assert_true(str_equal(buf_view(&first), buf_view(&second)));
	arena_free(a);
}

static void bad_text_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
	    {"f\tm\t1\tany\tany\t5.6\n",
	     "line 1: \"f\\tm\\t1\\tany\\tany\\t5.6\" stands in no table: a line such as "
	     "\"#function<TAB>module...\" begins one"},
	    {"# x\n#function\tmodule\tparameters\troutes\targuments\tversions\nf\tm\t1\n",
	     "line 3: \"f\\tm\\t1\" is not a row of this table"},
	    {"#function\tmodule\tparameters\troutes\targuments\tversions\n"
	     "f\tm\tx\tany\tany\t5.6\n",
	     "line 2: \"x\" is not a number"},
	    {"#function\tmodule\tparameters\troutes\targuments\tversions\n"
	     "f\tm\t1\trequest,x\tany\t5.6\n",
	     "line 2: \"x\" is not a kind of route"},
	    {"#param\tmodule\ttype\tsetter\tversions\np\tm\tfloat\tvalue\t5.6-\n",
	     "line 2: \"float\" is not int, str or string"},
	    {"#param\tmodule\ttype\tsetter\tversions\np\tm\tint\tvalue\t5.5-4.2\n",
	     "line 2: \"5.5-4.2\" names no known versions"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf why = buf_on(a);

		assert_null(catalog_read(a, str_of(rows[i].text), &why));
		if (!str_is(buf_view(&why), rows[i].why))
			fail_msg("row %zu: %.*s", i, STR_ARG(buf_view(&why)));
	}
	arena_free(a);
}

/* Checks TEXT with PATH as the module path and the module as the files' text. */
static void check_text(struct session *s, const struct memory_files *set, const char *version,
		       const char *path, const char *text)
{
	session_init(s, files_in_memory(set));
	assert_true(version_parse(str_of(version), &s->version));
	s->module_path = str_of(path);
	s->reads_mpath = true;
	analyse(s, STR("main.cfg"), str_of(text));
}

static const struct fact_function *function_in(struct session *s, const char *name)
{
	size_t count;
	const struct fact_function *f = catalog_functions(s->catalog, str_of(name), &count);

	for (; count; count--, f++)
		if (f->versions & s->version.bit)
			return f;
	return NULL;
}

/* That a module file is read at all, and what it says is used. */
static void files_stand_for_embedded_facts(void **state)
{
	struct test_module m = start();
	const struct memory_file files[] = {
	    {STR("/m/private.so"), m.bytes},
	    {STR("/m/sl/sl.so"), m.bytes},
	    {STR("/n/own.so"), m.bytes},
	    {STR("lib/rel.so"), m.bytes},
	};
	const struct memory_files set = {files, 4};
	static const char all[] =
	    "loadmodule \"private\"\nloadmodule \"sl.so\"\nloadmodule \"tm\"\n"
	    "request_route { exit; }\n";
	struct session s;

	(void)state;
	check_text(&s, &set, "5.6", "/x:/m", all);
	/* Said once: K707. */
	assert_int_equal(s.diags.count, 1);
	assert_true(str_is(s.modules_kept, "tm"));
	assert_non_null(catalog_module(s.catalog, STR("private"), &s.version));
	assert_non_null(function_in(&s, "m_plain"));
	/* Replaced by the file, in this version only; tm is not there and stays. */
	assert_null(function_in(&s, "sl_send_reply"));
	assert_non_null(function_in(&s, "t_relay"));
	assert_true(version_parse(STR("6.1"), &s.version));
	assert_non_null(function_in(&s, "sl_send_reply"));
	session_end(&s);

	/* Built for another version: only what is not known otherwise. */
	check_text(&s, &set, "6.1", "/m", all);
	assert_int_equal(s.diags.count, 1);
	assert_true(str_is(s.modules_kept, "sl, tm"));
	assert_non_null(function_in(&s, "sl_send_reply"));
	assert_non_null(catalog_module(s.catalog, STR("private"), &s.version));
	session_end(&s);

	/* mpath, and a path in the name. */
	check_text(&s, &set, "5.6", "",
		   "loadmodule \"private\"\nmpath \"/n/\"\nloadmodule \"own\"\n"
		   "loadmodule \"lib/rel.so\"\nrequest_route { exit; }\n");
	assert_int_equal(s.modules_kept.n, 0);
	assert_non_null(catalog_module(s.catalog, STR("own"), &s.version));
	assert_non_null(catalog_module(s.catalog, STR("rel"), &s.version));
	assert_null(catalog_module(s.catalog, STR("private"), &s.version));
	session_end(&s);
	arena_free(m.arena);
}

/* The rules go by what the file says. */
static void calls_are_judged_by_the_file(void **state)
{
	struct test_module m = start();
	const struct memory_file file = {STR("/m/private.so"), m.bytes};
	const struct memory_files set = {&file, 1};
	struct session s;

	(void)state;
	check_text(&s, &set, "5.6", "/m",
		   "loadmodule \"private\"\nmodparam(\"private\", \"number\", 1)\n"
		   "modparam(\"private\", \"list\", \"a\")\n"
		   "request_route { m_plain(); m_any(\"a\", 1); m_var(1, 2, 3); m_new($xyz); }\n");
	assert_int_equal(s.diags.count, 0);
	session_end(&s);
	check_text(&s, &set, "5.6", "/m",
		   "loadmodule \"private\"\nmodparam(\"private\", \"number\", \"a\")\n"
		   "modparam(\"private\", \"none\", 1)\n"
		   "request_route { m_plain(1); m_kept(\"a\", \"b\"); m_none(); }\n");
	assert_int_equal(s.diags.count, 5);
	session_end(&s);
	arena_free(m.arena);
}

static void bad_files_give_one_error(void **state)
{
	struct test_module m = start();
	const struct memory_file files[] = {
	    {STR("/m/tm.so"), str_head(m.bytes, 5000)},
	    {STR("/m/sl.so"), m.bytes},
	    {STR("/m/private.so"), STR("no library")},
	};
	const struct memory_files set = {files, 3};
	const struct fact_module *row;
	struct session s;

	(void)state;
	check_text(&s, &set, "5.6", "/m",
		   "loadmodule \"tm\"\nloadmodule \"private\"\nmodparam(\"private\", \"x\", 1)\n"
		   "request_route { t_relay(); anything(1); exit; }\n");
	assert_int_equal(s.diags.count, 2);
	assert_string_equal(s.diags.first->rule->code, "K709");
	assert_non_null(function_in(&s, "t_relay"));
	row = catalog_module(s.catalog, STR("private"), &s.version);
	assert_true(row && row->is_unread);
	session_end(&s);
	arena_free(m.arena);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_module_file_is_read),
	    cmocka_unit_test(packed_relocations_are_read),
	    cmocka_unit_test(a_module_for_arm64_is_read),
	    cmocka_unit_test(foreign_files_are_refused),
	    cmocka_unit_test(truncated_files_are_refused),
	    cmocka_unit_test(spoilt_files_do_no_harm),
	    cmocka_unit_test(facts_survive_as_text),
	    cmocka_unit_test(embedded_facts_survive_as_text),
	    cmocka_unit_test(bad_text_is_refused),
	    cmocka_unit_test(files_stand_for_embedded_facts),
	    cmocka_unit_test(calls_are_judged_by_the_file),
	    cmocka_unit_test(bad_files_give_one_error),
	};

	(void)argc;
	program = argv[0];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
