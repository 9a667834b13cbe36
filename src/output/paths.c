/*
 * paths - see paths.h.
 */
#include "output/paths.h"

#include "base/ascii.h"

/* Appends PATH as a part of a URI. */
static void encode(struct buf *b, struct str path)
{
	for (size_t i = 0; i < path.n; i++) {
		char c = path.p[i];

		if (ascii_is_word(c) || c == '-' || c == '.' || c == '~' || c == '/')
			buf_byte(b, c);
		else
			buf_printf(b, "%%%02X", (unsigned)(unsigned char)c);
	}
}

/* PATH without the BASE that it lies in; as it is otherwise. */
static struct str below(struct str path, struct str base)
{
	struct str rest = str_skip(path, base.n);

	if (base.n && str_starts(path, base) && rest.n > 1 && rest.p[0] == '/')
		return str_skip(rest, 1);
	return path;
}

const struct path_name *paths_name(struct paths *p, struct str name)
{
	struct path_name *out = map_find(&p->known, name);
	struct buf uri = buf_on(p->arena);
	struct str real = {0};

	if (out)
		return out;
	name.p = arena_copy(p->arena, name.p, name.n);
	out = MAP_RECORD(&p->known, p->arena, name, struct path_name);
	if (p->real)
		real = p->real(p->arena, name);
	out->path = real.n ? below(real, p->base) : name;
	while (str_starts(out->path, STR("./")))
		out->path = str_skip(out->path, 2);
	out->is_absolute = out->path.n && out->path.p[0] == '/';
	if (out->is_absolute)
		buf_text(&uri, "file://");
	encode(&uri, out->path);
	out->uri = buf_view(&uri);
	return out;
}
