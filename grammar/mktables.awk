# Turns the tables of facts (NAME.tsv) into constant C tables:
#
#   awk -v table=NAME -f table.awk -f cells.awk -f mktables.awk versions.tsv NAME.tsv  >  NAME.inc
#   the same with -v what=index  >  NAME.index: where the rows of each name are, for src/facts/rows.h
#   the same with -v what=enum  >  NAME.enum: the words that "#=" lines declare, for an enum
#
# versions.tsv comes first in every call: it gives each release its bit.  What must stay true: the hash is
# that of str_hash() in src/base/str.c, and hash tables stay at most half full, so a look-up is one or two
# comparisons.

BEGIN {
	for (i = 1; i < 256; i++)
		ord[sprintf("%c", i)] = i
}

function hash(word,    h, i)
{
	h = 5381
	for (i = 1; i <= length(word); i++) {
		h = h * 33 + ord[substr(word, i, 1)]
		h -= int(h / 4294967296) * 4294967296
	}
	return h
}

function print_versions(    i)
{
	for (i = 0; i < nversions; i++)
		printf "VERSION(%s, %s, %s)\n", quoted(name[i]), quoted(release[i]), toupper(status[i])
}

# The words of all columns, as NAME(WORD, number from 0 in its column).
function print_words(    j, k)
{
	for (j = 1; j <= ncolumns; j++)
		for (k = 1; k <= nknown[head[j]]; k++)
			printf "%s(%s, %d)\n", toupper(head[j]), constant(known[head[j], k]), k - 1
}

# Row I as MACRO(cells), behind AT.
function print_row(macro, at, i,    f, j, n, text)
{
	n = split(row[i], f, FS)
	for (j = 1; j <= n; j++)
		text = text (j > 1 ? ", " : at) cell(i, j, f[j])
	printf "%s(%s)\n", macro, text
}

# Rows placed in a table by their hash; collisions go to the next free place.
function print_hashed(macro,    i, size, slot, at)
{
	for (size = 16; size < 2 * nrows; size *= 2)
		;
	for (i = 0; i < nrows; i++) {
		for (at = hash(first_of(i)) % size; at in slot; at = (at + 1) % size)
			if (first_of(slot[at]) == first_of(i))
				fault(i, "\"" first_of(i) "\" stands there twice")
		slot[at] = i
	}
	printf "TABLE_SIZE(%d)\n", size
	for (at = 0; at < size; at++)
		if (at in slot)
			print_row(macro, at ", ", slot[at])
}

function first_of(i)
{
	return substr(row[i], 1, index(row[i], FS) - 1)
}

# A mask of the bytes at the beginning of the words of LIST, or at their end; a letter counts in any case, as
# byte_bit() of src/facts/words.c has it.
function bytes_of(list, at_end,    i, f, byte, is_in, sum)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if (f[2] != list)
			continue
		byte = ord[substr(f[1], at_end ? length(f[1]) : 1, 1)] % 32
		sum += byte in is_in ? 0 : 2 ^ byte
		is_in[byte]
	}
	return sprintf("%.0fu", sum)
}

# Rows of short lists, list by list, and where each begins: they are searched one by one.
function print_lists(    i, k, f, list, at, from)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if ((f[1], f[2]) in stands)
			fault(i, "\"" f[1] "\" stands there twice for \"" f[2] "\"")
		stands[f[1], f[2]]
		is_word(i, 2, f[2])
	}
	for (k = 1; k <= nknown["list"]; k++) {
		list = known["list", k]
		from = at
		for (i = 0; i < nrows; i++) {
			split(row[i], f, FS)
			if (f[2] == list) {
				printf "WORD(%s, %s)\n", quoted(f[1]), cell(i, 3, f[3])
				at++
			}
		}
		printf "LIST(%s, %d, %d, %s, %s)\n", list, from, at - from, bytes_of(list, 0),
		    bytes_of(list, 1)
	}
}

# What rows_index() of src/facts/rows.c makes, at least half of it empty.
function print_index(    i, size, at, first, count, place)
{
	for (size = 16; size < 2 * nrows; size *= 2)
		;
	for (first = 0; first < nrows; first += count) {
		at = hash(first_of(first)) % size
		for (count = 1; first + count < nrows && first_of(first + count) == first_of(first);)
			count++
		if (count > 4095)
			fault(first, "too many rows of \"" first_of(first) "\"")
		while (at in place)
			at = (at + 1) % size
		place[at] = count * 1048576 + first + 1
	}
	for (at = 0; at < size; at++)
		printf "%d,%s", place[at], (at % 16 == 15 ? "\n" : "")
}

# Rows as they stand; where is_sorted, sorted by their first cell.
function print_rows(macro, is_sorted,    i)
{
	for (i = 0; i < nrows; i++) {
		if (is_sorted && i && first_of(i) < first_of(i - 1))
			fault(i, "\"" first_of(i) "\" stands behind \"" first_of(i - 1) "\": rows are sorted by bytes")
		print_row(macro, "", i)
	}
}

# Heads of names, which end with "*", stand apart, too.
function print_tags(    i, f)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if (sub(/\*$/, "", f[1]))
			printf "TAG_HEAD(%s, %s, %s)\n", quoted(f[1]), cell(i, 3, f[3]), cell(i, ncolumns, f[ncolumns])
	}
	print_rows("ROW", 1)
}

END {
	print "/* Made by grammar/mktables.awk; do not edit. */"
	if (table == "versions")
		print_versions()
	else if (what == "enum")
		print_words()
	else if (what == "index")
		print_index()
	else if (table == "features")
		print_rows("FEATURE", 0)
	else if (table == "symbolkinds")
		print_rows("ROW", 0)
	else if (table == "keywords")
		print_hashed("KEYWORD")
	else if (table == "directives")
		print_hashed("DIRECTIVE")
	else if (table == "words")
		print_lists()
	else if (table == "tags")
		print_tags()
	else
		print_rows("ROW", 1)
	if (nwrong)
		exit 1
}
