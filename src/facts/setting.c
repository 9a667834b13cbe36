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

const struct setting *setting_find(struct str param, size_t *count)
{
	size_t lo = 0, hi = sizeof settings / sizeof *settings, end;

	while (lo < hi) {
		size_t middle = lo + (hi - lo) / 2;

		if (str_compare(str_of(settings[middle].param), param) < 0)
			lo = middle + 1;
		else
			hi = middle;
	}
	for (end = lo;
	     end < sizeof settings / sizeof *settings && str_is(param, settings[end].param); end++)
		;
	*count = end - lo;
	return *count ? settings + lo : NULL;
}

bool setting_has(const struct setting *s, const char *option)
{
	return s->options && strstr(s->options, option);
}
