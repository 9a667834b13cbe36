/*
 * say - see say.h.
 */
#include "programs/say.h"

#include "base/hidden.h"

#include <stdio.h>

void say(struct str message)
{
	struct arena *a = arena_new();
	struct buf b = buf_on(a);

	buf_text(&b, "kamcheck: ");
	hidden_show(&b, message);
	buf_byte(&b, '\n');
	fwrite(b.p, 1, b.n, stderr);
	arena_free(a);
}

int complain(struct str message)
{
	say(message);
	return EXIT_TROUBLE;
}

void say_partial(struct buf *b, struct str file, const char *lack)
{
	buf_printf(b, "%.*s: parts could not be read, %s: \"kamcheck lint\" says where",
		   STR_ARG(file), lack);
}
