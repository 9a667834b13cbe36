#!/usr/bin/perl
# facts.t [-v] [-j JOBS] [PATTERN]: is every function and parameter of the 5.6 tables (grammar/*.tsv) accepted by
# kamcheck exactly when the installed server accepts it? A config for each module whose name matches PATTERN
# calls each of its functions with 0 to 6 arguments in each kind of route, and sets each of its parameters to a
# number and to a string; the server reports all errors of a file, so lines are compared. Non-constant arguments
# end the parse where they are refused, so each such call has a config of its own. Deviations that
# are known, with their reasons, stand in facts-known.tsv.

use strict;
use warnings;
use FindBin;
use File::Path qw(make_path remove_tree);
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root isolate server_present run_many server_argv kamcheck_argv);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
my $VERSION = '5.6';
my @BLOCKS = ('request_route', 'route[A]', 'failure_route[A]', 'branch_route[A]', 'onsend_route', 'reply_route',
	'onreply_route[A]', 'event_route[a:b]');
my $tap = Tap->new(verbose => $verbose);
my ($modules) = glob '/usr/lib/*/kamailio/modules';
if (!server_present() || !defined $modules) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}
my $work = root() . "/build/facts.$$";
make_path($work);
my $owner = $$;
END { remove_tree($work) if defined $work && $owner == $$ }

sub rows {
	my ($table) = @_;
	open my $in, '<', "$FindBin::Bin/../../grammar/$table.tsv" or die "$table: $!\n";
	return map { chomp; [split /\t/] } grep { !/^#/ } <$in>;
}

my %place;
{ my $n = 0; $place{ $_->[0] } = $n++ for rows('versions') }

sub is_now {
	my ($ranges) = @_;
	for (split /,/, $ranges) {
		my ($from, $dash, $to) = /^([\d.]+)(-?)([\d.]*)$/ or die "bad versions $ranges\n";
		$to = !$dash ? $from : $to eq '' ? '6.2' : $to;
		return 1 if $place{$from} <= $place{$VERSION} && $place{$VERSION} <= $place{$to};
	}
	return 0;
}

my (%function, %param, %parameter_name);
for (rows('functions')) { push @{ $function{ $_->[1] }{ $_->[0] } }, $_ if is_now($_->[5]) }
for (rows('params')) { push @{ $param{ $_->[1] }{ $_->[0] } }, $_ if is_now($_->[4]) }
for (rows('modules')) { $parameter_name{ $_->[0] } = $_->[1] if is_now($_->[3]) && $_->[1] ne '-' && -e "$modules/$_->[0].so" }

# Configs [[WHAT, TEXT]...], a pair for each line. With too many errors the server runs out of memory.
sub calls {
	my ($module) = @_;
	my (@configs, @lines);
	for my $block (@BLOCKS) {
		push @configs, [splice @lines] if @lines > 2000;
		push @lines, ['', "$block {"];
		for my $name (sort keys %{ $function{$module} }) {
			for my $count (0 .. 6) {
				my $list = join ', ', ('"1"') x $count;
				push @lines, ["$name/$count in $block", "\t$name($list);"];
				# Where a variable is refused the parse ends.
				next if !$count || grep { $_->[4] eq 'const' && $_->[2] =~ /^(?:var|$count)$/ } @{ $function{$module}{$name} };
				$list = join ', ', ('%x') x $count;
				push @lines, ["$name/$count in $block, not constant", "\t$name($list);"];
			}
		}
		push @lines, ['', "\texit;"], ['', '}'];
	}
	return (@configs, \@lines);
}

sub settings {
	my ($module) = @_;
	my @lines;
	for my $name (sort keys %{ $param{$module} }) {
		push @lines, ["$name=1", "modparam(\"$parameter_name{$module}\", \"$name\", 1)"],
			["$name=\"a\"", "modparam(\"$parameter_name{$module}\", \"$name\", \"a\")"];
	}
	return @lines;
}

# The calls that the server must refuse at their first argument, one a config.
sub constants {
	my ($module) = @_;
	my @configs;
	for my $name (sort keys %{ $function{$module} }) {
		for my $row (grep { $_->[4] eq 'const' && $_->[2] ne '0' } @{ $function{$module}{$name} }) {
			my $count = $row->[2] eq 'var' ? 1 : $row->[2];
			my ($block) = grep { allows($row->[3], $_) } @BLOCKS or next;
			my $list = join ', ', ('%x') x $count;
			push @configs, [['', "$block {"], ["$name/$count, not constant", "\t$name($list);"], ['', "\texit;"], ['', '}']];
		}
	}
	return @configs;
}

sub allows {
	my ($routes, $block) = @_;
	my %bit = ('request_route' => 'request', 'failure_route[A]' => 'failure', 'branch_route[A]' => 'branch', 'onsend_route' => 'onsend',
		'reply_route' => 'core_onreply', 'onreply_route[A]' => 'tm_onreply', 'event_route[a:b]' => 'event');
	return $routes eq 'any' || grep { $_ eq ($bit{$block} // '') } split /,/, $routes;
}

# The lines that the server refuses: {LINE => its words}. What a module itself thinks of a value does not count.
sub server_lines {
	my ($run) = @_;
	my (%line, $is_named);
	for (split /\n/, $run->{err}) {
		if (/parse error in config file .*?, (?:from )?line (\d+), column [^:]*: (.*)$/) {
			$line{$1} //= $2 if $2 ne '' && $2 ne 'bad command' && ($is_named || $2 ne "Can't set module parameter");
			$is_named = 0;
		} elsif (/parameter <.*> of type <.*> not found in module/ || /No module matching/) {
			$is_named = 1;
		}
	}
	return \%line;
}

# The same of kamcheck; K72x are the values that modules refuse, and settings.t is about those.
sub kamcheck_lines {
	my ($run) = @_;
	my %line;
	for (split /\n/, $run->{err}) { $line{$1} //= $2 if !/ error\[K72\d\]: / && /^.+?:(\d+):\d+: error\[\w+\]: (.*)$/ }
	return \%line;
}

my %known;
if (open my $in, '<', "$FindBin::Bin/facts-known.tsv") {
	while (<$in>) {
		chomp;
		next if /^#/;
		my ($module, $what) = split /\t/;
		$known{$module}{$what} = 0;
	}
}

sub is_known {
	my ($module, $what) = @_;
	for my $re (keys %{ $known{$module} || {} }) {
		return $known{$module}{$re} = 1 if $what =~ /^(?:$re)$/;
	}
	return 0;
}

sub judge {
	my ($module, $kind, $lines, $server, $run) = @_;
	my ($s, $k) = (server_lines($server), kamcheck_lines($run));
	if ($server->{signal} && !%$s) {
		$tap->result($kind, $module, 'crash', 0, 'server crashed', "signal $server->{signal}");
		return;
	}
	if ($kind ne 'constants' && $server->{err} =~ /parsing code: [^0]/) {
		$tap->result($kind, $module, 'fact', 1, 'incomplete', 'the server gave up');
	}
	for my $i (0 .. $#$lines) {
		my ($what, $at) = ($lines->[$i][0], $i + 1);
		next if $what eq '';
		my $same = !defined $s->{$at} == !defined $k->{$at};
		my $known = !$same && is_known($module, $what);
		$tap->result($kind, "$module $what", 'fact', !$same && !$known, $same ? 'agree' : $known ? 'known deviation' : 'differs',
			$same ? '' : 'server ' . ($s->{$at} // 'accepts') . '; kamcheck ' . ($k->{$at} // 'accepts'));
	}
}

my (@server, @kamcheck, $n);
sub add {
	my ($module, $kind, @lines) = @_;
	return if !@lines;
	@lines = (['', "loadmodule \"$module\""], @lines);
	my $file = "$work/" . ++$n . '.cfg';
	open my $out, '>', $file or die "$file: $!\n";
	print $out map { "$_->[1]\n" } @lines;
	close $out or die "$file: $!\n";
	my $server;
	push @server, { argv => server_argv('check', $file), cwd => $work, timeout => 10, done => sub { $server = $_[0] } };
	push @kamcheck, { argv => kamcheck_argv('check', $VERSION, $file, '--format=concise'), cwd => $work, timeout => 10,
		done => sub { judge($module, $kind, \@lines, $server, $_[0]) } };
}

for my $module (grep { /$pattern/ } sort keys %parameter_name) {
	add($module, 'functions', @$_) for calls($module);
	add($module, 'parameters', settings($module));
	add($module, 'constants', @$_) for constants($module);
}
run_many($jobs, @server);
run_many($jobs, @kamcheck);
for my $module (sort keys %known) {
	next if $module !~ /$pattern/;
	$tap->result('known deviations', "$module $_", 'known', !$known{$module}{$_}, $known{$module}{$_} ? 'seen' : 'not seen any more', '')
		for sort keys %{ $known{$module} };
}
exit $tap->finish;
