/*
 * fuzz_whole_run - the program as a user runs it: files in a folder, what main() prints and its
 * exit status.
 */
#ifndef KAMCHECK_FUZZ_WHOLE_RUN_H
#define KAMCHECK_FUZZ_WHOLE_RUN_H

#include "fuzz.h"

/* What one run of the program gave. */
struct result {
	const char *const *words;
	int status;
	struct str out, err;
};

/* Writes TEXT to the file NAME of the folder that the fuzzer works in. */
void put_file(const char *name, struct str text);

/* Runs "kamcheck WORDS", which end with NULL; WORDS are kept. */
struct result run_words(struct arena *a, const char *const *words);

#define RUN(a, ...) run_words((a), (const char *const[]){__VA_ARGS__, NULL})

/* Fails, and shows what R printed, unless IT. */
void must(bool it, const char *what, const struct result *r);

/* Fails unless R ended with 0 or 1, and printed no message that moves a terminal. */
void must_end(const struct result *r);

/* The same of all that it printed: it is for people, not the text of a config. */
void must_end_well(const struct result *r);

/* How many findings of SEVERITY, such as "error", TEXT has. */
size_t count_findings(struct str text, const char *severity);

/* Whether the first line of each finding of SOME stands in ALL. */
bool has_findings(struct str all, struct str some);

#endif
