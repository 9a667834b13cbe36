#!/usr/bin/perl
# trace.t [accept]: kamcheck trace.
#
# - What it says of testdata/trace/all.cfg for the questions below stands beside that.  With "accept" it is written anew; look at the
#   difference.
# - Each question about the stock config and others was answered by hand first: the blocks that the message certainly meets, and
#   those that it cannot meet (questions.tsv).
# What the real server does: oracle/trace.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($kamcheck $dir put status check try golden);
use JSON::PP;
use Test::More;

my $here = $FindBin::Bin;
my @questions = (
	['invite', '--method=INVITE'], ['invite-from', '--method=invite --from-ip=10.0.0.1 --transport=UDP'],
	['invite-port', '--method=INVITE --port=5080'], ['in-dialog', '--method=INVITE --in-dialog'], ['bye', '--method=BYE'],
	['cancel', '--method=CANCEL'], ['ack', '--method=ACK'], ['options', '--method=OPTIONS'], ['register', '--method=REGISTER'],
	['notify', '--method=NOTIFY'], ['reply-180', '--method=INVITE --reply=180'], ['reply-200', '--method=INVITE --reply=200'],
	['reply-404', '--method=INVITE --reply=404'], ['reply-486', '--method=INVITE --reply=486'],
	['json', '--method=CANCEL --format=json'],
);

for (@questions) {
	my ($name, $arguments) = @$_;
	my $text = `cd $here/trace && $kamcheck trace $arguments all.cfg`;
	is(status(), 0, "trace $arguments: exit status");
	check("trace $arguments", golden("$here/trace/$name.out", $text));
}

# --- what is said of questions --------------------------------------------------------------------------

put('one.cfg', "loadmodule \"tm.so\"\nrequest_route { t_relay(); }\n");
put('none.cfg', "loadmodule \"app_lua.so\"\ncfgengine \"lua\"\n");
put('broken.cfg', "request_route { route(A; }\nroute[A] { exit; }\n");
try('.', 'trace one.cfg', 2, qr/trace needs the message: --method INVITE/);
try('.', 'trace --method=INVITE', 2, qr/trace takes one file/);
try('.', 'trace --method=INVITE --reply=99 one.cfg', 2, qr/"99"/);
try('.', 'trace --method=INVITE --transport=dccp one.cfg', 2, qr/"dccp" is not one of/);
try('.', 'trace --method=INVITE --format=dot one.cfg', 2, qr/"dot" is not one of text, json/);
try('.', 'lint --method=INVITE one.cfg', 2, qr/only with "kamcheck trace"/);
try('.', 'trace --method=INVITE one.cfg', 0, qr/t_relay\(\)  -> relayed\n +-> falls off the end/);
try('.', 'trace --method=INVITE none.cfg', 0, qr/no block of the config meets it/);
try('.', 'trace --method=INVITE broken.cfg', 0, qr/steps may be missing/);
put('net.cfg', "request_route {\n", (map { "\tif (src_ip == $_) exit;\n" } '10.0.0.0/8', '192.168.0.0/255.255.0.0', '[2001:db8::]/32'), "\tif (src_ip != 10.0.0.0/9) drop;\n}\n");
like(scalar(`$kamcheck trace --method=INVITE --from-ip=$_->[0] $dir/net.cfg`), $_->[1], "a net that $_->[0] is in, or not")
	for ['10.255.1.2', qr/\A.*\n.*request_route\n.*10\.0\.0\.0\/8\): yes\n.*exit  -> ends\n\z/], ['192.168.3.4', qr/request_route\n.*192.*yes\n.*exit  -> ends\n\z/],
	['2001:db8::1', qr/request_route\n.*2001.*yes\n.*exit  -> ends\n\z/], ['11.0.0.1', qr/request_route\n.*!= 10.*yes\n.*dropped\n\z/];
put('leave.cfg', "request_route {\n\troute(A);\n\tif (\$ru =~ \"x\") return;\n\texit;\n}\nroute[A] {\n\tif (\$ua =~ \"y\") return;\n",
	"\twhile (\$var(n)) { if (\$var(m)) break; \$var(n) = 0; }\n\treturn;\n}\n");
is(scalar(`$kamcheck trace --method=INVITE $dir/leave.cfg`), <<'OUT', 'ways that leave a route, a loop or the script early');
INVITE outside of a dialog
      :1  request_route
      :2    route[A]
      :7      if ($ua =~ "y")?
      :7        return  -> back
      :8      while ($var(n))?
      :8        if ($var(m))?
      :8          break
      :3    if ($ru =~ "x")?
      :3      return  -> ends
      :4    exit  -> ends
OUT
put('deep.cfg', "request_route { route(R1); }\n", (map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 1 .. 5000), "route[R5001] { exit; }\n");
like(scalar(`$kamcheck trace --method=INVITE $dir/deep.cfg`), qr/too deep to follow/, '5,000 routes in each other');
put('chain.cfg', "request_route {\n", (map { "if (\$var(x) == $_) { exit; } else\n" } 1 .. 5000), "exit;\n}\n");
`$kamcheck trace --method=INVITE $dir/chain.cfg 2>&1`;
is(status(), 0, 'a chain of 5,000');

# --- answered by hand -----------------------------------------------------------------------------------

# The texts of all steps of LIST.
sub texts {
	my ($list) = @_;
	return map { ($_->{text}, texts($_->{steps} // [])) } @$list;
}

open my $table, '<', "$here/trace/questions.tsv" or die;
while (<$table>) {
	chomp;
	next if /^#/ || !/\S/;
	my ($config, $arguments, $meets, $misses) = split /\t/;
	my $file = $config eq 'stock' ? '/etc/kamailio/kamailio.cfg' : "$here/$config";
	SKIP: {
		skip "no $file", 1 if !-f $file;
		my $trace = JSON::PP->new->utf8->decode(scalar `$kamcheck trace --format=json $arguments $file`);
		my %met = map { $_ => 1 } texts($trace->{blocks});
		my @bad = ((map { "lacks $_" } grep { !$met{$_} } split / \| /, $meets), (map { "has $_" } grep { $met{$_} } split / \| /, $misses // ''));
		is("@bad", '', "$config $arguments");
	}
}
done_testing();
