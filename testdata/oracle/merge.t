#!/usr/bin/perl
# merge.t: a release comes back into the tables. Takes 5.6 out of all facts about the modules whose files are here (Debian's 5.6.3), in a copy
# of grammar/, and lets grammar/merge read the files: what comes out is what was there, byte for byte, but for the facts that
# module-differences.tsv says no file has, with its reasons. Merging once more changes nothing.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename qw(basename dirname);
use File::Copy 'copy';
use File::Temp 'tempdir';

my $here = abs_path(dirname(__FILE__));
my $grammar = "$here/../../grammar";
$ENV{KAMCHECK} = abs_path($ENV{KAMCHECK} // "$here/../../build/kamcheck");
my $modules = $ENV{KAMCHECK_MODULES} // '/usr/lib/x86_64-linux-gnu/kamailio/modules';
my $RELEASE = '5.6';
my @TABLES = qw(modules functions params pvars defaults);
my %has_file = map { basename($_, '.so') => 1 } glob "$modules/*.so";
if (!%has_file) {
	print "1..0 # SKIP no module files in $modules\n";
	exit 0;
}

my ($tests, $failed) = (0, 0);

sub report {
	my ($name, @bad) = @_;
	$tests++;
	$failed++ if @bad;
	print @bad ? 'not ok' : 'ok', " $tests - $name\n", map { "# $_\n" } @bad;
}

sub lines_of {
	open my $in, '<', $_[0] or die "$_[0]: $!\n";
	chomp(my @lines = <$in>);
	return @lines;
}

my @branches = map { /^([\d.]+)\t/ } grep { !/^#/ } lines_of("$grammar/versions.tsv");
my %bit = map { $branches[$_] => $_ } 0 .. $#branches;

# "5.0-5.4,5.7-" without the release; empty when nothing is left.
sub without {
	my ($ranges) = @_;
	my (@holds, @out);
	for (split /,/, $ranges) {
		my ($from, $to) = /-/ ? /^([\d.]+)-([\d.]*)$/ : ($_, $_);
		$holds[$_] = 1 for $bit{$from} .. ($to eq '' ? $#branches : $bit{$to});
	}
	$holds[$bit{$RELEASE}] = 0;
	for (my $i = 0; $i < @branches; $i++) {
		next if !$holds[$i];
		my $from = $i;
		$i++ while $holds[$i + 1];
		push @out, $i == $#branches ? "$branches[$from]-" : $i == $from ? $branches[$from] : "$branches[$from]-$branches[$i]";
	}
	return join ',', @out;
}

# The lines of TABLE, the release taken out of the rows for which TAKES (module, name, third cell) is true; how many it was taken out of.
sub taken_out {
	my ($table, $takes) = @_;
	my ($count, @lines) = (0);
	for (lines_of("$grammar/$table.tsv")) {
		my @f = split /\t/;
		if (!/^#/ && $takes->($table eq 'modules' ? $f[0] : $f[1], $f[0], $f[2]) && (my $rest = without($f[-1])) ne $f[-1]) {
			$count++;
			next if $rest eq '';
			$_ = join "\t", @f[0 .. $#f - 1], $rest;
		}
		push @lines, $_;
	}
	return ($count, @lines);
}

my %known;
for (grep { !/^#/ } lines_of("$here/module-differences.tsv")) {
	my ($module, $what, $name, $side, $reason) = split /\t/;
	$known{$what}{"$module $name"} = 1 if $side eq 'grammar' && $reason;
}

my $dir = tempdir(CLEANUP => 1);
$ENV{TABLES} = $dir;
copy("$grammar/versions.tsv", $dir);
my %count;
for my $table (@TABLES) {
	my ($count, @lines) = taken_out($table, sub { $has_file{ $_[0] } && !($table eq 'defaults' && $_[2] =~ m{^"/}) });
	$count{$table} = $count;
	open my $out, '>', "$dir/$table.tsv" or die "$dir/$table.tsv: $!\n";
	print $out map { "$_\n" } @lines;
	close $out;
}

for my $time ('merged', 'merged again') {
	my $said = `$grammar/merge $modules 2>&1`;
	report("$time: grammar/merge", $? ? split(/\n/, $said) : ());
	for my $table (@TABLES) {
		my (undef, @wanted) = taken_out($table, sub { $known{$table}{"$_[0] $_[1]"} });
		my @got = lines_of("$dir/$table.tsv");
		my (%w, %g) = ();
		$w{$_}++ for @wanted;
		$g{$_}++ for @got;
		my @bad = ((map { "missing: $_" } grep { !$g{$_} } @wanted), (map { "not there before: $_" } grep { !$w{$_} } @got));
		push @bad, 'the order of rows' if !@bad && "@wanted" ne "@got";
		report("$time: $table", @bad);
	}
}
print '# ', join(', ', map { "$count{$_} $_" } @TABLES), " without $RELEASE; ", scalar(map { keys %$_ } values %known), " known differences\n";
print "1..$tests\n";
exit($failed != 0);
