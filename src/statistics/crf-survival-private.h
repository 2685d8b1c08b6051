/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the files on survival. Not for other layers. */

#pragma once

#include "crf-survival.h"

G_BEGIN_DECLS

/* A checked copy, rising in time; NULL with @error. */
CrfSurvivalTime *crf_survival_sorted (const CrfSurvivalTime *times,
                                      gsize                  n,
                                      GError               **error);

/* One past the last subject with the same time as the one at @from. */
gsize            crf_survival_tied   (const CrfSurvivalTime *sorted,
                                      gsize                  n,
                                      gsize                  from);

G_END_DECLS
