/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Release of a cell lot against the protocol's limits. */

#include "crf-blind.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "endotoxin", N_("Endotoxin, EU/mL"), "text", FALSE }, /* certificates say "<0.5" */
  { "sterility", N_("Sterility"), "choice:NEG|POS|PEND", FALSE },
  { "mycoplasma", N_("Mycoplasma"), "choice:NEG|POS|PEND", FALSE },
  { "identity", N_("Identity"), "choice:OK|FAILED|PEND", FALSE },
  { "note", N_("Note"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static const char *
result_of (CrfUseCaseContext *context,
           CrfLotRecord *lot,
           const char *test)
{
  if (g_strcmp0 (test, "viability") == 0)
    return lot->viability;
  return crf_context_get (context, test);
}

/* NULL when the number is within the limit, else a sentence. "<0.5" is within a limit of 0.5 or more, and says nothing about a lower one. */
static char *
judge_number (const char *title,
              const char *result,
              const CrfReleaseLimit *limit)
{
  g_autoptr (GError) error = NULL;
  char bound[CRF_DECIMAL_SIZE];
  CrfNumber number;

  if (!crf_number_parse (result, &number, &error))
    return g_strdup_printf (_("%s: %s"), title, error->message);
  if (!isnan (limit->low) &&
      (number.comparator == CRF_COMPARATOR_LESS || crf_decimal_compare (number.value, limit->low) < 0))
    return g_strdup_printf (_("%s: %s, below the limit of %s."), title, result, crf_decimal_format (limit->low, bound));
  if (!isnan (limit->high) &&
      (number.comparator == CRF_COMPARATOR_GREATER || crf_decimal_compare (number.value, limit->high) > 0))
    return g_strdup_printf (_("%s: %s, above the limit of %s."), title, result, crf_decimal_format (limit->high, bound));
  return NULL;
}

/* NULL when the result is within the limit, else a sentence. */
static char *
judge (CrfUseCaseContext *context,
       CrfLotRecord *lot,
       const CrfReleaseLimit *limit)
{
  const char *title = crf_text_get (limit->title, crf_session_get_language (context->session));
  const char *result = result_of (context, lot, limit->test);

  if (result == NULL)
    return g_strdup_printf (_("%s: no result is entered."), title);
  if (limit->expected != NULL && *limit->expected != '\0')
    return g_strcmp0 (result, limit->expected) == 0 ? NULL : g_strdup_printf (_("%s: %s, expected %s."), title, result, limit->expected);
  return judge_number (title, result, limit);
}

static char *
describe (CrfUseCaseContext *context,
          CrfLotRecord *lot)
{
  static const char *const tests[] = { "endotoxin", "sterility", "mycoplasma", "identity" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "lot");
  json_builder_add_string_value (builder, lot->lot);
  json_builder_set_member_name (builder, "state");
  json_builder_add_string_value (builder, "released");
  json_builder_set_member_name (builder, "tests");
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      const char *result = crf_context_get (context, tests[i]);

      if (result == NULL)
        continue;
      json_builder_set_member_name (builder, tests[i]);
      json_builder_add_string_value (builder, result);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
check_endotoxin (CrfUseCaseContext *context)
{
  const char *text = crf_context_get (context, "endotoxin");
  g_autoptr (GError) error = NULL;
  CrfNumber number;

  if (text == NULL || crf_number_parse (text, &number, &error))
    return TRUE;
  return !crf_context_refuse (context, "not-a-number", _("Type a number such as 12.5."), "%s: %s", _("Endotoxin, EU/mL"), error->message);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const GPtrArray *limits = crf_study_get_release_limits (context->study);
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_STATE };

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (g_strcmp0 (lot->state, "received") != 0 && g_strcmp0 (lot->state, "quarantined") != 0)
    return crf_context_refuse (context, "lot-state", _("Open a deviation if a result has changed."), _("Lot %s is already “%s”."), lot->lot, lot->state);
  if (!check_endotoxin (context))
    return TRUE;

  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);
      g_autofree char *fault = judge (context, lot, limit);

      if (fault != NULL && limit->block)
        return crf_context_refuse (context, "release-limit", _("The lot stays unreleased until the result is within the protocol's limit."),
                                   _("Lot %s cannot be released. %s"), lot->lot, fault);
      if (fault != NULL)
        crf_context_notice (context, _("Lot %s: %s"), lot->lot, fault);
    }
  detail = describe (context, lot);
  entry.detail = detail;
  entry.reason = crf_context_get (context, "note");
  return crf_context_append (context, &entry, NULL, error);
}

const CrfUseCase crf_use_case_release_lot = {
  .name = "release-lot",
  .title = N_("Release lot"),
  .summary = N_("Releases a cell lot after its tests, against the protocol's limits."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .task = "prepare",
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
  .blinding = CRF_BLINDING_PRODUCT,
};
