/*
 * differences_json - differences for programs, one object: packaging/kamcheck-diff.schema.json; see
 * differences.h.
 *
 * What must stay true: keys are added, never renamed; columns count bytes from 1.
 */
#include "views/differences.h"

#include "output/json.h"

static const char *const side_words[] = {"old", "new"};

static json_t *side_of(const struct differences *x, const struct difference *d, int side,
		       struct difference_side *s)
{
	json_t *object = json_object();
	struct buf text = buf_on(x->arena);
	bool is_done = true;

	*s = differences_side(x, d, side);
	for (uint32_t i = 0; i < s->lines.count; i++) {
		if (i)
			buf_byte(&text, '\n');
		buf_str(&text, s->lines.all[i]);
	}
	if (s->path.n)
		is_done = json_put(object, "file", json_text(x->arena, s->path)) &&
			  json_put(object, "line", json_integer(s->line)) &&
			  json_put(object, "column", json_integer(s->column)) &&
			  json_put(object, "last_line", json_integer(s->last_line)) &&
			  json_put(object, "text", json_text(x->arena, buf_view(&text))) &&
			  json_put(object, "lines_left", json_integer(s->left));
	return json_done(object, is_done);
}

static bool put_values(const struct differences *x, json_t *object, const struct difference *d,
		       const struct difference_side *sides)
{
	struct str values[COMPARE_SIDES];

	if (!differences_hide(x, d, sides, values) || !values[0].p || !values[1].p)
		return true;
	return json_put(object, "old_value", json_text(x->arena, values[0])) &&
	       json_put(object, "new_value", json_text(x->arena, values[1]));
}

static json_t *difference_of(const struct differences *x, const struct difference *d)
{
	json_t *object = json_object();
	struct difference_side sides[COMPARE_SIDES];
	bool is_done = json_put(object, "part", json_string_nocheck(differences_part(d->part))) &&
		       json_put(object, "what", json_string_nocheck(differences_what(d->what))) &&
		       json_put(object, "name", json_words(x->arena, d->name)) &&
		       json_put(object, "is_statement", json_boolean(d->is_statement)) &&
		       (!d->why.n || json_put(object, "why", json_words(x->arena, d->why)));

	for (int side = 0; side < COMPARE_SIDES; side++)
		if (d->has_side[side])
			is_done = is_done && json_put(object, side_words[side],
						      side_of(x, d, side, &sides[side]));
	return json_done(object, is_done && put_values(x, object, d, sides));
}

static json_t *counts_of(const struct differences *x)
{
	json_t *object = json_object();
	bool is_done = true;

	for (enum compare_what what = 0; what < COMPARE_WHATS; what++)
		is_done = is_done && json_put(object, differences_what(what),
					      json_integer(compare_count(x->found, what)));
	return json_done(object, is_done);
}

static json_t *list_of_differences(const struct differences *x)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; is_done && i < x->found->differences.count; i++)
		is_done = json_add(list, difference_of(x, &x->found->differences.all[i]));
	return json_done(list, is_done);
}

static json_t *list_of_notes(const struct differences *x)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < x->notes.count; i++)
		is_done = is_done && json_add(list, json_words(x->arena, x->notes.all[i]));
	return json_done(list, is_done);
}

bool differences_json(struct buf *b, const struct differences *x)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "old", json_words(x->arena, x->names[0])) &&
		       json_put(object, "new", json_words(x->arena, x->names[1])) &&
		       json_put(object, "is_equal", json_boolean(!x->found->differences.count)) &&
		       json_put(object, "counts", counts_of(x)) &&
		       json_put(object, "notes", list_of_notes(x)) &&
		       json_put(object, "differences", list_of_differences(x)) &&
		       json_line(b, object);

	json_decref(object);
	return is_done;
}
