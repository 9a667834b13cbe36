#!/bin/sh
# Unit tests and goldens, as TAP.  goldens.t [accept]
#
# A golden case is NAME.cfg and the files that exist beside it:
#   .tokens  kamcheck tokens    .tree  kamcheck tree        .print   kamcheck --cfg-print
#   .expand  kamcheck expand    .lint  kamcheck lint        .check   kamcheck -c (stderr)
#   .symbols .json .tags        kamcheck symbols in its three forms
# Its first line may be "# args: OPTIONS".  "accept" rewrites the goldens; look at the difference before committing.
set -u
mode=${1:-test}
here=$(cd "$(dirname "$0")" && pwd)
build=${KAMCHECK_BUILD:-$here/../build}
build=$(cd "$build" && pwd)
kamcheck=$build/san/kamcheck
out=$build/test
count=0
failed=0
rm -rf "$out" && mkdir -p "$out"
# Settings of the user do not count.
export XDG_CONFIG_HOME=/dev/null
unset KAMCHECK_CONFIG KAMCHECK_KAMAILIO KAMCHECK_FORMAT
export NO_COLOR=1 UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1

ok()
{
	count=$((count + 1))
	echo "ok $count - $1"
}

# What is wrong stands in the file "why".
bad()
{
	sed 's/^/# /' "$out/why"
	count=$((count + 1))
	failed=$((failed + 1))
	echo "not ok $count - $1"
}

# A command that says itself what went wrong.
try()
{
	name=$1
	shift
	if "$@" > "$out/log" 2>&1; then
		ok "$name"
	else
		tail -n 60 "$out/log" > "$out/why"
		bad "$name"
	fi
}

command_of()
{
	case $1 in
	tokens|tree|expand|lint|symbols) echo "$1" ;;
	json)	echo "symbols --format=json" ;;
	tags)	echo "symbols --format=ctags" ;;
	print)	echo "--cfg-print -f" ;;
	check)	echo "-c -f" ;;
	esac
}

golden()	# FILE.cfg KIND
{
	base=${1%.cfg}
	args=$(sed -n '1s/^# args: //p' "$1")
	# shellcheck disable=SC2046 # a command is words
	(cd "$(dirname "$1")" && eval "set -- $args \$(command_of $2) $(basename "$1")" &&
	    "$kamcheck" "$@" > "$out/now" 2> "$out/err")
	status=$?
	[ "$2" = check ] && mv "$out/err" "$out/now" && : > "$out/err"
	if [ $status -gt 2 ] || grep -q Sanitizer "$out/err" "$out/now"; then
		cp "$out/err" "$out/why"
		bad "$1 ($2): exit status $status"
		return
	fi
	if [ "$mode" = accept ]; then
		cp "$out/now" "$base.$2"
	elif cmp -s "$out/now" "$base.$2"; then
		ok "$1 ($2)"
	else
		diff "$base.$2" "$out/now" | head -n 20 > "$out/why"
		bad "$1 ($2)"
	fi
}

for test in "$build"/unit/test_*; do
	case $test in *.d) continue ;; esac
	try "$(basename "$test")" "$test"
done
[ "$mode" = accept ] || try "regex against the C library" "$build/regex_random"

for cfg in "$here"/lex/*.cfg "$here"/pp/*.cfg "$here"/parse/*.cfg "$here"/lint/*.cfg "$here"/lint/*/*.cfg "$here"/symbols/*.cfg; do
	[ -f "$cfg" ] || continue
	for kind in tokens tree print expand lint check symbols json tags; do
		[ -f "${cfg%.cfg}.$kind" ] && golden "$cfg" $kind
	done
done

for cfg in "$here"/crash/*; do
	[ -f "$cfg" ] || continue
	for command in -c --cfg-print expand lint tree symbols diff; do
		case $command in -*) set -- $command -f ;; diff) set -- diff -A KAMCHECK ;; *) set -- $command ;; esac
		timeout 10 "$kamcheck" "$@" "$cfg" > "$out/now" 2>&1
		if [ $? -gt 2 ] || grep -q Sanitizer "$out/now"; then
			head -n 20 "$out/now" > "$out/why"
			bad "$cfg ($command)"
		else
			ok "$cfg ($command)"
		fi
	done
done

[ "$mode" = accept ] || echo "1..$count"
[ $failed = 0 ]
