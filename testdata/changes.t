#!/usr/bin/perl
# changes.t [--record]: what lint says of two changes of a message, for each pair of a group in changes/writers.tsv, as 5.6 and 6.1. It is what
# changes/pairs.tsv says, and nothing of the pairs that are not there: those go out as they should (oracle/changes.t asked the server).
# --record writes what lint says into pairs.tsv.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($kamcheck status);
use File::Temp 'tempdir';
use Getopt::Long;
use Test::More;
use Vec qw(read_file write_file);

GetOptions('record' => \my $record) or exit 2;
my $pairs = "$FindBin::Bin/changes/pairs.tsv";
my $config = tempdir(CLEANUP => 1) . '/changes.cfg';

my @lines = map { "loadmodule \"$_\"" } qw(tm pv textops textopsx siputils nathelper sl uac sdpops rr);
my (%statement, %pair);
for (grep { !/^#/ } split /\n/, read_file("$FindBin::Bin/changes/writers.tsv")) {
	my ($group, $name, $statement) = split /\t/;
	$statement{$group}{$name} = $statement;
}
# A route for each, on a line of its own.
for my $group (sort keys %statement) {
	my %of = %{ $statement{$group} };
	for my $first (sort keys %of) {
		for my $second (sort keys %of) {
			push @lines, "route[$group$first$second] { $of{$first} $of{$second} return; }";
			$pair{ scalar @lines } = "$group\t$first\t$second";
		}
	}
}
write_file($config, join("\n", @lines, 'request_route { t_relay(); }') . "\n");

my @rows = split /\n/, read_file($pairs);
my %says = map { my ($group, $first, $second, $code) = split /\t/; ("$group\t$first\t$second" => $code) } grep { !/^#/ } @rows;
my $count = 0;
for my $version ('5.6', '6.1') {
	my %found;
	open my $out, '-|', $kamcheck, 'lint', '--color=never', '--level=note', '--kamailio', $version, '--rule', 'K370,K380,K381', $config or die "$kamcheck: $!\n";
	while (<$out>) {
		$found{ $pair{$1} // "line $1" } = $2 if /^\Q$config\E:(\d+):\d+: \w+\[(K\d+)\]/;
	}
	close $out;
	cmp_ok(status(), '<', 2, "$version: lint runs");
	if ($record) {
		my @head = grep { /^#/ } @rows;
		my %sent = map { /^(.*?\t.*?\t.*?)\t.*?\t(.*)$/ ? ($1 => $2) : () } grep { !/^#/ } @rows;
		%says = map { ($_ => $found{$_} // '-') } grep { ($sent{$_} // '=') ne '=' || $found{$_} } keys %{ { %sent, %found } };
		@rows = (@head, map { join "\t", $_, $says{$_}, $sent{$_} // '=' } sort keys %says);
		write_file($pairs, join '', map { "$_\n" } @rows);
	}
	my @wrong = map { "$_: " . ($found{$_} // '-') . ', not ' . ($says{$_} // 'silent') } grep { ($found{$_} // '-') ne ($says{$_} // '-') } sort keys %{ { %says, %found } };
	ok(!@wrong, "$version: what pairs.tsv says") or diag(join "\n", @wrong);
	$count = keys %found;
}
cmp_ok($count, '>', 150, 'pairs that go wrong and are told');
done_testing();
