# Random one-edit mutants of a config: what a slip of the hand, of the editor or of
# the memory does to a text that was right.
#
# What must stay true: a mutant depends only on the text and on the state of
# perl's random numbers, so that a seed names it.

package Mutate;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT_OK = qw(mutate tokens);

my @WORDS = qw(if else while switch case default break return drop exit route request_route
	failure_route onreply_route reply_route branch_route onsend_route event_route loadmodule modparam
	listen alias port children debug log_stderror fork disable_tcp method uri proto src_ip and or not
	defined mod yes no on off udp tcp forward log setflag isflagset strip prefix mpath flags avpflags
	include_file import_file advertise 0x1F 08 12ab foo);
my @OPERATORS = split ' ', '= == != < <= > >= =~ + - * / ! && || & | ^ ~ << >> , ; : . += % @ $ ?';
my @PUNCTUATION = ('{', '}', '(', ')', '[', ']', ';', '"', "'", ',', '=', ':', '.', '#', '/', '\\', '$', '!', '&', '|',
	'-', '+', '<', '>', '~', '%', '@', '*', '`', '?', ' ', "\n", "\t", "\r", 'a', 'Z', '0', '7', '_', "\xc3");
my @DIRECTIVES = ('#!endif', '#!else', '#!ifdef NOPE', '#!ifndef NOPE', '#!ifdef', '#!define', '#!define X', '#!define route failure',
	'#!substdef "!A!B!g"', '#!subst "/a/b/"', '#!endif # done', '#!else // other', '#!ifexp 1', '#!defenv NOSUCH_ENV',
	'#!include_file "nosuch.cfg"', 'import_file "nosuch.cfg"', '#!trydef A 1', '#!redefine A 2', '#!KAMAILIO', '#!SER', '#!elif');

sub pick { return $_[int rand @_] }

# [[kind, start, length]...]; kinds: directive comment string word variable number blank newline other
sub tokens {
	my ($text) = @_;
	my @out;
	while ($text =~ /\G(?:
		(?<directive>^[#!]![a-zA-Z][^\n]*) | (?<comment>\#[^\n]*|\/\/[^\n]*|\/\*.*?\*\/) |
		(?<string>"(?:[^"\\]|\\.)*"|'[^']*') | (?<variable>\$\w[\w.]*) | (?<number>\d+\b) | (?<word>[A-Za-z_]\w*) |
		(?<newline>\n) | (?<blank>[ \t\r]+) | (?<other>[=!<>]=|=~|&&|\|\||<<|>>|.)
	)/gsmx) {
		my ($kind) = keys %+;
		push @out, [$kind, $-[0], $+[0] - $-[0]];
	}
	return \@out;
}

# The edits, by weight. Each gets {text, tokens} and returns (start, length, replacement, words) or nothing.
my @EDITS = (
	[4, 'delete a character', sub { my $at = spot($_[0]); ($at, 1, '') }],
	[4, 'insert a character', sub { (spot($_[0]), 0, pick(@PUNCTUATION)) }],
	[2, 'double a character', sub { my $at = spot($_[0]); ($at, 0, substr $_[0]{text}, $at, 1) }],
	[3, 'swap two characters', sub { my $at = spot($_[0]); ($at, 2, scalar reverse substr $_[0]{text}, $at, 2) }],
	[3, 'replace a character', sub { (spot($_[0]), 1, pick(@PUNCTUATION)) }],
	[4, 'delete a token', sub { my $t = live($_[0]) or return; ($t->[1], $t->[2], '') }],
	[2, 'double a token', sub { my $t = live($_[0]) or return; ($t->[1], 0, piece($_[0], $t) . pick('', ' ')) }],
	[2, 'replace a token by another of the file', sub { my ($t, $o) = (live($_[0]), live($_[0])); $t && $o or return;
		($t->[1], $t->[2], piece($_[0], $o)) }],
	[2, 'insert a token of the file', sub { my ($t, $o) = (live($_[0]), live($_[0])); $t && $o or return;
		($t->[1], 0, piece($_[0], $o) . ' ') }],
	[2, 'swap two tokens', sub { swap_tokens($_[0]) }],
	[3, 'delete a line', sub { my ($at, $n) = line($_[0]); ($at, $n, '') }],
	[2, 'double a line', sub { my ($at, $n) = line($_[0]); ($at, 0, substr $_[0]{text}, $at, $n) }],
	[2, 'move a line', sub { move_line($_[0]) }],
	[4, 'delete a brace', sub { one_of($_[0], qr/[{}]/, '') }],
	[3, 'insert a brace', sub { my $t = live($_[0]) or return; ($t->[1], 0, pick('{', '}')) }],
	[4, 'delete a quote', sub { one_of($_[0], qr/["']/, '') }],
	[2, 'insert a quote', sub { (spot($_[0]), 0, pick('"', '"', "'")) }],
	[2, 'change a quote', sub { one_of($_[0], qr/["']/, pick('"', "'")) }],
	[4, 'delete a semicolon', sub { one_of($_[0], qr/;/, '') }],
	[2, 'insert a semicolon', sub { my $t = live($_[0]) or return; ($t->[1], 0, ';') }],
	[1, 'replace a semicolon', sub { one_of($_[0], qr/;/, pick(',', ':', '.', ';;')) }],
	[4, 'delete a parenthesis', sub { one_of($_[0], qr/[()]/, '') }],
	[2, 'insert a parenthesis', sub { my $t = live($_[0]) or return; ($t->[1], 0, pick('(', ')')) }],
	[2, 'change a bracket', sub { one_of($_[0], qr/[\[\](){}]/, pick('', '[', ']', '(', ')', '{', '}')) }],
	[2, 'delete a comma', sub { one_of($_[0], qr/,/, pick('', '', ' ', ';', ',,')) }],
	[5, 'change a word', sub { my $t = kind($_[0], 'word') or return; ($t->[1], $t->[2], pick(@WORDS)) }],
	[3, 'transpose letters of a word', sub { transpose($_[0]) }],
	[2, 'double or drop a letter of a word', sub { letter($_[0]) }],
	[1, 'change case of a word', sub { my $t = kind($_[0], 'word') or return; my $w = piece($_[0], $t);
		($t->[1], $t->[2], pick(uc $w, ucfirst $w, lc $w)) }],
	[1, 'join or split words', sub { join_words($_[0]) }],
	[2, 'insert a word', sub { my $t = live($_[0]) or return; ($t->[1], 0, pick(@WORDS) . ' ') }],
	[2, 'change a number', sub { my $t = kind($_[0], 'number') or return;
		($t->[1], $t->[2], pick('-1', '0', '99999999999', '0x', '08', '1.5', '12ab', '+5', '', '1 2', '0b1', '11b')) }],
	[3, 'number to string', sub { my $t = kind($_[0], 'number') or return; ($t->[1], $t->[2], '"' . piece($_[0], $t) . '"') }],
	[3, 'string to number', sub { my $t = kind($_[0], 'string') or return; ($t->[1], $t->[2], int rand 100) }],
	[2, 'string to word', sub { my $t = kind($_[0], 'string') or return; ($t->[1], $t->[2], substr piece($_[0], $t), 1, -1) }],
	[1, 'word to string', sub { my $t = kind($_[0], 'word') or return; ($t->[1], $t->[2], '"' . piece($_[0], $t) . '"') }],
	[1, 'change a string', sub { my $t = kind($_[0], 'string') or return;
		($t->[1], $t->[2], pick('""', "''", '"\\"', '"a" "b"', '"a\\x"', "'a' 'b'", '"/*"', '"a' . "\n" . 'b"')) }],
	[3, 'change an operator', sub { operator($_[0]) }],
	[1, 'insert an operator', sub { my $t = live($_[0]) or return; ($t->[1], 0, pick(@OPERATORS) . ' ') }],
	[2, 'change a variable', sub { my $t = kind($_[0], 'variable') or return;
		($t->[1], $t->[2], pick('$', '$ru', '$var(x', '$var(x)', '$(ru', '$rU', '$avp(s:a)', '%foo', '@ruri.user', '$rcv', '$f.x')) }],
	[2, 'open or close a comment', sub { my $t = live($_[0]) or return; ($t->[1], 0, pick('/*', '*/', '//', '#', '/* x */', '# ')) }],
	[1, 'spoil a comment', sub { my $t = kind($_[0], 'comment') or return; ($t->[1], pick(1, 1, 2), pick('', ' ', '/', '/*')) }],
	[5, 'break a directive', sub { directive($_[0]) }],
	[3, 'insert a directive', sub { my ($at) = line($_[0]); ($at, 0, pick(@DIRECTIVES) . "\n") }],
	[1, 'break a line', sub { my $t = live($_[0]) or return; ($t->[1], 0, "\n") }],
	[1, 'join lines', sub { one_of($_[0], qr/\n/, pick('', ' ')) }],
	[1, 'cut the file', sub { my $at = spot($_[0]); ($at, length($_[0]{text}) - $at, '') }],
	[1, 'empty a block', sub { block($_[0], sub { '{' . pick('', ' ', ';') . '}' }) }],
	[1, 'delete a block', sub { block($_[0], sub { '' }) }],
	[1, 'double a block', sub { block($_[0], sub { "$_[0] $_[0]" }) }],
);

# A place in the text, mostly not in a comment.
sub spot {
	my ($f) = @_;
	my $t = live($f);
	return int rand(1 + length $f->{text}) if !$t || rand() < 0.1;
	return $t->[1] + int rand $t->[2];
}

sub piece { return substr $_[0]{text}, $_[1][1], $_[1][2] }

# A random token that is no comment and no blank.
sub live {
	my ($f) = @_;
	$f->{live} //= [grep { $_->[0] !~ /^(?:comment|blank|newline)$/ } @{ $f->{tokens} }];
	return pick(@{ $f->{live} });
}

sub kind {
	my ($f, $kind) = @_;
	return pick(grep { $_->[0] eq $kind } @{ $f->{tokens} });
}

sub line {
	my ($f) = @_;
	my $at = spot($f);
	my $start = 1 + rindex $f->{text}, "\n", $at - 1;
	$start = 0 if $at == 0;
	my $end = index $f->{text}, "\n", $at;
	return ($start, ($end < 0 ? length $f->{text} : $end + 1) - $start);
}

sub move_line {
	my ($f) = @_;
	my ($at, $n) = line($f);
	my ($next) = substr($f->{text}, $at + $n) =~ /\A([^\n]*\n)/ or return;
	return ($at, $n + length $next, $next . substr $f->{text}, $at, $n);
}

sub one_of {
	my ($f, $re, $new) = @_;
	my @at;
	for my $t (@{ $f->{tokens} }) {
		next if $t->[0] eq 'comment';
		my $text = piece($f, $t);
		push @at, $t->[1] + $-[0] while $text =~ /$re/g;
	}
	return @at ? (pick(@at), 1, $new) : ();
}

sub swap_tokens {
	my ($f) = @_;
	my @live = map { $_->[1] } do { live($f); @{ $f->{live} } };
	return if @live < 2;
	my $i = int rand $#live;
	my ($a, $b) = @{ $f->{live} }[$i, $i + 1];
	my $between = substr $f->{text}, $a->[1] + $a->[2], $b->[1] - $a->[1] - $a->[2];
	return ($a->[1], $b->[1] + $b->[2] - $a->[1], piece($f, $b) . $between . piece($f, $a));
}

sub transpose {
	my ($f) = @_;
	my $t = kind($f, pick('word', 'word', 'variable')) or return;
	return if $t->[2] < 2;
	my $at = int rand $t->[2] - 1;
	return ($t->[1] + $at, 2, scalar reverse substr $f->{text}, $t->[1] + $at, 2);
}

sub letter {
	my ($f) = @_;
	my $t = kind($f, 'word') or return;
	my $at = $t->[1] + int rand $t->[2];
	return ($at, 1, pick('', substr($f->{text}, $at, 1) x 2));
}

sub join_words {
	my ($f) = @_;
	if (rand() < 0.5) {
		my $t = kind($f, 'blank') or return;
		return ($t->[1], $t->[2], '');
	}
	my $t = kind($f, 'word') or return;
	return ($t->[1] + int(rand $t->[2]), 0, pick(' ', '-', '.', '_'));
}

sub operator {
	my ($f) = @_;
	my $t = pick(grep { $_->[0] eq 'other' && piece($f, $_) =~ /^(?:[-+*\/!&|^~<>=]|[=!<>]=|=~|&&|\|\||<<|>>)$/ } @{ $f->{tokens} }) or return;
	return ($t->[1], $t->[2], pick(@OPERATORS));
}

sub directive {
	my ($f) = @_;
	my $t = kind($f, 'directive') or return;
	my $old = piece($f, $t);
	my ($head, $word, $rest) = $old =~ /^(..)(\w+)(.*)$/s or return;
	my $new = pick('', "$head$rest", "$head $word$rest", "$head$word", "$old # comment", "$old ", "$old-x", "#$old", "$head" . uc($word) . $rest,
		"$head" . substr($word, 0, -1) . $rest, "$head${word}x$rest", "$head$word$rest extra", "!!$word$rest", "# $word$rest", ";$old",
		"$head" . pick(qw(ifdef ifndef else endif define redefine substdef)) . $rest);
	return ($t->[1], $t->[2], $new);
}

# A block from an opening brace to its partner, made by $make from its text.
sub block {
	my ($f, $make) = @_;
	my @open = grep { $_->[0] eq 'other' && piece($f, $_) eq '{' } @{ $f->{tokens} } or return;
	my $t = pick(@open);
	my $depth = 0;
	for my $o (@{ $f->{tokens} }) {
		next if $o->[1] < $t->[1] || $o->[0] ne 'other';
		$depth++ if piece($f, $o) eq '{';
		next if piece($f, $o) ne '}' || --$depth;
		my $n = $o->[1] + 1 - $t->[1];
		return ($t->[1], $n, $make->(substr $f->{text}, $t->[1], $n));
	}
	return;
}

# A mutant of the text: (new text, what was done). Changes nothing in about none of all cases.
sub mutate {
	my ($text) = @_;
	my $f = { text => $text, tokens => tokens($text) };
	my $total = 0;
	$total += $_->[0] for @EDITS;
	for (1 .. 50) {
		my $at = rand $total;
		my ($edit) = grep { ($at -= $_->[0]) < 0 } @EDITS;
		my ($start, $length, $new) = $edit->[2]->($f) or next;
		next if $start > length $text;
		$length = length($text) - $start if $start + $length > length $text;
		my $old = substr $text, $start, $length;
		next if $old eq $new;
		my $line = 1 + (substr($text, 0, $start) =~ tr/\n//);
		my $say = sprintf '%s, line %d: "%s" -> "%s"', $edit->[1], $line, map { length > 60 ? substr($_, 0, 57) . '...' : $_ } $old, $new;
		$say =~ s/\n/\\n/g;
		substr($text, $start, $length) = $new;
		return ($text, $say);
	}
	return ("$text;", 'append a semicolon');
}

1;
