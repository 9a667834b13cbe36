#!/usr/bin/perl
# needs.t [-v] [-j JOBS] [PATTERN]: does the installed server (5.6) still say what recorded/needs.tsv.bz2 has of it: which configs start, and which do not
# without one line of theirs, or with one above another? PATTERN: names of cases. What kamcheck says about them, recorded.t asks.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(isolate server_present);
use Recorded qw(recorded_rows);
use Starts qw(is_installed support ask_server);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

my $pattern = $ARGV[0] // '.';
my $support = support();
my @asked;
for (recorded_rows('needs')) {
	my ($group, $name, $letters, undef, $text) = @$_;
	my $letter = substr $letters, 0, 1;
	$text =~ s{/srv/probe/sup/}{$support/}g;
	my @files = $text =~ /"(\Q$support\E\/[^"]*)"/g;
	next if $letter eq '.' || $name !~ $pattern || !is_installed($text) || grep { !-e } @files;
	push @asked, { text => $text, done => sub {
		my ($now, $message) = @_;
		my $kind = $name =~ /^(minimal|without|order) / ? "$group: $1" : $group;
		$tap->result($kind, $name, 'needs', $now ne $letter, $now eq $letter ? 'agree' : 'differs', $now eq $letter ? '' : "server $now, recorded $letter: $message");
	} };
}
ask_server($jobs, @asked);
exit $tap->finish;
