#!/usr/bin/perl
# Time must not grow faster than the text, whatever stands in it: each kind of input is made in three sizes, and the instructions
# that the largest takes beyond the middle one may be little more than twice those that the middle one takes beyond the smallest.
# Instructions are counted (valgrind), so neither the machine nor its load matters.  GROWTH='name' tries the kinds that match,
# with -v the figures are shown.
# KAMCHECK=binary prove testdata/growth.t
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);

# The sanitizers count, too: the plain binary is asked.
my $kamcheck = $ENV{KAMCHECK_BUILD} ? "$ENV{KAMCHECK_BUILD}/kamcheck" : $ENV{KAMCHECK} // "build/kamcheck";
$kamcheck = "$ENV{PWD}/$kamcheck" if $kamcheck !~ m{^/};
{
	open my $f, '<:raw', $kamcheck or plan skip_all => "no $kamcheck";
	local $/;
	plan skip_all => 'the sanitizers count, too' if <$f> =~ /__asan_/;
}
plan skip_all => 'no valgrind' if system('valgrind --version > /dev/null 2>&1') != 0;
my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;

use constant MOST => 2.6;	# twice, and what is rounded up on the way: arrays that double
use constant FEW  => 400_000;	# instructions that are noise

sub instructions
{
	my (@words) = @_;
	my $text = '';
	my $pid = open(my $out, '-|') // die;
	if (!$pid) {
		open STDERR, '>', 'counted';
		open STDOUT, '>', '/dev/null';
		exec qw(valgrind --tool=callgrind --callgrind-out-file=/dev/null), $kamcheck, @words;
	}
	close $out;
	open my $f, '<', 'counted' or die;
	while (<$f>) { return $1 if /Collected : (\d+)/ }
	return undef;
}

sub put
{
	my ($name, @text) = @_;
	open my $f, '>:raw', $name or die "$name: $!\n";
	print $f @text;
	close $f;
}

my $good = "request_route { drop; }\n";
my $modules = "loadmodule \"pv\"\nloadmodule \"xlog\"\n";
my $deep = sub { "$modules request_route { $_[0] }\n" };

# A config whose parameters PARAMS of MODULE name the file "f"; what is no word is what the request_route does.
sub named
{
	my ($module, @params) = @_;
	my $does = $params[-1] =~ /\W/ ? pop @params : 'drop;';
	return join '', "loadmodule \"tm\"\nloadmodule \"$module\"\n", (map { "modparam(\"$module\", \"$_\", \"f\")\n" } @params),
		"request_route { $does }\n";
}

# Name, the smallest size, the text of a size; files beside it are written on the way.
my @kinds = (
	['too deep includes', 50, sub { put("l$_.cfg", "include_file \"l" . ($_ + 1) . ".cfg\"\n") for 1 .. 9; put('l10.cfg', "include_file \"big.cfg\"\n" x $_[0]); put('big.cfg', '#' . 'x' x 50_000 . "\n"); "include_file \"l1.cfg\"\n$good" }],
	['a file that includes itself', 50, sub { put('self.cfg', "include_file \"self.cfg\"\n" x $_[0]); "include_file \"self.cfg\"\n$good" }],
	['the same file again', 50, sub { put('part.cfg', "# a\n" x 20); "include_file \"part.cfg\"\n" x $_[0] . $good }],
	['a long name in findings', 100, sub { 'route[' . 'N' x (30 * $_[0]) . "] {\n" . join('', map { "route(X$_);\n" } 1 .. $_[0]) . "}\n$good" }],
	['a long define in findings', 100, sub { my $n = 'N' x (100 * $_[0]); "#!define $n " . join('', map { "route(X$_);" } 1 .. 100) . "\nrequest_route { $n }\n" }],
	['exploding substs', 20, sub { "#!subst \"/(a|aa)+\$/x/g\"\n" . $deep->(join '', map { 'xlog("' . 'a' x 30 . "c$_\");\n" } 1 .. $_[0]) }],
	['exploding modparams', 50, sub { $modules . join '', (map { "modparam(\"(p|pp|v|pv)+x$_\", \"shvset\", \"a=i:1\")\n" } 1 .. $_[0]), $good }],
	['event_route[ and a long word', 2000, sub { 'event_route[' . 'a' x $_[0] . "\n$good" }],
	['NULs in a comment', 2000, sub { '/*' . "\0" x $_[0] . "*/\n$good" }],
	['NULs in a string', 2000, sub { 'mpath="' . "\0" x $_[0] . "\"\n$good" }],
	['NULs in a define', 2000, sub { '#!define A ' . "\0" x $_[0] . "\n$good" }],
	['ignore comments at the top', 500, sub { "# kamcheck: ignore K301\n" x $_[0] . $good }],
	['ignore comments in a line', 300, sub { 'request_route { ' . '/* kamcheck: ignore K301 */ drop; ' x $_[0] . "}\n" }],
	['ignored findings', 200, sub { "request_route {\n" . "nosuch(); # kamcheck: ignore K406\n" x $_[0] . "}\n" }],
	['newlines that are not counted', 1000, sub { 'request_route { $var(x) = $' . "\n" x (20 * $_[0]) . "var ;\n" . "foo bar;\n" x $_[0] . "}\n" }],
	['silenced findings', 500, sub { "# kamcheck: ignore K456\n" . $deep->('xlog("$foo");' . "\n" x 1 . 'xlog("$foo");' x $_[0]) }],
	['syntax errors', 500, sub { 'request_route { ' . '= ' x $_[0] . "}\n" }],
	['profiles in a file', 300, sub { put('f', "[server:1.2.3.4:5061]\n[server:1.2.3.4:5061]\nfoo = 1\n" x $_[0]); named('tls', 'config') }],
	['lines in files', 300, sub { put('f', "1 \"(a\" : x 1\n" x $_[0]); named('permissions', 'default_allow_file', 'address_file') . named('dispatcher', 'list_file') }],
	['unknown calls in a script', 200, sub { put('f', map { "KSR.a$_.b()\nKSR.tm.t_$_()\n" } 1 .. $_[0]); named('app_lua', 'load') }],
	['brackets in a script', 1000, sub { put('f', 'KSR.err(' x $_[0] . '/[' x $_[0]); named('app_jsdt', 'load') }],
	['strings in a script', 1000, sub { put('f', '[=[ ]] --[[' x $_[0]); named('app_lua', 'load') }],
	['calls of a script', 200, sub { put('f', "function f() end\n"); named('app_lua', 'load', join('', map { "lua_run(\"g$_\");\n" } 1 .. $_[0])) }],
	['unknown routes beside routes', 200, sub { join('', map { "route[R$_] { route(Q$_); }\n" } 1 .. $_[0]) . $good }],
	['unknown functions', 500, sub { $deep->(join '', map { "nosuch$_();\n" } 1 .. $_[0]) }],
	['unknown variables', 300, sub { $deep->(join '', map { "xlog(\"\$nosuch$_\");\n" } 1 .. $_[0]) }],
	['modparams of modules', 200, sub { $modules . join('', map { "modparam(\"pv|xlog\", \"p$_\", 1)\n" } 1 .. $_[0]) . $good }],
	['modules', 800, sub { join('', map { "loadmodule \"m$_\"\n" } 1 .. $_[0]) . $good }],
	['defines', 300, sub { join('', map { "#!redefine A $_\n" } 1 .. $_[0]) . $good }],
	['conditionals', 300, sub { "#!ifdef A\nx\n#!else\n#!endif\n" x $_[0] . $good }],
	['nested blocks', 200, sub { $deep->('if ($rU == "a") { ' x $_[0] . 'drop;' . ' }' x $_[0]) }],
	['else if', 200, sub { $deep->('if ($rU == "0") drop;' . join '', map { "else if (\$rU == \"$_\") drop;\n" } 1 .. $_[0]) }],
	['an expression of many terms', 1000, sub { $deep->('$var(x) = 1' . '+1' x $_[0] . ';') }],
	['cases', 300, sub { $deep->('switch ($rU) {' . join('', map { "case \"$_\": drop;\n" } 1 .. $_[0]) . '}') }],
	['variables in a string', 500, sub { $deep->('xlog("' . '$var(a) ' x $_[0] . '");') }],
	['nested transformations', 30, sub { $deep->('xlog("' . '$(var(a){s.substr,0,' x $_[0] . '1' . '})' x $_[0] . '");') }],
	['routes that call each other', 200, sub { join('', map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 1 .. $_[0]) . "route[R" . ($_[0] + 1) . "] { drop; }\nrequest_route { route(R1); }\n" }],
	['one long line', 500, sub { 'request_route { ' . 'nosuch(1, 2); ' x $_[0] . "}\n" }],
	['an open brace behind blanks', 2000, sub { 'request_route' . ' ' x (5 * $_[0]) . "{\ndrop;\n" }],
	['braces without a sense', 500, sub { 'request_route { ' . '{} ' x $_[0] . "}\n" }],
	['symbols of lists', 500, sub { "loadmodule \"tm\"\nloadmodule \"rr\"\nloadmodule \"dialog\"\nmodparam(\"dialog\", \"profiles_no_value\", \"" . 'p;' x $_[0] . "\")\n$good" }],
);

my $start = do { put('empty.cfg', $good); instructions('lint', '--level=note', 'empty.cfg') };
for my $kind (@kinds) {
	my ($name, $size, $make) = @$kind;
	next if $ENV{GROWTH} && $name !~ /$ENV{GROWTH}/;
	my @count;
	for my $factor (1, 2, 4) {
		put('growth.cfg', $make->($size * $factor));
		push @count, instructions('lint', '--level=note', 'growth.cfg') // -1;
	}
	my $first = $count[1] - $count[0];
	my $second = $count[2] - $count[1];
	my $rate = $first > FEW ? $second / $first : $second > 3 * FEW ? $second / FEW : 0;
	ok((grep { $_ > 0 } @count) == 3 && $rate <= MOST, sprintf('%s: %.2f', $name, $rate))
		or diag("instructions: @count; at start: $start");
}

# Two configs that differ in much.
my @differences = (
	['statements', 500, sub { my ($n, $side) = @_; $deep->(join '', map { 'xlog("' . ($_ * 7919 * $side) % 50 . "\");\n" } 1 .. $n) }],
	['statements in a line', 500, sub { my ($n, $side) = @_; $deep->(join ' ', map { 'xlog("' . ($_ * 7919 * $side) % 50 . '");' } 1 .. $n) }],
	['blocks in blocks', 100, sub { my ($n, $side) = @_; $deep->("if (\$rU == $side) { xlog(\"a\"); " x $n . 'drop;' . ' }' x $n) }],
	['arms', 200, sub { my ($n, $side) = @_; $deep->('if ($rU == "0") drop;' . join '', map { 'else if ($rU == "' . $_ * $side . '") drop;' . "\n" } 1 .. $n) }],
	['routes', 300, sub { my ($n, $side) = @_; join('', map { 'route[R' . $_ * $side . '] { xlog("' . $_ % 5 . "\"); }\n" } 1 .. $n) . $deep->('drop;') }],
	['parameters', 300, sub { my ($n, $side) = @_; $modules . join('', map { 'modparam("pv", "shvset", "a' . ($_ * 31 * $side) % 100 . "=i:1\")\n" } 1 .. $n) . $good }],
);
for my $kind (@differences) {
	my ($name, $size, $make) = @$kind;
	next if $ENV{GROWTH} && $name !~ /$ENV{GROWTH}/;
	my @count;
	for my $factor (1, 2, 4) {
		put("side$_.cfg", $make->($size * $factor, $_)) for 1, 2;
		push @count, instructions('diff', 'side1.cfg', 'side2.cfg') // -1;
	}
	my $rate = ($count[2] - $count[1]) / ($count[1] - $count[0] || 1);
	ok((grep { $_ > 0 } @count) == 3 && $rate <= MOST, sprintf('diff of %s: %.2f', $name, $rate)) or diag("instructions: @count");
}
done_testing;
