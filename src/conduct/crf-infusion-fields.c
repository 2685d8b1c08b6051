/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Fields that the steps of an infusion write. */

#include "crf-infusion-fields.h"

#include "crf-blind.h"
#include "crf-infusion-settle.h"
#include "crf-signature.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PLAN CRF_INFUSION_FIELD_PLAN
#define CHECK CRF_INFUSION_FIELD_CHECK
#define DOSE CRF_INFUSION_FIELD_DOSE
#define FIXED CRF_INFUSION_FIELD_FIXED

#define MEANING_DOSE_CHECK "dose-check"

static const CrfInfusionField fields[] = {
  { "inf.weight", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.weight_date", "plan-infusion", 0 },
  { "inf.lot", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.concentration", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.viability", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.dose_planned", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.target_cells", "plan-infusion", PLAN | CHECK },
  { "inf.volume", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.bags", "plan-infusion", PLAN },
  { "inf.bag_volume", "plan-infusion", PLAN },
  { "inf.final_volume", "plan-infusion", PLAN | CHECK | DOSE },
  { "inf.duration", "plan-infusion", PLAN | CHECK },
  { "inf.rate", "plan-infusion", PLAN | CHECK },
  { "inf.preparation", "plan-infusion", PLAN | CHECK | FIXED },
  { "inf.check_weight", "check-infusion", CHECK },
  { "inf.check_concentration", "check-infusion", CHECK },
  { "inf.check_viability", "check-infusion", CHECK },
  { "inf.check_volume", "check-infusion", CHECK },
  { "inf.checked_by", "check-infusion", CHECK | FIXED },
  { "inf.use_before", "check-infusion", FIXED },
  { "inf.thaw", "prepare-product", 0 },
  { "inf.received", "receive-product", 0 },
  { "inf.receipt_temp", "receive-product", 0 },
  { "inf.appearance", "receive-product", 0 },
  { "inf.start", "start-infusion", 0 },
  { "inf.stop", "give-infusion", 0 },
  { "inf.given_volume", "give-infusion", DOSE },
  { "inf.dose_given", "give-infusion", FIXED },
  { "inf.deviation", "give-infusion", FIXED },
  { "inf.outcome", "give-infusion", 0 },
  { "inf.outcome_reason", "give-infusion", 0 },
  { "go.*", "sign-go", 0 },
};

const CrfInfusionField *
crf_infusion_field_find (const char *concept)
{
  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (fields); i++)
    {
      gsize length = strlen (fields[i].concept) - 1;

      if (strcmp (fields[i].concept, concept) == 0 ||
          (fields[i].concept[length] == '*' && strncmp (fields[i].concept, concept, length) == 0))
        return &fields[i];
    }
  return NULL;
}

/* ── Who may type what ── */

static CrfRefusal *
by_step (CrfSession *session,
         const CrfItem *item,
         const CrfInfusionField *field,
         gboolean over)
{
  const char *label = crf_text_get (item->question, crf_session_get_language (session));
  const CrfUseCase *step = crf_use_case_find (field->use_case);
  g_autofree char *title = g_strdup (step != NULL ? _(step->title) : field->use_case);
  g_autofree char *remedy = NULL;

  if (over)
    remedy = g_strdup (_("Correct what it is computed from, or say why there is no value."));
  else
    remedy = g_strdup_printf (_("Use “%s”; what was done already is recorded with its real time and the reason."), title);
  return crf_refusal_new ("by-step", remedy, _("“%1$s” is written by the step “%2$s”; it cannot be typed."), *label != '\0' ? label : item->name, title);
}

gboolean
crf_infusion_field_may_enter (CrfSession *session,
                              const CrfTarget *form,
                              const CrfItem *item,
                              gboolean has_value,
                              gboolean missing,
                              CrfRefusal **refusal)
{
  const CrfInfusionField *field = crf_infusion_field_find (item->concept);
  g_autoptr (CrfInfusion) infusion = NULL;
  gboolean over;

  /* Transcribing an old study is a marked mode: its steps were taken on paper. */
  if (field == NULL || crf_study_is_transcription (crf_session_get_study (session)))
    return TRUE;
  if (has_value && !(field->flags & FIXED))
    return TRUE;
  infusion = crf_infusion_read_at (session, form);
  if (infusion == NULL && form->eventkey != NULL)
    return TRUE;
  over = infusion != NULL && crf_infusion_is_over (infusion->stage);
  /* When all is over, what nobody has written down can still be supplied. */
  if (over && (missing || !(field->flags & FIXED)))
    return TRUE;
  if (refusal == NULL)
    return FALSE;
  *refusal = by_step (session, item, field, over);
  (*refusal)->remedy_action = over ? NULL : g_strdup (field->use_case);
  return FALSE;
}

/* ── The second person's name ── */

char *
crf_infusion_check_statement (const CrfInfusion *infusion)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Dose check infusion %d\n", infusion->place.ordinal);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].flags & CHECK)
      g_string_append_printf (text, "%s %s\n", fields[i].concept, crf_infusion_get_entry (infusion, fields[i].concept));
  return g_string_free (text, FALSE);
}

char *
crf_infusion_plan_entries (const CrfInfusion *infusion)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].flags & PLAN)
      {
        const char *entry = crf_infusion_get_entry (infusion, fields[i].concept);

        g_string_append_printf (text, "%.*s;", (int) strcspn (entry, " "), entry);
      }
  return g_string_free (text, FALSE);
}

char *
crf_infusion_checker (CrfStudyFile *file,
                      CrfStudy *study,
                      const char *subject,
                      const CrfInfusion *infusion,
                      GError **error)
{
  const CrfEntry target = { .action = CRF_ACTION_SIGN, .subject = subject, .event = infusion->place.event->oid, .eventkey = infusion->eventkey,
                            .form = infusion->place.form->oid, .formkey = "1" };
  g_autoptr (GPtrArray) signatures = infusion->eventkey != NULL ? crf_signature_list (file, &target, error) : NULL;
  g_autofree char *statement = crf_infusion_check_statement (infusion);
  g_autofree char *sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, statement, -1);

  for (guint i = 0; signatures != NULL && i < signatures->len; i++)
    {
      const CrfSignatureRecord *record = g_ptr_array_index (signatures, i);

      if (strcmp (record->meaning, MEANING_DOSE_CHECK) == 0)
        return g_strcmp0 (record->shown_sha256, sha256) == 0 && !crf_infusion_was_planned_by (infusion, record->login) ? g_strdup (record->login) : NULL;
    }
  return NULL;
}

/* ── After a correction ── */

static void
tell_before_start (CrfUseCaseContext *context,
                   const CrfInfusion *infusion,
                   const CrfInfusionField *field,
                   const char *label)
{
  if (infusion->checked && (field->flags & CHECK))
    crf_context_notice (context, _("“%s” was corrected: the second check of the dose does not hold any more."), label);
  if (field->flags & PLAN)
    crf_context_notice (context, _("“%s” was corrected: label, release and identity check of this preparation do not hold any more."), label);
}

/* Which figure it was could tell the arm: a placebo has no cells to count. */
static gboolean
tell_after_start (CrfUseCaseContext *context,
                  const CrfInfusion *infusion,
                  const CrfItem *item,
                  const char *label,
                  GError **error)
{
  const char *reason = crf_context_get (context, "reason");

  if (item->unblinding)
    return crf_context_open_deviation (context, "dose", reason, error, _("The plan of infusion %1$d of %2$s was corrected after it had started."),
                                       infusion->place.ordinal, context->subject->number);
  return crf_context_open_deviation (context, "dose", reason, error,
                                     _("“%1$s” of infusion %2$d of %3$s was corrected after it had started: it was planned and checked with another figure."),
                                     label, infusion->place.ordinal, context->subject->number);
}

gboolean
crf_infusion_field_follow (CrfUseCaseContext *context,
                           const CrfInfusion *before,
                           const CrfTarget *form,
                           const CrfItem *item,
                           gboolean corrected,
                           GError **error)
{
  const CrfInfusionField *field = crf_infusion_field_find (item->concept);
  const char *label = crf_text_get (item->question, crf_session_get_language (context->session));
  g_autoptr (CrfInfusion) infusion = field != NULL ? crf_infusion_read_at (context->session, form) : NULL;

  if (infusion == NULL)
    return TRUE;
  if (corrected && before != NULL && !crf_study_is_transcription (context->study))
    {
      if (infusion->stage < CRF_INFUSION_STARTED)
        tell_before_start (context, before, field, label);
      else if ((field->flags & (PLAN | CHECK)) && !tell_after_start (context, infusion, item, label, error))
        return FALSE;
    }
  return crf_infusion_settle (context, before, infusion, error);
}
