/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A GtkColumnView of 4.8 knows fixed widths and columns that expand, but none that gives way. Here the widths are set anew whenever the list's own width
 * is another. */

#include "crf-column-fit.h"

#define KEY "crf-column-fit"
/* Ten digits at the usual size of text; fonts differ a little. */
#define USUAL_DIGITS_WIDTH 88
#define LARGER_TEXT 1.1

typedef struct
{
  GtkColumnViewColumn *column;
  CrfColumnRoom room;
  gboolean wanted;
} Fitted;

typedef struct
{
  GtkColumnView *view; /* borrowed: it holds this */
  GtkAdjustment *across;
  GArray *columns; /* Fitted */
  gboolean chosen; /* the person's own choice of columns */
  guint idle;
} Fit;

static void
clear_fitted (gpointer data)
{
  g_object_unref (((Fitted *) data)->column);
}

static Fitted *
fitted_at (Fit *fit, guint i)
{
  return &g_array_index (fit->columns, Fitted, i);
}

static double
text_scale (Fit *fit)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (fit->view), "0123456789");
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width > LARGER_TEXT * USUAL_DIGITS_WIDTH ? (double) width / USUAL_DIGITS_WIDTH : 1.0;
}

static double
sum (Fit *fit, const gboolean *shown, gboolean usual, double scale)
{
  double total = 0;

  for (guint i = 0; i < fit->columns->len; i++)
    if (shown[i])
      total += scale * (usual ? fitted_at (fit, i)->room.usual : fitted_at (fit, i)->room.least);
  return total;
}

/* FALSE: nobody leaves. */
static gboolean
send_away (Fit *fit, gboolean *shown)
{
  guint first = G_MAXUINT;

  for (guint i = 0; i < fit->columns->len && !fit->chosen; i++)
    {
      guint leaves = fitted_at (fit, i)->room.leaves;

      if (shown[i] && leaves > 0 && (first == G_MAXUINT || leaves < fitted_at (fit, first)->room.leaves))
        first = i;
    }
  if (first == G_MAXUINT)
    return FALSE;
  shown[first] = FALSE;
  return TRUE;
}

static void
set_widths (Fit *fit, const gboolean *shown, int width, double scale)
{
  double least = sum (fit, shown, FALSE, scale), usual = sum (fit, shown, TRUE, scale);
  guint shares = 0;

  for (guint i = 0; i < fit->columns->len; i++)
    shares += shown[i] ? fitted_at (fit, i)->room.share : 0;
  for (guint i = 0; i < fit->columns->len; i++)
    {
      const Fitted *fitted = fitted_at (fit, i);
      double own = scale * fitted->room.least, more = scale * (fitted->room.usual - fitted->room.least);

      if (width >= usual)
        own += more + (shares > 0 ? (width - usual) * fitted->room.share / shares : 0);
      else if (width > least)
        own += more * (width - least) / (usual - least);
      gtk_column_view_column_set_visible (fitted->column, shown[i]);
      gtk_column_view_column_set_fixed_width (fitted->column, (int) own);
      gtk_column_view_column_set_expand (fitted->column, fitted->room.share > 0);
    }
}

static gboolean
on_idle (gpointer data)
{
  Fit *fit = data;
  int width = fit->across != NULL ? (int) gtk_adjustment_get_page_size (fit->across) : 0;
  g_autofree gboolean *shown = g_new0 (gboolean, fit->columns->len);
  double scale;

  fit->idle = 0;
  for (guint i = 0; i < fit->columns->len; i++)
    shown[i] = fitted_at (fit, i)->wanted;
  scale = text_scale (fit);
  if (width > 0)
    while (sum (fit, shown, FALSE, scale) > width && send_away (fit, shown))
      ;
  set_widths (fit, shown, width, scale);
  return G_SOURCE_REMOVE;
}

/* Not at once: the list is being laid out. But before it is drawn. */
static void
queue (Fit *fit)
{
  if (fit->idle == 0)
    fit->idle = g_idle_add_full (GTK_PRIORITY_RESIZE, on_idle, fit, NULL);
}

static void
on_across_changed (Fit *fit)
{
  if (fit->across != NULL)
    g_signal_handlers_disconnect_by_data (fit->across, fit);
  g_set_object (&fit->across, gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (fit->view)));
  if (fit->across == NULL)
    return;
  g_signal_connect_swapped (fit->across, "notify::page-size", G_CALLBACK (queue), fit);
  queue (fit);
}

static void
fit_free (gpointer data)
{
  Fit *fit = data;

  g_clear_handle_id (&fit->idle, g_source_remove);
  if (fit->across != NULL)
    g_signal_handlers_disconnect_by_data (fit->across, fit);
  g_clear_object (&fit->across);
  g_array_unref (fit->columns);
  g_free (fit);
}

void
crf_column_fit (GtkColumnView *view, const CrfColumnRoom *rooms, guint n)
{
  GListModel *columns;
  Fit *fit;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));
  columns = gtk_column_view_get_columns (view);
  g_return_if_fail (g_list_model_get_n_items (columns) == n);

  fit = g_new0 (Fit, 1);
  fit->view = view;
  fit->columns = g_array_new (FALSE, TRUE, sizeof (Fitted));
  g_array_set_clear_func (fit->columns, clear_fitted);
  for (guint i = 0; i < n; i++)
    {
      Fitted fitted = { g_list_model_get_item (columns, i), rooms[i], TRUE };

      g_array_append_val (fit->columns, fitted);
    }
  g_object_set_data_full (G_OBJECT (view), KEY, fit, fit_free);
  g_signal_connect_swapped (view, "notify::hadjustment", G_CALLBACK (on_across_changed), fit);
  on_across_changed (fit);
}

static Fitted *
find (Fit *fit, GtkColumnViewColumn *column)
{
  for (guint i = 0; fit != NULL && i < fit->columns->len; i++)
    if (fitted_at (fit, i)->column == column)
      return fitted_at (fit, i);
  return NULL;
}

void
crf_column_fit_choose (GtkColumnView *view, GtkColumnViewColumn *column, gboolean wanted)
{
  Fit *fit = g_object_get_data (G_OBJECT (view), KEY);
  Fitted *fitted = find (fit, column);

  g_return_if_fail (fitted != NULL);

  fit->chosen = TRUE;
  fitted->wanted = wanted;
  queue (fit);
}

gboolean
crf_column_fit_wants (GtkColumnView *view, GtkColumnViewColumn *column)
{
  const Fitted *fitted = find (g_object_get_data (G_OBJECT (view), KEY), column);

  return fitted != NULL && fitted->wanted;
}
