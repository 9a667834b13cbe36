/*
 * text_lines - see text_lines.h.
 */
#include "beside/text_lines.h"

#include "base/ascii.h"

bool text_line(struct str *rest, struct str *line)
{
	if (!rest->n)
		return false;
	*line = str_trim(str_take(rest, '\n'));
	return true;
}

struct str text_without_comment(struct str line)
{
	return str_trim(str_take(&line, '#'));
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
