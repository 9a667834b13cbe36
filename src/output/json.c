/*
 * json - see json.h.
 */
#include "output/json.h"

#include "base/hidden.h"
#include "base/utf8.h"

static bool is_utf8(struct str text)
{
	size_t n = 1;

	while (text.n && (n = utf8_length(text)))
		text = str_skip(text, n);
	return n > 0;
}

json_t *json_text(struct arena *a, struct str text)
{
	struct buf b;

	if (is_utf8(text))
		return json_stringn_nocheck(text.p ? text.p : "", text.n);
	b = buf_on(a);
	while (text.n) {
		size_t n = utf8_length(text);

		buf_str(&b, n ? str_head(text, n) : STR("\xef\xbf\xbd"));
		text = str_skip(text, n ? n : 1);
	}
	return json_stringn_nocheck(b.p, b.n);
}

static int append(const char *p, size_t n, void *b)
{
	buf_str(b, (struct str){p, n});
	return 0;
}

/* The same value either way; what is hidden is escaped, and the rest of its line with it. */
bool json_line(struct buf *b, const json_t *value)
{
	size_t start = b->n;
	struct hidden_character x;

	if (!value || json_dump_callback(value, append, b, JSON_COMPACT) != 0)
		return false;
	if (hidden_find(buf_view(b), start, &x)) {
		b->n = start;
		if (json_dump_callback(value, append, b, JSON_COMPACT | JSON_ENSURE_ASCII) != 0)
			return false;
	}
	buf_byte(b, '\n');
	return true;
}
