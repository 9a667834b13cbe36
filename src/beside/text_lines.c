/*
 * text_lines - see text_lines.h.
 */
#include "beside/text_lines.h"

#include "base/ascii.h"

bool text_line(struct str *rest, struct str *line)
{
	ptrdiff_t end = str_find(*rest, '\n');

	if (!rest->n)
		return false;
	*line = str_trim(end < 0 ? *rest : str_head(*rest, (size_t)end));
	*rest = end < 0 ? (struct str){"", 0} : str_skip(*rest, (size_t)end + 1);
	return true;
}

struct str text_without_comment(struct str line)
{
	ptrdiff_t hash = str_find(line, '#');

	return hash < 0 ? line : str_trim(str_head(line, (size_t)hash));
}

bool text_word(struct str *line, struct str *word)
{
	size_t n = 0;

	*line = str_trim(*line);
	while (n < line->n && !ascii_is_white(line->p[n]))
		n++;
	*word = str_head(*line, n);
	*line = str_skip(*line, n);
	return n > 0;
}
