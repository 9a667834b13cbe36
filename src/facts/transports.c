/*
 * transports - the constant table made by grammar/mktables.awk; see transports.h.  It is short, so
 * it is searched from front to end.
 */
#include "facts/transports.h"

static const struct {
	const char *name;
	unsigned transport;
	uint32_t versions;
} transports[] = {
#define ROW(name, transport, versions) {name, transport, versions},
#include "transports.inc"
#undef ROW
};

unsigned transport_find(struct str name, const struct version *v)
{
	for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
		if (transports[i].versions & v->bit &&
		    str_equal_nocase(name, str_of(transports[i].name)))
			return transports[i].transport;
	return 0;
}
