# What the tests of the command share: the program, an empty folder, whether a run ended and spoke as it should, and whether what it prints
# is what was accepted.
#
# What must stay true: no setting of the user counts; a run that a signal ended has no status that a test asks for.

package Command;
use strict;
use warnings;
use Cwd 'abs_path';
use Exporter 'import';
use File::Basename 'dirname';
use File::Path 'make_path';
use File::Temp 'tempdir';
use lib abs_path(dirname(__FILE__)) . '/../oracle/lib';
use Vec qw(read_file write_file);

our @EXPORT_OK = qw($build $kamcheck $dir $accept put status run complaints report check try golden);
our $build = abs_path($ENV{KAMCHECK_BUILD} // dirname(__FILE__) . '/../../build');
our $kamcheck = abs_path($ENV{KAMCHECK} // "$build/kamcheck");
our $dir = abs_path(tempdir(CLEANUP => 1));
our $accept = @ARGV && $ARGV[0] eq 'accept';
delete @ENV{qw(KAMCHECK_CONFIG KAMCHECK_KAMAILIO KAMCHECK_FORMAT GITHUB_WORKSPACE CI_PROJECT_DIR FORCE_COLOR CLICOLOR_FORCE)};
@ENV{qw(NO_COLOR XDG_CONFIG_HOME)} = (1, "$dir/xdg");

# Writes TEXT to the file NAME of our folder.
sub put {
	my ($name, @text) = @_;
	make_path(dirname("$dir/$name"));
	write_file("$dir/$name", join '', @text);
	return $name;
}

# The exit status of the last run, as a shell has it: 128 and more is a signal.
sub status { return $? & 127 ? 128 + ($? & 127) : $? >> 8 }

# (Exit status, standard output) of kamcheck with WORDS, which no shell reads; standard error goes to the file "err" of our folder.
sub run {
	my (@words) = @_;
	my $pid = open(my $out, '-|') // die "fork: $!\n";
	if (!$pid) {
		open STDERR, '>', "$dir/err";
		exec $kamcheck, @words or exit 9;
	}
	local $/;
	my $text = <$out> // '';
	close $out;
	return (status(), $text);
}

# A test that passes when nothing is BAD; else TEXT is shown.
sub report {
	my ($name, $text, @bad) = @_;
	require Test::More;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	Test::More::ok(!@bad, $name) or Test::More::diag(join "\n", @bad, $text);
}

# The same without a text.
sub check {
	my ($name, @bad) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	report($name, '', @bad);
}

# What is wrong with a run that ended with GOT and said TEXT: it should end with STATUS and match each PATTERN; "!" before one: not.
sub complaints {
	my ($got, $text, $status, @patterns) = @_;
	my @bad = $got == $status ? () : "exit status $got, not $status";
	while (my $pattern = shift @patterns) {
		my $not = $pattern eq '!';
		$pattern = shift @patterns if $not;
		push @bad, ($not ? 'match: ' : 'no match: ') . $pattern if $not ? $text =~ $pattern : $text !~ $pattern;
	}
	push @bad, 'sanitizer' if $text =~ /Sanitizer/;
	return @bad;
}

# Runs kamcheck with ARGUMENTS in the folder CWD of ours; returns what it says.
sub try {
	my ($cwd, $arguments, $status, @patterns) = @_;
	my $text = `cd "$dir/$cwd" && $kamcheck $arguments 2>&1`;
	my @bad = complaints(status(), $text, $status, @patterns);
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	report("$arguments (in $cwd)", $text, @bad);
	return $text;
}

# What is wrong with TEXT where FILE holds what was accepted. The test's argument "accept" writes it anew.
sub golden {
	my ($file, $text) = @_;
	write_file($file, $text) if $accept;
	return $text eq (-e $file ? read_file($file) : '') ? () : "differs from $file:\n$text";
}

1;
