/*
 * named_file - which parameters name a file of which format, and the keys in such files
 * (grammar/files.tsv, filekeys.tsv).
 */
#ifndef KAMCHECK_NAMED_FILE_FACTS_H
#define KAMCHECK_NAMED_FILE_FACTS_H

#include "facts/condition.h"
#include "facts/version.h"

enum file_format {
#define FORMAT(word, number) FILE_##word,
#define OPTIONS(word, number)
#include "files.enum"
#undef FORMAT
#undef OPTIONS
	FILE_FORMATS
};

enum file_option {
	FILE_BESIDE = 1,   /* a bare name is looked for in the folder of the config */
	FILE_EACH = 2,     /* every modparam counts, not the last one only */
	FILE_OPTIONAL = 4, /* the server starts without it */
	FILE_DIGITS = 8,   /* prefixes are digits */
	FILE_FOLDER = 16,  /* the address of a folder of tables: of "version" there */
};

struct fact_file {
	const char *param, *module;
	enum file_format format;
	unsigned options; /* of enum file_option */
	const char *core; /* a switch of the core that must be on; or NULL */
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t complete; /* versions all of whose keys are known */
	uint32_t versions;
};

/* Where keys stand. */
enum file_keys {
#define OF(word, number) KEYS_##word,
#define KIND(word, number)
#include "filekeys.enum"
#undef OF
#undef KIND
};

/* What the value of a key is: the words that "#=kind" lines declare, with their meanings. */
enum file_key_kind {
#define OF(word, number)
#define KIND(word, number) KEY_##word,
#include "filekeys.enum"
#undef OF
#undef KIND
};

struct fact_file_key {
	const char *key;
	enum file_keys of;
	enum file_key_kind kind;
	uint32_t versions;
};

/* The rows of PARAM, and in *COUNT how many there are; NULL when there is none. */
const struct fact_file *file_facts(struct str param, size_t *count);

/* The key NAME, in any case, that stands in OF as V knows them, or NULL. */
const struct fact_file_key *file_key(enum file_keys of, struct str name, const struct version *v);

/* The key that NAME was probably meant to be, or NULL. */
const char *file_key_nearest(enum file_keys of, struct str name, const struct version *v);

#endif
