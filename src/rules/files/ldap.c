/*
 * ldap - the sessions that "config_file" of ldap names: [NAME], key = value.  Each form was tried
 * with 5.6.3, whose reader passes over what it does not understand.
 *
 * What must stay true: one section may stand in several places, and any of them gives the address.
 */
#include "beside/text_lines.h"
#include "engine/visit.h"

/* What is reported here. */
extern const struct rule rule_ldap_server;
extern const struct rule rule_ldap_key;

struct ldap_section {
	struct span at;
	bool has_server;
};

struct ldap_file {
	struct visit *v;
	const struct named_file *file;
	struct map sections;          /* struct ldap_section, by names in lower case */
	struct ldap_section *section; /* NULL: above the first one */
};

static void take_head(struct ldap_file *l, struct str line)
{
	struct str rest = str_skip(line, 1), name = str_take(&rest, ']');

	l->section = NULL;
	if (!name.n)
		return;
	l->section = MAP_RECORD(&l->sections, l->v->arena, buf_lower(l->v->arena, name),
				struct ldap_section);
	if (!l->section->at.lo)
		l->section->at = named_file_place(l->file, name);
}

/* Whether a value stands before the comment in REST, which follows the "=". */
static bool has_value(struct str rest)
{
	rest = str_trim(rest);
	return rest.n && rest.p[0] != ';' && rest.p[0] != '#';
}

static void take_line(struct ldap_file *l, struct str line)
{
	struct visit *v = l->v;
	struct str rest = line, key = str_trim(str_take(&rest, '='));
	const struct fact_file_key *known = file_key(KEYS_LDAP, key, v->version);
	const char *near = known ? NULL : file_key_nearest(KEYS_LDAP, key, v->version);

	if (near)
		known = file_key(KEYS_LDAP, str_of(near), v->version);
	if (!known || !l->section || key.n == line.n)
		return;
	if (known->kind == KEY_SECRET && has_value(rest))
		secrets_add_place(&v->session->secrets, named_file_place(l->file, str_trim(rest)));
	if (near)
		diag_hint(v->diags,
			  report_as(v, &rule_ldap_key, named_file_place(l->file, key),
				    "ldap knows no option \"%.*s\"", STR_ARG(key)),
			  "did you mean \"%s\"?", near);
	if (str_is(str_of(known->key), "ldap_server_url"))
		l->section->has_server |= near || has_value(rest);
}

static void judge(const struct ldap_file *l)
{
	const struct map *all = &l->sections;
	uint32_t lo = l->file->source->base;

	for (uint32_t i = 0; i < all->entries.count; i++) {
		const struct ldap_section *s = all->entries.all[i].value;

		if (!s->has_server)
			report(l->v, s->at, "a session without ldap_server_url");
	}
	if (!all->entries.count)
		diag_hint(l->v->diags,
			  report(l->v, (struct span){lo, lo + 1}, "there is no session here"),
			  "a line [NAME] stands above the options of each");
}

static void check_file(struct visit *v, const struct named_file *file)
{
	struct ldap_file l = {.v = v, .file = file};
	struct str rest = file->source->text, line;

	while (text_line(&rest, &line)) {
		/* Releases may read on in the next line. */
		if (str_ends(line, STR("\\")))
			return;
		if (str_starts(line, STR("[")))
			take_head(&l, line);
		else if (line.n && line.p[0] != ';' && line.p[0] != '#')
			take_line(&l, line);
	}
	judge(&l);
}

static void check_files(struct visit *v)
{
	for (const struct named_file *f = NULL; (f = named_files_next(v->unit, f, FILE_LDAP));)
		check_file(v, f);
}

RULE(ldap_server, "K883", SEV_ERROR, PHASE_START, .end = check_files, .needs = NEEDS_FILES,
     .summary = "a session in the file of ldap without the address of its server",
     .why = "The file that \"config_file\" of ldap names has a line [NAME] for each session, and "
	    "below it lines \"key = value\". The server does not start when a session has no "
	    "ldap_server_url, nor when there is no session.")

RULE(ldap_key, "K884", SEV_WARNING, PHASE_START, .found_by = &rule_ldap_server,
     .summary = "an option in the file of ldap that is probably misspelt",
     .why = "The module ldap passes over options that it does not know without a word.")
