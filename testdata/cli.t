#!/usr/bin/perl
# The command line where people go wrong: words and options that are none, -c without -f, FIFOs, pipes that close, colours.
# KAMCHECK=binary prove testdata/cli.t
use strict;
use warnings;
use Test::More;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($kamcheck $dir put status complaints);
use JSON::PP 'decode_json';
use POSIX qw(mkfifo SIGPIPE _exit);

my $route = "request_route { route(NOPE); }\n";
my @undefined = (qr/error\[K301\]: route "NOPE"/);
delete $ENV{NO_COLOR};
chdir $dir or die;

# Runs COMMAND, in which "kamcheck" is the program, by a shell: exit status, and stdout and stderr in one text.
sub run {
	my ($command) = @_;
	$command =~ s/\bkamcheck\b/$kamcheck/g;
	open my $out, '-|', 'bash', '-c', "exec 2>&1; $command" or die;
	my $text = join '', <$out>;
	close $out;
	return (status(), $text);
}

# The exit status must be STATUS, what is said match each PATTERN; "!" before one turns it round.
sub try {
	my ($command, $status, @patterns) = @_;
	my ($got, $text) = run($command);
	my @bad = complaints($got, $text, $status, @patterns);
	ok(!@bad, $command) or diag(join "\n", @bad, $text);
}

put('bad.cfg', $route);
put('good.cfg', "request_route { exit; }\n");
put('both.cfg', "request_route {\n\troute(NOPE);\n\tx\n}\n");
put('early.cfg', "request_route {\n\troute(NOPE);\n}\nchilderns=4\n");
put('sub/part.cfg', "route[A] { route(NOPE); }\n");

# N1: a word behind -c is ignored, as Kamailio does, but not in silence.
try('kamcheck -c -f good.cfg bad.cfg', 0, qr/"bad\.cfg" is NOT read, "good\.cfg" is/, qr/write "kamcheck -c -f bad\.cfg"/, qr/config file ok/);
try('kamcheck -c bad.cfg', -e '/etc/kamailio/kamailio.cfg' ? 0 : 2, qr/"bad\.cfg" is NOT read, "\/etc\/kamailio\/kamailio\.cfg" is/);
try('kamcheck --cfg-print -f good.cfg bad.cfg', 0, qr/write "kamcheck --cfg-print -f bad\.cfg"/);
try('kamcheck -c -f good.cfg', 0, '!', qr/NOT read/);

# N2, N3: what stands beside a syntax error is told; a syntax error cannot be switched off.
try('kamcheck --rule K301 both.cfg', 1, qr/K301/, qr/both\.cfg:3:2: error\[K213\]/);
try('kamcheck --no-rule all both.cfg', 1, qr/K213/, '!', qr/K301/);
try('kamcheck early.cfg', 1, qr/K301/, qr/K211/);

# N6: a FIFO that the user names is read; one that a config names is not.
mkfifo("$dir/fifo", 0600) or die;
put('fifo.cfg', "include_file \"fifo\"\nrequest_route { exit; }\n");
try('kamcheck <(cat bad.cfg)', 1, @undefined);
try('kamcheck -c -f <(cat bad.cfg)', 1, @undefined);
try('cat bad.cfg | kamcheck /dev/stdin', 1, @undefined);
try('(sleep 0.2; cat bad.cfg > fifo) & kamcheck fifo', 1, @undefined);
try('kamcheck --confine=. fifo & sleep 0.1; cat bad.cfg > fifo; wait $!', 1, @undefined);
try('kamcheck fifo.cfg', 1, qr/K120.*a FIFO, not a regular file/);

# N7: a reader that goes away ends the program as it ends others; a full disk is an error; what is read is all there.
for my $command ('rules', '--help', 'lint bad.cfg', '--cfg-print -f good.cfg') {
	pipe(my $from, my $to) or die;
	close $from;
	my $pid = fork;
	if (!$pid) {
		$SIG{PIPE} = 'DEFAULT';
		open STDOUT, '>&', $to or die;
		open STDERR, '>', "$dir/err" or die;
		exec $kamcheck, split / /, $command or _exit(3);
	}
	close $to;
	waitpid $pid, 0;
	is($? & 127, SIGPIPE, "the reader of $command goes away");
	is(-s "$dir/err", 0, '... and nothing is said') or diag(`cat $dir/err`);
}
for my $command ('rules', '--help', 'lint bad.cfg', '--cfg-print -f good.cfg', 'explain K301', 'symbols good.cfg') {
	try("kamcheck $command > /dev/full", 2, qr/cannot write: No space left on device/);
}
put('long.cfg', "request_route {\n" . "\txlog(\"a line of text that has some length\");\n" x 20000 . "}\n");
try('kamcheck --cfg-print -f long.cfg 2>&1 | cat | wc -l', 0, qr/^\s*20002$/m);
try('kamcheck rules | cat > all; kamcheck rules | cmp - all', 0);

# N8: words that are commands elsewhere, and words that are nearly one.
try('kamcheck check bad.cfg', 1, @undefined);
try('kamcheck version', 0, qr/^kamcheck \d/);
try('kamcheck help', 0, qr/^usage:/m, qr/kamcheck catalog KIND/, qr/^examples:/m);
try('kamcheck help lint', 0, qr/kamcheck \[lint\]/, qr/--rule/, '!', qr/catalog KIND/, '!', qr/line-markers/);
try('kamcheck lint -h', 0, qr/kamcheck \[lint\]/, '!', qr/catalog KIND/);
try('kamcheck rules --help', 0, qr/--man/, '!', qr/--stdin-filename/);
try('kamcheck -h', 0, qr/catalog KIND/);
try('kamcheck help lnit', 2, qr/no command "lnit"; did you mean the command "lint"\?/);
try('kamcheck lnit', 2, qr/cannot read "lnit": .*; did you mean the command "lint"\?/);
try('kamcheck symbls', 2, qr/did you mean the command "symbols"\?/);
try('kamcheck nothing-like-it.cfg', 2, '!', qr/did you mean/);
try('cp bad.cfg lnt; kamcheck lnt', 1, qr/^lnt:1/, '!', qr/did you mean the/);

# N9: options.
try('kamcheck --lavel=note bad.cfg', 2, qr/unknown option "--lavel"; did you mean "--level"\?/);
try('kamcheck --no-color bad.cfg', 2, qr/unknown option "--no-color"; here it is "--color=never"/);
try('kamcheck --colour=never bad.cfg', 2, qr/here it is "--color"/);
try('kamcheck --nothing-like-it bad.cfg', 2, qr/"kamcheck --help" lists all/);

# N10: groups of rules by the head of their codes; what names more loses.
try('kamcheck --rule K3 bad.cfg', 1, @undefined);
try('kamcheck --rule k30 bad.cfg', 1, @undefined);
try('kamcheck --rule K4 bad.cfg', 0, '!', qr/K301/);
try('kamcheck --no-rule K3 bad.cfg', 0, '!', qr/K301/);
try('kamcheck --no-rule K3 --rule K301 bad.cfg', 1, @undefined);
try('kamcheck --rule all --no-rule route_undefined bad.cfg', 0, '!', qr/K301/);
try('kamcheck --rule K301 --no-rule all bad.cfg', 1, @undefined);
try('kamcheck --rule K9X bad.cfg', 2, qr/no rule "K9X"; "kamcheck rules" lists them/);
try('kamcheck --rule "" bad.cfg', 2);
try('kamcheck --rule route_undefind bad.cfg', 2, qr/no rule "route_undefind"; did you mean "route_undefined"\?/);

# N11: several codes.
try('kamcheck explain K301 K302', 0, qr/^K301 route_undefined/, qr/^\nK302 /m);
try('kamcheck explain K30', 0, qr/^K301 /m, qr/^K302 /m);
try('kamcheck rules K301 K4', 0, qr/\AK301 .*\nK400 /, '!', qr/^K302/m);
try('kamcheck explain K301 K9X', 2, qr/no rule "K9X"/);

# For programs and for the web.
for my $command ('rules', 'explain K301 K357', 'explain --format=text --format=json K301') {
	my ($status, $text) = run("kamcheck $command" . ($command =~ /format/ ? '' : ' --format=json'));
	my $all = eval { decode_json($text) };
	is($status, 0, $command);
	is($all->{version}, 1, "$command: the version of the form");
	my @codes = map { $_->{code} } @{$all->{rules}};
	is_deeply(\@codes, $command eq 'rules' ? [map { /^(\S+)/ } split /\n/, (run('kamcheck rules'))[1]] : [$command =~ /K\d+/g], "$command: the rules");
	is_deeply([sort keys %$_], [sort qw(code name severity phase summary why bad good kamailio evidence url)], "$command: $_->{code}") for @{$all->{rules}}[0, -1];
	put('bad-of.cfg', $all->{rules}[0]{bad} // '');
	try("kamcheck --rule $codes[0] bad-of.cfg", 1, qr/\[$codes[0]\]/) if $command ne 'rules';
}
try('kamcheck rules --format=markdown K301', 0, qr/\A\| code .*\n\|---.*\n\| <a id="K301"><\/a>K301 \| `route_undefined` \| error \| start \| [^|]* \|\n\z/);
try('kamcheck explain --format=markdown K301 K302', 0, qr/\A# <a id="K301"><\/a>K301 route_undefined\n\n.*^\*\*Right\*\*\n\n```\n.*^```\n\n# <a id="K302">/ms, '!', qr/http/);
try('kamcheck explain --format=markdown null_as_text', 0, qr/^\\<null> is only/m);
try('kamcheck explain --format=sarif K301', 2, qr/"sarif" is not one of text, json, markdown$/m);
try('kamcheck symbols --format=markdown good.cfg', 2, qr/is not one of text, json, ctags$/m);
try('kamcheck explain --format=json', 2, qr/takes codes/);
try('kamcheck rules --format=json > /dev/full', 2, qr/cannot write/);
try('kamcheck help agents', 0, qr/\A---\nname: kamcheck\n/, qr/^## Exit status$/m);
try('kamcheck help agent', 2, qr/no command "agent"/);

# N12: the name of standard input.
put('sub/main.cfg', "include_file \"part.cfg\"\nrequest_route { route(A); route(GONE); }\n");
try('kamcheck --stdin-filename=sub/main.cfg - < sub/main.cfg', 1, qr/^sub\/part\.cfg:1:18/m, qr/^sub\/main\.cfg:2:33: error\[K301\]/m);
try('kamcheck - < sub/main.cfg', 1, qr/^-:1:14: error\[K120\]/m);
try('kamcheck -c --stdin-filename sub/main.cfg -f - < sub/main.cfg', 1, qr/^sub\/main\.cfg:2:33/m);
try('kamcheck --confine --stdin-filename sub/main.cfg - < sub/main.cfg', 1, qr/^sub\/part\.cfg:1:18/m);
try('kamcheck expand --stdin-filename sub/main.cfg - < sub/main.cfg', 0, qr/route\[A\]/);
try('kamcheck symbols --stdin-filename sub/main.cfg - < sub/main.cfg', 0, qr/sub\/main\.cfg:2/);

# N13: standard input can be read once.
try('kamcheck - - < bad.cfg', 2, qr/"-" is given twice/);
try('kamcheck lint --diff=- - < bad.cfg', 2, qr/"-" is given twice/);
try('kamcheck lint --diff=- --stdin-filename bad.cfg - < bad.cfg', 2, qr/"-" is given twice/);

# N14: colours.  script(1) makes a terminal.
my $colour = qr/\033\[1;31merror/;
try('kamcheck bad.cfg', 1, '!', $colour);
try('FORCE_COLOR=1 kamcheck bad.cfg', 1, $colour);
try('CLICOLOR_FORCE=1 kamcheck bad.cfg', 1, $colour);
try('FORCE_COLOR=0 kamcheck bad.cfg', 1, '!', $colour);
try('FORCE_COLOR=1 NO_COLOR=1 kamcheck bad.cfg', 1, '!', $colour);
try('FORCE_COLOR=1 kamcheck --color=never bad.cfg', 1, '!', $colour);
try('NO_COLOR=1 kamcheck --color=always bad.cfg', 1, $colour);
SKIP: {
	skip 'no script(1)', 4 if system('script -qec true /dev/null > /dev/null 2>&1');
	try('TERM=xterm script -qec "kamcheck bad.cfg" /dev/null', 1, $colour);
	try('TERM=dumb script -qec "kamcheck bad.cfg" /dev/null', 1, '!', $colour);
	try('NO_COLOR= TERM=xterm script -qec "kamcheck bad.cfg" /dev/null', 1, $colour);
	try('NO_COLOR=1 TERM=xterm script -qec "kamcheck bad.cfg" /dev/null', 1, '!', $colour);
}

# N20: the help fits a terminal, and has examples.
my (undef, $help) = run('kamcheck --help');
is((grep { length > 80 } split /\n/, $help), 0, 'lines of at most 80');
like($help, qr/^examples:\n  kamcheck kamailio\.cfg\n/m, 'examples');
like($help, qr/https:\/\//, 'an address');
chdir "/";
done_testing;
