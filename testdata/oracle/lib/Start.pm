# The cases of testdata/lint/start: small configs that "kamailio -c" accepts and that
# hold a mistake all the same.
#
# What must stay true: NAME.mistake says what is known about NAME.cfg, a word at the start of each line:
#   (first line)    what the mistake is
#   line N...       where it is: a finding on one of these lines is right
#   number N        of mistakes.md, or 12.x: a section of semantics.md
#   check VERDICT   what "kamailio -c" 5.6.3 says
#   reported note   kamcheck says it as a note, on purpose: the config works, or may be meant
#   start OUTCOME   what really starting it does: "starts", "refuses", "refuses, line N" (of the first message that names one)
# NAME.good.cfg, where there is one, is the same without the mistake.

package Start;
use strict;
use warnings;
use Exporter 'import';
use File::Path qw(make_path);
use Oracle qw(root server_argv server_result);
use Vec qw(read_file write_file);

our @EXPORT_OK = qw(cases todo record check_job start_job);

my $dir = root() . '/testdata/lint/start';

# [{name, file, good, says, lines => [N...], number, check, start}...]
sub cases {
	my ($pattern) = @_;
	return map { read_case($_) } grep { /$pattern/ } map { m{([^/]+)\.mistake\z} } sort glob "$dir/*.mistake";
}

sub read_case {
	my ($name) = @_;
	my ($says, @rest) = split /\n/, read_file("$dir/$name.mistake");
	my %value = map { /^(\w+) (.*)$/ ? ($1 => $2) : () } @rest;
	my $good = "$dir/$name.good.cfg";
	return { name => $name, file => "$dir/$name.cfg", good => -e $good ? $good : undef, says => $says, %value, lines => [split ' ', $value{line} // ''] };
}

# The names of the cases that kamcheck does not find yet.
sub todo { return { map { $_ => 1 } grep { /^[^#\s]/ } split /\n/, -e "$dir/TODO" ? read_file("$dir/TODO") : '' } }

# Writes what the server says into NAME.mistake.
sub record {
	my ($case) = @_;
	my $reported = $case->{reported} ? "reported $case->{reported}\n" : '';
	write_file("$dir/$case->{name}.mistake", "$case->{says}\nline @{ $case->{lines} }\n${reported}number $case->{number}\ncheck $case->{check}\nstart $case->{start}\n");
}

#-- asking the server -------------------------------------------------------------------

sub check_job {
	my ($file, $done) = @_;
	return { argv => server_argv('check', $file), cwd => $dir, timeout => 10, done => sub { $done->(server_result($_[0], $file, $dir)->{verdict}) } };
}

my $port = 21210;

# Starts the server on loopback; $done gets the outcome. One that still runs after $patience seconds has started.
sub start_job {
	my ($file, $patience, $done) = @_;
	my (undef, undef, @runtime) = @{ server_argv('check', $file) };
	$port = $port >= 21289 ? 21210 : $port + 1;
	my @argv = ('timeout', '-k', 5, $patience, 'kamailio', '-DD', '-E', '-m', 64, '-M', 8, '-n', 1, '-w', '/tmp', '-l', "udp:127.0.0.1:$port", @runtime);
	return { argv => \@argv, cwd => $dir, timeout => $patience + 10, done => sub { $done->(outcome($_[0], $file)) } };
}

sub outcome {
	my ($run, $file) = @_;
	# It has not started, though processes of it may hang until they are ended, or not.
	return 'refuses' if $run->{err} =~ /CRITICAL: <core> \[[^]]*\]: main_loop\(\): /;
	# 124: ended by timeout; 137: that had to use force.
	return 'starts' if $run->{exit} == 124 || $run->{exit} == 137;
	return 'crashes' if $run->{signal} || $run->{exit} > 128 && $run->{exit} < 160;
	return "refuses, line $1" if $run->{err} =~ /(?:\Q$file\E|\bcfg)(?::|,? line |, from line )(\d+)/;
	return 'refuses';
}

1;
