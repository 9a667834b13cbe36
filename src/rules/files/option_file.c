/*
 * option_file - see option_file.h.
 */
#include "rules/files/option_file.h"

#include "base/ascii.h"
#include "base/number.h"

void option_report_fault(struct visit *v, const struct rule *rule, const struct named_file *file,
			 const struct option_line *line)
{
	uint32_t at = file->source->base + (uint32_t)line->fault_at;

	report_as(v, rule, (struct span){at, at + 1}, "%s", line->fault);
}

void option_report_key(struct visit *v, const struct rule *rule, const struct named_file *file,
		       const char *module, enum file_keys of, struct str name)
{
	const char *near = file_key_nearest(of, name, v->version);
	struct diag *x;

	if (!near && !(file->fact->complete & v->version->bit))
		return;
	x = report_as(v, rule, named_file_place(file, name), "%s knows no option \"%.*s\"", module,
		      STR_ARG(name));
	if (near)
		diag_hint(v->diags, x, "did you mean \"%s\"?", near);
}

void option_report_value(struct visit *v, const struct rule *rule, const struct named_file *file,
			 const struct fact_file_key *key, const struct option_line *line,
			 const char *hint)
{
	diag_hint(v->diags,
		  report_as(v, rule, named_file_place(file, line->value),
			    "\"%s\" cannot be \"%.*s\"", key->key, STR_ARG(line->value)),
		  "%s", hint);
}

void option_hide(struct visit *v, const struct named_file *file, const struct fact_file_key *key,
		 const struct option_line *line)
{
	if (key && key->kind == KEY_SECRET && line->value.n)
		secrets_add_place(&v->session->secrets, named_file_place(file, line->value));
}

bool option_is_number(struct str value)
{
	int32_t number;

	return ascii_all(value, ascii_is_digit) && number_int32(value, NUMBER_PLAIN, &number);
}
