/*
 * check_state - what one walk of check_config() knows; between check.c and rule_*.c only.
 */
#ifndef KAMCHECK_CHECK_STATE_H
#define KAMCHECK_CHECK_STATE_H

#include "tree/ast.h"
#include "pvar/pvar.h"
#include "preprocess/session.h"
#include "unit/analysis.h"
#include "text/names.h"
#include "unit/symbols.h"

enum {
	PARAMETERS_MOST = 6, /* of a call */
	FLAG_MOST = 31,      /* the highest number of a flag */
};

/* What is known of an expression; in the tree it is one number. */
struct value {
	enum value_type type;
	bool is_constant;
	bool is_failed; /* reported; whatever holds it says nothing more */
};

/* Something to be judged at the end of the file. */
struct later {
	struct later *next;
	const struct node *node;
};

/* In the order of the text. */
struct laters {
	struct later *first, *last;
};

/* rule_socket.c: what is listened on, and what names a socket. */
enum socket_form {
	SOCKET_ADDRESS, /* udp:127.0.0.1:5060 */
	SOCKET_NAME,    /* the name of a listen line */
	SOCKET_URI,     /* sip:127.0.0.1:5060 */
};

struct socket_use {
	struct socket_use *next;
	const struct node *node; /* the argument, the value */
	struct str text;         /* of a string */
	enum socket_form form;
	const struct rule *code;
};

struct sockets {
	struct laters lines;        /* listen and socket blocks */
	struct socket_use *uses;    /* the newest first */
	int32_t port;               /* of addresses without one, as far as it is set */
	bool is_unknown;            /* some are known only when the server starts */
	const struct node *tcp;     /* the first address of tcp */
	const struct node *tcp_off; /* the parameter that switches tcp off */
	struct names index, names;  /* addresses; names of listen lines */
};

struct check {
	struct analysis *unit; /* what is found is recorded here */
	struct session *session;
	struct arena *arena;
	struct diags *diags;
	const struct version *version;
	bool is_broken; /* something on the top level was skipped: a declaration may be lost */

	/* The walk */
	uint32_t depth;
	bool is_too_deep;     /* reported */
	bool is_onsend;       /* inside of an onsend_route */
	uint16_t routes_here; /* what block this is, as fact_route */
	uint32_t calls; /* of modules that are open: 2 is one inside the parameters of another */
	const struct node **spine; /* operators whose left side is being walked */
	uint32_t spine_count, spine_cap;

	/* What stands above */
	struct names routes[ROUTE_KINDS];
	const struct node *main_route[ROUTE_KINDS]; /* the block without name, once it is filled */
	struct names flags, avpflags, customs;
	struct names flags_missing, avpflags_missing; /* used and reported */
	const struct node *flag_numbers[FLAG_MOST + 1];
	const struct node *memory;    /* what set up shared memory: the first modparam or route */
	struct names engines;         /* routing engines of the modules loaded */
	struct names modules_all;     /* of the whole file */
	struct names modules_missing; /* those that only other versions have */
	bool has_unknown_module;      /* not in this version, or by a name known only at run time */
	bool has_stranger;            /* one of which no version is known */
	uint32_t searches;            /* through whole tables, for suggestions */
	struct names connections;     /* of sqlops, that sqlcon declares above */
	bool has_unknown_connection;
	struct pvar_context pvars;

	/* The same few calls stand in a config again and again. */
	struct map calls_valid; /* struct known_call, with as many modules loaded as: */
	uint32_t calls_loaded;
	struct map calls_unresolved; /* int32_t: their number in the analysis */

	const struct node *shm_bad;    /* the size in force, when it cannot be had */
	const struct node *sctp_on;    /* the parameter that has SCTP on, as things stand */
	bool has_sctp;                 /* the module is loaded */
	const struct node *async_task; /* the first async_task_route() */
	bool has_async_workers;
	bool has_engine;          /* a cfgengine stands there */
	bool has_unknown_table;   /* of htable: its name is known only at run time */
	struct names tables_used; /* of htable, each with its first use */
	struct names groups;      /* of custom variables */
	struct laters references; /* calls that name what a parameter defines */
	struct names profiles;    /* of dialog */
	struct laters select_uses;
	const struct node *unknown_pvar; /* the last variable that does not exist */
	struct laters group_uses;        /* custom variables, and calls that choose a group */
	struct sockets sockets;
	bool has_missed_setting; /* one of them was asked for above, or by another name */
	struct names settings;   /* "set:name" of tables, timers, queues that parameters define */
};

/* Whether anybody asks for what the server says when it starts, or later. */
static inline bool check_beyond_parse(const struct check *cx)
{
	return cx->diags->last > PHASE_PARSE;
}

/* Puts N aside for the end of the file. */
static inline void check_defer(struct check *cx, struct laters *list, const struct node *n)
{
	struct later *l = ARENA_NEW(cx->arena, struct later);

	l->node = n;
	*(list->last ? &list->last->next : &list->first) = l;
	list->last = l;
}

/* The node N of the tree, which belongs to the analysis, for what sema finds out about it. */
static inline struct node *sema_annotate(const struct node *n)
{
	return (struct node *)n;
}

/* Walks an expression, its statements included: sema.c */
struct value check_expression(struct check *cx, const struct node *n);

/* The token behind offset AT, blanks and comments skipped; at the end of the file its last byte. */
struct span check_next(struct check *cx, uint32_t at);

/* The last byte of AT: where a closing brace or parenthesis stands. */
static inline struct span check_last(struct span at)
{
	return (struct span){at.hi > at.lo ? at.hi - 1 : at.lo, at.hi};
}

/* rule_value.c: the result of an operator whose operands are walked. */
struct value value_binary(struct check *cx, const struct node *n, struct value left,
			  struct value right);
struct value value_unary(struct check *cx, const struct node *n, struct value operand);
/* Where Kamailio lets the range of an expression begin (semantics.md section 2.3). */
struct span value_start(struct check *cx, const struct node *n);
void value_text(struct check *cx, const struct node *pvar);

/* rule_select.c */
void select_use(struct check *cx, const struct node *select);
void select_finish(struct check *cx);

/* rule_pvar.c */
/* What is known of variables at this place of the file. */
struct pvar_context *pvar_here(struct check *cx);
/* N is a variable that is read; IS_TARGET: one that is assigned to. */
void pvar_use(struct check *cx, const struct node *n, bool is_target);
/* The variables in text N of a modparam(), which its module looks up at once. */
void pvar_text(struct check *cx, const struct node *modparam, const struct node *n);
/* N is a modparam or modparamx. */
void pvar_modparam(struct check *cx, const struct node *n);
void pvar_subst(struct check *cx, const struct node *n);
/* N is a string whose variables are replaced while the file is read. */
void pvar_string(struct check *cx, const struct node *n);
/* At the start: the rules of --subst and its kin. */
void pvar_definitions(struct check *cx);

/* rule_statement.c */
void statement_condition(struct check *cx, const struct node *condition, struct value v,
			 const char *word);
void statement_switch(struct check *cx, const struct node *n);

/* rule_address.c */
/* N is an address, or hosts with a port. */
void address_check(struct check *cx, const struct node *n);
void address_net(struct check *cx, const struct node *net);
void address_element(struct check *cx, const struct node *element, struct value right);
/* The bytes of the address TEXT into IP, which has room for 16, and their number; 0 when TEXT is no
 * address. */
size_t address_v4(struct str text, unsigned char *ip);
size_t address_v6(struct str text, unsigned char *ip);

/* rule_route.c */
void route_define(struct check *cx, const struct node *n);
/* What a block is to functions, as fact_route (semantics.md section 6.1). */
uint16_t route_facts(struct check *cx, const struct node *n);
void route_call(struct check *cx, const struct node *core_call);
void route_element(struct check *cx, const struct node *word);

/* rule_flag.c */
void flag_declare(struct check *cx, const struct node *flags);
void flag_call(struct check *cx, const struct node *core_call);
void flag_avp_call(struct check *cx, const struct node *core_call);

/* rule_call.c */
void call_nested(struct check *cx, const struct node *call);
/* Whether there are not too many arguments. */
bool call_count(struct check *cx, const struct node *call);
/* Records a call that is not resolved.  In call_record.c. */
void call_record(struct check *cx, const struct node *call);
/* Whether all arguments are constant, as the function wants them; VALUES are those of them. */
bool call_constants(struct check *cx, const struct node *call, const struct value *values);
/* VALUES are those of the arguments.  False when something is wrong.  In function.c. */
bool call_check(struct check *cx, const struct node *call, const struct value *values);

/* rule_module.c */
/* Before the walk: what the command line loads and sets, and the names in the file, if any. */
void module_begin(struct check *cx, const struct node *root);
/* N is a loadmodule. */
void module_load(struct check *cx, const struct node *n);
/* Whether this version has M, so that all of it is known. */
static inline bool check_is_known(const struct module *m)
{
	return m->fact && m->fact->parameter_name;
}

/* Whether MODULE, a file name without ".so", is loaded above. */
bool check_is_loaded(struct check *cx, const char *module);
/* Whether it was said before that MODULE is not loaded: one missing line, one message. */
bool module_is_missed(struct check *cx, const char *module);
/* Appends "kamailio 5.7 and newer have it". */
void module_say_versions(struct buf *b, const struct check *cx, uint32_t versions);
/* Whether one more search through a table is allowed. */
bool check_may_search(struct check *cx);

/* rule_modparam.c */
void modparam_check(struct check *cx, const struct modparam *p);

/* rule_global.c */
void global_param(struct check *cx, const struct node *n);
void global_kemi(struct check *cx, const struct node *n);
/* N is the first modparam or route. */
void global_memory(struct check *cx, const struct node *n);
/* At the end of the file. */
void global_finish(struct check *cx);

/* rule_setup.c */
void setup_coreparam(struct check *cx, const struct node *n);
void setup_custom(struct check *cx, const struct node *n);
void setup_socket(struct check *cx, const struct node *n);
void setup_module(struct check *cx, const struct node *loadmodule);
/* N is a loadpath or mpath. */
void setup_path(struct check *cx, const struct node *n);
void setup_engine(struct check *cx, const struct node *n);

/* rule_group.c */
void group_declare(struct check *cx, const struct node *custom);
/* cfg_select() or cfg_reset(). */
void group_call(struct check *cx, const struct node *core_call);
void group_select(struct check *cx, const struct node *select);
void group_finish(struct check *cx);

/* rule_socket.c */
/* N is a listen or a socket block. */
void socket_listen(struct check *cx, const struct node *n);
/* CORE_CALL is force_send_socket(). */
void socket_send(struct check *cx, const struct node *core_call);
/* A core parameter; an assignment of VALUE; a call of a module's function with the string VALUE
 * first. */
void socket_global(struct check *cx, const struct node *param);
void socket_assign(struct check *cx, const struct node *target, const struct node *value);
void socket_call(struct check *cx, const struct node *call, const struct node *value);
/* N, an address or a string with TEXT, names a socket; when it is not there CODE is reported. */
struct socket_use *socket_named(struct check *cx, const struct node *n, struct str text,
				enum socket_form form, const struct rule *code);
void socket_finish(struct check *cx);

/* rule_reference.c: CALL of a module's function whose first argument is the string NAME. */
void reference_call(struct check *cx, const struct node *call, const struct node *name);
void reference_finish(struct check *cx);

/* rule_refused.c: VALUE is given to the parameter of S, which is judged when the server starts. */
struct setting;
void refused_check(struct check *cx, const struct setting *s, const struct node *value);

/* rule_table.c: TEXT, at AT, may hold "$sht(table=>key)"; CALL is one of sht_...(). */
void table_text(struct check *cx, struct str text, struct span at);
void table_call(struct check *cx, const struct node *call);
void table_finish(struct check *cx);

/* rule_setter.c: the setters of all modules that P reaches look at its value. */
void setter_check(struct check *cx, const struct modparam *p);

/* rule_startup.c: a call of a module's function; text with variables in it; a core parameter; then
 * all at the end of the file. */
void startup_call(struct check *cx, const struct node *call);
void startup_text(struct check *cx, const struct node *n);
void startup_global(struct check *cx, const struct node *param);
void startup_finish(struct check *cx);

#endif
