/*
 * json - see json.h.
 */
#include "output/json.h"

#include "base/hidden.h"
#include "base/utf8.h"
#include "output/words.h"

json_t *json_utf8(struct str text)
{
	return json_stringn_nocheck(text.p ? text.p : "", text.n);
}

json_t *json_text(struct arena *a, struct str text)
{
	struct buf b;

	if (utf8_skip_ascii(text, 0) == text.n)
		return json_utf8(text);
	b = buf_on(a);
	words_utf8(&b, text);
	return json_utf8(buf_view(&b));
}

json_t *json_words(struct arena *a, struct str text)
{
	struct buf b = buf_on(a);

	words_visible(&b, text);
	return json_utf8(buf_view(&b));
}

bool json_put(json_t *object, const char *key, json_t *value)
{
	return json_object_set_new_nocheck(object, key, value) == 0;
}

bool json_add(json_t *array, json_t *value)
{
	return json_array_append_new(array, value) == 0;
}

json_t *json_done(json_t *object, bool is_done)
{
	if (is_done)
		return object;
	json_decref(object);
	return NULL;
}

static int append(const char *p, size_t n, void *b)
{
	buf_str(b, (struct str){p, n});
	return 0;
}

/* The same value either way; what is hidden is escaped, and the rest of its line with it. */
bool json_value(struct buf *b, const json_t *value)
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
	return true;
}

bool json_line(struct buf *b, const json_t *value)
{
	bool is_done = json_value(b, value);

	buf_byte(b, '\n');
	return is_done;
}

static json_t *names_of(struct arena *a, const struct str *names, uint32_t count)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < count && is_done; i++)
		is_done = json_add(list, json_text(a, names[i]));
	return json_done(list, is_done);
}

bool json_put_when(struct arena *a, json_t *object, const struct diag_when *when)
{
	json_t *x;

	if (!when)
		return true;
	x = json_object();
	return json_put(
	    object, "when",
	    json_done(x, json_put(x, "text", json_text(a, when->text)) &&
			     json_put(x, "on", names_of(a, when->on, when->on_count)) &&
			     json_put(x, "off", names_of(a, when->off, when->off_count))));
}

bool json_put_releases(struct arena *a, json_t *object, const struct diag_releases *releases)
{
	return !releases ||
	       json_put(object, "releases", names_of(a, releases->names, releases->count));
}
