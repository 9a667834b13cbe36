# Fails when a file includes a header of a higher room, or when a topic of rules/ includes another topic.
#
#   awk -v layers="low ... high" -f layers.awk FILES
#
# Generated headers are free: they have no folder.

BEGIN {
	n = split(layers, name, " ")
	for (i = 1; i <= n; i++)
		level[name[i]] = i
}

function fail(text)
{
	print FILENAME ":" FNR ": " text
	bad = 1
}

/^#include "[a-z]+\// {
	depth = split(FILENAME, from, "/")
	deep = split($2, to, /["\/]/)
	if (!(to[2] in level))
		fail("unknown room \"" to[2] "\"")
	else if (level[to[2]] > level[from[2]])
		fail("room \"" from[2] "\" may not include \"" to[2] "\"")
	else if (from[2] == "rules" && to[2] == "rules" && from[3] != to[3])
		fail("topic \"" from[3] "\" of the rules may not include \"" to[3] "\"")
}

FNR == 1 && FILENAME ~ /^src\// {
	split(FILENAME, at, "/")
	if (!(at[2] in level))
		fail("room \"" at[2] "\" is in no list of LAYERS")
}

END { exit bad }
