# The bookkeeping of the comparisons: counts per group, known differences, TAP.
#
# What must stay true: a disagreement fails its group unless differences.md lists
# it, and a listed difference that no longer exists fails it, too.

package Tap;
use strict;
use warnings;
use FindBin;

# differences.md holds table rows | case | checks | reason |
sub new {
	my ($class, %option) = @_;
	my $self = bless { groups => {}, order => [], known => {}, count => {}, %option }, $class;
	open my $in, '<', "$FindBin::Bin/differences.md" or die "differences.md: $!\n";
	while (<$in>) {
		my ($case, $checks) = /^\|\s*`([^`|]+)`\s*\|\s*`([^`|]+)`\s*\|\s*\S/ or next;
		$self->{known}{$case}{$_} = 1 for split ' ', $checks;
	}
	return $self;
}

# One comparison: failed or not, what differs, and a word to count it under.
sub result {
	my ($self, $group, $case, $check, $failed, $word, $text) = @_;
	push @{ $self->{order} }, $group if !$self->{groups}{$group};
	my $g = $self->{groups}{$group} //= { bad => [], count => {} };
	my $known = $self->{known}{$case}{$check};
	if ($failed && $known) {
		$word = 'known difference';
	} elsif ($failed) {
		push @{ $g->{bad} }, "$case $check: $text";
	} elsif ($known) {
		push @{ $g->{bad} }, "$case $check: differs no more, take it out of differences.md";
		$word = 'stale difference';
	}
	$g->{count}{$word}++;
	$self->{count}{$word}++;
	print "# $case $check: $word: $text\n" if $self->{verbose} && $text ne '';
}

sub skip {
	my ($self, $reason) = @_;
	push @{ $self->{order} }, "# SKIP $reason";
}

sub words {
	my ($count) = @_;
	return join ', ', map { "$count->{$_} $_" } sort { $count->{$b} <=> $count->{$a} || $a cmp $b } keys %$count;
}

# Prints the plan, a line per group and the closing line; returns the exit status.
sub finish {
	my ($self) = @_;
	my ($n, $bad) = (0, 0);
	print '1..' . scalar(@{ $self->{order} }) . "\n";
	for my $group (sort @{ $self->{order} }) {
		$n++;
		my $g = $self->{groups}{$group};
		if (!$g) { print "ok $n $group\n"; next }
		my @bad = @{ $g->{bad} };
		$bad += @bad;
		printf "%s %d - %s: %s\n", @bad ? 'not ok' : 'ok', $n, $group, words($g->{count});
		print "#   $_\n" for map { s/[^\t\x20-\x7e]/?/gr } @bad;
	}
	my $all = 0;
	$all += $_ for values %{ $self->{count} };
	printf "# %d passed, %d failed (%s)\n", $all - $bad, $bad, words($self->{count});
	return $bad ? 1 : 0;
}

1;
