/*
 * version - names and bits of releases; see version.h.  All facts are in grammar/versions.tsv and
 * grammar/features.tsv.
 */
#include "facts/version.h"

#include "base/number.h"

enum status { FACTS, STABLE, DEVELOPMENT };

struct row {
	const char *name, *release;
	enum status status; /* FACTS: known to the tables, not to be chosen */
};

static const struct row rows[] = {
#define VERSION(name, release, status) {name, release, status},
#include "versions.inc"
#undef VERSION
};

#define ROW_COUNT (sizeof rows / sizeof *rows)

static const struct {
	const char *what;
	uint32_t versions;
} features[] = {
#define FEATURE(name, what, versions) {what, versions},
#include "features.inc"
#undef FEATURE
};

/* Takes a number of at most four digits off *S. */
static bool read_number(struct str *s, unsigned *out)
{
	struct number x = number_scan(str_head(*s, 4), NUMBER_PLAIN);

	*out = (unsigned)x.value;
	*s = str_skip(*s, x.n);
	return x.digits > 0;
}

static bool read_part(struct str *s, unsigned *out)
{
	if (!s->n || s->p[0] != '.')
		return false;
	*s = str_skip(*s, 1);
	return read_number(s, out);
}

static struct version version_of(size_t i)
{
	struct version v = {.bit = 1u << i, .name = str_of(rows[i].name)};
	struct str release = str_of(rows[i].release);

	read_number(&release, &v.major);
	read_part(&release, &v.minor);
	read_part(&release, &v.patch);
	return v;
}

bool version_parse(struct str text, struct version *out)
{
	unsigned major, minor, patch;
	bool has_patch;

	if (!read_number(&text, &major) || !read_part(&text, &minor))
		return false;
	has_patch = read_part(&text, &patch);
	if (text.n && !str_is(text, "-dev"))
		return false;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		struct version v = version_of(i);

		if (v.major != major || v.minor != minor || rows[i].status == FACTS)
			continue;
		if (text.n && rows[i].status != DEVELOPMENT)
			return false;
		if (has_patch)
			v.patch = patch;
		*out = v;
		return true;
	}
	return false;
}

/* Puts V among *OUT; of a branch the last one counts. */
static void add_version(struct versions *out, const struct version *v)
{
	uint32_t i = out->count;

	while (i > 0 && out->all[i - 1].bit > v->bit)
		i--;
	if (i > 0 && out->all[i - 1].bit == v->bit) {
		out->all[i - 1] = *v;
		return;
	}
	for (uint32_t k = out->count++; k > i; k--)
		out->all[k] = out->all[k - 1];
	out->all[i] = *v;
}

/* "6.2-dev" is one release, "5.8-6.2-dev" a range. */
static bool add_range(struct versions *out, struct str text)
{
	ptrdiff_t dash = str_find(text, '-');
	struct version v, last;

	if (version_parse(text, &v)) {
		add_version(out, &v);
		return true;
	}
	if (dash < 0 || !version_parse(str_trim(str_head(text, (size_t)dash)), &v) ||
	    !version_parse(str_trim(str_skip(text, (size_t)dash + 1)), &last) || v.bit > last.bit)
		return false;
	while (v.bit < last.bit) {
		add_version(out, &v);
		version_next(&v, &v);
	}
	add_version(out, &last);
	return true;
}

bool versions_parse(struct str text, struct versions *out)
{
	out->count = 0;
	do {
		ptrdiff_t comma = str_find(text, ',');

		if (!add_range(out, str_trim(comma < 0 ? text : str_head(text, (size_t)comma))))
			return false;
		if (comma < 0)
			return true;
		text = str_skip(text, (size_t)comma + 1);
	} while (true);
}

struct versions versions_stable(void)
{
	struct versions all = {.count = 0};

	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].status == STABLE)
			all.all[all.count++] = version_of(i);
	return all;
}

struct version versions_newest(const struct versions *all)
{
	return all->all[all->count - 1];
}

void versions_say(struct buf *b, const struct versions *all, uint32_t mask)
{
	struct {
		uint32_t from, to; /* its numbers */
	} parts[VERSIONS_MOST];
	uint32_t count = 0;

	for (uint32_t i = 0; i < all->count; i++) {
		uint32_t to = i;

		if (!(mask >> i & 1))
			continue;
		while (to + 1 < all->count && mask >> (to + 1) & 1)
			to++;
		/* Of two releases none is left out between them. */
		if (to == i + 1)
			to = i;
		parts[count].from = i;
		parts[count++].to = to;
		i = to;
	}
	for (uint32_t i = 0; i < count; i++) {
		buf_text(b, !i ? "" : i + 1 == count ? " and " : ", ");
		buf_str(b, all->all[parts[i].from].name);
		if (parts[i].to > parts[i].from)
			buf_printf(b, " to %.*s", STR_ARG(all->all[parts[i].to].name));
	}
}

struct version version_newest_stable(void)
{
	size_t i = ROW_COUNT - 1;

	while (i > 0 && rows[i].status != STABLE)
		i--;
	return version_of(i);
}

bool version_next(const struct version *v, struct version *out)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (1u << i > v->bit && rows[i].status != FACTS) {
			*out = version_of(i);
			return true;
		}
	return false;
}

void version_list(struct buf *b)
{
	const char *comma = "";

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].status == FACTS)
			continue;
		buf_printf(b, "%s%s%s", comma, rows[i].name,
			   rows[i].status == DEVELOPMENT ? " (development)" : "");
		comma = ", ";
	}
}

/* The next branches of MASK that stand together, *FROM up to before *TO; searched from *TO on. */
static bool next_run(uint32_t mask, size_t *from, size_t *to)
{
	while (*to < ROW_COUNT && !(mask >> *to & 1))
		++*to;
	*from = *to;
	while (*to < ROW_COUNT && (mask >> *to & 1))
		++*to;
	return *from < *to;
}

void version_say(struct buf *b, uint32_t mask)
{
	const char *comma = "";
	size_t from, i = 0;

	while (next_run(mask, &from, &i)) {
		buf_text(b, comma);
		if (i == ROW_COUNT)
			buf_printf(b, "%s and newer", rows[from].name);
		else if (i - from == 1)
			buf_text(b, rows[from].name);
		else
			buf_printf(b, "%s to %s", rows[from].name, rows[i - 1].name);
		comma = ", ";
	}
}

void version_write(struct buf *b, uint32_t mask)
{
	const char *comma = "";
	size_t from, i = 0;

	while (next_run(mask, &from, &i)) {
		buf_printf(b, "%s%s", comma, rows[from].name);
		if (i == ROW_COUNT && from + 1 < i)
			buf_byte(b, '-');
		else if (i - from > 1)
			buf_printf(b, "-%s", rows[i - 1].name);
		comma = ",";
	}
}

/* The number of the branch NAME, or ROW_COUNT. */
static size_t find_row(struct str name)
{
	size_t i = 0;

	while (i < ROW_COUNT && !str_is(name, rows[i].name))
		i++;
	return i;
}

static bool read_range(struct str text, uint32_t *mask)
{
	ptrdiff_t dash = str_find(text, '-');
	size_t from = find_row(dash < 0 ? text : str_head(text, (size_t)dash)), to = from;

	if (dash >= 0)
		to = (size_t)dash + 1 == text.n ? ROW_COUNT - 1
						: find_row(str_skip(text, (size_t)dash + 1));
	if (from == ROW_COUNT || to == ROW_COUNT || from > to)
		return false;
	for (size_t i = from; i <= to; i++)
		*mask |= 1u << i;
	return true;
}

bool version_read(struct str text, uint32_t *mask)
{
	ptrdiff_t comma;

	*mask = 0;
	while ((comma = str_find(text, ',')) >= 0) {
		if (!read_range(str_head(text, (size_t)comma), mask))
			return false;
		text = str_skip(text, (size_t)comma + 1);
	}
	return read_range(text, mask);
}

const char *version_first_after(uint32_t mask, const struct version *v)
{
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (mask >> i & 1 && 1u << i > v->bit)
			return rows[i].name;
	return NULL;
}

bool feature_in(const struct version *v, enum feature f)
{
	return (features[f].versions & v->bit) != 0;
}

const char *feature_what(enum feature f)
{
	return features[f].what;
}

uint32_t feature_versions(enum feature f)
{
	return features[f].versions;
}
