/*
 * settings - see settings.h.
 *
 * What must stay true: files that extend each other in a circle, or without end, are refused.
 */
#include "programs/settings.h"

#include "facts/suggest.h"
#include "facts/version.h"
#include "programs/settings_plan.h"
#include "text/filename.h"

enum {
	SIZE_MOST = 1 << 20, /* bytes of a file */
	DEPTH_MOST = 16,     /* files that extend each other */
};

/* What the value of a key is. */
enum value_kind {
	VALUE_VERSION,
	VALUE_SEVERITY,
	VALUE_FAILING, /* a severity, or "never" */
	VALUE_FILE,
	VALUE_FOLDERS, /* names separated by blanks or colons */
	VALUE_FILES,
	VALUE_GLOBS,
	VALUE_DEFINES,
};

static const struct {
	const char *name;
	enum value_kind kind;
} keys[SETTINGS_KEYS] = {
    [SETTINGS_KAMAILIO] = {"kamailio", VALUE_VERSION},
    [SETTINGS_LEVEL] = {"level", VALUE_SEVERITY},
    [SETTINGS_FAIL_ON] = {"fail-on", VALUE_FAILING},
    [SETTINGS_BASELINE] = {"baseline", VALUE_FILE},
    [SETTINGS_MODULES] = {"modules", VALUE_FOLDERS},
    [SETTINGS_ROOTS] = {"roots", VALUE_FILES},
    [SETTINGS_DEFINE] = {"define", VALUE_DEFINES},
    [SETTINGS_CATALOG] = {"catalog", VALUE_FILES},
    [SETTINGS_EXCLUDE] = {"exclude", VALUE_GLOBS},
    [SETTINGS_EXTEND] = {"extend", VALUE_FILE},
};

/* Sections; the last one is of another command. */
static const char *const sections[] = {"kamcheck", "rules",    "path",
				       "include",  "variants", "format"};

/* Reading one file. */
struct settings_reader {
	struct arena *arena;
	struct settings *out;
	struct buf *why;
	struct str file;
	struct str folder;          /* absolute */
	bool is_set[SETTINGS_KEYS]; /* in this file */
	unsigned depth;
};

static bool read_file(struct settings_reader *outer, struct str file, struct ini_place from);

const char *settings_key_name(enum settings_key key)
{
	return keys[key].name;
}

struct str settings_word(const struct settings *s, enum settings_key key)
{
	return s->keys[key].count ? s->keys[key].all[0].text : STR("");
}

struct settings settings_none(void)
{
	return (struct settings){.file = STR("")};
}

/* --- what is refused ---------------------------------------------------------------------------
 */

/* Begins the message about what stands AT. */
static struct buf *say_place(struct settings_reader *r, struct ini_place at)
{
	buf_printf(r->why, "%.*s:%u:%u: ", STR_ARG(r->file), at.line, at.column);
	return r->why;
}

static bool refuse(struct settings_reader *r, struct ini_place at, const char *text)
{
	buf_text(say_place(r, at), text);
	return false;
}

/* Says that WORD is none of the COUNT known words, of which the nearest was considered in N. */
static bool refuse_word(struct settings_reader *r, struct ini_place at, const char *what,
			struct str word, const struct nearest *n)
{
	buf_printf(say_place(r, at), "unknown %s ", what);
	buf_quoted(r->why, str_head(word, 80));
	if (n->best.p)
		buf_printf(r->why, "; did you mean \"%.*s\"?", STR_ARG(n->best));
	return false;
}

static bool refuse_key(struct settings_reader *r, const struct ini_item *x)
{
	struct nearest n = nearest_listed(x->key);

	for (size_t i = 0; i < SETTINGS_KEYS; i++)
		nearest_consider(&n, str_of(keys[i].name));
	refuse_word(r, x->at, "key", x->key, &n);
	if (!n.best.p) {
		buf_text(r->why, "; there are ");
		for (size_t i = 0; i < SETTINGS_KEYS; i++)
			buf_printf(r->why, "%s%s", i ? ", " : "", keys[i].name);
	}
	return false;
}

/* --- values ------------------------------------------------------------------------------------
 */

static const char *const levels[] = {"error", "warning", "note", "off"};

/* The level that X names, of the first COUNT ones; ALL lists what may stand there. */
static bool read_level(struct settings_reader *r, const struct ini_item *x, size_t count,
		       const char *all, unsigned *out)
{
	struct nearest n = nearest_listed(x->value);

	for (size_t i = 0; i < count; i++) {
		nearest_consider(&n, str_of(levels[i]));
		if (str_is(x->value, levels[i])) {
			*out = (unsigned)i;
			return true;
		}
	}
	refuse_word(r, x->value_at, "level", x->value, &n);
	if (!n.best.p)
		buf_printf(r->why, "; there are %s", all);
	return false;
}

static void add_word(struct settings_reader *r, enum settings_key key, struct ini_place at,
		     struct str text)
{
	*LIST_ADD(r->arena, &r->out->keys[key]) =
	    (struct settings_value){.text = text, .file = r->file, .at = at};
}

static struct str name_of_file(const struct settings_reader *r, struct str word)
{
	return filename_absolute(r->arena,
				 filename_join(r->arena, r->folder, ini_unquoted(r->arena, word)));
}

/* The directories of "a:b c". */
static void add_folders(struct settings_reader *r, enum settings_key key, struct ini_place at,
			struct str word)
{
	struct str rest = ini_unquoted(r->arena, word);

	while (rest.n) {
		struct str folder = str_take(&rest, ':');

		if (folder.n)
			add_word(r, key, at, name_of_file(r, folder));
	}
}

static bool add_define(struct settings_reader *r, struct ini_place at, struct str word)
{
	if (word.p[0] == '=' || word.p[0] == '"')
		return refuse(r, at, "a define has a name: NAME or NAME=VALUE");
	add_word(r, SETTINGS_DEFINE, at, word);
	return true;
}

static bool add_version(struct settings_reader *r, const struct ini_item *x)
{
	struct versions all;

	if (versions_parse(x->value, &all)) {
		add_word(r, SETTINGS_KAMAILIO, x->value_at, x->value);
		return true;
	}
	buf_text(say_place(r, x->value_at), "unknown Kamailio version ");
	buf_quoted(r->why, str_head(x->value, 80));
	buf_text(r->why, "; known are ");
	version_list(r->why);
	return false;
}

static bool add_value(struct settings_reader *r, enum settings_key key, const struct ini_item *x)
{
	struct str rest = x->value, word;
	unsigned level;

	switch (keys[key].kind) {
	case VALUE_VERSION: return add_version(r, x);
	case VALUE_SEVERITY:
		if (!read_level(r, x, LEVEL_OFF, "error, warning and note", &level))
			return false;
		add_word(r, key, x->value_at, x->value);
		return true;
	case VALUE_FAILING:
		if (!str_is(x->value, "never") &&
		    !read_level(r, x, LEVEL_OFF, "error, warning, note and never", &level))
			return false;
		add_word(r, key, x->value_at, x->value);
		return true;
	case VALUE_FILE: add_word(r, key, x->value_at, name_of_file(r, x->value)); return true;
	default: break;
	}
	while (ini_word(&rest, &word)) {
		struct ini_place at = {x->value_at.line,
				       x->value_at.column + (uint32_t)(word.p - x->value.p)};

		if (keys[key].kind == VALUE_DEFINES && !add_define(r, at, word))
			return false;
		if (keys[key].kind == VALUE_FILES)
			add_word(r, key, at, name_of_file(r, word));
		if (keys[key].kind == VALUE_FOLDERS)
			add_folders(r, key, at, word);
		if (keys[key].kind == VALUE_GLOBS)
			add_word(r, key, at, ini_unquoted(r->arena, word));
	}
	return true;
}

/* --- sections ----------------------------------------------------------------------------------
 */

static bool is_list(enum settings_key key)
{
	return keys[key].kind >= VALUE_FOLDERS;
}

/* A key of [kamcheck]. */
static bool take_key(struct settings_reader *r, const struct ini_item *x)
{
	enum settings_key key = 0;

	while (key < SETTINGS_KEYS && !str_is(x->key, keys[key].name))
		key++;
	if (key == SETTINGS_KEYS)
		return refuse_key(r, x);
	if (!x->value.n && !is_list(key))
		return refuse(r, x->value_at, "a value is missing");
	if (key == SETTINGS_EXTEND)
		return true;
	if (r->is_set[key] && !is_list(key)) {
		buf_printf(say_place(r, x->at), "\"%s\" is set twice, in line %u too",
			   keys[key].name, r->out->keys[key].all[0].at.line);
		return false;
	}
	/* What the files say that this one extends counts no more. */
	if (!r->is_set[key])
		r->out->keys[key] = (struct settings_values){0};
	r->is_set[key] = true;
	return add_value(r, key, x);
}

/* "K304 = off" */
static bool take_level(struct settings_reader *r, const struct ini_item *x)
{
	struct level_row row = {.glob = x->argument, .folder = r->folder};
	struct buf why = buf_on(r->arena);

	if (!select_read(x->key, &row.rules, &why)) {
		buf_str(say_place(r, x->at), buf_view(&why));
		return false;
	}
	if (!read_level(r, x, LEVEL_OFF + 1, "error, warning, note and off", &row.value))
		return false;
	if (row.rules.rule && select_is_syntax(row.rules.rule) && row.value != SEV_ERROR) {
		buf_printf(say_place(r, x->at),
			   "%s is an error of reading, and a file that was not read is never fine",
			   row.rules.rule->code);
		return false;
	}
	*LIST_ADD(r->arena, &r->out->levels) = row;
	*LIST_ADD(r->arena, &r->out->written) = (struct settings_level){
	    x->key, x->value, x->argument, {.text = x->value, .file = r->file, .at = x->at}};
	return true;
}

static bool take_prefix(struct settings_reader *r, const struct ini_item *x)
{
	if (!x->value.n)
		return refuse(r, x->value_at, "a value is missing");
	*LIST_ADD(r->arena, &r->out->prefixes) =
	    (struct settings_prefix){ini_unquoted(r->arena, x->key), name_of_file(r, x->value)};
	return true;
}

static bool take_variant(struct settings_reader *r, const struct ini_item *x)
{
	struct buf why = buf_on(r->arena);
	bool is_key = true;

	if (settings_plan_take(r->arena, &r->out->plan, x, &is_key, &why)) {
		*LIST_ADD(r->arena, &r->out->variants) = (struct settings_variant){
		    x->key, {.text = x->value, .file = r->file, .at = x->value_at}};
		return true;
	}
	buf_str(say_place(r, is_key ? x->at : x->value_at), buf_view(&why));
	return false;
}

/* The head of a section: whether it is known, and has an argument if it wants one. */
static bool take_section(struct settings_reader *r, const struct ini_item *x)
{
	struct nearest n = nearest_listed(x->section);
	bool wants_glob = str_is(x->section, "path");

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		nearest_consider(&n, str_of(sections[i]));
		if (!str_is(x->section, sections[i]))
			continue;
		if (wants_glob && !x->argument.n)
			return refuse(r, x->at, "which files? for example [path test/**]");
		if (!wants_glob && x->argument.n)
			return refuse(r, x->at, "only [path GLOB] takes more than its name");
		return true;
	}
	return refuse_word(r, x->at, "section", x->section, &n);
}

static bool take(struct settings_reader *r, const struct ini_item *x)
{
	if (!x->key.n)
		return take_section(r, x);
	/* Above the first section stands what belongs to [kamcheck]. */
	if (!x->section.n || str_is(x->section, "kamcheck"))
		return take_key(r, x);
	if (str_is(x->section, "rules") || str_is(x->section, "path"))
		return take_level(r, x);
	if (str_is(x->section, "variants"))
		return take_variant(r, x);
	return !str_is(x->section, "include") || take_prefix(r, x);
}

/* --- files -------------------------------------------------------------------------------------
 */

/* Reads what the file extends first: it is overruled. */
static bool take_extended(struct settings_reader *r, const struct ini *ini)
{
	for (uint32_t i = 0; i < ini->count; i++) {
		const struct ini_item *x = &ini->all[i];

		if (!str_is(x->key, keys[SETTINGS_EXTEND].name) ||
		    (x->section.n && !str_is(x->section, "kamcheck")))
			continue;
		if (r->is_set[SETTINGS_EXTEND])
			return refuse(r, x->at, "\"extend\" is set twice");
		r->is_set[SETTINGS_EXTEND] = true;
		if (x->value.n && !read_file(r, name_of_file(r, x->value), x->value_at))
			return false;
	}
	return true;
}

/* The text of FILE; false with a message that stands FROM the place that names it. */
static bool read_text(struct settings_reader *outer, struct str file, struct ini_place from,
		      struct str *text)
{
	struct files files = files_on_disk(outer->arena, NULL);
	struct str reason = {0};

	for (uint32_t i = 0; i < outer->out->files.count; i++)
		if (str_equal(outer->out->files.all[i], file))
			reason = STR("it extends itself");
	if (outer->depth == DEPTH_MOST)
		reason = STR("too many files extend each other");
	if (!reason.p && files.read_given(files.ctx, outer->arena, file, text, &reason) == FILE_OK)
		reason = text->n > SIZE_MOST ? STR("larger than 1 MB") : (struct str){0};
	if (!reason.p)
		return true;
	if (from.line)
		say_place(outer, from);
	buf_text(outer->why, "cannot read settings ");
	buf_quoted(outer->why, file);
	buf_printf(outer->why, ": %.*s", STR_ARG(reason));
	return false;
}

static bool read_file(struct settings_reader *outer, struct str file, struct ini_place from)
{
	struct settings_reader r = {.arena = outer->arena,
				    .out = outer->out,
				    .why = outer->why,
				    .file = file,
				    .depth = outer->depth + 1};
	struct ini ini;
	struct str text;

	if (!read_text(outer, file, from, &text))
		return false;
	*LIST_ADD(r.arena, &r.out->files) = file;
	r.folder = filename_absolute(r.arena, filename_folder(file));
	if (!ini_read(r.arena, text, &ini))
		return refuse(&r, ini.at, ini.complaint);
	if (!take_extended(&r, &ini))
		return false;
	for (uint32_t i = 0; i < ini.count; i++)
		if (!take(&r, &ini.all[i]))
			return false;
	return true;
}

bool settings_read(struct arena *a, struct str file, struct settings *out, struct buf *why)
{
	struct settings_reader r = {.arena = a, .out = out, .why = why};

	*out = settings_none();
	if (!read_file(&r, file, (struct ini_place){0}))
		return false;
	out->file = file;
	out->folder = filename_absolute(a, filename_folder(file));
	levels_sort(&out->levels);
	return true;
}
