/*
 * fuzz - what the fuzzed stages share: splitting an input, files without a disk, a run that fails
 * loudly.
 *
 * An input is one main file and up to FUZZ_PARTS - 1 more texts behind FUZZ_SEPARATOR bytes; the
 * first two of these can be included as "a.cfg" and "b.cfg".  A first line "# args: --kamailio 5.6"
 * chooses the version, as in the golden tests, so a find can be replayed by testdata/run.
 */
#ifndef KAMCHECK_FUZZ_H
#define KAMCHECK_FUZZ_H

#include "preprocess/session.h"

#define FUZZ_SEPARATOR '\x1e'

enum { FUZZ_PARTS = 4 };

struct fuzz_input {
	struct str part[FUZZ_PARTS]; /* missing ones are empty */
	struct memory_file files[FUZZ_PARTS - 1];
	struct memory_files set;
};

/*
 * Takes DATA apart.  Each part is a block of its own of exactly its length in A, so that a byte
 * read behind its end is noticed.
 */
void fuzz_split(struct fuzz_input *in, struct arena *a, const uint8_t *data, size_t size);

/* A session over the input's files, with some names defined, a small environment and the input's
 * version. */
void fuzz_session(struct session *s, const struct fuzz_input *in);

/* Ends the program for the fuzzer to see: a property does not hold. */
_Noreturn void fuzz_fail(const char *what, struct str detail);

/* Fails unless IT; WHAT says what ought to be. */
void fuzz_must(bool it, const char *what);

/* One input through one stage; the stages are files fuzz_*.c. */
void fuzz_one(const uint8_t *data, size_t size);

#endif
