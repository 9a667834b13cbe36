# Turns grammar/options.tsv into the constant table of command line options.
#
#   awk -f mkoptions.awk versions.tsv options.tsv  >  gen/options.inc
#
# One row becomes OPTION(long, letter, KIND, parameters, min, max, pass, FOR, EFFECT, versions); a name that C does
# not know fails the compilation.  What must stay true: in each version an option name or letter stands once.
# POSIX awk, no bit operations.

BEGIN {
	FS = "\t"
	print "/* Made by grammar/mkoptions.awk; do not edit. */"
}

/^#/ { next }

FNR == NR {
	bit[$1] = nversions
	name[nversions++] = $1
	next
}

NF != 7 { fail("not seven columns") }

{
	split($3, part, " ")
	limits = part[1] ~ /range$/
	printf "OPTION(%s, %s, %s, %s, %s, %s, %d, %s, %s, 0x%x)\n",
	    $1 == "-" ? "NULL" : quoted($1), $2 == "-" ? "0" : "'" $2 "'", upper(part[1]),
	    quoted(substr($3, length(part[1]) + 2)), limits ? part[2] : 0, limits ? part[3] : 0,
	    $4, upper($5), upper($6), mask($7)
}

function fail(text)
{
	print "mkoptions.awk: " FILENAME ":" FNR ": " text > "/dev/stderr"
	exit 1
}

function quoted(s)
{
	return "\"" s "\""
}

function upper(s)
{
	gsub(/-/, "_", s)
	return toupper(s)
}

# "5.0-5.7" as a bit mask; an open end reaches to the newest version.
function mask(range,    ends, b, to, sum)
{
	if (split(range, ends, "-") != 2 || !(ends[1] in bit) || (ends[2] != "" && !(ends[2] in bit)))
		fail("unknown versions \"" range "\"")
	to = ends[2] == "" ? nversions - 1 : bit[ends[2]]
	for (b = bit[ends[1]]; b <= to; b++) {
		once("--" $1, b)
		once("-" $2, b)
		sum += 2 ^ b
	}
	return sum + 0
}

function once(option, b)
{
	if (option != "---" && option != "--" && seen[option, b]++)
		fail("\"" option "\" stands there twice for " name[b])
}
