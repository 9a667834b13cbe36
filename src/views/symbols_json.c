/*
 * symbols_json - the symbols for programs, a line of JSON each; see symbols_list.h.
 *
 * What must stay true: keys are added, never renamed; columns count bytes from 1, the end is behind
 * the last byte.
 */
#include "views/symbols_list.h"

#include "output/json.h"

static bool put_position(json_t *object, const char *line, const char *column, struct place p)
{
	return json_put(object, line, json_integer(p.line)) &&
	       json_put(object, column, json_integer(p.column));
}

static bool put_place(json_t *object, struct symbols_list *l, const struct symbol_place *p)
{
	struct sources *all = &l->analysis->session->sources;
	struct place from = source_place(all, p->at.lo);

	if (!from.source)
		return json_put(object, "file", json_null());
	return json_put(object, "file", json_text(l->analysis->arena, from.source->name)) &&
	       put_position(object, "line", "column", from) &&
	       put_position(object, "end_line", "end_column", source_place(all, p->at.hi));
}

static json_t *place_of(struct symbols_list *l, const struct symbol_place *p)
{
	json_t *object = json_object();

	if (object && put_place(object, l, p) &&
	    json_put(object, "how", json_string_nocheck(symbol_how(p->how))) &&
	    (!p->through.n || json_put(object, "through", json_text(l->analysis->arena, p->through))))
		return object;
	json_decref(object);
	return NULL;
}

static bool put_places(json_t *definitions, json_t *references, struct symbols_list *l)
{
	for (uint32_t i = 0; i < l->places.count; i++) {
		const struct symbol_place *p = &l->places.all[i];
		json_t *list = p->how == REFERENCE_DEFINES ? definitions : references;

		if (json_array_append_new(list, place_of(l, p)) != 0)
			return false;
	}
	return true;
}

bool symbols_json(struct buf *b, struct symbols_list *l, const struct symbol *s)
{
	json_t *object = json_object(), *definitions = json_array(), *references = json_array();
	bool is_done;

	symbols_places(l, s);
	is_done = json_put(object, "kind", json_string_nocheck(symbol_kinds[s->kind].word)) &&
		  json_put(object, "name", json_text(l->analysis->arena, symbol_title(s))) &&
		  json_object_set_nocheck(object, "definitions", definitions) == 0 &&
		  json_object_set_nocheck(object, "references", references) == 0 &&
		  put_places(definitions, references, l) && json_line(b, object);
	json_decref(references);
	json_decref(definitions);
	json_decref(object);
	return is_done;
}
