# Turns grammar/options.tsv into C:
#
#   awk -f table.awk -f cells.awk -f mkoptions.awk versions.tsv options.tsv  >  gen/options.inc
#   the same with -v what=help  >  gen/options_help.inc: HELP(FOR, is ours, lines) for each option that --help tells
#
# A row becomes OPTION(long, letter, KIND, parameters, min, max, pass, FOR, EFFECT, versions).  What must stay true: in each
# version an option name or letter stands once; lines of the help have room on any terminal.

function print_option(i,    f, part, has_limits)
{
	split(row[i], f, FS)
	split(f[3], part, " ")
	if (!is_word(i, 3, part[1]))
		return
	has_limits = part[1] ~ /range$/
	printf "OPTION(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)\n", cell(i, 1, f[1]),
	    (f[2] == "-" ? "0" : "'" f[2] "'"), constant(part[1], "ARGUMENT_"), quoted(substr(f[3], length(part[1]) + 2)),
	    has_limits ? part[2] : 0, has_limits ? part[3] : 0, cell(i, 5, f[5]), cell(i, 6, f[6]), cell(i, 7, f[7]),
	    cell(i, 9, f[9])
	once(i, "--" f[1], f[9])
	once(i, "-" f[2], f[9])
}

function once(i, option, ranges,    b, rest)
{
	rest = option ~ /^--?-$/ ? 0 : mask(i, ranges)
	for (b = 0; rest > 0; b++) {
		if (rest % 2 && seen[option, b]++)
			fault(i, "\"" option "\" stands there twice for " name[b])
		rest = int(rest / 2)
	}
}

# --- help ---

function newest(    b)
{
	for (b = nversions - 1; status[b] != "stable"; b--)
		;
	return name[b]
}

function all_versions(    b, out)
{
	for (b = 0; b < nversions; b++)
		if (status[b] != "facts")
			out = out (out ? ", " : "") name[b] (status[b] == "development" ? " (development)" : "")
	return out
}

function print_line(text)
{
	text = quoted(text)
	lines = lines (lines ? " " : "") substr(text, 1, length(text) - 1) "\\n\""
}

# What was printed since the last call belongs to options for PLACE.
function print_part(place, is_ours)
{
	printf "HELP(%s, %d, %s)\n", constant(place, "FOR_"), is_ours, lines
	lines = ""
}

# LEFT with TEXT beside it from column 30 on; {versions} begins a line.
function print_help(left, text,    n, word, k, out)
{
	gsub(/\{newest\}/, newest(), text)
	if (length(left) > 28) {
		print_line(left)
		left = ""
	}
	n = split(text, word, " ")
	for (k = 1; k <= n; k++) {
		if (out && (word[k] == "{versions}" || 30 + length(out " " word[k]) > 77)) {
			print_line(sprintf("%-30s%s", left, out))
			left = out = ""
		}
		out = out (out ? " " : "") (word[k] == "{versions}" ? all_versions() : word[k])
	}
	print_line(sprintf("%-30s%s", left, out))
}

# How the option of row I is written, without its value.
function spelling(f)
{
	return (f[2] == "-" ? "" : "-" f[2]) (f[1] == "-" || f[2] == "-" ? "" : ", ") (f[1] == "-" ? "" : "--" f[1])
}

function value(f,    words)
{
	words = f[3]
	if (words == "attached")
		return "[=" f[4] "]"
	if (!sub(/^words /, "", words))
		return f[4] == "-" ? "" : " " f[4]
	gsub(/ /, "|", words)
	return "=" words
}

# The options that are ours, or those that only Kamailio has.
function print_options(is_ours,    i, f, left)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if (f[8] == "-" || (f[5] == 0 || f[7] == "help" || f[7] == "show-version") != is_ours)
			continue
		left = left (left ? ", " : "  ") spelling(f)
		if (f[8] == "&")
			continue
		print_help(left value(f), f[8])
		print_part(f[6], is_ours)
		left = ""
	}
}

END {
	print "/* Made by grammar/mkoptions.awk; do not edit. */"
	if (what == "help") {
		print_options(1)
		print_options(0)
	} else {
		for (i = 0; i < nrows; i++)
			print_option(i)
	}
	if (nwrong)
		exit 1
}
