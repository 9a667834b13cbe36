# The cases of regress/: NAME.cfg, the optional NAME.args (an argument a line) and
# NAME.expect, what the server 5.6 said: lines "verdict V" and
# "first PLACE: GIST" in the form of the vectors (all errors, one a line, with "  error at").

package Regress;
use strict;
use warnings;
use Exporter 'import';
use Oracle qw(root recorded_result);
use Vec qw(read_file);

our @EXPORT_OK = qw(cases case expect_text);

sub cases {
	my $dir = root() . '/testdata/oracle/regress';
	return map { case($_) } map { m{([^/]+)\.expect\z} } sort glob "$dir/*.expect";
}

sub case {
	my ($name) = @_;
	my $dir = root() . '/testdata/oracle/regress';
	my $file = "$dir/$name.cfg";
	my $text = -e "$dir/$name.expect" ? read_file("$dir/$name.expect") : '';
	return {
		name => "regress/$name",
		dir => $dir,
		file => $file,
		args => -e "$dir/$name.args" ? [split /\n/, read_file("$dir/$name.args")] : [],
		result => recorded_result($text, $file, $dir),
	};
}

# The .expect text of a result.
sub expect_text {
	my ($r, $dir) = @_;
	my $out = "verdict $r->{verdict}\nexit $r->{exit}\n";
	$out .= "summary " . @{ $r->{errors} } . " errors, parser result $r->{parser}\n" if defined $r->{parser};
	my $place = sub {
		my ($e) = @_;
		my $name = $e->{file} eq $r->{main} ? '' : $e->{file} =~ s{^\Q$dir\E/}{}r . ' ';
		return $name . ($e->{lo} == $e->{hi} ? "line $e->{lo}" : "from line $e->{lo}, column 0 to line $e->{hi}, column 0");
	};
	for my $e (@{ $r->{errors} }) {
		if ($e->{gist} =~ /^fatal/) { $out .= 'first ' . $place->($e) . ": $e->{gist}\n" }
		else { $out .= '  error at ' . $place->($e) . ": $e->{gist}\n" }
	}
	$out .= "  error $_->{gist}\n" for grep { $_->{class} ne 'note' } @{ $r->{logs} };
	return $out;
}

1;
