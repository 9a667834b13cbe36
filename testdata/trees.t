#!/bin/sh
# What `kamcheck expand` prints of a config has the tree of the config: goldens and vectors.
set -u
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "${KAMCHECK_BUILD:-$here/../build}" && pwd)
out=$build/trees
count=0
failed=0
mkdir -p "$out"
export XDG_CONFIG_HOME=/dev/null

# The tree of the expanded text is that of the original, "#!subst" statements and empty ones aside.
same_tree()	# FILE.cfg OPTIONS
{
	file=$1
	shift
	"$build/kamcheck" -c --phase=parse "$@" -f "$file" > /dev/null 2>&1 || return
	count=$((count + 1))
	"$build/kamcheck" expand "$@" "$file" > "$out/expanded.cfg" 2> /dev/null
	"$build/kamcheck" tree "$@" "$file" | grep -v '^ *(subst\|^ *(string.*))$\|(empty)' > "$out/tree1"
	"$build/kamcheck" tree "$@" "$out/expanded.cfg" |
	    grep -v '^ *(subst\|^ *(string.*))$\|(empty)' > "$out/tree2"
	if cmp -s "$out/tree1" "$out/tree2"; then
		echo "ok $count - $file"
	else
		failed=1
		echo "not ok $count - $file"
		diff "$out/tree1" "$out/tree2" | head -n 5 | sed 's/^/# /'
	fi
}

for cfg in "$here"/pp/*.cfg "$here"/parse/*.cfg "$here"/demo.cfg; do
	eval "same_tree \$cfg $(sed -n '1s/^# args: //p' "$cfg")"
done
perl -I"$here/oracle/lib" -MVectors=vectors -e 'vectors(".")' && cd "$build/vectors" || exit 2
for cfg in *.cfg; do
	[ -f "${cfg%.cfg}.args" ] || [ -f "${cfg%.cfg}.env" ] || same_tree "$cfg"
done
rm -rf "$out"
echo "1..$count"
# Were all refused, nothing would be compared.
[ $failed = 0 ] && [ $count -gt 0 ]
