#!/usr/bin/perl
# settings.t [-v] [-j JOBS]: values for the parameters of modules that have a setter: does kamcheck refuse
# what the installed server (5.6) refuses while it reads the config? settings.txt holds the values; besides, each such
# parameter is tried with a number of odd ones, none of which may be refused wrongly.

use strict;
use warnings;
use FindBin;
use File::Path qw(make_path);
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root isolate server_present run_many server_argv kamcheck_argv modules_option);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

my @odd = ('', 'abc', '5', 'a=b', 'a=b;c=d', 'name=x', 'name=>x', '=>x', 'http://x.com', 'name=>http://x.com',
	'$var(x)=i:5', 'udp:127.0.0.1:2222', 'a:b', 'a:b:c', 'a,b', ' ', '/tmp/x', 'sip:127.0.0.1:5999', 'x=s:y', '-1');
my %is_there = map { m{([^/]+)\.so$}; $1 => 1 } glob((modules_option())[1] . '/*.so');
my $dir = root() . '/build/settings';
make_path($dir);

my @cases;    # [group, module, parameter, lines in front, value as it stands in the config, may be missed]

sub quoted {
	my ($text) = @_;
	$text =~ s/(["\\])/\\$1/g;
	return "\"$text\"";
}

sub read_values {
	open my $in, '<', "$FindBin::Bin/settings.txt" or die "settings.txt: $!\n";
	my @at;
	while (<$in>) {
		chomp;
		next if /^#/ || $_ eq '';
		if (/^@(\S+) (\S+) ?(.*)/) {
			@at = ($1, $2, $3);
			$at[2] =~ s/\\n/\n/g;
		} elsif (/^([=?]) (.*)/) {
			push @cases, ["settings $at[0] $at[1]", @at, quoted($2), $1 eq '?'];
		}
	}
}

sub read_params {
	open my $in, '<', root() . '/grammar/params.tsv' or die "params.tsv: $!\n";
	while (<$in>) {
		chomp;
		my ($param, $module, $type, $setter) = split /\t/;
		next if /^#/ || $setter ne 'func' || !$is_there{$module};
		push @cases, ['odd values', $module, $param, '', $_, 1] for $type eq 'int' ? (0, 1, -1, 99999) : map { quoted($_) } @odd;
	}
}

sub write_case {
	my ($i) = @_;
	my (undef, $module, $param, $front, $value) = @{ $cases[$i] };
	my $file = "$dir/$i.cfg";
	open my $out, '>', $file or die "$file: $!\n";
	print $out "loadmodule \"$module.so\"\n", ($front eq '' ? '' : "$front\n"), "modparam(\"$module\", \"$param\", $value)\n",
		"request_route { exit; }\n";
	close $out;
	return $file;
}

read_values();
read_params();
my (@server, @ours);
my @files = map { write_case($_) } 0 .. $#cases;
run_many($jobs, map { my $i = $_; {
	argv => server_argv('check', $files[$i], modules_option()), timeout => 10, done => sub {
		my ($run) = @_;
		# What this version does not have, or what lies in the machine, says nothing.
		$server[$i] = $run->{err} =~ /not found in module|No SRV record|bad (?:user|group) name/ ? 'skip' : $run->{exit} || $run->{signal} ? 'refused' : 'accepted';
	} } } 0 .. $#cases);
run_many($jobs, map { my $i = $_; {
	argv => kamcheck_argv('check', '5.6', $files[$i]), timeout => 10, done => sub { $ours[$i] = $_[0]{exit} ? 'refused' : 'accepted' } } } 0 .. $#cases);
for my $i (0 .. $#cases) {
	my ($group, $module, $param, $front, $value, $may_miss) = @{ $cases[$i] };
	my $name = "$module $param $value";
	next if $server[$i] eq 'skip';
	my $same = $server[$i] eq $ours[$i];
	my $failed = !$same && !($may_miss && $server[$i] eq 'refused');
	$tap->result($group, $name, 'settings', $failed, $same ? 'agree' : $failed ? 'verdict' : 'silent', $same ? '' : "server $server[$i], kamcheck $ours[$i]");
	unlink $files[$i];
}
rmdir $dir;
exit $tap->finish;
