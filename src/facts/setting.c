/*
 * setting - the constant table made by grammar/mktables.awk, and look-up in it; see setting.h.
 */
#include "facts/setting.h"

#include "facts/rows.h"

static const struct setting_key keys[] = {
#define KEY(...) {__VA_ARGS__},
#define ROW(...)
#include "settings.inc"
#undef ROW
#undef KEY
};

static const struct setting settings[] = {
#define KEY(...)
#define ROW(...) {__VA_ARGS__},
#include "settings.inc"
#undef ROW
#undef KEY
};

static const uint32_t settings_places[] = {
#include "settings.index"
};

static const struct dependency dependencies[] = {
#define ROW(...) {__VA_ARGS__},
#include "dependencies.inc"
#undef ROW
};

static const uint32_t dependencies_places[] = {
#include "dependencies.index"
};

static const struct database databases[] = {
#define ROW(...) {__VA_ARGS__},
#include "databases.inc"
#undef ROW
};

static const uint32_t databases_places[] = {
#include "databases.index"
};

static const struct requirement requirements[] = {
#define ROW(...) {__VA_ARGS__},
#include "requirements.inc"
#undef ROW
};

static const uint32_t requirements_places[] = {
#include "requirements.index"
};

#define FIND(table, name)                                                                          \
	rows_find(table, sizeof *(table), (struct rows_index)ROWS_INDEX(table##_places), name,     \
		  count)

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

const struct setting_key *setting_keys(const struct setting *s)
{
	return keys + s->spec.first_key;
}
