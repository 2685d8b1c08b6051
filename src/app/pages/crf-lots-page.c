/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cell lots: a short list, and the two dialogs that receive and release. */

#include "crf-lots-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crf-app.h"
#include "crf-column-fit.h"
#include "crf-number.h"
#include "crf-page.h"
#include "crf-refusal-bar.h"
#include "crf-row-object.h"
#include "crf-use-case-dialog.h"
#include "crf-tab-stop.h"
#include "crf-wrap-box.h"
#include "crf-weak.h"

struct _CrfLotsPage
{
  AdwBin parent_instance;

  /* template */
  GtkLabel *count;
  GtkWidget *release_button;
  GtkWidget *receive_button;
  GtkWidget *first_button;
  CrfRefusalBar *bar;
  GtkStack *stack;
  GtkColumnView *view;
  GtkLabel *details;
  GtkWidget *acts;

  /* owned */
  CrfWriter *writer;
  GListStore *store; /* CrfRowObject; data: the lot's state */
  GtkSingleSelection *selection;
};

static void crf_lots_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfLotsPage, crf_lots_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_lots_page_page_init))

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_lots (session, error);
}

static CrfRowObject *
selected_row (CrfLotsPage *self)
{
  return gtk_single_selection_get_selected_item (self->selection);
}

static gboolean
waits_for_release (CrfRowObject *row)
{
  const char *state = row != NULL ? crf_row_object_get_data (row) : NULL;

  return g_strcmp0 (state, "received") == 0 || g_strcmp0 (state, "quarantined") == 0;
}

/* The lot that is chosen, in full: where its volume is, and its certificate in words. */
static void
show_details (CrfLotsPage *self)
{
  CrfRowObject *row = selected_row (self);
  static const guint texts[] = { 0, 9, 1, 8 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; row != NULL && i < G_N_ELEMENTS (texts); i++)
    {
      const char *part = crf_row_object_get_text (row, texts[i]);

      if (part == NULL && texts[i] == 8)
        part = _("no test results yet");
      if (part != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  gtk_label_set_label (self->details, text->str);
}

static void
update_buttons (CrfLotsPage *self)
{
  gboolean receive = crf_writer_permitted (self->writer, "receive-lot", NULL);

  gtk_widget_set_sensitive (self->receive_button, receive);
  gtk_widget_set_sensitive (self->first_button, receive);
  gtk_widget_set_sensitive (self->release_button, waits_for_release (selected_row (self))
                                                  && crf_writer_permitted (self->writer, "release-lot", NULL));
  for (GtkWidget *act = gtk_widget_get_first_child (self->acts); act != NULL; act = gtk_widget_get_next_sibling (act))
    if (act != self->release_button)
      gtk_widget_set_sensitive (act, selected_row (self) != NULL && crf_writer_permitted (self->writer, gtk_widget_get_name (act), NULL));
  show_details (self);
}

static CrfRowObject *
row_new (const CrfLot *lot)
{
  g_autofree char *expires = NULL;
  const char *texts[] = { lot->lot, lot->product, lot->state_label, lot->concentration, lot->viability, lot->bags,
                          lot->left, lot->expires, lot->tests, lot->balance };

  if (lot->expired)
    {
      /* Translators: %s is a date. */
      expires = g_strdup_printf (_("⚠ expired %s"), lot->expires);
      texts[7] = expires;
    }
  return crf_row_object_new (g_strdup (lot->state), g_free, texts, G_N_ELEMENTS (texts));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfLotsPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lots = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  g_autofree char *text = NULL;
  guint n;

  if (self == NULL)
    return;
  g_list_store_remove_all (self->store);
  if (lots == NULL)
    crf_refusal_bar_show_error (self->bar, error);
  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      g_autoptr (CrfRowObject) row = row_new (g_ptr_array_index (lots, i));

      g_list_store_append (self->store, row);
    }
  n = lots != NULL ? lots->len : 0;
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u lot", "%u lots", n), n);
  gtk_label_set_label (self->count, n > 0 ? text : "");
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
  update_buttons (self);
}

static void
crf_lots_page_refresh (CrfPage *page)
{
  CrfLotsPage *self = CRF_LOTS_PAGE (page);

  crf_writer_run_async (self->writer, read_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, on_read,
                        crf_weak_new (self));
}

static void
on_done (CrfLotsPage *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
}

static void
on_receive_clicked (CrfLotsPage *self)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "receive-lot", NULL);

  if (dialog == NULL)
    return;
  crf_use_case_dialog_set_hint (dialog, "concentration", _("As on the certificate, × 10⁶ cells/mL"));
  crf_use_case_dialog_begin_section (dialog, "lot", _("Label"));
  crf_use_case_dialog_begin_section (dialog, "concentration", _("Certificate"));
  crf_use_case_dialog_begin_section (dialog, "received", _("Storage"));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

/* "within 0.5", "at least 80", "expected: negative": what the protocol says of the test. */
static char *
describe_limit (const CrfReleaseLimit *limit)
{
  const char *kind = limit->block ? _("blocks the release") : _("warns");
  char low[CRF_DECIMAL_SIZE], high[CRF_DECIMAL_SIZE];

  if (limit->expected != NULL && *limit->expected != '\0')
    return g_strdup_printf (_("Expected: %s, else it %s"), crf_choice_get_label (limit->expected), kind);
  if (!isnan (limit->low) && !isnan (limit->high))
    return g_strdup_printf (_("From %s to %s, else it %s"), crf_decimal_format (limit->low, low),
                            crf_decimal_format (limit->high, high), kind);
  if (!isnan (limit->low))
    return g_strdup_printf (_("At least %s, else it %s"), crf_decimal_format (limit->low, low), kind);
  if (!isnan (limit->high))
    return g_strdup_printf (_("At most %s, else it %s"), crf_decimal_format (limit->high, high), kind);
  return NULL;
}

/* The checklist: each test with the protocol's limit under it. */
static void
open_release (CrfLotsPage *self, CrfRowObject *row)
{
  const GPtrArray *limits = crf_study_get_release_limits (crf_writer_get_study (self->writer));
  CrfUseCaseDialog *dialog;
  g_autofree char *summary = NULL;

  dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "release-lot", NULL);
  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "lot", crf_row_object_get_text (row, 0));
  summary = g_strdup_printf (_("Lot %1$s · %2$s · viability %3$s. Read each result from the laboratory's report."),
                             crf_row_object_get_text (row, 0), crf_row_object_get_text (row, 3),
                             crf_row_object_get_text (row, 4));
  crf_use_case_dialog_set_texts (dialog, NULL, summary);
  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);
      g_autofree char *hint = describe_limit (limit);

      crf_use_case_dialog_set_hint (dialog, limit->test, hint);
    }
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

/* Late result, quarantine, return, destruction: the button's name is the use case. */
static void
on_act_clicked (CrfLotsPage *self, GtkWidget *button)
{
  CrfRowObject *row = selected_row (self);
  CrfUseCaseDialog *dialog = row != NULL ? crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, gtk_widget_get_name (button), NULL) : NULL;
  g_autofree char *summary = NULL;

  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "lot", crf_row_object_get_text (row, 0));
  summary = g_strdup_printf (_("Lot %s"), crf_row_object_get_text (row, 0));
  crf_use_case_dialog_set_texts (dialog, NULL, summary);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

static void
on_release_clicked (CrfLotsPage *self)
{
  if (waits_for_release (selected_row (self)))
    open_release (self, selected_row (self));
}

static void
on_row_activated (CrfLotsPage *self, guint position)
{
  g_autoptr (CrfRowObject) row = g_list_model_get_item (G_LIST_MODEL (self->store), position);

  if (waits_for_release (row))
    open_release (self, row);
}

static void
crf_lots_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_lots_page_refresh;
}

static void
crf_lots_page_dispose (GObject *object)
{
  CrfLotsPage *self = CRF_LOTS_PAGE (object);

  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_LOTS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->store);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_lots_page_parent_class)->dispose (object);
}

static void
crf_lots_page_class_init (CrfLotsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_lots_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_TAB_STOP);
  g_type_ensure (CRF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-lots-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, release_button);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, receive_button);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, first_button);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, view);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, details);
  gtk_widget_class_bind_template_child (widget_class, CrfLotsPage, acts);
  gtk_widget_class_bind_template_callback (widget_class, on_receive_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_release_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_act_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
crf_lots_page_init (CrfLotsPage *self)
{
  static const CrfColumnRoom rooms[] = { { 76, 84, 0, 0 }, { 92, 116, 0, 0 }, { 150, 240, 1, 0 }, { 164, 180, 0, 0 },
                                         { 86, 92, 0, 0 }, { 74, 76, 0, 0 }, { 130, 160, 0, 0 } };

  gtk_widget_init_template (GTK_WIDGET (self));
  /* Where everything of a lot is comes before what was on its certificate: a narrow window shows the first columns. */
  crf_column_view_add (self->view, C_ ("lot list", "Lot"), 0, 84, CRF_COLUMN_HEADING);
  crf_column_view_add (self->view, C_ ("lot list", "State"), 2, 116, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("lot list", "Balance, mL"), 9, 0, CRF_COLUMN_EXPAND);
  crf_column_view_add (self->view, C_ ("lot list", "Expires"), 7, 180, CRF_COLUMN_PLAIN);
  crf_column_view_add (self->view, C_ ("lot list", "Bags"), 5, 92, CRF_COLUMN_END);
  crf_column_view_add (self->view, C_ ("lot list", "Viability"), 4, 76, CRF_COLUMN_END);
  crf_column_view_add (self->view, C_ ("lot list", "Concentration"), 3, 160, CRF_COLUMN_PLAIN);
  crf_column_fit (self->view, rooms, G_N_ELEMENTS (rooms));
  self->store = g_list_store_new (CRF_TYPE_ROW_OBJECT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->store)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

GtkWidget *
crf_lots_page_new (CrfWriter *writer)
{
  CrfLotsPage *self = g_object_new (CRF_TYPE_LOTS_PAGE, NULL);

  self->writer = g_object_ref (writer);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (update_buttons), self);
  update_buttons (self);
  return GTK_WIDGET (self);
}
