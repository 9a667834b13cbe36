/*
 * fuzz_print - the expanded text has the tree of the original, "#!subst" and empty statements
 * aside, whatever is done about comments and line markers.
 */
#include "fuzz.h"
#include "parse/parse.h"
#include "views/print.h"

static bool is_skipped(const struct node *n)
{
	return n->kind == N_SUBST || n->kind == N_EMPTY;
}

/* The first node from N on that counts. */
static const struct node *counted(const struct node *n)
{
	while (n && is_skipped(n))
		n = n->next;
	return n;
}

/*
 * A number written as a word is a number in the text of a subst, and a define may hold either kind
 * of quote: only what means the same is compared.
 */
static bool is_same_node(const struct node *a, const struct node *b)
{
	return a->kind == b->kind && a->op == b->op && str_equal(a->text, b->text) &&
	       (a->kind != N_NUMBER || a->number == b->number) &&
	       ((a->flags ^ b->flags) & ~(unsigned)(NF_WORD | NF_SINGLE)) == 0;
}

/* The first pair of nodes that differ; false when the lists are alike. */
static bool differ(const struct node *a, const struct node *b, const struct node *pair[2])
{
	for (;; a = a->next, b = b->next) {
		a = counted(a);
		b = counted(b);
		if (!a && !b)
			return false;
		if (!a || !b || !is_same_node(a, b)) {
			pair[0] = a;
			pair[1] = b;
			return true;
		}
		for (unsigned i = 0; i < node_slots(a->kind); i++)
			if (differ(a->kid[i], b->kid[i], pair))
				return true;
	}
}

static void say_node(struct buf *b, const struct node *n)
{
	struct node alone;

	if (!n) {
		buf_text(b, "nothing");
		return;
	}
	alone = *n;
	buf_text(b, node_name(alone.kind));
	buf_byte(b, ' ');
	buf_quoted(b, alone.text);
}

static void compare(struct session *s, const struct node *root, struct str text)
{
	const struct node *pair[2];
	struct session again;
	struct node *other;
	struct memory_files none = {NULL, 0};

	session_init(&again, files_in_memory(&none));
	again.version = s->version;
	other = parse_config(&again, STR("expanded.cfg"), text, NULL);
	if (again.diags.errors)
		fuzz_fail("the expanded text is good", again.diags.first->text);
	if (differ(root, other, pair)) {
		struct buf b = buf_on(s->arena);

		say_node(&b, pair[0]);
		buf_text(&b, " became ");
		say_node(&b, pair[1]);
		buf_text(&b, "; expanded text:\n");
		buf_str(&b, text);
		fuzz_fail("the tree of the expanded text is the same", buf_view(&b));
	}
	session_end(&again);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	static const struct print_options kinds[] = {
	    {.is_expanded = true},
	    {.is_expanded = true, .has_markers = true},
	    {.is_expanded = true, .strips_comments = true},
	};
	struct arena *a = arena_new();
	struct fuzz_input in;
	struct session s, printing;
	struct node *root;

	fuzz_split(&in, a, data, size);
	fuzz_session(&s, &in);
	root = parse_config(&s, STR("main.cfg"), in.part[0], NULL);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct buf out;

		fuzz_session(&printing, &in);
		out = buf_on(printing.arena);
		print_config(&printing, STR("main.cfg"), in.part[0], &kinds[i], &out);
		/* Of a config of substs alone nothing is left, and no config is empty. */
		if (!s.diags.errors && counted(KID(root, FILE, items)))
			compare(&s, root, buf_view(&out));
		session_end(&printing);
	}
	session_end(&s);
	arena_free(a);
}
