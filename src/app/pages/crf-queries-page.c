/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The queries: a short list that leads to the fields they are about. */

#include "crf-queries-page.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-page.h"
#include "crf-reader-verification.h"
#include "crf-refusal-bar.h"
#include "crf-row-list.h"
#include "crf-use-case-dialog.h"
#include "crf-tab-stop.h"
#include "crf-wrap-box.h"
#include "crf-weak.h"

struct _CrfQueriesPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkSearchEntry *search;
  GtkDropDown *state;
  GtkWidget *open_button;
  GtkWidget *answer_button;
  GtkWidget *close_button;
  GtkWidget *cancel_button;
  GtkWidget *send_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkColumnView *view;
  GtkWidget *thread_box;
  GtkLabel *thread;

  /* owned */
  CrfWriter *writer;
  CrfRowList *list;
  char *asked; /* key of the query whose conversation is shown or on its way */
};

/* No state of a query: values that were changed after they had been verified, which a monitor looks at as she looks at queries. */
#define FALLEN "fallen"
/* As the items of the filter stand in the template; NULL takes all. */
static const char *const states[] = { "Open", "Answered", "Candidate", "Closed", "Cancelled", NULL, FALLEN };

static void update_buttons (CrfQueriesPage *self);
static void crf_queries_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfQueriesPage, crf_queries_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_queries_page_page_init))

typedef struct
{
  char *key;
  CrfTarget *target;
} CrfQueryRow;

static void
query_row_free (gpointer data)
{
  CrfQueryRow *row = data;

  g_free (row->key);
  g_clear_pointer (&row->target, crf_target_free);
  g_free (row);
}

static void
fallen_free (gpointer data)
{
  CrfQuery *row = data;

  crf_target_free (row->target);
  g_free (row->subject_number);
  g_free (row->place);
  g_free (row->text);
  g_free (row->state_label);
  g_free (row->opened);
  g_free (row->by);
  g_free (row);
}

/* Each as a row of the list; it has no key, for there is nothing to answer. */
static GPtrArray *
read_fallen (CrfSession *session, GError **error)
{
  g_autoptr (GPtrArray) marks = crf_reader_fallen_marks (session, NULL, error);
  GPtrArray *rows;

  if (marks == NULL)
    return NULL;
  rows = g_ptr_array_new_with_free_func (fallen_free);
  for (guint i = 0; i < marks->len; i++)
    {
      const CrfFallenMark *mark = g_ptr_array_index (marks, i);
      CrfQuery *row = g_new0 (CrfQuery, 1);

      row->target = crf_target_copy (mark->target);
      row->subject_number = g_strdup (mark->number);
      row->place = g_strdup (mark->place);
      row->text = g_strdup_printf (_("Verified on %s, and changed since."), mark->marked);
      row->state_label = g_strdup (_("Mark fell"));
      row->opened = g_strdup (mark->when);
      row->by = g_strdup (mark->by);
      row->age_days = -1;
      g_ptr_array_add (rows, row);
    }
  return rows;
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  if (g_strcmp0 (data, FALLEN) == 0)
    return read_fallen (session, error);
  return crf_reader_queries (session, NULL, data, error);
}

/* Nothing is there at all, or nothing fits what was asked for. */
static void
say_empty (CrfQueriesPage *self)
{
  guint state = MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0')
    {
      adw_status_page_set_title (self->empty, _("Nothing found"));
      adw_status_page_set_description (self->empty, _("No query fits what was searched for."));
    }
  else if (g_strcmp0 (states[state], FALLEN) == 0)
    {
      adw_status_page_set_title (self->empty, _("No mark fell"));
      adw_status_page_set_description (self->empty, _("A value that is changed after it was verified stands here until it is verified again."));
    }
  else
    {
      adw_status_page_set_title (self->empty, state == 0 ? _("No open queries") : _("No queries"));
      adw_status_page_set_description (self->empty, _("Where something is unclear, a query asks. It stands here until it is answered."));
    }
}

static void
show_count (CrfQueriesPage *self)
{
  guint n = crf_row_list_count_shown (self->list);
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u query", "%u queries", n), n);

  gtk_label_set_label (self->count, n > 0 ? text : "");
  if (n == 0)
    say_empty (self);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

/* The row keeps key and target: a query's texts are its cells. */
static CrfRowObject *
row_new (const CrfQuery *query)
{
  CrfQueryRow *row = g_new0 (CrfQueryRow, 1);
  g_autofree char *age = query->age_days < 0
                             ? g_strdup ("")
                             : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d day", "%d days",
                                                             (gulong) query->age_days),
                                                query->age_days);
  const char *texts[] = { query->subject_number, query->place, query->text, query->state_label, query->opened, age, query->by };

  row->key = g_strdup (query->key);
  row->target = query->target != NULL ? crf_target_copy (query->target) : NULL;
  return crf_row_object_new (row, query_row_free, texts, G_N_ELEMENTS (texts));
}

/* ── The conversation ── */
static gpointer
read_thread_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_query_thread (session, data, error);
}

static void
show_thread (CrfQueriesPage *self, const GPtrArray *steps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; steps != NULL && i < steps->len; i++)
    {
      const CrfQueryStep *step = g_ptr_array_index (steps, i);

      gboolean spoken = step->text != NULL && *step->text != '\0';
      /* Translators: what was done to a query, and what was written: “Answered: The chart is the source.” */
      g_autofree char *said = spoken ? g_strdup_printf (_("%s: %s"), step->state_label, step->text) : g_strdup (step->state_label);

      g_string_append_printf (text, "%s%s · %s · %s", i > 0 ? "\n" : "", step->at, step->by, said);
    }
  gtk_label_set_label (self->thread, text->str);
  gtk_widget_set_visible (self->thread_box, text->len > 0);
}

static void
on_thread_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfQueriesPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) steps = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  CrfRowObject *row = self != NULL ? crf_row_list_get_selected (self->list) : NULL;

  /* Another one may have been chosen meanwhile, and asks for itself. */
  if (row == NULL || g_strcmp0 (((const CrfQueryRow *) crf_row_object_get_data (row))->key, self->asked) != 0)
    return;
  if (steps == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  show_thread (self, steps);
}

static void
read_thread (CrfQueriesPage *self)
{
  CrfRowObject *row = crf_row_list_get_selected (self->list);
  const CrfQueryRow *query = row != NULL ? crf_row_object_get_data (row) : NULL;

  g_free (self->asked);
  self->asked = g_strdup (query != NULL ? query->key : NULL);
  show_thread (self, NULL);
  if (query != NULL && query->key != NULL && self->writer != NULL)
    crf_writer_run_async (self->writer, read_thread_job, g_strdup (query->key), g_free, (GDestroyNotify) g_ptr_array_unref, NULL, on_thread_read,
                          crf_weak_new (self));
}

static void
on_selected (CrfQueriesPage *self)
{
  update_buttons (self);
  read_thread (self);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfQueriesPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) queries = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL)
    return;
  crf_row_list_clear (self->list);
  if (queries == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  for (guint i = 0; queries != NULL && i < queries->len; i++)
    crf_row_list_take (self->list, row_new (g_ptr_array_index (queries, i)));
  show_count (self);
  on_selected (self);
}

static void
crf_queries_page_refresh (CrfPage *page)
{
  CrfQueriesPage *self = CRF_QUERIES_PAGE (page);
  guint selected;

  if (self->writer == NULL)
    return;
  selected = MIN (gtk_drop_down_get_selected (self->state), G_N_ELEMENTS (states) - 1);
  crf_writer_run_async (self->writer, read_job, g_strdup (states[selected]), g_free, (GDestroyNotify) g_ptr_array_unref,
                        NULL, on_read, crf_weak_new (self));
}

static void
on_state_changed (CrfQueriesPage *self)
{
  crf_queries_page_refresh (CRF_PAGE (self));
}

static void
on_search_changed (CrfQueriesPage *self)
{
  crf_row_list_filter (self->list, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  show_count (self);
}

static void
open_row (CrfRowObject *row, CrfQueriesPage *self)
{
  const CrfQueryRow *query = row != NULL ? crf_row_object_get_data (row) : NULL;

  if (query != NULL && query->target != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (self), "win.open-patient",
                                        crf_target_to_variant (query->target, NULL, NULL));
}

static void
on_row_activated (CrfQueriesPage *self, guint position)
{
  open_row (crf_row_list_get_shown (self->list, position), self);
}

static void
update_buttons (CrfQueriesPage *self)
{
  CrfRowObject *row = crf_row_list_get_selected (self->list);
  gboolean chosen = row != NULL && ((const CrfQueryRow *) crf_row_object_get_data (row))->key != NULL;

  if (self->writer == NULL)
    return;
  gtk_widget_set_sensitive (self->open_button, row != NULL);
  gtk_widget_set_sensitive (self->answer_button, chosen && crf_writer_permitted (self->writer, "answer-query", NULL));
  gtk_widget_set_sensitive (self->close_button, chosen && crf_writer_permitted (self->writer, "close-query", NULL));
  gtk_widget_set_sensitive (self->send_button, chosen && crf_writer_permitted (self->writer, "send-query", NULL));
  gtk_widget_set_sensitive (self->cancel_button, chosen && crf_writer_permitted (self->writer, "cancel-query", NULL));
}

static void
on_done (CrfQueriesPage *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
}

/* The dialog with the conversation's last sentence at its head. */
static void
open_dialog (CrfQueriesPage *self, const char *use_case)
{
  CrfRowObject *row = crf_row_list_get_selected (self->list);
  const CrfQueryRow *query = row != NULL ? crf_row_object_get_data (row) : NULL;
  CrfUseCaseDialog *dialog;
  g_autofree char *place = NULL;

  if (query == NULL || query->key == NULL)
    return;
  dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, NULL);
  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "key", query->key);
  place = g_strdup_printf ("%s · %s", crf_row_object_get_text (row, 0), crf_row_object_get_text (row, 1));
  crf_use_case_dialog_set_texts (dialog, place, crf_row_object_get_text (row, 2));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

static void
on_open_clicked (CrfQueriesPage *self)
{
  open_row (crf_row_list_get_selected (self->list), self);
}

static void
on_answer_clicked (CrfQueriesPage *self)
{
  open_dialog (self, "answer-query");
}

static void
on_close_clicked (CrfQueriesPage *self)
{
  open_dialog (self, "close-query");
}

static void
on_send_clicked (CrfQueriesPage *self)
{
  open_dialog (self, "send-query");
}

static void
on_cancel_clicked (CrfQueriesPage *self)
{
  open_dialog (self, "cancel-query");
}

static void
crf_queries_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_queries_page_refresh;
}

static void
crf_queries_page_dispose (GObject *object)
{
  CrfQueriesPage *self = CRF_QUERIES_PAGE (object);

  g_clear_object (&self->writer);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_QUERIES_PAGE);
  g_clear_object (&self->list);
  g_clear_pointer (&self->asked, g_free);

  G_OBJECT_CLASS (crf_queries_page_parent_class)->dispose (object);
}

static void
crf_queries_page_class_init (CrfQueriesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_queries_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-queries-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, search);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, state);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, open_button);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, answer_button);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, close_button);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, view);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, thread_box);
  gtk_widget_class_bind_template_child (widget_class, CrfQueriesPage, thread);
  gtk_widget_class_bind_template_callback (widget_class, on_state_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_answer_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_send_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
crf_queries_page_init (CrfQueriesPage *self)
{
  static const CrfColumnRoom rooms[] = { { 66, 84, 0, 0 }, { 130, 230, 1, 0 }, { 170, 300, 3, 0 }, { 76, 96, 0, 0 },
                                         { 132, 136, 0, 0 }, { 64, 70, 0, 0 }, { 76, 100, 0, 0 } };

  gtk_widget_init_template (GTK_WIDGET (self));
  crf_column_view_add (self->view, C_ ("query list", "Patient"), 0, 92, CRF_COLUMN_HEADING);
  crf_column_view_add (self->view, C_ ("query list", "Field"), 1, 230, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("query list", "Query"), 2, 0, CRF_COLUMN_EXPAND);
  crf_column_view_add (self->view, C_ ("query list", "State"), 3, 96, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("query list", "Opened"), 4, 130, CRF_COLUMN_DIM);
  crf_column_view_add (self->view, C_ ("query list", "Age"), 5, 76, CRF_COLUMN_DIM);
  crf_column_view_add (self->view, C_ ("query list", "By"), 6, 96, CRF_COLUMN_DIM);
  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
  self->list = crf_row_list_new (self->view, NULL, NULL);
  g_signal_connect_swapped (self->list, "selected", G_CALLBACK (on_selected), self);
}

GtkWidget *
crf_queries_page_new (CrfWriter *writer)
{
  CrfQueriesPage *self = g_object_new (CRF_TYPE_QUERIES_PAGE, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
