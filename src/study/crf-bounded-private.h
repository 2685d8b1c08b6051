/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a value below or above a limit of detection may be. Internal to study/. */

#pragma once

#include "crf-number.h"

G_BEGIN_DECLS

/* Numbers (double) that together settle a comparison: near the bound and far from it, and at and
 * beside each of @marks (double) that the value may be. Quantities that are bounded by a number above
 * 0 are themselves never below 0. */
GArray *crf_bounded_values (double bound, CrfComparator comparator, const GArray *marks);

G_END_DECLS
