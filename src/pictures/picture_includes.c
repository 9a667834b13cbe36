/*
 * picture_includes - which file includes which.
 *
 * What must stay true: a file that was not read is drawn as one that is not there.
 */
#include "pictures/picture.h"

struct includes_drawing {
	struct picture picture;
	struct analysis *analysis;
	struct map files; /* numbers of nodes + 1, by their names */
};

static uint32_t file_of(struct includes_drawing *d, struct str name, enum node_role role)
{
	void **slot = map_slot(&d->files, d->picture.arena, name);

	if (!*slot)
		*slot = (void *)((uintptr_t)picture_add(&d->picture, d->analysis, name, role,
							SPAN_NONE, false) +
				 1);
	return (uint32_t)((uintptr_t)*slot - 1);
}

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

static void add_inclusion(struct includes_drawing *d, const struct inclusion *x)
{
	struct sources *s = &d->analysis->session->sources;
	const struct source *from = source_of(s, span_in_file(s, x->at).lo);
	struct str name = x->source ? x->source->name : x->file;
	struct buf word = buf_on(d->picture.arena);

	if (!from)
		return;
	if (!name.n)
		name = source_text(s, x->name);
	buf_text(&word, x->is_import ? "import_file" : "include_file");
	if (!x->source && outcome(x->result)[0])
		buf_printf(&word, ": %s", outcome(x->result));
	picture_place(d->analysis,
		      picture_join(&d->picture, file_of(d, from->name, ROLE_FILE),
				   file_of(d, name, x->source ? ROLE_FILE : ROLE_MISSING),
				   x->is_import ? LINE_DASHED : LINE_SOLID, buf_view(&word),
				   STR("")),
		      x->at);
}

struct picture picture_includes(struct analysis *a)
{
	struct includes_drawing d = {.picture = picture_new(a, "includes"), .analysis = a};

	file_of(&d, d.picture.config, ROLE_FILE);
	for (uint32_t i = 0; i < a->record.inclusions.count; i++)
		add_inclusion(&d, PILE_AT(&a->record.inclusions, i));
	picture_sort(&d.picture);
	return d.picture;
}
