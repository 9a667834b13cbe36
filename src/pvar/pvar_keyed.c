/*
 * pvar_keyed - inner names that are one of a list of words, alone or behind "name=>".  The lists
 * are data: grammar/pvars.tsv.
 */
#include "pvar/pvar_state.h"

#include "base/buf.h"
#include "base/number.h"
#include "facts/suggest.h"

/* No key fits: names one that is like it, the release that has it, or all there are. */
static bool unknown_key(struct pvar_reader *r, const struct pvar *v, struct str text,
			const struct inner_form *form)
{
	const struct version *version = r->cx->version;
	struct buf b = buf_on(r->cx->arena);
	struct nearest n = nearest_to(text);
	const struct inner_key *key = inner_keys_of(form);

	if (text.n)
		pvar_fail(r, PVAR_INNER, text, "variable \"$%.*s\" has no key \"%.*s\"",
			  STR_ARG(v->name), STR_ARG(text));
	else
		pvar_fail(r, PVAR_INNER, v->inner, "the key of \"$%.*s\" is missing",
			  STR_ARG(v->name));
	for (const struct inner_key *end = key + form->key_count; key < end; key++) {
		bool is_known = key->versions & version->bit;

		if (str_equal(key->word, text) && !is_known) {
			pvar_hint(r, "a newer Kamailio has it; this is checked as %.*s",
				  STR_ARG(version->name));
			return false;
		}
		if (!is_known)
			continue;
		nearest_consider(&n, key->word);
		buf_printf(&b, "%s%.*s%s%s", b.n ? ", " : "", STR_ARG(key->word),
			   key->flags & KEY_FORMAT ? ":..." : "",
			   key->index == INDEX_TWO                      ? "[row,column]"
			   : key->index && !(key->flags & KEY_MAY_LACK) ? "[index]"
									: "");
	}
	if (n.best.n)
		pvar_hint(r, "did you mean \"%.*s\"?", STR_ARG(n.best));
	else
		pvar_hint(r, "keys are %.*s", STR_ARG(buf_view(&b)));
	return false;
}

/* A number or variable up to STOP, in *TEXT behind the bracket or comma; FLAGS of its key. */
static bool read_number(struct pvar_reader *r, struct str *text, char stop, unsigned flags)
{
	struct str at = pvar_unblank(*text);
	bool may_lack = flags & KEY_MAY_LACK;
	int32_t number;
	size_t used = 0;

	if (str_starts(at, STR("$"))) {
		ptrdiff_t end;

		if (!pvar_skip(r, at, &used))
			return false;
		end = str_find(str_skip(at, used), stop);
		used = end < 0 ? at.n : used + (size_t)end;
	} else {
		used = number_scan(at, NUMBER_SIGNED).n;
		may_lack |= used > 0;
		if (flags & KEY_INT32 && number_scan(at, NUMBER_SIGNED).digits &&
		    !number_int32(str_head(at, used), NUMBER_SIGNED, &number))
			return pvar_fail(r, PVAR_INNER, str_head(at, used),
					 "this number does not fit into 32 bits");
	}
	at = pvar_unblank(str_skip(at, used));
	if (at.n && at.p[0] == stop && (may_lack || used)) {
		*text = str_skip(at, 1);
		return true;
	}
	pvar_fail(r, PVAR_INNER, at.n ? str_head(at, 1) : *text,
		  "a number or a variable is expected here");
	pvar_hint(r, "then comes \"%c\"", stop);
	return false;
}

/* Any text or one variable, up to the closing bracket. */
static bool read_text(struct pvar_reader *r, struct str *text)
{
	ptrdiff_t close;
	size_t used = 0;

	if (str_starts(*text, STR("$")) && !pvar_skip(r, *text, &used))
		return false;
	close = str_find(str_skip(*text, used), ']');
	if (close < 0 || (used ? close > 0 : close == 0)) {
		pvar_fail(r, PVAR_INNER, *text, "an index is expected here");
		pvar_hint(r, "it is a number or a variable, and then comes \"]\"");
		return false;
	}
	*text = str_skip(*text, used + (size_t)close + 1);
	return true;
}

/* What holds in the brackets of KEY, which takes one index: who looks at the size of a number wants
 * one, though the brackets may be missing. */
static unsigned single_flags(const struct inner_key *key)
{
	return key->flags & KEY_INT32 ? KEY_INT32 : key->flags;
}

/* TEXT is what follows the word of KEY; *NEXT is set to the key behind it in a chain. */
static bool read_rest(struct pvar_reader *r, const struct inner_key *key, struct str text,
		      struct str *next)
{
	bool has_index = str_starts(text, STR("["));

	if (key->flags & KEY_FORMAT)
		return pvar_format_text(r, str_skip(text, 1));
	if (key->index && has_index) {
		text = str_skip(text, 1);
		if (key->index == INDEX_TEXT ? !read_text(r, &text)
		    : key->index == INDEX_NUMBER
			? !read_number(r, &text, ']', single_flags(key))
			: !read_number(r, &text, ',', key->flags | KEY_MAY_LACK) ||
			      !read_number(r, &text, ']', key->flags | KEY_MAY_LACK))
			return false;
	}
	if (!text.n || key->flags & KEY_OPEN)
		return true;
	if (key->flags & KEY_CHAIN && has_index && str_starts(text, STR("=>"))) {
		*next = str_skip(text, 2);
		return true;
	}
	return pvar_fail(r, PVAR_INNER, text, "\"%.*s\" is too much here", STR_ARG(text));
}

/* Whether TEXT can start with KEY. */
static bool fits(const struct inner_key *key, struct str text, bool is_nocase)
{
	struct str rest = str_skip(text, key->word.n);

	if (!(is_nocase ? str_equal_nocase(str_head(text, key->word.n), key->word)
			: str_starts(text, key->word)))
		return false;
	if (key->flags & KEY_FORMAT)
		return rest.n > 1 && rest.p[0] == ':';
	if (key->index)
		return str_starts(rest, STR("[")) || (key->flags & KEY_MAY_LACK && !rest.n);
	return !rest.n || key->flags & KEY_OPEN;
}

/* The key that TEXT starts with in FORM, or NULL. */
static const struct inner_key *key_of(const struct pvar_reader *r, const struct inner_form *form,
				      struct str text)
{
	const struct inner_key *key = inner_keys_of(form);

	for (size_t i = 0; i < form->key_count; i++, key++)
		if (key->versions & r->cx->version->bit &&
		    fits(key, text, form->kind == INNER_KEYS_NOCASE_OF))
			return key;
	return NULL;
}

static bool read_key(struct pvar_reader *r, struct pvar *v, struct str text)
{
	const struct inner_form *form = v->row->form;

	for (struct str next = {0};; text = next, next = (struct str){0}) {
		const struct inner_key *key = key_of(r, form, text);

		if (!key)
			return unknown_key(r, v, text, form);
		if (!read_rest(r, key, str_skip(text, key->word.n), &next))
			return false;
		if (!next.p)
			return true;
	}
}

bool pvar_keyed(struct pvar_reader *r, struct pvar *v)
{
	enum inner_kind kind = v->row->form->kind;
	struct str text = v->inner;
	ptrdiff_t arrow;

	if (kind == INNER_KEYS_OF || kind == INNER_KEYS_NOCASE_OF) {
		v->parts[0] = text;
		return read_key(r, v, text);
	}
	arrow = str_search(text, STR("=>"));
	if (arrow < 0) {
		pvar_fail(r, PVAR_INNER, text, "\"$%.*s\" wants a name and a key",
			  STR_ARG(v->name));
		pvar_hint(r, "the form is $%.*s(name=>key)", STR_ARG(v->name));
		return false;
	}
	v->parts[0] = str_head(text, (size_t)arrow);
	v->parts[1] = str_skip(text, (size_t)arrow + 2);
	if (kind == INNER_TRIMMED_KEY) {
		v->parts[0] = str_trim(v->parts[0]);
		v->parts[1] = str_trim(v->parts[1]);
	}
	if (!v->parts[0].n && kind != INNER_ANY_KEY) {
		pvar_fail(r, PVAR_INNER, text, "the name before \"=>\" is missing");
		return false;
	}
	return read_key(r, v, v->parts[1]);
}
