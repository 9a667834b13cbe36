/*
 * setting - the constant table made by grammar/mktables.awk, and look-up in it; see setting.h.
 */
#include "facts/setting.h"

#include <string.h>

static const struct setting settings[] = {
#define SETTING(param, module, form, options, spec, looks, defines, versions)                      \
	{param, module, form, options, spec, looks, defines, versions},
#include "settings.inc"
#undef SETTING
};

static const struct dependency dependencies[] = {
#define DEPENDENCY(module, needs, is_before, when, versions)                                       \
	{module, needs, is_before, when, versions},
#include "dependencies.inc"
#undef DEPENDENCY
};

static const struct database databases[] = {
#define DATABASE(module, param, url, when, versions) {module, param, url, when, versions},
#include "databases.inc"
#undef DATABASE
};

static const struct requirement requirements[] = {
#define REQUIREMENT(module, param, when, looks, versions) {module, param, when, looks, versions},
#include "requirements.inc"
#undef REQUIREMENT
};

/* The name that row I of a table of rows of SIZE bytes begins with. */
static struct str name_at(const void *table, size_t size, size_t i)
{
	const char *name;

	memcpy(&name, (const char *)table + i * size, sizeof name);
	return str_of(name);
}

/* The first of N rows whose name is NAME; how many there are in *COUNT. */
static const void *find(const void *table, size_t size, size_t n, struct str name, size_t *count)
{
	size_t lo = 0, hi = n, end;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_compare(name_at(table, size, middle), name) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (end = lo; end < n && str_equal(name_at(table, size, end), name); end++)
		;
	*count = end - lo;
	return *count ? (const char *)table + lo * size : NULL;
}

#define FIND(table, name) find(table, sizeof *(table), sizeof(table) / sizeof *(table), name, count)

const struct setting *setting_find(struct str param, size_t *count)
{
	return FIND(settings, param);
}

const struct dependency *dependency_find(struct str module, size_t *count)
{
	return FIND(dependencies, module);
}

const struct database *database_find(struct str module, size_t *count)
{
	return FIND(databases, module);
}

const struct requirement *requirement_find(struct str module, size_t *count)
{
	return FIND(requirements, module);
}

bool setting_has(const struct setting *s, const char *option)
{
	return s->options && strstr(s->options, option);
}
