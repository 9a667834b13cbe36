#!/usr/bin/perl
# upgrade.t [-v]: the verdicts in "kamcheck upgrade --from 5.6 --to 6.1" of every config of the corpus (KAMCHECK_CORPUS, default
# ../shared/corpus beside the repository), compared with what 5.6.3 and 6.1.4 said of it, and with "kamcheck -c --kamailio". Skipped where
# there is no corpus.
#
# - "reads" is the server's verdict. Explained: a loadmodule that names the module's file by a path which the server's machine does not
#   have, but for which the server might be content; kamcheck takes the file's name for the module. Not asked: the server crashed, or its
#   build lacked a module.
# - What 6.1.4 refuses must be changed; what 5.6.3 accepts and 6.1.4 refuses has a line of the part "refused"; what 6.1.4 accepts has none.
# -v: says which configs are explained.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/../lib";
use Command qw(run check);
use Cwd 'abs_path';
use File::Basename qw(basename dirname);
use JSON::PP;
use Test::More;

my $corpus = $ENV{KAMCHECK_CORPUS} // "$FindBin::Bin/../../../shared/corpus";
my $verbose = @ARGV && $ARGV[0] eq '-v';
plan skip_all => "corpus not present in $corpus" if !-e "$corpus/verdicts-6.1.4.tsv";
$corpus = abs_path($corpus);

# What the server said, by file: ok or bad; "path", "module", "crash": why it says nothing of the text.
sub said_by {
	my ($release) = @_;
	my %said;
	open my $in, '<', "$corpus/verdicts-$release.tsv" or die "$corpus/verdicts-$release.tsv: $!\n";
	while (<$in>) {
		chomp;
		next if /^#/;
		my ($file, $exit, $verdict, undef, undef, $message, $before) = split /\t/;
		# "<modules/sl/sl> in <MODULES>", "</usr/local/lib/.../sl.so>", but not the folder of -L itself.
		my $is_path = $message =~ /failed to load module/ && $before =~ m{could not find module <[^>]*/|could not open module <(?!MODULES/)};
		$said{$file} = $is_path ? 'path' : $verdict ne 'unknown' ? $verdict : $exit < 0 ? 'crash' : 'module';
	}
	return \%said;
}

my %server = ('5.6' => said_by('5.6.3'), '6.1' => said_by('6.1.4'));
my (%count, %bad);
for my $file (sort keys %{ $server{'6.1'} }) {
	chdir dirname("$corpus/$file") or die "$corpus/$file: $!\n";
	my ($status, $json) = run('upgrade', '--no-config', '--from=5.6', '--to=6.1', '--format=json', basename($file));
	my $answer = eval { JSON::PP->new->utf8->decode($json) };
	if (!$answer) {
		push @{ $bad{'6.1'} }, "$file: no JSON";
		next;
	}
	for my $verdict (@{ $answer->{verdicts} }) {
		my $release = $verdict->{kamailio};
		my ($refused) = run('-c', '--no-config', '--phase=parse', "--kamailio=$release", '-f', basename($file));
		push @{ $bad{command} }, "$file: $release: -c ends with $refused" if !$refused != !!$verdict->{reads};
		my $said = ($server{$release} // {})->{$file} // next;
		my $same = ($said eq 'ok') == !!$verdict->{reads};
		my $class = $said !~ /^(?:ok|bad)$/ ? ($said eq 'path' && !$verdict->{reads} ? 'equal' : $said) : $same ? 'equal' : 'differ';
		$count{$release}{$class}++;
		push @{ $bad{$release} }, "$file: $release says $said" if $class eq 'differ';
		note "$file: $release: not compared: $class" if $verbose && $class !~ /^(?:equal|differ)$/;
	}
	my ($old, $new) = map { $server{$_}{$file} // '' } '5.6', '6.1';
	my $lines = $answer->{counts}{refused};
	push @{ $bad{lines} }, "$file: must be changed, but ends with $status" if $new eq 'bad' && $status != 1;
	push @{ $bad{lines} }, "$file: no line says why 6.1 refuses it" if $old eq 'ok' && $new eq 'bad' && !$lines;
	push @{ $bad{lines} }, "$file: $lines refused, and 6.1.4 takes it" if $new eq 'ok' && $lines;
}
for my $release (sort keys %server) {
	my $c = $count{$release};
	my ($equal, $differ) = map { $c->{$_} // 0 } qw(equal differ);
	check(sprintf('%s: %d of %d verdicts equal; not compared: %d a file that is not there, %d a module that was not built, %d a crash', $release,
		$equal, $equal + $differ, map { $c->{$_} // 0 } qw(path module crash)), $equal > 100 ? () : 'too few', @{ $bad{$release} // [] });
}
check('the verdicts of all releases are those of -c', @{ $bad{command} // [] });
check('what must be changed, and is refused', @{ $bad{lines} // [] });
done_testing();
