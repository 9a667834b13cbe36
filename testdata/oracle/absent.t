#!/usr/bin/perl
# absent.t [-v]: grammar/absent.tsv and K379 against the installed server (5.6): it relays a call, which is refused, and logs in each block what
# the variables hold. Skipped where no kamailio is installed.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/../lib";
use File::Temp 'tempdir';
use Call;
use Oracle qw(root isolate server_present);
use Test::More;

plan skip_all => 'no kamailio' if !server_present();
isolate(@ARGV);
my ($port, $peer) = (21311, 21312);
my $config = tempdir(CLEANUP => 1) . '/absent.cfg';
my %absent;
open my $table, '<', root() . '/grammar/absent.tsv' or die;
/^#/ or /^(\w+)\t(\w+)/ and $absent{$1} = $2 while <$table>;

sub logs {
	my ($block) = @_;
	return join '', map { "\txlog(\"SEEN $block $_ [\$$_]\\n\");\n" } sort keys %absent;
}

open my $out, '>', $config or die;
print $out "loadmodule \"$_.so\"\n" for qw(tm tmx sl pv xlog);
print $out "request_route {\n\t\$du = \"sip:127.0.0.1:$peer\";\n\tt_on_branch(\"B\");\n\tt_on_reply(\"R\");\n\tt_on_failure(\"F\");\n", logs('request'),
	"\tt_relay();\n\tt_on_branch(\"LATE\");\n\tt_on_reply(\"LATE\");\n\tt_on_failure(\"LATE\");\n\texit;\n}\n",
	"branch_route[B] {\n", logs('branch'), "}\nreply_route {\n", logs('reply'), "}\nonreply_route[R] {\n", logs('onreply'), "}\n",
	"failure_route[F] {\n", logs('failure'), "\txlog(\"MARK end\\n\");\n}\n",
	(map { "$_\_route[LATE] {\n\txlog(\"MARK late $_\\n\");\n}\n" } qw(branch onreply failure)),
	"event_route[core:worker-one-init] {\n\txlog(\"MARK started\\n\");\n}\n";
close $out;

my $call = Call->new($config, $port, $peer) or plan skip_all => "no socket: $!";
my $is_up = $call->start;
ok($is_up, 'the server starts') or diag($call->log);
if ($is_up) {
	$call->request('INVITE');
	$call->answer(486);
	ok($call->wait_for(qr/MARK end/), 'the call is refused') or diag($call->log);
	my ($log, %seen) = $call->log;
	$seen{$1}{$2} = $3 while $log =~ /SEEN (\w+) (\w+) \[(.*)\]/g;
	for my $block (qw(request branch failure reply onreply)) {
		my $kind = $block =~ /reply/ ? 'reply' : 'request';
		my @wrong = grep { (($seen{$block}{$_} // '') eq '<null>') != ($absent{$_} eq $kind) } sort keys %absent;
		is("@wrong", '', "what has a value in $block");
	}
	unlike($log, qr/MARK late/, 'what is armed behind the relay does not run');
}
$call->stop;
done_testing();
