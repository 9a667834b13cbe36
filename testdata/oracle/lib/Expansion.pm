# The law of `kamcheck expand`: what it prints for a config is read as the config itself is - the same tokens, the
# same tree, without their places - and the server says the same of both.

package Expansion;
use strict;
use warnings;
use Exporter 'import';
use Cwd 'abs_path';
use File::Find;
use File::Path qw(make_path remove_tree);
use Oracle qw(root kamcheck_program run_many modules_option);
use Programs qw(program);
use Vec qw(read_file write_file);

our @EXPORT_OK = qw(programs configs check);

# COUNT random programs of SEED, in folders of their own.
sub programs {
	my ($count, $seed) = @_;
	my $dir = root() . "/build/programs.$$";
	remove_tree($dir);
	END { remove_tree(root() . "/build/programs.$$") if -d root() . "/build/programs.$$" }
	return map { program($seed, $_, "$dir/$_") } 1 .. $count;
}

# The configs of FOLDERS; included files are none.
sub configs {
	my @found;
	find({ no_chdir => 1, wanted => sub { push @found, $_ if -f && /\.cfg\z/ && !m{/inc/} && -s _ < 200_000 } }, grep { -d } @_);
	return sort @found;
}

# What is read of FILE: tokens and tree. The substs themselves are gone from the tokens; bytes that no scanner
# gives back as they are (a variable that a subst has changed to something else) stay.
sub reading {
	my ($tokens, $tree) = @_;
	$tokens =~ s/^.*?:\d+:\d+ //gm;
	$tokens =~ s/^word "subst(?:def|defs)?"\nstring .*\n//gm;
	$tree =~ s/^  \(subst ".*\n    \(string .*\n//gm;
	# The indentation tells what the parentheses do.
	$tree =~ s/\)+$//gm;
	return ($tokens, $tree);
}

sub first_difference {
	my ($a, $b) = map { [split /\n/] } @_;
	for my $i (0 .. ($#$a > $#$b ? $#$a : $#$b)) {
		my ($x, $y) = ($a->[$i] // 'the end', $b->[$i] // 'the end');
		return "want $x, got $y" if $x ne $y;
	}
	return 'the ends differ';
}

# Compares each of FILES with its expansion; with SERVER asks that, too. DONE->(FILE, what differs, or '', or undef
# when the config is refused before its expansion says anything).
sub check {
	my ($jobs, $server, $done, @files) = @_;
	my $dir = root() . "/build/expanded.$$";
	make_path($dir);
	my @cases = map { { file => $files[$_], out => "$dir/$_.cfg", got => {} } } 0 .. $#files;
	# Each step wants the one before it, so the files go side by side.
	run_many($jobs, map { ask($_, 'expand', kamcheck_program(), 'expand', '--kamailio', '5.6', $_->{file}) } @cases);
	run_many($jobs, map { questions($_, $server) } @cases);
	judge($done, $_, $server) for @cases;
	remove_tree($dir);
}

# The job whose answer CASE gets as KEY.
sub ask {
	my ($case, $key, @argv) = @_;
	return { argv => \@argv, cwd => $case->{file} =~ s{/[^/]*$}{}r, timeout => 20, done => sub { $case->{got}{$key} = $_[0] } };
}

# What is to be asked of CASE once it is expanded: of a text that is its own expansion nothing, of one that is refused only what the server says.
sub questions {
	my ($case, $server) = @_;
	my ($file, $out, $expand) = (@$case{qw(file out)}, $case->{got}{expand});
	my @check = ('kamailio', '-c', modules_option(), '-f');
	return $server ? ask($case, 'server-file', @check, $file) : () if $expand->{exit};
	$case->{is_same} = $expand->{out} eq read_file($file);
	return () if $case->{is_same};
	write_file($out, $expand->{out});
	my @read = map { my $what = $_; map { ask($case, "$what-$_", kamcheck_program(), $what, '--kamailio', '5.6', $case->{$_}) } qw(file out) } qw(tokens tree);
	return (@read, $server ? map { ask($case, "server-$_", @check, $case->{$_}) } qw(file out) : ());
}

sub has_syntax_error {
	my ($file) = @_;
	my ($found, $cwd) = (0, $file =~ m{^(.*)/});
	run_many(1, { argv => [kamcheck_program(), 'lint', '--kamailio', '5.6', $file], cwd => $cwd, timeout => 20, done => sub {
		$found = $_[0]{out} =~ /error\[K2/;
	} });
	return $found;
}

sub judge {
	my ($done, $case, $server) = @_;
	my ($file, $got, @differs) = @$case{qw(file got)};

	# A directive that is refused is not in the expansion: that it fails says so.
	if ($got->{expand}{exit}) {
		my $taken = $server && !$got->{'server-file'}{exit} && !$got->{'server-file'}{signal};
		return $done->($file, $taken ? "the server takes the config, but not kamcheck: $got->{expand}{err}" =~ s/\n.*//sr : undef);
	}
	return $done->($file, '') if $case->{is_same};
	# With debug=2 and more the server crashes when it logs some substs.
	my @refused = map { my $run = $got->{"server-$_"}; $run && $run->{signal} ? 'crashes on' : $run && $run->{exit} ? 'refuses' : 'takes' } 'file', 'out';
	if ($refused[0] ne $refused[1] && $refused[0] ne 'crashes on') {
		my ($why) = "$got->{'server-file'}{err}$got->{'server-out'}{err}" =~ /((?:parse error|ERROR).*)/;
		push @differs, "the server $refused[0] the config, and $refused[1] its expansion: " . ($why // '');
	}
	my ($tokens, $tree) = reading($got->{'tokens-file'}{out}, $got->{'tree-file'}{out});
	my ($tokens_out, $tree_out) = reading($got->{'tokens-out'}{out}, $got->{'tree-out'}{out});
	push @differs, 'tokens: ' . first_difference($tokens, $tokens_out) if $tokens ne $tokens_out;
	# What is read behind a syntax error depends on where lines end.
	push @differs, 'tree: ' . first_difference($tree, $tree_out) if $tree ne $tree_out && !has_syntax_error($file);
	$done->($file, join '; ', @differs);
}

1;
