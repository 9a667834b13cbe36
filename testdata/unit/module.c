/*
 * module - a library that is laid out as Debian's module files of Kamailio 5.6 are; test_modules.c
 * reads it.  The definitions are ours, made after what the files show; nothing here is ever called.
 */
#include <stddef.h>

/* The long one is longer than a module's name, a modparam's pattern, or an array for either. */
#ifndef LONG_NAME
#define NAME "private"
#else
#define EIGHT(x) x x x x x x x x
#define NAME     EIGHT(EIGHT("long_name_"))
#endif

typedef int (*code)(void);

struct function {
	const char *name;
	code run;
	int parameters;
	code fixup, free;
	unsigned routes;
};

struct param {
	const char *name;
	unsigned type;
	const void *place;
};

struct pvar {
	const char *name;
	size_t length;
	unsigned type;
	code get, set, inner, index, prepare;
	int prepared_with;
};

struct exports {
	const char *name;
	unsigned flags;
	const struct function *functions;
	const struct param *params;
	const void *commands;
	const struct pvar *pvars;
	code response, init, child, destroy;
};

/* Of the core, which is not there. */
extern int fixup_spve_null(void), fixup_spve_all(void), fixup_new_kind(void);
extern int fixup_free_spve_all(void);

const char *module_version = "kamailio 5.6.3 (x86_64/linux)";

static int some_code(void)
{
	return 1;
}

static int set_param(void)
{
	return 2;
}

static int number = 7;
static char *text;

static struct function functions[] = {
    {"m_plain", some_code, 0, NULL, NULL, 1},
    {"m_any", some_code, 2, NULL, NULL, 0xffffffffu},
    {"m_freed", some_code, 1, fixup_spve_null, NULL, 1 | 2},
    {"m_kept", some_code, 2, fixup_spve_all, NULL, 8 | 16},
    {"m_free", some_code, 2, fixup_spve_all, fixup_free_spve_all, 4 | 128},
    {"m_const", some_code, 1, set_param, NULL, 64 | 256},
    {"m_new", some_code, 1, fixup_new_kind, NULL, 1},
    {"m_var", some_code, -128, NULL, NULL, 1},
    {"m_for_c", some_code, -1, NULL, NULL, 0},
    {"bind_m", NULL, 0, NULL, NULL, 0},
    {NULL, NULL, 0, NULL, NULL, 0},
};

static struct param params[] = {
    {"number", 2, &number}, {"text", 0x40000004u, &text},
    {"text2", 1, &text},    {"list", 0x80000001u, (const void *)set_param},
    {NULL, 0, NULL},
};

static struct pvar pvars[] = {
    {"mp", 2, 3, some_code, NULL, NULL, NULL, NULL, 0},
    {"mq", 2, 3, some_code, set_param, set_param, set_param, NULL, 0},
    {NULL, 0, 0, NULL, NULL, NULL, NULL, NULL, 0},
};

struct exports exports = {
    NAME, 0, functions, params, NULL, pvars, NULL, some_code, NULL, NULL,
};
