#!/usr/bin/perl
# conditions.t [PATTERN]: rows of grammar/conditions.tsv, one a config of testdata/conditions. As it stands the config lacks what the row asks
# for; with -A WITH it has it. Lines that end with "#@ CODE" must have that finding, and no other line a warning or an error; with -A WITH there
# must be none. As 5.6, which the server was asked about (oracle/conditions.t), and as 6.1, unless the second line says "# versions: 5.6".
#
# The first lines, for the server (a line may be there several times):
#   # send STEPS     what is sent, one after the other; a method stands for a request; the others: step() of oracle/lib/Client.pm
#   # head LINE      a line of header for each request
#   # answer STATUS  what requests get that come back; without it they get nothing
#   # listen udp:PORT, tcp:PORT   what else listens
#   # row TABLE ROW  a row of a table of db_text; DBURL names them, PHONE and PORT are the URI of who sends and the port of the server
#   # seen PATTERN   what it logs, sends ("received: ...") and writes ("table NAME: ...") with what it lacks, and only then
#   # sign PATTERN   the same as it stands, and only then
#   # start refuses  it does not start as it stands; "with refuses": with what it lacks, as a sign that it asks for a database that is not there
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($kamcheck status);
use Test::More;
use Vec 'read_file';

my ($pattern) = (@ARGV, '.');
chdir "$FindBin::Bin/conditions" or die "testdata/conditions: $!\n";

# Findings of FILE as "line CODE", notes only where one is wanted; how the run ended, if it was no good end.
sub findings {
	my ($file, $wanted, @options) = @_;
	open my $out, '-|', $kamcheck, 'lint', '--color=never', '--level=note', @options, $file or die "$kamcheck: $!\n";
	my @found = map { /^\Q$file\E:(\d+):\d+: (error|warning|note)\[(K\d+)\]/ ? ["$1 $3", $2] : () } <$out>;
	close $out;
	@found = map { $_->[0] } grep { $_->[1] ne 'note' || $wanted =~ /\b\Q$_->[0]\E\b/ || $_->[0] =~ / K83/ } @found;
	return join ', ', @found, status() > 1 ? 'exit status ' . status() : ();
}

for my $file (grep { /$pattern/ } sort glob '*.cfg') {
	my @lines = split /\n/, read_file($file);
	my $wanted = join ', ', map { $lines[$_] =~ /#@ (K\d+)$/ ? $_ + 1 . " $1" : () } 0 .. $#lines;
	my ($versions) = map { /^# versions: (.*)/ ? $1 : () } @lines;
	for my $version (split ' ', $versions // '5.6 6.1') {
		is(findings($file, $wanted, '--kamailio', $version), $wanted, "$file $version");
		is(findings($file, '', '--kamailio', $version, '-A', 'WITH'), '', "$file $version with it");
	}
}
done_testing();
