/*
 * toggles - see toggles.h.
 */
#include "variants/toggles.h"

#include "text/filename.h"

static bool matches(struct arena *a, struct plan_names globs, struct str name)
{
	for (uint32_t i = 0; i < globs.count; i++)
		if (filename_matches(a, globs.all[i], name))
			return true;
	return false;
}

/* The set of the toggle NAME; empty when it is none. */
static row set_of(const struct toggles *t, struct str name)
{
	for (unsigned i = 0; i < t->count; i++)
		if (str_equal(toggles_name(t, i), name))
			return (row)1 << i;
	return 0;
}

struct str toggles_name(const struct toggles *t, unsigned n)
{
	return t->skeleton->names.all[t->names[n]].name;
}

row toggles_set(const struct toggles *t, struct plan_names names)
{
	row out = 0;

	for (uint32_t i = 0; i < names.count; i++)
		out |= set_of(t, names.all[i]);
	return out;
}

static void take_limits(struct arena *a, struct toggles *t, const struct plan *plan)
{
	for (unsigned i = 0; i < t->count; i++)
		if (matches(a, plan->never, toggles_name(t, i)))
			t->limits.never |= (row)1 << i;
	for (uint32_t i = 0; i < plan->requires.count; i++) {
		const struct plan_row *x = &plan->requires.all[i];

		*LIST_ADD(a, &t->limits.requires) =
		    (struct row_require){set_of(t, x->name), toggles_set(t, x->others)};
	}
	for (uint32_t i = 0; i < plan->exclusives.count; i++)
		*LIST_ADD(a, &t->limits.exclusives) = toggles_set(t, plan->exclusives.all[i]);
}

struct toggles toggles_of(struct arena *a, const struct skeleton *k, const struct plan *plan,
			  const bool *is_comment)
{
	struct toggles t = {.skeleton = k};
	row *bits = arena_array(a, k->names.count + 1, sizeof *bits);

	t.bits = bits;
	for (uint32_t i = 0; i < k->names.count; i++) {
		const struct skeleton_name *x = &k->names.all[i];

		if (x->kind != NAME_TOGGLE || (is_comment && is_comment[i]) ||
		    (plan->names.count && !matches(a, plan->names, x->name)))
			continue;
		if (t.count == CHOICE_TOGGLES_MOST) {
			t.left_out++;
			continue;
		}
		bits[i] = (row)1 << t.count;
		t.as_is |= x->is_defined ? (row)1 << t.count : 0;
		t.names[t.count++] = i;
	}
	take_limits(a, &t, plan);
	return t;
}

const struct row_condition *toggles_conditions(const struct toggles *t, struct arena *a)
{
	const struct skeleton *k = t->skeleton;
	struct row_condition *out = arena_array(a, k->regions.count + 1, sizeof *out);

	for (uint32_t i = 0; i < k->regions.count; i++) {
		const struct skeleton_region *x = &k->regions.all[i];
		row set = x->name == SKELETON_NONE ? 0 : t->bits[x->name];

		/* What is around was met before. */
		if (x->parent != SKELETON_NONE)
			out[i] = out[x->parent];
		*(x->is_on ? &out[i].on : &out[i].off) |= set;
	}
	return out;
}
