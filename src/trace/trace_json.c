/*
 * trace_json - a trace for programs, one object.
 *
 * What must stay true: keys are added, never renamed.
 */
#include "trace/trace.h"

#include "output/json.h"

static const char *const words[STEP_KINDS] = {
    [STEP_BLOCK] = "block",   [STEP_ROUTE] = "route", [STEP_DECIDED] = "yes",
    [STEP_REFUSED] = "no",    [STEP_OPEN] = "if",     [STEP_ELSE] = "else",
    [STEP_CASE] = "case",     [STEP_LOOP] = "while",  [STEP_RELAY] = "relay",
    [STEP_REPLY] = "reply",   [STEP_ARM] = "arm",     [STEP_EXIT] = "exit",
    [STEP_DROP] = "drop",     [STEP_FALLS] = "falls", [STEP_DEEP] = "deep",
    [STEP_RETURN] = "return", [STEP_BREAK] = "break",
};

static const char *const folds[] = {
    [FOLD_NONE] = NULL,
    [FOLD_ABOVE] = "above",
    [FOLD_RECURSION] = "recursion",
    [FOLD_UNDEFINED] = "undefined",
};

static json_t *steps_of(const struct trace *t, const struct trace_step *x);

static json_t *step_of(const struct trace *t, const struct trace_step *x)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "kind", json_string_nocheck(words[x->kind])) &&
		       json_put(object, "text", json_words(t->arena, x->text));

	if (is_done && x->line)
		is_done = json_put(object, "file", json_text(t->arena, x->file)) &&
			  json_put(object, "line", json_integer(x->line));
	if (is_done && x->armed.n)
		is_done = json_put(object, "armed", json_words(t->arena, x->armed));
	if (is_done && folds[x->fold])
		is_done = json_put(object, "fold", json_string_nocheck(folds[x->fold]));
	if (is_done && x->below)
		is_done = json_put(object, "steps", steps_of(t, x->below));
	return json_done(object, is_done);
}

static json_t *steps_of(const struct trace *t, const struct trace_step *x)
{
	json_t *list = json_array();
	bool is_done = true;

	for (; x; x = x->next)
		is_done = is_done && json_add(list, step_of(t, x));
	return json_done(list, is_done);
}

static bool put_question(json_t *object, const struct trace *t)
{
	const struct question *q = &t->question;

	return json_put(object, "method", json_text(t->arena, q->method)) &&
	       json_put(object, "in_dialog", json_boolean(q->in_dialog == TRUTH_YES)) &&
	       (!q->reply || json_put(object, "reply", json_integer(q->reply))) &&
	       (!q->transport.n ||
		json_put(object, "transport", json_text(t->arena, q->transport))) &&
	       (!q->address.n || json_put(object, "from_ip", json_text(t->arena, q->address))) &&
	       (!q->port || json_put(object, "port", json_integer(q->port)));
}

bool trace_json(struct buf *b, const struct trace *t)
{
	json_t *object = json_object();
	bool is_done = json_put(object, "file", json_text(t->arena, t->config)) &&
		       put_question(object, t) &&
		       json_put(object, "is_partial", json_boolean(t->is_partial)) &&
		       json_put(object, "blocks", steps_of(t, t->blocks)) && json_line(b, object);

	json_decref(object);
	return is_done;
}
