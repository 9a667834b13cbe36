#!/usr/bin/perl
# merge.t: a release comes back into the tables. Takes 5.6 out of all facts about the modules whose files are here (Debian's 5.6.3), in a copy
# of grammar/, and lets grammar/merge read the files: what comes out is what was there, byte for byte, but for the facts that
# module-differences.tsv says no file has, with its reasons. Merging once more changes nothing.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use Command qw($kamcheck $dir check);
use File::Basename 'basename';
use File::Copy 'copy';
use Tables qw($grammar %bit lines_of held text_of);
use Test::More;

$ENV{KAMCHECK} = $kamcheck;
my $modules = $ENV{KAMCHECK_MODULES} // '/usr/lib/x86_64-linux-gnu/kamailio/modules';
my $RELEASE = '5.6';
my @TABLES = qw(modules functions params pvars defaults);
my %has_file = map { basename($_, '.so') => 1 } glob "$modules/*.so";
plan skip_all => "no module files in $modules" if !%has_file;

# "5.0-5.4,5.7-" without the release; empty when nothing is left.
sub without {
	my @holds = held(@_);
	$holds[$bit{$RELEASE}] = 0;
	return text_of(@holds);
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
for (grep { !/^#/ } lines_of("$FindBin::Bin/module-differences.tsv")) {
	my ($module, $what, $name, $side, $reason) = split /\t/;
	$known{$what}{"$module $name"} = 1 if $side eq 'grammar' && $reason;
}

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
	check("$time: grammar/merge", $? ? split(/\n/, $said) : ());
	for my $table (@TABLES) {
		my (undef, @wanted) = taken_out($table, sub { $known{$table}{"$_[0] $_[1]"} });
		my @got = lines_of("$dir/$table.tsv");
		my (%w, %g) = ();
		$w{$_}++ for @wanted;
		$g{$_}++ for @got;
		my @bad = ((map { "missing: $_" } grep { !$g{$_} } @wanted), (map { "not there before: $_" } grep { !$w{$_} } @got));
		push @bad, 'the order of rows' if !@bad && "@wanted" ne "@got";
		check("$time: $table", @bad);
	}
}
note join(', ', map { "$count{$_} $_" } @TABLES), " without $RELEASE; ", scalar(map { keys %$_ } values %known), " known differences";
done_testing();
