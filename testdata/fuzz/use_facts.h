/*
 * use_facts - checks a configuration that uses what a catalogue knows.
 */
#ifndef KAMCHECK_USE_FACTS_H
#define KAMCHECK_USE_FACTS_H

#include "facts/catalog.h"

/* Loads the modules of FACTS, sets their parameters, calls their functions, reads their variables:
 * all that with KNOWN, which has them, as what is known of modules. */
void use_facts(const struct catalog *facts, const struct catalog *known);

#endif
