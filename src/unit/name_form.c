/*
 * name_form - see name_form.h.
 */
#include "unit/name_form.h"

#include "base/ascii.h"

/* The value of KEY, in any case, in "key=value;key=value". */
static bool key_value(struct str text, struct str key, struct str *value)
{
	while (text.n) {
		struct str pair = str_take(&text, ';');
		ptrdiff_t equal = str_find(pair, '=');

		if (equal >= 0 && str_equal_nocase(str_trim(str_head(pair, (size_t)equal)), key)) {
			*value = str_unquote(str_trim(str_skip(pair, (size_t)equal + 1)));
			return true;
		}
	}
	return false;
}

static bool is_name(char c)
{
	return !ascii_is_white(c) && c != ':';
}

bool name_form_find(const struct name_form *form, struct str text, struct str *name)
{
	ptrdiff_t at;

	*name = text;
	if (form->key)
		return key_value(text, str_of(form->key), name) && name->n;
	if (form->after) {
		at = str_search(*name, str_of(form->after));
		if (at < 0)
			return false;
		*name = str_skip(*name, (size_t)at + strlen(form->after));
	}
	if (form->until) {
		at = str_search(*name, str_of(form->until));
		if (at >= 0)
			*name = str_head(*name, (size_t)at);
	}
	*name = str_trim(*name);
	if (form->flags & NAME_DESCRIBED)
		*name = str_head(*name, ascii_run(*name, is_name));
	if (form->skip && str_starts(*name, str_of(form->skip)))
		*name = str_skip(*name, strlen(form->skip));
	if (form->flags & NAME_RESETS && str_is(*name, "0"))
		return false;
	return name->n > 0;
}
