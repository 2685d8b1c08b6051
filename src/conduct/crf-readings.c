/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file counts its own faults; the session counts who looked at what is known to be unreadable. */

#include "crf-readings.h"

#include "crf-session-private.h"

CrfReadings
crf_readings_begin (CrfSession *session)
{
  const CrfUnreadable *unreadable = crf_session_get_unreadable (session);

  return (CrfReadings) { crf_study_file_count_faults (crf_session_get_file (session)) - unreadable->n_known, unreadable->n_looks };
}

gboolean
crf_readings_hold (CrfSession *session,
                   const CrfReadings *begun,
                   GError **error)
{
  const CrfUnreadable *unreadable = crf_session_get_unreadable (session);

  if (unreadable->n_looks <= begun->unreadable)
    return crf_study_file_was_read (crf_session_get_file (session), begun->faults + unreadable->n_known, error);
  g_propagate_error (error, g_error_copy (unreadable->last));
  return FALSE;
}

gpointer
crf_readings_pass (CrfSession *session,
                   const CrfReadings *begun,
                   gpointer result,
                   GDestroyNotify result_free,
                   GError **error)
{
  if (result == NULL || crf_readings_hold (session, begun, error))
    return result;
  result_free (result);
  return NULL;
}

char *
crf_readings_excuse (CrfSession *session,
                     const CrfReadings *begun)
{
  CrfUnreadable *unreadable = crf_session_get_unreadable (session);

  if (unreadable->n_looks <= begun->unreadable)
    return NULL;
  unreadable->n_looks = begun->unreadable;
  return g_strdup (unreadable->last->message);
}

void
crf_readings_begin_output (CrfSession *session)
{
  CrfUnreadable *unreadable = crf_session_get_unreadable (session);
  CrfReadings begun = crf_readings_begin (session);

  unreadable->output_faults = begun.faults;
  unreadable->output_looks = begun.unreadable;
}

gboolean
crf_readings_output_holds (CrfSession *session,
                           GError **error)
{
  const CrfUnreadable *unreadable = crf_session_get_unreadable (session);
  const CrfReadings begun = { unreadable->output_faults, unreadable->output_looks };

  return crf_readings_hold (session, &begun, error);
}

void
crf_session_note_unreadable (CrfSession *session,
                             const GError *error)
{
  CrfUnreadable *unreadable = crf_session_get_unreadable (session);

  unreadable->n_looks++;
  if (unreadable->last == error)
    return;
  g_clear_error (&unreadable->last);
  unreadable->last = g_error_copy (error);
}
