/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source data list. What the program computes has its original here. */

#include "crf-reader-sources.h"

#include "crf-scores.h"
#include "crf-reader-private.h"
#include "crf-records-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct { const char *kind, *label; } kinds[] = {
  { "chart", N_ ("Patient's chart") }, { "laboratory", N_ ("Laboratory report") }, { "paper", N_ ("Paper sheet of the trial") },
  { "device", N_ ("Device") },         { "system", N_ ("This system") },
};

void
crf_source_line_free (CrfSourceLine *line)
{
  if (line == NULL)
    return;
  g_free (line->label);
  g_free (line->source);
  g_free (line->since);
  g_free (line->by);
  g_free (line);
}

const char *
crf_source_label (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0)
      return _ (kinds[i].label);
  return kind;
}

static const CrfSourceRecord *
find_record (const GPtrArray *records,
             const char *item)
{
  for (guint i = 0; i < records->len; i++)
    if (strcmp (((const CrfSourceRecord *) g_ptr_array_index (records, i))->item, item) == 0)
      return g_ptr_array_index (records, i);
  return NULL;
}

static CrfSourceLine *
line_new (CrfSession *session,
          const CrfForm *form,
          const CrfItemRef *ref,
          const CrfSourceRecord *record)
{
  CrfSourceLine *line = g_new0 (CrfSourceLine, 1);
  const char *question = crf_text_get (ref->item->question, crf_session_get_language (session));

  line->form = form;
  line->item = ref->item;
  line->label = g_strdup (*question != '\0' ? question : ref->item->name);
  if (record != NULL)
    {
      g_autofree char *at = crf_local_time (session, record->at);

      line->source = g_strdup (crf_source_label (record->kind));
      line->since = g_strndup (at, strlen ("2026-03-02"));
      line->by = g_strdup (record->user);
    }
  else if (ref->derivation != NULL || crf_item_is_computed (ref->item))
    line->source = g_strdup (_("This system (computed)"));
  return line;
}

GPtrArray *
crf_reader_sources (CrfSession *session,
                    GError **error)
{
  const GPtrArray *forms = crf_study_get_forms (crf_session_get_study (session));
  g_autoptr (GPtrArray) records = crf_records_sources (crf_session_get_file (session), error);
  GPtrArray *lines;

  if (records == NULL)
    return NULL;
  lines = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_source_line_free);
  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      for (guint j = 0; j < form->groups->len; j++)
        {
          const CrfItemGroup *group = g_ptr_array_index (form->groups, j);

          for (guint k = 0; k < group->items->len; k++)
            {
              const CrfItemRef *ref = g_ptr_array_index (group->items, k);

              g_ptr_array_add (lines, line_new (session, form, ref, find_record (records, ref->item->oid)));
            }
        }
    }
  return lines;
}
