#!/usr/bin/perl
# releases.t [PATTERN]: --kamailio with several releases, of lint and -c.
#
# - What is said for several is what is said for each: of the configs of lint/ and accepted/, each STEP-th (23; of those whose paths match
#   PATTERN all), each finding with the releases that have it when they are asked one by one; but for what is told only when it is so in
#   all of them. The verdicts in the table are those of -c.
# - How it looks, in all forms; settings, environment, what refuses several; findings that are known.
use strict;
use warnings;
use FindBin;
use File::Basename qw(basename dirname);
use JSON::PP;
use Test::More;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($dir put run try);
use Vec 'read_file';

my $here = $FindBin::Bin;
my @RELEASES = qw(5.6 5.8 6.1);
# Told when it is so in all releases.
my %of_all = map { $_ => 1 } map { /"(K\d+)"/g } map { join '', split /\n/ } grep { /\.of_all = true/ } map { split /(?=RULE\()/ } map { read_file($_) }
	split /\n/, `grep -rl of_all $here/../src --include=*.c`;

# (Exit status, standard output, standard error) of kamcheck with WORDS in the folder WHERE.
sub run_in {
	my ($where, @words) = @_;
	chdir $where or die "$where: $!\n";
	return (run(@words), read_file("$dir/err"));
}

# The words of a finding without the releases that they name.
sub plain {
	my ($text) = @_;
	$text =~ s/(kamailio |this is |in )\d\.\d(?:(?:, | and | to )\d\.\d)*/$1X/g;
	return $text;
}

sub findings {
	my ($where, $file, $releases) = @_;
	my (undef, $text) = run_in($where, 'lint', '--no-config', '--format=json', '--level=note', "--kamailio=$releases", $file);
	my $answer = eval { JSON::PP->new->decode($text) } // die "$where/$file: $text\n";
	return @{ $answer->{findings} };
}

sub key_of { return join ' ', $_[0]{code}, $_[0]{severity}, map({ $_ // '-' } @{ $_[0] }{qw(path line column end_line end_column)}), plain($_[0]{message}) }

# --- several are what each is ---------------------------------------------------------------------------

my ($asked, $told, @bad) = (0, 0);
my @configs = split /\n/, `find $here/lint $here/accepted -name '*.cfg' | sort`;
my $step = $ENV{STEP} // 23;
@configs = @ARGV ? grep { $_ =~ $ARGV[0] } @configs : @configs[grep { $_ % $step == 0 } 0 .. $#configs];
for my $path (@configs) {
	my ($where, $file) = (dirname($path), basename($path));
	my (%alone, %together);
	for my $release (@RELEASES) {
		my %count;
		$alone{ key_of($_) . ' #' . $count{ key_of($_) }++ }{$release} = 1 for findings($where, $file, $release);
	}
	my %count;
	for my $x (findings($where, $file, join ',', @RELEASES)) {
		# The same mistake in several releases: one finding; the number tells apart what one release says twice.
		$told++;
		my ($key, $n) = (key_of($x), 0);
		$n++ while grep { $together{"$key #$n"}{$_} } @{ $x->{releases} };
		$together{"$key #$n"}{$_} = 1 for @{ $x->{releases} };
	}
	$asked++;
	for my $key (keys %{ { %alone, %together } }) {
		my ($a, $t) = map { join ' ', sort keys %{ $_->{$key} // {} } } \%alone, \%together;
		next if $a eq $t || ($t eq '' && $of_all{ substr $key, 0, 4 } && $a ne "@RELEASES");
		push @bad, "$path: $key: alone in \"$a\", together in \"$t\"";
	}
	my ($status, undef, $err) = run_in($where, '-c', '--kamailio=5.6-6.1', '-f', $file);
	my %verdict = $err =~ /^(\d\.\d)       (config file ok|refuses it|does not start)/mg;
	my $worst = 0;
	for my $release (qw(5.6 5.7 5.8 6.0 6.1)) {
		my ($one, undef, $said) = run_in($where, '-c', "--kamailio=$release", '-f', $file);
		my $reads = $said !~ /: error\[K\d+\]: [^\n]* \[parse\]$/m;
		my $wanted = !$one ? 'config file ok' : $reads ? 'does not start' : 'refuses it';
		$worst = $one if $one > $worst;
		push @bad, "$path: $release: " . ($verdict{$release} // 'nothing') . ", not $wanted" if ($verdict{$release} // '') ne $wanted;
	}
	push @bad, "$path: -c ends with $status, not $worst" if $status != $worst;
}
ok(!@bad, "$told findings in $asked configs") or diag(join "\n", @bad);
ok($asked >= (@ARGV ? 1 : 20) && $told > 0, 'some were looked at');

# --- how it looks ---------------------------------------------------------------------------------------

put('a.cfg', "loadmodule \"tm.so\"\nloadmodule \"rr.so\"\nloadmodule \"pv.so\"\nloadmodule \"sl.so\"\nloadmodule \"dialog.so\"\nmodparam(\"dialog\", \"dlg_flag\", 4)\n" .
	"udp_receiver_mode=1\nrequest_route {\n\troute(NOPE);\n\texit;\n}\n");
try('', 'lint --kamailio=5.6-6.1 a.cfg', 1,
	qr/^a\.cfg:6:20: error\[K713\]: module "dialog" has no parameter "dlg_flag" in kamailio 6\.0 and 6\.1 \[parse\]\n.*\n.*\n      = in 6\.0 and 6\.1 only$/m,
	qr/^a\.cfg:7:1: error\[K210\][^\n]*\n[^\n]*\n[^\n]*; this is 5\.6 to 5\.8\n      = in 5\.6 to 5\.8 only$/m,
	qr/^a\.cfg:9:8: error\[K301\]: [^\n]*\n[^\n]*\n[^\n]*\n      = called from request_route \(line 8\)\nkamcheck: 3 errors in 1 file\n\z/m);
try('', 'lint --kamailio=5.7,5.6 a.cfg', 1, '!', qr/only|K713/, qr/this is 5\.6 and 5\.7$/m);
try('', 'lint --kamailio=6.1,5.8,6.1.2 --format=concise a.cfg', 1, qr/\(in 6\.1 only\) \[parse\]$/m, qr/\(in 5\.8 only\) \[parse\]$/m);
try('', '-c --kamailio=5.6,6.0-6.1 -f a.cfg', 1,
	qr/\nkamailio  verdict\n5\.6       refuses it: 1 error\n6\.0       refuses it: 1 error\n6\.1       refuses it: 1 error\n\z/);
put('good.cfg', "request_route {\n\texit;\n}\n");
try('', '-c --kamailio=5.6,6.1 -f good.cfg', 0, qr/\Akamailio  verdict\n5\.6       config file ok\n6\.1       config file ok\n\z/);
try('', '-c --kamailio=5.6,6.1 -T -N 3 -f good.cfg', 2);
try('', '-c --kamailio=5.6,6.1 -f none.cfg', 2, qr/cannot read "none\.cfg"/, '!', qr/verdict/);
put('start.cfg', "request_route {\n\troute(NOPE);\n}\n");
try('', '-c --kamailio=5.6,6.1 -f start.cfg', 1, qr/^5\.6       does not start: 1 error$/m);
try('', '-c --phase=parse --kamailio=5.6,6.1 -f start.cfg', 0, qr/^6\.1       config file ok$/m);

my (undef, $text) = run_in($dir, 'lint', '--kamailio=5.8,6.1', '--format=json', 'a.cfg');
my $json = JSON::PP->new->decode($text);
is($json->{kamailio}, '5.8,6.1', 'JSON names the releases');
is_deeply([map { "$_->{code} @{$_->{releases}}" } @{ $json->{findings} }], ['K713 6.1', 'K210 5.8', 'K301 5.8 6.1'], 'JSON says where a finding is');
(undef, $text) = run_in($dir, 'lint', '--kamailio=5.8', '--format=json', 'a.cfg');
ok($text !~ /releases/, 'nothing of it for one release');
(undef, $text) = run_in($dir, 'lint', '--kamailio=5.8,6.1', '--format=sarif', 'a.cfg');
is_deeply([map { "$_->{ruleId} @{$_->{properties}{releases}}" } @{ JSON::PP->new->decode($text)->{runs}[0]{results} }], ['K713 6.1', 'K210 5.8', 'K301 5.8 6.1'],
	'so does SARIF');

# --- who says which -------------------------------------------------------------------------------------

put('ini/kamcheck.ini', "[kamcheck]\nkamailio = 5.8, 6.1\n");
put('ini/a.cfg', read_file("$dir/a.cfg"));
try('ini', 'lint a.cfg', 1, qr/= in 5\.8 only/);
try('ini', 'lint --kamailio=6.1 a.cfg', 1, '!', qr/only/);
try('ini', 'lint --format=json a.cfg', 1, qr/"kamailio":"5\.8,6\.1"/);
try('ini', 'lint --show-settings a.cfg', 0, qr/^kamailio = 5\.8, 6\.1 .*kamcheck\.ini:2$/m);
try('', 'lint --kamailio=5.8-6.1 --show-settings a.cfg', 0, qr/^kamailio = 5\.8,6\.0,6\.1  ; command line$/m);
try('', '-c --config ini/kamcheck.ini -f a.cfg', 1, qr/^5\.8       refuses it: 1 error\n6\.1 /m);
put('bad/kamcheck.ini', "[kamcheck]\nkamailio = 6.1-5.8\n");
put('bad/a.cfg', read_file("$dir/a.cfg"));
try('bad', 'lint a.cfg', 2, qr/kamcheck\.ini:2:12: unknown Kamailio version "6\.1-5\.8"; known are 5\.6, /);
$ENV{KAMCHECK_KAMAILIO} = '5.8,6.1';
try('', 'lint a.cfg', 1, qr/= in 5\.8 only/);
try('', 'symbols a.cfg', 2, qr/for one release/);
try('', $_, 0) for 'explain K301', 'rules', 'catalog function t_relay', 'help', 'symbols --kamailio=6.1 a.cfg';
try('', 'upgrade --from=5.6 --to=5.7 good.cfg', 0);
$ENV{KAMCHECK_KAMAILIO} = '5.8,';
try('', 'lint a.cfg', 2, qr/KAMCHECK_KAMAILIO: unknown Kamailio version/);
delete $ENV{KAMCHECK_KAMAILIO};
try('', "lint --kamailio=$_ a.cfg", 2, qr/unknown Kamailio version/) for '5.8,', ',', '6.1-5.8', '5.8-', '-6.1', '5.8-6.0-6.1', '5.8,4.4', '5.8-dev';
try('', 'lint --kamailio=6.2-dev,6.1-6.2-dev a.cfg', 1, '!', qr/unknown/);
try('', "$_ --kamailio=5.8,6.1", 2, qr/\Akamcheck: this command is for one release, and 5\.8 and 6\.1 are asked for: choose one with --kamailio\n\z/)
	for 'expand a.cfg', 'tokens a.cfg', 'tree a.cfg', 'symbols a.cfg', '--cfg-print -f a.cfg', 'catalog function t_relay', 'diff a.cfg good.cfg', 'graph a.cfg';
try('ini', 'symbols a.cfg', 2, qr/for one release/);
try('ini', 'symbols --kamailio=6.1 a.cfg', 0);
try('', 'upgrade --from=5.6 --to=6.0,6.1 a.cfg', 2, qr/upgrade goes to one release/);

# A file that a parameter names is no part of the config.
put('tls.cfg', "[server:default]\nmethod = TLSv9\n");
put('named.cfg', "enable_tls=1\nloadmodule \"tls.so\"\nmodparam(\"tls\", \"config\", \"tls.cfg\")\nrequest_route {\n\texit;\n}\n");
try('', 'lint --kamailio=5.8,6.1 named.cfg', 1, qr/^tls\.cfg:2:10: error\[K862\].*\n.*\n.*\n      = named at named\.cfg:3:27\nkamcheck: 1 error in 1 file\n\z/m);

# --- what is known, what comments silence ---------------------------------------------------------------

mkdir "$dir/base";
put('base/a.cfg', read_file("$dir/a.cfg"));
try('base', 'lint --kamailio=5.8,6.1 --write-baseline=b.txt a.cfg', 0);
try('base', 'lint --kamailio=5.8,6.1 --strict-baseline --baseline=b.txt a.cfg', 0);
try('base', 'lint --kamailio=6.1 --baseline=b.txt a.cfg', 0, '!', qr/error/);
put('old/a.cfg', read_file("$dir/good.cfg"));
try('', 'lint --kamailio=5.8,6.1 --since=old/a.cfg a.cfg', 1, qr/3 errors/);
try('', 'lint --kamailio=5.8,6.1 --since=base a.cfg', 0, '!', qr/error/);
# A comment that has something to silence in one release is of use; one without is told once.
put('ignore.cfg', "# kamcheck: ignore K210\nudp_receiver_mode=1\n# kamcheck: ignore K301\nrequest_route {\n\texit;\n}\n");
try('', 'lint --kamailio=5.8,6.1 ignore.cfg', 1, qr/^ignore\.cfg:3:/m, '!', qr/^ignore\.cfg:[12]:|only/m);
put('many.cfg', read_file("$dir/a.cfg"));
try('', 'lint --kamailio=5.8,6.1 --add-ignore many.cfg', 2, qr/--add-ignore is for one release, and 5\.8 and 6\.1 are asked for: choose one with --kamailio/);
try('ini', 'lint --add-ignore a.cfg', 2, qr/--add-ignore is for one release/);
try('', 'lint --kamailio=6.1 --add-ignore many.cfg', 0);
try('', 'lint --kamailio=5.8,6.1 -j 2 a.cfg start.cfg good.cfg', 1, qr/kamcheck: 4 errors in 2 files\n\z/);
done_testing();
