/*
 * words - see words.h.  The lists are short and seldom asked, so they are searched from front to
 * end.
 */
#include "facts/words.h"

#include "facts/suggest.h"

static const struct {
	struct str word;
	uint32_t versions;
} words[] = {
#define LIST(list, first, count)
#define WORD(word, versions) {{word, sizeof(word) - 1}, versions},
#include "words.inc"
#undef WORD
#undef LIST
};

/* Where the words of each list stand. */
static const struct {
	uint16_t first, count;
} lists[] = {
#define WORD(word, versions)
#define LIST(list, first, count) [WORDS_##list] = {first, count},
#include "words.inc"
#undef LIST
#undef WORD
};

static bool is_in(size_t i, const struct version *v)
{
	return words[i].versions & v->bit;
}

static size_t end_of(enum word_list list)
{
	return (size_t)lists[list].first + lists[list].count;
}

const char *words_find(enum word_list list, struct str text, const struct version *v)
{
	for (size_t i = lists[list].first; i < end_of(list); i++)
		if (text.n == words[i].word.n && is_in(i, v) &&
		    str_equal_nocase(text, words[i].word))
			return words[i].word.p;
	return NULL;
}

const char *words_head(enum word_list list, struct str text, const struct version *v)
{
	for (size_t i = lists[list].first; i < end_of(list); i++)
		if (is_in(i, v) && str_starts(text, words[i].word))
			return words[i].word.p;
	return NULL;
}

const char *words_nearest(enum word_list list, struct str text, const struct version *v)
{
	struct nearest n = nearest_to(text);

	for (size_t i = lists[list].first; i < end_of(list); i++)
		if (is_in(i, v))
			nearest_consider(&n, words[i].word);
	return n.best.p;
}
