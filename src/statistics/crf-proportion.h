/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Proportions: exact limits and Fisher's test. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gsize  events;
  gsize  n;
  double proportion; /* NAN with n = 0 */
  double level;
  double lower;      /* Clopper-Pearson */
  double upper;
} CrfProportion;

gboolean crf_proportion_compute (gsize          events,
                                 gsize          n,
                                 double         level,
                                 CrfProportion *proportion,
                                 GError       **error);

/* Two-sided p of the table a b / c d: all tables with the same margins that are no more
 * probable than this one. */
double   crf_fisher_exact       (gsize a,
                                 gsize b,
                                 gsize c,
                                 gsize d);

G_END_DECLS
