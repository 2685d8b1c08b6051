/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The temperature of a product that is dispatched or received. The form has limits for the receipt; the box that leaves is no colder or warmer than the
 * one that arrives can be. */

#include "crf-product-temperature.h"

#include "crf-check.h"
#include "crf-session-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define CONFIRM "temperature"

static const CrfCheck *
find_broken (const CrfItem *item,
             double degrees)
{
  for (guint i = 0; item != NULL && i < item->checks->len; i++)
    {
      const CrfCheck *check = g_ptr_array_index (item->checks, i);

      if (check->kind != CRF_CHECK_EXPRESSION && crf_check_number_breaks (check, degrees, CRF_COMPARATOR_NONE))
        return check;
    }
  return NULL;
}

gboolean
crf_product_temperature_check (CrfUseCaseContext *context)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "inf.receipt_temp");
  const CrfCheck *broken;
  char *message;
  double degrees;

  if (!crf_context_get_number (context, "temperature", &degrees))
    return FALSE;
  broken = isnan (degrees) ? NULL : find_broken (item, degrees);
  if (broken == NULL || (crf_context_has_confirmed (context, CONFIRM) && (broken->soft || crf_context_get (context, "reason") != NULL)))
    return TRUE;
  message = broken->message != NULL ? g_strdup (crf_text_get (broken->message, crf_session_get_language (context->session)))
                                            : g_strdup_printf (_("A temperature of %s °C: is that right?"), crf_context_get (context, "temperature"));
  crf_context_ask (context, CONFIRM, message)->needs_reason = !broken->soft;
  return FALSE;
}
