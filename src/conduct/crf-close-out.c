/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A close-out is signed on what was on record; a serious adverse event of those hours that is entered later, on another form, would leave a false "no"
 * under a valid signature. What would refuse the signature today makes it void. */

#include "crf-close-out.h"

#include "crf-infusion-monitor.h"
#include "crf-partial-date.h"
#include "crf-place.h"
#include "crf-signing.h"

#include "crf-detail.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
crf_close_out_fill_target (CrfEntry *target,
                           const CrfInfusion *infusion)
{
  target->event = infusion->place.event->oid;
  target->eventkey = infusion->eventkey;
  target->form = infusion->place.form->oid;
  target->formkey = "1";
}

gboolean
crf_close_out_stands (CrfUseCaseContext *context,
                      const CrfInfusion *infusion)
{
  CrfEntry target = { .subject = context->subject->key };

  crf_close_out_fill_target (&target, infusion);
  return infusion->eventkey != NULL && crf_signing_stands (context, &target, CRF_MEANING_CLOSE_OUT, NULL);
}

/* Whether @when, which may be a day without a time, that is any hour of it, lies within the 24 hours after @start. */
static gboolean
is_within (const char *when,
           const char *start)
{
  g_autofree char *end = NULL;
  CrfDate date;

  if (when == NULL || start == NULL || !crf_datetime_parse (start, FALSE, &date, NULL))
    return FALSE;
  end = crf_minutes_to_iso (crf_monitor_after (NULL, crf_date_to_minutes (&date), CRF_CLOSE_OUT_HOURS * 60));
  return strncmp (when, start, MIN (strlen (when), strlen (start))) >= 0 && strncmp (when, end, MIN (strlen (when), strlen (end))) <= 0;
}

char *
crf_close_out_find_reaction (CrfUseCaseContext *context,
                             const CrfInfusion *infusion,
                             const GPtrArray *steps)
{
  const CrfStepRecord *reported = crf_infusion_steps_last (steps, CRF_STEP_REACTION);
  const char *grade = crf_infusion_get (infusion, "inf.reaction");

  if (reported != NULL)
    return g_strdup_printf (_("A reaction to the infusion of %1$s is on record, at %2$s."), context->subject->number, reported->at);
  if (grade != NULL && strcmp (grade, "0") != 0)
    return g_strdup_printf (_("A reaction of grade %1$s to the infusion of %2$s is on record."), grade, context->subject->number);
  return NULL;
}

char *
crf_close_out_find_serious (CrfUseCaseContext *context,
                            const CrfInfusion *infusion)
{
  const CrfItem *serious = crf_study_find_item_by_concept (context->study, "ae.serious"), *began = crf_study_find_item_by_concept (context->study, "ae.start");
  g_autoptr (GPtrArray) found = serious != NULL ? crf_records_item_values (context->file, context->subject->key, serious->oid, NULL) : NULL;
  g_autoptr (GPtrArray) starts = began != NULL ? crf_records_item_values (context->file, context->subject->key, began->oid, NULL) : NULL;

  for (guint i = 0; found != NULL && i < found->len; i++)
    for (guint j = 0; starts != NULL && j < starts->len; j++)
      {
        const CrfFoundValue *flag = g_ptr_array_index (found, i), *at = g_ptr_array_index (starts, j);

        if (flag->form->id == at->form->id && g_strcmp0 (flag->value->canon, "Y") == 0 &&
            is_within (at->value->canon, crf_infusion_get (infusion, "inf.start")))
          return g_strdup_printf (_("A serious adverse event of %1$s that began on %2$s is on record."), context->subject->number, at->value->canon);
      }
  return NULL;
}

static gboolean
said_no (const CrfStepRecord *step,
         const char *member)
{
  g_autofree char *answer = crf_step_record_get (step, member);

  return g_strcmp0 (answer, "N") == 0;
}

static gboolean
review_one (CrfUseCaseContext *context,
            const CrfInfusion *infusion,
            GError **error)
{
  g_autoptr (GPtrArray) steps = crf_infusion_steps_read (context->file, context->subject->key, infusion, error);
  const CrfStepRecord *closed = steps != NULL ? crf_infusion_steps_last (steps, CRF_STEP_CLOSE) : NULL;
  g_autofree char *against = NULL;
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SIGN_VOID, .subject = context->subject->key };

  if (closed == NULL || !crf_close_out_stands (context, infusion))
    return steps != NULL;
  if (said_no (closed, "reaction"))
    against = crf_close_out_find_reaction (context, infusion, steps);
  if (against == NULL && said_no (closed, "sae"))
    against = crf_close_out_find_serious (context, infusion);
  if (against == NULL)
    return TRUE;
  crf_close_out_fill_target (&entry, infusion);
  detail = crf_detail_new ("meaning", CRF_MEANING_CLOSE_OUT, NULL);
  entry.detail = detail;
  entry.reason = against;
  crf_context_notice (context, _("%s The signature that closed the 24 hours said no and is void: they are to be closed again."), against);
  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_close_out_void (CrfUseCaseContext *context,
                    const CrfTarget *form,
                    GError **error)
{
  g_autoptr (CrfInfusion) infusion = crf_infusion_read_at (context->session, form);
  g_autofree char *detail = NULL;
  CrfEntry entry = { .action = CRF_ACTION_SIGN_VOID, .subject = form->subject, .reason = crf_context_get (context, "reason") };

  if (infusion == NULL || !crf_close_out_stands (context, infusion))
    return TRUE;
  crf_close_out_fill_target (&entry, infusion);
  detail = crf_detail_new ("meaning", CRF_MEANING_CLOSE_OUT, NULL);
  entry.detail = detail;
  crf_context_notice (context, _("The 24 hours after the infusion of %s were signed over other readings: they are to be closed again."), context->subject->number);
  return crf_context_append (context, &entry, NULL, error);
}

gboolean
crf_close_out_rests_on (const CrfItem *item)
{
  static const char *const concepts[] = { "ae.serious", "ae.start", "inf.reaction", NULL };

  return item != NULL && item->concept != NULL && g_strv_contains (concepts, item->concept);
}

/* Most acts bring nothing of the kind: reading infusions after each would be felt. */
static gboolean
may_contradict (CrfUseCaseContext *context)
{
  static const char *const acts[] = { "report-reaction", "decide-entry", "decide-row", "move-form", "paste-results", "join-events", "import", NULL };
  const char *item = context->arguments != NULL && strcmp (context->use_case->name, "enter") == 0 ? crf_context_get (context, "item") : NULL;

  return context->subject != NULL &&
         (g_strv_contains (acts, context->use_case->name) || (item != NULL && crf_close_out_rests_on (crf_place_find_item (context->study, item))));
}

gboolean
crf_close_out_review (CrfUseCaseContext *context,
                      GError **error)
{
  CrfInfusionPlace place;

  if (!may_contradict (context))
    return TRUE;
  for (int ordinal = 1; crf_infusion_find_place (context->study, ordinal, &place); ordinal++)
    {
      g_autoptr (CrfInfusion) infusion = crf_infusion_read_for (context->session, context->subject->key, ordinal, error);

      if (infusion == NULL)
        return FALSE;
      /* A place that repeats has no last ordinal: after the last that there is comes none. */
      if (infusion->eventkey == NULL && place.event->repeating)
        return TRUE;
      if (infusion->eventkey != NULL && !review_one (context, infusion, error))
        return FALSE;
    }
  return TRUE;
}
