/*
 * graphviz - see graphviz.h.
 *
 * What must stay true: what it reads, and what it is to be read from, are files without a name.
 */
/* posix_spawn(), kill(), nanosleep() and fileno() are POSIX. */
#define _POSIX_C_SOURCE 200809L
#include "programs/graphviz.h"

#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NOT_THERE "graphviz is not installed: there is no program \"dot\""
#define NO_ROOM   "no room for a temporary file"

extern char **environ;

enum {
	STEP = 2 * 1000 * 1000, /* nanoseconds between looks whether it is done */
	STEPS_MOST = 5000,      /* ten seconds */
};

/* Waits for its end; when HAS_LIMIT, not for long: then it is ended.  Why it failed, or NULL. */
static const char *wait_for(pid_t pid, bool has_limit)
{
	struct timespec step = {.tv_nsec = STEP};
	pid_t ended = 0;
	int status;

	for (int i = 0; has_limit && i < STEPS_MOST; i++) {
		ended = waitpid(pid, &status, WNOHANG);
		if (ended)
			break;
		nanosleep(&step, NULL);
	}
	if (has_limit && !ended) {
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		return "graphviz, the program \"dot\", took too long";
	}
	if (!ended)
		ended = waitpid(pid, &status, 0);
	if (ended == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return NULL;
	return ended == pid && WIFEXITED(status) && WEXITSTATUS(status) == 127
		   ? NOT_THERE
		   : "graphviz, the program \"dot\", has failed";
}

/* IN and OUT are its standard input and output. */
static const char *run(const char *form, int in, int out, bool has_limit)
{
	char option[16] = "-T";
	char *argv[] = {"dot", option, NULL};
	posix_spawn_file_actions_t actions;
	const char *why = NULL;
	pid_t pid;

	str_print(option, sizeof option, "-T%s", form);
	if (posix_spawn_file_actions_init(&actions) != 0)
		return "no memory";
	if (posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO) != 0 ||
	    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO) != 0)
		why = "no memory";
	else if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0)
		why = NOT_THERE;
	else
		why = wait_for(pid, has_limit);
	posix_spawn_file_actions_destroy(&actions);
	return why;
}

/* A file without a name that holds TEXT, to be read from its start; or NULL. */
static FILE *file_of(struct str text)
{
	FILE *f = tmpfile();

	if (f && (fwrite(text.p, 1, text.n, f) != text.n || fflush(f) != 0 ||
		  fseek(f, 0, SEEK_SET) != 0)) {
		fclose(f);
		f = NULL;
	}
	return f;
}

const char *graphviz_write(const char *form, struct str text)
{
	FILE *in = file_of(text);
	const char *why =
	    !in || fflush(stdout) != 0 ? NO_ROOM : run(form, fileno(in), STDOUT_FILENO, false);

	if (in)
		fclose(in);
	return why;
}

/* All of F. */
static const char *read_all(FILE *f, struct arena *a, struct str *out)
{
	long size = fseek(f, 0, SEEK_END) == 0 ? ftell(f) : -1;
	char *space;

	if (size < 0 || fseek(f, 0, SEEK_SET) != 0)
		return NO_ROOM;
	space = arena_alloc(a, (size_t)size + 1);
	*out = (struct str){space, fread(space, 1, (size_t)size, f)};
	return out->n == (size_t)size ? NULL : NO_ROOM;
}

const char *graphviz_read(const char *form, struct str text, struct arena *a, struct str *out)
{
	FILE *in = file_of(text), *answer = tmpfile();
	const char *why = in && answer ? run(form, fileno(in), fileno(answer), true) : NO_ROOM;

	if (!why)
		why = read_all(answer, a, out);
	if (in)
		fclose(in);
	if (answer)
		fclose(answer);
	return why;
}
