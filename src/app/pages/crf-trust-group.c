/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Read in one job; rows are made anew each time, there are a dozen. */

#include "crf-trust-group.h"

#include <glib/gi18n-lib.h>

#include "crf-closing.h"
#include "crf-dialogs.h"
#include "crf-reader-trust.h"
#include "crf-refusal-bar.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

struct _CrfTrustGroup
{
  GtkBox parent_instance;

  /* borrowed: children */
  CrfRefusalBar *bar;
  GtkListBox *logs;
  GtkListBox *closing;

  /* owned */
  CrfWriter *writer;
  char *printed; /* the delegation log as text */
};

typedef struct
{
  CrfDelegationLog *log;
  char *text;
  CrfClosingState *closing;
} Facts;

G_DEFINE_FINAL_TYPE (CrfTrustGroup, crf_trust_group, GTK_TYPE_BOX)

static void
facts_free (gpointer data)
{
  Facts *facts = data;

  g_clear_pointer (&facts->log, crf_delegation_log_free);
  g_clear_pointer (&facts->closing, crf_closing_state_free);
  g_free (facts->text);
  g_free (facts);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Facts *facts = g_new0 (Facts, 1);

  facts->log = crf_reader_delegation_log (session, error);
  facts->closing = facts->log != NULL ? crf_reader_closing (session, error) : NULL;
  if (facts->closing == NULL)
    {
      facts_free (facts);
      return NULL;
    }
  facts->text = crf_delegation_log_to_text (session, facts->log);
  return facts;
}

static void
on_done (CrfTrustGroup *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
  crf_trust_group_refresh (self);
}

/* By their names; a person does not know keys. */
static void
offer_forms (CrfTrustGroup *self, CrfUseCaseDialog *dialog)
{
  const GPtrArray *forms = crf_study_get_forms (crf_writer_get_study (self->writer));
  g_autoptr (GPtrArray) codes = g_ptr_array_new (), labels = g_ptr_array_new ();

  for (guint i = 0; i < forms->len; i++)
    {
      const CrfForm *form = g_ptr_array_index (forms, i);

      g_ptr_array_add (codes, (gpointer) form->oid);
      g_ptr_array_add (labels, (gpointer) (form->title != NULL ? crf_text_get (form->title, crf_writer_get_language (self->writer)) : form->name));
    }
  g_ptr_array_add (codes, NULL);
  g_ptr_array_add (labels, NULL);
  crf_use_case_dialog_set_choices (dialog, "form", (const char *const *) codes->pdata, (const char *const *) labels->pdata);
}

static gpointer
accounts_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return crf_reader_accounts (session, error);
}

static void
offer_accounts (CrfTrustGroup *self, CrfUseCaseDialog *dialog)
{
  g_autoptr (GPtrArray) accounts = crf_writer_call (self->writer, accounts_job, NULL, NULL);
  g_autoptr (GPtrArray) codes = g_ptr_array_new (), labels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccount *account = g_ptr_array_index (accounts, i);

      if (!account->enabled)
        continue;
      g_ptr_array_add (codes, account->login);
      g_ptr_array_add (labels, g_strdup_printf ("%s · %s", account->name, account->login));
    }
  if (codes->len == 0)
    return;
  g_ptr_array_add (codes, NULL);
  g_ptr_array_add (labels, NULL);
  crf_use_case_dialog_set_choices (dialog, "login", (const char *const *) codes->pdata, (const char *const *) labels->pdata);
}

static void
on_clicked (GtkButton *button, gpointer user_data)
{
  CrfTrustGroup *self = user_data;
  const char *use_case = g_object_get_data (G_OBJECT (button), "crf-use-case");
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, NULL);

  if (dialog == NULL)
    return;
  /* From here it is about the study, not about a patient. */
  if (g_str_equal (use_case, "freeze") || g_str_equal (use_case, "unfreeze"))
    {
      static const char *const keys[] = { "event", "eventkey", "form", "formkey" };

      crf_use_case_dialog_preset (dialog, "scope", "study");
      for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
        crf_use_case_dialog_preset (dialog, keys[i], NULL);
    }
  if (g_str_equal (use_case, "set-verification") || g_str_equal (use_case, "set-double-entry"))
    offer_forms (self, dialog);
  if (g_str_equal (use_case, "add-training"))
    offer_accounts (self, dialog);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
}

static void
on_print_clicked (CrfTrustGroup *self)
{
  crf_dialogs_print_text (GTK_WIDGET (self), _("Delegation log"), self->printed);
}

static GtkWidget *
add_row (GtkListBox *list, const char *icon, const char *css_class, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  if (subtitle != NULL && *subtitle != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
    }
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      if (css_class != NULL)
        gtk_widget_add_css_class (image, css_class);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
    }
  gtk_list_box_append (list, row);
  return row;
}

static void
add_button (CrfTrustGroup *self, GtkWidget *row, const char *use_case, const char *label)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, crf_writer_permitted (self->writer, use_case, NULL));
  g_object_set_data (G_OBJECT (button), "crf-use-case", (gpointer) use_case);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

/* ── Logs and rules ── */

/* Who may do what, from when to when; then who was trained in what. Folded: a site has dozens. */
static void
add_lines (CrfTrustGroup *self, const CrfDelegationLog *log)
{
  GtkWidget *expander = adw_expander_row_new ();

  if (log->lines->len == 0)
    {
      g_object_ref_sink (expander);
      g_object_unref (expander);
      return;
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), _("Lines of the log"));
  for (guint i = 0; i < log->lines->len; i++)
    {
      const CrfDelegationLine *line = g_ptr_array_index (log->lines, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title = g_strdup_printf ("%s · %s", line->name, line->what);
      g_autofree char *days = line->to != NULL ? g_strdup_printf (_("%s – %s"), line->from, line->to) : g_strdup (line->from);
      g_autofree char *state = line->signed_on != NULL ? g_strdup_printf (_("signed %s"), line->signed_on)
                                                       : g_strdup (i < log->n_delegations ? _("awaits the signature") : NULL);
      const char *const parts[] = { line->login, days, line->training, state };
      g_autoptr (GString) subtitle = g_string_new (NULL);
      g_autofree char *escaped = NULL;

      for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
        if (parts[j] != NULL && *parts[j] != '\0')
          g_string_append_printf (subtitle, "%s%s", subtitle->len > 0 ? " · " : "", parts[j]);
      escaped = g_markup_escape_text (subtitle->str, -1);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
    }
  gtk_list_box_append (self->logs, expander);
}

static void
show_logs (CrfTrustGroup *self, const CrfDelegationLog *log)
{
  g_autofree char *count = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u delegated task", "%u delegated tasks", log->n_delegations),
                                            log->n_delegations);
  g_autofree char *unsigned_ = NULL;
  g_autofree char *subtitle = NULL;
  gboolean good = log->signature != NULL && !log->outdated;
  GtkWidget *row, *print;

  if (log->n_unsigned > 0)
    unsigned_ = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line awaits the signature and counts only then",
                                              "%u lines await the signature and count only then", log->n_unsigned),
                                 log->n_unsigned);
  clear_list (self->logs);
  subtitle = g_strjoin (" · ", count, log->signature == NULL ? _("not signed") : log->signature,
                        unsigned_ != NULL ? unsigned_ : log->outdated ? _("lines were added after the signature") : NULL, NULL);
  row = add_row (self->logs, good ? "emblem-ok-symbolic" : "dialog-warning-symbolic", good ? "success" : "warning",
                 _("Delegation and training log"), subtitle);
  print = gtk_button_new_from_icon_name ("document-print-symbolic");
  gtk_widget_set_tooltip_text (print, _("Print the delegation log"));
  gtk_widget_set_valign (print, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (print, "flat");
  g_signal_connect_swapped (print, "clicked", G_CALLBACK (on_print_clicked), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), print);
  add_button (self, row, "add-training", _("_Training…"));
  add_button (self, row, "sign-delegations", _("_Sign…"));
  add_lines (self, log);
  row = add_row (self->logs, NULL, NULL, _("Account rules"), _("Age of passphrases; whether new people choose their own first"));
  add_button (self, row, "set-policy", _("Set…"));
  row = add_row (self->logs, NULL, NULL, _("Source data verification"), _("None, critical items or all, for each form"));
  add_button (self, row, "set-verification", _("Set…"));
  row = add_row (self->logs, NULL, NULL, _("Double entry"), _("None, critical items or all, for each form"));
  add_button (self, row, "set-double-entry", _("Set…"));
}

/* ── Closing ── */

static char *
list_open (const CrfClosingState *state)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < state->points->len; i++)
    {
      const CrfOpenPoint *point = g_ptr_array_index (state->points, i);

      if (point->n > 0)
        {
          /* Translators: what is open, and how many of it */
          g_autofree char *line = g_strdup_printf (_("%s: %u"), point->label, point->n);

          g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", line);
          if (point->named != NULL)
            g_string_append_printf (text, " (%s)", point->named);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
list_signatures (const CrfClosingState *state)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < state->signed_by->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", (const char *) g_ptr_array_index (state->signed_by, i));
  for (guint i = 0; i < state->waits_for->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? _(", ") : text->len > 0 ? _("\nwaits for: ") : _("waits for: "),
                            (const char *) g_ptr_array_index (state->waits_for, i));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
show_closing (CrfTrustGroup *self, const CrfClosingState *state)
{
  g_autofree char *open = list_open (state);
  g_autofree char *signatures = list_signatures (state);
  gboolean locked = g_strcmp0 (state->hold, "locked") == 0, frozen = g_strcmp0 (state->hold, "frozen") == 0;
  GtkWidget *row;

  clear_list (self->closing);
  row = add_row (self->closing, *open == '\0' ? "emblem-ok-symbolic" : "dialog-information-symbolic", *open == '\0' ? "success" : NULL, _("What is open"),
                 *open == '\0' ? _("Nothing") : open);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 12);
  row = add_row (self->closing, locked || frozen ? "changes-prevent-symbolic" : "changes-allow-symbolic", NULL, _("Data"),
                 locked ? _("Locked: nothing changes") : frozen ? _("Frozen for the blind review: no data change") : _("Open for entry"));
  if (!locked)
    add_button (self, row, frozen ? "unfreeze" : "freeze", frozen ? _("_Unfreeze…") : _("_Freeze…"));
  if (frozen)
    {
      row = add_row (self->closing, NULL, NULL, _("Analysis populations"), _("Decided for each patient in the blind review, then signed"));
      add_button (self, row, "sign-populations", _("Sign…"));
    }
  row = add_row (self->closing, NULL, NULL, locked ? _("Unlocking: two signatures") : _("Database lock: three signatures"), signatures);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 6);
  if (locked)
    add_button (self, row, "sign-unlock", _("Sign unlocking…"));
  else
    add_button (self, row, "sign-lock", _("Sign lock…"));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfTrustGroup) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  Facts *facts = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL && facts != NULL)
    {
      show_logs (self, facts->log);
      show_closing (self, facts->closing);
      g_free (self->printed);
      self->printed = g_steal_pointer (&facts->text);
    }
  else if (self != NULL)
    crf_refusal_bar_show_error (self->bar, error);
  g_clear_pointer (&facts, facts_free);
}

void
crf_trust_group_refresh (CrfTrustGroup *self)
{
  g_return_if_fail (CRF_IS_TRUST_GROUP (self));

  crf_writer_run_async (self->writer, read_job, NULL, NULL, facts_free, NULL, on_read, crf_weak_new (self));
}

/* ── Class ── */

static void
crf_trust_group_dispose (GObject *object)
{
  CrfTrustGroup *self = CRF_TRUST_GROUP (object);

  g_clear_object (&self->writer);
  g_clear_pointer (&self->printed, g_free);

  G_OBJECT_CLASS (crf_trust_group_parent_class)->dispose (object);
}

static void
crf_trust_group_class_init (CrfTrustGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crf_trust_group_dispose;
}

static GtkListBox *
add_list (CrfTrustGroup *self, const char *heading)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (heading);
  GtkWidget *list = gtk_list_box_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (self), box);
  return GTK_LIST_BOX (list);
}

static void
crf_trust_group_init (CrfTrustGroup *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 20);
  self->bar = g_object_new (CRF_TYPE_REFUSAL_BAR, NULL);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->bar));
  self->logs = add_list (self, _("Logs and rules"));
  self->closing = add_list (self, _("Closing the study"));
}

GtkWidget *
crf_trust_group_new (CrfWriter *writer)
{
  CrfTrustGroup *self = g_object_new (CRF_TYPE_TRUST_GROUP, NULL);

  self->writer = g_object_ref (writer);
  return GTK_WIDGET (self);
}
