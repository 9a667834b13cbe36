#!/usr/bin/perl
# accepted.t [-v] [-j JOBS] [PATTERN]: does the installed server (5.6) accept the configs of ../accepted?

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root isolate server_present run_many modules_option);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}
my $dir = root() . '/testdata/accepted';
chdir $dir or die "$dir: $!\n";
my @configs = grep { /$pattern/ } glob '*.cfg';
@configs = grep {
	open my $in, '<', $_ or die "$_: $!\n";
	my $head = join '', map { scalar <$in> // '' } 1, 2;
	$head !~ /^# versions: (.*)/m || $1 =~ /5\.6/;
} @configs;
my @answers;
run_many($jobs, map { my $i = $_; {
	argv => ['kamailio', '-c', modules_option(), '-f', "$dir/$configs[$i]"],
	timeout => 20, done => sub { $answers[$i] = $_[0] } } } 0 .. $#configs);
for my $i (0 .. $#configs) {
	my ($why) = $answers[$i]{err} =~ /(parse error.*)/;
	my $failed = $answers[$i]{exit} != 0;
	$tap->result('accepted', $configs[$i], 'check-5.6', $failed, $failed ? 'refused' : 'accepted', $why // '');
}
exit $tap->finish;
