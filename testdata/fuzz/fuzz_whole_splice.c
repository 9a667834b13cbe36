/*
 * fuzz_whole_splice - the mutator of the whole program: lines, blocks and words of real configs are
 * put into each other, for random bytes seldom get past the scanner.
 *
 * The pool are the files named in the file that the variable POOL names, a line each.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum { LINES_MOST = 100000, LINE_LONGEST = 400, CHUNK_MOST = 300 };

/* libFuzzer hands nothing through: the pool is made once and then only read. */
static struct pool {
	char *line[LINES_MOST];
	size_t count;
	int is_made;
} pool;

static const char *const words[] = {"$",
				    "(",
				    ")",
				    "{",
				    "}",
				    "\"",
				    "'",
				    ";",
				    "[",
				    "]",
				    "#!ifdef A\n",
				    "#!endif\n",
				    "#!else\n",
				    "/*",
				    "*/",
				    "\\",
				    "\n",
				    "$(",
				    "{s.len}",
				    "=>",
				    "==",
				    "=~",
				    "=",
				    "!",
				    "&&",
				    "\x1e",
				    "#!define A ",
				    "#!define A B\n#!define B A\n",
				    "include_file \"a.cfg\"\n",
				    "import_file \"sub/b.cfg\"\n",
				    "#!subst \"/a/b/g\"\n",
				    "#!substdef \"!A!b!g\"\n",
				    "$sel(",
				    "$sht(",
				    "route(",
				    "route[",
				    "event_route[",
				    "%",
				    "$$",
				    "return ",
				    "@",
				    "selval(",
				    "case ",
				    "switch(",
				    "while(",
				    "if(",
				    "else ",
				    "-",
				    "0x7fffffff",
				    "-2147483648",
				    "4294967296",
				    "# kamcheck: ignore K301\n",
				    "modparam(\"",
				    "loadmodule \"",
				    "\xef\xbb\xbf",
				    "\xff",
				    "\xc2\x9b",
				    "\xe2\x80\xae",
				    "1.2.3.4",
				    "::1",
				    "udp:",
				    ":5060",
				    "listen=",
				    "$avp(s:x)",
				    "$var(x)",
				    "$xavp(a[0]=>b[*])",
				    "$dlg_var(",
				    "$T_req($",
				    "$shv(",
				    "$_s(",
				    "{re.subst,/a/b/g}",
				    "{param.value,a}",
				    "|",
				    "/",
				    "."};

static void read_lines(FILE *f)
{
	char line[LINE_LONGEST];

	while (pool.count < LINES_MOST && fgets(line, sizeof line, f)) {
		char *copy = malloc(strlen(line) + 1);

		if (!copy)
			return;
		pool.line[pool.count++] = strcpy(copy, line);
	}
}

static void make_pool(void)
{
	const char *name = getenv("POOL");
	FILE *list = name ? fopen(name, "r") : NULL, *f;
	char path[1000];

	pool.is_made = 1;
	while (list && fgets(path, sizeof path, list)) {
		path[strcspn(path, "\n")] = 0;
		f = fopen(path, "r");
		if (!f)
			continue;
		read_lines(f);
		fclose(f);
	}
	if (list)
		fclose(list);
}

static size_t dice(uint32_t *state, size_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return below ? (*state >> 8) % below : 0;
}

static size_t line_start(const uint8_t *d, size_t at)
{
	while (at > 0 && d[at - 1] != '\n')
		at--;
	return at;
}

static size_t line_length(const uint8_t *d, size_t at, size_t n)
{
	size_t cut = 0;

	while (at + cut < n && d[at + cut] != '\n')
		cut++;
	return at + cut < n ? cut + 1 : cut;
}

/* Puts TEXT in place of CUT bytes at AT; returns the new size. */
static size_t splice(uint8_t *d, size_t n, size_t most, size_t at, size_t cut, const char *text,
		     size_t length)
{
	if (n - cut + length > most)
		return n;
	memmove(d + at + length, d + at + cut, n - at - cut);
	memcpy(d + at, text, length);
	return n - cut + length;
}

/* One change. */
static size_t change(uint8_t *d, size_t n, size_t most, uint32_t *state)
{
	size_t at = dice(state, n + 1), from, length;
	char chunk[CHUNK_MOST];
	const char *text;

	switch (dice(state, 8)) {
	case 0:
	case 1:
	case 2: /* a line more */
		text = pool.line[dice(state, pool.count)];
		return splice(d, n, most, line_start(d, at), 0, text, strlen(text));
	case 3: /* a line less */
		at = line_start(d, at);
		return splice(d, n, most, at, line_length(d, at, n), "", 0);
	case 4: /* another line */
		at = line_start(d, at);
		text = pool.line[dice(state, pool.count)];
		return splice(d, n, most, at, line_length(d, at, n), text, strlen(text));
	case 5: /* a word more */
		text = words[dice(state, sizeof words / sizeof *words)];
		return splice(d, n, most, at, 0, text, strlen(text));
	case 6: /* some bytes less */
		length = 1 + dice(state, 3);
		return at + length > n ? n : splice(d, n, most, at, length, "", 0);
	default: /* a part again */
		from = dice(state, n);
		length = dice(state, CHUNK_MOST);
		length = from + length > n ? n - from : length;
		memcpy(chunk, d + from, length);
		return splice(d, n, most, at, 0, chunk, length);
	}
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	uint32_t state = seed * 2654435761u + 1;
	size_t rounds = 1 + dice(&state, 3);

	if (!pool.is_made)
		make_pool();
	if (!pool.count || dice(&state, 8) == 0)
		return LLVMFuzzerMutate(data, size, most);
	while (rounds--)
		size = change(data, size, most, &state);
	return size;
}
