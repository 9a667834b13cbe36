/*
 * kemi - what scripts in other languages can call of the server (grammar/kemi.tsv), and what names
 * something in them (grammar/scripts.tsv).
 */
#ifndef KAMCHECK_KEMI_H
#define KAMCHECK_KEMI_H

#include "facts/version.h"

struct fact_kemi {
	char function[52], module[24], object[24]; /* object: "-" for KSR.function() */
	signed char parameters, callback;          /* callback: 0 for none */
	uint32_t versions;
};

/*
 * The next row of FUNCTION of OBJECT, "-" for none, behind ROW, or the first when that is NULL, of
 * any version; NULL: there is none.
 */
const struct fact_kemi *kemi_next(struct str object, struct str function,
				  const struct fact_kemi *row);

/* The next row of OBJECT, in the same way. */
const struct fact_kemi *kemi_of_object(struct str object, const struct fact_kemi *row);

/* Whether facts about scripts are known of the release. */
bool kemi_knows(const struct version *v);

/* The function of OBJECT, or the object when FUNCTION is empty, that was probably meant; or NULL.
 */
const char *kemi_nearest(struct str object, struct str function, const struct version *v);

enum script_fact_kind {
#define KIND(word, number) SCRIPTS_##word,
#include "scripts.enum"
#undef KIND
};

struct fact_script {
	const char *name;
	enum script_fact_kind kind;
	const char *module;
	short argument; /* from 1; 0: none */
	uint32_t versions;
};

/* The row of NAME and KIND that belongs to MODULE; NULL: any module.  NULL when there is none. */
const struct fact_script *script_fact(struct str name, enum script_fact_kind kind,
				      const char *module, const struct version *v);

/* The row number N, from 0; NULL behind the last one. */
const struct fact_script *script_fact_at(size_t n);

#endif
