/*
 * options_read - the reader of command lines; see options_read.h.
 */
#include "programs/options_read.h"

#include "facts/suggest.h"

#define SHOWN_LONGEST 80 /* bytes of the user's text in a message */

static const struct options_row rows[] = {
#define OPTION(name, letter, argument, parameters, min, max, pass, place, effect, versions)        \
	{name, letter, argument, parameters, min, max, pass, place, effect, versions},
#include "options.inc"
#undef OPTION
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

struct options_read options_read_start(int argc, char *const *argv, uint32_t versions)
{
	return (struct options_read){.argv = argv, .argc = argc, .next = 1, .versions = versions};
}

const struct options_row *options_read_letter(char letter, uint32_t versions)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (letter && rows[i].letter == letter && rows[i].versions & versions)
			return &rows[i];
	return NULL;
}

const struct options_row *options_read_named(struct str name, uint32_t versions)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].name && rows[i].versions & versions && str_is(name, rows[i].name))
			return &rows[i];
	return NULL;
}

uint32_t options_read_versions(const struct options_item *item)
{
	struct str name = str_skip(item->text, 2);
	uint32_t mask = 0;

	for (size_t i = 0; i < ROW_COUNT; i++)
		if (item->letter ? rows[i].letter == item->letter
				 : rows[i].name && str_is(name, rows[i].name))
			mask |= rows[i].versions;
	return mask;
}

/* Our own options (pass 0) cannot be abbreviated: see grammar/options.tsv. */
static bool abbreviates(const struct options_row *row, struct str name, uint32_t versions)
{
	return row->name && row->pass > 0 && row->versions & versions &&
	       str_starts(str_of(row->name), name);
}

/* Finds the row of NAME, whole or abbreviated.  NULL: *KIND says why not. */
static const struct options_row *find_long(struct str name, uint32_t versions,
					   enum options_read_kind *kind)
{
	const struct options_row *hit = options_read_named(name, versions);

	*kind = READ_OPTION;
	if (hit)
		return hit;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!abbreviates(&rows[i], name, versions))
			continue;
		/* An option whose argument differs by version has several rows. */
		if (hit && !str_is(str_of(hit->name), rows[i].name)) {
			*kind = READ_AMBIGUOUS;
			return NULL;
		}
		hit = &rows[i];
	}
	if (!hit)
		*kind = READ_UNKNOWN;
	return hit;
}

/* Gives ITEM the next element of the line as its argument, whatever it looks like. */
static void take_argument(struct options_read *r, struct options_item *item)
{
	if (r->next < r->argc)
		item->argument = str_of(r->argv[r->next++]);
	else
		item->kind = READ_LACKS_ARGUMENT;
}

static struct options_item read_long(struct options_read *r, struct str text)
{
	struct options_item item = {.text = text, .index = r->next - 1};
	ptrdiff_t equals = str_find(text, '=');

	if (equals >= 0)
		item.text = str_head(text, (size_t)equals);
	item.row = find_long(str_skip(item.text, 2), r->versions, &item.kind);
	if (item.kind != READ_OPTION)
		return item;
	if (equals >= 0 && item.row->argument == ARGUMENT_NONE)
		item.kind = READ_UNWANTED_ARGUMENT;
	else if (equals >= 0)
		item.argument = str_skip(text, (size_t)equals + 1);
	else if (item.row->argument != ARGUMENT_NONE && item.row->argument != ARGUMENT_ATTACHED)
		take_argument(r, &item);
	return item;
}

static struct options_item read_letter(struct options_read *r)
{
	struct options_item item = {
	    .kind = READ_OPTION, .letter = *r->joined++, .index = r->next - 1};

	item.row = options_read_letter(item.letter, r->versions);
	if (!item.row) {
		item.kind = READ_UNKNOWN;
	} else if (item.row->argument != ARGUMENT_NONE) {
		if (*r->joined)
			item.argument = str_of(r->joined);
		else
			take_argument(r, &item);
		r->joined = NULL;
	}
	return item;
}

struct options_item options_read_next(struct options_read *r)
{
	struct str text;

	if (r->joined && *r->joined)
		return read_letter(r);
	r->joined = NULL;
	if (r->next >= r->argc)
		return (struct options_item){.kind = READ_END};
	text = str_of(r->argv[r->next++]);
	if (r->is_over || text.n < 2 || text.p[0] != '-')
		return (struct options_item){.kind = READ_WORD, .text = text, .index = r->next - 1};
	if (str_is(text, "--")) {
		r->is_over = true;
		return options_read_next(r);
	}
	if (text.p[1] == '-')
		return read_long(r, text);
	r->joined = text.p + 1;
	return read_letter(r);
}

void options_read_quote(struct buf *b, struct str text)
{
	buf_quoted(b, str_head(text, SHOWN_LONGEST));
	if (text.n > SHOWN_LONGEST)
		buf_text(b, "...");
}

void options_read_say(struct buf *b, const struct options_item *item)
{
	if (item->letter) {
		char text[] = {'-', item->letter};

		buf_quoted(b, (struct str){text, sizeof text});
	} else if (item->row) {
		buf_printf(b, "\"--%s\"", item->row->name);
	} else {
		options_read_quote(b, item->text);
	}
}

void options_read_say_choices(struct buf *b, const struct options_read *r,
			      const struct options_item *item)
{
	struct str name = str_skip(item->text, 2);
	const char *comma = "";

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!abbreviates(&rows[i], name, r->versions))
			continue;
		buf_printf(b, "%s\"--%s\"", comma, rows[i].name);
		comma = ", ";
	}
}

void options_read_nearest(struct nearest *n, uint32_t versions)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].name && rows[i].versions & versions)
			nearest_consider(n, str_of(rows[i].name));
}
