#!/usr/bin/perl
# report.t [accept]: kamcheck report.
#
# - The page of a config in testdata/report, without its style and script, where nobody draws pictures.  With "accept" it is written anew;
#   look at the difference.
# - Pages of hostile, broken, long and of ordinary configs: well-formed, no id twice, each link within the page leads somewhere, nothing is
#   loaded, no secret is shown.
# - In a real browser, where there is one (make deps-formats): testdata/report/browser.mjs.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $kamcheck $dir put status run check try golden);
use Test::More;

my $here = $FindBin::Bin;

# --- what must be true of every page --------------------------------------------------------------------

sub faults {
	my ($page) = @_;
	my (@bad, %ids);
	my ($head, $body) = $page =~ /\A(<!DOCTYPE html>.*?)(<body>.*)\z/s or return 'no page';
	$body =~ s{<script>.*</script>}{}s;
	for my $id ($body =~ / id="([^"]*)"/g) {
		push @bad, "id \"$id\" stands there twice" if $ids{$id}++;
	}
	push @bad, map { "\"#$_\" leads nowhere" } grep { !$ids{$_} } $body =~ / href="#([^"]*)"/g, $body =~ /url\(#([^)]*)\)/g;
	push @bad, map { "\"$_\" leads out" } $body =~ / href="([^#][^"]*)"/g;
	push @bad, "it loads: $1" if $head =~ /(\@import|url\()/ || $page =~ /(<(?:link|img|iframe|object|embed|base|image|use)\b|<[^>]* src=)/;
	push @bad, "style of an element: $1" if $body =~ /<[^>]* (style|on[a-z]+)="/;
	push @bad, 'no policy' if $head !~ /Content-Security-Policy" content="default-src 'none'; style-src 'sha256-\S{44}'; script-src 'sha256-\S{44}';/;
	put('page.xml', $page);
	my $said = `xmllint --noout $dir/page.xml 2>&1`;
	push @bad, "xmllint: $said" if $said ne '';
	return @bad;
}

# The page of FILE; the run has to end with one of STATUS.
sub page_of {
	my ($status, @words) = @_;
	my ($got, $page) = run('report', @words);
	my $name = "report @words";
	like($got, qr/^(?:$status)\z/, "$name: exit status");
	check($name, faults($page));
	return $page;
}

# --- golden ---------------------------------------------------------------------------------------------

my $path = $ENV{PATH};
{
	chdir "$here/report" or die;
	mkdir "$dir/empty";
	local $ENV{PATH} = "$dir/empty";
	my ($got, $page) = run('report', '--env=A=', 'small.cfg');
	is($got, 1, 'small.cfg: exit status');
	my $plain = $page;
	$plain =~ s{(<style>).*?(</style>)}{$1$2}s;
	$plain =~ s{(<script>).*?(</script>)}{$1$2}s;
	$plain =~ s{sha256-[^']*}{sha256-...}g;
	$plain =~ s{kamcheck \d[\w.]*}{kamcheck VERSION}g;
	check('small.cfg', golden("$here/report/small.html", $plain));
	like($page, qr/As a list, not drawn: graphviz is not installed/, 'no graphviz');
	is((run('report', 'small.cfg'))[1], (run('report', 'small.cfg'))[1], 'the same twice');
	$ENV{PATH} = $path;
	check('small.cfg, without graphviz', faults($page));
	unlike($page, qr/s3cr3t/, 'no secret');
	like($page, qr{mysql://kamailio:\*\*\*\@localhost}, '... but a mask');
}

# --- what is asked for ----------------------------------------------------------------------------------

put('good.cfg', "loadmodule \"sl.so\"\nrequest_route { sl_send_reply(\"404\", \"Not here\"); exit; }\n");
put('new.cfg', "loadmodule \"sl.so\"\nrequest_route { send_reply_error(); exit; }\n");
put('vary.cfg', "request_route {\n#!ifdef WITH_A\n\troute(A);\n#!endif\n\texit;\n}\n");
chdir $dir or die;
my $page = page_of(0, 'good.cfg');
like($page, qr/Kamailio 5\.6 to 6\.1 start with this config/, 'a good config');
like($page, qr/Nothing is wrong with it/, '... has no findings');
SKIP: {
	skip 'no graphviz', 1 if system('dot -V 2>/dev/null');
	like($page, qr{<svg class="picture".*<a href="#f1-L2" class="node entry" data-node="0"><title>request_route</title>}s, '... and a picture');
}
$page = page_of(0, 'new.cfg');
like($page, qr/Kamailio 5\.8 to 6\.1 start with this config; 5\.6 and 5\.7 refuse it/, 'some releases');
like($page, qr{<th scope="row">5\.6</th><td><span class="verdict bad">refuses it}, 'releases that nobody asked for are shown');
like($page, qr{class="chosen"><th scope="row">6\.1</th><td><span class="verdict good">}, '... and do not count');
like($page, qr{<span class="pill">in 5\.6 and 5\.7 only</span>}, '... a finding says where it is');
page_of(1, '--kamailio', '5.7,6.1', 'new.cfg');
page_of(0, '--kamailio', '5.7,6.1', '--exit-zero', 'new.cfg');
page_of(0, '--kamailio', '5.7', '--no-rule', 'K405', 'new.cfg');
unlike(page_of(1, '--kamailio', '5.7', 'new.cfg'), qr{row">6\.1<}, 'releases that are asked for only');
like(page_of(1, '--variants', 'vary.cfg'), qr{The findings above are those of these variants, .*class="on"}s, 'variants');
like(page_of(0, 'vary.cfg'), qr{class="off".*<span class="l skipped" id="f1-L3">}s, 'the config as it stands');

try('.', 'report -o out.html good.cfg', 0, qr/\A\z/);
is(do { local $/; open my $f, '<', "$dir/out.html" or die; <$f> }, (run('report', 'good.cfg'))[1], '-o');
try('.', 'report -o - good.cfg', 0, qr/\A<!DOCTYPE html>/);
try('.', 'report --output-file=out.html good.cfg', 0, qr/\A\z/);
try('.', 'report -o good.cfg good.cfg', 2, qr/"good.cfg" is checked, and would be written over/);
try('.', 'report -o new.cfg good.cfg', 2, qr/"new.cfg" is a config and would be written over/);
try('.', 'report -o none/out.html good.cfg', 2, qr{cannot write "none/out.html": No such file});
try('.', 'report none.cfg', 2, qr/cannot read "none.cfg"/);
try('.', 'report', 2, qr/report takes one file/);
try('.', 'report --format=json good.cfg', 2, qr/option "--format" goes only with/);
try('.', 'lint -o out.html good.cfg', 2, qr/option "-o" goes only with "kamcheck report"/);
try('.', 'report --kamailio 5.8,6.1 --variants vary.cfg', 2, qr/--variants is for one release/);
try('.', 'report - < good.cfg', 0, qr/<h1>-</);
SKIP: {
	skip 'no /dev/full', 2 if !-e '/dev/full';
	try('.', 'report -o /dev/full good.cfg', 2, qr{cannot write "/dev/full": No space left});
	try('.', 'report good.cfg >/dev/full', 2);
}
put('kamcheck.ini', "[kamcheck]\nkamailio = 5.7\n");
page_of(1, 'new.cfg');
try('.', 'report -o kamcheck.ini new.cfg', 2, qr/"kamcheck.ini" is a file of settings/);
unlink "$dir/kamcheck.ini";

# --- what is hostile ------------------------------------------------------------------------------------

my $bytes = "</script></style></code><b>&amp;'\xe2\x80\xae\xff\x01";
put("evil <b>&.inc", "loadmodule \"sl.so\"\n# $bytes\nroute[\"<i>&\"] { exit; }\n");
put('evil.cfg', "#!KAMAILIO\n#!define EVIL \"$bytes\"\n#!ifdef <b>\n#!endif\n#!ifdef WITH_A&B\n#!endif\ninclude_file \"evil <b>&.inc\"\n",
	"loadmodule \"tm.so\"\nloadmodule \"<u>&.so\"\nmodparam(\"tm\", \"<u>\", \"$bytes\")\nlisten=udp:\"<u>\":5060\nalias=\"$bytes\"\nserver_header=\"$bytes\"\n",
	"request_route {\n\tif (\$rU == \"$bytes\") { route(\"$bytes\"); }\n\tt_on_failure(\"$bytes\");\n\troute(\"<i>&\");\n\troute(<b>);\n}\n",
	"failure_route[\"$bytes\"] { }\nevent_route[<b>:&] { }\n\0\r\n$bytes\n");
$page = page_of('0|1', 'evil.cfg');
unlike($page, qr/<[bui]>/, 'no tag of the config');
unlike($page, qr/[\x00-\x08\x0b-\x1f\x7f]/, 'no control characters');
unlike($page, qr/\xe2\x80\xae/, 'nothing that turns text around');
ok(utf8::decode(my $copy = $page), 'UTF-8');
put('secret.cfg', "#!define PASS \"t0psecret1\"\nloadmodule \"db_mysql.so\"\nloadmodule \"tm.so\"\nloadmodule \"uac.so\"\nloadmodule \"xlog.so\"\n",
	"loadmodule \"siptrace.so\"\nmodparam(\"siptrace\", \"auth_key\", PASS)\nmodparam(\"uac\", \"credential\", \"me:here:t0psecret2\")\n",
	"modparam(\"uac\", \"reg_db_url\", \"mysql://u:t0psecret3\@h/d\")\n",
	"request_route {\n\tif (\$var(x) == \"t0psecret2\") route(A);\n\txlog(\"t0psecret2\");\n\tnosuch(\"t0psecret1\");\n}\nroute[A] { exit; }\n");
is(join(' ', page_of('0|1', 'secret.cfg') =~ /.*t0p.*/g), '', 'no secrets');

# --- what is long ---------------------------------------------------------------------------------------

put('many.cfg', "request_route { route(R1); }\n", map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 1 .. 3000);
$page = page_of('0|1', '--kamailio', '6.1', 'many.cfg');
like($page, qr/There is no room for/, 'a picture that is cut') if !system('dot -V 2>/dev/null');
like($page, qr/The first 2\xe2\x80\xaf000 of 3\xe2\x80\xaf001 blocks are shown/, 'a table that is cut');
put('long.cfg', "request_route { exit; }\n", map { "route[R$_] {\n" . "\txlog(\"$_\");\n" x 200 . "}\n" } 1 .. 500);
$page = page_of('0|1', '--kamailio', '6.1', 'long.cfg');
like($page, qr/It is long: only the lines.*lines are left out/s, 'a listing that is cut');
cmp_ok(length $page, '<', 4e6, '... is no longer than it has to be');
put('wide.cfg', 'request_route { xlog("', 'x' x 100000, "\"); exit; }\n");
$page = page_of('0|1', '--kamailio', '6.1', 'wide.cfg');
like($page, qr/bytes more<\/em>/, 'a line that is cut');

# --- all kinds of configs -------------------------------------------------------------------------------

for my $folder (qw(accepted graph trace upgrade crash)) {
	my (@bad, $count);
	for my $file (sort glob "$here/$folder/*.cfg") {
		my ($got, $text) = run('report', '--kamailio', '6.1', $file);
		my ($lint) = run('lint', '--kamailio', '6.1', $file);
		push @bad, "$file: exit status $got, of lint $lint" if $got != $lint;
		push @bad, map { "$file: $_" } faults($text);
		$count++;
	}
	is("@bad", '', "$folder: $count configs");
}

# --- a browser ------------------------------------------------------------------------------------------

SKIP: {
	local $ENV{NODE_MODULES} = $ENV{NODE_MODULES} // "$build/npm/node_modules";
	my ($browser) = grep { -x } map { "$_/chromium" } split /:/, $path;
	skip 'no browser; "make deps-formats" installs it, where npm is', 1 if !$browser || !-d "$ENV{NODE_MODULES}/axe-core";
	my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
	my ($stock) = grep { -e } "$corpus/kamailio/etc/kamailio.cfg", "$here/report/small.cfg";
	open my $f, '<', $stock or die;
	my %names = map { $_ => 1 } map { /\b(WITH_[A-Z0-9]+)/g } <$f>;
	run('report', '--kamailio', '5.6-6.1', '-o', "$dir/stock.html", (map { ('-A', $_) } sort keys %names), $stock);
	is(scalar `node $here/report/browser.mjs $browser $dir/stock.html 2>&1`, '', 'a browser shows it');
}
done_testing();
