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
use Cwd 'abs_path';
use File::Basename qw(basename dirname);
use JSON::PP;

my $here = abs_path(dirname(__FILE__));
my $kamcheck = abs_path($ENV{KAMCHECK} // ($ENV{KAMCHECK_BUILD} // "$here/../../build") . '/kamcheck');
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../../shared/corpus";
my $verbose = @ARGV && $ARGV[0] eq '-v';
delete @ENV{qw(KAMCHECK_CONFIG KAMCHECK_KAMAILIO KAMCHECK_FORMAT)};
if (!-e "$corpus/verdicts-6.1.4.tsv") {
	print "1..0 # SKIP corpus not present in $corpus\n";
	exit 0;
}
$corpus = abs_path($corpus);
my ($tests, $failed) = (0, 0);

sub report {
	my ($name, @bad) = @_;
	$tests++;
	$failed++ if @bad;
	print @bad ? 'not ok' : 'ok', " $tests - $name\n", map { "#   $_\n" } @bad;
}

# (Exit status, standard output) of kamcheck with WORDS; standard error is dropped.
sub run {
	my (@words) = @_;
	my $pid = open my $out, '-|';
	if (!$pid) {
		open STDERR, '>', '/dev/null';
		exec $kamcheck, @words or exit 9;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	return ($? >> 8, $text);
}

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
		print "# $file: $release: not compared: $class\n" if $verbose && $class !~ /^(?:equal|differ)$/;
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
	report(sprintf('%s: %d of %d verdicts equal; not compared: %d a file that is not there, %d a module that was not built, %d a crash', $release,
		$equal, $equal + $differ, map { $c->{$_} // 0 } qw(path module crash)), $equal > 100 ? () : 'too few', @{ $bad{$release} // [] });
}
report('the verdicts of all releases are those of -c', @{ $bad{command} // [] });
report('what must be changed, and is refused', @{ $bad{lines} // [] });
print "1..$tests\n";
exit($failed != 0);
