/*
 * words - see words.h.  The lists are short and seldom asked, so they are searched from front to
 * end.
 */
#include "facts/words.h"

#include "facts/suggest.h"

static const struct {
	const char *word;
	enum word_list list;
	uint32_t versions;
} words[] = {
#define WORD(word, list, versions) {word, WORDS_##list, versions},
#include "words.inc"
#undef WORD
};

enum { WORDS_COUNT = sizeof words / sizeof *words };

static bool is_in(size_t i, enum word_list list, const struct version *v)
{
	return words[i].list == list && (words[i].versions & v->bit);
}

const char *words_find(enum word_list list, struct str text, const struct version *v)
{
	for (size_t i = 0; i < WORDS_COUNT; i++)
		if (is_in(i, list, v) && str_equal_nocase(text, str_of(words[i].word)))
			return words[i].word;
	return NULL;
}

const char *words_head(enum word_list list, struct str text, const struct version *v)
{
	for (size_t i = 0; i < WORDS_COUNT; i++)
		if (is_in(i, list, v) && str_starts(text, str_of(words[i].word)))
			return words[i].word;
	return NULL;
}

const char *words_nearest(enum word_list list, struct str text, const struct version *v)
{
	unsigned least = SUGGEST_NEVER;
	const char *nearest = NULL;

	for (size_t i = 0; i < WORDS_COUNT; i++) {
		unsigned d;

		if (!is_in(i, list, v))
			continue;
		d = suggest_distance(text, str_of(words[i].word));
		if (d < least) {
			least = d;
			nearest = words[i].word;
		}
	}
	return nearest;
}
