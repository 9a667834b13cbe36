#!/usr/bin/perl
# release.t: a new release in one command. In a copy of grammar/ 6.1 and all behind it is taken out of every table, as if 6.0 were the newest;
# "grammar/release 6.1.4 DUMP" puts it back, from a dump with what 6.1's modules export and what their parameters are worth.
#
# - modules, functions, params, pvars and defaults are what they were, up to 6.1, but for what a dump does not tell: what new modules depend
#   on, variables of the core.
# - The other tables pass their check: rows about names that are gone were ended, none else was touched.
# - What is left to be written by hand is named: each module that is new, each name that is gone, each default that has changed.
# - Done again it changes nothing.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use Command qw($dir check);
use File::Basename 'basename';
use Tables qw($grammar %bit lines_of held text_of);
use Test::More;

my ($NEW, $OLD) = ('6.1', '6.0');
my @MERGED = qw(modules functions params pvars defaults);

# RANGES as they would be written if LAST were the newest release; empty when nothing is left.
sub up_to {
	my ($ranges, $last) = @_;
	return text_of((held($ranges))[0 .. $bit{$last}]);
}

# The lines of a table if LAST were the newest release.
sub table_up_to {
	my ($table, $last) = @_;
	my @lines;
	for (lines_of("$grammar/$table.tsv")) {
		if (/^#/) {
			push @lines, $_;
			next;
		}
		my @f = split /\t/;
		if ($table eq 'versions') {
			push @lines, $_ if $bit{ $f[0] } <= $bit{$last};
		} elsif ((my $ranges = up_to($f[-1], $last)) ne '') {
			push @lines, join "\t", @f[0 .. $#f - 1], $ranges;
		}
	}
	return @lines;
}

sub holds_in {
	my ($ranges, $branch) = @_;
	return (held($ranges))[$bit{$branch}];
}

# --- 6.0 is the newest, and 6.1 a dump ------------------------------------------------------------------

my @tables = map { basename($_, '.tsv') } glob "$grammar/*.tsv";
for my $table (@tables) {
	open my $out, '>:raw', "$dir/$table.tsv" or die "$dir/$table.tsv: $!\n";
	print $out map { "$_\n" } table_up_to($table, $OLD);
	close $out;
}
my %heads = (modules => '#module', functions => '#function', params => '#param', pvars => '#pvar', defaults => '#default');
my %facts;
open my $dump, '>:raw', "$dir/dump" or die "$dir/dump: $!\n";
for my $table (@MERGED) {
	my ($head, @rows) = ((grep { /^#(?![:=])/ && /\tversions$/ } lines_of("$grammar/$table.tsv"))[0], grep { !/^#/ } lines_of("$grammar/$table.tsv"));
	$head =~ s/^#[^\t]+/$heads{$table}/;
	print $dump "$head\n";
	for (@rows) {
		my @f = split /\t/;
		next unless holds_in($f[-1], $NEW);
		# Facts of no module are no module's exports.
		next if $table ne 'modules' && $f[1] eq 'core' || $table eq 'modules' && $f[1] eq '-';
		$facts{$table}++;
		$f[2] = '-' if $table eq 'modules'; # no file tells it
		print $dump join("\t", @f[0 .. $#f - 1], $NEW), "\n";
	}
}
close $dump;

sub snapshot { return join '', map { my $t = $_; map { "$t: $_\n" } lines_of("$dir/$t.tsv") } @tables }

$ENV{TABLES} = $dir;
$ENV{KAMCHECK} = 'false'; # nothing is read but the dump
my $said = `$grammar/release 6.1.4 $dir/dump 2>$dir/err`;
check("grammar/release 6.1.4", $? ? lines_of("$dir/err") : ());

# --- what came of it ------------------------------------------------------------------------------------

for my $table (@MERGED) {
	my @wanted = table_up_to($table, $NEW);
	my @got = lines_of("$dir/$table.tsv");
	# No file tells on which modules a new one depends, nor what the core has.
	@wanted = map { my @f = split /\t/; $f[-1] eq "$NEW-" ? join("\t", @f[0, 1], '-', $f[3]) : $_ } @wanted if $table eq 'modules';
	@wanted = grep { !/\tcore\t.*\t\Q$NEW\E-$/ } @wanted if $table eq 'pvars';
	my (%w, %g);
	$w{$_}++ for @wanted;
	$g{$_}++ for @got;
	my @bad = ((map { "missing: $_" } grep { !$g{$_} } @wanted), (map { "not there before: $_" } grep { !$w{$_} } @got));
	push @bad, 'the order of rows' if !@bad && "@wanted" ne "@got";
	check("$table ($facts{$table} rows of the dump)", @bad);
}

my ($ended, @bad) = 0;
for my $table (grep { my $t = $_; $t ne 'versions' && !grep { $_ eq $t } @MERGED } @tables) {
	my %got = map { my @f = split /\t/; join("\t", @f[0 .. $#f - 1], up_to($f[-1], $OLD)) => $f[-1] } grep { !/^#/ } lines_of("$dir/$table.tsv");
	for (grep { !/^#/ } table_up_to($table, $OLD)) {
		my @f = split /\t/;
		my $was = pop @f;
		my $is = $got{ join "\t", @f, $was };
		if (!defined $is) {
			push @bad, "$table: lost: $_";
		} elsif ($is ne $was) {
			$ended++;
			push @bad, "$table: ended without need: $_" if grep { my @t = split /\t/; "@t[0 .. $#t - 1]" eq "@f" && holds_in($t[-1], $NEW) } lines_of("$grammar/$table.tsv");
		}
	}
}
check("$ended rows of other tables ended, each with reason", $ended ? () : 'none', @bad);

my %renamed = map { my @f = split /\t/; ("$f[1] $f[0]" => 1) } grep { !/^#/ && (split /\t/)[-1] eq "$NEW-" } lines_of("$grammar/renamed.tsv");
my %gone = map { $_ => 1 } $said =~ /^renamed\.tsv: (\w+ "[^"]+)"/mg;
s/"//g for my @gone = sort keys %gone;
check('what renamed.tsv says of 6.1 was asked for', map { my $what = $_; (grep { $_ eq $what } @gone) ? () : "not asked for: $what" } sort keys %renamed);
my @new = map { (split /\t/)[0] } grep { !/^#/ && (split /\t/)[-1] =~ /^\Q$NEW\E(-|$)/ } lines_of("$grammar/modules.tsv");
check('new modules: ' . scalar @new, map { $said =~ /module "\Q$_\E" is new/ ? () : "not told: $_" } @new);
check('a default that has changed', $said =~ /^behaviours\.tsv: the default of "hash_algo" of rtpengine was 0 and is 2/m ? () : split /\n/, $said);

my $before = snapshot();
my $again = `$grammar/release 6.1.4 $dir/dump 2>$dir/err`;
check('once more', $? ? lines_of("$dir/err") : (), $before eq snapshot() ? () : 'changes something', $again eq $said ? () : 'says something else');
done_testing();
