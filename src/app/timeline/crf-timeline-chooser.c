/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Check buttons in a popover, made anew for each patient: which series there are differs. */

#include "crf-timeline-chooser.h"

#include <glib/gi18n-lib.h>

struct _CrfTimelineChooser
{
  AdwBin parent_instance;

  /* Template children */
  GtkBox *lane_box;
  GtkFlowBox *series_box;

  /* Owned */
  GHashTable *choices; /* concept → TRUE or FALSE, where a person has said so */

  const CrfTimeline *timeline; /* borrowed */
  guint lanes;
  gboolean filling;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfTimelineChooser, crf_timeline_chooser, ADW_TYPE_BIN)

static gboolean
is_shown (CrfTimelineChooser      *self,
          const CrfTimelineSeries *series)
{
  gpointer choice;

  if (series->concept != NULL && g_hash_table_lookup_extended (self->choices, series->concept, NULL, &choice))
    return GPOINTER_TO_INT (choice);
  return series->is_default;
}

/* ── Lanes ── */

static void
on_lane_toggled (GtkCheckButton     *button,
                 CrfTimelineChooser *self)
{
  guint bit = 1u << GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "crf-lane"));

  self->lanes = gtk_check_button_get_active (button) ? self->lanes | bit : self->lanes & ~bit;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
add_lanes (CrfTimelineChooser *self)
{
  for (guint i = 0; i < CRF_TIMELINE_N_LANES; i++)
    {
      GtkWidget *button = gtk_check_button_new_with_label (crf_timeline_lane_get_title ((CrfTimelineLaneKind) i));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), TRUE);
      g_object_set_data (G_OBJECT (button), "crf-lane", GUINT_TO_POINTER (i));
      g_signal_connect (button, "toggled", G_CALLBACK (on_lane_toggled), self);
      gtk_box_append (self->lane_box, button);
    }
}

/* ── Series ── */

static void
on_series_toggled (GtkCheckButton     *button,
                   CrfTimelineChooser *self)
{
  const char *concept = g_object_get_data (G_OBJECT (button), "crf-concept");

  if (self->filling || concept == NULL)
    return;
  g_hash_table_replace (self->choices, g_strdup (concept), GINT_TO_POINTER (gtk_check_button_get_active (button)));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
clear_series (CrfTimelineChooser *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->series_box))) != NULL)
    gtk_flow_box_remove (self->series_box, child);
}

static void
fill_series (CrfTimelineChooser *self)
{
  clear_series (self);
  for (guint i = 0; self->timeline != NULL && i < self->timeline->series->len; i++)
    {
      const CrfTimelineSeries *series = g_ptr_array_index (self->timeline->series, i);
      GtkWidget *button = gtk_check_button_new_with_label (series->label);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (button), is_shown (self, series));
      g_object_set_data_full (G_OBJECT (button), "crf-concept", g_strdup (series->concept), g_free);
      g_signal_connect (button, "toggled", G_CALLBACK (on_series_toggled), self);
      gtk_flow_box_append (self->series_box, button);
      /* The check button takes the keyboard, not the cell around it. */
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
    }
}

static void
choose_all (CrfTimelineChooser *self,
            gboolean            shown)
{
  for (guint i = 0; self->timeline != NULL && i < self->timeline->series->len; i++)
    g_hash_table_replace (self->choices,
                          g_strdup (((CrfTimelineSeries *) g_ptr_array_index (self->timeline->series, i))->concept),
                          GINT_TO_POINTER (shown));
  fill_series (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_all_clicked (CrfTimelineChooser *self)
{
  choose_all (self, TRUE);
}

static void
on_none_clicked (CrfTimelineChooser *self)
{
  choose_all (self, FALSE);
}

static void
on_usual_clicked (CrfTimelineChooser *self)
{
  g_hash_table_remove_all (self->choices);
  fill_series (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ── Class ── */

static void
crf_timeline_chooser_dispose (GObject *object)
{
  CrfTimelineChooser *self = CRF_TIMELINE_CHOOSER (object);

  self->timeline = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_TIMELINE_CHOOSER);
  G_OBJECT_CLASS (crf_timeline_chooser_parent_class)->dispose (object);
}

static void
crf_timeline_chooser_finalize (GObject *object)
{
  g_hash_table_unref (CRF_TIMELINE_CHOOSER (object)->choices);
  G_OBJECT_CLASS (crf_timeline_chooser_parent_class)->finalize (object);
}

static void
crf_timeline_chooser_class_init (CrfTimelineChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_timeline_chooser_dispose;
  object_class->finalize = crf_timeline_chooser_finalize;

  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", CRF_TYPE_TIMELINE_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/stemward/Stemward/timeline/crf-timeline-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfTimelineChooser, lane_box);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelineChooser, series_box);
  gtk_widget_class_bind_template_callback (widget_class, on_all_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_none_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_usual_clicked);
}

static void
crf_timeline_chooser_init (CrfTimelineChooser *self)
{
  self->choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->lanes = CRF_TIMELINE_ALL_LANES;
  gtk_widget_init_template (GTK_WIDGET (self));
  add_lanes (self);
}

void
crf_timeline_chooser_set_timeline (CrfTimelineChooser *self,
                                   const CrfTimeline  *timeline)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHOOSER (self));

  self->timeline = timeline;
  self->filling = TRUE;
  fill_series (self);
  self->filling = FALSE;
}

guint
crf_timeline_chooser_get_lanes (CrfTimelineChooser *self)
{
  g_return_val_if_fail (CRF_IS_TIMELINE_CHOOSER (self), 0);

  return self->lanes;
}

GPtrArray *
crf_timeline_chooser_list_series (CrfTimelineChooser *self)
{
  GPtrArray *series = g_ptr_array_new ();

  g_return_val_if_fail (CRF_IS_TIMELINE_CHOOSER (self), series);

  for (guint i = 0; self->timeline != NULL && i < self->timeline->series->len; i++)
    if (is_shown (self, g_ptr_array_index (self->timeline->series, i)))
      g_ptr_array_add (series, g_ptr_array_index (self->timeline->series, i));
  return series;
}

void
crf_timeline_chooser_set_series (CrfTimelineChooser *self,
                                 const char         *concept,
                                 gboolean            shown)
{
  g_return_if_fail (CRF_IS_TIMELINE_CHOOSER (self));
  g_return_if_fail (concept != NULL);

  g_hash_table_replace (self->choices, g_strdup (concept), GINT_TO_POINTER (shown));
  crf_timeline_chooser_set_timeline (self, self->timeline);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}
