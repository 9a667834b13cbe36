/*
 * loading - which modules are loaded, and what is set of their parameters.
 *
 * The order of modules counts where one needs another above it, where one is unknown, and where it
 * decides whose function a call means.  Parameters are independent of each other; of one that has
 * been set several times the last value counts, or all do, as the module takes it.
 */
#include "compare/lists.h"
#include "compare/sections.h"
#include "compare/sequence.h"
#include "facts/setting.h"
#include "modules/module_file.h"

static const struct same_names no_names;

static struct difference *tell(struct compared *c, enum compare_part part, enum compare_what what,
			       struct str name)
{
	struct difference *d = LIST_ADD(c->arena, &c->differences);

	*d = (struct difference){.part = part, .what = what, .name = name};
	return d;
}

static void place(struct difference *d, int side, const struct node *n)
{
	d->has_side[side] = true;
	d->at[side] = n->at;
}

/* --- modules -----------------------------------------------------------------------------------
 */

/* The folder that the loadmodule N names; empty: none. */
static struct str folder_of(const struct node *n)
{
	struct str path = KID(n, LOADMODULE, module)->text;
	ptrdiff_t slash = str_find_last(path, '/');

	return str_head(path, slash < 0 ? 0 : (size_t)slash);
}

static bool is_loaded_alike(const struct module *old, const struct module *new)
{
	return str_equal(folder_of(old->node), folder_of(new->node)) &&
	       same_lists(&no_names, KID(old->node, LOADMODULE, options), &no_names,
			  KID(new->node, LOADMODULE, options));
}

/* What is loaded on both sides, in the old order. */
struct common {
	struct map folders[COMPARE_SIDES]; /* uint32_t, by file: how many are set above, and one */
	uint32_t folder_count[COMPARE_SIDES];
	LIST_OF(struct common_module {
		const struct module *sides[COMPARE_SIDES];
		bool is_kept; /* it is in order */
	});
};

static void learn_folders(struct compared *c, struct common *common, int side)
{
	const struct node *n = KID(c->sides[side]->root, FILE, items);

	for (; n; n = n->next) {
		uint32_t *count;

		common->folder_count[side] += n->kind == N_LOADPATH;
		if (n->kind != N_LOADMODULE)
			continue;
		count = MAP_RECORD(&common->folders[side], c->arena,
				   module_file_name(KID(n, LOADMODULE, module)->text), uint32_t);
		*count = *count ? *count : common->folder_count[side] + 1;
	}
}

/* Whether another folder of the same ones is in force where it is loaded. */
static bool has_other_folder(const struct common *common, const struct module *m)
{
	const uint32_t *old = map_find(&common->folders[0], m->file),
		       *new = map_find(&common->folders[1], m->file);

	return old && new && common->folder_count[0] == common->folder_count[1] && *old != *new;
}

static const struct module *other_side(const struct compared *c, int side, const struct module *m)
{
	return map_find(&c->sides[!side]->modules.by_file, m->file);
}

static void tell_modules(struct compared *c, struct common *common)
{
	for (const struct module *m = c->sides[0]->modules.modules; m; m = m->next) {
		const struct module *now = other_side(c, 0, m);
		struct difference *d;

		if (now)
			*LIST_ADD(c->arena, common) = (struct common_module){.sides = {m, now}};
		if (now && is_loaded_alike(m, now) && !has_other_folder(common, m))
			continue;
		d = tell(c, COMPARE_MODULES, now ? COMPARE_CHANGED : COMPARE_REMOVED, m->file);
		place(d, 0, m->node);
		if (!now)
			continue;
		place(d, 1, now->node);
		if (has_other_folder(common, m))
			d->why = STR("another loadpath is in force there");
	}
	for (const struct module *m = c->sides[1]->modules.modules; m; m = m->next)
		if (!other_side(c, 1, m))
			place(tell(c, COMPARE_MODULES, COMPARE_ADDED, m->file), 1, m->node);
}

/* Modules whose names only the server knows: as they are written. */
static void tell_unknown(struct compared *c)
{
	struct lists_about about = {.part = COMPARE_MODULES,
				    .name = STR("loadmodulex"),
				    .is_paired = true,
				    .names = {&no_names, &no_names}};
	struct {
		LIST_OF(struct piece);
	} all[COMPARE_SIDES] = {0};

	for (int side = 0; side < COMPARE_SIDES; side++)
		for (const struct node *n = KID(c->sides[side]->root, FILE, items); n; n = n->next)
			if (n->kind == N_LOADMODULE &&
			    !map_has(&c->sides[side]->modules.by_file,
				     module_file_name(KID(n, LOADMODULE, module)->text)))
				*LIST_ADD(c->arena, &all[side]) = part_of(&no_names, n);
	lists_compare(c, &about, (struct parts){all[0].all, all[0].count},
		      (struct parts){all[1].all, all[1].count});
}

static void tell_moved(struct compared *c, const struct common_module *m, const char *needed)
{
	struct difference *d = tell(c, COMPARE_MODULES, COMPARE_MOVED, m->sides[0]->file);
	struct buf why = buf_on(c->arena);

	place(d, 0, m->sides[0]->node);
	place(d, 1, m->sides[1]->node);
	if (needed)
		buf_printf(&why, "it needs %s above it", needed);
	else
		buf_text(&why, "nothing is known of it, so its place may count");
	d->why = buf_view(&why);
}

/* The module that M needs above it and that stands on its other side now, or NULL. */
static const char *passed(const struct compared *c, const struct common_module *m)
{
	const struct module *old = m->sides[0], *new = m->sides[1];
	size_t count;
	const struct dependency *row = dependency_find(old->file, &count);

	for (; count; count--, row++)
		for (const char *const *name = row->needs; row->order != NEED_ANY && *name;
		     name++) {
			const struct module *before = modules_file(&c->sides[0]->modules, *name);
			const struct module *now = modules_file(&c->sides[1]->modules, *name);

			if (before && now &&
			    (before->order < old->order) != (now->order < new->order))
				return *name;
		}
	return NULL;
}

static void tell_order(struct compared *c, struct common *common)
{
	uint32_t *numbers = arena_array(c->arena, (size_t)common->count + 1, sizeof *numbers);
	bool *is_kept = arena_array(c->arena, (size_t)common->count + 1, sizeof *is_kept);

	for (uint32_t i = 0; i < common->count; i++)
		numbers[i] = common->all[i].sides[1]->order;
	sequence_rising(c->arena, numbers, common->count, is_kept);
	for (uint32_t i = 0; i < common->count; i++) {
		const struct common_module *m = &common->all[i];
		const char *needed = passed(c, m);

		if (needed || (!is_kept[i] && !m->sides[0]->fact))
			tell_moved(c, m, needed);
	}
}

/* --- whose function a call means ---------------------------------------------------------------
 */

/* Calls by their names, and how many arguments they have. */
static struct str function_key(struct arena *a, const struct fact_function *f)
{
	struct buf b = buf_on(a);

	buf_printf(&b, "%s/%d", f->name, f->parameters);
	return buf_view(&b);
}

static void tell_functions(struct compared *c)
{
	struct map old = {0}, told = {0};

	for (uint32_t i = 0; i < c->sides[0]->calls.count; i++) {
		const struct fact_function *f = c->sides[0]->calls.all[i].function;

		if (f)
			map_keep(&old, c->arena, function_key(c->arena, f), f);
	}
	for (uint32_t i = 0; i < c->sides[1]->calls.count; i++) {
		const struct fact_function *f = c->sides[1]->calls.all[i].function, *before;
		struct buf name = buf_on(c->arena), why = buf_on(c->arena);

		before = f ? map_find(&old, function_key(c->arena, f)) : NULL;
		if (!before || !strcmp(before->module, f->module))
			continue;
		buf_printf(&name, "%s()", f->name);
		if (!map_add(&told, c->arena, buf_view(&name)))
			continue;
		buf_printf(&why, "it is the one of module %s now, and was of %s", f->module,
			   before->module);
		tell(c, COMPARE_MODULES, COMPARE_CHANGED, buf_view(&name))->why = buf_view(&why);
	}
}

void compare_modules(struct compared *c)
{
	struct common common = {.count = 0};

	learn_folders(c, &common, 0);
	learn_folders(c, &common, 1);
	tell_modules(c, &common);
	tell_unknown(c);
	tell_order(c, &common);
	tell_functions(c);
}

/* --- parameters --------------------------------------------------------------------------------
 */

/* What is set of one parameter of one module. */
struct param_lists {
	struct str name; /* MODULE:PARAMETER */
	bool keeps_all;  /* each value counts, not the last one only */
	struct {
		LIST_OF(struct piece);
	} side[COMPARE_SIDES];
};

struct params {
	struct compared *c;
	struct map all; /* struct param_lists */
	int side;
};

static struct piece param_part(const struct modparam *p)
{
	struct piece part = {.node = p->node,
			     .about = p->value,
			     .kind =
				 str_is(p->node->text, "modparamx") ? PART_MODPARAMX : N_MODPARAM,
			     .at = p->node->at,
			     .head = p->node->at};

	part.hash = same_node(part.kind, &no_names, p->value);
	return part;
}

/* What P reaches of the module NAME, or NULL. */
static const struct module_param *reached(const struct modparam *p, struct str name)
{
	const struct module_param *r = p->reached;

	while (r && !str_equal(r->module->name, name))
		r = r->next;
	return r;
}

static void add_param(struct params *all, const struct modparam *p, struct str module)
{
	const struct module_param *r = reached(p, module);
	struct buf key = buf_on(all->c->arena);
	struct param_lists *s;

	buf_str(&key, module);
	buf_byte(&key, ':');
	buf_str(&key, p->parameter);
	s = MAP_RECORD(&all->all, all->c->arena, buf_view(&key), struct param_lists);
	s->name = buf_view(&key);
	s->keeps_all |= !r || !r->types || r->has_setter;
	*LIST_ADD(all->c->arena, &s->side[all->side]) = param_part(p);
}

/* By names, as they are written: so it is the same parameter where the module is not loaded. */
static void add_params(struct params *all, const struct modparam *p)
{
	struct str list = p->pattern;

	if (p->regex && !p->is_dynamic && p->reached) {
		for (const struct module_param *r = p->reached; r; r = r->next)
			add_param(all, p, r->module->name);
	} else if (p->regex || p->is_dynamic || p->error.n) {
		add_param(all, p, list);
	} else {
		while (list.n)
			add_param(all, p, buf_lower(all->c->arena, modparam_next_name(&list)));
	}
}

/* What counts of the values of one side. */
static struct parts values_of(const struct param_lists *s, int side)
{
	struct parts all = {s->side[side].all, s->side[side].count};

	if (!s->keeps_all && all.count)
		all = (struct parts){all.all + all.count - 1, 1};
	return all;
}

/* "a:x" and "b:x", set by one modparam, as "a|b:x". */
static void join_names(struct compared *c, struct difference *d, struct str name)
{
	struct buf b = buf_on(c->arena);
	ptrdiff_t colon = str_find(name, ':'), own = str_find_last(d->name, ':');

	if (colon < 0 || own < 0)
		return;
	buf_str(&b, str_head(d->name, (size_t)own));
	buf_byte(&b, '|');
	buf_str(&b, name);
	d->name = buf_view(&b);
}

/* Those of several modules that one modparam sets are one. */
static void join(struct compared *c, uint32_t first)
{
	struct map seen = {0};
	uint32_t count = first;

	for (uint32_t i = first; i < c->differences.count; i++) {
		struct difference *d = &c->differences.all[i];
		struct buf key = buf_on(c->arena);
		uint32_t *place;

		buf_printf(&key, "%d %u %u", (int)d->what, d->at[0].lo, d->at[1].lo);
		place = MAP_RECORD(&seen, c->arena, buf_view(&key), uint32_t);
		if (*place && (d->at[0].lo || d->at[1].lo)) {
			join_names(c, &c->differences.all[*place - 1], d->name);
			continue;
		}
		c->differences.all[count++] = *d;
		*place = count;
	}
	c->differences.count = count;
}

void compare_params(struct compared *c)
{
	struct params all = {.c = c};
	struct lists_about about = {
	    .part = COMPARE_PARAMS, .is_paired = true, .names = {&no_names, &no_names}};
	uint32_t first = c->differences.count;

	for (; all.side < COMPARE_SIDES; all.side++)
		for (const struct modparam *p = c->sides[all.side]->modules.params; p; p = p->next)
			add_params(&all, p);
	for (uint32_t i = 0; i < all.all.entries.count; i++) {
		const struct param_lists *s = all.all.entries.all[i].value;

		about.name = s->name;
		lists_compare(c, &about, values_of(s, 0), values_of(s, 1));
	}
	join(c, first);
}
