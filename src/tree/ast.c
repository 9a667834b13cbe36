/*
 * ast - building and dumping nodes; see ast.h.
 */
#include "tree/ast.h"

#include "base/hidden.h"
#include "base/list.h"
#include "facts/tags.h"

/* How many slots a NODE line names: its arguments behind kind and name. */
#define COUNT_(kind, name, a, b, c, d, e, n, ...) n
#define COUNT(...)                                COUNT_(__VA_ARGS__, 5, 4, 3, 2, 1, 0, 0)

const unsigned char node_slot_counts[NODE_KIND_COUNT] = {
#define NODE(...) COUNT(__VA_ARGS__),
#include "ast.def"
#undef NODE
};

static const char *const names[NODE_KIND_COUNT] = {
#define NODE(kind, word, ...) word,
#include "ast.def"
#undef NODE
};

struct node *node_new(struct arena *a, enum node_kind kind, struct span at, struct str text)
{
	struct node *n = arena_alloc(a, sizeof *n + node_slots(kind) * sizeof n->kid[0]);

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

const struct node *node_argument(const struct node *arguments, int position)
{
	const struct node *n = arguments;

	if (position == ARGUMENT_LAST)
		while (n && n->next)
			n = n->next;
	else
		for (; n && position > 1; position--)
			n = n->next;
	return position ? n : NULL;
}

const char *node_name(enum node_kind kind)
{
	return names[kind];
}

static void dump_flags(struct buf *b, unsigned flags)
{
	static const struct {
		unsigned flag;
		const char *name;
	} flag_names[] = {{NF_VIRTUAL, "virtual"}, {NF_REGEX, "regex"},   {NF_DEFAULT, "default"},
			  {NF_BARE, "bare"},       {NF_SINGLE, "single"}, {NF_INDEXED, "indexed"},
			  {NF_WORD, "word"}};

	for (size_t i = 0; i < sizeof flag_names / sizeof *flag_names; i++)
		if (flags & flag_names[i].flag)
			buf_printf(b, " :%s", flag_names[i].name);
}

static void dump_place(struct buf *b, struct span at, struct sources *sources)
{
	struct place from = source_place(sources, at.lo), to = source_place(sources, at.hi);

	buf_printf(b, " @%u:%u-%u:%u", from.line, from.column, to.line, to.column);
}

/* Deeper levels are not indented further, or the dump of a chain a + b + c ... would grow with its
 * square. */
#define INDENT_MOST 24

static int indent_of(uint32_t level)
{
	return 2 * (level < INDENT_MOST ? (int)level : INDENT_MOST);
}

/* The node itself, without what hangs below it. */
static void dump_self(struct buf *b, const struct node *n, struct sources *sources, uint32_t level)
{
	buf_printf(b, "%*s(%s", indent_of(level), "", names[n->kind]);
	if (n->text.n) {
		buf_byte(b, ' ');
		hidden_quote(b, n->text);
	}
	if (n->kind == N_NUMBER)
		buf_printf(b, " %d", n->number);
	dump_flags(b, n->flags);
	if (sources)
		dump_place(b, n->at, sources);
}

/* A node that is being dumped and the slot that comes next. */
struct dump_level {
	const struct node *node;
	unsigned slot;
};

/* Not recursive: a chain a + b + c ... is as deep as it is long. */
struct tree_dump {
	struct buf *b;
	struct sources *sources;
	LIST_OF(struct dump_level) levels;
};

static void dump_enter(struct tree_dump *d, const struct node *n)
{
	dump_self(d->b, n, d->sources, d->levels.count);
	*LIST_ADD(d->b->arena, &d->levels) = (struct dump_level){n, 0};
}

/* Opens the next slot of the newest level, or closes the node and goes on behind it. */
static void dump_step(struct tree_dump *d)
{
	struct dump_level *top = LIST_LAST(&d->levels);
	const struct node *n = top->node;
	unsigned i = top->slot++, slots = node_slots(n->kind);

	if (i < slots) {
		/* What recovery gave up is no part of the tree. */
		if (!n->kid[i] || n->kind == N_EMPTY)
			return;
		if (slots > 1)
			buf_printf(d->b, "\n%*s.%u", indent_of(d->levels.count - 1) + 1, "", i);
		buf_byte(d->b, '\n');
		dump_enter(d, n->kid[i]);
		return;
	}
	buf_byte(d->b, ')');
	d->levels.count--;
	if (n->next) {
		buf_byte(d->b, '\n');
		dump_enter(d, n->next);
	} else if (!d->levels.count) {
		buf_byte(d->b, '\n');
	}
}

void ast_dump(struct buf *b, const struct node *n, struct sources *sources)
{
	struct tree_dump d = {.b = b, .sources = sources};

	if (!n)
		return;
	dump_enter(&d, n);
	while (d.levels.count)
		dump_step(&d);
}
