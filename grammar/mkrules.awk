# Collects the lines that start with RULE( from src/rules/rule_*.c and src/meaning/*.c.
#
#   awk -v what=codes -f mkrules.awk FILES > codes.inc    CODE(NAME, "K101", SEVERITY, PHASE)
#   awk -v what=rules -f mkrules.awk FILES > rules.inc    declarations, then RULE_ENTRY(name), sorted by code
#
# Fails on a code or name that stands there twice.

/^RULE\(/ {
	text = substr($0, 6)
	n = split(text, part, ",")
	for (i = 1; i <= n; i++)
		gsub(/[ \t")]/, "", part[i])
	if (n < 4 || part[2] !~ /^K[0-9][0-9][0-9]$/) {
		print FILENAME ":" FNR ": RULE wants name, code, severity, phase on one line" > "/dev/stderr"
		exit failed = 1
	}
	if (part[2] in name || part[1] in code) {
		print FILENAME ":" FNR ": " part[1] " or " part[2] " stands there twice" > "/dev/stderr"
		exit failed = 1
	}
	name[part[2]] = part[1]
	code[part[1]] = part[2]
	severity[part[2]] = part[3]
	phase[part[2]] = part[4]
}

END {
	if (failed)
		exit 1
	print "/* Made by grammar/mkrules.awk; do not edit. */"
	for (i = 0; i < 1000; i++) {
		id = sprintf("K%03d", i)
		if (!(id in name))
			continue
		if (what == "codes")
			printf "CODE(%s, \"%s\", %s, %s)\n", toupper(name[id]), id, severity[id], phase[id]
		else
			printf "RULE_ENTRY(%s)\n", name[id]
	}
}
