# Mistakes that leave one side of two alone: what a row of grammar/conditions.tsv needs is taken away, a flag or the name of a thing is changed where
# it is made or where it is used, a $var in a string, a quote inside of a statement.
#
# What must stay true: only what is the single thing that the other side has; of conditions, only those that are more than a note.

package Sides;
use strict;
use warnings;
use Exporter 'import';
use Script qw(rows line_of number misspell token calls blocks modparams loads inside);

our @EXPORT_OK = qw(condition_removed flag_renamed symbol_renamed var_in_string quote_lost);

# What a statement or parameter takes with it when it goes: all of it but its newlines.
sub removed {
	my ($f, $from, $end, $line, @also) = @_;
	my $new = substr($f->{text}, $from, $end - $from) =~ tr/\n//cdr;
	return { at => $from, length => $end - $from, new => $new, line => $line, also => \@also };
}

sub is_loaded { my ($f, $module) = @_; return $module eq 'core' || grep { (inside($_->{string}))[0] =~ m{(?:^|/)\Q$module\E(?:\.so)?$} } loads($f) }

# The modparams that set PARAMETER of MODULE.
sub settings {
	my ($f, $module, $parameter) = @_;
	return grep { my ($names) = inside($_->{arguments}[0][0]); (inside($_->{arguments}[1][0]))[0] eq $parameter && grep { $_ eq $module } $names =~ /\w+/g } modparams($f);
}

# Does NEED hold as it is: a parameter that is not set, a function that is not called?
sub holds_unset {
	my ($f, $need) = @_;
	return !calls($f, $1) if $need =~ /^absent:(\w+)$/;
	my ($unset, $sign, $value) = $need =~ /\((.*?)\)(!?=|>|~|\*)(.*)$/ or return 0;
	return $sign eq '=' ? $unset eq $value : $sign eq '!=' ? $unset ne $value : $unset !~ /^-?\d+$/ ? 0 : $sign eq '>' ? $unset > $value : $sign eq '~' ? $unset + 0 & $value + 0 : 0;
}

# The lines of what a row is about.
sub subjects {
	my ($f, $row) = @_;
	my ($name, $kind, $module, $part) = @$row;
	return () if !is_loaded($f, $module);
	return map { $_->{line} } grep { $_->{kind} eq 'event_route' && $_->{name} =~ ($name =~ /^(.*)\*$/ ? qr/^\Q$1\E/ : qr/^\Q$name\E$/) } blocks($f) if $kind eq 'event';
	return map { $_->{token}{line} } grep { $part eq '-' || $part eq scalar @{ $_->{arguments} } } calls($f, quotemeta $name) if $kind eq 'function';
	return map { @{ $_->{lines} } } grep { $part eq '-' || index($_->{arguments}[2][0]{text}, $part) >= 0 } settings($f, $module, $name) if $kind =~ /^(?:param|flag)$/;
	return map { $_->{token}{line} } grep { (inside($_->{string}))[0] =~ /^\Q$module\E\b/ } loads($f) if $kind eq 'module';
	return map { $_->{line} } grep { $_->{text} =~ /^\Q$name\E$/ } @{ $f->{code} } if $kind =~ /^(?:socket|core)$/;
	return ();
}

# The one edit that takes away what NEED names; nothing when it is there not at all or twice. A core parameter goes with its line.
sub without {
	my ($f, $module, $need, $flag) = @_;
	my @edits;
	if ($need =~ /^call:(\w+)$/) {
		for my $c (calls($f, $1)) {
			my ($before, $after) = (token($f, $c->{token}{i} - 1), token($f, $c->{close}{i} + 1));
			return () if $before->{text} !~ /^[;{}]$/ || $after->{text} ne ';';
			push @edits, removed($f, $c->{token}{at}, $after->{at} + 1, $c->{token}{line});
		}
	} elsif ($need eq 'raised' && defined $flag) {
		push @edits, map { removed($f, $_->{token}{at}, $_->{close}{at} + 1, $_->{token}{line}) }
			grep { ($_->{arguments}[0][0]{text} // '') eq $flag } calls($f, 'setb?flag');
	} elsif ($need =~ /^module:(\w+)$/) {
		my $name = $1;
		push @edits, map { removed($f, $_->{token}{at}, $_->{string}{at} + $_->{string}{length}, $_->{token}{line}) } grep { (inside($_->{string}))[0] =~ /^\Q$name\E\b/ } loads($f);
	} elsif ($need =~ /^core\.(\w+)\((.*?)\)/) {
		my $name = $1;
		push @edits, map { removed($f, $_->{at}, $_->{at} + length($_->{text} . token($f, $_->{i} + 1)->{text} . token($f, $_->{i} + 2)->{text}), $_->{line}) }
			grep { $_->{text} eq $name && token($f, $_->{i} + 1)->{text} eq '=' && substr($f->{text}, $_->{at}) =~ /^\w+=\w+/ } @{ $f->{code} };
	} elsif ($need =~ /^(?:(\w+)\.)?(\w+)\(/) {
		push @edits, map { removed($f, $_->{token}{at}, $_->{close}{at} + 1, $_->{token}{line}, @{ $_->{lines} }) } settings($f, $1 // $module, $2);
	}
	return @edits;
}

sub condition_removed {
	my ($f) = @_;
	my (%seen, @out);
	# Whatever tells that it is missing, a note or not, is a right place.
	for my $row (rows('conditions')) {
		my ($name, $kind, $module, $part, $when, $needs, $rule) = @$row;
		next if $kind eq 'name';
		my @lines = subjects($f, $row) or next;
		my ($setting) = $kind eq 'flag' ? settings($f, $module, $name) : ();
		my $flag = $setting && $setting->{arguments}[2][0]{text};
		my @edits = map { without($f, $module, $_, $flag) } split /\|/, $needs;
		next if @edits != 1 || grep { holds_unset($f, $_) } split /\|/, $needs;
		my $edit = $seen{ $edits[0]{at} } //= $edits[0];
		push @{ $edit->{also} }, @lines;
		$edit->{is_planted} = 1 if $rule ne 'doubtful' && $when eq '-';
	}
	return grep { $_->{is_planted} } values %seen;
}

# The flag that a parameter names, raised by one call or several, becomes another one: in the parameter.
sub flag_renamed {
	my ($f) = @_;
	my @out;
	for my $row (grep { $_->[1] eq 'flag' && $_->[6] ne 'doubtful' && $_->[4] eq '-' } rows('conditions')) {
		for my $s (settings($f, $row->[2], $row->[0])) {
			my $flag = $s->{arguments}[2][0];
			my @raised = grep { ($_->{arguments}[0][0]{text} // '') eq $flag->{text} } calls($f, 'setb?flag') or next;
			next if grep { /^call:(\w+)$/ ? calls($f, $1) : holds_unset($f, $_) } split /\|/, $row->[5];
			my ($free) = grep { my $n = $_; !grep { $_->{text} eq $n } @{ $f->{code} } } reverse 20 .. 30;
			my @also = (@{ $s->{lines} }, lines_with($f, $flag->{text}));
			push @out, { at => $flag->{at}, length => $flag->{length}, new => $free, also => \@also };
			push @out, { at => $raised[0]{arguments}[0][0]{at}, length => $flag->{length}, new => $free, also => \@also } if @raised == 1;
		}
	}
	return @out;
}

# [what defines a name, what uses it]: the name is $1.
my @THINGS = (
	[qr/"profiles_(?:with|no)_value",\s*"(\w+)/, qr/\b(?:un)?set_dlg_profile\("(\w+)"|\bget_profile_size\("(\w+)"|\bis_in_profile\("(\w+)"/],
	[qr/"rtimer",\s*"timer",\s*"name=(\w+)/, qr/"exec",\s*"timer=(\w+)/],
	[qr/"mqueue",\s*"mqueue",\s*"name=(\w+)/, qr/\bmq_(?:add|fetch)\("(\w+)"/],
	[qr/"sqlcon",\s*"(\w+)=>/, qr/\bsql_query\("(\w+)"/],
	[qr/"ndb_redis",\s*"server",\s*"name=(\w+)/, qr/\bredis_(?:pipe_)?cmd\("(\w+)"/],
	[qr/"httpcon",\s*"(\w+)=>/, qr/\bhttp_connect\("(\w+)"/],
	[qr/\bsht_iterator_start\("(\w+)"/, qr/\bsht_iterator_next\("(\w+)"/],
	[qr/"statistics",\s*"variable",\s*"(\w+)"/, qr/\b(?:update|reset)_stat\("(\w+)"/],
	[qr/"script_counter",\s*"(\w+)"/, qr/\bcnt_(?:inc|add)\("(\w+)"/],
	[qr/\bsql_query\("\w+",.*,\s*"(\w+)"\)/, qr/\$dbr\((\w+)=>/],
	[qr/"htable",\s*"htable",\s*"(\w+)=>/, qr/\$sht\((\w+)=>|\bsht_(?:un)?lock\("(\w+)=>/],
	[qr/^listen=\S+ name "(\w+)"/m, qr/\bset_send_socket_name\("(\w+)"|\$fsn = "(\w+)"/],
);

# {at, name, line} of what PATTERN finds in lines that are read.
sub found {
	my ($f, $pattern) = @_;
	my @out;
	while ($f->{text} =~ /$pattern/g) {
		my ($n) = grep { defined $-[$_] && defined $+[$_] } 1 .. $#-;
		my $name = substr $f->{text}, $-[$n], $+[$n] - $-[$n];
		push @out, { at => $-[$n], name => $name, line => line_of($f, $-[$n]) };
	}
	return grep { my $x = $_; $f->{active}{ $x->{line} } && substr($f->{text}, $f->{starts}[$x->{line} - 1], $x->{at} - $f->{starts}[$x->{line} - 1]) !~ /^\s*#(?!!)|\/\// } @out;
}

sub lines_with { my ($f, $name) = @_; my $n = 0; return grep { $_ } map { $n++; /\b\Q$name\E\b/ ? $n : 0 } split /\n/, $f->{text} }

# Where a name is defined, if all its uses are left; and each use.
sub symbol_renamed {
	my ($f) = @_;
	my @out;
	for my $thing (@THINGS) {
		my ($definitions, $uses) = map { [found($f, $_)] } @$thing;
		for my $d (@$definitions) {
			my @mine = grep { $_->{name} eq $d->{name} } @$uses or next;
			push @out, misspell($f, $d->{at}, $d->{name}, lines_with($f, $d->{name})) if 1 == grep { $_->{name} eq $d->{name} } @$definitions;
			push @out, map { misspell($f, $_->{at}, $_->{name}, $d->{line}) } @mine;
		}
	}
	return @out;
}

# A $var(NAME) in a string with other text (alone it may be what a function sets), of a name that is set and has some letters.
sub var_in_string {
	my ($f) = @_;
	my %set = map { $_ => 1 } $f->{text} =~ /\$var\((\w+)\)\s*=[^=~]/g;
	my @out;
	for my $t (grep { $_->{kind} eq 'string' } @{ $f->{code} }) {
		my ($text, $at) = inside($t);
		next if $t->{text} !~ /^"/ || $text =~ /\n|^\$var\(\w+\)$/;
		while ($text =~ /\$var\((\w{4,})\)/g) {
			my ($name, $start) = ($1, $at + $-[1]);
			push @out, misspell($f, $start, $name) if $set{$name};
		}
	}
	return @out;
}

# The end of a string in front of a comma, and the backslash of a quote inside of one.
sub quote_lost {
	my ($f) = @_;
	my @out;
	for my $t (grep { $_->{kind} eq 'string' && $_->{text} =~ /^"/ } @{ $f->{code} }) {
		push @out, { at => $t->{at} + $t->{length} - 1, length => 1, new => '' } if token($f, $t->{i} + 1)->{text} eq ',';
		push @out, { at => $t->{at} + $-[0], length => 1, new => '' } if $t->{text} =~ /\\(?=")/;
	}
	return @out;
}

1;
