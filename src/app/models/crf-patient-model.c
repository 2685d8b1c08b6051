/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ids in one array (8 bytes a patient), rows in a cache of pages. GTK asks get_item() for some 200 rows around what is seen; a page of 128 costs
 * about a millisecond. A changed list is announced as all gone, then all new: announced as replaced, GTK would read every row. */

#include "crf-patient-model.h"

#include <gtk/gtk.h>

#define PAGE_ROWS 128
#define MOST_PAGES 16

typedef struct
{
  guint number; /* of the page */
  GPtrArray *rows; /* CrfPatientObject */
} CrfRowPage;

struct _CrfPatientModel
{
  GObject parent_instance;

  CrfWriter *writer;
  GArray *ids;  /* gint64 */
  GQueue pages; /* CrfRowPage, the one used last at the head */
  GCancellable *cancellable;
  GError *fault; /* of rows that were looked at; said from an idle, since GTK asks for rows in the middle of its layout */
  guint fault_id;

  char *search;
  char *status;
  CrfPatientSort sort;
  gboolean descending;
};

typedef struct
{
  char *search;
  char *status;
  CrfPatientSort sort;
  gboolean descending;
} CrfQuestion;

typedef struct
{
  const gint64 *ids;
  guint n;
} CrfSlice;

enum
{
  SIGNAL_LOADED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void crf_patient_model_list_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfPatientModel, crf_patient_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, crf_patient_model_list_init))

static void
question_free (gpointer data)
{
  CrfQuestion *question = data;

  g_free (question->search);
  g_free (question->status);
  g_free (question);
}

static void
page_free (gpointer data)
{
  CrfRowPage *page = data;

  g_ptr_array_unref (page->rows);
  g_free (page);
}

static gpointer
ids_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrfQuestion *q = data;

  return crf_reader_patient_ids (session, q->search, q->status, q->sort, q->descending, error);
}

static gpointer
rows_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrfSlice *slice = data;

  return crf_reader_patients (session, slice->ids, slice->n, error);
}

static gboolean
say_fault (gpointer user_data)
{
  CrfPatientModel *self = user_data;
  g_autoptr (GError) fault = g_steal_pointer (&self->fault);

  self->fault_id = 0;
  g_signal_emit (self, signals[SIGNAL_FAILED], 0, fault);
  return G_SOURCE_REMOVE;
}

/* Never NULL: a row that could not be read is an empty one, so that the model keeps what it promised; "failed" takes the list away. */
static CrfRowPage *
read_page (CrfPatientModel *self, guint number)
{
  guint first = number * PAGE_ROWS;
  CrfSlice slice = { &g_array_index (self->ids, gint64, first), MIN (PAGE_ROWS, self->ids->len - first) };
  g_autoptr (GError) error = NULL;
  GPtrArray *patients = crf_writer_call (self->writer, rows_job, &slice, &error);
  CrfRowPage *page = g_new0 (CrfRowPage, 1);

  if (error != NULL && self->fault == NULL)
    {
      self->fault = g_steal_pointer (&error);
      self->fault_id = g_idle_add (say_fault, self);
    }
  page->number = number;
  page->rows = g_ptr_array_new_full (slice.n, g_object_unref);
  for (guint i = 0; i < slice.n; i++)
    {
      CrfPatient *patient = NULL;

      if (patients != NULL && patients->len > 0)
        patient = g_ptr_array_steal_index (patients, 0);
      g_ptr_array_add (page->rows, crf_patient_object_new (patient));
    }
  g_clear_pointer (&patients, g_ptr_array_unref);
  return page;
}

static CrfRowPage *
get_page (CrfPatientModel *self, guint number)
{
  CrfRowPage *page;

  for (GList *l = self->pages.head; l != NULL; l = l->next)
    {
      page = l->data;
      if (page->number != number)
        continue;
      g_queue_unlink (&self->pages, l);
      g_queue_push_head_link (&self->pages, l);
      return page;
    }
  page = read_page (self, number);
  g_queue_push_head (&self->pages, page);
  if (self->pages.length > MOST_PAGES)
    page_free (g_queue_pop_tail (&self->pages));
  return page;
}

static GType
crf_patient_model_get_item_type (GListModel *model)
{
  return CRF_TYPE_PATIENT_OBJECT;
}

static guint
crf_patient_model_get_n_items (GListModel *model)
{
  return CRF_PATIENT_MODEL (model)->ids->len;
}

static gpointer
crf_patient_model_get_item (GListModel *model, guint position)
{
  CrfPatientModel *self = CRF_PATIENT_MODEL (model);
  CrfRowPage *page;

  if (position >= self->ids->len)
    return NULL;
  page = get_page (self, position / PAGE_ROWS);
  return g_object_ref (g_ptr_array_index (page->rows, position % PAGE_ROWS));
}

static void
crf_patient_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = crf_patient_model_get_item_type;
  iface->get_n_items = crf_patient_model_get_n_items;
  iface->get_item = crf_patient_model_get_item;
}

static void
take_ids (CrfPatientModel *self, GArray *ids)
{
  guint before = self->ids->len;
  g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_queue_clear_full (&self->pages, page_free);
  g_array_unref (self->ids);
  self->ids = g_steal_pointer (&empty);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, 0);
  g_array_unref (self->ids);
  self->ids = ids;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, ids->len);
}

static void
on_ids_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfPatientModel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return; /* asked something else meanwhile */
  if (ids != NULL)
    take_ids (self, g_steal_pointer (&ids));
  g_signal_emit (self, signals[SIGNAL_LOADED], 0, error);
}

static void
crf_patient_model_dispose (GObject *object)
{
  CrfPatientModel *self = CRF_PATIENT_MODEL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->fault_id, g_source_remove);
  g_clear_error (&self->fault);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_patient_model_parent_class)->dispose (object);
}

static void
crf_patient_model_finalize (GObject *object)
{
  CrfPatientModel *self = CRF_PATIENT_MODEL (object);

  g_queue_clear_full (&self->pages, page_free);
  g_array_unref (self->ids);
  g_free (self->search);
  g_free (self->status);

  G_OBJECT_CLASS (crf_patient_model_parent_class)->finalize (object);
}

static void
crf_patient_model_class_init (CrfPatientModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_patient_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_patient_model_finalize;

  signals[SIGNAL_LOADED] = g_signal_new ("loaded", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
crf_patient_model_init (CrfPatientModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->pages);
}

CrfPatientModel *
crf_patient_model_new (CrfWriter *writer)
{
  CrfPatientModel *self = g_object_new (CRF_TYPE_PATIENT_MODEL, NULL);

  self->writer = g_object_ref (writer);
  return self;
}

void
crf_patient_model_query (CrfPatientModel *self, const char *search, const char *status, CrfPatientSort sort,
                         gboolean descending)
{
  g_return_if_fail (CRF_IS_PATIENT_MODEL (self));

  if (self->search != search)
    {
      g_free (self->search);
      self->search = search != NULL && *search != '\0' ? g_strdup (search) : NULL;
    }
  if (self->status != status)
    {
      g_free (self->status);
      self->status = g_strdup (status);
    }
  self->sort = sort;
  self->descending = descending;
  crf_patient_model_refresh (self);
}

void
crf_patient_model_refresh (CrfPatientModel *self)
{
  CrfQuestion *question;

  g_return_if_fail (CRF_IS_PATIENT_MODEL (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  question = g_new0 (CrfQuestion, 1);
  question->search = g_strdup (self->search);
  question->status = g_strdup (self->status);
  question->sort = self->sort;
  question->descending = self->descending;
  crf_writer_run_async (self->writer, ids_job, question, question_free, (GDestroyNotify) g_array_unref,
                        self->cancellable, on_ids_ready, g_object_ref (self));
}

guint
crf_patient_model_find_loaded (CrfPatientModel *self, const char *key)
{
  g_return_val_if_fail (CRF_IS_PATIENT_MODEL (self), GTK_INVALID_LIST_POSITION);

  for (GList *l = self->pages.head; l != NULL; l = l->next)
    {
      CrfRowPage *page = l->data;

      for (guint i = 0; i < page->rows->len; i++)
        {
          const CrfPatient *patient = crf_patient_object_get (g_ptr_array_index (page->rows, i));

          if (patient != NULL && g_strcmp0 (patient->key, key) == 0)
            return page->number * PAGE_ROWS + i;
        }
    }
  return GTK_INVALID_LIST_POSITION;
}
