# Fails on a file above 600 lines, a function above 60, and two structs of one name.
#
#   awk -f shape.awk FILES
#
# A function begins with a brace alone in column one and ends with one: clang-format sees to that.

function fail(where, text)
{
	print where ": " text
	bad = 1
}

FNR == 1 {
	if (last != "" && lines > 600)
		fail(last, lines " lines; a file has 600 at most")
	last = FILENAME
	begin = 0
}

{ lines = FNR }

/^\{$/ {
	begin = FNR
	name = before
}

/^\}$/ && begin {
	if (FNR - begin + 1 > 60)
		fail(FILENAME ":" begin, "function of " (FNR - begin + 1) " lines: " name)
	begin = 0
}

/^struct [a-z_0-9]+ \{$/ {
	if ($2 in place && place[$2] != FILENAME)
		fail(FILENAME ":" FNR, "struct " $2 " is in " place[$2] ", too")
	place[$2] = FILENAME
}

/^[a-z]/ { before = $0 }

END {
	if (lines > 600)
		fail(last, lines " lines; a file has 600 at most")
	exit bad
}
