/*
 * xml - see xml.h.
 */
#include "output/xml.h"

#include "output/words.h"

/* Appends TEXT, which XML can hold. */
static void escape(struct buf *b, struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		switch (text.p[i]) {
		case '&': buf_text(b, "&amp;"); break;
		case '<': buf_text(b, "&lt;"); break;
		case '>': buf_text(b, "&gt;"); break;
		case '"': buf_text(b, "&quot;"); break;
		default: buf_byte(b, text.p[i]);
		}
}

void xml_text(struct buf *b, struct str text)
{
	struct buf shown = buf_on(b->arena);

	words_visible(&shown, text);
	escape(b, buf_view(&shown));
}

struct xml_file *xml_file(struct report_writer *w, struct str name)
{
	struct map *files = w->state;
	struct str path = paths_name(w->paths, name)->path;
	struct xml_file *file;

	if (!files)
		w->state = files = ARENA_NEW(w->arena, struct map);
	file = MAP_RECORD(files, w->arena, path, struct xml_file);
	if (!file->path.p) {
		file->path = path;
		file->body = buf_on(w->arena);
	}
	return file;
}

void xml_each_file(struct report_writer *w, void (*say)(struct buf *b, struct xml_file *file))
{
	const struct map *files;

	for (uint32_t i = 0; i < w->files->entries.count; i++)
		xml_file(w, w->files->entries.all[i].key);
	files = w->state;
	for (uint32_t i = 0; files && i < files->entries.count; i++)
		say(&w->out, files->entries.all[i].value);
}
