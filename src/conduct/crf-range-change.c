/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Walks through all patients: ranges are entered rarely, and what they change must be known before. */

#include "crf-range-change.h"

#include "crf-grade.h"
#include "crf-hold.h"
#include "crf-limits.h"
#include "crf-scores.h"

#include <math.h>

void
crf_range_change_clear (CrfRangeChange *change)
{
  g_clear_pointer (&change->subjects, g_ptr_array_unref);
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

/* Whether any value of the patient falls under the new range. */
static gboolean
look_at_patient (CrfCasebook *casebook,
                 const CrfItem *item,
                 const GPtrArray *ranges,
                 CrfRangeChange *change)
{
  g_autoptr (GPtrArray) cells = crf_casebook_list (casebook, item);
  gboolean found = FALSE;

  for (guint i = 0; i < cells->len; i++)
    {
      CrfCell *cell = g_ptr_array_index (cells, i);
      CrfLimits before, after;

      crf_limits_of (casebook, cell, &before);
      crf_limits_under (casebook, cell, ranges, &after);
      if (before.of_site == after.of_site && !differ (before.low, after.low) && !differ (before.high, after.high))
        continue;
      found = TRUE;
      change->n_values++;
      change->n_held += is_held (casebook, cell->form);
      change->n_flags += crf_limits_flag (&before, cell->value) != crf_limits_flag (&after, cell->value);
    }
  return found;
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

  *change = (CrfRangeChange) { .subjects = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_subject_record_free) };
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

      if (casebook == NULL)
        return FALSE;
      if (look_at_patient (casebook, item, both, change))
        g_ptr_array_add (change->subjects, g_steal_pointer (&subject));
    }
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
