/*
 * fuzz_elf - a module file, or a catalogue as text: its facts become part of a catalogue, and text
 * that reads back; then a configuration that uses them is checked.
 */
#include "modules/catalog_merge.h"
#include "modules/catalog_text.h"
#include "modules/module_file.h"
#include "fuzz.h"
#include "use_facts.h"

static void merge(struct arena *a, const struct module_facts *facts)
{
	static const struct catalog none;
	struct version v = version_newest_stable();
	const struct catalog *one = catalog_of_modules(a, facts, 1, v.bit), *again;
	struct buf first = buf_on(a), second = buf_on(a), why = buf_on(a);

	use_facts(one, catalog_with_modules(a, &catalog_embedded, facts, 1, &v));
	catalog_write(&first, one);
	again = catalog_read(a, buf_view(&first), &why);
	if (!again)
		fuzz_fail("what is written can be read", buf_view(&why));
	catalog_write(&second, catalog_with(a, &none, again));
	fuzz_must(str_equal(buf_view(&first), buf_view(&second)),
		  "what is read is what was written");
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const struct catalog *read;
	struct module_facts facts;
	struct buf why = buf_on(a);
	struct version v;
	struct str bytes = {(const char *)data, size};

	version_parse(STR("5.6"), &v);
	if (!module_file_read(a, &catalog_embedded, &v, STR("private"), bytes, &facts))
		merge(a, &facts);
	read = catalog_read(a, bytes, &why);
	if (read)
		use_facts(read, catalog_with(a, &catalog_embedded, read));
	arena_free(a);
}
