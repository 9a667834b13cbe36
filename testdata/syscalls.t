#!/usr/bin/perl
# What kamcheck asks of the system: it reads files, writes to stdout and stderr, and nothing else.  Needs strace.
# KAMCHECK_BUILD=folder prove testdata/syscalls.t
use strict;
use warnings;
use Test::More;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($build $dir put);

my $binary = "$build/kamcheck";
plan skip_all => 'no binary' unless -x $binary;
plan skip_all => 'no strace, or it is not allowed' if system("strace -o /dev/null true 2>/dev/null");

# Memory, reading, writing to what is open, and what a C library does before main().
my %allowed = map { $_ => 1 } qw(execve brk mmap munmap mprotect madvise mremap arch_prctl set_tid_address set_robust_list rseq
	prlimit64 getrlimit readlink readlinkat getrandom uname sysinfo open openat read pread64 lseek write close stat fstat lstat
	newfstatat statx fstatfs getdents64 getcwd ioctl rt_sigaction rt_sigprocmask exit_group exit access faccessat faccessat2 fcntl);
my $modules = '/usr/lib/x86_64-linux-gnu/kamailio/modules';

put('part.cfg', "route[PART] { exit; }\n");
put('main.cfg', join "\n", 'mpath="' . $modules . '"', 'loadmodule "pv"', 'loadmodule "xlog"', 'loadmodule "exec"', 'loadmodule "sqlops"',
	'modparam("sqlops", "sqlcon", "ca=>mysql://user:secret@db.example.org/openser")', 'include_file "part.cfg"',
	'import_file "http://example.org/x.cfg"', '#!defenv HOME', '#!subst "/a(b)*/x/"', 'listen=udp:example.org:5060',
	'request_route {', 'exec_cmd("touch /tmp/kamcheck-was-here");', 'if ($ru =~ "(a|b)*c") route(PART);', 'route(NOPE);', '}', '');

for my $arguments ('-c -f main.cfg', '-c -f - < main.cfg', 'lint main.cfg', 'lint --installed main.cfg', "lint -L $modules main.cfg",
	'lint --untrusted main.cfg', 'lint --confine main.cfg', '--cfg-print -f main.cfg', 'expand main.cfg', 'tree main.cfg', 'tokens main.cfg',
	'symbols main.cfg', 'symbols --format=json main.cfg', 'catalog function t_relay', 'rules', 'explain K100', '--help') {
	system("cd $dir && strace -f -o trace '$binary' $arguments > out 2>&1");
	open my $f, '<', "$dir/trace" or die;
	my @odd;
	my $starts = 0;
	while (<$f>) {
		my ($name) = /^(?:\d+ +)?(\w+)\(/ or next;
		push @odd, $_ if !$allowed{$name} || /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|PROT_EXEC.*MAP_ANON/ || ($name eq 'write' && !/write\([12],/);
		$starts++ if $name eq 'execve';
	}
	close $f;
	is("@odd", '', "reads only: $arguments");
	is($starts, 1, "starts nothing: $arguments");
}
done_testing;
