# What the cells of a table are in C, by the types that its "#:" line names:
#
#   text       any text; "-" stands for none where a "?" follows the type
#   any        the same, and "-" is text, too
#   number     digits                       count      digits, or "var"
#   argument   digits, "last", or "-" for none      name    capital letters, as C has them
#   word       one of the words that "#=" lines declare, as text; word? takes "-", too
#   one:P_     such a word as P_WORD        some:P_    several with commas, as P_A|P_B; "none"
#   is:A/B     1 for A, 0 for B             versions   a mask
#   same       a spelling that means the same, or a number, or "-": as text and as a number
#   when       conditions on parameters           required  a parameter, or event_route[NAME]
#   form       how a text holds the name of a route    spec    what the value of a parameter is, by its form
#   items      how many there are, with commas between them
#   set        a set of names, "/i": in any case       inner   what stands in the parentheses of a variable
#   letters, patches, modules, alternatives, needs: see below
#
# What must stay true: whatever C takes apart while it runs is taken apart here instead, so that a mistake ends the build.

# No word of column J; those there are follow.
function no_word(i, j, word,    k, list)
{
	for (k = 1; k <= nknown[head[j]]; k++)
		list = list (k > 1 ? ", " : "") known[head[j], k]
	fault(i, "\"" word "\" is no word of column \"" head[j] "\"" (list ? "; words are " list : ""))
}

function is_word(i, j, word)
{
	if ((head[j], word) in meaning)
		return 1
	no_word(i, j, word)
	return 0
}

function constant(word, prefix)
{
	gsub(/-/, "_", word)
	return prefix toupper(word)
}

function cell_some(i, j, text, prefix,    n, part, k, out)
{
	if (text == "none" || text == "-")
		return "0"
	n = split(text, part, ",")
	for (k = 1; k <= n; k++)
		if (is_word(i, j, part[k]))
			out = out (k > 1 ? "|" : "") constant(part[k], prefix)
	return out
}

function cell_is(i, j, text, words,    part)
{
	split(words, part, "/")
	if (text != part[1] && text != part[2])
		fault(i, "\"" text "\" in column \"" head[j] "\" is neither \"" part[1] "\" nor \"" part[2] "\"")
	return text == part[1] ? 1 : 0
}

# A pattern PATTERN must match; "var" and others become C.
function cell_number(i, j, text, other, constant_of_other)
{
	if (other && text == other)
		return constant_of_other
	if (text !~ /^[0-9]+$/)
		fault(i, "\"" text "\" in column \"" head[j] "\" is no number" (other ? ", nor \"" other "\"" : ""))
	return text + 0
}

# A letter for each argument of a transformation; how many there may be stands before it.
function cell_letters(i, j, text,    f)
{
	split(row[i], f, FS)
	if (text == "-" ? f[column["most"]] != 0 : length(text) != f[column["most"]])
		fault(i, "\"" text "\" has not a letter for each of " f[column["most"]] " arguments")
	if (text != "-" && text ~ /[^nusxcder]/)
		fault(i, "\"" text "\" has a letter that is none of n, u, s, x, c, d, e, r")
	if (f[column["least"]] + 0 > f[column["most"]] + 0)
		fault(i, "the least number of arguments is above the most")
	return text == "-" ? "0" : quoted(text)
}

# "5.6.5,5.7.1": releases, one of a branch, as {text, {{bit of the branch, patch} ...}}.
function cell_patches(i, j, text,    n, part, k, branch, patch, out)
{
	n = text == "-" ? 0 : split(text, part, ",")
	if (n > 4)
		fault(i, "\"" text "\" has more than four releases")
	for (k = 1; k <= n; k++) {
		branch = patch = part[k]
		sub(/\.[0-9]+$/, "", branch)
		sub(/^.*\./, "", patch)
		if (branch == part[k] || !(branch in bit))
			fault(i, "\"" part[k] "\" is no release of a known branch")
		else
			out = out (k > 1 ? ", " : "") "{" 2 ^ bit[branch] ", " patch "}"
	}
	return "{" (n ? quoted(text) : 0) ", {" (n ? out : "{0, 0}") "}}"
}

# "tm,dialog?": names of modules.
function cell_modules(i, j, text,    n, part, k)
{
	n = text == "-" ? 0 : split(text, part, ",")
	for (k = 1; k <= n; k++)
		if (part[k] !~ /^[a-z0-9_]+\??$/)
			fault(i, "\"" part[k] "\" is not the name of a module")
	return text == "-" ? "0" : quoted(text)
}

# "usrloc|p_usrloc": names of modules of which one is enough.
function cell_alternatives(i, j, text,    n, part, k, out)
{
	n = split(text, part, "|")
	if (n > 3)
		fault(i, "\"" text "\" has more than three modules")
	for (k = 1; k <= n; k++) {
		if (part[k] !~ /^[a-z0-9_]+$/)
			fault(i, "\"" part[k] "\" is not the name of a module")
		out = out (k > 1 ? ", " : "") quoted(part[k])
	}
	return "{" out "}"
}

# One condition on a parameter, as {parameter, default, test, value}.
function condition_of(i, text,    open, close_, rest, test)
{
	if (text !~ /^[A-Za-z0-9_]+\([^()]*\)(!?=[^=()]*|>-?[0-9]+|~[0-9]+|[*].+)$/) {
		fault(i, "\"" text "\" is no condition: write param(default)=value, param(default)!=value, param(default)>number, param(default)~bits or param()*text")
		return "{0}"
	}
	open = index(text, "(")
	close_ = index(text, ")")
	rest = substr(text, close_ + 1)
	test = substr(rest, 1, 1)
	return "{" quoted(substr(text, 1, open - 1)) ", " quoted(substr(text, open + 1, close_ - open - 1)) ", " \
	    (test == "=" ? "CONDITION_IS" : test == "!" ? "CONDITION_IS_NOT" : test == ">" ? "CONDITION_ABOVE" : \
	    test == "~" ? "CONDITION_HAS_BITS" : "CONDITION_CONTAINS") ", " quoted(substr(rest, test == "!" ? 3 : 2)) "}"
}

# "param(default)=value", "param(default)!=value", "param(default)>number", several with "&" between them: all must hold;
# "-": nothing must. A parameter that is not set has the default.
function cell_when(i, j, text,    n, part, k, out)
{
	n = text == "-" ? 0 : split(text, part, "&")
	if (n > 3)
		fault(i, "\"" text "\" has more than three conditions")
	for (k = 1; k <= n; k++)
		out = out (k > 1 ? ", " : "") condition_of(i, part[k])
	return n ? "{" out "}" : "{{0}}"
}

# What conditions.tsv explains, several with "|" between them, as the text and {kind, module or 0, word or 0, condition} of each.
function cell_needs(i, j, text,    n, part, k, head, rest, out)
{
	n = split(text, part, "|")
	if (n > 8)
		fault(i, "\"" text "\" has more than eight alternatives")
	for (k = 1; k <= n; k++) {
		head = rest = part[k]
		out = out (k > 1 ? ", " : "")
		if (match(head, /^[a-z]+:/)) {
			head = substr(part[k], 1, RLENGTH - 1)
			rest = substr(part[k], RLENGTH + 1)
			if (rest == "")
				fault(i, "\"" part[k] "\" has nothing behind the colon")
			if (is_word(i, j, head))
				out = out "{" constant(head, "NEED_") ", 0, " quoted(rest) ", {0}}"
		} else if (part[k] ~ /^[a-z]+$/) {
			if (is_word(i, j, part[k]))
				out = out "{" constant(part[k], "NEED_") ", 0, \"\", {0}}"
		} else {
			head = match(rest, /^[a-z0-9_]+\./) ? quoted(substr(rest, 1, RLENGTH - 1)) : "0"
			out = out "{NEED_PARAM, " head ", 0, " condition_of(i, head == "0" ? rest : substr(rest, RLENGTH + 1)) "}"
		}
	}
	return quoted(text) ", {" out "}"
}

# Words that routeparams.tsv and symbols.tsv explain, as {key, after, until, prefix, skip, flags}.
function cell_form(i, j, text,    n, part, k, head, rest, has, flags)
{
	n = split(text, part, " ")
	for (k = 1; k <= n; k++) {
		head = rest = part[k]
		if (sub(/:.*/, ":", head) && rest != head)
			rest = substr(rest, length(head) + 1)
		if (head ~ /:$/ && rest == head)
			fault(i, "\"" part[k] "\" has nothing behind the colon")
		if (!is_word(i, j, head))
			continue
		if (head in has)
			fault(i, "\"" head "\" stands there twice")
		has[head] = quoted(rest)
		if (head !~ /:$|^name$/)
			flags = flags (flags ? "|" : "") constant(head, "NAME_")
	}
	if (!("name" in has) && !("key:" in has) && !("after:" in has) && !("until:" in has))
		fault(i, "\"" text "\" does not say where the name is: name, key:, after: or until:")
	return "{" or_none(has, "key:") ", " or_none(has, "after:") ", " or_none(has, "until:") ", " \
	    or_none(has, "prefix:") ", " or_none(has, "skip:") ", " (flags ? flags : 0) "}"
}

function or_none(has, head)
{
	return head in has ? has[head] : 0
}

# "SET" or "SET/i" as {name, is in any case}; "-".
function cell_set(i, j, text,    name)
{
	if (text == "-")
		return "{SET_NONE, 0}"
	name = text
	sub(/\/i$/, "", name)
	return is_word(i, j, name) ? "{" constant(name, "SET_") ", " (name != text) "}" : ""
}

# A POSIX expression: what awk and C would not tell alike is left to the test of the tables.
function cell_pattern(i, j, text,    k, c, depth)
{
	for (k = 1; k <= length(text); k++) {
		c = substr(text, k, 1)
		if (c == "\\" && ++k > length(text))
			fault(i, "the pattern \"" text "\" ends with a backslash")
		if (c == "[") {
			k = bracket_end(text, k)
			if (!k) {
				fault(i, "the pattern \"" text "\" has a \"[\" that is not closed")
				break
			}
		}
		depth += (c == "(") - (c == ")")
		if (depth < 0)
			break
	}
	if (depth)
		fault(i, "the pattern \"" text "\" has a \"" (depth < 0 ? ")" : "(") "\" without its counterpart")
	return quoted(text)
}

# Where the bracket ends that begins at AT, or 0.
function bracket_end(text, at,    close_)
{
	at++
	if (substr(text, at, 1) == "^")
		at++
	if (substr(text, at, 1) == "]")
		at++
	while (at <= length(text) && substr(text, at, 1) != "]") {
		if (substr(text, at, 2) ~ /^\[[:.=]/) {
			close_ = index(substr(text, at + 2), substr(text, at + 1, 1) "]")
			if (!close_)
				return 0
			at += close_ + 2
		}
		at++
	}
	return at <= length(text) ? at : 0
}

# One "KEY:KIND>SET!" of a list.
function print_key(i, j, word,    mark, set, kind)
{
	mark = substr(word, length(word))
	if (index("!#", mark))
		word = substr(word, 1, length(word) - 1)
	set = kind = word
	set = sub(/^.*>/, "", set) ? set : "-"
	sub(/>.*/, "", word)
	kind = word
	kind = sub(/^[^:]*:/, "", kind) ? kind : ""
	sub(/:.*/, "", word)
	if (word !~ /^([A-Za-z0-9_]+|\*)$/)
		fault(i, "\"" word "\" is not the name of a key")
	if (kind != "" && !is_word(i, j, kind))
		return
	printf "KEY(%s, %s, %d, %d, %d, %s)\n", quoted(word), constant(kind == "" ? "any" : kind, "KIND_"), (mark == "!"),
	    (mark == "#"), (word == "*"), cell_set(i, column["defines"], set)
}

# As {pattern, least, most, number of its first key, number of keys}.
function cell_spec(i, j, text,    f, form, n, part, k)
{
	split(row[i], f, FS)
	form = f[column["form"]]
	if (f[column["when"]] != "-" && form !~ /^(flag|pairs|nodes|file|identifier|kemi)$/ && f[column["options"]] !~ /(^|,)start(,|$)/)
		fault(i, "\"" f[column["when"]] "\" is a condition, and the form \"" form "\" is looked at before it can be known")
	if (form == "range") {
		if (text !~ /^-?[0-9]+( -?[0-9]+)?$/)
			fault(i, "\"" text "\" is no range: write LEAST MOST or LEAST")
		n = split(text, part, " ")
		return "{0, " part[1] ", " (n > 1 ? part[2] : "INT32_MAX") ", 0, 0}"
	}
	if (form == "above") {
		if (text !~ /^[A-Za-z0-9_]+=[0-9]+$/)
			fault(i, "\"" text "\" is no parameter with an example: write PARAMETER=NUMBER")
		split(text, part, "=")
		return "{" quoted(part[1]) ", " part[2] ", 0, 0, 0}"
	}
	if (form ~ /^(pattern|pattern-nocase)$/)
		return "{" cell_pattern(i, j, text) ", 0, 0, 0, 0}"
	n = text == "-" ? 0 : split(text, part, " ")
	if (!n != (form !~ /^(list|named-list|httpcon)$/))
		fault(i, "the form \"" form "\" takes " (n ? "no" : "a list of") " keys")
	for (k = 1; k <= n; k++)
		print_key(i, j, part[k])
	nkeys += n
	return "{0, 0, 0, " (nkeys - n) ", " n "}"
}

# The length of the key that LIST begins with: to a comma that stands in no bracket.
function key_length(list,    n, depth, c)
{
	for (n = 1; n <= length(list); n++) {
		c = substr(list, n, 1)
		if (c == "," && !depth)
			break
		depth += (c == "[") - (c == "]")
	}
	return n - 1
}

# The versions from SINCE on.
function mask_since(i, since)
{
	if (since in bit)
		return mask(i, since "-")
	fault(i, "\"" since "\" is no version")
	return 0
}

# One key of an inner name, with what may stand behind it.
function print_inner_key(i, text,    word, flags, index_, versions)
{
	word = text
	flags = index_ = "0"
	if (sub(/\.\.\.$/, "", word))
		flags = flags "|KEY_OPEN"
	if (sub(/\+$/, "", word))
		flags = flags "|KEY_CHAIN"
	if (sub(/:\(format\)$/, "", word))
		flags = flags "|KEY_FORMAT"
	if (sub(/\[i,i\]$/, "[n,n]", word) || sub(/\[i\?\]$/, "[n?]", word) || sub(/\[i\]$/, "[n]", word))
		flags = flags "|KEY_INT32"
	if (sub(/\[n\?\]$/, "", word)) {
		index_ = "INDEX_NUMBER"
		flags = flags "|KEY_MAY_LACK"
	} else if (sub(/\[n\]$/, "", word))
		index_ = "INDEX_NUMBER"
	else if (sub(/\[t\]$/, "", word))
		index_ = "INDEX_TEXT"
	else if (sub(/\[n,n\]$/, "", word))
		index_ = "INDEX_TWO"
	versions = 2 ^ nversions - 1
	if (match(word, /\([^()]*\)$/)) {
		versions = mask_since(i, substr(word, RSTART + 1, RLENGTH - 2))
		word = substr(word, 1, RSTART - 1)
	}
	if (word !~ /^[A-Za-z0-9_:.-]*$/ || (word == "" && index_ != "INDEX_TWO"))
		fault(i, "\"" text "\" is no key of an inner name")
	printf "INNER_KEY(%s, 0x%x, %s, %s)\n", quoted(word), versions, index_, flags
}

# As the address of its form; forms of one text are one.
function cell_inner(i, j, text,    kind, list, n, length_, count)
{
	if (text == "-")
		return "0"
	if (text in form_of)
		return form_of[text]
	kind = text
	list = ""
	if (match(text, /:|=>/) && text != "table=>format") {
		kind = substr(text, 1, RSTART + RLENGTH - 1)
		list = substr(text, RSTART + RLENGTH)
		if (list == "")
			fault(i, "\"" text "\" has nothing in its list")
	}
	if (!is_word(i, j, kind))
		return "0"
	if (kind == "letters:" && list !~ /^[A-Za-z]+$/)
		fault(i, "\"" list "\" are no letters")
	if (kind == "pattern:" && list !~ /^\^.*\$$/)
		fault(i, "\"" list "\" is no pattern for all of a name: ^...$")
	for (n = list; n != "" && kind !~ /^(letters|pattern):$/; n = substr(n, length_ + 2)) {
		length_ = key_length(n)
		print_inner_key(i, substr(n, 1, length_))
		count++
	}
	if (kind !~ /^(letters|pattern|variable):$/)
		list = ""
	sub(/:$/, "-of", kind)
	sub(/=>$/, "-key", kind)
	gsub(/=>|\./, "_", kind)
	printf "INNER(%s, %s, %s, %d, %d)\n", quoted(text), constant(kind, "INNER_"), quoted(list), ninner_keys, count
	ninner_keys += count
	return form_of[text] = "&inner_forms[" nforms++ "]"
}

# The name of an event route stands apart.
function cell_required(i, j, text)
{
	if (text ~ /^event_route\[[^][]+\]$/)
		return quoted(text) ", " quoted(substr(text, 13, length(text) - 13))
	if (text !~ /^[A-Za-z0-9_]+$/)
		fault(i, "\"" text "\" is neither a parameter nor event_route[NAME]")
	return quoted(text) ", 0"
}

# Cell J of row I, whose text is TEXT.
function cell(i, j, text,    kind, prefix, part)
{
	kind = type[j]
	prefix = kind
	sub(/:.*/, "", kind)
	sub(/^[^:]*:?/, "", prefix)
	if (kind ~ /\?$/) {
		if (text == "-")
			return "0"
		sub(/\?$/, "", kind)
	}
	if (kind == "same")
		return (text == "-" ? "0" : quoted(text)) ", " (text ~ /^[0-9]+$/ ? text : 0)
	if (kind == "any")
		return quoted(text)
	if (kind == "versions")
		return sprintf("0x%x", mask(i, text))
	if (kind == "is")
		return cell_is(i, j, text, prefix)
	if (kind == "letters")
		return cell_letters(i, j, text)
	if (kind == "patches")
		return cell_patches(i, j, text)
	if (kind == "modules")
		return cell_modules(i, j, text)
	if (kind == "set")
		return cell_set(i, j, text)
	if (kind == "inner")
		return cell_inner(i, j, text)
	if (kind == "spec")
		return cell_spec(i, j, text)
	if (kind == "alternatives")
		return cell_alternatives(i, j, text)
	if (kind == "when")
		return cell_when(i, j, text)
	if (kind == "needs")
		return cell_needs(i, j, text)
	if (kind == "some")
		return cell_some(i, j, text, prefix)
	if (kind == "count")
		return cell_number(i, j, text, "var", "FACT_ANY_COUNT")
	if (kind == "items")
		return text == "-" ? 0 : split(text, part, ",")
	if (kind == "argument")
		return text == "-" ? "0" : cell_number(i, j, text, "last", "ARGUMENT_LAST")
	if (text == "-")
		fault(i, "the cell of \"" head[j] "\" is empty")
	if (kind == "text")
		return quoted(text)
	if (kind == "number")
		return cell_number(i, j, text)
	if (kind == "form")
		return cell_form(i, j, text)
	if (kind == "required")
		return cell_required(i, j, text)
	if (kind == "name") {
		if (text !~ /^[A-Z][A-Z0-9_]*$/)
			fault(i, "\"" text "\" is no name of C")
		return text
	}
	if (kind == "word")
		return is_word(i, j, text) ? quoted(text) : 0
	if (kind == "one")
		return is_word(i, j, text) ? constant(text, prefix) : 0
	wrong(file, 1, "column \"" head[j] "\" has an unknown type \"" type[j] "\"")
}
