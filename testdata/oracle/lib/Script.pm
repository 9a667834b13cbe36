# A config as the planting of mistakes sees it: its active tokens, directives, calls, blocks and
# parameters with their places, and names misspelt so that they are no other name.
#
# What must stay true: everything depends on the text and the seed alone; what is switched off by
# conditionals is not seen.

package Script;
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use Exporter 'import';
use Mutate qw(tokens);
use Oracle qw(root);

our @EXPORT_OK = qw(read_text line_of rows number misspell token calls blocks modparams loads inside);

#-- the text ------------------------------------------------------------------------

sub read_text {
	my ($text, $seed) = @_;
	my $f = { text => $text, seed => $seed, starts => [0], valid => valid_names() };
	push @{ $f->{starts} }, pos $text while $text =~ /\n/g;
	# Words of the file are valid names, too: a misspelling must not hit one.
	$f->{words} = { map { $_ => 1 } $text =~ /\w+/g };
	$f->{active} = active_lines($text);
	my @live = grep { $_->[0] !~ /^(?:comment|blank|newline|directive)$/ && $f->{active}{ line_of($f, $_->[1]) } } @{ tokens($text) };
	$f->{code} = [map { { kind => $_->[0], at => $_->[1], length => $_->[2], line => line_of($f, $_->[1]), text => substr $text, $_->[1], $_->[2] } } @live];
	$f->{code}[$_]{i} = $_ for 0 .. $#{ $f->{code} };
	pair_brackets($f);
	$f->{directives} = [grep { $f->{active}{ $_->{line} } } directives($f)];
	return $f;
}

sub line_of {
	my ($f, $at) = @_;
	my ($lo, $hi) = (0, scalar @{ $f->{starts} });
	while ($hi - $lo > 1) {
		my $mid = ($lo + $hi) >> 1;
		if ($f->{starts}[$mid] <= $at) { $lo = $mid } else { $hi = $mid }
	}
	return $lo + 1;
}

# The lines that Kamailio reads, as {LINE => 1}: conditionals by the defines of the text itself.
sub active_lines {
	my ($text) = @_;
	my (%defined, %active, @open);
	my $n = 0;
	for (split /\n/, $text) {
		$n++;
		my $outer = !grep { !$_ } @open;
		if (/^#!if(n?)def[ \t]+(\w+)/) {
			push @open, $1 eq 'n' ? !exists $defined{$2} : exists $defined{$2};
			$active{$n} = 1 if $outer;
		} elsif (/^#!(else|endif)\s*$/) {
			my ($else, $here) = ($1 eq 'else', pop @open);
			$active{$n} = 1 if !grep { !$_ } @open;
			push @open, !$here if $else;
		} elsif ($outer) {
			$defined{$1} = 1 if /^#!(?:try|re)?def(?:ine)?[ \t]+(\w+)/;
			$active{$n} = 1;
		}
	}
	return \%active;
}

sub directives {
	my ($f) = @_;
	my @out;
	while ($f->{text} =~ /^#!([a-z]+)(?:[ \t]+(\w+))?([^\n]*)$/mg) {
		push @out, { at => $-[0], length => $+[0] - $-[0], word => $1, word_at => $-[1], name => $2, name_at => $-[2],
			line => line_of($f, $-[0]), text => substr $f->{text}, $-[0], $+[0] - $-[0] };
	}
	return @out;
}

sub pair_brackets {
	my ($f) = @_;
	my %closes = (')' => '(', '}' => '{', ']' => '[');
	my @open;
	for my $t (@{ $f->{code} }) {
		next if $t->{kind} ne 'other';
		if ($t->{text} =~ /^[({\[]$/) {
			push @open, $t;
		} elsif ($closes{ $t->{text} } && @open && $open[-1]{text} eq $closes{ $t->{text} }) {
			my $o = pop @open;
			@$o{qw(partner)} = ($t->{i});
			$t->{partner} = $o->{i};
		}
	}
}

my $valid;

# The names that Kamailio knows, of every kind, from the tables of the program.
sub valid_names {
	return $valid if $valid;
	for my $table (qw(functions params pvars modules events keywords globals directives words)) {
		open my $in, '<', root() . "/grammar/$table.tsv" or die "$table.tsv: $!\n";
		while (<$in>) {
			$valid->{$1} = 1 if /^(?!#)([^\t\n]+)\t/;
		}
	}
	return $valid;
}

# The rows of a table of grammar/ as lists of columns.
sub rows {
	my ($table) = @_;
	open my $in, '<', root() . "/grammar/$table.tsv" or die "$table.tsv: $!\n";
	return map { chomp; [split /\t/] } grep { !/^(?:#|$)/ } <$in>;
}

#-- misspelling ------------------------------------------------------------------------

# A number below $limit that depends only on the seed and $what.
sub number {
	my ($f, $what, $limit) = @_;
	return hex(substr md5_hex("$f->{seed}:$what"), 0, 7) % $limit;
}

# $word with two letters swapped, one dropped or one doubled, so that it is no other name.
sub misspelt {
	my ($f, $word, $what) = @_;
	my $n = length $word;
	return $word . 'x' if $n < 2;
	for my $try (0 .. 40) {
		my $at = number($f, "$what:$try:at", $n);
		my $new = $word;
		my $how = number($f, "$what:$try:how", 3);
		if ($how == 0) {
			next if $at + 1 >= $n;
			substr($new, $at, 2) = reverse substr $new, $at, 2;
		} elsif ($how == 1) {
			substr($new, $at, 1) = '';
		} else {
			substr($new, $at, 0) = substr $new, $at, 1;
		}
		next if $new eq $word || $new !~ /^[A-Za-z]/ || $f->{words}{$new} || $f->{valid}{$new};
		return $new;
	}
	return $word . 'x';
}

# The edit that misspells the word at $at.
sub misspell {
	my ($f, $at, $word, @also) = @_;
	return { at => $at, length => length $word, new => misspelt($f, $word, "$word:$at"), also => \@also };
}

#-- parts of the script ------------------------------------------------------------------

sub token { my ($f, $i) = @_; return $i >= 0 ? $f->{code}[$i] // { text => '', kind => '', line => 0 } : { text => '', kind => '', line => 0 } }

# Calls NAME(...): {token, open, close, arguments => [[tokens]...]}.
sub calls {
	my ($f, $names) = @_;
	my @out;
	for my $t (@{ $f->{code} }) {
		next if $t->{kind} ne 'word' || $t->{text} !~ /^(?:$names)$/;
		my $open = token($f, $t->{i} + 1);
		next if $open->{text} ne '(' || !defined $open->{partner};
		my ($depth, @arguments) = (0);
		for my $i ($open->{i} + 1 .. $open->{partner} - 1) {
			my $u = $f->{code}[$i];
			$depth++ if $u->{text} =~ /^[({\[]$/;
			$depth-- if $u->{text} =~ /^[)}\]]$/;
			push @arguments, [] if !@arguments || !$depth && $u->{text} eq ',';
			push @{ $arguments[-1] }, $u if $depth || $u->{text} ne ',';
		}
		push @out, { token => $t, open => $open, close => $f->{code}[ $open->{partner} ], arguments => \@arguments };
	}
	return @out;
}

# Named blocks KIND[NAME] { }: {kind, name, at, line, open, close}.
sub blocks {
	my ($f) = @_;
	my @out;
	for my $t (@{ $f->{code} }) {
		next if $t->{text} !~ /^(?:request_|reply_|failure_|branch_|onreply_|onsend_|event_)?route$/;
		my $at = $t->{i} + 1;
		my $block = { kind => $t->{text}, name => '', line => $t->{line} };
		if (token($f, $at)->{text} eq '[') {
			my ($first, $last) = (token($f, $at + 1), token($f, token($f, $at)->{partner} - 1));
			$block->{at} = $first->{at};
			$block->{name} = substr $f->{text}, $first->{at}, $last->{at} + $last->{length} - $first->{at};
			$at = $last->{i} + 2;
		}
		next if token($f, $at)->{text} ne '{';
		@$block{qw(open close)} = ($f->{code}[$at], token($f, $f->{code}[$at]{partner} // -1));
		push @out, $block;
	}
	return @out;
}

sub modparams {
	my ($f) = @_;
	return map { { %$_, lines => [$_->{token}{line} .. $_->{close}{line}] } } grep { @{ $_->{arguments} } == 3 } calls($f, 'modparam');
}

sub loads {
	my ($f) = @_;
	return map { { token => $_, string => token($f, $_->{i} + 1) } } grep { $_->{text} eq 'loadmodule' } @{ $f->{code} };
}

# The text of a string token and where it begins.
sub inside { my ($t) = @_; return (substr($t->{text}, 1, -1), $t->{at} + 1) }

1;
