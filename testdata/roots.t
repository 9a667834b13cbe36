#!/usr/bin/perl
# Which configs are checked for the files and folders that are named: fragments as part of their configs, each finding once.
# KAMCHECK=binary prove testdata/roots.t
use strict;
use warnings;
use Test::More;
use Cwd 'abs_path';
use File::Basename 'dirname';
use File::Path 'make_path';
use File::Temp 'tempdir';

my $here = abs_path(dirname(__FILE__));
my $kamcheck = abs_path($ENV{KAMCHECK} // ($ENV{KAMCHECK_BUILD} // "$here/../build") . '/kamcheck');
my $dir = abs_path(tempdir(CLEANUP => 1));
delete @ENV{qw(FORCE_COLOR CLICOLOR_FORCE)};
$ENV{NO_COLOR} = 1;

sub put {
	my ($name, $text) = @_;
	make_path(dirname("$dir/$name"));
	open my $out, '>', "$dir/$name" or die "$name: $!\n";
	print $out $text;
	close $out;
}

# Runs kamcheck with ARGUMENTS in the folder CWD: exit status, stdout, stderr.
sub run {
	my ($cwd, $arguments) = @_;
	chdir "$dir/$cwd" or die "$cwd: $!\n";
	my $text = `$kamcheck $arguments 2> $dir/err`;
	my $status = $? >> 8;
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
	push @bad, "said: $err" if defined $said ? $err !~ $said : $err =~ /^kamcheck: (?!\d)/m;
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
chdir "/";
done_testing;
