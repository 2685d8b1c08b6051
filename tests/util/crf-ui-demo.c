/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Always the same seed: pictures of two days can be laid side by side. */

#include "crf-ui-demo.h"

#include <glib/gstdio.h>

#include "crf-app.h"
#include "crf-demo.h"
#include "crf-reader.h"
#include "crf-visit-grid.h"

#define LIVED_UNTIL "2026-11-13"
#define NOW "2026-11-14T02:40:00Z"

static CrfInstant now;

void
crf_ui_demo_set_clock (void)
{
  crf_instant_parse_utc (NOW, &now);
  now.offset_minutes = 480;
  crf_app_set_clock (crf_clock_fixed (&now));
}

gboolean
crf_ui_demo_create (const char *path, const char *protocol, int patients, GError **error)
{
  CrfDemoOptions demo = { .study = protocol, .patients = patients, .seed = 7, .today = LIVED_UNTIL };

  crf_ui_demo_set_clock ();
  return crf_demo_create (path, &demo, NULL, NULL, NULL, error);
}

static CrfTarget *
find_visit_of (CrfSession *session, const CrfPatient *patient, const char *wanted)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (session, patient->key, NULL);

  for (guint i = 0; visits != NULL && i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      const CrfForm *form = crf_visit_get_main_form (visit->event);
      const CrfTarget place = { patient->key,
                                (char *) visit->event->oid,
                                visit->eventkey,
                                form != NULL ? (char *) form->oid : NULL,
                                (char *) "1",
                                NULL,
                                NULL,
                                NULL };
      g_autoptr (CrfFormState) state = NULL;

      if (visit->state != CRF_VISIT_DONE || form == NULL || g_strcmp0 (visit->event->kind, "follow-up") != 0)
        continue;
      state = crf_reader_form (session, &place, NULL);
      if (wanted == NULL || (state != NULL && g_str_equal (state->state, wanted)))
        return crf_target_copy (&place);
    }
  return NULL;
}

gpointer
crf_ui_demo_find_visit (CrfSession *session, gpointer state, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) ids = crf_reader_patient_ids (session, NULL, "treated", CRF_PATIENT_SORT_NUMBER, FALSE, NULL);
  g_autoptr (GPtrArray) patients = crf_reader_patients (session, (const gint64 *) (gpointer) ids->data, ids->len, NULL);
  CrfTarget *found = NULL;

  for (guint i = 0; patients != NULL && found == NULL && i < patients->len; i++)
    found = find_visit_of (session, g_ptr_array_index (patients, i), state);
  return found;
}

void
crf_ui_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        crf_ui_remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}
