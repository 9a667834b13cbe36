/*
 * trace_text - a trace for people: an indented tree, the line of the file in front.
 */
#include "trace/trace.h"

#include "output/words.h"

struct trace_writer {
	struct buf *out;
	const struct trace *trace;
};

static const char *fold_text(enum step_fold fold)
{
	switch (fold) {
	case FOLD_NONE: break;
	case FOLD_ABOVE: return "  (as above)";
	case FOLD_RECURSION: return "  (recursion)";
	case FOLD_UNDEFINED: return "  NOT DEFINED";
	}
	return "";
}

/* What is said behind the text of a step. */
static const char *remark(enum step_kind kind)
{
	switch (kind) {
	case STEP_DECIDED: return ": yes";
	case STEP_REFUSED: return ": no, so";
	case STEP_RELAY: return "  -> relayed";
	case STEP_REPLY: return "  -> replied";
	case STEP_EXIT: return "  -> ends";
	case STEP_DROP: return "  -> dropped";
	case STEP_RETURN: return "  -> back";
	case STEP_OPEN: return "?";
	case STEP_LOOP: return "?";
	case STEP_DEEP: return "  ... (too deep to follow)";
	default: return "";
	}
}

static void put_step(struct trace_writer *w, const struct trace_step *x, unsigned depth)
{
	const struct trace *t = w->trace;
	struct buf place = buf_on(t->arena);

	if (x->line && !str_equal(x->file, t->config))
		words_visible(&place, x->file);
	if (x->line)
		buf_printf(&place, ":%u", x->line);
	buf_printf(w->out, "%8.*s  %*s", STR_ARG(buf_view(&place)), (int)(2 * depth), "");
	words_visible(w->out, x->text);
	if (x->kind == STEP_FALLS)
		buf_text(w->out, "-> falls off the end");
	buf_text(w->out, remark(x->kind));
	if (x->armed.n) {
		buf_text(w->out, ", armed: ");
		words_visible(w->out, x->armed);
	}
	buf_text(w->out, fold_text(x->fold));
	buf_byte(w->out, '\n');
}

static void put_steps(struct trace_writer *w, const struct trace_step *x, unsigned depth)
{
	for (; x; x = x->next) {
		put_step(w, x, depth);
		put_steps(w, x->below, depth + 1);
	}
}

static void put_question(struct trace_writer *w)
{
	const struct question *q = &w->trace->question;
	struct buf *b = w->out;

	if (q->reply)
		buf_printf(b, "reply %u to ", q->reply);
	words_visible(b, q->method);
	buf_text(b, w->trace->is_assumed        ? ", which is sent within a dialog"
		    : q->in_dialog == TRUTH_YES ? " within a dialog"
						: " outside of a dialog");
	if (q->transport.n)
		buf_printf(b, ", over %.*s", STR_ARG(q->transport));
	if (q->address.n)
		buf_printf(b, ", from %.*s", STR_ARG(q->address));
	if (q->port)
		buf_printf(b, ", to port %u", q->port);
	buf_byte(b, '\n');
}

void trace_text(struct buf *b, const struct trace *t)
{
	struct trace_writer w = {b, t};

	put_question(&w);
	put_steps(&w, t->blocks, 0);
	if (!t->blocks)
		buf_text(b, "no block of the config meets it\n");
}
