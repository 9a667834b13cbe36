# Collects the records RULE(...) of src/: the registry of rules, and the order in which visitors run.
#
#   awk -f mkrules.awk FILES > rules.inc
#       RULE_ENTRY(name, N)   every rule, sorted by code, with the number in it
#       VISITOR_ENTRY(name)   those with a function, sorted by code, but each behind the one it follows
#       FOUND_ENTRY(name, N)  each that visitor number N, from 0, finds: itself, and those that name it as `.found_by`
#
# Fails on a code or name that stands there twice; on a rule in rules/ that nothing finds: it needs
# something to visit and `.run`, or `.end`, or `.found_by` another rule of the same file; on a rule of the
# stages that pretends to be a visitor; on a rule that its file never reports.

function fail(text)
{
	print where ": " text > "/dev/stderr"
	failed = 1
}

# The name behind `.FIELD = &rule_NAME` in the record, or "".
function other(field,    rest)
{
	if (!match(record, "\\." field " = &rule_[a-z_0-9]+"))
		return ""
	rest = substr(record, RSTART, RLENGTH)
	sub(/.*&rule_/, "", rest)
	return rest
}

# 1 when the record gives FIELD a value.
function has(field)
{
	return record ~ ("\\." field " = ")
}

function finish(    head, n, part, i, is_visitor, sees)
{
	head = substr(record, 6)
	n = split(head, part, ",")
	for (i = 1; i <= 4; i++)
		gsub(/[ \t")]/, "", part[i])
	if (n < 4 || part[2] !~ /^K[0-9][0-9][0-9]$/ || part[3] !~ /^SEV_/ || part[4] !~ /^PHASE_/) {
		fail("RULE wants name, code, severity, phase on one line")
		return
	}
	if (part[2] in name || part[1] in code)
		fail(part[1] " or " part[2] " stands there twice")
	name[part[2]] = part[1]
	code[part[1]] = part[2]
	file[part[1]] = FILENAME
	after[part[1]] = other("after")
	finder[part[1]] = other("found_by")
	is_visitor = has("run") || has("end") || has("path")
	sees = record ~ /\.(nodes|tags|arguments|params|pvars|settings|symbols|marks|each_[a-z]*) = /
	if (is_visitor)
		runs[part[1]] = 1
	if (FILENAME !~ /src\/rules\//) {
		if (is_visitor || sees || finder[part[1]] != "")
			fail("only rules in src/rules/ are visitors")
		return
	}
	if (has("run") != sees && !has("path"))
		fail(part[1] ": what is visited and `.run`, or `.path`, go together")
	if (has("path") && (has("run") || record ~ /\.(arguments|params|pvars|settings|symbols|marks|each_[a-z]*) = /))
		fail(part[1] ": `.path` goes with nodes and tags only")
	if (is_visitor == (finder[part[1]] != ""))
		fail(part[1] ": nothing finds it: give it `.run`, `.path`, `.end` or `.found_by`")
	if (finder[part[1]] != "")
		reported[part[1]] = 0
}

# A record ends with the parenthesis that closes it, at the end of a line behind text or a name.
/^RULE\(/ {
	record = ""
	where = FILENAME ":" FNR
	inside = 1
}

inside {
	line = $0
	sub(/^[ \t]+/, " ", line)
	record = record line
	# Braces and quotes in examples do not matter: clang-format puts the last line so.
	if ($0 ~ /\)$/ && balanced(record)) {
		finish()
		inside = 0
	}
}

!inside && /&rule_[a-z_0-9]+/ {
	line = $0
	while (match(line, /&rule_[a-z_0-9]+/)) {
		used[substr(line, RSTART + 6, RLENGTH - 6), FILENAME] = 1
		line = substr(line, RSTART + RLENGTH)
	}
}

# Whether all parentheses outside of strings are closed.
function balanced(text,    rest, depth, c, i)
{
	rest = text
	gsub(/\\\\/, "", rest)
	gsub(/\\"/, "", rest)
	gsub(/"[^"]*"/, "", rest)
	depth = gsub(/\(/, "(", rest) - gsub(/\)/, ")", rest)
	return depth == 0
}

function visitor(n)
{
	if (!(n in runs) || n in out)
		return
	out[n] = 1
	if (after[n] != "")
		visitor(after[n])
	printf "VISITOR_ENTRY(%s)\n", n
	number[n] = nvisitors++
}

END {
	for (n in code) {
		where = file[n]
		if (after[n] != "" && !(after[n] in code))
			fail(n ": follows \"" after[n] "\", which is no rule")
		if (finder[n] != "" && (!(finder[n] in runs) || file[finder[n]] != file[n]))
			fail(n ": \"" finder[n] "\" is no visitor of its file")
		if (finder[n] != "" && !((n, file[n]) in used))
			fail(n ": its file never reports it")
	}
	if (failed)
		exit 1
	print "/* Made by grammar/mkrules.awk; do not edit. */"
	for (i = 0; i < 1000; i++)
		if (sprintf("K%03d", i) in name)
			printf "RULE_ENTRY(%s, %d)\n", name[sprintf("K%03d", i)], i
	for (i = 0; i < 1000; i++)
		if (sprintf("K%03d", i) in name)
			visitor(name[sprintf("K%03d", i)])
	for (i = 0; i < 1000; i++) {
		n = sprintf("K%03d", i) in name ? name[sprintf("K%03d", i)] : ""
		if (n in runs)
			printf "FOUND_ENTRY(%s, %d)\n", n, number[n]
		else if (finder[n] != "")
			printf "FOUND_ENTRY(%s, %d)\n", n, number[finder[n]]
	}
}
