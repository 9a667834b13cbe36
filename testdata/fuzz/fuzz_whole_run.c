/*
 * fuzz_whole_run - see fuzz_whole_run.h.
 *
 * What must stay true: nothing of one run is left for the next but the files, which are all written
 * anew; the fuzzer's own messages do not get into what the program prints.
 */
#define _GNU_SOURCE /* memfd_create, memmem */
#include "fuzz_whole_run.h"

#include "base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WORDS_MOST = 16 };

/* main() of src/programs/main.c, compiled with another name. */
int kamcheck_main(int argc, char **argv);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char own[] = "/tmp/kamcheck-fuzz.XXXXXX";
	const char *folder = getenv("FUZZ_FOLDER");

	(void)argc;
	(void)argv;
	if (!folder)
		folder = mkdtemp(own);
	if (!folder || chdir(folder) || (mkdir("sub", 0700) && errno != EEXIST))
		abort();
	setenv("TEXT", "\"a\" $(b) /* ", 1);
	setenv("NO_COLOR", "1", 1);
	return 0;
}

void put_file(const char *name, struct str text)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || (text.n && write(fd, text.p, text.n) != (ssize_t)text.n))
		abort();
	close(fd);
}

static struct str slurp(struct arena *a, int fd)
{
	off_t size = lseek(fd, 0, SEEK_END);
	char *p = arena_alloc(a, (size_t)size + 1);

	if (pread(fd, p, (size_t)size, 0) != size)
		abort();
	close(fd);
	return (struct str){p, (size_t)size};
}

struct result run_words(struct arena *a, const char *const *words)
{
	char *argv[WORDS_MOST + 2] = {"kamcheck"};
	int out = memfd_create("out", 0), err = memfd_create("err", 0);
	int saved_out, saved_err, argc = 1;
	struct result r = {.words = words};

	for (; words[argc - 1] && argc <= WORDS_MOST; argc++)
		argv[argc] = arena_copy(a, words[argc - 1], strlen(words[argc - 1]));
	fflush(NULL);
	saved_out = dup(1);
	saved_err = dup(2);
	dup2(out, 1);
	dup2(err, 2);
	r.status = kamcheck_main(argc, argv);
	fflush(NULL);
	dup2(saved_out, 1);
	dup2(saved_err, 2);
	close(saved_out);
	close(saved_err);
	r.out = slurp(a, out);
	r.err = slurp(a, err);
	return r;
}

void must(bool it, const char *what, const struct result *r)
{
	if (it)
		return;
	fputs("kamcheck", stderr);
	for (const char *const *word = r->words; *word; word++)
		fprintf(stderr, " %s", *word);
	fprintf(stderr, "\nstatus %d\n%.*s\n%.*s\n", r->status, STR_ARG(r->out), STR_ARG(r->err));
	fuzz_fail(what, STR(""));
}

static void check_bytes(const struct result *r, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		struct str rest = str_skip(text, i);
		size_t n = utf8_length(rest);

		must(n > 0 && (rest.p[0] == '\n' || rest.p[0] == '\t' || !utf8_is_control(rest)),
		     "no control character is printed", r);
		i += n ? n : 1;
	}
}

void must_end(const struct result *r)
{
	must(r->status == 0 || r->status == 1, "it ends with 0 or 1", r);
	check_bytes(r, r->err);
}

void must_end_well(const struct result *r)
{
	must_end(r);
	check_bytes(r, r->out);
}

/* The next line of *REST that begins a finding: others are indented, or say how all of it ended. */
static bool next_finding(struct str *rest, struct str *line)
{
	while (rest->n) {
		ptrdiff_t end = str_find(*rest, '\n');

		*line = str_head(*rest, end < 0 ? rest->n : (size_t)end);
		*rest = str_skip(*rest, line->n + 1);
		if (line->n && line->p[0] != ' ' && str_search(*line, STR("[K")) >= 0)
			return true;
	}
	return false;
}

size_t count_findings(struct str text, const char *severity)
{
	size_t count = 0;
	struct str line;

	while (next_finding(&text, &line)) {
		/* The first ": " stands behind the place: the names of our files hold none. */
		ptrdiff_t at = str_search(line, STR(": "));

		count += at >= 0 && str_starts(str_skip(line, (size_t)at + 2), str_of(severity));
	}
	return count;
}

bool has_findings(struct str all, struct str some)
{
	struct str line;

	while (next_finding(&some, &line))
		if (str_search(all, line) < 0)
			return false;
	return true;
}
