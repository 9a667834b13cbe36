/*
 * settings_show - what is in force for a config, and who said so: --show-settings.
 */
#ifndef KAMCHECK_SETTINGS_SHOW_H
#define KAMCHECK_SETTINGS_SHOW_H

#include "programs/scope.h"

/* Appends what is in force for the config NAME, in the form of settings; no passwords. */
void settings_show(struct buf *b, const struct scope *s, struct str name);

#endif
