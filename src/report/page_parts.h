/*
 * page_parts - what the parts of the page share: the files and their lines, findings by line,
 * links.
 *
 * What must stay true: a line that is linked to is marked as wanted, so the listing, which comes
 * last, has it; text of the config gets into the page by page_text() and its kin only, which mask.
 */
#ifndef KAMCHECK_PAGE_PARTS_H
#define KAMCHECK_PAGE_PARTS_H

#include "report/html.h"
#include "report/page.h"
#include "pictures/picture.h"

enum {
	PAGE_ROWS_MOST = 2000, /* of one table or list */
	PAGE_CELL_MOST = 12,   /* links in a cell */
	PAGE_VALUE_MOST = 300, /* bytes that are shown of a value */
};

/* What is known of a line. */
enum page_line {
	LINE_IS_WANTED = 1, /* something links to it */
	LINE_IS_OFF = 2,    /* the config as it stands does not have it */
};

/* A finding as the listing shows it. */
struct page_mark {
	uint32_t next; /* of the same line, from 1; 0: none */
	uint32_t number;
	enum severity severity;
	const struct rule *rule;
	struct str message;
};

/* A file of the listing. */
struct page_file {
	struct str name;
	uint32_t number; /* from 1 */
	struct sources *sources;
	struct secrets *secrets;
	const struct source *source;
	uint32_t line_count;
	uint32_t findings;
	unsigned char *lines; /* enum page_line, by line - 1 */
	uint32_t *marks;      /* the first of each line; NULL: none yet */
	uint32_t *last_marks;
};

struct page {
	struct buf *out;
	struct arena *arena; /* for what the page keeps, not for OUT */
	const struct page_input *in;
	struct analysis *analysis;
	struct picture calls, order;
	LIST_OF(struct page_file *) files;
	struct map by_name; /* struct page_file */
	LIST_OF(struct page_mark) marks;
	LIST_OF(const struct rule *) rules; /* of the findings shown */
	uint32_t shown[SEVERITY_COUNT];
	uint32_t left_out; /* findings */
};

/* --- links ------------------------------------------------------------------------------------ */

/* The file called NAME, or NULL. */
struct page_file *page_file(struct page *p, struct str name);

/* Appends ` href="#f1-L12"` for a line of FILE, and marks it as wanted. */
void page_href(struct page *p, struct page_file *file, uint32_t line);

/* Appends a link to a line, whose words are its number, with the name of a file that is not the
 * main one. */
void page_line_link(struct page *p, struct str file, uint32_t line);

/* The same for a place in the sources of the analysis; a dash when it is nowhere. */
void page_place(struct page *p, struct span at);

/* --- text ------------------------------------------------------------------------------------- */

/* Appends TEXT of the config, masked, and cut in its middle to PAGE_VALUE_MOST bytes. */
void page_text(struct page *p, struct str text);

/* The same for the text at AT, as somebody wrote it, in sources of the analysis. */
void page_source(struct page *p, struct span at);

/* --- tables ----------------------------------------------------------------------------------- */

/* Begins a table; HEADS are the heads of its columns, CAPTION says what it shows. */
void page_table(struct page *p, const char *class, const char *caption, const char *const *heads,
		size_t count);

/* The same without the body of the table, for one that has several. */
void page_table_of(struct page *p, const char *class, const char *caption, const char *const *heads,
		   size_t count);

/* Ends one with one body. */
void page_table_end(struct page *p);

/* Says how many of COUNT rows are left out because they are more than PAGE_ROWS_MOST. */
void page_cut(struct page *p, uint64_t count, const char *word);

/* --- the parts -------------------------------------------------------------------------------- */

void page_summary(struct page *p);
void page_findings(struct page *p);
void page_rules(struct page *p);
void page_calls(struct page *p);
void page_order(struct page *p);
void page_routes(struct page *p);
void page_events(struct page *p);
void page_modules(struct page *p);
void page_settings(struct page *p);
void page_sockets(struct page *p);
void page_defines(struct page *p);
void page_variants(struct page *p);
void page_listing(struct page *p);

/* Appends PICTURE as nested lists. */
void page_tree(struct page *p, const struct picture *picture);

/* Appends PICTURE as a drawing; returns why nobody can place it, or NULL. */
const char *page_drawing(struct page *p, const struct picture *picture);

#endif
