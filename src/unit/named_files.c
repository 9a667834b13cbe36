/*
 * named_files - see named_files.h.
 */
#include "unit/named_files.h"

#include "text/filename.h"
#include "unit/analysis.h"

/* More than any config names, and their bytes: certificates and lists of numbers are no larger. */
enum { FILES_MOST = 64, FILE_BYTES_MOST = 16 << 20 };

/* --- where ------------------------------------------------------------------------------------ */

/* The folder of the config, as it was named. */
static struct str config_folder(const struct analysis *a)
{
	return filename_folder(a->session->sources.all[0]->name);
}

struct str named_files_place(const struct analysis *a, struct str name, bool is_beside)
{
	if (is_beside && name.n && name.p[0] != '/' && name.p[0] != '.')
		name = filename_join(a->arena, config_folder(a), name);
	return session_include_name(a->session, a->arena, name);
}

/* Whether the name leads to what is no file of a project: a device, a descriptor. */
static bool is_special(const struct analysis *a, struct str name)
{
	struct str whole = filename_absolute(a->arena, name);

	return filename_is_below(STR("/dev"), whole) || filename_is_below(STR("/proc"), whole) ||
	       filename_is_below(STR("/sys"), whole);
}

/* Whether NAME was put below a folder of --map-include. */
static bool is_mapped(const struct session *s, struct arena *a, struct str name)
{
	struct str whole = filename_absolute(a, name);

	for (size_t i = 0; i < s->prefix_count; i++)
		if (filename_is_below(filename_absolute(a, s->prefixes[i].to), whole))
			return true;
	return false;
}

static enum file_status read_file(const struct analysis *a, struct str name, struct str *text,
				  struct str *reason)
{
	const struct files *f = &a->session->files;

	return f->read(f->ctx, a->arena, name, text, reason);
}

/* Whether the folder of NAME is there and may be looked into. */
static bool has_folder(const struct analysis *a, struct str name)
{
	struct str text, reason = STR("");

	return read_file(a, filename_folder(name), &text, &reason) == FILE_UNREADABLE;
}

/* Whether NAME, an absolute one, lies beside the config or below its folder. */
static bool is_own(const struct analysis *a, struct str name)
{
	struct str folder = filename_absolute(a->arena, config_folder(a));

	return folder.n > 1 && str_starts(name, STR("/")) && filename_is_below(folder, name);
}

/* Of a name in another folder nothing is known: the config may be for another machine. */
static enum file_absence judge(const struct analysis *a, struct str name, bool is_beside,
			       struct str reason)
{
	bool is_certain = is_mapped(a->session, a->arena, name) || is_own(a, name);

	if (!files_is_absent(reason) || !(is_certain || (is_beside && name.p[0] != '/')) ||
	    !has_folder(a, name))
		return ABSENCE_UNKNOWN;
	return is_certain ? ABSENCE_CERTAIN : ABSENCE_HERE;
}

enum file_absence named_files_absence(const struct analysis *a, struct str name)
{
	struct str text = STR(""), reason = STR("");
	enum file_status status;

	if (is_special(a, name))
		return ABSENCE_NONE;
	status = read_file(a, name, &text, &reason);
	return status == FILE_MISSING ? judge(a, name, true, reason) : ABSENCE_NONE;
}

/* --- which ------------------------------------------------------------------------------------ */

/* What the script in the file F does. */
static void take_script(struct analysis *a, struct named_file *f)
{
	static const struct {
		enum file_format format;
		enum script_language language;
	} languages[] = {{FILE_LUA, SCRIPT_LUA},
			 {FILE_PYTHON, SCRIPT_PYTHON},
			 {FILE_JAVASCRIPT, SCRIPT_JAVASCRIPT},
			 {FILE_RUBY, SCRIPT_RUBY}};

	for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
		struct script_calls *calls;

		if (languages[i].format != f->fact->format)
			continue;
		calls = ARENA_NEW(a->arena, struct script_calls);
		script_calls_read(a->arena, languages[i].language, f->source->text, calls);
		f->script = calls;
	}
}

static void take_text(struct analysis *a, struct named_file *f, struct str text)
{
	struct session *s = a->session;
	struct source *src;

	/* A NUL is no part of a text; what large files of other kinds hold is nobody's mistake. */
	if (text.n > FILE_BYTES_MOST)
		return;
	account_add_text(&s->account, text.n);
	src = sources_add(&s->sources, f->name, text, f->param->by->value->at);
	if (src)
		src->is_named = true;
	f->source = src;
	if (src)
		take_script(a, f);
}

/* In the working directory of the server, which nobody knows: here, or else beside the config. */
static enum file_status find(const struct analysis *a, struct named_file *f, struct str written,
			     struct str *text, struct str *reason)
{
	enum file_status status;
	struct str beside;

	f->name = named_files_place(a, written, f->fact->options & FILE_BESIDE);
	status = is_special(a, f->name) ? FILE_UNREADABLE : read_file(a, f->name, text, reason);
	if (status != FILE_MISSING || str_starts(f->name, STR("/")))
		return status;
	beside = filename_join(a->arena, config_folder(a), written);
	if (read_file(a, beside, text, reason) != FILE_OK)
		return status;
	f->name = beside;
	return FILE_OK;
}

/* The last statement that sets the parameter NAME of the core; NULL: none does. */
static const struct node *last_setting(const struct analysis *a, const char *name)
{
	const struct node *last = NULL;

	for (const struct node *n = a->root ? KID(a->root, FILE, items) : NULL; n; n = n->next)
		if (n->kind == N_PARAM && str_is(n->text, name))
			last = n;
	return last;
}

/*
 * The name of the file as the config gives it; empty: none.  The core parameter version_table gives
 * the table of versions another name.
 */
static struct str written_name(const struct analysis *a, const struct fact_file *fact,
			       struct str value)
{
	if (!(fact->options & FILE_FOLDER))
		return value;
	if (!str_starts(value, STR("text:///")) || last_setting(a, "version_table"))
		return STR("");
	return filename_join(a->arena, str_skip(value, sizeof "text://" - 1), STR("version"));
}

static void add(struct analysis *a, const struct module_param *p, const struct fact_file *fact,
		struct str written)
{
	struct named_files *all = &a->files;
	struct str text = STR(""), reason = STR("");
	struct named_file *f, made = {.fact = fact, .param = p};
	enum file_status status;
	struct buf key = buf_on(a->arena);

	buf_printf(&key, "%d ", (int)fact->format);
	buf_str(&key, written);
	if (all->known.entries.count == FILES_MOST) {
		all->is_open = true;
		return;
	}
	if (!map_add(&all->known, a->arena, buf_view(&key)))
		return;
	status = find(a, &made, written, &text, &reason);
	f = ARENA_NEW(a->arena, struct named_file);
	*f = made;
	*all->end = f;
	all->end = &f->next;
	if (status == FILE_OK)
		take_text(a, f, text);
	else if (status == FILE_MISSING && !(fact->options & FILE_OPTIONAL))
		f->absence = judge(a, f->name, fact->options & FILE_BESIDE, reason);
}

/* Whether the switch NAME of the core is on; it is off by itself. */
static bool is_on(const struct analysis *a, const char *name)
{
	const struct node *n = last_setting(a, name);

	return n && (KID(n, PARAM, value)->kind != N_NUMBER || KID(n, PARAM, value)->number);
}

static bool is_meant(const struct analysis *a, const struct module_param *p,
		     const struct fact_file *fact)
{
	return fact->versions & a->session->version.bit && str_is(p->module->file, fact->module) &&
	       (fact->options & FILE_EACH || module_param_is_last(p)) &&
	       (!fact->core || is_on(a, fact->core)) &&
	       modules_meet(&a->modules, p->module, fact->when);
}

/* P names a file when it has the value that FACT is about. */
static void look_at(struct analysis *a, const struct module_param *p, const struct fact_file *fact)
{
	const struct node *value = p->by->value;
	struct str name;

	if (!is_meant(a, p, fact))
		return;
	if (!p->by->is_known) {
		a->files.is_open |= !(fact->options & FILE_FOLDER);
		return;
	}
	name = value->kind == N_STRING ? written_name(a, fact, value->text) : STR("");
	if (name.n)
		add(a, p, fact, name);
}

const struct named_file *named_files_next(const struct analysis *a, const struct named_file *f,
					  enum file_format format)
{
	for (f = f ? f->next : a->files.first; f; f = f->next)
		if (f->source && f->fact->format == format)
			return f;
	return NULL;
}

void named_files_read(struct analysis *a)
{
	a->files.end = &a->files.first;
	if (a->session->hides_files)
		return;
	for (const struct modparam *p = a->modules.params; p; p = p->next) {
		size_t count;
		const struct fact_file *fact = file_facts(p->parameter, &count);

		for (; count; count--, fact++)
			for (const struct module_param *x = p->reached; x; x = x->next)
				look_at(a, x, fact);
	}
}
