#!/usr/bin/perl
# The forms of output (--format), held against schemas, against each other and by tools that nobody here wrote: a validator of JSON
# schemas (python3-jsonschema), xmllint, and Microsoft's SARIF validator with the rules of GitHub ("make deps-formats" brings that; without
# it that part is skipped). -v says what they say.
use strict;
use warnings;
use File::Copy 'copy';
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $kamcheck $dir put status);

my $here = $FindBin::Bin;
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my $verbose = @ARGV && $ARGV[0] eq '-v';
my ($tests, $failed) = (0, 0);
my @forms = qw(json jsonl sarif gitlab rdjson github concise gcc junit checkstyle text);
$ENV{DOTNET_SYSTEM_GLOBALIZATION_INVARIANT} = 1;
chdir $dir or die;

sub check {
	my ($name, $is_good, $text) = @_;
	$tests++;
	$failed++ if !$is_good;
	print $is_good ? 'ok' : 'not ok', " $tests - $name\n";
	print map { "# $_\n" } split /\n/, $text // '' if !$is_good || $verbose;
}

sub slurp { local (@ARGV, $/) = $_[0]; return scalar <> // '' }

sub run {
	my ($command) = @_;
	my $out = `$kamcheck $command 2>&1`;
	return ($out, status());
}

# --- inputs ----------------------------------------------------------------------------------------

my $route = "request_route {\n\troute(NOPE);\n}\n";
mkdir $_ for 'inc', 'a folder', 'out';
put('inc/a.cfg', "include_file \"b.cfg\"\ninclude_file \"b.cfg\"\nroute[X] { route(NO1); }\n");
put('inc/b.cfg', "route[Y] {\n\troute(\"\xff\xfe\xc3\xa4 NO2\"); }\n");
put('include.cfg', "include_file \"inc/a.cfg\"\n$route");
put('define.cfg', "#!define R route(NOPE)\n#!define Q R\n#!define S \"a\"\nrequest_route {\n\tQ;\n\tif (\$ru = S) exit;\n}\n");
put('bytes.cfg', "# \xff\nrequest_route {\n\txlog(\"\xc3\xa4\xf0\x9f\x98\x80\xff\x01\"); route(NOPE); xlog(\"\xe2\x80\xae\"); route(\"N\xffO\"); \xe2\x82 }\n");
put('a folder/a b, c:d%[x](1).cfg', $route);
put('crlf.cfg', "\xef\xbb\xbf" . $route =~ s/\n/\r\n/gr . "childern=4\r\n");
put('cr.cfg', "# a\rb\r$route");
put('empty.cfg', '');
put('clean.cfg', "request_route {\n\texit;\n}\n");
put('open.cfg', "request_route {\n\txlog(\"a");
put('long.cfg', "request_route { " . join(' ', map { "xlog(\"\xc3\xa4\"); route(N$_);" } 1 .. 2000) . " }\n");
put('links.cfg', "request_route {\n\troute(\"[a](1) %0A::error::x ]]> <b> & {0}\");\n\tt_relay()\n}\nevent_route[a:b](x) { exit; }\n");
put('lines.cfg', "request_route {\n\tif (\n1 == \n2 +\n) { exit }\n\tswitch (\n1) { }\n}\n#!ifdef A\n");
put('nul.cfg', "request_route {\n\troute(N\0P);\n}\n");
my @own = ('include.cfg', 'define.cfg', 'bytes.cfg', 'a folder/a b, c:d%[x](1).cfg', 'crlf.cfg', 'cr.cfg', 'empty.cfg', 'clean.cfg', 'open.cfg',
	'links.cfg', 'lines.cfg', 'nul.cfg');
my %sets = ('of many kinds' => \@own, 'of a file in two configs' => ['inc/a.cfg', 'include.cfg', 'inc/b.cfg'], 'in a long line' => ['long.cfg'], 'none' => ['clean.cfg'], 'an unread file' => ['clean.cfg', 'nofile.cfg']);
my @tested = grep { -s } glob("$here/lint/*.cfg $here/lint/*/*.cfg $here/pp/*.cfg $here/parse/*.cfg $here/lex/*.cfg $here/crash/*");
$sets{'of the tests'} = \@tested;
$sets{'of the corpus'} = [grep { -f && -s } split /\n/, `find '$corpus' -name '*.cfg' -type f | sort`] if -d $corpus;

sub words { return join ' ', map { "'" . s/'/'\\''/gr . "'" } @_ }

# --- all forms in one run, over each set -----------------------------------------------------------

my $has_python = !system("python3 -c 'import jsonschema; jsonschema.Draft202012Validator' 2>/dev/null");
my $has_xmllint = !system('xmllint --version > /dev/null 2>&1');
print "# skip: no python3-jsonschema\n" if !$has_python;
print "# skip: no xmllint\n" if !$has_xmllint;
my @sarif;
my $n = 0;
for my $set (sort keys %sets) {
	my $out = 'out/' . $n++;
	mkdir $out;
	my $files = words(@{$sets{$set}});
	my ($text, $status) = run('lint ' . join(' ', map { "--format $_:$out/$_" } @forms) . " $files");
	check("findings $set: exit status", $status == ($set eq 'none' ? 0 : $set =~ /unread/ ? 2 : 1) && $text !~ /Sanitizer/, $text);
	my ($plain) = run("lint $files");
	check("findings $set: text is text", $plain eq $text . slurp("$out/text") || $set =~ /unread/, 'differs');
	if ($has_python) {
		my $said = `$here/formats/validate.py $out 2>&1`;
		check("findings $set: the forms agree, and keep to their schemas", $? == 0, $said);
	}
	for my $form ($has_xmllint ? qw(junit checkstyle) : ()) {
		my $said = `xmllint --noout --schema $here/formats/$form.xsd $out/$form 2>&1`;
		check("findings $set: $form is valid", $? == 0, substr $said, -300);
	}
	run('lint ' . join(' ', map { "--format $_:$out/$_.again" } @forms) . " $files");
	check("findings $set: the same bytes again", !(grep { slurp("$out/$_") ne slurp("$out/$_.again") } @forms), '');
	copy("$out/sarif", my $name = "out/$n.sarif");
	push @sarif, $name;
}

# --- SARIF by others -------------------------------------------------------------------------------

# Levels and counts of what the validator says about all FILES.
sub validated {
	my (@files) = @_;
	my ($tool) = glob("$build/npm/node_modules/\@microsoft/sarif-multitool-*/Sarif.Multitool");
	my $said = `$tool validate @files --rule-kind 'Sarif;Ghas' --level 'Error;Warning' --output out/said --log ForceOverwrite 2>&1`;
	my %count = (error => 0, warning => 0);
	$count{$1}++, $count{"$1 $2"}++ while $said =~ /: (error|warning) (\w+):/g;
	return (\%count, $said);
}

my ($tool) = glob("$build/npm/node_modules/\@microsoft/sarif-multitool-*/Sarif.Multitool");
if ($tool && -x $tool) {
	my ($count, $said) = validated(@sarif);
	my $about_url = $count->{'warning SARIF2005'} // 0;
	check('SARIF: no error', $count->{error} == 0 && $said =~ /Analysis completed successfully/, $said);
	check('SARIF: no warning but of the address that this build has not', $count->{warning} == $about_url, $said);
	if (-x "$build/kamcheck-docs") {
		my $n = 0;
		my @with = map { "out/docs" . $n++ . ".sarif" } sort keys %sets;
		system("$build/kamcheck-docs lint --format sarif:$with[$_] " . words(@{$sets{(sort keys %sets)[$_]}}) . ' > /dev/null 2>&1') for 0 .. $#with;
		($count, $said) = validated(@with);
		check('SARIF, with DOCS_URL: no error, no warning', $count->{error} + $count->{warning} == 0 && $said =~ /Analysis completed successfully/, $said);
		check('SARIF, with DOCS_URL: rules have their pages', slurp($with[0]) =~ m{"helpUri":"https://kamcheck.example/rules/K301"}, '');
	}
} else {
	print "# skip: no SARIF validator; \"make deps-formats\" installs it where npm is\n";
}

# --- the command line ------------------------------------------------------------------------------

my ($out, $status);
my %expected = (
	'lint --format=jsn clean.cfg' => [2, qr/"jsn" is no format; did you mean "json"\?/],
	'lint --format=quatsch clean.cfg' => [2, qr/"quatsch" is not one of text, concise, gcc, json, jsonl, sarif, github, gitlab, junit, checkstyle, rdjson$/],
	'lint --format=json: clean.cfg' => [2, qr/names no file/],
	'lint --format=json --format=sarif clean.cfg' => [2, qr/json and sarif would go to the same place/],
	'lint --format=json:x --format=sarif:x clean.cfg' => [2, qr/would go to the same place/],
	'lint --format=json:clean.cfg clean.cfg' => [2, qr/"clean.cfg" is checked, and would be written over/],
	'lint --output-file=./clean.cfg clean.cfg' => [2, qr/is checked, and would be written over/],
	'lint --format=json:no/x clean.cfg' => [2, qr/cannot write "no\/x": No such file/],
	'lint --format=json:/dev/full clean.cfg' => [2, qr/cannot write "\/dev\/full": No space left/],
	'lint --format=json clean.cfg > /dev/full' => [2, qr/cannot write: No space left/],
	'lint --statistics define.cfg' => [1, qr/^     1  K301  error    route_undefined: /m],
	'lint --exit-zero define.cfg' => [0, qr/K301/],
	'lint --fail-on=never define.cfg' => [0, qr/K301/],
	'lint --exit-zero nofile.cfg' => [2, qr/cannot read/],
	'lint --fail-on=note --level=error clean.cfg' => [0, qr/^$/],
	'-c --format=json -f define.cfg 2>/dev/null' => [1, qr/^\{"version":1,.*"K301"/s],
	'-c --format=json -f clean.cfg' => [0, qr/"findings": \[\n\], .*config file ok/s],
	'expand --format=json clean.cfg' => [2, qr/goes only with "kamcheck lint"/],
	'symbols --format=sarif clean.cfg' => [2, qr/"sarif" is not one of text, json, ctags/],
	'--help' => [0, qr/text,\s+concise,\s+gcc,\s+json,\s+jsonl,\s+sarif,\s+github,\s+gitlab,\s+junit,\s+checkstyle,\s+rdjson/],
);
for my $command (sort keys %expected) {
	($out, $status) = run("$command");
	check("kamcheck $command", $status == $expected{$command}[0] && $out =~ $expected{$command}[1], "$status $out");
}

# No report is written over what belongs to a config, whatever names it.
mkdir $_ for 'over', 'over/frag';
my %kept = ('over/main.cfg' => "include_file \"frag/y.cfg\"\ninclude_file \"frag/z.inc\"\nloadmodule \"sl\"\nrequest_route {\n\troute(Y);\n}\n",
	'over/frag/y.cfg' => "route[Y] {\n\texit;\n}\n", 'over/frag/z.inc' => "route[Z] {\n\texit;\n}\n",
	'over/kamcheck.ini' => "baseline = known.txt\n", 'over/known.txt' => '');
put($_, $kept{$_}) for keys %kept;
symlink '../over/frag/y.cfg', 'over/link.json';
link 'over/frag/z.inc', 'over/hard.json';
for ([ '--output-file=over/frag/y.cfg over', 'a config' ], [ '--format=json:over/frag/y.cfg over/main.cfg', 'a config' ],
	[ '--format=json:over/main.cfg over/frag/y.cfg', 'a config' ], [ '--format=json:over/link.json over/main.cfg', 'a config' ],
	[ '--format=json:over/frag/z.inc over/main.cfg', 'a config' ], [ '--format=json:over/hard.json over/frag/y.cfg', 'a config' ],
	[ '--format=json:over/main.cfg clean.cfg', 'a config' ],
	[ '--output-file=over/kamcheck.ini over/main.cfg', 'a file of settings' ], [ '--output-file=over/known.txt over/main.cfg', 'the baseline' ]) {
	my ($words, $what) = @$_;
	($out, $status) = run("lint $words");
	check("lint $words", $status == 2 && $out =~ /" is $what and would be written over/, "$status $out");
}
($out, $status) = run('-c --format=json:over/frag/y.cfg -f over/main.cfg');
check('-c writes over no config', $status == 2 && $out =~ /y\.cfg" is a config and would be written over/, "$status $out");
check("$_ is as it was", slurp($_) eq $kept{$_}, slurp($_)) for sort keys %kept;
run('lint --format=json:over/new.json over/main.cfg') for 1 .. 2;
check('a report is written over', slurp('over/new.json') =~ /^\{"version":1/, slurp('over/new.json'));
check('nothing was written over', slurp('clean.cfg') eq "request_route {\n\texit;\n}\n", slurp('clean.cfg'));
put('warning.cfg', "request_route {\n\tif (\$ru = \"a\") exit;\n}\n");
($out, $status) = run('lint --kamailio 6.1 --loadmodule pv --fail-on=error warning.cfg');
check('--fail-on=error lets warnings pass', $status == 0 && $out =~ /warning\[K350\]/, "$status $out");
($out, $status) = run('lint --loadmodule pv --level=error --fail-on=warning warning.cfg');
check('what is not shown counts', $status == 1 && $out !~ /K350/, "$status $out");

$ENV{KAMCHECK_FORMAT} = 'concise';
check('KAMCHECK_FORMAT', (run('lint define.cfg'))[0] !~ /\n +\|/, '');
check('KAMCHECK_FORMAT is not for -c', (run('-c -f define.cfg'))[0] =~ /\n +\|/, '');
check('--format beats it', (run('lint --format=text define.cfg'))[0] =~ /\n +\|/, '');
$ENV{KAMCHECK_FORMAT} = 'consise';
($out, $status) = run('lint define.cfg');
check('KAMCHECK_FORMAT that is wrong', $status == 2 && $out =~ /^kamcheck: KAMCHECK_FORMAT: "consise" is no format; did you mean "concise"\?$/, $out);
delete $ENV{KAMCHECK_FORMAT};

# Paths are from the repository on, symbolic links followed.
symlink '../define.cfg', 'inc/link.cfg';
$ENV{GITHUB_WORKSPACE} = $dir;
check('a path from the repository on', (run("lint --format=github inc/link.cfg"))[0] =~ /^::error file=define\.cfg,/, '');
($out) = (scalar `cd inc && $kamcheck lint --format=github b.cfg`);
check('a path from the repository on, from below', $out =~ /file=inc\/b\.cfg,/, $out);
($out) = (scalar `cd / && $kamcheck lint --format=sarif $dir/define.cfg`);
check('a path of elsewhere', $out =~ m{"uri":"file://\Q$dir\E/define\.cfg"}, '');

# What had no room is counted.
put('many.cfg', "request_route {\n" . join('', map { "route(N$_);\n" } 1 .. 10050) . "}\n");
($out) = run('lint --statistics many.cfg');
check('statistics count what had no room', $out =~ /^ 10050  K301 /, $out);
($out) = run('lint --format=jsonl many.cfg | tail -n 1');
check('json counts what had no room', $out =~ /"errors":10050,.*"left_out":50/, $out);
($out) = run('lint --format=sarif many.cfg | tail -c 400');
check('sarif says what had no room', $out =~ /more than 10000 errors; 50 are left out/, $out);

print "1..$tests\n";
exit($failed ? 1 : 0);
