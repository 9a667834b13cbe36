#!/usr/bin/perl
# symbols.t [PATTERN]: what "kamcheck symbols" says of places is true: at each one stands the name and nothing else, in all
# configs of the tests and of the corpus (KAMCHECK_CORPUS, default ../shared/corpus), whichever are there.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename 'dirname';
use File::Find;
use JSON::PP;

my $here = abs_path(dirname(__FILE__));
my $build = abs_path($ENV{KAMCHECK_BUILD} // "$here/../build");
my $kamcheck = abs_path($ENV{KAMCHECK} // "$build/kamcheck");
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my $pattern = $ARGV[0] // '.';
my ($tests, $failed, $places) = (0, 0, 0);
my %lines;

# The bytes from LINE, COLUMN up to END.
sub bytes_at {
	my ($p) = @_;
	my $file = $p->{file};
	if (!$lines{$file}) {
		open my $in, '<:raw', $file or return;
		$lines{$file} = [<$in>];
	}
	my ($line, $end) = ($p->{line} - 1, $p->{end_line} - 1);
	return unless defined $lines{$file}[$line] || $line == @{$lines{$file}};
	my $text = join '', map { $_ // '' } @{$lines{$file}}[$line .. $end];
	my $length = $p->{end_column} - $p->{column};
	$length += length $_ for map { $_ // '' } @{$lines{$file}}[$line .. $end - 1];
	return substr $text, $p->{column} - 1, $length;
}

# Names whose case does not count, blocks without a name, "tm" of "tm.fr_timer", numbers written in another way.
my %unnamed = (route => qr/^(request_)?route$/, onreply_route => qr/^(on)?reply_route$/, failure_route => qr/^failure_route$/,
	branch_route => qr/^branch_route$/, onsend_route => qr/^onsend_route$/);

sub is_name {
	my ($bytes, $symbol) = @_;
	my ($kind, $name) = ($symbol->{kind}, $symbol->{name});
	utf8::encode($name);
	return 1 if $bytes eq $name;
	return 1 if $kind =~ /^(avpflag|\$xavi|timer|module)$/ && lc $bytes eq lc $name;
	return 1 if $kind =~ /^(parameter|custom_variable)$/ && $name =~ /\.\Q$bytes\E$/;
	return 1 if $kind eq 'define' && $name eq "MOD_$bytes";
	return 1 if $unnamed{$kind} && $bytes =~ $unnamed{$kind} && $name =~ $unnamed{$kind};
	return $bytes eq '0' if $unnamed{$kind} && $name =~ $unnamed{$kind};
	return $kind =~ /flag$/ && $bytes =~ /^(0x)?[0-9a-fA-F]+$/;
}

sub check {
	my ($program, $file, @options) = @_;
	my @bad;
	my $status;
	%lines = ();
	open my $out, '-|:raw', $program, 'symbols', '--format=json', @options, $file or die "kamcheck: $!\n";
	my @symbols = map { eval { JSON::PP->new->utf8->decode($_) } // do { push @bad, "no JSON: $_"; () } } <$out>;
	close $out;
	push @bad, "exit status $?" if $?;
	for my $symbol (@symbols) {
		for my $p (@{$symbol->{definitions}}, @{$symbol->{references}}) {
			next if !defined $p->{file} || defined $p->{through};
			$places++;
			my $bytes = bytes_at($p) // '(no such place)';
			push @bad, "$p->{file}:$p->{line}:$p->{column}: \"$bytes\" is no $symbol->{kind} \"$symbol->{name}\""
				unless is_name($bytes, $symbol);
		}
	}
	$tests++;
	$failed++ if @bad;
	print @bad ? 'not ok' : 'ok', " $tests - $file @options\n", map { "#   $_\n" } @bad;
}

my @files;
find({no_chdir => 1, wanted => sub { push @files, $_ if /\.cfg$/ && -f && /$pattern/ }}, grep { -d } "$here/accepted", "$here/lint",
	"$here/pp", "$here/parse", "$here/symbols", $corpus);
for my $file (sort @files) {
	chdir dirname($file);
	check($file =~ m{^\Q$here\E/} ? $kamcheck : "$build/kamcheck", $file =~ s{.*/}{}r, '--kamailio', '6.1');
}
print "# $places places\n1..$tests\n";
exit($failed ? 1 : 0);
