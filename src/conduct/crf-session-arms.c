/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which arms a session may know, and opening them. What is damaged is told; it must not look like what one may not know. */

#include "crf-session-private.h"
#include "crf-use-case-private.h"

#include "crf-allocation-list.h"
#include "crf-code-break.h"
#include "crf-records-trust.h"
#include "crf-trial-key.h"

#include <glib/gi18n-lib.h>

static gboolean
is_study_locked (CrfStudyFile *file)
{
  const CrfEntry study = { .action = CRF_ACTION_HOLD };
  g_autofree char *state = crf_records_own_hold (file, &study, NULL);

  return g_strcmp0 (state, "locked") == 0;
}

/* In an open study everyone may know who is not kept from it; seeing an arm still takes the key. */
gboolean
crf_session_may_know_arms (CrfSession *self)
{
  if (!crf_keyring_holds (crf_session_get_keyring (self), CRF_ROLE_KEY_ALLOCATION))
    return FALSE;
  /* Once the trial is unblinded, who put the key together analyses it in whatever role, as long as the file is locked. */
  return crf_study_role_may_know (crf_session_get_study (self), crf_role_get_name (crf_session_get_role (self))) ||
         (crf_trial_key_is_unlocked (crf_session_get_file (self)) && is_study_locked (crf_session_get_file (self)));
}

/* Of a patient whose code was broken for this account. */
static const CrfArm *
get_disclosed_arm (CrfSession *self,
                   const char *subject)
{
  g_autofree char *oid = crf_code_break_open (crf_session_get_file (self), crf_session_get_keyring (self), subject);

  return oid != NULL ? crf_study_find_arm (crf_session_get_study (self), oid) : NULL;
}

/* By the patient's number, so that it can be told and looked up. @why NULL: nothing was found, which is a fault where one was allocated. */
static void
note_arm_unreadable (CrfSession *self,
                     const char *subject,
                     const char *why)
{
  CrfSubjectRecord *record = crf_records_find_subject (crf_session_get_file (self), subject, NULL);

  if (why != NULL || (record != NULL && record->allocation_number != NULL))
    {
      g_autoptr (GError) fault = g_error_new (CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED, _("The allocation of patient %1$s cannot be read: %2$s"),
                                              record != NULL ? record->number : subject,
                                              why != NULL ? why : _("no slot is drawn for it. Check integrity and restore the last backup."));

      crf_session_note_unreadable (self, fault);
    }
  g_clear_pointer (&record, crf_subject_record_free);
}

gboolean
crf_session_arm_is_elsewhere (CrfSession *self,
                              const char *subject)
{
  return crf_session_may_know_arms (self) && crf_allocation_is_elsewhere (crf_session_get_file (self), subject);
}

const CrfArm *
crf_session_get_arm (CrfSession *self,
                     const char *subject)
{
  const CrfArm *arm;
  g_autofree char *oid = NULL;
  g_autoptr (GError) error = NULL;

  if (!crf_session_may_know_arms (self))
    return get_disclosed_arm (self, subject);
  arm = g_hash_table_lookup (crf_session_get_opened_arms (self), subject);
  if (arm != NULL)
    return arm;
  oid = crf_allocation_open (crf_session_get_file (self), crf_session_get_keyring (self), subject, &error);
  if (oid == NULL)
    {
      /* While something is being written no arm opens; crf_conduct() has looked before. Whose keys do not open it is no fault of the file. */
      if (!g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_CONFLICT) && !g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY) &&
          !crf_allocation_is_elsewhere (crf_session_get_file (self), subject))
        note_arm_unreadable (self, subject, error != NULL ? error->message : NULL);
      return NULL;
    }
  arm = crf_study_find_arm (crf_session_get_study (self), oid);
  if (arm != NULL)
    g_hash_table_insert (crf_session_get_opened_arms (self), g_strdup (subject), (gpointer) arm);
  else
    note_arm_unreadable (self, subject, _("the study defines no such arm."));
  return arm;
}
