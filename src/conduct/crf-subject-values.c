/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All canonical values of one subject, read once: what criteria, strata and dose rules look at. */

#include "crf-subject-values.h"

#include <string.h>

/* One value and what decides which of several is the latest. */
typedef struct
{
  const CrfEvent *event;
  char *date; /* of its visit, or ""; ISO text sorts by time */
  char *at;   /* when it was stored */
  char *canonical;
  CrfComparator comparator;
} StoredValue;

struct _CrfSubjectValues
{
  CrfStudy *study;
  GHashTable *by_item; /* item OID → GPtrArray of StoredValue */
};

static void
stored_value_free (StoredValue *value)
{
  g_free (value->date);
  g_free (value->at);
  if (value->canonical != NULL)
    explicit_bzero (value->canonical, strlen (value->canonical)); /* it may be a name */
  g_free (value->canonical);
  g_free (value);
}

static GPtrArray *
values_of (CrfSubjectValues *self,
           const char *item)
{
  GPtrArray *values = g_hash_table_lookup (self->by_item, item);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func ((GDestroyNotify) stored_value_free);
      g_hash_table_insert (self->by_item, g_strdup (item), values);
    }
  return values;
}

/* The visit date that stands on the form, so that a late transcription does not count as the latest. */
static const char *
form_date (CrfStudy *study,
           GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrfValueRecord *record = g_ptr_array_index (records, i);
      const CrfItem *item = crf_study_find_item (study, record->item);

      if (item != NULL && record->canon != NULL &&
          (g_strcmp0 (item->concept, "visit.date") == 0 || g_strcmp0 (item->concept, "sample.taken_at") == 0))
        return record->canon;
    }
  return "";
}

static void
add_form (CrfSubjectValues *self,
          CrfStudyFile *file,
          CrfKeyring *keyring,
          CrfFormRecord *form,
          GPtrArray *records)
{
  const CrfEvent *event = crf_study_find_event (self->study, form->event);
  const char *date = form_date (self->study, records);

  for (guint i = 0; i < records->len; i++)
    {
      CrfValueRecord *record = g_ptr_array_index (records, i);
      g_autofree char *plain = NULL;
      StoredValue *value;

      if (record->sealed && keyring != NULL)
        plain = crf_keyring_open_identifier (keyring, file, form->subject, record->item, record->value, NULL);
      else if (!record->sealed)
        plain = g_strdup (record->canon);
      if (plain == NULL)
        continue;

      value = g_new0 (StoredValue, 1);
      value->event = event;
      value->date = g_strdup (date);
      value->at = g_strdup (record->at ? record->at : "");
      value->canonical = g_steal_pointer (&plain);
      value->comparator = record->sealed ? CRF_COMPARATOR_NONE : crf_comparator_from_string (record->cmp);
      g_ptr_array_add (values_of (self, record->item), value);
    }
}

CrfSubjectValues *
crf_subject_values_read (CrfStudyFile *file,
                         CrfStudy *study,
                         CrfKeyring *keyring,
                         const char *subject,
                         GError **error)
{
  g_autoptr (CrfSubjectValues) self = g_new0 (CrfSubjectValues, 1);
  g_autoptr (GPtrArray) forms = NULL;

  self->study = crf_study_ref (study);
  self->by_item = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);

  forms = crf_records_forms (file, subject, error);
  if (forms == NULL)
    return NULL;

  for (guint i = 0; i < forms->len; i++)
    {
      CrfFormRecord *form = g_ptr_array_index (forms, i);
      g_autoptr (GPtrArray) records = NULL;

      /* Verdicts, draws and doses rest on these values: a changed table must not decide them. */
      if (!crf_records_check_form (file, form->id, error))
        return NULL;
      records = crf_records_values (file, form->id, error);
      if (records == NULL)
        return NULL;
      add_form (self, file, keyring, form, records);
    }
  return g_steal_pointer (&self);
}

void
crf_subject_values_free (CrfSubjectValues *self)
{
  g_clear_pointer (&self->study, crf_study_unref);
  g_clear_pointer (&self->by_item, g_hash_table_unref);
  g_free (self);
}

static gboolean
is_event (const CrfEvent *event,
          const char *name)
{
  if (name == NULL)
    return TRUE;
  if (event == NULL)
    return FALSE;
  return g_strcmp0 (event->oid, name) == 0 || g_strcmp0 (event->name, name) == 0;
}

static const StoredValue *
find_latest (CrfSubjectValues *self,
             const char *event,
             const CrfItem *item)
{
  GPtrArray *values = g_hash_table_lookup (self->by_item, item->oid);
  StoredValue *latest = NULL;

  for (guint i = 0; values != NULL && i < values->len; i++)
    {
      StoredValue *value = g_ptr_array_index (values, i);
      int order;

      if (!is_event (value->event, event))
        continue;
      order = latest == NULL ? 1 : g_strcmp0 (value->date, latest->date);
      if (order == 0)
        order = g_strcmp0 (value->at, latest->at);
      if (order >= 0)
        latest = value;
    }
  return latest;
}

const char *
crf_subject_values_get (CrfSubjectValues *self,
                        const char *event,
                        const CrfItem *item)
{
  const StoredValue *latest = find_latest (self, event, item);

  return latest != NULL ? latest->canonical : NULL;
}

const char *
crf_subject_values_get_concept (CrfSubjectValues *self,
                                const char *concept)
{
  const CrfItem *item = crf_study_find_item_by_concept (self->study, concept);

  return item != NULL ? crf_subject_values_get (self, NULL, item) : NULL;
}

gboolean
crf_subject_values_resolve (const char *event,
                            const CrfItem *item,
                            CrfResolved *resolved,
                            gpointer data)
{
  const StoredValue *latest = find_latest (data, event, item);

  if (latest != NULL)
    *resolved = (CrfResolved) { latest->canonical, latest->comparator };
  return resolved->canonical != NULL;
}
