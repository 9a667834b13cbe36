#!/usr/bin/perl
# stock.t [accept]: the section "The stock config" of the README shows what kamcheck prints of it.  With "accept", as "make docs" has it, the
# README is rewritten; skipped where the corpus is not.
#
# A command in backquotes, and what is printed as the next block of code.
use strict;
use warnings;
use FindBin;
use lib "$FindBin::Bin/lib";
use Command qw($kamcheck $accept $dir run);
use Vec qw(read_file write_file);
use Test::More;

my $here = $FindBin::Bin;
my $corpus = $ENV{KAMCHECK_CORPUS} // "$here/../../shared/corpus";
my $stock = "$corpus/kamailio/etc/kamailio.cfg";
plan skip_all => "no $stock" if !-e $stock;

write_file("$dir/kamailio.cfg", read_file($stock));
chdir $dir or die "$dir: $!\n";
my $readme = "$here/../README.md";
my $text = read_file($readme);
my ($before, $section, $behind) = $text =~ /\A(.*^## The stock config\n)(.*?)(^## .*)\z/ms or die "README.md has no section \"The stock config\"\n";
my $count = 0;
$section =~ s{^(`kamcheck ([^`]+)`[^\n]*\n\n```\w+\n)(.*?)(^```\n)}{ $1 . block($2, $3) . $4 }gems;
write_file($readme, "$before$section$behind") if $accept;
is($count, 2, 'a picture and a trace');
done_testing();

sub block {
	my ($words, $old) = @_;
	my ($status, $new) = run(split ' ', $words);
	$count++;
	is($status, 0, "$words: exit status");
	is($new, $old, $words) if !$accept;
	return $new;
}
