# Makes C of a file that a page holds: its text as a string, and its hash, by which the page's Content-Security-Policy lets it in.
#
#   awk -v name=style -v sha256=HEX -f mkfile.awk page.css
#
# The text stands in the page as it is, and XML parsers read it too: it may hold neither "<" nor "&".

function fail(text)
{
	print FILENAME ":" FNR ": " text > "/dev/stderr"
	bad = 1
	exit 1
}

function base64(hex,    alphabet, out, bits, value, i)
{
	alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for (i = 1; i <= length(hex); i++) {
		value = value * 16 + index("0123456789abcdef", substr(hex, i, 1)) - 1
		bits += 4
		if (bits >= 6) {
			bits -= 6
			out = out substr(alphabet, int(value / 2 ^ bits) + 1, 1)
			value %= 2 ^ bits
		}
	}
	if (bits)
		out = out substr(alphabet, value * 2 ^ (6 - bits) + 1, 1)
	while (length(out) % 4)
		out = out "="
	return out
}

FNR == 1 {
	if (length(sha256) != 64)
		fail("its hash is missing")
	printf "#define PAGE_%s_HASH \"sha256-%s\"\nstatic const char page_%s[] =\n", toupper(name), base64(sha256), name
}

/[<&]/ { fail("\"<\" and \"&\" have no place in it") }

{
	gsub(/\\/, "&&")
	gsub(/"/, "\\\"")
	print "\t\"" $0 "\\n\""
}

END {
	if (!bad)
		print "\t;"
}
