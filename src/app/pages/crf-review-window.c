/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Read in one job; a spinner stands until it is there. */

#include "crf-review-window.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-review.h"
#include "crf-weak.h"

/* Of each kind so many are shown; the heading says how many there are. */
#define MOST_LINES 25

struct _CrfReviewWindow
{
  AdwWindow parent_instance;

  /* borrowed: children */
  GtkStack *stack;
  GtkBox *lists;
  GtkLabel *fault;
  GtkWidget *print;

  /* owned */
  char *text; /* for print */
};

G_DEFINE_FINAL_TYPE (CrfReviewWindow, crf_review_window, ADW_TYPE_WINDOW)

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_review (session, NULL, MOST_LINES, error);
}

/* "01-S-003 · Week 4 · Visit · li · 2026-03-02 23:14" */
static char *
describe (const CrfReviewLine *line)
{
  const char *const parts[] = { line->number, line->what, line->person, line->when };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", parts[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GtkWidget *
row_new (const CrfReviewLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle = describe (line);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->sentence);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  return row;
}

static void
add_kind (CrfReviewWindow *self, const CrfReview *review, CrfReviewKind kind, GString *printed)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *heading = g_strdup_printf ("%s · %u", crf_review_kind_label (kind), review->totals[kind]);

  gtk_label_set_label (GTK_LABEL (label), heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (self->lists, label);
  g_string_append_printf (printed, "\n%s\n", heading);
  for (guint i = 0; i < review->lines->len; i++)
    {
      const CrfReviewLine *line = g_ptr_array_index (review->lines, i);
      g_autofree char *where = NULL;

      if (line->kind != kind)
        continue;
      where = describe (line);
      gtk_list_box_append (GTK_LIST_BOX (list), row_new (line));
      g_string_append_printf (printed, "  %s · %s\n", line->sentence, where);
    }
  if (review->totals[kind] > 0)
    gtk_box_append (self->lists, list);
  else
    g_object_ref_sink (list), g_object_unref (list);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfReviewWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfReview) review = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  g_autoptr (GString) printed = g_string_new (NULL);

  if (self == NULL)
    return;
  if (review == NULL)
    {
      gtk_label_set_label (self->fault, error->message);
      gtk_stack_set_visible_child_name (self->stack, "fault");
      return;
    }
  for (guint i = 0; i < CRF_N_REVIEWS; i++)
    add_kind (self, review, (CrfReviewKind) i, printed);
  self->text = g_string_free (g_steal_pointer (&printed), FALSE);
  gtk_widget_set_sensitive (self->print, TRUE);
  gtk_stack_set_visible_child_name (self->stack, "lists");
}

static void
on_print_clicked (CrfReviewWindow *self)
{
  crf_dialogs_print_text (GTK_WIDGET (self), _("Review of the audit trail"), self->text);
}

static void
crf_review_window_finalize (GObject *object)
{
  g_free (CRF_REVIEW_WINDOW (object)->text);

  G_OBJECT_CLASS (crf_review_window_parent_class)->finalize (object);
}

static void
crf_review_window_class_init (CrfReviewWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crf_review_window_finalize;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
}

static GtkWidget *
header_new (CrfReviewWindow *self)
{
  GtkWidget *header = adw_header_bar_new ();

  self->print = gtk_button_new_from_icon_name ("document-print-symbolic");
  gtk_widget_set_tooltip_text (self->print, _("Print the report"));
  gtk_widget_set_sensitive (self->print, FALSE);
  g_signal_connect_swapped (self->print, "clicked", G_CALLBACK (on_print_clicked), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (header), self->print);
  return header;
}

static void
crf_review_window_init (CrfReviewWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *spinner = gtk_spinner_new ();

  self->lists = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 8));
  gtk_widget_set_margin_start (GTK_WIDGET (self->lists), 16);
  gtk_widget_set_margin_end (GTK_WIDGET (self->lists), 16);
  gtk_widget_set_margin_top (GTK_WIDGET (self->lists), 12);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->lists), 16);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->lists));
  self->fault = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->fault, TRUE);
  gtk_spinner_start (GTK_SPINNER (spinner));
  gtk_widget_set_halign (spinner, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (spinner, GTK_ALIGN_CENTER);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, spinner, "reading");
  gtk_stack_add_named (self->stack, scroller, "lists");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->fault), "fault");
  gtk_box_append (GTK_BOX (box), header_new (self));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_title (GTK_WINDOW (self), _("Review of the audit trail"));
  gtk_window_set_default_size (GTK_WINDOW (self), 620, 540);
}

void
crf_review_window_present (GtkWidget *parent, CrfWriter *writer)
{
  CrfReviewWindow *self = g_object_new (CRF_TYPE_REVIEW_WINDOW, NULL);

  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (gtk_widget_get_root (parent)));
  crf_writer_run_async (writer, read_job, NULL, NULL, (GDestroyNotify) crf_review_free, NULL, on_read, crf_weak_new (self));
  gtk_window_present (GTK_WINDOW (self));
}
