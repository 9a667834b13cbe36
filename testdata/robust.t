#!/usr/bin/perl
# Hostile input and surroundings: right exit status, a plain message where one is due, no signal, no sanitizer report, and
# never long.  KAMCHECK=binary prove testdata/robust.t
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use Time::HiRes qw(time);
use POSIX qw(mkfifo SIGPIPE WNOHANG);

my $kamcheck = $ENV{KAMCHECK} // 'build/kamcheck';
$kamcheck = "$ENV{PWD}/$kamcheck" if $kamcheck !~ m{^/};
my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;
$ENV{NO_COLOR} = 1;
$ENV{ASAN_OPTIONS} = 'detect_leaks=1:allocator_may_return_null=1' unless $ENV{ASAN_OPTIONS};

# The sanitizers make everything several times slower, and so does a machine that others use too; what hangs does so for ever.
my $patience = do {
	open my $f, '<:raw', $kamcheck or die "$kamcheck: $!\n";
	local $/;
	<$f> =~ /__asan_/ ? 30 : 6;
};

sub put
{
	my ($name, @text) = @_;
	open my $f, '>:raw', $name or die "$name: $!\n";
	print $f @text;
	close $f;
	return $name;
}

sub get
{
	my ($name) = @_;
	open my $f, '<:raw', $name or return '';
	local $/;
	return <$f> // '';
}

# Waits for PID; kills it when it takes far too long.  Returns the wait status.
sub await
{
	my ($pid) = @_;
	my $end = time + $patience * 3;
	while (waitpid($pid, WNOHANG) == 0) {
		kill KILL => $pid if time > $end;
		select undef, undef, undef, 0.002;
	}
	return $?;
}

# Runs kamcheck; OPTIONS: in, out = files of stdin and stdout.  Returns status, seconds, stdout, stderr.
sub run
{
	my ($arguments, %options) = @_;
	my $start = time;
	my $pid = fork // die;
	if (!$pid) {
		open STDIN, '<', $options{in} // '/dev/null';
		open STDOUT, '>', $options{out} // 'stdout';
		open STDERR, '>', 'stderr';
		exec $kamcheck, @$arguments or exit 127;
	}
	my $status = await($pid);
	return ($status, time - $start, $options{out} ? '' : get('stdout'), get('stderr'));
}

sub problems
{
	my ($status, $seconds, $out, $err) = @_;
	my @problems;
	push @problems, 'killed by signal ' . ($status & 127) if $status & 127;
	push @problems, sprintf('took %.1f s', $seconds) if $seconds > $patience;
	push @problems, 'sanitizer: ' . substr($1, 0, 300) if "$err$out" =~ /((?:Sanitizer|runtime error:).*)/;
	return @problems;
}

# One run: its exit status, a pattern that stderr matches (or undef: no message), options as for run() and
# messages => number of findings.
sub is_run
{
	my ($name, $arguments, $expected, $pattern, %options) = @_;
	my ($status, $seconds, $out, $err) = run($arguments, %options);
	my @problems = problems($status, $seconds, $out, $err);
	my $count = () = $err =~ /: (?:error|warning)\[|^kamcheck: /mg;

	push @problems, 'exit status ' . ($status >> 8) . ", not $expected" if $status >> 8 != $expected;
	push @problems, "message: " . substr($err, 0, 400) if defined $pattern && $err !~ $pattern;
	push @problems, "a message: " . substr($err, 0, 400) if !defined $pattern && $count;
	push @problems, "$count messages: " . substr($err, 0, 400) if defined $options{messages} && $count != $options{messages};
	ok(!@problems, $name) or diag(join "\n", @problems);
	return ($out, $err);
}

# -c with an expected answer; then every other command only has to survive.
sub survives
{
	my ($name, $file, $expected, $pattern, %options) = @_;
	is_run("$name: -c", ['-c', '-f', $file], $expected, $pattern, %options);
	for my $command (['--cfg-print', '-f'], ['expand'], ['lint'], ['tree'], ['tokens']) {
		my ($status, $seconds, $out, $err) = run([@$command, $file]);
		my @problems = problems($status, $seconds, $out, $err);
		push @problems, 'exit status ' . ($status >> 8) if $status >> 8 > 2;
		push @problems, 'output of ' . length($out) . ' bytes' if length $out > 20_000_000 + 100 * -s $file;
		ok(!@problems, "$name: $command->[0]") or diag(join "\n", @problems);
	}
}

my $modules = 'loadmodule "pv" loadmodule "xlog"';
my $good = "listen=udp:127.0.0.1:5060\nrequest_route {\n\tdrop;\n}\n";
# The modules are loaded on the line that opens the route.
sub route { return "$modules request_route {\n@_\n}\n" }
sub x { return $_[0] x $_[1] }

# --- bytes -----------------------------------------------------------------------------------------

survives('empty file', put('empty.cfg', ''), 1, qr/empty\.cfg/);
survives('only blanks', put('blanks.cfg', " \n\t\n"), 1, qr/blanks\.cfg/);
survives('NUL bytes between tokens', put('nul1.cfg', "debug=1\0\n$good"), 0, undef);
survives('NUL byte in a string', put('nul2.cfg', "mpath=\"a\0b\"\n$good"), 0, undef);
survives('NUL byte in a directive', put('nul3.cfg', "#!def\0ine A 1\n#!define A\0 2\n#!ifdef \0A\n#!endif\n$good"), 0, undef);
survives('CRLF', put('crlf.cfg', $good =~ s/\n/\r\n/gr), 0, undef);
survives('BOM', put('bom.cfg', "\xef\xbb\xbf$good"), 0, undef);
survives('no newline at the end', put('nonl.cfg', $good =~ s/\n\z//r), 0, undef);
srand 1;
survives('random bytes', put('random.cfg', map { chr int rand 256 } 1 .. 200_000), 1, qr/random\.cfg:/);
survives('an ELF file', put('elf.cfg', substr get('/bin/ls'), 0, 200_000), 1, qr/elf\.cfg:/);
is_run('control bytes do not reach the terminal', ['-c', '-f', put('esc.cfg', "foo=\"\e[31m\"\n\e]0;x\a = \e[2J bar\n$good")], 1,
	qr/\A[^\e\a]*\z/);
# Bytes of C1, alone and as UTF-8, marks of direction, what cannot be seen: in text, names of files, arguments, catalogues.
{
	my $hidden = "\x9b2J\xc2\x9b\xe2\x80\xae\xe2\x81\xa6\xd8\x9c\xe2\x80\x8b\xef\xbb\xbf\xe2\x80\xa8\xf3\xa0\x81\x81\xff";
	my $shown = '?2J<U+009B><U+202E><U+2066><U+061C><U+200B><U+FEFF><U+2028><U+E0041>?';
	my $is_shown = qr/\A[\n -~]*\Q$shown\E[\n -~]*\z/;
	my $name = put("x$hidden.cfg", "foo=\"$hidden\" # $hidden\nroute[\"$hidden\"] { exit; }\n");
	my $catalog = put('hidden.tsv', "#module\tparameter_name\tdepends\tversions\n$hidden\t$hidden\t-\t5.6\n");
	for (['-c', '-f', $name], ['-c', '-f', "no$hidden"], ["--$hidden"], ['lint', "--rule=$hidden", $name], ['explain', $hidden],
	    ['catalog', $hidden], ['-c', '-A', $hidden, '-f', $name], ['symbols', "--format=$hidden", $name], ['-c', '-n', $hidden],
	    ['lint', "--catalog=no$hidden", $name], ['catalog', "--catalog=$catalog", 'module', $hidden],
	    ['lint', $name], ['symbols', $name]) {
		my ($status, $seconds, $out, $err) = run($_);
		my @problems = problems($status, $seconds, $out, $err);
		like("$out$err", $is_shown, "what is hidden is shown: $_->[0]") or diag(join "\n", @problems);
	}
}

# --- files -----------------------------------------------------------------------------------------

mkdir 'folder';
mkfifo('fifo', 0600);
is_run('missing file', ['-c', '-f', 'missing.cfg'], 2, qr/\Akamcheck: [^\n]*missing\.cfg[^\n]*\n\z/);
is_run('a directory', ['-c', '-f', 'folder'], 2, qr/\Akamcheck: [^\n]*directory[^\n]*\n\z/);
is_run('/dev/null', ['-c', '-f', '/dev/null'], 2, qr/\Akamcheck: [^\n]*\n\z/);
is_run('/dev/zero', ['-c', '-f', '/dev/zero'], 2, qr/\Akamcheck: [^\n]*\n\z/);
SKIP: {
	skip 'root reads everything', 1 if $> == 0;
	chmod 0, put('secret.cfg', $good);
	is_run('unreadable file', ['-c', '-f', 'secret.cfg'], 2, qr/\Akamcheck: [^\n]*secret\.cfg[^\n]*\n\z/);
}
is_run('standard input', ['-c', '-f', '-'], 0, undef, in => put('good.cfg', $good));
is_run('standard input, printed', ['--cfg-print', '-f', '-'], 0, undef, in => 'good.cfg');
is(get('stdout'), $good, 'standard input is printed as it is');
is_run('empty standard input', ['-c', '-f', '-'], 1, qr/./);
is_run('file name with odd bytes', ['-c', '-f', put("a\e[1m\n.cfg", "foo\n")], 1, qr/\A[^\e]*\z/);

# --- output ----------------------------------------------------------------------------------------

my $large = put('large.cfg', $good, x("route[R] {\n\txlog(\"some text\\n\"); # a comment\n}\n", 100_000));
cmp_ok(-s $large, '>', 4_500_000, 'a large file');
{
	my $start = time;
	pipe my $read, my $write or die;
	my $pid = fork // die;
	if (!$pid) {
		close $read;
		open STDOUT, '>&', $write;
		open STDERR, '>', 'stderr';
		exec $kamcheck, '--cfg-print', '-f', $large or exit 127;
	}
	close $write;
	my $line = <$read>;
	close $read;
	my $status = await($pid);
	is($status, SIGPIPE, 'a reader that goes away: the end that other filters take');
	is(get('stderr'), '', 'and no word');
}
is(`'$kamcheck' --cfg-print -f $large 2>/dev/null | cat | cmp - $large && echo same`, "same\n", 'a pipe loses nothing');
SKIP: {
	skip 'no /dev/full', 3 unless -c '/dev/full';
	is_run("full disk: $_->[0]", $_, 2, qr/\Akamcheck: cannot write: [^\n]*\n\z/, out => '/dev/full')
	    for ['--cfg-print', '-f', $large], ['expand', 'good.cfg'], ['rules'];
}

is(`'$kamcheck' --cfg-print -f good.cfg 2>&1 >&-; echo \$?` =~ /\Akamcheck: cannot write: [^\n]*\n2\n\z/ ? 'same' : 'other', 'same',
	'standard output that is closed');
is(`'$kamcheck' -c -f - 2>&1 <&-; echo \$?` =~ /\Akamcheck: cannot read [^\n]*\n2\n\z/ ? 'same' : 'other', 'same',
	'standard input that is closed');
SKIP: {
	skip 'the sanitizers need memory', 5 if $patience > 6;
	is(`ulimit -v 20000; '$kamcheck' -c -f $large 2>&1; echo \$?`, "kamcheck: out of memory\n2\n", 'little memory');
	my $deep = put('deep.cfg', route('$var(a) = ', x('(', 4800), '1', x(')', 4800), ';', x('if (1) {', 3000), 'drop;', x('}', 3000),
		'$var(a) = 1', x('+1', 100_000), ';'));
	is(`ulimit -s 1024; '$kamcheck' $_ $deep >/dev/null 2>&1; echo \$?` =~ /\A[01]\n\z/ ? 'good' : 'bad', 'good', "a stack of 1 MB: $_")
	    for '-c -f', 'lint', 'expand', 'tree';
}

# --- includes --------------------------------------------------------------------------------------

sub includes { my ($file) = @_; return "include_file \"$file\"\n$good" }
survives('a file that includes itself', put('self.cfg', includes('self.cfg')), 1, qr/includes itself/, messages => 1);
survives('a file that includes itself twice', put('twice.cfg', "include_file \"twice.cfg\"\ninclude_file \"twice.cfg\"\n"), 1,
	qr/includes itself/);
put("level$_.cfg", $_ == 11 ? "# the end\n" : includes('level' . ($_ + 1) . '.cfg') =~ s/request_route.*//sr) for 1 .. 11;
survives('10 levels', put('ten.cfg', includes('level2.cfg')), 0, undef);
survives('11 levels', put('eleven.cfg', includes('level1.cfg')), 1, qr/10 levels/, messages => 1);
survives('an included directory', put('incdir.cfg', includes('folder')), 1, qr/directory/, messages => 1);
survives('an included FIFO', put('incfifo.cfg', includes('fifo')), 1, qr/FIFO/, messages => 1);
survives('an included device', put('incdev.cfg', includes('/dev/zero')), 1, qr/device/, messages => 1);
survives('a missing include', put('incno.cfg', includes('no.cfg')), 1, qr/no\.cfg/, messages => 1);
put('ten_times.cfg', x("include_file \"leaf.cfg\"\n", 1000));
put('leaf.cfg', "# nothing\n");
survives('10,000 includes', put('manyinc.cfg', x("include_file \"ten_times.cfg\"\n", 10), $good), 0, undef);
put('laugh10.cfg', "# the end\n");
put("laugh$_.cfg", x('include_file "laugh' . ($_ + 1) . ".cfg\"\n", 10)) for 2 .. 9;
survives('includes that multiply', put('laughinc.cfg', x("include_file \"laugh2.cfg\"\n", 10), $good), 1, qr/laugh/);

# --- defines ---------------------------------------------------------------------------------------

survives('a define of itself', put('selfdef.cfg', "#!define A A\ndebug=A\n$good"), 1, qr/expands to itself/);
survives('two defines in a circle', put('circle.cfg', "#!define A B\n#!define B A\ndebug=A\n$good"), 1, qr/expands to itself/);
survives('a define that doubles itself', put('double.cfg', "#!define A A A\ndebug=A\n$good"), 1, qr/expands to itself/);
survives('billion laughs', put('laughs.cfg', "#!define L0 \"lol\"\n",
	(map { "#!define L$_ " . join(' ', ("L" . ($_ - 1)) x 10) . "\n" } 1 .. 10), "mpath=L10\n$good"), 1, qr/./);
survives('billion laughs, in a call', put('laughs2.cfg', "#!define L0 \"lol\"\n",
	(map { "#!define L$_ " . join('+', ("L" . ($_ - 1)) x 10) . "\n" } 1 .. 10), route("xlog(L10);")), 1, qr/./);
survives('billion laughs of statements', put('laughs3.cfg', "#!define L0 drop;\n",
	(map { "#!define L$_ " . join(' ', ("L" . ($_ - 1)) x 10) . "\n" } 1 .. 10), route("L10")), 1, qr/./);
survives('billion laughs of nothing', put('laughs4.cfg', "#!define L0\n",
	(map { "#!define L$_ " . join(' ', ("L" . ($_ - 1)) x 10) . "\n" } 1 .. 10), "L10\n$good"), 1, qr/./);
survives('100,000 defines', put('defines.cfg', (map { "#!define N$_ $_\n" } 1 .. 100_000), $good), 1, qr/512/);
survives('100,000 uses of a define', put('uses.cfg', "#!define A \$var(a) = 1;\n", route(x("A\n", 100_000))), 0, undef);
survives('a define of 15 kB', put('long1.cfg', '#!define A "' . x('a', 15_000) . "\"\nmpath=A\n$good"), 0, undef);
survives('a define of 17 kB', put('long2.cfg', '#!define A "' . x('a', 17_000) . "\"\nmpath=A\n$good"), 1, qr/longer than/, messages => 1);
survives('a define of 10 MB', put('long3.cfg', '#!define A "' . x('a', 10_000_000) . "\"\nmpath=A\n$good"), 1, qr/longer than/, messages => 1);
survives('a name of 1 MB', put('name.cfg', '#!define ' . x('a', 1_000_000) . " 1\ndebug=" . x('a', 1_000_000) . "\n$good"), 0, undef);
survives('100,000 redefines', put('redef.cfg', (map { "#!redefine A $_\n" } 1 .. 100_000), "debug=A\n$good"), 0, undef);

# --- conditionals ----------------------------------------------------------------------------------

survives('500 nested ifdefs', put('ifdef500.cfg', x("#!ifndef A\n", 500), x("#!endif\n", 500), $good), 0, undef);
survives('600 nested ifdefs', put('ifdef600.cfg', x("#!ifndef A\n", 600), x("#!endif\n", 600), $good), 1, qr/512/);
survives('500 open ifdefs over 10 MB', put('ifopen.cfg', $good, x("#!ifdef A\n", 500), x("#!endif no\n#!endi\n", 500_000)), 1, qr/#!endif/);
survives('100,000 ifdefs', put('ifdefs.cfg', x("#!ifdef A\n#!else\n#!endif\n", 100_000), $good), 0, undef);
survives('100,000 stray endifs', put('endifs.cfg', x("#!endif\n", 100_000), $good), 1, qr/#!ifdef/);
survives('nested expression', put('ifexp1.cfg', '#!ifexp ' . x('(', 100_000) . '1' . x(')', 100_000) . "\n#!endif\n$good"), 1, qr/ifexp1/);
survives('long expression', put('ifexp2.cfg', '#!ifexp ' . join('+', (1) x 100_000) . "\n#!endif\n$good"), 0, qr/^/);
survives('expression that doubles a text', put('ifexp3.cfg', "#!defexp A \"aaaaaaaaaa\"\n",
	x("#!defexp B A + A\n#!redef A B\n", 100), $good), 1, qr/^/);

# --- nesting and length ----------------------------------------------------------------------------

my $n = 100_000;
survives("$n nested braces", put('braces.cfg', route('if (1) ', x('{', $n), 'drop;', x('}', $n))), 1, qr/./);
survives("$n nested ifs", put('ifs.cfg', route(x("if (1) {\n", $n), 'drop;', x("}\n", $n))), 1, qr/nested too deep/);
survives("$n nested ifs without braces", put('ifs2.cfg', route(x("if (1)\n", $n), 'drop;')), 1, qr/nested too deep/);
survives("$n nested parentheses", put('parens.cfg', route('$var(a) = ', x('(', $n), '1', x(')', $n), ';')), 1, qr/nested too deep/);
survives("$n open parentheses", put('parens2.cfg', route('$var(a) = ', x('(', $n))), 1, qr/./);
survives("$n signs", put('signs.cfg', route('$var(a) = ', x('!', $n), '1;')), 1, qr/nested too deep/);
survives("$n casts", put('casts.cfg', route('$var(a) = ', x('(int)', $n), '1;')), 1, qr/nested too deep/);
survives("$n nested comments", put('comments.cfg', x('/*', $n), x('*/', $n), "\n$good"), 0, undef);
survives("$n open comments", put('comments2.cfg', $good, x('/*', $n)), 0, qr/^/);
survives("$n else if", put('elseif.cfg', route('if ($ru == "0") drop;', (map { "else if (\$ru == \"$_\") drop;\n" } 1 .. $n))), 1,
	qr/nested too deep/);
survives('200,000 terms', put('terms.cfg', route('$var(a) = ', '1' . x('+1', 199_999), ';')), 0, undef);
survives('500,000 terms', put('terms2.cfg', route('$var(a) = ', '1' . x('+1', 499_999), ';')), 0, undef);
survives("$n arguments", put('args.cfg', route('xlog(' . join(',', ('"a"') x $n) . ');')), 1, qr/args/);
survives("$n cases", put('cases.cfg', route('switch ($rs) {', (map { "case $_: break;\n" } 1 .. $n), '}')), 0, undef);
survives("40000 routes", put('routes.cfg', $good, map { "route[R$_] { drop; }\n" } 1 .. 40_000), 0, undef);
survives("$n routes of one name", put('sameroute.cfg', $good, x("route[R] { drop; }\n", $n)), 1, qr/twice/);
survives("$n parameters", put('params.cfg', x("debug=1\n", $n), $good), 0, undef);
survives("$n flags", put('flags.cfg', 'flags ' . join(', ', map { "F$_" } 1 .. $n) . "\n$good"), 1, qr/./);
survives("50000 modules", put('modules.cfg', (map { "loadmodule \"m$_.so\"\n" } 1 .. 50_000), $good), 1, qr/./);
my $many = join '', map { "loadmodule \"m$_\"\n" } 1 .. 10_000;
survives('many modules, many patterns', put('patterns.cfg', $many, (map { "modparam(\"m.*\", \"x$_\", 1)\n" } 1 .. 5_000), $good), 1, qr/./);
survives('many modules, many lists', put('lists.cfg', $many, (map { "modparam(\"m1|m2\", \"x$_\", 1)\n" } 1 .. 5_000), $good), 1, qr/./);
survives('many modules in one list', put('list.cfg', $many, 'modparam("', join('|', map { "m$_" } reverse 1 .. 10_000), "\", \"x\", 1)\n", $good), 1, qr/./);
survives("$n listens", put('listens.cfg', (map { "listen=udp:127.0.0.1:" . (1024 + $_ % 60000) . "\n" } 1 .. $n), $good), 0, qr/^/);
survives("a host name of $n labels", put('labels.cfg', 'alias=' . join('.', ('a') x $n) . "\n$good"), 1, qr/host name/);
survives("a condition of $n labels", put('labels2.cfg', route('if (src_ip == ' . join('.', ('a') x $n) . ') drop;')), 1, qr/host name/);
survives('a line of 10 MB', put('line.cfg', "$modules request_route { " . x('$var(a) = $var(a) + 1; ', 450_000) . "}\n"), 0, undef);
survives('a line of 10 MB with errors', put('line2.cfg', 'request_route { ' . x('$var(a) = = 1;' . x(' ', 986), 10_000) . "}\n"), 1, qr/./);
survives('a string of 10 MB', put('string.cfg', 'mpath="' . x('a', 10_000_000) . "\"\n$good"), 0, qr/^/);
survives('a string of 10 MB with escapes', put('string2.cfg', 'mpath="' . x('\\n', 5_000_000) . "\"\n$good"), 0, qr/^/);
survives('a million strings in a row', put('string3.cfg', 'mpath=' . x('"a" ', 1_000_000) . "\n$good"), 0, qr/^/);
survives('a comment of 10 MB', put('comment.cfg', '/*' . x(' ab*', 2_500_000) . "*/\n$good"), 0, undef);
survives('a line comment of 10 MB', put('comment2.cfg', '#' . x(' abc', 2_500_000) . "\n$good"), 0, undef);
survives('a word of 10 MB', put('word.cfg', x('a', 10_000_000) . "\n$good"), 1, qr/./);
survives('a number of 1 MB', put('number.cfg', 'debug=' . x('9', 1_000_000) . "\n$good"), 0, qr/^/);
survives('a variable of 1 MB', put('pvar.cfg', route('$var(' . x('a', 1_000_000) . ') = 1;')), 0, qr/^/);
survives('nested variables', put('pvar2.cfg', route('$var(a) = ' . x('$(var(', 100_000) . 'a' . x('))', 100_000) . ';')), 0, qr/^/);
survives('open variables', put('pvar3.cfg', route('$var(a) = ' . x('$(', 1_000_000))), 1, qr/./);
survives('a quote on each line', put('quotes.cfg', route(x("xlog(\"a);\n", 50_001))), 1, qr/./);
survives('10,000 syntax errors', put('errors.cfg', route(x("foo bar;\n", 10_000))), 1, qr/./);
survives('100,000 syntax errors', put('errors2.cfg', route(x("foo bar;\n", 100_000))), 1, qr/more than 10000 errors; 90000 are left out/);
survives('100,000 errors on the top level', put('errors3.cfg', x("= bar\n", 100_000)), 1, qr/./);
survives('100,000 closing braces', put('close.cfg', x("}\n", 100_000), $good), 1, qr/./);
survives('100,000 broken routes', put('broken.cfg', x("route[A] { if (\n", 100_000)), 1, qr/./);
survives('100,000 open blocks', put('openblocks.cfg', x("exit { \n", 100_000)), 1, qr/./);
survives('open blocks in conditions', put('openblocks2.cfg', route(x("if (a == {\n", 50_000))), 1, qr/./);

# --- substs ----------------------------------------------------------------------------------------

my $as = x('a', 100_000);
survives('a pattern that explodes', put('subst1.cfg', "#!subst \"/(a*)*b/x/\"\nmpath=\"$as\"\n$good"), 0, qr/^/);
survives('another one', put('subst2.cfg', "#!subst \"/(a|aa)+\$/x/g\"\nmpath=\"${as}c\"\n$good"), 1, qr/too much work/, messages => 1);
survives('with back-references', put('subst3.cfg', "#!subst \"/(a*)(a*)(a*)\\1\\2\\3b/x/\"\nmpath=\"$as\"\n$good"), 0, qr/^/);
survives('a huge repetition', put('subst4.cfg', "#!subst \"/((a{1,255}){1,255}){1,255}/x/\"\nmpath=\"aa\"\n$good"), 1, qr/too large/, messages => 1);
survives('an open pattern', put('subst5.cfg', '#!subst "/' . x('(', 100_000) . "/x/\"\n$good"), 1, qr/subst5/);
survives('500 substs on 10,000 strings', put('subst6.cfg', (map { "#!subst \"/a$_/b$_/g\"\n" } 1 .. 500),
	route(x("xlog(\"a1 a2 a3 some text\");\n", 10_000))), 0, undef);
survives('substs that grow', put('subst7.cfg', x("#!subst \"/a/aaaaaaaaaaaaaaaa/g\"\n", 100),
	route(x("xlog(\"aaaaaaaaaaaaaaaa\");\n", 1000))), 0, qr/^/);
survives('substdefs that grow', put('subst8.cfg', x("#!substdef \"!a!aaaaaaaaaaaaaaaa!g\"\n", 10), route('xlog("a");')), 1, qr/already defined/);
survives('10,000 substs on 10,000 strings', put('subst9.cfg', (map { "#!subst \"/a$_/b$_/g\"\n" } 1 .. 10_000),
	route(x("xlog(\"a1 a2 a3 some text\");\n", 10_000))), 1, qr/more than 512 substs/);

# --- files of modules ------------------------------------------------------------------------------

# Damaged copies of the library that stands for a module, and of installed modules: always the same ones.
my $seed = 1;

sub dice
{
	my ($sides) = @_;
	$seed = ($seed * 1_103_515_245 + 12_345) % 2**31;
	return int($seed / 2**31 * $sides);
}

sub damaged
{
	my ($bytes) = @_;
	my $way = dice(4);
	return substr $bytes, 0, dice(length $bytes) if $way == 0;
	my ($from, $size) = (0, length $bytes);
	# The table of sections, the header of the file, or anything.
	($from, $size) = (unpack('x40 Q<', $bytes), 64 * unpack('x60 S<', $bytes)) if $way == 1;
	$size = 64 if $way == 2;
	substr $bytes, $from + dice($size), 1, chr dice(256) for 0 .. dice(20);
	return $bytes;
}

my @modules = grep { -f } (($ENV{KAMCHECK_BUILD} // '') . '/unit/module.so',
	map { "/usr/lib/x86_64-linux-gnu/kamailio/modules/$_.so" } qw(pv xlog rr));
mkdir 'damaged';
put('damaged.cfg', "loadmodule \"m\"\nmodparam(\"m\", \"x\", 1)\n$good");
for my $module (@modules) {
	my $bytes = get($module);
	my @bad;
	for (1 .. 40) {
		put('damaged/m.so', damaged($bytes));
		for my $arguments (['catalog', 'dump', '-L', 'damaged'], ['lint', '-L', 'damaged', 'damaged.cfg']) {
			my ($status, $seconds, $out, $err) = run($arguments);
			push @bad, map { "$arguments->[0]: $_" } problems($status, $seconds, $out, $err);
			push @bad, "$arguments->[0]: exit status " . ($status >> 8) if $status >> 8 > 1;
		}
	}
	ok(!@bad, 'damaged copies of ' . $module =~ s{.*/}{}r) or diag(join "\n", @bad);
}

# --- command line ----------------------------------------------------------------------------------

for my $words (['--nonsense'], ['-c', '-f'], ['-c', '--kamailio'], ['-c', '--kamailio', '9.9', '-f', 'good.cfg'], ['explain', 'K9999'],
	['frobnicate'], ['lint', '--nonsense', 'good.cfg'], ['-c', '-A', '', '-f', 'good.cfg'], ['expand'], ['-Z'],
	['-c', '-f', x('a', 100_000)], ["\e[31m"], ['lint', '']) {
	is_run('usage: ' . substr(join(' ', map { s/\e/ESC/r } @$words), 0, 60), $words, 2, qr/\Akamcheck: [^\n\e]*\n\z/);
}
done_testing;
