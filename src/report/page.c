/*
 * page - see page.h.
 */
#include "report/page_parts.h"

#include "page_files.inc"
#include "text/secrets.h"

/* A part of the page. */
struct page_part {
	const char *id, *title;
	void (*write)(struct page *p);
};

static const struct page_part parts[] = {
    {"verdict", "Verdict", page_summary},    {"findings", "Findings", page_findings},
    {"calls", "Who calls whom", page_calls}, {"order", "Order of blocks", page_order},
    {"blocks", "Blocks", page_routes},       {"events", "Events", page_events},
    {"modules", "Modules", page_modules},    {"settings", "Core settings", page_settings},
    {"sockets", "Sockets", page_sockets},    {"defines", "Defines", page_defines},
    {"variants", "Variants", page_variants}, {"rules", "Rules", page_rules},
    {"source", "Source", page_listing},
};

/* --- head and foot ---------------------------------------------------------------------------- */

/* The name without its folders. */
static struct str short_name(struct str name)
{
	ptrdiff_t slash = str_find_last(name, '/');

	return slash < 0 ? name : str_skip(name, (size_t)slash + 1);
}

static void write_head(struct page *p)
{
	struct buf *b = p->out;

	buf_text(b, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "style-src '" PAGE_STYLE_HASH "'; script-src '" PAGE_SCRIPT_HASH "'; "
		    "base-uri 'none'; form-action 'none'\"/>\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		    "<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		    "<meta name=\"referrer\" content=\"no-referrer\"/>\n");
	buf_printf(b, "<meta name=\"generator\" content=\"kamcheck %s\"/>\n<title>",
		   p->in->program);
	html_text(b, short_name(p->in->config));
	buf_text(b, " \xe2\x80\x93 kamcheck report</title>\n<style>");
	buf_text(b, page_style);
	buf_text(b, "</style>\n</head>\n<body>\n"
		    "<a class=\"skip\" href=\"#main\">Skip to the report</a>\n");
}

static void write_masthead(struct page *p)
{
	struct buf *b = p->out;
	uint64_t lines = 0;

	for (uint32_t i = 0; i < p->files.count; i++)
		lines += p->files.all[i]->line_count;
	buf_text(b, "<header class=\"masthead\">\n<p class=\"kicker\">kamcheck report</p>\n<h1>");
	html_text(b, short_name(p->in->config));
	buf_text(b, "</h1>\n<p class=\"facts\"><span class=\"path\">");
	html_text(b, p->in->config);
	buf_text(b, "</span> <span>");
	html_count(b, p->files.count, "file");
	buf_text(b, "</span> <span>");
	html_count(b, lines, "line");
	buf_text(b, "</span> <span>for Kamailio ");
	buf_str(b, p->analysis->session->version.name);
	buf_text(b, "</span></p>\n</header>\n");
}

static void write_nav(struct page *p)
{
	struct buf *b = p->out;

	buf_text(b, "<nav class=\"contents\" aria-label=\"Contents\">\n<ul>\n");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		buf_printf(b, "<li><a href=\"#%s\">%s</a></li>\n", parts[i].id, parts[i].title);
	buf_text(b, "</ul>\n</nav>\n");
}

static void write_foot(struct page *p)
{
	buf_printf(p->out,
		   "<footer><p>Made by kamcheck %s. Passwords and keys of the config are shown as "
		   "<code>" SECRETS_MASK "</code>.</p></footer>\n</main>\n</div>\n<script>",
		   p->in->program);
	buf_text(p->out, page_script);
	buf_text(p->out, "</script>\n</body>\n</html>\n");
}

/* --- files ------------------------------------------------------------------------------------ */

static void add_file(struct page *p, struct sources *s, struct secrets *secrets,
		     const struct source *src)
{
	struct page_file *f;

	if (src->is_expansion || map_has(&p->by_name, src->name))
		return;
	f = MAP_RECORD(&p->by_name, p->arena, src->name, struct page_file);
	*LIST_ADD(p->arena, &p->files) = f;
	*f = (struct page_file){.name = src->name,
				.number = p->files.count,
				.sources = s,
				.secrets = secrets,
				.source = src,
				.line_count =
				    source_place(s, src->base + (uint32_t)src->text.n).line};
	/* Behind the last newline is no line, unless something stands there. */
	if (f->line_count > 1 && str_ends(src->text, STR("\n")))
		f->line_count--;
	f->lines = arena_array(p->arena, f->line_count + 2, sizeof *f->lines);
	f->marks = arena_array(p->arena, f->line_count + 2, sizeof *f->marks);
	f->last_marks = arena_array(p->arena, f->line_count + 2, sizeof *f->last_marks);
}

/* Files of the analysis first; other runs may have read others. */
static void add_files(struct page *p)
{
	struct session *s = p->analysis->session;
	struct diags *d = p->in->diags;

	for (uint32_t i = 0; i < s->sources.count; i++)
		add_file(p, &s->sources, &s->secrets, s->sources.all[i]);
	for (uint32_t i = 0; d->sources != &s->sources && i < d->sources->count; i++)
		add_file(p, d->sources, d->secrets, d->sources->all[i]);
}

/* What one run knows to be secret is so everywhere. */
static void share_secrets(struct page *p)
{
	struct secrets *s = &p->analysis->session->secrets;
	const struct secrets *d = p->in->diags->secrets;

	for (uint32_t i = 0; d && d != s && i < d->values[SECRET_OF_CONFIG].count; i++)
		secrets_add_value(s, d->values[SECRET_OF_CONFIG].all[i]);
}

/* Lines that the config as it stands does not have. */
static void mark_skipped(struct page *p)
{
	struct sources *s = &p->analysis->session->sources;
	const struct record *r = &p->analysis->record;

	for (uint32_t i = 0; i < r->skipped.count; i++) {
		struct span at = *PILE_AT(&r->skipped, i);
		struct place from = source_place(s, at.lo), to = source_place(s, at.hi);
		struct page_file *f = from.source ? page_file(p, from.source->name) : NULL;

		if (!f || f->source != from.source)
			continue;
		for (uint32_t n = from.line + (from.column > 1);
		     n <= f->line_count && (n < to.line || (n == to.line && to.column > 1)); n++)
			f->lines[n - 1] |= LINE_IS_OFF;
	}
}

void page_write(struct buf *b, const struct page_input *in)
{
	struct arena *a = arena_new();
	struct page p = {.out = b, .arena = a, .in = in, .analysis = in->analysis};

	share_secrets(&p);
	add_files(&p);
	mark_skipped(&p);
	p.calls = picture_calls(in->analysis);
	p.order = picture_order(in->analysis);
	write_head(&p);
	write_masthead(&p);
	buf_text(b, "<div class=\"frame\">\n");
	write_nav(&p);
	buf_text(b, "<main id=\"main\">\n");
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		buf_printf(b,
			   "<section id=\"%s\" aria-labelledby=\"%s-title\">\n"
			   "<h2 id=\"%s-title\">%s</h2>\n",
			   parts[i].id, parts[i].id, parts[i].id, parts[i].title);
		parts[i].write(&p);
		buf_text(b, "</section>\n");
	}
	write_foot(&p);
	arena_free(a);
}
