/*
 * picture_json - a picture for programs, one object.
 *
 * What must stay true: keys are added, never renamed; a line names its nodes by their ids.
 */
#include "pictures/picture.h"

#include "output/json.h"

static bool put_place(const struct picture *p, json_t *object, struct str file, uint32_t line)
{
	return !line || (json_put(object, "file", json_text(p->arena, file)) &&
			 json_put(object, "line", json_integer(line)));
}

static json_t *node_of(const struct picture *p, uint32_t number)
{
	const struct picture_node *n = &p->nodes.all[number];
	json_t *object = json_object();
	bool is_done = json_put(object, "id", json_integer(number)) &&
		       json_put(object, "name", json_words(p->arena, n->title)) &&
		       json_put(object, "role", json_string_nocheck(picture_role(n->role))) &&
		       put_place(p, object, n->file, n->line) &&
		       json_put(object, "reached", json_boolean(!n->is_unreached));

	return json_done(object, is_done);
}

static json_t *line_of(const struct picture *p, const struct picture_line *x)
{
	json_t *object = json_object();
	bool is_done =
	    json_put(object, "from", json_integer(x->from)) &&
	    json_put(object, "to", json_integer(x->to)) &&
	    json_put(object, "how", json_string_nocheck(picture_style(x->style))) &&
	    (!x->word.n || json_put(object, "word", json_words(p->arena, x->word))) &&
	    (!x->condition.n || json_put(object, "when", json_words(p->arena, x->condition))) &&
	    put_place(p, object, x->file, x->line) &&
	    json_put(object, "count", json_integer(x->count)) &&
	    json_put(object, "recursion", json_boolean(x->is_recursive));

	return json_done(object, is_done);
}

static json_t *nodes_of(const struct picture *p)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < p->nodes.count; i++)
		if (!p->nodes.all[i].is_left_out)
			is_done = is_done && json_add(list, node_of(p, i));
	return json_done(list, is_done);
}

static json_t *lines_of(const struct picture *p)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < p->lines.count; i++)
		if (picture_shows(p, &p->lines.all[i]))
			is_done = is_done && json_add(list, line_of(p, &p->lines.all[i]));
	return json_done(list, is_done);
}

bool picture_json(struct buf *b, const struct picture *p)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "file", json_text(p->arena, p->config)) &&
		       json_put(object, "kind", json_string_nocheck(p->kind)) &&
		       json_put(object, "is_partial", json_boolean(p->is_partial)) &&
		       json_put(object, "nodes", nodes_of(p)) &&
		       json_put(object, "lines", lines_of(p)) && json_line(b, object);

	json_decref(object);
	return is_done;
}
