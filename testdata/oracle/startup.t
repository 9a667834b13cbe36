#!/usr/bin/perl
# startup.t [-v] [-j JOBS]: does the installed server (5.6) refuse to start what grammar/dependencies.tsv, databases.tsv and
# requirements.tsv say it refuses, and does kamcheck say so, too? A config for each row: the module with what else it
# needs, but without the one thing of the row.

use strict;
use warnings;
use FindBin;
use File::Path qw(make_path remove_tree);
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root isolate server_present run_many kamcheck_program modules_option);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

my %is_there = map { m{([^/]+)\.so$}; $1 => 1 } glob((modules_option())[1] . '/*.so');
my $dir = root() . '/build/startup';
make_path($dir);

sub rows {
	my ($table) = @_;
	open my $in, '<', root() . "/grammar/$table.tsv" or die "$table.tsv: $!\n";
	return map { chomp; [split /\t/] } grep { !/^#/ } <$in>;
}

my @needs = rows('dependencies');

# The parts of a condition: [parameter, default, operator, value].
sub parts {
	my ($when) = @_;
	return map { [/^(\w+)\((.*)\)(!?=)(.*)$/] } grep { $_ ne '-' } split /&/, $when;
}

sub holds_by_default {
	my ($part) = @_;
	return ($part->[2] eq '=') == ($part->[1] eq $part->[3]);
}

# All that MODULE needs, in order, without WITHOUT.
sub closure {
	my ($module, $without, $out, $seen) = @_;
	for my $row (grep { $_->[0] eq $module && !grep { !holds_by_default($_) } parts($_->[3]) } @needs) {
		next if $row->[1] eq $without || $seen->{ $row->[1] }++;
		closure($row->[1], $without, $out, $seen);
		push @$out, $row->[1];
	}
	return @$out;
}

# The modparam() lines that make the condition true.
sub switch_on {
	my ($module, $when) = @_;
	my $text = '';
	for my $part (grep { !holds_by_default($_) } parts($when)) {
		my ($param, undef, $op, $value) = @$part;
		$value = 1 if $op eq '!=';
		$text .= "modparam(\"$module\", \"$param\", " . ($value =~ /^\d+$/ ? $value : "\"$value\"") . ")\n";
	}
	return $text;
}

my @cases;    # [group, name, text, code]

sub add {
	my ($group, $name, $code, $lines, @modules) = @_;
	return if grep { !$is_there{$_} } @modules;
	push @cases, [$group, $name, join('', map { "loadmodule \"$_.so\"\n" } @modules) . $lines . "request_route { exit; }\n", $code];
}

for my $row (@needs) {
	my ($module, $need, $order, $when) = @$row;
	my @other = grep { $_ ne $module } closure($module, $need, [], {});
	add('modules missing', "$module without $need", 'K730', switch_on($module, $when), @other, $module);
	next if $order ne 'before' || $module eq 'dispatcher';
	my @deep = closure($need, '', [], {});
	add('modules in order', "$module above $need", 'K731', switch_on($module, $when), @deep, (grep { my $o = $_; !grep { $o eq $_ } @deep } @other), $module, $need);
}
for my $row (rows('databases')) {
	my ($module, $param, $url, $when) = @$row;
	my @other = closure($module, '', [], {});
	add('databases', "$module $param", 'K732', switch_on($module, $when) . "modparam(\"$module\", \"$param\", \"mysql://a:b\@127.0.0.1/c\")\n", @other, $module);
	add('default databases', "$module $param", 'K732', switch_on($module, $when), @other, $module) if $url ne '-';
}
for my $row (rows('requirements')) {
	my ($module, $param, $when) = @$row;
	add('parameters', "$module $param", $param =~ /^event_route/ ? 'K734' : 'K733', switch_on($module, $when), closure($module, '', [], {}), $module);
}

my (@server, @ours);
for my $i (0 .. $#cases) {
	make_path("$dir/$i");
	open my $out, '>', "$dir/$i/test.cfg" or die "$dir/$i: $!\n";
	print $out $cases[$i][2];
	close $out;
}
# A server that starts is ended after two seconds, with all its processes; the status is 124 then.
run_many($jobs, map { my $i = $_; {
	argv => ['timeout', '-k', '3', '2', 'kamailio', '-DD', '-E', '-m', 32, '-M', 8, '-n', 1, '-l', 'udp:127.0.0.1:' . (21400 + $i % 90), '-Y', "$dir/$i", '-w', "$dir/$i",
		modules_option(), '-f', "$dir/$i/test.cfg"],
	timeout => 20, done => sub { $server[$i] = $_[0]{exit} == 124 ? 'starts' : 'refuses' } } } 0 .. $#cases);
run_many($jobs, map { my $i = $_; {
	argv => [kamcheck_program(), 'lint', '--kamailio', '5.6', "$dir/$i/test.cfg"],
	timeout => 10, done => sub { $ours[$i] = $_[0]{err} . $_[0]{out} } } } 0 .. $#cases);
for my $i (0 .. $#cases) {
	my ($group, $name, undef, $code) = @{ $cases[$i] };
	my $found = $ours[$i] =~ /\[$code\]/;
	my $failed = $server[$i] ne 'refuses' || !$found;
	$tap->result($group, $name, 'startup', $failed, $failed ? 'differs' : 'agree', "server $server[$i], kamcheck " . ($found ? 'says' : 'does not say') . " $code");
}
remove_tree($dir);
exit $tap->finish;
