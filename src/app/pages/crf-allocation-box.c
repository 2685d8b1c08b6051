/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Allocation lists and the screening log. Buttons are there for whom the use case is permitted; no arm is shown to anybody. */

#include "crf-allocation-box.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-reader-screening.h"
#include "crf-refusal-bar.h"
#include "crf-signature-choice.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

/* The log of a site; a longer one is printed or exported. */
#define MOST_LINES 200

struct _CrfAllocationBox
{
  GtkBox parent_instance;

  GtkWidget *lists_group;
  CrfRefusalBar *bar;
  GtkListBox *slots;
  GtkWidget *generate, *append, *upload, *replay;
  GtkListBox *log;
  GtkWidget *prescreen;

  CrfWriter *writer; /* owned */
  char *list;        /* the file that is being taken in */
  char *signature;   /* its signature, where that was chosen by itself; NULL: beside it */
  CrfPrompt *prompt; /* that is being answered */
  char *given;       /* the reason that was given to an earlier one of the same list */
};

typedef struct
{
  GPtrArray *slots;         /* CrfSlotLine */
  GPtrArray *announcements; /* char * */
  GPtrArray *log;           /* CrfScreeningLine */
  gboolean has_list;
} Facts;

G_DEFINE_FINAL_TYPE (CrfAllocationBox, crf_allocation_box, GTK_TYPE_BOX)

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_clear_pointer (&facts->slots, g_ptr_array_unref);
  g_clear_pointer (&facts->announcements, g_ptr_array_unref);
  g_clear_pointer (&facts->log, g_ptr_array_unref);
  g_free (facts);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->slots = crf_reader_slots (session, NULL);
  facts->announcements = crf_reader_slot_announcements (session, NULL);
  facts->log = crf_reader_screening_log (session, NULL);
  facts->has_list = crf_reader_has_list (session);
  return facts;
}

/* ── Rows ── */

static void
clear (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static GtkWidget *
add_row (GtkListBox *list, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  if (subtitle != NULL && *subtitle != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (subtitle, -1); /* 1.2 reads it as markup */

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
    }
  gtk_list_box_append (list, row);
  return row;
}

static void
add_figure (GtkWidget *row, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
}

static void
show_slots (CrfAllocationBox *self, const Facts *facts)
{
  clear (self->slots);
  for (guint i = 0; facts->announcements != NULL && i < facts->announcements->len; i++)
    {
      GtkWidget *row = add_row (self->slots, g_ptr_array_index (facts->announcements, i),
                                _("An account that may know the arms appends slots before they are needed"));
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

      gtk_widget_add_css_class (icon, "warning");
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    }
  for (guint i = 0; facts->slots != NULL && i < facts->slots->len; i++)
    {
      const CrfSlotLine *line = g_ptr_array_index (facts->slots, i);
      g_autofree char *place = g_strdup_printf (_("Workstation: %s"), line->station);
      g_autofree char *figure = g_strdup_printf (_("%d of %d free"), line->free, line->total);
      GtkWidget *row = add_row (self->slots, *line->stratum != '\0' ? line->stratum : _("All patients"), place);

      add_figure (row, figure);
    }
  if (facts->slots != NULL && facts->slots->len == 0)
    add_row (self->slots, facts->has_list ? _("Nobody has been allocated yet") : _("There is no list yet"),
             facts->has_list ? _("Minimisation makes each slot when it is drawn") : _("It is needed before the first patient is allocated"));
}

/* The page around gives what is the least: of the log that is a line or two. */
#define MOST_HEIGHT 240

static void
fit_log (CrfAllocationBox *self)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (GTK_WIDGET (self->log), GTK_TYPE_SCROLLED_WINDOW);
  int natural;

  gtk_widget_measure (GTK_WIDGET (self->log), GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scrolled), MIN (natural, MOST_HEIGHT));
}

static void
show_log (CrfAllocationBox *self, GPtrArray *log)
{
  guint first = log != NULL && log->len > MOST_LINES ? log->len - MOST_LINES : 0;

  clear (self->log);
  for (guint i = log != NULL ? log->len : 0; i > first; i--)
    {
      const CrfScreeningLine *line = g_ptr_array_index (log, i - 1);
      const char *const more[] = { line->reason, line->link, line->order };
      const char *said[3 + G_N_ELEMENTS (more) + 1] = { NULL };
      g_autofree char *title = NULL, *subtitle = NULL;
      guint n = 0;

      if (line->number != NULL)
        title = g_strdup_printf ("%s · %s", line->number, line->outcome);
      else
        title = g_strdup_printf (_("Anonymous · %s"), line->outcome);
      said[n++] = line->date;
      said[n++] = line->sex;
      said[n++] = line->age != NULL ? line->age : "—";
      for (guint j = 0; j < G_N_ELEMENTS (more); j++)
        if (more[j] != NULL)
          said[n++] = more[j];
      subtitle = g_strjoinv (" · ", (char **) said);
      add_row (self->log, title, subtitle);
    }
  if (log == NULL)
    add_row (self->log, _("The screening log cannot be read"), NULL);
  else if (log->len == 0)
    add_row (self->log, _("Nobody has been screened yet"), NULL);
  fit_log (self);
}

static void
show_buttons (CrfAllocationBox *self, gboolean has_list)
{
  const CrfRandomisation *design = crf_study_get_randomisation (crf_writer_get_study (self->writer));
  gboolean uploaded = design->method == CRF_RANDOMISATION_LIST;

  gtk_widget_set_visible (self->lists_group, design->method != CRF_RANDOMISATION_NONE);
  gtk_widget_set_visible (self->generate, !uploaded && !has_list);
  gtk_widget_set_visible (self->append, !uploaded && has_list && design->method == CRF_RANDOMISATION_PERMUTED_BLOCKS);
  gtk_widget_set_visible (self->upload, uploaded);
  gtk_widget_set_visible (self->replay, has_list);
  gtk_widget_set_sensitive (self->generate, crf_writer_permitted (self->writer, "generate-allocation", NULL));
  gtk_widget_set_sensitive (self->append, crf_writer_permitted (self->writer, "append-allocation", NULL));
  gtk_widget_set_sensitive (self->upload, crf_writer_permitted (self->writer, "upload-allocation", NULL));
  gtk_widget_set_sensitive (self->replay, crf_writer_permitted (self->writer, "replay-allocation", NULL));
  gtk_widget_set_sensitive (self->prescreen, crf_writer_permitted (self->writer, "log-prescreening", NULL));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAllocationBox) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Facts *facts = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL && self->writer != NULL && facts != NULL)
    {
      show_buttons (self, facts->has_list);
      show_slots (self, facts);
      show_log (self, facts->log);
    }
  else if (self != NULL && self->writer != NULL)
    crf_refusal_bar_show_error (self->bar, error);
  g_clear_pointer (&facts, facts_free);
}

void
crf_allocation_box_refresh (CrfAllocationBox *self)
{
  g_return_if_fail (CRF_IS_ALLOCATION_BOX (self));

  crf_writer_run_async (self->writer, read_job, NULL, NULL, facts_free, NULL, on_read, crf_weak_new (self));
}

/* ── Acts ── */

static void on_prompt_answered (GObject *source, GAsyncResult *result, gpointer user_data);

static void
on_done (CrfAllocationBox *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  crf_allocation_box_refresh (self);
}

static CrfUseCaseDialog *
open_dialog (CrfAllocationBox *self, const char *use_case)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, NULL);

  if (dialog != NULL)
    g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  return dialog;
}

static void
on_list_clicked (CrfAllocationBox *self, GtkButton *button)
{
  CrfUseCaseDialog *dialog = open_dialog (self, button == GTK_BUTTON (self->generate) ? "generate-allocation" : "append-allocation");

  if (dialog == NULL)
    return;
  if (!crf_writer_is_demo (self->writer))
    crf_use_case_dialog_preset (dialog, "seed", NULL);
  crf_use_case_dialog_set_hint (dialog, "stations", _("“this”, or the eight characters of other workstations; empty: this one"));
  if (crf_study_get_randomisation (crf_writer_get_study (self->writer))->strata->len == 0)
    crf_use_case_dialog_preset (dialog, "stratum", NULL);
}

static void
on_conducted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAllocationBox) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_conduct_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->writer == NULL)
    return;
  if (outcome != NULL && outcome->prompt != NULL)
    {
      g_clear_pointer (&self->prompt, crf_prompt_free);
      self->prompt = g_steal_pointer (&outcome->prompt);
      if (self->signature == NULL)
        crf_signature_choice_offer (self->prompt);
      crf_dialogs_prompt_async (GTK_WIDGET (self), self->prompt, on_prompt_answered, crf_weak_new (self));
      return;
    }
  crf_refusal_bar_take_outcome (self->bar, outcome, error);
  crf_allocation_box_refresh (self);
}

static void
on_replay_clicked (CrfAllocationBox *self)
{
  crf_refusal_bar_clear (self->bar);
  crf_writer_conduct_async (self->writer, "replay-allocation", NULL, NULL, NULL, on_conducted, crf_weak_new (self));
}

static void
send_list (CrfAllocationBox *self, const char *confirm)
{
  crf_writer_conduct_async (self->writer, "upload-allocation", NULL, crf_arguments_new ("file", self->list, "signature", self->signature, "confirm", confirm, "reason", self->given, NULL),
                            NULL, on_conducted, crf_weak_new (self));
}

static void
on_signature_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAllocationBox) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);

  if (self == NULL || self->writer == NULL || file == NULL)
    return;
  g_free (self->signature);
  self->signature = g_file_get_path (file);
  g_clear_pointer (&self->given, g_free);
  send_list (self, NULL);
}

/* Nobody signed the list, or the signature is elsewhere. */
static void
on_prompt_answered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAllocationBox) self = crf_weak_take (user_data);
  g_autofree char *reason = NULL;
  CrfPromptAnswer answer = crf_dialogs_prompt_finish (result, &reason);

  if (self == NULL || self->writer == NULL)
    return;
  /* A later question without a reason does not take back the reason of an earlier one. */
  if (reason != NULL && *reason != '\0')
    {
      g_free (self->given);
      self->given = g_steal_pointer (&reason);
    }
  if (answer == CRF_PROMPT_CONFIRM)
    send_list (self, self->prompt->id);
  else if (answer == CRF_PROMPT_SUGGESTION)
    crf_signature_choice_async (GTK_WIDGET (self), on_signature_chosen, crf_weak_new (self));
}

static void
on_file_chosen (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfAllocationBox) self = crf_weak_take (user_data);
  g_autoptr (GFile) file = crf_dialogs_file_finish (result);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (self == NULL || self->writer == NULL || path == NULL)
    return;
  crf_refusal_bar_clear (self->bar);
  g_free (self->list);
  self->list = g_steal_pointer (&path);
  g_clear_pointer (&self->signature, g_free);
  g_clear_pointer (&self->given, g_free);
  send_list (self, NULL);
}

static void
on_upload_clicked (CrfAllocationBox *self)
{
  crf_dialogs_open_file_async (GTK_WIDGET (self), _("Upload Allocation List"), CRF_FILE_CSV, on_file_chosen, crf_weak_new (self));
}

static void
on_prescreen_clicked (CrfAllocationBox *self)
{
  CrfUseCaseDialog *dialog = open_dialog (self, "log-prescreening");

  if (dialog != NULL)
    crf_use_case_dialog_set_hint (dialog, "reason", _("No name, number, address or bed"));
}

/* ── Class ── */

static void
crf_allocation_box_dispose (GObject *object)
{
  CrfAllocationBox *self = CRF_ALLOCATION_BOX (object);

  g_clear_object (&self->writer);
  g_clear_pointer (&self->list, g_free);
  g_clear_pointer (&self->signature, g_free);
  g_clear_pointer (&self->prompt, crf_prompt_free);
  g_clear_pointer (&self->given, g_free);
  G_OBJECT_CLASS (crf_allocation_box_parent_class)->dispose (object);
}

static void
crf_allocation_box_class_init (CrfAllocationBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_allocation_box_dispose;
}

static GtkWidget *
heading_new (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
button_new (CrfAllocationBox *self, GtkBox *box, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_swapped (button, "clicked", clicked, self);
  gtk_box_append (box, button);
  return button;
}

/* A heading with room for buttons, and a list under it. */
static GtkBox *
group_new (CrfAllocationBox *self, const char *title, GtkListBox **list, GtkWidget **group)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = heading_new (title);

  *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  *list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (*list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (*list), "boxed-list");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (*list), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (*group), head);
  gtk_box_append (GTK_BOX (*group), GTK_WIDGET (*list));
  gtk_box_append (GTK_BOX (self), *group);
  return GTK_BOX (head);
}

/* A long log scrolls in its own place: what comes after stays in reach. */
static void
limit_height (GtkListBox *list, GtkWidget *group)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_object_ref (list);
  gtk_box_remove (GTK_BOX (group), GTK_WIDGET (list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scrolled), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scrolled), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (list));
  /* The card is what stands still: its corners and shadow would be cut off within. */
  gtk_widget_remove_css_class (GTK_WIDGET (list), "boxed-list");
  gtk_list_box_set_show_separators (list, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (list), "plain-list");
  gtk_widget_add_css_class (scrolled, "card");
  gtk_widget_set_overflow (scrolled, GTK_OVERFLOW_HIDDEN);
  gtk_box_append (GTK_BOX (group), scrolled);
  g_object_unref (list);
}

static void
crf_allocation_box_init (CrfAllocationBox *self)
{
  GtkWidget *log_group;
  GtkBox *head;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 20);
  head = group_new (self, _("Allocation lists"), &self->slots, &self->lists_group);
  self->generate = button_new (self, head, _("_Generate list…"), G_CALLBACK (on_list_clicked));
  self->append = button_new (self, head, _("A_ppend slots…"), G_CALLBACK (on_list_clicked));
  self->upload = button_new (self, head, _("_Upload list…"), G_CALLBACK (on_upload_clicked));
  self->replay = button_new (self, head, _("_Replay"), G_CALLBACK (on_replay_clicked));
  gtk_widget_set_tooltip_text (self->replay, _("Make the lists again from their seeds and compare every slot"));
  self->bar = CRF_REFUSAL_BAR (crf_refusal_bar_new ());
  gtk_box_insert_child_after (GTK_BOX (self->lists_group), GTK_WIDGET (self->bar), GTK_WIDGET (head));
  head = group_new (self, _("Screening log"), &self->log, &log_group);
  limit_height (self->log, log_group);
  self->prescreen = button_new (self, head, _("Add a_nonymous line…"), G_CALLBACK (on_prescreen_clicked));
}

void
crf_allocation_box_set_writer (CrfAllocationBox *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_ALLOCATION_BOX (self));

  g_set_object (&self->writer, writer);
}
