/*
 * globals - what stands outside of routes and is about no module: parameters of the core, sockets,
 * flags, settings of the script; and defines that the script reads when it runs.
 *
 * What has one name is compared in its order, for the last one counts, or the first socket is the
 * default; what has different names is independent.
 */
#include "compare/lists.h"
#include "compare/sections.h"

static const struct same_names no_names;

struct setting_lists {
	struct str name;
	struct {
		LIST_OF(struct piece);
	} side[COMPARE_SIDES];
};

struct globals {
	struct compared *c;
	struct map aliases;  /* of parameters: their names */
	struct map settings; /* struct setting_lists */
};

/* --- names -------------------------------------------------------------------------------------
 */

static void learn_aliases(struct globals *g, const struct session *s)
{
	for (size_t i = 0; i < s->catalog->global_count; i++) {
		const struct fact_global *fact = &s->catalog->globals[i];
		struct str rest = str_of(fact->aliases);

		while (rest.n && fact->versions & s->version.bit) {
			struct str alias = str_take(&rest, ',');

			map_keep(&g->aliases, g->c->arena, alias, fact->name);
		}
	}
}

/* "group[id].field" */
static struct str custom_name(struct arena *a, const struct node *n)
{
	const struct node *id = KID(n, CUSTOM, id);
	struct buf b = buf_on(a);

	buf_str(&b, KID(n, CUSTOM, group)->text);
	if (id) {
		buf_byte(&b, '[');
		if (id->kind == N_NUMBER)
			buf_number(&b, id->number);
		else
			buf_str(&b, id->text);
		buf_byte(&b, ']');
	}
	buf_byte(&b, '.');
	if (KID(n, CUSTOM, field))
		buf_str(&b, KID(n, CUSTOM, field)->text);
	return buf_view(&b);
}

static struct str name_of(const struct globals *g, const struct node *n)
{
	struct buf b = buf_on(g->c->arena);
	const char *name;

	switch (n->kind) {
	case N_PARAM: name = map_find(&g->aliases, n->text); return name ? str_of(name) : n->text;
	case N_CUSTOM: return custom_name(g->c->arena, n);
	case N_COREPARAM:
	case N_KEMI:
		buf_printf(&b, "%s %.*s", n->kind == N_KEMI ? "kemi" : "coreparam",
			   STR_ARG(n->text));
		return buf_view(&b);
	case N_LOADPATH: return STR("loadpath");
	case N_CFGENGINE: return STR("cfgengine");
	case N_SOCKET: return STR("socket");
	default: return n->text;
	}
}

/* --- collecting --------------------------------------------------------------------------------
 */

static void add(struct globals *g, int side, struct str name, struct piece p)
{
	struct setting_lists *s = MAP_RECORD(&g->settings, g->c->arena, name, struct setting_lists);

	s->name = name;
	*LIST_ADD(g->c->arena, &s->side[side]) = p;
}

/* A setting, whose other names do not count. */
static struct piece setting_part(const struct node *n)
{
	struct piece p = part_of(&no_names, n);

	if (n->kind == N_PARAM || n->kind == N_LOADPATH) {
		p.about = n->kid[0];
		p.hash = same_list(n->kind, &no_names, p.about);
	}
	return p;
}

static bool is_elsewhere(const struct compared *c, int side, const struct node *n)
{
	switch (n->kind) {
	case N_EMPTY:
	case N_SUBST:
	case N_LOADMODULE:
	case N_MODPARAM: return true;
	case N_ROUTE: return routes_of_block(c->sides[side], n) != NULL;
	default: return false;
	}
}

static void collect(struct globals *g, int side)
{
	const struct node *n = KID(g->c->sides[side]->root, FILE, items);

	for (; n; n = n->next) {
		if (is_elsewhere(g->c, side, n))
			continue;
		if (n->kind != N_FLAGS) {
			add(g, side, name_of(g, n), setting_part(n));
			continue;
		}
		for (const struct node *flag = KID(n, FLAGS, flags); flag; flag = flag->next)
			add(g, side, n->text, part_of(&no_names, flag));
	}
}

/* --- defines -----------------------------------------------------------------------------------
 */

/* Adds the names of the $def(NAME)s, and their kin, in TEXT. */
static void find_defines(struct arena *a, struct map *names, struct str text)
{
	static const char variable[] = "def";
	ptrdiff_t at;

	while ((at = str_find(text, '$')) >= 0) {
		ptrdiff_t end;

		text = str_skip(text, (size_t)at + 1);
		if (text.n && text.p[0] == '(')
			text = str_skip(text, 1);
		if (!str_starts(text, str_of(variable)))
			continue;
		text = str_skip(text, sizeof variable - 1);
		if (text.n && str_find(STR("nsv"), text.p[0]) >= 0)
			text = str_skip(text, 1);
		end = str_find(str_head(text, 256), ')');
		if (end > 1 && text.p[0] == '(')
			map_add(names, a, str_skip(str_head(text, (size_t)end), 1));
	}
}

static void tell_define(struct compared *c, struct str name, const struct define *const *sides)
{
	struct difference *d = LIST_ADD(c->arena, &c->differences);
	struct buf b = buf_on(c->arena), why = buf_on(c->arena);

	buf_printf(&b, "define %.*s", STR_ARG(name));
	buf_printf(&why, "$def(%.*s) reads it when the script runs", STR_ARG(name));
	*d = (struct difference){.part = COMPARE_GLOBALS,
				 .what = !sides[0]   ? COMPARE_ADDED
					 : !sides[1] ? COMPARE_REMOVED
						     : COMPARE_CHANGED,
				 .name = buf_view(&b),
				 .why = buf_view(&why)};
	for (int side = 0; side < COMPARE_SIDES; side++) {
		const struct defines *all = &c->sides[side]->record.defines;

		if (!sides[side])
			continue;
		d->has_side[side] = true;
		d->at[side] = PILE_AT(&all->changes, sides[side]->set_by)->at;
	}
}

/* What the script reads of them while it runs is no other text. */
static void compare_defines(struct compared *c)
{
	struct map names = {0};

	for (int side = 0; side < COMPARE_SIDES; side++) {
		const struct sources *s = &c->sides[side]->session->sources;

		for (uint32_t i = 0; i < s->count; i++)
			find_defines(c->arena, &names, s->all[i]->text);
	}
	for (uint32_t i = 0; i < names.entries.count; i++) {
		struct str name = names.entries.all[i].key;
		const struct define *sides[COMPARE_SIDES];

		for (int side = 0; side < COMPARE_SIDES; side++)
			sides[side] = define_find(&c->sides[side]->record.defines, name);
		if ((sides[0] || sides[1]) &&
		    (!sides[0] || !sides[1] || !str_equal(sides[0]->value, sides[1]->value)))
			tell_define(c, name, sides);
	}
}

void compare_globals(struct compared *c)
{
	struct globals g = {.c = c};
	struct lists_about about = {
	    .part = COMPARE_GLOBALS, .is_paired = true, .names = {&no_names, &no_names}};

	learn_aliases(&g, c->sides[1]->session);
	collect(&g, 0);
	collect(&g, 1);
	for (uint32_t i = 0; i < g.settings.entries.count; i++) {
		const struct setting_lists *s = g.settings.entries.all[i].value;

		about.name = s->name;
		/* Each is one more name of the server. */
		about.has_no_order = str_is(s->name, "alias");
		lists_compare(c, &about, (struct parts){s->side[0].all, s->side[0].count},
			      (struct parts){s->side[1].all, s->side[1].count});
	}
	compare_defines(c);
}
