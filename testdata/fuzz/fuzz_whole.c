/*
 * fuzz_whole - the whole program: what a user gets for three files, by one command after the other.
 *
 * Laws: a run ends with 0 or 1, and with 1 just when it reports something that counts; nothing that
 * moves a terminal is printed; -c says what lint --phase=start --level=error says; what few are
 * shown of is among all; two runs give the same bytes; the text of expand parses when the original
 * does, and expands to itself; a config is equal to itself; what is outside of --confine changes
 * nothing.  The law of memory is watched by arena_strict.c.
 *
 * The files are main.cfg, a.cfg and sub/b.cfg; which release, and which laws an input is held to,
 * its hash says.
 */
#include "fuzz_whole_run.h"

/* One input. */
struct whole {
	struct arena *arena;
	struct fuzz_input in;
	uint32_t hash;
	const char *version;
};

/* One of the COUNT words, by the bits of the hash from SHIFT on. */
static const char *chosen(const struct whole *w, unsigned shift, const char *const *words,
			  size_t count)
{
	return words[(w->hash >> shift) % count];
}

/* -c and lint, with "--no-ignore", or another option about what comments silence. */
static void check_verdict(const struct whole *w, const char *ignoring)
{
	const char *v = w->version;
	struct result c = RUN(w->arena, "-c", ignoring, "--kamailio", v, "-f", "main.cfg"), start,
		      lint;
	bool is_good = str_ends(c.err, STR("config file ok, exiting...\n"));

	start = RUN(w->arena, "lint", "--phase=start", "--level=error", ignoring, "--kamailio", v,
		    "main.cfg");
	lint = RUN(w->arena, "lint", "--level=note", ignoring, "--kamailio", v, "main.cfg");
	must_end_well(&c);
	must_end_well(&start);
	must_end_well(&lint);
	must(!c.out.n, "-c prints nothing to stdout", &c);
	must((c.status == 1) == (count_findings(c.err, "error[") > 0), "status and messages agree",
	     &c);
	must(is_good == !c.status, "-c says ok just when it is", &c);
	must(lint.status == (count_findings(lint.out, "") > 0), "status and messages agree", &lint);
	must(c.status == start.status, "-c ends as lint --phase=start --level=error", &c);
	must(!c.status || str_equal(c.err, start.out),
	     "-c says what lint --phase=start --level=error says", &c);
	/* Of what an open comment takes in, -c says that it is missing, lint why. */
	must(has_findings(lint.out, start.out) || str_search(lint.out, STR("[K207]")) >= 0,
	     "all findings are more than the errors", &start);
}

/* Comments only take findings away, and what -c says of parsing they leave. */
static void check_comments(const struct whole *w)
{
	const char *v = w->version;
	struct result all = RUN(w->arena, "lint", "--no-ignore", "--kamailio", v, "main.cfg"),
		      some = RUN(w->arena, "lint", "--kamailio", v, "main.cfg"),
		      again = RUN(w->arena, "lint", "--kamailio", v, "main.cfg"),
		      c = RUN(w->arena, "-c", "--kamailio", v, "-f", "main.cfg"),
		      parse = RUN(w->arena, "-c", "--phase=parse", "--no-ignore", "--kamailio", v,
				  "-f", "main.cfg");

	must_end_well(&all);
	must_end_well(&some);
	must_end_well(&c);
	must(str_equal(some.out, again.out) && some.status == again.status, "two runs say the same",
	     &some);
	must(some.status ==
		 (count_findings(some.out, "error[") + count_findings(some.out, "warning[") > 0),
	     "status and messages agree", &some);
	must(parse.status <= c.status, "a comment does not change the verdict of parsing", &parse);
}

/* Nothing outside of the folder sub changes what is said, or is shown. */
static void check_confined(const struct whole *w)
{
	const char *v = w->version;
	struct result with, without;

	with = RUN(w->arena, "lint", "--untrusted", "--confine=sub", "--level=note", "--kamailio",
		   v, "main.cfg");
	put_file("a.cfg", STR("# nothing\n"));
	without = RUN(w->arena, "lint", "--untrusted", "--confine=sub", "--level=note",
		      "--kamailio", v, "main.cfg");
	put_file("a.cfg", w->in.part[1]);
	must_end_well(&with);
	must(str_equal(with.out, without.out), "what is outside changes nothing", &with);
}

/* The text of expand, and what it expands to. */
static void check_expanded(const struct whole *w, const char *option)
{
	const char *v = w->version;
	struct result parse = RUN(w->arena, "-c", "--phase=parse", "--no-ignore", "--kamailio", v,
				  "-A", "WITH_NAT", "-f", "main.cfg"),
		      expand = RUN(w->arena, "expand", option, "--kamailio", v, "-A", "WITH_NAT",
				   "main.cfg"),
		      again;

	must_end(&expand);
	/* It also fails for what is refused nowhere but goes wrong on the server. */
	must(parse.status || !expand.status || str_search(expand.err, STR("[run]")) >= 0,
	     "expand works where the text parses", &expand);
	if (parse.status || expand.status)
		return;
	put_file("printed.cfg", expand.out);
	parse = RUN(w->arena, "-c", "--phase=parse", "--no-ignore", "--kamailio", v, "-f",
		    "printed.cfg");
	must(!parse.status, "the text of expand parses", &parse);
	again = RUN(w->arena, "expand", "--kamailio", v, "printed.cfg");
	must(!again.status, "the text of expand expands", &again);
	must(str_equal(again.out, expand.out), "the text of expand expands to itself", &again);
}

static void check_printed(const struct whole *w)
{
	struct result r = RUN(w->arena, "--cfg-print", "--kamailio", w->version, "-f", "main.cfg");

	must_end(&r);
	/* Errors that Kamailio reports and prints on are none to the status. */
	must(!r.status || count_findings(r.err, "error[") > 0, "status and messages agree", &r);
	r = RUN(w->arena, "lint", "--catalog=a.cfg", "--kamailio", w->version, "main.cfg");
	must(r.status >= 0 && r.status <= 2, "it ends with 0, 1 or 2", &r);
}

/* A config is equal to itself, unless parts of it are not read; a difference has two sides. */
static void check_differences(const struct whole *w, const char *form)
{
	const char *v = w->version;
	struct result r = RUN(w->arena, "diff", form, "--kamailio", v, "main.cfg", "main.cfg"),
		      back;

	must(r.status == 0 || r.status == 2, "a config is equal to itself", &r);
	must((r.status == 2) == (str_search(r.err, STR(" cannot be compared: ")) >= 0),
	     "what cannot be compared is told", &r);
	r = RUN(w->arena, "diff", form, "--kamailio", v, "main.cfg", "a.cfg");
	back = RUN(w->arena, "diff", form, "--kamailio", v, "a.cfg", "main.cfg");
	must(r.status >= 0 && r.status <= 2, "it ends with 0, 1 or 2", &r);
	must(r.status == back.status, "both ways differ, or none", &back);
}

static void check_views(const struct whole *w)
{
	static const char *const formats[] = {"--format=text", "--format=json", "--format=ctags"};
	static const char *const forms[] = {"--format=text", "--format=json", "--format=markdown"};
	const char *v = w->version;
	struct result r =
	    RUN(w->arena, "symbols", chosen(w, 8, formats, 3), "--kamailio", v, "main.cfg");

	must_end_well(&r);
	check_differences(w, chosen(w, 8, forms, 3));
	r = RUN(w->arena, "tree", "--kamailio", v, "main.cfg");
	must_end_well(&r);
	r = RUN(w->arena, "tokens", "--kamailio", v, "main.cfg");
	must_end_well(&r);
	check_printed(w);
}

static void check(const struct whole *w)
{
	static const char *const ignoring[] = {"--no-ignore", "--untrusted"};
	static const char *const prints[] = {"--color=auto", "--line-markers", "--strip-comments"};

	check_verdict(w, chosen(w, 4, ignoring, 2));
	switch (w->hash % 4) {
	case 0: check_comments(w); break;
	case 1: check_confined(w); break;
	case 2: check_views(w); break;
	default: check_expanded(w, chosen(w, 8, prints, 3));
	}
}

void fuzz_one(const uint8_t *data, size_t size)
{
	static const char *const versions[] = {"5.6", "5.7", "5.8", "6.0", "6.1", "6.2"};
	struct whole w = {.arena = arena_new()};

	w.hash = str_hash((struct str){(const char *)data, size});
	w.version = chosen(&w, 12, versions, sizeof versions / sizeof *versions);
	fuzz_split(&w.in, w.arena, data, size);
	put_file("main.cfg", w.in.part[0]);
	put_file("a.cfg", w.in.part[1]);
	put_file("sub/b.cfg", w.in.part[2]);
	check(&w);
	arena_free(w.arena);
}
