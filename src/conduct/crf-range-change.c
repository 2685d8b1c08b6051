/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks through all patients, or through one: ranges are entered and sexes corrected rarely, and what they change must be known before. */

#include "crf-range-change.h"

#include "crf-detail.h"
#include "crf-grade.h"
#include "crf-hold.h"
#include "crf-limits.h"
#include "crf-records-transfer.h"
#include "crf-scores.h"
#include "crf-signature.h"
#include "crf-signing.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

void
crf_range_change_clear (CrfRangeChange *change)
{
  g_clear_pointer (&change->subjects, g_ptr_array_unref);
  g_clear_pointer (&change->signed_forms, g_ptr_array_unref);
  g_clear_pointer (&change->casebooks, g_ptr_array_unref);
}

static gboolean
differ (double a,
        double b)
{
  return isnan (a) != isnan (b) || a < b || a > b; /* NAN is no limit */
}

static gboolean
is_held (CrfCasebook *casebook,
         const CrfFormRecord *form)
{
  const CrfTarget target = { .subject = (char *) crf_casebook_get_subject (casebook), .event = form->event, .eventkey = form->eventkey, .form = form->form,
                             .formkey = form->formkey };
  g_autofree char *hold = crf_hold_of (crf_casebook_get_session (casebook), &target);

  return hold != NULL;
}

/* Whether a signature of that meaning stands on exactly @target (no form: on the patient as a whole), given here or, as is told, elsewhere. */
static gboolean
is_signed (CrfStudyFile *file,
           const CrfEntry *target,
           const char *meaning,
           gboolean *stands,
           GError **error)
{
  g_autoptr (GPtrArray) own = target->form != NULL ? crf_signature_list (file, target, error) : crf_signature_list_whole (file, target->subject, error);
  g_autoptr (GPtrArray) told = own != NULL ? crf_records_foreign_signatures (file, target, error) : NULL;

  *stands = FALSE;
  for (guint i = 0; told != NULL && i < own->len; i++)
    {
      const CrfSignatureRecord *one = g_ptr_array_index (own, i);

      *stands = *stands || (!one->void_ && strcmp (one->meaning, meaning) == 0);
    }
  for (guint i = 0; told != NULL && i < told->len; i++)
    {
      const CrfForeignSignatureRecord *one = g_ptr_array_index (told, i);

      *stands = *stands || (!one->void_ && strcmp (one->meaning, meaning) == 0 && (target->form == NULL) == (one->form == NULL));
    }
  return told != NULL;
}

static void
note_form (GPtrArray *targets,
           const CrfTarget *target)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const CrfTarget *one = g_ptr_array_index (targets, i);

      if (g_strcmp0 (one->subject, target->subject) == 0 && g_strcmp0 (one->event, target->event) == 0 && g_strcmp0 (one->eventkey, target->eventkey) == 0 &&
          g_strcmp0 (one->form, target->form) == 0 && g_strcmp0 (one->formkey, target->formkey) == 0)
        return;
    }
  g_ptr_array_add (targets, crf_target_copy (target));
}

gboolean
crf_range_change_is_signed (CrfStudyFile *file,
                            const CrfTarget *form,
                            gboolean *stands,
                            GError **error)
{
  const CrfEntry on_form = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form, .formkey = form->formkey };

  return is_signed (file, &on_form, CRF_MEANING_FORM, stands, error) && (*stands || is_signed (file, &on_form, CRF_MEANING_SAE, stands, error));
}

/* Another flag or reference is shown on this form: whose signature on it, or on the casebook, is over what was shown before. */
static gboolean
note_signed (CrfCasebook *casebook,
             const CrfFormRecord *form,
             CrfRangeChange *change,
             GError **error)
{
  CrfStudyFile *file = crf_session_get_file (crf_casebook_get_session (casebook));
  const CrfTarget at = { .subject = (char *) crf_casebook_get_subject (casebook), .event = form->event, .eventkey = form->eventkey, .form = form->form,
                         .formkey = form->formkey };
  const CrfTarget whole = { .subject = at.subject };
  const CrfEntry on_subject = { .subject = at.subject };
  gboolean stands;

  if (!crf_range_change_is_signed (file, &at, &stands, error))
    return FALSE;
  if (stands)
    note_form (change->signed_forms, &at);
  if (!is_signed (file, &on_subject, CRF_MEANING_CASEBOOK, &stands, error))
    return FALSE;
  if (stands)
    note_form (change->casebooks, &whole);
  return TRUE;
}

static void
begin_change (CrfRangeChange *change)
{
  *change = (CrfRangeChange) { .subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_subject_record_free),
                               .signed_forms = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free),
                               .casebooks = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_target_free) };
}

/* One value under the limits of before and of after. FALSE with @error. */
static gboolean
note_limits (CrfCasebook *casebook,
             const CrfCell *cell,
             const CrfLimits *before,
             const CrfLimits *after,
             CrfRangeChange *change,
             GError **error)
{
  gboolean differs = differ (before->low, after->low) || differ (before->high, after->high);

  change->n_values++;
  change->n_held += is_held (casebook, cell->form);
  change->n_flags += crf_limits_flag (before, cell->value) != crf_limits_flag (after, cell->value);
  return !differs || note_signed (casebook, cell->form, change, error);
}

/* *@found: whether any value of the patient falls under the new range. */
static gboolean
look_at_patient (CrfCasebook *casebook,
                 const CrfItem *item,
                 const GPtrArray *ranges,
                 CrfRangeChange *change,
                 gboolean *found,
                 GError **error)
{
  g_autoptr (GPtrArray) cells = crf_casebook_list (casebook, item);

  *found = FALSE;

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfLimits before, after;

      crf_limits_of (casebook, cell, &before);
      crf_limits_under (casebook, cell, ranges, &after);
      if (before.of_site == after.of_site && !differ (before.low, after.low) && !differ (before.high, after.high))
        continue;
      *found = TRUE;
      if (!note_limits (casebook, cell, &before, &after, change, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_range_change_preview (CrfUseCaseContext *context,
                          const CrfItem *item,
                          CrfRangeRecord *range,
                          CrfRangeChange *change,
                          GError **error)
{
  CrfSubjectQuery all = { 0 };
  g_autoptr (GArray) ids = crf_records_subject_ids (context->file, &all, error);
  g_autoptr (GPtrArray) ranges = crf_records_ranges (context->file, NULL, error);
  g_autoptr (GPtrArray) both = NULL;
  g_autoptr (GPtrArray) subjects = NULL;

  begin_change (change);
  if (ids == NULL || ranges == NULL)
    return FALSE;
  subjects = crf_records_subjects (context->file, (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (subjects == NULL)
    return FALSE;
  both = g_ptr_array_new ();
  for (guint i = 0; i < ranges->len; i++)
    g_ptr_array_add (both, g_ptr_array_index (ranges, i));
  g_ptr_array_add (both, range);
  while (subjects->len > 0)
    {
      g_autoptr (CrfSubjectRecord) subject = g_ptr_array_steal_index (subjects, subjects->len - 1);
      g_autoptr (CrfCasebook) casebook = crf_casebook_new (context->session, subject->key, error);

      gboolean found;

      if (casebook == NULL || !look_at_patient (casebook, item, both, change, &found, error))
        return FALSE;
      if (found)
        g_ptr_array_add (change->subjects, g_steal_pointer (&subject));
    }
  return TRUE;
}

/* The cell of the other casebook that stands where this one stands; NULL: nowhere. */
static CrfCell *
find_same (CrfCasebook *other,
           const CrfCell *cell)
{
  const CrfTarget at = { .subject = (char *) crf_casebook_get_subject (other), .event = cell->form->event, .eventkey = cell->form->eventkey,
                         .form = cell->form->form, .formkey = cell->form->formkey, .group = cell->group, .groupkey = cell->groupkey,
                         .item = (char *) cell->item->oid };

  return crf_casebook_find (other, &at);
}

/* The values of one form, that is signed or not. */
static gboolean
look_at_form (CrfCasebook *before,
              CrfCasebook *after,
              CrfFormRecord *form,
              CrfRangeChange *change,
              GError **error)
{
  GPtrArray *cells = crf_casebook_get_cells (before, form);

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i), *same;
      CrfLimits was, is;

      if (isnan (crf_value_get_number (cell->value)) || (same = find_same (after, cell)) == NULL)
        continue;
      crf_limits_of (before, cell, &was);
      crf_limits_of (after, same, &is);
      if ((differ (was.low, is.low) || differ (was.high, is.high)) && !note_limits (before, cell, &was, &is, change, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
crf_range_change_preview_value (CrfUseCaseContext *context,
                                CrfCasebook *casebook,
                                const CrfTarget *field,
                                CrfRangeChange *change,
                                GError **error)
{
  g_autoptr (CrfCasebook) before = crf_casebook_new (context->session, context->subject->key, error);
  CrfReadings begun = crf_readings_begin (context->session);
  GPtrArray *forms;

  begin_change (change);
  if (before == NULL)
    return FALSE;
  forms = crf_casebook_get_forms (before);
  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);

      if (strcmp (form->event, field->event) == 0 && g_strcmp0 (form->eventkey, field->eventkey) == 0 && strcmp (form->form, field->form) == 0 &&
          g_strcmp0 (form->formkey, field->formkey) == 0)
        continue;
      if (!look_at_form (before, casebook, form, change, error))
        return FALSE;
    }
  /* A form that cannot be read shows nothing, before or after; the others stay usable. */
  g_free (crf_readings_excuse (context->session, &begun));
  return TRUE;
}

gboolean
crf_range_change_derive (CrfUseCaseContext *context,
                         const CrfItem *item,
                         const CrfRangeChange *change,
                         GError **error)
{
  CrfSubjectRecord *own = context->subject;
  gboolean done = TRUE;

  if (!crf_concept_is_score_input (item->concept) && !crf_concept_is_grade_input (item->concept))
    return TRUE;
  for (guint i = 0; i < change->subjects->len && done; i++)
    {
      context->subject = g_ptr_array_index (change->subjects, i);
      done = crf_context_derive_all (context, error);
    }
  context->subject = own;
  return done;
}

/* "Another reference range of ALT is in force from 2026-01-01." */
static char *
tell (CrfUseCaseContext *context,
      const CrfItem *item,
      const CrfRangeRecord *range)
{
  const char *label = crf_text_get (item->question, crf_session_get_language (context->session));

  return g_strdup_printf (_("Another reference range of “%1$s” holds from %2$s on: the form shows it otherwise than it was signed."),
                          *label != '\0' ? label : item->name, range->from);
}

static gboolean
void_all (CrfUseCaseContext *context,
          const GPtrArray *targets,
          const char *meaning,
          const char *reason,
          GError **error)
{
  g_autofree char *detail = crf_detail_new ("meaning", meaning, NULL);

  for (guint i = 0; i < targets->len; i++)
    {
      const CrfTarget *at = g_ptr_array_index (targets, i);
      const CrfEntry entry = { .action = CRF_ACTION_SIGN_VOID, .subject = at->subject, .event = at->event, .eventkey = at->eventkey, .form = at->form,
                               .formkey = at->formkey, .detail = detail, .reason = reason };
      gboolean stands;

      if (!is_signed (context->file, &entry, meaning, &stands, error))
        return FALSE;
      if (stands && !crf_context_append (context, &entry, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
void_signed (CrfUseCaseContext *context,
             const CrfRangeChange *change,
             const char *reason,
             GError **error)
{
  if (change->signed_forms->len == 0 && change->casebooks->len == 0)
    return TRUE;
  if (!void_all (context, change->signed_forms, CRF_MEANING_FORM, reason, error) ||
      !void_all (context, change->signed_forms, CRF_MEANING_SAE, reason, error) ||
      !void_all (context, change->casebooks, CRF_MEANING_CASEBOOK, reason, error))
    return FALSE;
  crf_context_notice (context, _("Forms that are to be signed again: %1$u, casebooks: %2$u."), change->signed_forms->len, change->casebooks->len);
  return TRUE;
}

gboolean
crf_range_change_void (CrfUseCaseContext *context,
                       const CrfItem *item,
                       const CrfRangeRecord *range,
                       const CrfRangeChange *change,
                       GError **error)
{
  g_autofree char *reason = tell (context, item, range);

  return void_signed (context, change, reason, error);
}

gboolean
crf_range_change_void_for_value (CrfUseCaseContext *context,
                                 const CrfItem *item,
                                 const CrfRangeChange *change,
                                 GError **error)
{
  const char *label = crf_text_get (item->question, crf_session_get_language (context->session));
  g_autofree char *reason = g_strdup_printf (_("“%s” was corrected: another reference range holds, and the form shows it otherwise than it was signed."),
                                             *label != '\0' ? label : item->name);

  return void_signed (context, change, reason, error);
}
