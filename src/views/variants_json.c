/*
 * variants_json - the variants of a config for programs, one object; see variants_list.h.
 *
 * What must stay true: keys are added, never renamed; lines count from 1.
 */
#include "views/variants_list.h"

#include "output/json.h"

struct variants_writer {
	struct arena *arena;
	const struct variants_choice *choice;
};

static bool put_lines(const struct variants_writer *w, json_t *o, struct span at)
{
	struct place from = variants_list_place(w->choice, at.lo);
	struct place to = variants_list_place(w->choice, at.hi > at.lo ? at.hi - 1 : at.lo);

	return json_put(o, "path", json_text(w->arena, from.source->name)) &&
	       json_put(o, "line", json_integer(from.line)) &&
	       json_put(o, "end_line", json_integer(to.line));
}

static json_t *name_of(const struct variants_writer *w, uint32_t i)
{
	const struct skeleton_name *x = &w->choice->skeleton.names.all[i];
	uint32_t toggle = variants_list_toggle(w->choice, i);
	bool varies = toggle != CHOICE_NONE;
	json_t *o = json_object();

	return json_done(
	    o,
	    json_put(o, "name", json_text(w->arena, x->name)) &&
		json_put(o, "kind", json_string_nocheck(skeleton_kind(x->kind))) &&
		json_put(o, "varies", json_boolean(varies)) &&
		json_put(o, "on",
			 varies ? json_boolean(variants_list_has(w->choice->toggles.as_is, toggle))
				: json_null()) &&
		json_put(o, "is_comment", json_boolean(w->choice->is_comment[i])) &&
		json_put(o, "asked", json_integer(x->asked)) && put_lines(w, o, x->asked_at));
}

/* The names around region I that must be defined, or must not. */
static json_t *wanted_of(const struct variants_writer *w, uint32_t i, bool is_on)
{
	const struct skeleton *k = &w->choice->skeleton;
	json_t *list = json_array();
	bool is_done = true;

	for (; i != SKELETON_NONE && is_done; i = k->regions.all[i].parent) {
		const struct skeleton_region *x = &k->regions.all[i];

		if (x->name != SKELETON_NONE && x->is_on == is_on)
			is_done = json_add(list, json_text(w->arena, k->names.all[x->name].name));
	}
	return json_done(list, is_done);
}

static json_t *region_of(const struct variants_writer *w, uint32_t i)
{
	json_t *o = json_object();

	return json_done(o, put_lines(w, o, w->choice->skeleton.regions.all[i].at) &&
				json_put(o, "on", wanted_of(w, i, true)) &&
				json_put(o, "off", wanted_of(w, i, false)));
}

static json_t *row_of(const struct variants_writer *w, uint32_t i)
{
	row x = w->choice->rows.all.all[i];
	json_t *list = json_array();
	bool is_done = true;

	for (unsigned n = 0; n < w->choice->toggles.count && is_done; n++)
		if (variants_list_has(x, n))
			is_done = json_add(
			    list, json_text(w->arena, toggles_name(&w->choice->toggles, n)));
	return json_done(list, is_done);
}

static json_t *array_of(const struct variants_writer *w, uint32_t count,
			json_t *(*item)(const struct variants_writer *w, uint32_t i))
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < count && is_done; i++)
		is_done = json_add(list, item(w, i));
	return json_done(list, is_done);
}

bool variants_list_json(struct buf *b, struct arena *a, const struct variants_choice *c,
			struct str name)
{
	struct variants_writer w = {a, c};
	json_t *o = json_object();
	bool is_done = json_put(o, "file", json_text(a, name)) &&
		       json_put(o, "names", array_of(&w, c->skeleton.names.count, name_of)) &&
		       json_put(o, "text", array_of(&w, c->skeleton.regions.count, region_of)) &&
		       json_put(o, "variants", array_of(&w, c->rows.all.count, row_of)) &&
		       json_put(o, "left_out", json_integer(c->toggles.left_out)) &&
		       json_line(b, o);

	json_decref(o);
	return is_done;
}
