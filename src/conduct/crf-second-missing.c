/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Without this a form that is to be entered twice could be completed, signed and locked with one entry, and nobody would miss the other. */

#include "crf-second-missing.h"

#include "crf-records-trust.h"
#include "crf-second-entry.h"
#include "crf-second-rows.h"
#include "crf-verification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
missing_free (CrfSecondMissing *missing)
{
  crf_target_free (missing->form);
  g_free (missing);
}

/* Whether the row of @value in the first entry is one that the second entry has not. */
static gboolean
is_lone (const GPtrArray *rows,
         const CrfFormRecord *form,
         const CrfValueRecord *value)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const CrfSecondRowRecord *row = g_ptr_array_index (rows, i);

      if (strcmp (row->side, "first") == 0 && strcmp (row->formkey, form->formkey) == 0 &&
          (*row->group == '\0' || (strcmp (row->group, value->group) == 0 && strcmp (row->groupkey, value->groupkey) == 0)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_asked (CrfSession *session,
          const CrfForm *form,
          const CrfValueRecord *value)
{
  for (guint i = 0; i < form->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (form->groups, i);

      if (strcmp (group->oid, value->group) != 0)
        continue;
      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);

          if (strcmp (ref->item->oid, value->item) == 0)
            return crf_second_asks (session, form, group, ref);
        }
    }
  return FALSE;
}

guint
crf_second_count_missing (CrfSession *session,
                          const CrfFormRecord *form,
                          GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  const CrfForm *definition = crf_study_find_form (crf_session_get_study (session), form->form);
  const CrfEntry at = { .subject = form->subject, .event = form->event, .eventkey = form->eventkey, .form = form->form };
  g_autoptr (GPtrArray) values = NULL, seconds = NULL, rows = NULL;
  guint n = 0;

  if (definition == NULL || crf_level_of (session, CRF_POLICY_DOUBLE_ENTRY, form->form, CRF_LEVEL_NONE) == CRF_LEVEL_NONE)
    return 0;
  values = crf_records_values (file, form->id, error);
  seconds = values != NULL ? crf_records_seconds (file, &at, error) : NULL;
  rows = seconds != NULL ? crf_records_second_rows (file, &at, error) : NULL;
  for (guint i = 0; rows != NULL && i < values->len; i++)
    {
      const CrfValueRecord *value = g_ptr_array_index (values, i);
      const CrfTarget field = { .formkey = form->formkey, .group = value->group, .groupkey = value->groupkey, .item = value->item };

      n += (value->value != NULL || value->canon != NULL || value->missing != NULL) && is_asked (session, definition, value) &&
           crf_second_find (seconds, &field) == NULL && !is_lone (rows, form, value);
    }
  return n;
}

static gboolean
add_subject (GPtrArray *found,
             CrfSession *session,
             const char *subject,
             GError **error)
{
  g_autoptr (GPtrArray) forms = crf_records_forms (crf_session_get_file (session), subject, error);

  for (guint i = 0; forms != NULL && i < forms->len; i++)
    {
      const CrfFormRecord *form = g_ptr_array_index (forms, i);
      const CrfTarget target = { form->subject, form->event, form->eventkey, form->form, form->formkey, NULL, NULL, NULL };
      GError *fault = NULL;
      guint n = strcmp (form->state, "started") != 0 ? crf_second_count_missing (session, form, &fault) : 0;
      CrfSecondMissing *missing;

      if (fault != NULL)
        {
          g_propagate_error (error, fault);
          return FALSE;
        }
      if (n == 0)
        continue;
      missing = g_new0 (CrfSecondMissing, 1);
      missing->form = crf_target_copy (&target);
      missing->n = n;
      g_ptr_array_add (found, missing);
    }
  return forms != NULL;
}

/* Most studies enter nothing twice, and need not be searched. */
static gboolean
is_asked_anywhere (CrfStudyFile *file)
{
  g_autoptr (GPtrArray) policies = crf_records_policies (file, NULL);

  for (guint i = 0; policies != NULL && i < policies->len; i++)
    {
      const CrfPolicyRecord *policy = g_ptr_array_index (policies, i);

      if (g_str_has_prefix (policy->name, CRF_POLICY_DOUBLE_ENTRY) && strcmp (policy->value, "none") != 0)
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
crf_second_list_missing (CrfSession *session,
                         const char *subject,
                         GError **error)
{
  CrfStudyFile *file = crf_session_get_file (session);
  CrfSubjectQuery query = { .sort = CRF_SORT_NUMBER };
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) missing_free);
  g_autoptr (GPtrArray) subjects = NULL;
  g_autoptr (GArray) ids = NULL;

  if (!is_asked_anywhere (file))
    return g_steal_pointer (&found);
  if (subject != NULL)
    return add_subject (found, session, subject, error) ? g_steal_pointer (&found) : NULL;
  ids = crf_records_subject_ids (file, &query, error);
  if (ids == NULL)
    return NULL;
  if (ids->len == 0)
    return g_steal_pointer (&found);
  subjects = crf_records_subjects (file, (const gint64 *) (gpointer) ids->data, ids->len, error);
  if (subjects == NULL)
    return NULL;
  for (guint i = 0; i < subjects->len; i++)
    if (!add_subject (found, session, ((const CrfSubjectRecord *) g_ptr_array_index (subjects, i))->key, error))
      return NULL;
  return g_steal_pointer (&found);
}

gboolean
crf_second_count_all_missing (CrfSession *session,
                              guint *n,
                              GError **error)
{
  g_autoptr (GPtrArray) found = crf_second_list_missing (session, NULL, error);

  *n = 0;
  for (guint i = 0; found != NULL && i < found->len; i++)
    *n += ((const CrfSecondMissing *) g_ptr_array_index (found, i))->n;
  return found != NULL;
}

char *
crf_second_missing_sentence (guint n)
{
  return g_strdup_printf (ngettext ("%u value of this form is to be entered a second time, by another person.",
                                    "%u values of this form are to be entered a second time, by another person.", n), n);
}
