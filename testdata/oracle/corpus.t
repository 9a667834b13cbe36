#!/usr/bin/perl
# corpus.t [-v] [-j JOBS] [PATTERN]: kamcheck against the real server on the configs of the
# corpus (KAMCHECK_CORPUS, default ../shared/corpus beside the repository) whose paths
# match PATTERN: the recorded verdicts of 5.6.3 and 6.1.4, and, where kamailio is installed,
# its live answers with --cfg-print and -c. Skipped where there is no corpus.
# README.md says how to read the outcome.

use strict;
use warnings;
use FindBin;
use File::Basename qw(dirname basename);
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root absolute isolate server_present run_many server_argv modules_option server_result kamcheck_argv kamcheck_result compare class_in_context FAILS);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $corpus = absolute($ENV{KAMCHECK_CORPUS} // root() . '/../shared/corpus');
my $tap = Tap->new(verbose => $verbose);
if (!-e "$corpus/verdicts-5.6.3.tsv") {
	$tap->skip("corpus not present in $corpus");
	exit $tap->finish;
}

# [[FILE, recorded result]...] of a table of verdicts; positions are FILE:LINE:COLUMNS.
sub table {
	my ($path) = @_;
	my @rows;
	open my $in, '<', $path or die "$path: $!\n";
	while (<$in>) {
		chomp;
		next if /^#/;
		my ($file, $exit, $verdict, $at, undef, $message, $before) = split /\t/;
		next if $file !~ $pattern || $verdict eq 'unknown';
		my $main = "$corpus/$file";
		my $r = { main => $main, exit => $exit, errors => [], logs => [], complete => 0,
			verdict => $verdict eq 'ok' ? 'accepted' : 'rejected' };
		if ($at =~ /^(.*):(\d+):/) {
			my ($gist, $class) = Oracle::classify_text('at', $message);
			my ($log, $log_class) = Oracle::classify_text('log', $before);
			$class = class_in_context($class, $gist, { gist => $log, class => $log_class });
			push @{ $r->{errors} }, { file => absolute($1, dirname($main)), lo => $2, hi => $2, gist => $gist, class => $class };
		} elsif ($verdict ne 'ok') {
			push @{ $r->{logs} }, { gist => $message, class => 'language' };
		}
		push @rows, [$file, $r];
	}
	return @rows;
}

sub check_job {
	my ($file, $r, $version) = @_;
	my $dir = dirname($r->{main});
	return { argv => kamcheck_argv('check', $version, $r->{main}), cwd => $dir, timeout => 10, done => sub {
		my ($outcome, $text) = compare($r, kamcheck_result($_[0], $dir));
		$tap->result("recorded $version", $file, "check-$version", FAILS->{$outcome}, $outcome, $text);
	} };
}

# The live answers of the server, then kamcheck's to the same questions.
sub live_jobs {
	my ($file) = @_;
	my $main = "$corpus/$file";
	my $dir = dirname($main);
	my ($r, $print);
	return [
		{ argv => server_argv('check', $main, modules_option()), cwd => $dir, done => sub { $r = server_result($_[0], $main, $dir) } },
		{ argv => server_argv('print', $main, modules_option()), cwd => $dir, done => sub { $print = $_[0] } },
	], [
		{ argv => kamcheck_argv('check', '5.6', $main), cwd => $dir, timeout => 10, done => sub {
			my ($outcome, $text, $further) = compare($r, kamcheck_result($_[0], $dir));
			$tap->result('live 5.6', $file, 'check-5.6', FAILS->{$outcome}, $outcome, $text);
			return if !defined $further;
			$tap->result('live 5.6 beyond module facts', $file, 'beyond-5.6', $further ne 'further', $further, $text);
		} },
		{ argv => kamcheck_argv('print', '5.6', $main), cwd => $dir, timeout => 10, done => sub {
			my ($run) = @_;
			my $same = $run->{out} eq $print->{out} && !$run->{exit} == !$print->{exit} && !$run->{signal};
			$tap->result('live --cfg-print 5.6', $file, 'print-5.6', !$same, $same ? 'agree' : 'differs',
				$same ? '' : sprintf 'server %d bytes, exit %d; kamcheck %d bytes, exit %d',
				length $print->{out}, $print->{exit}, length $run->{out}, $run->{exit});
		} },
	];
}

my @old = table("$corpus/verdicts-5.6.3.tsv");
my @new = table("$corpus/verdicts-6.1.4.tsv");
run_many($jobs, map({ check_job(@$_, '5.6') } @old), map { check_job(@$_, '6.1') } @new);
if (server_present()) {
	my (@server, @kamcheck);
	for (@old) {
		my ($first, $then) = live_jobs($_->[0]);
		push @server, @$first;
		push @kamcheck, @$then;
	}
	run_many($jobs, @server);
	run_many($jobs, @kamcheck);
} else {
	$tap->skip('kamailio is not installed: no live comparison');
}
exit $tap->finish;
