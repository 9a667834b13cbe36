/*
 * lexer - bytes to raw tokens.
 *
 * The lexer (grammar/kamailio.l) knows quoting, comments and the shape of words, and nothing else:
 * no keywords, no defines, no meaning.  It reads a stack of buffers.  Its state - inside a comment,
 * a string, a define's value - survives the end of a buffer, as in Kamailio (reference: lexical.md
 * section 1).
 *
 * What must stay true: tokens point into clean text, never into flex's buffer; an expansion behaves
 * as if its text stood in place of the name, so its last token may go on in the text behind the
 * name.
 */
#ifndef KAMCHECK_LEXER_H
#define KAMCHECK_LEXER_H

#include "base/pile.h"
#include "text/source.h"

enum raw_kind {
	RAW_END,      /* end of the main file */
	RAW_FILE_END, /* an included file has ended */
	RAW_WORD,     /* perhaps a reserved word or a define */
	RAW_NAME,     /* a word in an attribute or select: just a name */
	RAW_NUMWORD,  /* a word that starts with a digit and is no number */
	RAW_NUMBER,
	RAW_IPV6,
	RAW_STRING, /* text: the value */
	RAW_PVAR,   /* $name(...), $(...); text: all of it */
	RAW_BARE,   /* $name */
	RAW_MARK,   /* an attribute starts */
	RAW_CLASS,  /* the class of an attribute: f t fr tr fu tu fd td g */
	RAW_SELECT, /* @ */
	RAW_EVENT_NAME,
	RAW_PUNCT,       /* text: one or two bytes, or a cast */
	RAW_DIRECTIVE,   /* text: the word behind the prefix */
	RAW_DEFINE_NAME, /* then comes RAW_DEFINE_VALUE */
	RAW_DEFINE_VALUE,
	RAW_COND_NAME, /* the name of an #!ifdef; then comes RAW_REST */
	RAW_REST,      /* the rest of a line, without its newline */
	RAW_NAME_DASH, /* a define's or condition's name with a '-' behind it */
	RAW_FILE_NAME, /* behind an include word, with its quotes */
	RAW_ENV_SPEC,  /* behind a defenv */
};

struct raw {
	enum raw_kind kind;
	struct span at;
	struct str text;
	int32_t number;
	bool is_single; /* a string in single quotes */
	bool is_bare;   /* a variable whose text gets no subst: a bare $name, $? */
};

/* What the lexer looks for next; the names are those of its start conditions. */
enum lexer_state {
	LEXER_TEXT,
	LEXER_SKIP,      /* the text of a false condition */
	LEXER_EVENT,     /* behind event_route */
	LEXER_DEFINE,    /* behind #!define: a name, then a value */
	LEXER_COND,      /* behind #!ifdef */
	LEXER_REST,      /* behind #!ifexp: the rest of the line */
	LEXER_FILE_NAME, /* behind include_file */
	LEXER_ENV_SPEC,  /* behind #!defenv */
	LEXER_LINE_COMMENT,
};

enum comment_kind { COMMENT_HASH, COMMENT_SLASHES, COMMENT_BLOCK };

/*
 * A comment.  What "#" opens is none when it is a directive of this version or a line such as
 * "#!KAMAILIO".  In text that is not read only those are noticed that are marked: what opens a
 * comment there is not known.
 */
struct comment {
	struct span at; /* without the newline behind it */
	unsigned char kind;
	bool is_marked;    /* it starts with "kamcheck:", or looks like a directive and is none */
	bool is_skipped;   /* in text that is not read */
	bool is_continued; /* what the end of a file or expansion has cut off the one before */
};

struct comments {
	PILE_OF(struct comment);
};

/* The bytes of its sign. */
static inline uint32_t comment_sign(const struct comment *c)
{
	return c->kind == COMMENT_HASH ? 1 : 2;
}

/* Bytes outside of strings and comments that no token can start with: Kamailio skips them and
 * writes them to its standard output. */
struct junk {
	struct junk *next;
	struct span at;
};

#define LEXER_JUNK_MOST 32 /* runs of such bytes that are kept */

struct lexer;

struct lexer *lexer_new(struct arena *a, struct sources *s);

/* Puts a file on the stack; reading goes on there. */
void lexer_push_file(struct lexer *lx, const struct source *src);

/*
 * Puts the text of a define on the stack.  To be called right after the lexer returned the name, so
 * that what follows the name can be joined.
 */
void lexer_push_expansion(struct lexer *lx, const struct source *src);

/* Reads the next raw token.  After RAW_END it returns RAW_END again. */
void lexer_next(struct lexer *lx, struct raw *out);

void lexer_expect(struct lexer *lx, enum lexer_state state);

/* Gives the last COUNT bytes of the newest token back. */
void lexer_unread(struct lexer *lx, size_t count);

/* Goes back, or on, to OFFSET; false when it is not in the file that is being read. */
bool lexer_rewind(struct lexer *lx, uint32_t offset);

/* Buffers on the stack, files among them, and the buffer that is read. */
uint32_t lexer_depth(const struct lexer *lx);
const struct source *lexer_source(const struct lexer *lx);

/* False inside of a string, comment or directive. */
bool lexer_is_in_text(const struct lexer *lx);
bool lexer_is_in_line_comment(const struct lexer *lx);

/* Offset in the space of the first byte that is not read yet. */
uint32_t lexer_offset(const struct lexer *lx);

/* The end of the buffer that is read. */
struct span lexer_end(const struct lexer *lx);

/* What was met so far, in the order of reading. */
const struct comments *lexer_comments(const struct lexer *lx);
const struct junk *lexer_junk(const struct lexer *lx);

/* True when SRC is being read: for finding a define that expands to itself. */
bool lexer_is_reading(const struct lexer *lx, struct str expansion_name);

/* The first byte and the last piece of the string or variable that was given last: they may lie in
 * different buffers. */
void lexer_ends(const struct lexer *lx, uint32_t *first, struct span *last);

/*
 * At RAW_END: what was still open ("comment", "string", "variable", "define") and where it was
 * opened; NULL when nothing was.
 */
const char *lexer_unclosed(const struct lexer *lx, struct span *opened);

/* Compatibility mode was changed by a #!KAMAILIO or #!SER line; for tests. */
enum lexer_mode { LEXER_MAXCOMPAT, LEXER_SER, LEXER_KAMAILIO };

#endif
