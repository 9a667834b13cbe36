#!/usr/bin/perl
# The examples of the README, of the manual page and of the page for programs are true: each "$ command" is run in a copy of testdata/docs and must
# print just what follows it; each other command that stands there is taken by the program and reads what it names; and the manual page has
# every option that --help lists.  With the argument "accept" the documents are rewritten; look at the difference.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename 'dirname';
use File::Temp 'tempdir';

my $here = abs_path(dirname(__FILE__));
my $kamcheck = abs_path($ENV{KAMCHECK} // "$here/../build/kamcheck");
my $build = abs_path($ENV{KAMCHECK_BUILD} // dirname($kamcheck));
my $accept = @ARGV && $ARGV[0] eq 'accept';
my ($tests, $failed) = (0, 0);
delete @ENV{qw(KAMCHECK_FORMAT KAMCHECK_CONFIG KAMCHECK_KAMAILIO GITHUB_WORKSPACE CI_PROJECT_DIR NO_COLOR FORCE_COLOR CLICOLOR_FORCE)};
$ENV{HOME} = $ENV{XDG_CONFIG_HOME} = '/nonexistent';

sub check {
	my ($is_good, $what, $said) = @_;
	$tests++;
	$failed++ unless $is_good;
	print $is_good ? 'ok' : 'not ok', " $tests - $what\n";
	print map { "# $_\n" } split /\n/, $said unless $is_good;
}

# A place for commands that write files, too.
sub fresh {
	my $dir = tempdir(CLEANUP => 1);
	system('cp', '-r', "$here/docs/.", $dir) == 0 or die;
	mkdir "$dir/.git"; # a repository
	chdir $dir or die "$dir: $!\n";
}

sub output_of {
	my ($command) = @_;
	die "not ours: $command\n" unless $command =~ s/\Akamcheck /$kamcheck /;
	fresh();
	return scalar `$command 2>&1`;
}

# Checks one example: INDENT before each line, ESCAPE makes text safe for the document.
sub example {
	my ($file, $indent, $command, $old, $escape) = @_;
	my $new = $escape->(output_of($command));
	$new =~ s/^(?=.)/$indent/mg;
	check($new eq $old, "$file: $command", "got $new");
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
my @indented = (qr/^(    )\$ (.*)\n((?:    (?!\$).*\n|\n(?=    (?!\$)))*)/m, sub { $_[0] =~ s/\n\n\z/\n/r });
document("$here/../README.md", @indented);
document("$here/../packaging/SKILL.md", @indented);
document("$here/../man/kamcheck.1", qr/^()\$ (.*)\n((?:(?!\.Ed).*\n)*)/m,
	sub { my $t = shift; $t =~ s/\\/\\e/g; $t =~ s/^([.'])/\\&$1/mg; $t });

sub options_are_documented {
	my ($file) = @_;
	my $manual = do { local (@ARGV, $/) = $file; <> };
	for my $option (map { /^  (-\S.*)/ ? $1 =~ /(?<![\w-])--?[a-zA-Z][\w-]*/g : () } split /\n/, output_of('kamcheck --help')) {
		check($manual =~ /\bFl \Q@{[substr $option, 1]}\E(?![\w-])/, "kamcheck.1 has $option", '');
	}
}

options_are_documented("$here/../man/kamcheck.1");

# Commands that only stand in a text, or in a file for a CI: what is said of them is not shown, but they are right.
my %stands_for = (FILE => 'kamailio.cfg', CODE => 'K301', PATH => 'before', DIR => '.', '/opt/lib/kamailio/modules' => '.', '$KAMCHECK_ARGS' => 'kamailio.cfg');
sub commands_are_taken {
	my ($file, $text) = @_;
	my %seen;
	for my $command ($text =~ /(?|`(kamcheck [^`]*)`|^    (kamcheck .*?)(?: +#.*)?$|^\.(?:Ql|Dl) (kamcheck .*)$|^ *(?:-|entry:) (kamcheck .*)$)/mg) {
		next if $seen{$command}++;
		(my $run = $command) =~ s/ *\\?\| reviewdog.*//;
		$run =~ s/(?<![\w-])\Q$_\E(?![\w\/])/$stands_for{$_}/g for sort keys %stands_for;
		$run .= ' kamailio.cfg' if $run =~ /^kamcheck lint(?: --untrusted)?$/; # pre-commit adds the files
		my $said = output_of("$run");
		my $status = $? >> 8;
		check($status < 2, "$file: $command", $said);
	}
	return scalar keys %seen;
}

for my $file ('README.md', 'packaging/SKILL.md', 'man/kamcheck.1', grep { -e "$here/../$_" } 'packaging/gitlab-ci.yml', '.pre-commit-hooks.yaml') {
	my $text = do { local (@ARGV, $/) = "$here/../$file"; <> };
	check(commands_are_taken($file, $text) > 0, "$file: has commands", '');
}
# What the README says of other files: versions, targets of make, inputs of the Action, the hook, variables of the template.
sub text_of {
	my ($file) = @_;
	local (@ARGV, $/) = "$here/../$file";
	return scalar <>;
}

sub names_are_right {
	my ($readme, $makefile) = (text_of('README.md'), text_of('Makefile'));
	my ($version) = output_of('kamcheck --version') =~ /^kamcheck (\S+),/;
	check($_ eq $version, "README.md: version $_", "it is $version") for $readme =~ /(?:kamcheck[-_]|kamcheck\@v|rev: v)(\d+\.\d+\.\d+)/g;
	check($makefile =~ /^\Q$_\E:/m, "README.md: make $_", '') for $readme =~ /(?:`|^    )make ([a-z]\w*)/gm;
	my ($with) = $readme =~ /uses: OWNER\/kamcheck.*\n +with: \{ (.*) \}/;
	check(text_of('action.yml') =~ /^  \Q$_\E:$/m, "README.md: the input $_", '') for $with =~ /([\w-]+): /g;
	check(text_of('packaging/gitlab-ci.yml') =~ /\b$_\b/, "README.md: the variable $_", '') for $readme =~ /^  (KAMCHECK_\w+):/gm;
	my ($hook) = $readme =~ /hooks:\n +- id: (\w+)/;
	check(text_of('.pre-commit-hooks.yaml') =~ /^- id: $hook$/m, 'README.md: the hook', $hook);
}
names_are_right();

# The pages of "make docs", with and without an address for them.
if (-e "$build/docs/rules/index.md") {
	my @codes = map { /^(\S+)/ } split /\n/, output_of('kamcheck rules');
	my $index = do { local (@ARGV, $/) = "$build/docs/rules/index.md"; <> };
	my @lines = $index =~ /^\| <a id="(K\d+)"><\/a>\[\1\]\(\1\.md\) \|/mg;
	check("@lines" eq "@codes", 'make docs: the index has an anchor and a link for each rule', $index);
	for my $code (@codes) {
		my $page = -e "$build/docs/rules/$code.md" ? do { local (@ARGV, $/) = "$build/docs/rules/$code.md"; <> } : '';
		check($page eq output_of("kamcheck explain --format=markdown $code") && $page =~ /\A# <a id="$code"><\/a>\[?$code/, "make docs: $code.md", $page);
	}
} else {
	print "# skip: no pages; \"make docs\" writes them\n";
}
if (-x "$build/kamcheck-docs") {
	my $url = 'https://kamcheck.example/rules/K301';
	for (['explain K301', "\nSee $url\n"], ['explain --format=markdown K301', "[K301]($url)"], ['rules --format=markdown', "[K301]($url)"], ['explain --format=json K301', qq("url":"$url")]) {
		my ($command, $part) = @$_;
		my $said = `$build/kamcheck-docs $command`;
		check(index($said, $part) >= 0, "with DOCS_URL: $command", $said);
	}
}

print "1..$tests\n";
exit($failed && !$accept ? 1 : 0);
