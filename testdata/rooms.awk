# Fails when src/README.md and src/ differ: it has a section for each room, in the order of LAYERS, and names each file once, in its room.
# A file of C opens with a banner that has the file's own name.
#
#   awk -v layers="base text ..." -f testdata/rooms.awk src/README.md FILE.c FILE.h...

BEGIN {
	rooms = split(layers, layer, " ")
}

function complain(where, what)
{
	print where ": " what
	bad = 1
}

FNR == 1 && FILENAME !~ /\.md$/ {
	if (!(FILENAME in line))
		complain(FILENAME, "src/README.md has no line for it")
	present[FILENAME]
}

FNR == 2 && FILENAME !~ /\.md$/ {
	name = FILENAME
	gsub(/^.*\/|\.[ch]$/, "", name)
	if (index($0, " * " name " - ") != 1)
		complain(FILENAME ":2", "the banner does not begin with \" * " name " - \"")
}

FILENAME ~ /\.md$/ && /^##+ / {
	folder = $2
	if ($1 == "##" && layer[++seen] != folder)
		complain(FILENAME ":" FNR, "\"" folder "\" instead of \"" layer[seen] "\"")
}

# A row: names of files in backquotes | what they are for
FILENAME ~ /\.md$/ && /^\| `/ {
	split($0, cell, "|")
	n = split(cell[2], part, "`")
	for (i = 2; i <= n; i += 2) {
		path = "src/" folder "/" part[i]
		if (path in line)
			complain(FILENAME ":" FNR, path " stands there twice")
		line[path] = FNR
	}
	if (cell[3] !~ /[a-z]/)
		complain(FILENAME ":" FNR, "nothing is said about it")
}

END {
	if (seen < rooms)
		complain("src/README.md", "no section for \"" layer[seen + 1] "\"")
	for (path in line)
		if (!(path in present))
			complain("src/README.md:" line[path], "there is no " path)
	exit bad
}
