/*
 * formats - the table of forms; see formats.h.
 */
#include "output/formats.h"

static const struct report_format *const all[] = {
    &format_text,  &format_concise,    &format_gcc,    &format_json,
    &format_jsonl, &format_sarif,      &format_github, &format_gitlab,
    &format_junit, &format_checkstyle, &format_rdjson,
};

const struct report_format *format_find(struct str name)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (str_is(name, all[i]->name))
			return all[i];
	return NULL;
}

void format_list(struct buf *b)
{
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		buf_printf(b, "%s%s", i ? ", " : "", all[i]->name);
}
