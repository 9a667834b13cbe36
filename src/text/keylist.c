/*
 * keylist - see keylist.h.
 */
#include "text/keylist.h"

#include "base/ascii.h"

static void skip_blank(struct keylist *l)
{
	while (l->at < l->text.n && ascii_is_white(l->text.p[l->at]))
		l->at++;
}

static bool fail(struct keylist *l, const char *error)
{
	l->error = error;
	return false;
}

struct keylist keylist_of(struct str text, bool is_bare)
{
	if (!is_bare && text.n && text.p[text.n - 1] == ';')
		text.n--;
	return (struct keylist){.text = text};
}

static bool read_quoted(struct keylist *l, struct keylist_item *item)
{
	struct str rest = str_skip(l->text, l->at + 1);
	ptrdiff_t end = str_find(rest, l->text.p[l->at]);

	if (end < 0)
		return fail(l, "the quote is not closed");
	item->value = str_head(rest, (size_t)end);
	l->at += (size_t)end + 2;
	return true;
}

static bool read_value(struct keylist *l, struct keylist_item *item)
{
	size_t start;
	char c;

	l->at++;
	item->has_value = true;
	skip_blank(l);
	item->value = str_skip(l->text, l->at);
	if (l->at == l->text.n)
		return true;
	c = l->text.p[l->at];
	if (c == '"' || c == '\'')
		return read_quoted(l, item);
	for (start = l->at; l->at < l->text.n; l->at++) {
		c = l->text.p[l->at];
		if (ascii_is_white(c) || c == ';' || c == ',')
			break;
	}
	item->value = str_head(item->value, l->at - start);
	return item->value.n || fail(l, "a value is missing here");
}

static void read_key(struct keylist *l, struct keylist_item *item)
{
	size_t start = l->at;

	for (; l->at < l->text.n; l->at++) {
		char c = l->text.p[l->at];

		if (ascii_is_white(c) || c == ';' || c == ',' || c == '=')
			break;
	}
	*item = (struct keylist_item){.key = {l->text.p + start, l->at - start}};
}

bool keylist_next(struct keylist *l, struct keylist_item *item)
{
	if (l->error || l->at >= l->text.n)
		return false;
	read_key(l, item);
	skip_blank(l);
	if (l->at < l->text.n && l->text.p[l->at] == '=' && !read_value(l, item))
		return false;
	skip_blank(l);
	if (l->at == l->text.n)
		return true;
	if (l->text.p[l->at] == ',') {
		l->at = l->text.n;
		return true;
	}
	if (l->text.p[l->at] != ';')
		return fail(l, "\";\" is expected here");
	l->at++;
	skip_blank(l);
	return l->at < l->text.n || fail(l, "a key is missing behind the last \";\"");
}
