# Puts what the modules of one release export into a table of facts:
#
#   awk -v dump=FILE [-v all=1] -f merge.awk -f table.awk versions.tsv FILE NAME.tsv  >  new NAME.tsv
#
# FILE is what "kamcheck catalog dump" printed of that release's modules.  NAME is modules, functions, params, pvars or defaults.  A row
# that the dump has holds in the release; one of a module in the dump that it has not does not.  What a module's file does not tell, on which modules
# it depends and what stands in the parentheses of a variable, is taken from the row of the nearest older release.  Modules that the dump
# has not keep their rows; with all=1 they are gone.  A default that is a path or names the release is one of the
# build, and left alone.
#
# What must stay true: merging the same dump again changes nothing; rows are sorted by bytes.

BEGIN {
	# The columns that no file tells.
	untold["modules", "depends"]
	untold["pvars", "kind"]
	sorted = "LC_ALL=C sort"
}

# The table stands last.
FILENAME == ARGV[ARGC - 1] && /^#/ { print }

FILENAME == dump {
	if (/^#/)
		section = substr($1, 2) "s"
	else {
		if (section == "modules")
			is_dumped[$1]
		if (dumped_version != "" && dumped_version != $NF)
			wrong(dump, FNR, "facts of " $NF " stand beside those of " dumped_version)
		dumped_version = $NF
		if (section != "defaults" || !is_of_build($3))
			dumped[section, ++ndumped[section]] = $0
		if (section != "params" || $4 == "value")
			has[section, $1, $2]
	}
	next
}

# A path, or text with the number of the release in it.
function is_of_build(value)
{
	return value ~ /^"\// || index(value, dumped_version ".")
}

# The parameter is there without a setter, and the dump has nothing of what it is worth.
function is_untold(param, module, value)
{
	return ("params", param, module) in has && (is_of_build(value) || !(("defaults", param, module) in has))
}

# The cells of a row by which it is found again.
function key_of(text,    f, n, j, key)
{
	n = split(text, f, FS)
	for (j = 1; j < n; j++)
		if (!((table_of_file, head[j]) in untold))
			key = key f[j] FS
	return key
}

# Which versions row I holds in, by the number of their bit.
function read_versions(i, ranges,    m, b)
{
	m = mask(i, ranges)
	for (b = 0; b < nversions; b++) {
		if (m % 2)
			holds[i, b]
		m = int(m / 2)
	}
}

# The same as the tables write it: "5.0-5.4,5.7-".
function versions_of(i,    b, from, out)
{
	for (b = 0; b < nversions; b = from + 1) {
		for (; b < nversions && !((i, b) in holds); b++)
			;
		if (b == nversions)
			break
		for (from = b; (i, from) in holds; from++)
			;
		out = out (out == "" ? "" : ",") name[b]
		if (from == nversions)
			out = out "-"
		else if (from > b + 1)
			out = out "-" name[from - 1]
	}
	return out
}

# Of the rows that say what the dump does, the one that held before: in the release itself, the nearest older, the nearest newer.
function nearest(key, v,    d, side, k)
{
	for (d = 0; d <= 2 * nversions; d++) {
		side = d <= v ? v - d : d
		for (k = 1; k <= nrows_of[key]; k++)
			if ((row_of[key, k], side) in held)
				return row_of[key, k]
	}
	return -1
}

function print_merged(v,    i, f, key, module, k, text, last)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		read_versions(i, f[ncolumns])
		key = key_of(row[i])
		row_of[key, ++nrows_of[key]] = i
		for (k = 0; k < nversions; k++)
			if ((i, k) in holds)
				held[i, k]
		module = table_of_file == "modules" ? f[1] : f[column["module"]]
		if (table_of_file == "defaults" && is_untold(f[1], f[2], f[3]))
			continue
		if (module in is_dumped || (all && module != "core" && f[2] != "-"))
			delete holds[i, v]
	}
	for (k = 1; k <= ndumped[table_of_file]; k++) {
		text = dumped[table_of_file, k]
		i = nearest(key_of(text), v)
		if (i < 0) {
			i = nrows++
			row[i] = text
			added++
		}
		holds[i, v]
		kept_in[i]
	}
	last = ncolumns
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		if ((i, v) in held && !((i, v) in holds))
			ended++
		text = versions_of(i)
		if (text == "")
			continue
		sub(/[^\t]*$/, text, row[i])
		print row[i] | sorted
	}
	close(sorted)
	printf "%s: %d rows new, %d ended with %s\n", table_of_file, added, ended, dumped_version > "/dev/stderr"
}

END {
	if (!(dumped_version in bit))
		wrong(dump, 1, "\"" dumped_version "\" is not in versions.tsv")
	if (!nwrong)
		print_merged(bit[dumped_version])
	if (nwrong)
		exit 1
}
