#!/usr/bin/perl
# trace.t [-v]: what `kamcheck trace` says of a message is what the installed server (5.6) does with it.
#
# trace/marked.cfg calls route[MARK_name] in each block and on each way, which logs the name.  The server runs on the loopback interface and gets a request; what
# it marks must be on the way that kamcheck shows, in that order, and what kamcheck says is certain must be marked.
use strict;
use warnings;
use FindBin;
use JSON::PP;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use File::Temp 'tempdir';
use Call;
use Oracle qw(root isolate server_present kamcheck_program);
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
my $call = Call->new($config, $port, $peer) or plan skip_all => "no socket: $!";
for my $q (@questions) {
	my ($method, $in_dialog, $reply) = @$q;
	my $name = join ' ', map { $_ // 0 } @$q;
	SKIP: {
		if (!$call->start) {
			fail("$name: the server starts");
			diag($call->log);
			last SKIP;
		}
		$call->request($method, $in_dialog);
		$call->wait_for(qr/MARK end/);
		if ($reply) {
			$call->answer($reply);
			$call->wait_for($reply >= 300 ? qr/MARK failed/ : qr/MARK replied/);
		}
		my @did = grep { !/^(?:started|end)$/ } $call->log =~ /MARK (\w+)/g;
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
	$call->stop;
}
done_testing();
