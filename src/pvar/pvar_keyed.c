/*
 * pvar_keyed - inner names that are one of a list of words, alone or behind "name=>".  The lists
 * are data: grammar/pvars.tsv says how they are written.
 */
#include "pvar/pvar_state.h"

#include "base/ascii.h"
#include "base/buf.h"
#include "base/number.h"
#include "facts/suggest.h"

struct key {
	struct str word;
	bool is_known;  /* by this version */
	char index;     /* 'n' number or variable, 't' any text, '2' two numbers, 0 none */
	bool may_lack;  /* the index */
	bool is_open;   /* more text may follow */
	bool is_chain;  /* behind an index: "=>" and another key of the list may follow */
	bool is_hex;    /* hexadecimal digits follow */
	bool is_format; /* a colon and text with variables follow */
};

/* Whether V is at least the release SINCE: "5.8". */
static bool has_reached(const struct version *v, struct str since)
{
	struct number major = number_scan(since, NUMBER_PLAIN);
	struct number minor = number_scan(str_skip(since, major.n + 1), NUMBER_PLAIN);

	return v->major > major.value || (v->major == major.value && v->minor >= minor.value);
}

/* The length of the key that *LIST starts with: to a comma that stands in no bracket. */
static size_t key_length(struct str list)
{
	size_t n = 0, open = 0;

	for (; n < list.n && (open || list.p[n] != ','); n++) {
		if (list.p[n] == '[')
			open++;
		else if (list.p[n] == ']' && open)
			open--;
	}
	return n;
}

static bool cut_tail(struct str *text, const char *tail)
{
	struct str t = str_of(tail);

	if (!str_ends(*text, t))
		return false;
	*text = str_head(*text, text->n - t.n);
	return true;
}

/* Takes the first key off *LIST; false at its end. */
static bool next_key(const struct version *v, struct str *list, struct key *key)
{
	struct str text;
	ptrdiff_t open;

	if (!list->n)
		return false;
	text = str_head(*list, key_length(*list));
	*list = str_skip(*list, text.n + 1);
	*key = (struct key){.is_known = true};
	key->is_open = cut_tail(&text, "...");
	key->is_chain = cut_tail(&text, "+");
	key->is_hex = cut_tail(&text, "(hex)");
	key->is_format = cut_tail(&text, ":(format)");
	if (cut_tail(&text, "[n?]")) {
		key->index = 'n';
		key->may_lack = true;
	} else if (cut_tail(&text, "[n]")) {
		key->index = 'n';
	} else if (cut_tail(&text, "[t]")) {
		key->index = 't';
	} else if (cut_tail(&text, "[n,n]")) {
		key->index = '2';
	}
	open = str_find_last(text, '(');
	if (open >= 0 && text.p[text.n - 1] == ')') {
		key->is_known = has_reached(v, str_skip(text, (size_t)open + 1));
		text = str_head(text, (size_t)open);
	}
	key->word = text;
	return true;
}

/* No key fits: names one that is like it, the release that has it, or all there are. */
static bool unknown_key(struct pvar_reader *r, const struct pvar *v, struct str text,
			struct str list)
{
	const struct version *version = r->cx->version;
	struct buf b = buf_on(r->cx->arena);
	struct nearest n = nearest_to(text);
	struct key key;

	if (text.n)
		pvar_fail(r, PVAR_INNER, text, "variable \"$%.*s\" has no key \"%.*s\"",
			  STR_ARG(v->name), STR_ARG(text));
	else
		pvar_fail(r, PVAR_INNER, v->inner, "the key of \"$%.*s\" is missing",
			  STR_ARG(v->name));
	while (next_key(version, &list, &key)) {
		if (str_equal(key.word, text) && !key.is_known) {
			pvar_hint(r, "a newer Kamailio has it; this is checked as %.*s",
				  STR_ARG(version->name));
			return false;
		}
		if (!key.is_known)
			continue;
		nearest_consider(&n, key.word);
		buf_printf(&b, "%s%.*s%s%s", b.n ? ", " : "", STR_ARG(key.word),
			   key.is_format ? ":..."
			   : key.is_hex  ? "..."
					 : "",
			   key.index == '2'             ? "[row,column]"
			   : key.index && !key.may_lack ? "[index]"
							: "");
	}
	if (n.best.n)
		pvar_hint(r, "did you mean \"%.*s\"?", STR_ARG(n.best));
	else
		pvar_hint(r, "keys are %.*s", STR_ARG(buf_view(&b)));
	return false;
}

/* A number or variable up to STOP, in *TEXT behind the bracket or comma. */
static bool read_number(struct pvar_reader *r, struct str *text, char stop, bool may_lack)
{
	struct str at = pvar_unblank(*text);
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

/* TEXT is what follows the word of KEY; *NEXT is set to the key behind it in a chain. */
static bool read_rest(struct pvar_reader *r, const struct key *key, struct str text,
		      struct str *next)
{
	bool has_index = str_starts(text, STR("["));

	if (key->is_format)
		return pvar_format_text(r, str_skip(text, 1));
	if (key->index && has_index) {
		text = str_skip(text, 1);
		if (key->index == 't' ? !read_text(r, &text)
		    : key->index == 'n'
			? !read_number(r, &text, ']', key->may_lack)
			: !read_number(r, &text, ',', true) || !read_number(r, &text, ']', true))
			return false;
	}
	if (!text.n || key->is_open || key->is_hex)
		return true;
	if (key->is_chain && has_index && str_starts(text, STR("=>"))) {
		*next = str_skip(text, 2);
		return true;
	}
	return pvar_fail(r, PVAR_INNER, text, "\"%.*s\" is too much here", STR_ARG(text));
}

/* Whether TEXT can start with KEY. */
static bool fits(const struct key *key, struct str text, bool is_nocase)
{
	struct str rest = str_skip(text, key->word.n);

	if (!key->is_known || !(is_nocase ? str_equal_nocase(str_head(text, key->word.n), key->word)
					  : str_starts(text, key->word)))
		return false;
	if (key->is_hex)
		return rest.n && ascii_all(rest, ascii_is_hex);
	if (key->is_format)
		return rest.n > 1 && rest.p[0] == ':';
	if (key->index)
		return str_starts(rest, STR("[")) || (key->may_lack && !rest.n);
	return !rest.n || key->is_open;
}

static bool read_key(struct pvar_reader *r, struct pvar *v, struct str text, struct str list,
		     bool is_nocase)
{
	struct str keys = list, next = {0};
	struct key key;

	while (next_key(r->cx->version, &keys, &key)) {
		if (!fits(&key, text, is_nocase))
			continue;
		if (!read_rest(r, &key, str_skip(text, key.word.n), &next))
			return false;
		if (!next.p)
			return true;
		text = next;
		next = (struct str){0};
		keys = list;
	}
	return unknown_key(r, v, text, list);
}

bool pvar_keyed(struct pvar_reader *r, struct pvar *v, const char *kind)
{
	struct str k = str_of(kind), text = v->inner;
	ptrdiff_t arrow, list = str_search(k, STR("=>"));

	if (str_starts(k, STR("keys"))) {
		v->parts[0] = text;
		return read_key(r, v, text, str_skip(k, (size_t)str_find(k, ':') + 1),
				str_starts(k, STR("keys-nocase:")));
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
	if (str_starts(k, STR("trimmed"))) {
		v->parts[0] = str_trim(v->parts[0]);
		v->parts[1] = str_trim(v->parts[1]);
	}
	if (!v->parts[0].n && !str_starts(k, STR("any"))) {
		pvar_fail(r, PVAR_INNER, text, "the name before \"=>\" is missing");
		return false;
	}
	return read_key(r, v, v->parts[1], str_skip(k, (size_t)list + 2), false);
}
