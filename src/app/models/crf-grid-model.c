/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Never more than one page is asked for at a time: who drags the scrollbar through a thousand patients waits for what is seen now, not for all that was
 * passed. */

#include "crf-grid-model.h"

#include "crf-weak.h"

#define PAGE_ROWS 50

struct _CrfGridModel
{
  GObject parent_instance;

  /* owned */
  CrfWriter *writer;
  GArray *ids;         /* gint64 */
  GPtrArray *rows;     /* CrfGridRow, or NULL: not read yet; as many as ids */
  GPtrArray *columns;  /* CrfGridColumn */
  GHashTable *fresh;   /* numbers of the pages that were read since the last refresh */
  GCancellable *listing;
  char *search, *status;

  guint generation; /* of the ids */
  gboolean asking;
};

typedef struct
{
  char *search, *status;
} Question;

typedef struct
{
  GArray *ids;
  GPtrArray *columns;
} Listing;

typedef struct
{
  GArray *ids;
  GPtrArray *columns;
  guint page, generation;
} Slice;

typedef struct
{
  GPtrArray *rows;
  guint page, generation;
} Answer;

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ROWS,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfGridModel, crf_grid_model, G_TYPE_OBJECT)

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->search);
  g_free (question->status);
  g_free (question);
}

static void
listing_free (gpointer data)
{
  Listing *listing = data;

  g_clear_pointer (&listing->ids, g_array_unref);
  g_clear_pointer (&listing->columns, g_ptr_array_unref);
  g_free (listing);
}

static void
slice_free (gpointer data)
{
  Slice *slice = data;

  g_array_unref (slice->ids);
  g_ptr_array_unref (slice->columns);
  g_free (slice);
}

static void
row_free (gpointer row)
{
  crf_grid_row_free (row);
}

/* ── On the writer's thread ── */

static gpointer
list_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Question *question = data;
  GArray *ids;
  Listing *listing;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  ids = crf_reader_patient_ids (session, question->search, question->status, CRF_PATIENT_SORT_NUMBER, FALSE, error);
  if (ids == NULL)
    return NULL;
  listing = g_new0 (Listing, 1);
  listing->ids = ids;
  listing->columns = crf_reader_grid_columns (session);
  return listing;
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->rows, g_ptr_array_unref);
  g_free (answer);
}

static gpointer
rows_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  const Slice *slice = data;
  GPtrArray *rows = crf_reader_grid_rows (session, slice->columns, (const gint64 *) (gpointer) slice->ids->data, slice->ids->len, error);
  Answer *answer;

  if (rows == NULL)
    return NULL;
  answer = g_new0 (Answer, 1);
  answer->rows = rows;
  answer->page = slice->page;
  answer->generation = slice->generation;
  return answer;
}

/* ── Rows ── */

static void
take_rows (CrfGridModel *self, Answer *answer)
{
  guint first = answer->page * PAGE_ROWS;

  for (guint i = 0; i < answer->rows->len && first + i < self->rows->len; i++)
    {
      CrfGridRow *row = g_ptr_array_index (answer->rows, i);

      g_ptr_array_index (answer->rows, i) = NULL;
      crf_grid_row_free (g_ptr_array_index (self->rows, first + i));
      g_ptr_array_index (self->rows, first + i) = row;
    }
  g_hash_table_add (self->fresh, GUINT_TO_POINTER (answer->page));
}

static void
on_rows_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfGridModel) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Answer *answer = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL)
    {
      self->asking = FALSE;
      if (answer != NULL && answer->generation == self->generation)
        take_rows (self, answer);
      if (answer != NULL)
        g_signal_emit (self, signals[SIGNAL_ROWS], 0);
      else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED))
        g_signal_emit (self, signals[SIGNAL_CHANGED], 0, error);
    }
  g_clear_pointer (&answer, answer_free);
}

static void
ask (CrfGridModel *self, guint page)
{
  guint first = page * PAGE_ROWS;
  Slice *slice;

  if (self->asking)
    return;
  self->asking = TRUE;
  slice = g_new0 (Slice, 1);
  slice->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (slice->ids, &g_array_index (self->ids, gint64, first), MIN (PAGE_ROWS, self->ids->len - first));
  slice->columns = g_ptr_array_ref (self->columns);
  slice->page = page;
  slice->generation = self->generation;
  crf_writer_run_async (self->writer, rows_job, slice, slice_free, answer_free, NULL, on_rows_read, crf_weak_new (self));
}

/* ── Who is in it ── */

/* The rows of who was there before stay until they have been read again. */
static GPtrArray *
keep_rows (CrfGridModel *self, GArray *ids, gboolean same_columns)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *rows = g_ptr_array_new_full (ids->len, row_free);

  g_ptr_array_set_size (rows, (int) ids->len);
  for (guint i = 0; same_columns && i < self->ids->len; i++)
    if (g_ptr_array_index (self->rows, i) != NULL)
      g_hash_table_insert (known, &g_array_index (self->ids, gint64, i), &g_ptr_array_index (self->rows, i));
  for (guint i = 0; i < ids->len; i++)
    {
      gpointer *row = g_hash_table_lookup (known, &g_array_index (ids, gint64, i));

      if (row != NULL)
        g_ptr_array_index (rows, i) = g_steal_pointer (row);
    }
  return rows;
}

static gboolean
are_same_columns (const GPtrArray *one, const GPtrArray *other)
{
  gboolean same = one->len == other->len;

  for (guint i = 0; same && i < one->len; i++)
    {
      const CrfGridColumn *a = g_ptr_array_index (one, i), *b = g_ptr_array_index (other, i);

      same = a->event == b->event && a->ordinal == b->ordinal;
    }
  return same;
}

static void
take_listing (CrfGridModel *self, Listing *listing)
{
  GPtrArray *rows = keep_rows (self, listing->ids, are_same_columns (self->columns, listing->columns));

  g_ptr_array_unref (self->rows);
  self->rows = rows;
  g_array_unref (self->ids);
  self->ids = g_steal_pointer (&listing->ids);
  g_ptr_array_unref (self->columns);
  self->columns = g_steal_pointer (&listing->columns);
  g_hash_table_remove_all (self->fresh);
  self->generation++;
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfGridModel) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Listing *listing = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL && g_task_get_cancellable (G_TASK (result)) == self->listing)
    {
      if (listing != NULL)
        take_listing (self, listing);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, error);
    }
  g_clear_pointer (&listing, listing_free);
}

/* ── Class ── */

static void
crf_grid_model_dispose (GObject *object)
{
  CrfGridModel *self = CRF_GRID_MODEL (object);

  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_grid_model_parent_class)->dispose (object);
}

static void
crf_grid_model_finalize (GObject *object)
{
  CrfGridModel *self = CRF_GRID_MODEL (object);

  g_array_unref (self->ids);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->fresh);
  g_free (self->search);
  g_free (self->status);

  G_OBJECT_CLASS (crf_grid_model_parent_class)->finalize (object);
}

static void
crf_grid_model_class_init (CrfGridModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_grid_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_grid_model_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_ROWS] = g_signal_new ("rows", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crf_grid_model_init (CrfGridModel *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) crf_grid_column_free);
  self->fresh = g_hash_table_new (NULL, NULL);
}

CrfGridModel *
crf_grid_model_new (CrfWriter *writer)
{
  CrfGridModel *self = g_object_new (CRF_TYPE_GRID_MODEL, NULL);

  self->writer = g_object_ref (writer);
  return self;
}

void
crf_grid_model_query (CrfGridModel *self, const char *search, const char *status)
{
  g_return_if_fail (CRF_IS_GRID_MODEL (self));

  g_free (self->search);
  self->search = search != NULL && *search != '\0' ? g_strdup (search) : NULL;
  g_free (self->status);
  self->status = g_strdup (status);
  crf_grid_model_refresh (self);
}

void
crf_grid_model_refresh (CrfGridModel *self)
{
  Question *question;

  g_return_if_fail (CRF_IS_GRID_MODEL (self));

  if (self->writer == NULL)
    return;
  g_cancellable_cancel (self->listing);
  g_clear_object (&self->listing);
  self->listing = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->search = g_strdup (self->search);
  question->status = g_strdup (self->status);
  crf_writer_run_async (self->writer, list_job, question, question_free, listing_free, self->listing, on_listed, crf_weak_new (self));
}

guint
crf_grid_model_get_n_rows (CrfGridModel *self)
{
  g_return_val_if_fail (CRF_IS_GRID_MODEL (self), 0);

  return self->rows->len;
}

const GPtrArray *
crf_grid_model_get_columns (CrfGridModel *self)
{
  g_return_val_if_fail (CRF_IS_GRID_MODEL (self), NULL);

  return self->columns;
}

const CrfGridRow *
crf_grid_model_get_row (CrfGridModel *self, guint i)
{
  g_return_val_if_fail (CRF_IS_GRID_MODEL (self), NULL);

  if (i >= self->rows->len)
    return NULL;
  if (self->writer != NULL && !g_hash_table_contains (self->fresh, GUINT_TO_POINTER (i / PAGE_ROWS)))
    ask (self, i / PAGE_ROWS);
  return g_ptr_array_index (self->rows, i);
}
