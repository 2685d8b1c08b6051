/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Infusions in a study whose ward is blinded. */

#include "crf-infusion-masked.h"

#include "crf-blind.h"
#include "crf-clock.h"
#include "crf-detail.h"
#include "crf-dose.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-sealed-lot.h"

#include <glib/gi18n-lib.h>
#include <math.h>

gboolean
crf_infusion_check_masked_volume (CrfStudy *study,
                                  double final_volume,
                                  CrfRefusal **refusal)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (study);
  char volume[CRF_DECIMAL_SIZE];

  if (rule == NULL || isnan (rule->final_volume_ml))
    {
      *refusal = crf_refusal_new ("no-volume", _("Use a definition that states the final volume."),
                                  _("This study is masked, but its definition states no volume that all preparations have."));
      return FALSE;
    }
  if (isnan (final_volume) || crf_decimal_compare (final_volume, rule->final_volume_ml) == 0)
    return TRUE;
  *refusal = crf_refusal_new ("final-volume", _("Leave the final volume as the protocol states it."),
                              _("Every preparation of this masked study has %s mL, so that none can be told apart."),
                              crf_decimal_format (rule->final_volume_ml, volume));
  return FALSE;
}

CrfDosePlan *
crf_infusion_plan_placebo (CrfStudy *study,
                           double final_volume,
                           double duration,
                           CrfRefusal **refusal)
{
  g_autoptr (CrfDosePlan) plan = NULL;
  g_autoptr (CrfScoreResult) rate = NULL;
  char number[CRF_DECIMAL_SIZE];

  if (!crf_infusion_check_masked_volume (study, final_volume, refusal))
    return NULL;
  plan = g_new0 (CrfDosePlan, 1);
  plan->steps = g_ptr_array_new_with_free_func (g_free);
  plan->final_volume = plan->volume = crf_study_get_dose_rule (study)->final_volume_ml;
  plan->rate = NAN;
  g_ptr_array_add (plan->steps, g_strdup_printf (_("Placebo: %s mL, no cells"), crf_decimal_format_places (plan->volume, 1, number)));
  if (isnan (duration))
    return g_steal_pointer (&plan);
  rate = crf_dose_rate_ml_h (plan->final_volume, duration);
  if (rate->status != CRF_SCORE_DONE)
    {
      g_autofree char *sentence = crf_score_result_sentence (rate);

      *refusal = crf_refusal_new ("dose-not-computable", _("Check volume and duration."), "%s", sentence);
      return NULL;
    }
  plan->rate = rate->raw;
  g_ptr_array_add (plan->steps, g_strdup_printf (_("Rate: %s mL/h"), crf_decimal_format_places (plan->rate, 1, number)));
  return g_steal_pointer (&plan);
}

gboolean
crf_infusion_number_preparation (CrfUseCaseContext *context,
                                 const CrfInfusion *infusion,
                                 GError **error)
{
  const CrfItem *item = crf_study_find_item_by_concept (context->study, "inf.preparation");
  g_autofree char *number = NULL;

  if (item == NULL || crf_form_find_group_of (infusion->place.form, item) == NULL)
    return !crf_context_refuse (context, "no-preparation-item", _("Use a definition whose infusion form has a preparation number."),
                                _("This study is masked, but its infusion form has no preparation number to give the ward."));
  number = g_strdup_printf ("P-%04d", 1 + crf_records_count_item_entries (context->file, item->oid));
  crf_context_result (context, "preparation", number);
  return crf_infusion_store (context, infusion, "inf.preparation", number, error);
}

/* Local time of the workstation, as entered times are written. */
static char *
local_minutes_from_now (CrfSession *session,
                        int minutes)
{
  CrfInstant now = crf_session_now (session);
  gint64 local = now.utc_ms / 60000 + now.offset_minutes + minutes;
  char buffer[CRF_DATE_SIZE];
  CrfDate date;

  crf_date_from_days ((int) (local / 1440), &date);
  return g_strdup_printf ("%sT%02d:%02d", crf_date_format (&date, buffer), (int) (local % 1440 / 60), (int) (local % 60));
}

static gboolean
append_sealed_use (CrfUseCaseContext *context,
                   const CrfInfusion *infusion,
                   GError **error)
{
  g_autofree char *detail = crf_detail_new ("lot", crf_infusion_get (infusion, "inf.lot"), "kind", "use", "volume_ml",
                                            crf_infusion_get (infusion, "inf.volume"), "bags", crf_infusion_get (infusion, "inf.bags"), NULL);
  CrfEntry entry = { .action = CRF_ACTION_LOT_MOVE, .subject = context->subject->key, .detail = detail, .seal = CRF_SEAL_UNBLINDING };

  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_infusion_release_preparation (CrfUseCaseContext *context,
                                  const CrfInfusion *infusion,
                                  GError **error)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  g_autofree char *until = NULL;

  /* One rule for all arms: cells need it, and saline would tell itself by not having it. */
  if (rule != NULL && rule->thaw_minutes > 0)
    {
      until = local_minutes_from_now (context->session, rule->thaw_minutes);
      crf_context_result (context, "use-before", until);
      if (!crf_infusion_store (context, infusion, "inf.use_before", until, error))
        return FALSE;
    }
  crf_context_result (context, "preparation", crf_infusion_get (infusion, "inf.preparation"));
  return append_sealed_use (context, infusion, error);
}

static gboolean
is_number_of (const CrfInfusion *infusion,
              const char *typed)
{
  const char *number = crf_infusion_get (infusion, "inf.preparation");
  g_autofree char *stripped = g_strstrip (g_strdup (typed));

  return number != NULL && g_ascii_strcasecmp (number, stripped) == 0;
}

gboolean
crf_infusion_match_preparation (CrfUseCaseContext *context,
                                const CrfInfusion *infusion)
{
  const char *typed = crf_context_get (context, "preparation");

  if (typed == NULL)
    return !crf_context_refuse (context, "preparation-missing", _("Read the preparation number off the bag and type it."),
                                _("The preparation number of the bag is missing."));
  if (is_number_of (infusion, typed))
    return TRUE;
  return !crf_context_refuse (context, "other-preparation", _("Do not infuse. Compare the bag with the patient and call the pharmacy."),
                              _("The preparation “%s” is not the one released for this infusion of %s."), typed, context->subject->number);
}

void
crf_infusion_list_masked_missing (CrfSubjectRecord *subject,
                                  const CrfInfusion *infusion,
                                  gboolean released,
                                  const char *start,
                                  GPtrArray *missing)
{
  const char *until = crf_infusion_get (infusion, "inf.use_before");

  /* One sentence for whatever is missing at the pharmacy: lot, release, plan or check would each tell something. */
  if (!released)
    g_ptr_array_add (missing, crf_refusal_new ("not-released", _("Call the pharmacy."),
                                               _("The infusion of %s is not released by pharmacy."), subject->number));
  else if (until != NULL && start != NULL && g_strcmp0 (start, until) > 0)
    {
      g_autofree char *shown = g_strdelimit (g_strdup (until), "T", ' ');

      g_ptr_array_add (missing, crf_refusal_new ("use-before", _("Call the pharmacy for another preparation."),
                                                 _("Preparation %s was to be used before %s."), crf_infusion_get (infusion, "inf.preparation"),
                                                 shown));
    }
}

gboolean
crf_infusion_judge_volume (CrfUseCaseContext *context,
                           const CrfInfusion *infusion,
                           double volume,
                           GError **error)
{
  const CrfDoseRule *rule = crf_study_get_dose_rule (context->study);
  double prepared = crf_infusion_get_number (infusion, "inf.final_volume");
  char number[CRF_DECIMAL_SIZE];
  double percent;

  if (rule == NULL || isnan (rule->tolerance_percent) || isnan (prepared) || !(prepared > 0))
    return TRUE;
  percent = (volume / prepared - 1) * 100;
  crf_decimal_format_places (percent, 1, number);
  crf_context_notice (context, _("The volume given differs from the preparation by %s %%."), number);
  if (crf_decimal_compare (fabs (percent), rule->tolerance_percent) <= 0)
    return TRUE;
  return crf_context_open_deviation (context, "dose", crf_context_get (context, "reason"), error,
                                     _("The volume given to %s differs from the preparation by %s %%."), context->subject->number, number);
}
