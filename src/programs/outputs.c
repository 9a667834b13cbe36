/*
 * outputs - see outputs.h.
 */
/* isatty(), stat() and realpath() are POSIX. */
#define _XOPEN_SOURCE 700
#include "programs/outputs.h"

#include "base/hidden.h"
#ifndef DOCS_URL
#include "docs_url.h"
#endif
#include "programs/options_format.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define VARIABLE "KAMCHECK_FORMAT"

const char *outputs_docs(void)
{
	return DOCS_URL;
}

bool outputs_write(FILE *f, struct str text)
{
	if (fwrite(text.p ? text.p : "", 1, text.n, f) == text.n && fflush(f) == 0)
		return true;
	fprintf(stderr, "kamcheck: cannot write: %s\n", strerror(errno));
	return false;
}

/* Says why the file of OUT cannot be written. */
static bool complain(const struct output *out)
{
	struct arena *a = arena_new();
	int reason = errno;
	struct buf b = buf_on(a);

	buf_text(&b, "kamcheck: cannot write");
	if (out->name.p) {
		buf_text(&b, " \"");
		hidden_show(&b, out->name);
		buf_byte(&b, '"');
	}
	buf_printf(&b, ": %s\n", strerror(reason));
	fwrite(b.p, 1, b.n, stderr);
	arena_free(a);
	return false;
}

static bool put(void *ctx, struct str text)
{
	struct output *out = ctx;

	if (!text.p) {
		errno = ENOMEM;
		return complain(out);
	}
	return (fwrite(text.p, 1, text.n, out->f) == text.n && fflush(out->f) == 0) ||
	       complain(out);
}

/* Closes the file of OUT, if it is one. */
static bool end(const struct output *out)
{
	return !out->name.p || fclose(out->f) == 0 || complain(out);
}

bool outputs_end(struct output *out, struct str text)
{
	bool is_put = put(out, text);

	return end(out) && is_put;
}

/* Whether the variable NAME of the environment is set, and not to nothing. */
static bool says(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

/* The same, and not to "0" either. */
static bool switches_on(const char *name)
{
	return says(name) && strcmp(getenv(name), "0") != 0;
}

static bool wants_color(const struct options *o, FILE *f)
{
	const char *terminal = getenv("TERM");

	if (o->color != OPTIONS_COLOR_AUTO)
		return o->color == OPTIONS_COLOR_ALWAYS;
	if (says("NO_COLOR"))
		return false;
	if (switches_on("FORCE_COLOR") || switches_on("CLICOLOR_FORCE"))
		return true;
	return isatty(fileno(f)) && terminal && strcmp(terminal, "dumb") != 0;
}

static struct str real_path(struct arena *a, struct str name)
{
	char *path = realpath(arena_copy(a, name.p, name.n), NULL);
	struct str out = {0};

	if (path)
		out = (struct str){arena_copy(a, path, strlen(path)), strlen(path)};
	free(path);
	return out;
}

/* Whether both names are those of one regular file that is there. */
static bool is_same_file(const char *one, const char *other)
{
	struct stat a, b;

	return stat(one, &a) == 0 && stat(other, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino && S_ISREG(a.st_mode);
}

/* Whether the file NAME is one of those to be checked. */
static bool is_input(const struct options *o, const char *name)
{
	for (size_t i = 0; i < o->file_count; i++)
		if (is_same_file(name, o->files[i].p))
			return true;
	return false;
}

/* Whether the regular file NAME is there and is called as configs are, itself or behind a link. */
static bool is_config(struct arena *a, struct str name)
{
	struct str real = real_path(a, name);
	struct stat st;

	return real.n && (str_ends(name, STR(".cfg")) || str_ends(real, STR(".cfg"))) &&
	       stat(real.p, &st) == 0 && S_ISREG(st.st_mode);
}

static bool is_for_people(const struct report_format *format)
{
	return format == &format_text || format == &format_concise || format == &format_gcc;
}

FILE *outputs_file(const struct options *o, struct str file, struct buf *why)
{
	const char *name = arena_copy(why->arena, file.p, file.n);
	FILE *f = NULL;

	if (is_input(o, name))
		buf_printf(why, "\"%s\" is checked, and would be written over", name);
	else if (is_config(why->arena, file))
		buf_printf(why, "\"%s\" is a config and would be written over", name);
	else if (!(f = fopen(name, "wb")))
		buf_printf(why, "cannot write \"%s\": %s", name, strerror(errno));
	return f;
}

/* Opens the place of one form. */
static bool open_one(struct output *out, const struct options *o, const struct options_format *x,
		     FILE *console, struct buf *why)
{
	if (!x->file.p) {
		out->f = is_for_people(x->format) ? console : stdout;
		return true;
	}
	out->name = x->file;
	out->f = outputs_file(o, x->file, why);
	return out->f != NULL;
}

bool outputs_complete(struct options *o, struct buf *why)
{
	const char *value = o->command == OPTIONS_LINT ? getenv(VARIABLE) : NULL;
	struct buf wrong = buf_on(why->arena);

	if (o->format_count)
		return true;
	if (!options_add_format(o, value && *value ? str_of(value) : STR("text"), &wrong)) {
		buf_printf(why, VARIABLE ": %.*s", STR_ARG(buf_view(&wrong)));
		return false;
	}
	if (!o->formats[0].file.p && o->output_file.n)
		o->formats[0].file = o->output_file;
	return true;
}

bool outputs_has_file(const struct options *o)
{
	for (size_t i = 0; i < o->format_count; i++)
		if (o->formats[i].file.p)
			return true;
	return false;
}

bool outputs_spares(const struct options *o, struct str file, const char *what, struct buf *why)
{
	const char *spared = arena_copy(why->arena, file.p, file.n);

	for (size_t i = 0; i < o->format_count; i++) {
		struct str name = o->formats[i].file;

		if (!name.p || !is_same_file(arena_copy(why->arena, name.p, name.n), spared))
			continue;
		buf_printf(why, "\"%.*s\" is %s and would be written over", STR_ARG(name), what);
		return false;
	}
	return true;
}

/* The folder that others know files from: the repository, where a CI names it and this runs in it,
 * else the one in which this runs. */
static struct str base_folder(struct arena *a)
{
	static const char *const variables[] = {"GITHUB_WORKSPACE", "CI_PROJECT_DIR"};
	struct str here = real_path(a, STR("."));

	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);
		struct str folder = value && *value ? real_path(a, str_of(value)) : (struct str){0};

		if (folder.n > 1 && str_starts(here, folder) &&
		    (here.n == folder.n || here.p[folder.n] == '/'))
			return folder;
	}
	return here;
}

bool outputs_open(struct outputs *out, struct arena *a, struct options *o, struct str kamailio,
		  FILE *console, struct buf *why)
{
	struct report_target *targets;

	*out = (struct outputs){.facts = {.version = KAMCHECK_VERSION,
					  .kamailio = kamailio,
					  .docs = outputs_docs(),
					  .real = real_path}};
	if (!outputs_complete(o, why))
		return false;
	targets = arena_array(a, o->format_count, sizeof *targets);
	out->all = arena_array(a, o->format_count, sizeof *out->all);
	for (; out->count < o->format_count; out->count++) {
		struct output *one = &out->all[out->count];

		if (!out->facts.base.p && !is_for_people(o->formats[out->count].format))
			out->facts.base = base_folder(a);
		if (!open_one(one, o, &o->formats[out->count], console, why)) {
			outputs_close(out, 0);
			return false;
		}
		targets[out->count] =
		    (struct report_target){.format = o->formats[out->count].format,
					   .has_color = wants_color(o, one->f),
					   .put = put,
					   .ctx = one};
	}
	out->report = report_start(a, &out->facts, targets, out->count);
	return true;
}

int outputs_close(struct outputs *out, int status)
{
	if (!report_end(&out->report, status))
		status = 2;
	for (size_t i = 0; i < out->count; i++)
		if (!end(&out->all[i]))
			status = 2;
	return status;
}
