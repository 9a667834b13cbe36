/*
 * open - starts a run as the command line wants it; see open.h.
 *
 * What must stay true: all that a config can see of the world goes through the session: its files,
 * the environment.  Standard input is read when the user names it, and never for a name that stands
 * in a config.
 */
/* opendir() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/open.h"

#include "base/number.h"
#include "programs/options_check.h"
#include "text/confine.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The variable NAME as the user lets a config see it. */
static const char *environment(void *ctx, const char *name)
{
	const struct options *o = ctx;

	for (size_t i = o->env_count; i > 0; i--) {
		struct str setting = o->env[i - 1], given = str_of(name);

		if (setting.n > given.n && setting.p[given.n] == '=' && str_starts(setting, given))
			return setting.p + given.n + 1;
	}
	return o->hides_env ? NULL : getenv(name);
}

/* As far as TEXT is a number; what is too large is cut to 32 bits. */
static int32_t number_at(struct str text)
{
	struct number x = number_scan(text, NUMBER_MINUS);
	uint32_t value = (uint32_t)x.value;

	return (int32_t)(x.is_negative ? 0 - value : value);
}

static struct definition module_definition(const struct options_module *m)
{
	struct options_modparam parts = {0};

	if (m->kind == OPTIONS_LOADMODULE)
		return (struct definition){.kind = DEFINITION_LOADMODULE, .text = m->text};
	options_check_modparam(m->text, &parts);
	return (struct definition){.kind = DEFINITION_MODPARAM,
				   .text = parts.name,
				   .module = parts.module,
				   .value = parts.value,
				   .number = number_at(parts.value),
				   .is_number = parts.is_number};
}

/* What -A, --subst and --loadmodule say, as the preprocessor takes it. */
static void set_definitions(struct session *s, const struct options *o)
{
	struct definition *all =
	    arena_array(s->arena, o->define_count + o->module_count + 1, sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < o->define_count; i++) {
		static const enum definition_kind kinds[] = {
		    [OPTIONS_DEFINE] = DEFINITION_DEFINE,
		    [OPTIONS_SUBST] = DEFINITION_SUBST,
		    [OPTIONS_SUBSTDEF] = DEFINITION_SUBSTDEF,
		    [OPTIONS_SUBSTDEFS] = DEFINITION_SUBSTDEFS,
		};

		all[n++] = (struct definition){.kind = kinds[o->defines[i].kind],
					       .text = o->defines[i].text};
	}
	for (size_t i = 0; i < o->module_count; i++)
		all[n++] = module_definition(&o->modules[i]);
	s->definitions = all;
	s->definition_count = n;
}

void open_session(struct session *s, const struct options *o)
{
	session_init(s, (struct files){0});
	s->version = o->version;
	s->env = environment;
	/* It only reads. */
	s->env_ctx = (void *)o;
	s->hides_env = o->hides_env;
	s->hides_files = o->hides_files;
	s->catalog = o->catalog;
	s->module_path = o->library;
	s->reads_mpath = o->installed;
	s->adds_sockets = o->adds_sockets;
	set_definitions(s, o);
	s->prefixes = o->prefixes;
	s->prefix_count = o->prefix_count;
}

static bool refuse(struct buf *why, const char *what, struct str name, struct str reason)
{
	buf_printf(why, "%s \"%.*s\": %.*s", what, STR_ARG(name), STR_ARG(reason));
	return false;
}

void open_variant(void *options, struct session *s)
{
	open_session(s, options);
}

struct str open_name(const struct options *o, struct str name)
{
	return o->stdin_name.p && str_is(name, "-") ? o->stdin_name : name;
}

bool open_files(struct files *out, struct arena *a, const struct options *o, struct str name,
		struct buf *why)
{
	const struct confine *confine = NULL;
	struct str reason;

	if (o->confines) {
		confine = confine_new(a, o->folder, open_name(o, name), &reason);
		if (!confine && o->folder.n)
			return refuse(why, "cannot confine to", o->folder, reason);
		if (!confine)
			return refuse(why, "cannot read", name, reason);
	}
	*out = files_on_disk(a, confine);
	return true;
}

bool open_config(struct session *s, struct arena *a, const struct options *o, struct str name,
		 struct str *text, struct buf *why)
{
	enum file_status status;
	struct str reason;

	if (!open_files(&s->files, s->arena, o, name, why))
		return false;
	status = str_is(name, "-") ? files_read_input(a, text, &reason)
				   : files_read_config(&s->files, a, name, text, &reason);
	return status == FILE_OK || refuse(why, "cannot read", name, reason);
}

enum ignoring open_ignoring(const struct options *o, enum ignoring usually)
{
	return o->no_ignore ? IGNORING_NOTHING : o->untrusted ? IGNORING_NO_ERRORS : usually;
}

bool open_folders(const struct options *o, struct buf *why)
{
	struct str rest = o->library;

	while (rest.n) {
		struct str folder = str_take(&rest, ':');
		DIR *d = folder.n ? opendir(arena_copy(why->arena, folder.p, folder.n)) : NULL;

		if (folder.n && !d) {
			buf_printf(why, "-L: cannot open the folder \"%.*s\": %s", STR_ARG(folder),
				   strerror(errno));
			return false;
		}
		if (d)
			closedir(d);
	}
	return true;
}
