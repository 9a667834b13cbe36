/*
 * fuzz_whole - the whole program: what a user gets for three files, by several commands.
 *
 * Laws: exit status 0 or 1, and 1 just when something is reported; nothing that moves a terminal is
 * printed; -c says what lint --phase=start --level=error says; lint reports at least what -c does;
 * two runs give the same bytes; the text of expand parses when the original does.  The memory law
 * is watched by arena_strict.c.
 *
 * The program reads files, so each input is written into a folder in memory (/dev/shm).
 */
#define _GNU_SOURCE /* memmem, memfd_create */
#include "fuzz.h"

#include "base/buf.h"
#include "base/utf8.h"

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

/* What one run of the program gave. */
struct result {
	int status;
	struct str out, err;
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char folder[64];

	(void)argc;
	(void)argv;
	snprintf(folder, sizeof folder, "/dev/shm/kamcheck-fuzz.%d", (int)getpid());
	if (mkdir(folder, 0700) || chdir(folder) || mkdir("sub", 0700))
		abort();
	setenv("TEXT", "\"a\" $(b) /* ", 1);
	setenv("NO_COLOR", "1", 1);
	return 0;
}

static void put(const char *name, struct str text)
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

/* Runs "kamcheck WORDS", which end with NULL. */
static struct result run(struct arena *a, const char *const *words)
{
	char *argv[WORDS_MOST + 2] = {"kamcheck"};
	int out = memfd_create("out", 0), err = memfd_create("err", 0), saved_out, saved_err,
	    argc = 1;
	struct result r;

	for (; words[argc - 1]; argc++)
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

#define RUN(a, ...) run((a), (const char *const[]){__VA_ARGS__, NULL})

static bool has(struct str text, const char *words)
{
	return text.n && memmem(text.p, text.n, words, strlen(words)) != NULL;
}

static void must(bool it, const char *what, const struct result *r)
{
	if (it)
		return;
	fprintf(stderr, "status %d\n%.*s\n%.*s\n", r->status, STR_ARG(r->out), STR_ARG(r->err));
	fuzz_fail(what, STR(""));
}

static void check_bytes(const struct result *r, struct str text)
{
	for (size_t i = 0; i < text.n;) {
		struct str rest = str_skip(text, i);
		size_t n = utf8_length(rest);

		must(n > 0 && (rest.p[0] == '\n' || !utf8_is_control(rest)),
		     "no control character is printed", r);
		i += n ? n : 1;
	}
}

/* The version is chosen by the input. */
static const char *version_of(const uint8_t *data, size_t size)
{
	static const char *const versions[] = {"5.6", "5.7", "5.8", "6.0", "6.1", "6.2"};
	unsigned h = 5381;

	for (size_t i = 0; i < size; i++)
		h = h * 33 + data[i];
	return versions[h % 6];
}

static void check_findings(struct arena *a, const char *v)
{
	struct result c = RUN(a, "-c", "--kamailio", v, "-A", "WITH_NAT", "-f", "main.cfg");
	struct result start = RUN(a, "lint", "--phase=start", "--level=error", "--no-ignore",
				  "--kamailio", v, "-A", "WITH_NAT", "main.cfg");
	struct result lint = RUN(a, "lint", "--no-ignore", "--level=note", "--kamailio", v, "-A",
				 "WITH_NAT", "main.cfg");
	struct result again = RUN(a, "lint", "--no-ignore", "--level=note", "--kamailio", v, "-A",
				  "WITH_NAT", "main.cfg");
	struct result strict =
	    RUN(a, "lint", "--untrusted", "--level=note", "--kamailio", v, "main.cfg");

	must(c.status == 0 || c.status == 1, "-c ends with 0 or 1", &c);
	must(!c.out.n, "-c prints nothing to stdout", &c);
	must((c.status == 1) == has(c.err, ": error["), "-c: status and messages agree", &c);
	must(has(c.err, "config file ok") == !c.status, "-c says ok just when it is", &c);
	must(lint.status == 0 || lint.status == 1, "lint ends with 0 or 1", &lint);
	must((lint.status == 1) == (has(lint.out, ": error[") || has(lint.out, ": warning[") ||
				    has(lint.out, ": note[")),
	     "lint: status and messages agree", &lint);
	must(c.status <= lint.status, "lint reports at least what -c does", &c);
	must(str_equal(lint.out, again.out), "two runs say the same", &lint);
	must(strict.status == 0 || strict.status == 1, "lint --untrusted ends with 0 or 1",
	     &strict);
	if (c.status && !str_equal(c.err, start.out)) {
		fprintf(stderr, "%.*s", STR_ARG(c.err));
		must(false, "-c says what lint --phase=start --level=error says", &start);
	}
	must(c.status == start.status, "-c ends as lint --phase=start --level=error", &start);
	check_bytes(&c, c.err);
	check_bytes(&lint, lint.out);
}

static void check_text(struct arena *a, const char *v)
{
	struct result parse =
	    RUN(a, "-c", "--phase=parse", "--kamailio", v, "-A", "WITH_NAT", "-f", "main.cfg");
	struct result print =
	    RUN(a, "--cfg-print", "--kamailio", v, "-A", "WITH_NAT", "-f", "main.cfg");
	struct result expand = RUN(a, "expand", "--kamailio", v, "-A", "WITH_NAT", "main.cfg"),
		      reparse;

	must(print.status == 0 || print.status == 1, "--cfg-print ends with 0 or 1", &print);
	must(expand.status == 0 || expand.status == 1, "expand ends with 0 or 1", &expand);
	/* It also fails for what is refused nowhere but goes wrong on the server. */
	must(parse.status || !expand.status || has(expand.err, "[run]"),
	     "expand works where the text parses", &expand);
	if (parse.status || expand.status)
		return;
	put("printed.cfg", expand.out);
	/* Names of files and of the include chain are gone; the verdict is not. */
	reparse = RUN(a, "-c", "--phase=parse", "--kamailio", v, "-f", "printed.cfg");
	must(!reparse.status, "the text of expand parses", &reparse);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct fuzz_input in;
	const char *v = version_of(data, size);
	struct result views;

	fuzz_split(&in, a, data, size);
	put("main.cfg", in.part[0]);
	put("a.cfg", in.part[1]);
	put("sub/b.cfg", in.part[2]);
	check_findings(a, v);
	check_text(a, v);
	views = RUN(a, "symbols", "--format=json", "--kamailio", v, "main.cfg");
	must(views.status == 0 || views.status == 1, "symbols ends with 0 or 1", &views);
	views = RUN(a, "tree", "--kamailio", v, "main.cfg");
	must(!views.status, "tree ends with 0", &views);
	arena_free(a);
}
