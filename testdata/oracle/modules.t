#!/usr/bin/perl
# Reads every module file of Debian's Kamailio 5.6.3 with "kamcheck catalog dump" and compares with the 5.6 rows of
# grammar/.  module-differences.tsv lists what differs, with the reasons; anything else fails, and so does a listed
# difference that no longer exists.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename 'dirname';

my $here = abs_path(dirname(__FILE__));
my $kamcheck = abs_path($ENV{KAMCHECK} // "$here/../../build/kamcheck");
my $modules = $ENV{KAMCHECK_MODULES} // '/usr/lib/x86_64-linux-gnu/kamailio/modules';
my @files = map { m{([^/]+)\.so$} } glob "$modules/*.so";
if (!@files) {
	print "1..0 # SKIP no module files in $modules\n";
	exit 0;
}

# Rows of text with a head as in grammar/, as {TABLE}{MODULE}{name} => [facts].
my %table = (module => 'modules', function => 'functions', param => 'params', pvar => 'pvars', default => 'defaults');
my @order = map { /^(\S+)/ && $1 } rows_of("$here/../../grammar/versions.tsv");

sub lines_of {
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!\n";
	return map { chomp; $_ } <$in>;
}

sub rows_of { return grep { !/^#/ } lines_of(@_) }

sub holds_in_56 {
	my %at = map { $order[$_] => $_ } 0 .. $#order;
	for (split /,/, $_[0]) {
		my ($from, $dash, $to) = /^([\d.]+)(-?)([\d.]*)$/ or die "versions $_\n";
		$to = $dash ? $order[-1] : $from if $to eq '';
		return 1 if $at{$from} <= $at{'5.6'} && $at{'5.6'} <= $at{$to};
	}
	return 0;
}

sub facts {
	my ($into, @lines) = @_;
	my $what;
	for (@lines) {
		$what = $table{$1} if /^#(\w+)\t/;
		next if /^#/;
		my @f = split /\t/;
		next if !holds_in_56(pop @f);
		my $name = $f[0];
		# A path is one of the build, and so is what names the release.
		next if $what eq 'defaults' && $f[2] =~ m{^"/|5\.6\.\d};
		# No file tells on what a module depends.
		splice @f, 2, 1 if $what eq 'modules';
		my $module = $what eq 'modules' ? $name : splice @f, 1, 1;
		# Two modules list a parameter twice.
		my $rows = $into->{$module}{$what}{$name} //= [];
		my $row = join ' ', @f;
		push @$rows, $row if !grep { $_ eq $row } @$rows;
	}
}

my (%grammar, %file, %known, %used);
facts(\%grammar, map { lines_of("$here/../../grammar/$_.tsv") } values %table);
open my $dump, '-|', $kamcheck, 'catalog', 'dump', '-L', $modules or die "kamcheck: $!\n";
facts(\%file, map { chomp; $_ } <$dump>);
close $dump;
for (rows_of("$here/module-differences.tsv")) {
	my ($module, $what, $name, $side, $reason) = split /\t/;
	die "module-differences.tsv: no reason: $_\n" if !$reason;
	$known{"$module $what $name $side"} = 1;
}

my ($tests, $failed) = (0, 0);
my %count;
for my $module (@files) {
	my @bad;
	for my $what (sort values %table) {
		my ($g, $f) = map { $_->{$module}{$what} // {} } \%grammar, \%file;
		$count{$what} += map { @$_ } values %$f;
		for my $name (sort keys %{ { %$g, %$f } }) {
			my ($want, $got) = map { join '; ', sort @{ $_->{$name} // [] } } $g, $f;
			next if $want eq $got;
			my $key = "$module $what $name " . ($got eq '' ? 'grammar' : $want eq '' ? 'file' : 'both');
			$used{$key} = 1;
			push @bad, "$key: grammar has \"$want\", the file \"$got\"" if !$known{$key};
		}
	}
	push @bad, map { "$_: differs no more" } grep { /^\Q$module\E / && !$used{$_} } sort keys %known;
	$tests++;
	$failed++ if @bad;
	print @bad ? 'not ok' : 'ok', " $tests - $module\n", map { "# $_\n" } @bad;
}
print "# ", join(', ', map { "$count{$_} $_" } sort keys %count), "; ", scalar keys %used, " known differences\n";
print "1..$tests\n";
exit($failed != 0);
