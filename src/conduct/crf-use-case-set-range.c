/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reference range of the site: laboratory, sex, limits, valid from. It comes before the definition's placeholder. */

#include "crf-detail.h"
#include "crf-number.h"
#include "crf-place.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "item", N_ ("Item"), "text", TRUE },
  { "low", N_ ("Lower limit"), "number", FALSE },
  { "high", N_ ("Upper limit"), "number", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "sex", N_ ("Sex"), "choice:M|F", FALSE },
  { "laboratory", N_ ("Laboratory"), "text", FALSE },
  { "method", N_ ("Method"), "text", FALSE },
  { "from", N_ ("Valid from"), "date", TRUE },
  { "to", N_ ("Valid to"), "date", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfItemUnit *
find_unit (CrfUseCaseContext *context,
           const CrfItem *item)
{
  const char *text = crf_context_get (context, "unit");
  const CrfItemUnit *unit = text != NULL ? crf_item_find_unit (item, text) : NULL;

  if (unit == NULL && text == NULL && item->units->len == 1)
    unit = g_ptr_array_index (item->units, 0);
  if (unit == NULL && (text != NULL || item->units->len > 0))
    crf_context_refuse (context, "unit-missing", _("Give one of the item's units."), _("%s: the unit is missing or not one of the item's."), item->name);
  return unit;
}

static gboolean
append (CrfUseCaseContext *context,
        const CrfItem *item,
        const CrfItemUnit *unit,
        double low,
        double high,
        GError **error)
{
  const char *laboratory = crf_context_get (context, "laboratory");
  const char *method = crf_context_get (context, "method");
  const char *sex = crf_context_get (context, "sex");
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *detail = NULL;
  char low_text[CRF_DECIMAL_SIZE], high_text[CRF_DECIMAL_SIZE];
  CrfEntry entry = { .action = CRF_ACTION_RANGE, .item = item->oid, .reason = crf_context_get (context, "reason") };

  if (!crf_context_get_date (context, "from", FALSE, &from) || !crf_context_get_date (context, "to", FALSE, &to))
    return TRUE;
  detail = crf_detail_new ("laboratory", laboratory != NULL ? laboratory : "", "method", method != NULL ? method : "", "unit",
                           unit != NULL ? unit->unit->oid : "", "sex", sex != NULL ? sex : "", "age_low", "", "low",
                           isnan (low) ? NULL : crf_decimal_format (low, low_text), "high",
                           isnan (high) ? NULL : crf_decimal_format (high, high_text), "from", from, "to", to, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfItem *item = crf_place_find_item (context->study, crf_context_get (context, "item"));
  const CrfItemUnit *unit;
  double low, high;

  if (item == NULL)
    return crf_context_refuse (context, "item-unknown", NULL, _("The study has no item “%s”."), crf_context_get (context, "item"));
  if (!crf_context_get_number (context, "low", &low) || !crf_context_get_number (context, "high", &high))
    return TRUE;
  if (isnan (low) && isnan (high))
    return crf_context_refuse (context, "limits-missing", NULL, _("Give a lower limit, an upper limit, or both."));
  if (low > high)
    return crf_context_refuse (context, "limits-reversed", _("Check both limits."), _("The lower limit is above the upper one."));
  unit = find_unit (context, item);
  if (context->outcome->refusal != NULL)
    return TRUE;
  return append (context, item, unit, low, high, error);
}

const CrfUseCase crf_use_case_set_range = {
  .name = "set-range",
  .title = N_ ("Set reference range"),
  .summary = N_ ("Adds a reference range of the site's laboratory, valid from a day."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
