/*
 * words - see words.h.  The lists are short, so they are searched from front to end; but most of
 * what is asked for begins or ends as no word does, and is not searched for at all.
 */
#include "facts/words.h"

#include "facts/suggest.h"

static const struct {
	struct str word;
	uint32_t versions;
} words[] = {
#define LIST(list, first, count, heads, tails)
#define WORD(word, versions) {{word, sizeof(word) - 1}, versions},
#include "words.inc"
#undef WORD
#undef LIST
};

/* Where the words of each list stand. */
static const struct {
	uint16_t first, count;
	uint32_t heads, tails; /* byte_bit() of the first and last bytes of its words */
} lists[] = {
#define WORD(word, versions)
#define LIST(list, first, count, heads, tails) [WORDS_##list] = {first, count, heads, tails},
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

/* The same for a letter in any case. */
static uint32_t byte_bit(char c)
{
	return 1u << (c & 31);
}

/* Whether a word of LIST may begin as TEXT does. */
static bool has_head(enum word_list list, struct str text)
{
	return text.n && lists[list].heads & byte_bit(text.p[0]);
}

static bool has_tail(enum word_list list, struct str text)
{
	return text.n && lists[list].tails & byte_bit(text.p[text.n - 1]);
}

const char *words_find(enum word_list list, struct str text, const struct version *v)
{
	uint32_t head;
	size_t end = end_of(list);

	if (!has_head(list, text) || !has_tail(list, text))
		return NULL;
	head = byte_bit(text.p[0]);
	for (size_t i = lists[list].first; i < end; i++)
		if (text.n == words[i].word.n && head == byte_bit(words[i].word.p[0]) &&
		    is_in(i, v) && str_equal_nocase(text, words[i].word))
			return words[i].word.p;
	return NULL;
}

const char *words_head(enum word_list list, struct str text, const struct version *v)
{
	if (!has_head(list, text))
		return NULL;
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
