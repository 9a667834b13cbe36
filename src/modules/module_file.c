/*
 * module_file - see module_file.h.
 *
 * A module has a symbol "exports" (or "_NAME_exports"), a record that points to its tables; a row
 * without a name ends a table.  All pointers are relocations, so a word that is one, or is none,
 * tells whether the layout is the known one.
 */
#include "modules/module_file.h"

#include "modules/elf_image.h"
#include "facts/words.h"

#include <string.h>

static const char unknown_layout[] = "the layout of this module file is not known";

/* Offsets in the record "exports" and in the rows; sizes of the rows. */
enum {
	EXPORTS_NAME = 0,
	EXPORTS_FUNCTIONS = 16,
	EXPORTS_PARAMS = 24,
	EXPORTS_PVARS = 40,
	EXPORTS_SIZE = 80
};
enum {
	FUNCTION_CODE = 8,
	FUNCTION_COUNT = 16,
	FUNCTION_FIXUP = 24,
	FUNCTION_FREE = 32,
	FUNCTION_ROUTES = 40,
	FUNCTION_SIZE = 48
};
enum { PARAM_TYPE = 8, PARAM_PLACE = 16, PARAM_SIZE = 24 };
enum {
	PVAR_LENGTH = 8,
	PVAR_GET = 24,
	PVAR_SET = 32,
	PVAR_INNER = 40,
	PVAR_INDEX = 48,
	PVAR_SIZE = 72
};

enum { COUNT_ANY = -128, COUNT_FOR_C = -1, COUNT_MOST = 6 };
enum { TYPE_STRING = 1, TYPE_INT = 2, TYPE_STR = 4 };
#define TYPE_SETTER 0x80000000u
#define TYPE_SHARED 0x40000000u /* the value lies in shared memory; since 6.1 */

/* No module has so many. */
enum { ROWS_MOST = 5000 };

struct export_reader {
	struct arena *arena;
	struct elf_image image;
	const struct catalog *known;
	struct version version;
	struct module_facts *out;
};

struct str module_file_name(struct str path)
{
	ptrdiff_t slash = str_find_last(path, '/');

	if (slash >= 0)
		path = str_skip(path, (size_t)slash + 1);
	return str_ends(path, STR(".so")) ? str_head(path, path.n - 3) : path;
}

/* "kamailio 5.6.3 (x86_64/linux)" */
static bool built_for(const struct elf_image *image, struct version *out)
{
	const struct elf_symbol *s = elf_image_symbol(image, STR("module_version"));
	struct elf_word word = {.kind = ELF_OUTSIDE};
	struct str text = STR("");

	if (s)
		word = elf_image_word(image, s->address);
	if (word.kind == ELF_ADDRESS)
		text = str_of(elf_image_text(image, word.value));
	if (!str_starts(text, STR("kamailio ")))
		return false;
	text = str_skip(text, 9);
	return version_parse(str_take(&text, ' '), out);
}

/* The text that the word at PLACE points to when it can be a name, else NULL; one of the image. */
static const char *find_name(const struct export_reader *r, uint64_t place)
{
	struct elf_word word = elf_image_word(&r->image, place);
	const char *text = NULL;

	if (word.kind == ELF_ADDRESS)
		text = elf_image_text(&r->image, word.value);
	if (!text || !*text)
		return NULL;
	for (const char *p = text; *p; p++)
		if (*p <= ' ' || *p > '~')
			return NULL;
	return text;
}

/* The same, to be kept. */
static const char *name_at(const struct export_reader *r, uint64_t place)
{
	const char *name = find_name(r, place);

	return name ? arena_copy(r->arena, name, strlen(name)) : NULL;
}

static bool is_null(const struct export_reader *r, uint64_t place)
{
	struct elf_word word = elf_image_word(&r->image, place);

	return word.kind == ELF_NUMBER && !word.value;
}

/* Whether the word at PLACE can be the address of a function. */
static bool is_code(const struct export_reader *r, uint64_t place)
{
	struct elf_word word = elf_image_word(&r->image, place);

	return word.kind == ELF_IMPORT ||
	       (word.kind == ELF_ADDRESS && elf_image_is_code(&r->image, word.value));
}

static bool is_code_or_null(const struct export_reader *r, uint64_t place)
{
	return is_null(r, place) || is_code(r, place);
}

/* The table that the word at PLACE points to and, in *COUNT, its rows of SIZE bytes; 0 for none.
 * False: it is not laid out so. */
static bool find_table(const struct export_reader *r, uint64_t place, uint64_t size,
		       uint64_t *table, size_t *count)
{
	struct elf_word word = elf_image_word(&r->image, place);

	*count = 0;
	*table = word.value;
	if (is_null(r, place))
		return true;
	if (word.kind != ELF_ADDRESS)
		return false;
	while (!is_null(r, *table + *count * size)) {
		if (*count == ROWS_MOST || !find_name(r, *table + *count * size))
			return false;
		++*count;
	}
	return true;
}

/* What the catalogue says of a function with a fixup that is in no list. */
static bool known_constant(const struct export_reader *r, const struct fact_function *f)
{
	size_t count;
	const struct fact_function *k = catalog_functions(r->known, str_of(f->name), &count);

	for (; count; count--, k++)
		if (k->parameters == f->parameters && k->versions & r->version.bit &&
		    strcmp(k->module, f->module) == 0)
			return k->wants_constants;
	return false;
}

/* The constant rule (semantics.md section 6.3): a fixup without a function that frees, and not one
 * for which the core knows that function. */
static bool wants_constants(const struct export_reader *r, uint64_t row,
			    const struct fact_function *f)
{
	struct elf_word fixup = elf_image_word(&r->image, row + FUNCTION_FIXUP);

	if (is_null(r, row + FUNCTION_FIXUP) || !is_null(r, row + FUNCTION_FREE))
		return false;
	if (fixup.kind == ELF_ADDRESS)
		return true;
	if (words_find(WORDS_FIXUP_FREED, str_of(fixup.import), &r->version))
		return false;
	if (words_find(WORDS_FIXUP_KEPT, str_of(fixup.import), &r->version))
		return true;
	return known_constant(r, f);
}

/* Functions for request routes may be called in event routes, too. */
static unsigned routes_of(uint32_t flags)
{
	static const struct {
		uint32_t flag;
		unsigned routes;
	} kinds[] = {
	    {1, FACT_REQUEST | FACT_EVENT},
	    {2, FACT_FAILURE},
	    {4, FACT_TM_ONREPLY},
	    {8, FACT_BRANCH},
	    {16, FACT_ONSEND},
	    {64, FACT_LOCAL},
	    {128, FACT_CORE_ONREPLY},
	    {256, FACT_BRANCH_FAILURE},
	    {512, FACT_EVENT},
	};
	unsigned routes = 0;

	if (flags == UINT32_MAX)
		return FACT_ANY;
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (flags & kinds[i].flag)
			routes |= kinds[i].routes;
	return routes;
}

static bool read_function(struct export_reader *r, uint64_t row)
{
	struct fact_function *f = &r->out->functions[r->out->function_count];
	uint32_t number, flags;
	int32_t count;

	if (!elf_image_u32(&r->image, row + FUNCTION_COUNT, &number) ||
	    !elf_image_u32(&r->image, row + FUNCTION_ROUTES, &flags) ||
	    !is_code_or_null(r, row + FUNCTION_CODE) || !is_code_or_null(r, row + FUNCTION_FIXUP) ||
	    !is_code_or_null(r, row + FUNCTION_FREE))
		return false;
	count = (int32_t)number;
	/* Only other modules can call it. */
	if (count == COUNT_FOR_C)
		return true;
	if ((count < 0 && count != COUNT_ANY) || count > COUNT_MOST ||
	    (flags > 0xffff && flags != UINT32_MAX))
		return false;
	f->name = name_at(r, row);
	f->module = r->out->name;
	f->parameters = count == COUNT_ANY ? FACT_ANY_COUNT : (short)count;
	f->routes = (uint16_t)routes_of(flags);
	f->wants_constants = wants_constants(r, row, f);
	f->versions = r->version.bit;
	r->out->function_count++;
	return true;
}

/* TEXT in quotes; NULL when a line of a table cannot hold it. */
static const char *quoted(const struct export_reader *r, const char *text)
{
	struct buf b = buf_on(r->arena);

	for (const char *p = text; *p; p++)
		if ((unsigned char)*p < ' ')
			return NULL;
	buf_printf(&b, "\"%s\"", text);
	buf_byte(&b, '\0');
	return b.p;
}

/* What the variable at ADDRESS of the type of P begins with, or NULL. */
static const char *initial_value(const struct export_reader *r, const struct fact_param *p,
				 uint64_t address)
{
	struct elf_word word;
	struct buf b = buf_on(r->arena);
	const char *text;
	uint32_t number;

	word = elf_image_word(&r->image, address);
	if (p->type == FACT_INT) {
		/* One module calls a pointer a number. */
		if (word.kind == ELF_ADDRESS || !elf_image_u32(&r->image, address, &number))
			return NULL;
		buf_printf(&b, "%d", (int)number);
		buf_byte(&b, '\0');
		return b.p;
	}
	/* A str begins with its pointer, too. */
	if (word.kind == ELF_NUMBER && !word.value)
		return "-";
	text = word.kind == ELF_ADDRESS ? elf_image_text(&r->image, word.value) : NULL;
	return text ? quoted(r, text) : NULL;
}

static void read_default(struct export_reader *r, const struct fact_param *p,
			 const struct elf_word *place)
{
	const char *value =
	    place->kind == ELF_ADDRESS && !p->has_setter ? initial_value(r, p, place->value) : NULL;

	if (value)
		r->out->defaults[r->out->default_count++] =
		    (struct param_default){.param = p->name, .value = value};
}

static bool read_param(struct export_reader *r, uint64_t row)
{
	struct fact_param *p = &r->out->params[r->out->param_count];
	struct elf_word place = elf_image_word(&r->image, row + PARAM_PLACE);
	uint32_t type;

	if (!elf_image_u32(&r->image, row + PARAM_TYPE, &type) || place.kind == ELF_OUTSIDE ||
	    (place.kind == ELF_NUMBER && place.value))
		return false;
	p->has_setter = (type & TYPE_SETTER) != 0;
	switch (type & ~(TYPE_SETTER | TYPE_SHARED)) {
	case TYPE_STRING: p->type = FACT_STRING; break;
	case TYPE_INT: p->type = FACT_INT; break;
	case TYPE_STR: p->type = FACT_STR; break;
	default: return false;
	}
	if (p->has_setter && !is_code(r, row + PARAM_PLACE))
		return false;
	p->name = name_at(r, row);
	p->module = r->out->name;
	p->versions = r->version.bit;
	if (!(type & TYPE_SHARED))
		read_default(r, p, &place);
	r->out->param_count++;
	return true;
}

static const struct inner_form *known_form(const struct export_reader *r, const struct fact_pvar *p)
{
	size_t count;
	const struct fact_pvar *k = catalog_pvars(r->known, str_of(p->name), &count);

	for (; count; count--, k++)
		if (strcmp(k->module, p->module) == 0)
			return k->form;
	return NULL;
}

static bool read_pvar(struct export_reader *r, uint64_t row)
{
	struct fact_pvar *p = &r->out->pvars[r->out->pvar_count];
	uint32_t length;

	p->name = name_at(r, row);
	if (!elf_image_u32(&r->image, row + PVAR_LENGTH, &length) || length != strlen(p->name))
		return false;
	for (uint64_t at = PVAR_GET; at <= PVAR_INDEX; at += 8)
		if (!is_code_or_null(r, row + at))
			return false;
	p->module = r->out->name;
	p->is_writable = !is_null(r, row + PVAR_SET);
	p->has_inner = !is_null(r, row + PVAR_INNER);
	p->has_index = !is_null(r, row + PVAR_INDEX);
	p->form = known_form(r, p);
	p->versions = r->version.bit;
	r->out->pvar_count++;
	return true;
}

static bool read_tables(struct export_reader *r, uint64_t exports)
{
	struct module_facts *out = r->out;
	uint64_t functions, params, pvars;
	size_t function_count, param_count, pvar_count;
	bool is_good = true;

	if (!find_table(r, exports + EXPORTS_FUNCTIONS, FUNCTION_SIZE, &functions,
			&function_count) ||
	    !find_table(r, exports + EXPORTS_PARAMS, PARAM_SIZE, &params, &param_count) ||
	    !find_table(r, exports + EXPORTS_PVARS, PVAR_SIZE, &pvars, &pvar_count))
		return false;
	out->functions = arena_array(r->arena, function_count + 1, sizeof *out->functions);
	out->params = arena_array(r->arena, param_count + 1, sizeof *out->params);
	out->pvars = arena_array(r->arena, pvar_count + 1, sizeof *out->pvars);
	out->defaults = arena_array(r->arena, param_count + 1, sizeof *out->defaults);
	for (size_t i = 0; is_good && i < function_count; i++)
		is_good = read_function(r, functions + i * FUNCTION_SIZE);
	for (size_t i = 0; is_good && i < param_count; i++)
		is_good = read_param(r, params + i * PARAM_SIZE);
	for (size_t i = 0; is_good && i < pvar_count; i++)
		is_good = read_pvar(r, pvars + i * PVAR_SIZE);
	return is_good;
}

/* The record of the module, which has its own name when several are linked together. */
static const struct elf_symbol *find_exports(struct export_reader *r)
{
	const struct elf_symbol *s = elf_image_symbol(&r->image, STR("exports"));
	struct buf b = buf_on(r->arena);

	if (s)
		return s;
	buf_printf(&b, "_%s_exports", r->out->name);
	return elf_image_symbol(&r->image, buf_view(&b));
}

bool module_file_may_load(const char *why)
{
	return why == unknown_layout || why == elf_image_foreign;
}

/* Takes what the image says, for branch V. */
static const char *read_image(struct export_reader *r, const struct version *v)
{
	struct module_facts *out = r->out;
	const struct elf_symbol *exports;
	bool says_version;

	says_version = built_for(&r->image, &r->version);
	out->versions = says_version ? r->version.bit : 0;
	if (v)
		r->version = *v;
	else if (!says_version)
		r->version = version_newest_stable();
	exports = find_exports(r);
	if (!exports)
		return "it is not a module: it has no table of exports";
	out->parameter_name = name_at(r, exports->address + EXPORTS_NAME);
	if (exports->size < EXPORTS_SIZE || !out->parameter_name ||
	    !read_tables(r, exports->address))
		return unknown_layout;
	return NULL;
}

const char *module_file_read(struct arena *a, const struct catalog *known, const struct version *v,
			     struct str name, struct str bytes, struct module_facts *out)
{
	struct export_reader r = {.arena = a, .known = known, .out = out};
	struct arena *work;
	const char *why;

	*out = (struct module_facts){.name = arena_copy(a, name.p, name.n)};
	if (bytes.n > MODULE_FILE_SIZE_MOST)
		return "it is larger than 64 MB";
	work = arena_new();
	why = elf_image_read(&r.image, work, bytes);
	if (!why)
		why = read_image(&r, v);
	arena_free(work);
	return why;
}
