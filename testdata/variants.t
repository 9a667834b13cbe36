#!/usr/bin/perl
# variants.t: kamcheck lint --variants, [variants] of the settings, kamcheck variants.
#
# - What is told of a small config, in which words, and what of it is counted.
# - On all configs of testdata with conditionals: findings without a label are those of the plain run; the variant that a label names,
#   checked alone, has the finding.
use strict;
use warnings;
use FindBin '$RealBin';
use lib "$RealBin/lib";
use Command qw($kamcheck $dir put try);
use File::Basename qw(basename dirname);
use File::Find 'find';
use JSON::PP;
use Test::More;

my $here = $RealBin;

# --- a small config ------------------------------------------------------------------------------------

put('a/db.cfg', "#!ifdef WITH_DB\nmodparam(\"acc\", \"db_url\", DBURL)\n#!endif\n");
put('a/k.cfg', <<'CFG');
# - define WITH_MYSQL, WITH_ACC, WITH_DB, WITH_ROUTE: "define WITH_ACC", "define WITH_DB", "define WITH_ROUTE"
#!define WITH_TOP
#!ifdef WITH_MYSQL
#!define DBURL "mysql://u:secretword@h/d"
#!endif
#!ifndef PORT
#!define PORT 5060
#!endif
#!ifdef SQL_COMMENT
INSERT INTO version (table_name) values ('acc');
isn't a config
#!endif
#!ifdef WITH_ACC
loadmodule "acc"
#!ifndef WITH_ACC
loadmodule "tm"
#!endif
include_file "db.cfg"
#!endif
request_route {
#!ifdef WITH_ROUTE
	route(USED);
#!endif
#!ifdef WITH_TOP
	exit;
#!else
	route(GONE);
#!endif
}
route[USED] {
	exit;
}
CFG
my $text = try('a', 'lint k.cfg', 0, '!', qr/when|K910/);
$text = try('a', 'lint --variants k.cfg', 1,
	qr/^db\.cfg:2:27: error\[K200\].*\n.*\n.*\n(?:      = .*\n)*      = included at k\.cfg:18:14\n      = when WITH_ACC and WITH_DB and not WITH_MYSQL$/m,
	qr/^k\.cfg:27:8: error\[K301\].*"GONE".*\n.*\n.*\n(?:      = .*\n)*      = when not WITH_TOP$/m,
	qr/^k\.cfg:9:1: note\[K910\].*"SQL_COMMENT"/m,
	qr/^k\.cfg:15:1: note\[K911\].*WITH_ACC and not WITH_ACC/m,
	'!', qr/secretword/, '!', qr/K304/,
	qr/^kamcheck: checked \d+ of 32 variants: every pair of 5 names$/m);
is(() = $text =~ /K910/g, 1, 'a comment in a conditional is told once');
try('a', 'lint --variants=off k.cfg', 0, '!', qr/when/);
try('a', 'lint --variants=all k.cfg', 1, qr/checked all 32 variants$/m);
try('a', 'lint --variants=each k.cfg', 1, qr/= when not WITH_TOP$/m);
try('a', 'lint --variants=xyz k.cfg', 2, qr/there is no mode or profile "xyz"; modes are/);
try('a', 'lint --variants=pairwse k.cfg', 2, qr/did you mean "pairwise"\?/);
try('a', 'lint --variants --add-ignore k.cfg', 2, qr/--add-ignore goes without variants/);
try('a', 'lint --variants -A WITH_ACC k.cfg', 1, qr/= when WITH_DB and not WITH_MYSQL$/m, qr/of 16 variants/);
try('a', 'lint --variants -q k.cfg', 1, '!', qr/checked/);
try('a', 'lint --variants --rule K301 k.cfg', 1, '!', qr/K200|K910/, qr/K301/);

# --- kamcheck variants ---------------------------------------------------------------------------------

try('a', 'variants k.cfg', 0, qr/^k\.cfg: 5 names vary, \d+ variants are chosen$/m, qr/^  toggle   WITH_TOP, on, asked for 1 time, first at k\.cfg:24$/m,
	qr/^  guard    PORT, asked/m, qr/^  toggle   SQL_COMMENT, comments text out,/m, qr/^  k\.cfg:16 when WITH_ACC and not WITH_ACC: never$/m,
	qr/^  db\.cfg:2 when WITH_ACC and WITH_DB$/m, qr/^  1 as it stands WITH_TOP$/m);
my $list = JSON::PP->new->decode(scalar `cd $dir/a && $kamcheck variants --variants=all --format=json k.cfg`);
is(@{$list->{variants}}, 32, 'json: all variants');
is_deeply([map { $_->{name} } grep { $_->{varies} } @{$list->{names}}], [qw(WITH_TOP WITH_MYSQL WITH_ACC WITH_DB WITH_ROUTE)], 'json: names that vary');
try('a', 'variants -A WITH_ACC k.cfg', 0, qr/^  option   WITH_ACC,/m);
try('a', 'variants', 2, qr/variants takes one file/);
try('a', 'variants none.cfg', 2, qr/cannot read "none\.cfg"/);

# --- other forms, and findings that are known ----------------------------------------------------------

my $json = JSON::PP->new->decode(scalar `cd $dir/a && $kamcheck lint --variants --format=json k.cfg`);
my ($db) = grep { $_->{code} eq 'K200' } @{$json->{findings}};
is_deeply($db->{when}, {text => 'when WITH_ACC and WITH_DB and not WITH_MYSQL', on => ['WITH_ACC', 'WITH_DB'], off => ['WITH_MYSQL']}, 'json: when');
ok((grep { $_->{path} eq 'db.cfg' } @{$json->{files}}), 'json: a file that only a variant reads');
my $sarif = JSON::PP->new->decode(scalar `cd $dir/a && $kamcheck lint --variants --format=sarif k.cfg`);
my ($result) = grep { $_->{message}{text} =~ /GONE/ } @{$sarif->{runs}[0]{results}};
is_deeply($result->{properties}{when}{off}, ['WITH_TOP'], 'sarif: when');
like($result->{message}{text}, qr/\(when not WITH_TOP\)/, 'sarif: the message');
try('a', 'lint --variants --format=concise k.cfg', 1, qr/K301.*\(when not WITH_TOP\) \[start\]$/m);
try('a', 'lint --variants --format=gitlab k.cfg', 1, qr/when not WITH_TOP/);
for my $folder (qw(known base)) {
	put("$folder/$_", scalar `cat $dir/a/$_`) for qw(k.cfg db.cfg);
}
try('known', 'lint --variants --write-baseline k.cfg', 0, qr/knows \d+ findings/);
try('known', 'lint --variants k.cfg', 0, qr/\d+ findings are not shown/, '!', qr/K301/);
put('known/db.cfg', "#!ifdef WITH_DB\nmodparam(\"acc\", \"db_url\", DBURL)\nmodparam(\"acc\", \"no_such\", 1)\n#!endif\n");
try('known', 'lint --variants --since ../base/k.cfg --no-config k.cfg', 1, qr/no_such/, '!', qr/GONE/);
put('many/a.cfg', "#!define WITH_A\n#!ifndef WITH_A\nchildern=1\n#!endif\nrequest_route { exit; }\n");
put('many/b.cfg', "# define WITH_B\n#!ifdef WITH_B\nchildern=1\n#!endif\nrequest_route { exit; }\n");
try('many', 'lint --variants -j 2 a.cfg b.cfg', 1, qr/a\.cfg:3:1.*\n.*\n.*\n.*when not WITH_A$/m, qr/b\.cfg:3:1.*\n.*\n.*\n.*when WITH_B$/m,
	qr/^kamcheck: a\.cfg: checked all 2 variants$/m);

# --- settings ------------------------------------------------------------------------------------------

sub settings { put('a/kamcheck.ini', map { "$_\n" } '[variants]', @_) }

settings('mode = pairwise', 'never = WITH_D*');
try('a', 'lint k.cfg', 1, '!', qr/K200/, qr/= when not WITH_TOP/);
settings('mode = pairwise', 'require = WITH_ACC: WITH_MYSQL');
try('a', 'lint k.cfg', 1, '!', qr/K200/, qr/K301/);
settings('mode = pairwise', 'exclusive = WITH_ACC WITH_DB');
try('a', 'lint k.cfg', 1, '!', qr/K200/, qr/K301/);
settings('mode = pairwise', 'names = WITH_T* OTHER');
try('a', 'lint k.cfg', 1, '!', qr/K200/, qr/K301/, qr/checked all 2 variants/);
settings('profile edge = WITH_ACC WITH_DB', 'profile core = WITH_MYSQL WITH_TOP', 'profile none =', 'mode = profiles');
try('a', 'lint k.cfg', 1, qr/K200.*\n.*\n.*\n(?:      = .*\n)*      = in profile edge$/m, qr/K301.*\n.*\n.*\n(?:      = .*\n)*      = in profile none$/m);
try('a', 'lint --variants=core k.cfg', 0, '!', qr/= in profile/);
try('a', 'lint --variants=cor k.cfg', 2, qr/did you mean "core"/);
try('a', 'lint --variants=core --show-settings k.cfg', 0, qr/^\[variants\]\nmode = core  ; command line\nprofile edge = WITH_ACC WITH_DB  ; kamcheck\.ini:2$/m);
settings('mode = profiles');
try('a', 'lint k.cfg', 2, qr/the settings have no profiles/);
settings('mod = each');
try('a', 'lint k.cfg', 2, qr/kamcheck\.ini:2:1: unknown key "mod"; did you mean "mode"/);
settings('require = WITH_A WITH_B');
try('a', 'lint k.cfg', 2, qr/kamcheck\.ini:2:11: which others\?/);
settings('exclusive = WITH_A');
try('a', 'lint k.cfg', 2, qr/two names or more/);
settings('profile all = WITH_A');
try('a', 'lint k.cfg', 2, qr/"all" is a mode/);
unlink "$dir/a/kamcheck.ini";

# --- limits --------------------------------------------------------------------------------------------

put('many/names.cfg', (map { "#!ifdef WITH_N$_\nxlog(\"$_\")\n#!endif\n" } 1 .. 80), "# ", (map { "define WITH_N$_ " } 1 .. 80), "\nrequest_route { exit; }\n");
try('many', 'lint --variants -q names.cfg', 1, qr/16 more names do not vary: 64 do at most/);
try('many', 'lint --variants=all --level=error --phase=parse -q names.cfg', 1, qr/checked \d+ of 2\^64 variants/, qr/there is no room for the rest/);

# Each of many names costs the same.
put('many/hostile.cfg', (map { "#!ifdef N$_\nlog(\"x\");\n#!endif\n" } 1 .. 20_000), "request_route { exit; }\n");
try('many', 'lint --variants --level=error hostile.cfg', 1, qr/19935 more names do not vary/, '!', qr/memory/);

# --- configs of ours -----------------------------------------------------------------------------------

my @configs;
find({no_chdir => 1, wanted => sub {
	return if !/\.cfg$/ || m{/inc/|/crash/|/oracle/};
	push @configs, $_ if do { local (@ARGV, $/) = $_; <> // '' } =~ /^[ \t]*[#!]!ifn?def/m;
}}, map { "$here/$_" } qw(accepted lint pp symbols));
my ($labels, @bad) = 0;
sub findings {
	my ($file, @options) = @_;
	my $command = join ' ', $kamcheck, qw(lint --no-config --format=json --level=note), @options, basename($file);
	return @{JSON::PP->new->decode(scalar `cd @{[dirname($file)]} && $command`)->{findings}};
}
sub key { join ':', map { $_ // '' } @{$_[0]}{qw(code path line column message)} }
for my $file (sort @configs) {
	(my $folder = $file) =~ s/\.cfg$//;
	my $text = `cat $file \$(find $folder -type f 2>/dev/null)`;
	my %plain = map { key($_) => 1 } findings($file);
	my @all = findings($file, '--variants');
	my %seen = map { key($_) => 1 } @all;
	push @bad, map { "$file: $_ has no label" } grep { !$plain{$_} && !/^K91/ } map { key($_) } grep { !$_->{when} } @all;
	push @bad, map { "$file: $_ is not told" } grep { !$seen{$_} && !/^K(304|549|900)/ } keys %plain;
	for my $x (grep { $_->{when} } @all) {
		# What the file itself defines cannot be taken back by an option.
		next if grep { $text =~ /^#!(?:try)?def(?:ine)?\s+$_\b/m } @{$x->{when}{off}};
		my @on = grep { $text !~ /^#!(?:try)?def(?:ine)?\s+$_\b/m } @{$x->{when}{on}};
		my %alone = map { key($_) => 1 } findings($file, map { "-A $_" } @on);
		push @bad, "$file: " . key($x) . " is not there $x->{when}{text}" if !$alone{key($x)};
		$labels++;
	}
}
is(join("\n", @bad), '', scalar(@configs) . " configs: $labels labels name variants that have the finding");
cmp_ok($labels, '>', 8, 'there are some');
done_testing();
