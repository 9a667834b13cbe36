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
extern const struct rule rule_module_unreadable;

struct module_search {
	struct session *session;
	struct str path;     /* directories separated by colons */
	struct map seen;     /* the modules looked at */
	struct arena *bytes; /* of the file that is looked at */
	LIST_OF(struct module_facts) facts;
	LIST_OF(struct fact_module) unread; /* modules that nothing is known of */
};

static bool read_file(struct module_search *x, struct str path, struct str *bytes)
{
	struct session *s = x->session;
	struct str reason;

	return s->files.read(s->files.ctx, x->bytes, path, bytes, &reason) == FILE_OK;
}

static bool read_in(struct module_search *x, struct str directory, struct str name, bool has_slash,
		    struct str *bytes)
{
	struct str stem = str_ends(name, STR(".so")) ? str_head(name, name.n - 3) : name;
	struct buf b = buf_on(x->session->arena);

	if (str_ends(directory, STR("/")))
		directory = str_head(directory, directory.n - 1);
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
	for (;;) {
		ptrdiff_t colon = str_find(rest, ':');
		struct str directory = colon < 0 ? rest : str_head(rest, (size_t)colon);

		if (directory.n && read_in(x, directory, name, has_slash, bytes))
			return true;
		if (colon < 0)
			return false;
		rest = str_skip(rest, (size_t)colon + 1);
	}
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
	if (find_file(x, name, &bytes))
		take_module(x, name, at, bytes);
	arena_free(x->bytes);
}

static void read_items(struct module_search *x, const struct node *root)
{
	struct session *s = x->session;

	for (const struct node *n = KID(root, FILE, items); n; n = n->next) {
		const struct node *text;

		if (n->kind == N_LOADPATH && s->reads_mpath && !s->module_path.n)
			x->path = KID(n, LOADPATH, path)->text;
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
	struct module_search x = {.session = s, .path = s->module_path};

	if (!s->module_path.n && !s->reads_mpath)
		return;
	for (size_t i = 0; i < s->definition_count; i++)
		if (s->definitions[i].kind == DEFINITION_LOADMODULE)
			read_module(&x, s->definitions[i].text, SPAN_NONE);
	read_items(&x, root);
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
