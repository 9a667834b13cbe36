#!/usr/bin/perl
# cases.t [accept]: mistakes from practice (cases/): kamcheck finds each where it is, and nothing where nothing is wrong; of those of expand it prints
# what stands beside them.  What is right was tried with 5.6.3 and 6.1.4, start and traffic included.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw(run status check golden);
use Test::More;

my %least = (error => qr/error/, warning => qr/error|warning/, note => qr/error|warning|note/);
chdir "$FindBin::Bin/cases" or die;

# The findings of CASE for VERSION: [file, line, level, message]...
sub findings {
	my ($case, $version) = @_;
	my (undef, $text) = run('lint', '--level=note', '--format=concise', '--kamailio', $version, $case);
	return map { /^(.+?):(\d+):\d+: (error|warning|note)\S* (.*)/ ? [$1, $2, $3, $4] : () } split /\n/, $text;
}

# What is wrong with FOUND; '': nothing.
sub complaint {
	my ($found, $case, $lines, $level, $what) = @_;
	my @loud = grep { $_->[2] ne 'note' } @$found;
	return @loud ? 'nothing is wrong here' : '' if $lines eq '-';
	my $file = $lines =~ s/^(.+):// ? $1 : $case;
	my %at = map { $_->[1] => 1 } grep { $_->[0] eq $file && $_->[2] =~ $least{$level} } @$found;
	for my $part (split / and /, $lines =~ tr/,/|/r) {
		return "nothing on line $part" if !grep { $at{$_} } split /[|]/, $part;
	}
	return @loud != 1 && $what =~ /exactly one/ ? 'one message is right' : '';
}

open my $table, '<', 'cases.tsv' or die;
while (<$table>) {
	chomp;
	next if /^#/;
	my ($case, $lines, $level, $versions, $what) = split /\t/;
	if ($case =~ /^expand-/) {
		my (undef, $text) = run('expand', $case);
		is(status(), 0, "expand $case: exit status");
		check("expand $case", golden("$case.expanded", $text));
		next;
	}
	for my $version ($versions eq '-' ? qw(5.6 6.1) : $versions) {
		my @found = findings($case, $version);
		is(complaint(\@found, $case, $lines, $level =~ s/ .*//r, $what), '', "$case for $version: $what")
			or diag(map { "$_->[0]:$_->[1]: $_->[2]: $_->[3]\n" } @found);
	}
}
done_testing();
