/*
 * header_twice - headers that are changed a second time, or looked for where they were added.  The
 * server keeps a list of what is to be written where, and every function works on the message as it
 * was received.  What goes out was captured for each pair of functions on 5.6.3
 * (testdata/changes/pairs.tsv); what K370 has, the URIs in From, To and Contact, stands in
 * changed_twice.c.
 *
 * What must stay true: a change counts when it was made on every path that leads here, or when no
 * condition stands between the place where its path joined the others and here; no list gets longer
 * than EDITS_MOST.
 */
#include "engine/visit.h"

#include <string.h>

#include "unit/constant.h"

/* What is reported here. */
extern const struct rule rule_header_changed_twice;
extern const struct rule rule_header_not_seen;

/* What writes into Contact, From or To, whatever its arguments. */
#define TAG_CONTACT (TAG_CONTACT_URI | TAG_CONTACT_ALIAS | TAG_CONTACT_CODE)
#define TAG_FROM    (TAG_FROM_NAME | TAG_FROM_USER | TAG_FROM_HOST)
#define TAG_TO      (TAG_TO_NAME | TAG_TO_USER | TAG_TO_HOST)
#define TAG_NAMED   (TAG_LOOKS | TAG_CHANGES)

/* What looks at a header that is there; what changes one. */
#define TAG_LOOKS   (TAG_HEADER_GONE | TAG_HEADER_SEEN | TAG_HEADER_VALUE)
#define TAG_CHANGES (TAG_HEADER_GONE | TAG_HEADER_LINE | TAG_HEADER_VALUE)

enum { EDITS_MOST = 16 };

/* One change, behind those before it; none of them changes. */
struct edit {
	const struct edit *before;
	const struct node *by;
	struct str header; /* empty: none that is known */
	uint64_t tags;     /* TAG_HEADER_..., TAG_SAME_PLACE */
	int compared;      /* arguments that say which place it is; 0: nothing does */
	int length;        /* of the list */
};

struct edits {
	const struct edit *certain; /* made on every path that leads here */
	const struct edit *maybe;   /* … on some, and no condition stands between */
	bool is_applied;            /* on some path the message was made anew */
};

/* Of a route: whether it was told to change a header again. */
static const struct state_kind told = STATE_KIND(bool);

/* --- what changes what ------------------------------------------------------------------------ */

/* The name of the header in the argument N: "X", "X: value", "X[1].p"; empty when only the server
 * knows it.  REST is what stands behind it. */
static struct str header_name(struct visit *v, const struct node *n, struct str *rest)
{
	static const char ends[] = ":[.";
	struct str text;
	size_t length = 0;

	if (!n || !literal_text(v->arena, n, &text))
		return (struct str){0};
	while (length < text.n && !strchr(ends, text.p[length]) && text.p[length] != '$')
		length++;
	*rest = str_skip(text, length);
	if (rest->n && rest->p[0] == '$')
		return (struct str){0};
	return str_trim(str_head(text, length));
}

/* The arguments of N that say which place it changes: all must be constant. */
static int compared_arguments(struct visit *v, const struct node *n)
{
	int count = tags_argument(n->text, TAG_SAME_PLACE, v->version), left = count;
	struct str text;

	for (const struct node *x = KID(n, CALL, arguments); left > 0; x = x->next, left--)
		if (!x || !literal_text(v->arena, x, &text) || str_find(text, '$') >= 0)
			return 0;
	return count;
}

/* What the call N, which is visited, does. */
static struct edit edit_of(struct visit *v, const struct node *n)
{
	uint64_t tags = v->call->tags;
	struct edit x = {.by = n, .tags = tags & TAG_NAMED};
	struct str rest = {0};

	if (tags & TAG_SAME_PLACE)
		x.compared = compared_arguments(v, n);
	if (x.tags) {
		x.header = header_name(v, KID(n, CALL, arguments), &rest);
		/* With an index it is a value of a header that is there. */
		if (x.tags & TAG_HEADER_LINE && x.tags & TAG_HEADER_VALUE)
			x.tags = rest.n && rest.p[0] == '[' ? TAG_HEADER_VALUE : TAG_HEADER_LINE;
		return x;
	}
	x.header = tags & TAG_CONTACT ? STR("Contact")
		   : tags & TAG_FROM  ? STR("From")
		   : tags & TAG_TO    ? STR("To")
				      : (struct str){0};
	x.tags = x.header.n ? TAG_HEADER_VALUE : 0;
	return x;
}

static bool is_same_header(const struct edit *a, const struct edit *b)
{
	return a->header.n && str_equal_nocase(a->header, b->header);
}

/* Whether A and B are calls of one function with the same arguments, as far as they matter. */
static bool is_same_place(struct visit *v, const struct edit *a, const struct edit *b)
{
	const struct node *x = KID(a->by, CALL, arguments), *y = KID(b->by, CALL, arguments);
	struct str s, t;

	if (!a->compared || a->compared != b->compared || !str_equal(a->by->text, b->by->text))
		return false;
	for (int i = a->compared; i; i--, x = x->next, y = y->next)
		if (!literal_text(v->arena, x, &s) || !literal_text(v->arena, y, &t) ||
		    !str_equal(s, t))
			return false;
	return true;
}

static bool goes_wrong(struct visit *v, const struct edit *a, const struct edit *b)
{
	uint64_t tags = a->tags | b->tags;

	if (is_same_place(v, a, b))
		return true;
	return tags & TAG_HEADER_GONE && tags & TAG_HEADER_VALUE && is_same_header(a, b);
}

/* The change among X that does not go together with B; NULL: none. */
static const struct edit *clash(struct visit *v, const struct edits *x, const struct edit *b)
{
	for (const struct edit *a = x->certain; a; a = a->before)
		if (goes_wrong(v, a, b))
			return a;
	for (const struct edit *a = x->maybe; a; a = a->before)
		if (goes_wrong(v, a, b))
			return a;
	return NULL;
}

/* What has certainly added the header that B looks for; NULL: nothing. */
static const struct edit *unseen(const struct edits *x, const struct edit *b)
{
	for (const struct edit *a = x->certain; a; a = a->before)
		if (a->tags & TAG_HEADER_LINE && b->tags & TAG_LOOKS && is_same_header(a, b))
			return a;
	return NULL;
}

/* --- on the way ------------------------------------------------------------------------------- */

static void push(struct visit *v, const struct edit **list, const struct edit *x)
{
	struct edit *copy;

	if (*list && (*list)->length >= EDITS_MOST)
		return;
	copy = ARENA_NEW(v->arena, struct edit);
	*copy = *x;
	copy->before = *list;
	copy->length = *list ? (*list)->length + 1 : 1;
	*list = copy;
}

static void hint_apply(struct visit *v, struct diag *x)
{
	diag_hint(v->diags, x, "msg_apply_changes() between them makes the first change visible");
}

static void report_clash(struct visit *v, const struct edit *a, const struct edit *b)
{
	struct str name = b->by->text;
	struct diag *x;

	if (b->header.n)
		x = report(v, b->by->at,
			   "\"%.*s\" changes the header %.*s as it was received, not as \"%.*s\" "
			   "left it",
			   STR_ARG(name), STR_ARG(b->header), STR_ARG(a->by->text));
	else
		x = report(v, b->by->at,
			   "\"%.*s\" changes the message as it was received, not as the same call "
			   "left it",
			   STR_ARG(name));
	hint_apply(v, x);
	diag_note(v->diags, x, a->by->at, "changed here first");
}

static void report_unseen(struct visit *v, const struct edit *a, const struct edit *b)
{
	struct diag *x = report_as(v, &rule_header_not_seen, b->by->at,
				   "\"%.*s\" works on the message as it was received: it does not "
				   "see the header %.*s that \"%.*s\" adds",
				   STR_ARG(b->by->text), STR_ARG(b->header), STR_ARG(a->by->text));

	hint_apply(v, x);
	diag_note(v->diags, x, a->by->at, "added here");
}

static void take_step(struct visit *v, void *state, const struct node *n)
{
	struct edits *x = state;
	const struct edit *before;
	struct edit now;

	if (v->call->tags & (TAG_APPLY | TAG_RELAY)) {
		*x = (struct edits){.is_applied = x->is_applied || v->call->tags & TAG_APPLY};
		return;
	}
	now = edit_of(v, n);
	before = clash(v, x, &now);
	if (before)
		report_clash(v, before, &now);
	else if ((before = unseen(x, &now)))
		report_unseen(v, before, &now);
	if (now.compared || (now.header.n && now.tags & TAG_CHANGES))
		push(v, &x->certain, &now);
}

static void take_condition(struct visit *v, void *state, const struct node *n, bool is_true)
{
	struct edits *x = state;

	(void)v;
	(void)n;
	(void)is_true;
	x->maybe = NULL;
}

static void enter(struct visit *v, void *state, const struct node *n, bool otherwise)
{
	take_condition(v, state, n, otherwise);
}

/* The end that the lists X and Y have in common. */
static const struct edit *common(const struct edit *x, const struct edit *y)
{
	while (x != y) {
		int length = x ? x->length : 0;

		if (!y || length >= y->length)
			x = x->before;
		else
			y = y->before;
	}
	return x;
}

/* Adds what FROM has before UNTIL to TO. */
static void add(struct visit *v, const struct edit **to, const struct edit *from,
		const struct edit *until)
{
	for (; from != until; from = from->before)
		push(v, to, from);
}

static void join(struct visit *v, void *state, const void *other)
{
	const struct edits *from = other;
	struct edits *x = state;
	const struct edit *certain = common(x->certain, from->certain);

	if (from->maybe != x->maybe)
		add(v, &x->maybe, from->maybe, NULL);
	add(v, &x->maybe, from->certain, certain);
	add(v, &x->maybe, x->certain, certain);
	x->certain = certain;
	x->is_applied = x->is_applied || from->is_applied;
}

/* --- called routes ---------------------------------------------------------------------------- */

static void report_call(struct visit *v, const struct node *n, const struct edit *a,
			const struct edit *b)
{
	struct diag *x =
	    report(v, n->at, "a header is changed a second time in the route called here");

	hint_apply(v, x);
	diag_note(v->diags, x, a->by->at, "\"%.*s\" changes it first", STR_ARG(a->by->text));
	diag_note(v->diags, x, b->by->at, "\"%.*s\" changes it as it was received",
		  STR_ARG(b->by->text));
}

/* What the called route does in any case, and what was done before: one that is called often is one
 * mistake. */
static void check_call(struct visit *v, const struct edits *x, const struct edit *called,
		       const struct node *n)
{
	bool *is_told = visit_route_state(v, &told, v->target);

	for (const struct edit *b = called; b && !*is_told; b = b->before) {
		const struct edit *a = clash(v, x, b);

		if (a)
			report_call(v, n, a, b);
		*is_told = a != NULL;
	}
}

static void take_call(struct visit *v, void *state, const struct node *n, const void *summary)
{
	const struct edits *called = summary;
	struct edits *x = state;

	if (!called)
		return;
	if (called->is_applied)
		x->certain = x->maybe = NULL;
	else
		check_call(v, x, called->certain, n);
	add(v, &x->certain, called->certain, NULL);
	add(v, &x->maybe, called->maybe, NULL);
	x->is_applied = x->is_applied || called->is_applied;
}

static const struct path_rule path = {.size = sizeof(struct edits),
				      .step = take_step,
				      .assume = take_condition,
				      .enter = enter,
				      .join = join,
				      .call = take_call};

RULE(header_changed_twice, "K380", SEV_WARNING, PHASE_RUN,
     .tags = TAG_NAMED | TAG_SAME_PLACE | TAG_CONTACT | TAG_FROM | TAG_TO | TAG_APPLY | TAG_RELAY,
     .only_with = TAG_LOOKS | TAG_SAME_PLACE, .path = &path,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "a header that is removed and changed, or changed twice in the same place",
     .why = "The server does not change the message when it is told to: it notes what is to be "
	    "written where, and all functions work on the text that was received. What is written "
	    "into a header that is removed, before or after that, is sent in front of the next "
	    "one: \"REDSubject: hello\". After two calls with the same arguments both texts are "
	    "sent, one behind the other, or the second does nothing. msg_apply_changes() of "
	    "textopsx makes the first change part of the message; a header that is removed can be "
	    "added anew by append_hf().",
     .bad = "loadmodule \"tm\"\nloadmodule \"textops\"\nloadmodule \"textopsx\"\nrequest_route {\n"
	    "\tremove_hf(\"Supported\");\n\tinclude_hf_value(\"Supported\", \"path\");\n"
	    "\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"textops\"\nrequest_route {\n"
	     "\tremove_hf(\"Supported\");\n\tappend_hf(\"Supported: path\\r\\n\");\n"
	     "\tt_relay();\n}\n")

RULE(header_not_seen, "K381", SEV_NOTE, PHASE_RUN, .found_by = &rule_header_changed_twice,
     .silent_in = DOUBT_BRACES | DOUBT_STATEMENT | DOUBT_TEXT,
     .summary = "a header that was added, and that the function called here does not see",
     .why = "append_hf() and its kin note what is to be added when the message is sent. Until then "
	    "is_present_hf() does not find the header, and remove_hf() leaves it: all functions "
	    "work on the text that was received. msg_apply_changes() of textopsx makes what was "
	    "added part of the message.",
     .bad = "loadmodule \"tm\"\nloadmodule \"textops\"\nrequest_route {\n"
	    "\tappend_hf(\"X-Trunk: 1\\r\\n\");\n\tif (!is_present_hf(\"X-Trunk\"))\n"
	    "\t\tappend_hf(\"X-Trunk: 2\\r\\n\");\n\tt_relay();\n}\n",
     .good = "loadmodule \"tm\"\nloadmodule \"textops\"\nrequest_route {\n"
	     "\tif (!is_present_hf(\"X-Trunk\"))\n\t\tappend_hf(\"X-Trunk: 2\\r\\n\");\n"
	     "\tt_relay();\n}\n")
