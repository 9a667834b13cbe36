#!/usr/bin/perl
# Files that parameters name: what is found in them, and the same file mended, of which nothing is said; each mistake was shown to the
# server.  What is not there, or is no file of text, makes no noise.  files.t [PATTERN]
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib", "$FindBin::Bin/oracle/lib";
use Command qw($kamcheck $dir put status report);
use File::Path 'make_path';
use Test::More;
use Vec qw(read_file write_file);

my $pattern = shift // '.';

# What "kamcheck ARGUMENTS" says in the folder, and its exit status; it must end within ten seconds.
sub run {
	my ($arguments) = @_;
	chdir $dir or die "$dir: $!\n";
	my $text = `timeout 10 $kamcheck $arguments 2>&1 < /dev/null`;
	return ($text, status());
}

# The findings of the config, as "FILE:LINE:COLUMN CODE" each.
sub findings {
	my ($config, $options) = @_;
	my ($text, $status) = run("lint --no-config --format=concise $options $config");
	my @found = map { /^(\S+:\d+:\d+): (?:error|warning|note)\[(K\d+)\]/ ? "$1 $2" : () } split /\n/, $text;
	push @found, "exit status $status" if $status > 1;
	return ($text, @found);
}

# For the fuzzer: the texts, each in a file.
sub keep {
	my ($text) = @_;
	write_file("$ENV{KEEP_FILES}/" . Test::More->builder->current_test, $text) if $ENV{KEEP_FILES};
}

# The file NAME, with TEXT in it, named by CONFIG, has exactly the findings WANTED, "LINE:COLUMN CODE" each.
sub holds {
	my ($what, $options, $config, $name, $text, @wanted) = @_;
	return if $what !~ /$pattern/;
	put('k.cfg', $config);
	put($name, $text);
	keep($text);
	my ($said, @found) = findings('k.cfg', $options);
	my $want = join ', ', map { "$name:$_" } @wanted;
	my $got = join ', ', @found;
	report($what, $said, $want eq $got ? () : "wanted: $want; found: $got");
	unlink "$dir/$name";
}

# A mistake in a file, and the same file mended.
sub mistake {
	my ($what, $options, $config, $name, $bad, $wanted, $good) = @_;
	holds($what, $options, $config, $name, $bad, split /, /, $wanted);
	holds("$what, mended", $options, $config, $name, $good);
}

# --- tls -------------------------------------------------------------------------------------------

my $tls = <<'END';
enable_tls=yes
listen=tls:127.0.0.1:5061
loadmodule "tls.so"
modparam("tls", "config", "t.cfg")
request_route { exit; }
END
my $rest = "[server:default]\n[client:default]\n";
my $one = "[server:127.0.0.1:5061]\n";

for (
	["key", "verfy_certificate = yes\n", '3:1 K861', "verify_certificate = yes\n"],
	["unknown key", "compression = yes\n", '3:1 K861', "cipher_list = HIGH\n"],
	["key with a hyphen", "server-name = x\n", '3:7 K860', "server_name = x\n"],
	["method", "method = TLSv12\n", '3:10 K862', "method = tlsv1.2\n"],
	["method with a semicolon", "method=TLSv1.2;\n", '3:8 K862', "method=TLSv1.2 # the best\n"],
	["method in quotes", "method='TLSv1.2'\n", '3:8 K862', "method=\"TLSv1.2\"\n"],
	["switch", "verify_certificate = maybe\n", '3:22 K862', "verify_certificate = On\n"],
	["switch of clients", "verify_client = yes\n", '3:17 K862', "verify_client = optional\n"],
	["number", "verify_depth = -1\n", '3:16 K862', "verify_depth = 010\n"],
	["large number", "verify_depth = 99999999999\n", '3:16 K862', "verify_depth = \"9\"\n"],
	["no value", "server_name =\n", '3:14 K860', "server_name = a#b\n"],
	["no equals sign", "server_name: x\n", '3:12 K860', "server_name \\\n= x\n"],
	["two values", "server_name = a b\n", '3:17 K860', "server_name = \"a b\"\n"],
	["quote", "server_name = \"a\n", '3:15 K860', "server_name = a'b\n"],
	["C comment", "/* x */\n", '3:1 K860', "# x \\\nfoo\n"],
	["semicolon", "; x\n", '3:1 K860', "  \t\n"],
	["head", "[servr:default]\n", '3:2 K863', "[Server:default]\n"],
	["head without an address", "[server]\n", '3:2 K863', "[ server : default ]\n"],
	["head without a port", "[server:127.0.0.1]\n", '3:9 K863', "[srv:127.0.0.1:5061]\n"],
	["head with a name", "[client:example.com:5061]\n", '3:9 K863', "[cli:192.0.2.1:5061]\n"],
	["head with IPv6", "[client:::1:5061]\n", '3:9 K863', "[client:[::1]:5061]\n"],
	["head not closed", "[client:default\n", '3:16 K860', "[client:default]\r\nmethod=TLSv1.2\r\n"],
	["text behind a head", "[client:default] x\n", '3:18 K860', "[client:default] # x\n"],
	["any without a name", "[server:any]\n", '3:9 K865', "[server:any]\nserver_name = x\n"],
	["twice", "$one$one\[client:default]\n", '4:9 K864', "$one${one}server_name=x\n"],
	["twice, one with a name", "$one${one}server_name=x\n[client:default]\n", '4:9 K864',
	 "${one}server_name=y\n${one}server_name=x\n[client:default]\n"],
	["twice with a port above 65535", "[client:1.2.3.4:70000]\n[client:1.2.3.4:4464]\n[client:default]\n", '4:9 K864',
	 "[client:127.0.0.1:5061]\n[server:127.0.0.1:5061]\n[client:default]\n"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("tls: $what", '--kamailio 5.6', $tls, 't.cfg', "$rest$bad", $wanted, "$rest$good");
}
# Profiles of addresses that are not listened on: the head, lines of the config, lines instead of which 5.6.3 starts.
for (
	["another port", "server:127.0.0.1:5062", "listen=tls:127.0.0.1:5061\n", "listen=tls:127.0.0.1:5062\n"],
	["another protocol", "server:127.0.0.1:5062", "listen=tcp:127.0.0.1:5062\n", "listen=127.0.0.1:5061\n"],
	["every address", "server:127.0.0.1:5062", "listen=tls:0.0.0.0:5062\n", "listen=tls:0.0.0.0:5061\nlisten=tls:127.0.0.1:5062\n"],
	["advertised", "server:192.0.2.1:5061", "listen=tls:127.0.0.1:5061 advertise 192.0.2.1:5061\n", "listen=tls:192.0.2.1:5061\n"],
	["IPv6", "server:[::1]:5062", "listen=tls:[::1]\n", "listen=tls:[0::1]:5062\n"],
	["the port of tls", "server:127.0.0.1:5062", "listen=tls:127.0.0.1\n", "tls_port_no=5062\nlisten=tls:127.0.0.1\n"],
	["an interface", "server:127.0.0.1:5062", "listen=udp:127.0.0.1:5060\n", "listen=tls:lo:5062\n"],
	["chosen elsewhere", "server:127.0.0.1:5062", "#!define A 127.0.0.1\nlisten=tls:A:5061\n", "#!trydef A 127.0.0.1\nlisten=tls:A:5061\n"],
	["for clients", "server:127.0.0.1:5062", "listen=udp:127.0.0.1:5060\n", "listen=udp:127.0.0.1:5060\n", "client:127.0.0.1:5062"],
) {
	my ($what, $head, $bad, $good, $mended) = @$_;
	my $config = 'enable_tls=yes%sloadmodule "tls.so"' . "\n" . 'modparam("tls", "config", "t.cfg")' . "\nrequest_route { exit; }\n";
	$mended //= $head;
	holds("tls: not listened on: $what", '--kamailio 5.6', sprintf($config, "\n$bad"), 't.cfg', "$rest\[$head]\n", '3:9 K855');
	holds("tls: listened on: $what", '--kamailio 5.6', sprintf($config, "\n$good"), 't.cfg', "$rest\[$mended]\n");
}
mistake('tls: BOM', '--kamailio 5.6', $tls, 't.cfg', "\xef\xbb\xbf$rest", '1:1 K860', $rest);
mistake('tls: unknown key in a release whose keys are not all known', '--kamailio 6.1', $tls, 't.cfg', "${rest}verfy_depth=1\n",
	'3:1 K861', "${rest}provider=x\nmethod=TLSv1.3\nprivate_key_password=x\n");
holds('tls: empty', '--kamailio 5.6', $tls, 't.cfg', '');
holds('tls: NUL', '--kamailio 5.6', $tls, 't.cfg', "\0", '1:1 K860');

# A password is not shown.
{
	put('k.cfg', $tls);
	put('t.cfg', "${rest}private_key_password=TopSecret x\n");
	my ($text) = run('lint --no-config --kamailio 6.1 k.cfg');
	report('tls: a password is not shown', $text, $text =~ /TopSecret/ ? 'it is' : (), $text =~ /K860/ ? () : 'no finding');
}

# --- dispatcher ------------------------------------------------------------------------------------

my $dispatcher = <<'END';
loadmodule "tm.so"
loadmodule "dispatcher.so"
modparam("dispatcher", "list_file", "d.list")
request_route { exit; }
END
for (
	["no address", "1\n", '1:1 K870', "# c\n\n  1 sip:127.0.0.1:5080 8 10 weight=50;duid=abc\r\n0 sip:127.0.0.1 # c\n"],
	["no set", "x sip:127.0.0.1\n", '1:1 K871', "sip:127.0.0.1\n"],
	["no URI", "1 foo\n", '1:3 K871', "1 127.0.0.1\n1 sip:a\@127.0.0.1\n1 tel:+123\n"],
	["negative set", "-1 sip:127.0.0.1\n", '1:1 K871', "1 sips:[::1]:5061;transport=tls\n"],
	["no host", "1 sip:\n", '1:3 K871', "1 sip:a\n"],
	["port", "1 sip:127.0.0.1:99999\n", '1:3 K871', "1 sip:127.0.0.1:65535\n"],
	["two sets", "1,2 sip:127.0.0.1\n", '1:2 K871', "1 sip:127.0.0.1\n2 sip:127.0.0.1\n"],
	["quotes", "1 \"sip:127.0.0.1\"\n", '1:3 K871', "1\tsip:127.0.0.1\t0\n"],
	["weight", "1 sip:127.0.0.1 0 0 a=b;weight=x\n", '1:25 K872', "1 sip:127.0.0.1 0 0 weight=100;rweight=101;\n"],
	["BOM", "\xef\xbb\xbf1 sip:127.0.0.1\n", '1:1 K871', ''],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("dispatcher: $what", '', $dispatcher, 'd.list', $bad, $wanted, $good);
}
holds('dispatcher: a database instead', '--phase=start', "loadmodule \"db_text.so\"\n" . $dispatcher =~ s/request/modparam("dispatcher", "db_url", "text:\/\/\/tmp")\nrequest/r,
	'd.list', "1\n");

# --- permissions -----------------------------------------------------------------------------------

my $permissions = <<'END';
loadmodule "permissions.so"
modparam("permissions", "default_allow_file", "a.allow")
modparam("permissions", "address_file", "a.list")
request_route { exit; }
END
for (
	["no colon", "foo bar\n", '1:1 K873', "# c\n\nALL : ALL # c\r\n\"^sip:a\" : \"x\"\n"],
	["a quote", "\"a : ALL\n", '1:1 K873', "\"a\", \"b:\" : ALL EXCEPT \"x\"\n"],
	["an escaped quote", "\"a\\\"b\" : ALL\n", '1:1 K873', "foo : ALL\n"],
	["left", ": ALL\n", '1:1 K873', "all:all\n"],
	["right", "ALL : \n", '1:6 K873', "ALL EXCEPT \"x\" : ALL\n"],
	["comma", "\"a\", : ALL\n", '1:1 K873', "\"a\" \"b\" : ALL\n"],
	["expression", "\"[\" : ALL\n", '1:2 K874', "\"[a]\" : ALL\n"],
	["expression on the right", "ALL : \"(a\"\n", '1:8 K874', "ALL : \"(a)\"\n"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("permissions: $what", '', $permissions, 'a.allow', $bad, $wanted, $good);
}
for (
	["no address", "1\n", '1:1 K875', "# c\n\n1 192.0.2.1\n 1 192.0.2.0 24 5060 tag # c\r\n"],
	["mask", "1 192.0.2.1 33\n", '1:13 K875', "1 192.0.2.1 x\n"],
	["mask of IPv6", "1 2001:db8::1 129\n", '1:15 K875', "1 [2001:db8::1] 128\n"],
	["slash", "1 192.0.2.0/24\n", '1:3 K876', "1 example.com\n"],
	["slash of IPv6", "1 2001:db8::/32\n", '1:3 K876', "1 2001:db8:: 32\n"],
	["no group", "192.0.2.1\n", '1:1 K876', "0 192.0.2.1\n"],
	["no blanks", "1,192.0.2.1,32\n", '1:1 K876', "1\t192.0.2.1\t32\n"],
	["types", "(int)1 (str)192.0.2.1\n", '1:1 K876', "1 192.0.2.1 0\n"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("addresses: $what", '', $permissions, 'a.list', $bad, $wanted, $good);
}

# --- carrierroute ----------------------------------------------------------------------------------

my $carrierroute = <<'END';
loadmodule "pv.so"
loadmodule "carrierroute.so"
modparam("carrierroute", "config_source", "file")
modparam("carrierroute", "config_file", "c.conf")
request_route { exit; }
END
my $routes = <<'END';
domain default {
 prefix 49 {
  max_targets = 1
  target 192.0.2.1 {
   prob = 0.5
   hash_index = 1
   status = 1
   comment = "x"
  }
 }
}
END
for (
	["prefix", "prefix 49", "prefix +49", '2:9 K878', "prefix NULL"],
	["prefix in quotes", "prefix 49", "prefix \"49\"", '2:9 K878', "prefix null"],
	["no prefix", "prefix 49", "prefix", '2:2 K877', "prefix 0"],
	["head", "prefix 49", "prefx 49", '2:2 K877', "prefix 49"],
	["head in capitals", "domain", "Domain", '1:1 K877', "domain"],
	["brace in the next line", "default {", "default x {", '1:16 K877', "default\n{"],
	["option", "max_targets", "max_target", '3:3 K879', "max_targets "],
	["option in capitals", "prob", "PROB", '5:4 K879', "prob"],
	["unknown option", "comment", "foo", '8:4 K879', "comment"],
	["number", "status = 1", "status = \"1\"", '7:13 K879', "status=0"],
	["number with a semicolon", "status = 1", "status = 1;", '7:13 K879', "strip = 1"],
	["negative number", "prob = 0.5", "prob = -1.0", '5:11 K879', "prob = 2.0"],
	["comma", "prob = 0.5", "prob = 0,5", '5:11 K879', "prob = 1"],
	["text", "comment = \"x\"", "comment = x", '8:14 K879', "comment = \"x # y\""],
	["no equals sign", "status = 1", "status 1", '7:4 K877', "backed_up = {1}"],
	["comment", "   prob", "  # c\n   prob", '5:3 K877', "\n   prob"],
	["comment behind a brace", "domain", "# c\ndomain", '1:1 K877', "\ndomain"],
	["targets", "max_targets = 1", "max_targets = 2", '3:17 K880', "max_targets=1"],
	["brace too many", " }\n}\n", " }\n}\n}\n", '12:1 K877', " }\n}\n\n"],
	["no brace", "  }\n }\n}\n", "  }\n }\n", '11:1 K877', "  }\n }\n}\n"],
) {
	my ($what, $old, $new, $wanted, $mended) = @$_;
	(my $bad = $routes) =~ s/\Q$old/$new/;
	(my $good = $routes) =~ s/\Q$old/$mended/;
	mistake("carrierroute: $what", '--kamailio 5.6', $carrierroute, 'c.conf', $bad, $wanted, $good);
}
holds('carrierroute: any text as prefix', '--kamailio 5.6', $carrierroute =~ s/request/modparam("carrierroute", "match_mode", 128)\nrequest/r, 'c.conf',
	$routes =~ s/prefix 49/prefix a/r);
holds('carrierroute: a database instead', '--kamailio 5.6', "loadmodule \"db_text.so\"\n" .
	$carrierroute =~ s/"file"\)/"db")\nmodparam("carrierroute", "db_url", "text:\/\/\/tmp")/r, 'c.conf', "x\n");

# --- http_client -----------------------------------------------------------------------------------

my $http = "loadmodule \"http_client.so\"\nmodparam(\"http_client\", \"config_file\", \"h.cfg\")\nrequest_route { exit; }\n";
for (
	["key", "nosuch = 1\n", '3:1 K897', "timeout = 1\n"],
	["key misspelt", "verify-peer = yes\n", '3:7 K896', "verify_peer = yes\n"],
	["switch", "verify_host = maybe\n", '3:15 K898', "verify_host = Off\n"],
	["unit", "timeout = 10s\n", '3:11 K898', "timeout = 010\n"],
	["negative", "maxdatasize = -1\n", '3:15 K898', "maxdatasize = \"10\"\n"],
	["twice", "[b]\nurl = x\n[a]\nurl = y\n", '5:2 K899', "[b]\nurl = x\n[c]\nurl = y\n"],
	["all keys", "nosuch=1\n", '3:1 K897', "username = a\npassword = 2\nfailover = x\nuseragent = \"a b\"\nclient_cert = x\nclient_key = x\n" .
		"cipher_suites = HIGH\ntlsversion = TLSv1.2\nhttpredirect = 1\nhttpproxy = x\nhttpproxyport = 1\nauthmethod = 3\nkeepconnections = 1\n"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("http_client: $what", '--kamailio 5.6', $http, 'h.cfg', "[a]\nurl = \"http://127.0.0.1/x\"\n$bad", $wanted, "[a]\nurl = \"http://127.0.0.1/x\"\n$good");
}
mistake('http_client: no head', '--kamailio 5.6', $http, 'h.cfg', "url = x\n", '1:1 K897', "[a]\nurl = x\n");
mistake('http_client: in 6.1 a key may be new', '--kamailio 6.1', $http, 'h.cfg', "[a]\ntimeuot = 1\n", '2:1 K897', "[a]\nbrandnew = 1\n");

# --- ldap ------------------------------------------------------------------------------------------

my $ldap = $http =~ s/http_client/ldap/gr;
my $session = "ldap_server_url = \"ldap://127.0.0.1\"\n";
for (
	["no address", "[s]\nldap_version = 3\n", '1:2 K883', "# x\n[s]\nldap_version = 3\n$session"],
	["no value", "[s]\nldap_server_url = ; x\n", '1:2 K883', "[s]\nLDAP_SERVER_URL = ldap://127.0.0.1 ; x\n"],
	["a comment", "[s]\n;$session", '1:2 K883', "[s] x\n $session"],
	["no equals sign", "[s]\nldap_server_url \"x\"\n", '1:2 K883', "[s]\n${session}garbage\n"],
	["above", "$session\[s]\n", '2:2 K883', "x=1\n[s]\n$session"],
	["the second", "[s]\n$session\[t]\nldap_version = 3\n", '3:2 K883', "[s]\nldap_version = 3\n[t]\n$session\[S]\n$session"],
	["no session", $session, '1:1 K883', "[]\n[s]\n$session"],
	["empty", '', '1:1 K883', "[s]\r\nldap_server_url\t=\tldap://127.0.0.1\r\n"],
	["misspelt", "[s]\n${session}ldap_verson = 3\n", '3:1 K884', "[s]\n${session}nosuch = 3\n"],
	["address misspelt", "[s]\nldap_server_uri = ldap://127.0.0.1\n", '2:1 K884', "[s]\n$session"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	mistake("ldap: $what", '--kamailio 5.6', $ldap, 'h.cfg', $bad, $wanted, $good);
}
holds('ldap: lines that may go on', '--kamailio 6.1', $ldap, 'h.cfg', "[s]\nldap_server_url = \\\n\"x\"\n");
{
	put('k.cfg', $ldap);
	put('h.cfg', "[s]\n${session}ldap_bind_pasword = TopSecret\n");
	my ($text) = run('lint --no-config --kamailio 5.6 k.cfg');
	report('ldap: a password is not shown', $text, $text =~ /TopSecret/ ? 'it is' : (), $text =~ /K884/ ? () : 'no finding');
}

# --- db_text ---------------------------------------------------------------------------------------

sub tables {
	my ($module, $more) = @_;
	return "loadmodule \"db_text.so\"\nloadmodule \"$module.so\"\nmodparam(\"$module\", \"db_url\", \"text://$dir/db\")\n" .
		($more // '') . "request_route { exit; }\n";
}

my $version = 'table_name(string) table_version(int)';

# The table of versions, with TEXT in it, has exactly the findings WANTED.
sub table {
	my ($what, $options, $config, $text, @wanted) = @_;
	return if "db_text: $what" !~ /$pattern/;
	put('k.cfg', $config);
	put('db/version', $text);
	my ($said, @found) = findings('k.cfg', "--kamailio 5.6 $options");
	my $want = join ', ', map { "$dir/db/version:$_" } @wanted;
	my $got = join ', ', @found;
	report("db_text: $what", $said, $want eq $got ? () : "wanted: $want; found: $got");
}

for (
	["type", "table_name(string) table_version(xint)\n", '1:34 K881', "TABLE_NAME(Str) table_version(INT,null) \n"],
	["no type", "table_name() table_version(int)\n", '1:12 K881', "table_name (string)table_version( i )\n"],
	["no brackets", "table_name string table_version int\n", '1:1 K881', "  $version\n"],
	["not closed", "table_name(string) table_version(int\n", '1:20 K881', "$version\nnosuch:1\n"],
	["commas", "table_name(string), table_version(int)\n", '1:19 K881', "table_name(string,null,xx) table_version(int auto)\n"],
	["attribute", "table_name(string) table_version(int,xx)\n", '1:38 K881', "table_name(string) table_version(int,auto)\n"],
	["no attribute", "table_name(string) table_version(int,)\n", '1:38 K881', "$version other(blob) last(time) q(double)\n"],
	["auto text", "table_name(string,auto) table_version(int)\n", '1:19 K881', "\xef\xbb\xbfid(int,auto) $version\n"],
	["blank in a name", "table name(string) table_version(int)\n", '1:1 K881', "$version\n"],
	["CR", "$version\r\n", '1:38 K881', $version],
	["text behind", "$version # x\n", '1:39 K881', "$version\n"],
	["no version", "table_name(string) table_vers(int)\n", '1:1 K882', "$version\n"],
	["tab", "table_name(string)\ttable_version(int)\n", '1:1 K882', "$version\n"],
	["no line", "\n", '1:1 K882', "$version\n"],
	["empty", '', '1:1 K882', "$version\n"],
) {
	my ($what, $bad, $wanted, $good) = @$_;
	table($what, '', tables('domain'), $bad, $wanted);
	table("$what, mended", '', tables('domain'), $good);
}
table('another name', '', tables('domain', "version_table=\"ver\"\n"), '');
table('a module that asks for no version', '', tables('usrloc', "modparam(\"usrloc\", \"db_mode\", 1)\n"), '');
table('--no-files', '--no-files', tables('domain'), '');
{
	put('k.cfg', tables('domain'));
	unlink "$dir/db/version";
	my ($said, @found) = findings("$dir/k.cfg", '--kamailio 5.6');
	report('db_text: no table', $said, "@found" eq "$dir/k.cfg:3:30 K866" ? () : "found: @found");
}

# --- scripts ---------------------------------------------------------------------------------------

my %script = (
	lua => ['app_lua', 'lua', "function ksr_request_route()\nBODY\nend\nfunction ksr_f() end\n"],
	python => ['app_python3', 'python', "class k:\n def ksr_request_route(self, msg):\n  x = 1\n  BODY\n def ksr_f(self, msg): pass\n"],
	js => ['app_jsdt', 'jsdt', "function ksr_request_route() {\nBODY\n}\nfunction ksr_f() {}\n"],
	rb => ['app_ruby', 'ruby', "def ksr_request_route()\nBODY\nend\ndef ksr_f()\nend\n"],
);
my %suffix = (lua => 'lua', python => 'py', js => 'js', rb => 'rb');

sub kemi {
	my ($language, $modules, $extra) = @_;
	my ($module, $engine) = @{ $script{$language} };
	return join('', map { "loadmodule \"$_.so\"\n" } $module, split / /, $modules) .
		"modparam(\"$module\", \"load\", \"s.$suffix{$language}\")\n" . "cfgengine \"$engine\"\n" . ($extra // '');
}

# A line in the middle of a script, with its findings, "COLUMN CODE" each, and a line of which nothing is said.
sub line {
	my ($what, $language, $bad, $wanted, $good, $options) = @_;
	my ($text, $lead) = ($script{$language}[2], $language eq 'python' ? 2 : 0);
	my $at = 1 + ($text =~ /\A(.*?)BODY/s && $1 =~ tr/\n//);
	my @wanted = map { my ($column, $code) = split / /; "$at:" . ($column + $lead) . " $code" } split /, /, $wanted;
	mistake("$language: $what", $options // '--kamailio 5.6', kemi($language, 'tm sl pv'), "s.$suffix{$language}", $text =~ s/BODY/$bad/r,
		join(', ', @wanted), $text =~ s/BODY/$good/r);
}

for my $language (qw(lua python js)) {
	line('module', $language, 'KSR.rr.record_route();', '5 K890', 'KSR.tm.t_relay();');
	line('two calls of a module', $language, 'KSR.rr.record_route(); KSR.rr.loose_route();', '5 K890', 'KSR.tm.t_check_trans();');
	line('object', $language, 'KSR.foo.bar();', '5 K891', 'KSR.x.modf("a");');
	line('function', $language, 'KSR.tm.t_rely();', '8 K891', 'KSR.tm.t_relay();');
	line('function of the core', $language, 'KSR.inf("x");', '5 K891', 'KSR.info("x");');
	line('too few', $language, 'KSR.sl.sl_send_reply(200);', '8 K892', 'KSR.sl.sl_send_reply(200, "OK");');
	line('none', $language, 'KSR.err();', '5 K892', 'KSR.err("a");');
	line('nested', $language, 'KSR.err(KSR.pv.gete());', '16 K892', 'KSR.err(KSR.pv.gete("$ru"));');
	line('list', $language, 'KSR.sl.sl_send_reply([1, 2]);', '8 K892', 'KSR.sl.sl_send_reply([1, 2], f(1, "a)"));');
	line('callback', $language, 'KSR.tm.t_on_failure("ksr_none");', '22 K894', 'KSR.tm.t_on_failure("ksr_f");');
	line('later', $language, 'KSR.is_TCPX();', '5 K891', 'KSR.is_TCP();');
	line('in the release that has it', $language, 'KSR.is_TCPY();', '5 K891', 'KSR.is_TCPX();', '--kamailio 6.1');
}
for my $language (qw(lua js)) {
	line('more than none', $language, 'KSR.tm.t_relay(1);', '8 K892', 'KSR.err("a", "b");');
}
line('more', 'python', 'KSR.err("a", "b")', '5 K892', 'KSR.tm.t_relay(1)');
line('string without parentheses', 'lua', 'KSR.sl.sl_send_reply "x"', '8 K892', 'KSR.err "x"; KSR.err [[x]]');
line('comments and strings', 'lua', 'KSR.a.b() -- KSR.a.c()', '5 K891', '--[[ KSR.a.b() ]] x = "KSR.a.b()" .. [=[ ]] KSR.a.b() ]=] -- KSR.a.b()');
line('several values', 'lua', 'KSR.sl.sl_send_reply("a")', '8 K892', 'KSR.sl.sl_send_reply(f()); KSR.sl.sl_send_reply(...); KSR.sl.sl_send_reply(f(), "a")');
line('behind two dots', 'lua', 'x = "a" .. KSR.pv.got("$ru")', '19 K891', 'x = "a" .. KSR.pv.get("$ru"); a.KSR.b.c()');
line('behind a colon', 'python', 'if x: KSR.inf("a")', '11 K891', 'if x: KSR.info("a")');
line('an index', 'lua', 'KSR.tm["t_foo"](); KSR.tm.t_rely()', '27 K891', 'KSR.tm["t_foo"]()');
line('tests', 'lua', 'KSR.a.b()', '5 K891', 'if KSR.rr then KSR.rr.record_route() end; if KSR.tm.t_foo then KSR.tm.t_foo() end; pcall(KSR.sl.foo, 1); KSR.sl.foo()');
line('the object is handed on', 'lua', 'KSR.a.b()', '5 K891', 'local K = KSR; KSR.a.b()');
line('comments and strings', 'python', 'KSR.a.b() # KSR.a.c()', '5 K891', 'x = """ " KSR.a.b() """ + \'KSR.a.b()\' + r"\\\\" # KSR.a.b()');
line('lists taken apart', 'python', 'KSR.err(x, y)', '5 K892', 'KSR.sl.sl_send_reply(*x); KSR.err(lambda a, b: a); KSR.err("a",)');
line('comments and strings', 'js', 'KSR.a.b() // KSR.a.c()', '5 K891', '/* KSR.a.b() */ x = "KSR.a.b()" + /["\'] KSR.a.b()/.test(y) + 4 / 2 // KSR.a.b()');
line('functions', 'js', 'KSR.err()', '5 K892', 'KSR.sl.sl_send_reply(...x); KSR.err(function (a, b) { return [a, b]; })');
line('module', 'rb', 'KSR::RR.record_route()', '6 K890', 'KSR::TM.t_relay()');
line('object', 'rb', 'KSR::FOO.bar()', '6 K891', 'x = KSR::FOO');
line('small letters', 'rb', 'KSR.tm.t_relay()', '5 K891', 'KSR::TM.t_relay');
line('function', 'rb', 'KSR::TM.t_rely', '9 K891', 'KSR.info "x"');
line('too few', 'rb', 'KSR::SL.sl_send_reply(200)', '9 K892', 'KSR::SL.sl_send_reply 200, "OK"');
line('callback', 'rb', 'KSR::TM.t_on_failure("ksr_none")', '23 K894', 'KSR::TM.t_on_failure("ksr_f")');
line('comments and strings', 'rb', 'KSR::A.b() # KSR::A.b()', '6 K891',
	"x = \"a\#{1}\"; y = %w(\" KSR::A.b() ); z = <<~END\n it's KSR::A.b()\nEND\n=begin\nKSR::A.b()\n=end\n");

# Names that no script has.
for my $language (sort keys %script) {
	my ($module, $engine, $text) = @{ $script{$language} };
	my ($name, $good) = ("s.$suffix{$language}", $text =~ s/BODY/x = 1/r);
	next if "$language: main" !~ /$pattern/;
	put($name, $good =~ s/ksr_request_route/ksr_reply_route/r);
	put('k.cfg', kemi($language, 'tm'));
	my ($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report("$language: main", $said, "@found" eq 'k.cfg:4:11 K893' ? () : "found: @found");
	put('k.cfg', kemi($language, 'tm', "kemi.request_route_callback = \"ksr_reply_route\"\n"));
	($said, @found) = findings('k.cfg', '--kamailio 6.1');
	report("$language: main of another name", $said, @found ? "found: @found" : ());
	put($name, $good);
	put('k.cfg', kemi($language, 'tm rr pv dialog', "modparam(\"dialog\", \"event_callback\", \"ksr_none\")\n"));
	($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report("$language: event_callback", $said, "@found" eq 'k.cfg:8:38 K894' ? () : "found: @found");
	put('k.cfg', kemi($language, 'tm rr pv dialog', "modparam(\"dialog\", \"event_callback\", \"ksr_f\")\n"));
	($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report("$language: event_callback, mended", $said, @found ? "found: @found" : ());
	put('k.cfg', kemi($language, 'tm', "kemi.reply_route_callback = \"ksr_none\"\nkemi.onsend_route_callback = \"none\"\nkemi.event_route_callback = \"\"\n"));
	($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report("$language: kemi.reply_route_callback", $said, "@found" eq 'k.cfg:5:29 K894' ? () : "found: @found");
	put('k.cfg', kemi($language, 'tm', "kemi.reply_route_callback = \"ksr_none\"\nkemi.reply_route_callback = \"ksr_f\"\n"));
	($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report("$language: kemi.reply_route_callback, mended", $said, @found ? "found: @found" : ());
	my $run = { lua => 'lua_run', python => 'python_exec', js => 'jsdt_run', rb => 'ruby_run' }->{$language};
	put('k.cfg', "loadmodule \"$module.so\"\nmodparam(\"$module\", \"load\", \"$name\")\nrequest_route {\n\t$run(\"ksr_none\");\n\t$run(\"ksr_f\");\n}\n");
	($said, @found) = findings('k.cfg', '--kamailio 5.6');
	my $column = 3 + length $run;
	report("$language: $run", $said, "@found" eq "k.cfg:4:$column K895" ? () : "found: @found");
	unlink "$dir/$name";
}
for (
	["lua", "require 'more'\n"], ["lua", "dofile('more.lua')\n"], ["python", "from more import *\n"], ["python", "class k(Base): pass\n"],
	["js", "eval(x);\n"], ["rb", "require 'more'\n"], ["rb", "class K < Base\nend\n"], ["lua", "_G['ksr_request_route'] = f\n"], ["lua", "x = 'it\n"], ["lua", "(\n"],
) {
	my ($language, $text) = @$_;
	holds("$language: names from elsewhere", '--kamailio 5.6', kemi($language, 'tm'), "s.$suffix{$language}", $text);
}
{
	put('k.cfg', kemi('lua', 'tm', "modparam(\"app_lua\", \"load\", \"none.lua\")\n"));
	put('s.lua', "\n");
	my ($said, @found) = findings('k.cfg', '--kamailio 5.6');
	report('lua: a script that is not there', $said, @found ? "found: @found" : ());
}

# --- what is there, and what is not ----------------------------------------------------------------

sub named {
	my ($what, $name, $options, @wanted) = @_;
	return if $what !~ /$pattern/;
	(my $config = $tls) =~ s/t\.cfg/$name/;
	put('repo/kam/k.cfg', $config);
	my ($text, @found) = findings('repo/kam/k.cfg', "--kamailio 5.6 $options");
	my ($want, $got) = (join(', ', @wanted), join(', ', @found));
	report($what, $text, $want eq $got ? () : "wanted: $want; found: $got");
}

my $found = 'repo/kam/t.cfg:1:1 K860';
make_path("$dir/repo/.git", "$dir/repo/kam/folder");
put('repo/kam/t.cfg', "?\n");
put('outside/t.cfg', "?\n");
symlink '../../outside/t.cfg', "$dir/repo/kam/link.cfg";
symlink 'circle.cfg', "$dir/repo/kam/circle.cfg";
system('mkfifo', "$dir/repo/kam/fifo") == 0 or die "mkfifo: $!\n";
named('beside the config', 't.cfg', '', $found);
named('by its whole name', "$dir/repo/kam/t.cfg", '', "$dir/repo/kam/t.cfg:1:1 K860");
named('--no-files', 't.cfg', '--no-files');
named('-c for parsing only', 't.cfg', '--phase=parse');
named('not there', 'none.cfg', '', 'repo/kam/k.cfg:4:27 K867');
named('not there, nor its folder', '/no/such/folder/t.cfg', '');
named('not there, where --map-include leads', '/etc/kamailio/none.cfg', "--map-include=/etc/kamailio=repo/kam",
	'repo/kam/k.cfg:4:27 K866');
named('where --map-include leads', '/etc/kamailio/t.cfg', "--map-include=/etc/kamailio=repo/kam", $found);
named('a folder', 'folder', '');
named('a FIFO', 'fifo', '');
named('a device', '/dev/zero', '');
named('standard input', '/dev/stdin', '');
named('itself, by a descriptor', '/proc/self/fd/0', '');
named('a circle of links', 'circle.cfg', '');
named('outside', "$dir/outside/t.cfg", '', "$dir/outside/t.cfg:1:1 K860");
named('outside with --confine', "$dir/outside/t.cfg", '--confine');
named('outside by a link with --confine', 'link.cfg', '--confine');
named('outside and not there with --untrusted', "$dir/outside/none.cfg", '--untrusted');
named('inside with --untrusted', 't.cfg', '--untrusted', $found);
named('without a name', '', '');

# Files that a file names.
put('repo/kam/c.pem', "x\n");
put('repo/kam/t.cfg', "[server:default]\ncertificate=c.pem\nprivate_key=none.pem\nca_list=/no/such/folder/ca.pem\n");
named('a certificate that is not there', 't.cfg', '', 'repo/kam/t.cfg:3:13 K869');
named('a certificate that is not there, mapped', '/etc/kamailio/t.cfg', "--map-include=/etc/kamailio=repo/kam",
	'repo/kam/t.cfg:3:13 K868');

# Beside a config that was named from the root: it is where the config says.
{
	put('abs/k.cfg', $tls =~ s/t\.cfg/$dir\/abs\/none.cfg/r);
	my ($text, @found) = findings("$dir/abs/k.cfg", '--kamailio 5.6');
	report('not there, beside the config', $text, "@found" eq "$dir/abs/k.cfg:4:27 K866" ? () : "found: @found");
}

# Nothing is written into such a file.
{
	put('add/k.cfg', $tls);
	put('add/t.cfg', "?\n");
	my ($text) = run('lint --no-config --kamailio 5.6 --add-ignore add/k.cfg');
	report('--add-ignore leaves it alone', $text, read_file("$dir/add/t.cfg") eq "?\n" ? () : 'it changed');
}

done_testing();
