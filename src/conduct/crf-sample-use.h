/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which of several samples of one visit counts, for readers that need no casebook. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_SAMPLE_USE_ALONE,        /* no result, or of the visit's only sample */
  CRF_SAMPLE_USE_ANALYSED,
  CRF_SAMPLE_USE_NOT_ANALYSED, /* another sample of the visit has the value that counts */
} CrfSampleUse;

/* How the results of a sample, or of several on one form, are used: @analysed of @n; translated, NULL where @n is 0. */
const char *crf_sample_use_label (guint n, guint analysed);

G_END_DECLS
