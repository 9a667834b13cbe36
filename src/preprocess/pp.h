/*
 * pp - the preprocessor: raw tokens in, the grammar's tokens out.
 *
 * Here live the include and expansion stack, conditionals, defines, substs, the table of reserved
 * words, and what needs a look at more than one token.  The parser pulls pp_next(); pp pulls the
 * lexer.
 *
 * What must stay true: all feedback that Kamailio's parser gives its scanner (subst takes effect,
 * loadmodule defines MOD_x) happens here, in the order of the text, so the parser may read ahead.
 */
#ifndef KAMCHECK_PP_H
#define KAMCHECK_PP_H

#include "base/list.h"
#include "base/map.h"
#include "scan/keyword.h"
#include "scan/lexer.h"
#include "preprocess/record.h"
#include "preprocess/secret_watch.h"
#include "preprocess/session.h"
#include "preprocess/subst.h"

struct token {
	int kind; /* the grammar's token, 0 at the end */
	struct span at;
	struct str text;
	int32_t number;
	bool is_word;     /* a number written as a word */
	bool is_single;   /* a string in single quotes */
	bool is_injected; /* a closing brace that the text lacks */
	bool after_gap;   /* text before it is missing: an include or define that failed */
	bool is_counted;  /* handed out before and given back: its brace is counted already */
};

/* A brace that is open. */
struct brace {
	struct span at;
	uint32_t indent; /* column of the first word of its line */
};

/* The end of an `if (...)`, `else` or `while (...)` at the end of a line, without a brace. */
struct head {
	struct span at;
	uint32_t indent; /* column of the first word of its line */
	uint32_t depth;  /* braces open there */
};

/* A subst rule in force. */
struct subst_rule {
	struct subst_rule *next;
	struct subst *subst;
	struct define *define; /* that its directive made, too; NULL: of a #!subst */
	struct span at;
	bool is_unknown; /* it puts in what only the server knows */
	bool has_failed; /* said once */
	bool is_told;    /* that it hits inside of longer words */
};

/*
 * What printing needs to know, in the order of the text: which text is not to be printed, where
 * other text comes in its place.
 */
enum pp_event_kind {
	PP_HIDE,    /* AT is a directive, or skipped text */
	PP_ENTER,   /* SRC, an included file or an expansion, is read from here on; AT is what it
		       replaces */
	PP_LEAVE,   /* SRC has ended; TEXT is not empty when a string or comment goes on behind it:
		       "#" for a comment that the end of a line ends */
	PP_REPLACE, /* TEXT stands for AT: a string or variable that a subst changed */
	PP_INSERT,  /* TEXT comes behind AT */
};

struct pp_event {
	enum pp_event_kind kind;
	struct span at;
	const struct source *src;
	struct str text;
};

struct pp_trace {
	bool keeps_defines; /* as --cfg-print: only conditionals and includes are hidden, nothing is
			       expanded */
	LIST_OF(struct pp_event) events;
};

/* A comment that was meant to be a directive: pp_suspect.c */
enum pp_suspect_kind {
	PP_TEXT_BEHIND,     /* "#!endif # NAT" */
	PP_NEWLINE_MISSING, /* "#!endif" at the end of the file */
	PP_NAME_MISSING,    /* "#!ifdef" alone */
	PP_DISABLED, /* "# !endif", "##!endif": suspected only when conditionals do not balance */
	PP_BANG_MISSING, /* "#ifdef NAME", "#else", "#endif": the same, or when what they stand
			    around is text that is read */
	PP_MISTYPED,     /* "#!endfi", "#!elif" */
};

struct pp_suspect {
	enum pp_suspect_kind kind;
	struct span at;
	enum directive meant;
	const char *nearest; /* of one that is mistyped: the directive's name */
	bool is_skipped;
	bool is_used;    /* told, as the reason of another finding */
	struct str sign; /* in front of the word: "#", "# !" */
	bool is_paired;  /* a conditional that is switched off as a whole: no reason of anything */
	bool is_active;  /* text is read that it was meant to divide, or to switch off */
};

/* A use of a define whose value has a comment in it, which takes in the text behind the use. */
struct pp_swallow {
	const struct define *define;
	struct span comment, use;
};

#define PP_SWALLOWS_MOST    32
#define PP_CONDITIONS_MOST  512
#define PP_SUBSTS_MOST      512 /* each is tried on each string: our own limit */
#define PP_INCLUDES_MOST    10
#define PP_NAME_MOST        127 /* bytes of an include name, quotes included */
#define PP_MODULE_NAME_MOST 60  /* from here on no MOD_ name is set when printing */
/* What one use of a define inside of another counts at least: it costs more than its text. */
#define PP_NESTED_COST 64
/* The same of an include. */
#define PP_INCLUDE_COST 256
#define PP_REREAD_RATE  4     /* bytes read again, for each byte of all text */
#define PP_FILES_MOST   20000 /* files included in all */
#define PP_PARENS       32
#define PP_QUEUE        8
#define PP_HEADS        16

struct pp {
	struct session *session;
	struct arena *arena;
	struct lexer *lexer;
	struct record record; /* of what was read so far */

	uint32_t condition;       /* the innermost open conditional; RECORD_NONE: none */
	uint32_t condition_count; /* open ones */
	uint32_t false_count; /* of open conditions that are false: text is skipped when not 0 */
	int balance;          /* conditionals opened less #!endif seen */
	LIST_OF(struct span) strays;      /* each #!endif that closes nothing */
	LIST_OF(struct span) stray_elses; /* each #!else outside of a conditional */
	struct pp_swallow *swallows;
	uint32_t swallow_count;
	LIST_OF(struct pp_suspect) suspects;

	struct subst_rule *substs, **substs_end;
	uint32_t subst_count;
	struct buf substituted;       /* room for what one makes */
	bool has_unknown_subst;       /* one of them is unknown */
	bool lacks_names;             /* a define has a name that is not known */
	bool is_unknown;              /* the newest token, or name of a file, is */
	enum directive pending_subst; /* a #!subst waits for its string */
	struct span subst_word;       /* its directive */
	uint32_t subst_event;         /* with a trace: how much was noted before it */
	struct diag *pending_diag;    /* its `seen` is the next token */
	int loadmodule;               /* how much of a loadmodule was read: see pp.c */
	struct token module;          /* the module of a loadmodule with parentheses */
	struct secret_watch secrets;
	uint32_t includes; /* files open below the main file */
	uint64_t reread;   /* bytes that were read again behind a mistake */
	uint32_t files;    /* included so far */
	struct map texts;  /* of files, by their address: those that the account knows */
	bool is_too_deep;  /* an include that goes too deep was reported */

	LIST_OF(struct brace) braces;  /* open ones of the text that was handed out */
	uint32_t block_at;             /* the newest { that was opened outside of all others */
	struct span closed;            /* the opening brace of the newest closing one */
	struct span parens[PP_PARENS]; /* open parentheses of the statement; the first ones, when
					  there are more */
	uint32_t paren_count;
	struct span suspect;      /* an opening brace that a badly indented } seems to miss */
	bool inject_last;         /* the token handed out last was injected */
	struct span opened_paren; /* the innermost parenthesis open at the newest ; or brace */
	struct span
	    early_close; /* a } indented deeper than its {, that closed the outermost block */
	struct head heads[PP_HEADS]; /* whose statements are read, each further right than the one
					before; the outer ones, when there are more */
	uint32_t head_count;
	struct span head;       /* the newest if, else or while, until its end is seen */
	struct span head_end;   /* where its condition may end */
	struct span lacking;    /* the end of a head that a } further right than its { belongs to */
	struct span lacking_by; /* that } */
	bool told_lacking;      /* it was reported: what follows in this route is no news */
	uint32_t inject;        /* closing braces to hand out before the queue */
	struct raw raw;         /* that tokens are made of now */
	struct token queue[PP_QUEUE]; /* tokens given back, the next one last */
	uint32_t queued;
	struct token last; /* the token handed out last */
	struct token before_last;
	struct token third;     /* the one before that */
	struct token callee;    /* the word before the outermost open parenthesis */
	struct span inner_call; /* the parenthesis of the first call inside of it */

	bool has_gap;            /* the next token comes after a gap */
	bool is_rewound;         /* text was read again, as Kamailio does not */
	bool has_slip;           /* a { was read as the } that was meant */
	uint32_t failed_at;      /* the newest syntax error */
	bool told_unclosed;      /* text that is not closed was reported */
	bool failed_at_end;      /* the parser wanted more text at the end of the file */
	struct pp_trace *trace;  /* NULL unless somebody prints */
	bool is_printing;        /* for --cfg-print: no expansion, no subst */
	uint32_t directive_from; /* while a directive is read: where its text starts in this file */
	uint32_t skip_from;      /* while text is skipped: where that began */
	struct span cond_name;   /* the name of the newest #!ifdef */
	struct span rest;        /* the text behind it, or the expression of an #!ifexp */
	bool is_fatal;           /* Kamailio's scanner would have stopped here: printing ends */
	uint32_t fatal_at;       /* what stands before it would have been printed */
	bool is_stopped;         /* a limit of ours was hit: the token stream ends early */
};

/*
 * Prepares reading of MAIN with the session's command line definitions in force.  TRACE is NULL, or
 * collects what printing needs.
 */
void pp_init(struct pp *pp, struct session *s, const struct source *main, struct pp_trace *trace);

/* The next token of the grammar; kind 0 at the end, again and again. */
void pp_next(struct pp *pp, struct token *out);

/* To be called when the parser is through: conditionals that are not balanced, text that is not
 * closed. */
void pp_finish(struct pp *pp, bool had_errors);

/* Hands T out again as the next token. */
void pp_give_back(struct pp *pp, const struct token *t);

/* Reads on at OFFSET, which lies in the buffer that is read; false when it does not. */
bool pp_rewind(struct pp *pp, uint32_t offset);

/* True when only blanks stand before OFFSET on its line. */
bool pp_starts_line(struct pp *pp, uint32_t offset);

/* Column of the first word on the line of OFFSET, from 0. */
uint32_t pp_indent_of(struct pp *pp, uint32_t offset);

/*
 * Reports a string, comment or variable that is still open at the end of the text; false when there
 * is none. IS_FATAL: the file cannot be parsed because of it.
 */
bool pp_report_unclosed(struct pp *pp, bool is_fatal);

/* --- shared by the files of pp only ------------------------------------------------------------
 */

/* RAW is the end of an included file, whose buffer is left. */
void pp_leave_file(struct pp *pp, const struct raw *raw);

/* Reads the argument of a directive; it may stand behind the end of an included file. */
void pp_read(struct pp *pp, struct raw *raw);

/* Says that NAME has a dash in it; Kamailio stops there, having printed what stands before
 * FATAL_AT. */
void pp_report_dash(struct pp *pp, struct span name, uint32_t fatal_at);

/* Handles a directive; false when it is none in this version and its text is to be read on. */
bool pp_directive(struct pp *pp, const struct raw *raw, struct token *out);

/* Conditionals: pp_condition.c */
void pp_if(struct pp *pp, enum directive d, const struct raw *raw);
void pp_else(struct pp *pp, const struct raw *raw);
void pp_endif(struct pp *pp, const struct raw *raw);
void pp_finish_conditions(struct pp *pp, bool had_errors);

/*
 * Comments that were meant to be directives: pp_suspect.c.  Finds them at the end of the text;
 * takes the next one that would open (OPENS) or close a conditional, as the reason of another
 * finding, or NULL; reports those that are left.
 */
void pp_find_suspects(struct pp *pp);
struct pp_suspect *pp_next_suspect(struct pp *pp, bool opens);
void pp_report_suspects(struct pp *pp);
void pp_say_suspect(struct pp *pp, const struct pp_suspect *x, struct buf *b);
void pp_hint_suspect(struct pp *pp, const struct pp_suspect *x, struct diag *d);

/* Names that are probably mistyped, and what else only the whole text shows: pp_names.c */
void pp_finish_names(struct pp *pp);

/* Characters that do not show, in all files: pp_hidden.c */
void pp_report_hidden(struct pp *pp);

/* Defines: pp_define.c */
void pp_define_predefined(struct pp *pp);
void pp_define(struct pp *pp, enum directive d, const struct raw *raw);
void pp_defenv(struct pp *pp, enum directive d, const struct raw *raw);
void pp_define_option(struct pp *pp, struct str text);
void pp_define_module(struct pp *pp, const struct token *path);
struct define *pp_module_define(struct pp *pp, const struct token *path);

/* Defines NAME, which is not defined now; AT is where messages say that it was.  NULL, with a
 * message, when there is no room. */
struct define *pp_add_define(struct pp *pp, struct str name, struct span at,
			     struct define_change change);

/* Expressions of #!ifexp and #!defexp: pp_condition.c */
struct ifexp_value;
bool pp_evaluate(struct pp *pp, struct str text, struct span at, struct ifexp_value *value);

/* Substs: pp_subst.c */
struct str pp_apply_substs(struct pp *pp, struct str text, struct span at, bool is_printed);

/* Whether text is missing, or not known, that may define names: any word may be one. */
bool pp_lacks_names(const struct pp *pp);

/* What stands AT is known only to the server: nothing is concluded from it. */
void pp_unknown(struct pp *pp, struct span at);

/* What VARIABLE of a replacement is worth, CONTEXT being the pp: pp_value.c */
enum subst_value pp_value(void *context, struct str variable, struct buf *out);

/* The name in "$def(NAME)" or "$(def(NAME)...)"; false for any other variable. */
bool pp_inner_define(struct str variable, struct str *name);
void pp_add_subst(struct pp *pp, enum directive d, struct str expression, struct span at);

/* Includes: pp_include.c; NAME is the raw file name with its quotes.  Says in *X what became of it.
 */
void pp_include(struct pp *pp, const struct raw *name, struct inclusion *x);

/* Notes for printing; nothing happens without a trace. */
void pp_note(struct pp *pp, enum pp_event_kind kind, struct span at, const struct source *src,
	     struct str text);

/* RAW, a string or a variable, becomes the token OUT: pp_text.c */
void pp_cook_string(struct pp *pp, const struct raw *raw, struct token *out);
void pp_cook_variable(struct pp *pp, const struct raw *raw, struct token *out);

/* TEXT stands for the string or variable that was read last, all of its pieces; the same for
 * nothing and the #!subst before it. */
void pp_note_text(struct pp *pp, struct str text);
void pp_note_subst(struct pp *pp);

/* Notes for a conditional, a define, the newlines in an include directive, the end of a file:
 * pp_trace.c */
void pp_note_condition(struct pp *pp, const struct raw *raw, bool is_cut_off);
void pp_note_define(struct pp *pp);
void pp_note_newlines(struct pp *pp, uint32_t lo, struct span name);
void pp_note_end(struct pp *pp, const struct raw *raw);

/* Braces: pp_brace.c.  Keeps the open braces and parentheses; says that braces are still open at
 * token T. */
void pp_count(struct pp *pp, const struct token *t);
void pp_report_braces(struct pp *pp, const struct token *t);

/* Whether the { T was meant to be a }, which is reported then. */
bool pp_is_closing(struct pp *pp, const struct token *t);

/* Counts a { that the text lacks behind AT. */
void pp_suppose_brace(struct pp *pp, struct span at);

/* The newest { is none. */
void pp_forget_brace(struct pp *pp);

/* Kamailio stops here: what stands before OFFSET it would have printed. */
void pp_fatal(struct pp *pp, uint32_t offset);

/* Counts COUNT more bytes of expanded text; false, and reading stops with a message, when it is too
 * much. */
bool pp_spend(struct pp *pp, size_t count, struct span at);

/* The file TEXT is going to be read; true when it is for the first time. */
bool pp_own_text(struct pp *pp, struct str text);

/* There is no room for more text: offsets have 32 bits. */
void pp_report_offsets(struct pp *pp, struct span at);

/* Notes that the text AT is lost. */
void pp_lose(struct pp *pp, enum lost_kind kind, struct span at);

/* A limit of ours is reached at AT: what stands behind is not read. */
void pp_stop(struct pp *pp, struct span at);

/* Sets the lexer to text or to skipping, as the conditions stand. */
void pp_resume(struct pp *pp);

#endif
