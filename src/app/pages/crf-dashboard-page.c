/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cards side by side where there is room. The charts are read anew when the page is shown; what they may say is decided where they are read. */

#include "crf-dashboard-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-chart-card.h"
#include "crf-chart-draw.h"
#include "crf-dashboard.h"
#include "crf-endpoint-list.h"
#include "crf-page.h"
#include "crf-picture-save.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

struct _CrfDashboardPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *groups;
  GtkLabel *primary;
  AdwBin *endpoints;
  CrfRefusalBar *bar;
  GtkFlowBox *box;

  /* owned */
  CrfWriter *writer;
  GPtrArray *charts; /* CrfChart: shown by the cards */
  char *heads;
};

static void crf_dashboard_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfDashboardPage, crf_dashboard_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_dashboard_page_page_init))

typedef struct
{
  GPtrArray *charts;
  char *heads;
  gboolean knows_arms;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->charts, g_ptr_array_unref);
  g_free (reading->heads);
  g_free (reading);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) charts = crf_reader_dashboard (session, error);
  Reading *reading;

  if (charts == NULL)
    return NULL;
  reading = g_new0 (Reading, 1);
  reading->charts = g_steal_pointer (&charts);
  reading->heads = crf_reader_dashboard_heads (session);
  reading->knows_arms = crf_session_may_know_arms (session);
  return reading;
}

/* ── Saving ── */
static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDashboardPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_picture_save_finish (result, &error);
  g_autofree char *sentence = NULL;

  if (self == NULL || self->bar == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (outcome == NULL || !crf_outcome_done (outcome))
    {
      crf_refusal_bar_take_outcome (self->bar, outcome, error);
      return;
    }
  /* Translators: %s is a file's name */
  sentence = g_strdup_printf (_("%s is written; the audit trail has its SHA-256."), (const char *) g_hash_table_lookup (outcome->results, "name"));
  crf_refusal_bar_show_notice (self->bar, sentence);
}

static char *
first_head (const char *heads)
{
  return g_strndup (heads, strcspn (heads, "\n"));
}

static void
on_save (CrfDashboardPage *self, const char *format, CrfChartCard *card)
{
  const CrfChart *chart = crf_chart_card_get_chart (card);
  CrfStudy *study = crf_writer_get_study (self->writer);
  CrfChartFormat kind = g_str_equal (format, "svg") ? CRF_CHART_SVG : g_str_equal (format, "pdf") ? CRF_CHART_PDF : CRF_CHART_PNG;
  const char *demo = crf_writer_is_demo (self->writer) ? "DEMO · " : "";
  g_autofree char *today = crf_writer_dup_today (self->writer);
  g_autofree char *head = first_head (self->heads);
  g_autofree char *heading = g_strdup_printf ("%s%s", demo, crf_study_get_protocol (study));
  /* Translators: foot of a picture: date, who saved it, and where the study's journal stood */
  g_autofree char *foot = g_strdup_printf (_("Stemward · %s · %s · journal %s"), today, crf_writer_get_name (self->writer), head);
  g_autofree char *font = pango_font_description_to_string (pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  g_autofree char *name = g_strdup_printf ("%s%s-%s.%s", *demo != '\0' ? "DEMO-" : "", chart->id, today, format);
  g_autofree char *filter = g_strdup_printf ("dashboard %s", chart->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = crf_chart_render (chart, kind, font, heading, foot, &error);

  if (bytes == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  else
    crf_picture_save_async (GTK_WIDGET (self), self->writer, bytes, format, name, NULL, filter, on_saved, crf_weak_new (self));
}

/* ── Showing ── */
static void
clear (CrfDashboardPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_flow_box_remove (self->box, child);
}

/* The first sentence of the page is what the trial is judged by; all of it stands at the end. */
static void
show_endpoints (CrfDashboardPage *self)
{
  CrfStudy *study = crf_writer_get_study (self->writer);
  const char *language = crf_writer_get_language (self->writer);
  g_autofree char *primary = crf_endpoint_list_dup_primary (study, language);

  adw_bin_set_child (self->endpoints, crf_endpoint_list_new (study, language));
  gtk_label_set_label (self->primary, primary != NULL ? primary : "");
  gtk_widget_set_visible (GTK_WIDGET (self->primary), primary != NULL);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDashboardPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Reading *reading = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->box == NULL || reading == NULL)
    {
      if (self != NULL && self->bar != NULL && error != NULL)
        crf_refusal_bar_show_error (self->bar, error);
      if (reading != NULL)
        reading_free (reading);
      return;
    }
  clear (self);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_free (self->heads);
  self->charts = g_steal_pointer (&reading->charts);
  self->heads = g_steal_pointer (&reading->heads);
  gtk_label_set_label (self->groups, reading->knows_arms ? _("by arm") : _("all patients together: this role may not know the arms"));
  reading_free (reading);
  for (guint i = 0; i < self->charts->len; i++)
    {
      GtkWidget *card = crf_chart_card_new (g_ptr_array_index (self->charts, i));

      g_signal_connect_object (card, "save", G_CALLBACK (on_save), self, G_CONNECT_SWAPPED);
      gtk_flow_box_append (self->box, card);
      gtk_widget_set_focusable (gtk_widget_get_parent (card), FALSE);
    }
  show_endpoints (self);
}

static void
crf_dashboard_page_refresh (CrfPage *page)
{
  CrfDashboardPage *self = CRF_DASHBOARD_PAGE (page);

  crf_writer_run_async (self->writer, read_job, NULL, NULL, reading_free, NULL, on_read, crf_weak_new (self));
}

static void
crf_dashboard_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_dashboard_page_refresh;
}

static void
crf_dashboard_page_dispose (GObject *object)
{
  CrfDashboardPage *self = CRF_DASHBOARD_PAGE (object);

  if (self->box != NULL)
    clear (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_DASHBOARD_PAGE);
  g_clear_pointer (&self->charts, g_ptr_array_unref);
  g_clear_pointer (&self->heads, g_free);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_dashboard_page_parent_class)->dispose (object);
}

static void
crf_dashboard_page_class_init (CrfDashboardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_dashboard_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/dashboard/crf-dashboard-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDashboardPage, groups);
  gtk_widget_class_bind_template_child (widget_class, CrfDashboardPage, primary);
  gtk_widget_class_bind_template_child (widget_class, CrfDashboardPage, endpoints);
  gtk_widget_class_bind_template_child (widget_class, CrfDashboardPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfDashboardPage, box);
}

static void
crf_dashboard_page_init (CrfDashboardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_dashboard_page_new (CrfWriter *writer)
{
  CrfDashboardPage *self = g_object_new (CRF_TYPE_DASHBOARD_PAGE, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
