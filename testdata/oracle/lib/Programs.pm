# Random configs for the preprocessor: defines, substs, includes and conditionals in all the places where they
# can stand, most of them accepted by the server.
#
# What must stay true: program N of a seed is always the same; each is a folder of files of its own.

package Programs;
use strict;
use warnings;
use Exporter 'import';
use File::Path qw(make_path);
use Vec qw(write_file);

our @EXPORT_OK = qw(program);

my ($files, $depth, $dir, %is_defined);

# No rand(): its numbers differ between systems.
my $state;

sub number {
	my ($below) = @_;
	$state = ($state * 1103515245 + 12345) & 0x7fffffff;
	return ($state >> 8) % $below;
}

sub one { return $_[number(scalar @_)] }

sub name { return one(qw(AA BB CC DD)) }

sub word { return one('xAAy', 'XY', 'q', 'a b', 'XYXY', 'BB', '1 XY', '', '\\\\n', 'say \\"XY\\"', "two\nlines XY", '$$', '#', '/* XY') }

sub string {
	my $single = one(map { s/[\\]//gr } word());
	return one(("'$single'") x 2, map { '"' . word() . '"' } 1 .. 6)
		if number(4);
	return '"' . word() . '"' . one(' ', "\n", "\t\n\n", '') . '"' . word() . '"';
}

sub value { return one(number(9), string(), string(), name(), '', '2 + 3', "\\\n7", string() . ' # no comment') }

sub subst {
	my $kind = one(qw(subst subst subst subst substdef substdefs));
	my $from = $kind eq 'subst' ? one(qw(XY X+ [qy] AA q$ ^1)) : one(qw(XY AA BB EE FF));
	$kind = 'subst' if $kind ne 'subst' && $is_defined{$from}++ && number(20);
	my $to = one('zz', '', 'XYz', '$def(GG)', '<\\\\0>', 'q', '4');
	my $text = one("\"/$from/$to/\"", "\"!$from!$to!g\"", "'/$from/zz/gi'");
	return "#!$kind" . one(' ', '', "\n", ' # here', "\n/* here */ ") =~ s/(here)\z/$1\n/r . $text . one("\n", "\n", ' ', ';');
}

# An included file, and the text that reads it. What it leaves open is closed behind it.
sub included {
	my ($inside) = @_;
	return '' if $depth > 2 || $files > 6;
	my $name = 'inc' . $files++;
	my ($text, $behind) = ('', one("\n", "\n\n", " # read\n"));
	$depth++;
	my $kind = number($inside ? 6 : 12);
	if ($kind < 2) { $text = items($inside, 1 + number(3)) }
	elsif ($kind == 2) { $text = '' }
	elsif ($kind == 3) { $text = one("# XY\n", "/* XY */", '# XY') }
	elsif ($kind == 4) { $text = items($inside, 1) =~ s/\n+\z//r }
	elsif ($kind == 5) { $text = '#!ifdef ' . name() . "\n" . items($inside, 1); $behind .= "#!endif\n" }
	elsif ($kind == 6) { $text = join '', map { subst() } 0 .. number(3) }
	elsif ($kind == 7) { $text = subst() =~ s/[\n; ]+\z//r }
	elsif ($kind == 8) { $text = "debug=3\nserver_header=\"XY"; $behind = "XY\"\n" }
	elsif ($kind == 9) { $text = one('server_header="XY"', '#!subst "/XY/"') . one('', "\n"); $behind = "\n" . one('"zz/"', '"XY/"', '# no piece') . "\n" }
	elsif ($kind == 10) { $text = '#!' . one(qw(subst substdef)); $behind = one("\n", ' ') . "\"/XY/zz/\"\n" }
	else { $is_defined{ my $name = name() } = 1; $text = one('#!redefine ', '#!trydefine ') . $name }
	$depth--;
	write_file("$dir/$name", $text);
	return one('', '#!') . one('include_file', 'import_file') . " \"$name\"$behind";
}

sub condition {
	my ($inside) = @_;
	my $else = number(2) ? "#!else\n" . items($inside, 1) : '';
	return '#!' . one('ifdef', 'ifndef') . ' ' . name() . "\n" . items($inside, 1 + number(2)) . "$else#!endif\n";
}

sub define {
	my ($kind, $name) = (one(qw(define define redefine redefine trydefine)), name());
	# A second #!define is refused, and seldom what is wanted here.
	$kind = 'redefine' if $is_defined{$name}++ && $kind eq 'define' && number(20);
	return "#!$kind $name" . one('', ' ' . value()) . "\n";
}

sub statement {
	return one('xlog(' . string() . ");\n", '$var(x) = ' . one(string(), name(), number(9)) . ";\n",
		'$avp(XY) = $(var(XY){s.len});' . "\n", 'if ($var(AA) == ' . one(string(), name()) . ") { exit; }\n",
		'if ($(ru{s.select,0,X}) == "XY") drop;' . "\n", "# XY\n", '/* XY */ ');
}

sub item {
	my ($inside) = @_;
	my $kind = number(10);
	return included($inside) if $kind < 2;
	return condition($inside) if $kind == 2;
	return define() if $kind < 5;
	return statement() if $inside;
	return subst() if $kind < 7;
	return one('debug=' . one(number(4), 'BB') . "\n", 'server_header=' . one(string(), string(), name()) . one("\n", ' ', ';'), "# XY\n", "/* XY */\n",
		'import_file "missing"' . "\n", "listen=udp:127.0.0.1:" . (5060 + number(9)) . "\n", 'alias=' . string() . ";\n");
}

sub items {
	my ($inside, $count) = @_;
	return join '', map { item($inside) } 1 .. $count;
}

# Writes program NUMBER of SEED into DIR; returns its main file.
sub program {
	my ($seed, $number, $where) = @_;
	($files, $depth, $dir, $state) = (0, 0, $where, ($seed * 7919 + $number * 104729 + 1) & 0x7fffffff);
	%is_defined = map { $_ => 1 } 'BB', 'GG';
	make_path($dir);
	number(2) for 1 .. 5;
	write_file("$dir/main.cfg", "loadmodule \"pv\"\nloadmodule \"xlog\"\n#!define BB 3\n#!define GG 5\n" . items(0, 2 + number(8))
		. "request_route {\n" . items(1, number(5)) . "exit;\n}\n" . items(0, number(3)));
	return "$dir/main.cfg";
}

1;
