#!/usr/bin/perl
# What a config that a stranger wrote may see: --confine, --env, --no-env, --no-ignore, --untrusted; and that "-" is standard
# input on the command line only.  Everything that must not be seen holds the word TopSecret, which no output may have.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $kamcheck $dir put status complaints report);
use Test::More;

my $input = "TopSecret1 = {\n";
$ENV{DBPW} = 'TopSecret2';

# Runs kamcheck with ARGUMENTS in the folder CWD; the exit status must be STATUS, the output match each PATTERN.
sub try {
	my ($cwd, $arguments, $status, @patterns) = @_;
	chdir "$dir/$cwd" or die "$dir/$cwd: $!\n";
	put('input', $input);
	my $text = `$kamcheck $arguments 2>&1 < $dir/input`;
	my @bad = complaints(status(), $text, $status, @patterns);
	push @bad, 'a secret is told' if $text =~ /TopSecret/;
	report("$arguments (in $cwd)", $text, @bad);
	return $text;
}

# An include of NAME, from several working directories; as try().
sub include {
	my ($name, $options, $status, @patterns) = @_;
	for my $word (qw(include_file import_file)) {
		put('repo/kam/main.cfg', "$word \"$name\"\nrequest_route { exit; }\n");
		try('repo/kam', "-c $options -f main.cfg", $status, @patterns);
		try('repo', "-c $options -f kam/main.cfg", $status, @patterns);
		try('.', "-c $options -f repo/kam/main.cfg", $status, @patterns);
		try('repo/other', "-c $options -f ../kam/main.cfg", $status, @patterns);
		try('outside', "-c $options -f $dir/repo/kam/main.cfg", $status, @patterns);
		try('outside', "-c $options -f $dir/link/kam/main.cfg", $status, @patterns);
	}
}

mkdir "$dir/$_" for qw(repo repo/.git repo/kam repo/kam/sub repo/other repo/m outside outside/m plain);
symlink 'repo', "$dir/link";
symlink '../../outside/secret.cfg', "$dir/repo/kam/link.cfg";
symlink '../../outside/none.cfg', "$dir/repo/kam/dangling.cfg";
symlink "$dir/outside", "$dir/repo/kam/folder";
symlink "$dir/repo/kam/sub", "$dir/repo/kam/inside";
symlink 'sub', "$dir/repo/kam/s";
symlink '../repo', "$dir/plain/link";
symlink 'circle', "$dir/repo/kam/circle";
symlink '/proc/self/environ', "$dir/repo/kam/environ.cfg";
symlink '../.git/config', "$dir/repo/kam/git.cfg";
put('outside/secret.cfg', "TopSecret3 = {\n");
put('repo/.git/config', "TopSecret4 = {\n");
put('repo/kam/sub/good.cfg', "debug = 2\n");
put('repo/good.cfg', "debug = 2\n");

# --- the command line alone names standard input ---------------------------------------------------

put('repo/dash.cfg', "include_file \"-\"\nrequest_route { exit; }\n");
try('repo', '-c -f dash.cfg', 1, qr/K120.*cannot read "-": No such file/);
put('repo/dash.cfg', "import_file \"-\"\nrequest_route { exit; }\n");
try('repo', '-c -f dash.cfg', 0);
put('repo/-', "foo = 1\n");
try('repo', '-c -f dash.cfg', 1, qr/^-:1:1: error/m, qr/included at dash.cfg:1/);
try('repo', 'lint --catalog - dash.cfg', 2, qr/cannot read catalogue "-"/);
unlink "$dir/repo/-";
$input = "request_route { exit; }\n";
try('repo', '-c -f -', 0);
try('repo', '-c -f /dev/stdin', 0);
try('repo', 'lint -', 0);
try('repo', '-c --confine -f -', 0);
try('repo', '-c --untrusted -f /dev/stdin', 0);
$input = "TopSecret1 = {\n";

# --- confine ---------------------------------------------------------------------------------------

include($_, '--confine', 0)
	for qw(sub/good.cfg ../good.cfg s/good.cfg inside/good.cfg s/../../good.cfg ./../kam/.//s/good.cfg), "$dir/repo/good.cfg";
my $outside = qr/: error\[K123\]: "[^"]*" is outside of the folder that may be read \[parse\]\n/;
include($_, '--confine', 1, $outside)
	for qw(../../outside/secret.cfg ../../outside/none.cfg link.cfg dangling.cfg folder/secret.cfg folder/none.cfg folder
		environ.cfg git.cfg ../.git/config ../.GIT/config /etc/passwd /etc/none /etc /proc/self/environ /proc/self/cwd/main.cfg
		/proc/self/fd/0 /dev/stdin /dev/null s/../../../outside/secret.cfg ../kam/../../outside/secret.cfg), "$dir/outside/secret.cfg",
		"$dir/plain/../repo/good.cfg", "$dir/none/../repo/good.cfg", "$dir/plain/link/good.cfg";

# What stands outside makes no difference; nor does what is read, to what is said of things that are missing.
for my $name (qw(../../outside/NAME.cfg folder/NAME.cfg)) {
	my @said;
	for my $which ('secret', 'other!') {
		put('repo/kam/main.cfg', 'import_file "' . $name =~ s/NAME/$which/r . "\"\nrequest_route { exit; }\n");
		push @said, try('repo/kam', '-c --confine -f main.cfg', 1) =~ s/$which/NAME/gr;
	}
	report("$name: there or not", "$said[0]\n$said[1]", $said[0] eq $said[1] ? () : 'it shows whether the file is there');
}
put('repo/kam/main.cfg', "include_file \"circle\"\n");
try('repo/kam', '-c --confine -f main.cfg', 1, qr/K120.*symbolic links/);
put('repo/kam/main.cfg', "include_file \"sub\"\n");
try('repo/kam', '-c --confine -f main.cfg', 1, qr/K120.*a directory/);
put('repo/kam/main.cfg', "include_file \"sub/good.cfg/\"\n");
try('repo/kam', '-c --confine -f main.cfg', 1, qr/K120.*cannot read/);

# The folder: the one that is named, the repository, or the config's own.
put('repo/kam/main.cfg', "include_file \"../good.cfg\"\nrequest_route { exit; }\n");
try('repo', '-c --confine=. -f kam/main.cfg', 0);
try('.', "-c --confine=$dir/link -f repo/kam/main.cfg", 0);
try('.', '-c --confine=link/ -f link/kam/main.cfg', 0);
try('.', '-c --confine=/ -f repo/kam/main.cfg', 0);
try('repo', '-c --confine=kam -f kam/main.cfg', 1, $outside);
try('repo', '-c --confine=other -f kam/main.cfg', 1, $outside);
try('repo', '-c --confine=none -f kam/main.cfg', 2, qr/\Akamcheck: cannot confine to "none": No such file or directory\n\z/);
try('repo', '-c --confine=good.cfg -f kam/main.cfg', 2, qr/\Akamcheck: cannot confine to "good.cfg": Not a directory\n\z/);
try('repo', '-c --confine= -f kam/main.cfg', 2, qr/\Akamcheck: option "--confine": "" is empty\n\z/);
try('repo', '-c --confine -f none/main.cfg', 2, qr/\Akamcheck: cannot read "none\/main.cfg": No such file or directory\n\z/);
# Then nothing is read for a fragment either: not what was named, nor the configs around it.
put('repo/kam/part.cfg', "route[A] { route(NONE); }\n");
try('repo', "lint --confine=none $_", 2, qr/\Akamcheck: cannot confine to "none": No such file or directory\n\z/)
	for 'kam/main.cfg', 'kam/part.cfg', 'kam/sub', 'kam', 'good.cfg kam/part.cfg', 'none/main.cfg';
for my $confined ('--confine', '--untrusted') {
	try('repo', "lint $confined $_", 2, qr/\Akamcheck: cannot read "none\/main.cfg": No such file or directory\n\z/)
		for 'none/main.cfg', 'none/main.cfg kam/part.cfg', 'none/main.cfg kam';
	try('repo', "lint --format=json $confined none/main.cfg", 2, qr/"unread":\[\{"path":"none\/main.cfg"/);
}
try('repo', 'lint --confine --stdin-filename=none/x.cfg - kam/part.cfg', 2, qr/\Akamcheck: cannot read "-": No such file or directory\n\z/);
unlink "$dir/repo/kam/part.cfg";
put('plain/main.cfg', "include_file \"../repo/good.cfg\"\nrequest_route { exit; }\n");
try('plain', '-c -f main.cfg', 0);
try('plain', '-c --confine -f main.cfg', 1, $outside);
$input = "include_file \"$dir/repo/good.cfg\"\nrequest_route { exit; }\n";
try('repo/kam', '-c --confine -f -', 0);
try('repo/kam', '-c --confine -f /dev/stdin', 0);
try('plain', '-c --confine -f -', 1, $outside);
$input = "include_file \"etc/passwd\"\n";
chdir '/';
my $text = `$kamcheck -c --confine -f - 2>&1 < $dir/input`;
put('input', $input);
$text = `$kamcheck -c --confine -f - 2>&1 < $dir/input`;
report('the whole disk is no folder', $text, $text =~ $outside && $text !~ /root/ ? () : 'it is');
$input = "TopSecret1 = {\n";

# What the command line names is the user's choice, links there are not.
try('repo', '-c --confine=kam -f ../plain/main.cfg', 1, $outside);
try('repo/kam', 'lint --confine link.cfg', 2,
	qr/\Akamcheck: cannot read "link.cfg": it is outside of the folder that may be read\n\z/);
put('repo/kam/main.cfg', "request_route { exit; }\n");
try('repo/kam', 'lint --confine --catalog link.cfg main.cfg', 2, qr/\Akamcheck: cannot read catalogue "link.cfg": it is outside/);
put('outside/facts.tsv', `$kamcheck catalog dump -L $build/unit`);
try('repo/kam', 'lint --confine=. --catalog ../../outside/facts.tsv main.cfg', 0);

# Modules.
my $module = do { open my $in, '<:raw', "$build/unit/module.so" or die "module.so: $!\n"; local $/; <$in> };
put("$_/private.so", $module) for qw(repo/m outside/m);
symlink '../../outside/m/private.so', "$dir/repo/m/linked.so";
sub loads { put('repo/kam/main.cfg', "$_[0]\nloadmodule \"$_[1]\"\nrequest_route { exit; }\n") }
my $elsewhere = qr/: error\[K708\]: "[^"]*" is outside of the folder that may be read \[parse\]\n/;
loads("mpath \"$dir/repo/m\"", 'private');
try('repo/kam', 'lint --confine --installed main.cfg', 0);
loads("mpath \"$dir/outside/m\"", 'private');
try('repo/kam', 'lint --installed main.cfg', 0);
try('repo/kam', 'lint --confine --installed main.cfg', 1, $elsewhere);
try('repo/kam', "lint --confine -L $dir/outside/m main.cfg", 0);
try('repo/kam', 'lint --confine -L ../../outside/m main.cfg', 0);
loads("mpath \"$dir/repo/m\"", 'linked');
try('repo/kam', 'lint --confine --installed main.cfg', 1, $elsewhere);
try('repo/kam', 'lint --confine -L ../m main.cfg', 1, $elsewhere);
loads('', "$dir/outside/m/private.so");
try('repo/kam', 'lint -L ../m main.cfg', 0);
try('repo/kam', 'lint --confine -L ../m main.cfg', 1, $elsewhere);
try('repo/kam', "lint --confine -L $dir/outside/m main.cfg", 0);
loads('', '../../outside/m/private.so');
try('repo/kam', 'lint --confine -L ../m main.cfg', 1, $elsewhere);

# --- the environment -------------------------------------------------------------------------------

put('env.cfg', "#!defenv PW=DBPW\n#!ifdef PW\nfoo = 1\n#!endif\nrequest_route { exit; }\n");
try('.', '-c -f env.cfg', 1, qr/env\.cfg:3/);
try('.', '-c --no-env -f env.cfg', 1, qr/env\.cfg:1:.*K115.*"DBPW" is not set.*\n.*\n.*the environment is not read/);
try('.', '-c --env DBPW=x -f env.cfg', 1, qr/env\.cfg:3/);
try('.', '-c --env OTHER=x -f env.cfg', 1, qr/K115/);
try('.', '-c --untrusted -f env.cfg', 1, qr/K115/);
try('.', '-c --untrusted --env DBPW=x -f env.cfg', 1, qr/env\.cfg:3/);
put('env.cfg', "#!trydefenv PW=DBPW\n#!substdef \"/XXX/\$env(DBPW)/\"\nrequest_route { route(XXX); }\n");
try('.', 'expand --no-env env.cfg', 0, qr/route\( <null>\)/);
try('.', 'expand --env A=b --env DBPW=two --env DBPW=three=3 env.cfg', 0, qr/route\(three=3\)/);
try('.', 'expand --no-env --env DBPW= env.cfg', 0, qr/route\( \)/);
try('.', "lint --env $_ env.cfg", 2, qr/\Akamcheck: option "--env": "[^"]*" is not NAME=VALUE\n\z/) for "A", "=b", "''";
try('.', 'lint env.cfg --env', 2, qr/\Akamcheck: option "--env" needs an argument\n\z/);
try('.', 'lint --no-env=1 env.cfg', 2, qr/\Akamcheck: option "--no-env" takes no argument\n\z/);
try('.', 'rules --untrusted', 2, qr/\Akamcheck: option "--untrusted" goes only with commands that read a file\n\z/);

# --- comments --------------------------------------------------------------------------------------

my $above = "# kamcheck: ignore K301, K406\n";
put('ignore.cfg', "${above}request_route {\n\troute(NONE);\n\tno_such_function();\n}\n");
try('.', 'lint ignore.cfg', 0);
try('.', 'lint --no-ignore ignore.cfg', 1, qr/K301/, qr/K406/);
try('.', '-c --no-ignore -f ignore.cfg', 1, qr/K301/, qr/K406/);
try('.', 'lint --untrusted ignore.cfg', 1, qr/K301/, qr/K406/);
try('.', '-c --untrusted -f ignore.cfg', 1, qr/K301/, qr/K406/);
put('ignore.cfg', "# kamcheck: ignore K304\nrequest_route {\n\texit;\n}\nroute[UNUSED] {\n\texit;\n}\n");
try('.', 'lint --untrusted ignore.cfg', 0, qr/\A\z/);
put('ignore.cfg', "# kamcheck: ignore K303\n# kamcheck: nonsense\nrequest_route {\n\texit;\n}\n");
try('.', 'lint ignore.cfg', 1, qr/to ignore/);
try('.', 'lint --no-ignore ignore.cfg', 0, qr/\A\z/);

done_testing();
