# The tables of facts in grammar/, and the column of each row that says in which releases it holds.
#
# What must stay true: text_of(held(RANGES)) is RANGES, as long as RANGES is written as short as can be.

package Tables;
use strict;
use warnings;
use Cwd 'abs_path';
use Exporter 'import';
use File::Basename 'dirname';

our @EXPORT_OK = qw($grammar %bit lines_of held text_of);
our $grammar = abs_path(dirname(__FILE__) . '/../../../grammar');

sub lines_of {
	my ($file) = @_;
	open my $in, '<:raw', $file or die "$file: $!\n";
	chomp(my @lines = <$in>);
	return @lines;
}

# The number of each release, in their order.
my @branches = map { /^([\d.]+)\t/ } grep { !/^#/ } lines_of("$grammar/versions.tsv");
our %bit = map { $branches[$_] => $_ } 0 .. $#branches;

# For each release whether RANGES, such as "5.0-5.4,5.7-", has it.
sub held {
	my ($ranges) = @_;
	my @holds = (0) x @branches;
	for (split /,/, $ranges) {
		my ($from, $dash, $to) = /^([\d.]+)(-?)([\d.]*)$/ or die "versions $ranges\n";
		$holds[$_] = 1 for $bit{$from} .. (!$dash ? $bit{$from} : $to eq '' ? $#branches : $bit{$to});
	}
	return @holds;
}

# The same as a table writes it, if the last of HOLDS were the newest release; empty when there is none.
sub text_of {
	my (@holds) = @_;
	my @out;
	for (my $i = 0; $i < @holds; $i++) {
		next if !$holds[$i];
		my $from = $i;
		$i++ while $i < $#holds && $holds[$i + 1];
		push @out, $i == $#holds ? "$branches[$from]-" : $i == $from ? $branches[$from] : "$branches[$from]-$branches[$i]";
	}
	return join ',', @out;
}

1;
