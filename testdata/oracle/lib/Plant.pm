# Plants one mistake at a time into a config that is right: the slips that people
# really make, kind by kind, at every place where the text offers one.
#
# What must stay true: the mistakes depend only on the text and the seed, never on the
# state of perl's random numbers; no edit changes the number of lines, so that a finding of
# the untouched text keeps its line; a misspelt name is no other valid name; an edit that changes nothing
# about what the server does (an "exit" behind a route that always exits) is not planted.

package Plant;
use strict;
use warnings;
use Exporter 'import';
use Sides qw(condition_removed flag_renamed symbol_renamed var_in_string quote_lost);
use Script qw(read_text line_of rows number misspell token calls blocks modparams loads inside);

our @EXPORT_OK = qw(plant kinds small_kinds features);

# The kinds, in the order of the table. Each function gets the file and returns edits
# {at, length, new, line, also => [lines that are as good a place]}. 1: planted into the small configs, too.
my @KINDS = (
	['route() target misspelt', \&route_target],
	['route block renamed, callers not', \&route_renamed],
	['t_on_... target misspelt, or target renamed', \&armed_target],
	['SIP method misspelt in is_method()', \&method],
	['htable name misspelt', \&htable],
	['regular expression with an unclosed bracket', \&regex],
	['exit removed', sub { statement_removed($_[0], qr/exit/) }],
	['break or return removed', sub { statement_removed($_[0], qr/break|return/) }],
	['variable wrong inside a string', \&variable_in_string],
	['variable wrong in an expression', \&variable],
	['#!ifdef name misspelt', \&ifdef_name],
	['#!define name misspelt', \&define_name],
	['"==" typed as "="', \&equals],
	['loadmodule removed', \&loadmodule_removed],
	['#!else with a comment behind it', sub { directive_comment($_[0], qr/else/) }],
	['#!endif with a comment behind it', sub { directive_comment($_[0], qr/endif/) }],
	['#!define value with a comment behind it', sub { directive_comment($_[0], qr/(?:try|re)?def(?:ine)?[ \t]+\w+[ \t]+[^ \t\n].*/) }],
	['directive misspelt', \&directive],
	['function name misspelt', \&function_name],
	['wrong number of arguments', \&argument_count],
	['modparam name misspelt', \&parameter_name],
	['modparam value of the wrong type', \&parameter_type],
	['module name misspelt', \&module_name],
	['event_route name misspelt', \&event_name],
	['flag name misspelt', \&flag_name],
	['"{" deleted', sub { sign($_[0], '{') }],
	['"}" deleted', sub { sign($_[0], '}') }],
	['"(" deleted', sub { sign($_[0], '(') }],
	['")" deleted', sub { sign($_[0], ')') }],
	['";" deleted', sub { sign($_[0], ';') }],
	['quote deleted', \&quote],
	['false value at the end of a reply_route or route', \&end_value],
	['part of the message changed twice', \&changed_twice],
	['record_route() removed', \&record_route_removed],
	['what a condition needs removed', \&condition_removed, 1],
	['flag renamed on one side', \&flag_renamed, 1],
	['name of a thing renamed on one side', \&symbol_renamed, 1],
	['$var misspelt in a string', \&var_in_string, 1],
	['quote lost in front of a comma or inside', \&quote_lost],
);

sub kinds { return map { $_->[0] } @KINDS }

# Those that are planted into small configs, too.
sub small_kinds { return map { $_->[0] } grep { $_->[2] } @KINDS }

# The features that the text of a stock config can switch on, in their order.
sub features {
	my ($text) = @_;
	my %seen;
	return grep { !$seen{$_}++ } $text =~ /^#!ifn?def[ \t]+(WITH_\w+)/mg;
}

# All mistakes of KINDS in $text: [{kind, text, line, right => {LINE => 1}, edit}...], of each kind at most $most.
sub plant {
	my ($text, $seed, $most, @kinds) = @_;
	my $f = read_text($text, $seed);
	my @out;
	for my $kind (@KINDS) {
		my ($name, $find) = @$kind;
		next if !grep { $_ eq $name } @kinds;
		my @edits = sort { $a->{at} <=> $b->{at} } $find->($f);
		if (@edits > $most) {
			my %rank = map { $_ => number($f, "$name:$edits[$_]{at}", 1 << 28) } 0 .. $#edits;
			my @kept = (sort { $rank{$a} <=> $rank{$b} || $a <=> $b } 0 .. $#edits)[0 .. $most - 1];
			@edits = @edits[sort { $a <=> $b } @kept];
		}
		push @out, map { mistake($f, $name, $_) } @edits;
	}
	return @out;
}

sub mistake {
	my ($f, $kind, $e) = @_;
	my $text = $f->{text};
	my $old = substr $text, $e->{at}, $e->{length}, $e->{new};
	my $line = $e->{line} // line_of($f, $e->{at});
	my $source = (split /\n/, $text, -1)[$line - 1] =~ s/^\s+|\s+$//gr;
	return {
		kind => $kind, text => $text, line => $line,
		right => { map { $_ => 1 } $line, @{ $e->{also} || [] } },
		edit => sprintf('line %d: "%s" -> "%s": %s', $line, map({ s/\s+/ /gr =~ s/^(.{70}).{20,}(.{70})$/$1 ... $2/r } $old, $e->{new}), $source),
	};
}

#-- routes ----------------------------------------------------------------------------

my $ARMING = 't_on_failure|t_on_branch|t_on_reply|t_on_branch_failure';

# {NAME => [call...]} of calls with one word or string.
sub targets {
	my ($f, $names) = @_;
	my %out;
	for my $call (calls($f, $names)) {
		my $t = $call->{arguments}[0][0] or next;
		my ($name, $at) = $t->{kind} eq 'string' ? inside($t) : ($t->{text}, $t->{at});
		push @{ $out{$name} }, { name => $name, at => $at, line => $t->{line}, token => $call->{token} } if $name =~ /^\w+$/;
	}
	return \%out;
}

sub route_target {
	my ($f) = @_;
	return map { misspell($f, $_->{at}, $_->{name}) } map { @$_ } values %{ targets($f, 'route') };
}

sub renamed {
	my ($f, $kinds, $names) = @_;
	my $uses = targets($f, $names);
	return map { misspell($f, $_->{at}, $_->{name}, map { $_->{line} } @{ $uses->{ $_->{name} } }) }
		grep { $_->{kind} =~ /^(?:$kinds)$/ && $uses->{ $_->{name} } } blocks($f);
}

sub route_renamed { return renamed($_[0], 'route', 'route') }

sub armed_target {
	my ($f) = @_;
	return (map({ misspell($f, $_->{at}, $_->{name}) } map { @$_ } values %{ targets($f, $ARMING) }),
		renamed($f, 'failure_route|branch_route|onreply_route', $ARMING));
}

sub event_name {
	my ($f) = @_;
	my @out;
	for my $block (grep { $_->{kind} eq 'event_route' } blocks($f)) {
		# Each word of "module:event-name" in turn.
		push @out, misspell($f, $block->{at} + $-[0], $&) while $block->{name} =~ /[a-z]\w+/g;
	}
	return @out;
}

#-- statements --------------------------------------------------------------------------

# Routes out of which no way leads back: they end in exit and have no return.
sub exiting {
	my ($f) = @_;
	my %out;
	for my $b (blocks($f)) {
		my @body = map { $f->{code}[$_]{text} } $b->{open}{i} + 1 .. $b->{close}{i} - 1;
		$out{ $b->{name} } = 1 if $b->{kind} eq 'route' && "@body" =~ /(?:^|[;}]) exit ;$/ && !grep { $_ eq 'return' } @body;
	}
	return \%out;
}

# Does nothing run between token $i and the end of block $b that another statement would not do anyway?
sub nothing_follows {
	my ($f, $i, $b, $way_out) = @_;
	while ($i < $b->{close}{i}) {
		my $text = $f->{code}[$i]{text};
		if ($text eq '}' && token($f, $i + 1)->{text} eq 'else') {
			# The other branch is passed by: to the end of its block.
			$i++ while $i < $b->{close}{i} && $f->{code}[$i]{text} ne '{';
			$i = ($f->{code}[$i]{partner} // return 0);
			next;
		}
		return 1 if $text =~ /^(?:$way_out)$/ && token($f, $i + 1)->{text} eq ';';
		return 0 if $text !~ /^[;}]$/;
		$i++;
	}
	return 1;
}

sub statement_removed {
	my ($f, $word) = @_;
	my ($exiting, @out) = (exiting($f));
	for my $b (blocks($f)) {
		for my $i ($b->{open}{i} + 1 .. $b->{close}{i} - 2) {
			my ($t, $end) = ($f->{code}[$i], $f->{code}[$i + 1]);
			next if $t->{kind} ne 'word' || $t->{text} !~ /^$word$/ || $end->{text} ne ';';
			next if useless($f, $b, $t, $exiting);
			push @out, { at => $t->{at}, length => $end->{at} + 1 - $t->{at}, new => '', line => $t->{line},
				also => [statement_before($f, $i), token($f, $i + 2)->{text} eq '}' ? token($f, $i + 2)->{line} : ()] };
		}
	}
	return @out;
}

# Does the script do the same without the exit, return or break $t of block $b?
sub useless {
	my ($f, $b, $t, $exiting) = @_;
	my $before = token($f, $t->{i} - 1)->{text};
	# The only statement of an "if" without braces: the next one takes its place.
	return 0 if $before eq ')' || $before eq 'else';
	my $called = join ' ', map { token($f, $t->{i} + $_)->{text} } -5 .. -1;
	return 1 if $called =~ /^route \( (\w+) \) ;$/ && $exiting->{$1};
	my $same = $t->{text} eq 'exit' ? ($b->{kind} eq 'route' ? 'exit' : 'exit|return') : $b->{kind} eq 'route' ? $t->{text} : 'exit|return';
	my $end = $b->{kind} ne 'route' || $t->{text} ne 'exit';
	my $i = $t->{i} + 2;
	return nothing_follows($f, $i, $b, $same) if $end;
	return 1 if $i == $b->{close}{i} && callers_exit($f, $b->{name});
	# In a called route the end of the block goes on in the caller.
	return $f->{code}[$i]{text} eq 'exit';
}

# Does the script end behind each call of route $name anyway?
sub callers_exit {
	my ($f, $name) = @_;
	my $calls = 0;
	for my $b (blocks($f)) {
		for my $i ($b->{open}{i} + 1 .. $b->{close}{i} - 5) {
			next if join(' ', map { $f->{code}[$_]{text} } $i .. $i + 4) ne "route ( $name ) ;";
			return 0 if !nothing_follows($f, $i + 5, $b, 'exit') || token($f, $i + 5)->{text} eq '}' && $b->{kind} eq 'route' && !exits_from($f, $i + 5, $b);
			$calls++;
		}
	}
	return $calls > 0;
}

# Do the closing braces from token $i on lead to an exit, and not to the end of block $b?
sub exits_from {
	my ($f, $i, $b) = @_;
	$i++ while $i < $b->{close}{i} && $f->{code}[$i]{text} =~ /^[;}]$/;
	return $f->{code}[$i]{text} eq 'exit';
}

# The lines of the statement that ends before token $i.
sub statement_before {
	my ($f, $i) = @_;
	my $end = token($f, --$i);
	return () if $end->{text} !~ /^[;}]$/;
	return ($end->{line}) if $end->{text} eq '}';
	$i-- while $i > 0 && token($f, $i - 1)->{text} !~ /^[;{}:]$/;
	return (token($f, $i)->{line} .. $end->{line});
}

sub equals {
	my ($f) = @_;
	return map { { at => $_->{at}, length => 2, new => '=' } } grep { $_->{text} eq '==' } @{ $f->{code} };
}

#-- arguments ----------------------------------------------------------------------------

sub method {
	my ($f) = @_;
	my @out;
	for my $call (calls($f, 'is_method')) {
		my $t = $call->{arguments}[0][0] or next;
		my ($names, $at) = inside($t);
		push @out, misspell($f, $at + $-[0], $&) while $names =~ /\w+/g;
	}
	return @out;
}

sub htable {
	my ($f) = @_;
	my (@out, @uses, %defined);
	for my $m (grep { $_->{arguments}[1][0]{text} eq '"htable"' } modparams($f)) {
		my ($value, $at) = inside($m->{arguments}[2][0]);
		$value =~ /^(\w+)=>/ and $defined{$1} = { at => $at, line => $m->{arguments}[2][0]{line} };
	}
	while ($f->{text} =~ /\$sht\((\w+)=>|\bsht_\w+\("(?:\w+:)?(\w+)/g) {
		my ($name, $at) = defined $1 ? ($1, $-[1]) : ($2, $-[2]);
		push @uses, { name => $name, at => $at, line => line_of($f, $at) } if $f->{active}{ line_of($f, $at) } && $defined{$name};
	}
	for my $name (sort keys %defined) {
		push @out, misspell($f, $defined{$name}{at}, $name, map { $_->{line} } grep { $_->{name} eq $name } @uses);
	}
	return (@out, map { misspell($f, $_->{at}, $_->{name}) } @uses);
}

# Is a bracket or group of the regular expression open at its end?
sub unclosed {
	my ($re) = @_;
	my $depth = 0;
	while ($re =~ /\G(?:\\.|\[\^?\]?(?:\[:\w+:\]|[^\]])*(\]?)|([()])|.)/gs) {
		return 1 if defined $1 && $1 eq '';
		$depth += $2 eq '(' ? 1 : -1 if defined $2;
	}
	return $depth > 0;
}

sub regex {
	my ($f) = @_;
	my @strings = grep { $_->{kind} eq 'string' && token($f, $_->{i} - 1)->{text} eq '=~' } @{ $f->{code} };
	push @strings, map { $_->{arguments}[0][0] } calls($f, 't_check_status');
	my @out;
	for my $t (@strings) {
		my ($re, $at) = inside($t);
		while ($re =~ /[\])]/g) {
			my $spot = $-[0];
			my $new = $re;
			substr($new, $spot, 1) = '';
			push @out, { at => $at + $spot, length => 1, new => '' } if unclosed($new);
		}
	}
	return @out;
}

sub variable_in_string {
	my ($f) = @_;
	my @out;
	for my $t (grep { $_->{kind} eq 'string' } @{ $f->{code} }) {
		my ($text, $at) = inside($t);
		while ($text =~ /(?<!\$)\$\(?([A-Za-z]\w*)/g) {
			my $start = $-[1];
			my $line = line_of($f, $at + $start);
			my ($m) = grep { $t->{i} > $_->{open}{i} && $t->{i} < $_->{close}{i} } modparams($f);
			push @out, misspell($f, $at + $start, $1, $m ? @{ $m->{lines} } : ()) if $f->{valid}{$1};
		}
	}
	return @out;
}

sub variable {
	my ($f) = @_;
	return map { misspell($f, $_->{at} + 1, $_->{text} =~ /^\$([A-Za-z]\w*)/) } grep { $_->{kind} eq 'variable' && $_->{text} =~ /^\$[A-Za-z]\w*$/ } @{ $f->{code} };
}

my %NO_CALL = map { $_ => 1 } qw(if while switch route return exit drop case modparam modparamx loadmodule and or not defined strlen strempty);

sub function_calls {
	my ($f) = @_;
	my @bodies = map { [$_->{open}{i}, $_->{close}{i}] } blocks($f);
	return grep { my $c = $_; !$NO_CALL{ $c->{token}{text} } && grep { $c->{token}{i} > $_->[0] && $c->{token}{i} < $_->[1] } @bodies } calls($f, '[a-z]\w+');
}

sub function_name {
	my ($f) = @_;
	return map { misspell($f, $_->{token}{at}, $_->{token}{text}) } function_calls($f);
}

# {FUNCTION => {COUNT => 1}}
sub counts {
	my %out;
	$out{ $_->[0] }{ $_->[2] } = 1 for rows('functions');
	return \%out;
}

sub argument_count {
	my ($f) = @_;
	my ($counts, @out) = (counts());
	for my $call (function_calls($f)) {
		my $known = $counts->{ $call->{token}{text} };
		next if !$known || $known->{var};
		my @arguments = @{ $call->{arguments} };
		my $n = @arguments;
		my @lines = ($call->{token}{line} .. $call->{close}{line});
		if ($n && !$known->{ $n - 1 } && number($f, "$call->{token}{at}:less", 2)) {
			my $from = $n > 1 ? $arguments[-2][-1]{at} + $arguments[-2][-1]{length} : $call->{open}{at} + 1;
			my $new = substr($f->{text}, $from, $call->{close}{at} - $from) =~ tr/\n//cdr;
			push @out, { at => $from, length => $call->{close}{at} - $from, new => $new, line => $call->{token}{line}, also => \@lines };
		} elsif (!$known->{ $n + 1 } && $n < 6) {
			push @out, { at => $call->{close}{at}, length => 0, new => ($n ? ', ' : '') . '"1"', line => $call->{token}{line}, also => \@lines };
		}
	}
	return @out;
}

#-- modules --------------------------------------------------------------------------------

sub parameter_name {
	my ($f) = @_;
	return map { my ($name, $at) = inside($_->{arguments}[1][0]); misspell($f, $at, $name, @{ $_->{lines} }) } modparams($f);
}

sub parameter_type {
	my ($f) = @_;
	my (%type, @out);
	$type{"$_->[1] $_->[0]"}{ $_->[2] eq 'int' ? 'int' : 'str' } = 1 for rows('params');
	for my $m (modparams($f)) {
		my ($module) = inside($m->{arguments}[0][0]);
		my ($name) = inside($m->{arguments}[1][0]);
		my $types = $type{ ($module =~ /\w+/g)[0] . " $name" } or next;
		next if keys %$types > 1;
		my @value = @{ $m->{arguments}[2] };
		my $old = substr $f->{text}, $value[0]{at}, $value[-1]{at} + $value[-1]{length} - $value[0]{at};
		push @out, { at => $value[0]{at}, length => length $old, new => ($types->{int} ? "\"$old\"" : '1') . $old =~ tr/\n//cdr,
			line => $m->{token}{line}, also => $m->{lines} };
	}
	return @out;
}

sub module_name {
	my ($f) = @_;
	my @out = map { my ($name, $at) = inside($_->{string}); misspell($f, $at, $name =~ /^(\w+)/) } loads($f);
	for my $m (modparams($f)) {
		my ($names, $at) = inside($m->{arguments}[0][0]);
		push @out, misspell($f, $at + $-[0], $&, @{ $m->{lines} }) while $names =~ /\w+/g;
	}
	return @out;
}

# Every line that needs $module: its parameters, functions, variables, events, and the modules that depend on it.
sub needs {
	my ($f, $module) = @_;
	my @lines = map { @{ $_->{lines} } } grep { my ($names) = inside($_->{arguments}[0][0]); grep { $_ eq $module } $names =~ /\w+/g } modparams($f);
	my %function = map { $_->[0] => 1 } grep { $_->[1] eq $module } rows('functions');
	push @lines, map { $_->{token}{line} } grep { $function{ $_->{token}{text} } } function_calls($f);
	my %variable = map { $_->[0] => 1 } grep { $_->[1] eq $module } rows('pvars');
	push @lines, map { $_->{line} } grep { $_->{text} =~ /^\$(\w+)/ && $variable{$1} } @{ $f->{code} };
	push @lines, map { $_->{line} } grep { $_->{kind} eq 'event_route' && $_->{name} =~ /^\Q$module\E:/ } blocks($f);
	my %dependent = map { $_->[0] => 1 } grep { grep { $_ eq $module } split /,/, $_->[2] } rows('modules');
	push @lines, map { $_->{token}{line} } grep { (inside($_->{string}))[0] =~ /^(\w+)/ && $dependent{$1} } loads($f);
	if ($module =~ /^db_(\w+)$/) {
		push @lines, map { @{ $_->{lines} } } grep { $_->{arguments}[1][0]{text} =~ /db_url/ } modparams($f);
		push @lines, map { $_->{line} } grep { $_->{text} =~ /"$1:/ } @{ $f->{directives} };
	}
	return @lines;
}

sub loadmodule_removed {
	my ($f) = @_;
	my @out;
	for my $load (loads($f)) {
		my ($module) = (inside($load->{string}))[0] =~ /^(\w+)/ or next;
		# Nothing of the text needs it: then its absence is no mistake that a text can show.
		my @needs = needs($f, $module) or next;
		my $end = $load->{string}{at} + $load->{string}{length};
		push @out, { at => $load->{token}{at}, length => $end - $load->{token}{at}, new => '', line => $load->{token}{line}, also => \@needs };
	}
	return @out;
}

#-- directives -----------------------------------------------------------------------------

sub ifdef_name {
	my ($f) = @_;
	my %set = map { $_->{name} => 1 } grep { $_->{word} =~ /^(?:try|re)?def(?:ine)?$/ } @{ $f->{directives} };
	return map { misspell($f, $_->{name_at}, $_->{name}) } grep { $_->{word} =~ /^ifn?def$/ && $set{ $_->{name} } } @{ $f->{directives} };
}

sub define_name {
	my ($f) = @_;
	my @out;
	for my $d (grep { $_->{word} =~ /^(?:try|re)?def(?:ine)?$/ && $_->{name} !~ /^FL/ } @{ $f->{directives} }) {
		my @uses = map { $_->{line} } grep { $_->{word} =~ /^if/ && $_->{name} eq $d->{name} } @{ $f->{directives} };
		push @uses, map { $_->{line} } grep { $_->{text} eq $d->{name} } @{ $f->{code} };
		push @out, misspell($f, $d->{name_at}, $d->{name}, @uses) if @uses;
	}
	return @out;
}

sub flag_name {
	my ($f) = @_;
	my @out;
	for my $d (grep { $_->{word} eq 'define' && $_->{name} =~ /^FL/ } @{ $f->{directives} }) {
		my @uses = grep { $_->{text} eq $d->{name} } @{ $f->{code} };
		push @out, misspell($f, $d->{name_at}, $d->{name}, map { $_->{line} } @uses) if @uses;
		push @out, map { misspell($f, $_->{at}, $_->{text}) } @uses;
	}
	return @out;
}

sub directive_comment {
	my ($f, $what) = @_;
	return map { { at => $_->{at} + $_->{length}, length => 0, new => ' # see below' } } grep { $_->{text} =~ /^#!$what$/ } @{ $f->{directives} };
}

sub directive {
	my ($f) = @_;
	return map { misspell($f, $_->{word_at}, $_->{word}) } @{ $f->{directives} };
}

#-- signs -----------------------------------------------------------------------------------

sub sign {
	my ($f, $sign) = @_;
	my @out;
	for my $t (grep { $_->{kind} eq 'other' && $_->{text} eq $sign } @{ $f->{code} }) {
		# A missing "}" may as well be shown at the "{" that it leaves open.
		my @also = $sign eq '}' && defined $t->{partner} ? $f->{code}[ $t->{partner} ]{line} : ();
		push @out, { at => $t->{at}, length => 1, new => '', also => \@also };
	}
	return @out;
}

sub quote {
	my ($f) = @_;
	return map { { at => $_->{at} + (number($f, "quote:$_->{at}", 2) ? $_->{length} - 1 : 0), length => 1, new => '', line => $_->{line} } }
		grep { $_->{kind} eq 'string' } @{ $f->{code} };
}

#-- paths -----------------------------------------------------------------------------

my @FALSE = ('remove_hf("X-Debug");', 'subst_hf("X-Debug", "/a/b/", "a");', 'switch ($rm) { case "INVITE": break; }', 'while ($rm == "INVITE") break;');

# Statements route(NAME); of block $b that stand in no other block: [{name, at, end}...].
sub plain_calls {
	my ($f, $b) = @_;
	my ($depth, @out) = (0);
	for my $i ($b->{open}{i} + 1 .. $b->{close}{i} - 5) {
		my @t = map { $f->{code}[$i + $_] } 0 .. 4;
		$depth += { '{' => 1, '}' => -1 }->{ $t[0]{text} } // 0;
		next if $depth || token($f, $i - 1)->{text} !~ /^[;{}]$/;
		push @out, { name => $t[2]{text}, at => $t[0]{at}, end => $t[4]{at} + 1, line => $t[0]{line} } if join(' ', map { $_->{text} } @t) =~ /^route \( \w+ \) ;$/;
	}
	return @out;
}

# Ends block $b with STATEMENT: an edit. A `return` that stands there gives way.
sub ended_with {
	my ($f, $b, $statement) = @_;
	my ($last, $end, $close) = (token($f, $b->{close}{i} - 2), token($f, $b->{close}{i} - 1), $b->{close});
	return () if $end->{text} eq ';' && $last->{text} =~ /^(?:exit|drop)$/;
	return { at => $last->{at}, length => $end->{at} + 1 - $last->{at}, new => $statement, line => $last->{line} } if $last->{text} eq 'return' && $end->{text} eq ';';
	return { at => $close->{at}, length => 0, new => "$statement ", line => $close->{line} };
}

# Does an exit stand in block $b and in no other, whatever follows it?
sub always_exits {
	my ($f, $b) = @_;
	my $depth = 0;
	for my $i ($b->{open}{i} + 1 .. $b->{close}{i} - 1) {
		my $text = $f->{code}[$i]{text};
		$depth += { '{' => 1, '}' => -1 }->{$text} // 0;
		return 1 if !$depth && $text eq 'exit' && token($f, $i - 1)->{text} =~ /^[;{}]$/;
	}
	return 0;
}

# A reply_route that ends so; and a route that does, with a call of it as a condition.
sub end_value {
	my ($f) = @_;
	my (%block, @out);
	$block{"$_->{kind} $_->{name}"} = $_ for blocks($f);
	my ($reply) = grep { $_->{kind} eq 'reply_route' } values %block;
	push @out, map { ended_with($f, $reply, $_) } @FALSE if $reply;
	my ($main) = grep { $_->{kind} eq 'request_route' } values %block or return @out;
	for my $c (plain_calls($f, $main)) {
		my $b = $block{"route $c->{name}"} // next;
		next if always_exits($f, $b);
		my ($e) = ended_with($f, $b, $FALSE[@out % @FALSE]) or next;
		my $between = substr $f->{text}, $c->{end}, $e->{at} - $c->{end};
		push @out, { at => $c->{at}, length => $e->{at} + $e->{length} - $c->{at}, new => "if (!route($c->{name})) exit;$between$e->{new}", line => $e->{line} } if $e->{at} > $c->{end};
	}
	return @out;
}

my @TWICE = (['$fU = "a";', '$fu = "sip:b@example.com";'], ['$tu = "sip:a@example.com";', '$td = "example.net";'], ['$fn = "a";', '$fn = "b";'],
	['set_body("a", "text/plain");', 'subst_body("/a/b/");'], ['remove_hf("Subject");', 'subst_hf("Subject", "/a/b/", "a");'],
	['subst_hf("Subject", "/a/b/", "a");', 'remove_hf("Subject");'], ['subst_hf("Subject", "/a/b/", "a");', 'subst_hf("Subject", "/a/b/", "a");']);

# The same part is changed in front of two calls of routes.
sub changed_twice {
	my ($f) = @_;
	my ($main) = grep { $_->{kind} eq 'request_route' } blocks($f) or return ();
	my @calls = plain_calls($f, $main);
	my @out;
	for my $i (1 .. $#calls) {
		my ($one, $two) = @calls[$i - 1, $i];
		push @out, map { { at => $one->{at}, length => $two->{at} - $one->{at}, new => "$_->[0] " . substr($f->{text}, $one->{at}, $two->{at} - $one->{at}) . "$_->[1] ", line => $two->{line} } } @TWICE;
	}
	return @out;
}

# Only of requests that begin a dialog; the finding may stand where they are sent on.
sub record_route_removed {
	my ($f) = @_;
	my ($main) = grep { $_->{kind} eq 'request_route' } blocks($f) or return ();
	my @sent = map { $_->{token}{line} } calls($f, 't_relay');
	return map { { at => $_->{token}{at}, length => $_->{close}{at} + 1 - $_->{token}{at}, new => '', also => \@sent } }
		grep { $_->{token}{at} > $main->{open}{at} && $_->{token}{at} < $main->{close}{at} } calls($f, 'record_route');
}

1;
