# Starting the installed server (5.6) on small configs: does it get past its modules and the arguments of all functions?
#
# What must stay true: the server looks at event routes last. So behind each config stands an event route that cannot
# start; what fails on that one has passed everything else, and no server is left running.

package Starts;
use strict;
use warnings;
use Exporter 'import';
use Cwd qw(abs_path);
use File::Path qw(make_path remove_tree);
use Oracle qw(root run_many modules_option);
our @EXPORT_OK = qw(is_installed support ask_server);

use constant PROBE => "event_route[kamcheck:probe] {\n\troute(KAMCHECK_PROBE_END);\n}\n";

my %is_there;

# Whether all modules that TEXT loads are installed.
sub is_installed {
	my ($text) = @_;
	%is_there = map { m{([^/]+)\.so$}; $1 => 1 } glob((modules_option())[1] . '/*.so') if !%is_there;
	return !grep { !$is_there{$_} } $text =~ /loadmodule "([^"]+?)(?:\.so)?"/g;
}

# Files that modules read when they start, by their names, in the folder that this returns.
sub support {
	my $dir = root() . '/build/support';
	my %text = (
		'cdp.xml' => qq{<?xml version="1.0" encoding="UTF-8"?>\n<DiameterPeer FQDN="a.example.com" Realm="example.com" Vendor_Id="10415" Product_Name="p" }
			. qq{AcceptUnknownPeers="0" DropUnknownOnDisconnect="1" Tc="30" Workers="1" QueueLength="32">\n</DiameterPeer>\n},
		'ldap.cfg' => "[a]\nldap_server_url = \"ldap://127.0.0.1\"\n",
		'cpl-06.dtd' => "<!ELEMENT cpl ANY>\n",
		'x.pl' => "1;\n", 'x.rb' => "\n",
		'dispatcher.list' => "1 sip:127.0.0.1:5080\n",
	);
	make_path($dir);
	for (keys %text) {
		open my $out, '>', "$dir/$_" or die "$dir/$_: $!\n";
		print $out $text{$_};
		close $out;
	}
	return abs_path($dir);
}

# Starts the server on each of the texts: done->(LETTER, first message); s it passes, f it fails, p it fails while it reads the config, c it crashes.
sub ask_server {
	my ($jobs, @asked) = @_;
	my $dir = root() . "/build/starts.$$";
	make_path($dir);
	my $n = 0;
	run_many($jobs, map {
		my ($case, $i) = ($_, $n++);
		{
			argv => ['timeout', '-k', 2, 8, 'kamailio', '-DD', '-E', '-m', 32, '-M', 8, '-n', 1, (map { ('-l', "udp:127.0.0.1:$_") } 21300, 5060), '-Y', "$dir/$i", '-w', "$dir/$i",
				modules_option(), '-f', "$dir/$i/test.cfg"],
			timeout => 20,
			before => sub {
				make_path("$dir/$i");
				open my $out, '>:raw', "$dir/$i/test.cfg" or die "$dir/$i: $!\n";
				print $out $case->{text}, PROBE;
				close $out;
			},
			done => sub {
				my ($run) = @_;
				remove_tree("$dir/$i");
				my $said = "$run->{err}$run->{out}";
				my ($first) = $said =~ /\b(?:ERROR|CRITICAL|ALERT): (.*)/;
				$case->{done}->($said =~ /KAMCHECK_PROBE_END/ ? 's' : $said =~ /parse error in config file|bad config file/ ? 'p'
					: $run->{signal} || ($run->{exit} > 128 && $run->{exit} < 160) ? 'c' : 'f', $first // '-');
			},
		}
	} @asked);
	remove_tree($dir);
}

1;
