#!/usr/bin/perl
# variants.t [CONFIGS [VARIANTS]]: lint --variants on configs of the corpus (KAMCHECK_CORPUS, default ../shared/corpus beside the
# repository) that have conditionals: 6 of them by default, "all" for all.  Skipped where there is no corpus.
#
# - What the label of a finding of reading says is so for the server: with the names on and without those off, `kamailio -c` finds a mistake in
#   that file; where the server knows the modules (KAMAILIO_MODULES, default Debian's folder), and is installed.
# - Of the findings that VARIANTS (20 by default) chosen at random have, how many --variants tells: 97 of 100 at least.
# - A label holds: a variant at random that it fits has the finding; one that it does not fit has it not.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use Command qw($kamcheck check);
use Cwd 'abs_path';
use File::Basename qw(basename dirname);
use File::Find 'find';
use JSON::PP;
use Test::More;
use Vec 'read_file';

my $corpus = $ENV{KAMCHECK_CORPUS} // "$FindBin::Bin/../../../shared/corpus";
my $modules = $ENV{KAMAILIO_MODULES} // '/usr/lib/x86_64-linux-gnu/kamailio/modules';
my ($count, $variants) = (@ARGV, 6, 20);
$variants = 20 if @ARGV < 2;
plan skip_all => "corpus not present in $corpus" if !-d $corpus;
$corpus = abs_path($corpus);
my $has_server = -d $modules && `kamailio -v 2>/dev/null` =~ /kamailio 5\.6/;

my $json = JSON::PP->new;

sub lint {
	my ($file, @options) = @_;
	my $command = join ' ', $kamcheck, qw(lint --no-config --kamailio=5.6 --level=warning --format=json), @options, basename($file);
	return $json->decode(scalar `cd @{[dirname($file)]} && $command 2>/dev/null`)->{findings};
}

sub key { join ':', map { $_ // '' } @{$_[0]}{qw(code path line column message)} }

my @configs;
find({no_chdir => 1, wanted => sub {
	push @configs, $_ if /\.cfg$/ && -f && m{^\Q$corpus\E/kamailio/} && read_file($_) =~ /^[#!]!ifn?def/m && read_file($_) =~ /^\s*(?:request_)?route\s*\{/m;
}}, $corpus);
# The stock config, which has the most, first.
@configs = sort { ($b =~ m{etc/kamailio\.cfg$}) <=> ($a =~ m{etc/kamailio\.cfg$}) || $a cmp $b } @configs;
splice @configs, $count if $count ne 'all' && @configs > $count;

# Names that vary, and that are not on in the file itself: those that -A can set, and its lack can not.
sub names_of {
	my ($file) = @_;
	my $list = $json->decode(scalar `cd @{[dirname($file)]} && $kamcheck variants --no-config --kamailio=5.6 --format=json @{[basename($file)]}`);
	return grep { $_->{varies} } @{$list->{names}};
}

srand 12;
my ($all, $told, $fits, $wrong, $asked, $silent) = (0) x 6;
for my $file (@configs) {
	my @names = names_of($file);
	my %is_on = map { $_->{name} => $_->{on} } @names;
	my @free = map { $_->{name} } grep { !$_->{on} } @names;
	my $found = lint($file, '--variants');
	my %plain = map { key($_) => 1 } @{lint($file)};
	my %label = map { key($_) => $_->{when} } grep { $_->{when} } @$found;
	my (%seen, %fresh);
	my @bad = map { key($_) . ' has no label' } grep { !$_->{when} && !$plain{key($_)} && $_->{code} !~ /^K91/ } @$found;
	$seen{key($_)} = 1 for @$found;
	for (1 .. $variants) {
		my @on = grep { rand() < 0.5 } @free;
		my %on = (%is_on, map { $_ => 1 } @on);
		my $here = lint($file, map { "-A $_" } @on);
		my %here = map { key($_) => 1 } @$here;
		my $is_cut = grep { $_->{code} =~ /^K2/ } @$here;
		$fresh{key($_)} = 1 for grep { $_->{code} !~ /^K152$/ } @$here;
		for my $key (keys %label) {
			my $when = $label{$key};
			# Several ways are for people to read; behind a syntax error rules may be silent.
			next if $when->{text} =~ /, or|some variants/ || $is_cut && $key !~ /^K2/;
			my $is_said = !(grep { !$on{$_} } @{$when->{on}}) && !(grep { $on{$_} } @{$when->{off}});
			$fits++;
			$wrong++, push @bad, "$key: $when->{text}, but with @on" if !$is_said != !$here{$key};
		}
	}
	$all += keys %fresh;
	$told += grep { $seen{$_} } keys %fresh;
	my $is_wrong = @bad;
	check(substr($file, length $corpus), $is_wrong > 0.03 * $variants * (keys(%label) || 1) ? @bad : ());
	for my $x ($has_server ? grep { $_->{when} && $_->{phase} eq 'parse' && $_->{severity} eq 'error' } @$found : ()) {
		next if grep { $is_on{$_} } @{$x->{when}{off}};
		my $command = join ' ', "cd @{[dirname($file)]} && kamailio -c -L $modules", (map { "-A $_" } grep { !$is_on{$_} } @{$x->{when}{on}}), '-f', basename($file);
		my $said = `$command 2>&1`;
		next if $said =~ /could not find module|failed to load module/;
		$asked++;
		my $ok = $? != 0 && $said =~ /\b$x->{line}\b|already|bad config|parse error/;
		$silent++, note("the server takes $file with @{$x->{when}{on}}: " . key($x)) if !$ok;
	}
}
check("of $all findings of variants at random $told are told", $told < 0.97 * $all ? 'less than 97 of 100' : ());
check("$fits times a label was right, and $wrong times wrong", $wrong > 0.01 * $fits ? 'more than 1 of 100' : ());
check("the server refuses $asked labelled variants", $silent ? "$silent it does not" : ()) if $has_server;
done_testing();
