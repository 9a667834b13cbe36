/*
 * graph_command - see graph_command.h.
 *
 * What must stay true: graphviz is run for --format=svg only, by its arguments and without a shell,
 * and gets the picture as a file without a name.
 */
/* posix_spawn() and fileno() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/graph_command.h"

#include "pictures/picture.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/say.h"
#include "sema/analyse.h"

#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static struct picture draw(struct analysis *a, enum options_picture kind)
{
	switch (kind) {
	case OPTIONS_PICTURE_ORDER: return picture_order(a);
	case OPTIONS_PICTURE_INCLUDES: return picture_includes(a);
	case OPTIONS_PICTURE_MODULES: return picture_modules(a);
	case OPTIONS_PICTURE_CALLS: break;
	}
	return picture_calls(a);
}

/* --- svg -------------------------------------------------------------------------------------- */

/* Runs graphviz, IN its standard input; why it failed, or NULL. */
static const char *run_dot(int in)
{
	char *argv[] = {"dot", "-Tsvg", NULL};
	posix_spawn_file_actions_t actions;
	const char *why = NULL;
	pid_t pid;
	int status;

	if (posix_spawn_file_actions_init(&actions) != 0)
		return "no memory";
	if (posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO) != 0)
		why = "no memory";
	else if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0)
		why = "graphviz is not installed: there is no program \"dot\"; --format=dot "
		      "writes what it draws";
	else if (waitpid(pid, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		why = WIFEXITED(status) && WEXITSTATUS(status) == 127
			  ? "graphviz is not installed: there is no program \"dot\"; --format=dot "
			    "writes what it draws"
			  : "graphviz, the program \"dot\", has failed";
	posix_spawn_file_actions_destroy(&actions);
	return why;
}

static int write_svg(struct str text)
{
	FILE *f = tmpfile();
	const char *why = NULL;

	if (!f || fwrite(text.p, 1, text.n, f) != text.n || fflush(f) != 0 ||
	    fseek(f, 0, SEEK_SET) != 0 || fflush(stdout) != 0)
		why = "no room for a temporary file";
	else
		why = run_dot(fileno(f));
	if (f)
		fclose(f);
	return why ? complain(str_of(why)) : EXIT_GOOD;
}

/* --- the command ------------------------------------------------------------------------------ */

static int write_picture(struct session *s, const struct options *o, struct picture *p)
{
	struct arena *own = arena_new();
	struct buf b = buf_on(own);
	struct str text;
	bool is_good = true;
	int status;

	if (o->format == OPTIONS_DOT || o->format == OPTIONS_SVG)
		picture_dot(&b, p);
	else if (o->format == OPTIONS_MERMAID)
		picture_mermaid(&b, p);
	else if (o->format != OPTIONS_JSON)
		picture_tree(&b, p);
	else
		is_good = picture_json(&b, p);
	text = outputs_masked(own, &s->secrets, buf_view(&b));
	if (o->format == OPTIONS_SVG)
		status = write_svg(text);
	else
		status = is_good && outputs_write(stdout, text) ? EXIT_GOOD : EXIT_TROUBLE;
	arena_free(own);
	return status;
}

static int draw_config(struct session *s, const struct options *o, struct str text)
{
	struct analysis *a = analyse(s, open_name(o, o->files[0]), text);
	struct picture p = draw(a, o->picture);
	struct buf why = buf_on(s->arena);
	struct str name;

	if (p.is_partial) {
		say_partial(&why, o->files[0], "the picture may lack something");
		complain(buf_view(&why));
		buf_clear(&why);
	}
	if (!picture_choose(&p, o->from_end, o->to_end, o->depth, &name)) {
		buf_text(&why, "the picture has no ");
		buf_quoted(&why, name);
		name = picture_nearest(&p, name);
		if (name.n) {
			buf_text(&why, "; did you mean ");
			buf_quoted(&why, name);
			buf_byte(&why, '?');
		}
		complain(buf_view(&why));
		return EXIT_FINDINGS;
	}
	return write_picture(s, o, &p);
}

int graph_command(struct arena *a, const struct options *o)
{
	struct buf why = buf_on(a);
	struct session s;
	struct str text;
	int status;

	open_session(&s, o);
	status = open_config(&s, s.arena, o, o->files[0], &text, &why) ? draw_config(&s, o, text)
								       : complain(buf_view(&why));
	session_end(&s);
	return status;
}
