#!/usr/bin/perl
# kamcheck catalog, --catalog, -L and --installed as a user meets them: what is listed, what is read out of module files
# (build/unit/module.so stands for one), what is said when it cannot be.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $kamcheck $dir put status complaints);

my ($tests, $failed) = (0, 0);

# Runs kamcheck with ARGUMENTS in the folder; the exit status must be STATUS, the output match each PATTERN.
sub try {
	my ($arguments, $status, @patterns) = @_;
	chdir $dir or die "$dir: $!\n";
	my $text = `$kamcheck $arguments 2>&1`;
	my @bad = complaints(status(), $text, $status, @patterns);
	$tests++;
	$failed++ if @bad;
	print @bad ? 'not ok' : 'ok', " $tests - $arguments\n";
	print map { "# $_\n" } @bad, split /\n/, $text if @bad;
	return $text;
}

mkdir "$dir/m";
my $module = do { open my $in, '<:raw', "$build/unit/module.so" or die "module.so: $!\n"; local $/; <$in> };
put('m/private.so', $module);
put('main.cfg', "loadmodule \"private\"\nrequest_route { exit; }\n");
put('mpath.cfg', "mpath \"m\"\nloadmodule \"private\"\nrequest_route { exit; }\n");

try('catalog function t_relay', 0, qr/^t_relay +tm +no argument in request, failure, event  \[5\.0 and newer\]$/m);
try('catalog function T_RELAY_TO_T', 0, qr/^t_relay_to_tcp +tm /m);
try('catalog function t_rely', 1, qr/no function "t_rely"; did you mean "t_relay"\?/);
try('catalog module dispatcher', 0, qr/^dispatcher +modparam/m, qr/^functions:$/m, qr/^  ds_select_dst /m, qr/^params:$/m,
	qr/^events:$/m);
try('catalog pvar "\$ru"', 0, qr/^\$ru +pv +read and write/m);
try('catalog param fr_timer', 0, qr/^fr_timer +tm +int/m);
try('catalog event dst-down', 0, qr/^dispatcher:dst-down +dispatcher/m);
try('catalog transformation s.len', 0, qr/^s\.len +pv +no argument/m);
try('catalog global children', 0, qr/^children +int/m);
try('catalog module app_java --kamailio 6.1', 1, qr/no module "app_java" in Kamailio 6\.1/);
try('catalog module app_java', 0, qr/^app_java .*\[5\.0 to 6\.0\]$/m);
try('catalog', 2, qr/catalog needs a kind/);
try('catalog verb', 2, qr/catalog knows no "verb"/);
try('catalog dump', 2, qr/needs -L/);
try('catalog dump -L nowhere', 2, qr/cannot list "nowhere"/);
try('catalog dump -L m nix', 1, qr/cannot find module "nix"/);

my $text = try('catalog dump -L m', 0, qr/^#function\t/m, qr/^m_kept\tprivate\t2\tbranch,onsend\tconst\t5\.6$/m,
	qr/^mq\tprivate\trw\tname\tindex\t-\t5\.6$/m, qr/^list\tprivate\tstring\tfunc\t5\.6$/m,
	qr/^#default\tmodule\tvalue\tversions\nnumber\tprivate\t7\t5\.6\ntext2\tprivate\t-\t5\.6\n\z/m);
put('own.tsv', $text);
try('catalog function m_kept --catalog own.tsv', 0, qr/^m_kept +private +2 arguments in branch, onsend; constants only/m);
try('catalog module private --catalog own.tsv', 0, qr/^private /m, qr/^  m_plain /m, qr/^  \$mq /m);
# What a file says again stands there once; what it says otherwise takes the place of our facts in its version.
put('sl.tsv', "#module\tparameter_name\tdepends\tversions\nsl\tsl\t-\t5.6\n#function\tmodule\tparameters\troutes\targuments\tversions\n" .
	"sl_forward_reply\tsl\t0\ttm_onreply,core_onreply\tany\t5.6\nsl_send_reply\tsl\t3\trequest\tconst\t5.6\n");
try('catalog function sl_forward_reply --catalog sl.tsv', 0, qr/^sl_forward_reply +sl +no argument in [^\n]*\[5\.0 and newer\]\nsl_forward_reply +sl +1 /);
try('catalog function sl_send_reply --catalog sl.tsv', 0, qr/2 arguments in [^\n]*\[5\.0 to 5\.5, 5\.7 to 5\.8\]$/m, qr/3 arguments in request; constants only  \[5\.6\]$/m);
put('bad.tsv', "#function\tmodule\n1\t2\n");
try('catalog module --catalog bad.tsv', 2, qr/cannot read catalogue "bad\.tsv": line 2/);
try('catalog module --catalog none.tsv', 2, qr/cannot read catalogue "none\.tsv"/);

try('-c --kamailio 5.6 -L m -f main.cfg', 0);
try('-c --kamailio 5.6 -L nowhere:m -f main.cfg', 0);
try('-c --kamailio 5.6 --installed -f mpath.cfg', 0);
try('-c --kamailio 5.6 --catalog own.tsv -f main.cfg', 0);
put('m/private.so', substr $module, 0, 4000);
try('-c --kamailio 5.6 -L m -f main.cfg', 1, qr/^main\.cfg:1:12: error\[K709\]: the file of module "private" cannot be read: the file is cut off/m);
try('-c --kamailio 5.6 --installed -f mpath.cfg', 1, qr/K709/);
try('catalog dump -L m', 1, qr{cannot read "m/private\.so": the file is cut off or damaged});

# What modparam calls a module may be of any length: said by a catalogue, by a folder of the command line's, of the config's.
my $name = 'long_name_' x 64;
mkdir "$dir/long";
put('long/auth_db.so', do { open my $in, '<:raw', "$build/unit/long.so" or die "long.so: $!\n"; local $/; <$in> });
put('long.tsv', "#module\tparameter_name\tdepends\tversions\nauth_db\t$name\t-\t5.0-\n");
for my $config (['long.cfg', ''], ['long2.cfg', "mpath=\"long\"\n"]) {
	put($config->[0], "$config->[1]loadmodule \"xlog\"\nmodparam(\"xlog\", \"buf_size\", 4096)\nloadmodule \"auth_db\"\n" .
		"modparam(\"auth_db\", \"db_url\", \"text://x\")\nmodparam(\"long_name_.*\", \"text\", \"x\")\nrequest_route { exit; }\n");
}
for my $arguments ('lint --catalog long.tsv long.cfg', 'lint -L long long.cfg', 'lint --installed long2.cfg') {
	my $version = $arguments =~ /catalog/ ? '' : ' --kamailio 5.6';
	try("$arguments$version", 1, qr/^long2?\.cfg:[45]:10: error\[K710\]: no module named "auth_db" /m);
}
try("catalog dump -L long --kamailio 5.6", 0, qr/^auth_db\t$name\t/m);

print "1..$tests\n";
exit($failed != 0);
