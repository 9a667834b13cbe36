# Fails on the functions of C that write text of any length into an array, or say a length that they did not write.
#
#   awk -f bounds.awk FILES
#
# Text grows in a buf (base/buf.h); str_print() (base/str.h) cuts it to an array and says what stands there.

/(^|[^a-z0-9_])(v?sprintf|v?snprintf|strn?cpy|strn?cat|stpn?cpy|gets|v?[sf]?scanf|alloca)\(/ && !/^[ \t]*(\/\*|\*)/ {
	if (FILENAME ~ /^src\/base\/(str|buf)\.c$/ && /vsnprintf\(/)
		next
	print FILENAME ":" FNR ": a function that may go past an array, or that says more than it wrote"
	bad = 1
}

END { exit bad }
