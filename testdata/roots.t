#!/usr/bin/perl
# Which configs are checked for the files and folders that are named: fragments as part of their configs, each finding once.
# KAMCHECK=binary prove testdata/roots.t
use strict;
use warnings;
use Test::More;
use FindBin;
use lib "$FindBin::Bin/lib";
use File::Path 'make_path';
use Command qw($kamcheck $dir put status);

# Runs kamcheck with ARGUMENTS in the folder CWD: exit status, stdout, stderr.
sub run {
	my ($cwd, $arguments) = @_;
	chdir "$dir/$cwd" or die "$cwd: $!\n";
	my $text = `$kamcheck $arguments 2> $dir/err`;
	my $status = status();
	open my $in, '<', "$dir/err" or die;
	my $said = join '', <$in>;
	return ($status, $text, $said);
}

# The exit status must be STATUS; the findings, as "PLACE CODE" in their order, be FINDINGS; what is said on stderr match SAID.
sub try {
	my ($cwd, $arguments, $status, $findings, $said) = @_;
	my ($got, $text, $err) = run($cwd, $arguments);
	my $found = join "\n", map { /^([^\s:]+:\d+:\d+): \w+\[(K\d+)\]/ ? "$1 $2" : () } split /\n/, $text;
	my @bad = $got == $status ? () : "exit status $got, not $status";
	push @bad, "found:\n$found\nwanted:\n" . join("\n", @$findings) if $found ne join "\n", @$findings;
	push @bad, "said: $err" if defined $said ? $err !~ $said : $err =~ /^kamcheck: (?!\d+ (error|warning|note))/m;
	push @bad, 'sanitizer' if "$text$err" =~ /Sanitizer/;
	ok(!@bad, "$arguments (in $cwd)") or diag(join "\n", @bad, $text);
}

# --- includes with absolute names ---

put('absolute/etc/kamailio.cfg', qq{loadmodule "tm.so"\ninclude_file "/etc/kamailio-x/routes/a.cfg"\nrequest_route {\n\troute(A);\n}\n});
put('absolute/etc/routes/a.cfg', qq{route[A] {\n\tt_relay();\n\troute(GONE);\n}\nimport_file "/etc/kamailio-x/local.cfg"\n});
put('absolute/etc/local.cfg', qq{route[L] {\n\troute(LOST);\n}\n});
my @absolute = ('etc/routes/a.cfg:3:8 K301', 'etc/local.cfg:1:7 K304', 'etc/local.cfg:2:8 K301');
my ($status, $text) = run('absolute', 'lint etc/kamailio.cfg');
like($text, qr/^etc\/kamailio\.cfg:2:14: error\[K120\]: cannot read "\/etc\/kamailio-x\/routes\/a\.cfg"/m, 'an absolute include');
like($text, qr/--map-include=\/etc\/kamailio-x\/routes=DIR reads it from DIR/, '... and what helps');
for my $map ('--map-include=/etc/kamailio-x=./etc', '--map-include /etc/kamailio-x/=etc', '--map-include=/no=x --map-include=/etc/kamailio-x=etc') {
	try('absolute', "lint $map etc/kamailio.cfg", 1, \@absolute);
	try('absolute/etc', 'lint ' . $map =~ s/=(\.\/)?etc/=./r . ' kamailio.cfg', 1, [map { s/etc\///r } @absolute]);
}
try('absolute', 'lint --map-include=/etc/kam=etc etc/kamailio.cfg', 1, ['etc/kamailio.cfg:2:14 K120']);
(undef, $text) = run('absolute', 'expand --map-include=/etc/kamailio-x=etc etc/kamailio.cfg');
like($text, qr/route\[A\].*route\[L\]/s, 'expand maps, too');
put('absolute/kamcheck.ini', "[include]\n/etc/kamailio-x = etc\n");
try('absolute', 'lint etc/kamailio.cfg', 1, \@absolute);

for my $words ('etc/routes/a.cfg', 'etc/kamailio.cfg etc/routes/a.cfg', '--config=kamcheck.ini etc/routes/a.cfg') {
	try('absolute', "lint -q $words", 1, \@absolute);
}
try('absolute/etc', 'lint -q routes', 1, [map { s/^etc\///r } @absolute]);
put('absolute/kamcheck.ini', "[kamcheck]\nroots = etc/kamailio.cfg\n[include]\n/etc/kamailio-x = etc\n");
try('absolute', 'lint -q etc/routes/a.cfg', 1, \@absolute);

# --- a config and its fragment (of the first trials) ---

put('frag/kamailio.cfg', qq{loadmodule "tm.so"\nloadmodule "sl.so"\ninclude_file "routes.cfg"\nrequest_route { route(A); }\n});
put('frag/routes.cfg', qq{route[A] {\n\tt_relay();\n\tsl_send_reply("404", "x");\n\troute(MAIN2);\n}\n});
my @frag = ('routes.cfg:4:8 K301');
my $one = qr/^kamcheck: 1 error in 1 file$/m;
for my $words ('routes.cfg', 'kamailio.cfg', 'kamailio.cfg routes.cfg', 'routes.cfg kamailio.cfg', '.', './', '. routes.cfg', '-j 4 . routes.cfg kamailio.cfg') {
	try('frag', "lint $words", 1, \@frag, $one);
	try('frag', "lint -q $words", 1, \@frag);
}
for my $words ('frag', 'frag/routes.cfg', './frag', '--untrusted frag/routes.cfg', '--untrusted frag') {
	try('.', "lint -q $words", 1, ['frag/routes.cfg:4:8 K301']);
}
try('frag', "lint -q $dir/frag/routes.cfg", 1, ["$dir/frag/routes.cfg:4:8 K301"]);
try('frag', 'lint -q --verbose routes.cfg', 1, \@frag, qr/^kamcheck: "routes\.cfg" is checked as part of "kamailio\.cfg"$/m);
try('frag', '-c -f kamailio.cfg', 1, [], qr/K301/);

# --- two roots that share fragments, in a repository ---

put('shared/.git/HEAD', '');
put('shared/edge/kamailio.cfg', qq{loadmodule "tm.so"\ninclude_file "../common/relay.cfg"\nrequest_route { route(RELAY); route(EDGE); }\n});
put('shared/core/kamailio.cfg', qq{loadmodule "sl.so"\ninclude_file "../common/relay.cfg"\nrequest_route { route(RELAY); }\n});
put('shared/common/relay.cfg', qq{route[RELAY] {\n\tt_relay();\n\troute(GONE);\n}\ninclude_file "../common/deep.inc"\n});
put('shared/common/deep.inc', qq{failure_route[F] {\n\troute(LOST);\n}\n});
put('shared/common/lonely.cfg', qq{route[LONELY] {\n\tsl_send_reply("200", "OK");\n}\n});
put('shared/notes/setup.cfg', "[section]\nkey = value\n");
my @relay = ('common/relay.cfg:2:2 K404', 'common/relay.cfg:3:8 K301', 'common/deep.inc:1:15 K304', 'common/deep.inc:2:8 K301');
my @edge = ('edge/kamailio.cfg:3:37 K301');
sub names { return join ' ', sort map { /^(\S+?:\d+:\d+): \w+\[(K\d+)\]/ ? "$1 $2" : () } split /\n/, $_[0] }
for my $case (['lint -q .', @relay, @edge], ['lint -q edge core', @relay, @edge], ['lint -q common/relay.cfg', @relay], ['lint -q common/deep.inc', @relay[2, 3]],
	['lint -q common', @relay], ['lint -q -j3 common/deep.inc common/relay.cfg', @relay], ['lint -q edge/kamailio.cfg common/relay.cfg', @relay, @edge]) {
	my ($arguments, @wanted) = @$case;
	my ($status, $text) = run('shared', $arguments);
	my $found = names($text =~ s/(edge|core)\/\.\.\/common\//common\//gr =~ s/common\/\.\.\/common\//common\//gr);
	is($found, join(' ', sort @wanted), "$arguments: each finding once");
}
my (undef, undef, $said) = run('shared', 'lint -q --verbose .');
like($said, qr/"common\/lonely\.cfg" is not checked: it has no request_route, and no config includes it/, 'what is not reached is told');
like($said, qr/"notes\/setup\.cfg" is not checked/, '... whatever it is');
like($said, qr/"common\/relay\.cfg" is checked as part of "core\/kamailio\.cfg"/, '... and what is reached');
for my $words ('.', 'common/relay.cfg', '-j3 common/relay.cfg') {
	(undef, undef, $said) = run('shared', "lint -q --verbose $words");
	is(join(' ', sort $said =~ /"common\/relay\.cfg" is checked as part of "(\S+)"/g), 'core/kamailio.cfg edge/kamailio.cfg', "$words: all that it is part of, each once");
}
try('shared', 'lint notes', 2, [], qr/no config in "notes": no file \*\.cfg there has a request_route/);
try('shared', 'lint nothing', 2, [], qr/cannot read "nothing"/);
try('shared', 'lint -q common/lonely.cfg', 1, ['common/lonely.cfg:2:2 K404']);
my ($s1, $t1) = run('shared', 'lint -q .');
for my $j (2, 5, 256) {
	my ($s2, $t2) = run('shared', "lint -q -j$j .");
	is($t2, $t1, "-j$j tells the same in the same order");
}
try('shared', 'lint -j0 .', 2, [], qr/"0" is not a number from 1 to 256/);

# --- settings ---

put('shared/kamcheck.ini', "[kamcheck]\nroots = edge/kamailio.cfg\nexclude = core/**\n");
(undef, $text) = run('shared', 'lint -q');
is(names($text), names(join "\n", map { "$_" } map { /(\S+) (K\d+)/ ? "$1: error[$2]" : () } map { s/^common/edge\/..\/common/r =~ s/edge\/\.\.\/common\/deep/edge\/..\/common\/..\/common\/deep/r } grep { !/K404/ } @relay, @edge), 'lint without a file: the roots') or diag($text);
(undef, $text) = run('shared', 'lint -q common/relay.cfg');
unlike($text, qr/K404/, 'roots of the settings are the only ones');
(undef, $text) = run('shared', 'lint -q .');
unlike($text, qr/^core/m, 'excluded files are not checked');
put('shared/kamcheck.ini', "[kamcheck]\nroots = edge/kamailio.cfg edge/nope.cfg\n");
for my $words ('', 'common/relay.cfg', 'common/relay.cfg common/deep.inc', 'common/relay.cfg edge/nope.cfg') {
	my ($status, $text, $said) = run('shared', "lint -q $words");
	is($status, 2, "a root that is not there: $words");
	is(() = $said =~ /cannot read "edge\/nope\.cfg"/g, 1, '... is told once');
	like($text, qr/relay\.cfg:3:8: error\[K301\]/, '... and the others are checked');
}
unlink "$dir/shared/kamcheck.ini";
try('frag', 'lint', 2, [], qr/no file given/);

# --- includes under conditions, circles, links ---

put('when/kamailio.cfg', qq{loadmodule "tm.so"\n#!ifdef WITH_X\ninclude_file "x.cfg"\n#!endif\n# include_file "z.cfg"\nrequest_route {\n\txlog("include_file");\n}\n});
put('when/x.cfg', qq{route[X] {\n\troute(GONE);\n}\n});
put('when/z.cfg', qq{route[Z] {\n\troute(GONE);\n}\n});
try('when', 'lint -q x.cfg', 0, [], qr/"x\.cfg" is not checked: no config includes it with the names that are defined; -A defines others/);
try('when', 'lint -q -A WITH_X x.cfg', 1, ['x.cfg:1:7 K304', 'x.cfg:2:8 K301']);
try('when', 'lint -q z.cfg', 1, ['z.cfg:2:8 K301']);
put('circle/a.cfg', qq{include_file "b.cfg"\nroute[A] { exit; }\n});
put('circle/b.cfg', qq{include_file "a.cfg"\nroute[B] { exit; }\n});
my ($circle) = run('circle', 'lint -q a.cfg');
is($circle, 1, 'files that include each other');
symlink '..', "$dir/frag/loop" or die;
try('frag', 'lint -q .', 1, \@frag);

# --- what one config uses and another does not ---

put('both/s.cfg', qq{route[S] {\n\troute(ONLY1);\n}\nroute[T] { exit; }\nroute[U] { exit; }\n});
put('both/r1.cfg', qq{include_file "s.cfg"\nrequest_route { route(S); }\nroute[ONLY1] { exit; }\n});
put('both/r2.cfg', qq{include_file "s.cfg"\nrequest_route { route(S); route(T); }\n});
try('both', 'lint -q .', 1, ['s.cfg:2:8 K301', 's.cfg:5:7 K304']);
try('both', 'lint -q r1.cfg', 0, ['s.cfg:4:7 K304', 's.cfg:5:7 K304']);
run('both', 'lint -q --add-ignore .');
try('both', 'lint -q .', 0, []);
try('both', 'lint -q s.cfg', 0, []);

# A link to a config or to a fragment takes no finding away, and gives none another name.
put('link/rel/1/kamailio.cfg', qq{include_file "frag.cfg"\nrequest_route { route(F); route(LOST); }\n});
put('link/rel/1/frag.cfg', qq{route[F] {\n\troute(GONE);\n}\n});
symlink 'rel/1/kamailio.cfg', "$dir/link/current.cfg" or die;
symlink 'rel/1/frag.cfg', "$dir/link/a.cfg" or die;
my @real = ('rel/1/kamailio.cfg:2:33 K301');
my @part = ('rel/1/frag.cfg:2:8 K301');
my @link = ('current.cfg:1:14 K120');
try('link', "lint -q $_", 1, [@part, @real]) for '.', 'rel', 'rel/1/kamailio.cfg', '. rel', 'a.cfg .';
try('link', 'lint -q rel/1/frag.cfg', 1, \@part);
try('link', 'lint -q current.cfg', 1, \@link);
for my $words ('. current.cfg', 'current.cfg .', 'current.cfg rel/1/kamailio.cfg', 'rel/1/kamailio.cfg ./current.cfg current.cfg') {
	(undef, $text) = run('link', "lint -q $words");
	like($text, qr/^rel\/1\/kamailio\.cfg:2:33: error\[K301\].*^(\.\/)?current\.cfg:1:14: error\[K120\]/ms, "$words: the link and the config");
	is(() = $text =~ /K120/g, 1, '... each once');
}
put('link/kamcheck.ini', "[kamcheck]\nroots = current.cfg\n");
try('link', 'lint -q .', 1, [@part, @real]);
make_path("$dir/outside");
symlink '../link/rel/1/kamailio.cfg', "$dir/outside/k.cfg" or die;
try('outside', 'lint -q .', 1, ['k.cfg:1:14 K120']);

# --- many ---

put("many/n" . ($_ % 10) . "/k$_.cfg", qq{include_file "../common.cfg"\nrequest_route {\n\troute(COMMON);\n\troute(GONE$_);\n}\n}) for 1 .. 300;
put('many/common.cfg', qq{route[COMMON] {\n\troute(LOST);\n}\n});
my ($sm, $many) = run('many', 'lint -q .');
is(() = $many =~ /"GONE\d+" is not defined/g, 300, '300 roots');
is(() = $many =~ /"LOST" is not defined/g, 1, '... share a finding');
my ($sj, $more) = run('many', 'lint -q -j4 .');
is($more, $many, '... in the same order by several threads');
chdir "/";
done_testing;
