/*
 * parse_build - the nodes that need more than one line in the grammar; see parse_state.h.  No
 * checks here.
 */
#include "parse/parse_state.h"

#include "parser.h"

static struct node *new_op(struct parse *ps, enum node_kind kind, struct span at, int op,
			   struct str text)
{
	struct node *n = node_new(ps->arena, kind, at, text);

	n->op = (unsigned char)op;
	return n;
}

int32_t parse_minus(int32_t n)
{
	return (int32_t)(0u - (uint32_t)n);
}

struct node *parse_number(struct parse *ps, struct span at, int32_t n)
{
	struct node *x = node_new(ps->arena, N_NUMBER, at, STR(""));

	x->number = n;
	return x;
}

struct str parse_spelling(struct parse *ps, struct span at)
{
	return source_text(&ps->session->sources, at);
}

/* Far more than the 255 bytes of DNS; each label copies what stands before it. */
#define HOST_MOST 1024

struct node *parse_host(struct parse *ps, struct span at, struct str left, const char *mark,
			struct str right)
{
	struct buf b = buf_on(ps->arena);

	if (left.n > HOST_MOST)
		return node_new(ps->arena, N_HOST, at, left);
	if (left.n + right.n >= HOST_MOST) {
		ps->errors++;
		pp_lose(ps->pp, LOST_LIMIT, at);
		diag_report(&ps->session->diags, &rule_limit, at,
			    "a host name has more than %d bytes", HOST_MOST);
	}
	buf_printf(&b, "%.*s%s%.*s", STR_ARG(left), mark, STR_ARG(right));
	return node_new(ps->arena, N_HOST, at, buf_view(&b));
}

struct node *parse_ipv4(struct parse *ps, struct span at, int32_t a, int32_t b, int32_t c,
			int32_t d)
{
	struct buf text = buf_on(ps->arena);

	buf_printf(&text, "%d.%d.%d.%d", a, b, c, d);
	return node_new(ps->arena, N_IP, at, buf_view(&text));
}

struct node *parse_address(struct parse *ps, struct span at, struct str proto, struct node *hosts,
			   struct node *port)
{
	struct node *n = node_new(ps->arena, N_ADDRESS, at, proto);

	KID(n, ADDRESS, hosts) = hosts;
	KID(n, ADDRESS, port) = port;
	return n;
}

struct node *parse_listen(struct parse *ps, struct span at, struct str word, struct list addresses,
			  struct node *advertise, struct node *name, bool is_virtual)
{
	struct node *n = node_new(ps->arena, N_LISTEN, at, word);

	KID(n, LISTEN, addresses) = addresses.first;
	KID(n, LISTEN, advertise) = advertise;
	KID(n, LISTEN, name) = name;
	n->flags = is_virtual ? NF_VIRTUAL : 0;
	return n;
}

struct node *parse_bind(struct parse *ps, struct span at, struct str word, struct node *value)
{
	struct node *n = node_new(ps->arena, N_ATTRIBUTE, at, word);

	KID(n, ATTRIBUTE, value) = value;
	return n;
}

struct node *parse_custom(struct parse *ps, struct span at, struct node *group, struct node *id,
			  struct node *field, struct node *value, struct node *description)
{
	struct node *n = node_new(ps->arena, N_CUSTOM, at, STR(""));

	KID(n, CUSTOM, group) = group;
	KID(n, CUSTOM, id) = id;
	KID(n, CUSTOM, field) = field;
	KID(n, CUSTOM, value) = value;
	KID(n, CUSTOM, description) = description;
	return n;
}

struct node *parse_modparam(struct parse *ps, struct span at, struct str word, struct node *module,
			    struct node *parameter, struct node *value)
{
	struct node *n = node_new(ps->arena, N_MODPARAM, at, word);

	KID(n, MODPARAM, module) = module;
	KID(n, MODPARAM, parameter) = parameter;
	KID(n, MODPARAM, value) = value;
	return n;
}

struct node *parse_route(struct parse *ps, struct span at, int op, struct str word,
			 struct node *name, struct node *body)
{
	struct node *n = new_op(ps, N_ROUTE, at, op, word);

	KID(n, ROUTE, name) = name;
	KID(n, ROUTE, body) = body;
	return n;
}

struct node *parse_if(struct parse *ps, struct span at, struct node *condition, struct node *then,
		      struct node *otherwise)
{
	struct node *n = node_new(ps->arena, N_IF, at, STR(""));

	KID(n, IF, condition) = condition;
	KID(n, IF, then) = then;
	KID(n, IF, otherwise) = otherwise;
	return n;
}

struct node *parse_case(struct parse *ps, struct span at, struct node *label, struct list body,
			unsigned char flags)
{
	struct node *n = node_new(ps->arena, N_CASE, at, STR(""));

	KID(n, CASE, label) = label;
	KID(n, CASE, body) = body.first;
	n->flags = flags;
	return n;
}

struct node *parse_assign(struct parse *ps, struct span at, struct node *target, struct node *value)
{
	struct node *n = node_new(ps->arena, N_ASSIGN, at, STR(""));

	KID(n, ASSIGN, target) = target;
	KID(n, ASSIGN, value) = value;
	return n;
}

struct node *parse_leave(struct parse *ps, struct span at, struct str word, struct node *value)
{
	struct node *n = node_new(ps->arena, N_LEAVE, at, word);

	KID(n, LEAVE, value) = value;
	return n;
}

struct node *parse_binary(struct parse *ps, struct span at, int op, struct str text,
			  struct node *left, struct node *right)
{
	struct node *n = new_op(ps, N_BINARY, at, op, text);

	KID(n, BINARY, left) = left;
	KID(n, BINARY, right) = right;
	return n;
}

struct node *parse_unary(struct parse *ps, struct span at, int op, struct str text,
			 struct node *operand)
{
	struct node *n = new_op(ps, N_UNARY, at, op, text);

	KID(n, UNARY, operand) = operand;
	return n;
}

/* A minus directly before a number makes a negative literal (grammar.md section 9). */
struct node *parse_negative(struct parse *ps, struct span at, struct node *operand)
{
	if (operand->kind == N_NUMBER && operand->number >= 0)
		return parse_number(ps, at, parse_minus(operand->number));
	return parse_unary(ps, at, '-', STR("-"), operand);
}

struct node *parse_element(struct parse *ps, struct span at, int op, struct str text,
			   struct node *left, struct node *right)
{
	struct node *n = new_op(ps, N_ELEMENT, at, op, text);

	KID(n, ELEMENT, left) = left;
	KID(n, ELEMENT, right) = right;
	return n;
}

struct node *parse_call(struct parse *ps, struct span at, int op, struct str word,
			struct node *arguments)
{
	struct node *n = new_op(ps, N_CORE_CALL, at, op, word);

	KID(n, CORE_CALL, arguments) = arguments;
	return n;
}
