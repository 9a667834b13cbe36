#!/usr/bin/perl
# upgrade.t [accept]: kamcheck upgrade.
#
# - Configs in testdata/upgrade say in their first line from which release to which; what is said of them stands beside them, in all
#   three forms.  With "accept" that is written anew; look at the difference.
# - Each row of behaviours.tsv is told of a config that meets it, and not of one that does not.
# What it says of real configs: oracle/upgrade.t.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($dir run check golden);
use JSON::PP;
use Test::More;
use Vec qw(read_file write_file);

my $here = $FindBin::Bin;

# --- goldens --------------------------------------------------------------------------------------------

chdir "$here/upgrade" or die "$here/upgrade: $!\n";
for my $cfg (sort glob '*.cfg') {
	my ($args) = read_file($cfg) =~ /\A# args: (.*)/ or die "$cfg says no releases\n";
	(my $base = $cfg) =~ s/\.cfg$//;
	for my $form (qw(text markdown json)) {
		my ($status, $now) = run('upgrade', split(' ', $args), "--format=$form", $cfg);
		$now = JSON::PP->new->utf8->canonical->pretty->encode(JSON::PP->new->utf8->decode($now)) if $form eq 'json';
		my $wanted = $now =~ /must be changed|of both releases|"must_change" : true/ ? 1 : 0;
		check("$cfg: $form", golden("$base.$form", $now),
			($status == $wanted ? () : "exit status $status"));
	}
}
chdir $dir;

# --- wrong usage ----------------------------------------------------------------------------------------

write_file('a.cfg', "request_route {\n\texit;\n}\n");
for ([qr/needs the releases/, 'a.cfg'], [qr/needs the releases/, '--from=5.6', 'a.cfg'], [qr/newer release/, '--from=6.1', '--to=5.6', 'a.cfg'],
	[qr/newer release/, '--from=6.1', '--to=6.1', 'a.cfg'], [qr/unknown Kamailio version "4\.4"/, '--from=4.4', '--to=6.1', 'a.cfg'],
	[qr/takes one file/, '--from=5.6', '--to=6.1'], [qr/takes one file/, '--from=5.6', '--to=6.1', '-'],
	[qr/not one of text, json, markdown/, '--from=5.6', '--to=6.1', '--format=sarif', 'a.cfg'],
	[qr/cannot read "b\.cfg"/, '--from=5.6', '--to=6.1', 'b.cfg'])
{
	my ($said, @words) = @$_;
	my ($status, $text) = run('upgrade', @words);
	my $err = read_file('err');
	check("upgrade @words", ($status == 2 && $text eq '' && $err =~ $said ? () : "$status: $text$err"));
}
my ($status) = run('lint', '--from=5.6', 'a.cfg');
check('--from is for upgrade', ($status == 2 ? () : "exit status $status"));

# --- behaviours -----------------------------------------------------------------------------------------

# What meets a row of each name; and what silences it, or nothing.
my %meets = (
	'acc' => ["loadmodule \"acc.so\"\nmodparam(\"acc\", \"db_url\", \"sqlite:///x\")\n",
		"loadmodule \"acc.so\"\nmodparam(\"acc\", \"db_url\", \"sqlite:///x\")\nmodparam(\"acc\", \"db_version_check\", 0)\n"],
	'advertised' => ["listen=udp:127.0.0.1:5060 advertise sip.example.com:5060\n", "listen=udp:127.0.0.1:5060 advertise 192.0.2.1:5060\n"],
	'advertised_address' => ["advertised_address=\"192.0.2.1\"\n"],
	'aggressive_redetection' => ["loadmodule \"rtpengine.so\"\n",
		"loadmodule \"rtpengine.so\"\nmodparam(\"rtpengine\", \"aggressive_redetection\", 1)\n"],
	'all-errors' => [''],
	'app_python3' => ["loadmodule \"app_python3.so\"\n", "loadmodule \"app_lua.so\"\n"],
	'atexit' => [''],
	'cdrs_table' => ["loadmodule \"acc.so\"\nmodparam(\"acc\", \"cdrs_table\", \"c\")\n", "loadmodule \"acc.so\"\n"],
	'ds_latency_estimator_alpha' => ["loadmodule \"dispatcher.so\"\nmodparam(\"dispatcher\", \"ds_ping_latency_stats\", 1)\n",
		"loadmodule \"dispatcher.so\"\n"],
	'hash_algo' => ["loadmodule \"rtpengine.so\"\n", "loadmodule \"rtpengine.so\"\nmodparam(\"rtpengine\", \"hash_algo\", 0)\n"],
	'htable' => ["loadmodule \"htable.so\"\nmodparam(\"htable\", \"db_url\", \"sqlite:///x\")\n", "loadmodule \"htable.so\"\n"],
	'imc' => ["loadmodule \"imc.so\"\n", "loadmodule \"imc.so\"\nmodparam(\"imc\", \"db_mode\", 2)\n"],
	'presence' => ["loadmodule \"presence.so\"\nmodparam(\"presence\", \"db_url\", \"sqlite:///x\")\n", "loadmodule \"tm.so\"\n"],
	'return_mode' => ['', "return_mode=0\n"],
	'sht_setxi' => ["loadmodule \"htable.so\"\nroute[A] {\n\tsht_setxi(\"a\", \"b\", \"1\", \"2\");\n}\n",
		"loadmodule \"htable.so\"\nroute[A] {\n\tsht_reset(\"a\");\n}\n"],
	'tls' => ["loadmodule \"tls.so\"\n", "loadmodule \"tls.so\"\ntls_threads_mode=2\n"],
	'topos' => ["loadmodule \"topos.so\"\nmodparam(\"topos\", \"db_url\", \"sqlite:///x\")\n",
		"loadmodule \"topos.so\"\nmodparam(\"topos\", \"storage\", \"redis\")\n"],
	'use_dns_cache' => ["use_dns_cache=no\n", "dns_use_cache=no\n"],
	'use_dns_failover' => ["use_dns_failover=no\n", "dns_use_failover=no\n"],
	'xval_mode' => ["loadmodule \"app_ruby.so\"\n", "loadmodule \"app_ruby.so\"\nmodparam(\"app_ruby\", \"xval_mode\", 0)\n"],
);
for (grep { !/^#/ } split /\n/, read_file("$here/../grammar/behaviours.tsv")) {
	my ($name, $kind, $module, $part, $unless, $when, $what) = split /\t/;
	my $case = delete $meets{$name};
	my @bad;
	for my $is_met (1, 0) {
		my $text = $case ? $case->[!$is_met] : undef;
		next unless defined $text;
		write_file('row.cfg', "${text}request_route {\n\texit;\n}\n");
		my (undef, $said) = run('upgrade', '--from=5.6', '--to=6.1', '--format=json', 'row.cfg');
		my @told = grep { index($_->{text}, $what) >= 0 } @{ JSON::PP->new->utf8->decode($said)->{items} };
		push @bad, $is_met ? 'not told' : 'told of what does not meet it' if @told != $is_met;
		push @bad, "told as $told[0]{part}" if @told && $told[0]{part} ne $part;
	}
	check("behaviours.tsv: $name", $case ? @bad : 'nothing here meets it');
}
check('each case is a row', map { "$_ is none" } sort keys %meets);

# --- files and options -----------------------------------------------------------------------------------

# What is said twice is not dropped.
write_file("$dir/twice.cfg", "request_route { exit; }\n");
for ([ 'one release', '--to=6.1', '--kamailio=6.0' ], [ 'one release', '--kamailio=6.0', '--to=6.1' ], [ 'one release', '--to=6.0', '--to=6.1' ],
	[ 'one form', '--to=6.1', '--format=json', '--format=text' ]) {
	my ($what, @words) = @$_;
	my ($status, $text) = run('upgrade', '--no-config', '--from=5.6', @words, "$dir/twice.cfg");
	my $said = read_file("$dir/err");
	check("upgrade @words", $status == 2 && $text eq '' && $said =~ /upgrade (?:goes to|writes) $what/ ? () : "$status $text$said");
}
my ($same) = run('upgrade', '--no-config', '--from=5.6', '--to=6.1', '--kamailio=6.1', "$dir/twice.cfg");
check('upgrade with one release named twice', $same < 2 ? () : "exit status $same");

# A FIFO is read once, and says what the file says.
chdir $dir or die;
write_file('old.cfg', qq(loadmodule "sl"\nmodparam("sl", "no_such_param", 1)\nloadmodule "mi_rpc"\nrequest_route {\n\troute(NONE);\n\texit;\n}\n));
my @from_file = run('upgrade', '--no-config', '--from=5.6', '--to=6.1', 'old.cfg');
system('mkfifo', 'fifo') == 0 or die;
my $writer = fork // die;
if (!$writer) {
	alarm 20;
	write_file('fifo', read_file('old.cfg'));
	require POSIX;
	POSIX::_exit(0);
}
my @from_fifo = run('upgrade', '--no-config', '--from=5.6', '--to=6.1', 'fifo');
waitpid $writer, 0;
s/\bfifo\b/old.cfg/g for $from_fifo[1];
check('upgrade of a FIFO', $from_file[0] > 1 || $from_file[1] !~ /old\.cfg/ ? "of the file: @from_file" : (),
	"@from_fifo" eq "@from_file" ? () : "@from_fifo, not @from_file");

done_testing();
