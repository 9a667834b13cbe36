/*
 * trace_command - see trace_command.h.
 */
#include "programs/trace_command.h"

#include "base/ascii.h"
#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/say.h"
#include "sema/analyse.h"
#include "trace/trace.h"

static struct question question_of(struct arena *a, const struct options *o)
{
	struct buf method = buf_on(a);

	for (size_t i = 0; i < o->method.n; i++)
		buf_byte(&method, ascii_upper(o->method.p[i]));
	return (struct question){.method = buf_view(&method),
				 .in_dialog = o->in_dialog ? TRUTH_YES : TRUTH_NO,
				 .reply = (uint16_t)o->reply,
				 .address = o->from_ip,
				 .transport = buf_lower(a, o->transport),
				 .port = (uint16_t)o->port};
}

static int write_trace(struct session *s, const struct options *o, const struct trace *t)
{
	struct arena *own = arena_new();
	struct buf b = buf_on(own);
	bool is_good = true;
	int status;

	if (o->format == OPTIONS_JSON)
		is_good = trace_json(&b, t);
	else
		trace_text(&b, t);
	status = is_good && outputs_write(stdout, secrets_masked(&s->secrets, own, buf_view(&b)))
		     ? EXIT_GOOD
		     : EXIT_TROUBLE;
	arena_free(own);
	return status;
}

static int trace_config(struct session *s, const struct options *o, struct str text)
{
	struct analysis *a = analyse(s, open_name(o, o->files[0]), text);
	struct question q = question_of(s->arena, o);
	struct trace t = trace_make(a, &q);
	struct buf why = buf_on(s->arena);

	if (t.is_partial) {
		say_partial(&why, o->files[0], "steps may be missing");
		complain(buf_view(&why));
	}
	return write_trace(s, o, &t);
}

int trace_command(struct arena *a, const struct options *o)
{
	struct buf why = buf_on(a);
	struct session s;
	struct str text;
	int status;

	open_session(&s, o);
	status = open_config(&s, s.arena, o, o->files[0], &text, &why) ? trace_config(&s, o, text)
								       : complain(buf_view(&why));
	session_end(&s);
	return status;
}
