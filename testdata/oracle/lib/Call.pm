# Call: an installed server (5.6) on the loopback interface, a request to it, and an answer to what it sends on.
#
#   my $call = Call->new($config, $port, $peer);  # the server runs at PORT; requests come from PEER, and answers, too
#   $call->start or die $call->log;               # once "MARK started" is logged
#   $call->request('INVITE', $in_dialog);
#   $call->answer(486);
#   $call->wait_for(qr/.../) ... $call->log
#   $call->stop;
#
# What must stay true: only the own process is ended; nothing leaves the loopback interface.
package Call;
use strict;
use warnings;
use File::Temp 'tempdir';
use IO::Socket::INET;
use Socket qw(SO_RCVTIMEO);
use Oracle qw(server_argv);

sub new {
	my ($class, $config, $port, $peer) = @_;
	my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', LocalPort => $peer) or return;
	$socket->sockopt(SO_RCVTIMEO, pack('l!l!', 5, 0));
	return bless { config => $config, port => $port, peer => $peer, socket => $socket, dir => tempdir(CLEANUP => 1) }, $class;
}

sub log {
	my ($self) = @_;
	open my $in, '<', "$self->{dir}/log" or return '';
	local $/;
	return scalar(<$in>) // '';
}

# Waits until PATTERN stands in the log; ten seconds at most.
sub wait_for {
	my ($self, $pattern) = @_;
	for (1 .. 100) {
		return 1 if $self->log =~ $pattern;
		select undef, undef, undef, 0.1;
	}
	return 0;
}

sub start {
	my ($self) = @_;
	my (undef, undef, @runtime) = @{ server_argv('check', $self->{config}) };
	unlink "$self->{dir}/log";
	$self->{pid} = fork // die;
	if (!$self->{pid}) {
		open STDOUT, '>', '/dev/null';
		open STDERR, '>', "$self->{dir}/log";
		exec 'kamailio', '-DD', '-E', '-m', 64, '-M', 8, '-n', 1, '-w', $self->{dir}, '-Y', $self->{dir}, '-l', "udp:127.0.0.1:$self->{port}", @runtime
			or exit 9;
	}
	return $self->wait_for(qr/MARK started/);
}

sub stop {
	my ($self) = @_;
	kill 'TERM', $self->{pid};
	waitpid $self->{pid}, 0;
}

sub to_server {
	my ($self, $text) = @_;
	$self->{socket}->send($text, 0, pack_sockaddr_in($self->{port}, inet_aton('127.0.0.1')));
}

# Sends a request METHOD; IN_DIALOG: with a tag in To, and a Route to the server. It asks for PEER.
sub request {
	my ($self, $method, $in_dialog) = @_;
	my ($port, $peer) = @$self{qw(port peer)};
	my $tag = $in_dialog ? ';tag=there' : '';
	my $route = $in_dialog ? "Route: <sip:127.0.0.1:$port;lr>\r\n" : '';
	$self->{call} = int(rand 1e9) . '@t';
	$self->to_server("$method sip:bob\@127.0.0.1:$peer SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:$peer;branch=z9hG4bK" . int(rand 1e9)
		. "\r\n${route}From: <sip:alice\@example.com>;tag=here\r\nTo: <sip:bob\@example.com>$tag\r\nCall-ID: $self->{call}\r\n"
		. "CSeq: 1 $method\r\nMax-Forwards: 10\r\nContact: <sip:alice\@127.0.0.1:$peer>\r\nContent-Length: 0\r\n\r\n");
}

# Answers the INVITE of this call that the server sends on with CODE.
sub answer {
	my ($self, $code) = @_;
	my $got = '';
	# Those of earlier calls may still be sent again.
	for (1 .. 50) {
		$self->{socket}->recv($got, 65535);
		last if $got =~ /^INVITE(?s:.*)^Call-ID: \Q$self->{call}\E/m;
	}
	my @head = $got =~ /^((?:Via|From|To|Call-ID|CSeq):[^\r\n]*)/mg;
	s/^(To:.*)$/$1;tag=us/ for @head;
	$self->to_server(join("\r\n", "SIP/2.0 $code Answer", @head, 'Content-Length: 0', '', ''));
}

1;
