/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The deviations: a short list, and the dialog in which they are judged. */

#include "crf-deviations-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-page.h"
#include "crf-paper-save.h"
#include "crf-refusal-bar.h"
#include "crf-row-list.h"
#include "crf-paper-safety.h"
#include "crf-use-case-dialog.h"
#include "crf-tab-stop.h"
#include "crf-weak.h"

struct _CrfDeviationsPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *state;
  GtkWidget *add_button;
  GtkWidget *judge_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkColumnView *view;

  /* owned */
  CrfWriter *writer;
  CrfRowList *list;
};

/* As the drop-down lists them; after the last: all. */
static const char *const states[] = { "open", "confirmed", "closed", "cancelled" };

typedef struct
{
  char *key, *subject, *state;
} Row;

static void update_buttons (CrfDeviationsPage *self);
static void page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfDeviationsPage, crf_deviations_page, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, page_init))

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->key);
  g_free (row->subject);
  g_free (row->state);
  g_free (row);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_deviations (session, NULL, error);
}

static gboolean
match (CrfRowObject *object, gpointer user_data)
{
  CrfDeviationsPage *self = user_data;
  const Row *row = crf_row_object_get_data (object);
  guint selected = gtk_drop_down_get_selected (self->state);

  return selected >= G_N_ELEMENTS (states) || g_strcmp0 (row->state, states[selected]) == 0;
}

static void
show_count (CrfDeviationsPage *self)
{
  guint n = crf_row_list_count_shown (self->list);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u deviation", "%u deviations", n), n);

  gtk_label_set_label (self->count, n > 0 ? text : "");
  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    {
      adw_status_page_set_title (self->empty, _("Nothing found"));
      adw_status_page_set_description (self->empty, _("No deviation fits what was searched for."));
    }
  else
    {
      adw_status_page_set_title (self->empty, _("No deviations"));
      adw_status_page_set_description (self->empty, _("What departs from the protocol stands here as a draft until an investigator has judged it."));
    }
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static CrfRowObject *
row_new (const CrfDeviation *deviation)
{
  Row *row = g_new0 (Row, 1);
  const char *texts[] = { deviation->subject_number != NULL ? deviation->subject_number : _("Site"), deviation->text, deviation->state_label,
                          deviation->class_label, deviation->found, deviation->corrective };

  row->key = g_strdup (deviation->key);
  row->subject = g_strdup (deviation->subject);
  row->state = g_strdup (deviation->state);
  return crf_row_object_new (row, row_free, texts, G_N_ELEMENTS (texts));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfDeviationsPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) deviations = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  crf_row_list_clear (self->list);
  if (deviations == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    crf_row_list_take (self->list, row_new (g_ptr_array_index (deviations, i)));
  show_count (self);
  update_buttons (self);
}

static void
refresh (CrfPage *page)
{
  CrfDeviationsPage *self = CRF_DEVIATIONS_PAGE (page);

  if (self->writer != NULL)
    crf_writer_run_async (self->writer, read_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, on_read, crf_weak_new (self));
}

static void
on_filter_changed (CrfDeviationsPage *self)
{
  if (self->list == NULL)
    return;
  crf_row_list_filter (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  show_count (self);
}

static const Row *
selected_row (CrfDeviationsPage *self)
{
  CrfRowObject *row = crf_row_list_get_selected (self->list);

  return row != NULL ? crf_row_object_get_data (row) : NULL;
}

static void
on_row_activated (CrfDeviationsPage *self, guint position)
{
  CrfRowObject *object = crf_row_list_get_shown (self->list, position);
  const Row *row = object != NULL ? crf_row_object_get_data (object) : NULL;
  CrfTarget target = { .subject = row != NULL ? row->subject : NULL };

  if (target.subject != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient", crf_target_to_variant (&target, "tab", "visits"));
}

static void
update_buttons (CrfDeviationsPage *self)
{
  const Row *row = selected_row (self);

  if (self->writer == NULL)
    return;
  gtk_widget_set_sensitive (self->add_button, crf_writer_permitted (self->writer, "open-deviation", NULL));
  gtk_widget_set_sensitive (self->judge_button, row != NULL && g_strcmp0 (row->state, "closed") != 0 &&
                                                  crf_writer_permitted (self->writer, "close-deviation", NULL));
}

static void
on_done (CrfDeviationsPage *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
}

static void
on_judge_clicked (CrfDeviationsPage *self)
{
  CrfRowObject *object = crf_row_list_get_selected (self->list);
  const Row *row = selected_row (self);
  CrfUseCaseDialog *dialog;

  if (row == NULL)
    return;
  dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "close-deviation", NULL);
  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "key", row->key);
  crf_use_case_dialog_set_texts (dialog, crf_row_object_get_text (object, 0), crf_row_object_get_text (object, 1));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

static void
on_add_clicked (CrfDeviationsPage *self)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "open-deviation", NULL);

  if (dialog != NULL)
    g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

/* ── Printing ── */

static gboolean
write_log (CrfSession *session, gpointer data, const char *path, CrfRefusal **refusal, GError **error)
{
  return crf_deviations_pdf_write (session, NULL, path, refusal, error);
}

static void
on_print_clicked (CrfDeviationsPage *self)
{
  crf_paper_save (self->bar, self->writer, _("Log of protocol deviations"), "deviations.pdf", _("The log is written."), write_log, NULL, NULL);
}

/* ── Class ── */

static void
page_init (CrfPageInterface *iface)
{
  iface->refresh = refresh;
}

static void
crf_deviations_page_dispose (GObject *object)
{
  CrfDeviationsPage *self = CRF_DEVIATIONS_PAGE (object);

  g_clear_object (&self->writer);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_DEVIATIONS_PAGE);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (crf_deviations_page_parent_class)->dispose (object);
}

static void
crf_deviations_page_class_init (CrfDeviationsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_deviations_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-deviations-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, state);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, judge_button);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, empty);
  gtk_widget_class_bind_template_child (widget_class, CrfDeviationsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_judge_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_print_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
crf_deviations_page_init (CrfDeviationsPage *self)
{
  static const CrfColumnRoom rooms[] = { { 66, 84, 0, 0 }, { 260, 400, 1, 0 }, { 76, 96, 0, 0 }, { 60, 80, 0, 0 }, { 150, 240, 0, 0 } };

  gtk_widget_init_template (GTK_WIDGET (self));
  crf_column_view_add (self->view, C_ ("deviation list", "Patient"), 0, 92, CRF_COLUMN_HEADING);
  crf_column_view_add (self->view, C_ ("deviation list", "What happened"), 1, 0, CRF_COLUMN_EXPAND);
  crf_column_view_add (self->view, C_ ("deviation list", "State"), 2, 96, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("deviation list", "Class"), 3, 80, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("deviation list", "Found"), 4, 170, CRF_COLUMN_DIM);
  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
  self->list = crf_row_list_new (self->view, match, self);
  g_signal_connect_swapped (self->list, "selected", G_CALLBACK (update_buttons), self);
}

GtkWidget *
crf_deviations_page_new (CrfWriter *writer)
{
  CrfDeviationsPage *self = g_object_new (CRF_TYPE_DEVIATIONS_PAGE, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
