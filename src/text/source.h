/*
 * source - all text of a run in one space of offsets.
 *
 * Every buffer - the file, each included file, each expansion of a define - gets a range of
 * its own in one 32-bit space, so a place is a number and a stretch of text two numbers.
 * Offset 0 is nowhere.  Lines and columns are computed only when somebody prints them.
 */
#ifndef KAMCHECK_SOURCE_H
#define KAMCHECK_SOURCE_H

#include "base/arena.h"
#include "base/list.h"
#include "base/pile.h"
#include "base/str.h"

struct span {
	uint32_t lo; /* first byte */
	uint32_t hi; /* behind the last byte */
};

#define SPAN_NONE ((struct span){0, 0})

/*
 * From an offset on Kamailio counts so many lines more or fewer than there are: newlines that its
 * scanner skips without counting, or counts in the including file (lexical.md section 13).
 */
struct source_shift {
	uint32_t from;
	int32_t lines; /* with those before it */
};

/* What few sources are asked for: made when first needed. */
struct source_lines {
	LIST_OF(uint32_t) starts; /* offsets of lines in the text; empty: not asked for yet */
	PILE_OF(struct source_shift) shifts; /* sorted */
};

/* Small, for each use of a define is one. */
struct source {
	struct str name; /* file name as opened; for an expansion the define's name */
	struct str text; /* clean text, never written to */
	uint32_t base;   /* offset of text's first byte in the space */
	uint16_t depth;  /* 0 for the main file */
	bool is_expansion;
	bool is_named;       /* a parameter names the file: it is no part of the config */
	struct span from;    /* the include directive, the parameter, or the use of the define; none
				for the    main file */
	struct span defined; /* for an expansion: where the define's name was set */
	struct source_lines *lines;
};

struct sources {
	struct arena *arena;
	LIST_OF(struct source *);  /* sorted by base */
	uint32_t end;              /* the next free offset */
	const struct source *last; /* the last answer of source_of() */
};

/* A place as people count: line and column from 1, column in bytes. */
struct place {
	const struct source *source;
	uint32_t line, column;
};

void sources_init(struct sources *s, struct arena *a);

/*
 * Adds a buffer and returns it, or NULL when the space of offsets is full.  NAME and TEXT are
 * kept, not copied.  One offset behind the text belongs to it too: the end of file.
 */
struct source *sources_add(struct sources *s, struct str name, struct str text, struct span from);

/* The search behind source_of(). */
const struct source *source_search(struct sources *s, uint32_t offset);

/* The buffer that holds OFFSET; NULL for offset 0. Mostly the one that was asked for last. */
static inline const struct source *source_of(struct sources *s, uint32_t offset)
{
	const struct source *last = s->last;

	if (last && offset - last->base <= last->text.n && offset >= last->base)
		return last;
	return source_search(s, offset);
}

/* Line and column of OFFSET; for offset 0 all zero. */
struct place source_place(struct sources *s, uint32_t offset);

/* Notes that Kamailio miscounts by LINES from OFFSET on, which lies behind all that were noted
 * before in the same buffer. */
void source_miscount(struct sources *s, uint32_t offset, int lines);

/* Forgets what was noted behind OFFSET: the text there is read again. */
void source_recount(struct sources *s, uint32_t offset);

/* The line that Kamailio names for OFFSET. */
uint32_t source_kamailio_line(struct sources *s, uint32_t offset);

/* The text of a line, from 1, without its newline. */
struct str source_line(struct sources *s, const struct source *src, uint32_t line);

/* The bytes of a span that lies in one buffer. */
struct str source_text(struct sources *s, struct span at);

/* How often NAME stands as a word in the files, comments included; what defines put in does not
 * count.  Linear in the files: for what is rare. */
uint32_t source_mentions(const struct sources *s, struct str name);

/*
 * The smallest span that covers both.  Ends in different buffers are lifted to the include or
 * the use of the define they came from, until both lie in one buffer.  SPAN_NONE is neutral.
 */
struct span span_join(struct sources *s, struct span a, struct span b);

/* AT lifted out of expansions of defines, to the text that somebody wrote in a file. */
struct span span_in_file(struct sources *s, struct span at);

/* Order in which the text was read: <0, 0, >0 for offsets A and B. */
int source_order(struct sources *s, uint32_t a, uint32_t b);

#endif
