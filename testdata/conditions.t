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

my (%lines, %files_of);
for my $file (grep { /$pattern/ } sort glob '*.cfg') {
	$lines{$file} = [split /\n/, read_file($file)];
	my ($versions) = map { /^# versions: (.*)/ ? $1 : () } @{ $lines{$file} };
	push @{ $files_of{$_} }, $file for split ' ', $versions // '5.6 6.1';
}

# Findings of FILES, in one run: {FILE => [[line CODE, level]...]}; how the run ended, if it was no good end.
sub findings {
	my ($files, @options) = @_;
	my %found;
	open my $out, '-|', $kamcheck, 'lint', '--color=never', '--level=note', @options, @$files or die "$kamcheck: $!\n";
	/^(.+?):(\d+):\d+: (error|warning|note)\[(K\d+)\]/ and push @{ $found{$1} }, ["$2 $4", $3] for <$out>;
	close $out;
	return (\%found, status() > 1 ? 'exit status ' . status() : ());
}

# Of FOUND what counts where WANTED is: notes only where one is wanted.
sub counted {
	my ($found, $wanted) = @_;
	return map { $_->[0] } grep { $_->[1] ne 'note' || $wanted =~ /\b\Q$_->[0]\E\b/ || $_->[0] =~ / K83/ } @{ $found // [] };
}

for my $version (sort keys %files_of) {
	for my $with ([], ['-A', 'WITH']) {
		my ($found, @end) = findings($files_of{$version}, '--kamailio', $version, @$with);
		for my $file (@{ $files_of{$version} }) {
			my $lines = $lines{$file};
			my $wanted = @$with ? '' : join ', ', map { $lines->[$_] =~ /#@ (K\d+)$/ ? $_ + 1 . " $1" : () } 0 .. $#$lines;
			is(join(', ', counted($found->{$file}, $wanted), @end), $wanted, "$file $version" . (@$with ? ' with it' : ''));
		}
	}
}
done_testing();
