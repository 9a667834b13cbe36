# Turns the tables of facts (TSV, last column: versions) into constant C tables.
#
#   awk -v table=NAME -f mktables.awk versions.tsv [NAME.tsv]  >  NAME.inc
#   awk -v table=tags -f mktables.awk versions.tsv tagnames.tsv tags.tsv  >  tags.inc
#   awk -v table=NAME -v part=index -f mktables.awk versions.tsv NAME.tsv  >  NAME.index
#
# The last is for tables that are sorted: where the rows of each name are, for src/facts/rows.h.
#
# versions.tsv comes first in every call: it gives each release its bit.  What must stay true: the hash is
# that of str_hash() in src/base/str.c, and hash tables stay at most half full, so a look-up is one or two
# comparisons.  Keep to POSIX awk: mawk has neither bit operations nor strtonum.

BEGIN {
	nversions = nrows = 0
	FS = "\t"
	for (i = 1; i < 256; i++)
		ord[sprintf("%c", i)] = i
}

/^#/ { next }

FNR == NR {
	bit[$1] = nversions
	name[nversions] = $1
	release[nversions] = $2
	status[nversions++] = $3
	next
}

table == "tags" && FILENAME ~ /tagnames/ {
	tag[$1]
	next
}

{ row[nrows++] = $0 }

function fail(text)
{
	print "mktables.awk: " FILENAME ": " text > "/dev/stderr"
	failed = 1
	exit 1
}

# "5.0-5.4,5.7-" as a bit mask.
function mask(ranges,    n, part, i, ends, from, to, b, sum)
{
	n = split(ranges, part, ",")
	for (i = 1; i <= n; i++) {
		if (!index(part[i], "-"))
			part[i] = part[i] "-" part[i]
		split(part[i], ends, "-")
		if (!(ends[1] in bit) || (ends[2] != "" && !(ends[2] in bit)))
			fail("unknown version in \"" ranges "\"")
		from = bit[ends[1]]
		to = ends[2] == "" ? nversions - 1 : bit[ends[2]]
		for (b = from; b <= to; b++)
			sum += 2 ^ b
	}
	return sum + 0
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

function quoted(s)
{
	gsub(/[\\"]/, "\\\\&", s)
	return "\"" s "\""
}

function print_versions(    i)
{
	for (i = 0; i < nversions; i++)
		printf "VERSION(%s, %s, %s)\n", quoted(name[i]), quoted(release[i]), toupper(status[i])
}

# Rows placed in a table of size SIZE by their hash; collisions go to the next free place.
function print_hashed(macro,    i, f, size, slot, at)
{
	for (size = 16; size < 2 * nrows; size *= 2)
		;
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		at = hash(f[1]) % size
		while (at in slot) {
			if (split(row[slot[at]], f, FS) && f[1] == substr(row[i], 1, index(row[i], FS) - 1))
				fail("\"" f[1] "\" stands there twice")
			at = (at + 1) % size
		}
		slot[at] = i
	}
	printf "TABLE_SIZE(%d)\n", size
	for (at = 0; at < size; at++)
		if (at in slot)
			print_row(macro, at, row[slot[at]])
}

function print_row(macro, at, text,    f, n)
{
	n = split(text, f, FS)
	if (table == "keywords")
		printf "%s(%d, %s, %s, %s, %d, 0x%x)\n", macro, at, quoted(f[1]), f[2], quoted(f[3]),
		    f[2] == "NUMBER" ? f[3] : 0, mask(f[4])
	else
		printf "%s(%d, %s, %s, 0x%x)\n", macro, at, quoted(f[1]), f[2], mask(f[3])
}

function print_features(    i, f)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		printf "FEATURE(%s, %s, 0x%x)\n", f[1], quoted(f[2]), mask(f[3])
	}
}

# Rows of short lists, list by list, and where each begins: they are searched one by one.
function print_words(    i, j, f, n, names, at, from)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if (seen[f[1], f[2]]++)
			fail("\"" f[1] "\" stands there twice for " f[2])
		if (!(f[2] in size))
			names[n++] = f[2]
		member[f[2], size[f[2]]++] = i
	}
	for (j = 0; j < n; j++) {
		from = at
		for (i = 0; i < size[names[j]]; i++) {
			split(row[member[names[j], i]], f, FS)
			printf "WORD(%s, 0x%x)\n", quoted(f[1]), mask(f[3])
			at++
		}
		printf "LIST(%s, %d, %d)\n", names[j], from, at - from
	}
}

# A set of names as the expression of an enum: "request,event" gives FACT_REQUEST|FACT_EVENT.
function flags(names, prefix,    n, part, i, text)
{
	n = split(names, part, ",")
	if (names == "none")
		return "0"
	for (i = 1; i <= n; i++)
		text = text (i > 1 ? "|" : "") prefix toupper(part[i])
	return text
}

# A field by its letter in LAYOUT: s string, o string or "-" for none, n number, f names of flags, F the
# same with PREFIX, e one name of an enum with PREFIX, c number or "var",
# a number, "last" or "-" for none, v versions, ?WORD whether the field is WORD.
function field(kind, text, prefix)
{
	if (kind == "s")
		return quoted(text)
	if (kind == "o")
		return text == "-" ? "0" : quoted(text)
	if (kind == "n")
		return text + 0
	if (kind == "c")
		return text == "var" ? "FACT_ANY_COUNT" : text + 0
	if (kind == "a")
		return text == "last" ? "TAG_LAST" : text == "-" ? 0 : text + 0
	if (kind == "f" || kind == "F")
		return flags(text, kind == "f" ? "FACT_" : prefix)
	if (kind == "e") {
		gsub(/-/, "_", text)
		return prefix toupper(text)
	}
	if (kind == "v")
		return sprintf("0x%x", mask(text))
	return text == substr(kind, 2) ? 1 : 0
}

# Each tag has a bit.
function print_tagnames(    i, f)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		printf "TAG(%s, %d)\n", f[1], i
	}
	if (nrows > 64)
		fail("more than 64 tags")
}

# The tags of functions, sorted; a name that ends with "*" is the head of others.
function print_tags(    i, f)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if (part != "index" && !(f[3] in tag))
			fail("\"" f[3] "\" is not in tagnames.tsv")
		if (sub(/\*$/, "", f[1]) && part != "index")
			printf "TAG_HEAD(%s, TAG_%s, 0x%x)\n", quoted(f[1]), f[3], mask(f[5])
	}
	print_sorted("TAGGED", "s s e a v", "TAG_")
}

# What rows_index() of src/facts/rows.c makes, at least half of it empty.
function print_index(    i, f, size, at, first, count, place)
{
	for (size = 16; size < 2 * nrows; size *= 2)
		;
	for (first = 0; first < nrows; first += count) {
		split(row[first], f, FS)
		at = hash(f[1]) % size
		for (count = 1; first + count < nrows && index(row[first + count], f[1] FS) == 1;)
			count++
		if (count > 4095)
			fail("too many rows of \"" f[1] "\"")
		while (at in place)
			at = (at + 1) % size
		place[at] = count * 1048576 + first + 1
	}
	for (at = 0; at < size; at++)
		printf "%d,%s", place[at], at % 16 == 15 ? "\n" : ""
}

# Rows as they stand, which must be sorted by their first field.
function print_sorted(macro, layout, prefix,    i, j, f, n, kinds, last)
{
	if (part == "index") {
		print_index()
		return
	}
	n = split(layout, kinds, " ")
	for (i = 0; i < nrows; i++) {
		if (split(row[i], f, FS) != n)
			fail("\"" row[i] "\" has not " n " fields")
		if (i && f[1] < last)
			fail("\"" f[1] "\" stands behind \"" last "\"")
		last = f[1]
		printf "%s(", macro
		for (j = 1; j <= n; j++)
			printf "%s%s", field(kinds[j], f[j], prefix), j < n ? ", " : ")\n"
	}
}

END {
	if (failed)
		exit 1
	print "/* Made by grammar/mktables.awk; do not edit. */"
	if (table == "versions")
		print_versions()
	else if (table == "features")
		print_features()
	else if (table == "keywords")
		print_hashed("KEYWORD")
	else if (table == "directives")
		print_hashed("DIRECTIVE")
	else if (table == "words")
		print_words()
	else if (table == "tagnames")
		print_tagnames()
	else if (table == "tags")
		print_tags()
	else if (table == "modules")
		print_sorted("MODULE", "s o o v")
	else if (table == "functions")
		print_sorted("FUNCTION", "s s c f ?const v")
	else if (table == "params")
		print_sorted("PARAM", "s s e ?func v", "FACT_")
	else if (table == "pvars")
		print_sorted("PVAR", "s s ?rw ?name ?index o v")
	else if (table == "transformations")
		print_sorted("TRANSFORMATION", "s s s n n o o v")
	else if (table == "events")
		print_sorted("EVENT", "s s e o v", "FACT_EVENT_")
	else if (table == "units")
		print_sorted("UNIT", "s s s n v")
	else if (table == "groups")
		print_sorted("GROUP", "s s ?asked v")
	else if (table == "globals")
		print_sorted("GLOBAL", "s o s v")
	else if (table == "guards")
		print_sorted("GUARD", "s e f f v", "FACT_GUARD_")
	else if (table == "routeparams")
		print_sorted("ROUTE_NAME", "s s s s s s v")
	else if (table == "variables")
		print_sorted("VARIABLES", "s s ?refused v")
	else if (table == "renamed")
		print_sorted("RENAMED", "s s s s v")
	else if (table == "arguments")
		print_sorted("ARGUMENT", "s s n n e ?refused v", "ARGUMENT_")
	else if (table == "dependencies")
		print_sorted("DEPENDENCY", "s s ?before o v")
	else if (table == "databases")
		print_sorted("DATABASE", "s s o o v")
	else if (table == "requirements")
		print_sorted("REQUIREMENT", "s s o s v")
	else if (table == "settings")
		print_sorted("SETTING", "s s e o o s o v", "SETTING_")
	else if (table == "selects")
		print_sorted("SELECT", "s s s F s v", "SELECT_")
	else
		fail("no such table: " table)
}
