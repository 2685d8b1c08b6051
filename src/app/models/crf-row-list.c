/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One chain of models for every short list. */

#include "crf-row-list.h"

struct _CrfRowList
{
  GObject parent_instance;

  GListStore *store;
  GtkFilter *filter;
  GListModel *shown;
  GtkSingleSelection *selection;
  char *folded;

  CrfRowMatch match;
  gpointer user_data;
};

enum
{
  SIGNAL_SELECTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfRowList, crf_row_list, G_TYPE_OBJECT)

static gboolean
match (gpointer item, gpointer user_data)
{
  CrfRowList *self = user_data;

  if (self->match != NULL && !self->match (item, self->user_data))
    return FALSE;
  return self->folded == NULL || crf_row_object_matches (item, self->folded);
}

static void
on_selected (CrfRowList *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTED], 0);
}

static void
crf_row_list_dispose (GObject *object)
{
  CrfRowList *self = CRF_ROW_LIST (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->filter);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (crf_row_list_parent_class)->dispose (object);
}

static void
crf_row_list_finalize (GObject *object)
{
  g_free (CRF_ROW_LIST (object)->folded);

  G_OBJECT_CLASS (crf_row_list_parent_class)->finalize (object);
}

static void
crf_row_list_class_init (CrfRowListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_row_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = crf_row_list_finalize;

  signals[SIGNAL_SELECTED] = g_signal_new ("selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
crf_row_list_init (CrfRowList *self)
{
  self->store = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  self->filter = GTK_FILTER (gtk_custom_filter_new (match, self, NULL));
  self->shown = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)), g_object_ref (self->filter)));
  self->selection = gtk_single_selection_new (g_object_ref (self->shown));
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected), self);
}

CrfRowList *
crf_row_list_new (GtkColumnView *view, CrfRowMatch row_match, gpointer user_data)
{
  CrfRowList *self = g_object_new (CRF_TYPE_ROW_LIST, NULL);

  self->match = row_match;
  self->user_data = user_data;
  gtk_column_view_set_model (view, GTK_SELECTION_MODEL (self->selection));
  return self;
}

void
crf_row_list_clear (CrfRowList *self)
{
  g_return_if_fail (CRF_IS_ROW_LIST (self));

  g_list_store_remove_all (self->store);
}

void
crf_row_list_take (CrfRowList *self, CrfRowObject *row)
{
  g_return_if_fail (CRF_IS_ROW_LIST (self));

  g_list_store_append (self->store, row);
  g_object_unref (row);
}

void
crf_row_list_filter (CrfRowList *self, const char *text)
{
  g_return_if_fail (CRF_IS_ROW_LIST (self));

  g_free (self->folded);
  self->folded = text != NULL && *text != '\0' ? g_utf8_casefold (text, -1) : NULL;
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
}

guint
crf_row_list_count_shown (CrfRowList *self)
{
  g_return_val_if_fail (CRF_IS_ROW_LIST (self), 0);

  return g_list_model_get_n_items (self->shown);
}

CrfRowObject *
crf_row_list_get_selected (CrfRowList *self)
{
  g_return_val_if_fail (CRF_IS_ROW_LIST (self), NULL);

  return gtk_single_selection_get_selected_item (self->selection);
}

CrfRowObject *
crf_row_list_get_shown (CrfRowList *self, guint position)
{
  CrfRowObject *row;

  g_return_val_if_fail (CRF_IS_ROW_LIST (self), NULL);

  row = g_list_model_get_item (self->shown, position);
  if (row != NULL)
    g_object_unref (row); /* the store holds it */
  return row;
}
