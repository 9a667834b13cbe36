/*
 * skeleton - see skeleton.h.
 *
 * What must stay true: nothing is found wrong here, and a directive that the preprocessor would not
 * see does no harm: what a variant is, its own run says.
 */
#include "variants/skeleton.h"

#include "base/ascii.h"
#include "preprocess/define.h"
#include "preprocess/outline.h"
#include "scan/keyword.h"

enum { FILES_MOST = 2000, DEPTH_MOST = 10, OPEN_MOST = 512 };

/* Reading one file. */
struct skeleton_reader {
	struct skeleton *k;
	struct session *session;
	struct map *files;
	const struct source *source;
	struct str rest;
	uint32_t outer; /* the region that includes it */
	unsigned depth;
	bool is_comment;        /* a block comment is open */
	LIST_OF(uint32_t) open; /* conditionals: the region of the branch of each */
};

static void read_file(struct skeleton *k, struct session *s, struct map *files, struct str name,
		      struct str text, uint32_t outer, unsigned depth);

const char *skeleton_kind(enum name_kind kind)
{
	static const char *const names[NAME_KINDS] = {"toggle", "guard",   "derived", "value",
						      "module", "release", "option"};

	return names[kind];
}

static uint32_t number_of(struct skeleton *k, struct str name)
{
	uint32_t *number = MAP_RECORD(&k->numbers, k->arena, name, uint32_t);

	if (!*number) {
		*LIST_ADD(k->arena, &k->names) = (struct skeleton_name){.name = name};
		*number = k->names.count;
	}
	return *number - 1;
}

static struct str skip_blanks(struct str s)
{
	while (s.n && ascii_is_blank(s.p[0]))
		s = str_skip(s, 1);
	return s;
}

/* The word that *TEXT starts with, blanks before it skipped. */
static struct str take_word(struct str *text)
{
	struct str word;
	size_t n = 0;

	*text = skip_blanks(*text);
	while (n < text->n && !ascii_is_white(text->p[n]))
		n++;
	word = str_head(*text, n);
	*text = str_skip(*text, n);
	return word;
}

/* The offset of P, which is in the text that is read. */
static uint32_t offset_of(const struct skeleton_reader *r, const char *p)
{
	return r->source->base + (uint32_t)(p - r->source->text.p);
}

static struct span span_of(const struct skeleton_reader *r, struct str part)
{
	uint32_t lo = offset_of(r, part.p);

	return (struct span){lo, lo + (uint32_t)part.n};
}

static uint32_t region_now(const struct skeleton_reader *r)
{
	return r->open.count ? *LIST_LAST(&r->open) : r->outer;
}

/* --- directives --------------------------------------------------------------------------------
 */

static uint32_t open_region(struct skeleton_reader *r, struct str line, uint32_t parent,
			    uint32_t name, bool is_on)
{
	struct skeleton_region *x = LIST_ADD(r->k->arena, &r->k->regions);
	uint32_t from = offset_of(r, r->rest.p);

	*x = (struct skeleton_region){.at = {from, from},
				      .directive = span_of(r, line),
				      .name = name,
				      .is_on = is_on,
				      .parent = parent};
	return r->k->regions.count - 1;
}

static void close_region(struct skeleton_reader *r, struct str line)
{
	r->k->regions.all[*LIST_LAST(&r->open)].at.hi = offset_of(r, line.p);
}

static void take_if(struct skeleton_reader *r, enum directive d, struct str line, struct str rest)
{
	struct str word = take_word(&rest);
	uint32_t parent = region_now(r), number = SKELETON_NONE;
	struct skeleton_name *x;

	if (r->open.count == OPEN_MOST)
		return;
	word = str_head(word, ascii_run(word, ascii_is_word));
	if (d != DIRECTIVE_IFEXP && word.n) {
		number = number_of(r->k, word);
		x = &r->k->names.all[number];
		if (!x->asked++)
			x->asked_at = span_of(r, word);
	}
	*LIST_ADD(r->k->arena, &r->open) =
	    open_region(r, line, parent, number, d != DIRECTIVE_IFNDEF);
}

static void take_else(struct skeleton_reader *r, struct str line)
{
	struct skeleton_region before;

	if (!r->open.count)
		return;
	close_region(r, line);
	before = r->k->regions.all[*LIST_LAST(&r->open)];
	*LIST_LAST(&r->open) = open_region(r, line, before.parent, before.name, !before.is_on);
}

/* Whether the text is what is read when name NUMBER is not defined. */
static bool is_guarded(const struct skeleton_reader *r, uint32_t number)
{
	uint32_t now = region_now(r);

	return now != SKELETON_NONE && r->k->regions.all[now].name == number &&
	       !r->k->regions.all[now].is_on;
}

static void take_define(struct skeleton_reader *r, enum directive d, struct str rest)
{
	struct str word = take_word(&rest);
	struct skeleton_name *x;
	uint32_t number;

	word = str_head(word, ascii_run(word, ascii_is_word));
	if (!word.n)
		return;
	number = number_of(r->k, word);
	x = &r->k->names.all[number];
	rest = skip_blanks(rest);
	x->is_mentioned = true;
	if (region_now(r) != SKELETON_NONE && !is_guarded(r, number))
		x->is_inner = true;
	else if (is_guarded(r, number) || d > DIRECTIVE_REDEFINE ||
		 (rest.n && rest.p[0] != '#' && rest.p[0] != '\r'))
		x->has_value = true;
	else
		x->is_defined = true;
}

static void take_include(struct skeleton_reader *r, struct str rest)
{
	struct str quoted = take_word(&rest), name, text, reason;
	struct str folder =
	    str_head(r->source->name, (size_t)(str_find_last(r->source->name, '/') + 1));
	struct arena *a = r->k->arena;

	if (quoted.n < 3 || quoted.p[0] != '"' || r->depth == DEPTH_MOST ||
	    r->files->entries.count == FILES_MOST)
		return;
	name = session_include_name(r->session, a, include_name(a, quoted));
	if (session_open_include(r->session, a, folder, &name, &text, &reason) != FILE_OK ||
	    !map_add(r->files, a, name))
		return;
	read_file(r->k, r->session, r->files, name, text, region_now(r), r->depth + 1);
}

static void take_directive(struct skeleton_reader *r, struct str line)
{
	struct str rest = str_skip(line, 2), word = take_word(&rest);
	uint32_t versions;
	enum directive d = directive_find(word, &versions);

	switch (d) {
	case DIRECTIVE_IFDEF:
	case DIRECTIVE_IFNDEF:
	case DIRECTIVE_IFEXP: take_if(r, d, line, rest); break;
	case DIRECTIVE_ELSE: take_else(r, line); break;
	case DIRECTIVE_ENDIF:
		if (r->open.count) {
			close_region(r, line);
			r->open.count--;
		}
		break;
	case DIRECTIVE_INCLUDE_FILE:
	case DIRECTIVE_IMPORT_FILE: take_include(r, rest); break;
	case DIRECTIVE_NONE:
	case DIRECTIVE_UNDEF:
	case DIRECTIVE_TRYUNDEF:
	case DIRECTIVE_SUBST:
	case DIRECTIVE_SUBSTDEF:
	case DIRECTIVE_SUBSTDEFS: break;
	default: take_define(r, d, rest); break;
	}
}

/* --- lines -------------------------------------------------------------------------------------
 */

/* Whether a block comment is open behind LINE, which is no directive. */
static bool opens_comment(const struct skeleton_reader *r, struct str line)
{
	bool is_comment = r->is_comment;
	char quote = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i], next = i + 1 < line.n ? line.p[i + 1] : '\0';

		if (is_comment) {
			is_comment = c != '*' || next != '/';
		} else if (quote) {
			i += c == '\\';
			quote = c == quote ? '\0' : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '#' || (c == '/' && next == '/')) {
			break;
		} else if (c == '/' && next == '*') {
			is_comment = true;
			i++;
		}
	}
	return is_comment;
}

static void take_line(struct skeleton_reader *r, struct str line)
{
	struct str text = skip_blanks(line), rest = text, word;

	/* What is not read has no comments. */
	if (!(r->is_comment && region_now(r) == SKELETON_NONE) && text.n > 2 && text.p[1] == '!' &&
	    (text.p[0] == '#' || text.p[0] == '!')) {
		take_directive(r, text);
		return;
	}
	word = take_word(&rest);
	if (!r->is_comment && (str_is(word, "include_file") || str_is(word, "import_file")))
		take_include(r, rest);
	r->is_comment = opens_comment(r, text);
}

static void read_file(struct skeleton *k, struct session *s, struct map *files, struct str name,
		      struct str text, uint32_t outer, unsigned depth)
{
	struct skeleton_reader r = {
	    .k = k, .session = s, .files = files, .rest = text, .outer = outer, .depth = depth};

	r.source = sources_add(&k->sources, name, text, SPAN_NONE);
	while (r.source && r.rest.n)
		take_line(&r, str_take(&r.rest, '\n'));
	while (r.source && r.open.count) {
		close_region(&r, r.rest);
		r.open.count--;
	}
}

/* --- what names are ----------------------------------------------------------------------------
 */

/* Notes the names behind each word "define", wherever it stands. */
static void find_mentions(struct skeleton *k)
{
	for (uint32_t i = 0; i < k->sources.count; i++) {
		struct str rest = k->sources.all[i]->text;
		ptrdiff_t at;

		while ((at = str_search(rest, STR("define"))) >= 0) {
			struct str word;
			uint32_t *number;

			rest = str_skip(rest, (size_t)at + sizeof "define" - 1);
			word = skip_blanks(rest);
			word = str_head(word, ascii_run(word, ascii_is_word));
			number = word.n ? map_find(&k->numbers, word) : NULL;
			if (number)
				k->names.all[*number - 1].is_mentioned = true;
		}
	}
}

/* Marks the names in LINE, which is no directive, but for comments and strings. */
static void mark_used(struct skeleton *k, struct str line, const bool *starts)
{
	char quote = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];
		struct str word;
		uint32_t *number;

		if (quote) {
			i += c == '\\';
			quote = c == quote ? '\0' : quote;
			continue;
		}
		if (c == '#' || (c == '/' && i + 1 < line.n && line.p[i + 1] == '/'))
			return;
		quote = c == '"' || c == '\'' ? c : '\0';
		if (!ascii_is_word(c))
			continue;
		word = str_skip(line, i);
		word = str_head(word, ascii_run(word, ascii_is_word));
		number = starts[(unsigned char)c] ? map_find(&k->numbers, word) : NULL;
		if (number)
			k->names.all[*number - 1].is_used = true;
		i += word.n - 1;
	}
}

static void find_uses(struct skeleton *k)
{
	bool starts[256] = {false};

	for (uint32_t i = 0; i < k->names.count; i++)
		starts[(unsigned char)k->names.all[i].name.p[0]] = true;
	for (uint32_t i = 0; i < k->sources.count; i++) {
		struct str rest = k->sources.all[i]->text;

		while (rest.n) {
			struct str line = skip_blanks(str_take(&rest, '\n'));

			if (line.n < 2 || line.p[1] != '!' ||
			    (line.p[0] != '#' && line.p[0] != '!'))
				mark_used(k, line, starts);
		}
	}
}

static bool is_option(const struct session *s, struct str name)
{
	for (size_t i = 0; i < s->definition_count; i++) {
		struct str text = s->definitions[i].text;

		if (s->definitions[i].kind == DEFINITION_DEFINE &&
		    str_equal(str_take(&text, '='), name))
			return true;
	}
	return false;
}

static enum name_kind kind_of(const struct session *s, const struct skeleton_name *x)
{
	if (is_option(s, x->name))
		return NAME_OPTION;
	if (str_starts(x->name, STR("MOD_")))
		return NAME_MODULE;
	if (define_is_foreign(x->name))
		return NAME_RELEASE;
	if (x->is_inner)
		return NAME_DERIVED;
	if (x->has_value)
		return NAME_GUARD;
	return x->is_used ? NAME_VALUE : NAME_TOGGLE;
}

/* Leaves the names that conditionals ask for. */
static void keep_asked(struct skeleton *k, const struct session *s)
{
	uint32_t *now = arena_array(k->arena, k->names.count + 1, sizeof *now), n = 0;

	for (uint32_t i = 0; i < k->names.count; i++) {
		struct skeleton_name x = k->names.all[i];

		if (!x.asked)
			continue;
		x.kind = kind_of(s, &x);
		now[i] = n;
		k->names.all[n++] = x;
	}
	k->names.count = n;
	for (uint32_t i = 0; i < k->regions.count; i++)
		if (k->regions.all[i].name != SKELETON_NONE)
			k->regions.all[i].name = now[k->regions.all[i].name];
	/* The numbers are old ones. */
	k->numbers = (struct map){.size = 0};
}

struct skeleton skeleton_of(struct arena *a, struct session *s, struct str name, struct str text)
{
	struct skeleton k = {.arena = a};
	struct map files = {.size = 0};

	sources_init(&k.sources, a);
	map_add(&files, a, name);
	read_file(&k, s, &files, name, text, SKELETON_NONE, 0);
	find_mentions(&k);
	find_uses(&k);
	keep_asked(&k, s);
	return k;
}

void skeleton_say_condition(const struct skeleton *k, struct buf *b, uint32_t region)
{
	const struct skeleton_region *x = &k->regions.all[region];

	if (x->parent != SKELETON_NONE) {
		skeleton_say_condition(k, b, x->parent);
		buf_text(b, " and ");
	}
	if (x->name == SKELETON_NONE)
		buf_text(b, x->is_on ? "an expression" : "not an expression");
	else
		buf_printf(b, "%s%.*s", x->is_on ? "" : "not ",
			   STR_ARG(k->names.all[x->name].name));
}
