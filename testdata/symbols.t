#!/usr/bin/perl
# symbols.t [PATTERN]: kamcheck symbols as a user, a program and an editor meet it.
#
# - In all configs of the tests and of the corpus (KAMCHECK_CORPUS, default ../shared/corpus), whichever are there and match
#   PATTERN, each place holds the name and nothing else, unless a define or a subst has put it there.
# - vim and readtags find each definition, where they are installed.
# - What is asked for wrongly, is hostile or cannot be written ends well, and large texts take time in proportion.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($build $kamcheck $dir put status complaints report check);
use File::Basename 'dirname';
use File::Find;
use JSON::PP;
use Test::More;
use Time::HiRes 'time';
use Vec 'read_file';

my $here = $FindBin::Bin;
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my $pattern = $ARGV[0] // '.';
my $places = 0;

# The symbols that PROGRAM prints with ARGUMENTS; complaints are added to BAD.
sub symbols_of {
	my ($program, $bad, @arguments) = @_;
	# Many configs of the corpus are broken on purpose: what is said of that is noise here.
	my @command = ('sh', '-c', 'exec "$@" 2> "$0"', "$build/symbols.err", $program, 'symbols', '--format=json', @arguments);
	open my $out, '-|:raw', @command or die "kamcheck: $!\n";
	my @symbols = map { eval { JSON::PP->new->utf8->decode($_) } // do { push @$bad, "no JSON: $_"; () } } <$out>;
	close $out;
	push @$bad, "exit status $?: " . read_file("$build/symbols.err") if $?;
	return @symbols;
}

# --- places -----------------------------------------------------------------------------------

my %files;

# The bytes at the place P.
sub bytes_at {
	my ($p) = @_;
	my $lines = $files{$p->{file}} //= [split /(?<=\n)/, read_file($p->{file}), -1];
	my ($line, $end) = ($p->{line} - 1, $p->{end_line} - 1);
	my $length = $p->{end_column} - $p->{column};
	$length += length $lines->[$_] for $line .. $end - 1;
	return substr join('', @{$lines}[$line .. $end]), $p->{column} - 1, $length;
}

my %unnamed = (request_route => qr/^(request_)?route$|^0$/, reply_route => qr/^(on)?reply_route$|^0$/,
	failure_route => qr/^failure_route$|^0$/, branch_route => qr/^branch_route$|^0$/, onsend_route => qr/^onsend_route$|^0$/);

# Whether BYTES are how SYMBOL may be written.
sub is_name {
	my ($bytes, $symbol) = @_;
	my ($kind, $name) = ($symbol->{kind}, $symbol->{name});
	utf8::encode($name);
	return 1 if $bytes eq $name;
	return 1 if $kind =~ /^(avpflag|\$xavi|timer|module)$/ && lc $bytes eq lc $name;
	return 1 if $kind =~ /^(parameter|custom_variable)$/ && $name =~ /\.\Q$bytes\E$/;
	return 1 if $kind eq 'event_route' && $name =~ /:\Q$bytes\E$/;
	return 1 if $kind eq 'define' && $name eq "MOD_$bytes";
	return 1 if $kind =~ /route$/ && $unnamed{$name} && $bytes =~ $unnamed{$name};
	# Numbers may be written in another way; names of routes may be sums, of modules patterns; strings have escapes.
	return 1 if $kind =~ /(flag|route)$/ && $bytes =~ /^(0x)?[0-9a-fA-F]+$/;
	return 1 if $kind =~ /route$/ && $bytes =~ /\+/;
	return 1 if $kind eq 'module' && $bytes =~ /[.*+?|\[(^\$]/;
	return $name =~ /[^ -~]/ || $bytes =~ /\\/;
}

sub check_places {
	my ($program, $file) = @_;
	my @bad;
	chdir dirname($file) or die "$file: $!\n";
	$file =~ s{.*/}{};
	%files = ();
	my ($options) = $_[1] =~ m{^\Q$here\E/symbols/} ? read_file($file) =~ /\A# args: (.*)/ : ();
	my @symbols = symbols_of($program, \@bad, split(' ', $options // '--kamailio 6.1'), $file);
	my @defines = map { $_->{name} } grep { $_->{kind} eq 'define' } @symbols;
	my $has_substs = read_file($file) =~ /^#!(subst|substdefs?)\b|^\s*(#!)?(include|import)_file/m;
	for my $symbol (@symbols) {
		for my $p (@{$symbol->{definitions}}, @{$symbol->{references}}) {
			next if !defined $p->{file} || defined $p->{through};
			my $bytes = bytes_at($p);
			$places++;
			# Strings side by side are one.
			(my $joined = $bytes) =~ s/"\s+"//g;
			next if is_name($bytes, $symbol) || is_name($joined, $symbol) || ($has_substs && $bytes =~ /^["'\$]/);
			next if grep { index($bytes, $_) == 0 } @defines;
			push @bad, "$p->{file}:$p->{line}:$p->{column}: \"$bytes\" is no $symbol->{kind} \"$symbol->{name}\"";
		}
	}
	check("places in $file", @bad);
}

my @configs;
find({no_chdir => 1, wanted => sub { push @configs, $_ if /\.cfg$/ && -f && /$pattern/ }}, grep { -d } map { "$here/$_" }
	qw(accepted lint pp parse symbols));
check_places($kamcheck, $_) for sort @configs;
@configs = ();
find({no_chdir => 1, wanted => sub { push @configs, $_ if /\.cfg$/ && -f && /$pattern/ }}, $corpus) if -d $corpus;
check_places("$build/kamcheck", $_) for sort @configs;
note("$places places");

# --- tags -------------------------------------------------------------------------------------

sub is_installed {
	my ($program) = @_;
	return 1 if grep { -x "$_/$program" } split /:/, $ENV{PATH};
	note("SKIP: no $program here");
	return 0;
}

chdir "$here/symbols" or die "symbols: $!\n";
my ($has_readtags, $has_vim) = map { is_installed($_) } qw(readtags vim);
for my $tags (glob '*.tags') {
	# Names with escapes are for programs only.
	my @lines = grep { !/^!|^\S*\\/ } split /\n/, read_file($tags);
	my $listed = $has_readtags ? `readtags -t $tags -l` : '';
	my (@by_readtags, @by_vim);
	for my $line (@lines) {
		my ($name, $file, $number) = $line =~ /^(\S+)\t(\S+)\t.*\tline:(\d+)/ or push @by_vim, "what is $line?";
		push @by_readtags, "$name is not found" unless !$has_readtags || $listed =~ /^\Q$name\E\t\Q$file\E\t/m;
		next if !$has_vim || grep({ /^\Q$name\E\t/ } @lines) > 1;
		my $at = `vim -u NONE -i NONE -es -c 'set tags=$tags' -c 'tag $name' -c 'verbose echo expand("%").":".line(".")' -c 'qa!' 2>&1 </dev/null`;
		push @by_vim, "$name: $at" unless $at =~ /^\Q$file\E:$number$/m;
	}
	check("readtags finds what is in $tags", @by_readtags);
	check("vim jumps to what is in $tags", @by_vim);
}

# --- the command ------------------------------------------------------------------------------

# Runs kamcheck with ARGUMENTS in the folder: the exit status, and what the output must match.
sub try {
	my ($arguments, $status, @patterns) = @_;
	chdir $dir or die "$dir: $!\n";
	my $text = `$kamcheck $arguments 2>&1`;
	my @bad = complaints(status(), $text, $status, @patterns);
	report($arguments, substr($text, 0, 2000), @bad);
}

put('a.cfg', "loadmodule \"pv\"\nloadmodule \"tm\"\nmodparam(\"tm\", \"fr_timer\", 5000)\n"
	. "request_route {\n\troute(a);\n\t\$var(a) = 1;\n}\nroute[a] { exit; }\n");
put('broken.cfg', "request_route {\n\tif (\$var(a) == {\n}\n");
my $one = qr/^[^\n]*\n\z/;
try('symbols', 2, qr/symbols takes one file/, $one);
try('symbols a.cfg a.cfg', 2, qr/symbols takes one file/, $one);
try('symbols nix.cfg', 2, qr/cannot read "nix.cfg"/, $one);
try('symbols --format=xml a.cfg', 2, qr/option "--format"/, $one);
try('symbols --references= a.cfg', 2, qr/option "--references"/, $one);
try('symbols --references', 2, qr/option "--references" needs an argument/, $one);
try('lint --references x a.cfg', 2, qr/goes only with "kamcheck symbols"/, $one);
try('symbols --level=note a.cfg', 2, qr/goes only with "kamcheck lint"/, $one);
try('symbols --references nix a.cfg', 1, qr/\A\z/);
try('symbols --references a a.cfg', 0, qr/^route a\n +a\.cfg:5:8 +calls\n +a\.cfg:8:7 +defines\n\n\$var\(a\)\n +a\.cfg:6:7 +writes\n\n\z/m);
try('symbols --references "\$var(a)" a.cfg', 0, qr/\A\$var\(a\)\n +a\.cfg:6:7 +writes\n\n\z/);
try('symbols --references fr_timer --format=json a.cfg', 0, qr/\A\{"kind":"parameter","name":"tm\.fr_timer".*\}\n\z/);
try('symbols --references request_route --format=ctags a.cfg', 0, qr/^request_route\ta\.cfg\t.*\tr\tline:4$/m);
try('symbols - < a.cfg', 0, qr/^    -:5:8 +calls$/m);
try("symbols $dir/a.cfg", 0, qr/^    \Q$dir\E\/a\.cfg:5:8 +calls$/m);
try('symbols broken.cfg', 0, qr/^\$var\(a\)$/m, qr/broken\.cfg: parts could not be read/);
try("symbols --format=$_ a.cfg 2>&1 > /dev/full #", 2, qr/cannot write/) for qw(text json ctags);

# --- much of everything -----------------------------------------------------------------------

# Twice the text must not take much more than twice the time.
sub grows {
	my ($name, $make) = @_;
	my (@bad, @seconds);
	for my $size (10_000, 40_000) {
		put('large.cfg', $make->($size));
		my $start = time;
		for my $format (qw(text json ctags)) {
			my $text = `$build/kamcheck symbols --format=$format $dir/large.cfg 2>&1 >/dev/null`;
			push @bad, "exit status $?: " . substr($text, 0, 500) if status() > 1 || $text =~ /Sanitizer/;
		}
		push @seconds, time - $start;
	}
	push @bad, "@seconds seconds" if $seconds[1] > 10 && $seconds[1] > 8 * $seconds[0];
	check("$name: sizes 1 and 4", @bad);
}

my $head = "loadmodule \"pv\"\nloadmodule \"xlog\"\nloadmodule \"dialog\"\nloadmodule \"tm\"\n";
grows('many names', sub { $head . "request_route {\n" . join('', map { "\$var(v$_) = 1;\n" } 1 .. $_[0]) . "}\n" });
grows('one name often', sub { $head . "request_route {\n" . "\$var(v) = 1;\n" x $_[0] . "}\n" });
grows('one string with many variables', sub { $head . "request_route {\nxlog(\"\\n" . '$var(v) ' x $_[0] . "\");\n}\n" });
grows('one list with many names', sub { $head . 'modparam("dialog", "profiles_no_value", "\\t' . 'p;' x $_[0] . "\")\nrequest_route {\n}\n" });
grows('many routes', sub { $head . join('', map { "route[r$_] { exit; }\n" } 1 .. $_[0]) . "request_route {\nroute(r1);\n}\n" });
grows('a define in a define, often', sub { "#!define A 1\n#!define B A\n" . "children=B\n" x $_[0] });
grows('defines that double each other', sub { my $n = int(log($_[0]) / log 2); "#!define D0 1\n" . join('', map { my $p = $_ - 1; "#!define D$_ D$p D$p\n" } 1 .. $n) . "children=D$n\n" });
grows('long sums', sub { $head . 'request_route { $var(x) = 1' . ' + $var(x)' x $_[0] . "; }\n" });
grows('names without end', sub { $head . 'request_route { $var(' . 'x' x (20 * $_[0]) . ") = 1; }\n" });
grows('deep variables', sub { $head . 'request_route { xlog("' . '$(var(' x ($_[0] / 10) . "\"); }\n" });

done_testing();
