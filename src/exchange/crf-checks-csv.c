/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line a check; the first lines say of which study and version, so that two lists can be compared. */

#include "crf-checks-csv.h"

#include "crf-check-list.h"
#include "crf-csv-out.h"
#include "crf-export.h"
#include "crf-written.h"
#include "crf-readings.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static char *
describe (CrfSession *session)
{
  static const char *const header[] = { "study", "version", "id", "kind", "forms", "item", "name", "label", "condition", "finding", "effect", "message",
                                        "stated_by" };
  const CrfStudy *study = crf_session_get_study (session);
  g_autoptr (GPtrArray) lines = crf_check_list (session);
  g_autoptr (GString) text = g_string_new (CRF_CSV_OUT_BOM);

  crf_csv_out_row (text, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < lines->len; i++)
    {
      const CrfCheckLine *line = g_ptr_array_index (lines, i);
      const char *const cells[] = { crf_study_get_oid (study), crf_study_get_version (study), line->id, line->kind, line->place,
                                    line->item != NULL ? line->item->oid : NULL, line->name, line->label, line->condition, line->finding, line->effect,
                                    line->message, line->definition ? "definition" : "program" };

      crf_csv_out_row (text, cells, G_N_ELEMENTS (cells));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
crf_checks_csv_export (CrfSession *session,
                       const char *path,
                       const char *passphrase,
                       CrfRefusal **refusal,
                       GError **error)
{
  g_autofree char *temporary = g_strconcat (path, ".part", NULL), *text = NULL;

  crf_readings_begin_output (session);
  if (!crf_export_permitted (session, FALSE, refusal))
    return FALSE;
  text = describe (session);
  return g_file_set_contents_full (temporary, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error) &&
         crf_written_place (session, NULL, "edit checks", temporary, path, passphrase, refusal, error);
}
