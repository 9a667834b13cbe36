# Finds files that call each other in a circle.
#
#   nm -A OBJECTS | awk -v allowed=PATTERN -f circles.awk
#
# Reads what nm says of each object: what it defines (T, R, D, B, V, W) and what it wants of others (U).  A
# circle whose files all match PATTERN is meant.  Prints the others, one circle a line, and fails.

function file_of(path)
{
	sub(/:.*/, "", path)
	sub(/^.*\/obj\//, "", path)
	sub(/\.o$/, "", path)
	return path
}

{
	file = file_of($1)
	symbol = $NF
	kind = $(NF - 1)
	files[file] = 1
	if (kind ~ /^[TRDBVW]$/)
		owner[symbol] = file
	else if (kind == "U")
		wants[file, ++want_count[file]] = symbol
}

# Tarjan: strongly connected components; the depth is that of the rooms.
function visit(v,    i, w, size, text, meant)
{
	order[v] = low[v] = ++clock
	stack[++top] = v
	open[v] = 1
	for (i = 1; i <= want_count[v]; i++) {
		w = owner[wants[v, i]]
		if (w == "" || w == v)
			continue
		if (!(w in order)) {
			visit(w)
			if (low[w] < low[v])
				low[v] = low[w]
		} else if (open[w] && order[w] < low[v]) {
			low[v] = order[w]
		}
	}
	if (low[v] != order[v])
		return
	size = 0
	meant = 1
	do {
		w = stack[top--]
		open[w] = 0
		text = text " " w
		if (w !~ allowed)
			meant = 0
		size++
	} while (w != v)
	if (size > 1 && !meant) {
		print "circle of calls:" text
		bad = 1
	}
}

END {
	for (v in files)
		if (!(v in order))
			visit(v)
	exit bad
}
