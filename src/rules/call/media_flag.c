/*
 * media_flag - flags for rtpengine that are nearly right.  Kamailio hands on what it does not know,
 * and rtpengine ignores that.
 *
 * What must stay true: a flag that looks like none of those that are known may be a new one.
 */
#include "engine/visit.h"

#include "base/ascii.h"
#include "facts/suggest.h"
#include "facts/words.h"

/* A long word may have two wrong letters: others differ by two, too. */
enum { LONG = 10, SHORT_LEAST = 5 };

/* The flag that TEXT was meant to be; NULL: it is one, or may be another one. */
static const char *meant_by(const struct visit *v, struct str text)
{
	ptrdiff_t equals = str_find(text, '=');
	struct str key = equals < 0 ? text : str_head(text, (size_t)equals + 1);
	const char *near;

	if (text.n < SHORT_LEAST || words_find(WORDS_MEDIA_FLAG, text, v->version))
		return NULL;
	near = words_nearest(WORDS_MEDIA_FLAG, text, v->version);
	if (near && suggest_distance(text, str_of(near)) <= (text.n < LONG ? 1 : 2))
		return near;
	if (equals < SHORT_LEAST || words_find(WORDS_MEDIA_FLAG, key, v->version))
		return NULL;
	near = words_nearest(WORDS_MEDIA_FLAG, key, v->version);
	return near && str_ends(str_of(near), STR("=")) &&
		       suggest_distance(key, str_of(near)) <= (key.n < LONG ? 1 : 2)
		   ? near
		   : NULL;
}

static void check_flag(struct visit *v, const struct node *n, size_t at, struct str text)
{
	const char *near = str_find(text, '$') < 0 ? meant_by(v, text) : NULL;
	struct written w;

	if (!near)
		return;
	w = pvars_written(v->unit, n);
	diag_hint(v->diags,
		  report(v, written_place(&w, at, text.n),
			 "\"%.*s\" is no flag of rtpengine that is known", STR_ARG(text)),
		  "did you mean \"%s\"?", near);
}

static void check_flags(struct visit *v, const struct node *n)
{
	const struct node *flags = visit_tagged(v, n, TAG_MEDIA_FLAGS);
	size_t i = 0;

	if (!flags || flags->kind != N_STRING || !v->call->function)
		return;
	while (i < flags->text.n) {
		size_t from = i;

		while (i < flags->text.n && !ascii_is_space(flags->text.p[i]))
			i++;
		if (i > from)
			check_flag(v, flags, from, str_head(str_skip(flags->text, from), i - from));
		else
			i++;
	}
}

RULE(media_flag, "K465", SEV_WARNING, PHASE_RUN, .tags = TAG_MEDIA_FLAGS, .run = check_flags,
     .summary = "a flag for rtpengine that is probably misspelt",
     .why = "Kamailio hands flags that it does not know to rtpengine, which ignores those that it "
	    "does not know either: nothing is logged, and the media go another way than was meant.",
     .evidence = "kamailio issue 72",
     .bad = "loadmodule \"tm.so\"\nloadmodule \"rtpengine.so\"\n"
	    "modparam(\"rtpengine\", \"rtpengine_sock\", \"udp:127.0.0.1:2223\")\n"
	    "request_route {\n\trtpengine_offer(\"replace-orgin ICE=remove\");\n\texit;\n}\n",
     .good = "loadmodule \"tm.so\"\nloadmodule \"rtpengine.so\"\n"
	     "modparam(\"rtpengine\", \"rtpengine_sock\", \"udp:127.0.0.1:2223\")\n"
	     "request_route {\n\trtpengine_offer(\"replace-origin ICE=remove\");\n\texit;\n}\n")
