#!/usr/bin/perl
# pvars.t [-v] [-j JOBS] [PATTERN]: each pseudo-variable and transformation of the tables whose
# name matches PATTERN, in several forms, against the live server: is it accepted?
#
# What must stay true: one config, one variable: the server stops at the first it refuses.

use strict;
use warnings;
use FindBin;
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root server_present isolate run_many server_argv modules_option kamcheck_argv server_result kamcheck_result compare FAILS);
use Tap;
use Vec qw(write_file);
use File::Path qw(make_path);

my @given = @ARGV;
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $pattern = $ARGV[0] // '.';
if (!server_present()) {
	print "1..0 # SKIP no kamailio\n";
	exit 0;
}
isolate(@given);
my $version = '5.6';
my $dir = root() . '/build/pvars';
make_path($dir);
my $tap = Tap->new(verbose => $verbose);
my ($option, $modules) = modules_option();
my (%depends, @cases);

sub rows {
	my ($name) = @_;
	open my $in, '<', root() . "/grammar/$name.tsv" or die "$name: $!\n";
	return map { chomp; [split /\t/] } grep { !/^#/ } <$in>;
}

# Whether "5.0-5.4,5.6-" holds 5.6.
sub is_now {
	for my $part (split /,/, $_[0]) {
		my ($from, $to) = split /-/, $part, -1;
		$to = $from if $part !~ /-/;
		return 1 if $from <= $version && ($to eq '' || $to >= $version);
	}
	return 0;
}

# The lines that load MODULE with all it needs; nothing when this server lacks it.
sub load {
	my ($module, $seen) = @_;
	return '' if $module eq 'core' || $seen->{$module}++;
	my $text = '';
	for my $needed (split /,/, $depends{$module} // '') {
		my $lines = load($needed =~ s/\?\z//r, $seen);
		$text .= $lines // '';
	}
	return -e "$modules/$module.so" ? $text . "loadmodule \"$module.so\"\n" : undef;
}

# All keys that a kind names, in a valid form; those of other releases must be refused.
sub keys_of {
	my ($kind) = @_;
	return if $kind eq 'table=>format' || $kind !~ /^(keys(?:-nocase)?:|\w+=>)(.*)/;
	my ($start, $list) = ($1, $2);
	my $prefix = $start =~ /^keys/ ? '' : 'n=>';
	my @keys = split /,(?![^\[]*\])/, $list;
	s/\.\.\.|\(\d\.\d\)|\[n\?\]\+?//g, s/\(hex\)/00b/, s/\(format\)/\$ru/, s/\[[nt]\]/[0]/, s/\[n,n\]/[0,1]/ for @keys;
	return map { "$prefix$_" } @keys;
}

# A name for each row of the table of selects, and what may follow or may not.
sub select_names {
	my (%children, %seen, @names);
	push @{ $children{ $_->[0] } }, $_ for grep { is_now($_->[5]) } rows('selects');
	my @todo = (['-', '']);
	while (my $next = shift @todo) {
		my ($node, $path) = @$next;
		for my $row ($seen{$node}++ ? () : @{ $children{$node} // [] }) {
			my (undef, $word, $to, $takes) = @$row;
			my $name = $takes =~ /inside/ ? $path : $path . ($path eq '' ? '' : '.') . ($word eq '*' ? 'x' : $word);
			my $full = $name . ($takes =~ /name/ ? '.x' : '') . ($takes =~ /index/ ? '[1]' : '');
			push @names, $name, $full, "$full.x", "${full}[2]", "${full}[\"x\"]";
			push @todo, [$to, $full];
		}
	}
	my %once = map { $_ => 1 } @names;
	return sort keys %once;
}

# Inner names to try: those that fit the kind, and some that fit others.
sub inner_names { return ('x', 'a=>b', '$ru', '', 'A B', keys_of($_[0])) }

sub add {
	my ($group, $name, $module, $statement) = @_;
	my $lines = load($module, {}) // return;
	$lines = "loadmodule \"pv.so\"\n$lines" if $lines !~ /"pv\.so"/;
	push @cases, [$group, "$module $name", "${lines}request_route {\n\t$statement\n}\n"];
}

$depends{ $_->[0] } = $_->[2] eq '-' ? '' : $_->[2] for grep { is_now($_->[3]) } rows('modules');
for my $row (grep { is_now($_->[6]) && $_->[0] =~ $pattern } rows('pvars')) {
	my ($name, $module, undef, $inner, undef, $kind) = @$row;
	my $fits = $inner eq 'name' ? '(' . ({ 'table=>format' => 't=>x', 'header-name' => 'X', 'flag' => 5, 'group.name' => 'a.b',
		'variable' => '$ru', 'variable:avp,xavp' => '$avp(x)', 'variable-or-number' => 1, 'select' => 'ruri' }->{$kind}
		// (inner_names($kind))[-1] =~ s/^A B\z/x/r) . ')' : '';
	$fits =~ s/^\(x\)\z/(xs)/ if $kind =~ /^letters/;
	next if $kind eq 'unknown';
	add('read', "\$($name$fits)", $module, "\$avp(r) = \$($name$fits);");
	add('assign', "\$($name$fits)", $module, "\$($name$fits) = 1;");
	add('index', "\$($name$fits\[0])", $module, "\$avp(r) = \$($name$fits\[0]);");
	add('transform', "\$($name$fits\{s.len})", $module, "\$avp(r) = \$($name$fits\{s.len});");
	add('bare', "\$($name)", $module, "\$avp(r) = \$($name);") if $inner eq 'name';
	add('inner', "\$$name(x)", $module, "\$avp(r) = \$($name(x));") if $inner ne 'name';
	next if $inner ne 'name';
	add('inner', "\$($name($_))", $module, "\$avp(r) = \$($name($_));") for inner_names($kind);
}
for my $row (grep { $_->[0] =~ $pattern } rows('transformations')) {
	my ($class, $name, $module) = @$row;
	next if $module eq 'nsq';
	add('transformation', "{$class.$name$_}", $module, "\$avp(r) = \$(ru{$class.$name$_});")
		for '', ',1', ',1,2', ',1,2,3', ',a', ',a,b', ',,', ',', ',-1', ',1,-1', ',$var(x)', ',1,$var(x)', ',/a/b/', ', 1 , 2 ', ',1 x';
}

if ('sel' =~ $pattern) {
	add('select', "\$sel($_)", 'pv', "\$avp(r) = \$sel($_);") for select_names(), '', '1', '@@from', 'via[x]', 'via[1', 'from.params["x', 'from..x', 'cfg_get..x', 'a."b"';
}

my @jobs;
my $n = 0;
our @results;
for my $case (@cases) {
	my ($group, $name, $text) = @$case;
	my $file = "$dir/" . $n++ . '.cfg';
	my $server;
	write_file($file, $text);
	push @jobs, { argv => server_argv('check', $file), cwd => $dir, timeout => 5, done => sub { $server = server_result($_[0], $file, $dir);
			# Modules may crash when all is over.
			$server->{verdict} = 'accepted' if $server->{verdict} eq 'crashes' && $_[0]{err} =~ /config file ok/ } },
		{ argv => kamcheck_argv('check', $version, $file), cwd => $dir, timeout => 5, done => sub {
			my ($run) = @_;
			push @results, sub {
				my ($outcome, $why) = compare($server, kamcheck_result($run, $dir));
				$tap->result($group, "$group $name", 'check-5.6', FAILS->{$outcome}, $outcome, $why);
				unlink $file;
			};
		} };
}
run_many($jobs, @jobs);
$_->() for @results;
exit $tap->finish;
