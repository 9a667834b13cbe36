/*
 * sections - what a config consists of, section by section: each function adds the differences of
 * one.
 */
#ifndef KAMCHECK_SECTIONS_H
#define KAMCHECK_SECTIONS_H

#include "compare/compare.h"

void compare_globals(struct compared *c);
void compare_modules(struct compared *c);
void compare_params(struct compared *c);
void compare_routes(struct compared *c);

#endif
