# Turns grammar/ast.def into the numbers of the slots: NODE(IF, "if", condition, ...) gives SLOT_IF_condition = 0.

BEGIN {
	print "/* Made by grammar/mkslots.awk; do not edit. */"
}

/^NODE\(/ {
	text = substr($0, 6)
	sub(/\).*/, "", text)
	gsub(/[ \t]/, "", text)
	n = split(text, part, ",")
	for (i = 3; i <= n; i++)
		print "SLOT_" part[1] "_" part[i] " = " i - 3 ","
}
