# The comparison of kamcheck with the real server: running both, reading what
# they say into one shape, and judging whether they agree.
#
# What must stay true: a result from a live run, from a recorded .expect file
# and from a table of verdicts have the same shape, so that one function
# (compare) judges all of them:
#   { verdict => accepted|rejected|hangs|crashes, exit => N, main => PATH,
#     errors  => [{file, lo, hi, gist, class}...]     positioned, in order
#     logs    => [{gist, class}...]                   unpositioned, in order
#     parser  => N   parser result; undef when the program stopped before the end
#     complete=> all errors are listed, not just the first }
# "file" is an absolute path, lo..hi the lines the position covers.

package Oracle;
use strict;
use warnings;
use Exporter 'import';
use Cwd qw(getcwd);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Spec;
use FindBin;
use POSIX ();
use Vec qw(read_file);

our @EXPORT_OK = qw(root kamcheck_program server_present isolate run_many absolute
	server_argv modules_option server_result recorded_result kamcheck_argv kamcheck_result
	compare deciding beyond place class_in_context FAILS);

# Outcomes of compare that are disagreements.
use constant FAILS => { map { $_ => 1 } qw(broken verdict line earlier refuses) };

my $here = dirname(File::Spec->rel2abs(__FILE__));

sub root { return absolute("$here/../../..") }

sub kamcheck_program {
	my $path = absolute($ENV{KAMCHECK} // root() . '/build/kamcheck');
	-x $path or die "$path: not there, run make first\n";
	return $path;
}

sub server_present {
	return grep { -x "$_/kamailio" } split(/:/, $ENV{PATH}), '/usr/sbin';
}

# Absolute path without "." and ".." (by text: symbolic links are not looked at).
sub absolute {
	my ($path, $cwd) = @_;
	$path = ($cwd // getcwd()) . "/$path" if $path !~ m{^/};
	my @out;
	for my $step (split m{/+}, $path) {
		next if $step eq '' || $step eq '.';
		if ($step eq '..') { pop @out } else { push @out, $step }
	}
	return '/' . join '/', @out;
}

# Runs the calling script again in a network namespace that has only loopback:
# names then fail to resolve at once, nothing leaves the machine, and the
# answers do not depend on its interfaces. Where that is not allowed it goes on
# as it is.
sub isolate {
	my @args = @_;
	return if $ENV{ORACLE_ISOLATED};
	$ENV{ORACLE_ISOLATED} = 1;
	my @how = $> == 0 ? ('unshare', '-n') : ('unshare', '-rn');
	if (system("@how true 2>/dev/null") == 0) {
		exec @how, $^X, '-e', LOOPBACK_UP(), $^X, "$FindBin::Bin/$FindBin::Script", @args;
	}
}

# ioctl SIOCSIFFLAGS (0x8914) with IFF_UP: "ip link set lo up" without iproute2.
sub LOOPBACK_UP {
	return q{use Socket; socket(S, AF_INET, SOCK_DGRAM, 0) and }
		. q{ioctl(S, 0x8914, $if = pack("a16 s x22", "lo", 1)); exec @ARGV};
}

#-- running ------------------------------------------------------------------

my $tmp;

sub tmp_dir {
	if (!defined $tmp) {
		$tmp = root() . "/build/oracle.$$";
		make_path($tmp);
	}
	return $tmp;
}

END {
	if (defined $tmp && $tmp =~ /\.$$\z/) {
		my $status = $?;
		unlink glob "$tmp/*";
		rmdir "$tmp/run";
		rmdir $tmp;
		$? = $status;
	}
}

# Runs jobs {argv, cwd, env => {..}, timeout, before => sub(), done => sub(RUN)} in order, at most
# $max at a time; "before" is called when its turn comes. RUN = {exit, signal, timeout, out, err}.
sub run_many {
	my ($max, @jobs) = @_;
	my (%running, $next);
	my $dir = tmp_dir();
	$next = 0;
	while ($next < @jobs || %running) {
		while ($next < @jobs && keys %running < $max) {
			my $job = $jobs[$next];
			$job->{before}->() if $job->{before};
			my $pid = start_job($job, "$dir/$next");
			$running{$pid} = [$job, "$dir/$next"];
			$next++;
		}
		my $pid = waitpid -1, 0;
		my $status = $?;
		my $one = delete $running{$pid} or next;
		my ($job, $base) = @$one;
		my $run = {
			exit => $status >> 8,
			signal => $status & 127,
			timeout => ($status & 127) == POSIX::SIGALRM() ? 1 : 0,
			out => read_file("$base.out"),
			err => read_file("$base.err"),
		};
		unlink "$base.out", "$base.err";
		$job->{done}->($run);
	}
}

sub start_job {
	my ($job, $base) = @_;
	my $pid = fork();
	defined $pid or die "fork: $!\n";
	return $pid if $pid;
	# The alarm survives exec and ends a program that hangs.
	no warnings 'exec';
	if (open(STDOUT, '>', "$base.out") && open(STDERR, '>', "$base.err") && open(STDIN, '<', '/dev/null')
		&& (!defined $job->{cwd} || chdir $job->{cwd})) {
		$ENV{$_} = $job->{env}{$_} for keys %{ $job->{env} || {} };
		# A sanitizer's report must not look like a finding.
		$ENV{ASAN_OPTIONS} = 'exitcode=99:' . ($ENV{ASAN_OPTIONS} // '');
		$ENV{UBSAN_OPTIONS} = 'halt_on_error=1:exitcode=99:' . ($ENV{UBSAN_OPTIONS} // '');
		alarm($job->{timeout} // 5);
		exec { $job->{argv}[0] } @{ $job->{argv} };
	}
	POSIX::_exit(98);
}

#-- reading what the server says ------------------------------------------------

my @classes;

sub classes {
	return @classes if @classes;
	open my $in, '<', "$here/../classes.tsv" or die "classes.tsv: $!\n";
	while (<$in>) {
		chomp;
		next if /^#/ || /^$/;
		my ($class, $place, $gist, $re) = split /\t/, $_, 4;
		# The same phrase with names and numbers left open.
		my $open = join '.*', map { quotemeta } split /\$\d/, $gist, -1;
		push @classes, { class => $class, place => $place, gist => $gist, text => qr/$re/, phrase => qr/^$open\z/s };
	}
	return @classes;
}

# The gist and the class of the server's text.
sub classify_text {
	my ($place, $text) = @_;
	for my $row (classes()) {
		next if $row->{place} ne $place;
		my @got = $text =~ $row->{text} or next;
		my $gist = $row->{gist};
		$gist =~ s/\$(\d)/$got[$1 - 1] \/\/ ''/ge;
		return ($gist, $row->{class});
	}
	return $place eq 'at' ? ("unmapped: $text", 'language') : ($text, 'note');
}

my %class_of;

# The class of a recorded gist.
sub classify_gist {
	my ($place, $gist) = @_;
	return $class_of{"$place $gist"} //= do {
		my ($row) = grep { $_->{place} eq $place && $gist =~ $_->{phrase} } classes();
		$row ? $row->{class} : $place eq 'at' ? 'language' : 'note';
	};
}

# Arguments for a run of the server; -Y keeps its runtime folder out of the system.
sub server_argv {
	my ($mode, $file, @args) = @_;
	make_path(tmp_dir() . '/run');
	my @dir = grep({ /^-Y/ } @args) ? () : ('-Y', tmp_dir() . '/run');
	return ['kamailio', ($mode eq 'print' ? '--cfg-print' : '-c'), @dir, '-f', $file, @args];
}

# -L with the installed modules, for configs that name a folder of their own.
sub modules_option {
	my ($dir) = glob '/usr/lib/*/kamailio/modules';
	return defined $dir ? ('-L', $dir) : ();
}

# Some messages say too little: the logs just before tell what class they are of.
# A failed subst directive gets only an empty message, whatever the reason. A module that is "not loaded" may
# be unknown, loaded twice, or lie in a folder that this machine lacks.
sub class_in_context {
	my ($class, $gist, @recent) = @_;
	return 'module' if $gist =~ /^resync/ && @recent && $recent[-1]{gist} eq 'subst expression malformed'
		&& grep { $_->{class} eq 'module' } @recent;
	return 'environment' if $gist eq 'module not loaded'
		&& grep { $_->{gist} =~ /^module file not (?:in that folder|loadable)$/ } @recent;
	return $class;
}

# The result of a live run RUN of server_argv on $file in $cwd.
sub server_result {
	my ($run, $file, $cwd) = @_;
	my $main = absolute($file, $cwd);
	my $r = { errors => [], logs => [], complete => 1, main => $main, exit => $run->{exit} };
	my $verdict = $run->{timeout} ? 'hangs' : $run->{signal} ? 'crashes' : $run->{exit} ? 'rejected' : 'accepted';
	my $POS = qr/(?:from )?line (\d+), column -?\d+(?:-\d+)?(?: to line (\d+), column -?\d+)?/;
	my @recent;
	for my $line (split /\n/, $run->{err}) {
		$line =~ s/^ *\d+\(\d+\) ?//;
		if ($line =~ /parse error in config file (.*?), $POS: (.*)$/) {
			my ($name, $lo, $hi) = ($1, $2, $3 // $2);
			my ($gist, $class) = classify_text('at', $4);
			$class = class_in_context($class, $gist, @recent);
			push @{ $r->{errors} }, { file => absolute($name, $cwd), lo => $lo, hi => $hi, gist => $gist, class => $class };
			@recent = ();
		} elsif ($line =~ /yylex\(\): error at (.*) line (\d+)(?:: .*)?$/) {
			push @{ $r->{errors} }, { file => $1 eq 'cfg' ? $main : absolute($1, $cwd), lo => $2, hi => $2,
				gist => 'fatal stop in the scanner', class => 'language' };
		} elsif ($line =~ /^ERROR: bad config file \((\d+) errors\) \(parsing code: (-?\d+)\)/) {
			$r->{parser} = $2;
		} elsif ($line ne '') {
			my ($gist, $class) = classify_text('log', $line);
			push @{ $r->{logs} }, { gist => $gist, class => $class };
			push @recent, $r->{logs}[-1];
		}
	}
	# Modules of a refused config may crash while the server cleans up.
	$r->{verdict} = $verdict eq 'crashes' && (@{ $r->{errors} } || defined $r->{parser}) ? 'rejected' : $verdict;
	return $r;
}

# The result that the text of an .expect file records for $file.
sub recorded_result {
	my ($text, $file, $dir) = @_;
	my $r = { errors => [], logs => [], complete => 1, main => $file };
	my $POS = qr/(?:(\S+) )??(?:from )?line (\d+)(?:, column -?\d+(?:-\d+)?(?: to line (\d+), column -?\d+)?)?/;
	my $at = sub {
		my ($name, $lo, $hi, $gist) = @_;
		my $path = !defined $name || $name eq 'cfg' ? $file : absolute($name, $dir);
		return { file => $path, lo => $lo, hi => $hi // $lo, gist => $gist, class => classify_gist('at', $gist) };
	};
	my ($first, @recent);
	for (split /\n/, $text) {
		if (/^verdict (\w+)/) { $r->{verdict} = $1 }
		elsif (/^exit (\d+)/) { $r->{exit} = $1 }
		elsif (/^print-exit (\d+)/) { $r->{print_exit} = $1 }
		elsif (/^summary \d+ errors, parser result (-?\d+)/) { $r->{parser} = $1 }
		elsif (/^oracle kamailio (\S+)/) { $r->{complete} = 0 if $1 =~ /^(?:5\.[789]|[6-9])/ }
		elsif (/^first $POS: (.*)/) { $first = $at->($1, $2, $3, $4) }
		elsif (/^  error at $POS: (.*)/) {
			my $error = $at->($1, $2, $3, $4);
			$error->{class} = class_in_context($error->{class}, $error->{gist}, @recent);
			push @{ $r->{errors} }, $error;
			@recent = ();
		}
		elsif (/^  (?:error|critical|warning|-) (.*)/) {
			push @{ $r->{logs} }, { gist => $1, class => classify_gist('log', $1) };
			push @recent, $r->{logs}[-1];
		}
	}
	# A fatal stop is no positioned error of its own in the record.
	if ($first && $first->{gist} =~ /^fatal/) { push @{ $r->{errors} }, $first }
	return $r;
}

#-- reading what kamcheck says ---------------------------------------------------

sub kamcheck_argv {
	my ($mode, $version, $file, @args) = @_;
	return [kamcheck_program(), ($mode eq 'print' ? '--cfg-print' : ('-c', '--phase=parse')), '--kamailio', $version, '-f', $file, @args];
}

# {verdict, exit, broken, first, printed => {file, line, text}} of a run of kamcheck_argv.
# "line" is where the server would report it, "shown" where kamcheck does.
sub kamcheck_result {
	my ($run, $cwd) = @_;
	my $k = { exit => $run->{exit}, verdict => $run->{exit} == 0 ? 'accepted' : 'rejected' };
	$k->{broken} = $run->{timeout} ? 'hangs' : $run->{signal} ? "ends with signal $run->{signal}"
		: $run->{exit} > 2 ? "ends with status $run->{exit}" : undef;
	my (@errors, $last);
	for (split /\n/, $run->{err}) {
		if (/^(.+?):(\d+):\d+: (error|warning|note)(?:\[\w+\])?: (.*)$/) {
			my ($name, $line, $severity, $text) = ($1, $2, $3, $4);
			# Kamailio looks at the balance of conditionals after everything else.
			my $late = $text =~ /#!if|#!else|#!endif/ ? 1 : 0;
			$last = { file => absolute($name, $cwd), line => $line, shown => $line, text => $text, late => $late };
			push @errors, $last if $severity eq 'error';
		} elsif (defined $last && /^\s*= kamailio reports this at (?:line (\d+)|(.+?):(\d+)(?::\d+)?)\s*$/) {
			$last->{line} = $1 // $3;
			$last->{file} = absolute($2, $cwd) if defined $2;
			$last->{late} = 0;
			$last->{claims} = 1;
		} elsif (defined $last && /^\s*= kamailio reports this (?:at the end|without a line)/) {
			$last->{late} = 1;
		}
	}
	# In the order of the server: within one file by line, balance last.
	my ($first) = @errors;
	for my $e (@errors) {
		next if $e->{file} ne $first->{file};
		$first = $e if $e->{late} < $first->{late} || $e->{late} == $first->{late} && $e->{line} < $first->{line};
	}
	$k->{first} = $first;
	$k->{printed} = $errors[0];
	$k->{errors} = \@errors;
	($k->{text}) = grep { /\S/ } split /\n/, $run->{err};
	return $k;
}

#-- judging --------------------------------------------------------------------

# The message that decides a result: {class, gist, file, lo, hi}, position optional.
sub deciding {
	my ($r) = @_;
	return $r->{errors}[0] if @{ $r->{errors} };
	my ($log) = grep { $_->{class} ne 'note' } @{ $r->{logs} };
	return $log // { class => 'language', gist => '-' };
}

# What remains of a result when everything about modules is left out:
# the first message of the language, 'nothing', or undef when that cannot be known.
sub beyond {
	my ($r) = @_;
	return undef if !$r->{complete};
	my ($error) = grep { $_->{class} eq 'language' } @{ $r->{errors} };
	return $error if $error;
	return undef if !defined $r->{parser} || $r->{parser} != 0;
	my ($log) = grep { $_->{class} eq 'language' } @{ $r->{logs} };
	return $log // 'nothing';
}

# Does one of the two candidates for kamcheck's first error lie on the lines of $at: the one that comes first
# in the order of the server, or the one printed first (others may follow from it)?
sub same_line {
	my ($k, $at) = @_;
	return 1 if !defined $at->{lo};
	return scalar grep { defined $_ && $_->{file} eq $at->{file} && $_->{line} >= $at->{lo} && $_->{line} <= $at->{hi} }
		@$k{qw(first printed)};
}

sub place {
	my ($e, $main) = @_;
	return 'without a place' if !defined $e || !defined($e->{lo} // $e->{line});
	my $line = defined $e->{lo} ? ($e->{lo} == $e->{hi} ? "line $e->{lo}" : "lines $e->{lo}-$e->{hi}") : "line $e->{line}";
	$line .= " (shown at $e->{shown})" if defined $e->{shown} && $e->{shown} != $e->{line};
	my $name = $e->{file};
	$name =~ s{.*/}{};
	return $e->{file} eq ($main // '') ? $line : "$name $line";
}

sub k_says {
	my ($k, $r) = @_;
	return 'accepts' if $k->{verdict} eq 'accepted';
	return 'says ' . (defined $k->{first} ? place($k->{first}, $r->{main}) . ": $k->{first}{text}" : ($k->{text} // 'nothing'));
}

# Does kamcheck agree with the server? Returns (outcome, what differs):
#   agree          verdict and first line are equal
#   verdict, line  they are not
#   module         the first error needs module facts; kamcheck says nothing earlier
#   earlier        ... but kamcheck does
#   environment    the reason lies in the machine; kamcheck finds nothing in the text
#   refuses        ... but kamcheck does
#   broken         kamcheck crashed, hung or ended in an odd way
# and, for "module" with all errors known, as third "further" or "differs": whether kamcheck's
# first error is the server's first that needs no module facts.
sub compare {
	my ($r, $k) = @_;
	return ('broken', "kamcheck $k->{broken}") if $k->{broken};
	my $says = k_says($k, $r);
	if ($r->{verdict} eq 'accepted') {
		return $k->{verdict} eq 'accepted' ? ('agree', '') : ('verdict', "server accepts, kamcheck $says");
	}
	if ($r->{verdict} ne 'rejected') {
		return $k->{verdict} eq 'rejected' ? ('agree', '') : ('verdict', "server $r->{verdict}, kamcheck $says");
	}
	my $d = deciding($r);
	my $server = 'server ' . place($d, $r->{main}) . ": $d->{gist}";
	my $text = "$server; kamcheck $says";
	if ($d->{class} eq 'module' || $d->{class} eq 'environment' && defined $d->{lo}) {
		my $f = $k->{first};
		return ('earlier', $text) if defined $f && !$f->{late} && (!defined $d->{lo}
			|| $f->{file} eq $d->{file} && $f->{line} < $d->{lo});
		# What follows a module that the machine lacks, follows from that.
		return ($d->{class}, $text, $d->{class} eq 'module' ? further($r, $k) : ());
	}
	if ($d->{class} eq 'environment') {
		return defined $k->{first} ? ('refuses', $text) : ('environment', $text);
	}
	return ('verdict', $text) if $k->{verdict} eq 'accepted';
	return same_line($k, $d) ? ('agree', '') : ('line', $text);
}

sub further {
	my ($r, $k) = @_;
	my $b = beyond($r);
	return undef if !defined $b;
	return $k->{verdict} eq 'accepted' ? 'further' : 'differs' if !ref $b;
	return $k->{verdict} eq 'rejected' && same_line($k, $b) ? 'further' : 'differs';
}

1;
