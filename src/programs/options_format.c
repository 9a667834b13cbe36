/*
 * options_format - see options_format.h.
 *
 * What must stay true: no two forms are written to one place.
 */
#include "programs/options_format.h"

#include "facts/suggest.h"
#include "programs/options_read.h"

/* Whether the two go to the same place, as far as their names tell. */
static bool is_same_place(struct str a, struct str b)
{
	return (a.p != NULL) == (b.p != NULL) && (!a.p || str_equal(a, b));
}

static bool refuse_name(struct str name, struct buf *why)
{
	struct nearest n = nearest_listed(name);
	struct buf list = buf_on(why->arena);
	struct str rest;

	format_list(&list);
	for (rest = buf_view(&list); rest.n; rest = str_skip(rest, 1))
		nearest_consider(&n, str_take(&rest, ','));
	options_read_quote(why, name);
	if (n.best.p)
		buf_printf(why, " is no format; did you mean \"%.*s\"?", STR_ARG(n.best));
	else
		buf_printf(why, " is not one of %.*s", STR_ARG(buf_view(&list)));
	return false;
}

bool options_add_format(struct options *o, struct str text, struct buf *why)
{
	ptrdiff_t colon = str_find(text, ':');
	struct str name = str_head(text, colon < 0 ? text.n : (size_t)colon);
	struct options_format format = {.format = format_find(name)};

	if (!format.format)
		return refuse_name(name, why);
	if (colon >= 0)
		format.file = str_skip(text, name.n + 1);
	if (colon >= 0 && !format.file.n) {
		options_read_quote(why, text);
		buf_text(why, " names no file");
		return false;
	}
	o->formats[o->format_count++] = format;
	return true;
}

/* The forms that a command which does not tell findings can write, a bit each. */
static unsigned forms_of(enum options_command command)
{
	switch (command) {
	case OPTIONS_SYMBOLS: return 1 << OPTIONS_TEXT | 1 << OPTIONS_JSON | 1 << OPTIONS_CTAGS;
	case OPTIONS_VARIANTS: return 1 << OPTIONS_TEXT | 1 << OPTIONS_JSON;
	case OPTIONS_GRAPH:
		return 1 << OPTIONS_TREE_TEXT | 1 << OPTIONS_JSON | 1 << OPTIONS_DOT |
		       1 << OPTIONS_MERMAID | 1 << OPTIONS_SVG;
	case OPTIONS_TRACE: return 1 << OPTIONS_TEXT | 1 << OPTIONS_JSON;
	default: return 1 << OPTIONS_TEXT | 1 << OPTIONS_JSON | 1 << OPTIONS_MARKDOWN;
	}
}

/* The last one counts. */
static bool set_form(struct options *o, struct buf *why)
{
	static const char *const words[] = {
	    [OPTIONS_TEXT] = "text",         [OPTIONS_TREE_TEXT] = "tree",
	    [OPTIONS_JSON] = "json",         [OPTIONS_CTAGS] = "ctags",
	    [OPTIONS_MARKDOWN] = "markdown", [OPTIONS_DOT] = "dot",
	    [OPTIONS_MERMAID] = "mermaid",   [OPTIONS_SVG] = "svg"};
	struct str word = o->format_texts[o->format_text_count - 1];
	unsigned forms = forms_of(o->command);
	const char *comma = " is not one of ";

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_is(word, words[i]) && forms >> i & 1) {
			o->format = (unsigned)i;
			return true;
		}
	options_read_quote(why, word);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (forms >> i & 1) {
			buf_printf(why, "%s%s", comma, words[i]);
			comma = ", ";
		}
	return false;
}

static bool check_places(const struct options *o, struct buf *why)
{
	for (size_t i = 0; i < o->format_count; i++) {
		const struct options_format *x = &o->formats[i];

		for (size_t k = 0; k < i; k++)
			if (is_same_place(x->file, o->formats[k].file)) {
				buf_printf(why, "%s and %s would go to the same place; say",
					   o->formats[k].format->name, x->format->name);
				buf_text(why, " where with NAME:FILE");
				return false;
			}
	}
	return true;
}

bool options_check_formats(struct options *o, struct buf *why)
{
	if (o->format_text_count && o->command != OPTIONS_LINT && o->command != OPTIONS_CHECK)
		return set_form(o, why);
	if (o->has_statistics)
		o->formats[o->format_count++] =
		    (struct options_format){.format = &format_statistics};
	for (size_t i = 0; i < o->format_text_count; i++)
		if (!options_add_format(o, o->format_texts[i], why))
			return false;
	for (size_t i = 0; i < o->format_count; i++)
		if (!o->formats[i].file.p && o->output_file.n)
			o->formats[i].file = o->output_file;
	return check_places(o, why);
}

static void set_fail_on(struct options *o, struct str word)
{
	o->has_fail_on = true;
	/* --exit-zero has no argument. */
	o->fails_never = !word.p || str_is(word, "never");
	o->fail_on = str_is(word, "error")     ? SEV_ERROR
		     : str_is(word, "warning") ? SEV_WARNING
					       : SEV_NOTE;
}

bool options_apply_format(struct options *o, const struct options_item *item)
{
	struct str text = item->argument;

	switch (item->row->effect) {
	case EFFECT_FORMAT: o->format_texts[o->format_text_count++] = text; break;
	case EFFECT_OUTPUT_FILE: o->output_file = text; break;
	case EFFECT_STATISTICS: o->has_statistics = true; break;
	case EFFECT_EXIT_ZERO:
	case EFFECT_FAIL_ON: set_fail_on(o, text); break;
	default: return false;
	}
	return true;
}
