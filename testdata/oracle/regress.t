#!/usr/bin/perl
# regress.t [-v] [PATTERN]: kamcheck against the recorded answers of the cases in
# regress/, configs in which it once differed from the server. No server is needed.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(run_many kamcheck_argv kamcheck_result compare FAILS);
use Regress qw(cases);
use Tap;

GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);

sub job {
	my ($case) = @_;
	return { argv => kamcheck_argv('check', '5.6', $case->{file}, @{ $case->{args} }), cwd => $case->{dir}, timeout => 10, done => sub {
		my ($outcome, $text, $further) = compare($case->{result}, kamcheck_result($_[0], $case->{dir}));
		$tap->result('regress', $case->{name}, 'check-5.6', FAILS->{$outcome}, $outcome, $text);
		return if !defined $further;
		$tap->result('regress beyond module facts', $case->{name}, 'beyond-5.6', $further ne 'further', $further, $text);
	} };
}

my @cases = grep { $_->{name} =~ $pattern } cases();
$tap->skip('no cases') if !@cases;
run_many($jobs, map { job($_) } @cases);
exit $tap->finish;
