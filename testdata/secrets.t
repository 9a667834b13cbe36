#!/usr/bin/perl
# No output shows a secret of the config: each row of grammar/secrets.tsv, passwords in URLs, values that come through defines, substs
# and the environment; in findings always, in printed text with --mask-secrets. What is no secret stays readable.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($kamcheck $dir put report);
use Test::More;

my $here = $FindBin::Bin;
my @forms = map { "lint --format=$_" } qw(concise gcc json jsonl sarif github gitlab junit checkstyle rdjson);
my @findings = ('lint', 'lint --kamailio 5.6', '-c -f', @forms);
my @printed = map { "$_ --mask-secrets" } 'expand', 'expand --strip-comments', 'expand --line-markers', 'tokens', 'tree', 'symbols',
	'symbols --format=json', 'symbols --format=ctags', '--cfg-print -f';
@printed = map { s/ -f (--mask-secrets)/ $1 -f/r } @printed;
$ENV{DBPW} = 'TopSecretEnv';
$ENV{TOKEN} = 'Top TopSecret/Token9+more;TopSecret"';
chdir $dir or die;

sub run { return scalar `$kamcheck $_[0] 2>&1` }

# Nothing that COMMANDS print of the config TEXT shows the word TopSecret; what they print for people matches PATTERN.
sub hidden {
	my ($name, $text, $pattern, @commands) = @_;
	put('a.cfg', $text);
	for my $command (@commands) {
		my $out = run("$command a.cfg");
		my @bad = $out =~ /TopSecret/ ? 'a secret is told' : ();
		push @bad, 'sanitizer' if $out =~ /Sanitizer/;
		push @bad, "no match: $pattern" if defined $pattern && $out !~ $pattern && $command !~ /^lint --format=/;
		report("$name: $command", "$text$out", @bad);
	}
}

# A line with a password in a URL is no pattern of a tag, in which "/" is escaped.
hidden('a tag of a line with a URL', "#!define URL \"mysql://u:TopSecret1\@localhost/k\"\nmodparam(\"auth_db\", \"db_url\", URL)\nrequest_route { exit; }\n",
	qr/^URL\ta\.cfg\t1;"/m, 'symbols --format=ctags', 'symbols --format=ctags --mask-secrets');

# --- the table -------------------------------------------------------------------------------------

sub row {
	my ($name, $module, $form, $place) = @_;
	return "modparam(\"$module\", \"$name\", \"TopSecret1\")" if $form eq 'value';
	return "modparam(\"$module\", \"$name\", \"a=>x=y;$place=TopSecret1;z=1\")" if $form eq 'key';
	return "modparam(\"$module\", \"$name\", \"" . 'a:' x $place . 'TopSecret1")' if $form eq 'part';
	return "request_route { $name(" . '"a", ' x ($place - 1) . '"TopSecret1", "c");' if $form eq 'argument';
	return "request_route { \$$name($place) = \"TopSecret1\";" if $form eq 'assigned';
	die "form $form\n";
}

open my $table, '<', "$here/../grammar/secrets.tsv" or die;
for (grep { !/^#/ } <$table>) {
	my @row = split /\t/;
	my $text = row(@row) . " nonsense here\n# TopSecret1\n";
	hidden("$row[0] of $row[1]", $text, qr/\*\*\*/, $findings[0]);
	hidden("$row[0] of $row[1]", $text, qr/\*\*\*/, $printed[0]);
}

# --- findings --------------------------------------------------------------------------------------

my $load = join '', map { "loadmodule \"$_\"\n" } qw(auth auth_db uac ndb_redis topoh xlog);
my $route = "request_route { route(NO); }\n";
hidden('a define', "$load#!define PW \"TopSecret\"  nonsense\nmodparam(\"auth\", \"secret\", PW) x x\n$route", undef, @findings, @printed);
hidden('the line of a define', "$load#!define PW \"TopSecret\"\n#!define PW \"TopSecret\"\nmodparam(\"auth\", \"secret\", PW)\n$route",
	qr/#!define PW "\*\*\*"\n +\| +\^\^ /, @findings);
hidden('a define of a define', "$load#!define A \"TopSecret\"\n#!define PW A\nmodparam(\"auth\", \"secret\", PW) x x\n#!define A \"TopSecret\"\n", undef,
	@findings, @printed);
hidden('a substdef', "$load#!substdef \"!PW!TopSecret!g\" x\n#!substdef \"!PW!TopSecret!g\"\nmodparam(\"auth_db\", \"db_url\", \"mysql://u:PW\@h/d\") x x\n",
	qr/#!substdef "!PW!\*\*\*!g"/, @findings);
hidden('a substdef', "$load#!substdef \"!PW!TopSecret!g\"\nmodparam(\"auth_db\", \"db_url\", \"mysql://u:PW\@h/d\")\n", undef, @printed);
hidden('a substdef in a secret', "$load#!substdef \"!PW!TopSecret!g\" x\nmodparam(\"auth\", \"secret\", \"PW\") x x\nmodparam(\"TopSecret\", \"x\", 1)\n",
	qr/\*\*\*/, @findings);
hidden('several lines', "${load}modparam(\"auth\",\n\"secret\",\n\"TopSecret\" nonsense\n", qr/"\*\*\*" nonsense/, @findings);
hidden('pieces', "${load}modparam(\"auth\", \"secret\", \"Top\" \"Secret\") x x\n", qr/"secret", "\*\*\*"\) x/, @findings);
hidden('escapes', "${load}modparam(\"auth\", \"secret\", \"a\\\"TopSecret\\\\\\t\") x x\n", qr/"secret", "\*\*\*"\) x/, @findings, $printed[0]);
hidden('escapes in a URL', "${load}modparam(\"auth_db\", \"db_url\", \"mysql://u:a\\\"TopSecret\@h\") x x\n", qr/\*\*\*/, @findings, $printed[0]);
hidden('pieces of a URL', "${load}modparam(\"auth_db\", \"db_url\", \"mysql://u:\" \"TopSecret\" \"\@h\") x x\n", undef, @findings, @printed);
hidden('a name mistyped', "${load}modparam(\"auth\", \"secrt\", \"TopSecret\")\n$route", qr/"secrt", "\*\*\*"/, @findings);
hidden('a module mistyped', "${load}modparam(\"ahtu\", \"secret\", \"TopSecret\")\n$route", qr/"secret", "\*\*\*"/, @findings);
hidden('a module of several', "${load}modparam(\"auth|uac\", \"secret\", \"TopSecret\") x x\n", qr/"secret", "\*\*\*"/, @findings);
hidden('modparamx', "${load}modparamx(\"auth\", \"secret\", \"TopSecret\") x x\n", qr/"secret", "\*\*\*"/, @findings);
hidden('the same word elsewhere', "${load}modparam(\"auth\", \"secret\", \"TopSecret\")\nrequest_route { route(TopSecret); xlog(\"TopSecret \$x(y)\"); }\n",
	qr/route "\*\*\*" is not defined/, 'lint');
hidden('a long one in a message', "${load}modparam(\"ndb_redis\", \"server\", \"name=x;pass=" . 'TopSecret' x 40 . ";y\")\n$route", qr/\*\*\*/, @findings);
hidden('a long URL in a message', "${load}modparam(\"mysql://u:" . 'TopSecret' x 40 . "\@h\", \"a\", \"b\")\n$route", qr/\*\*\*/, @findings);
hidden('in a comment', "#!ifdef  A # mysql://u:TopSecret\@h\n#!endif\n#!ifdeff A mysql://u:TopSecret\@h\n$route", qr/u:\*\*\*\@h/, 'lint');
hidden('of the command line', "loadmodule \"xlog\"\nmodparam(\"auth\", \"secret\", 1) TopSecret TopSecret\n", qr/1\) \*\*\*/, 'lint --loadmodule auth --modparam auth:secret:s:TopSecret');
hidden('a define of the command line', "${load}modparam(\"auth\", \"secret\", PW) TopSecret TopSecret\n", qr/PW\) \*\*\*/, "lint -A 'PW=\"TopSecret\"'");
hidden('the environment', "#!defenv PW=DBPW\n#!substdef \"!XX!\$env(DBPW)!g\"\ninclude_file \"XX\"\nloadmodule \"XX\"\n#!defenv T=TOKEN\n" .
	"T\nPW = 1\nrequest_route { route(PW); xlog(\"\$XX(a)\"); PW; PW(); T; }\n", qr/\*\*\*/, @findings);

# Carets stay under what they are about.
put('a.cfg', "${load}modparam(\"auth\", \"secret\", \"TopSecretLong\") modparam(\"topoh\", \"mask_ip\", 5)\n$route");
my $out = run('lint a.cfg');
report('carets behind a mask', $out, $out =~ /^(.*)5\)\n(.*)\^ write/m && length $1 == length $2 ? () : 'not aligned');
put('a.cfg', "${load}modparam(\"auth_db\", \"db_url\", \"mysql://u:TopSecret\@h/d\")\n$route");
$out = run('lint a.cfg');
report('carets around a mask', $out, $out =~ /^(.*)"mysql:\/\/u:\*\*\*\@h\/d"\)\n(.*\| *)\^{19} /m && length $1 == length $2 ? () : 'not aligned');

# What is no secret is shown.
sub shown {
	my ($name, $text, @words) = @_;
	put('a.cfg', $text);
	my $out = run('lint a.cfg');
	report($name, $out, map { index($out, $_) < 0 ? "no $_" : () } @words);
}
shown('an empty password', "${load}modparam(\"auth\", \"secret\", \"\") x x\n", '"secret", "") x');
shown('a variable', "${load}modparam(\"auth_db\", \"db_url\", \"mysql://u:\$env(PW)\@h\") x x\n", 'u:$env(PW)@h');
shown('names of columns', "${load}modparam(\"auth_db\", \"password_column\", \"pwcolumn\") x x\n", '"pwcolumn"');
shown('avps', "${load}modparam(\"uac\", \"auth_password_avp\", \"\$avp(pw)\") x x\n", '"$avp(pw)"');
shown('paths of keys', "loadmodule \"tls\"\nmodparam(\"tls\", \"private_key\", \"/etc/key.pem\") x x\n", '"/etc/key.pem"');
shown('ports', "alias=\"sip:h:5060\" x=\"http://h:80/a\@b\" x\n", 'sip:h:5060', 'http://h:80/a@b');
shown('short words', "${load}modparam(\"auth\", \"secret\", \"a\")\nrequest_route { route(\"NONE\"); \$var(a) = a; }\n", 'var(a) = a;');
shown('our own words', "${load}modparam(\"auth\", \"secret\", \"route\")\nrequest_route { route(NONE); }\n", 'route "NONE" is not defined');

# --- printed text ----------------------------------------------------------------------------------

my $all = "$load# modparam: TopSecret\nmodparam(\"auth\", \"secret\", \"TopSecret\")\nmodparam('uac', 'credential', 'a:b:TopSecret')\n" .
	"modparam(\"auth_db\", \"db_url\", \"mysql://u:\\\"TopSecret\@h\")\nmodparam(\"ndb_redis\", \"server\", \"name=a;pass=TopSecret;db=1\")\n" .
	"request_route {\n\tpv_www_authenticate(\"r\", \"TopSecret\", \"0\");\n\t\$uac_req(apasswd) = \"TopSecret\";\n\troute(TopSecret); \$var(TopSecret) = 1;\n}\n" .
	"route[TopSecret] { exit; }\n";
hidden('all', $all, qr/\*\*\*/, @printed);
my $kinds = sub { join "\n", map { /^\S+ +(\S+)/ ? $1 : $_ } split /\n/, $_[0] };
my $plain = run('expand a.cfg | ' . "$kamcheck tokens -");
my $masked = run('expand --mask-secrets a.cfg | ' . "$kamcheck tokens -");
report('the tokens are the same', "$plain\n$masked", $kinds->($plain) eq $kinds->($masked) ? () : 'they differ');
$out = run("expand --mask-secrets a.cfg | $kamcheck -c --phase=parse -f -") . '';
my $codes = sub { join ' ', $_[0] =~ /(\d+):\d+(: \w+\[K\d+)/g };
report('it parses as before', $out, $codes->($out) eq $codes->(run("expand a.cfg | $kamcheck -c --phase=parse -f -")) ? () : 'it does not');
hidden('by --untrusted', $all, qr/\*\*\*/, 'expand --untrusted');
report('the text itself', '', run('expand a.cfg') =~ /TopSecret/ ? () : 'is masked without the option');
put('a.cfg', my $words = "#!define exit2 1\nmodparam(\"auth\", \"secret\", \"exit\")\nrequest_route { exit; xlog(\"exit\"); }\n");
$out = run('expand --mask-secrets a.cfg');
report('words of the language stay', $out, $out =~ /\{ exit; xlog\("\*\*\*"\)/ ? () : 'they do not');
hidden('in skipped text', "#!ifdef NO\nmodparam(\"auth\", \"secret\", \"TopSecret\")\n#!endif\n#!define APOS '\nmodparam(\"auth\", \"secret\", \"TopSecret\")\n" .
	"request_route { exit; }\n", undef, @printed);

done_testing();
