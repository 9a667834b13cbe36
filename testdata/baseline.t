#!/usr/bin/perl
# Findings that are known: --baseline and --write-baseline, --since, --diff, --add-ignore.
use strict;
use warnings;
use Test::More;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Basename 'basename';
use Command qw($dir try);

sub put { return Command::put(shift, map { "$_\n" } @_) }

sub get {
	open my $in, '<:raw', "$dir/$_[0]" or return '';
	local $/;
	return scalar <$in>;
}

# --- baselines

my @main = ('loadmodule "pv"', 'modparam("sqlops", "sqlcon", "ca=>mysql://user:TopSecret@h/db")', 'request_route {', "\troute(A);\troute(B);",
	'	route(P);', "\tis_method(\"INVITE\");", '}', 'include_file "part.cfg"');
my @part = ('route[P] {', "\troute(C);", '}');
put('b/kamailio.cfg', @main);
put('b/part.cfg', @part);
try('b', 'lint --write-baseline kamailio.cfg', 0, qr/^kamcheck: kamcheck.baseline knows 5 findings now, and kamcheck.ini names it$/m, '!', qr/K301/);
my $baseline = get('b/kamcheck.baseline');
is($baseline =~ s/^#.*\n//r, join('', map { join("\t", @$_) . "\n" } [ 'K301', 'kamailio.cfg', 'request_route', 'route(A); route(B);', 2 ],
	[ 'K301', 'part.cfg', 'route[P]', 'route(C);', 1 ], [ 'K404', 'kamailio.cfg', 'request_route', 'is_method("INVITE");', 1 ],
	[ 'K710', 'kamailio.cfg', '-', 'modparam("sqlops", "sqlcon", "ca=>mysql://user:***@h/db")', 1 ]), 'the baseline: sorted, counted, no secret');
is(get('b/kamcheck.ini'), "[kamcheck]\nbaseline = kamcheck.baseline\n", 'one command is enough');
try('b', 'lint kamailio.cfg', 0, qr/^kamcheck: 5 findings are not shown: they are known to kamcheck.baseline$/m, '!', qr/K\d/);
try('.', 'lint b/kamailio.cfg', 0, '!', qr/K\d/);
try('b', "lint $dir/b/kamailio.cfg", 0, '!', qr/K\d/);
try('b', 'lint --no-config kamailio.cfg', 1, qr/K301/);
try('b', 'lint --no-config --baseline kamcheck.baseline kamailio.cfg', 0, '!', qr/K\d/);
try('b', '-c -f kamailio.cfg', 1, qr/K301/);
try('b', 'lint --write-baseline kamailio.cfg', 0, qr/knows 5 findings now$/m);
is(get('b/kamcheck.baseline'), $baseline, 'written again it is the same');

# Lines above, blanks, and places in the file do not matter; one more of a kind does.
put('b/kamailio.cfg', '# c', '', @main[0, 1, 7, 2], '  route( D );', "  route(A);  route(B);", @main[4 .. 6]);
try('b', 'lint kamailio.cfg', 1, qr/kamailio.cfg:7:10: error\[K301\]: route "D"/, '!', qr/K301.*K301/s, '!', qr/K902/);
put('b/kamailio.cfg', @main[0 .. 3], '	route(D);	route(E);', @main[4 .. 7]);
try('b', 'lint kamailio.cfg', 1, qr/5:8: .*"D"/, qr/5:18: .*"E"/);
put('b/kamailio.cfg', @main[0 .. 2], "\troute(A);\troute(B);", "\troute(A2);\troute(B);", @main[4 .. 7]);
try('b', 'lint kamailio.cfg', 1, qr/"A2"/, '!', qr/route "A"/);
# What is mended is told, once.
put('b/kamailio.cfg', @main[0 .. 2], "\troute(A);", @main[4, 6, 7]);
try('b', 'lint kamailio.cfg', 1, qr/route "A"/, qr/^kamcheck.baseline:2:1: note\[K902\]: there is no such K301 any more in kamailio.cfg \[run\]$/m,
	qr/baseline:4:1: note\[K902\]: there is no such K404/);
put('b/kamailio.cfg', @main[0 .. 4, 6, 7]);
try('b', 'lint kamailio.cfg', 0, qr/note\[K902\]: there is no such K404/);
try('b', 'lint --strict-baseline kamailio.cfg', 1, qr/error\[K902\]/);
try('b', 'lint --level=error kamailio.cfg', 0, '!', qr/K902/);
try('b', 'lint --no-rule K404 kamailio.cfg', 0, '!', qr/K902/);
try('b', 'lint --format=json kamailio.cfg', 0, qr/"K902"/);
# Nothing is said of files that were not read, and it stays when the baseline is written; of files that are gone it goes.
put('b/other.cfg', 'request_route { exit; }');
try('b', 'lint --strict-baseline other.cfg', 0, '!', qr/K902/);
try('b', 'lint --write-baseline other.cfg', 0, qr/knows 5 findings/);
is(get('b/kamcheck.baseline'), $baseline, 'a baseline of another file adds nothing and takes nothing');
put('b/kamailio.cfg', @main[0 .. 6]);
unlink "$dir/b/part.cfg";
try('b', 'lint --strict-baseline other.cfg', 1, qr/no such K301 any more in part.cfg/, '!', qr/kamailio.cfg/);
put('b/part.cfg', @part);
put('b/kamailio.cfg', @main);

# Another name, another folder; a name in the settings.
mkdir "$dir/b/sub";
try('b', 'lint --no-config --write-baseline=sub/x.txt kamailio.cfg', 0, qr{^kamcheck: sub/x.txt knows 5 findings now$}m);
like(get('b/sub/x.txt'), qr{^K301\t\.\./part.cfg\t}m, 'names are seen from its folder');
try('b/sub', 'lint --no-config --baseline x.txt ../kamailio.cfg', 0, '!', qr/K\d/);
put('n/kamcheck.ini', 'baseline = known/b.txt', '[rules]', 'K301 = note');
put('n/kamailio.cfg', @main);
put('n/part.cfg', @part);
try('n', 'lint kamailio.cfg', 2, qr/^kamcheck: cannot read the baseline ".*known\/b.txt": No such file/);
try('n', 'lint --write-baseline kamailio.cfg', 2, qr/cannot write/);
mkdir "$dir/n/known";
try('n', 'lint --write-baseline kamailio.cfg', 0, qr{known/b.txt knows 5});
try('n', 'lint kamailio.cfg', 0, '!', qr/K\d/);
put('m/kamailio.cfg', @main);
put('m/part.cfg', @part);
put('m/kamcheck.ini', 'level = error');
try('m', 'lint --write-baseline kamailio.cfg', 0, qr/name it in the settings: baseline = kamcheck.baseline/);
is(get('m/kamcheck.ini'), "level = error\n", 'settings that are there stay');
try('m', 'lint --write-baseline none.cfg kamailio.cfg', 2, qr/cannot read/, '!', qr/knows/);
# Settings and baselines are of each config.
try('.', 'lint b/kamailio.cfg n/kamailio.cfg m/kamailio.cfg', 1, qr{^m/kamailio.cfg}m, '!', qr{^[bn]/kamailio.cfg}m);

# What two people write, git merges: the more counts.
put('b/kamcheck.baseline', $baseline =~ s/\n$//r, "K301\tkamailio.cfg\trequest_route\troute(A); route(B);\t1");
try('b', 'lint kamailio.cfg', 0, '!', qr/K\d/);
put('b/kamcheck.baseline', $baseline =~ s/\n/\r\n/gr);
try('b', 'lint kamailio.cfg', 0, '!', qr/K\d/);
for ([ '<<<<<<< HEAD', 'a conflict of a merge' ], [ 'K301', 'not code, file' ], [ "K301\ta\tb\tc\t-1", 'not code, file' ], [ "K301\ta\tb\tc\t", 'not code, file' ],
	[ "\ta\tb\tc\t1", 'the code is missing' ], [ "\0" x 99, 'not code' ], [ 'x' x 1_000_000, 'not code' ], [ "\t" x 1_000_000, 'not code' ]) {
	put('b/kamcheck.baseline', '# c', $_->[0]);
	try('b', 'lint kamailio.cfg', 2, qr/^kamcheck: .*kamcheck.baseline:2: $_->[1]/);
}
put('b/kamcheck.baseline', "K999\ta\tb\tc\t99999999999999999999");
try('b', 'lint kamailio.cfg', 1, qr/K301/);
# Long lines, odd bytes.
put('o/a.cfg', 'request_route { route(A); ' . "xlog(\"" . 'y' x 500_000 . "\"); \xff\t\0 route(B); }", "route[\xff\xe2\x80\xae] { route(C); }");
try('o', 'lint --write-baseline a.cfg', 0);
ok(length get('o/kamcheck.baseline') < 3000 && get('o/kamcheck.baseline') !~ /[\0\xff\r]/, 'a baseline is text with short lines');
try('o', 'lint --strict-baseline a.cfg', 0, '!', qr/K\d\d\d/);
# Findings of the command line.
try('b', "lint --no-config -A 'X=\"a' --write-baseline=l.txt other.cfg", 0);
# A file in two configs counts once for each.
put('t/one.cfg', 'request_route { route(P); }', 'include_file "part.cfg"');
put('t/two.cfg', 'request_route { route(P); }', 'include_file "part.cfg"');
put('t/part.cfg', @part);
try('t', 'lint --write-baseline one.cfg two.cfg', 0, qr/knows 1 finding now/);
try('t', 'lint --strict-baseline one.cfg two.cfg', 0, '!', qr/K\d/);
try('t', 'lint --strict-baseline one.cfg', 0, '!', qr/K\d/);

# --- since: what a diff filter cannot see

# Both ways of looking at a change from the first to the second text of s/kamailio.cfg; ROOT is what both read.
sub change {
	my ($name, $old, $new) = @_;
	put('s/base/kamailio.cfg', @$old);
	put('s/kamailio.cfg', @$new);
	system("cd $dir/s && diff -U0 --label a/kamailio.cfg --label b/kamailio.cfg base/kamailio.cfg kamailio.cfg > change.diff");
}

mkdir "$dir/s";
mkdir "$dir/s/.git";
my @old = ('loadmodule "pv"', 'loadmodule "textops"', 'request_route {', '	route(KNOWN);', '	route(X);', '	if (is_method("INVITE")) return;', '}', 'route[X] {', '	return;', '}');
change('a route is deleted', \@old, [ @old[0 .. 6] ]);
try('s', 'lint --since base kamailio.cfg', 1, qr/5:8: error\[K301\]: route "X"/, '!', qr/KNOWN/);
try('s', 'lint --diff change.diff kamailio.cfg', 0, '!', qr/K301/);
change('a loadmodule is deleted', \@old, [ @old[0, 2 .. 9] ]);
try('s', 'lint --since base kamailio.cfg', 1, qr/5:6: error\[K404\]: "is_method"/, '!', qr/KNOWN/);
try('s', 'lint --diff change.diff kamailio.cfg', 0, '!', qr/K404/);
change('a line is moved', \@old, [ @old[0 .. 2, 4, 5, 3, 6 .. 9] ]);
try('s', 'lint --since base kamailio.cfg', 0, '!', qr/K301/);
try('s', 'lint --diff change.diff kamailio.cfg', 1, qr/6:8: error\[K301\]: route "KNOWN"/);
change('a define is flipped', [ '#!define A', '#!ifdef A', 'route[X] { return; }', '#!endif', @old[0 .. 6] ], [ '#!ifdef A', 'route[X] { return; }', '#!endif', @old[0 .. 6] ]);
try('s', 'lint --since base kamailio.cfg', 1, qr/route "X"/, '!', qr/KNOWN/);

# The base is one file, or a folder; its includes are its own.
try('s', 'lint --since base/kamailio.cfg kamailio.cfg', 1, qr/route "X"/, '!', qr/KNOWN/);
try('.', 'lint --since s/base s/kamailio.cfg', 1, qr/route "X"/, '!', qr/KNOWN/);
try('s/base', 'lint --since . ../kamailio.cfg', 1, qr/route "X"/, '!', qr/KNOWN/);
try('s', 'lint --since nowhere kamailio.cfg', 2, qr/^kamcheck: cannot read the base "nowhere": No such file/);
try('s', 'lint --since base --untrusted kamailio.cfg', 1, qr/route "X"/, '!', qr/KNOWN/);
try('s', 'lint --since kamailio.cfg - < kamailio.cfg', 0, '!', qr/K301/);
put('s/etc/main.cfg', 'request_route { route(P); }', 'include_file "etc/part.cfg"', 'include_file "more.cfg"');
put('s/etc/part.cfg', 'route[P] { route(NEW); }');
put('s/etc/more.cfg', '');
put("s/base/$_", get("s/$_")) for 'etc/main.cfg', 'etc/more.cfg';
put('s/base/etc/part.cfg', 'route[P] { return; }');
try('s', 'lint --since base etc/main.cfg', 1, qr{etc/part.cfg:1:18: .*"NEW"});
try('s', "lint --since $dir/s/base $dir/s/etc/main.cfg", 1, qr{etc/part.cfg:1:18: .*"NEW"});
put('s/base/etc/part.cfg', 'route[P] { route(NEW); }');
try('s', 'lint --since base etc/main.cfg', 0, '!', qr/K301/);
put('s/only.cfg', get('s/etc/main.cfg'));
try('s', 'lint --since only.cfg etc/main.cfg', 0, '!', qr/K301/);
put('s/new.cfg', 'request_route { route(NEW); }');
try('s', 'lint --since base new.cfg', 1, qr/route "NEW"/);
# What a comment hid in the base is new without it.
change('a comment goes', [ 'request_route {', '# kamcheck: ignore K301', 'route(A);', '}' ], [ 'request_route {', 'route(A);', '}' ]);
try('s', 'lint --since base kamailio.cfg', 1, qr/route "A"/);

# --- diffs

my @lines = ('request_route {', '	route(A);', '	route(B);', '}');
put('d/.git/x', '');
put('d/a b/kamailio.cfg', @lines);
put('d/k.cfg', @lines);
put("d/\xc3\xa9.cfg", @lines);
my $hunk = "@@ -2,0 +3 @@ request_route {\n+\troute(B);";
for ([ "--- a/k.cfg\n+++ b/k.cfg\n$hunk", 'git' ], [ "--- k.cfg\n+++ k.cfg\n$hunk", 'no prefix' ], [ "--- i/k.cfg\n+++ w/k.cfg\n$hunk", 'mnemonic' ],
	[ "--- k.cfg\t2020-01-01\n+++ k.cfg\t2020-01-01 10:00\n$hunk", 'dates' ], [ "diff --git a/old.cfg b/k.cfg\nsimilarity index 90%\nrename from old.cfg\nrename to k.cfg\n--- a/old.cfg\n+++ b/k.cfg\n$hunk", 'a rename' ],
	[ "--- /dev/null\n+++ b/k.cfg\n@@ -0,0 +3 @@\n+x", 'a new file' ], [ "--- a/k.cfg\n+++ b/k.cfg\n@@ -1,3 +1,4 @@\n request_route {\n \troute(A);\n+\troute(B);\n }", 'with context' ],
	[ "--- a/k.cfg\r\n+++ b/k.cfg\r\n@@ -3 +3 @@\r\n-x\r\n+\troute(B);\r", 'CRLF' ], [ "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n--- a/y\n+++ b/y\n z\n--- a/k.cfg\n+++ b/k.cfg\n$hunk", 'lines like heads' ],
	[ "--- a/k.cfg\n+++ b/k.cfg\n$hunk\n\\ No newline at end of file", 'no newline' ]) {
	put('d/x.diff', $_->[0]);
	try('d', 'lint --diff=- k.cfg < x.diff', 1, qr/^k.cfg:3:8: .*"B"/m, '!', qr/"A"/) or diag($_->[1]);
}
put('d/x.diff', "--- \"a/\\303\\251.cfg\"\n+++ \"b/\\303\\251.cfg\"\n$hunk");
try('d', "lint --diff x.diff '\xc3\xa9.cfg'", 1, qr/"B"/, '!', qr/"A"/);
put('d/x.diff', "--- a/a b/kamailio.cfg\t\n+++ b/a b/kamailio.cfg\t\n$hunk");
try('d', 'lint --diff x.diff "a b/kamailio.cfg"', 1, qr/"B"/, '!', qr/"A"/);
try('d/a b', 'lint --diff ../x.diff kamailio.cfg', 1, qr/"B"/, '!', qr/"A"/);
put('d/x.diff', "--- a/k.cfg\n+++ /dev/null\n@@ -1 +0,0 @@\n-x");
try('d', 'lint --diff x.diff k.cfg', 0, '!', qr/K301/);
put('d/x.diff', "--- a/z.cfg\n+++ b/z.cfg\n$hunk");
try('d', 'lint --diff x.diff k.cfg', 0, qr/the diff changes none of the files that were read/);
put('d/x.diff', '');
try('d', 'lint --diff x.diff k.cfg', 0, '!', qr/K301/);
for ([ 'hello', '1: this is no unified diff' ], [ '@@ -1 +1 @@', '1: a hunk before' ], [ "--- a\n+++ b\n@@@ -1 -1 +1 @@@", '3: the diff of a merge' ], [ "--- a\n+++ b\n@@ -1 +x @@", '3: not the head' ],
	[ "--- a\n+++ b\n@@ -1,9 +1,9 @@\n x", '4: the hunk ends too early' ], [ "--- a\n+++ b\n@@ -1 +1 @@\nx", '4: the hunk has other lines' ],
	[ "--- a\n+++ b\n@@ -1 +99999999999999999999 @@", '3: not the head' ], [ "\0" x 1000, '1: this is no' ], [ "--- " . 'x' x 1_000_000 . "\n+++ \"" . '\\' x 1_000_000 . "\n@@ @@", '3: not the head' ]) {
	put('d/x.diff', $_->[0]);
	try('d', 'lint --diff x.diff k.cfg', 2, qr/^kamcheck: x\.diff:$_->[1]/);
}
try('d', 'lint --diff none k.cfg', 2, qr/^kamcheck: cannot read the diff "none"/);

# --- comments

my @text = ('loadmodule "pv"', 'modparam("sqlops", "sqlcon", "x")', 'request_route {', "\troute(A);\troute(B);", "\tif (is_method(\"INVITE\") &&",
	"\t    search(\"x\")) {", "\t\troute(D);", "\t}", "\t\$var(x) = \"a", ' b"; route(Z);', '}', 'include_file "part.cfg"');
put('i/k.cfg', @text);
put('i/part.cfg', map { "$_\r" } @part);
chmod 0640, "$dir/i/part.cfg";
try('i', 'lint --add-ignore k.cfg', 1, qr/^kamcheck: k.cfg: 4 comments added$/m, qr/^kamcheck: part.cfg: 2 comments added$/m, qr/^k.cfg:14:12: error\[K301\]: route "Z"/m, '!', qr/"A"/);
splice @text, 6, 0, "\t\t# kamcheck: ignore K301";
splice @text, 4, 0, "\t# kamcheck: ignore K404";
splice @text, 3, 0, "\t# kamcheck: ignore K301";
splice @text, 1, 0, '# kamcheck: ignore K710';
is(get('i/k.cfg'), join('', map { "$_\n" } @text), 'comments above statements, but for one that would be in a string');
is(get('i/part.cfg'), "route[P] { # kamcheck: ignore K304\r\n\t# kamcheck: ignore K301\r\n\troute(C);\r\n}\r\n", 'line ends stay; a block is not silenced for its head');
is((stat "$dir/i/part.cfg")[2] & 07777, 0640, 'the mode stays');
try('i', 'lint --add-ignore k.cfg', 1, '!', qr/added/, '!', qr/K90/);
is(get('i/k.cfg'), join('', map { "$_\n" } @text), 'a second time adds nothing');
is(join(' ', sort map { basename($_) } glob "$dir/i/*"), 'k.cfg part.cfg', 'nothing is left behind');
put('i/two.cfg', 'loadmodule "pv"', 'request_route {', 'if (is_method("X")) route(A);', '}');
try('i', 'lint --add-ignore two.cfg', 0);
like(get('i/two.cfg'), qr/^# kamcheck: ignore K301,K404$/m, 'one comment for several codes');
put('i/once.cfg', 'request_route {', (map {; 'if (is_method("X"))', ' route(A);' } 1 .. 3), '}');
try('i', 'lint --add-ignore once.cfg', 0, qr/^kamcheck: once.cfg: \d+ comments added$/m, '!', qr/once.*once/s);
try('i', 'lint --add-ignore once.cfg', 0, '!', qr/added/);
put('i/top.cfg', '# c', 'modparam("sqlops", "sqlcon", "x") ', 'request_route { exit; }');
try('i', 'lint --add-ignore top.cfg', 0);
is(get('i/top.cfg'), "# c\nmodparam(\"sqlops\", \"sqlcon\", \"x\") # kamcheck: ignore K710 \nrequest_route { exit; }\n", 'at the top a comment would be for the whole file');
put('i/full.cfg', 'request_route { route(A); exit; }');
try('i', 'lint --no-config --write-baseline=full.txt full.cfg', 0, qr/knows 1 finding/);
try('i', "lint --write-baseline=full.txt $_ full.cfg", 2, qr/--write-baseline goes without --since and --diff/) for '--since=HEAD', '--diff=x.diff';
like(get('i/full.txt'), qr/K301/, 'the baseline is as it was');
put('i/broken.cfg', 'request_route {', ' exit', '}');
try('i', 'lint --add-ignore broken.cfg', 1, qr/K201/, '!', qr/added/);
put('i/.git/x', '');
put('out/part.cfg', @part);
put('i/far.cfg', 'request_route { exit; }', "include_file \"$dir/out/part.cfg\"");
symlink "$dir/out/part.cfg", "$dir/i/link.cfg";
put('i/near.cfg', 'request_route { exit; }', 'include_file "link.cfg"');
try('i', "lint --add-ignore $_.cfg", 1, qr/K301/, '!', qr/added/) for qw(far near);
is(get('out/part.cfg'), join('', map { "$_\n" } @part), 'files elsewhere are not written');
put('i/known.cfg', 'request_route { route(A); exit; }');
try('i', 'lint --no-config --write-baseline=known.txt known.cfg', 0);
put('i/known.cfg', 'request_route { route(A); exit; }', 'route[X] {', 'route(B);', '}');
try('i', 'lint --baseline known.txt --add-ignore known.cfg', 0, qr/^kamcheck: known.cfg: 2 comments added$/m, qr/^kamcheck: 1 finding is not shown/m);
like(get('i/known.cfg'), qr/^request_route \{ route\(A\); exit; \}\nroute\[X\]/, 'what the baseline knows gets no comment');
try('i', 'lint --add-ignore - < known.cfg', 1, qr/K301/);
system('mkfifo', "$dir/i/fifo") == 0 or die;
try('i', 'lint --add-ignore fifo', 2, qr/--add-ignore: "fifo" is no regular file/, '!', qr/added/);

done_testing;
