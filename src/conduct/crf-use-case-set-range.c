/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A reference range of the site: laboratory, sex, age, limits, valid from. It comes before the definition's placeholder. */

#include "crf-detail.h"
#include "crf-number.h"
#include "crf-place.h"
#include "crf-range-change.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "item", N_ ("Item"), "text", TRUE },
  { "low", N_ ("Lower limit"), "number", FALSE },
  { "high", N_ ("Upper limit"), "number", FALSE },
  { "unit", N_ ("Unit"), "text", FALSE },
  { "sex", N_ ("Sex"), "choice:M|F", FALSE },
  { "age-low", N_ ("Age from (years)"), "integer", FALSE },
  { "age-high", N_ ("Age to (years)"), "integer", FALSE },
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

/* The range as it would be stored; its texts are the context's and the buffers'. */
typedef struct
{
  CrfRangeRecord record;
  char low[CRF_DECIMAL_SIZE], high[CRF_DECIMAL_SIZE], age_low[CRF_DECIMAL_SIZE], age_high[CRF_DECIMAL_SIZE];
  char *from, *to;
} Range;

static char *
format_number (double number,
               char *buffer)
{
  return isnan (number) ? NULL : (char *) crf_decimal_format (number, buffer);
}

/* FALSE with a refusal. */
static gboolean
read_range (CrfUseCaseContext *context,
            const CrfItem *item,
            Range *range)
{
  double low, high, age_low, age_high;

  if (!crf_context_get_number (context, "low", &low) || !crf_context_get_number (context, "high", &high) ||
      !crf_context_get_number (context, "age-low", &age_low) || !crf_context_get_number (context, "age-high", &age_high) ||
      !crf_context_get_date (context, "from", FALSE, &range->from) || !crf_context_get_date (context, "to", FALSE, &range->to))
    return FALSE;
  if (isnan (low) && isnan (high))
    return !crf_context_refuse (context, "limits-missing", NULL, _("Give a lower limit, an upper limit, or both."));
  if (low > high)
    return !crf_context_refuse (context, "limits-reversed", _("Check both limits."), _("The lower limit is above the upper one."));
  if (age_low > age_high || age_low < 0 || age_high < 0)
    return !crf_context_refuse (context, "ages-reversed", _("Ages are completed years, the lower one first; both are included."),
                                _("The lower age is above the upper one, or below 0."));
  if (range->to != NULL && strcmp (range->from, range->to) > 0)
    return !crf_context_refuse (context, "dates-reversed", _("Check both dates; both days are included."), _("The range ends before it begins."));
  range->record = (CrfRangeRecord) {
    .item = (char *) item->oid,
    .laboratory = (char *) crf_context_get (context, "laboratory"),
    .method = (char *) crf_context_get (context, "method"),
    .sex = (char *) crf_context_get (context, "sex"),
    .low = format_number (low, range->low),
    .high = format_number (high, range->high),
    .age_low = format_number (age_low, range->age_low),
    .age_high = format_number (age_high, range->age_high),
    .from = range->from,
    .to = range->to,
    .at = (char *) "~", /* later than all that are stored */
  };
  return TRUE;
}

static gboolean
append (CrfUseCaseContext *context,
        const CrfRangeRecord *record,
        GError **error)
{
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_RANGE, .item = record->item, .reason = crf_context_get (context, "reason") };

#define OR_EMPTY(text) ((text) != NULL ? (text) : "")
  detail = crf_detail_new ("laboratory", OR_EMPTY (record->laboratory), "method", OR_EMPTY (record->method), "unit", OR_EMPTY (record->unit),
                           "sex", OR_EMPTY (record->sex), "age_low", OR_EMPTY (record->age_low), "age_high", record->age_high, "low",
                           record->low, "high", record->high, "from", record->from, "to", record->to, NULL);
  entry.detail = detail;
  return crf_context_append (context, &entry, NULL, error);
}

/* What stands on a frozen or locked record keeps the limits that it was read with. */
static gboolean
check_holds (CrfUseCaseContext *context,
             const CrfRangeChange *change)
{
  if (change->n_held == 0)
    return TRUE;
  return !crf_context_refuse (context, "held", _("Let the range begin on a later day, or have these records unlocked first."),
                              _("Stored values that would fall under this range: %u, and %u of them are on records that are frozen or locked."),
                              change->n_values, change->n_held);
}

/* TRUE if the outcome asks back: a range that is entered late changes what was seen before. */
static gboolean
ask (CrfUseCaseContext *context,
     const CrfRangeChange *change)
{
  CrfPrompt *prompt;

  if (change->n_values == 0 || g_strcmp0 (crf_context_get (context, "confirm"), "range-changes") == 0)
    return FALSE;
  prompt = g_new0 (CrfPrompt, 1);
  prompt->id = g_strdup ("range-changes");
  /* Translators: %1$u values, %2$u of them flagged otherwise, %3$u patients; all may be 1. */
  prompt->message = g_strdup_printf (_("Stored values that fall under this range: %1$u, flagged otherwise than before: %2$u, patients: %3$u. "
                                       "Scores and grades of these are computed anew. Enter it?"),
                                     change->n_values, change->n_flags, change->subjects->len);
  if (change->signed_forms->len > 0 || change->casebooks->len > 0)
    {
      g_autofree char *changes = g_steal_pointer (&prompt->message);
      /* Translators: both numbers may be 0 or 1. */
      g_autofree char *signed_ = g_strdup_printf (_("Signed forms that would show another flag or reference: %1$u, signed casebooks over such forms: %2$u. "
                                                    "These signatures become void and are to be given again."),
                                                  change->signed_forms->len, change->casebooks->len);

      prompt->message = g_strconcat (signed_, "\n", changes, NULL);
    }
  prompt->accept = g_strdup (_("_Enter it"));
  context->outcome->prompt = prompt;
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfItem *item = crf_place_find_item (context->study, crf_context_get (context, "item"));
  g_auto (CrfRangeChange) change = { 0 };
  const CrfItemUnit *unit;
  Range range = { 0 };
  gboolean done = TRUE;

  if (item == NULL)
    return crf_context_refuse (context, "item-unknown", NULL, _("The study has no item “%s”."), crf_context_get (context, "item"));
  unit = find_unit (context, item);
  if (context->outcome->refusal == NULL && read_range (context, item, &range))
    {
      range.record.unit = unit != NULL ? (char *) unit->unit->oid : NULL;
      done = crf_range_change_preview (context, item, &range.record, &change, error);
      if (done && check_holds (context, &change) && !ask (context, &change))
        done = append (context, &range.record, error) && crf_range_change_void (context, item, &range.record, &change, error) &&
               crf_range_change_derive (context, item, &change, error);
    }
  g_free (range.from);
  g_free (range.to);
  return done;
}

const CrfUseCase crf_use_case_set_range = {
  .name = "set-range",
  .title = N_ ("Set reference range"),
  .summary = N_ ("Adds a reference range of the site's laboratory, valid from a day; says what it changes first."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_DATA_MANAGER | CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
