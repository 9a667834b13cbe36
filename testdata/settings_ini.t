#!/usr/bin/perl
# kamcheck.ini: which one is found, what it says, what overrules it, and what is refused; kamcheck init.
use strict;
use warnings;
use Test::More;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($kamcheck $dir status try);

sub put { return Command::put(shift, map { "$_\n" } @_) }

my @config = ('request_route { route(NO); route(B); }', 'route[B] { return; }', 'route[C] { return; }');
my $error = qr/error\[K301\]/;
put("$_.cfg", @config) for qw(r/a r/one/a r/one/two/a r/one/repo/sub/a r/test/deep/a);
mkdir "$dir/r/one/repo/.git";
mkdir "$dir/r/.git";

# Which one is found.
put('r/kamcheck.ini', '[rules]', 'K301 = note');
put('r/one/two/.kamcheck.ini', 'level = error');
put('xdg/kamcheck/kamcheck.ini', '[rules]', 'K301 = off');
try('r', 'lint a.cfg', 0, qr/note\[K301\]/);
try('r/one', 'lint a.cfg', 0, qr/note\[K301\]/);
try('r/one/two', 'lint a.cfg', 1, $error, '!', qr/K304/);
try('.', 'lint r/one/two/a.cfg r/a.cfg', 1, qr{one/two/a.cfg:1:23: error\[K301\]}, qr{r/a.cfg:1:23: note\[K301\]});
try('r/one/repo/sub', 'lint a.cfg', 0, '!', qr/K301/, qr/K304/);
{
	local $ENV{XDG_CONFIG_HOME} = '';
	local $ENV{HOME} = "$dir/home";
	put('home/.config/kamcheck/kamcheck.ini', '[rules]', 'K301 = warning');
	try('r/one/repo/sub', 'lint a.cfg', 1, qr/warning\[K301\]/);
}
put('r/.kamcheck.ini', '[rules]', 'K301 = off');
try('r', 'lint - < a.cfg', 0, qr/note\[K301\]/);

# Who does not read it.
try('r', 'lint --no-config a.cfg', 1, $error);
try('r', 'lint --untrusted a.cfg', 1, $error);
try('r', '-c -f a.cfg', 1, $error);
put('r/defines.ini', 'define = NO=B');
try('r', '--cfg-print -f a.cfg', 0, '!', qr/X/);
try('r', 'expand --config defines.ini a.cfg', 0, qr/route\(B\); route\(B\)/);
try('r', '-c --config defines.ini -f a.cfg', 0, qr/config file ok/);
try('r', 'lint --untrusted --config defines.ini a.cfg', 0);
try('r', 'symbols --config defines.ini --references=B a.cfg', 0, qr/calls/);
try('r', '-c --config kamcheck.ini -f a.cfg', 1, $error);

# What overrules what.
{
	local $ENV{KAMCHECK_CONFIG} = "$dir/r/defines.ini";
	try('r', 'lint a.cfg', 0, '!', qr/K301/);
	try('r', 'lint --config kamcheck.ini a.cfg', 0, qr/note\[K301\]/);
	try('r', 'lint --no-config a.cfg', 1, $error);
	try('r', '-c -f a.cfg', 1, $error);
	try('r', 'lint --untrusted a.cfg', 1, $error);
}
put('r/k.ini', 'kamailio = 5.6', 'level = error');
put('r/version.cfg', 'uid_column="x"', 'udp_receiver_mode=1', 'request_route { exit; }');
my $old = qr/exists (?:from|in)|not in 5\.6|unknown global/;
like(try('r', 'lint --config k.ini version.cfg', 1), qr/udp_receiver_mode/);
unlike(try('r', 'lint --config k.ini --kamailio 6.1 version.cfg', 1), qr/udp_receiver_mode/);
{
	local $ENV{KAMCHECK_KAMAILIO} = '6.1';
	unlike(try('r', 'lint --config k.ini version.cfg', 1), qr/udp_receiver_mode/);
	local $ENV{KAMCHECK_KAMAILIO} = '5.6';
	like(try('r', '-c -f version.cfg', 1), qr/udp_receiver_mode/);
	unlike(try('r', '-c --kamailio 6.1 -f version.cfg', 1), qr/udp_receiver_mode/);
	local $ENV{KAMCHECK_KAMAILIO} = '7';
	try('r', 'rules', 2, qr/KAMCHECK_KAMAILIO: unknown Kamailio version "7"/);
}
# The release of --config decides which options there are.
try('r', '-c --config k.ini --domain x -f a.cfg', 2, qr/"--domain" exists in Kamailio 6\.1 .*not in 5\.6/);
try('r', 'lint --config k.ini a.cfg', 1, $error, '!', qr/K304/);
try('r', 'lint --config k.ini --level=note a.cfg', 1, $error, qr/note\[K304\]/);
try('r', "lint --config defines.ini -A NO=C a.cfg", 0, '!', qr/K301|K304/);

# Rules: the more exact word wins, a path over all, the later of two that are alike.
sub levels { put('r/l.ini', @_); return '--config l.ini' }
try('r', 'lint ' . levels('[rules]', 'K301 = off', 'K3 = note', 'all = error') . ' a.cfg', 0, '!', qr/K301/, qr/note\[K304\]/);
try('r', 'lint ' . levels('[rules]', 'route_unused = error') . ' a.cfg', 1, $error, qr/error\[K304\]: .* \[run\]/);
try('r', 'lint ' . levels('[rules]', 'route_unused = error') . ' --level=error a.cfg', 1, $error, qr/error\[K304\]/);
try('r', 'lint ' . levels('[path test/**]', 'K301 = off', '[rules]', 'K301 = warning') . ' a.cfg test/deep/a.cfg', 1, qr/^a.cfg.*warning\[K301\]/m,
	'!', qr/^test.*K301/m);
try('r', 'lint ' . levels('[rules]', 'K301 = off', '[path test/**]', 'K301 = error') . ' a.cfg test/deep/a.cfg', 1, qr/^test.*error\[K301\]/m,
	'!', qr/^a.cfg.*K301/m);
try('r', 'lint ' . levels('[rules]', 'K301 = off', 'K301 = note') . ' a.cfg', 0, qr/note\[K301\]/);
try('r', 'lint ' . levels('[rules]', 'K3 = off') . ' --rule K301 a.cfg', 1, $error);
try('r', 'lint ' . levels('[rules]', 'K3 = error') . ' --no-rule K301 a.cfg', 1, '!', qr/K301/, qr/error\[K304\]/);
# Rules of a group: the command line wins over the settings that ask for them.
put('r/secret.cfg', 'loadmodule "sl"', 'loadmodule "auth"', 'modparam("auth", "secret", "oo2Kie5eeph4Queish")', 'request_route { exit; }');
try('r', 'lint secret.cfg', 0, '!', qr/K836/);
try('r', 'lint ' . levels('[rules]', 'security = warning') . ' secret.cfg', 1, qr/warning\[K836\]/);
try('r', 'lint ' . levels('[rules]', 'security = warning') . " $_ secret.cfg", 0, '!', qr/K836/) for '--no-rule security', '--no-rule K836', '--no-rule all', '--rule K3';
try('r', 'lint ' . levels('[rules]', 'security = warning') . " $_ secret.cfg", 1, qr/warning\[K836\]/) for '--no-rule network', '--no-rule K3', '--rule network';
try('r', 'lint ' . levels('[rules]', 'K836 = off') . ' --rule security --level=note secret.cfg', 1, qr/K836/);
# What is off stays off when a group is asked for.
try('r', 'lint ' . levels('[rules]', 'K301 = off') . ' --rule security a.cfg', 0, '!', qr/K301/);
try('r', 'lint ' . levels('[rules]', 'all = off') . ' --rule security --level=note a.cfg secret.cfg', 1, qr/K836/, '!', qr/K301/);
put('r/broken.cfg', 'request_route { exit }');
try('r', 'lint ' . levels('[rules]', 'all = off', 'K2 = note') . ' broken.cfg', 1, qr/error\[K201\]/);
put('r/ignored.cfg', 'request_route {', '# kamcheck: ignore K301', 'route(NO);', '}');
try('r', 'lint ' . levels('[rules]', 'K301 = error') . ' ignored.cfg', 0, '!', qr/K301/);
put('r/part.cfg', 'route[P] { route(NO); }');
put('r/whole.cfg', 'include_file "part.cfg"', 'request_route { route(P); route(NONE); exit; }');
try('r', 'lint ' . levels('[path part.cfg]', 'K301 = off') . ' whole.cfg', 1, qr/^whole.cfg.*K301/m, '!', qr/^part.cfg.*K301/m);

# What counts may be nothing; the command line says otherwise.
put('r/never.ini', 'fail-on = never');
put('r/never.cfg', 'request_route { route(NO); exit; }');
try('r', 'lint --config never.ini never.cfg', 0, qr/K301/);
try('r', 'lint --config never.ini --fail-on=error never.cfg', 1, qr/K301/);
try('r', 'lint --config never.ini --show-settings never.cfg', 0, qr/fail-on = never  ; never\.ini:1/);

# Files that extend each other: paths are seen from the file that says them.
put('r/base/base.ini', 'level = error', 'define = NO=B', 'catalog = own.tsv', '[rules]', 'K304 = off', '[path *.cfg]', 'K301 = off');
put('r/base/own.tsv', '');
put('r/e.ini', 'extend = base/base.ini', 'level = note', '[rules]', 'K304 = error');
try('r', 'lint --config e.ini --show-settings a.cfg', 0, qr/level = note  ; e\.ini:2/, qr{define = NO=B  ; \S*base/base\.ini:2}, qr{catalog = \S*r/base/own.tsv});
try('r', 'lint --config e.ini a.cfg', 1, qr/error\[K304\]/, '!', qr/K301/);
put('r/loop.ini', 'extend = base/loop.ini');
put('r/base/loop.ini', 'extend = ../loop.ini');
try('r', 'lint --config loop.ini a.cfg', 2, qr{loop\.ini:1:10: cannot read settings .*extends itself});
put('r/deep0.ini', 'extend = deep1.ini');
put("r/deep$_.ini", 'extend = deep' . ($_ + 1) . '.ini') for 1 .. 40;
try('r', 'lint --config deep0.ini a.cfg', 2, qr/too many files extend each other/);
put('r/gone.ini', '', '  extend = gone2.ini');
try('r', 'lint --config gone.ini a.cfg', 2, qr/^kamcheck: gone\.ini:2:12: cannot read settings ".*gone2\.ini": No such file/);

# What is refused, and where.
for ([ 'ingore = x', '1:1: unknown key "ingore"' ], [ 'exlude = x', '1:1: unknown key "exlude"; did you mean "exclude"\?' ],
	[ '[rulse]', '1:2: unknown section "rulse"; did you mean "rules"\?' ], [ '[rules x]', '1:2: only \[path GLOB\]' ], [ '[path]', '1:2: which files\?' ],
	[ "[rules]\nK3045 = off", '2:1: no rule "K3045"' ], [ "[rules]\nroute_unusd = off", '2:1: .*did you mean "route_unused"' ],
	[ "[rules]\nK304 = of", '2:8: unknown level "of"; did you mean "off"\?' ], [ "[rules]\nK201 = off", '2:1: K201 is an error of reading' ],
	[ 'level = warn', '1:9: unknown level "warn"; there are error, warning and note' ], [ 'level = off', '1:9: unknown level "off"; there are error, warning and note' ],
	[ 'fail-on = off', '1:11: unknown level "off"; there are error, warning, note and never' ],
	[ 'kamailio = 9', '1:12: unknown Kamailio version "9"; known are' ], [ "level = note\n level = error", '2:2: "level" is set twice, in line 1' ],
	[ 'level =', '1:8: a value is missing' ], [ 'level', '1:1: "=" is missing' ], [ 'define = A =B', '1:12: a define has a name' ],
	[ 'modules = nowhere', '1:11: .*cannot open the folder ".*/r/nowhere"' ], [ "catalog = a.cfg", '1:11: cannot read catalogue' ],
	[ "a\0b = c", '1:2: a NUL byte' ], [ 'define = "x', '1:10: a quote is not closed' ]) {
	put('r/bad.ini', $_->[0]);
	try('r', 'lint --config bad.ini a.cfg', 2, qr/^kamcheck: bad\.ini:$_->[1]/);
}
try('r', 'lint --config none.ini a.cfg', 2, qr/^kamcheck: cannot read settings "none\.ini": No such file/);
try('r', 'lint --config . a.cfg', 2, qr/^kamcheck: cannot read settings "\.": a directory/);
put('r/two/kamcheck.ini', 'x = y');
put('r/two/a.cfg', @config);
try('r', 'lint two/a.cfg a.cfg', 2, qr{two/kamcheck\.ini:1:1: unknown key "x"}, qr/^a\.cfg.*K301/m);
put('r/later.ini', '[variants]', 'mode = pairwise', 'profile edge = WITH_TLS', '[format]', 'indent = 4', '[include]', '/etc/kamailio = ./etc');
try('r', 'lint --config later.ini a.cfg', 1, $error);

# Hostile files end well.
my %hostile = (long => '[rules]' . "\n" . 'K3' x 500_000 . ' = off', line => 'define = ' . 'A ' x 500_000, nul => "\0" x 1000, open => '[' x 100_000,
	bytes => join('', map { chr } 0 .. 255), glob => "[path " . '*a' x 2000 . "]\nK301 = off", stars => "[path " . '**/a/' x 2000 . "]\nK301 = off",
	quotes => "exclude = " . '"" ' x 100_000, big => "; x\n" x 400_000);
for my $name (sort keys %hostile) {
	put('r/hostile.ini', $hostile{$name});
	my $text = `cd $dir/r && timeout 20 $kamcheck lint --config hostile.ini a.cfg 2>&1`;
	ok(status() <= 2 && $text !~ /Sanitizer/, "hostile: $name") or diag(substr $text, 0, 500);
	ok(length $text < 3000, "hostile: $name: a short message");
}

# No secret is shown.
put('r/secret.ini', 'define = DB="mysql://u:TopSecret@h/db"');
try('r', 'lint --config secret.ini --show-settings a.cfg', 0, qr/\*\*\*/, '!', qr/TopSecret/);

# init
put('init/kamailio.cfg', '#!KAMAILIO', '#', '# Kamailio SIP Server v5.8 - default configuration script', 'include_file "/etc/kamailio/nowhere/routes/part.cfg"', 'request_route { route(P); }');
put('init/b/edge node.cfg', 'route {', 'exit; }');
put('init/routes/part.cfg', 'route[P] { exit; }');
put('init/.hidden/x.cfg', 'request_route { exit; }');
try('init', 'init', 0, qr/^kamcheck: wrote kamcheck\.ini$/m);
open my $ini, '<', "$dir/init/kamcheck.ini" or die;
my $text = do { local $/; <$ini> };
like($text, qr{^kamailio = 5\.8  ; as kamailio.cfg says\nroots = "b/edge node.cfg" kamailio.cfg\n}m, 'init: release and roots');
like($text, qr{^\[include\]\n/etc/kamailio/nowhere = \./\n}m, 'init: where absolute includes are');
try('init', 'lint kamailio.cfg', 0, '!', qr/K120/);
try('init', 'init', 2, qr/"kamcheck.ini": there are settings already/);
try('.', 'init init/b init', 2, qr/takes one folder/);
try('.', 'init init/none', 2, qr/cannot write/);
try('.', 'init init/b', 0, qr{wrote init/b/kamcheck.ini});
try('init/b', 'lint --show-settings "edge node.cfg"', 0, qr/kamailio = 6\.1  ; default/, qr{roots = \S*init/b/edge node.cfg});

done_testing;
