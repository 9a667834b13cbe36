/*
 * picture_includes - which file includes which.
 *
 * What must stay true: a file that was not read is drawn as one that is not there.
 */
#include "pictures/picture.h"

static const char *outcome(unsigned char result)
{
	switch ((enum inclusion_result)result) {
	case INCLUSION_READ: break;
	case INCLUSION_PASSED_OVER: return "passed over: not there";
	case INCLUSION_UNREADABLE: return "cannot be read";
	case INCLUSION_BAD_NAME: return "no name";
	case INCLUSION_UNKNOWN: return "only the server knows the name";
	case INCLUSION_TOO_DEEP: return "too deep, or in a circle";
	case INCLUSION_LIMIT: return "not read: a limit of kamcheck";
	}
	return "";
}

static void add_inclusion(struct picture *p, struct analysis *a, const struct inclusion *x)
{
	struct sources *s = &a->session->sources;
	const struct source *from = source_of(s, span_in_file(s, x->at).lo);
	struct str name = x->source ? x->source->name : x->file;
	struct buf word = buf_on(p->arena);

	if (!from)
		return;
	if (!name.n)
		name = source_text(s, x->name);
	buf_text(&word, x->is_import ? "import_file" : "include_file");
	if (!x->source && outcome(x->result)[0])
		buf_printf(&word, ": %s", outcome(x->result));
	picture_place(a,
		      picture_join(p, picture_named(p, a, from->name, ROLE_FILE, SPAN_NONE, false),
				   picture_named(p, a, name, x->source ? ROLE_FILE : ROLE_MISSING,
						 SPAN_NONE, false),
				   x->is_import ? LINE_DASHED : LINE_SOLID, buf_view(&word),
				   STR("")),
		      x->at);
}

struct picture picture_includes(struct analysis *a)
{
	struct picture p = picture_new(a, "includes");

	picture_named(&p, a, p.config, ROLE_FILE, SPAN_NONE, false);
	for (uint32_t i = 0; i < a->record.inclusions.count; i++)
		add_inclusion(&p, a, PILE_AT(&a->record.inclusions, i));
	picture_sort(&p);
	return p;
}
