/*
 * session - see session.h.
 */
#include "preprocess/session.h"

#include "text/filename.h"

#include <assert.h>

static const char *no_environment(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return NULL;
}

/* What each reading has of its own. */
static void begin(struct session *s)
{
	s->arena = arena_new();
	s->account = account_open();
	arena_charge(s->arena, &s->account);
	s->regexes = regexes_new(s->arena, &s->account);
	sources_init(&s->sources, s->arena);
	secrets_init(&s->secrets, s->arena);
	diags_init(&s->diags, s->arena, &s->sources);
	s->diags.secrets = &s->secrets;
}

void session_init(struct session *s, struct files files)
{
	*s = (struct session){.files = files};
	begin(s);
	s->version = version_newest_stable();
	s->catalog = &catalog_embedded;
	s->env = no_environment;
}

void session_restart(struct session *s)
{
	enum severity least = s->diags.least;
	enum phase last = s->diags.last;

	/* The text of files, and whatever the caller made, is still needed. */
	assert(!s->earlier);
	s->earlier = s->arena;
	begin(s);
	s->diags.least = least;
	s->diags.last = last;
}

struct str session_include_name(const struct session *s, struct arena *a, struct str name)
{
	for (size_t i = 0; i < s->prefix_count; i++) {
		const struct session_prefix *x = &s->prefixes[i];
		struct str rest = str_skip(name, x->from.n);

		if (str_starts(name, x->from) && str_starts(rest, STR("/")))
			return filename_join(a, x->to, str_skip(rest, 1));
	}
	return name;
}

enum file_status session_open_include(struct session *s, struct arena *a, struct str folder,
				      struct str *name, struct str *text, struct str *reason)
{
	struct files *files = &s->files;
	struct str beside, why;
	enum file_status first = files->read(files->ctx, a, *name, text, reason), second;
	struct buf b = buf_on(a);

	if (first == FILE_OK || first == FILE_UNREADABLE || name->p[0] == '/' || !folder.n)
		return first;
	buf_str(&b, folder);
	buf_str(&b, *name);
	beside = buf_view(&b);
	second = files->read(files->ctx, a, beside, text, &why);
	if (second == FILE_OK || second == FILE_UNREADABLE) {
		*name = beside;
		*reason = why;
		return second;
	}
	return second == FILE_REFUSED ? second : first;
}

void session_overdraw(struct session *s, enum account_kind kind, struct span at)
{
	unsigned bit = 1u << kind;

	if (s->account.reported & bit)
		return;
	s->account.reported |= bit;
	diag_report(&s->diags, &rule_limit, at, "%s: not all of it was looked at",
		    account_complaint(kind));
}

void session_settle(struct session *s)
{
	/* Memory is watched while text is read; what comes after that needs some more. */
	for (unsigned kind = ACCOUNT_MEMORY + 1; kind < ACCOUNT_KINDS; kind++)
		if (account_is_spent(&s->account, kind))
			session_overdraw(s, kind, SPAN_NONE);
}

void session_end(struct session *s)
{
	arena_free(s->arena);
	arena_free(s->earlier);
	s->arena = NULL;
}

RULE(limit, "K100", SEV_ERROR, PHASE_PARSE, .summary = "a limit of kamcheck is reached",
     .why = "Some inputs would take endless time or memory: defines that expand to more and "
	    "more text, blocks nested more than 1,000 deep, regular expressions that explode. "
	    "kamcheck stops there. Kamailio hangs, runs out of memory or refuses the file "
	    "as well.")
