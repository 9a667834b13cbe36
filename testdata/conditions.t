#!/usr/bin/perl
# conditions.t [PATTERN]: rows of grammar/conditions.tsv, one a config of testdata/conditions. As it stands the config lacks what the row asks
# for; with -A WITH it has it. Lines that end with "#@ CODE" must have that finding, and no other line a warning or an error; with -A WITH there
# must be none. As 5.6, which the server was asked about (oracle/conditions.t), and as 6.1, unless the second line says "# versions: 5.6".
#
# The first lines, for the server:
#   # send METHODS   requests to send, one after the other; "garbage" is none, "http:PORT" one of HTTP to that port, "3s" waits
#   # seen PATTERN   what it logs with what it lacks, and only then
#   # sign PATTERN   what it logs as it stands, and only then
#   # start refuses  it does not start as it stands; "with refuses": with what it lacks, as a sign that it asks for a database that is not there
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;

my $root = abs_path(dirname(__FILE__) . '/..');
my $kamcheck = abs_path($ENV{KAMCHECK} // "$root/build/kamcheck");
my ($pattern) = (@ARGV, '.');
my ($n, $bad) = (0, 0);
chdir "$root/testdata/conditions" or die "testdata/conditions: $!\n";

sub text_of {
	open my $in, '<', $_[0] or die "$_[0]: $!\n";
	local $/;
	return <$in>;
}

# Findings of FILE as "line CODE", notes only where one is wanted.
sub findings {
	my ($file, $wanted, @options) = @_;
	open my $out, '-|', $kamcheck, 'lint', '--color=never', '--level=note', @options, $file or die "$kamcheck: $!\n";
	my @found = map { /^\Q$file\E:(\d+):\d+: (error|warning|note)\[(K\d+)\]/ ? ["$1 $3", $2] : () } <$out>;
	close $out;
	return join ', ', map { $_->[0] } grep { $_->[1] ne 'note' || $wanted =~ /\b\Q$_->[0]\E\b/ || $_->[0] =~ / K83/ } @found;
}

sub result {
	my ($name, $wanted, $got) = @_;
	$n++;
	$bad++ if $got ne $wanted;
	print $got eq $wanted ? 'ok' : 'not ok', " $n - $name\n";
	print "# wanted \"$wanted\", got \"$got\"\n" if $got ne $wanted;
}

for my $file (grep { /$pattern/ } sort glob '*.cfg') {
	my @lines = split /\n/, text_of($file);
	my $wanted = join ', ', map { $lines[$_] =~ /#@ (K\d+)$/ ? $_ + 1 . " $1" : () } 0 .. $#lines;
	my ($versions) = map { /^# versions: (.*)/ ? $1 : () } @lines;
	for my $version (split ' ', $versions // '5.6 6.1') {
		result("$file $version", $wanted, findings($file, $wanted, '--kamailio', $version));
		result("$file $version with it", '', findings($file, '', '--kamailio', $version, '-A', 'WITH'));
	}
}
print "1..$n\n# conditions.t: $bad of $n failed\n";
exit($bad > 0);
