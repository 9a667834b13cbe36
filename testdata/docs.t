#!/usr/bin/perl
# The examples of the README and of the manual page are true: each "$ command" is run in testdata/docs and must print
# just what follows it; and the manual page has every option that --help lists.  With the argument "accept" the documents are rewritten; look at the difference.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename 'dirname';

my $here = abs_path(dirname(__FILE__));
my $kamcheck = abs_path($ENV{KAMCHECK} // "$here/../build/kamcheck");
my $accept = @ARGV && $ARGV[0] eq 'accept';
my ($tests, $failed) = (0, 0);
delete @ENV{qw(KAMCHECK_FORMAT GITHUB_WORKSPACE CI_PROJECT_DIR)};

sub output_of {
	my ($command) = @_;
	die "not ours: $command\n" unless $command =~ s/\Akamcheck /$kamcheck /;
	chdir "$here/docs" or die "docs: $!\n";
	return scalar `$command 2>&1`;
}

# Checks one example: INDENT before each line, ESCAPE makes text safe for the document.
sub example {
	my ($file, $indent, $command, $old, $escape) = @_;
	my $new = $escape->(output_of($command));
	$new =~ s/^(?=.)/$indent/mg;
	$tests++;
	$failed++ if $new ne $old;
	print $new eq $old ? 'ok' : 'not ok', " $tests - $file: $command\n";
	print map { "# $_\n" } split /\n/, "got $new" if $new ne $old;
	return "$indent\$ $command\n$new";
}

sub document {
	my ($file, $pattern, $escape) = @_;
	open my $in, '<', $file or die "$file: $!\n";
	my $text = do { local $/; <$in> };
	(my $name = $file) =~ s{.*/}{};
	$text =~ s{$pattern}{example($name, $1, $2, $3, $escape)}meg;
	return unless $accept;
	open my $out, '>', $file or die "$file: $!\n";
	print $out $text;
	close $out or die "$file: $!\n";
}

# An empty line at the end of what is printed is the one between the example and what follows it.
document("$here/../README.md", qr/^(    )\$ (.*)\n((?:    (?!\$).*\n|\n(?=    (?!\$)))*)/m, sub { $_[0] =~ s/\n\n\z/\n/r });
document("$here/../man/kamcheck.1", qr/^()\$ (.*)\n((?:(?!\.Ed).*\n)*)/m,
	sub { my $t = shift; $t =~ s/\\/\\e/g; $t =~ s/^([.'])/\\&$1/mg; $t });

sub options_are_documented {
	my ($file) = @_;
	my $manual = do { local (@ARGV, $/) = $file; <> };
	for my $option (map { /^  (-\S.*)/ ? $1 =~ /(?<![\w-])--?[a-zA-Z][\w-]*/g : () } split /\n/, output_of('kamcheck --help')) {
		my $is_there = $manual =~ /\bFl \Q@{[substr $option, 1]}\E(?![\w-])/;
		$tests++;
		$failed++ unless $is_there;
		print $is_there ? 'ok' : 'not ok', " $tests - kamcheck.1 has $option\n";
	}
}

options_are_documented("$here/../man/kamcheck.1");
print "1..$tests\n";
exit($failed && !$accept ? 1 : 0);
