#!/usr/bin/perl
# Hostile inputs under the limits of a shell: every one ends with 0, 1 or 2 and plain words, never by a signal.  What the plain
# binary does with little memory, stack, few files and no room for output; robust.t tries the sanitizers' binary.
# KAMCHECK_BUILD=folder prove testdata/hostile.t
use strict;
use warnings;
use Test::More;
use File::Temp qw(tempdir);
use POSIX qw(mkfifo);

my $kamcheck = ($ENV{KAMCHECK_BUILD} // 'build') . '/kamcheck';
$kamcheck = "$ENV{PWD}/$kamcheck" if $kamcheck !~ m{^/};
plan skip_all => "no $kamcheck" unless -x $kamcheck;
my $dir = tempdir(CLEANUP => 1);
chdir $dir or die;
$ENV{NO_COLOR} = 1;

sub put
{
	my ($name, @text) = @_;
	open my $f, '>:raw', $name or die "$name: $!\n";
	print $f @text;
	close $f;
	return $name;
}

# Runs the shell's COMMAND, in which K is kamcheck; its output may be anywhere.
sub ends_well
{
	my ($name, $command, $wanted) = @_;
	$command =~ s/\bK\b/'$kamcheck'/g;
	unlink 'said';
	my $pid = fork // die;
	if (!$pid) {
		open STDOUT, '>', 'said';
		open STDERR, '>&', \*STDOUT;
		exec '/bin/sh', '-c', "ulimit -t 20; ulimit -c 0; $command";
	}
	waitpid $pid, 0;
	my $status = $? >> 8;
	open my $f, '<:raw', 'said';
	my $text = do { local $/; <$f> } // '';
	my $is_good = !($? & 127) && $status <= 2 && $text !~ /[\x00-\x09\x0b-\x1f\x7f]|egmentation|Killed|Aborted|dumped/
		&& (!defined $wanted || $status == $wanted);
	ok($is_good, "$name: $status") or diag("status $?\n" . substr $text, 0, 600);
}

my $good = "request_route { exit; }\n";
my $modules = "loadmodule \"pv\"\nloadmodule \"xlog\"\n";
my %input = (
	nested => 'request_route { if (' . '(' x 50_000 . '1' . ')' x 50_000 . ") exit; }\n",
	blocks => 'request_route { ' . '{ ' x 50_000 . '} ' x 50_000 . "}\n",
	signs => 'request_route { $var(x) = ' . '- ' x 50_000 . "1; }\n",
	ifdefs => "#!ifdef A\n" x 50_000,
	cycle => "#!define A B\n#!define B C\n#!define C A\nrequest_route { A }\n",
	doubling => join('', map { "#!define D$_ D" . ($_ - 1) . ' D' . ($_ - 1) . "\n" } 1 .. 60) . "request_route { D60 }\n",
	include => "include_file \"include.cfg\"\n" x 100,
	patterns => "#!subst \"/(a|a)*b/x/g\"\n${modules}request_route { " . 'xlog("' . 'a' x 200 . '"); ' x 200 . "}\n",
	variables => $modules . 'request_route { xlog("' . '$(var(' x 20_000 . "\"); }\n",
	names => join('', map { "route[" . 'n' x 2000 . "$_] { route(" . 'm' x 2000 . "$_); }\n" } 1 .. 300) . $good,
	zeros => "\0" x 100_000,
	bytes => join('', map { chr } 128 .. 255) x 500,
	utf16 => join('', map { "$_\0" } split //, $good),
	bom => "\xef\xbb\xbf$good",
	crlf => $good =~ s/\n/\r\n/gr x 1000,
	escapes => "# \e[2J\e]0;x\a\xc2\x9b31m\xe2\x80\xae\n" . "foo \e[31m;\n" x 100,
	quote => 'request_route { xlog("' . 'x' x 500_000,
	comment => '/*' x 100_000,
	line => 'debug=1 ' x 50_000,
	empty => '',
);
put("$_.cfg", $input{$_}) for keys %input;

for my $name (sort keys %input) {
	ends_well("$name, 100 MB", "ulimit -v 100000; K lint --level=note $name.cfg");
	ends_well("$name, a stack of 256 kB", "ulimit -s 256; K -c -f $name.cfg");
	ends_well("$name, expand into 1 kB", "ulimit -f 1; trap '' XFSZ; K expand $name.cfg > out");
	ends_well("$name, untrusted", "K lint --untrusted $name.cfg < /dev/null");
}

mkfifo('fifo', 0600);
mkdir 'folder';
symlink 'loop', 'loop';
symlink 'nowhere', 'dangling';
put('secret.cfg', $good);
chmod 0, 'secret.cfg';
put("new\nline.cfg", $good);
for my $file (qw(/dev/null /dev/full folder loop dangling /proc/self/mem /proc/self/fd/99), "new\nline.cfg", 'x' x 5000, '') {
	my $quoted = "'$file'";
	my $short = substr $file =~ s/\n/?/r, 0, 30;
	ends_well("main file \"$short\"", "K lint $quoted");
	put('includes.cfg', "import_file \"$file\"\n$good");
	ends_well("import of \"$short\"", 'K -c -f includes.cfg');
}
put('fifos.cfg', "include_file \"fifo\"\n$good");
ends_well('an include that is a FIFO', 'K -c -f fifos.cfg', 1);
put('many.cfg', map({ put("part$_.cfg", "# $_\n"); "include_file \"part$_.cfg\"\n" } 1 .. 200), $good);
ends_well('200 includes and 8 descriptors', 'ulimit -n 8; K -c -f many.cfg', 0);
put('good.cfg', $good);
ends_well('no stdout', 'K lint bytes.cfg >&-', 2);
ends_well('no stderr', 'K -c -f bytes.cfg 2>&-', 2);
ends_well('no stdin', 'K lint - <&-');
ends_well('nothing open', 'K lint good.cfg <&- >&- 2>&-');
ends_well('a full disk', 'K expand good.cfg > /dev/full', 2);
ends_well('20,000 files', 'K lint $(yes good.cfg | head -20000)', 0);
ends_well('an argument of 100 kB', 'K lint --env "A=$(head -c 100000 /dev/zero | tr "\\0" x)" good.cfg', 0);
ends_well('a catalogue of zeros', 'K lint --catalog=zeros.cfg good.cfg', 2);
ends_well('a catalogue of bytes', 'K lint --catalog=bytes.cfg good.cfg', 2);
ends_well('a catalogue without end', 'K lint --catalog=/dev/zero good.cfg', 2);
ends_well('10 MB of memory', 'ulimit -v 10000; K lint good.cfg');
ends_well('no memory at all', 'ulimit -v 5700; K lint names.cfg');
done_testing;
