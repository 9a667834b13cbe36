#!/usr/bin/perl
# accepted.t [PATTERN]: configs that work, in the styles that people write: "kamcheck lint" gives neither error nor warning, as 5.6 and
# as 6.1 (with "# versions: 6.1" in the second line: as these only), and "-c" accepts. oracle/accepted.t asks the server. Asks none itself.

use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/oracle/lib";
use Oracle qw(kamcheck_program);

my $pattern = $ARGV[0] // '.';
my ($n, $bad) = (0, 0);

# What COMMAND says that it should not: the lines, or how it ended.
sub said {
	my @command = (kamcheck_program(), @_);
	open my $out, '-|', "@command 2>&1" or die "kamcheck: $!\n";
	my @lines = grep { /: (?:error|warning)\b|Sanitizer/ } <$out>;
	close $out;
	push @lines, "exit status $?\n" if $? && !@lines;
	return @lines;
}

chdir "$FindBin::Bin/accepted" or die "accepted: $!\n";
for my $cfg (grep { /$pattern/ } glob '*.cfg') {
	open my $in, '<', $cfg or die "$cfg: $!\n";
	my $head = join '', map { scalar <$in> // '' } 1, 2;
	for my $version ($head =~ /^# versions: (.*)/m ? split(' ', $1) : ('5.6', '6.1')) {
		my @lines = (said(qw(lint --color=never --level=warning --kamailio), $version, $cfg), said(qw(-c --phase=parse --kamailio), $version, '-f', $cfg));
		$n++;
		$bad++ if @lines;
		print @lines ? 'not ok' : 'ok', " $n - $cfg $version\n", map { "#   $_" } @lines;
	}
}
print "1..$n\n";
exit($bad ? 1 : 0);
