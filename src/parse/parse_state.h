/*
 * parse_state - what the grammar's actions work on; between kamailio.y and parse*.c only.
 */
#ifndef KAMCHECK_PARSE_STATE_H
#define KAMCHECK_PARSE_STATE_H

#include "tree/ast.h"
#include "preprocess/pp.h"
#include "preprocess/session.h"

struct parse {
	struct session *session;
	struct arena *arena;
	struct pp *pp;
	struct node *root;
	uint32_t buffer_lo,
	    buffer_hi;         /* the buffer of the newest token: joining inside it is quick */
	struct node *lost;     /* complete parts of the statement that recovery gives up */
	struct token token;    /* the newest */
	struct token bad;      /* the token that did not fit */
	uint32_t recovered_at; /* its place at the last recovery: no progress when it is the same */
	bool lacks_semicolon;  /* the mistake is a missing `;`: the bad token starts a statement */
	bool is_rewound;       /* reading goes on behind the mistake: nothing is to be skipped */
	uint32_t rewound_to;   /* there */
	bool is_shut_out;      /* the bad token belongs to a block that was closed too early */
	uint32_t errors;
	uint32_t failed_before; /* place of the mistake before this one */
	int32_t told;    /* 1 + number of the message about the bad token; 0: there is none */
	long stack_size; /* places on the parser's stack: it has never been deeper */
	short *tokens;   /* by symbol of bison; NULL until a message wants them */
};

/* K200, the plainest of them: parse_word.c */
extern const struct rule rule_syntax;

enum { PARSE_EXPECTED_MOST = 256 };

/* The tokens that would have fitted. */
struct expected {
	int count;
	short token[PARSE_EXPECTED_MOST];
	const char *name[PARSE_EXPECTED_MOST]; /* as declared in the grammar */
};

/* Words the message of a syntax error and reports it: parse_error.c */
void parse_report_syntax(struct parse *ps, const struct expected *set);

/* Whether TOKEN would have fitted: parse_word.c */
bool parse_expects(const struct expected *set, int token);

/* Reports CODE at AT, with TEXT in FORMAT; Kamailio notices it at the bad token. */
struct diag *parse_report(struct parse *ps, const struct rule *code, struct span at,
			  const char *format, struct str text);

/* Reports a reserved word where a name is wanted, or another mistake of a word; false when it is
 * none: parse_word.c */
bool parse_report_reserved(struct parse *ps, const struct expected *set);
bool parse_report_word(struct parse *ps, const struct expected *set);

/* The same of a word that is defined as nothing, or has a wrong sign in it: parse_word.c */
bool parse_report_torn(struct parse *ps);

/* Whether a statement, or a line of the top level, could start behind BEFORE: parse_word.c */
bool parse_starts_statement(struct parse *ps, const struct token *before);

/* Reports a word or sign of another language; false when it is none: parse_habit.c */
bool parse_report_habit(struct parse *ps);

/* Reports a WORD that only other versions know; false when it is none: parse_word.c */
bool parse_report_version(struct parse *ps, const struct token *word);

/* Whether a function of some module has this name: parse_word.c */
bool parse_is_function(struct parse *ps, struct str name);

/* Reports what stands where it does not fit, and a word alone on the top level; false when it is
 * neither: parse_place.c */
bool parse_report_place(struct parse *ps, const struct expected *set);
bool parse_report_top(struct parse *ps, const struct expected *set);

/* Whether a statement starts with a token of this KIND, and nothing on the top level does. */
bool parse_is_statement(int kind);

/* Reports the mistake when it is one of quotes; false when it is none: parse_quote.c */
bool parse_report_quote(struct parse *ps);

/* Skip to where parsing can go on, in a file or in a block; AT is the text given up. */
struct node *parse_recover_file(struct parse *ps, struct span at);
struct node *parse_recover_block(struct parse *ps, struct span at);

/* Keeps LIST, a node or list that recovery takes off the stack, the newest first, for the node that
 * parse_recover_block() returns. */
void parse_lose(struct parse *ps, struct node *list);

/* Takes out what is nested too deep for those who walk the tree: parse_depth.c */
void parse_limit_depth(struct parse *ps);

/* Reports that AT is nested too deep. */
void parse_too_deep(struct parse *ps, struct span at);

/* Reports that the version lacks a feature. */
void parse_need(struct parse *ps, enum feature f, struct span at);

static inline struct span parse_join(struct parse *ps, struct span a, struct span b)
{
	if (a.lo >= ps->buffer_lo && b.hi <= ps->buffer_hi && a.lo <= b.lo)
		return (struct span){a.lo, b.hi};
	return span_join(&ps->session->sources, a, b);
}

/* Node builders: parse_build.c */
int32_t parse_minus(int32_t n);
struct node *parse_number(struct parse *ps, struct span at, int32_t n);
struct str parse_spelling(struct parse *ps, struct span at);
struct node *parse_host(struct parse *ps, struct span at, struct str left, const char *mark,
			struct str right);
struct node *parse_ipv4(struct parse *ps, struct span at, int32_t a, int32_t b, int32_t c,
			int32_t d);
struct node *parse_address(struct parse *ps, struct span at, struct str proto, struct node *hosts,
			   struct node *port);
struct node *parse_listen(struct parse *ps, struct span at, struct str word, struct list addresses,
			  struct node *advertise, struct node *name, bool is_virtual);
struct node *parse_bind(struct parse *ps, struct span at, struct str word, struct node *value);
struct node *parse_custom(struct parse *ps, struct span at, struct node *group, struct node *id,
			  struct node *field, struct node *value, struct node *description);
struct node *parse_modparam(struct parse *ps, struct span at, struct str word, struct node *module,
			    struct node *parameter, struct node *value);
struct node *parse_route(struct parse *ps, struct span at, int op, struct str word,
			 struct node *name, struct node *body);
struct node *parse_if(struct parse *ps, struct span at, struct node *condition, struct node *then,
		      struct node *otherwise);
struct node *parse_case(struct parse *ps, struct span at, struct node *label, struct list body,
			unsigned char flags);
struct node *parse_assign(struct parse *ps, struct span at, struct node *target,
			  struct node *value);
struct node *parse_leave(struct parse *ps, struct span at, struct str word, struct node *value);
struct node *parse_binary(struct parse *ps, struct span at, int op, struct str text,
			  struct node *left, struct node *right);
struct node *parse_unary(struct parse *ps, struct span at, int op, struct str text,
			 struct node *operand);
struct node *parse_negative(struct parse *ps, struct span at, struct node *operand);
struct node *parse_element(struct parse *ps, struct span at, int op, struct str text,
			   struct node *left, struct node *right);
struct node *parse_call(struct parse *ps, struct span at, int op, struct str word,
			struct node *arguments);

#endif
