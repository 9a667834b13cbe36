# A phone for the tests that start the server: it sends requests over UDP, also in a dialog and with credentials, answers those that it gets, and
# makes connections of HTTP.  Steps are words, see step(); what came in is in the text that received() gives.
#
# What must stay true: only the loopback interface; a step that fails says nothing, for the server may be gone.

package Client;
use strict;
use warnings;
use Digest::MD5 qw(md5_hex);
use IO::Select;
use IO::Socket::INET;
use Time::HiRes ();
use Socket qw(SOL_SOCKET SO_LINGER);

# SERVER: its port; PORT: the phone's own; answer: the status that requests get (0: none); head: lines for all requests; listen: what else listens
# ("udp:PORT", "tcp:PORT").
sub new {
	my ($class, %option) = @_;
	my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', LocalPort => $option{port}, PeerAddr => '127.0.0.1', PeerPort => $option{server});
	my %wait;
	for (@{ $option{listen} // [] }) {
		my ($protocol, $port) = split /:/;
		my $extra = IO::Socket::INET->new(Proto => $protocol, LocalAddr => '127.0.0.1', LocalPort => $port, ReuseAddr => 1, $protocol eq 'tcp' ? (Listen => 20) : ()) or next;
		$wait{$extra} = $protocol;
		push @{ $option{open} }, $extra;
	}
	return bless { answer => 0, head => [], open => [], %option, socket => $socket, got => [], wait => \%wait }, $class;
}

# What came in, a message a line, its lines parted by " | ".
sub received {
	my ($self) = @_;
	return join '', map { 'received: ' . s/\r?\n/ | /gr . "\n" } @{ $self->{got} };
}

# Waits SECONDS and takes what comes in.
sub wait_for {
	my ($self, $seconds) = @_;
	my $until = Time::HiRes::time() + $seconds;
	my $watched = IO::Select->new($self->{socket}, @{ $self->{open} });
	while ((my $left = $until - Time::HiRes::time()) > 0) {
		for my $from ($watched->can_read($left)) {
			if (($self->{wait}{$from} // '') eq 'tcp') {
				$watched->add($self->{open}[@{ $self->{open} }] = $from->accept);
				next;
			}
			my $more = defined sysread $from, my $text, 65535;
			if ($from == $self->{socket}) { $self->take($text) if $more && $text ne '' }
			elsif ($more && $text ne '') { push @{ $self->{got} }, $text }
			else { $watched->remove($from) }
		}
	}
	return;
}

sub header { my ($text, $name) = @_; return $text =~ /^\Q$name\E:\s*(.*?)\r?$/mi ? $1 : '' }

sub take {
	my ($self, $text) = @_;
	push @{ $self->{got} }, $text;
	if (my ($status) = $text =~ m{^SIP/2.0 (\d+)}) {
		$self->{challenge} = $text if $status == 401 || $status == 407;
		return if $status < 200 || header($text, 'CSeq') !~ /INVITE/;
		$self->{dialog} = $text if $status < 300;
		$self->inside('ACK');
	} elsif ($self->{answer} && $text =~ /^(\w+) sip/ && $1 ne 'ACK') {
		my @same = grep { /^(?:Via|Record-Route|From|To|Call-ID|CSeq):/i } split /\r\n/, $text;
		s/^(To:(?!.*;tag=).*)/$1;tag=phone/i for @same;
		$self->{socket}->send(join "\r\n", "SIP/2.0 $self->{answer} Answer", @same, 'Contact: <sip:phone@127.0.0.1:' . $self->{socket}->sockport . '>', 'Content-Length: 0', '', '');
	}
	return;
}

# Sends METHOD in the dialog that was made last, or to what was refused.
sub inside {
	my ($self, $method) = @_;
	my $reply = $method eq 'ACK' ? $self->{got}[-1] : $self->{dialog} // return;
	my ($contact) = header($reply, 'Contact') =~ /<(.*?)>/;
	my @routes = reverse $reply =~ /^Record-Route:\s*(.*?)\r?$/mgi;
	my ($cseq) = header($reply, 'CSeq') =~ /(\d+)/;
	$cseq++ if $method ne 'ACK';
	$self->{socket}->send(join "\r\n", "$method " . ($contact // 'sip:bob@127.0.0.1') . ' SIP/2.0',
		'Via: SIP/2.0/UDP 127.0.0.1:' . $self->{socket}->sockport . ';branch=z9hG4bK' . int rand 1e9, map({ "Route: $_" } @routes),
		map({ "$_: " . header($reply, $_) } qw(From To Call-ID)), "CSeq: $cseq $method", 'Max-Forwards: 10', 'Content-Length: 0', '', '');
	return;
}

# A request. Its Contact and Via are those of the socket.
sub request {
	my ($self, $method, @more) = @_;
	my ($id, $port) = (int rand 1e9, $self->{socket}->sockport);
	my ($body, @head) = ('', @more, @{ $self->{head} });
	if ($method eq 'INVITE') {
		$body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";
		push @head, 'Content-Type: application/sdp';
	}
	push @head, 'Event: presence' if $method =~ /^(?:SUBSCRIBE|PUBLISH)$/;
	push @head, 'Expires: 600' if $method =~ /^(?:SUBSCRIBE|PUBLISH|REGISTER)$/;
	push @head, "Contact: <sip:alice\@127.0.0.1:$port>" if !grep { /^Contact:/ } @head;
	my $to = $method eq 'REGISTER' ? 'alice' : 'bob';
	$self->{socket}->send(join "\r\n", "$method sip:bob\@127.0.0.1:$self->{server} SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.1:$port;branch=z9hG4bK$id",
		"From: <sip:alice\@127.0.0.1>;tag=$id", "To: <sip:$to\@127.0.0.1>", "Call-ID: $id", "CSeq: 1 $method", 'Max-Forwards: 10', @head,
		'Content-Length: ' . length $body, '', $body);
	return;
}

# The same with what the last challenge asks for: alice's password is "secret".
sub with_credentials {
	my ($self, $method) = @_;
	my %said = (header($self->{challenge} // return, 'WWW-Authenticate') . header($self->{challenge}, 'Proxy-Authenticate')) =~ /(\w+)="?([^",]*)/g;
	my $name = $self->{challenge} =~ /^SIP\S+ 401/ ? 'Authorization' : 'Proxy-Authorization';
	my ($uri, $count) = ("sip:127.0.0.1", sprintf '%08x', ++$self->{count});
	my @middle = $said{qop} ? ($said{nonce}, $count, 'abc', 'auth') : $said{nonce};
	my $response = md5_hex(join ':', md5_hex("alice:$said{realm}:secret"), @middle, md5_hex("$method:$uri"));
	$self->request($method, "$name: Digest username=\"alice\", realm=\"$said{realm}\", nonce=\"$said{nonce}\", uri=\"$uri\", response=\"$response\""
		. ($said{qop} ? ", qop=auth, nc=$count, cnonce=\"abc\"" : ''));
	return;
}

sub connect_to {
	my ($self, $port, $text) = @_;
	my $tcp = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or return;
	print $tcp $text;
	$tcp->flush;
	push @{ $self->{open} }, $tcp;
	return $tcp;
}

# One step: METHOD, in:METHOD (in the dialog), auth:METHOD, METHOD*COUNT, garbage, http:PORT/PATH, post:PORT/PATH, ws:PORT, tcp:PORT, reset:PORT, 3s.
sub step {
	my ($self, $step) = @_;
	my $host = "Host: 127.0.0.1\r\n";
	if ($step =~ /^(\d+)s$/) { return $self->wait_for($1) }
	elsif ($step =~ m{^http:(\d+)(.*)$}) { $self->connect_to($1, 'GET ' . ($2 || '/') . " HTTP/1.1\r\n$host\r\n") }
	elsif ($step =~ m{^post:(\d+)(.*)$}) { $self->connect_to($1, 'POST ' . ($2 || '/') . " HTTP/1.1\r\n${host}Content-Length: 2\r\n\r\n{}") }
	elsif ($step =~ /^tcp:(\d+)$/) { $self->connect_to($1, "\r\n\r\n") }
	elsif ($step =~ /^ws:(\d+)$/) {
		$self->connect_to($1, "GET / HTTP/1.1\r\n${host}Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
			. "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\n\r\n");
	} elsif ($step =~ /^reset:(\d+)$/) {
		my $tcp = $self->connect_to($1, "\r\n\r\n") or return;
		$self->wait_for(0.3);
		pop @{ $self->{open} };
		setsockopt $tcp, SOL_SOCKET, SO_LINGER, pack 'ii', 1, 0;
		close $tcp;
	}
	elsif ($step eq 'garbage') { $self->{socket}->send("this is no message\r\n\r\n") }
	elsif ($step =~ /^auth:(\w+)$/) { $self->with_credentials($1) }
	elsif ($step =~ /^in:(\w+)$/) { $self->inside($1) }
	elsif ($step =~ /^(\w+)(?:\*(\d+))?$/) { $self->request($1) for 1 .. $2 // 1 }
	return $self->wait_for(0.2);
}

1;
