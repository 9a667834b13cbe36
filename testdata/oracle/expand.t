#!/usr/bin/perl
# expand.t [-v] [-j JOBS] [--programs N] [--seed S] [--no-server] [PATTERN]: what `kamcheck expand` prints of a config is read
# as the config itself, by kamcheck and by the installed server (5.6): the configs of the tests, of the corpus where it is,
# and N random programs.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Expansion qw(programs configs check);
use Oracle qw(root isolate server_present);
use Tap;

isolate(@ARGV) if !grep { /no-server/ } @ARGV;
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2), 'programs=i' => \(my $count = $ENV{PROGRAMS} || 2000), 'seed=i' => \(my $seed = 1),
	'server!' => \(my $server = server_present())) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);
my %files = (
	tests => [configs(map { root() . "/testdata/$_" } qw(pp lex parse accepted lint demo docs))],
	corpus => [configs($ENV{KAMCHECK_CORPUS} // root() . '/../shared/corpus')],
	programs => [programs($count, $seed)],
);
for my $group (sort keys %files) {
	my @wanted = grep { /$pattern/ } @{ $files{$group} };
	check($jobs, $server, sub {
		my ($file, $differs) = @_;
		my $name = $file =~ s{^.*/(?:testdata|corpus|programs\.\d+)/}{}r;
		$tap->result("expand $group", $name, 'expand', $differs ? 1 : 0, !defined $differs ? 'refused' : $differs ? 'differs' : 'agree', $differs // '');
	}, @wanted);
}
exit $tap->finish;
