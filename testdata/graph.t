#!/usr/bin/perl
# graph.t [accept]: kamcheck graph.
#
# - What it draws of the configs in testdata/graph, in all kinds and forms.  With "accept" that is written anew; look at the difference.
# - The ids of JSON are those of the nodes, and each line joins two of them.
# - graphviz reads the pictures of all configs of the tests (and of the corpus with GRAPH_CORPUS=1), Mermaid too where it is installed
#   (make deps-formats).
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $kamcheck $dir put status check try golden);
use File::Find;
use JSON::PP;
use Test::More;

my $here = $FindBin::Bin;

# --- goldens --------------------------------------------------------------------------------------------

my @goldens = ((map { ["--kind=$_", $_] } qw(calls order includes modules)), (map { ["--format=$_", $_] } qw(dot mermaid json)),
	['--from=LOOP', 'from'], ['--to=RELAY --depth=1', 'to']);
for my $golden (@goldens) {
	my ($arguments, $name) = @$golden;
	my $text = `cd $here/graph && $kamcheck graph $arguments all.cfg`;
	is(status(), 0, "graph $arguments: exit status");
	check("graph $arguments", golden("$here/graph/all.$name", $text));
}

# --- what is asked for ----------------------------------------------------------------------------------

put('one.cfg', "loadmodule \"tm.so\"\nrequest_route { route(RELAY); }\nroute[RELAY] { t_relay(); }\n");
put('broken.cfg', "request_route { route(A; }\nroute[A] { exit; }\n");
try('.', 'graph one.cfg', 0, qr/^request_route  :2\n└── route\[RELAY\]  :3\n\z/);
try('.', 'graph --from=RELAI one.cfg', 1, qr/^kamcheck: the picture has no "RELAI"; did you mean "RELAY"\?$/m);
try('.', 'graph --depth=2 one.cfg', 2, qr/add --from or --to/);
try('.', 'graph --kind=all one.cfg', 2, qr/"all" is not one of calls, order, includes, modules/);
try('.', 'graph --format=sarif one.cfg', 2, qr/"sarif" is not one of tree, json, dot, mermaid, svg/);
try('.', 'graph', 2, qr/graph takes one file/);
try('.', 'graph none.cfg', 2, qr/cannot read "none.cfg"/);
try('.', 'lint --kind=calls one.cfg', 2, qr/only with "kamcheck graph"/);
try('.', 'graph broken.cfg', 0, qr/may lack something/, qr/request_route/);
try('.', 'graph - < one.cfg', 0, qr/^request_route/);
{
	local $ENV{PATH} = $dir;
	my $text = `$kamcheck graph --format=svg $dir/one.cfg 2>&1`;
	is(status(), 2, 'no graphviz: exit status');
	like($text, qr/graphviz is not installed/, 'no graphviz');
}

# --- a thousand routes ----------------------------------------------------------------------------------

put('large.cfg', "request_route { route(R1); }\n", map { "route[R$_] { route(R" . ($_ + 1) . "); }\n" } 1 .. 1000);
try('.', 'graph large.cfg', 0, qr/─ route\[R64\]  :65  \(goes on below\)\n(?s:.*)^route\[R64\]  :65\n/m);
try('.', 'graph --format=mermaid large.cfg', 0, qr/501 lines and nodes are left out/);
try('.', 'graph --from=R990 large.cfg', 0, qr/route\[R1001\]  NOT DEFINED/);

# --- JSON, and those who draw ---------------------------------------------------------------------------

sub json_faults {
	my ($text) = @_;
	my $picture = eval { JSON::PP->new->utf8->decode($text) } or return 'no JSON';
	my %ids = map { $_->{id} => 1 } @{ $picture->{nodes} };
	return map { "line from $_->{from} to $_->{to}" } grep { !$ids{ $_->{from} } || !$ids{ $_->{to} } } @{ $picture->{lines} };
}

my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my @folders = grep { -d } (map { "$here/$_" } qw(accepted parse graph)), $ENV{GRAPH_CORPUS} ? $corpus : ();
my (@configs, @bad_json, @pictures);
find({ no_chdir => 1, wanted => sub { push @configs, $_ if /\.cfg\z/ } }, @folders);
for my $file (sort @configs) {
	for my $kind (qw(calls order includes modules)) {
		my $name = "$dir/$kind-" . $file =~ s{^\Q$here\E/}{}r =~ tr{/}{+}r;
		push @bad_json, map { "$file $kind: $_" } json_faults(scalar `$build/kamcheck graph --kind=$kind --format=json $file 2>/dev/null`);
		system("$build/kamcheck graph --kind=$kind --format=dot $file >$name.dot 2>/dev/null");
		system("$build/kamcheck graph --kind=$kind --format=mermaid $file >$name.mmd 2>/dev/null");
		push @pictures, $name;
	}
}

# What COMMAND says of all pictures in the form SUFFIX, many at a time instead of FILES, and whether it fails.
sub said_of_all {
	my ($command, $suffix) = @_;
	my ($said, $is_failed, @files) = ('', 0, map { "$_.$suffix" } @pictures);
	while (my @some = splice @files, 0, 500) {
		$said .= `@{[$command =~ s/FILES/@some/r]}`;
		$is_failed ||= $?;
	}
	return ($said, $is_failed);
}

is("@bad_json", '', 'JSON: lines join nodes');
SKIP: {
	skip 'no graphviz', 2 if system('dot -V 2>/dev/null');
	my ($said, $is_failed) = said_of_all('dot -Tcanon FILES 2>&1 >/dev/null', 'dot');
	ok(!$is_failed, 'graphviz reads ' . @configs . ' configs') or diag($said);
	like(scalar `$kamcheck graph --format=svg $here/graph/all.cfg`, qr/<svg/, 'svg');
}
SKIP: {
	local $ENV{NODE_MODULES} = $ENV{NODE_MODULES} // "$build/npm/node_modules";
	skip 'no Mermaid; "make deps-formats" installs it where npm is', 1 if !-d "$ENV{NODE_MODULES}/mermaid";
	my ($said) = said_of_all("node $here/graph/mermaid.mjs FILES 2>&1", 'mmd');
	is($said, '', 'Mermaid reads them');
}
done_testing();
