/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a site knows beside its patients: reference ranges of its laboratories and where each item's original is. */

#include "crf-detail.h"
#include "crf-number.h"
#include "crf-place.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter range_parameters[] = {
  { "item", N_ ("Item"), "text", TRUE },
  { "laboratory", N_ ("Laboratory"), "text", FALSE },
  { "method", N_ ("Method"), "text", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "sex", N_ ("Sex"), "choice:M|F", FALSE },
  { "age-low", N_ ("From age"), "integer", FALSE },
  { "age-high", N_ ("To age"), "integer", FALSE },
  { "low", N_ ("Lower limit"), "number", FALSE },
  { "high", N_ ("Upper limit"), "number", FALSE },
  { "from", N_ ("Valid from"), "date", TRUE },
  { "to", N_ ("Valid until"), "date", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const CrfParameter source_parameters[] = {
  { "item", N_ ("Item"), "text", TRUE },
  { "source", N_ ("Source"), "choice:chart|laboratory|paper|device|system", TRUE },
  { NULL, NULL, NULL, FALSE },
};

/* The item, or NULL with a refusal. */
static const CrfItem *
find_item (CrfUseCaseContext *context)
{
  const CrfItem *item = crf_place_find_item (context->study, crf_context_get (context, "item"));

  if (item == NULL)
    crf_context_refuse (context, "no-such-item", _("Use the name of the dictionary, as ALT."), _("There is no item “%s” in this study."),
                        crf_context_get (context, "item"));
  return item;
}

/* NULL with a refusal: the item does not take the unit, or takes several and none was said. */
static const CrfItemUnit *
find_unit (CrfUseCaseContext *context,
           const CrfItem *item)
{
  const char *text = crf_context_get (context, "unit");
  const CrfItemUnit *unit = text != NULL ? crf_item_find_unit (item, text) : item->units->len == 1 ? g_ptr_array_index (item->units, 0) : NULL;

  if (unit == NULL)
    crf_context_refuse (context, "unit", _("Choose one of the item's units."), _("Say in which unit the range of %s is."), item->name);
  return unit;
}

static gboolean
set_range (CrfUseCaseContext *context,
           GError **error)
{
  const CrfItem *item = find_item (context);
  const CrfItemUnit *unit = item != NULL && item->units->len > 0 ? find_unit (context, item) : NULL;
  g_autofree char *from = NULL, *to = NULL, *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_RANGE };
  double low, high;

  if (item == NULL || (item->units->len > 0 && unit == NULL))
    return TRUE;
  if (!crf_context_get_number (context, "low", &low) || !crf_context_get_number (context, "high", &high) ||
      !crf_context_get_date (context, "from", FALSE, &from) || !crf_context_get_date (context, "to", FALSE, &to))
    return TRUE;
  if (isnan (low) && isnan (high))
    return crf_context_refuse (context, "range-empty", NULL, _("Enter a lower or an upper limit."));
  if (!isnan (low) && !isnan (high) && crf_decimal_compare (low, high) >= 0)
    return crf_context_refuse (context, "range-order", NULL, _("The lower limit must lie below the upper one."));
  detail = crf_detail_new ("laboratory", crf_context_get (context, "laboratory"), "method", crf_context_get (context, "method"), "unit",
                           unit != NULL ? unit->unit->oid : NULL, "sex", crf_context_get (context, "sex"), "age_low",
                           crf_context_get (context, "age-low"), "age_high", crf_context_get (context, "age-high"), "low",
                           crf_context_get (context, "low"), "high", crf_context_get (context, "high"), "from", from, "to", to, NULL);
  entry.item = item->oid;
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
set_source (CrfUseCaseContext *context,
            GError **error)
{
  const CrfItem *item = find_item (context);
  CrfEntry entry = { .action = CRF_ACTION_SOURCE, .canon = crf_context_get (context, "source") };

  if (item == NULL)
    return TRUE;
  entry.item = item->oid;
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_set_range = {
  .name = "set-range",
  .title = N_ ("Set reference range"),
  .summary = N_ ("Adds a reference range of a laboratory, by sex, age and date."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = range_parameters,
  .run = set_range,
};

const CrfUseCase crf_use_case_set_source = {
  .name = "set-source",
  .title = N_ ("Set source"),
  .summary = N_ ("Says where the original of an item is."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_DATA_MANAGER,
  .parameters = source_parameters,
  .run = set_source,
};
