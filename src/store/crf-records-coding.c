/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records of coded terms. */

#include "crf-records-coding.h"

#include "crf-entry.h"
#include "crf-records-private.h"

#define N_TEXTS 25
/* Whether the row says what its entry says: what is exported with it is the journal's. */
#define CODING_HOLDS                                                                                                                              \
  "EXISTS (SELECT 1 FROM journal j WHERE j.ws = c.ws AND j.seq = c.seq AND j.action = '" CRF_ACTION_CODING "' AND j.subject = c.subject AND "     \
  "j.item = c.item AND j.formkey = c.formkey AND j.groupkey = c.groupkey AND j.canon IS c.llt_code AND (c.llt_code IS NULL OR (j.value IS c.llt " \
  "AND json_extract (j.detail, '$.pt_code') IS c.pt_code AND json_extract (j.detail, '$.pt') IS c.pt "                                            \
  "AND json_extract (j.detail, '$.hlt') IS c.hlt AND json_extract (j.detail, '$.hlgt') IS c.hlgt "                                                \
  "AND json_extract (j.detail, '$.soc_code') IS c.soc_code AND json_extract (j.detail, '$.soc') IS c.soc "                                        \
  "AND json_extract (j.detail, '$.version') IS c.version AND json_extract (j.detail, '$.verbatim') IS c.verbatim)))"

/* In the order of the columns. */
static void
list_texts (CrfCodingRecord *record, char **texts[N_TEXTS])
{
  char **const all[N_TEXTS] = { &record->subject, &record->event, &record->eventkey, &record->form, &record->formkey, &record->group, &record->groupkey,
                                &record->item, &record->of, &record->verbatim, &record->dictionary, &record->version, &record->language, &record->llt_code,
                                &record->llt, &record->pt_code, &record->pt, &record->hlt_code, &record->hlt, &record->hlgt_code, &record->hlgt,
                                &record->soc_code, &record->soc, &record->at, &record->user };

  for (guint i = 0; i < N_TEXTS; i++)
    texts[i] = all[i];
}

void
crf_coding_record_free (CrfCodingRecord *record)
{
  char **texts[N_TEXTS];

  if (record == NULL)
    return;
  list_texts (record, texts);
  for (guint i = 0; i < N_TEXTS; i++)
    g_free (*texts[i]);
  g_free (record);
}

static gpointer
read_coding (CrfStatement *row)
{
  CrfCodingRecord *record = g_new0 (CrfCodingRecord, 1);
  char **texts[N_TEXTS];

  list_texts (record, texts);
  for (guint i = 0; i < N_TEXTS; i++)
    *texts[i] = _crf_records_text (row, (int) i);
  record->fell = crf_statement_int (row, N_TEXTS) != 0;
  return record;
}

GPtrArray *
crf_records_codings (CrfStudyFile *file, const char *subject, GError **error)
{
  g_autoptr (GPtrArray) codings = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_coding_record_free);
  g_autoptr (CrfStatement) row = NULL;
  CrfStep step = CRF_STEP_ERROR;

  g_return_val_if_fail (file != NULL, NULL);
  row = crf_db_query (file->db, error,
                      "SELECT subject, event, eventkey, form, formkey, \"group\", groupkey, item, of, verbatim, dictionary, version, language, llt_code, llt, "
                      "pt_code, pt, hlt_code, hlt, hlgt_code, hlgt, soc_code, soc, at, user, fell, " CODING_HOLDS
                      " FROM coding AS c WHERE ?1 IS NULL OR subject = ?1",
                      "s", subject);
  while (row != NULL && (step = crf_statement_step (row, error)) == CRF_STEP_ROW)
    {
      g_ptr_array_add (codings, read_coding (row));
      if (crf_statement_int (row, N_TEXTS + 1) == 0)
        {
          _crf_records_refuse_value (file, crf_statement_text (row, 7), error);
          return NULL;
        }
    }
  return step == CRF_STEP_DONE ? g_steal_pointer (&codings) : NULL;
}

gboolean
crf_records_has_codings (CrfStudyFile *file)
{
  return crf_db_get_int (file->db, NULL, 0, "SELECT EXISTS (SELECT 1 FROM coding WHERE llt_code IS NOT NULL)", "") != 0;
}

static void
term_free (gpointer data)
{
  CrfTermRecord *record = data;
  char **const texts[] = { &record->subject, &record->number, &record->event, &record->eventkey, &record->form, &record->formkey, &record->group,
                           &record->groupkey, &record->item, &record->text, &record->entry };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_free (record);
}

static gpointer
read_term (CrfStatement *row)
{
  CrfTermRecord *record = g_new0 (CrfTermRecord, 1);
  char **const texts[] = { &record->subject, &record->number, &record->event, &record->eventkey, &record->form, &record->formkey, &record->group,
                           &record->groupkey, &record->item, &record->text, &record->entry };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = _crf_records_text (row, (int) i);
  record->form_number = (int) crf_statement_int (row, G_N_ELEMENTS (texts));
  return record;
}

GPtrArray *
crf_records_terms (CrfStudyFile *file, const char *form, const char *item, const char *subject, GError **error)
{
  g_return_val_if_fail (file != NULL && form != NULL && item != NULL, NULL);

  return _crf_records_collect (
      crf_db_query (file->db, error,
                    "SELECT f.subject, s.number, f.event, f.eventkey, f.form, f.formkey, v.\"group\", v.groupkey, v.item, v.value, v.ws || ':' || v.seq, "
                    "(SELECT count (*) FROM form AS b WHERE b.subject = f.subject AND b.form = f.form AND b.id <= f.id) "
                    "FROM form AS f JOIN subject AS s ON s.key = f.subject JOIN value AS v ON v.form_id = f.id AND v.item = ?2 "
                    "LEFT JOIN item_group AS g ON g.form_id = f.id AND g.\"group\" = v.\"group\" AND g.groupkey = v.groupkey "
                    "WHERE f.form = ?1 AND (?3 IS NULL OR f.subject = ?3) AND v.sealed = 0 AND v.value IS NOT NULL "
                    "ORDER BY s.number, f.id, g.ordinal, v.groupkey",
                    "sss", form, item, subject),
      read_term, term_free, error);
}
