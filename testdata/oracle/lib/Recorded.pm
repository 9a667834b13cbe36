# What other releases said: the tables below recorded/, and kamcheck asked the same.
#
# What must stay true: nothing here needs a server; a table's cells are the server's facts only, never what
# kamcheck said of them. README.md says what the tables hold.

package Recorded;
use strict;
use warnings;
use Exporter 'import';
use File::Path qw(make_path remove_tree);
use FindBin;
use IO::Uncompress::Bunzip2 qw(bunzip2 $Bunzip2Error);
use Oracle qw(root kamcheck_program run_many);
our @EXPORT_OK = qw(recorded_rows ask_kamcheck RELEASES);

# The letters of a cell "server", in this order.
use constant RELEASES => qw(5.6 5.7 5.8 6.0 6.1);

my $work;
my $owner = $$;
END { remove_tree($work) if defined $work && $owner == $$ }

sub unescaped {
	my ($cell) = @_;
	my %is = (n => "\n", t => "\t", '\\' => '\\');
	$cell =~ s/\\([nt\\])/$is{$1}/g;
	return $cell;
}

# The rows of a table, cells as text. Rows "=N VALUE" number the values; a row whose last cell lists numbers then
# stands for one row a value.
sub recorded_rows {
	my ($table) = @_;
	bunzip2("$FindBin::Bin/recorded/$table.tsv.bz2" => \my $text) or die "recorded/$table.tsv.bz2: $Bunzip2Error\n";
	my (@rows, %value);
	for (split /\n/, $text) {
		next if /^#/;
		my @cells = map { unescaped($_) } split /\t/, $_, -1;
		if ($cells[0] =~ /^=(\d+)$/) { $value{$1} = $cells[1]; next }
		if (!%value) { push @rows, \@cells; next }
		my $numbers = pop @cells;
		push @rows, [@cells, $value{$_}] for split /,/, $numbers;
	}
	return @rows;
}

# Asks about many configs, many in one run: [{text => .., done => sub(ERRORS)}...]; ERRORS = [[LINE, CODE, WORDS]...]
sub ask_kamcheck {
	my ($jobs, $release, $phase, @configs) = @_;
	my ($n, @runs) = (0);
	if (!defined $work) {
		$work = root() . "/build/recorded.$$";
		make_path($work);
	}
	while (my @some = splice @configs, 0, 250) {
		my $first = $n;
		my @files = map { "$work/" . $n++ . '.cfg' } @some;
		push @runs, {
			argv => [kamcheck_program(), 'lint', '--level=error', "--phase=$phase", '--kamailio', $release, '--no-ignore', '--format=gcc', @files],
			cwd => $work, timeout => 120, before => sub { write_all($some[$_]{text}, $files[$_]) for 0 .. $#some },
			done => sub { unlink @files; hand_out($_[0], $first, @some) } };
	}
	run_many($jobs, @runs);
}

sub write_all {
	my ($text, $file) = @_;
	open my $out, '>:raw', $file or die "$file: $!\n";
	print $out $text;
	close $out or die "$file: $!\n";
}

sub hand_out {
	my ($run, $first, @configs) = @_;
	die "kamcheck ends with signal $run->{signal}, status $run->{exit}\n" if $run->{signal} || $run->{exit} > 2;
	my @errors;
	my @error;
	for (split /\n/, $run->{out} . $run->{err}) {
		@error = ($1 - $first, $2, $4, $3) if m{^\S*/(\d+)\.cfg:(\d+):\d+: error: (.*) \[(\w+)\]$};
		# What is told once for all its places is told of each of them.
		@error = ($error[0], $1, @error[2, 3]) if @error && m{^\S*/\d+\.cfg:(\d+):\d+: note: it is used here, too};
		next if !@error || !/: error: |: note: it is used here, too/;
		push @{ $errors[$error[0]] }, [@error[1 .. 3]];
	}
	$configs[$_]{done}->($errors[$_] // []) for 0 .. $#configs;
}

1;
