/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The course is read on the writer's thread when the tab is shown and after something was stored; the chart stays
 * until the new one is there. */

#include "crf-timeline-page.h"

#include <glib/gi18n-lib.h>

#include "crf-patient-tab.h"
#include "crf-refusal-bar.h"
#include "crf-row-object.h"
#include "crf-timeline-chooser.h"
#include "crf-timeline-save.h"
#include "crf-timeline-table.h"
#include "crf-tab-stop.h"
#include "crf-weak.h"

struct _CrfTimelinePage
{
  AdwBin parent_instance;

  /* Template children */
  CrfTimelineChooser *chooser;
  GtkWidget *zoom_buttons;
  GtkLabel *hint;
  GtkToggleButton *table_button;
  GtkWidget *save_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  CrfTimelineChart *chart;
  GtkColumnView *table;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  CrfTimeline *timeline;
  GCancellable *reading;
};

enum
{
  SIGNAL_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void patient_tab_init (CrfPatientTabInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfTimelinePage, crf_timeline_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PATIENT_TAB, patient_tab_init))

/* ── Showing ── */

static gboolean
is_empty (const CrfTimeline *timeline)
{
  if (timeline->series->len > 0 || timeline->infusions->len > 0 || timeline->adverse_events->len > 0
      || timeline->statuses->len > 0)
    return FALSE;
  for (guint i = 0; i < timeline->visits->len; i++)
    {
      const CrfTimelineVisit *visit = g_ptr_array_index (timeline->visits, i);

      if (visit->actual != CRF_TIMELINE_NO_DAY || visit->target != CRF_TIMELINE_NO_DAY)
        return FALSE;
    }
  return TRUE;
}

static void
fill_table (CrfTimelinePage *self)
{
  g_autoptr (GListStore) rows = crf_timeline_table_new (self->timeline);
  g_autoptr (GtkSingleSelection) selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (rows)));

  /* A new model, not a changed one: GTK 4.8 is slow at long changes. */
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (selection));
}

static void
update_stack (CrfTimelinePage *self)
{
  gboolean empty = self->timeline == NULL || is_empty (self->timeline);
  gboolean table = !empty && gtk_toggle_button_get_active (self->table_button);

  gtk_widget_set_sensitive (GTK_WIDGET (self->chooser), !empty && !table);
  gtk_widget_set_sensitive (self->zoom_buttons, !empty && !table);
  gtk_widget_set_sensitive (GTK_WIDGET (self->table_button), !empty);
  gtk_widget_set_sensitive (self->save_button, !empty);
  if (table)
    fill_table (self);
  else
    gtk_column_view_set_model (self->table, NULL);
  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : table ? "table" : "chart");
}

static void
on_shown_changed (CrfTimelinePage *self)
{
  g_autoptr (GPtrArray) series = NULL;

  if (self->timeline == NULL)
    return;
  series = crf_timeline_chooser_list_series (self->chooser);
  crf_timeline_chart_set_shown (self->chart, crf_timeline_chooser_get_lanes (self->chooser), series);
}

void
crf_timeline_page_set_timeline (CrfTimelinePage *self,
                                CrfTimeline     *timeline)
{
  CrfTimeline *before;
  gboolean same;

  g_return_if_fail (CRF_IS_TIMELINE_PAGE (self));

  before = self->timeline;
  same = before != NULL && timeline != NULL && g_strcmp0 (before->subject, timeline->subject) == 0;
  self->timeline = timeline;
  crf_timeline_chart_set_timeline (self->chart, timeline, same);
  crf_timeline_chooser_set_timeline (self->chooser, timeline);
  on_shown_changed (self);
  crf_timeline_free (before);
  update_stack (self);
}

/* ── Reading ── */

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_timeline (session, data, error);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (CrfTimelinePage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTimeline) timeline = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->chart == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Another patient was asked for meanwhile. */
  if (timeline != NULL && g_strcmp0 (timeline->subject, self->subject) != 0)
    return;
  if (timeline == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else
    crf_timeline_page_set_timeline (self, g_steal_pointer (&timeline));
}

static void
read_timeline (CrfTimelinePage *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  crf_writer_run_async (self->writer, read_job, g_strdup (self->subject), g_free,
                        (GDestroyNotify) crf_timeline_free, self->reading, on_read, crf_weak_new (self));
}

void
crf_timeline_page_show (CrfTimelinePage *self,
                        const char      *subject)
{
  g_return_if_fail (CRF_IS_TIMELINE_PAGE (self));
  g_return_if_fail (subject != NULL);
  g_return_if_fail (self->writer != NULL);

  crf_refusal_bar_clear (self->bar);
  /* Nobody's chart under another one's name. */
  if (g_strcmp0 (subject, self->subject) != 0)
    crf_timeline_page_set_timeline (self, NULL);
  g_free (self->subject);
  self->subject = g_strdup (subject);
  read_timeline (self);
}

/* ── Opening forms ── */

/* Forms with a page that knows more than fields, and those that belong to no visit. */
static const char *
tab_of (CrfTimelinePage *self,
        const CrfTarget *target)
{
  CrfStudy *study = self->writer != NULL ? crf_writer_get_study (self->writer) : NULL;
  const CrfForm *form = study != NULL && target->form != NULL ? crf_study_find_form (study, target->form) : NULL;
  const CrfEvent *event = study != NULL && target->event != NULL ? crf_study_find_event (study, target->event) : NULL;

  if (form != NULL && g_strcmp0 (form->kind, "infusion") == 0)
    return "infusions";
  if (event != NULL && event->type == CRF_EVENT_COMMON)
    return "safety";
  return "visits";
}

static void
open_target (CrfTimelinePage *self,
             const CrfTarget *target)
{
  g_signal_emit (self, signals[SIGNAL_ELSEWHERE], 0, tab_of (self, target), target);
}

static void
on_open_target (CrfTimelinePage *self,
                CrfTarget       *target)
{
  open_target (self, target);
}

static void
on_row_activated (CrfTimelinePage *self,
                  guint            position)
{
  GtkSelectionModel *model = gtk_column_view_get_model (self->table);
  g_autoptr (CrfRowObject) row = model != NULL ? g_list_model_get_item (G_LIST_MODEL (model), position) : NULL;
  const CrfTarget *target = row != NULL ? crf_row_object_get_data (row) : NULL;

  if (target != NULL)
    {
      g_autoptr (CrfTarget) copy = crf_target_copy (target);

      open_target (self, copy);
    }
}

static void
on_chosen (CrfTimelinePage *self,
           const char      *text)
{
  gtk_label_set_label (self->hint, text != NULL ? text : _("Wheel zooms · drag moves · double-click opens the form"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->hint), text);
}

/* ── Tools ── */

static void
on_zoom_in (CrfTimelinePage *self)
{
  crf_timeline_chart_zoom (self->chart, 1 / 1.5);
}

static void
on_zoom_out (CrfTimelinePage *self)
{
  crf_timeline_chart_zoom (self->chart, 1.5);
}

static void
on_zoom_all (CrfTimelinePage *self)
{
  crf_timeline_chart_show_all (self->chart);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (CrfTimelinePage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_timeline_save_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (self == NULL || self->chart == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (outcome != NULL && crf_outcome_done (outcome))
    {
      /* Translators: %s is a file's name */
      sentence = g_strdup_printf (_("%s is written; the audit trail has its SHA-256."),
                                  (const char *) g_hash_table_lookup (outcome->results, "name"));
      crf_refusal_bar_show_notice (self->bar, sentence);
    }
  else
    crf_refusal_bar_take_outcome (self->bar, outcome, error);
}

static void
save_picture (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  CrfTimelinePage *self = CRF_TIMELINE_PAGE (widget);

  if (self->timeline == NULL || self->writer == NULL)
    return;
  crf_timeline_save_async (GTK_WIDGET (self), self->writer, crf_timeline_chart_get_view (self->chart),
                           g_variant_get_string (parameter, NULL), on_saved, crf_weak_new (self));
}

/* ── CrfPatientTab ── */

static void
crf_timeline_page_set_writer (CrfPatientTab *tab,
                              CrfWriter     *writer)
{
  g_set_object (&CRF_TIMELINE_PAGE (tab)->writer, writer);
}

static void
crf_timeline_page_open (CrfPatientTab   *tab,
                        const char      *subject,
                        const CrfTarget *target)
{
  crf_timeline_page_show (CRF_TIMELINE_PAGE (tab), subject);
}

static void
crf_timeline_page_refresh (CrfPatientTab *tab)
{
  CrfTimelinePage *self = CRF_TIMELINE_PAGE (tab);

  if (self->subject != NULL)
    read_timeline (self);
}

static void
patient_tab_init (CrfPatientTabInterface *iface)
{
  iface->set_writer = crf_timeline_page_set_writer;
  iface->open = crf_timeline_page_open;
  iface->refresh = crf_timeline_page_refresh;
}

/* ── Class ── */

static void
crf_timeline_page_dispose (GObject *object)
{
  CrfTimelinePage *self = CRF_TIMELINE_PAGE (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->writer);
  if (self->chart != NULL)
    {
      /* A tooltip of a window that goes is asked for after it has gone. */
      g_signal_handlers_disconnect_by_data (self->chart, self);
      crf_timeline_chart_set_timeline (self->chart, NULL, FALSE);
      crf_timeline_chooser_set_timeline (self->chooser, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_TIMELINE_PAGE);
  G_OBJECT_CLASS (crf_timeline_page_parent_class)->dispose (object);
}

static void
crf_timeline_page_finalize (GObject *object)
{
  CrfTimelinePage *self = CRF_TIMELINE_PAGE (object);

  g_free (self->subject);
  crf_timeline_free (self->timeline);
  G_OBJECT_CLASS (crf_timeline_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, chooser);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, zoom_buttons);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, hint);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, table_button);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, save_button);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, chart);
  gtk_widget_class_bind_template_child (widget_class, CrfTimelinePage, table);
  gtk_widget_class_bind_template_callback (widget_class, on_shown_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_in);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_out);
  gtk_widget_class_bind_template_callback (widget_class, on_zoom_all);
  gtk_widget_class_bind_template_callback (widget_class, update_stack);
  gtk_widget_class_bind_template_callback (widget_class, on_open_target);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
}

static void
crf_timeline_page_class_init (CrfTimelinePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_timeline_page_dispose;
  object_class->finalize = crf_timeline_page_finalize;

  signals[SIGNAL_ELSEWHERE] = g_signal_new ("elsewhere", CRF_TYPE_TIMELINE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_POINTER);

  g_type_ensure (CRF_TYPE_TIMELINE_CHART);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_TIMELINE_CHOOSER);
  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/timeline/crf-timeline-page.ui");
  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "timeline.save", "s", save_picture);
}

static void
crf_timeline_page_init (CrfTimelinePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  crf_timeline_chart_set_vadjustment (self->chart, gtk_scrolled_window_get_vadjustment (self->scroller));
  crf_timeline_table_set_up (self->table);
  on_chosen (self, NULL);
  update_stack (self);
}

GtkWidget *
crf_timeline_page_new (CrfWriter *writer)
{
  CrfTimelinePage *self = g_object_new (CRF_TYPE_TIMELINE_PAGE, NULL);

  g_set_object (&self->writer, writer);
  return GTK_WIDGET (self);
}

CrfTimelineChart *
crf_timeline_page_get_chart (CrfTimelinePage *self)
{
  g_return_val_if_fail (CRF_IS_TIMELINE_PAGE (self), NULL);

  return self->chart;
}
