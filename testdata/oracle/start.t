#!/usr/bin/perl
# start.t [-v] [-j JOBS] [--record] [PATTERN]: does the installed server (5.6) still accept each config of testdata/lint/start
# with -c, and does starting it end as its NAME.mistake says? And do the corrected ones start? --record writes what
# the server says into the .mistake files instead. Skipped where no kamailio is installed.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(isolate server_present run_many);
use Start qw(cases record check_job start_job);
use Tap;
use Vec qw(read_file);

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 8), 'record' => \my $record) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

# Seconds: a server that is expected to refuse ends by itself, so that it can be given more.
sub patience { my ($expected) = @_; return $expected =~ /^refuses/ ? 15 : 4 }

sub jobs {
	my ($case) = @_;
	my $expect = sub {
		my ($what, $was, $now) = @_;
		if ($record) { $case->{$what} = $now }
		else { $tap->result($what, $case->{name}, $what, $now ne $was, $now eq $was ? 'as recorded' : 'changed', $now eq $was ? '' : "recorded \"$was\", now \"$now\"") }
	};
	my @jobs = (check_job($case->{file}, sub { $expect->('check', $case->{check} // '', $_[0]) }),
		start_job($case->{file}, patience($case->{start} // ''), sub { $expect->('start', $case->{start} // '', $_[0]) }));
	push @jobs, start_job($case->{good}, patience('starts'), sub {
		print "# $case->{name}.good.cfg: $_[0]\n" if $record && $_[0] ne 'starts';
		$tap->result('start of the corrected', $case->{name}, 'good', $_[0] ne 'starts', $_[0], $_[0] eq 'starts' ? '' : $_[0]) if !$record;
	}) if defined $case->{good};
	return @jobs;
}

my @cases = cases($ARGV[0] // '.');
# Those with sockets of their own one after the other: they may name the same port.
my ($own, $shared) = ([], []);
push @{ read_file($_->{file}) =~ /^listen=/m ? $own : $shared }, $_ for @cases;
run_many($jobs, map { jobs($_) } @$shared);
run_many(1, map { jobs($_) } @$own);
if ($record) {
	record($_) for @cases;
	exit 0;
}
exit $tap->finish;
