#!/usr/bin/perl
# Mistakes in the tables of grammar/: each ends the build, with file, line and word. Plants one at a time into a copy of the tables and runs
# the step of the build that reads it.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename qw(basename dirname);
use File::Copy 'copy';
use File::Temp 'tempdir';

my $root = abs_path(dirname(__FILE__) . '/..');
my $dir = tempdir(CLEANUP => 1);
my ($tests, $failed) = (0, 0);

mkdir "$dir/grammar";
copy($_, "$dir/grammar/" . basename($_)) for glob "$root/grammar/*.tsv $root/grammar/*.awk $root/grammar/kamailio.y";
copy("$root/Makefile", "$dir/Makefile");
chdir $dir or die "$dir: $!\n";

sub lines_of {
	open my $in, '<', $_[0] or die "$_[0]: $!\n";
	return <$in>;
}

sub write_lines {
	my ($file, @lines) = @_;
	open my $out, '>', $file or die "$file: $!\n";
	print $out @lines;
	close $out;
}

# The step of the build that makes TARGET; (exit status, what it says).
sub build {
	my ($target) = @_;
	my $text = `make -s build/gen/$target < /dev/null 2>&1`;
	return ($? >> 8, $text);
}

sub report {
	my ($name, $is_good, $text) = @_;
	$tests++;
	$failed++ if !$is_good;
	print $is_good ? 'ok' : 'not ok', " $tests - $name\n";
	print map { "# $_\n" } split /\n/, $text if !$is_good;
}

# Plants all MISTAKES and builds TARGET, which must fail and tell each of them. A mistake is a table, what it is, the word that must be
# told, and a change of the lines, which returns the index of the one to be told.
sub plant_all {
	my ($target, @mistakes) = @_;
	my (%old, %new, @wanted);
	for (@mistakes) {
		my ($table, $what, $word, $change) = @$_;
		my $file = "grammar/$table.tsv";
		$old{$file} //= [lines_of($file)];
		$new{$file} //= [@{ $old{$file} }];
		my $line = 1 + ($change->($new{$file}) // die "$table: $what: no such row\n");
		push @wanted, ["$table: $what", "$file:$line: error: ", $word];
	}
	write_lines($_, @{ $new{$_} }) for keys %new;
	my ($status, $said) = build($target);
	for (@wanted) {
		my ($name, $place, $word) = @$_;
		report($name, $status != 0 && !-e "build/gen/$target" && $said =~ /^\Q$place\E.*\Q$word\E/m, "wanted $place... $word\n$said");
	}
	write_lines($_, @{ $old{$_} }) for keys %old;
	unlink glob 'build/gen/*';
}

sub step_of { return $_[0] eq 'options' ? 'options.inc' : "$_[0].inc" }

sub plant {
	my ($table) = @_;
	plant_all(step_of($table), [@_]);
}

# Changes the first row that PATTERN matches: FROM, a pattern in it, becomes TO.
sub edit {
	my ($pattern, $from, $to) = @_;
	return sub {
		my ($lines) = @_;
		my ($i) = grep { $lines->[$_] !~ /^#/ && $lines->[$_] =~ $pattern && $lines->[$_] =~ $from } 0 .. $#$lines;
		$lines->[$i] =~ s/$from/$to/ if defined $i;
		return $i;
	};
}

# Changes cell J of the row I by the function HOW.
sub cell {
	my ($i, $j, $how) = @_;
	return sub {
		my ($lines) = @_;
		chomp(my $row = $lines->[$i]);
		my @f = split /\t/, $row, -1;
		$f[$j] = $how->($f[$j]);
		$lines->[$i] = join("\t", @f) . "\n";
		return $i;
	};
}

# --- what can go wrong in every table -----------------------------------------------------------------------------------------------

# Each mistake stands in a row of its own.
for my $table (map { basename($_, '.tsv') } sort glob 'grammar/*.tsv') {
	next if $table eq 'versions';
	my @lines = lines_of("grammar/$table.tsv");
	my ($types) = map { substr $_, 2 } grep { /^#:/ } @lines;
	my @rows = grep { $lines[$_] !~ /^#/ } 0 .. $#lines;
	chomp $types;
	my @types = split /\t/, $types;
	my $cell = sub { (split /\t/, $lines[$_[0]])[$_[1]] };
	my @mistakes;
	for my $j (0 .. $#types) {
		if ($types[$j] =~ /^(one:|some:|is:|word)/) {
			my ($row) = grep { $cell->($rows[$_], $j) !~ /^(-|any)$/ } 0 .. $#rows;
			my ($word) = $cell->($rows[$row], $j) =~ /^([^,]+)/;
			push @mistakes, [$table, "\"$word\" of a cell misspelt", "${word}x",
				cell(splice(@rows, $row, 1), $j, sub { $_[0] =~ s/^[^,]+/${word}x/r })];
		} elsif ($types[$j] =~ /^(number|count)$/) {
			push @mistakes, [$table, 'a number with a letter', '7x', cell(shift @rows, $j, sub { '7x' })];
		}
	}
	plant_all(step_of($table), @mistakes) if @mistakes;
	@rows = grep { $lines[$_] !~ /^#/ } 0 .. $#lines;
	my ($first, $second) = @rows;
	plant_all(step_of($table),
		[$table, 'a cell is missing', 'cells', sub { $_[0][$rows[0]] =~ s/\t[^\t]*$/\n/; $rows[0] }],
		[$table, 'a carriage return', 'carriage return', sub { $_[0][$rows[1]] =~ s/\n/\r\n/; $rows[1] }],
		[$table, 'an empty cell', 'is empty', cell($rows[2], 1, sub { '' })],
		[$table, 'a blank at the end of a cell', 'at its end', cell($rows[3], 1, sub { "$_[0] " })]);
	plant_all(step_of($table),
		[$table, 'an unknown version', '4.3', cell($rows[0], $#types, sub { '4.3-' })],
		[$table, 'versions that are not in order', 'not in order', cell($rows[1], $#types, sub { '5.7,5.0-' })]);
	next if $table =~ /^(words|features|keywords|directives|symbolkinds|options)$/;
	plant($table, 'rows in the wrong order', 'sorted', sub { @{ $_[0] }[$first, -1] = @{ $_[0] }[-1, $first]; $second });
}

# --- the little languages -----------------------------------------------------------------------------------------------------------

plant('settings', 'a kind of key misspelt', 'nmber', edit(qr/^htable\t/, qr/autoexpire:number/, 'autoexpire:nmber'));
plant('settings', 'a key with a stray byte', 'size=8', edit(qr/^htable\t/, qr/size:number/, 'size=8'));
plant('settings', 'a set that is none', 'rtimr', edit(qr/^exec\trtimer/, qr{>rtimer/i}, '>rtimr/i'));
plant('settings', 'a set to define that is none', 'sqlcn', edit(qr/^sqlcon\t/, qr/\tsqlcon\t/, "\tsqlcn\t"));
plant('settings', 'a list without keys', 'list of keys', edit(qr/^mqueue\t/, qr/name:filled! size addmode/, '-'));
plant('settings', 'a range with a letter', '0 x', edit(qr/^db_mode\tdialog/, qr/0 3/, '0 x'));
plant('settings', 'a pattern with an open bracket', 'not closed', edit(qr/^nats_url\t/, qr{\^nats://}, '^nats[/'));
plant('settings', 'a pattern with an open parenthesis', 'counterpart', edit(qr/^qop\t/, qr/auth-int\)/, 'auth-int'));
plant('settings', 'an option misspelt', 'exactt', edit(qr/^htable\t/, qr/\texact\t/, "\texactt\t"));
plant('settings', 'a condition that comes too early', 'before it can be known', edit(qr/^sqlcon\t/, qr/-\t5\.0-/, "db_url()!=\t5.0-"));
plant('dependencies', 'a condition without "="', 'cdr_enable(0)!0', edit(qr/^acc\tdialog/, qr/!=0/, '!0'));
plant('conditions', 'a need that is no word', 'colled', edit(qr/^dialog:start\t/, qr/call:/, 'colled:'));
plant('conditions', 'a need without its default', 'trace_on!=0', edit(qr/^sip_trace\t/, qr/trace_on\(0\)/, 'trace_on'));
plant('conditions', 'a need with nothing behind the colon', 'nothing behind', edit(qr/^storage\t/, qr/module:topos_redis/, 'module:'));
plant('dependencies', 'a condition without its default', 'cdr_enable!=0', edit(qr/^acc\tdialog/, qr/\(0\)/, ''));
plant('databases', 'four conditions', 'more than three', edit(qr/^presence_xml\t/, qr/&/, '&mode(1)=1&mode(2)=2&'));
plant('requirements', 'an event route that is not closed', 'event_route[nosip:msg', edit(qr/^nosip\t/, qr/msg\]/, 'msg'));
plant('routeparams', 'a word of a form misspelt', 'optinal', edit(qr/^htable\t/, qr/optional/, 'optinal'));
plant('routeparams', 'nothing behind a colon', 'key:', edit(qr/^exec\trtimer|^exec\tparam\trtimer/, qr/key:route/, 'key:'));
plant('routeparams', 'a form without a name', 'where the name is', edit(qr/^proxy_route\t/, qr/name needed/, 'needed'));
plant('routeparams', 'an argument that is no number', 'one', edit(qr/^t_on_reply\t/, qr/\t1\t/, "\tone\t"));
plant('symbols', 'a kind of name misspelt', 'htabl', edit(qr/^sht\t/, qr/\thtable\treads/, "\thtabl\treads"));
plant('pvars', 'a kind of inner name misspelt', 'keyz:', edit(qr/\tkeys:/, qr/keys:/, 'keyz:'));
plant('pvars', 'a key since a version that is none', '5.8.1', edit(qr/\tkeys:[^\t]*\(5\.8\)/, qr/\(5\.8\)/, '(5.8.1)'));
plant('pvars', 'a key with an index that is none', 'addr[m]', edit(qr/any=>addr/, qr/addr\[n\?\]/, 'addr[m]'));
plant('pvars', 'letters with a digit', 'xs9', edit(qr/letters:xs/, qr/letters:xs/, 'letters:xs9'));
plant('pvars', 'a list without words', 'keys:', edit(qr/\tkeys:min,max/, qr/keys:min,max/, 'keys:'));
plant('transformations', 'a letter that is none', 'q', edit(qr/^s\tselect\t/, qr/\tnc\t/, "\tnq\t"));
plant('transformations', 'a letter too few', 'n', edit(qr/^s\tselect\t/, qr/\tnc\t/, "\tn\t"));
plant('transformations', 'a release of no branch', '5.9.1', edit(qr/5\.8\.8,/, qr/5\.8\.8/, '5.9.1'));
plant('tags', 'a tag that is none', 'RELY', edit(qr/^t_relay\t/, qr/RELAY/, 'RELY'));
plant('tags', 'an argument that is none', 'first', edit(qr/^xlog\t/, qr/\tlast\t/, "\tfirst\t"));
plant('modules', 'a module to depend on with a stray byte', 'dialog!', edit(qr/^acc\t/, qr/dialog\?/, 'dialog!'));
plant('keywords', 'a word twice', 'twice', sub { push @{ $_[0] }, $_[0][-1]; $#{ $_[0] } });
plant('words', 'a word twice in its list', 'twice', sub { push @{ $_[0] }, $_[0][-1]; $#{ $_[0] } });
plant('events', 'a word without a meaning', 'no meaning', sub { my ($i) = grep { $_[0][$_] =~ s/^(#=kind\tfixed)\t.*/$1/ } 0 .. $#{ $_[0] }; $i });
plant('events', 'a type that is none', 'txt', sub { my ($i) = grep { $_[0][$_] =~ s/^#:text/#:txt/ } 0 .. $#{ $_[0] }; 0 });
plant('versions', 'a status that is none', 'stabel', edit(qr/^6\.1\t/, qr/stable/, 'stabel'));
plant('versions', 'a release of another branch', '6.0.4', edit(qr/^6\.1\t/, qr/6\.1\.4/, '6.0.4'));

# --- what tables say of each other --------------------------------------------------------------------------------------------------

my $all = 'tables.checked';
plant_all($all,
	['tags', 'a function that is none', 't_rely', edit(qr/^t_relay\t/, qr/^t_relay/, 't_rely')],
	['tags', 'a function in a version without it', '5.7', edit(qr/^send_reply_error\t/, qr/5\.8-/, '5.7-')],
	['tags', 'heads of no function', 'isnt_', edit(qr/^is_\*/, qr/^is_/, 'isnt_')],
	['changes', 'a variable that is none', 'fX', edit(qr/^fU\t/, qr/^fU/, 'fX')],
	['arguments', 'a module that has no such function', 'tmx', edit(qr/^t_reply\ttm\t/, qr/\ttm\t/, "\ttmx\t")],
	['settings', 'a parameter that is none', 'sqlkon', edit(qr/^sqlcon\t/, qr/^sqlcon/, 'sqlkon')],
	['units', 'a module that is none', 'tmm', edit(qr/^fr_timer\t/, qr/\ttm\t/, "\ttmm\t")],
	['defaults', 'a parameter that is none', 'acc_callid_colum', edit(qr/^acc_callid_column\t/, qr/column/, 'colum')],
	['defaults', 'a parameter in a release without it', '5.6', edit(qr/^cdr_duration_mode\t/, qr/6\.1-/, '5.6-')],
	['behaviours', 'a function that is none', 'sht_setx', edit(qr/^sht_setxi\t/, qr/^sht_setxi/, 'sht_setx')],
	['behaviours', 'a parameter that silences and is none', 'db_mod', edit(qr/^imc\t/, qr/db_mode/, 'db_mod')],
	['secrets', 'a parameter that is none', 'secrt', edit(qr/^secret\tauth\t/, qr/^secret/, 'secrt')],
	['secrets', 'a function of another module', 'crypto', edit(qr/^pv_auth_check\t/, qr/\tauth\t/, "\tcrypto\t")],
	['secrets', 'a variable that is none', 'uac_rq', edit(qr/^uac_req\t/, qr/^uac_req/, 'uac_rq')],
	['variables', 'a parameter in a version without it', '5.1', edit(qr/^acc_extra\t/, qr/5\.2-/, '5.1-')],
	['conditions', 'a function that is none', 'dlg_manag', edit(qr/^dialog:start\t/, qr/call:dlg_manage/, 'call:dlg_manag')],
	['conditions', 'a parameter of another module that is none', 'append_fromtags', edit(qr/^restore_mode\t/, qr/append_fromtag\(/, 'append_fromtags(')],
	['conditions', 'a parameter of the core that is none', 'received_route_mod', edit(qr/^core:msg-received\t/, qr/received_route_mode\(/, 'received_route_mod(')],
	['conditions', 'an event that is none', 'network:msgs', edit(qr/^network:msg\t/, qr/^network:msg\t/, "network:msgs\t")],
	['dependencies', 'a module that is none', 'dialg', edit(qr/^acc\tdialog/, qr/dialog/, 'dialg')],
	['dependencies', 'a condition on a parameter that is none', 'restor_mode', edit(qr/^uac\trr/, qr/restore_mode/, 'restor_mode')],
	['requirements', 'a parameter that is none', 'secrt', edit(qr/^auth_ephemeral\t/, qr/secret/, 'secrt')],
	['databases', 'a parameter that is none', 'db_ur', edit(qr/^acc\t/, qr/db_url/, 'db_ur')],
	['modules', 'a module to depend on that is none', 'dialg', edit(qr/^acc\t/, qr/dialog\?/, 'dialg?')],
	['functions', 'a module that is none', 'rrr', edit(qr/^record_route\t/, qr/\trr\t/, "\trrr\t")],
	['routeparams', 'a function that is none', 't_on_repl', edit(qr/^t_on_reply\t/, qr/^t_on_reply/, 't_on_repl')],
	['routeparams', 'a parameter of the core that is none', 'async_tkv', edit(qr/^async_tkv_evcb\t/, qr/^\w+/, 'async_tkv')],
	['symbols', 'a variable that is none', 'shtt', edit(qr/^sht\t/, qr/^sht/, 'shtt')],
	['guards', 'a function that is none', 'is_reqest', edit(qr/^is_request\t/, qr/^is_request/, 'is_reqest')],
	['events', 'something that sets the name and is none', 'htabl', edit(qr/^htable:expired:\*/, qr/\thtable\t5/, "\thtabl\t5")],
	['selects', 'a node that nothing leads to', 'cfg_gt', edit(qr/^cfg_get\t/, qr/^cfg_get/, 'cfg_gt')],
	['keywords', 'a token that is none', 'PARAM_NUMBR', edit(qr/^children\t/, qr/PARAM_NUMBER/, 'PARAM_NUMBR')],
	['renamed', 'a name that is still there', 'app_lua_sr', edit(qr/^app_lua_sr\t/, qr/6\.0-/, '5.8-')]);
plant_all($all,
	['functions', 'a row twice', 'twice', sub { splice @{ $_[0] }, -1, 0, $_[0][-1]; $#{ $_[0] } }]);

# --- what nobody asks for ------------------------------------------------------------------------------------------------------------

my %asked;
for (glob "$root/src/*/*.[ch] $root/src/*/*/*.[ch] $root/grammar/kamailio.y") {
	$asked{$_} = 1 for join('', lines_of($_)) =~ /\b((?:WORDS|TAG|FEATURE)_\w+)/g;
}
for (['words', qr/^#=list\t(\w+)/, 'WORDS_'], ['tags', qr/^#=tag\t(\w+)/, 'TAG_'], ['features', qr/^([A-Z]\w+)/, 'FEATURE_']) {
	my ($table, $word, $prefix) = @$_;
	my @unused = grep { !$asked{"$prefix$_"} } map { /$word/ } lines_of("grammar/$table.tsv");
	report("$table: each is asked for", !@unused, "nobody asks for @unused");
}

# The copy itself is good.
my ($status, $said) = build("settings.inc build/gen/$all");
report('the tables as they are', $status == 0, $said);

print "1..$tests\n";
exit($failed != 0);
