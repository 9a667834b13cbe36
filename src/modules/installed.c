/*
 * installed - finds and reads module files; see installed.h.  Where Kamailio looks:
 * semantics.md section 7.1.
 *
 * What must stay true: nothing that the embedded facts say right is said wrong because a file was
 * looked at.  A file that this program cannot read but a server may is no mistake of the config.
 */
#include "modules/installed.h"

#include "base/map.h"
#include "text/rule.h"

#include "modules/catalog_merge.h"

/* What is reported here. */
extern const struct rule rule_module_outside;
extern const struct rule rule_module_unreadable;
extern const struct rule rule_module_not_there;

struct module_search {
	struct session *session;
	struct str path;     /* directories separated by colons */
	struct span path_at; /* where the config names them */
	bool is_refused;     /* a file may not be read, since that was last asked for */
	bool told_path;      /* the same of these directories was reported */
	struct map seen;     /* the modules looked at */
	struct arena *bytes; /* of the file that is looked at */
	LIST_OF(struct module_facts) facts;
	LIST_OF(struct fact_module) unread; /* modules that nothing is known of */
	struct buf kept;                    /* those of which the embedded facts are kept */
	struct span kept_at;                /* the first of them */
};

static struct str next_directory(struct str *path)
{
	struct str directory = str_take(path, ':');

	if (directory.n > 1 && str_ends(directory, STR("/")))
		directory = str_head(directory, directory.n - 1);
	return directory;
}

static bool climbs(struct str path)
{
	return str_is(path, "..") || str_starts(path, STR("../")) || str_ends(path, STR("/..")) ||
	       str_search(path, STR("/../")) >= 0;
}

/* Whether PATH is in a directory that the user named, and not only seems to be. */
static bool is_given(const struct module_search *x, struct str path)
{
	struct str rest = x->session->module_path;

	while (rest.n) {
		struct str directory = next_directory(&rest);

		if (directory.n && path.n > directory.n && str_starts(path, directory) &&
		    path.p[directory.n] == '/' && !climbs(str_skip(path, directory.n)))
			return true;
	}
	return false;
}

static bool read_file(struct module_search *x, struct str path, struct str *bytes)
{
	struct files *files = &x->session->files;
	file_reader read = is_given(x, path) ? files->read_given : files->read;
	enum file_status status;
	struct str reason;

	status = read(files->ctx, x->bytes, path, bytes, &reason);
	x->is_refused |= status == FILE_REFUSED;
	return status == FILE_OK;
}

static bool read_in(struct module_search *x, struct str directory, struct str name, bool has_slash,
		    struct str *bytes)
{
	struct str stem = str_ends(name, STR(".so")) ? str_head(name, name.n - 3) : name;
	struct buf b = buf_on(x->session->arena);

	if (has_slash) {
		buf_printf(&b, "%.*s/%.*s", STR_ARG(directory), STR_ARG(name));
		return read_file(x, buf_view(&b), bytes);
	}
	buf_printf(&b, "%.*s/%.*s.so", STR_ARG(directory), STR_ARG(stem));
	if (read_file(x, buf_view(&b), bytes))
		return true;
	b = buf_on(x->session->arena);
	buf_printf(&b, "%.*s/%.*s/%.*s.so", STR_ARG(directory), STR_ARG(stem), STR_ARG(stem));
	return read_file(x, buf_view(&b), bytes);
}

/* The bytes of the module that loadmodule names so. */
static bool find_file(struct module_search *x, struct str name, struct str *bytes)
{
	bool has_slash = str_find(name, '/') >= 0;
	struct str rest = x->path;

	if (!rest.n || !name.n)
		return false;
	if (has_slash && read_file(x, name, bytes))
		return true;
	if (name.p[0] == '/')
		return false;
	while (rest.n) {
		struct str directory = next_directory(&rest);

		if (directory.n && read_in(x, directory, name, has_slash, bytes))
			return true;
	}
	return false;
}

/* The file of module NAME is not looked at; nothing is said of what stands there. */
static void report_outside(struct module_search *x, struct str name, struct span at)
{
	bool is_path = x->path_at.lo && str_find(name, '/') < 0;
	struct diags *ds = &x->session->diags;

	if (is_path && x->told_path)
		return;
	x->told_path |= is_path;
	diag_hint(ds,
		  diag_report(ds, &rule_module_outside, is_path ? x->path_at : at,
			      "\"%.*s\" is outside of the folder that may be read",
			      STR_ARG(is_path ? x->path : name)),
		  "-L names a folder of modules that may");
}

/* What is known of module NAME, standing AT, is not what -L leads to. */
static void keep_embedded(struct module_search *x, struct str name, struct span at)
{
	struct session *s = x->session;
	struct str stem = module_file_name(name);

	if (!s->module_path.n || !catalog_module(s->catalog, stem, &s->version))
		return;
	if (!x->kept.n)
		x->kept_at = at;
	buf_printf(&x->kept, "%s%.*s", x->kept.n ? ", " : "", STR_ARG(stem));
}

static void report_kept(struct module_search *x)
{
	struct session *s = x->session;

	s->modules_kept = buf_view(&x->kept);
	if (x->kept.n)
		diag_hint(
		    &s->diags,
		    diag_report(&s->diags, &rule_module_not_there, x->kept_at,
				"not in the folders of -L, or built for another version: %.*s",
				STR_ARG(s->modules_kept)),
		    "what kamcheck itself knows is used instead");
}

/* Looks at the file BYTES of the module that NAME, standing AT, loads. */
static void take_module(struct module_search *x, struct str name, struct span at, struct str bytes)
{
	struct session *s = x->session;
	struct str stem = module_file_name(name);
	const struct fact_module *known = catalog_module(s->catalog, stem, &s->version);
	struct module_facts facts;
	const char *why;

	why = module_file_read(s->arena, s->catalog, &s->version, stem, bytes, &facts);
	if (!why) {
		if (!known || facts.versions == s->version.bit)
			*LIST_ADD(s->arena, &x->facts) = facts;
		else
			keep_embedded(x, name, at);
		return;
	}
	if (!known)
		*LIST_ADD(s->arena, &x->unread) =
		    (struct fact_module){facts.name, facts.name, NULL, s->version.bit, true};
	if (!known || (known->parameter_name && !module_file_may_load(why)))
		diag_report(&s->diags, &rule_module_unreadable, at,
			    "the file of module \"%.*s\" cannot be read: %s", STR_ARG(stem), why);
}

static void read_module(struct module_search *x, struct str name, struct span at)
{
	struct str bytes;

	if (!map_add(&x->seen, x->session->arena, module_file_name(name)))
		return;
	x->bytes = arena_new();
	x->is_refused = false;
	if (find_file(x, name, &bytes))
		take_module(x, name, at, bytes);
	else if (x->is_refused)
		report_outside(x, name, at);
	else
		keep_embedded(x, name, at);
	arena_free(x->bytes);
}

static void read_items(struct module_search *x, const struct node *root)
{
	struct session *s = x->session;

	for (const struct node *n = KID(root, FILE, items); n; n = n->next) {
		const struct node *text;

		if (n->kind == N_LOADPATH && s->reads_mpath && !s->module_path.n) {
			x->path = KID(n, LOADPATH, path)->text;
			x->path_at = KID(n, LOADPATH, path)->at;
			x->told_path = false;
		}
		if (n->kind != N_LOADMODULE)
			continue;
		text = KID(n, LOADMODULE, module);
		/* A name made when the server starts is not known here. */
		if (str_is(n->text, "loadmodulex") && str_find(text->text, '$') >= 0)
			continue;
		read_module(x, text->text, text->at);
	}
}

void installed_read(struct session *s, const struct node *root)
{
	struct module_search x = {.session = s, .path = s->module_path, .kept = buf_on(s->arena)};

	if (!s->module_path.n && !s->reads_mpath)
		return;
	for (size_t i = 0; i < s->definition_count; i++)
		if (s->definitions[i].kind == DEFINITION_LOADMODULE)
			read_module(&x, s->definitions[i].text, SPAN_NONE);
	read_items(&x, root);
	report_kept(&x);
	if (x.facts.count)
		s->catalog = catalog_with_modules(s->arena, s->catalog, x.facts.all, x.facts.count,
						  &s->version);
	if (x.unread.count) {
		struct catalog more = {.modules = x.unread.all, .module_count = x.unread.count};

		s->catalog = catalog_with(s->arena, s->catalog, &more);
	}
}

RULE(module_unreadable, "K709", SEV_ERROR, PHASE_PARSE,
     .summary = "the file of a module cannot be read",
     .why = "With -L, or mpath and --installed, what a module exports is read out of its "
	    "file. This one is cut off, is no shared library or no module of Kamailio, is "
	    "for another machine, or its tables are laid out in a way that is not known.\n\n"
	    "Facts of a module whose file is not to be looked at can be given with "
	    "--catalog.",
     .bad = NULL, .good = "loadmodule \"tm\"\nrequest_route { exit; }\n")

RULE(module_outside, "K708", SEV_ERROR, PHASE_PARSE,
     .summary = "modules outside of the folder that may be read",
     .why = "With --confine or --untrusted, and --installed or -L, the files of modules are "
	    "read only below the folder in which the config may read, and in those of -L. What "
	    "the config names here leads outside, and was not looked at: that of the modules "
	    "there is known which kamcheck brings with it.",
     .bad = NULL, .good = "loadmodule \"tm\"\nrequest_route { exit; }\n")

RULE(module_not_there, "K707", SEV_WARNING, PHASE_PARSE,
     .summary = "modules that -L does not lead to",
     .why =
	 "Where -L says in which folders modules are, what they export is read out of their files, "
	 "and \"kamailio -c\" refuses a module that is in none of them. kamcheck takes what it "
	 "knows of the release instead, as it does for files that were built for another one.",
     .bad = NULL, .good = "loadmodule \"tm\"\nrequest_route { exit; }\n")
