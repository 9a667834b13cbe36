# Fails when a file includes a header of a higher layer.  layers: names from low to high; generated headers are free.

BEGIN {
	n = split(layers, name, " ")
	for (i = 1; i <= n; i++)
		level[name[i]] = i
}

/^#include "[a-z]+\// {
	split(FILENAME, from, "/")
	split($2, to, /["\/]/)
	if (!(to[2] in level)) {
		print FILENAME ":" FNR ": unknown layer \"" to[2] "\""
		bad = 1
	} else if (level[to[2]] > level[from[2]]) {
		print FILENAME ":" FNR ": layer \"" from[2] "\" may not include \"" to[2] "\""
		bad = 1
	}
}

END { exit bad }
