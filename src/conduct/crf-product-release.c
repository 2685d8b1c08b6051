/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Release of a preparation, and what may come with the cells. */

#include "crf-product-release.h"

#include "crf-blind.h"
#include "crf-dose.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
crf_product_prepared_by (const GPtrArray *steps,
                         const char *user)
{
  const CrfStepRecord *prepared = crf_infusion_steps_last_after (steps, CRF_STEP_PREPARE, CRF_STEP_ORDER);

  return prepared != NULL && g_strcmp0 (prepared->user, user) == 0;
}

gboolean
crf_product_release_holds (CrfStudyFile *file,
                           const char *subject,
                           const CrfInfusion *infusion,
                           const GPtrArray *steps)
{
  const CrfStepRecord *released = crf_infusion_steps_last_after (steps, CRF_STEP_RELEASE, CRF_STEP_ORDER);
  const CrfStepRecord *prepared = crf_infusion_steps_last_after (steps, CRF_STEP_PREPARE, CRF_STEP_ORDER);
  g_autofree char *code = NULL, *of = NULL;

  if (released == NULL)
    return FALSE;
  /* A preparation made later is another one, whenever it was written down. */
  if (prepared != NULL && strcmp (prepared->at, released->at) > 0)
    return FALSE;
  /* Recorded because it happened so; the second pair of eyes is still missing. */
  if (crf_product_prepared_by (steps, released->user))
    return FALSE;
  code = crf_infusion_bag_code (file, subject, infusion, steps);
  of = crf_step_record_get (released, "code");
  return code != NULL && g_strcmp0 (code, of) == 0;
}

void
crf_product_release_list_missing (CrfSession *session,
                                  CrfSubjectRecord *subject,
                                  const CrfInfusion *infusion,
                                  const GPtrArray *steps,
                                  GPtrArray *missing)
{
  const CrfStepRecord *released = crf_infusion_steps_last_after (steps, CRF_STEP_RELEASE, CRF_STEP_ORDER);
  CrfRefusal *refusal;

  if (crf_product_release_holds (crf_session_get_file (session), subject->key, infusion, steps))
    return;
  if (released != NULL && crf_product_prepared_by (steps, released->user))
    refusal = crf_refusal_new ("product-not-released", _("Another person of quality assurance reads label and certificate, releases and signs."),
                               _("The product of %s was released by the person who had prepared it."), subject->number);
  else
    refusal = released != NULL
                ? crf_refusal_new ("product-not-released", _("Release the preparation as it is now, after reading its label and certificate."),
                                   _("The product of %s was planned or prepared anew after quality assurance had released it."), subject->number)
                : crf_refusal_new ("product-not-released", _("Quality assurance releases this preparation and signs."),
                                   _("The product of %s is not released by quality assurance."), subject->number);
  refusal->remedy_action = g_strdup ("release-product");
  g_ptr_array_add (missing, refusal);
}

/* "<0.5" is judged by what it may be at most, ">5" by what it is at least. */
double
crf_product_read_figure (const char *text)
{
  CrfNumber number;

  return text != NULL && crf_number_parse (text, &number, NULL) ? number.value : NAN;
}

/* What of the thawed product reaches the patient, mL: all of what is drawn, or its part where only part was given. */
static double
product_volume (const CrfInfusion *infusion)
{
  double drawn = crf_infusion_get_number (infusion, "inf.volume");
  double given = crf_infusion_get_number (infusion, "inf.given_volume");
  double final_volume = crf_infusion_get_number (infusion, "inf.final_volume");

  return !isnan (drawn) && !isnan (given) && final_volume > 0 ? given * drawn / final_volume : drawn;
}

/* g/kg; NAN: not stated. */
static double
dmso_of (const CrfInfusion *infusion,
         const CrfLotRecord *lot)
{
  g_autoptr (CrfScoreResult) dmso = NULL;

  if (lot == NULL || lot->dmso == NULL)
    return NAN;
  dmso = crf_dose_dmso (product_volume (infusion), crf_product_read_figure (lot->dmso), crf_infusion_get_number (infusion, "inf.weight"), NAN);
  return dmso->status == CRF_SCORE_DONE ? dmso->raw : NAN;
}

/* g/kg of the other infusions on that day. */
static double
dmso_elsewhere (CrfSession *session,
                const char *subject,
                const CrfInfusion *infusion,
                const char *start)
{
  CrfStudy *study = crf_session_get_study (session);
  CrfInfusionPlace place;
  double sum = 0;

  for (int ordinal = 1; ordinal < infusion->place.ordinal && crf_infusion_find_place (study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) other = crf_infusion_read_for (session, subject, ordinal, NULL);
      const char *then = other != NULL ? crf_infusion_get (other, "inf.start") : NULL;
      g_autoptr (CrfLotRecord) lot = NULL;
      double dmso;

      if (then == NULL || crf_infusion_get (other, "inf.lot") == NULL || strncmp (then, start, strlen ("2026-03-02")) != 0)
        continue;
      lot = crf_records_find_lot (crf_session_get_file (session), crf_infusion_get (other, "inf.lot"), NULL);
      dmso = dmso_of (other, lot);
      sum += isnan (dmso) ? 0 : dmso;
    }
  return sum;
}

static void
list_dmso (CrfSession *session,
           CrfSubjectRecord *subject,
           const CrfInfusion *infusion,
           const CrfLotRecord *lot,
           const char *start,
           GPtrArray *missing)
{
  double dmso = dmso_of (infusion, lot);
  char figure[CRF_DECIMAL_SIZE], limit[CRF_DECIMAL_SIZE];

  if (isnan (dmso))
    return;
  dmso += dmso_elsewhere (session, subject->key, infusion, start);
  if (crf_decimal_compare (dmso, CRF_DOSE_DMSO_LIMIT) <= 0)
    return;
  g_ptr_array_add (missing, crf_refusal_new ("dmso-over", _("Give less, wash the product, or divide it over days."),
                                             _("%s would get %s g/kg of DMSO on this day; the limit is %s g/kg."), subject->number,
                                             crf_decimal_format_places (dmso, 4, figure), crf_decimal_format (CRF_DOSE_DMSO_LIMIT, limit)));
}

static void
list_endotoxin (CrfSubjectRecord *subject,
                const CrfInfusion *infusion,
                const CrfLotRecord *lot,
                GPtrArray *missing)
{
  double hours = crf_infusion_get_number (infusion, "inf.duration") / 60;
  g_autoptr (CrfScoreResult) endotoxin = NULL;
  char limit[CRF_DECIMAL_SIZE];

  if (lot->endotoxin == NULL || isnan (hours))
    return;
  endotoxin = crf_dose_endotoxin (crf_product_read_figure (lot->endotoxin), product_volume (infusion), crf_infusion_get_number (infusion, "inf.weight"), hours);
  if (endotoxin->status != CRF_SCORE_DONE || g_strcmp0 (endotoxin->grade, "over") != 0)
    return;
  g_ptr_array_add (missing, crf_refusal_new ("endotoxin-over", _("Plan a longer infusion, or use another lot."),
                                             _("%s would get %s EU/kg of endotoxin an hour; the limit is %s."), subject->number, endotoxin->display,
                                             crf_decimal_format (CRF_DOSE_ENDOTOXIN_LIMIT, limit)));
}

void
crf_product_list_over_limits (CrfSession *session,
                              CrfSubjectRecord *subject,
                              const CrfInfusion *infusion,
                              const CrfLotRecord *lot,
                              const char *start,
                              GPtrArray *missing)
{
  if (lot == NULL)
    return;
  list_dmso (session, subject, infusion, lot, start, missing);
  list_endotoxin (subject, infusion, lot, missing);
}
