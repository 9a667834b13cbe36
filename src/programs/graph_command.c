/*
 * graph_command - see graph_command.h.
 *
 * What must stay true: graphviz is run for --format=svg only.
 */
#include "programs/graph_command.h"

#include "pictures/picture.h"
#include "programs/graphviz.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/say.h"
#include "sema/analyse.h"

#include <stdio.h>

static struct picture draw(struct analysis *a, enum options_picture kind)
{
	switch (kind) {
	case OPTIONS_PICTURE_ORDER: return picture_order(a);
	case OPTIONS_PICTURE_INCLUDES: return picture_includes(a);
	case OPTIONS_PICTURE_MODULES: return picture_modules(a);
	case OPTIONS_PICTURE_CALLS: break;
	}
	return picture_calls(a);
}

static int write_svg(struct arena *a, struct str text)
{
	const char *why = graphviz_write("svg", text);
	struct buf b = buf_on(a);

	if (!why)
		return EXIT_GOOD;
	buf_printf(&b, "%s; --format=dot writes what it draws", why);
	return complain(buf_view(&b));
}

static int write_picture(struct session *s, const struct options *o, struct picture *p)
{
	struct arena *own = arena_new();
	struct buf b = buf_on(own);
	struct str text;
	bool is_good = true;
	int status;

	if (o->format == OPTIONS_DOT || o->format == OPTIONS_SVG)
		picture_dot(&b, p);
	else if (o->format == OPTIONS_MERMAID)
		picture_mermaid(&b, p);
	else if (o->format != OPTIONS_JSON)
		picture_tree(&b, p);
	else
		is_good = picture_json(&b, p);
	text = secrets_masked(&s->secrets, own, buf_view(&b));
	if (o->format == OPTIONS_SVG)
		status = write_svg(own, text);
	else
		status = is_good && outputs_write(stdout, text) ? EXIT_GOOD : EXIT_TROUBLE;
	arena_free(own);
	return status;
}

static int draw_config(struct session *s, const struct options *o, struct str text)
{
	struct analysis *a = analyse(s, open_name(o, o->files[0]), text);
	struct picture p = draw(a, o->picture);
	struct buf why = buf_on(s->arena);
	struct str name;

	if (p.is_partial) {
		say_partial(&why, o->files[0], "the picture may lack something");
		complain(buf_view(&why));
		buf_clear(&why);
	}
	if (!picture_choose(&p, o->from_end, o->to_end, o->depth, &name)) {
		buf_text(&why, "the picture has no ");
		buf_quoted(&why, name);
		name = picture_nearest(&p, name);
		if (name.n) {
			buf_text(&why, "; did you mean ");
			buf_quoted(&why, name);
			buf_byte(&why, '?');
		}
		complain(buf_view(&why));
		return EXIT_FINDINGS;
	}
	return write_picture(s, o, &p);
}

int graph_command(struct arena *a, const struct options *o)
{
	struct buf why = buf_on(a);
	struct session s;
	struct str text;
	int status;

	open_session(&s, o);
	status = open_config(&s, s.arena, o, o->files[0], &text, &why) ? draw_config(&s, o, text)
								       : complain(buf_view(&why));
	session_end(&s);
	return status;
}
