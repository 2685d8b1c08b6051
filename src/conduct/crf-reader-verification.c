/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts come from the plan that the act itself follows, so that what is announced is what is marked. */

#include "crf-reader-verification.h"

#include "crf-ground.h"
#include "crf-place.h"
#include "crf-records-trust.h"
#include "crf-signing.h"
#include "crf-verification-plan.h"
#include "crf-version.h"

#include <string.h>

gboolean
crf_reader_verification (CrfSession *session,
                         const CrfTarget *target,
                         CrfVerificationCount *count,
                         GError **error)
{
  g_auto (CrfVersionScope) scope = crf_version_enter (session, target->subject, target, error);
  g_autoptr (CrfSubjectRecord) subject = !scope.failed ? crf_records_find_subject (crf_session_get_file (session), target->subject, error) : NULL;
  g_autoptr (CrfCasebook) casebook = subject != NULL ? crf_casebook_new (session, subject->key, error) : NULL;
  g_autoptr (GPtrArray) plans = casebook != NULL ? crf_verification_plan (casebook, target, error) : NULL;

  *count = (CrfVerificationCount) { 0 };
  if (plans == NULL || !crf_ground_holds (session, subject->key, error))
    return FALSE;
  for (guint i = 0; i < plans->len; i++)
    {
      const CrfFormPlan *plan = g_ptr_array_index (plans, i);

      count->incomplete += plan->incomplete;
      count->forms += !plan->incomplete;
      if (plan->incomplete)
        continue;
      count->to_mark += plan->to_mark->len + plan->queried->len;
      count->queried += plan->queried->len;
      count->verified += plan->verified;
    }
  return TRUE;
}

void
crf_fallen_mark_free (CrfFallenMark *mark)
{
  if (mark == NULL)
    return;
  crf_target_free (mark->target);
  g_free (mark->number);
  g_free (mark->place);
  g_free (mark->by);
  g_free (mark->when);
  g_free (mark->marked);
  g_free (mark);
}

static char *
or_null (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static char *
name_of (CrfSession *session,
         const char *login)
{
  g_autoptr (GPtrArray) accounts = crf_records_accounts (crf_session_get_file (session), NULL);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    if (g_strcmp0 (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->login, login) == 0)
      return g_strdup (((CrfAccountRecord *) g_ptr_array_index (accounts, i))->name);
  return g_strdup (login);
}

static CrfFallenMark *
fallen_new (CrfSession *session,
            const CrfMarkRecord *record)
{
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (session), record->subject, NULL);
  CrfFallenMark *mark = g_new0 (CrfFallenMark, 1);

  mark->target = g_new0 (CrfTarget, 1);
  *mark->target = (CrfTarget) { g_strdup (record->subject), g_strdup (record->event), g_strdup (record->eventkey), g_strdup (record->form),
                                g_strdup (record->formkey), or_null (record->group), or_null (record->groupkey), or_null (record->item) };
  mark->number = g_strdup (subject != NULL ? subject->number : record->subject);
  mark->place = crf_place_label (session, mark->target);
  mark->by = name_of (session, record->dropped_by);
  mark->when = crf_signature_when (record->dropped_at, NULL);
  mark->marked = crf_signature_when (record->at, NULL);
  return mark;
}

GPtrArray *
crf_reader_fallen_marks (CrfSession *session,
                         const char *subject,
                         GError **error)
{
  g_autoptr (CrfSubjectRecord) one = subject != NULL ? crf_records_find_subject (crf_session_get_file (session), subject, error) : NULL;
  g_autoptr (GPtrArray) records = NULL;
  GPtrArray *marks;

  if ((subject != NULL && one == NULL) || !crf_ground_holds (session, subject, error))
    return NULL;
  records = crf_records_marks (crf_session_get_file (session), one != NULL ? one->key : NULL, TRUE, error);
  if (records == NULL)
    return NULL;
  marks = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_fallen_mark_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (marks, fallen_new (session, g_ptr_array_index (records, i)));
  return marks;
}
