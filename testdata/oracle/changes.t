#!/usr/bin/perl
# changes.t [--record] [GROUP]: what the installed server (5.6) sends on after two changes of a message, without and with msg_apply_changes()
# between them, for each pair of a group in ../changes/writers.tsv. The pairs that differ, and the lines that do, must be those of ../changes/pairs.tsv.
# One in seven pairs is asked, all of them with GROUP. --record writes what goes out into pairs.tsv; what kamcheck says stays, "-" where nothing is known.
use strict;
use warnings;
use FindBin;
use File::Temp 'tempdir';
use Getopt::Long;
use IO::Select;
use IO::Socket::INET;
use lib "$FindBin::Bin/lib";
use Oracle qw(isolate root server_argv server_present);
use Test::More;
use Vec qw(read_file write_file);

isolate(@ARGV);
GetOptions('record' => \my $record) or exit 2;
plan skip_all => 'no kamailio' if !server_present();
my $only = $ARGV[0] // '.';
my $dir = tempdir(CLEANUP => 1);
my $pairs = root() . '/testdata/changes/pairs.tsv';
my ($port, $peer) = (21321, 21322);

my (@probes, %statement);
for (grep { !/^#/ } split /\n/, read_file(root() . '/testdata/changes/writers.tsv')) {
	my ($group, $name, $statement) = split /\t/;
	$statement{$group}{$name} = $statement;
}
for my $group (grep { /$only/ } sort keys %statement) {
	my @names = sort keys %{ $statement{$group} };
	for my $first (@names) {
		push @probes, map { "$group\t$first\t$_" } @names;
	}
}
@probes = @probes[grep { $_ % 7 == 3 } 0 .. $#probes] if !$record && !@ARGV;

# The config: a route for each pair, without and with the call between.
sub make_config {
	my $text = join '', map { "loadmodule \"$_\"\n" } qw(tm pv textops textopsx siputils nathelper sl uac sdpops rr);
	$text .= "children=1\nmodparam(\"uac\", \"restore_mode\", \"none\")\n"
		. "request_route { \$du = \"sip:127.0.0.1:$peer\"; \$var(to) = \$rU; route(\$var(to)); forward(); exit; }\nroute[start] { return; }\n";
	for my $i (0 .. $#probes) {
		my ($group, $first, $second) = split /\t/, $probes[$i];
		my ($a, $b) = @{ $statement{$group} }{ $first, $second };
		$text .= "route[a$i] { $a $b return; }\nroute[b$i] { $a msg_apply_changes(); $b return; }\n";
	}
	write_file("$dir/changes.cfg", $text);
}

sub start {
	my (undef, undef, @runtime) = @{ server_argv('check', "$dir/changes.cfg") };
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', "$dir/log";
		exec 'kamailio', '-DD', '-E', '-m', 64, '-M', 64, '-n', 1, '-w', $dir, '-l', "udp:127.0.0.1:$port", @runtime or exit 9;
	}
	return $pid;
}

# What is sent on of an INVITE that asks for ROUTE: its lines, without what differs each time; nothing when nothing comes.
sub ask {
	my ($socket, $route, $patience) = @_;
	my $call = int rand 1e9;
	my $body = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n";
	my $text = "INVITE sip:$route\@127.0.0.1:$port SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:$peer;branch=z9hG4bK$call\r\n"
		. "From: \"Al\" <sip:alice\@from.example>;tag=here\r\nTo: \"Bo\" <sip:bob\@to.example>\r\nCall-ID: $call\r\nCSeq: 1 INVITE\r\nMax-Forwards: 10\r\n"
		. "Contact: <sip:alice\@10.1.1.1:5070;x=1>\r\nX-A: one\r\nX-L: red, green;p=1, blue\r\nX-L: black\r\nSubject: hello\r\n"
		. "Content-Type: application/sdp\r\nContent-Length: " . length($body) . "\r\n\r\n$body";
	$socket->send($text, 0, pack_sockaddr_in($port, inet_aton('127.0.0.1')));
	my $select = IO::Select->new($socket);
	while ($select->can_read($patience)) {
		$socket->recv(my $got, 65535);
		return grep { !/^(?:INVITE|Via|Record-Route|Call-ID)\b/ && $_ ne '' } split /\r?\n/, $got if $got =~ /$call/;
	}
	return;
}

# The lines of X that are not among those of Y.
sub without {
	my ($x, $y) = @_;
	my %left;
	$left{$_}++ for @$y;
	return grep { !$left{$_} || !$left{$_}-- } @$x;
}

# How what goes out differs from what does with msg_apply_changes(); "=": not at all.
sub difference {
	my ($got, $wanted) = @_;
	return 'nothing is sent with it' if !@$wanted && @$got;
	return 'nothing is sent' if !@$got && @$wanted;
	return join(' | ', sort(without($got, $wanted)), map { "no $_" } sort(without($wanted, $got))) || '=';
}

make_config();
my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', LocalPort => $peer) or plan skip_all => "no socket: $!";
my $pid = start();
my $is_up;
$is_up ||= ask($socket, 'start', 0.2) for 1 .. 50;
my (%now, %known);
if ($is_up) {
	for my $i (0 .. $#probes) {
		$now{ $probes[$i] } = difference([ask($socket, "a$i", 0.5)], [ask($socket, "b$i", 0.5)]);
	}
}
kill 'TERM', $pid;
waitpid $pid, 0;
my ($head, @rows) = ('');
for (split /\n/, -e $pairs ? read_file($pairs) : '') {
	if (/^#/) { $head .= "$_\n"; next }
	my ($group, $first, $second, $code, $sent) = split /\t/;
	$known{"$group\t$first\t$second"} = [$code, $sent];
}
if ($record && $is_up) {
	my %all = (%known, %now);
	for my $pair (sort keys %all) {
		my ($code, $sent) = (($known{$pair} // ['-'])->[0], $now{$pair} // $known{$pair}[1]);
		push @rows, join("\t", $pair, $code, $sent) . "\n" if $sent ne '=' || $code ne '-';
	}
	write_file($pairs, join '', $head, @rows);
}
ok($is_up, 'the server starts') or diag(read_file("$dir/log"));
for my $pair (sort keys %now) {
	is($now{$pair}, $record ? $now{$pair} : ($known{$pair} // ['', '='])->[1], $pair =~ tr/\t/ /r);
}
done_testing();
