#!/usr/bin/perl
# startup.t [-v] [-j JOBS]: does the installed server (5.6) refuse to start what grammar/dependencies.tsv, databases.tsv and
# requirements.tsv say it refuses, and does kamcheck say so, too? A config for each row: the module with all that the tables say it
# needs, but without the one thing of the row. The same with that thing is its control: it must start, or the refusal may have another reason.
# And each module that is installed alone, and with what it needs: both must agree whether it starts.

use strict;
use warnings;
use FindBin;
use File::Path qw(make_path remove_tree);
use Getopt::Long;
use lib "$FindBin::Bin/lib";
use Oracle qw(root isolate server_present run_many kamcheck_program modules_option);
use Starts qw(is_installed support ask_server);
use Tap;

isolate(@ARGV);
GetOptions('v' => \my $verbose, 'j=i' => \(my $jobs = 2)) or exit 2;
my $tap = Tap->new(verbose => $verbose);
if (!server_present()) {
	$tap->skip('kamailio is not installed');
	exit $tap->finish;
}

use constant URL => 'text:///usr/share/kamailio/dbtext/kamailio';
my $dir = root() . '/build/startup';
my $support = support();
make_path($dir);

# What a module needs that no table knows, for it lies in the machine; values that stand for a file in requirements.tsv.
my %front = (
	cdp => "modparam(\"cdp\", \"config_file\", \"$support/cdp.xml\")\n",
	ldap => "modparam(\"ldap\", \"config_file\", \"$support/ldap.cfg\")\n",
	dispatcher => "modparam(\"dispatcher\", \"list_file\", \"$support/dispatcher.list\")\n",
);
# Values of parameters that conditions only say not to be something.
my %value_of = (contacts_avp => 'x', wsapi => 'lwsc', lookup_domain => 'location', offline_message => 'text', load_credentials => 'rpid', ping_interval => 200,
	map { $_ => '$avp(x)' } qw(mt_pv_values auth_realm_avp auth_username_avp auth_password_avp));
my %file = ('music' => '', 'cpl-06.dtd' => 'cpl-06.dtd', 'script.pl' => 'x.pl', 'script.rb' => 'x.rb');

sub holds_in_5_6 {
	my ($versions) = @_;
	for (split /,/, $versions) {
		my ($from, $to) = /^([0-9.]+)(?:(-)([0-9.]*))?$/ ? ($1, !$2 ? $1 : $3 eq '' ? 9 : $3) : die "$_\n";
		return 1 if $from <= 5.6 && $to >= 5.6;
	}
	return 0;
}

# The rows of a table that hold in 5.6, by module.
sub rows {
	my ($table) = @_;
	open my $in, '<', root() . "/grammar/$table.tsv" or die "$table.tsv: $!\n";
	return grep { holds_in_5_6($_->[-1]) } map { chomp; [split /\t/] } grep { !/^#/ } <$in>;
}

my @needs = rows('dependencies');
my @databases = rows('databases');
my @required = rows('requirements');

# The parts of a condition: [parameter, default, operator, value].
sub parts {
	my ($when) = @_;
	return map { [/^(\w+)\((.*)\)(!?=|>)(.*)$/] } grep { $_ ne '-' } split /&/, $when;
}

sub part_holds {
	my ($part, $value) = @_;
	return $value =~ /^-?\d+$/ && $value > $part->[3] if $part->[2] eq '>';
	return ($part->[2] eq '=') == ($value eq $part->[3]);
}

# Whether WHEN holds, where SET has the values of parameters that are set.
sub holds {
	my ($when, $set) = @_;
	return !grep { !part_holds($_, $set->{ $_->[0] } // $_->[1]) } parts($when);
}

# The values of parameters that make WHEN hold.
sub switches {
	my ($when) = @_;
	my %set;
	for my $part (grep { !part_holds($_, $_->[1]) } parts($when)) {
		my ($param, undef, $op, $value) = @$part;
		$set{$param} = $op eq '=' ? $value : $param =~ /_url$/ ? URL : $value_of{$param} // 1;
	}
	return \%set;
}

# The text of MODULE with all that it needs; SET: values of its parameters. OMIT: "module NAME", "param NAME" of
# this module is left out, LATE: a module that is moved behind everything.
sub config {
	my ($module, $set, $omit, $late) = @_;
	my (@blocks, %seen, %events);
	my $add;
	$add = sub {
		my ($m, $set, $is_top) = @_;
		return if $seen{$m}++ || $omit eq "module $m";
		my %set = %$set;
		for (grep { $_->[0] eq $m && holds($_->[4], \%set) } @databases) { $set{ $_->[1] } //= URL if $_->[2] ne '-' || $is_top }
		# Twice, for a row may hold because of another one.
		for (map { grep { $_->[0] eq $m } @required } 1, 2) {
			next if !holds($_->[2], \%set);
			if ($_->[1] =~ /^event_route/) { $events{ $_->[1] } = 1 if !$is_top || $omit ne "param $_->[1]"; next }
			$set{ $_->[1] } //= $_->[3] =~ s/^"(.*)"$/$1/r;
		}
		$add->('pv', {}) if grep { /^\$/ } values %set;
		$add->('db_text', {}) if grep { $_ eq URL } values %set;
		for (grep { $_->[0] eq $m && holds($_->[3], \%set) } @needs) { $add->((split /\|/, $_->[1])[0], {}) }
		delete $set{ $omit =~ s/^param //r } if $is_top;
		s{^/path/of/(.*)$}{exists $file{$1} ? "$support/$file{$1}" : $_}e for values %set;
		push @blocks, [$m, "loadmodule \"$m.so\"\n" . ($is_top && exists $set->{list_file} ? '' : $front{$m} // '')
			. join('', map { "modparam(\"$m\", \"$_\", " . ($set{$_} =~ /^-?\d+$/ ? $set{$_} : "\"$set{$_}\"") . ")\n" } sort keys %set)];
	};
	$add->($module, $set, 1);
	@blocks = ((grep { $_->[0] ne $late } @blocks), (grep { $_->[0] eq $late } @blocks)) if defined $late;
	return join('', map { $_->[1] } @blocks) . "request_route { exit; }\n" . join('', map { "$_ { exit; }\n" } sort keys %events);
}

my @cases;    # [group, name, text, code, control]

sub add {
	my ($group, $name, $code, $text, $control) = @_;
	push @cases, [$group, $name, $text, $code, $control] if is_installed($control);
}

for my $row (@needs) {
	my ($module, $need, $order, $when) = @$row;
	my $set = switches($when);
	my $control = config($module, $set, '');
	my ($first) = split /\|/, $need;
	add('modules missing', "$module without $first", 'K730', config($module, $set, "module $first"), $control);
	add('modules in order', "$module above $first", 'K731', config($module, $set, '', $first), $control) if $order eq 'before';
}
for my $row (@databases) {
	my ($module, $param, $url, $opens, $when) = @$row;
	my $set = switches($when);
	my $control = config($module, { %$set, $param => URL }, '');
	add('databases', "$module $param", 'K732', config($module, { %$set, $param => 'mysql://a:b@127.0.0.1/c' }, ''), $control);
	add('default databases', "$module $param", 'K732', config($module, $set, "param $param"), $control) if $url ne '-';
	add('databases in order', "$module $param", 'K742', config($module, { %$set, $param => URL }, '', 'db_text'), $control) if $opens eq 'start';
}
for my $row (@required) {
	my ($module, $param, $when) = @$row;
	my $set = switches($when);
	add('parameters', "$module $param", $param =~ /^event_route/ ? 'K734' : 'K733', config($module, $set, "param $param"), config($module, $set, ''));
}

# The sweep: each installed module alone, and with what the tables say.
for my $module (sort map { m{([^/]+)\.so$} } glob((modules_option())[1] . '/*.so')) {
	my $control = config($module, {}, '');
	push @cases, ["each module $_->[0]", $module, $_->[1]] for ['alone', "loadmodule \"$module.so\"\nrequest_route { exit; }\n"], ['with what it needs', $control];
}

my (@ours, %server, %message);
my %texts = map { $_ => 1 } grep { defined } map { @$_[2, 4] } @cases;
ask_server($jobs, map { my $text = $_; { text => $text, done => sub { ($server{$text}, $message{$text}) = @_ } } } sort keys %texts);
run_many($jobs, map { my $i = $_; {
	argv => [kamcheck_program(), 'lint', '--kamailio', '5.6', "$dir/$i.cfg"],
	timeout => 10,
	before => sub { open my $out, '>', "$dir/$i.cfg" or die "$dir/$i.cfg: $!\n"; print $out $cases[$i][2]; close $out },
	done => sub { $ours[$i] = $_[0]{err} . $_[0]{out} } } } 0 .. $#cases);
for my $i (0 .. $#cases) {
	my ($group, $name, $text, $code, $control) = @{ $cases[$i] };
	if (!defined $control) {
		my $ours = $ours[$i] =~ /\berror\[/ ? 'refuses' : 'takes it';
		my $failed = ($server{$text} eq 's') != ($ours eq 'takes it');
		$tap->result($group, "$group: $name", 'startup', $failed, $failed ? 'differs' : 'agree', "server $server{$text}, kamcheck $ours: $message{$text}");
		next;
	}
	my $found = $ours[$i] =~ /\[$code\]/;
	my $failed = $server{$text} !~ /[fc]/ || !$found || $server{$control} ne 's';
	$tap->result($group, $name, 'startup', $failed, $failed ? 'differs' : 'agree',
		$server{$control} ne 's' ? "the control does not start: $message{$control}"
		: "server $server{$text}, kamcheck " . ($found ? 'says' : 'does not say') . " $code: $message{$text}");
}
remove_tree($dir);
exit $tap->finish;
