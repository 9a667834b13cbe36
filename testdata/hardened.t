#!/usr/bin/perl
# The binary is built as SECURITY.md says: readelf and nm of binutils look at it.  KAMCHECK_BUILD=folder prove testdata/hardened.t
use strict;
use warnings;
use Test::More;
use FindBin;

my $build = $ENV{KAMCHECK_BUILD} // 'build';
my $binary = "$build/kamcheck";
plan skip_all => "no $binary" unless -x $binary;

sub output { my ($command) = @_; my $text = `$command 2>/dev/null`; return $text // '' }

my $header = output("readelf -hW $binary");
my $segments = output("readelf -lW $binary");
my $dynamic = output("readelf -dW $binary");
my $symbols = output("nm $binary");
like($header, qr/Type:\s+DYN/, 'position independent');
like($segments, qr/GNU_RELRO/, 'relocations are read-only');
like($dynamic, qr/BIND_NOW|\bNOW\b/, 'all symbols are bound at the start');
like($segments, qr/GNU_STACK\s+\S+\s+\S+\s+\S+\s+\S+\s+\S+\s+RW\s/, 'the stack is not executable');
unlike($segments, qr/LOAD\s.*\sRWE\s/, 'no segment is writable and executable');
SKIP: {
	skip 'the binary is stripped', 2 if $symbols eq '' && $segments !~ /INTERP/;
	$symbols ||= output("nm -D $binary");
	like($symbols, qr/__stack_chk_fail/, 'stack protector');
	skip 'a C library without FORTIFY', 1 unless output('ldd --version 2>&1') =~ /GLIBC|GNU libc|Free Software/;
	like($symbols, qr/__(vs|s|vf|f)n?printf_chk/, 'FORTIFY');
}
SKIP: {
	skip 'not x86-64', 1 unless $header =~ /X86-64/;
	# The binary has the note only where each library has it, which Debian's have not.
	my @objects = glob "$build/obj/*/*.o $build/obj/*/*/*.o";
	is(() = output("readelf -nW @objects") =~ /IBT, SHSTK/g, scalar(@objects), 'control flow protection in our objects');
}
SKIP: {
	skip 'a dynamic binary', 1 if $segments =~ /INTERP/;
	unlike($dynamic, qr/NEEDED/, 'no library is loaded');
}

# What the packager wants comes behind ours.
my $commands = output("make -C $FindBin::Bin/.. -n B=$build -W src/base/str.c V=1 CFLAGS=-O3 CPPFLAGS=-DTRIED LDFLAGS=-Wl,-O1 $binary");
like($commands, qr/-O2 .*-O3.*-DTRIED.*str\.c/, 'CFLAGS and CPPFLAGS are added');
like($commands, qr/-z,now.*-Wl,-O1/, 'LDFLAGS are added');
done_testing;
