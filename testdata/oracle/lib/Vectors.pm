# The vectors as test cases: unpacked into build/vectors, with their arguments,
# environment and recorded results for a version.

package Vectors;
use strict;
use warnings;
use Exporter 'import';
use File::Path qw(make_path remove_tree);
use Oracle qw(root recorded_result);
use Vec qw(vec_read read_file write_file);

our @EXPORT_OK = qw(vectors expect print_text);

# The vectors whose names match PATTERN, unpacked:
# [{name, group, dir, file, args => [..], env => {..}, part => {..}}].
sub vectors {
	my ($pattern) = @_;
	my $data = root() . '/testdata/vectors';
	my $dir = root() . '/build/vectors';
	unpack_into($data, $dir);
	my @all;
	for my $path (sort glob "$data/*.vec") {
		next if $path =~ m{/inc\.vec\z};
		push @all, map { vector($_, $dir) } @{ vec_read($path) };
	}
	return sort { number($a) <=> number($b) } grep { $_->{name} =~ $pattern } @all;
}

# Unpacks when the packed files have changed. The folder appears all at once, so that
# tests can run side by side.
sub unpack_into {
	my ($data, $dir) = @_;
	my $stamp = join "\n", map { join ' ', $_, (stat $_)[7, 9] } glob "$data/*.vec";
	return if -e "$dir/.stamp" && read_file("$dir/.stamp") eq $stamp;
	make_path("$dir.$$");
	system("$data/unpack", "$dir.$$") == 0 or die "unpack failed\n";
	write_file("$dir.$$/.stamp", $stamp);
	rename $dir, "$dir.$$.old";
	rename "$dir.$$", $dir or die "$dir: $!\n";
	remove_tree("$dir.$$.old");
}

sub number { return ($_[0]{name} =~ /^(\d+)/)[0] }

sub vector {
	my ($case, $dir) = @_;
	my ($group) = $case->{name} =~ /^\d+-([a-z0-9]+)-/;
	my @args = split /\n/, $case->{part}{args} // '';
	s/\@DIR\@/$dir/g for @args;
	return {
		name => $case->{name},
		group => $group,
		dir => $dir,
		file => "$dir/$case->{name}.cfg",
		args => \@args,
		env => { map { split /=/, $_, 2 } split /\n/, $case->{part}{env} // '' },
		part => $case->{part},
	};
}

# The recorded result for 5.6 or 6.1.
sub expect {
	my ($v, $version) = @_;
	my $text = ($version eq '6.1' ? $v->{part}{'expect-6.1'} : undef) // $v->{part}{expect};
	my $r = recorded_result($text, $v->{file}, $v->{dir});
	# What stands in an .expect without -6.1 is the same there, up to the first error.
	$r->{complete} = 0 if $version ne '5.6';
	$r->{print_exit} //= recorded_result($v->{part}{expect}, $v->{file}, $v->{dir})->{print_exit};
	return $r;
}

# (text, exit) that the server prints; the text is undef when none is recorded
# or, from 5.8 on, lost in a fatal stop.
sub print_text {
	my ($v, $version) = @_;
	my $exit = expect($v, $version)->{print_exit};
	return ($v->{part}{print}, $exit) if $version eq '5.6' || !exists $v->{part}{'print-6.1'};
	my $text = $v->{part}{'print-6.1'};
	return ($exit && $text eq '' ? undef : $text, $exit);
}

1;
