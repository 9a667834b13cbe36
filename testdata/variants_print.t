#!/usr/bin/perl
# The texts of all variants: expand and --cfg-print with --all-variants, as a stream and as files; profiles in kamcheck diff.
use strict;
use warnings;
use Test::More;
use File::Basename 'dirname';
use lib dirname(__FILE__) . '/lib';
use Command qw($kamcheck $dir put complaints try);

sub slurp { local (@ARGV, $/) = "$dir/$_[0]"; return scalar <> // '' }

put('part.inc', "#!ifdef WITH_B\nchildren=4\n#!endif\n");
put('main.cfg', "#!KAMAILIO\n#!define WITH_C\n#!ifdef WITH_A\nloadmodule \"tm.so\"\n#!else\nloadmodule \"sl.so\"\n#!endif\ninclude_file \"part.inc\"\n"
	. "#!ifdef WITH_C\ndebug=2\n#!endif\nrequest_route {\n\texit;\n}");
put('plain.cfg', "request_route {\n\texit;\n}\n");
put('set.ini', "[variants]\nprofile edge = WITH_A\nprofile core/two = WITH_B WITH_C\n");

# Each text is that of the config with these names: the ones that the header says.
for my $command ('expand', '--cfg-print') {
	my $file = $command eq 'expand' ? '' : '-f ';
	my $text = try('.', "$command --all-variants=all ${file}main.cfg", 0);
	my @parts = $text =~ /^(# kamcheck variant .*?\n(?:(?!# kamcheck variant ).*\n)*)/mg;
	is(scalar @parts, 8, "$command: all of three names");
	is(join('', @parts), $text, "$command: nothing else");
	for (@parts) {
		my ($header, $part) = /\A([^\n]*)\n(.*)\z/s;
		my ($with) = $header =~ /: with ([\w ]+)/;
		my %on = map { $_ => 1 } split / /, $with // '';
		my $config = slurp('main.cfg');
		$config =~ s/^#!define WITH_C\n//m if !$on{WITH_C};
		put('same.cfg', $config);
		my $same = `cd $dir && $kamcheck $command @{[map { $_ eq 'WITH_C' ? () : "-A $_" } sort keys %on]} ${file}same.cfg 2>&1`;
		# What the files define under a name that is off counts not, and is printed all the same.
		s/^#!define WITH_C\n//m for $part, $same;
		$same .= "\n" unless $same =~ /\n\z/;
		is($part, $same, "$command: $header");
	}
}

# Profiles: those of the settings, or one.
my $text = try('.', 'expand --config set.ini --all-variants main.cfg', 0,
	qr/\A# kamcheck variant 1, profile edge: with WITH_A, without WITH_C WITH_B\n/, qr/^# kamcheck variant 2, profile core\/two: with WITH_C WITH_B, without WITH_A\n/m, '!', qr/variant 3/);
try('.', 'expand --config set.ini --all-variants=edge main.cfg', 0, qr/profile edge/, '!', qr/core/);
try('.', 'expand --config set.ini --all-variants=each main.cfg', 0, qr/^# kamcheck variant 1, the config as it stands: with WITH_C, without WITH_A WITH_B\n/m);
try('.', 'expand --all-variants plain.cfg', 0, qr/\A# kamcheck variant 1, the config as it stands: no name makes variants\nrequest_route/);

# Files; nothing but what was written so before is written over.
try('.', 'expand --config set.ini --all-variants --output-dir=out main.cfg', 0, qr/\A\z/);
is(slurp('out/edge.cfg') . slurp('out/core_two.cfg'), $text, 'files of profiles');
try('.', 'expand --config set.ini --all-variants --output-dir=out main.cfg', 0, qr/\A\z/);
try('.', 'expand --all-variants --output-dir=out main.cfg', 0, qr/\A\z/);
like(slurp('out/as-is.cfg'), qr/\A# kamcheck variant 1, the config as it stands/, 'as-is.cfg');
like(slurp('out/variant-2.cfg'), qr/\A# kamcheck variant 2:/, 'variant-2.cfg');
put('out/as-is.cfg', "# mine\n");
try('.', 'expand --all-variants --output-dir=out main.cfg', 2, qr/\Akamcheck: "out\/as-is\.cfg" is there and no variant: it is not written over\n\z/);
is(slurp('out/as-is.cfg'), "# mine\n", 'it is as it was');
try('.', 'expand --all-variants --output-dir=main.cfg/x main.cfg', 2, qr/\Akamcheck: cannot make the folder "main\.cfg\/x": /);
try('.', 'expand --output-dir=out main.cfg', 2, qr/--output-dir goes with --all-variants/);
try('.', 'expand --all-variants=nope main.cfg', 2, qr/there is no mode or profile "nope"/);
try('.', 'lint --all-variants main.cfg', 2, qr/goes only with "kamcheck expand" and --cfg-print/);

# A mistake of several variants is told once, and all of them are printed.
put('wrong.cfg', "#!ifdef WITH_A\ndebug=2\n#!endif\n#!ifdef WITH_B\nchildren=2\nlog_stderror=no\ninclude_file \"none.inc\"\n#!endif\nrequest_route {\n\texit;\n}\n");
my $wrong = try('.', 'expand --all-variants wrong.cfg', 1, qr/none\.inc/);
is(scalar(() = $wrong =~ /error\[/g), 1, 'a mistake is told once');
ok((() = $wrong =~ /^# kamcheck variant/mg) >= 4, 'all variants are printed');

# Profiles compared.
try('.', 'diff --config set.ini --old-profile edge --new-profile core/two main.cfg', 1,
	qr/\Amain\.cfg, profile edge -> main\.cfg, profile core\/two: 3 added, 1 removed\n/, qr/part\.inc:2: children=4/);
try('.', 'diff --config set.ini --new-profile edge main.cfg', 1, qr/\Amain\.cfg -> main\.cfg, profile edge: 1 added, 2 removed\n/);
try('.', 'diff --config set.ini --old-profile edge --new-profile edge main.cfg', 0, qr/: no difference\n\z/);
try('.', 'diff --config set.ini --new-profile nope main.cfg', 2, qr/there is no mode or profile "nope"/);
try('.', 'expand --new-profile edge main.cfg', 2, qr/goes only with "kamcheck diff"/);

done_testing;
