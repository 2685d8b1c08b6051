/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows are made anew each time: there are a dozen. */

#include "crf-monitor-grid.h"
#include "crf-wide.h"

#include <glib/gi18n-lib.h>

#include "crf-chip.h"
#include "crf-use-case.h"

struct _CrfMonitorGrid
{
  GtkBox parent_instance;

  /* Children */
  CrfChip *next;
  CrfChip *alarms;
  GtkGrid *grid;
  GtkWidget *buttons;
};

enum
{
  SIGNAL_ACT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfMonitorGrid, crf_monitor_grid, GTK_TYPE_BOX)

static void
on_clicked (GtkButton      *button,
            CrfMonitorGrid *self)
{
  g_signal_emit (self, signals[SIGNAL_ACT], 0, g_object_get_data (G_OBJECT (button), "use-case"));
}

static GtkWidget *
button_for (CrfMonitorGrid *self,
            const char     *use_case,
            gboolean        suggested)
{
  const CrfUseCase *found = crf_use_case_find (use_case);
  GtkWidget *button = gtk_button_new_with_label (_(found->title));

  g_object_set_data (G_OBJECT (button), "use-case", (gpointer) g_intern_string (use_case));
  gtk_widget_set_tooltip_text (button, _(found->summary));
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  return button;
}

static void
put (CrfMonitorGrid *self,
     int             column,
     int             row,
     const char     *text,
     const char     *css_class)
{
  GtkWidget *label = gtk_label_new (text != NULL ? text : "");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
}

char *
crf_monitoring_describe_next (const CrfMonitoring *monitoring)
{
  if (monitoring->next_due == NULL)
    return g_strdup (_("nothing more is due"));
  if (monitoring->minutes_late > 0)
    return g_strdup_printf (_("%s (%s) · %d min late"), monitoring->next_due, monitoring->next_label, monitoring->minutes_late);
  if (monitoring->minutes_late == 0)
    return g_strdup_printf (_("%s (%s) · now"), monitoring->next_due, monitoring->next_label);
  return g_strdup_printf (_("%s (%s) · in %d min"), monitoring->next_due, monitoring->next_label, -monitoring->minutes_late);
}

/* A state has a sign and a word, never a colour alone. */
static const char *
sign_of (CrfMonitorRowState state)
{
  switch (state)
    {
    case CRF_MONITOR_ROW_DUE:
      return "▸";
    case CRF_MONITOR_ROW_DONE:
      return "✓";
    case CRF_MONITOR_ROW_MISSED:
      return "✗";
    case CRF_MONITOR_ROW_EXTRA:
      return "+";
    case CRF_MONITOR_ROW_WAITING:
    default:
      return "·";
    }
}

static const char *
class_of (CrfMonitorRowState state)
{
  switch (state)
    {
    case CRF_MONITOR_ROW_DUE:
      return "accent";
    case CRF_MONITOR_ROW_MISSED:
      return "warning";
    case CRF_MONITOR_ROW_WAITING:
      return "dim-label";
    case CRF_MONITOR_ROW_DONE:
    case CRF_MONITOR_ROW_EXTRA:
    default:
      return NULL;
    }
}

static void
put_headings (CrfMonitorGrid      *self,
              const CrfMonitoring *monitoring)
{
  put (self, 1, 0, _("Time point"), "dim-label");
  put (self, 2, 0, _("Due"), "dim-label");
  put (self, 3, 0, _("Taken at"), "dim-label");
  for (guint i = 0; i < monitoring->columns->len; i++)
    put (self, (int) i + 4, 0, g_ptr_array_index (monitoring->columns, i), "dim-label");
}

static void
put_row (CrfMonitorGrid      *self,
         const CrfMonitoring *monitoring,
         const CrfMonitorRow *row,
         int                  at)
{
  const char *css_class = class_of (row->state);
  g_autoptr (GString) words = g_string_new (row->state_label);

  put (self, 0, at, sign_of (row->state), css_class);
  put (self, 1, at, row->label, css_class);
  put (self, 2, at, row->due, css_class);
  put (self, 3, at, row->taken, NULL);
  for (guint i = 0; i < row->values->len; i++)
    put (self, (int) i + 4, at, g_ptr_array_index (row->values, i), NULL);
  for (guint i = 0; i < row->alarms->len; i++)
    g_string_append_printf (words, "%s⚠ %s", words->len > 0 ? " · " : "", (const char *) g_ptr_array_index (row->alarms, i));
  put (self, (int) monitoring->columns->len + 4, at, words->str, row->alarms->len > 0 ? "error" : css_class);
}

void
crf_monitor_grid_pour (CrfMonitorGrid      *self,
                       const CrfMonitoring *monitoring)
{
  g_autofree char *next = NULL, *alarms = NULL;
  GtkWidget *child;

  g_return_if_fail (CRF_IS_MONITOR_GRID (self));
  g_return_if_fail (monitoring != NULL);

  next = crf_monitoring_describe_next (monitoring);
  crf_chip_set (self->next, monitoring->minutes_late > 0 && monitoring->running ? CRF_CHIP_WARNING : CRF_CHIP_INFO, NULL, next);
  if (monitoring->n_alarms > 0)
    alarms = g_strdup_printf (ngettext ("%u alarm", "%u alarms", monitoring->n_alarms), monitoring->n_alarms);
  crf_chip_set (self->alarms, CRF_CHIP_WARNING, "dialog-warning-symbolic", alarms);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  put_headings (self, monitoring);
  for (guint i = 0; i < monitoring->rows->len; i++)
    put_row (self, monitoring, g_ptr_array_index (monitoring->rows, i), (int) i + 1);
}

static void
crf_monitor_grid_class_init (CrfMonitorGridClass *klass)
{
  signals[SIGNAL_ACT] = g_signal_new ("act", CRF_TYPE_MONITOR_GRID, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crf_monitor_grid_init (CrfMonitorGrid *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *title = gtk_label_new (_("Monitoring"));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "step");
  gtk_widget_add_css_class (title, "heading");
  self->next = g_object_new (CRF_TYPE_CHIP, NULL);
  self->alarms = g_object_new (CRF_TYPE_CHIP, NULL);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 14);
  gtk_grid_set_row_spacing (self->grid, 3);
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (self->buttons, TRUE);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (self->buttons), button_for (self, "report-reaction", FALSE));
  gtk_box_append (GTK_BOX (self->buttons), button_for (self, "record-vitals", TRUE));
  gtk_box_append (GTK_BOX (head), title);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->next));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (self->alarms));
  gtk_box_append (GTK_BOX (head), self->buttons);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), crf_wide_new (GTK_WIDGET (self->grid), _("Vital signs")));
}

GtkWidget *
crf_monitor_grid_new (void)
{
  return g_object_new (CRF_TYPE_MONITOR_GRID, NULL);
}
