#!/usr/bin/perl
# server.t [-v] [-j JOBS] [PATTERN]: the installed server (5.6), run now, over the vectors
# and the cases of regress/: does it still say what is recorded, and does kamcheck
# agree with what it says? Skipped where no kamailio is installed.
# README.md says how to read the outcome.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(isolate server_present run_many server_argv server_result kamcheck_argv kamcheck_result compare place deciding FAILS);
use Regress qw(cases);
use Tap;
use Vectors qw(vectors expect print_text);

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

# The parts of a result that are recorded, as one text.
sub summary {
	my ($r) = @_;
	my @errors = $r->{complete} ? @{ $r->{errors} } : grep { defined } $r->{errors}[0];
	return join "\n", $r->{verdict}, map { place($_, $r->{main}) . ": $_->{gist}" } @errors;
}

sub first_change {
	my ($old, $new) = map { [split /\n/, summary($_)] } @_;
	my $most = @$old > @$new ? @$old : @$new;
	for my $i (0 .. $most - 1) {
		my ($was, $is) = ($old->[$i] // 'nothing', $new->[$i] // 'nothing');
		return "recorded \"$was\", now \"$is\"" if $was ne $is;
	}
	return '';
}

sub recorded_job {
	my ($v, $live) = @_;
	return { argv => server_argv('check', $v->{file}, @{ $v->{args} }), cwd => $v->{dir}, env => $v->{env}, timeout => 5, done => sub {
		my $r = server_result($_[0], $v->{file}, $v->{dir});
		$live->{ $v->{name} } = $r;
		my $was = expect($v, '5.6');
		my $change = first_change($was, $r);
		my $environment = grep { deciding($_)->{class} eq 'environment' } $was, $r;
		$tap->result("recorded $v->{group}", $v->{name}, 'recorded', $change ne '' && !$environment,
			$change eq '' ? 'as recorded' : $environment ? 'environment' : 'changed', $change);
	} };
}

sub print_job {
	my ($v) = @_;
	my ($text, $exit) = print_text($v, '5.6');
	return if !defined $text;
	return { argv => server_argv('print', $v->{file}, @{ $v->{args} }), cwd => $v->{dir}, env => $v->{env}, timeout => 5, done => sub {
		my ($run) = @_;
		my $same = $run->{out} eq $text && $run->{exit} == $exit;
		$tap->result("recorded print $v->{group}", $v->{name}, 'recorded', !$same, $same ? 'as recorded' : 'changed',
			$same ? '' : "text or exit status changed (exit $run->{exit}, recorded $exit)");
	} };
}

sub kamcheck_job {
	my ($v, $live) = @_;
	my $r = $live->{ $v->{name} };
	return { argv => kamcheck_argv('check', '5.6', $v->{file}, @{ $v->{args} }), cwd => $v->{dir}, env => $v->{env}, timeout => 10, done => sub {
		my $ours = kamcheck_result($_[0], $v->{dir});
		my ($outcome, $text, $further) = compare($r, $ours);
		# A module that the release has and Debian has not: the record knows.
		($outcome, $text, $further) = compare(expect($v, '5.6'), $ours) if FAILS->{$outcome} && deciding($r)->{gist} eq 'module not loaded';
		$tap->result("live $v->{group}", $v->{name}, 'check-5.6', FAILS->{$outcome}, $outcome, $text);
		return if !defined $further;
		$tap->result("live $v->{group} beyond module facts", $v->{name}, 'beyond-5.6', $further ne 'further', $further, $text);
	} };
}

sub regress_job {
	my ($case) = @_;
	return { argv => server_argv('check', $case->{file}, @{ $case->{args} }), cwd => $case->{dir}, timeout => 5, done => sub {
		my $change = first_change($case->{result}, server_result($_[0], $case->{file}, $case->{dir}));
		$tap->result('recorded regress', $case->{name}, 'recorded', $change ne '', $change eq '' ? 'as recorded' : 'changed', $change);
	} };
}

my @vectors = vectors($pattern);
my %live;
run_many($jobs, map({ (recorded_job($_, \%live), print_job($_)) } @vectors),
	map { regress_job($_) } grep { $_->{name} =~ $pattern } cases());
run_many($jobs, map { kamcheck_job($_, \%live) } @vectors);
exit $tap->finish;
