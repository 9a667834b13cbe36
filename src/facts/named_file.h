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
	FILE_BESIDE = 1, /* a bare name is looked for in the folder of the config */
	FILE_EACH = 2,   /* every modparam counts, not the last one only */
};

struct fact_file {
	const char *param, *module;
	enum file_format format;
	unsigned options; /* of enum file_option */
	struct condition when[CONDITIONS_MOST + 1];
	uint32_t complete; /* versions all of whose keys are known */
	uint32_t versions;
};

/* What the value of a key is. */
enum file_key_kind {
	KEY_TEXT,
	KEY_BOOL,
	KEY_NUMBER,
	KEY_SECRET, /* which no message shows */
	KEY_FILE,
	KEY_FOLDER,
	KEY_METHOD, /* a word of WORDS_TLS_METHOD */
	KEY_VERIFY, /* a word of WORDS_TLS_VERIFY */
};

struct fact_file_key {
	const char *key;
	enum file_format format;
	enum file_key_kind kind;
	uint32_t versions;
};

/* The rows of PARAM, and in *COUNT how many there are; NULL when there is none. */
const struct fact_file *file_facts(struct str param, size_t *count);

/* The key NAME, in any case, of files of FORMAT as V knows them, or NULL. */
const struct fact_file_key *file_key(enum file_format format, struct str name,
				     const struct version *v);

/* The key that NAME was probably meant to be, or NULL. */
const char *file_key_nearest(enum file_format format, struct str name, const struct version *v);

#endif
