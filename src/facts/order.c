/*
 * order - see order.h.
 */
#include "facts/order.h"

static const struct order_step steps[] = {
#define ROW(...) {__VA_ARGS__},
#include "order.inc"
#undef ROW
};

const struct order_step *order_all(size_t *count)
{
	*count = sizeof steps / sizeof *steps;
	return steps;
}
