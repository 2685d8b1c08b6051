/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A patient who died by a table alone: her record under the strip, and the dashboard that tells nothing. */

#include "shots-altered.h"

#include "crf-study-view.h"
#include "crf-ui.h"
#include "raw-file.h"

static void
change (const char *path)
{
  sqlite3 *db = raw_file_open (path);

  sqlite3_exec (db, "UPDATE subject SET status = 'died' WHERE key = (SELECT min (key) FROM subject)", NULL, NULL, NULL);
  sqlite3_close (db);
}

static gpointer
find_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, "died", CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = ids != NULL ? crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, NULL) : NULL;

  for (guint i = 0; patients != NULL && i < patients->len; i++)
    {
      g_autoptr (CrfPatient) patient = crf_reader_patient (session, ((CrfPatient *) g_ptr_array_index (patients, i))->key, NULL);

      if (patient != NULL && patient->altered != NULL)
        return g_strdup (patient->key);
    }
  return NULL;
}

static void
shot (CrfWindow *window, const char *out, const char *name)
{
  crf_ui_settle (window);
  crf_ui_shot (GTK_WINDOW (window), out, name);
}

void
shots_altered (CrfWindow *window, const char *path, const char *out)
{
  g_autofree char *key = NULL;

  crf_ui_sign_in (window, "investigator", "demo");
  change (path);
  key = crf_writer_call (crf_window_get_writer (window), find_job, NULL, NULL);
  if (key != NULL)
    {
      crf_study_view_show_patient (crf_window_get_view (window), key, "visits", NULL);
      shot (window, out, "70-altered-patient");
      crf_study_view_show_page (crf_window_get_view (window), "dashboard");
      shot (window, out, "71-altered-dashboard");
      crf_study_view_show_page (crf_window_get_view (window), "patients");
      shot (window, out, "72-altered-patients");
    }
  crf_window_sign_out (window, FALSE);
}
