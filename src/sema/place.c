/*
 * place - where Kamailio notices a mistake: at a token behind it.
 */
#include "sema/scope.h"

/* The offset behind the blanks, comments and continued lines at the start of TEXT. */
static size_t skip_blank(struct str text, size_t i)
{
	for (;;) {
		while (i < text.n &&
		       (text.p[i] == ' ' || (text.p[i] >= '\b' && text.p[i] <= '\r') ||
			text.p[i] == '\\'))
			i++;
		if (i >= text.n)
			return i;
		if (text.p[i] == '#' ||
		    (text.p[i] == '/' && i + 1 < text.n && text.p[i + 1] == '/')) {
			while (i < text.n && text.p[i] != '\n')
				i++;
		} else if (text.p[i] == '/' && i + 1 < text.n && text.p[i + 1] == '*') {
			ptrdiff_t end = str_search(str_skip(text, i + 2), STR("*/"));

			if (end < 0)
				return text.n;
			i += (size_t)end + 4;
		} else {
			return i;
		}
	}
}

struct span sema_next(struct sema *cx, uint32_t at)
{
	for (;;) {
		const struct source *src = source_of(&cx->session->sources, at);
		size_t i;

		if (!src)
			return SPAN_NONE;
		i = skip_blank(src->text, at - src->base);
		if (i < src->text.n)
			return (struct span){src->base + (uint32_t)i, src->base + (uint32_t)i + 1};
		if (!src->from.lo)
			return (struct span){src->base + (uint32_t)(i ? i - 1 : 0),
					     src->base + (uint32_t)i};
		at = src->from.hi;
	}
}
