#!/usr/bin/perl
# recorded-minimal.t [-v] [-j JOBS] [PATTERN]: the least config with which each module starts (the "minimal" rows of recorded/needs.tsv.bz2), for
# each release whose server starts with it: "kamcheck -c" takes it and says nothing about it, and lint has no error and no warning. Asks no server.

use strict;
use warnings;
use File::Path qw(make_path remove_tree);
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root kamcheck_program run_many);
use Recorded qw(recorded_rows RELEASES);
use Tap;

GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);
my $work = root() . "/build/minimal.$$";
my @releases = RELEASES;
make_path($work);

# A server that starts is not yet one that does something: this is true of it.
my %is_true = ('minimal tls' => qr/warning\[K810\]/, 'minimal qos' => qr/warning\[K832\]/, 'minimal sst' => qr/warning\[K832\]/);

sub said {
	my ($name, $run) = @_;
	my @lines = grep { /\b(?:error|warning|note)\b.*\[K\d+\]/ && !($is_true{$name} && $_ =~ $is_true{$name}) } split /\n/, $run->{out} . $run->{err};
	push @lines, "exit status $run->{exit}, signal $run->{signal}" if !@lines && ($run->{signal} || $run->{exit} > ($is_true{$name} ? 1 : 0));
	return @lines;
}

my @asked;
for my $row (grep { $_->[1] =~ /^minimal / && $_->[1] =~ /$pattern/ } recorded_rows('needs')) {
	my (undef, $name, $letters, undef, $text) = @$row;
	my $file = "$work/" . @asked . '.cfg';
	open my $out, '>:raw', $file or die "$file: $!\n";
	print $out $text;
	close $out or die "$file: $!\n";
	for my $release (map { $releases[$_] } grep { substr($letters, $_, 1) eq 's' } 0 .. $#releases) {
		for my $command (['-c', '-f', $file], ['lint', '--level=warning', $file]) {
			push @asked, { argv => [kamcheck_program(), '--kamailio', $release, @$command], cwd => $work, timeout => 20, done => sub {
				my @lines = said($name, $_[0]);
				$tap->result("minimal $release $command->[0]", $name, $release, scalar @lines, @lines ? 'speaks' : 'silent', join '; ', @lines);
			} };
		}
	}
}
run_many($jobs, @asked);
remove_tree($work);
$tap->result('minimal', 'rows', 'count', 1, 'missing', 'no row was read') if !@asked && $pattern eq '.';
exit $tap->finish;
