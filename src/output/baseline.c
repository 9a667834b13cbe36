/*
 * baseline - see baseline.h.
 */
#include "output/baseline.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/number.h"

enum { CELLS = 5 };

static const char head[] =
    "# Findings that kamcheck does not show: code, file, block, line, how many.  Written by "
    "\"kamcheck lint --write-baseline\".\n";

struct baseline baseline_new(struct arena *a)
{
	return (struct baseline){.arena = a};
}

const struct rule *baseline_rule(const struct baseline_entry *e)
{
	struct str rest = e->key;

	return rule_find(str_take(&rest, '\t'));
}

struct str baseline_path(const struct baseline_entry *e)
{
	struct str rest = e->key;

	str_take(&rest, '\t');
	return str_take(&rest, '\t');
}

static struct baseline_entry *entry(struct baseline *b, struct str key)
{
	struct baseline_entry *e = map_find(&b->entries, key);

	if (e)
		return e;
	key.p = arena_copy(b->arena, key.p, key.n);
	e = MAP_RECORD(&b->entries, b->arena, key, struct baseline_entry);
	e->key = key;
	return e;
}

static const char *read_line(struct baseline *b, struct str line, size_t at)
{
	ptrdiff_t last = str_find_last(line, '\t');
	struct str count = str_skip(line, (size_t)(last + 1)), rest = line;
	struct baseline_entry *e;
	struct number x;
	size_t cells = 1;

	if (str_starts(line, STR("<<<<<<<")) || str_starts(line, STR(">>>>>>>")))
		return "a conflict of a merge";
	for (size_t i = 0; i < line.n; i++)
		cells += line.p[i] == '\t';
	if (cells != CELLS || !count.n || !ascii_all(count, ascii_is_digit))
		return "not code, file, block, line and count, separated by tabs";
	if (!str_take(&rest, '\t').n)
		return "the code is missing";
	x = number_scan(count, 0);
	e = entry(b, str_head(line, (size_t)last));
	e->at = (struct span){(uint32_t)at, (uint32_t)(at + line.n)};
	/* Two merged files may both have it. */
	if (x.value > e->count)
		e->count = x.value > UINT32_MAX ? UINT32_MAX : (uint32_t)x.value;
	return NULL;
}

bool baseline_read(struct baseline *b, struct str text, const char **why, uint32_t *line)
{
	struct str rest = text;

	*line = 0;
	while (rest.n) {
		struct str row = str_take(&rest, '\n');

		if (str_ends(row, STR("\r")))
			row.n--;
		++*line;
		if (row.n && row.p[0] != '#') {
			*why = read_line(b, row, (size_t)(row.p - text.p));
			if (*why)
				return false;
		}
	}
	return true;
}

bool baseline_takes(struct baseline *b, struct str key)
{
	struct baseline_entry *e = map_find(&b->entries, key);

	if (!e)
		return false;
	e->now++;
	return e->now <= e->count;
}

void baseline_add(struct baseline *b, struct str key)
{
	entry(b, key)->now++;
}

void baseline_end_config(struct baseline *b)
{
	for (uint32_t i = 0; i < b->entries.entries.count; i++) {
		struct baseline_entry *e = b->entries.entries.all[i].value;

		e->used = e->now > e->used ? e->now : e->used;
		e->now = 0;
	}
}

void baseline_settle(struct baseline *b)
{
	for (uint32_t i = 0; i < b->entries.entries.count; i++) {
		struct baseline_entry *e = b->entries.entries.all[i].value;

		e->count = e->now;
		e->now = 0;
	}
}

void baseline_write(struct buf *out, const struct baseline *b)
{
	const struct map_entry *all = map_sorted(&b->entries, b->arena);

	buf_text(out, head);
	for (uint32_t i = 0; i < b->entries.entries.count; i++) {
		const struct baseline_entry *e = all[i].value;

		if (e->used)
			buf_printf(out, "%.*s\t%u\n", STR_ARG(e->key), e->used);
	}
}
