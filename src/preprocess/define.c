/*
 * define - see define.h.
 */
#include "preprocess/define.h"

#include "facts/suggest.h"

void defines_init(struct defines *d, struct arena *a)
{
	*d = (struct defines){.arena = a};
}

static unsigned char first_byte(struct str name)
{
	return name.n ? (unsigned char)name.p[0] : 0;
}

struct define *define_find(const struct defines *d, struct str name)
{
	struct define *x;

	/* Each word of the text is asked for.  Most names are written in capitals, most words are
	 * not. */
	if (!d->starts[first_byte(name)])
		return NULL;
	x = map_find(&d->names, name);
	return x && x->place != RECORD_NONE ? x : NULL;
}

struct define *define_name(struct defines *d, struct str name)
{
	struct define *x = map_find(&d->names, name);

	if (x)
		return x;
	x = MAP_RECORD(&d->names, d->arena, name, struct define);
	x->name = name;
	x->number = d->names.entries.count - 1;
	x->place = x->set_by = RECORD_NONE;
	x->first_change = x->last_change = RECORD_NONE;
	return x;
}

struct define *define_of(const struct defines *d, uint32_t number)
{
	return d->names.entries.all[number].value;
}

/* Kamailio does not look whether there is room for a value, either: the 512th name has none. */
static bool has_room_for_value(const struct defines *d)
{
	return d->current.count < DEFINES_MOST;
}

static void remove_current(struct defines *d, struct define *x)
{
	struct define *last = *LIST_LAST(&d->current);

	d->current.all[x->place] = last;
	last->place = x->place;
	x->place = RECORD_NONE;
	d->current.count--;
}

bool define_change(struct defines *d, struct define *x, struct define_change c)
{
	uint32_t number = d->changes.count;

	if (c.effect == DEFINE_SET && d->current.count == DEFINES_MOST)
		c.effect = DEFINE_REFUSED;
	if (c.effect == DEFINE_SET) {
		d->starts[first_byte(x->name)] = true;
		x->place = d->current.count;
		*LIST_ADD(d->arena, &d->current) = x;
	} else if (c.effect == DEFINE_REMOVED) {
		remove_current(d, x);
	}
	if (c.effect == DEFINE_SET || c.effect == DEFINE_REPLACED) {
		x->value = has_room_for_value(d) ? c.text : STR("");
		x->comment = SPAN_NONE;
		x->set_by = number;
	}
	c.text = x->place != RECORD_NONE ? x->value : STR("");
	c.define = x->number;
	c.next = RECORD_NONE;
	if (x->first_change == RECORD_NONE)
		x->first_change = number;
	else
		PILE_AT(&d->changes, x->last_change)->next = number;
	x->last_change = number;
	*PILE_ADD(d->arena, &d->changes) = c;
	return c.effect != DEFINE_REFUSED;
}

void define_value(struct defines *d, struct define *x, struct str value)
{
	if (!has_room_for_value(d))
		return;
	x->value = value;
	PILE_AT(&d->changes, x->last_change)->text = value;
}

bool define_is_module(const struct defines *d, const struct define *x)
{
	return PILE_AT(&d->changes, x->set_by)->source == DEFINE_MODULE;
}

bool define_is_foreign(struct str name)
{
	return str_starts(name, STR("MOD_")) || str_starts(name, STR("KAMAILIO_")) ||
	       str_starts(name, STR("OS_"));
}

void define_use(struct defines *d, struct define *x, enum define_use_kind kind, struct span at)
{
	struct define_use *use = PILE_ADD(d->arena, &d->uses);

	use->at = at;
	use->change = x->place != RECORD_NONE ? x->set_by : RECORD_NONE;
	use->define = x->number & 0x1fffffff;
	use->kind = kind & 7;
	x->uses++;
	if (kind == USE_ASKED && !x->asked++)
		x->asked_at = at;
}

const struct define *define_nearest(const struct defines *d, struct str name)
{
	const struct define *best = NULL;
	struct nearest n = nearest_to(name);

	for (uint32_t i = 0; i < d->current.count; i++)
		if (nearest_consider(&n, d->current.all[i]->name))
			best = d->current.all[i];
	return best;
}
