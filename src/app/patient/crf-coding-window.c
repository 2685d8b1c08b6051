/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Terms are read anew after each act, so that what is shown is what is stored. A search that was overtaken by another is dropped. */

#include "crf-coding-window.h"

#include <glib/gi18n-lib.h>

#include "crf-app.h"
#include "crf-asking.h"
#include "crf-chip.h"
#include "crf-coding.h"
#include "crf-coding-import.h"
#include "crf-dialogs.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

#define MOST_FOUND 50

struct _CrfCodingWindow
{
  AdwWindow parent_instance;

  /* Template children */
  CrfRefusalBar *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  GtkLabel *where, *verbatim, *present, *nothing, *release;
  GtkSearchEntry *entry;
  GtkScrolledWindow *scrolled;
  GtkListBox *list;
  GtkWidget *again;
  GtkEntry *reason;
  GtkButton *accept, *skip, *choose;

  /* Owned */
  CrfWriter *writer;
  char *subject;      /* NULL: all */
  CrfTarget *wanted;  /* where to begin; NULL */
  GPtrArray *terms;   /* CrfCodableTerm */
  int current;        /* index among them; -1: none */
  GCancellable *searching;
};

enum
{
  SIGNAL_CODED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfCodingWindow, crf_coding_window, ADW_TYPE_WINDOW)

static void read_terms (CrfCodingWindow *self);

static const CrfCodableTerm *
current_term (CrfCodingWindow *self)
{
  return self->terms != NULL && self->current >= 0 ? g_ptr_array_index (self->terms, (guint) self->current) : NULL;
}

/* @imports: a dictionary is what is missing. */
static void
show_empty (CrfCodingWindow *self,
            const char      *title,
            const char      *description,
            gboolean         imports)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, escaped);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  gtk_widget_set_visible (GTK_WIDGET (self->choose), imports);
  gtk_widget_set_visible (GTK_WIDGET (self->accept), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->skip), FALSE);
  if (imports)
    gtk_widget_grab_focus (GTK_WIDGET (self->choose));
}

/* ── What was found ── */

static GtkWidget *
label_new (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
row_new (const CrfDictionaryTerm *term,
         gboolean                 same)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2), *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *name = label_new (term->llt, "heading"), *code = label_new (term->llt_code, "dim-label");
  g_autofree char *path = g_strdup_printf ("%s → %s → %s → %s", term->pt, term->hlt, term->hlgt, term->soc);

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (line), name);
  if (same)
    {
      GtkWidget *chip = crf_chip_new ();

      crf_chip_set (CRF_CHIP (chip), CRF_CHIP_INFO, "object-select-symbolic", _("same words"));
      gtk_box_append (GTK_BOX (line), chip);
    }
  gtk_widget_add_css_class (code, "numeric");
  gtk_box_append (GTK_BOX (line), code);
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), label_new (path, "caption"));
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 10);
  gtk_widget_set_margin_end (box, 10);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "crf-code", g_strdup (term->llt_code), g_free);
  return row;
}

static void
show_offer (CrfCodingWindow      *self,
            const CrfCodingOffer *offer)
{
  g_autofree char *text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$s, your own licence · %2$u term found", "%1$s, your own licence · %2$u terms found",
                                                        offer->terms->len),
                                           offer->release, offer->terms->len);
  const char *same = offer->same != NULL ? offer->same->llt_code : NULL;
  GtkWidget *child;

  while ((child = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0))) != NULL)
    gtk_list_box_remove (self->list, child);
  for (guint i = 0; i < offer->terms->len; i++)
    {
      const CrfDictionaryTerm *term = g_ptr_array_index (offer->terms, i);

      gtk_list_box_append (self->list, row_new (term, g_strcmp0 (same, term->llt_code) == 0));
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), 0);
  gtk_label_set_label (self->nothing, *gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0'
                                        ? _("No current term has all these words. Try fewer or other words.")
                                        : _("Type words of a term."));
  if (offer->terms->len >= MOST_FOUND)
    gtk_label_set_label (self->release, _("More terms have these words than are shown: type another word."));
  else
    gtk_label_set_label (self->release, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), offer->terms->len > 0);
}

static gpointer
search_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_coding_offer (session, data, MOST_FOUND, error);
}

/* Of whatever version. */
static gboolean
has_dictionary (void)
{
  g_autoptr (GPtrArray) releases = crf_dictionary_list ();

  return releases->len > 0;
}

static void
on_searched (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrfCodingWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCodingOffer) offer = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->list == NULL || g_task_get_cancellable (G_TASK (result)) != self->searching)
    return;
  if (offer != NULL)
    show_offer (self, offer);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_empty (self, _("No dictionary to code with"), has_dictionary () ? error->message : _("MedDRA is licensed and no part of Stemward. Choose the folder of your own "
                                                                                         "distribution, the one with llt.asc."), TRUE);
}

static void
search (CrfCodingWindow *self)
{
  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  self->searching = g_cancellable_new ();
  crf_writer_run_async (self->writer, search_job, g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))), g_free,
                        (GDestroyNotify) crf_coding_offer_free, self->searching, on_searched, crf_weak_new (self));
}

static void
on_search_changed (CrfCodingWindow *self)
{
  if (current_term (self) != NULL)
    search (self);
}

static void
on_row_selected (CrfCodingWindow *self,
                 GtkListBoxRow   *row)
{
  /* Also while the template is taken apart. */
  if (self->accept != NULL)
    gtk_widget_set_sensitive (GTK_WIDGET (self->accept), row != NULL);
}

/* The row stays in sight, while what is typed goes on into the entry. */
static void
scroll_to (CrfCodingWindow *self,
           GtkListBoxRow   *row)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (GTK_WIDGET (row), GTK_WIDGET (self->list), &bounds))
    gtk_adjustment_clamp_page (adjustment, (double) bounds.origin.y, (double) (bounds.origin.y + bounds.size.height));
}

static gboolean
on_key_pressed (CrfCodingWindow *self, guint keyval, guint keycode, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row != NULL ? gtk_list_box_row_get_index (row) : -1;

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_Up)
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, MAX (index + (keyval == GDK_KEY_Down ? 1 : -1), 0));
  if (row != NULL)
    {
      gtk_list_box_select_row (self->list, row);
      scroll_to (self, row);
    }
  return GDK_EVENT_STOP;
}

static void
on_stop_search (CrfCodingWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* ── The term ── */

static guint
count_open (CrfCodingWindow *self)
{
  guint n = 0;

  for (guint i = 0; i < self->terms->len; i++)
    n += ((const CrfCodableTerm *) g_ptr_array_index (self->terms, i))->state != CRF_CODING_CODED;
  return n;
}

static void
show_state (CrfCodingWindow      *self,
            const CrfCodableTerm *term)
{
  g_autofree char *coded = term->state == CRF_CODING_CODED ? g_strdup_printf (_("Coded by %1$s: %2$s (%3$s) → %4$s → %5$s · %6$s"), term->user,
                                                                              term->parts[CRF_CODED_LLT], term->parts[CRF_CODED_LLTCD],
                                                                              term->parts[CRF_CODED_DECOD], term->parts[CRF_CODED_SOC],
                                                                              term->parts[CRF_CODED_DICTIONARY])
                                                           : NULL;
  const char *fallen = term->state == CRF_CODING_FALLEN ? _("It was coded; the coding fell when the words changed.") : NULL;

  gtk_label_set_label (self->present, coded != NULL ? coded : fallen != NULL ? fallen : "");
  gtk_widget_set_visible (GTK_WIDGET (self->present), coded != NULL || fallen != NULL);
  gtk_widget_set_visible (self->again, coded != NULL);
}

static void
show_term (CrfCodingWindow *self)
{
  const CrfCodableTerm *term = current_term (self);
  guint n = count_open (self);
  g_autofree char *left = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u term is not coded", "%u terms are not coded", n), n);
  g_autofree char *what = g_strdup_printf (g_str_equal (term->kind, "event") ? _("adverse event %d") : _("medical history, line %d"), term->number);
  g_autofree char *where = g_strdup_printf ("%s · %s · %s", term->subject, what, left);

  gtk_label_set_label (self->where, where);
  gtk_label_set_label (self->verbatim, term->verbatim);
  show_state (self, term);
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  gtk_stack_set_visible_child_name (self->stack, "term");
  gtk_widget_set_visible (GTK_WIDGET (self->accept), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->skip), self->terms->len > 1);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), term->verbatim);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
  search (self);
}

/* The first that is not coded after @from, around the end; else -1. */
static int
find_open (CrfCodingWindow *self,
           int              from)
{
  for (guint i = 1; i <= self->terms->len; i++)
    {
      guint index = (guint) (from + (int) i) % self->terms->len;

      if (((const CrfCodableTerm *) g_ptr_array_index (self->terms, index))->state != CRF_CODING_CODED)
        return (int) index;
    }
  return -1;
}

static int
find_wanted (CrfCodingWindow *self)
{
  const CrfCodableTerm *term = self->wanted != NULL ? crf_codable_terms_find (self->terms, self->wanted) : NULL;
  guint index;

  return term != NULL && g_ptr_array_find (self->terms, term, &index) ? (int) index : -1;
}

static void
on_skip (CrfCodingWindow *self)
{
  int next = find_open (self, self->current);

  crf_refusal_bar_clear (self->bar);
  self->current = next >= 0 ? next : (self->current + 1) % (int) self->terms->len;
  show_term (self);
}

static gpointer
terms_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_codable_terms (session, data, error);
}

static void
on_terms_read (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (CrfCodingWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  GPtrArray *terms = crf_writer_run_finish (CRF_WRITER (source), result, &error);
  int before;

  if (self == NULL || self->list == NULL)
    {
      g_clear_pointer (&terms, g_ptr_array_unref);
      return;
    }
  if (terms == NULL)
    {
      crf_refusal_bar_show_error (self->bar, error);
      return;
    }
  before = self->current;
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  self->terms = terms;
  self->current = find_wanted (self);
  g_clear_pointer (&self->wanted, crf_target_free);
  if (self->current < 0 && terms->len > 0)
    self->current = find_open (self, before);
  if (self->current >= 0)
    show_term (self);
  else if (terms->len == 0)
    show_empty (self, _("Nothing to code"), _("No adverse event and no line of the medical history has words yet."), FALSE);
  else
    show_empty (self, _("All is coded"), _("Each adverse event and each line of the medical history has its term."), FALSE);
}

static void
read_terms (CrfCodingWindow *self)
{
  crf_writer_run_async (self->writer, terms_job, g_strdup (self->subject), g_free,
                        (GDestroyNotify) g_ptr_array_unref, NULL, on_terms_read,
                        crf_weak_new (self));
}

/* ── A dictionary is imported ── */

static void
on_imported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (CrfCodingWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *notes = crf_coding_import_finish (result, &error);

  if (self == NULL || self->list == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose), TRUE);
  if (error != NULL)
    crf_dialogs_error (GTK_WIDGET (self), _("Nothing Was Imported"), error);
  if (notes == NULL)
    return;
  crf_refusal_bar_show_notice (self->bar, notes);
  if (current_term (self) != NULL)
    show_term (self);
}

static void
on_import (CrfCodingWindow *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->choose), FALSE);
  crf_coding_import_async (GTK_WIDGET (self), on_imported, crf_weak_new (self));
}

/* ── Acts ── */

static void
on_conducted (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (CrfCodingWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_asking_conduct_finish (result, &error);

  if (self == NULL || self->list == NULL)
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), TRUE);
  if (!crf_refusal_bar_take_outcome (self->bar, outcome, error))
    {
      /* It waits for a reason, or for another one than the one that was asked about. */
      if (gtk_widget_get_visible (self->again) &&
          ((outcome != NULL && outcome->prompt != NULL) || *gtk_editable_get_text (GTK_EDITABLE (self->reason)) == '\0'))
        gtk_widget_grab_focus (GTK_WIDGET (self->reason));
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CODED], 0);
  read_terms (self);
}

static void
conduct (CrfCodingWindow *self,
         const char      *use_case,
         const char      *code)
{
  const CrfCodableTerm *term = current_term (self);
  const char *reason = gtk_widget_get_visible (self->again) ? gtk_editable_get_text (GTK_EDITABLE (self->reason)) : NULL;
  g_autofree char *number = NULL;
  GHashTable *arguments;

  if (term == NULL)
    return;
  number = g_strdup_printf ("%d", term->number);
  arguments = crf_arguments_new (term->kind, number, "code", code, "reason", reason != NULL && *reason != '\0' ? reason : NULL, NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept), FALSE);
  crf_asking_conduct_async (GTK_WIDGET (self), self->writer, use_case, term->target->subject, arguments, on_conducted, crf_weak_new (self));
}

void
crf_coding_window_accept (CrfCodingWindow *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (CRF_IS_CODING_WINDOW (self));

  row = gtk_list_box_get_selected_row (self->list);
  if (row != NULL && gtk_widget_get_sensitive (GTK_WIDGET (self->accept)))
    conduct (self, "code-event", g_object_get_data (G_OBJECT (row), "crf-code"));
}

static void
on_take_back (CrfCodingWindow *self)
{
  conduct (self, "uncode-event", NULL);
}

/* ── Class ── */

static void
crf_coding_window_dispose (GObject *object)
{
  CrfCodingWindow *self = CRF_CODING_WINDOW (object);

  g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
  g_clear_object (&self->writer);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_CODING_WINDOW);
  G_OBJECT_CLASS (crf_coding_window_parent_class)->dispose (object);
}

static void
crf_coding_window_finalize (GObject *object)
{
  CrfCodingWindow *self = CRF_CODING_WINDOW (object);

  g_free (self->subject);
  g_clear_pointer (&self->wanted, crf_target_free);
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  G_OBJECT_CLASS (crf_coding_window_parent_class)->finalize (object);
}

static void
crf_coding_window_class_init (CrfCodingWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_coding_window_dispose;
  object_class->finalize = crf_coding_window_finalize;

  signals[SIGNAL_CODED] = g_signal_new ("coded", CRF_TYPE_CODING_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/patient/crf-coding-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, empty);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, where);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, verbatim);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, present);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, release);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, entry);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, scrolled);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, list);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, again);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, accept);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, skip);
  gtk_widget_class_bind_template_child (widget_class, CrfCodingWindow, choose);
  gtk_widget_class_bind_template_callback (widget_class, crf_coding_window_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_skip);
  gtk_widget_class_bind_template_callback (widget_class, on_import);
  gtk_widget_class_bind_template_callback (widget_class, on_take_back);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_coding_window_init (CrfCodingWindow *self)
{
  self->current = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->accept), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->skip), FALSE);
}

CrfCodingWindow *
crf_coding_window_present (GtkWidget       *parent,
                           CrfWriter       *writer,
                           const char      *subject,
                           const CrfTarget *target)
{
  CrfCodingWindow *self = g_object_new (CRF_TYPE_CODING_WINDOW, NULL);
  GtkRoot *root = gtk_widget_get_root (parent);

  self->writer = g_object_ref (writer);
  self->subject = g_strdup (subject);
  self->wanted = target != NULL ? crf_target_copy (target) : NULL;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (root));
  gtk_window_present (GTK_WINDOW (self));
  read_terms (self);
  return self;
}

GtkEditable *
crf_coding_window_get_entry (CrfCodingWindow *self)
{
  return GTK_EDITABLE (self->entry);
}

const char *
crf_coding_window_get_verbatim (CrfCodingWindow *self)
{
  return gtk_label_get_label (self->verbatim);
}

const char **
crf_coding_window_list_codes (CrfCodingWindow *self)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    g_ptr_array_add (codes, g_object_get_data (G_OBJECT (row), "crf-code"));
  g_ptr_array_add (codes, NULL);
  return (const char **) g_ptr_array_free (g_steal_pointer (&codes), FALSE);
}

const char *
crf_coding_window_get_empty (CrfCodingWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") == 0 ? adw_status_page_get_description (self->empty) : NULL;
}
