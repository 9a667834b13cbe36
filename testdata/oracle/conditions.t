#!/usr/bin/perl
# conditions.t [-v] [-j JOBS] [--all] [PATTERN]: do the configs of testdata/conditions behave as their first lines say, started on the installed
# server (5.6) once as they stand and once with what they lack (-A WITH)? Skipped where no kamailio is installed.
# Without --all or a pattern one in ten is asked, for each takes seconds.  What their first lines mean: testdata/conditions.t.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use File::Copy qw(copy);
use File::Path qw(remove_tree);
use POSIX ();
use lib "$FindBin::Bin/lib";
use Client;
use Oracle qw(isolate server_present modules_option root);
use Tap;
use Vec qw(read_file);

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2), 'all' => \my $all) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

my $dir = root() . '/testdata/conditions';
my $pattern = $ARGV[0] // '.';

# The tables of the server's own empty database, with ROWS ("TABLE VALUES"), in FOLDER.
sub make_tables {
	my ($folder, @rows) = @_;
	mkdir $folder;
	copy($_, $folder) for glob '/usr/share/kamailio/dbtext/kamailio/*';
	for (@rows) {
		my ($table, $row) = split ' ', $_, 2;
		open my $f, '>>', "$folder/$table" or die "$folder/$table: $!\n";
		print $f "$row\n";
		close $f;
	}
	return;
}

# The rows in the tables of FOLDER, as "table NAME: VALUES".
sub rows_of {
	my ($folder) = @_;
	my $text = '';
	for my $file (grep { !m{/version$} } glob "$folder/*") {
		my (undef, @rows) = split /\n/, read_file($file);
		$text .= join '', map { 'table ' . $file =~ s{.*/}{}r . ": $_\n" } @rows;
	}
	return $text;
}

# Runs FILE, which SAYS this at its head, on a port of its own, with OPTIONS; what it logs, sends and writes, and whether it has started.
sub run {
	my ($file, $port, $says, @options) = @_;
	my $log = "/tmp/conditions.$$.$port";
	my $folder = "$log.d";
	mkdir $folder;
	make_tables("$folder/db", @{ $says->{row} // [] }) if read_file($file) =~ /DBURL/;
	my $phone = Client->new(server => $port, port => $port + 5000, answer => $says->{answer}[0] // 0, head => $says->{head} // [], listen => $says->{listen});
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		open STDOUT, '>', $log;
		open STDERR, '>&', \*STDOUT;
		chdir $dir;
		POSIX::setpgid(0, 0);
		exec 'kamailio', '-DD', '-E', '-m', 64, '-M', 8, '-n', 1, '-w', $dir, '-Y', $folder, '-l', "udp:127.0.0.1:$port", '-A', "PORT=$port",
			'-A', "PHONE=\"sip:127.0.0.1:@{[$port + 5000]}\"", '-A', "DBURL=\"text://$folder/db\"", modules_option(), @options, '-f', $file;
		exit 127;
	}
	my $ended;
	for (1 .. 12) {
		last if $ended = waitpid($pid, POSIX::WNOHANG());
		$phone->wait_for(0.1);
	}
	for my $step (split(' ', $says->{send}[0] // ''), ('') x 10) {
		last if $ended ||= waitpid($pid, POSIX::WNOHANG());
		$step eq '' ? $phone->wait_for(0.1) : $phone->step($step);
	}
	if (!$ended) {
		kill 'TERM', -$pid;
		my $patience = 30;
		select undef, undef, undef, 0.1 while $patience-- && !waitpid($pid, POSIX::WNOHANG());
		kill 'KILL', -$pid if $patience < 0;
	}
	my $text = read_file($log) . $phone->received . rows_of("$folder/db");
	unlink $log;
	remove_tree($folder);
	return ($text, $ended ? 'refuses' : 'starts');
}

# What a server says beyond the ordinary, each line once.
sub gist {
	my %seen;
	return join "\n", grep { $_ ne '' && !$seen{$_}++ } map { s/^ *\d+\(\d+\) //r } grep { !/(?:DEBUG|INFO|NOTICE|ALERT): / && /ERROR|WARNING|CRITICAL|seen|^received: |^table / } split /\n/, $_[0] =~ s/^(received: .{300}).*/$1/mgr;
}

# What is otherwise than FILE says; nothing when all is well.
sub differs {
	my ($file, $port) = @_;
	my (%says, @out);
	/^# (\w+) (.*)$/ and push @{ $says{$1} }, $2 for split /\n/, read_file($file);
	my ($without, $start) = run($file, $port, \%says);
	my ($with, $start_with) = run($file, $port + 1, \%says, '-A', 'WITH');
	push @out, "it $start, not as it says" if $start ne ($says{start}[0] // 'starts');
	push @out, "with what it lacks it $start_with" if $start_with ne ($says{with}[0] // 'starts');
	for my $seen (@{ $says{seen} // [] }) {
		push @out, "shows \"$seen\" as it stands" if $without =~ /$seen/;
		push @out, "does not show \"$seen\" with what it lacks" if $with !~ /$seen/;
	}
	for my $sign (@{ $says{sign} // [] }) {
		push @out, "does not show \"$sign\"" if $without !~ /$sign/;
		push @out, "shows \"$sign\" with what it lacks, too" if $with =~ /$sign/;
	}
	push @out, "without:\n" . gist($without), "with:\n" . gist($with) if $verbose;
	return join "\n", @out;
}

# Those of another release are left out.
my @files = grep { read_file($_) !~ /^# versions: (?!5\.6)/ } grep { /$pattern/ } sort glob "$dir/*.cfg";
# Nor, in the sample, what waits for long.
@files = grep { read_file($_) !~ /^# send .*\b\d\ds/m } @files[grep { $_ % 10 == 0 } 0 .. $#files] if !$all && !@ARGV;
my ($port, %running) = (21300);
while (@files || %running) {
	while (@files && keys %running < $jobs) {
		my $file = shift @files;
		$port += 2;
		my $out = "/tmp/conditions.$$.out.$port";
		my $pid = fork // die "fork: $!\n";
		if (!$pid) {
			open my $f, '>', $out;
			print $f differs($file, $port);
			close $f;
			POSIX::_exit(0);
		}
		$running{$pid} = [$file, $out];
	}
	my $pid = wait;
	my ($file, $out) = @{ delete $running{$pid} };
	my $said = read_file($out);
	unlink $out;
	my ($name) = $file =~ m{([^/]+)\.cfg$};
	$tap->result('conditions', $name, 'start', $said =~ /\A(?!without:)./s ? 1 : 0, $said =~ /\A(?!without:)./s ? 'otherwise' : 'as it says', $said);
}
exit $tap->finish;
