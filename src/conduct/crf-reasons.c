/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Three short lists. */

#include "crf-reasons.h"

#include <glib/gi18n-lib.h>

static const char *const lists[CRF_N_REASONS][5] = {
  [CRF_REASONS_VALUE] = { N_ ("Checked against the source"), N_ ("Typing error"), N_ ("Result corrected by the laboratory"), N_ ("Late information"), NULL },
  [CRF_REASONS_CHANGE] = { N_ ("Typing error"), N_ ("Source was corrected"), N_ ("Value arrived later"), N_ ("Entered at the wrong place"), NULL },
  [CRF_REASONS_SAMPLE] = { N_ ("The other sample was not good"), N_ ("Taken at the right time"), N_ ("The result was confirmed"), NULL },
};

const char *const *
crf_reasons (CrfReasons kind)
{
  g_return_val_if_fail (kind < CRF_N_REASONS, NULL);

  return lists[kind];
}

const char *
crf_reason_stored (const char *text)
{
  for (guint i = 0; text != NULL && i < G_N_ELEMENTS (lists); i++)
    for (const char *const *reason = lists[i]; *reason != NULL; reason++)
      if (g_str_equal (text, _(*reason)))
        return *reason;
  return text;
}

const char *
crf_reason_shown (const char *stored)
{
  for (guint i = 0; stored != NULL && i < G_N_ELEMENTS (lists); i++)
    if (g_strv_contains (lists[i], stored))
      return _(stored);
  return stored;
}
