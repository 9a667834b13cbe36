/*
 * modules - the sections about what is loaded and set: modules, the core, sockets.
 */
#include "report/page_parts.h"

/* --- modules ---------------------------------------------------------------------------------- */

/* What a modparam sets of one module. */
struct setting_row {
	const struct modparam *by;
	const struct module_param *param; /* NULL: it reaches no module */
};

struct setting_rows {
	LIST_OF(struct setting_row);
};

static void put_value(struct page *p, const struct setting_row *x)
{
	struct buf *b = p->out;
	bool is_old = x->param && !x->param->has_setter && !module_param_is_last(x->param);

	buf_text(b, is_old ? "<td class=\"old\"><code>" : "<td><code>");
	if (!x->param) {
		page_text(p, x->by->pattern);
		buf_text(b, ": ");
	}
	page_text(p, x->by->parameter);
	buf_text(b, is_old ? "</code></td><td class=\"old\"><code>" : "</code></td><td><code>");
	page_source(p, x->by->value ? x->by->value->at : SPAN_NONE);
	buf_text(b, "</code>");
	if (is_old)
		buf_text(b, " <span class=\"pill\">set again below</span>");
	buf_text(b, "</td><td class=\"number\">");
	page_place(p, x->by->node->at);
	buf_text(b, "</td>");
}

/* The rows of one module, whose name stands beside all of them; M is NULL where nobody knows it. */
static void put_module(struct page *p, const struct module *m, const struct setting_rows *rows)
{
	struct buf *b = p->out;
	uint32_t count = rows->count < PAGE_ROWS_MOST ? rows->count : PAGE_ROWS_MOST;

	buf_printf(b, "<tbody>\n<tr><th scope=\"rowgroup\" rowspan=\"%u\"><code>",
		   count ? count : 1);
	page_text(p, m ? m->name : STR("not loaded"));
	buf_text(b, "</code> ");
	if (m)
		page_place(p, m->node->at);
	if (m && !m->fact)
		buf_text(b, " <span class=\"pill\">not known</span>");
	buf_text(b, "</th>");
	if (!count)
		buf_text(b, "<td colspan=\"3\"><span class=\"nowhere\">nothing is set</span></td>");
	for (uint32_t i = 0; i < count; i++) {
		buf_text(b, i ? "</tr>\n<tr>" : "");
		put_value(p, &rows->all[i]);
	}
	buf_text(b, "</tr>\n</tbody>\n");
}

/* By order, which counts from 1; the first are those that reach no module. */
static struct setting_rows *sort_settings(struct page *p, const struct modules *l)
{
	struct setting_rows *rows = arena_array(p->arena, l->count + 2, sizeof *rows);

	for (const struct modparam *x = l->params; x; x = x->next) {
		if (!x->reached)
			*LIST_ADD(p->arena, &rows[0]) = (struct setting_row){x, NULL};
		for (const struct module_param *m = x->reached; m; m = m->next)
			if (m->module->order <= l->count)
				*LIST_ADD(p->arena, &rows[m->module->order]) =
				    (struct setting_row){x, m};
	}
	return rows;
}

void page_modules(struct page *p)
{
	static const char *const heads[] = {"Module", "Parameter", "Value", "Line"};
	const struct modules *l = &p->analysis->modules;
	struct setting_rows *rows = sort_settings(p, l);
	uint64_t count = 0, shown = 0;

	if (!l->modules && !rows[0].count) {
		buf_text(p->out, "<p class=\"none\">No module is loaded.</p>\n");
		return;
	}
	page_table_of(p, "modules",
		      "Modules in the order of their loading, and what is set of them", heads,
		      sizeof heads / sizeof *heads);
	for (const struct module *m = l->modules; m; m = m->next, count++) {
		const struct setting_rows *of = &rows[m->order <= l->count ? m->order : 0];

		if (shown > PAGE_ROWS_MOST)
			continue;
		put_module(p, m, of);
		shown += of->count + 1;
	}
	if (rows[0].count)
		put_module(p, NULL, &rows[0]);
	buf_text(p->out, "</table>\n</div>\n");
	if (shown > PAGE_ROWS_MOST)
		buf_text(p->out, "<p class=\"cut\">The table is cut.</p>\n");
}

/* --- the core --------------------------------------------------------------------------------- */

static void put_row(struct page *p, struct str name, struct str part, const struct node *value,
		    struct span at)
{
	buf_text(p->out, "<tr><th scope=\"row\"><code>");
	page_text(p, name);
	if (part.n) {
		buf_byte(p->out, '.');
		page_text(p, part);
	}
	buf_text(p->out, "</code></th><td><code>");
	page_source(p, value ? value->at : SPAN_NONE);
	buf_text(p->out, "</code></td><td class=\"number\">");
	page_place(p, at);
	buf_text(p->out, "</td></tr>\n");
}

/* Whether N sets something of the core; then it is put unless there is no room. */
static bool put_core_setting(struct page *p, const struct node *n, bool has_room)
{
	switch (n->kind) {
	case N_PARAM:
		if (has_room)
			put_row(p, n->text, STR(""), KID(n, PARAM, value), n->at);
		return true;
	case N_COREPARAM:
		if (has_room)
			put_row(p, n->text, STR(""), KID(n, COREPARAM, value), n->at);
		return true;
	case N_CUSTOM:
		if (has_room)
			put_row(p, KID(n, CUSTOM, group) ? KID(n, CUSTOM, group)->text : n->text,
				KID(n, CUSTOM, field) ? KID(n, CUSTOM, field)->text : STR(""),
				KID(n, CUSTOM, value), n->at);
		return true;
	default: return false;
	}
}

static const struct node *items_of(const struct page *p)
{
	return p->analysis->root ? KID(p->analysis->root, FILE, items) : NULL;
}

void page_settings(struct page *p)
{
	static const char *const heads[] = {"Name", "Value", "Line"};
	struct arena *own = arena_new();
	struct buf list = buf_on(own), *out = p->out;
	uint64_t count = 0;

	p->out = &list;
	for (const struct node *n = items_of(p); n; n = n->next)
		count += put_core_setting(p, n, count < PAGE_ROWS_MOST);
	p->out = out;
	if (count) {
		page_table(p, "settings", "What is set of the core", heads,
			   sizeof heads / sizeof *heads);
		buf_str(out, buf_view(&list));
		page_table_end(p);
	} else {
		buf_text(out, "<p class=\"none\">Nothing is set.</p>\n");
	}
	page_cut(p, count, "setting");
	arena_free(own);
}

/* --- sockets ---------------------------------------------------------------------------------- */

static void put_socket(struct page *p, const struct node *n)
{
	buf_text(p->out, "<tr><th scope=\"row\"><code>");
	page_text(p, n->kind == N_SOCKET ? STR("socket") : n->text);
	buf_text(p->out, "</code></th><td><code>");
	page_source(p, n->at);
	buf_text(p->out, "</code></td><td class=\"number\">");
	page_place(p, n->at);
	buf_text(p->out, "</td></tr>\n");
}

void page_sockets(struct page *p)
{
	static const char *const heads[] = {"Kind", "As it is written", "Line"};
	uint64_t count = 0;

	for (const struct node *n = items_of(p); n; n = n->next) {
		if (n->kind != N_LISTEN && n->kind != N_SOCKET)
			continue;
		if (!count++)
			page_table(p, "settings",
				   "Where the server listens, and what its names are", heads,
				   sizeof heads / sizeof *heads);
		if (count <= PAGE_ROWS_MOST)
			put_socket(p, n);
	}
	if (count)
		page_table_end(p);
	else
		buf_text(p->out, "<p class=\"none\">The config names none, so the server listens "
				 "on all addresses of the machine.</p>\n");
	page_cut(p, count, "socket");
}
