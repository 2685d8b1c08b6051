/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows and columns of short lists. */

#include "crf-row-object.h"

#include <string.h>

struct _CrfRowObject
{
  GObject parent_instance;

  char *texts[CRF_ROW_MOST_CELLS];
  gpointer data;
  GDestroyNotify data_free;
};

G_DEFINE_FINAL_TYPE (CrfRowObject, crf_row_object, G_TYPE_OBJECT)

typedef struct
{
  guint i;
  CrfColumnFlags flags;
} CrfColumn;

static void
crf_row_object_finalize (GObject *object)
{
  CrfRowObject *self = CRF_ROW_OBJECT (object);

  for (guint i = 0; i < CRF_ROW_MOST_CELLS; i++)
    g_free (self->texts[i]);
  if (self->data_free != NULL)
    self->data_free (self->data);

  G_OBJECT_CLASS (crf_row_object_parent_class)->finalize (object);
}

static void
crf_row_object_class_init (CrfRowObjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crf_row_object_finalize;
}

static void
crf_row_object_init (CrfRowObject *self)
{
}

CrfRowObject *
crf_row_object_new (gpointer data, GDestroyNotify data_free, const char *const *texts, guint n)
{
  CrfRowObject *self = g_object_new (CRF_TYPE_ROW_OBJECT, NULL);

  self->data = data;
  self->data_free = data_free;
  for (guint i = 0; i < MIN (n, CRF_ROW_MOST_CELLS); i++)
    self->texts[i] = g_strdup (texts[i]);
  return self;
}

gpointer
crf_row_object_get_data (CrfRowObject *self)
{
  g_return_val_if_fail (CRF_IS_ROW_OBJECT (self), NULL);

  return self->data;
}

const char *
crf_row_object_get_text (CrfRowObject *self, guint i)
{
  g_return_val_if_fail (CRF_IS_ROW_OBJECT (self), NULL);

  return i < CRF_ROW_MOST_CELLS ? self->texts[i] : NULL;
}

gboolean
crf_row_object_matches (CrfRowObject *self, const char *folded)
{
  g_return_val_if_fail (CRF_IS_ROW_OBJECT (self), FALSE);

  for (guint i = 0; i < CRF_ROW_MOST_CELLS; i++)
    {
      g_autofree char *cell = self->texts[i] != NULL ? g_utf8_casefold (self->texts[i], -1) : NULL;

      if (cell != NULL && strstr (cell, folded) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* What does not fit can still be read. */
static gboolean
on_query_tooltip (GtkWidget *cell, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (cell));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (cell, text);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  if (text == NULL || width <= gtk_widget_get_width (cell))
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const CrfColumn *column = user_data;
  GtkWidget *cell = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (cell), (column->flags & CRF_COLUMN_END) != 0 ? 1.0f : 0.0f);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (cell), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  if ((column->flags & CRF_COLUMN_END) != 0)
    gtk_widget_add_css_class (cell, "numeric");
  if ((column->flags & CRF_COLUMN_DIM) != 0)
    gtk_widget_add_css_class (cell, "dim-label");
  if ((column->flags & CRF_COLUMN_HEADING) != 0)
    gtk_widget_add_css_class (cell, "heading");
  gtk_widget_set_has_tooltip (cell, TRUE);
  g_signal_connect (cell, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  gtk_list_item_set_child (item, cell);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  const CrfColumn *column = user_data;
  GtkWidget *cell = gtk_list_item_get_child (item);
  const char *text = crf_row_object_get_text (gtk_list_item_get_item (item), column->i);

  gtk_inscription_set_text (GTK_INSCRIPTION (cell), text);
}

GtkColumnViewColumn *
crf_column_view_add (GtkColumnView *view, const char *title, guint i, int width, CrfColumnFlags flags)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CrfColumn *column = g_new0 (CrfColumn, 1);
  g_autoptr (GtkColumnViewColumn) view_column = NULL;

  column->i = i;
  column->flags = flags;
  g_object_set_data_full (G_OBJECT (factory), "crf-column", column, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), column);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), column);
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  if (width > 0)
    gtk_column_view_column_set_fixed_width (view_column, width);
  gtk_column_view_column_set_expand (view_column, (flags & CRF_COLUMN_EXPAND) != 0);
  gtk_column_view_append_column (view, view_column);
  return view_column;
}
