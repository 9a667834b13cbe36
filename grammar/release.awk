# The part of grammar/release that works on tables; the first file is versions.tsv.
#
#   -v mode=end    versions.tsv MISTAKES NAME.tsv: prints the table; rows about which the check of the tables said that they name
#                  something which is not there for the branch, and for it alone, end before it
#   -v mode=report versions.tsv and tables: what the branch has and lacks, as far as somebody must write something about it

BEGIN { FS = OFS = "\t" }

FNR == 1 {
	table = FILENAME
	sub(/.*\//, "", table)
	sub(/\.tsv$/, "", table)
}

table == "versions" {
	if (!/^#/) {
		before[$1] = newest
		newest = $1
		number[$1] = ++nversions
	}
	next
}

# --- end ----------------------------------------------------------------------------------------

# FILE:LINE: error: "NAME" ... is not in TABLE.tsv for BRANCH
mode == "end" && table == "wrong" {
	if (split($0, part, ":") > 2 && substr($0, length($0) - length(branch) - 4) == " for " branch)
		ends[part[1], part[2]]
	next
}

mode == "end" {
	if ((FILENAME, FNR) in ends) {
		$NF = without($NF)
		if ($NF == "")
			next
	}
	print
	next
}

# "5.0-5.4,5.7-" without the branch, which ends it.
function without(ranges,    n, part, k, edge, out, last)
{
	last = before[branch]
	n = split(ranges, part, ",")
	for (k = 1; k <= n; k++) {
		if (split(part[k], edge, "-") == 1)
			edge[2] = edge[1]
		if (edge[1] == branch)
			continue
		if (edge[2] == "" || edge[2] == branch)
			part[k] = edge[1] == last ? last : edge[1] "-" last
		out = out (out == "" ? "" : ",") part[k]
	}
	return out
}

# --- report -------------------------------------------------------------------------------------

/^#/ { next }

function holds(ranges, b,    n, part, k, edge)
{
	n = split(ranges, part, ",")
	for (k = 1; k <= n; k++) {
		if (split(part[k], edge, "-") == 1)
			edge[2] = edge[1]
		if (number[edge[1]] <= number[b] && (edge[2] == "" || number[edge[2]] >= number[b]))
			return 1
	}
	return 0
}

table == "renamed" {
	if (holds($NF, branch))
		is_renamed[$2, $3 == "-" ? $1 : $3, $1]
	next
}

table == "behaviours" {
	if ($2 == "default")
		is_told[$1, $3]
	next
}

{
	module = table == "modules" ? $1 : $2
	is_new = holds($NF, branch)
	is_old = holds($NF, before[branch])
	value[table, module, $1, is_new + 2 * is_old] = $3
	if (!((table, module, $1) in seen)) {
		seen[table, module, $1]
		key[++nkeys] = table SUBSEP module SUBSEP $1
	}
	now[table, module, $1] += is_new
	was[table, module, $1] += is_old
}

END {
	if (mode != "report")
		exit
	for (k = 1; k <= nkeys; k++) {
		split(key[k], part, SUBSEP)
		kind = part[1]
		sub(/s$/, "", kind)
		if (part[1] == "defaults") {
			if (now[key[k]] && was[key[k]] && (key[k], 1) in value && !((part[3], part[2]) in is_told))
				say("behaviours.tsv", "the default of \"" part[3] "\" of " part[2] " was " value[key[k], 2] " and is " value[key[k], 1] \
				    ": what follows from it?")
		} else if (part[1] == "modules" && now[key[k]] && !was[key[k]])
			say("dependencies.tsv, requirements.tsv, databases.tsv", "module \"" part[2] "\" is new: what does it need?")
		else if (part[1] != "modules" && !now["modules", part[2], part[2]])
			continue
		else if (was[key[k]] && !now[key[k]] && !((kind, part[2], part[3]) in is_renamed))
			say("renamed.tsv", kind " \"" part[3] "\"" (kind == "module" ? "" : " of " part[2]) " is gone: what takes its place?")
	}
	say("keywords.tsv, globals.tsv, directives.tsv, kamailio.y with features.tsv", "no file tells the words of the core and its syntax")
	say("transformations.tsv, events.tsv, pvars.tsv column kind", "no file tells them")
}

function say(where, text)
{
	print where ": " text
}
