# Fails when a comment or a document points to what is not in the repository: a file, a section of a document, a vector.
#
#   awk -f testdata/references.awk FILE...      from the top folder
#
# Looked at: the comments of C, flex and bison, lines with "#" of everything else, all of a *.md file but its blocks of code.
# A name may be a path from the top, from the file's own folder or from src/, or stand alone when one file is called so; "*" is any text.
# "lexical.md section 8", "semantics.md sections 4 and 9", "pvars.md §6", in a document "§6" of itself; mistakes.md also without the word.
# "vectors 12-15", and in grammar/reference "[012, 015]".

BEGIN {
	while (("find . -path ./build -prune -o -path ./.git -prune -o -type f -print" | getline path) > 0) {
		path = substr(path, 3)
		files[path]
		name = path
		sub(/.*\//, "", name)
		named[name] = path
		if (path ~ /\.vec$/)
			read_vectors(path)
	}
	NAME = "[A-Za-z0-9_.*/-]*[A-Za-z0-9_*]\\.(md|tsv|awk|vec|pm|def|[chlyt])"
	NUMBER = "[0-9]+(\\.[0-9]+)?"
	SECTIONS = "^[`,]* *[(]?(sections? |(§)+ ?)" NUMBER "((, | and | to |-|–)(§)? ?" NUMBER ")*"
	CLASSES = "^`? [0-9]+((, | and | to |-)[0-9]+)*"
	VECTORS = "[Vv]ectors? [0-9]+((, | and | to |-)[0-9]+)*"
	BRACKETS = "\\[[0-9][0-9][0-9]+((, |-)[0-9][0-9][0-9]+)*\\]"
}

function read_vectors(path,   line)
{
	while ((getline line < path) > 0)
		if (line ~ /^== [0-9]+-/) {
			split(substr(line, 4), part, "-")
			vectors[part[1] + 0]
		}
	close(path)
}

function read_sections(path,   line)
{
	sections[path, ""]
	while ((getline line < path) > 0)
		if (line ~ /^##+ [0-9]/) {
			sub(/^#+ /, "", line)
			match(line, /^[0-9]+(\.[0-9]+)?/)
			sections[path, substr(line, 1, RLENGTH)]
		}
	close(path)
}

function complain(what)
{
	print file ":" first ": " what
	bad = 1
}

# The path of what is called NAME, or "".
function find(name,   folder, pattern, path)
{
	folder = file
	sub(/[^\/]*$/, "", folder)
	while (name ~ /^\.\.?\//) {
		if (name ~ /^\.\.\//)
			sub(/[^\/]*\/$/, "", folder)
		sub(/^\.\.?\//, "", name)
		if (name !~ /^\.\.?\//)
			name = folder name
	}
	if (name in files)
		return name
	if (folder name in files)
		return folder name
	if ("src/" name in files)
		return "src/" name
	if (name in named)
		return named[name]
	if (name ~ /\*/) {
		pattern = name
		gsub(/\./, "[.]", pattern)
		gsub(/\*/, "[^/]*", pattern)
		for (path in files)
			if (path ~ ("(^|/)" pattern "$"))
				return path
	}
	return ""
}

function check_numbers(list, path, kind,   n, i, number)
{
	n = split(list, number, /[^0-9.]+/)
	for (i = 1; i <= n; i++) {
		sub(/\.$/, "", number[i])
		if (number[i] == "")
			continue
		if (kind == "vector") {
			if (!(number[i] + 0 in vectors))
				complain("there is no vector " number[i])
		} else {
			if (!((path, "") in sections))
				read_sections(path)
			if (!((path, number[i]) in sections))
				complain(path " has no section " number[i])
		}
	}
}

function check_files(text,   name, path, before)
{
	while (match(text, NAME)) {
		name = substr(text, RSTART, RLENGTH)
		before = substr(text, RSTART - 1, 1)
		text = substr(text, RSTART + RLENGTH)
		# s.t, a word with a dot in it; <stdio.h>; NAME.h of an example
		if (text ~ /^[A-Za-z0-9_]/ || text ~ /^\.[a-z]/ || before ~ /[<$@{=]/ || name ~ /(^|\/)[A-Z]+\.[a-z]+$/ && !(name in named) || name ~ /^[a-z]\.[a-z]$/)
			continue
		path = find(name)
		if (path == "") {
			complain("there is no " name)
			continue
		}
		if (path !~ /\.md$/)
			continue
		if (match(text, SECTIONS) || path ~ /mistakes\.md$/ && match(text, CLASSES)) {
			check_numbers(substr(text, 1, RLENGTH), path, "section")
			text = substr(text, RLENGTH + 1)
		}
	}
}

# Comments are looked at as a whole, because pointers go over the ends of lines.
function finish(   text)
{
	if (block == "")
		return
	check_files(block)
	text = block
	while (match(text, VECTORS)) {
		check_numbers(substr(text, RSTART + 7, RLENGTH - 7), "", "vector")
		text = substr(text, RSTART + RLENGTH)
	}
	if (file ~ /^grammar\/reference\//) {
		text = block
		while (match(text, BRACKETS)) {
			check_numbers(substr(text, RSTART, RLENGTH), "", "vector")
			text = substr(text, RSTART + RLENGTH)
		}
		text = block
		gsub("[a-z-]+[.]md`? *(§)+ ?" NUMBER "((, | and |-)(§)? ?" NUMBER ")*", "", text)
		while (match(text, "(§)+ ?" NUMBER "((, | and |-)" NUMBER ")*")) {
			check_numbers(substr(text, RSTART, RLENGTH), file, "section")
			text = substr(text, RSTART + RLENGTH)
		}
	}
	block = ""
}

function add(text)
{
	if (block == "")
		first = FNR
	sub(/^[ \t]*\*? */, "", text)
	block = block " " text
}

FNR == 1 {
	finish()
	file = FILENAME
	inside = 0
	kind = file ~ /\.([chly]|inc)$/ ? "c" : file ~ /\.md$/ ? "md" : "other"
}

kind == "md" {
	if (/^```/)
		inside = !inside
	if (inside || /^    / || /^$/)
		finish()
	else
		add($0)
}

kind == "other" {
	if (file ~ /\.tsv$/ ? /^#/ : /(^|[ \t])# /) {
		sub(/^.*#[ \t]*/, "")
		add($0)
	} else
		finish()
}

kind == "c" {
	text = $0
	if (!inside) {
		gsub(/'(\\.|[^'\\])'/, "", text)
		gsub(/"([^"\\]|\\.)*"/, "", text)
	}
	while (text != "")
		if (inside) {
			at = index(text, "*/")
			add(at ? substr(text, 1, at - 1) : text)
			text = at ? substr(text, at + 2) : ""
			if (at) {
				inside = 0
				finish()
			}
		} else {
			at = index(text, "/*")
			text = at ? substr(text, at + 2) : ""
			inside = at > 0
		}
}

END {
	finish()
	exit bad
}
