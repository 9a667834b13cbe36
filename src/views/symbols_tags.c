/*
 * symbols_tags - the definitions as a file of tags, which vim, emacs and readtags read; see
 * symbols_list.h.
 *
 * Format: ctags(1) and tags(5) of Universal Ctags, version 2.  A place is a pattern, so that it
 * survives changes above it; a line number where the pattern would meet another line or could not
 * be written.
 *
 * What must stay true: lines are sorted by bytes, as the header says; tabs and newlines of names
 * never break a line.
 */
#include "views/symbols_list.h"

#include "base/ascii.h"
#include "base/hidden.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { PATTERN_MOST = 256 }; /* bytes of a line that becomes a pattern */

struct tags {
	struct symbols_list *list;
	struct arena *arena;
	LIST_OF(struct str) lines;
	struct map files; /* struct map, by the offset of the file: the first line with a text */
};

/* Bytes that would end a field, or change how it is read or looks, are escaped. */
static void put_name(struct buf *b, struct str name)
{
	struct hidden_character x = {0};
	bool has_hidden = hidden_find(name, 0, &x);

	for (size_t at = 0; at < name.n;) {
		struct str s = str_skip(name, at);
		size_t n = utf8_length(s);
		bool is_hidden = has_hidden && x.at == at;
		char c = s.p[0];

		if (c == '\\')
			buf_text(b, "\\\\");
		else if (!n || is_hidden || utf8_is_control(s) || (!at && (c == '!' || c == ' ')))
			for (size_t i = 0; i < (n ? n : 1); i++)
				buf_printf(b, "\\x%02x", (unsigned char)s.p[i]);
		else
			buf_str(b, str_head(s, n));
		at += n ? n : 1;
		if (is_hidden)
			has_hidden = hidden_find(name, at, &x);
	}
}

/* Editors differ in what they take other bytes for. */
static bool is_printable(char c)
{
	return (c >= ' ' && c <= '~') || c == '\t';
}

/* By the text of a line in FILE, the number of the first one. */
static const struct map *lines_of(struct tags *t, const struct source *file)
{
	struct str key = {(const char *)&file->base, sizeof file->base}, rest = file->text;
	struct map *lines = MAP_RECORD(&t->files, t->arena, key, struct map);

	if (lines->entries.count)
		return lines;
	for (uintptr_t number = 1; rest.n; number++) {
		void **first = map_slot(lines, t->arena, str_take(&rest, '\n'));

		if (!*first)
			*first = (void *)number;
	}
	return lines;
}

/* With a secret in it a line is no pattern: masked it would not be found. */
static bool has_secret(struct session *s, const struct source *file, struct str line)
{
	uint32_t base = file->base + (uint32_t)(line.p - file->text.p);
	struct secret_search x =
	    secrets_search(&s->secrets, line, base, SECRETS_IN_LINE, 0, line.n);
	size_t lo, hi;

	return secrets_next(&x, &lo, &hi);
}

/* Where P is: "/^route[X] {$/" or the number of its line. */
static void put_address(struct tags *t, struct buf *b, struct place p)
{
	struct session *session = t->list->analysis->session;
	struct str line = source_line(&session->sources, p.source, p.line);

	if (line.n > PATTERN_MOST || !ascii_all(line, is_printable) ||
	    has_secret(session, p.source, line) ||
	    (uintptr_t)map_find(lines_of(t, p.source), line) != p.line) {
		buf_printf(b, "%u", p.line);
		return;
	}
	buf_text(b, "/^");
	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (c == '\\' || c == '/' || (c == '$' && i + 1 == line.n))
			buf_byte(b, '\\');
		buf_byte(b, c);
	}
	buf_text(b, "$/");
}

static void add_tag(struct tags *t, const struct symbol *s, struct place p)
{
	struct buf b = buf_on(t->arena);

	put_name(&b, s->word.n < s->name.n ? s->word : symbol_title(s));
	buf_byte(&b, '\t');
	put_name(&b, p.source->name);
	buf_byte(&b, '\t');
	put_address(t, &b, p);
	buf_printf(&b, ";\"\t%s\tline:%u", symbol_kinds[s->kind].letter, p.line);
	if (s->word.n < s->name.n) {
		buf_text(&b, "\tgroup:");
		put_name(&b, str_head(s->name, s->name.n - s->word.n - 1));
	}
	*LIST_ADD(t->arena, &t->lines) = buf_view(&b);
}

static int compare(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void add_line(struct tags *t, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add_line(struct tags *t, const char *format, ...)
{
	struct buf b = buf_on(t->arena);
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&b, format, ap);
	va_end(ap);
	*LIST_ADD(t->arena, &t->lines) = buf_view(&b);
}

/* Its lines begin with "!", as no other line does. */
static void add_header(struct tags *t)
{
	add_line(t, "!_TAG_FILE_ENCODING\tutf-8\t//");
	add_line(t, "!_TAG_FILE_FORMAT\t2\t/extended format/");
	add_line(t, "!_TAG_FILE_SORTED\t1\t/0=unsorted, 1=sorted, 2=foldcase/");
	for (unsigned kind = 0; kind < SYMBOL_KINDS; kind++)
		add_line(t, "!_TAG_KIND_DESCRIPTION!Kamailio\t%s,%s\t//", symbol_kinds[kind].letter,
			 symbol_kinds[kind].word);
	add_line(t, "!_TAG_OUTPUT_MODE\tu-ctags\t/u-ctags or e-ctags/");
	add_line(t, "!_TAG_PROGRAM_NAME\tkamcheck\t//");
}

void symbols_tags(struct buf *b, struct symbols_list *l)
{
	struct tags t = {.list = l, .arena = l->analysis->arena};

	add_header(&t);
	for (uint32_t i = 0; i < l->symbols.count; i++) {
		const struct symbol *s = l->symbols.all[i];

		/* A tag needs a name: route[""] has none. */
		if (!s->counts[REFERENCE_DEFINES] || !symbol_title(s).n)
			continue;
		symbols_places(l, s);
		for (uint32_t k = 0; k < l->places.count; k++)
			if (l->places.all[k].how == REFERENCE_DEFINES && l->places.all[k].at.lo)
				add_tag(&t, s,
					source_place(&l->analysis->session->sources,
						     l->places.all[k].at.lo));
	}
	qsort(t.lines.all, t.lines.count, sizeof *t.lines.all, compare);
	for (uint32_t i = 0; i < t.lines.count; i++) {
		buf_str(b, t.lines.all[i]);
		buf_byte(b, '\n');
	}
}
