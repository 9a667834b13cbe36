# What the tests of the command share: the program, an empty folder, and whether a run ended and spoke as it should.
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

our @EXPORT_OK = qw($build $kamcheck $dir put status complaints try);
our $build = abs_path($ENV{KAMCHECK_BUILD} // dirname(__FILE__) . '/../../build');
our $kamcheck = abs_path($ENV{KAMCHECK} // "$build/kamcheck");
our $dir = abs_path(tempdir(CLEANUP => 1));
delete @ENV{qw(KAMCHECK_CONFIG KAMCHECK_KAMAILIO KAMCHECK_FORMAT GITHUB_WORKSPACE CI_PROJECT_DIR FORCE_COLOR CLICOLOR_FORCE)};
@ENV{qw(NO_COLOR XDG_CONFIG_HOME)} = (1, "$dir/xdg");

# Writes TEXT to the file NAME of our folder.
sub put {
	my ($name, @text) = @_;
	make_path(dirname("$dir/$name"));
	open my $out, '>:raw', "$dir/$name" or die "$name: $!\n";
	print $out @text;
	close $out or die "$name: $!\n";
	return $name;
}

# The exit status of the last run, as a shell has it: 128 and more is a signal.
sub status { return $? & 127 ? 128 + ($? & 127) : $? >> 8 }

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
	require Test::More;
	my $text = `cd "$dir/$cwd" && $kamcheck $arguments 2>&1`;
	my @bad = complaints(status(), $text, $status, @patterns);
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	Test::More::is("@bad", '', "$arguments (in $cwd)") or Test::More::diag($text);
	return $text;
}

1;
