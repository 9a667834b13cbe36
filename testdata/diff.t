#!/usr/bin/perl
# diff.t [accept | EDITS [SEED]]: kamcheck diff.
#
# - Pairs of configs, NAME.old.cfg and NAME.new.cfg, in testdata/diff: what is said of them stands beside them, in all three forms.  With
#   "accept" that is written anew; look at the difference.
# - Noise (blanks, comments, ends of lines) put between the tokens of a config is no difference.
# - One edit is told as exactly that edit: a statement taken out, an argument or parameter changed, a module taken out, a route renamed, two
#   statements swapped.  EDITS of them at random (default 60) in the configs of testdata and, when it is there, the corpus.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($kamcheck $dir $accept run check golden);
use File::Basename 'dirname';
use JSON::PP;
use Test::More;
use Vec qw(read_file write_file);

my $here = $FindBin::Bin;
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my $wanted = @ARGV && !$accept ? $ARGV[0] : $ENV{KAMCHECK_EDITS} // 60;
my $seed = $ARGV[1] // 1;
srand $seed;

# --- goldens --------------------------------------------------------------------------------------------

chdir "$here/diff" or die "$here/diff: $!\n";
for my $old (sort glob '*.old.cfg') {
	(my $base = $old) =~ s/\.old\.cfg$//;
	my ($args) = read_file($old) =~ /\A# args: (.*)/;
	my @files = -e "$base.new.cfg" ? ($old, "$base.new.cfg") : ($old);
	for my $form (qw(text markdown json)) {
		my ($status, $now) = run('diff', '--no-config', split(' ', $args // ''), "--format=$form", @files);
		$now = JSON::PP->new->utf8->canonical->pretty->encode(JSON::PP->new->utf8->decode($now)) if $form eq 'json';
		my $expected = $now =~ /no difference|"is_equal" : true/ ? 0 : 1;
		check("$base: $form", golden("$base.$form", $now),
			($status == $expected ? () : "exit status $status"), ($now =~ /verysecret/ ? 'shows a secret' : ()));
	}
}
my $schema = "$here/../packaging/kamcheck-diff.schema.json";
if (!system("python3 -c 'import jsonschema' 2>/dev/null")) {
	my $said = join '', map { `python3 -c 'import json, sys, jsonschema as j; j.Draft202012Validator(json.load(open(sys.argv[1]))).validate(json.load(open(sys.argv[2])))' $schema $_ 2>&1` } glob '*.json';
	check('JSON is what its schema says', $said ne '' ? $said : ());
} else {
	note('skip: no python3-jsonschema');
}
chdir $dir or die;

# --- wrong usage, and what cannot be compared -----------------------------------------------------------

write_file('a.cfg', "request_route {\n\texit;\n}\n");
write_file('b.cfg', "request_route {\n\tdrop;\n}\n");
write_file('broken.cfg', "request_route {\n\txlog(\"a\"\n}\n");
write_file('hollow.cfg', "request_route {\n\tif (1) {\n\t}\n}\n");
write_file('open.cfg', "#!ifdef A\nrequest_route {\n\texit;\n}\n");
write_file('lacks.cfg', "include_file \"none.cfg\"\nrequest_route {\n\texit;\n}\n");
for ([qr/takes two files/], [qr/takes two files/, qw(a.cfg a.cfg a.cfg)], [qr/one file needs what differs/, 'a.cfg'],
	[qr/"-" is given twice/, '-', '-'], [qr/writes one form/, '--format=json', '--format=text', 'a.cfg', 'b.cfg'],
	[qr/not one of text, json, markdown/, '--format=sarif', 'a.cfg', 'b.cfg'], [qr/cannot read "none\.cfg"/, 'a.cfg', 'none.cfg'],
	[qr/cannot read "none\.cfg"/, 'none.cfg', 'a.cfg'], [qr/--new-define.*NAME/, '--new-define==x', 'a.cfg', 'b.cfg'],
	(map { [qr/error\[K\d+\].*$_ cannot be compared/s, $_, $_], [qr/error\[K\d+\].*$_ cannot be compared/s, 'a.cfg', $_] }
		qw(broken.cfg hollow.cfg open.cfg lacks.cfg)))
{
	my ($said, @words) = @$_;
	my ($status, $text) = run('diff', '--no-config', @words);
	my $err = read_file('err');
	check("diff @words", ($status == 2 && $text eq '' && $err =~ $said ? () : "$status: $text$err"));
}
my ($status) = run('lint', '--new-define=A', 'a.cfg');
check('--new-define is for diff', ($status == 2 ? () : "exit status $status"));

# --- which side has which define ------------------------------------------------------------------------

write_file('v.cfg', "#!ifdef A\nchildren=2\n#!endif\n#!ifdef B\ndebug=V\n#!endif\nrequest_route {\n\texit;\n}\n");
write_file('w.cfg', read_file('v.cfg'));
symlink 'v.cfg', 'link.cfg' or die;
write_file('kamcheck.ini', "define = A\n");
for (['one file: the new side', 'v.cfg -> v.cfg -A A: 1 added', 1, qw(-A A v.cfg v.cfg)], ['... named once', 'v.cfg -> v.cfg -A A: 1 added', 1, qw(-A A v.cfg)],
	['... by another name', 'v.cfg -> link.cfg -A A: 1 added', 1, qw(-A A v.cfg link.cfg)],
	['two files: both sides', 'v.cfg -> w.cfg: no difference', 0, qw(-A A v.cfg w.cfg)],
	['a define of the old side', 'v.cfg -A A -> v.cfg: 1 removed', 1, qw(--old-define A v.cfg)],
	['of both', 'v.cfg -A A -> v.cfg -A B: 1 added, 1 removed', 1, qw(--old-define A --new-define B -A V=3 v.cfg)],
	['with other values', 'v.cfg -A V -> v.cfg -A V: 1 changed', 1, qw(-A B --old-define V=3 --new-define V=4 v.cfg)],
	['in place of one of both', 'v.cfg -> v.cfg -A V: 1 changed', 1, qw(-A B -A V=3 --new-define V=4 v.cfg)],
	['as text and as number', 'v.cfg -A V -> v.cfg -A V: no difference', 0, qw(-A B --old-define V=3 --new-define V=0x3 v.cfg)])
{
	my ($name, $first, $expected, @words) = @$_;
	my ($code, $text) = run('diff', '--no-config', @words);
	my ($line) = split /\n/, $text;
	check("defines: $name", (($line // '') eq $first && $code == $expected ? () : "$code: $text" . read_file('err')));
}
my (undef, $set) = run('diff', '-A', 'B', '-A', 'V=1', 'v.cfg');
check('settings hold for both sides', $set =~ /: 1 added\n/ ? () : $set . read_file('err'));
unlink 'kamcheck.ini';

# Standard input, and a FIFO, are read once.
system('mkfifo', 'fifo') == 0 or die;
my $writer = fork // die;
if (!$writer) {
	alarm 20;
	write_file('fifo', read_file('v.cfg'));
	require POSIX;
	POSIX::_exit(0);
}
my (undef, $said) = run('diff', '--no-config', '-A', 'A', 'fifo');
waitpid $writer, 0;
check('a FIFO against itself', $said =~ /^fifo -> fifo -A A: 1 added/ ? () : $said);
my $from_input = `$kamcheck diff --no-config --stdin-filename=s.cfg - b.cfg < a.cfg`;
check('standard input', $from_input =~ /^s\.cfg -> b\.cfg: 1 changed\n/ ? () : $from_input);
mkdir 'inner';
write_file('inner/c.cfg', "include_file \"a.cfg\"\n");
my ($confined) = run('diff', '--no-config', '--confine=inner', 'inner/c.cfg', 'inner/c.cfg');
check('--confine', $confined == 2 ? () : "exit status $confined");
my ($all) = run('diff', '--no-config', 'inner/c.cfg', 'a.cfg');
check('includes do not count', $all == 0 ? () : "exit status $all");

# What only the server knows may differ, unless the same directives say it.
$ENV{SECRET_OF_ENV} = 'verysecret';
write_file("env$_.cfg", "#!substdef \"!A!\$env($_)!g\"\nloadmodule \"xlog.so\"\nrequest_route {\n\txlog(\"A\");\n}\n") for qw(HOME SECRET_OF_ENV);
for ([2, '--no-env', 'envHOME.cfg', 'envSECRET_OF_ENV.cfg'], [0, '--no-env', 'envHOME.cfg', 'envHOME.cfg'], [2, '--untrusted', 'envHOME.cfg', 'envSECRET_OF_ENV.cfg'],
	[1, 'envHOME.cfg', 'envSECRET_OF_ENV.cfg'])
{
	my ($expected, @words) = @$_;
	my ($code, $text) = run('diff', '--no-config', @words);
	check("unknown values: @words", ($code == $expected ? () : "$code: $text" . read_file('err')), ($text =~ /verysecret/ ? "shows the environment: $text" : ()));
}

# --- what does not count --------------------------------------------------------------------------------

for (['quotes', 'xlog("a b");', "xlog('a b');"], ['words for operators', 'if ($ru == "x" && !is_method("BYE")) exit;', 'if ($ru == "x" and not is_method("BYE")) { exit(); }'],
	['numbers', 'return 16;', 'return(0x10);'], ['names of routes', 'route(A);', 'route("A");'], ['semicolons', 'exit;', ';exit;;'],
	['pieces of a text', 'xlog("ab");', 'xlog("a" "b");'])
{
	my ($name, @sides) = @$_;
	for my $side (0, 1) {
		write_file("side$side.cfg", "loadmodule \"xlog.so\"\nloadmodule \"textops.so\"\nrequest_route {\n\t$sides[$side]\n}\nroute[A] {\n\texit;\n}\n");
	}
	my ($code, $text) = run('diff', '--no-config', 'side0.cfg', 'side1.cfg');
	check("$name do not count", $code == 0 ? () : "$code: $text" . read_file('err'));
}

# A module that is looked for elsewhere is another one, perhaps.
write_file('folders0.cfg', "mpath=\"/a\"\nloadmodule \"tm\"\nmpath=\"/b\"\nloadmodule \"sl\"\nrequest_route {\n\texit;\n}\n");
write_file('folders1.cfg', "mpath=\"/a\"\nmpath=\"/b\"\nloadmodule \"tm\"\nloadmodule \"sl.so\"\nrequest_route {\n\texit;\n}\n");
my ($elsewhere, $told) = run('diff', '--no-config', 'folders0.cfg', 'folders1.cfg');
check('another folder', $elsewhere == 1 && $told =~ /: 1 changed\n\nmodules:\n  changed tm: another loadpath is in force there\n/ ? () : $told);

# --- noise ----------------------------------------------------------------------------------------------

# The text in pieces: [is it a gap between tokens, where anything may stand?, text].  Lines of directives, variables and what stands in
# brackets or starts like a word with a text of its own is left alone.
sub pieces {
	my ($text) = @_;
	my @pieces;
	my $add = sub {
		my ($is_gap, $piece) = @_;
		if (@pieces && !$is_gap && !$pieces[-1][0]) { $pieces[-1][1] .= $piece } else { push @pieces, [$is_gap, $piece] }
	};
	while ($text =~ /\G(?:(?<directive>^[ \t]*(?:\#!|!!)(?:[^\n\\]|\\.)*\n?)|(?<gap>(?:[ \t]|\n(?![ \t]*(?:\#!|!!))|\#(?![!])[^\n]*\n|\/\/[^\n]*\n|\/\*.*?\*\/)+)|(?<other>"(?:[^"\\]|\\.)*"|'[^']*'|\$[\w.]*(?<p>\((?:[^()]|(?&p))*\))?|\[[^\]\n]*\]|\w+|.))/gmsx) {
		$add->(defined $+{gap}, $&);
	}
	return @pieces;
}

sub noise {
	my @kinds = (' ', "\n", "\t \n", " # a comment; \"{\n", " /* another\n } */ ", "\n\n# x\n\t");
	return join '', map { $kinds[rand @kinds] } 0 .. rand 2;
}

my @configs = grep { -s $_ < 60000 } glob("$here/accepted/*.cfg $here/lint/start/*.cfg $here/lint/*.cfg $here/parse/*.cfg $here/demo.cfg");
# A sample of the corpus: it is large.
my @more = -d $corpus ? grep { -s && -s _ < 100000 } split /\n/, `find '$corpus' -name '*.cfg' -type f | sort` : ();
# A sample of them, too: a large one for many edits.
my $most = $wanted > 100 ? 1000 : 90;
splice @configs, rand @configs, 1 while @configs > $most;
push @configs, map { splice @more, rand @more, 1 } 1 .. (@more < 20 ? @more : 20) if @more;
my (@usable, @noisy, $noisy);
for my $file (@configs) {
	my $text = read_file($file);
	my ($args) = $text =~ /\A# args: (.*)/;
	# Messages and names depend on where it stands; options are for others.
	next if $args || $text =~ /\\\n|__(?:LINE|FILE)__|\r|[^\x09-\x7e]|^#!.*\h#/m;
	chdir dirname($file) or next;
	my ($code, $same) = run('diff', '--no-config', $file, $file);
	push @noisy, "$file against itself: $code: $same" if $code == 1;
	next if $code;
	push @usable, $file;
	my @pieces = pieces($text);
	# A comment between two pieces of a text ends it.
	my @may = map { $pieces[$_][0] && !($_ && $pieces[$_ - 1][1] =~ /"$/ && ($pieces[$_ + 1] // ['', ''])->[1] =~ /^"/) } 0 .. $#pieces;
	my $changed = join '', map { $pieces[$_][1] . ($may[$_] && rand() < 0.4 ? noise() : '') } 0 .. $#pieces;
	my $beside = dirname($file) . "/.kamcheck-noise-$$.cfg";
	$beside = "$dir/noise.cfg" unless $text =~ /(?:include|import)_file/;
	next if $beside !~ /^\Q$dir\E/;
	write_file($beside, $changed);
	($code, $same) = run('diff', '--no-config', $file, $beside);
	$noisy++;
	push @noisy, "$file: $code: $same" . read_file("$dir/err") if $code;
}
chdir $dir or die;
check("noise does not count ($noisy configs)", ($noisy > 40 ? () : 'too few configs'), splice @noisy, 0, 5);

# --- one edit -------------------------------------------------------------------------------------------

# Simple statements that stand alone on their lines, by the numbers of these.
sub statements {
	my ($lines) = @_;
	my $is_open = 0;
	my @found;
	for my $i (0 .. $#$lines) {
		my $before = $i ? $lines->[$i - 1] : '';
		push @found, $i if $lines->[$i] =~ /^\s+[a-z]\w*\((?:"[^"\\\$!]*"|\w+)?(?:\s*,\s*"[^"\\\$!]*")*\);\s*$/ && $before =~ /[;{}]\s*$/ && $before !~ /^\s*#|\bcase\b/ && !$is_open;
		$is_open = 1 if $lines->[$i] =~ m{/\*} && $lines->[$i] !~ m{\*/};
		$is_open = 0 if $lines->[$i] =~ m{\*/};
	}
	return @found;
}

sub trimmed { return $_[0] =~ s/^\s+|\s+$//gr }

# Each makes one edit in LINES and returns what must be told: a text, and the words of the difference; nothing when it finds no place.
my %edits = (
	removed => sub {
		my ($lines) = @_;
		my @places = statements($lines) or return;
		my $i = $places[rand @places];
		my $text = trimmed($lines->[$i]);
		$lines->[$i] = '';
		return { part => 'routes', what => 'removed', old => $text };
	},
	argument => sub {
		my ($lines) = @_;
		my @places = grep { $lines->[$_] =~ /"/ && $lines->[$_] !~ /^\s*route/ } statements($lines) or return;
		my $i = $places[rand @places];
		my $text = trimmed($lines->[$i]);
		$lines->[$i] =~ s/"/"zz/;
		return { part => 'routes', what => 'changed', old => $text, new => trimmed($lines->[$i]) };
	},
	swapped => sub {
		my ($lines) = @_;
		my @places = statements($lines);
		@places = grep { my $i = $_; my $next = $i + 1; $next <= $#$lines && (grep { $_ == $next } @places) && trimmed($lines->[$i]) ne trimmed($lines->[$next]) } @places or return;
		my $i = $places[rand @places];
		my @texts = map { trimmed($_) } @$lines[$i, $i + 1];
		@$lines[$i, $i + 1] = @$lines[$i + 1, $i];
		return { part => 'routes', what => 'moved', either => \@texts };
	},
	parameter => sub {
		my ($lines) = @_;
		my @places = grep { $lines->[$_] =~ /^modparam\("\w+",\s*"(\w+)",\s*(?:"[^"\\\$]*"|\d+)\s*\)/ && 1 == grep { /\b$1\b/ } @$lines } 0 .. $#$lines or return;
		my $i = $places[rand @places];
		my $text = trimmed($lines->[$i] =~ s/\s*#.*//r =~ s/;\s*$//r);
		$lines->[$i] =~ s/(,\s*")([^",]*"\s*\))/$1zz$2/ or $lines->[$i] =~ s/(\d+)(\s*\))/$1 . 7 . $2/e or return;
		return { part => 'modparams', what => 'changed' };
	},
	module => sub {
		my ($lines) = @_;
		return if grep { /\bMOD_|\.\*|"\w*[*+?(^\$]/ } @$lines;
		my @places = grep { $lines->[$_] =~ /^loadmodule\s+"(\w+)(?:\.so)?"\s*$/ && 1 == grep { /^\s*loadmodule.*\b$1\b/ } @$lines } 0 .. $#$lines or return;
		my $i = $places[rand @places];
		my ($name) = $lines->[$i] =~ /"(\w+)/;
		$lines->[$i] = '';
		return { part => 'modules', what => 'removed', name => $name };
	},
	renamed => sub {
		my ($lines) = @_;
		my @places = grep { $lines->[$_] =~ /^route\[(\w+)\]\s*\{?\s*$/ && 1 == grep { /^route\[$1\]/ } @$lines } 0 .. $#$lines or return;
		my $i = $places[rand @places];
		my ($name) = $lines->[$i] =~ /\[(\w+)/;
		return if $name eq '0' || (join '', @$lines) =~ /^route\[$name\](?:(?!^\}).)*?\b$name\b(?!\])/ms;
		$lines->[$i] =~ s/\[\w+/[${name}zz/;
		return { part => 'routes', what => 'renamed', name => "route[$name]" };
	},
);

# Whether the DIFFERENCES tell what was WANTED and nothing else.
sub tells {
	my ($differences, $edit) = @_;
	# Without a module its functions are those of another one, and the like.
	my @told = $edit->{part} eq 'modules' ? grep { $_->{name} !~ /\(\)$/ } @$differences : @$differences;
	return 0 if @told != 1;
	my $d = $told[0];
	for (qw(part what name)) {
		return 0 if defined $edit->{$_} && $d->{$_} ne $edit->{$_};
	}
	for (qw(old new)) {
		return 0 if defined $edit->{$_} && ($d->{$_}{text} // '') ne $edit->{$_};
	}
	return !$edit->{either} || grep { $_ eq $d->{old}{text} } @{ $edit->{either} };
}

my (%done, @wrong);
my @kinds = sort keys %edits;
my $tries = 0;
while ($wanted > 0 && $tries++ < 40 * $wanted && @usable) {
	last if !grep { ($done{$_} // 0) < $wanted / @kinds } @kinds;
	my $file = $usable[rand @usable];
	my $kind = $kinds[rand @kinds];
	next if ($done{$kind} // 0) >= $wanted / @kinds;
	my $text = read_file($file);
	next if $text =~ /(?:include|import)_file/;
	my @lines = split /^/, $text;
	my $edit = $edits{$kind}->(\@lines) or next;
	write_file('edited.cfg', join '', map { $_ eq '' ? "\n" : $_ } @lines);
	my ($code, $json) = run('diff', '--no-config', '--format=json', $file, 'edited.cfg');
	# The place was in a part that is not read, or the edit took the last statement of a block.
	next if $code == 2 || ($code == 0 && $text =~ /#!(?:ifdef|ifndef|ifexp)/);
	$done{$kind}++;
	my $answer = eval { JSON::PP->new->utf8->decode($json) };
	next if $answer && tells($answer->{differences}, $edit);
	write_file("edited$done{$kind}.cfg", join '', @lines);
	push @wrong, "$kind in $file: wanted " . JSON::PP->new->canonical->encode($edit) . ", told $json" . `diff $file edited.cfg`;
}
check('one edit is told as that edit: ' . join(', ', map { ($done{$_} // 0) . " $_" } @kinds), (map { ($done{$_} // 0) < $wanted / @kinds / 2 ? "too few of $_" : () } @kinds), splice @wrong, 0, 5);

done_testing();
