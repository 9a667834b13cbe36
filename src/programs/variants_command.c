/*
 * variants_command - see variants_command.h.
 */
#include "programs/variants_command.h"

#include "programs/open.h"
#include "programs/outputs.h"
#include "programs/say.h"
#include "programs/scope.h"
#include "views/variants_list.h"

static int list(struct session *s, const struct scope *scope, struct str text)
{
	const struct options *o = &scope->options;
	struct lint_options lint = {.ignoring = IGNORING_NOTHING};
	struct variants_request request = {
	    .plan = &scope->plan, .lint = &lint, .open = open_variant, .ctx = (void *)o};
	struct str name = open_name(o, o->files[0]);
	struct buf b = buf_on(s->arena);
	const struct variants_choice *c = variants_choose(s, name, text, &request);

	if (o->format != OPTIONS_JSON)
		variants_list_text(&b, c, name);
	else if (!variants_list_json(&b, s->arena, c, name))
		return EXIT_TROUBLE;
	return outputs_write(stdout, buf_view(&b)) ? EXIT_GOOD : EXIT_TROUBLE;
}

int variants_command(struct arena *a, const struct options *o)
{
	struct scopes scopes = scopes_of(a, o);
	struct buf why = buf_on(a);
	const struct scope *scope = scope_of(&scopes, o->files[0], &why);
	struct session s;
	struct str text;
	int status;

	if (!scope)
		return complain(buf_view(&why));
	open_session(&s, &scope->options);
	if (open_config(&s, a, &scope->options, o->files[0], &text, &why))
		status = list(&s, scope, text);
	else
		status = complain(buf_view(&why));
	session_end(&s);
	return status;
}
