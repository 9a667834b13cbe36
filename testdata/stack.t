#!/usr/bin/perl
# The stack: a config that people write needs less than 256 kB of it, and so does anything else; what is nested deeper than
# that allows ends with a message.  KAMCHECK_BUILD=build KAMCHECK=binary prove testdata/stack.t
use strict;
use warnings;
use Test::More;
use Cwd qw(abs_path);
use File::Basename qw(basename dirname);
use File::Find;
use File::Temp qw(tempdir);

my $here = dirname(abs_path($0));
my $build = abs_path($ENV{KAMCHECK_BUILD} // "$here/../build");
# As it is delivered; the sanitizers need more stack, and get what there is.
my $plain = "$build/kamcheck";
my $checked = $ENV{KAMCHECK} ? abs_path($ENV{KAMCHECK}) : $plain;
my $dir = tempdir(CLEANUP => 1);
$ENV{NO_COLOR} = 1;
# A run that a limit ends gives nothing back.
$ENV{ASAN_OPTIONS} = 'detect_leaks=0';

-x $plain or BAIL_OUT("$plain: not there, run make first");

# Runs PROGRAM with KB of stack (0: the usual) in the folder of FILE; returns the status as the shell has it, and all output.
sub run
{
	my ($program, $kb, $file, @command) = @_;
	my $limit = $kb ? "ulimit -s $kb;" : '';
	my ($folder, $name) = (dirname($file), basename($file));
	my $out = `cd '$folder' && { $limit '$program' @command '$name'; } 2>&1 </dev/null`;
	return ($? & 127 ? 128 + ($? & 127) : $? >> 8, $out);
}

my @commands = (['-c', '-f'], ['lint'], ['--cfg-print', '-f'], ['expand'], ['tree'], ['symbols'], ['diff', '-A', 'KAMCHECK']);

# --- configs that people write ---------------------------------------------------------------------

my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my @configs;
find({ wanted => sub { push @configs, $File::Find::name if /\.cfg\z/ && -f }, no_chdir => 1 },
	grep { -e } "$here/demo.cfg", "$here/accepted", "$here/lint", $corpus, '/etc/kamailio');
{
	my @died;
	for my $file (@configs) {
		for my $command (@commands[0, 1, 5]) {
			my ($status, $out) = run($plain, 256, $file, @$command);
			push @died, "@$command $file: $status" if $status > 2 || $out =~ /nested too deep/;
		}
	}
	cmp_ok(@configs, '>', 100, scalar(@configs) . ' configs');
	is("@died", '', 'a stack of 256 kB is enough for each');
}

# --- nesting ---------------------------------------------------------------------------------------

my $modules = "loadmodule \"pv\"\nloadmodule \"xlog\"\nloadmodule \"textops\"\n";
sub x { return $_[0] x $_[1] }
sub route { return "$modules request_route {\n@_\n}\n" }
sub value { return route('$var(a) = ', @_, ';') }
# 298 routes that call each other, the last with BODY.
sub chain
{
	return "$modules request_route { route(R0); }\n" . join('', map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 0 .. 297) .
	    "route[R298] {\n@_\n}\n";
}

# A name, the text for a depth, from which depth on there must be a message (0: there need not be one), and up to which
# depth it must be fine, when that is less.
my @nests = (
	['parentheses', sub { value(x('(', $_[0]), '1', x(')', $_[0])) }, 10_000],
	['signs', sub { value(x('-', $_[0]), '1') }, 1000],
	['nots', sub { route('if (', x('! ', $_[0]), '$var(a)) exit;') }, 1000],
	['casts', sub { value(x('(int)', $_[0]), '1') }, 1000],
	['strlen', sub { value(x('strlen(', $_[0]), '"a"', x(')', $_[0])) }, 1000],
	['right sides', sub { value(x('1+(', $_[0]), '1', x(')', $_[0])) }, 1000],
	['conditions', sub { route('if (', x('($var(a) && ($var(b) || ', $_[0] / 2), '1', x('))', $_[0] / 2), ') exit;') }, 1000],
	['sums', sub { value('1', x(' + 1', $_[0])) }, 0],
	['calls', sub { route(x('xlog(', $_[0]), '"a"', x(')', $_[0]), ';') }, 1000],
	['ifs', sub { route(x('if ($var(a)) {', $_[0]), 'exit;', x('}', $_[0])) }, 1000],
	['ifs without braces', sub { route(x('if ($var(a)) ', $_[0]), 'exit;') }, 1000],
	['else ifs', sub { route(x('if ($var(a)) { exit; } else ', $_[0]), '{ exit; }') }, 5000, 2000],
	['elses', sub { route(x('if ($var(a)) { exit; } else {', $_[0]), 'exit;', x('}', $_[0])) }, 5000, 1900],
	['whiles', sub { route(x('while ($var(a)) {', $_[0]), 'break;', x('}', $_[0])) }, 1000],
	['switches', sub { route(x('switch ($var(a)) { case 1: ', $_[0]), 'break;', x('}', $_[0])) }, 1000, 490],
	['open ifs', sub { route(x('if ($var(a)) {', $_[0])) }, 1000],
	['braces', sub { route(x('{', $_[0]), 'exit;', x('}', $_[0])) }, 0],
	['closing braces', sub { route(x('}', $_[0])) }, 0],
	['routes', sub { my $n = $_[0] > 20_000 ? 20_000 : $_[0];
		"$modules request_route { route(R0); }\n" . join('', map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 0 .. $n) }, 0],
	['routes, then ifs', sub { chain(x('if ($var(a)) {', $_[0]), 'exit;', x('}', $_[0])) }, 1000],
	['routes, then calls', sub { chain(x('xlog(', $_[0]), '"a"', x(')', $_[0]), ';') }, 1000],
	['routes, then ifs, then a regex', sub { chain(x('if ($var(a)) {', $_[0]), 'if ($ru =~ "', x('(a|b*', 120), x(')*', 120), '") exit;',
		x('}', $_[0])) }, 1000],
	['parentheses in a regex', sub { route('if ($ru =~ "', x('(', $_[0]), 'a', x(')', $_[0]), '") exit;') }, 0],
	['repetitions in a regex', sub { route('if ($ru =~ "', x('(', $_[0]), 'a', x(')*', $_[0]), '") exit;') }, 0],
	['parentheses in a modparam', sub { "$modules modparam(\"" . x('(', $_[0]) . 'p' . x(')', $_[0]) . "v\", \"varset\", \"a=i:1\")\n" . route('exit;') }, 0],
	['parentheses in a subst', sub { '#!subst "/' . x('(', $_[0]) . 'a' . x(')', $_[0]) . "/b/\"\n" . route('xlog("aaa");') }, 0],
	['variables', sub { value(x('$(var(', $_[0]), 'a', x('))', $_[0])) }, 0],
	['variables in a text', sub { route('xlog("', x('$(avp(s:', $_[0]), 'a', x('))', $_[0]), '");') }, 0],
	['indexes', sub { route('xlog("', x('$(avp(a)[', $_[0]), '0', x('])', $_[0]), '");') }, 0],
	['transformations', sub { value('$(var(b)', x('{s.len}', $_[0]), ')') }, 0],
	['variables in transformations', sub { route('xlog("', x('$(var(a){s.substr,', $_[0]), '0,0', x('})', $_[0]), '");') }, 0],
	['selects', sub { value('@a', x('.a', $_[0])) }, 0],
	['comments', sub { x('/*', $_[0]) . x('*/', $_[0]) . route('exit;') }, 0],
	['open comments', sub { route('exit;') . x('/*', $_[0]) }, 0],
	['ifdefs', sub { x("#!ifndef A\n", $_[0]) . x("#!endif\n", $_[0]) . route('exit;') }, 0],
	['ifexp parentheses', sub { '#!ifexp ' . x('(', $_[0]) . '1' . x(')', $_[0]) . "\n#!endif\n" . route('exit;') }, 150],
	['ifexp signs', sub { '#!ifexp ' . x('!', $_[0]) . "1\n#!endif\n" . route('exit;') }, 150],
	['ifexp conditions', sub { '#!ifexp ' . x('1 ? ', $_[0]) . '1' . x(' : 1', $_[0]) . "\n#!endif\n" . route('exit;') }, 0],
	['ifexp powers', sub { '#!ifexp 1' . x('**1', $_[0]) . "\n#!endif\n" . route('exit;') }, 150],
	['defines', sub { my $n = $_[0] > 400 ? 400 : $_[0];
		join('', map { "#!define D$_ D" . ($_ + 1) . "\n" } 0 .. $n - 1) . "#!define D$n exit\n" . route('D0;') }, 0],
	['comments that silence', sub { route(x("if (\$var(a)) {\n# kamcheck: ignore K521\n", $_[0]), 'exit;', x('}', $_[0])) }, 1000],
);

for my $nest (@nests) {
	my ($name, $text, $limit, $fine) = @$nest;
	$fine //= $limit;
	my @problems;
	for my $n (100, 980, 1100, 3000, 12_000, 100_000) {
		my $file = "$dir/nest.cfg";
		open my $f, '>', $file or die;
		print $f $text->($n);
		close $f;
		for my $command (@commands) {
			# Printing has no tree; it is as deep as the includes.
			next if $n > 12_000 && $command->[0] !~ /^-c|^lint/;
			my ($status, $out) = run($plain, 256, $file, @$command);
			push @problems, "$n: @$command: exit status $status" if $status > 2;
			next if $command->[0] !~ /^-c|^lint/;
			push @problems, "$n: @$command: exit status $status without a message" if $status && $out !~ /(?:error|warning|note)\[|^kamcheck: /;
			push @problems, "$n: @$command: accepted" if $limit && $n > $limit && !$status;
			push @problems, "$n: @$command: " . substr($out, 0, 200) if $fine && $n < $fine && $out =~ /nested too deep/;
		}
		next if $checked eq $plain || ($n != 980 && $n != 3000);
		my ($status, $out) = run($checked, 0, $file, 'lint');
		push @problems, "$n: sanitizers: exit status $status: " . substr($out, 0, 200) if $status > 2 || $out =~ /Sanitizer|runtime error/;
	}
	is(join("\n", @problems), '', $name);
}

# What was not looked at is never fine.
{
	open my $f, '>', "$dir/deep.cfg" or die;
	print $f route(x('if ($var(a)) {', 1100), 'route(NOPE);', x('}', 1100));
	close $f;
	my ($status, $out) = run($plain, 256, "$dir/deep.cfg", '-c', '-f');
	is($status, 1, 'what is nested too deep is an error');
	like($out, qr/\Adeep\.cfg:\d+:\d+: error\[K100\]: blocks or expressions are nested too deep/, 'and is told');
}

done_testing();
