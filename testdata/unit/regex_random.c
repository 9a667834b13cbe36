/*
 * regex_random - compares language/regex with the C library's regcomp and regexec on random
 * patterns.
 *
 *     regex_random [COUNT [SEED [SHOW]]]     defaults 100000 1 10
 *
 * Half of the patterns are well-formed, half are soup of special bytes.  Prints counts and the
 * first SHOW differences of each kind.  Exit status 1 when validity or the extent of a match
 * differs in a pattern without back-references, except for the known mistakes of glibc below.  Made
 * for glibc 2.36; elsewhere the comparison means nothing.
 *
 * Groups differ in about 0.4% of the matches of these nasty patterns (we follow glibc, not POSIX,
 * as far as pcre2 allows):
 * - an anchor in or beside the group: glibc prefers the way without it, "(^)?" leaves the group
 * unset, and sometimes gives no end;
 * - a count with a range: glibc prefers more rounds to longer ones, "(a+){0,2}" on "aa" is (1,2)
 * there;
 * - a counted group that may be empty, "(a*){2,3}" on "a": glibc writes the copies out and treats
 * the first ones otherwise than the rest, pcre2 has one group;
 * - repeated repetition of a group, "(a*)*{2}".
 *
 * Known mistakes of glibc, counted apart: anchor_repeated(), newline_at_anchor(), "b*\\B" (which it
 * finds at the end of "ab"), end offsets of -1 in groups that start, no end and stack overflows.
 * With back-references it misses matches and finds wrong ones; nothing there is compared strictly.
 */
#define _POSIX_C_SOURCE 200809L
#include "base/buf.h"
#include "regex/regex.h"

#include <poll.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { PATTERN_MOST = 40, TEXT_MOST = 10, PRODUCT_MOST = 500, PATIENCE = 1000 /* ms */ };

struct random {
	uint64_t state;
};

struct counts {
	unsigned long pairs, both_invalid, only_we, only_glibc, no_match, match, groups_same;
	unsigned long extents_same, groups_differ, extents_differ, too_hard, hangs;
	unsigned long anchored_differ, newline_differ, inside_differ;
	unsigned long backref_pairs, backref_extents_differ, backref_groups_differ;
	unsigned long show;
};

struct trial {
	char pattern[PATTERN_MOST + 1];
	char text[TEXT_MOST + 1];
	bool nocase, newline, notbol;
};

/* What the C library says about a trial, in three messages of its process. */
struct answer {
	int error; /* of regcomp */
	bool match;
	size_t groups;
	regmatch_t extent;
	regmatch_t m[REGEX_GROUPS];
	bool ended_compile, ended_match, ended_groups;
};

/*
 * The process that asks the C library: glibc hangs on some patterns, and overflows the stack on
 * some with back-references.  It draws the same trials from the same random numbers and runs ahead.
 */
struct worker {
	pid_t pid; /* 0: none */
	int pipe;
};

/* splitmix64 */
static uint64_t next(struct random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return z ^ z >> 31;
}

static unsigned below(struct random *r, unsigned n)
{
	return (unsigned)(next(r) % n);
}

static void put(char *z, size_t most, const char *piece)
{
	if (strlen(z) + strlen(piece) <= most)
		strcat(z, piece);
}

static const char *one_of(struct random *r, const char *const *list, size_t n)
{
	return list[below(r, (unsigned)n)];
}

#define ONE_OF(r, list) one_of((r), (list), sizeof(list) / sizeof *(list))

static const char *const atoms[] = {
    "a",       "b",           "c",           "a",     "b",
    "ab",      "B",           ".",           "[ab]",  "[^a]",
    "[a-c]",   "[[:alpha:]]", "[^b-]",       "[]a]",  "[[:upper:]b]",
    "[[.a.]]", "[[=b=]]",     "[\\w]",       "[Z-a]", "[^[:space:]]",
    "\\w",     "\\W",         "\\s",         "\\S",   "\\.",
    "\\d",     "\\A",         "\n",          " ",     "_",
    "-",       "\xe4",        "[\x80-\xff]", "}",     ",",
    "1"};
static const char *const anchors[] = {"^", "$", "\\b", "\\B", "\\<", "\\>", "\\`", "\\'"};
static const char *const repeats[] = {"*",    "+",    "?",     "*",     "+",     "?",    "{0}",
				      "{1}",  "{2}",  "{0,1}", "{1,2}", "{2,3}", "{,2}", "{1,}",
				      "{0,}", "{2,}", "{,}",   "**",    "+?",    "*{2}"};
static const char *const soup[] = {
    "a",     "b",  "(",   ")",     "(",  ")",  "[",     "]",   "*",   "+",   "?",  "{",
    "}",     "|",  "^",   "$",     ".",  "\\", "-",     ",",   "0",   "1",   "2",  ":",
    ".",     "=",  "[:",  ":]",    "[.", ".]", "[=",    "=]",  "\\1", "\\2", "[^", "a-z",
    "{1,2}", "{1", "\\w", "alpha", "Z",  "A",  "32768", "\\,", "\n"};
static const char *const text_bytes[] = {"a", "b", "c", "a", "b",  "a", "B", "A",    "C",
					 "_", "-", " ", ".", "\n", "1", "d", "\xe4", "\\"};

static void make_choice(struct random *r, struct trial *t, unsigned depth, bool backrefs);

static void make_piece(struct random *r, struct trial *t, unsigned depth, bool backrefs)
{
	unsigned kind = below(r, 16);

	if (kind == 0) {
		put(t->pattern, PATTERN_MOST, ONE_OF(r, anchors));
		return;
	}
	if (kind == 1 && backrefs) {
		put(t->pattern, PATTERN_MOST, below(r, 3) ? "\\1" : "\\2");
	} else if (kind < 7 && depth) {
		put(t->pattern, PATTERN_MOST, "(");
		make_choice(r, t, depth - 1, backrefs);
		put(t->pattern, PATTERN_MOST, ")");
	} else {
		put(t->pattern, PATTERN_MOST, below(r, 3) ? atoms[below(r, 6)] : ONE_OF(r, atoms));
	}
	if (below(r, 3) == 0)
		put(t->pattern, PATTERN_MOST, ONE_OF(r, repeats));
}

static void make_choice(struct random *r, struct trial *t, unsigned depth, bool backrefs)
{
	unsigned rows = below(r, 3) ? 1 : 1 + below(r, 3);

	for (unsigned i = 0; i < rows; i++) {
		unsigned pieces = below(r, 8) ? 1 + below(r, 3) : 0;

		if (i)
			put(t->pattern, PATTERN_MOST, "|");
		for (unsigned k = 0; k < pieces; k++)
			make_piece(r, t, depth, backrefs);
	}
}

/* True when the counts in braces would make glibc build something huge. */
static bool too_big(const char *pattern)
{
	unsigned long product = 1;

	for (const char *p = pattern; *p; p++) {
		if (*p < '0' || *p > '9' || (p > pattern && p[-1] == '\\'))
			continue;
		product *= strtoul(p, (char **)&p, 10) + 1;
		p--;
		if (product > PRODUCT_MOST && !strstr(pattern, "32768"))
			return true;
	}
	return false;
}

static void make_trial(struct random *r, struct trial *t)
{
	unsigned pieces = 1 + below(r, 8), bytes = below(r, TEXT_MOST + 1);
	bool backrefs = below(r, 8) == 0;

	do {
		memset(t->pattern, 0, sizeof t->pattern);
		if (below(r, 2))
			make_choice(r, t, 3, backrefs);
		else
			for (unsigned i = 0; i < pieces; i++)
				put(t->pattern, PATTERN_MOST, ONE_OF(r, soup));
	} while (too_big(t->pattern));
	memset(t->text, 0, sizeof t->text);
	for (unsigned i = 0; i < bytes; i++)
		put(t->text, TEXT_MOST,
		    below(r, 3) ? text_bytes[below(r, 5)] : ONE_OF(r, text_bytes));
	t->nocase = below(r, 4) == 0;
	t->newline = below(r, 4) == 0;
	t->notbol = below(r, 6) == 0;
}

static void print_spans(const char *who, bool match, const size_t *spans, size_t count)
{
	printf("    %s", who);
	if (!match)
		printf(" no match");
	for (size_t i = 0; match && i < count; i++)
		printf(spans[2 * i] == SIZE_MAX ? " (-)" : " (%zu,%zu)", spans[2 * i],
		       spans[2 * i + 1]);
	putchar('\n');
}

static void show(struct counts *c, unsigned long *count, const char *what, const struct trial *t,
		 const char *detail)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);

	if (++*count <= c->show) {
		buf_quoted(&b, str_of(t->pattern));
		buf_text(&b, " on ");
		buf_quoted(&b, str_of(t->text));
		printf("%s: %s%s%s%s %s\n", what, b.p, t->nocase ? " nocase" : "",
		       t->newline ? " newline" : "", t->notbol ? " notbol" : "", detail);
	}
	arena_free(a);
}

/*
 * True when an anchor stands in a group that is repeated.  There glibc forgets the anchor's
 * condition in some copies of the group ("(\\'a*)*{2}" matches all of "aaaa") or finds no match at
 * all.
 */
static bool anchor_repeated(const char *pattern)
{
	bool has[PATTERN_MOST + 2] = {false};
	size_t depth = 0;

	for (const char *p = pattern; *p; p++) {
		if (*p == '\\' && p[1] && strchr("bB<>`'", *++p))
			has[depth] = true;
		else if (*p == '^' || *p == '$')
			has[depth] = true;
		else if (*p == '(')
			has[++depth] = false;
		else if (*p == ')' && depth > 0) {
			if (has[depth] && p[1] && strchr("*+?{", p[1]))
				return true;
			has[depth - 1] |= has[depth];
			depth--;
		}
	}
	return false;
}

static bool has_backref(const char *pattern)
{
	for (const char *p = pattern; *p; p++)
		if (*p == '\\' && *++p >= '1' && *p <= '9')
			return true;
	return false;
}

/*
 * Without REG_NEWLINE a newline is a byte like others.  But glibc then takes "^" to match after a
 * newline that the match went over and "$" before one it goes over ("$." on "a\nb"); we do not.
 */
static bool newline_at_anchor(const struct trial *t)
{
	return !t->newline && strchr(t->text, '\n') && strpbrk(t->pattern, "^$");
}

static void send(int to, int value, const regmatch_t *m, size_t count)
{
	struct {
		int value;
		regmatch_t m[REGEX_GROUPS];
	} message;

	memset(&message, 0, sizeof message);
	message.value = value;
	if (count)
		memcpy(message.m, m, count * sizeof *m);
	if (write(to, &message, sizeof message) != sizeof message)
		_exit(0);
}

static void ask(int to, const struct trial *t)
{
	int cflags = REG_EXTENDED | (t->nocase ? REG_ICASE : 0) | (t->newline ? REG_NEWLINE : 0);
	int eflags = t->notbol ? REG_NOTBOL : 0;
	regmatch_t m[REGEX_GROUPS];
	regex_t compiled;
	int rc = regcomp(&compiled, t->pattern, cflags);

	send(to, rc, NULL, 0);
	if (rc)
		return;
	rc = regexec(&compiled, t->text, 1, m, eflags);
	send(to, rc ? -1 : (int)compiled.re_nsub, m, rc ? 0 : 1);
	if (rc == 0) {
		rc = regexec(&compiled, t->text, REGEX_GROUPS, m, eflags);
		send(to, rc, m, REGEX_GROUPS);
	}
	regfree(&compiled);
}

/* Starts a worker that will do COUNT trials beginning with the state of R. */
static struct worker start_worker(struct random r, unsigned long count)
{
	struct rlimit stack = {8 << 20, 8 << 20};
	struct worker w;
	struct trial t;
	int ends[2];

	fflush(stdout);
	if (pipe(ends) != 0 || (w.pid = fork()) < 0)
		exit(2);
	w.pipe = ends[0];
	if (w.pid) {
		close(ends[1]);
		return w;
	}
	close(ends[0]);
	if (!freopen("/dev/null", "w", stderr) || setrlimit(RLIMIT_STACK, &stack) != 0)
		_exit(2);
	while (count-- > 0) {
		make_trial(&r, &t);
		ask(ends[1], &t);
	}
	_exit(0);
}

/* Ends the worker; its process is ours alone. */
static void stop_worker(struct worker *w)
{
	if (w->pid == 0)
		return;
	kill(w->pid, SIGKILL);
	waitpid(w->pid, NULL, 0);
	close(w->pipe);
	w->pid = 0;
}

/* One message; false when the worker hangs or died. */
static bool receive(struct worker *w, int *value, regmatch_t *m, size_t count)
{
	struct {
		int value;
		regmatch_t m[REGEX_GROUPS];
	} message;
	struct pollfd p = {.fd = w->pipe, .events = POLLIN};

	if (poll(&p, 1, PATIENCE) != 1 || read(w->pipe, &message, sizeof message) != sizeof message)
		return false;
	*value = message.value;
	if (count)
		memcpy(m, message.m, count * sizeof *m);
	return true;
}

static struct answer listen_to(struct worker *w)
{
	struct answer a;
	int groups = 0, rc;

	memset(&a, 0, sizeof a);
	a.ended_compile = receive(w, &a.error, NULL, 0);
	if (!a.ended_compile || a.error)
		return a;
	a.ended_match = receive(w, &groups, &a.extent, 1);
	a.match = a.ended_match && groups >= 0;
	if (!a.match)
		return a;
	a.groups = (size_t)groups;
	a.ended_groups = receive(w, &rc, a.m, REGEX_GROUPS);
	return a;
}

/* The spans of both sides as plain numbers; returns how many. */
static size_t spans_of(const struct answer *a, const struct regex_span *s, size_t *us, size_t *them)
{
	size_t count = a->groups < REGEX_GROUPS ? a->groups + 1 : REGEX_GROUPS;

	for (size_t i = 0; i < count; i++) {
		const regmatch_t *m = i ? &a->m[i] : &a->extent;

		us[2 * i] = s[i].from;
		us[2 * i + 1] = s[i].to;
		them[2 * i] = m->rm_so < 0 ? SIZE_MAX : (size_t)m->rm_so;
		them[2 * i + 1] = m->rm_eo < 0 ? SIZE_MAX : (size_t)m->rm_eo;
	}
	return count;
}

static void compare_match(struct counts *c, const struct trial *t, struct regex *ours,
			  const struct answer *a)
{
	bool backref = has_backref(t->pattern), extents;
	struct regex_span s[REGEX_GROUPS];
	size_t us[2 * REGEX_GROUPS], them[2 * REGEX_GROUPS];
	unsigned long *count;
	enum regex_result got =
	    regex_match(ours, str_of(t->text), 0, t->notbol ? REGEX_NOTBOL : 0, s);
	size_t n = spans_of(a, s, us, them);

	c->backref_pairs += backref;
	if (got == REGEX_TOO_HARD) {
		show(c, &c->too_hard, "too hard", t, "");
		return;
	}
	extents = (got == REGEX_MATCH) == a->match &&
		  (!a->match || memcmp(us, them, 2 * sizeof *us) == 0);
	*(a->match ? &c->match : &c->no_match) += 1;
	c->extents_same += extents;
	if (extents &&
	    (!a->match || !a->ended_groups || memcmp(us, them, 2 * n * sizeof *us) == 0)) {
		c->groups_same++;
		return;
	}
	if (extents)
		show(c, count = backref ? &c->backref_groups_differ : &c->groups_differ, "groups",
		     t, "");
	else if (backref)
		show(c, count = &c->backref_extents_differ, "extents with a back-reference", t, "");
	else if (anchor_repeated(t->pattern))
		show(c, count = &c->anchored_differ, "extents with an anchor repeated", t, "");
	else if (newline_at_anchor(t))
		show(c, count = &c->newline_differ, "extents with a newline at an anchor", t, "");
	else if (strstr(t->pattern, "\\B"))
		show(c, count = &c->inside_differ, "extents with \\B", t, "");
	else
		show(c, count = &c->extents_differ, "extents", t, "");
	if (*count > c->show)
		return;
	print_spans("we:   ", got == REGEX_MATCH, us, n);
	print_spans("glibc:", a->match, them, n);
}

static void compare(struct counts *c, struct arena *arena, const struct trial *t,
		    const struct answer *a)
{
	unsigned flags = (t->nocase ? REGEX_NOCASE : 0u) | (t->newline ? REGEX_NEWLINE : 0u);
	struct str error = {0};
	struct regex *ours =
	    regex_compile(regexes_new(arena, NULL), str_of(t->pattern), flags, &error);
	char reason[100];

	c->pairs++;
	if (!a->ended_compile || (a->error == 0 && !a->ended_match) ||
	    (a->match && !a->ended_groups))
		show(c, &c->hangs, "glibc hangs or crashes", t, "");
	if (!a->ended_compile)
		return;
	if (a->error && !ours) {
		c->both_invalid++;
	} else if (a->error) {
		regerror(a->error, NULL, reason, sizeof reason);
		show(c, &c->only_glibc, "only glibc says invalid", t, reason);
	} else if (!ours) {
		show(c, &c->only_we, "only we say invalid", t, error.p);
	} else if (a->ended_match) {
		compare_match(c, t, ours, a);
	}
}

static int report(const struct counts *c)
{
	printf("both invalid               %lu\n", c->both_invalid);
	printf("only we say invalid        %lu\n", c->only_we);
	printf("only glibc says invalid    %lu\n", c->only_glibc);
	printf("matches / no match         %lu / %lu\n", c->match, c->no_match);
	printf("same extents               %lu\n", c->extents_same);
	printf("same groups, too           %lu\n", c->groups_same);
	printf("groups differ              %lu\n", c->groups_differ);
	printf("extents differ             %lu\n", c->extents_differ);
	printf("glibc's known mistakes:\n");
	printf("  extents, anchor repeated %lu\n", c->anchored_differ);
	printf("  extents, newline, anchor %lu\n", c->newline_differ);
	printf("  extents, \\B             %lu\n", c->inside_differ);
	printf("  hangs or crashes         %lu\n", c->hangs);
	printf("with back-references       %lu, extents differ %lu, groups differ %lu\n",
	       c->backref_pairs, c->backref_extents_differ, c->backref_groups_differ);
	printf("too hard for us            %lu\n", c->too_hard);
	return c->only_we || c->only_glibc || c->extents_differ;
}

int main(int argc, char **argv)
{
	unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 100000;
	struct random r = {argc > 2 ? strtoull(argv[2], NULL, 10) : 1};
	struct counts c = {.show = argc > 3 ? strtoul(argv[3], NULL, 10) : 10};
	struct arena *arena = arena_new();
	struct worker w = {0};
	struct answer a;
	struct trial t;

	printf("pairs %lu, seed %llu\n", count, (unsigned long long)r.state);
	for (unsigned long i = 0; i < count; i++) {
		if (i % 1000 == 999) {
			arena_free(arena);
			arena = arena_new();
		}
		if (w.pid == 0)
			w = start_worker(r, count - i);
		make_trial(&r, &t);
		a = listen_to(&w);
		if (!a.ended_compile || (!a.error && !a.ended_match) ||
		    (a.match && !a.ended_groups))
			stop_worker(&w);
		compare(&c, arena, &t, &a);
	}
	stop_worker(&w);
	arena_free(arena);
	return report(&c);
}
