# Turns grammar/options.tsv into completions of a shell:
#
#   awk -f grammar/table.awk -f packaging/completions.awk -v shell=bash|zsh|fish -v commands="lint ..." -v formats="text ..."
#       grammar/versions.tsv grammar/options.tsv
#
# What must stay true: options, commands and forms are written down elsewhere, once; codes of rules are asked of the program itself.

function flag(f) { return f[1] == "-" ? "-" f[2] : "--" f[1] }

# What stands behind an option: words WORD..., version, rules, format, folder, file, any, none.
function wanted(f,    kind)
{
	kind = f[3]
	if (sub(/^(any-case-|late-)?words /, "", kind))
		return "words " kind
	if (f[7] == "version-choice" || f[7] == "from-version")
		return "words " versions()
	if (f[7] == "variants")
		return "words pairwise each all profiles off"
	if (f[7] == "fail-on")
		return "words error warning note never"
	if (f[7] == "rule" || f[7] == "no-rule")
		return "rules"
	if (f[7] == "format")
		return "words " formats
	if (kind == "none")
		return "none"
	if (f[4] == "DIR" || f[7] == "library" || f[7] == "confine" || f[7] == "workdir")
		return "folder"
	return f[4] ~ /FILE/ || f[7] == "file" ? "file" : "any"
}

function versions(    b, out)
{
	for (b = 0; b < nversions; b++)
		if (status[b] != "facts")
			out = out (out ? " " : "") name[b]
	return out
}

# Quoted for a shell, within single quotes.
function plain(text)
{
	gsub(/'/, "", text)
	sub(/ \(default \{newest\}\): \{versions\}/, "", text)
	return text
}

# Each option that --help tells, once.
function collect(    i, f, key)
{
	for (i = 0; i < nrows; i++) {
		split(row[i], f, FS)
		key = flag(f)
		if (f[8] == "-" || key in seen)
			continue
		seen[key]
		option[++noptions] = key
		want[noptions] = wanted(f)
		help[noptions] = f[8] == "&" ? "see the manual" : plain(f[8])
	}
}

function bash(    i, k, all, by)
{
	for (i = 1; i <= noptions; i++) {
		all = all (i > 1 ? " " : "") option[i]
		if (want[i] in by)
			by[want[i]] = by[want[i]] "|" option[i]
		else
			by[want[i]] = option[i]
	}
	print "# Completions of kamcheck for bash; made by packaging/completions.awk.\n_kamcheck()\n{\n\tlocal cur prev words cword split"
	print "\tif declare -F _init_completion > /dev/null; then\n\t\t_init_completion -s -n : || return"
	print "\telse\n\t\tcur=${COMP_WORDS[COMP_CWORD]}; prev=${COMP_WORDS[COMP_CWORD-1]}; words=(\"${COMP_WORDS[@]}\"); cword=$COMP_CWORD"
	print "\tfi\n\tcase $prev in"
	for (k in by) {
		if (k == "none" || k == "any")
			continue
		printf "\t%s) COMPREPLY=($(compgen ", by[k]
		printf k == "rules" ? "-W \"$(kamcheck rules 2> /dev/null | cut -d ' ' -f 1)\"" : k == "folder" ? "-d" : k == "file" ? "-f" : "-W \"" substr(k, 7) "\""
		print " -- \"$cur\")); return ;;"
	}
	if ("any" in by)
		print "\t" by["any"] ") return ;;"
	print "\tesac\n\tcase ${words[1]} in\n\texplain) COMPREPLY=($(compgen -W \"$(kamcheck rules 2> /dev/null | cut -d ' ' -f 1)\" -- \"$cur\")); return ;;\n\tesac"
	print "\tif [[ $cur == -* ]]; then\n\t\tCOMPREPLY=($(compgen -W \"" all "\" -- \"$cur\"))\n\t\treturn\n\tfi"
	print "\tCOMPREPLY=($(compgen -f -- \"$cur\"))\n\t[[ $cword == 1 ]] && COMPREPLY+=($(compgen -W \"" commands "\" -- \"$cur\"))\n\treturn 0\n}"
	print "complete -o filenames -F _kamcheck kamcheck"
}

function zsh(    i, w, action, text)
{
	print "#compdef kamcheck\n# Completions of kamcheck for zsh; made by packaging/completions.awk.\n_kamcheck_rules()\n{\n\tlocal -a codes"
	print "\tcodes=(${(f)\"$(kamcheck rules 2> /dev/null | cut -d ' ' -f 1)\"})\n\tcompadd -a codes\n}"
	print "_kamcheck_first()\n{\n\t_files\n\tcompadd " commands "\n}"
	print "_kamcheck_rest()\n{\n\tcase $words[2] in\n\texplain) _kamcheck_rules ;;\n\t*) _files ;;\n\tesac\n}"
	print "_arguments -s \\"
	for (i = 1; i <= noptions; i++) {
		w = want[i]
		action = w == "none" ? "" : ":value:" (w == "rules" ? "_kamcheck_rules" : w == "folder" ? "_files -/" : w == "file" ? "_files" : \
		    w == "any" ? "" : "(" substr(w, 7) ")")
		text = help[i]
		gsub(/\[|\]|:/, " ", text)
		printf "\t'%s[%s]%s' \\\n", (option[i] ~ /^--/ && w != "none" ? "*" option[i] "=" : "*" option[i]), text, action
	}
	print "\t'1: :_kamcheck_first' \\\n\t'*: :_kamcheck_rest'"
}

function fish(    i, w)
{
	print "# Completions of kamcheck for fish; made by packaging/completions.awk."
	print "complete -c kamcheck -n __fish_use_subcommand -a '" commands "'"
	print "complete -c kamcheck -n '__fish_seen_subcommand_from explain' -f -a \"(kamcheck rules 2> /dev/null | cut -d ' ' -f 1)\""
	for (i = 1; i <= noptions; i++) {
		w = want[i]
		printf "complete -c kamcheck %s %s", option[i] ~ /^--/ ? "-l" : "-s", option[i] ~ /^--/ ? substr(option[i], 3) : substr(option[i], 2)
		if (w != "none")
			printf " -r%s", w == "file" ? "" : w == "folder" ? " -f -a '(__fish_complete_directories)'" : w == "any" ? " -f" : \
			    w == "rules" ? " -f -a \"(kamcheck rules 2> /dev/null | cut -d ' ' -f 1)\"" : " -f -a '" substr(w, 7) "'"
		print " -d '" help[i] "'"
	}
}

END {
	collect()
	if (shell == "bash")
		bash()
	else if (shell == "zsh")
		zsh()
	else
		fish()
}
