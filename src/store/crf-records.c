/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What all record readers share. */

#include "crf-records-private.h"

GPtrArray *
_crf_records_collect (CrfStatement *statement,
                      CrfReadRow read,
                      GDestroyNotify free_record,
                      GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (free_record);
  g_autoptr (CrfStatement) taken = statement;
  CrfStep step;

  if (taken == NULL)
    return NULL;
  while ((step = crf_statement_step (taken, error)) == CRF_STEP_ROW)
    g_ptr_array_add (records, read (taken));
  return step == CRF_STEP_DONE ? g_steal_pointer (&records) : NULL;
}

gpointer
_crf_records_first (CrfStatement *statement, CrfReadRow read, GError **error)
{
  g_autoptr (CrfStatement) taken = statement;

  if (taken == NULL || crf_statement_step (taken, error) != CRF_STEP_ROW)
    return NULL;
  return read (taken);
}

char *
_crf_records_text_or_null (CrfStatement *statement, int column)
{
  const char *text = crf_statement_text (statement, column);

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}
