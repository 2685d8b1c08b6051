/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Projection of the codings of verbatim terms. */

#include "crf-projection-private.h"

static const char *const members[] = { "verbatim", "dictionary", "version", "language", "pt_code", "pt", "hlt_code", "hlt", "hlgt_code", "hlgt", "soc_code", "soc" };

gboolean
_crf_apply_coding (CrfDb *db, const CrfStored *entry, GError **error)
{
  gboolean coded = COL (entry, CANON) != NULL;
  g_autofree char *of = _crf_projection_need (entry, "of", error), *who = _crf_projection_who (entry), *when = _crf_projection_when (entry);
  char *said[G_N_ELEMENTS (members)];
  gboolean done;

  if (of == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    said[i] = coded || i == 0 ? crf_detail_get (entry->detail, members[i]) : NULL;
  done = crf_db_run (db, error,
                     "INSERT OR REPLACE INTO coding (subject, event, eventkey, form, formkey, \"group\", groupkey, item, of, at, user, fell, llt_code, llt, "
                     "verbatim, dictionary, version, language, pt_code, pt, hlt_code, hlt, hlgt_code, hlgt, soc_code, soc, ws, seq) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, CAST (?28 AS INTEGER))",
                     "sssssssssssissssssssssssssss", COL (entry, SUBJECT), COL (entry, EVENT), COL (entry, EVENTKEY), COL (entry, FORM), COL (entry, FORMKEY),
                     COL (entry, GROUP), COL (entry, GROUPKEY), COL (entry, ITEM), of, when, who,
                     (gint64) (crf_detail_get_boolean (entry->detail, "fell", FALSE) ? 1 : 0), COL (entry, CANON), coded ? COL (entry, VALUE) : NULL, said[0],
                     said[1], said[2], said[3], said[4], said[5], said[6], said[7], said[8], said[9], said[10], said[11], COL (entry, WS), COL (entry, SEQ));
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_free (said[i]);
  return done;
}
