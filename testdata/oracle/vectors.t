#!/usr/bin/perl
# vectors.t [-v] [-j JOBS] [PATTERN]: kamcheck against what the real server was
# recorded to say about the vectors whose names match PATTERN. No server is needed.
# README.md says how to read the outcome.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(run_many kamcheck_argv kamcheck_result compare FAILS);
use Tap;
use Vectors qw(vectors expect print_text);

GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $tap = Tap->new(verbose => $verbose);
my @jobs;

sub check_job {
	my ($v, $version) = @_;
	return { argv => kamcheck_argv('check', $version, $v->{file}, @{ $v->{args} }), cwd => $v->{dir}, env => $v->{env},
		timeout => 10, done => sub {
			my ($outcome, $text, $further) = compare(expect($v, $version), kamcheck_result($_[0], $v->{dir}));
			$tap->result("check $version $v->{group}", $v->{name}, "check-$version", FAILS->{$outcome}, $outcome, $text);
			return if !defined $further;
			$tap->result("check $version $v->{group} beyond module facts", $v->{name}, "beyond-$version",
				$further ne 'further', $further, $text);
		} };
}

sub print_job {
	my ($v, $version) = @_;
	my ($text, $exit) = print_text($v, $version);
	return if !defined $exit;
	return { argv => kamcheck_argv('print', $version, $v->{file}, @{ $v->{args} }), cwd => $v->{dir}, env => $v->{env},
		timeout => 10, done => sub {
			my ($run) = @_;
			my $k = kamcheck_result($run, $v->{dir});
			my $differs = $k->{broken} ? "kamcheck $k->{broken}"
				: !$exit != !$run->{exit} ? "exit status $run->{exit}, server $exit: " . ($k->{text} // '')
				: defined $text && $text ne $run->{out} ? 'text differs ' . first_difference($text, $run->{out})
				: '';
			$tap->result("print $version $v->{group}", $v->{name}, "print-$version", $differs ne '',
				$differs eq '' ? 'agree' : 'differs', $differs);
		} };
}

sub first_difference {
	my ($want, $got) = @_;
	my $at = 0;
	$at++ while $at < length $want && $at < length $got && substr($want, $at, 1) eq substr($got, $at, 1);
	my $line = 1 + (substr($want, 0, $at) =~ tr/\n//);
	my $show = sub { length $_[0] > $at ? '"' . (substr($_[0], $at, 20) =~ s/\n/\\n/gr) . '"' : 'end' };
	return "in line $line: want " . $show->($want) . ', got ' . $show->($got);
}

for my $v (vectors($pattern)) {
	push @jobs, map { (check_job($v, $_), print_job($v, $_)) } '5.6', '6.1';
}
run_many($jobs, @jobs);
exit $tap->finish;
