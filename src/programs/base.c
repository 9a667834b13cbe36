/*
 * base - see base.h.
 *
 * What must stay true: with --confine the base of a config is read below the base's own folder
 * only.
 */
/* stat() is POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/base.h"

#include "output/identity.h"
#include "programs/lint_one.h"
#include "programs/open.h"
#include "text/confine.h"
#include "text/filename.h"

#include <sys/stat.h>

/* Reads files of the base for their names of today. */
struct base_files {
	struct files now, base;
	struct str main, main_base; /* the config, and what it was; absolute */
	struct str folder, folder_base;
	bool is_one_file; /* the base is this one file; others may be those of today */
};

static bool is_folder(struct arena *a, struct str name)
{
	struct stat st;

	return stat(arena_copy(a, name.p, name.n), &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_there(struct arena *a, struct str name)
{
	struct stat st;

	return lstat(arena_copy(a, name.p, name.n), &st) == 0;
}

static struct str in_base(struct arena *a, const struct base_files *b, struct str name)
{
	return filename_join(a, b->folder_base, filename_relative(a, b->folder, name));
}

static enum file_status read_base(void *ctx, struct arena *a, struct str path, struct str *text,
				  struct str *reason)
{
	const struct base_files *b = ctx;
	struct str name = filename_absolute(a, path);
	enum file_status status;

	if (str_equal(name, b->main))
		return b->base.read_given(b->base.ctx, a, b->main_base, text, reason);
	if (!filename_is_below(b->folder, name))
		return b->now.read(b->now.ctx, a, path, text, reason);
	status = b->base.read(b->base.ctx, a, in_base(a, b, name), text, reason);
	if (status == FILE_MISSING && b->is_one_file)
		status = b->now.read(b->now.ctx, a, path, text, reason);
	return status;
}

/* --- which folder stands for which --------------------------------------------------------------
 */

/* The nearest folder with a ".git" from FOLDER up; empty when there is none. */
static struct str repository(struct arena *a, struct str folder)
{
	while (!is_there(a, filename_join(a, folder, STR(".git")))) {
		if (folder.n < 2)
			return STR("");
		folder = filename_folder(folder);
	}
	return folder;
}

/* The folder of today that the base stands for: the first around the config, of the repository, the
 * working directory and its own folder, in which the base has the config, too. */
static void place_folder(struct arena *a, struct base_files *b)
{
	struct str own = filename_folder(b->main);
	struct str tried[] = {repository(a, own), filename_absolute(a, STR(".")), own}, first = own;

	for (size_t i = 3; i > 0; i--)
		if (tried[i - 1].n && filename_is_below(tried[i - 1], b->main))
			first = tried[i - 1];
	for (size_t i = 0; i < 3; i++) {
		b->folder = tried[i];
		if (b->folder.n && filename_is_below(b->folder, b->main) &&
		    is_there(a, in_base(a, b, b->main)))
			return;
	}
	b->folder = first;
}

static bool place(struct arena *a, struct base_files *b, struct str base, struct str name)
{
	b->main = filename_absolute(a, name);
	b->is_one_file = !is_folder(a, base);
	if (b->is_one_file) {
		b->main_base = filename_absolute(a, base);
		b->folder = filename_folder(b->main);
		b->folder_base = filename_folder(b->main_base);
	} else {
		b->folder_base = filename_absolute(a, base);
		place_folder(a, b);
		b->main_base = in_base(a, b, b->main);
	}
	return is_there(a, b->main_base);
}

/* --- its findings -------------------------------------------------------------------------------
 */

/* The files of the base, as far as the config may read them. */
static bool open_base(struct session *s, const struct options *o, struct base_files *b,
		      struct str name, struct str *reason)
{
	const struct confine *now = NULL, *base = NULL;

	if (o->confines) {
		now = confine_new(s->arena, o->folder, open_name(o, name), reason);
		base = confine_new(s->arena, b->folder_base, b->main_base, reason);
		if (!now || !base)
			return false;
	}
	b->now = files_on_disk(s->arena, now);
	b->base = files_on_disk(s->arena, base);
	s->files = (struct files){read_base, read_base, b};
	return true;
}

static void collect(struct session *s, const struct node *root, struct str folder,
		    struct baseline *out)
{
	struct identities f = identities_of(s->arena, &s->diags, root, folder);

	for (const struct diag *x = s->diags.first; x; x = x->next)
		baseline_add(out, identity_of(&f, s->arena, x->rule, x->at));
	for (uint32_t i = 0; i < s->diags.rest.count; i++) {
		const struct diag_rest *x = PILE_AT(&s->diags.rest, i);

		baseline_add(out, identity_of(&f, s->arena, x->rule, x->at));
	}
	baseline_settle(out);
}

bool base_findings(struct arena *a, const struct scope *scope, struct str name, enum severity least,
		   const struct lint_options *lint, struct baseline *out, struct str *folder,
		   struct buf *why)
{
	const struct options *o = &scope->options;
	struct base_files b = {.is_one_file = false};
	struct variants_coverage coverage;
	struct str reason = STR("No such file or directory"), text;
	struct str shown = open_name(o, name);
	const struct node *root;
	struct session s;

	*out = baseline_new(a);
	if (!place(a, &b, o->since, shown)) {
		*folder = b.folder;
		if (is_folder(a, o->since))
			return true;
		buf_printf(why, "cannot read the base \"%.*s\": %.*s", STR_ARG(o->since),
			   STR_ARG(reason));
		return false;
	}
	*folder = b.folder;
	open_session(&s, o);
	s.diags.least = least;
	s.diags.last = o->phase;
	if (!open_base(&s, o, &b, name, &reason) ||
	    s.files.read_given(s.files.ctx, s.arena, shown, &text, &reason) != FILE_OK) {
		buf_printf(why, "cannot read the base \"%.*s\": %.*s", STR_ARG(b.main_base),
			   STR_ARG(reason));
		session_end(&s);
		return false;
	}
	root = lint_one(&s, scope, NULL, shown, text, lint, &coverage);
	collect(&s, root, b.folder, out);
	session_end(&s);
	return true;
}
