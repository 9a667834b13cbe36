#!/usr/bin/perl
# What is handed to others works for them: tarball, .deb, install, completions, pre-commit, Action, container.  Run by "make packages",
# which builds the tarball and the .deb; what a machine cannot try is skipped with a word.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename 'dirname';
use File::Temp 'tempdir';
use Test::More;

my $top = abs_path(dirname(__FILE__) . '/..');
my $build = abs_path($ENV{KAMCHECK_BUILD} // "$top/build");
my $dir = tempdir(CLEANUP => 1);
my ($tarball) = glob "$build/dist/*.tar.xz";
my ($deb) = grep { !/dbgsym/ } glob "$build/deb/*.deb";
delete @ENV{qw(KAMCHECK_FORMAT KAMCHECK_CONFIG KAMCHECK_KAMAILIO)};
$ENV{NO_COLOR} = 1;

sub have { return system("command -v $_[0] >/dev/null 2>&1") == 0 }

sub put {
	my ($name, $text) = @_;
	system('mkdir', '-p', dirname($name)) if $name =~ m{/};
	open my $out, '>', $name or die "$name: $!\n";
	print $out $text;
	close $out;
}

# What COMMAND prints, and its status.
sub run {
	my ($command) = @_;
	my $text = `{ $command
} 2>&1 </dev/null`;
	return ($text // '', $? >> 8);
}

my $bad = "request_route {\n\troute(NOPE);\n}\n";
put("$dir/site/kamailio.cfg", "loadmodule \"xlog\"\ninclude_file \"routes/kamailio-routes.cfg\"\nrequest_route {\n\troute(A);\n}\n");
put("$dir/site/routes/kamailio-routes.cfg", "route[A] {\n\txlog(\"a\\n\");\n\troute(B);\n}\n");

# --- tarball -----------------------------------------------------------------------------------------

ok($tarball, 'a tarball') or BAIL_OUT('make dist');
system("mkdir $dir/tar && tar -xJf $tarball -C $dir/tar --strip-components=1") == 0 or BAIL_OUT($tarball);
my @names = sort map { s{^\Q$dir\E/tar/}{}r } grep { -f } glob "$dir/tar/* $dir/tar/*/*";
is("@names", 'CHANGELOG.md LICENSE README.md SECURITY.md completions/_kamcheck completions/kamcheck.bash completions/kamcheck.fish kamcheck '
	. 'man/kamcheck-rules.7 man/kamcheck.1', 'what is in it');
my ($text, $status) = run("cd $build/dist && sha256sum -c SHA256SUMS");
is($status, 0, 'its sum');

SKIP: {
	my ($changed) = run("git -C $top status --porcelain --untracked-files=no");
	skip 'the tree is not what is committed', 1 if $changed ne '' || !-e "$top/.git";
	my ($log, $failed) = run("git clone -q $top $dir/elsewhere/clone && cd $dir/elsewhere/clone && make dist");
	my ($other) = glob "$dir/elsewhere/clone/build/dist/*.tar.xz";
	ok(!$failed && $other && system('cmp', '-s', $tarball, $other) == 0, 'the same bytes when it is built in another folder') or diag($log);
}

SKIP: {
	skip 'no chroot here', 3 if $> != 0 && system('unshare -r true 2>/dev/null') != 0;
	my $chroot = ($> == 0 ? '' : 'unshare -r ') . "chroot $dir/empty";
	system("mkdir -p $dir/empty/work && cp $dir/tar/kamcheck $dir/empty && cp -r $dir/site/. $dir/empty/work");
	($text, $status) = run("printf 'request_route { exit; }' | $chroot /kamcheck -c -f -");
	is("$status $text", "0 config file ok, exiting...\n", 'standard input in an empty chroot, as in a container');
	($text, $status) = run("$chroot /kamcheck lint /work/kamailio.cfg");
	like($text, qr{^/work/routes/kamailio-routes.cfg:3:8: error\[K301\]}m, 'a config with an include there');
	is($status, 1, 'its status');
}

SKIP: {
	skip 'no container engine that runs', 1 if !have('docker') || system('docker info >/dev/null 2>&1') != 0;
	($text, $status) = run("docker build -q -t kamcheck-test -f $top/packaging/Dockerfile $dir/tar && docker run --rm -v $dir/site:/work:ro kamcheck-test");
	like($text, qr/K301/, 'the container');
}

# --- .deb and install --------------------------------------------------------------------------------

ok($deb, 'a package of Debian') or BAIL_OUT('make deb');
system("dpkg-deb -x $deb $dir/root") == 0 or BAIL_OUT($deb);
($text, $status) = run("cd $dir && PATH=$dir/root/usr/bin:\$PATH sh $top/packaging/debian/tests/smoke");
is($status, 0, 'its own test') or diag($text);
($text) = run("dpkg-deb -f $deb Depends");
like($text, qr/libpcre2-8-0/, 'it needs the libraries of the system');
($text, $status) = run("make -C $top install DESTDIR=$dir/dest PREFIX=/usr B=$build");
my $list = sub { my ($root) = @_; return join "\n", sort map { s{^\Q$root\E}{}r =~ s/\.gz$//r } grep { !m{/(doc|lintian)/} } split /\n/, `find $root -type f` };
is($list->("$dir/dest"), $list->("$dir/root"), 'make install and the package install the same files');
run("make -C $top uninstall DESTDIR=$dir/dest PREFIX=/usr B=$build");
is($list->("$dir/dest"), '', 'make uninstall leaves none of them');

# --- completions -------------------------------------------------------------------------------------

$ENV{PATH} = "$dir/tar:$ENV{PATH}";
sub bash {
	my (@words) = @_;
	my $quoted = join ' ', map { "'$_'" } @words;
	my ($out) = run("bash -c '. /usr/share/bash-completion/bash_completion 2>/dev/null; . $dir/tar/completions/kamcheck.bash; COMP_WORDS=(" . join(' ', map { $_ eq '' ? '\"\"' : $_ } @words)
		. "); COMP_CWORD=$#words; COMP_LINE=\"@words\"; COMP_POINT=\${#COMP_LINE}; _kamcheck; printf \"%s \" \"\${COMPREPLY[@]}\"'");
	return $out;
}
like(bash('kamcheck', '--form'), qr/--format/, 'bash: an option');
like(bash('kamcheck', 'sym'), qr/symbols/, 'bash: a command');
like(bash('kamcheck', '--format', 'sar'), qr/^sarif $/, 'bash: a value');
like(bash('kamcheck', 'explain', 'K30'), qr/K301/, 'bash: a code');
SKIP: {
	skip 'no fish', 3 unless have('fish');
	my $fish = sub { my ($out) = run("HOME=$dir fish -c \"source $dir/tar/completions/kamcheck.fish; complete -C 'kamcheck $_[0]'\""); return $out };
	like($fish->('--form'), qr/^--format\b/m, 'fish: an option');
	like($fish->('sym'), qr/^symbols/m, 'fish: a command');
	like($fish->('--format sar'), qr/^sarif/m, 'fish: a value');
}
SKIP: {
	skip 'no zsh', 2 unless have('zsh');
	my $zsh = sub {
		put("$dir/zsh.zsh", "zmodload zsh/zpty\nzpty shell 'PS1=READY ZDOTDIR=$dir TERM=dumb zsh -f -i'\nsay() { zpty -w shell \"\$1\" }\nzpty -r -m shell line '*READY*'\n"
			. "say 'fpath=($dir/tar/completions \$fpath); autoload -U compinit; compinit -u -D; bindkey \"^I\" expand-or-complete; PS1=GO'\nzpty -r -m shell line '*GO'\n"
			. "zpty -w -n shell \$'kamcheck $_[0]\\t'\nsleep 2\nzpty -r -t shell line; print -r -- \"\$line\"; while zpty -r -t shell line; do print -r -- \"\$line\"; done\n");
		my ($out) = run("timeout 20 zsh -f $dir/zsh.zsh");
		return $out;
	};
	like($zsh->('--forma'), qr/--format=/, 'zsh: an option');
	like($zsh->('--format=sar'), qr/sarif/, 'zsh: a value');
}

# --- pre-commit --------------------------------------------------------------------------------------

SKIP: {
	skip 'no pre-commit', 3 unless have('pre-commit') && have('git');
	my $git = 'git -c user.name=t -c user.email=t@example.org -c init.defaultBranch=main';
	system("mkdir $dir/hook && cp $top/.pre-commit-hooks.yaml $dir/hook && cd $dir/hook && $git init -q && git add -A && $git commit -qm hook") == 0 or die;
	system("cd $dir/site && $git init -q && git add -A && $git commit -qm site") == 0 or die;
	put("$dir/site/.pre-commit-config.yaml", "repos:\n- repo: $dir/hook\n  rev: " . `git -C $dir/hook rev-parse HEAD` . "  hooks: [{id: kamcheck}]\n");
	$ENV{PRE_COMMIT_HOME} = "$dir/cache";
	($text, $status) = run("cd $dir/site && git add -A && pre-commit run --files routes/kamailio-routes.cfg");
	is($status, 1, 'pre-commit: a fragment named alone fails') or diag($text);
	like($text, qr/routes\/kamailio-routes.cfg:3:8: error\[K301\]/, 'for what is wrong in it');
	unlike($text, qr/K404|K406/, 'and not for what its root has');
}

# --- Action and GitLab -------------------------------------------------------------------------------

SKIP: {
	skip 'no yaml for python', 5 if system('python3 -c "import yaml" 2>/dev/null') != 0;
	put("$dir/steps.py", <<'END');
import json, re, sys, yaml
action = yaml.safe_load(open(sys.argv[1]))
given = json.loads(sys.argv[2])
inputs = {k: given.get(k, v.get("default", "")) for k, v in action["inputs"].items()}
def value(text, outputs):
    def one(m):
        part = m.group(1).split(".")
        return inputs[part[1]] if part[0] == "inputs" else outputs.get(part[1] + "." + part[3], "")
    return re.sub(r"\$\{\{ *([^ }]*) *\}\}", one, text)
import os, subprocess
outputs, status = {}, 0
for step in action["runs"]["steps"]:
    out = sys.argv[3] + "/out-" + step["id"]
    open(out, "w").close()
    env = dict(os.environ, GITHUB_OUTPUT=out, GITHUB_ACTION_PATH=os.path.dirname(sys.argv[1]), **{k: value(v, outputs) for k, v in step.get("env", {}).items()})
    status = subprocess.run([step["shell"], "-e", "-c", step["run"]], env=env).returncode
    for line in open(out):
        k, v = line.rstrip("\n").split("=", 1)
        outputs[step["id"] + "." + k] = v
    if status:
        break
print("OUTPUTS", json.dumps(outputs, sort_keys=True), status)
END
	($text) = run("cd $dir/site && python3 $dir/steps.py $top/action.yml '{\"kamcheck\":\"$dir/tar/kamcheck\"}' $dir");
	like($text, qr/^::error file=routes\/kamailio-routes.cfg,line=3,/m, 'Action: an annotation') or diag($text);
	like($text, qr/"run.sarif": "kamcheck.sarif", "run.status": "1"\} 1$/m, 'its outputs and status');
	ok(-s "$dir/site/kamcheck.sarif", 'its SARIF');
	($text) = run("sha256sum $tarball | cut -c1-64");
	chomp $text;
	my ($out) = run("cd $dir/site && python3 $dir/steps.py $top/action.yml '{\"tarball\":\"file://$tarball\",\"sha256\":\"$text\",\"fail-on\":\"never\"}' $dir");
	SKIP: {
		skip 'no curl', 1 unless have('curl');
		like($out, qr/"run.status": "0"\} 0$/m, 'Action: from a tarball with its sum, failing for nothing') or diag($out);
	}
	($text, $status) = run("python3 -c 'import yaml,sys; d = yaml.safe_load(open(sys.argv[1])); print(d[\"kamcheck\"][\"script\"][0])' $top/packaging/gitlab-ci.yml");
	chomp $text;
	$text =~ s/\$KAMCHECK_ARGS/./;
	($out) = run("cd $dir/site && $text; python3 -c 'import json; print(json.load(open(\"gl-code-quality.json\"))[0][\"check_name\"])'");
	like($out, qr/^K301$/m, 'GitLab: the report of its template') or diag($out);
}

my $matcher = do { local (@ARGV, $/) = "$top/packaging/problem-matcher.json"; <> };
my ($pattern) = $matcher =~ /"regexp": "(.*)",$/m;
$pattern =~ s/\\\\/\\/g;
put("$dir/bad.cfg", $bad);
($text) = run("cd $dir && kamcheck lint bad.cfg");
ok((() = $text =~ /$pattern/mg) == 6, 'the problem matcher finds the one finding') or diag($text);

done_testing();
