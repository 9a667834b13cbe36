# Packed test data: many small files in one readable text file (*.vec).
#
# What must stay true: reading and writing are exact inverses, byte for byte,
# whatever the bytes are; a packed file itself is plain ASCII text that git,
# diff and an editor leave alone. The format is described in ../README.md.

package Vec;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT_OK = qw(vec_read vec_text read_file write_file);

sub read_file {
	my ($path) = @_;
	open my $in, '<:raw', $path or die "$path: $!\n";
	local $/;
	my $text = <$in>;
	return defined $text ? $text : '';
}

sub write_file {
	my ($path, $text) = @_;
	open my $out, '>:raw', $path or die "$path: $!\n";
	print $out $text;
	close $out or die "$path: $!\n";
}

# The cases of one packed file, in order: [{name, part => {NAME => TEXT}, order => [NAME...]}]
sub vec_read {
	my ($path) = @_;
	my (@cases, $case, $part, $chop);
	my $where = sub { "$path:$.: $_[0]\n" };
	my $finish = sub {
		if (defined $part && $chop) { $case->{part}{$part} =~ s/\n\z// }
	};
	open my $in, '<:raw', $path or die "$path: $!\n";
	while (my $line = <$in>) {
		$line =~ s/\n\z//;
		if ($line =~ /^\|(.*)\z/s) {
			defined $part or die $where->('text outside of a part');
			$case->{part}{$part} .= "$1\n";
		} elsif ($line =~ /^\\(.*)\z/s) {
			defined $part or die $where->('text outside of a part');
			$case->{part}{$part} .= unescape($1) . "\n";
		} elsif ($line =~ /^== (\S+)\z/) {
			$finish->();
			undef $part;
			$case = { name => $1, part => {}, order => [] };
			push @cases, $case;
		} elsif ($line =~ /^-- (\S+)(?: (nonl)| = (\S+))?\z/) {
			defined $case or die $where->('part outside of a case');
			$finish->();
			$part = $1;
			$chop = $2;
			push @{ $case->{order} }, $part;
			$case->{part}{$part} = defined $3 ? $case->{part}{$3} : '';
		} elsif ($line !~ /^(#.*)?\z/) {
			die $where->('not a line of a packed file');
		}
	}
	$finish->();
	return \@cases;
}

sub unescape {
	my ($text) = @_;
	$text =~ s/\\(?:x([0-9a-f]{2})|(\\))/defined $1 ? chr hex $1 : $2/ge;
	return $text;
}

sub line_text {
	my ($line) = @_;
	return "|$line\n" if $line !~ /[^\t\x20-\x7e]/;
	$line =~ s/\\/\\\\/g;
	$line =~ s/([^\t\x20-\x7e])/sprintf '\\x%02x', ord $1/ge;
	return "\\$line\n";
}

# The packed text of cases as vec_read returns them; a part equal to the
# part "cfg" is written as a reference to it.
sub vec_text {
	my ($cases) = @_;
	my $out = '';
	for my $case (@$cases) {
		$out .= "== $case->{name}\n";
		for my $part (@{ $case->{order} }) {
			my $text = $case->{part}{$part};
			my $cfg = $case->{part}{cfg};
			if ($part ne 'cfg' && defined $cfg && length $text && $text eq $cfg) {
				$out .= "-- $part = cfg\n";
				next;
			}
			my $nonl = length $text && $text !~ /\n\z/;
			$out .= "-- $part" . ($nonl ? " nonl\n" : "\n");
			$text .= "\n" if $nonl;
			$out .= line_text($_) for $text =~ /([^\n]*)\n/g;
		}
		$out .= "\n";
	}
	return $out;
}

1;
