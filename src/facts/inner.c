/*
 * inner - the constant tables made by grammar/mktables.awk; see inner.h.
 */
#include "facts/inner.h"

#define ROW(...)

static const struct inner_key keys[] = {
#define INNER(...)
#define INNER_KEY(word, ...) {{word, sizeof(word) - 1}, __VA_ARGS__},
#include "pvars.inc"
#undef INNER_KEY
#undef INNER
};

const struct inner_form inner_forms[] = {
#define INNER(...) {__VA_ARGS__},
#define INNER_KEY(...)
#include "pvars.inc"
#undef INNER_KEY
#undef INNER
};

const struct inner_form *inner_find(struct str text)
{
	for (size_t i = 0; i < sizeof inner_forms / sizeof *inner_forms; i++)
		if (str_is_entry(text, inner_forms[i].text))
			return &inner_forms[i];
	return NULL;
}

const struct inner_key *inner_keys_of(const struct inner_form *form)
{
	return keys + form->first_key;
}
