/*
 * fuzz_whole_splice - the mutator of the whole program: lines, blocks and words of real configs are
 * put into each other, for random bytes seldom get past the scanner.
 *
 * The pool are the files named in the file that the variable POOL names, a line each.
 */
#include "base/ascii.h"
#include "base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

enum {
	PIECES_MOST = 200000,
	FILE_MOST = 200000,
	LINE_MOST = 400,
	BLOCK_MOST = 2000,
	CHUNK_MOST = 300
};

struct pieces {
	struct str all[PIECES_MOST];
	size_t count;
};

/* libFuzzer hands nothing through: the pool is made once and then only read. */
static struct {
	struct pieces lines, blocks;
	bool is_made;
} pool;

/* What the pool may lack, each before a tab. */
static const char words[] =
    "$\t(\t)\t{\t}\t\"\t'\t;\t[\t]\t\\\t\n\t$(\t{s.len}\t=>\t==\t=~\t=\t!\t!=\t&&\t%\t$$\t@\t|\t/"
    "\t.\t-\t"
    "#!ifdef A\n\t#!endif\n\t#!else\n\t/*\t*/\t\x1e\t#!define A \t#!define A B\n#!define B A\n\t"
    "#!define B \"a b\"\n\tA\tB\tinclude_file \"a.cfg\"\n\timport_file \"sub/b.cfg\"\n\t"
    "#!subst \"/a/b/g\"\n\t#!substdef \"!A!b!g\"\n\t#!trydef A\n\t#!redef A C\n\t#!defenv "
    "A=TEXT\n\t"
    "$sel(\t$sht(\troute(\troute[\tevent_route[\treturn \tselval(\tcase "
    "\tswitch(\twhile(\tif(\telse \t"
    "0x7fffffff\t-2147483648\t4294967296\t# kamcheck: ignore K301\n\t# kamcheck: ignore "
    "\tmodparam(\"\t"
    "loadmodule "
    "\"\t\xef\xbb\xbf\t\xff\t\xc2\x9b\t\xe2\x80\xae\t1.2.3.4\t::1\tudp:\t:5060\t/24\tlisten=\t"
    "$avp(s:x)\t$var(x)\t$xavp(a[0]=>b[*])\t$dlg_var(\t$T_req($\t$shv(\t$_s(\t{re.subst,/a/b/g}\t"
    "{param.value,a}\t{tobody.user}\tWITH_NAT\t";

static void add(struct pieces *p, struct str piece)
{
	if (p->count < PIECES_MOST && piece.n)
		p->all[p->count++] = piece;
}

static void add_lines(struct str text)
{
	while (text.n) {
		ptrdiff_t end = str_find(text, '\n');
		struct str line = str_head(text, end < 0 ? text.n : (size_t)end + 1);

		if (line.n < LINE_MOST)
			add(&pool.lines, line);
		text = str_skip(text, line.n);
	}
}

static size_t line_start(struct str text, size_t at)
{
	while (at > 0 && text.p[at - 1] != '\n')
		at--;
	return at;
}

/* From the line of each opening brace to the brace that closes it. */
static void add_blocks(struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		int depth = text.p[i] == '{';
		size_t from, to = i + 1;

		for (; depth && to < text.n && to < i + BLOCK_MOST; to++)
			depth += (text.p[to] == '{') - (text.p[to] == '}');
		if (depth || to == i + 1)
			continue;
		from = line_start(text, i);
		add(&pool.blocks, str_head(str_skip(text, from), to - from));
	}
}

/* The file stays in memory: the pieces are parts of it. */
static void add_file(const char *path)
{
	FILE *f = fopen(path, "r");
	char *p = f ? malloc(FILE_MOST) : NULL;
	size_t n = p ? fread(p, 1, FILE_MOST, f) : 0;

	add_lines((struct str){p, n});
	add_blocks((struct str){p, n});
	if (!n)
		free(p);
	if (f)
		fclose(f);
}

static void make_pool(void)
{
	const char *name = getenv("POOL");
	FILE *list = name ? fopen(name, "r") : NULL;
	char path[1000];

	pool.is_made = true;
	while (list && fgets(path, sizeof path, list)) {
		path[strcspn(path, "\n")] = 0;
		add_file(path);
	}
	if (list)
		fclose(list);
}

static size_t dice(uint32_t *state, size_t below)
{
	*state = *state * 1664525u + 1013904223u;
	return below ? (*state >> 8) % below : 0;
}

static struct str any_piece(const struct pieces *p, uint32_t *state)
{
	return p->count ? p->all[dice(state, p->count)] : STR("");
}

static struct str any_word(uint32_t *state)
{
	struct str rest = STR("");
	size_t at = dice(state, sizeof words - 1);

	/* The word behind a random place; behind the last, the first. */
	rest = str_skip((struct str){words, sizeof words - 1}, at);
	rest = str_skip(rest, (size_t)str_find(rest, '\t') + 1);
	rest = rest.n ? rest : (struct str){words, sizeof words - 1};
	return str_head(rest, (size_t)str_find(rest, '\t'));
}

/* The bytes from *AT on that IS holds for; *AT goes to the first of them. */
static size_t run_around(struct str text, size_t *at, bool (*is)(char))
{
	while (*at > 0 && is(text.p[*at - 1]))
		--*at;
	return ascii_run(str_skip(text, *at), is);
}

/* A text in which a change is made. */
struct change {
	uint8_t *data;
	size_t n, most;
	uint32_t *dice;
};

/* Puts TEXT in place of CUT bytes at AT. */
static void splice(struct change *c, size_t at, size_t cut, struct str text)
{
	if (cut > c->n - at)
		cut = c->n - at;
	if (c->n - cut + text.n > c->most)
		return;
	memmove(c->data + at + text.n, c->data + at + cut, c->n - at - cut);
	if (text.n)
		memcpy(c->data + at, text.p, text.n);
	c->n += text.n - cut;
}

static void change_lines(struct change *c, size_t at)
{
	struct str text = {(const char *)c->data, c->n};
	size_t from = line_start(text, at), length;
	ptrdiff_t end = str_find(str_skip(text, from), '\n');

	length = end < 0 ? text.n - from : (size_t)end + 1;
	switch (dice(c->dice, 6)) {
	case 0: splice(c, from, length, STR("")); break;
	case 1: splice(c, from, length, any_piece(&pool.lines, c->dice)); break;
	case 2: splice(c, from, 0, any_piece(&pool.blocks, c->dice)); break;
	default: splice(c, from, 0, any_piece(&pool.lines, c->dice));
	}
}

static void change_words(struct change *c, size_t at)
{
	struct str text = {(const char *)c->data, c->n}, line;
	size_t n = run_around(text, &at, ascii_is_word), from;
	char number[16];

	switch (dice(c->dice, 4)) {
	case 0: /* a word of another line */
		line = any_piece(&pool.lines, c->dice);
		from = dice(c->dice, line.n);
		line = str_skip(line, from - (from ? 1 : 0));
		splice(c, at, n, str_head(line, ascii_run(line, ascii_is_word)));
		break;
	case 1: /* a number */
		splice(c, at, n,
		       str_print(number, sizeof number, "%u",
				 (unsigned)dice(c->dice, 1u << dice(c->dice, 24))));
		break;
	default: splice(c, at, 0, any_word(c->dice));
	}
}

static void change_bytes(struct change *c, size_t at)
{
	size_t from = dice(c->dice, c->n), length = dice(c->dice, CHUNK_MOST);
	char chunk[CHUNK_MOST];

	if (dice(c->dice, 2)) {
		splice(c, at, 1 + length % 3, STR(""));
		return;
	}
	length = length > c->n - from ? c->n - from : length;
	memcpy(chunk, c->data + from, length);
	splice(c, at, 0, (struct str){chunk, length});
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
	uint32_t state = seed * 2654435761u + 1;
	struct change c = {data, size, most, &state};

	if (!pool.is_made)
		make_pool();
	if (!pool.lines.count || dice(&state, 8) == 0)
		return LLVMFuzzerMutate(data, size, most);
	for (size_t rounds = 1 + dice(&state, 3); rounds; rounds--) {
		size_t at = dice(&state, c.n + 1);

		switch (dice(&state, 4)) {
		case 0:
		case 1: change_lines(&c, at); break;
		case 2: change_words(&c, at); break;
		default: change_bytes(&c, at);
		}
	}
	return c.n;
}
