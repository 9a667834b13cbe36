/*
 * fingerprint - what stays of a finding from run to run, to tell it from others.
 *
 * What must stay true: lines above it may come and go, and the line itself be indented; and no two
 * findings of a run have the same.
 */
#ifndef KAMCHECK_FINGERPRINT_H
#define KAMCHECK_FINGERPRINT_H

#include "base/map.h"
#include "output/finding.h"

/* The fingerprint of X in the file PATH: 16 digits; SEEN, in A as it is, counts those that would be
 * the same. */
struct str fingerprint_of(struct arena *a, struct map *seen, struct str path,
			  const struct finding *x);

#endif
