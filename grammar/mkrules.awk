# Collects the lines that start with RULE( from src/*/*.c: the registry of rules.
#
#   awk -f mkrules.awk FILES > rules.inc    RULE_ENTRY(name), sorted by code
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
}

END {
	if (failed)
		exit 1
	print "/* Made by grammar/mkrules.awk; do not edit. */"
	for (i = 0; i < 1000; i++) {
		id = sprintf("K%03d", i)
		if (id in name)
			printf "RULE_ENTRY(%s)\n", name[id]
	}
}
