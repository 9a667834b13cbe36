#!/usr/bin/perl
# conditions.t [-v] [-j JOBS] [--all] [PATTERN]: do the configs of testdata/conditions behave as their first lines say, started on the installed
# server (5.6) once as they stand and once with what they lack (-A WITH)? Skipped where no kamailio is installed.
# Without --all or a pattern one in ten is asked, for each takes seconds.  What their first lines mean: testdata/conditions.t.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use IO::Socket::INET;
use POSIX ();
use lib "$FindBin::Bin/lib";
use Oracle qw(isolate server_present modules_option root);
use Tap;
use Vec qw(read_file);

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2), 'all' => \my $all) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

my $dir = root() . '/testdata/conditions';
my $pattern = $ARGV[0] // '.';

# A request to $port. Its Contact and Via are those of the socket.
sub request {
	my ($method, $to, $from) = @_;
	my ($id, $name) = (int rand 1e9, $method);
	my $port = $to->sockport;
	my ($body, $head) = ('', '');
	if ($method eq 'INVITE') {
		$body = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n";
		$head = "Content-Type: application/sdp\r\n";
	}
	$head .= "Event: presence\r\nExpires: 600\r\n" if $method eq 'SUBSCRIBE' || $method eq 'PUBLISH';
	$head .= "Expires: 600\r\n" if $method eq 'REGISTER';
	return "$name sip:bob\@127.0.0.1:$from SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:$port;branch=z9hG4bK$id\r\n"
		. "From: <sip:alice\@127.0.0.1>;tag=$id\r\nTo: <sip:bob\@127.0.0.1>\r\nCall-ID: $id\r\nCSeq: 1 $name\r\nMax-Forwards: 10\r\n"
		. "Contact: <sip:alice\@127.0.0.1:$port>\r\n${head}Content-Length: " . length($body) . "\r\n\r\n$body";
}

# Runs FILE on a port of its own, with OPTIONS, sends METHODS; what it logs, and whether it has started.
sub run {
	my ($file, $port, $methods, @options) = @_;
	my $log = "/tmp/conditions.$$.$port";
	my $folder = "$log.d";
	mkdir $folder;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		open STDOUT, '>', $log;
		open STDERR, '>&', \*STDOUT;
		chdir $dir;
		POSIX::setpgid(0, 0);
		exec 'kamailio', '-DD', '-E', '-m', 64, '-M', 8, '-n', 1, '-w', $dir, '-Y', $folder, '-l', "udp:127.0.0.1:$port", '-A', "PORT=$port",
			modules_option(), @options, '-f', $file;
		exit 127;
	}
	my $socket = IO::Socket::INET->new(Proto => 'udp', LocalAddr => '127.0.0.1', PeerAddr => '127.0.0.1', PeerPort => $port);
	my ($ended, $left, @open) = (0, 40);
	select undef, undef, undef, 0.1 while $left-- > 28 && !($ended = waitpid($pid, POSIX::WNOHANG()));
	for my $method (@$methods) {
		last if $ended;
		if ($method =~ /^(\d+)s$/) { $left += 10 * $1 }
		elsif ($method =~ /^http:(\d+)$/) {
			my $http = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$1") or next;
			print $http "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
			push @open, $http;
		}
		else { $socket->send($method eq 'garbage' ? "this is no message\r\n\r\n" : request($method, $socket, $port)) }
		select undef, undef, undef, 0.2;
	}
	select undef, undef, undef, 0.1 while !$ended && $left-- > 12 && !($ended = waitpid($pid, POSIX::WNOHANG()));
	if (!$ended) {
		kill 'TERM', -$pid;
		my $patience = 30;
		select undef, undef, undef, 0.1 while $patience-- && !waitpid($pid, POSIX::WNOHANG());
		kill 'KILL', -$pid if $patience < 0;
	}
	my $text = read_file($log);
	unlink $log, glob "$folder/*";
	rmdir $folder;
	return ($text, $ended ? 'refuses' : 'starts');
}

# What a server says beyond the ordinary, each line once.
sub gist {
	my %seen;
	return join "\n", grep { $_ ne '' && !$seen{$_}++ } map { s/^ *\d+\(\d+\) //r } grep { !/(?:DEBUG|INFO|NOTICE|ALERT): / && /ERROR|WARNING|CRITICAL|seen/ } split /\n/, $_[0];
}

# What is otherwise than FILE says; nothing when all is well.
sub differs {
	my ($file, $port) = @_;
	my %says = map { /^# (\w+) (.*)$/ ? ($1 => $2) : () } split /\n/, read_file($file);
	my @methods = split ' ', $says{send} // '';
	my ($without, $start) = run($file, $port, \@methods);
	my ($with, $start_with) = run($file, $port + 1, \@methods, '-A', 'WITH');
	my @out;
	push @out, "it $start, not as it says" if $start ne ($says{start} // 'starts');
	push @out, "with what it lacks it $start_with" if $start_with ne ($says{with} // 'starts');
	if (defined $says{seen}) {
		push @out, "logs \"$says{seen}\" as it stands" if $without =~ /$says{seen}/;
		push @out, "does not log \"$says{seen}\" with what it lacks" if $with !~ /$says{seen}/;
	}
	if (defined $says{sign}) {
		push @out, "does not log \"$says{sign}\"" if $without !~ /$says{sign}/;
		push @out, "logs \"$says{sign}\" with what it lacks, too" if $with =~ /$says{sign}/;
	}
	push @out, "without:\n" . gist($without), "with:\n" . gist($with) if $verbose;
	return join "\n", @out;
}

# Those of another release are left out.
my @files = grep { read_file($_) !~ /^# versions: (?!5\.6)/ } grep { /$pattern/ } sort glob "$dir/*.cfg";
@files = @files[grep { $_ % 10 == 0 } 0 .. $#files] if !$all && !@ARGV;
my ($port, %running) = (21300);
while (@files || %running) {
	while (@files && keys %running < $jobs) {
		my $file = shift @files;
		$port += 2;
		my $out = "/tmp/conditions.$$.out.$port";
		my $pid = fork // die "fork: $!\n";
		if (!$pid) {
			open my $f, '>', $out;
			print $f differs($file, $port);
			close $f;
			POSIX::_exit(0);
		}
		$running{$pid} = [$file, $out];
	}
	my $pid = wait;
	my ($file, $out) = @{ delete $running{$pid} };
	my $said = read_file($out);
	unlink $out;
	my ($name) = $file =~ m{([^/]+)\.cfg$};
	$tap->result('conditions', $name, 'start', $said =~ /\A(?!without:)./s ? 1 : 0, $said =~ /\A(?!without:)./s ? 'otherwise' : 'as it says', $said);
}
exit $tap->finish;
