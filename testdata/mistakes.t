#!/usr/bin/perl
# mistakes.t [-v] [--list] [PATTERN]: does "kamcheck lint" find each mistake of lint/start on the right line, and is it silent about the
# corrected configs? Needs no Kamailio: what the server says about them is recorded (oracle/start.t asks it again). Each is
# checked as 5.6, which the server was asked about, and as 6.1.
# lint/start/TODO lists what kamcheck does not find yet, and (with a final ".good") corrected ones that it is not yet silent about; --list
# writes to standard error what is missing there.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/oracle/lib";
use Oracle qw(kamcheck_program);
use Start qw(cases todo);

my @VERSIONS = qw(5.6 6.1);

GetOptions('v' => \my $verbose, 'list' => \my $list) or exit 2;
my @cases = cases($ARGV[0] // '.');
my $todo = todo();
my ($n, $bad, $waiting) = (0, 0, 0);
my (@done, @missing);

# Errors and warnings of kamcheck, with $notes notes too, of FILES in one run: {FILE => [{line, text}...]}, and how it ended.
sub ask {
	my ($version, $notes, @files) = @_;
	my @level = $notes ? ('--level', 'note') : ();
	my $kinds = $notes ? 'error|warning|note' : 'error|warning';
	my %found;
	open my $out, '-|', kamcheck_program(), 'lint', '--color=never', '--quiet', @level, '--kamailio', $version, @files or die "kamcheck: $!\n";
	/^(.+?):(\d+):\d+: ((?:$kinds)\b.*)$/ and push @{ $found{$1} }, { line => $2, text => $3 } for <$out>;
	close $out;
	return (\%found, $? & 127 || $? >> 8 > 2 ? "kamcheck ends with status $?" : undef);
}

my (@files, %answer);
push @{ $files[!!$_->{reported}] }, grep { defined } @$_{qw(file good)} for @cases;
for my $version (@VERSIONS) {
	$answer{$version} = [map { [ask($version, $_, @{ $files[$_] })] } 0 .. $#files];
}

# What VERSION finds in FILE of CASE, and how it ended.
sub findings {
	my ($version, $case, $file) = @_;
	my ($found, $broken) = @{ $answer{$version}[!!$case->{reported}] };
	return ($found->{$file} // [], $broken);
}

sub report {
	my ($ok, $name, $says, @why) = @_;
	$n++;
	my $expected = $todo->{$name} ? ' # TODO' : '';
	push @{ $ok ? \@done : \@missing }, $name if $ok == !!$expected;
	$bad++ if !$ok && !$expected;
	$waiting++ if !$ok && $expected;
	# A "#" would end the description.
	printf "%s %d - %s: %s%s\n", $ok ? 'ok' : 'not ok', $n, $name, $says =~ s/#/\\#/gr, $expected;
	print map { "#   $_\n" } @why if !$ok || $verbose;
}

# Why kamcheck fails to find the mistake of $case, if so.
sub missed {
	my ($case, $version) = @_;
	my ($found, $broken) = findings($version, $case, $case->{file});
	return $broken if $broken;
	return "$version: nothing found" if !@$found;
	for my $f (@$found) {
		return if grep { $f->{line} == $_ } @{ $case->{lines} };
	}
	return map { "$version: line $_->{line}: $_->{text}; expected on line @{ $case->{lines} }" } @$found;
}

sub false_alarms {
	my ($case, $version) = @_;
	my ($found, $broken) = findings($version, $case, $case->{good});
	return $broken // map { "$version: line $_->{line}: $_->{text}" } @$found;
}

printf "1..%d\n", scalar(@cases) + grep { defined $_->{good} } @cases;
for my $case (@cases) {
	my @why = map { missed($case, $_) } @VERSIONS;
	report(!@why, $case->{name}, $case->{says}, @why);
	next if !defined $case->{good};
	@why = map { false_alarms($case, $_) } @VERSIONS;
	report(!@why, "$case->{name}.good", 'corrected, nothing to say', @why);
}
print "# passes, take it out of lint/start/TODO: $_\n" for @done;
if ($list) { print STDERR map { "$_\n" } @missing }
printf "# %d passed, %d failed, %d to do\n", $n - $bad - $waiting, $bad, $waiting;
exit($bad ? 1 : 0);
