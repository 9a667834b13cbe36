/*
 * account - the allowances; see account.h.
 *
 * What must stay true: the law of memory is 64 MB and 16 times the text.  Reading stops well below,
 * as the checks that follow need memory, too, and the program itself has some.
 */
#include "base/account.h"

#define MB ((uint64_t)1 << 20)

static const struct allowance {
	uint64_t base, per_byte;
	const char *complaint;
} allowances[ACCOUNT_KINDS] = {
    [ACCOUNT_MEMORY] = {40 * MB, 12, "this configuration takes too much memory for its size"},
    [ACCOUNT_EXPANSION] = {16 * MB, 8,
			   "defines, substs and includes make too much text of a small file"},
    [ACCOUNT_MATCHING] = {60 * 1000 * 1000, 0, "regular expressions take too much work"},
};

static const struct allowance memory_end = {58 * MB, 16, 0};

struct account account_open(void)
{
	struct account a = {.memory_end = memory_end.base};

	for (size_t kind = 0; kind < ACCOUNT_KINDS; kind++)
		a.most[kind] = allowances[kind].base;
	return a;
}

void account_add_text(struct account *a, uint64_t bytes)
{
	for (size_t kind = 0; kind < ACCOUNT_KINDS; kind++)
		a->most[kind] += allowances[kind].per_byte * bytes;
	a->memory_end += memory_end.per_byte * bytes;
}

uint64_t account_left(const struct account *a, enum account_kind kind)
{
	return account_is_spent(a, kind) ? 0 : a->most[kind] - a->spent[kind];
}

const char *account_complaint(enum account_kind kind)
{
	return allowances[kind].complaint;
}
