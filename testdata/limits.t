#!/usr/bin/perl
# What a run may cost, and that no limit makes a finding go away: a limit that was hit is reported (K100), findings beyond those
# that are printed count, and nothing hides that a file does not parse.  KAMCHECK=binary prove testdata/limits.t
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);

my $kamcheck = $ENV{KAMCHECK} // 'build/kamcheck';
$kamcheck = "$ENV{PWD}/$kamcheck" if $kamcheck !~ m{^/};
my $has_sanitizer = do {
	open my $f, '<:raw', $kamcheck or die "$kamcheck: $!\n";
	local $/;
	<$f> =~ /__asan_/;
};
my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;
$ENV{NO_COLOR} = 1;

sub put
{
	my ($name, @text) = @_;
	open my $f, '>:raw', $name or die "$name: $!\n";
	print $f @text;
	close $f;
	return $name;
}

# Exit status and all output of kamcheck.
sub run
{
	my (@arguments) = @_;
	my $pid = open(my $out, '-|') // die;
	if (!$pid) {
		open STDERR, '>&', \*STDOUT;
		exec $kamcheck, @arguments;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	return ($? & 127 ? "signal $?" : $? >> 8, $text);
}

sub is_run
{
	my ($name, $arguments, $status, $wanted, $unwanted) = @_;
	my ($got, $text) = run(@$arguments);
	is($got, $status, "$name: exit status");
	like($text, $wanted, "$name: says so");
	unlike($text, $unwanted, "$name: no more than that") if $unwanted;
	return $text;
}

my $route = "request_route { exit; }\n";
my $modules = "loadmodule \"pv\"\nloadmodule \"xlog\"\n";

# --- includes --------------------------------------------------------------------------------------

put("l$_.cfg", "include_file \"l" . ($_ + 1) . ".cfg\"\n") for 1 .. 9;
put('l10.cfg', "import_file \"nowhere.cfg\"\n" x 200);
put('deep.cfg', "include_file \"l1.cfg\"\n$route");
# The server counts the levels before it looks for the file (5.6.3: too many includes).
is_run('a level too many', ['-c', '-f', 'deep.cfg'], 1, qr/K122.*"nowhere\.cfg" is one too many/, qr/K122.*K122/s);
put('self.cfg', "include_file \"self.cfg\"\n" x 150);
is_run('a file that includes itself', ['lint', 'self.cfg'], 1, qr/K122.*includes itself/, qr/K122.*K122/s);
put("t$_.cfg", ("include_file \"t" . ($_ + 1) . ".cfg\"\n") x 40) for 1 .. 9;
put('t10.cfg', "# leaf\n");
put('tree.cfg', "include_file \"t1.cfg\"\n$route");
is_run('a tree of includes', ['-c', '-f', 'tree.cfg'], 1, qr/K100/, qr/K100.*K100/s);
put('big.cfg', '#' . 'x' x 3_000_000 . "\n");
put('many.cfg', "include_file \"big.cfg\"\n" x 60, $route);
is_run('a large file again and again', ['-c', '-f', 'many.cfg'], 1, qr/K100/, qr/K100.*K100/s);

# --- regular expressions ---------------------------------------------------------------------------

put('substs.cfg', (map { "#!subst \"/(a|aa)+\$/x$_/g\"\n" } 1 .. 400), $modules,
	"request_route {\n", (map { 'xlog("' . 'a' x 40 . "c$_\");\n" } 1 .. 4000), "}\n");
is_run('exploding substs', ['-c', '-f', 'substs.cfg'], 1, qr/K100.*regular expressions take too much work/, qr/K100.*K100/s);
put('one.cfg', "#!subst \"/(a|aa)+\$/x/g\"\n", $modules,
	"request_route {\n", (map { 'xlog("' . 'a' x 40 . "c$_\");\n" } 1 .. 100), "}\n");
is_run('an exploding subst on few strings', ['-c', '-f', 'one.cfg'], 0, qr/ok/);
put('modparams.cfg', $modules, (map { "modparam(\"p[v]|(x$_\{1,200}){1,40}\", \"shvset\", \"a$_=i:1\")\n" } 1 .. 10_000), $route);
is_run('large patterns', ['-c', '-f', 'modparams.cfg'], 1, qr/K100/, qr/K100.*K100/s);
is_run('a limit cannot be silenced', ['lint', '--no-rule=K100', 'substs.cfg'], 1, qr/K100/);
put('silent.cfg', "# kamcheck: ignore K100\n", do { local (@ARGV, $/) = 'substs.cfg'; <> });
is_run('... by a comment', ['lint', 'silent.cfg'], 1, qr/K100/);

# --- memory ----------------------------------------------------------------------------------------

SKIP: {
	skip 'the sanitizers take memory of their own', 6 if $has_sanitizer;
	put('plus.cfg', 'request_route { $var(x) = 1', '+1' x 2_000_000, "; }\n");
	is_run('an expression of two million terms', ['-c', '-f', 'plus.cfg'], 1, qr/K100.*too much memory/);
	for my $words (['-c', '-f', 'plus.cfg'], ['lint', 'plus.cfg'], ['-c', '-f', 'many.cfg'], ['-c', '-f', 'modparams.cfg']) {
		my $pid = fork // die;
		if (!$pid) {
			open STDOUT, '>', '/dev/null';
			open STDERR, '>&', \*STDOUT;
			exec '/bin/sh', '-c', 'ulimit -v 250000; exec "$@"', 'sh', $kamcheck, @$words;
		}
		waitpid $pid, 0;
		ok(!($? & 127) && ($? >> 8) =~ /^[12]\z/, "in 250 MB: @$words");
	}
}

# --- findings --------------------------------------------------------------------------------------

my $unknown = "nosuch(\"x\");\n";
put('errors.cfg', "request_route {\n", $unknown x 25_000, "}\n");
my $text = is_run('25,000 errors', ['-c', '-f', 'errors.cfg'], 1, qr/^kamcheck: more than 10000 errors; 15000 are left out$/m);
like($text, qr/error\[K406\].*\n(?:.*\n)*?.*and 9999 more places: lines 3, 4, /, '10,000 of them are told, as one');
$text = is_run('25,000 errors, a line each', ['-c', '--format=concise', '-f', 'errors.cfg'], 1, qr/15000 are left out/);
is(() = $text =~ /error\[K406\]/g, 10_000, '10,000 of them are printed');
my $silenced = "# kamcheck: ignore K406\n${modules}request_route {\n" . $unknown x 10_001;
put('last.cfg', $silenced, "xlog(\"\$foo\"); route(NOPE); }\nevent_route[tm:lokal-request] { exit; }\n");
$text = is_run('errors behind 10,001 that are silenced', ['lint', 'last.cfg'], 1, qr/K456.*K301.*K320/s, qr/K406|left out/);
is_run('only errors that are silenced', ['lint', put('quiet.cfg', $silenced, "}\n")], 0, qr/\A\z/);
is_run('errors beside a rule that is off', ['lint', '--no-rule=K406', 'last.cfg'], 1, qr/K456.*K301/s, qr/K406|left out/);
put('notes.cfg', "${modules}request_route { exit; }\n", (map { "route[R$_] { exit; }\n" } 1 .. 10_001),
	"event_route[tm:lokal-request] { exit; }\n");
is_run('a warning behind 10,001 notes', ['lint', '--level=warning', 'notes.cfg'], 1, qr/K320/);
put('comments.cfg', "${modules}request_route {\n", "# kamcheck: ignore K406\nnosuch();\n" x 12_000, "}\n");
is_run('12,000 comments that silence', ['lint', 'comments.cfg'], 0, qr/\A\z/);

put('syntax.cfg', "request_route { route(A) }\n");
is_run('a syntax error stays with --no-rule', ['lint', '--no-rule=K200,K201', 'syntax.cfg'], 1, qr/K201/);
is_run('... and with --rule', ['lint', '--rule=K301', 'syntax.cfg'], 1, qr/K201/);

put('comment.cfg', "request_route { route(RELAY); }\n/* open\nroute[RELAY] { exit; }\n");
for my $words (['-c', '-f'], ['lint', '--phase=start']) {
	# 5.6.3: -c says ok, the start ends with: route "RELAY" not found
	is_run("an unclosed comment: @$words", [@$words, 'comment.cfg'], 1, qr/K301.*"RELAY"/, qr/K207/);
}
is_run('an unclosed comment: lint', ['lint', 'comment.cfg'], 1, qr/K207/, qr/K301/);

# --- variables -------------------------------------------------------------------------------------

# As many as there are bits; the last one is read under a condition, too, where nothing has touched it.
put('bits.cfg', $modules, "request_route {\n", (map { "if (\$rU == \"$_\") { \$var(v$_) = \"$_\"; }\n\$du = \$var(v$_);\n" } 0 .. 63),
	"route(LAST); }\nroute[LAST] { if (\$rd == \"x\") { \$du = \$var(v63); } }\n");
$text = is_run('64 variables that are set under a condition', ['lint', '--format=concise', 'bits.cfg'], 1, qr/K540.*"\$var\(v63\)"/);
is(() = $text =~ /K540/g, 64, '... are told');

# --- words -----------------------------------------------------------------------------------------

put('long.cfg', "route[", 'N' x 50_000, "] { route(X); }\nrequest_route { exit; }\n");
$text = is_run('a long name', ['lint', 'long.cfg'], 1, qr/N\.\.\.N/);
ok(length $text < 5_000, 'is not repeated in full');
put('define.cfg', '#!define ', 'N' x 50_000, " route(X);\nrequest_route { ", 'N' x 50_000, " }\n");
$text = is_run('a define of a long name', ['lint', 'define.cfg'], 1, qr/in the value of "N+\.\.\.N+", defined at/);
ok(length $text < 5_000, 'is not repeated in full');

# --- command line ----------------------------------------------------------------------------------

put('good.cfg', $route);
is_run('lint: a folder of -L that is not there', ['lint', '-L', '/nope', 'good.cfg'], 2, qr{\Akamcheck: -L: cannot open the folder "/nope": [^\n]*\n\z});
is_run('-c is given it everywhere', ['-c', '-L', '/nope', '-f', 'good.cfg'], 0, qr/ok/);

done_testing;
