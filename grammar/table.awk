# What the scripts of this folder share: reading a table, its versions, and saying what is wrong with it.
#
# A table has a line for each fact, cells with one tab between them, and in the last one the versions in which it holds.  Lines that
# begin with "#" are comments, but for two kinds:
#
#   #:TYPE	TYPE ...          what the cells of each column are (cells.awk), below the line with their names
#   #=COLUMN	WORD	MEANING   a word that stands in a column of words
#
# What must stay true: a mistake in a table ends the build, and says file, line and word.  Keep to POSIX awk: mawk has neither bit
# operations nor strtonum.

BEGIN {
	nversions = nrows = ncolumns = nwrong = 0
	FS = "\t"
}

# The grammar: its tokens are words of keywords.tsv.
FILENAME ~ /\.y$/ {
	n = /^%token/ ? split($0, part, " ") : 0
	for (i = 1; i <= n; i++)
		is_token[part[i]]
	next
}

# The name of the table that is being read.
FNR == 1 { table_of_file = FILENAME; sub(/.*\//, "", table_of_file); sub(/\.tsv$/, "", table_of_file) }

/\r$/ { wrong(FILENAME, FNR, "the line ends with a carriage return") }

table_of_file == "versions" && !/^#/ {
	if (NF != 3 || $1 !~ /^[0-9]+\.[0-9]+$/ || index($2, $1 ".") != 1)
		wrong(FILENAME, FNR, "\"" $1 "\" and \"" $2 "\" are not a branch and its release")
	if ($1 in bit)
		wrong(FILENAME, FNR, "\"" $1 "\" stands there twice")
	if (!index(" facts stable development ", " " $3 " "))
		wrong(FILENAME, FNR, "\"" $3 "\" is none of: facts, stable, development")
	bit[$1] = nversions
	name[nversions] = $1
	release[nversions] = $2
	status[nversions++] = $3
	next
}

table_of_file == "versions" { next }

/^#:/ {
	ncolumns = split(substr($0, 3), type, FS)
	if (split(heads, head, FS) != ncolumns)
		wrong(FILENAME, FNR, ncolumns " types stand below the names of " split(heads, head, FS) " columns")
	split("", column)
	split("", meaning)
	split("", nknown)
	for (i = 1; i <= ncolumns; i++)
		column[head[i]] = i
	next
}

/^#=/ {
	n = split(substr($1, 3), part, ",")
	for (i = 1; i <= n; i++) {
		if (!(part[i] in column))
			wrong(FILENAME, FNR, "there is no column \"" part[i] "\"")
		if ((part[i], $2) in meaning)
			wrong(FILENAME, FNR, "\"" $2 "\" is declared twice")
		if ($3 == "")
			wrong(FILENAME, FNR, "\"" $2 "\" has no meaning")
		meaning[part[i], $2] = $3
		known[part[i], ++nknown[part[i]]] = $2
	}
	next
}

/^#/ {
	heads = substr($0, 2)
	next
}

{
	file = FILENAME
	line[nrows] = FNR
	row[nrows++] = $0
	if (NF != ncolumns)
		wrong(FILENAME, FNR, "there are " NF " cells, and " ncolumns " columns")
	for (i = 1; i <= NF; i++)
		if ($i == "" || $i ~ /^ | $/)
			wrong(FILENAME, FNR, "the cell of \"" head[i] "\" is " ($i == "" ? "empty" : "\"" $i "\", with a blank at its end"))
}

function wrong(where, number, text)
{
	if (nwrong++ < 50)
		print where ":" number ": error: " text > "/dev/stderr"
}

# The same about row I.
function fault(i, text)
{
	wrong(file, line[i], text)
}

# "5.0-5.4,5.7-" of row I as a bit mask.
function mask(i, ranges,    n, part, k, ends, b, last, sum)
{
	n = split(ranges, part, ",")
	last = -2
	for (k = 1; k <= n; k++) {
		if (split(part[k], ends, "-") == 1)
			ends[2] = part[k]
		else if (ends[1] == ends[2])
			fault(i, "\"" part[k] "\" is one version: write " ends[1])
		if (!(ends[1] in bit) || (ends[2] != "" && !(ends[2] in bit))) {
			fault(i, "\"" part[k] "\" is no range of versions")
			return 0
		}
		ends[2] = ends[2] == "" ? nversions - 1 : bit[ends[2]]
		if (bit[ends[1]] <= last + 1 || ends[2] < bit[ends[1]])
			fault(i, "\"" ranges "\" is not in order")
		last = ends[2]
		for (b = bit[ends[1]]; b <= last; b++)
			sum += 2 ^ b
	}
	return sum + 0
}

function quoted(s)
{
	gsub(/[\\"]/, "\\\\&", s)
	return "\"" s "\""
}
