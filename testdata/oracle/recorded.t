#!/usr/bin/perl
# recorded.t [-v] [-j JOBS] [--limits] [TABLE...]: what servers of five releases said (recorded/, no server is asked), and what kamcheck says: what
# modules need to start, values of parameters, arguments of functions, selects, variables, core parameters. A line for each table and release says
# how much agrees, how many refusals are missed, and how many refusals are false. -v lists those.
# Deviations with a reason stand in recorded-known.tsv. How many others there may be is in recorded-limits.tsv: more fail the
# test; --limits writes today's.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Recorded qw(recorded_rows ask_kamcheck RELEASES);

GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2), 'limits' => \my $limits) or exit 2;
my @releases = RELEASES;

# A case: {release, phase, name, refuses, text, lines => only findings on these lines count}. By table.
my @tables = (
	['needs' => \&needs], ['settings' => \&settings], ['params-start' => \&params_start], ['arguments' => \&arguments], ['selects' => \&selects],
	['pvars' => \&pvars], ['pvar-random' => \&pvar_random], ['globals' => \&globals], ['sockets-core' => \&sockets_core],
);

sub parse_case {
	my ($name, $result, $text) = @_;
	return { release => '6.1', phase => 'parse', name => $name, refuses => $result ne 'acc', text => $text };
}

# A case for each release that was asked; $accepted: the letter of a server that takes it.
sub by_letter {
	my ($phase, $accepted, $letters, $name, $text) = @_;
	my @cases;
	for my $i (0 .. $#releases) {
		my $letter = substr $letters, $i, 1;
		next if $letter eq '.' || $letter eq '-';
		push @cases, { release => $releases[$i], phase => $phase, name => $name, refuses => $letter ne $accepted, text => $text };
	}
	return @cases;
}

sub settings {
	my @cases;
	for (recorded_rows('settings')) {
		my ($module, $param, $front, $value, $letters) = @$_;
		my $text = $module eq 'http_async_client' ? "loadmodule \"pv.so\"\n" : '';
		$text .= "loadmodule \"$module.so\"\n" . ($front eq '-' ? '' : "$front\n");
		$text .= "modparam(\"$module\", \"$param\", $value)\nrequest_route { exit; }\n";
		push @cases, by_letter('parse', 'a', $letters, "$module $param $value" . ($front eq '-' ? '' : " behind $front"), $text);
	}
	return @cases;
}

sub params_start {
	my %head = map { $_->[0] => [@$_[1, 2]] } recorded_rows('params-heads');
	my @cases;
	for (recorded_rows('params-start')) {
		my ($module, $param, $type, $letters, $message, $value) = @$_;
		my ($front, $routes) = $head{$module}[1] =~ /\A((?:(?!request_route|event_route|failure_route).*\n)*)(.*)\z/s;
		# The server was given this socket on its command line.
		my $text = "listen=udp:127.0.0.1:21300\n${front}modparam(\"$head{$module}[0]\", \"$param\", $value)\n$routes";
		push @cases, map { { %$_, message => $message } } by_letter('start', 's', $letters, "$module $param $value", $text);
	}
	return @cases;
}

sub needs { return map { by_letter('start', 's', $_->[2], $_->[1], $_->[4]) } recorded_rows('needs') }

# The kind of block in which a function works, by "module function".
sub blocks {
	my %kind = (any => 'route', request => 'route', event => 'route', failure => 'failure_route', branch => 'branch_route',
		tm_onreply => 'onreply_route', onsend => 'onsend_route', core_onreply => 'reply_route');
	my %block;
	local $_;
	open my $in, '<', "$FindBin::Bin/../../grammar/functions.tsv" or die "functions.tsv: $!\n";
	while (<$in>) {
		next if /^#/;
		my ($name, $module, undef, $routes) = split /\t/;
		my ($first) = grep { defined } map { $kind{$_} } grep { ",$routes," =~ /,$_,/ }
			qw(any request event failure branch tm_onreply onsend core_onreply);
		$block{"$module $name"} = $first // 'route';
	}
	return \%block;
}

# Calls of a module stand in few configs, a line each, for a config costs more than a call.
sub arguments {
	my %head = map { $_->[0] => $_->[1] } recorded_rows('arguments-heads');
	my $block = blocks();
	my (%base, %call);
	for (recorded_rows('arguments')) {
		my ($module, $function, $count, $at, $result, $value) = @$_;
		if (!$at) {
			$base{"$module $function $count"} = [map { s/^<|>$//gr } split / (?=<)/, $value] if $result eq 'base';
			next;
		}
		my @args = @{ $base{"$module $function $count"} // next };
		$args[$at - 1] = $value =~ s/^<(.*)>$/$1/sr;
		my $text = "$function(" . join(', ', map { "'$_'" } @args) . ')';
		push @{ $call{$module}{ $block->{"$module $function"} // 'route' } },
			{ release => '6.1', phase => 'start', name => "$module $text argument $at", refuses => $result ne 'ok', call => $text };
	}
	my @cases;
	for my $module (sort keys %call) {
		for my $kind (sort keys %{ $call{$module} }) {
			while (my @some = splice @{ $call{$module}{$kind} }, 0, 400) {
				my $text = $head{$module} . ($kind =~ /^(?:onsend_route|reply_route)$/ ? $kind : "$kind\[X]") . " {\n";
				my $line = 1 + ($text =~ tr/\n//);
				$_->{line} = $line++, $text .= "\t$_->{call};\n" for @some;
				push @cases, { %{ $some[0] }, text => "$text}\n", calls => \@some };
			}
		}
	}
	return @cases;
}

sub selects {
	my @cases;
	for (recorded_rows('selects')) {
		my ($select, $module, $result) = @$_;
		my $load = join '', map { "loadmodule \"$_.so\"\n" } 'pv', $module =~ /^(?:core|-|pv)$/ ? () : $module;
		my $value = $select =~ /^@/ ? $select : "\$sel($select)";
		push @cases, parse_case("$module $select", $result, "${load}request_route {\n\t\$var(x) = $value;\n}\n");
	}
	return @cases;
}

sub pvars { return map { parse_case("$_->[0] $_->[1]", @$_[2, 3]) } recorded_rows('pvars') }

sub pvar_random { return map { parse_case($_->[1] =~ s/.*request_route \{\n\t//sr =~ s/\n\}\n\z//r, @$_) } recorded_rows('pvar-random') }

sub globals { return map { parse_case("$_->[0]=$_->[2]", $_->[1], "$_->[0]=$_->[2]\nrequest_route { exit; }\n") } recorded_rows('globals') }

sub sockets_core {
	my @cases;
	for (recorded_rows('sockets-core')) {
		my ($lines, $parse, $start) = @$_;
		my $text = ($lines =~ /^(?:listen|socket)\b/m ? '' : "listen=udp:127.0.0.1:5070\n") . "${lines}request_route { exit; }\n";
		my $name = $lines =~ s/\n\z//r =~ s/\n/ /gr;
		push @cases, parse_case("-c $name", $parse, $text);
		push @cases, { release => '6.1', phase => 'start', name => "start $name", refuses => $start ne 'ok', text => $text } if $start ne '-';
	}
	return @cases;
}

my (%known, %limit, %count);

sub read_notes {
	my ($name, $sub) = @_;
	open my $in, '<', "$FindBin::Bin/recorded-$name.tsv" or die "recorded-$name.tsv: $!\n";
	while (<$in>) {
		chomp;
		$sub->(split /\t/) if !/^#/;
	}
}

sub is_known {
	my ($table, $case) = @_;
	my $what = "$case->{release} $case->{name}" . (defined $case->{message} ? " | $case->{message}" : '');
	for my $k (@{ $known{$table} // [] }) { return $k->{seen} = 1 if $what =~ $k->{case} }
	return 0;
}

sub judge {
	my ($table, $case, $error) = @_;
	my $word = !$case->{refuses} == !$error ? 'agree' : is_known($table, $case) ? 'known' : $error ? 'false' : 'missed';
	$count{$table}{ $case->{release} }{$word}++;
	return if !$verbose || $word eq 'agree';
	my $name = $case->{name} =~ s/\n/\\n/gr;
	print "# $table $case->{release} $word: $name", ($error ? " [$error->[1]] $error->[2]" : ''), "\n";
}

sub ask {
	my ($table, @cases) = @_;
	my %some;
	push @{ $some{"$_->{release} $_->{phase}"} }, $_ for @cases;
	for my $which (sort keys %some) {
		my ($release, $phase) = split / /, $which;
		ask_kamcheck($jobs, $release, $phase, map {
			my $case = $_;
			{ text => $case->{text}, done => sub {
				my ($errors) = @_;
				return judge($table, $case, $errors->[0]) if !$case->{calls};
				my %at;
				$at{ $_->[0] } //= $_ for @$errors;
				judge($table, $_, $at{ $_->{line} }) for @{ $case->{calls} };
			} }
		} @{ $some{$which} });
	}
}

read_notes('known', sub { my ($table, $case, $reason) = @_; push @{ $known{$table} }, { case => qr/^(?:$case)$/s, text => $case } });
read_notes('limits', sub { my ($table, $release, $missed, $false) = @_; $limit{$table}{$release} = [$missed, $false] });

sub write_limits {
	open my $out, '>', "$FindBin::Bin/recorded-limits.tsv" or die "recorded-limits.tsv: $!\n";
	print $out "# How many refusals of recorded.t's tables may be missed, and how many may be false; recorded.t --limits writes it.\n",
		"#table\trelease\tmissed\tfalse\n";
	for my $table (map { $_->[0] } @tables) {
		print $out join("\t", $table, $_, @{ $limit{$table}{$_} }), "\n" for sort keys %{ $limit{$table} // {} };
	}
	close $out or die "recorded-limits.tsv: $!\n";
}

my ($n, $bad) = (0, 0);
for my $pair (@tables) {
	my ($table, $make) = @$pair;
	next if @ARGV && !grep { $_ eq $table } @ARGV;
	ask($table, $make->());
	for my $release (sort keys %{ $count{$table} }) {
		my $c = $count{$table}{$release};
		my ($missed, $false) = ($c->{missed} // 0, $c->{false} // 0);
		my ($most_missed, $most_false) = @{ $limit{$table}{$release} // [0, 0] };
		my $all = 0;
		$all += $_ for values %$c;
		my $is_ok = $missed <= $most_missed && $false <= $most_false;
		$limit{$table}{$release} = [$missed, $false];
		$bad += !$is_ok;
		printf "%s %d - %s %s: %d of %d agree, %d refusals missed, %d false, %d known (%.2f %%)\n", $is_ok ? 'ok' : 'not ok', ++$n, $table, $release,
			$c->{agree} // 0, $all, $missed, $false, $c->{known} // 0, 100 * (($c->{agree} // 0) + ($c->{known} // 0)) / $all;
		print "#   recorded-limits.tsv says $most_missed missed, $most_false false\n" if !$is_ok;
	}
	for (grep { !$_->{seen} } @{ $known{$table} // [] }) {
		printf "not ok %d - recorded-known.tsv: %s %s is seen no more\n", ++$n, $table, $_->{text};
		$bad++;
	}
}
print "1..$n\n";
write_limits() if $limits;
exit($bad ? 1 : 0);
