#!/usr/bin/perl
# features.t: no false alarm on the stock kamailio.cfg: as it comes, with each of its features, with all of them and with random
# combinations, "kamcheck lint" gives no error, and every warning is printed to be read. Takes the installed config and that of 6.1 in the
# corpus (KAMCHECK_CORPUS, default ../shared/corpus), whichever is there; says SKIP where there is neither. Asks no server.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/oracle/lib";
use Oracle qw(root absolute kamcheck_program);
use Plant qw(features);
use Vec qw(read_file);

# Combinations tried beside single features.
my $RANDOM = 20;
my $corpus = absolute($ENV{KAMCHECK_CORPUS} // root() . '/../shared/corpus');
my @stocks = grep { -e $_->[1] } ['5.6', '/etc/kamailio/kamailio.cfg'], ['6.1', "$corpus/kamailio/etc/kamailio.cfg"];
if (!@stocks) {
	print "1..0 # SKIP no stock kamailio.cfg here: neither kamailio nor the corpus\n";
	exit 0;
}
# The installed one may be of another version, or changed by hand.
@stocks = grep { $_->[0] ne '5.6' || read_file($_->[1]) =~ /v5\.6 - default configuration/ } @stocks;

# Those of @all that combination $i has: the bits of a number that depends on nothing else.
sub some {
	my ($i, @all) = @_;
	my $bits = ($i * 2654435761) & 0xffffffff;
	return grep { $bits = ($bits * 1103515245 + 12345) & 0x7fffffff; $bits >> 16 & 1 } @all;
}

my ($n, $bad, %warnings) = (0, 0);

sub try_features {
	my ($version, $file, $what, @on) = @_;
	my @command = (kamcheck_program(), 'lint', '--color=never', '--kamailio', $version, map({ ('-A', $_) } @on), $file);
	open my $out, '-|', @command or die "kamcheck: $!\n";
	my @said = grep { /: (?:error|warning)\b/ } <$out>;
	close $out;
	my $broken = $? & 127 || $? >> 8 > 2;
	# A feature with a database needs WITH_MYSQL, which defines its URL: the error is true.
	my $needs = !grep({ $_ eq 'WITH_MYSQL' } @on) && grep { /: error\b.*"DBURL"/ } @said;
	my @errors = grep { /: error\b/ && !($needs && /"DBURL"/) } @said;
	chomp @said;
	$warnings{$_}++ for grep { /: warning\b/ } @said;
	$n++;
	$bad++ if @errors || $broken;
	printf "%s %d - stock %s with %s%s\n", @errors || $broken ? 'not ok' : 'ok', $n, $version, $what,
		$broken ? ': kamcheck ended badly' : $needs ? ': needs WITH_MYSQL' : '';
	print map { "#   $_" } @errors;
}

for my $stock (@stocks) {
	my ($version, $file) = @$stock;
	my @all = features(read_file($file));
	try_features($version, $file, 'nothing');
	try_features($version, $file, $_, $_) for @all;
	try_features($version, $file, "WITH_MYSQL and $_", 'WITH_MYSQL', $_) for grep { $_ ne 'WITH_MYSQL' } @all;
	try_features($version, $file, 'all features', @all);
	my @without = grep { $_ ne 'WITH_RTPENGINE' } @all;
	try_features($version, $file, 'all but WITH_RTPENGINE', @without);
	for my $i (1 .. $RANDOM) {
		my @on = ('WITH_MYSQL', some($i, grep { $_ ne 'WITH_MYSQL' } @all));
		try_features($version, $file, "@on", @on);
	}
}
print "1..$n\n";
print map { "# in $warnings{$_} of them: $_\n" } sort keys %warnings;
exit($bad ? 1 : 0);
