/*
 * bare_scanner - flex alone: reads a file and counts its raw tokens.  The limit of what a check can
 * reach.
 *
 * What must stay true: nothing is done with a token, and no state is asked for, so the names and
 * values of directives are scanned as ordinary text.
 */
#include "scan/lexer.h"
#include "text/files.h"

#include <stdio.h>

int main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct files files = files_on_disk(a, NULL);
	unsigned long count = 0;
	struct sources sources;
	struct source *src;
	struct lexer *lexer;
	struct str text, reason;
	struct raw raw;

	if (argc != 2 || files.read(files.ctx, a, str_of(argv[1]), &text, &reason) != FILE_OK) {
		fputs("usage: bare_scanner FILE\n", stderr);
		arena_free(a);
		return 2;
	}
	sources_init(&sources, a);
	src = sources_add(&sources, str_of(argv[1]), text, SPAN_NONE);
	lexer = lexer_new(a, &sources);
	lexer_push_file(lexer, src);
	do {
		lexer_next(lexer, &raw);
		count++;
	} while (raw.kind != RAW_END);
	printf("%lu tokens\n", count);
	arena_free(a);
	return 0;
}
