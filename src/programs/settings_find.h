/*
 * settings_find - which settings belong to a config.
 */
#ifndef KAMCHECK_SETTINGS_FIND_H
#define KAMCHECK_SETTINGS_FIND_H

#include "base/buf.h"

/*
 * The file kamcheck.ini or .kamcheck.ini in FOLDER, which is absolute, or in the nearest folder
 * above it; a folder that holds a ".git" is the last one.  Else that of the user, by
 * XDG_CONFIG_HOME.  Empty when there is none.
 */
struct str settings_find(struct arena *a, struct str folder);

#endif
