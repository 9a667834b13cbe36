/*
 * parts - see parts.h.
 */
#include "compare/parts.h"

#include "base/ascii.h"

struct maker {
	struct arena *arena;
	const struct same_names *names;
	struct sources *sources;
	bool is_broken;
};

bool part_is_compound(const struct piece *p)
{
	switch (p->kind) {
	case N_IF:
	case N_WHILE:
	case N_SWITCH:
	case N_CASE:
	case PART_ARM:
	case PART_ELSE: return true;
	default: return false;
	}
}

static bool is_statement(const struct node *n)
{
	return n->kind != N_EMPTY || n->flags & NF_LOST;
}

/* --- simple statements -------------------------------------------------------------------------
 */

/* Both are not 0, which means something else. */
static void set_simple(struct piece *p, const struct same_names *names)
{
	const struct node *n = p->node;

	p->hash = same_node(0, names, n);
	p->name = same_mix(n->kind, 1);
	switch (n->kind) {
	case N_ASSIGN:
		p->name = same_node(p->name, names, KID(n, ASSIGN, target));
		p->rest = same_node(n->op, names, KID(n, ASSIGN, value));
		break;
	case N_LISTEN: p->name = same_list(p->name, names, KID(n, LISTEN, addresses)); break;
	case N_FLAG:
	case N_CALL:
	case N_CORE_CALL:
		p->name = same_text(p->name, n->text);
		if (n->kid[0])
			p->rest = same_list(n->kind, names, n->kid[0]);
		break;
	case N_LEAVE: break;
	default: p->name = same_text(p->name, n->text); break;
	}
}

struct piece part_of(const struct same_names *names, const struct node *n)
{
	struct piece p = {.node = n, .kind = n->kind, .at = n->at, .head = n->at};

	set_simple(&p, names);
	return p;
}

/* --- statements with others in them ------------------------------------------------------------
 */

static struct parts make_list(struct maker *m, const struct node *first);

/* P, whose kind, node and what is in it are known, is about the node ABOUT. */
static void set_compound(struct maker *m, struct piece *p, const struct node *about, unsigned flags)
{
	uint64_t rest = same_mix(p->kind, p->in.count);

	p->about = about;
	p->name = same_node(same_mix(p->kind, flags), m->names, about);
	for (uint32_t i = 0; i < p->in.count; i++)
		rest = same_mix(rest, p->in.all[i].hash);
	p->hash = same_mix(p->name, rest);
	p->rest = p->in.count ? rest : 0;
}

static struct span head_of(struct maker *m, const struct node *n, const struct node *about)
{
	struct span start = {n->at.lo, n->at.lo};

	return about ? span_join(m->sources, start, about->at) : start;
}

static bool has_statements(const struct node *first)
{
	for (; first; first = first->next)
		if (is_statement(first))
			return true;
	return false;
}

static struct span span_of(struct maker *m, struct span at, const struct node *first)
{
	const struct node *last = first;

	while (last && last->next)
		last = last->next;
	return last ? span_join(m->sources, at, last->at) : at;
}

static bool is_filler(char c)
{
	return ascii_is_white(c) || c == ';';
}

/* AT with the word "else" and the brace before it, when they stand there. */
static struct span with_else(struct maker *m, struct span at)
{
	const struct source *src = source_of(m->sources, at.lo);
	static const char word[] = "else";
	enum { LENGTH = sizeof word - 1 };
	size_t i = src ? at.lo - src->base : 0;

	while (i && (ascii_is_white(src->text.p[i - 1]) || src->text.p[i - 1] == '{'))
		i--;
	if (i >= LENGTH && !memcmp(src->text.p + i - LENGTH, word, LENGTH))
		at.lo = src->base + (uint32_t)(i - LENGTH);
	return at;
}

/* AT with the brace that closes it, when one stands behind its HEAD. */
static struct span with_brace(struct maker *m, struct span at, uint32_t head)
{
	const struct source *src = source_of(m->sources, head);
	struct str rest;

	if (!src || source_of(m->sources, at.hi) != src)
		return at;
	for (rest = str_skip(src->text, head - src->base);
	     rest.n && (ascii_is_white(rest.p[0]) || rest.p[0] == ')'); rest = str_skip(rest, 1))
		;
	if (!rest.n || rest.p[0] != '{')
		return at;
	for (rest = str_skip(src->text, at.hi - src->base); rest.n && is_filler(rest.p[0]);
	     rest = str_skip(rest, 1))
		;
	if (rest.n && rest.p[0] == '}')
		at.hi = src->base + (uint32_t)(src->text.n - rest.n) + 1;
	return at;
}

static void make_arm(struct maker *m, struct piece *p, const struct node *n)
{
	const struct node *condition = KID(n, IF, condition);

	*p = (struct piece){.node = n, .kind = PART_ARM, .in = make_list(m, KID(n, IF, then))};
	p->head = head_of(m, n, condition);
	p->at = with_brace(m, span_of(m, p->head, KID(n, IF, then)), p->head.hi);
	set_compound(m, p, condition, 0);
}

static void make_else(struct maker *m, struct piece *p, const struct node *first)
{
	while (!is_statement(first))
		first = first->next;
	*p = (struct piece){.node = first, .kind = PART_ELSE, .in = make_list(m, first)};
	p->at = with_else(m, span_of(m, first->at, first));
	if (p->at.lo < first->at.lo)
		p->at = with_brace(m, p->at, p->at.lo + 4);
	p->head = p->at;
	set_compound(m, p, NULL, 0);
}

static void make_if(struct maker *m, struct piece *p, const struct node *n)
{
	const struct node *last = n, *next;
	uint32_t i = 0;

	for (p->in.count = 1; (next = same_chained(last)); last = next)
		p->in.count++;
	p->in.count += has_statements(KID(last, IF, otherwise));
	p->in.all = arena_array(m->arena, p->in.count, sizeof *p->in.all);
	for (next = n; next; next = same_chained(next))
		make_arm(m, &p->in.all[i++], next);
	if (i < p->in.count)
		make_else(m, &p->in.all[i], KID(last, IF, otherwise));
	set_compound(m, p, NULL, 0);
	/* It is known by its first arm. */
	p->head = p->in.all[0].head;
	p->name = same_mix(p->in.all[0].name, N_IF);
	p->rest = p->in.all[0].rest;
}

static void make_part(struct maker *m, struct piece *p, const struct node *n)
{
	*p = (struct piece){.node = n, .kind = n->kind, .at = n->at};
	switch (n->kind) {
	case N_IF: make_if(m, p, n); break;
	case N_WHILE:
		p->in = make_list(m, KID(n, WHILE, body));
		p->head = head_of(m, n, KID(n, WHILE, condition));
		set_compound(m, p, KID(n, WHILE, condition), 0);
		break;
	case N_SWITCH:
		p->in = make_list(m, KID(n, SWITCH, cases));
		p->head = head_of(m, n, KID(n, SWITCH, subject));
		set_compound(m, p, KID(n, SWITCH, subject), 0);
		break;
	case N_CASE:
		p->in = make_list(m, KID(n, CASE, body));
		p->head = head_of(m, n, KID(n, CASE, label));
		set_compound(m, p, KID(n, CASE, label), n->flags & (NF_REGEX | NF_DEFAULT));
		break;
	default: *p = part_of(m->names, n);
	}
}

static struct parts make_list(struct maker *m, const struct node *first)
{
	struct parts list = {0};
	uint32_t i = 0;

	for (const struct node *n = first; n; n = n->next) {
		list.count += is_statement(n);
		m->is_broken |= (n->flags & NF_LOST) != 0;
	}
	list.all = arena_array(m->arena, list.count, sizeof *list.all);
	for (const struct node *n = first; n; n = n->next)
		if (is_statement(n))
			make_part(m, &list.all[i++], n);
	return list;
}

struct parts parts_of(struct arena *a, const struct same_names *names, struct sources *s,
		      const struct node *first, bool *is_broken)
{
	struct maker m = {.arena = a, .names = names, .sources = s};
	struct parts all = make_list(&m, first);

	*is_broken |= m.is_broken;
	return all;
}

struct parts parts_join(struct arena *a, const struct parts *lists, uint32_t count)
{
	struct parts all = {0};

	if (count == 1)
		return lists[0];
	for (uint32_t i = 0; i < count; i++)
		all.count += lists[i].count;
	all.all = arena_array(a, all.count, sizeof *all.all);
	all.count = 0;
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t k = 0; k < lists[i].count; k++)
			all.all[all.count++] = lists[i].all[k];
	return all;
}

/* --- for certain -------------------------------------------------------------------------------
 */

bool part_has_same_head(const struct same_names *x, const struct piece *p,
			const struct same_names *y, const struct piece *q)
{
	enum { FLAGS = NF_REGEX | NF_DEFAULT };

	if (p->kind != q->kind)
		return false;
	if (!part_is_compound(p))
		return p->about ? same_lists(x, p->about, y, q->about)
				: same_nodes(x, p->node, y, q->node);
	if (p->kind == N_CASE && (p->node->flags & FLAGS) != (q->node->flags & FLAGS))
		return false;
	return same_nodes(x, p->about, y, q->about);
}

bool part_is_same(const struct same_names *x, const struct piece *p, const struct same_names *y,
		  const struct piece *q)
{
	if (p->hash != q->hash || p->in.count != q->in.count || !part_has_same_head(x, p, y, q))
		return false;
	for (uint32_t i = 0; i < p->in.count; i++)
		if (!part_is_same(x, &p->in.all[i], y, &q->in.all[i]))
			return false;
	return true;
}
