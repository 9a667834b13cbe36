#!/usr/bin/perl
# trace.t [-v]: what `kamcheck trace` says of a message is what the installed server (5.6) does with it.
#
# trace/marked.cfg calls route[MARK_name] in each block and on each way, which logs the name.  The server runs on the loopback interface and gets a request; what
# it marks must be on the way that kamcheck shows, in that order, and what kamcheck says is certain must be marked.
use strict;
use warnings;
use FindBin;
use IO::Socket::INET;
use JSON::PP;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use File::Temp 'tempdir';
use Oracle qw(root isolate server_present server_argv kamcheck_program);
use Test::More;

plan skip_all => 'no kamailio' if !server_present();
isolate(@ARGV);
my $dir = tempdir(CLEANUP => 1);
my ($port, $peer) = (21301, 21302);
my $config = "$dir/marked.cfg";
my $kamcheck = kamcheck_program();

# The config with the routes that it calls.
sub make_config {
	open my $in, '<', root() . '/testdata/trace/marked.cfg' or die;
	my $text = do { local $/; <$in> };
	my %names = map { $_ => 1 } $text =~ /route\(MARK_(\w+)\)/g;
	open my $out, '>', $config or die;
	print $out $text, map { "route[MARK_$_] { xlog(\"MARK $_\\n\"); }\n" } sort keys %names;
	close $out;
}

# The request METHOD; TAG: within a dialog.
sub request {
	my ($method, $in_dialog) = @_;
	my $tag = $in_dialog ? ';tag=there' : '';
	my $route = $in_dialog ? "Route: <sip:127.0.0.1:$port;lr>\r\n" : '';
	return "$method sip:bob\@127.0.0.1:$peer SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:$peer;branch=z9hG4bK" . int(rand 1e9)
		. "\r\n${route}From: <sip:alice\@example.com>;tag=here\r\nTo: <sip:bob\@example.com>$tag\r\nCall-ID: " . int(rand 1e9) . "\@t\r\n"
		. "CSeq: 1 $method\r\nMax-Forwards: 10\r\nContact: <sip:alice\@127.0.0.1:$peer>\r\nContent-Length: 0\r\n\r\n";
}

sub read_log {
	open my $in, '<', "$dir/log" or return '';
	local $/;
	return scalar(<$in>) // '';
}

# Waits until PATTERN stands in the log; ten seconds at most.
sub wait_for {
	my ($pattern) = @_;
	for (1 .. 100) {
		return 1 if read_log() =~ $pattern;
		select undef, undef, undef, 0.1;
	}
	return 0;
}

sub start {
	my (undef, undef, @runtime) = @{ server_argv('check', $config) };
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', "$dir/log";
		exec 'kamailio', '-DD', '-E', '-m', 64, '-M', 8, '-n', 1, '-w', $dir, '-l', "udp:127.0.0.1:$port", @runtime or exit 9;
	}
	return $pid;
}

# The marks of a trace in their order: all that may be met, and those that certainly are.
sub marks_of {
	my ($steps, $is_certain, $all, $certain) = @_;
	for (@$steps) {
		if ($_->{text} =~ /^route\[MARK_(\w+)/) {
			push @$all, $1;
			push @$certain, $1 if $is_certain;
		}
		marks_of($_->{steps} // [], $is_certain && $_->{kind} !~ /^(?:if|else|case|while)$/, $all, $certain);
		$is_certain = 0 if $_->{kind} =~ /^(?:if|else|case|while)$/;
	}
}

my @questions = (
	['INVITE'], ['INVITE', 1], ['BYE', 1], ['OPTIONS'], ['REGISTER'], ['MESSAGE'], ['SUBSCRIBE', 1], ['CANCEL'], ['INVITE', 0, 486], ['INVITE', 0, 200],
	['INVITE', 0, 404],
);
make_config();
my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', LocalPort => $peer) or plan skip_all => "no socket: $!";
for my $q (@questions) {
	my ($method, $in_dialog, $reply) = @$q;
	my $name = join ' ', map { $_ // 0 } @$q;
	unlink "$dir/log";
	my $pid = start();
	SKIP: {
		if (!wait_for(qr/MARK started/)) {
			fail("$name: the server starts");
			diag(read_log());
			last SKIP;
		}
		my $request = request($method, $in_dialog);
		my ($call) = $request =~ /^(Call-ID: \d+)/m;
		$socket->send($request, 0, pack_sockaddr_in($port, inet_aton('127.0.0.1')));
		wait_for(qr/MARK end/);
		if ($reply) {
			# What is relayed comes back to us: an answer to it.
			my $got = '';
			# Those before it may still be sent again.
			for (1 .. 50) {
				$socket->recv($got, 65535);
				last if $got =~ /^INVITE(?s:.*)^\Q$call\E\@/m;
			}
			my @head = $got =~ /^((?:Via|From|To|Call-ID|CSeq):[^\r\n]*)/mg;
			s/^(To:.*)$/$1;tag=us/ for @head;
			$socket->send(join("\r\n", "SIP/2.0 $reply Answer", @head, 'Content-Length: 0', '', ''), 0, pack_sockaddr_in($port, inet_aton('127.0.0.1')));
			wait_for($reply >= 300 ? qr/MARK failed/ : qr/MARK replied/);
		}
		my @did = grep { !/^(?:started|end)$/ } read_log() =~ /MARK (\w+)/g;
		my @words = ('--method', $method, $in_dialog ? '--in-dialog' : (), '--from-ip', '127.0.0.1', '--transport', 'udp', '--port', $port);
		my (@all, @certain);
		for my $more ([], $reply ? ['--reply', $reply] : ()) {
			open my $out, '-|', $kamcheck, 'trace', '--format=json', '--kamailio', '5.6', @words, @$more, $config or die;
			local $/;
			my $trace = JSON::PP->new->utf8->decode(scalar <$out>);
			# What comes after the request itself is met only when there is a reply.
			my @blocks = grep { @$more || $_->{text} =~ /^(?:request_route|branch_route)/ } @{ $trace->{blocks} };
			marks_of([$_], 1, \@all, \@certain) for @blocks;
		}
		my %may = map { $_ => 1 } @all;
		my %did = map { $_ => 1 } @did;
		my @wrong = ((map { "it did $_" } grep { !$may{$_} } @did), (map { "it did not $_" } grep { !$did{$_} } @certain));
		ok(@did && !@wrong, "$name: @did") or diag("@wrong\nmay: @all\ncertain: @certain");
	}
	kill 'TERM', $pid;
	waitpid $pid, 0;
}
done_testing();
