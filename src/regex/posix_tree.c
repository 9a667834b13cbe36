/*
 * posix_tree - what the parts of the parser of patterns share; see posix_tree.h.
 */
#include "regex/posix_tree.h"

#include "base/buf.h"

#include <stdarg.h>

void *posix_fail(struct posix_parser *p, size_t at, const char *format, ...)
{
	struct buf b = buf_on(p->arena);
	va_list ap;

	if (p->error.n)
		return NULL;
	va_start(ap, format);
	buf_vprintf(&b, format, ap);
	va_end(ap);
	p->error = buf_view(&b);
	p->error_at = at;
	return NULL;
}
