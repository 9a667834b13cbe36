# Whether what the tables say of each other is true: a function that has a tag exists, and in the versions of the row.
#
#   awk -f table.awk -f checktables.awk kamailio.y versions.tsv all other tables
#
# What must stay true: silent when nothing is wrong; says file, line and name otherwise.

/^#/ || table_of_file == "versions" { next }

# Every row, and for the tables that others name: where NAME of MODULE holds.
{
	n = nkept++
	kept[n] = $0
	of[n] = table_of_file
	at[n] = FNR
	file_of[n] = FILENAME
	for (i = 1; i <= ncolumns; i++)
		cell_of[n, head[i]] = $i
	ranges[n] = bits($NF)
	module = table_of_file == "globals" ? "core" : "module" in column ? $(column["module"]) : ""
	add(table_of_file, $1, module)
	if (table_of_file == "globals" && $2 != "-") {
		count = split($2, alias, ",")
		for (i = 1; i <= count; i++)
			add("globals", alias[i], "core")
	}
	# A name that may be of any module.
	add(table_of_file, $1, "*")
}

function add(table, what, module,    b)
{
	for (b = 0; b < nversions; b++)
		if (substr(ranges[n], b + 1, 1) == 1)
			holds[table, what, module, b]
	holds[table, what, module]
}

# "5.0-5.4,5.7-" as "111110011111"; what is wrong with it the compiler of the tables says.
function bits(text,    n_, part_, k, ends, b, from, to, out)
{
	n_ = split(text, part_, ",")
	for (k = 1; k <= n_; k++) {
		if (split(part_[k], ends, "-") == 1)
			ends[2] = part_[k]
		from = ends[1] in bit ? bit[ends[1]] : nversions
		to = ends[2] == "" ? nversions - 1 : ends[2] in bit ? bit[ends[2]] : -1
		for (b = 0; b < nversions; b++)
			if (b >= from && b <= to)
				set[b]
	}
	for (b = 0; b < nversions; b++)
		out = out (b in set ? 1 : 0)
	split("", set)
	return out
}

# Row I says something of WHAT in MODULE, which TABLE must know in all versions of the row.
function refers(i, table, what, module,    b, missing)
{
	if (!((table, what, module) in holds)) {
		wrong(file_of[i], at[i], "\"" what "\"" (module == "*" ? "" : " of module \"" module "\"") " is not in " table ".tsv")
		return
	}
	for (b = 0; b < nversions; b++)
		if (substr(ranges[i], b + 1, 1) == 1 && !((table, what, module, b) in holds))
			missing = missing " " name[b]
	if (missing)
		wrong(file_of[i], at[i], "\"" what "\"" (module == "*" ? "" : " of module \"" module "\"") " is not in " table \
		    ".tsv for" missing)
}

function refers_to_module(i, module)
{
	if (module != "core" && module != "-")
		refers(i, "modules", module, "*")
}

# Modules of which one is enough.
function refers_to_modules(i, text,    n_, part_, k)
{
	n_ = split(text, part_, "|")
	for (k = 1; k <= n_; k++)
		refers_to_module(i, part_[k])
}

# A parameter of a module, or of the core.
function refers_to_param(i, what, module)
{
	refers(i, module == "core" ? "globals" : "params", what, module)
}

# A version without the parameter has its default.
function check_conditions(i, module, text,    n_, part_, k)
{
	n_ = text == "-" ? 0 : split(text, part_, "&")
	for (k = 1; k <= n_; k++) {
		sub(/\(.*/, "", part_[k])
		if (!(("params", part_[k], module) in holds))
			refers(i, "params", part_[k], module)
	}
}

function check_depends(i,    n_, part_, k)
{
	n_ = cell_of[i, "depends"] == "-" ? 0 : split(cell_of[i, "depends"], part_, ",")
	for (k = 1; k <= n_; k++) {
		sub(/\?$/, "", part_[k])
		refers(i, "modules", part_[k], "*")
	}
}

# The names of old must be unknown where the row holds.
function check_renamed(i,    table, b)
{
	table = cell_of[i, "kind"] "s"
	for (b = 0; b < nversions; b++)
		if (substr(ranges[i], b + 1, 1) == 1 &&
		    (table, cell_of[i, "name"], cell_of[i, "module"] == "-" ? "*" : cell_of[i, "module"], b) in holds)
			wrong(file_of[i], at[i], "\"" cell_of[i, "name"] "\" is in " table ".tsv for " name[b])
}

function check_named(i, kind, what, module,    inner)
{
	if (kind == "function" && module != "core")
		refers(i, "functions", what, module)
	else if (kind == "param" || kind == "global")
		refers_to_param(i, what, module)
	else if (kind == "pvar") {
		sub(/\(.*/, "", what)
		refers(i, "pvars", what, module)
	}
}

# What the user chooses the name of an event route with.
function check_event(i, what, module)
{
	if (cell_of[i, "kind"] == "wrong" || what == "-" || ("params", what, module) in holds)
		return
	refers(i, module == "core" ? "globals" : "functions", what, module)
}

# "is_*": functions begin so.
function check_head(i, what,    k)
{
	what = substr(what, 1, length(what) - 1)
	for (k = 0; k < nkept; k++)
		if (of[k] == "functions" && index(kept[k], what) == 1)
			return
	wrong(file_of[i], at[i], "no function of functions.tsv begins with \"" what "\"")
}

# A node of a select that nothing leads to.
function check_select(i, what,    k)
{
	for (k = 0; k < nkept && what != "-"; k++)
		if (of[k] == "selects" && cell_of[k, "to"] == what)
			return
	if (what != "-")
		wrong(file_of[i], at[i], "no row leads to \"" what "\"")
}

function check_guard(i, what)
{
	if (cell_of[i, "form"] == "pvar")
		refers(i, "pvars", substr(what, 2), "*")
	else if (cell_of[i, "form"] == "function")
		refers(i, "functions", what, "*")
}

# A row of "core" or "advertised" is named freely.
function check_behaviour(i, what, module,    kind, other)
{
	kind = cell_of[i, "kind"]
	other = cell_of[i, "unless"]
	if (kind == "function")
		refers(i, "functions", what, module)
	else if (kind == "module" || kind == "database")
		refers_to_module(i, what)
	else if (kind != "core" && kind != "advertised")
		refers_to_param(i, what, module)
	if (other != "-" && !(("params", other, module) in holds))
		refers(i, "globals", other, "core")
}

# What a condition of conditions.tsv is about, and what it asks for.
function check_conditioned(i, what, module,    kind, n_, part_, k, param)
{
	kind = cell_of[i, "kind"]
	if (kind == "event" || kind == "function")
		refers(i, kind "s", what, module)
	else if (kind == "param" || kind == "flag" || kind == "core")
		refers_to_param(i, what, module)
	else if (kind == "name")
		refers(i, ("functions", what, module) in holds ? "functions" : "params", what, module)
	n_ = split(cell_of[i, "needs"], part_, "|")
	for (k = 1; k <= n_; k++) {
		if (part_[k] ~ /^(call|absent):/) {
			sub(/^[a-z]+:/, "", part_[k])
			sub(/\/[0-9]+$/, "", part_[k])
			if (!(("functions", part_[k], "*") in holds))
				refers(i, "functions", part_[k], "*")
		} else if (part_[k] ~ /^module:/) {
			if (!(("modules", substr(part_[k], 8), "*") in holds))
				refers_to_module(i, substr(part_[k], 8))
		}
		else if (part_[k] ~ /\(/ && part_[k] !~ /^assigned:/) {
			param = part_[k]
			sub(/\(.*/, "", param)
			if (sub(/^[a-z0-9_]+\./, "", param)) {
				sub(/\..*/, "", part_[k])
				if (part_[k] != "core" && !(("params", param, part_[k]) in holds))
					refers(i, "params", param, part_[k])
				else if (part_[k] == "core")
					refers(i, "globals", param, "core")
			} else if (!(("params", param, module) in holds))
				refers(i, "params", param, module)
		}
	}
}

function check_row(i, table, what, module)
{
	if (module != "" && table != "renamed")
		refers_to_module(i, module)
	if (table == "modules")
		check_depends(i)
	else if (table == "renamed")
		check_renamed(i)
	else if (table == "tags" && what ~ /\*$/)
		check_head(i, what)
	else if (table == "arguments" || table == "forms" || table == "tags")
		refers(i, "functions", what, module)
	else if (table == "changes")
		refers(i, "pvars", what, "*")
	else if (table == "events")
		check_event(i, cell_of[i, "set_by"], module)
	else if (table == "selects")
		check_select(i, what)
	else if (table == "units" && cell_of[i, "argument"] != "0")
		refers(i, "functions", what, module)
	else if (table == "settings" || table == "units" || table == "variables") {
		refers_to_param(i, what, module)
		if (cell_of[i, "form"] == "above") {
			what = cell_of[i, "spec"]
			sub(/=.*/, "", what)
			refers_to_param(i, what, module)
		}
	}
	else if (table == "assignable" || table == "shapes")
		refers(i, "pvars", what, module)
	else if (table == "conditions")
		check_conditioned(i, what, module)
	else if (table == "defaults")
		refers_to_param(i, what, module)
	else if (table == "behaviours")
		check_behaviour(i, what, module)
	else if (table == "secrets")
		refers(i, cell_of[i, "form"] == "argument" ? "functions" : cell_of[i, "form"] == "assigned" ? "pvars" : "params", what, module)
	else if (table == "databases")
		refers_to_param(i, cell_of[i, "param"], module)
	else if (table == "requirements" && cell_of[i, "param"] !~ /\[/)
		refers_to_param(i, cell_of[i, "param"], module)
	else if (table == "dependencies")
		refers_to_modules(i, cell_of[i, "needs"])
	else if (table == "routeparams")
		check_named(i, cell_of[i, "kind"], what, module)
	else if (table == "scripts" && cell_of[i, "kind"] == "param")
		refers_to_param(i, what, module)
	else if (table == "symbols")
		check_named(i, cell_of[i, "where"], what, module)
	else if (table == "words" && cell_of[i, "list"] ~ /^COREPARAM_/)
		refers(i, "globals", "coreparam[" what "]", "core")
	else if (table == "guards")
		check_guard(i, what)
	else if (table == "keywords" && !(cell_of[i, "token"] in is_token))
		wrong(file_of[i], at[i], "\"" cell_of[i, "token"] "\" is no token of kamailio.y")
	if ((i, "when") in cell_of)
		check_conditions(i, module, cell_of[i, "when"])
}

# Two rows that say the same of one version.
function check_twice(i, last,    b, a_, c_)
{
	a_ = kept[i]
	c_ = kept[last]
	sub(/\t[^\t]*$/, "", a_)
	sub(/\t[^\t]*$/, "", c_)
	if (of[i] != of[last] || a_ != c_)
		return
	for (b = 1; b <= nversions; b++)
		if (substr(ranges[i], b, 1) == 1 && substr(ranges[last], b, 1) == 1) {
			wrong(file_of[i], at[i], "the row stands there twice for " name[b - 1])
			return
		}
}

END {
	for (i = 0; i < nkept; i++) {
		what = kept[i]
		sub(/\t.*/, "", what)
		check_row(i, of[i], what, (i, "module") in cell_of ? cell_of[i, "module"] : "")
		if (i)
			check_twice(i, i - 1)
	}
	if (nwrong)
		exit 1
}
