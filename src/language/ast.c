/*
 * ast - building and dumping nodes; see ast.h.
 */
#include "language/ast.h"

/* How many slots a NODE line names: its arguments behind kind and name. */
#define COUNT_(kind, name, a, b, c, d, e, n, ...) n
#define COUNT(...) COUNT_(__VA_ARGS__, 5, 4, 3, 2, 1, 0, 0)

static const struct {
	const char *name;
	unsigned slots;
} kinds[] = {
#define NODE_FIRST(kind, name, ...) name
#define NODE(...) {NODE_FIRST(__VA_ARGS__, ), COUNT(__VA_ARGS__)},
#include "ast.def"
#undef NODE
};

struct node *node_new(struct arena *a, enum node_kind kind, struct span at, struct str text)
{
	struct node *n = arena_alloc(a, sizeof *n + kinds[kind].slots * sizeof n->kid[0]);

	n->kind = (unsigned char)kind;
	n->at = at;
	n->text = text;
	return n;
}

struct list list_of(struct node *n)
{
	return (struct list){n, n};
}

struct list list_add(struct list l, struct node *n)
{
	if (!n)
		return l;
	if (!l.first)
		return list_of(n);
	l.last->next = n;
	l.last = n;
	return l;
}

const char *node_name(enum node_kind kind)
{
	return kinds[kind].name;
}

unsigned node_slots(enum node_kind kind)
{
	return kinds[kind].slots;
}

static void dump_flags(struct buf *b, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *name;
	} names[] = {{NF_VIRTUAL, "virtual"}, {NF_REGEX, "regex"},     {NF_DEFAULT, "default"},
		     {NF_BARE, "bare"},	      {NF_SINGLE, "single"}, {NF_INDEXED, "indexed"},
		     {NF_WORD, "word"}};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (flags & names[i].flag)
			buf_printf(b, " :%s", names[i].name);
}

static void dump_place(struct buf *b, struct span at, struct sources *sources)
{
	struct place from = source_place(sources, at.lo), to = source_place(sources, at.hi);

	buf_printf(b, " @%u:%u-%u:%u", from.line, from.column, to.line, to.column);
}

/* One node and what hangs below it; `level` is also the depth of recursion, which the parser bounds. */
static void dump_node(struct buf *b, const struct node *n, struct sources *sources, int level)
{
	buf_printf(b, "%*s(%s", level * 2, "", kinds[n->kind].name);
	if (n->text.n) {
		buf_byte(b, ' ');
		buf_quoted(b, n->text);
	}
	if (n->kind == N_NUMBER)
		buf_printf(b, " %d", n->number);
	dump_flags(b, n->flags);
	if (sources)
		dump_place(b, n->at, sources);
	for (unsigned i = 0; i < kinds[n->kind].slots; i++) {
		if (kinds[n->kind].slots > 1 && n->kid[i])
			buf_printf(b, "\n%*s.%u", level * 2 + 1, "", i);
		for (const struct node *k = n->kid[i]; k; k = k->next) {
			buf_byte(b, '\n');
			dump_node(b, k, sources, level + 1);
		}
	}
	buf_byte(b, ')');
}

void ast_dump(struct buf *b, const struct node *n, struct sources *sources)
{
	for (; n; n = n->next) {
		dump_node(b, n, sources, 0);
		buf_byte(b, '\n');
	}
}
