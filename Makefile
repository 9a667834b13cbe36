# kamcheck - POSIX-like Makefile for GNU make.
#
#   make demo     installs what is missing, builds, checks and prints the stock kamailio.cfg
#   make check    the same, then every test
#   make          builds build/kamcheck
#   make oracle   compares with the real server (installs Debian's kamailio)
#   make recorded compares with what five releases said, without a server
#   make docs     writes a page for each rule into build/docs/rules, and what the README shows of the stock config
#   make dist, deb, packages: what is handed to others, and tests of it
#   make findings, bench, fuzz, install, uninstall, clean, tidy, format: see below

VERSION	= 0.2.0

CC	= gcc
AR	= ar
# CFLAGS, CPPFLAGS and LDFLAGS of the environment or the command line come behind ours, as dpkg-buildflags wants it.
OPTIMIZE = -O2 -g -ffile-prefix-map=$(CURDIR)=.
PREFIX	= /usr/local
DESTDIR	=
B	= build
# Tables are sorted by bytes.
export LC_ALL = C

LAYERS	= base text facts beside regex tree scan preprocess parse pvar modules unit sema compare engine rules variants output views pictures trace report programs
SRC	= $(foreach l,$(LAYERS),$(sort $(wildcard src/$(l)/*.c src/$(l)/*/*.c)))
HEADERS	= $(sort $(wildcard src/*/*.h src/*/*/*.h))
# Files with records of rules.
RULES	:= $(shell grep -lw '^RULE' $(SRC))
GEN	= $(B)/gen
TABLES	= $(basename $(filter-out grammar/versions.tsv grammar/options.tsv,$(sort $(wildcard grammar/*.tsv))))
SORTED	= $(filter-out words features keywords directives symbolkinds,$(TABLES:grammar/%=%))
INC	= $(GEN)/versions.inc $(TABLES:grammar/%=$(GEN)/%.inc) $(SORTED:%=$(GEN)/%.index) $(GEN)/words.enum $(GEN)/tags.enum \
	  $(GEN)/behaviours.enum $(GEN)/settings.enum $(GEN)/secrets.enum $(GEN)/transports.enum $(GEN)/questions.enum $(GEN)/files.enum $(GEN)/filekeys.enum $(GEN)/scripts.enum $(GEN)/options.inc $(GEN)/options.enum $(GEN)/options_help.inc \
	  $(GEN)/rules.inc $(GEN)/slots.inc $(GEN)/parser.h $(GEN)/tables.checked $(GEN)/docs_url.h $(GEN)/program_version.h $(GEN)/skill.inc $(GEN)/page_files.inc

STRICT	= -std=c11 -Wall -Wextra -Wshadow -Wconversion -Werror
INCLUDES = -Isrc -I$(GEN) -Igrammar
LIBS	= -lpcre2-8 -lelf -lz -ljansson -lm -lpthread
# Linked statically the program starts in two thirds of the time, and is one file to copy into any container.  Where that
# does not link or does not run: -pie.  Asked when it is needed first.
STATIC	= $(eval STATIC := $(shell mkdir -p $(B) && echo 'int main(void) { return 0; }' | \
	  $(CC) -fPIE -static-pie -x c -o $(B)/static-pie - $(LDFLAGS) $(LIBS) 2>/dev/null && $(B)/static-pie && echo -static-pie || echo -pie))$(STATIC)

# What makes an error of memory harder to use: taken as far as the compiler knows it.
knows	= $(shell $(CC) -Werror $(1) -x c -c -o /dev/null - < /dev/null 2>/dev/null && echo $(1))
PROTECT	= -fstack-protector-strong -fstack-clash-protection -fcf-protection -mbranch-protection=standard
HARDEN	= $(eval HARDEN := -fPIE $(foreach flag,$(PROTECT),$(call knows,$(flag))) \
	  $(if $(findstring FORTIFY,$(CFLAGS) $(CPPFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2))$(HARDEN)
HARDEN_LINK = -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack
OWN	= $(OPTIMIZE) $(HARDEN)
# flex and bison write C that trips the strict warnings; it is theirs, not ours to fix.
RELAXED	= -std=c11 -Wall -Wextra -Werror -Wno-sign-compare -Wno-unused-function -Wno-unused-but-set-variable

SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
SAN_CFLAGS = -O1 -g $(SANITIZE)

OBJ	= $(SRC:src/%.c=$(B)/obj/%.o) $(B)/obj/gen/lexer.o $(B)/obj/gen/parser.o
SAN_OBJ	= $(SRC:src/%.c=$(B)/san/%.o) $(B)/san/gen/lexer.o $(B)/san/gen/parser.o
MAIN	= programs/main.o

UNITS	= $(sort $(wildcard testdata/unit/test_*.c))
UNIT_BIN = $(UNITS:testdata/unit/%.c=$(B)/unit/%)

# As many jobs as processors for what the commands below build.
JOBS	= $(shell nproc 2>/dev/null || echo 1)

# make V=1 shows the commands whole.
say	= $(if $(V),,@printf '  %-6s %s\n' $(1) $@;)

all: $(B)/kamcheck $(B)/kamcheck-rules.7

# --- build ---------------------------------------------------------------------------------------

$(B)/kamcheck: $(OBJ)
	$(call say,LINK)$(CC) $(OWN) $(CFLAGS) $(STATIC) $(HARDEN_LINK) -o $@ $(OBJ) $(LDFLAGS) $(LIBS)

$(B)/san/kamcheck: $(SAN_OBJ)
	$(call say,LINK)$(CC) $(SAN_CFLAGS) -o $@ $(SAN_OBJ) $(LDFLAGS) $(LIBS)

$(B)/obj/%.o: src/%.c | $(INC)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(STRICT) $(OWN) $(INCLUDES) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(B)/san/%.o: src/%.c | $(INC)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(STRICT) $(SAN_CFLAGS) $(INCLUDES) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(B)/obj/gen/%.o: $(GEN)/%.c | $(INC)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(RELAXED) $(OWN) $(INCLUDES) $(CFLAGS) $(CPPFLAGS) -MMD -MP -c -o $@ $<

$(B)/san/gen/%.o: $(GEN)/%.c | $(INC)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(RELAXED) $(SAN_CFLAGS) $(INCLUDES) $(CPPFLAGS) -MMD -MP -c -o $@ $<

-include $(OBJ:.o=.d) $(SAN_OBJ:.o=.d) $(wildcard $(B)/unit/*.d)

# --- generated -----------------------------------------------------------------------------------

$(GEN):
	@mkdir -p $(GEN)

# Full tables: the scanner is the hot path, and they cost about 90 kB.
$(GEN)/lexer.c: grammar/kamailio.l | $(GEN)
	$(call say,FLEX)flex -Cfe -o $@ $<

# One recipe, two outputs.
$(GEN)/parser.c $(GEN)/parser.h &: grammar/kamailio.y | $(GEN)
	$(call say,BISON)bison -Wall -Wno-counterexamples -Werror -o $(GEN)/parser.c --defines=$(GEN)/parser.h $<

TABLE	= grammar/table.awk grammar/cells.awk grammar/mktables.awk
mktable	= awk -v table=$* $(TABLE:%=-f %)

# What the tables say of each other.
CHECK	= grammar/table.awk grammar/checktables.awk
$(GEN)/tables.checked: $(CHECK) grammar/kamailio.y grammar/versions.tsv $(TABLES:=.tsv) | $(GEN)
	$(call say,CHECK)awk $(CHECK:%=-f %) $(filter-out $(CHECK),$^) && touch $@

$(GEN)/%.inc: grammar/%.tsv grammar/versions.tsv $(TABLE) | $(GEN)
	$(call say,AWK)$(mktable) grammar/versions.tsv $(filter-out grammar/versions.tsv,$<) > $@.new && mv $@.new $@

$(GEN)/%.index: grammar/%.tsv grammar/versions.tsv $(TABLE) | $(GEN)
	$(call say,AWK)$(mktable) -v what=index grammar/versions.tsv $< > $@.new && mv $@.new $@

$(GEN)/%.enum: grammar/%.tsv grammar/versions.tsv $(TABLE) | $(GEN)
	$(call say,AWK)$(mktable) -v what=enum grammar/versions.tsv $< > $@.new && mv $@.new $@

OPTIONS	= grammar/table.awk grammar/cells.awk grammar/mkoptions.awk
mkoptions = awk $(OPTIONS:%=-f %)

$(GEN)/options.inc: grammar/options.tsv grammar/versions.tsv $(OPTIONS) | $(GEN)
	$(call say,AWK)$(mkoptions) grammar/versions.tsv $< > $@.new && mv $@.new $@

$(GEN)/options_help.inc: grammar/options.tsv grammar/versions.tsv $(OPTIONS) | $(GEN)
	$(call say,AWK)$(mkoptions) -v what=help grammar/versions.tsv $< > $@.new && mv $@.new $@

$(GEN)/slots.inc: grammar/ast.def grammar/mkslots.awk | $(GEN)
	$(call say,AWK)awk -f grammar/mkslots.awk $< > $@.new && mv $@.new $@

$(GEN)/rules.inc: $(RULES) grammar/mkrules.awk | $(GEN)
	$(call say,AWK)awk -f grammar/mkrules.awk $(RULES) > $@.new && mv $@.new $@

# Where the pages of rules are: DOCS_URL=https://example.org/rules/ makes https://example.org/rules/K301 of a code.  Empty: nowhere.
DOCS_URL =
$(GEN)/docs_url.h: FORCE | $(GEN)
	@echo '#define DOCS_URL "$(DOCS_URL)"' > $@.new; if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
FORCE:

# The version of the program stands here only.
$(GEN)/program_version.h: FORCE | $(GEN)
	@echo '#define KAMCHECK_VERSION "$(VERSION)"' > $@.new; if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# The page for programs that call kamcheck, as the text of a string.
$(GEN)/skill.inc: packaging/SKILL.md | $(GEN)
	$(call say,SED)sed 's/\\/&&/g; s/"/\\"/g; s/.*/"&\\n"/' $< > $@.new && mv $@.new $@

# The style and the script of kamcheck report, as strings with their hashes.
mkfile	= awk -v name=$(1) -v sha256=$$(sha256sum < src/report/page.$(2) | cut -d ' ' -f 1) -f src/report/mkfile.awk src/report/page.$(2)
$(GEN)/page_files.inc: src/report/page.css src/report/page.js src/report/mkfile.awk | $(GEN)
	$(call say,AWK)$(call mkfile,style,css) > $@.new && $(call mkfile,script,js) >> $@.new && mv $@.new $@

# The manual page of the rules comes from their records.
$(B)/kamcheck-rules.7: $(B)/kamcheck
	$(call say,MAN)$(B)/kamcheck rules --man > $@.new && mv $@.new $@

# What documents show of the stock config, where it is, besides the pages of rules.
docs: pages
	testdata/stock.t accept

# A page for each rule, and their list, in which the code is the anchor: index.md#K301.
pages: $(B)/kamcheck
	@mkdir -p $(B)/docs/rules
	$(B)/kamcheck rules --format=markdown | sed -E 's/(<a id="(K[0-9]+)"><\/a>)[^ ]*/\1[\2](\2.md)/' > $(B)/docs/rules/index.md
	@for code in $$($(B)/kamcheck rules | cut -d ' ' -f 1); do \
	    $(B)/kamcheck explain --format=markdown $$code > $(B)/docs/rules/$$code.md || exit 1; done

# --- tests ---------------------------------------------------------------------------------------

$(B)/unit/%: testdata/unit/%.c $(SAN_OBJ)
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(STRICT) $(SAN_CFLAGS) $(INCLUDES) $(CPPFLAGS) -MMD -MP -MF $@.d -o $@ $< \
	    $(filter-out $(B)/san/$(MAIN),$(SAN_OBJ)) -lcmocka $(LIBS)

# A library that looks like a module, for test_modules and catalog.t to read.
$(B)/unit/test_modules: $(B)/unit/module.so $(B)/unit/packed.so $(B)/unit/long.so

$(B)/unit/module.so: testdata/unit/module.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c11 -Wall -Wextra -O1 -fPIC -shared -o $@ $<

# The same with a name of 640 bytes.
$(B)/unit/long.so: testdata/unit/module.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c11 -Wall -Wextra -O1 -fPIC -shared -DLONG_NAME -o $@ $<

# The same with packed relocations, as some distributions link.
$(B)/unit/packed.so: testdata/unit/module.c
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c11 -Wall -Wextra -O1 -fPIC -shared -Wl,-z,pack-relative-relocs -o $@ $<

# The program as it is with DOCS_URL, for formats.t.
$(B)/kamcheck-docs: $(OBJ)
	$(call say,LINK)$(CC) $(STRICT) $(OWN) $(INCLUDES) $(CFLAGS) $(CPPFLAGS) -DDOCS_URL='"https://kamcheck.example/rules/"' $(STATIC) $(HARDEN_LINK) -o $@ \
	    src/programs/outputs.c $(filter-out %/programs/outputs.o,$(OBJ)) $(LDFLAGS) $(LIBS)

$(B)/regex_random: testdata/unit/regex_random.c $(OBJ)
	$(call say,CC)$(CC) $(STRICT) $(OWN) $(INCLUDES) $(CFLAGS) $(CPPFLAGS) -o $@ $< $(filter-out $(B)/obj/$(MAIN),$(OBJ)) $(LIBS)

demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck
	testdata/demo $(B)/kamcheck

check: deps
	@$(MAKE) --no-print-directory -j$(JOBS) tests

tests: pages $(B)/kamcheck $(B)/kamcheck-docs $(B)/san/kamcheck $(B)/regex_random $(UNIT_BIN) tidy
	testdata/run $(B)

# Compares with the real server; MUTANTS, PROGRAMS and SEED set the random part.
ORACLE	= $(filter-out %/vectors.t %/regress.t,$(sort $(wildcard testdata/oracle/*.t)))
MUTANTS	= 300
PROGRAMS = 300
SEED	= 1
oracle: deps-oracle
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck
	PROGRAMS=$(PROGRAMS) prove $(ORACLE)
	testdata/oracle/mutants --count $(MUTANTS) --seed $(SEED) --require 99.5

# The part of it that needs no server: what five releases said is recorded.
recorded: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck
	prove $(filter %/vectors.t %/regress.t,$(wildcard testdata/oracle/*.t)) $(wildcard testdata/oracle/recorded*.t)

# Mistakes planted into the stock config: what kamcheck and "kamailio -c" find of them.
plant: deps-oracle
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck
	testdata/oracle/plant --seed $(SEED)

# Every finding of a rule in configs that people wrote, to be read before it lands: RULE=K357
findings: $(B)/kamcheck
	@testdata/oracle/read-rule $(RULE)

bench: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck $(B)/bare_scanner
	testdata/bench/run $(B)

# The limit of what is possible: flex alone on the same text.
$(B)/bare_scanner: testdata/bench/bare_scanner.c $(OBJ)
	$(call say,CC)$(CC) $(STRICT) $(OWN) $(INCLUDES) $(CFLAGS) $(CPPFLAGS) -o $@ $< $(filter-out $(B)/obj/$(MAIN),$(OBJ)) $(LIBS)

# STAGE="lex pp parse print subst ifexp pvar elf files whole" (all of them when empty), SECONDS_EACH: fuzzing with libFuzzer.
SECONDS_EACH = 60
fuzz: deps-fuzz $(INC) $(GEN)/lexer.c $(GEN)/parser.c
	testdata/fuzz/run $(B) "$(STAGE)" $(SECONDS_EACH)

tidy: layers circles shape bounds rooms references state $(B)/kamcheck-rules.7
	@if command -v mandoc >/dev/null; then mandoc -T lint -W warning man/*.1 $(B)/kamcheck-rules.7; else echo "mandoc not found: manual not linted"; fi

# No data that changes: nothing writable in any of our objects, generated C included.
state: $(OBJ)
	@size -A $(OBJ) | awk '/^[^ ]*\.o /{f=$$1} ($$1==".data"||$$1==".bss")&&$$2{print f": writable "$$1; bad=1} END{exit bad}'

# A file includes only its own or lower layers.
layers:
	@awk -v layers="$(LAYERS)" -f testdata/layers.awk $(SRC) $(HEADERS)

# No files call each other in a circle, but for variables, which stand inside of variables.
circles: $(OBJ)
	@nm -A $(OBJ) | awk -v allowed='^pvar/' -f testdata/circles.awk

# Files and functions of readable size, one struct of a name.
shape:
	@awk -f testdata/shape.awk $(SRC) $(HEADERS)

# No function of C that writes past an array, or whose result is a length that it did not write.
bounds:
	@awk -f testdata/bounds.awk $(SRC) $(HEADERS) grammar/kamailio.l grammar/kamailio.y

# src/README.md has a section for each room and a line for each file.
rooms:
	@awk -v layers="$(LAYERS)" -f testdata/rooms.awk src/README.md $(SRC) $(HEADERS)

# What comments and documents point to exists: files, sections of the reference, vectors.
references:
	@awk -f testdata/references.awk $$(find Makefile *.md grammar src testdata -type f ! -name '*.cfg' ! -name '*.vec' ! -name '*.bz2' \
	    ! -path 'testdata/l*/*' ! -path 'testdata/p*/*' ! -path 'testdata/oracle/regress/*')

format:
	clang-format -i $(SRC) $(HEADERS) $(wildcard testdata/unit/*.c testdata/bench/*.c testdata/fuzz/*.c)

# --- what has to be installed --------------------------------------------------------------------

deps:
	@testdata/deps build

deps-oracle: deps
	@testdata/deps oracle

# From npm, into $(B)/npm: Microsoft's validator of SARIF; Mermaid, which says whether it reads our pictures; what drives a browser, and
# axe, which judges whether the page of kamcheck report is for everybody.
deps-formats: deps
	@testdata/deps formats
	@mkdir -p $(B)/npm
	npm install --silent --prefix $(B)/npm @microsoft/sarif-multitool mermaid@10 jsdom puppeteer-core axe-core
	@chmod u+x $(B)/npm/node_modules/@microsoft/sarif-multitool-*/Sarif.Multitool

deps-fuzz: deps
	@testdata/deps fuzz

deps-packages: deps
	@testdata/deps packages

# Completions come from the table of options, and where commands and forms are listed.
COMPLETIONS = $(B)/completions/kamcheck.bash $(B)/completions/_kamcheck $(B)/completions/kamcheck.fish
completions: $(COMPLETIONS)
$(COMPLETIONS): packaging/completions.awk grammar/table.awk grammar/versions.tsv grammar/options.tsv src/programs/options_words.c src/output/formats.c
	@mkdir -p $(@D)
	$(call say,AWK)awk -f grammar/table.awk -f packaging/completions.awk \
	    -v shell=$(if $(filter %.bash,$@),bash,$(if $(filter %.fish,$@),fish,zsh)) \
	    -v commands="$(shell grep -o '{"[a-z]*", OPTIONS_' src/programs/options_words.c | sed 's/^{"//; s/".*//')" \
	    -v formats="$(shell grep -o 'format_[a-z]*[,}]' src/output/formats.c | sed 's/^format_//; s/.$$//')" \
	    grammar/versions.tsv grammar/options.tsv > $@.new && mv $@.new $@

DATADIR	= $(DESTDIR)$(PREFIX)/share
INSTALLED = $(DESTDIR)$(PREFIX)/bin/kamcheck $(DATADIR)/man/man1/kamcheck.1 $(DATADIR)/man/man7/kamcheck-rules.7 \
	  $(DATADIR)/bash-completion/completions/kamcheck $(DATADIR)/zsh/site-functions/_kamcheck \
	  $(DATADIR)/fish/vendor_completions.d/kamcheck.fish
install: $(B)/kamcheck $(B)/kamcheck-rules.7 $(COMPLETIONS)
	install -d $(sort $(dir $(INSTALLED)))
	install -m 755 $(B)/kamcheck $(word 1,$(INSTALLED))
	install -m 644 man/kamcheck.1 $(word 2,$(INSTALLED))
	install -m 644 $(B)/kamcheck-rules.7 $(word 3,$(INSTALLED))
	install -m 644 $(word 1,$(COMPLETIONS)) $(word 4,$(INSTALLED))
	install -m 644 $(word 2,$(COMPLETIONS)) $(word 5,$(INSTALLED))
	install -m 644 $(word 3,$(COMPLETIONS)) $(word 6,$(INSTALLED))

uninstall:
	rm -f $(INSTALLED)

# A tarball with the static program; the same bytes wherever and whenever it is built from the same commit.
dist: deps
	@$(MAKE) --no-print-directory -j$(JOBS) $(B)/kamcheck $(B)/kamcheck-rules.7 $(COMPLETIONS)
	packaging/dist $(B) $(VERSION)

# The package of Debian, with the libraries of the system; made in $(B)/deb of what is committed.
deb: deps-packages
	packaging/deb $(B) $(VERSION)

# What is handed to others, tried: tarball, .deb, container, completions, hook, Action.
packages: deps-packages dist deb
	KAMCHECK_BUILD=$(B) prove packaging/packages.t

clean:
	rm -rf $(B)

.PHONY: all demo check tests oracle recorded plant findings bench fuzz tidy layers circles shape bounds rooms references state format docs pages deps deps-oracle deps-formats deps-fuzz deps-packages completions install uninstall dist deb packages clean
.DELETE_ON_ERROR:
