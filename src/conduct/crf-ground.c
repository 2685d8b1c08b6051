/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was looked at once is not looked at again until another program has written: crf_verify_find(). */

#include "crf-ground.h"

#include "crf-reader-private.h"
#include "crf-verify.h"

#include <glib/gi18n-lib.h>

gboolean
crf_ground_holds (CrfSession *session,
                  const char *subject,
                  GError **error)
{
  g_autofree char *key = subject != NULL ? crf_reader_subject_key (session, subject, error) : NULL;

  return (subject == NULL || key != NULL) && crf_verify_record (crf_session_get_file (session), key, error);
}

gboolean
crf_ground_trail_holds (CrfSession *session,
                        GError **error)
{
  return crf_verify_journal (crf_session_get_file (session), error);
}

/* @what: where and what, "table subject: Row id 4 is not what the journal says." */
static char *
warn (const char *what)
{
  /* Translators: %s is a sentence: what is not as it was written, and where */
  return g_strdup_printf (_("This study file was changed by other means than Stemward, or is damaged: what you see may be wrong. Use it only where "
                            "nothing else is at hand, and compare it with the paper. Do not sign, dose or report on it: check integrity, and restore the "
                            "last backup. Found: %s"),
                          what);
}

char *
crf_ground_warn (CrfSession *session,
                 const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *what = NULL;
  const CrfVerifyFault *fault = NULL;

  if (crf_verify_find (crf_session_get_file (session), subject, &fault, &error) && fault == NULL)
    return NULL;
  /* What cannot be compared is no better founded. */
  what = fault != NULL ? g_strdup_printf ("%s: %s", fault->where, fault->what) : g_strdup (error->message);
  return warn (what);
}

char *
crf_ground_dup_alteration (CrfSession *session)
{
  const char *what = crf_verify_get_alteration (crf_session_get_file (session));

  return what != NULL ? warn (what) : NULL;
}
