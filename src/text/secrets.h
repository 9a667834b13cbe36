/*
 * secrets - bytes of text that nobody is to read: passwords, keys, the environment.
 *
 * Three things tell them: the place in a source, which somebody has found; a text that is known
 * to be one, wherever it stands; and the shape of a URL, scheme://user:PASSWORD@host, in any text.
 */
#ifndef KAMCHECK_SECRETS_H
#define KAMCHECK_SECRETS_H

#include "base/buf.h"
#include "base/map.h"
#include "text/source.h"

/* What stands for a secret, however long it is. */
#define SECRETS_MASK "***"

enum secret_kind {
	SECRET_OF_CONFIG,      /* a password, key or token */
	SECRET_OF_ENVIRONMENT, /* the value of a variable: hidden in messages, not in the config */
	SECRET_KINDS,
};

/* Texts, to be found in others. */
struct secret_values {
	LIST_OF(struct str);
	struct map known;
	uint32_t indexed;  /* so many are sorted */
	uint32_t *parents; /* of each the longest other that it begins with */
};

/* Empty when all is zero but the arena. */
struct secrets {
	struct arena *arena;
	LIST_OF(struct span) places;
	uint32_t sorted; /* so many places are */
	struct secret_values values[SECRET_KINDS];
};

void secrets_init(struct secrets *s, struct arena *a);

/* What stands AT, in one source, is a secret. */
void secrets_add_place(struct secrets *s, struct span at);

/* VALUE is a password, key or token, wherever it stands as a word.  It is kept, not copied. */
void secrets_add_value(struct secrets *s, struct str value);

/* The same of the value of a variable of the environment; it may come in pieces, too. */
void secrets_add_environment(struct secrets *s, struct str value);

/*
 * So is each password of a URL in TEXT, the value of a string, unless the text RAW that somebody
 * wrote for it shows that itself.  True when RAW has one that no search would find.
 */
bool secrets_add_urls(struct secrets *s, struct str text, struct str raw);

/* Whether VALUE tells nothing: it is empty, or one variable. */
bool secrets_is_open(struct str value);

/* In what kind of text is searched. */
enum secret_view {
	SECRETS_IN_LINE,    /* of a config */
	SECRETS_IN_MESSAGE, /* about one: values are looked for in what it quotes */
};

/* A search from front to end. */
struct secret_search {
	struct secrets *secrets;
	struct str text;
	uint32_t base;
	enum secret_view view;
	size_t at, end;
	struct secret_range {
		size_t lo, hi; /* the next one of its way of being found; lo == SIZE_MAX: none */
	} next[3];
	size_t scanned[3];                  /* so far was looked for it */
	size_t values_first, values_behind; /* values are looked for there */
};

/* Searches TEXT from FROM to TO; BASE is the offset of its first byte, or 0 when it is of no
 * source. */
struct secret_search secrets_search(struct secrets *s, struct str text, uint32_t base,
				    enum secret_view view, size_t from, size_t to);

/* The next bytes of the text to hide; false when there are none any more. */
bool secrets_next(struct secret_search *x, size_t *lo, size_t *hi);

/* Appends TEXT with MASK for each of its secrets; BASE as for secrets_search(). */
void secrets_put(struct secrets *s, struct buf *b, struct str text, uint32_t base,
		 enum secret_view view, struct str mask);

/* The same of what stands from FROM to TO in the text. */
void secrets_put_part(struct secrets *s, struct buf *b, struct str text, uint32_t base,
		      enum secret_view view, size_t from, size_t to, struct str mask);

/* TEXT, of lines of a config but of no source, with SECRETS_MASK for its secrets; memory from A. */
struct str secrets_masked(struct secrets *s, struct arena *a, struct str text);

#endif
