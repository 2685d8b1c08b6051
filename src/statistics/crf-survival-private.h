/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files on survival. Not for other layers. */

#pragma once

#include "crf-survival.h"

G_BEGIN_DECLS

/* FALSE with @error where a subject's time is none, or its status is above @last. */
gboolean         crf_survival_check  (const CrfSurvivalTime *times,
                                      gsize                  n,
                                      int                    last,
                                      GError               **error);

/* A checked copy, rising in time; NULL with @error. */
CrfSurvivalTime *crf_survival_sorted (const CrfSurvivalTime *times,
                                      gsize                  n,
                                      int                    last,
                                      GError               **error);

/* Limits of a probability between 0 and 1 that has this standard error. NAN where not defined. */
void             crf_survival_limits_of (CrfSurvivalLimits limits,
                                         double            probability,
                                         double            std_err,
                                         double            z,
                                         double           *lower,
                                         double           *upper);

/* One past the last subject with the same time as the one at @from. */
gsize            crf_survival_tied   (const CrfSurvivalTime *sorted,
                                      gsize                  n,
                                      gsize                  from);

G_END_DECLS
