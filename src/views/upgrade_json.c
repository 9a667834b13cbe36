/*
 * upgrade_json - an upgrade for programs, one object; see upgrade.h.
 *
 * What must stay true: keys are added, never renamed; columns count bytes from 1.
 */
#include "views/upgrade.h"

#include "output/json.h"

static const char *const part_words[] = {
    [PART_REFUSED] = "refused",       [PART_START] = "start",       [PART_BEHAVES] = "behaves",
    [PART_DEPRECATED] = "deprecated", [PART_DATABASE] = "database", [PART_KNOWS] = "knows",
};

static bool put_optional(struct upgrade const *u, json_t *object, const char *key, struct str text)
{
	return !text.n || json_put(object, key, json_words(u->arena, text));
}

static json_t *item_of(const struct upgrade *u, const struct upgrade_item *x)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "part", json_string_nocheck(part_words[x->part])) &&
		       (!x->rule || json_put(object, "code", json_string_nocheck(x->rule->code))) &&
		       put_optional(u, object, "since", x->since) &&
		       json_put(object, "text", json_words(u->arena, x->text)) &&
		       put_optional(u, object, "advice", x->advice);

	if (is_done && x->path.n)
		is_done = json_put(object, "file", json_text(u->arena, x->path)) &&
			  json_put(object, "line", json_integer(x->line)) &&
			  json_put(object, "column", json_integer(x->column));
	return json_done(object, is_done);
}

static json_t *verdict_of(const struct upgrade_verdict *v)
{
	json_t *object = json_object();

	return json_done(object,
			 json_put(object, "kamailio", json_utf8(v->version.name)) &&
			     json_put(object, "reads", json_boolean(!v->refused)) &&
			     json_put(object, "starts", json_boolean(!v->refused && !v->start)));
}

static json_t *counts_of(const struct upgrade *u)
{
	json_t *object = json_object();
	bool is_done = true;

	for (enum upgrade_part part = 0; part < UPGRADE_PARTS; part++)
		is_done = is_done &&
			  json_put(object, part_words[part], json_integer(upgrade_count(u, part)));
	return json_done(object, is_done && json_put(object, "already", json_integer(u->already)));
}

static json_t *verdicts_of(const struct upgrade *u)
{
	json_t *list = json_array();
	bool is_done = true;

	for (uint32_t i = 0; i < u->verdicts.count; i++)
		is_done = is_done && json_add(list, verdict_of(&u->verdicts.all[i]));
	return json_done(list, is_done);
}

static json_t *items_of(const struct upgrade *u)
{
	json_t *list = json_array();
	bool is_done = true;

	for (enum upgrade_part part = 0; part < UPGRADE_PARTS; part++)
		for (uint32_t i = 0; i < u->items.count; i++)
			if (u->items.all[i].part == part)
				is_done = is_done && json_add(list, item_of(u, &u->items.all[i]));
	return json_done(list, is_done);
}

bool upgrade_json(struct buf *b, const struct upgrade *u)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "file", json_text(u->arena, u->config)) &&
		       json_put(object, "from", json_utf8(u->from.name)) &&
		       json_put(object, "to", json_utf8(u->to.name)) &&
		       json_put(object, "must_change", json_boolean(upgrade_must_change(u))) &&
		       json_put(object, "is_partial", json_boolean(u->is_partial)) &&
		       json_put(object, "counts", counts_of(u)) &&
		       json_put(object, "verdicts", verdicts_of(u)) &&
		       json_put(object, "items", items_of(u)) && json_line(b, object);

	json_decref(object);
	return is_done;
}
