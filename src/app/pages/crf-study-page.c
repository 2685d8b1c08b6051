/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Study and users. What is still to do before the first patient comes first, each with its button; then what the study is, what it leaves
 * open, and the accounts. */

#include "crf-study-page.h"

#include <glib/gi18n-lib.h>

#include "crf-acts.h"
#include "crf-allocation-box.h"
#include "crf-amendment.h"
#include "crf-app.h"
#include "crf-coding-window.h"
#include "crf-page.h"
#include "crf-permissions-window.h"
#include "crf-question-list.h"
#include "crf-envelope-printing.h"
#include "crf-refusal-bar.h"
#include "crf-trust-group.h"
#include "crf-use-case-dialog.h"
#include "crf-weak.h"

struct _CrfStudyPage
{
  AdwBin parent_instance;

  /* template */
  CrfRefusalBar *bar;
  GtkWidget *todo_group;
  GtkListBox *todo;
  GtkGrid *facts;
  GtkListBox *accounts;
  GtkWidget *add_user_button;
  GtkWidget *more;
  GMenu *acts;
  CrfAllocationBox *allocation;
  GtkWidget *preview_button;
  GtkWidget *activate_button;
  GtkListBox *versions;
  GtkListBox *preview;
  GtkWidget *questions_group;
  GtkBox *questions;
  GtkWidget *deviations_group;
  GtkListBox *deviations;
  GtkBox *groups;

  /* borrowed: a child */
  CrfTrustGroup *trust;

  /* owned */
  CrfWriter *writer;
};

typedef struct
{
  CrfStudySummary *summary;
  GPtrArray *accounts;   /* CrfAccount */
  GPtrArray *deviations; /* CrfDeviation; NULL: may not be read */
  GPtrArray *versions;   /* CrfVersionRow */
} CrfStudyFacts;

static void crf_study_page_page_init (CrfPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrfStudyPage, crf_study_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRF_TYPE_PAGE, crf_study_page_page_init))

static void
facts_free (gpointer data)
{
  CrfStudyFacts *facts = data;

  g_clear_pointer (&facts->summary, crf_study_summary_free);
  g_clear_pointer (&facts->accounts, g_ptr_array_unref);
  g_clear_pointer (&facts->deviations, g_ptr_array_unref);
  g_clear_pointer (&facts->versions, g_ptr_array_unref);
  g_free (facts);
}

static gpointer
read_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  CrfStudyFacts *facts = g_new0 (CrfStudyFacts, 1);

  facts->summary = crf_reader_study (session, error);
  if (facts->summary == NULL)
    {
      facts_free (facts);
      return NULL;
    }
  facts->accounts = crf_reader_accounts (session, NULL);
  facts->deviations = crf_reader_deviations (session, NULL, NULL);
  facts->versions = crf_reader_versions (session, NULL);
  return facts;
}

static void
clear_list (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static GtkWidget *
row_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL && *subtitle != '\0')
    {
      g_autofree char *escaped = g_markup_escape_text (subtitle, -1); /* 1.2 reads it as markup */

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
    }
  return row;
}

/* ── To do ── */

static void
on_done (CrfStudyPage *self, CrfOutcome *outcome)
{
  crf_refusal_bar_take_outcome (self->bar, outcome, NULL);
}

static CrfUseCaseDialog *
open_dialog (CrfStudyPage *self, const char *use_case)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, use_case, NULL);

  if (dialog != NULL)
    g_signal_connect_object (dialog, "done", G_CALLBACK (on_done), self, G_CONNECT_SWAPPED);
  return dialog;
}

/* Seldom acts; what an item is called is told in the hint. */
static void
on_do (GtkWidget *widget, const char *action, GVariant *parameter)
{
  CrfStudyPage *self = CRF_STUDY_PAGE (widget);
  const char *use_case = g_variant_get_string (parameter, NULL);
  CrfUseCaseDialog *dialog;

  /* The terms of all patients, one after the other. */
  if (g_str_equal (use_case, "code-event"))
    {
      crf_coding_window_present (widget, self->writer, NULL, NULL);
      return;
    }
  dialog = open_dialog (self, use_case);
  if (dialog != NULL)
    crf_use_case_dialog_set_hint (dialog, "item", _("As in the definition: ALT, TBIL"));
}

static void
on_todo_clicked (GtkButton *button, gpointer user_data)
{
  CrfStudyPage *self = user_data;
  const char *use_case = g_object_get_data (G_OBJECT (button), "crf-use-case");
  CrfUseCaseDialog *dialog;

  if (g_str_equal (use_case, "record-envelopes"))
    {
      crf_envelope_printing_start (GTK_WIDGET (self), self->writer, self->bar);
      return;
    }
  dialog = open_dialog (self, use_case);
  if (dialog == NULL)
    return;
  if (g_str_equal (use_case, "generate-allocation") && !crf_writer_is_demo (self->writer))
    crf_use_case_dialog_preset (dialog, "seed", NULL);
}

static void
add_todo (CrfStudyPage *self, gboolean done, const char *title, const char *subtitle, const char *use_case, const char *label)
{
  GtkWidget *row = row_new (title, subtitle);
  GtkWidget *icon = gtk_image_new_from_icon_name (done ? "emblem-ok-symbolic" : "dialog-warning-symbolic");

  gtk_widget_add_css_class (icon, done ? "success" : "warning");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  if (label != NULL)
    {
      GtkWidget *button = gtk_button_new_with_mnemonic (label);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_set_sensitive (button, crf_writer_permitted (self->writer, use_case, NULL));
      g_object_set_data (G_OBJECT (button), "crf-use-case", (gpointer) use_case);
      g_signal_connect (button, "clicked", G_CALLBACK (on_todo_clicked), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  gtk_list_box_append (self->todo, row);
}

/* For emergencies: the paper that opens one patient, and how often it was needed. */
static void
show_envelopes (CrfStudyPage *self, const CrfStudySummary *summary)
{
  g_autofree char *broken = g_strdup_printf (ngettext ("%d code broken so far", "%d codes broken so far", (gulong) summary->codes_broken),
                                             summary->codes_broken);

  add_todo (self, TRUE, _("Code-break envelopes"), broken, "record-envelopes",
            crf_writer_permitted (self->writer, "record-envelopes", NULL) ? _("_Print…") : NULL);
}

/* Of a masked study: who prepares, and who checks unseen. A physician who is to hear of bad lots has such an account too. */
static void
show_unblinded (CrfStudyPage *self, const CrfStudySummary *summary)
{
  g_autofree char *text =
      summary->unblinded >= 2
          ? g_strdup_printf (_("%d people may know the arms"), summary->unblinded)
          : g_strdup_printf (_("%d of 2: one prepares, another checks; bad lots and late results reach them, and a physician among them"), summary->unblinded);

  add_todo (self, summary->unblinded >= 2, _("Unblinded people"), text, "add-user", summary->unblinded >= 2 ? NULL : _("_Add user…"));
}

static void
show_todo (CrfStudyPage *self, const CrfStudySummary *summary)
{
  const CrfRandomisation *design = crf_study_get_randomisation (crf_writer_get_study (self->writer));
  g_autofree char *slots = NULL, *versions = NULL;

  clear_list (self->todo);
  add_todo (self, summary->recovery_confirmed, _("Recovery key"),
            summary->recovery_confirmed ? _("Typed back from the printed sheet") : _("Type it back from the printed sheet before the first patient"),
            "confirm-recovery-key", summary->recovery_confirmed ? NULL : _("_Type it back…"));
  versions = g_strjoinv (_(", "), summary->consent_versions);
  if (*versions != '\0')
    {
      g_autofree char *list = g_steal_pointer (&versions);

      /* Translators: %s lists the numbers of the consent form's versions. */
      versions = g_strdup_printf (_("Versions: %s"), list);
    }
  add_todo (self, *summary->consent_versions != NULL, _("Consent form"),
            *versions != '\0' ? versions : _("Needed before the first consent: number, ethics approval, first day"),
            "add-consent-version", _("Add _version…"));
  if (summary->unblinded >= 0)
    show_unblinded (self, summary);
  add_todo (self, summary->recruiting, _("Status of the study"), summary->status, "set-study-status", _("_Change…"));
  if (design == NULL || design->method == CRF_RANDOMISATION_NONE)
    return;
  slots = summary->has_allocation_list
              ? g_strdup_printf (_("%d of %d slots are free"), summary->slots_free, summary->slots_total)
              : g_strdup (_("Needed before the first patient is allocated"));
  add_todo (self, summary->has_allocation_list, _("Allocation list"), slots, "generate-allocation",
            summary->has_allocation_list ? NULL : _("_Generate…"));
  if (summary->has_allocation_list && crf_study_get_masking (crf_writer_get_study (self->writer)) != CRF_MASKING_NONE)
    show_envelopes (self, summary);
}

/* ── What the study is ── */

static void
add_fact (CrfStudyPage *self, int row, const char *name, const char *value)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *text = gtk_label_new (value != NULL && *value != '\0' ? value : "—");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (text, TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_grid_attach (self->facts, label, 0, row, 1, 1);
  gtk_grid_attach (self->facts, text, 1, row, 1, 1);
}

static void
show_facts (CrfStudyPage *self, const CrfStudySummary *summary)
{
  g_autofree char *enrolment = NULL;
  g_autofree char *protocol = g_strdup_printf ("%s · %s", summary->protocol, summary->version);
  GtkWidget *child;

  if (summary->target > 0)
    enrolment = g_strdup_printf (_("%1$d registered, %2$d allocated, target %3$d"), summary->registered, summary->allocated,
                                 summary->target);
  else
    enrolment = g_strdup_printf (_("%1$d registered, %2$d allocated"), summary->registered, summary->allocated);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->facts))) != NULL)
    gtk_grid_remove (self->facts, child);
  add_fact (self, 0, _("Title"), summary->title);
  add_fact (self, 1, _("Protocol and version"), protocol);
  add_fact (self, 2, _("Site"), summary->site);
  add_fact (self, 3, _("Enrolment"), enrolment);
  add_fact (self, 4, _("Masking"), summary->masking);
  add_fact (self, 5, _("Protection of the file"), summary->protection);
  add_fact (self, 6, _("File"), crf_writer_get_path (self->writer));
}

/* ── Accounts ── */

static void
on_account_action (GtkButton *button, gpointer user_data)
{
  CrfStudyPage *self = user_data;
  const char *use_case = g_object_get_data (G_OBJECT (button), "crf-use-case");
  const char *login = g_object_get_data (G_OBJECT (button), "crf-login");
  g_autofree char *summary = NULL;
  CrfUseCaseDialog *dialog;

  gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER)));
  dialog = open_dialog (self, use_case);
  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "login", login);
  summary = g_strdup_printf (_("Account “%s”"), login);
  crf_use_case_dialog_set_texts (dialog, NULL, summary);
}

static GtkWidget *
account_menu_new (CrfStudyPage *self, const CrfAccount *account)
{
  const char *const actions[][2] = {
    { "set-roles", N_("Roles…") },
    { "delegate", N_("Delegate a task…") },
    { "add-training", N_("Record training…") },
    { "reset-user", N_("Forgotten passphrase…") },
    { "grant-keys", N_("Give keys again…") },
    { account->enabled ? "disable-user" : "enable-user", account->enabled ? N_("Disable…") : N_("Enable…") },
  };
  GtkWidget *menu = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *button = gtk_button_new_with_label (_(actions[i][1]));

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_sensitive (button, crf_writer_permitted (self->writer, actions[i][0], NULL));
      gtk_widget_set_halign (gtk_button_get_child (GTK_BUTTON (button)), GTK_ALIGN_START);
      g_object_set_data (G_OBJECT (button), "crf-use-case", (gpointer) actions[i][0]);
      g_object_set_data_full (G_OBJECT (button), "crf-login", g_strdup (account->login), g_free);
      g_signal_connect (button, "clicked", G_CALLBACK (on_account_action), self);
      gtk_box_append (GTK_BOX (box), button);
    }
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (menu), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (menu), "view-more-symbolic");
  gtk_widget_set_tooltip_text (menu, _("What can be done with this account"));
  gtk_widget_set_valign (menu, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (menu, "flat");
  return menu;
}

static void
show_accounts (CrfStudyPage *self, GPtrArray *accounts)
{
  clear_list (self->accounts);
  for (guint i = 0; accounts != NULL && i < accounts->len; i++)
    {
      const CrfAccount *account = g_ptr_array_index (accounts, i);
      g_autofree char *title = g_strdup_printf ("%s · %s", account->name, account->login);
      const gboolean plain = account->enabled && account->last_day == NULL;
      const char *const parts[] = { account->roles, plain ? account->note : account->state, plain ? NULL : account->note, NULL };
      g_autofree char *subtitle = g_strjoinv (" · ", (char **) parts);
      GtkWidget *row = row_new (title, subtitle);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), account_menu_new (self, account));
      gtk_list_box_append (self->accounts, row);
    }
  gtk_widget_set_sensitive (self->add_user_button, crf_writer_permitted (self->writer, "add-user", NULL));
}

static void
on_deviation_clicked (GtkButton *button, gpointer user_data)
{
  CrfStudyPage *self = user_data;
  CrfUseCaseDialog *dialog = open_dialog (self, "close-deviation");

  if (dialog == NULL)
    return;
  crf_use_case_dialog_preset (dialog, "key", g_object_get_data (G_OBJECT (button), "crf-key"));
  crf_use_case_dialog_set_texts (dialog, NULL, g_object_get_data (G_OBJECT (button), "crf-text"));
}

static GtkWidget *
deviation_button_new (CrfStudyPage *self, const CrfDeviation *deviation)
{
  GtkWidget *button = gtk_button_new_with_label (_("Judge…"));

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button, crf_writer_permitted (self->writer, "close-deviation", NULL));
  g_object_set_data_full (G_OBJECT (button), "crf-key", g_strdup (deviation->key), g_free);
  g_object_set_data_full (G_OBJECT (button), "crf-text", g_strdup (deviation->text), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_deviation_clicked), self);
  return button;
}

static void
show_deviations (CrfStudyPage *self, GPtrArray *deviations)
{
  clear_list (self->deviations);
  for (guint i = 0; deviations != NULL && i < deviations->len; i++)
    {
      const CrfDeviation *deviation = g_ptr_array_index (deviations, i);
      g_autofree char *subtitle = g_strjoin (" · ", deviation->subject_number != NULL ? deviation->subject_number : _("site"),
                                             deviation->opened, deviation->state_label, NULL);
      GtkWidget *row = row_new (deviation->text, subtitle);

      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), deviation_button_new (self, deviation));
      gtk_list_box_append (self->deviations, row);
    }
  gtk_widget_set_visible (self->deviations_group, deviations != NULL && deviations->len > 0);
}

/* ── Versions of the protocol ── */

static char *
describe_version (const CrfVersionRow *version)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (version->number != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_("amendment %s: %s"), version->number, version->summary != NULL ? version->summary : ""));
  if (version->ethics != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_("approved %s, %s"), version->date != NULL ? version->date : "", version->ethics));
  if (version->consent != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_("consent version %s"), version->consent));
  if (version->applies != NULL)
    g_ptr_array_add (parts, g_strdup (version->applies));
  if (version->retrain != NULL)
    g_ptr_array_add (parts, g_strdup_printf (_("trained again: %s"), version->retrain));
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u patient", "%u patients", version->n_subjects), version->n_subjects));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

static void
show_versions (CrfStudyPage *self, GPtrArray *versions)
{
  clear_list (self->versions);
  for (guint i = versions != NULL ? versions->len : 0; i > 0; i--)
    {
      const CrfVersionRow *version = g_ptr_array_index (versions, i - 1);
      g_autofree char *title = version->active ? g_strdup_printf (_("%s, in force"), version->version) : g_strdup (version->version);
      g_autofree char *subtitle = describe_version (version);

      gtk_list_box_append (self->versions, row_new (title, subtitle));
    }
  gtk_widget_set_sensitive (self->preview_button, crf_writer_permitted (self->writer, "preview-amendment", NULL));
  gtk_widget_set_sensitive (self->activate_button, crf_writer_permitted (self->writer, "activate-amendment", NULL));
}

/* All that the preview tells stays on the page, a row each, until the next one; whom a row is about stands below it. */
static void
on_previewed (CrfStudyPage *self, CrfOutcome *outcome)
{
  clear_list (self->preview);
  for (guint i = 0; i < outcome->notices->len; i++)
    {
      g_auto (GStrv) lines = g_strsplit (g_ptr_array_index (outcome->notices, i), "\n", 2);
      GtkWidget *row = row_new (lines[0], lines[0] != NULL && lines[1] != NULL && *lines[1] != '\0' ? lines[1] : NULL);

      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
      gtk_list_box_append (self->preview, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->preview), outcome->notices->len > 0);
}

static void
on_preview_clicked (CrfStudyPage *self)
{
  CrfUseCaseDialog *dialog = crf_use_case_dialog_present (GTK_WIDGET (self), self->writer, "preview-amendment", NULL);

  if (dialog == NULL)
    return;
  crf_use_case_dialog_set_hint (dialog, "answers", _("As Q.WINDOWS=Q.WINDOWS.NARROW; blanks between several"));
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_previewed), self, G_CONNECT_SWAPPED);
}

static void
on_activate_clicked (CrfStudyPage *self)
{
  CrfUseCaseDialog *dialog = open_dialog (self, "activate-amendment");

  if (dialog == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->preview), FALSE);
  crf_use_case_dialog_set_hint (dialog, "answers", _("As Q.WINDOWS=Q.WINDOWS.NARROW; blanks between several"));
  crf_use_case_dialog_set_hint (dialog, "retrain", _("Logins, or “all” or “none”"));
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfStudyPage) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  CrfStudyFacts *facts = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self != NULL && facts != NULL)
    {
      show_todo (self, facts->summary);
      show_facts (self, facts->summary);
      show_accounts (self, facts->accounts);
      show_deviations (self, facts->deviations);
      show_versions (self, facts->versions);
    }
  else if (self != NULL)
    crf_refusal_bar_show_error (self->bar, error);
  g_clear_pointer (&facts, facts_free);
}

static void
on_add_user_clicked (CrfStudyPage *self)
{
  CrfUseCaseDialog *dialog = open_dialog (self, "add-user");

  if (dialog == NULL)
    return;
  crf_use_case_dialog_set_hint (dialog, "login", _("Small letters and digits, as “zhangm”"));
  crf_use_case_dialog_set_hint (dialog, "new-passphrase", _("Typed by the person herself; she can change it at any time"));
  crf_use_case_dialog_set_hint (dialog, "last-day", _("An auditor or inspector needs one"));
}

static void
on_permissions_clicked (CrfStudyPage *self)
{
  crf_permissions_window_present (GTK_WIDGET (self), self->writer);
}

static void
crf_study_page_refresh (CrfPage *page)
{
  CrfStudyPage *self = CRF_STUDY_PAGE (page);

  crf_writer_run_async (self->writer, read_job, NULL, NULL, facts_free, NULL, on_read, crf_weak_new (self));
  crf_allocation_box_refresh (self->allocation);
  crf_trust_group_refresh (self->trust);
}

static void
crf_study_page_page_init (CrfPageInterface *iface)
{
  iface->refresh = crf_study_page_refresh;
}

static void
crf_study_page_dispose (GObject *object)
{
  CrfStudyPage *self = CRF_STUDY_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_STUDY_PAGE);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_study_page_parent_class)->dispose (object);
}

static void
crf_study_page_class_init (CrfStudyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crf_study_page_dispose;

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  g_type_ensure (CRF_TYPE_ALLOCATION_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, CRF_RESOURCE_BASE "/pages/crf-study-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, todo_group);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, todo);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, facts);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, accounts);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, add_user_button);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, more);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, acts);
  gtk_widget_class_install_action (widget_class, "study-page.do", "s", on_do);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, allocation);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, preview_button);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, activate_button);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, versions);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, preview);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, questions_group);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, questions);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, deviations_group);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, deviations);
  gtk_widget_class_bind_template_child (widget_class, CrfStudyPage, groups);
  gtk_widget_class_bind_template_callback (widget_class, on_add_user_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_permissions_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_preview_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_clicked);
}

static void
crf_study_page_init (CrfStudyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_study_page_new (CrfWriter *writer)
{
  CrfStudyPage *self = g_object_new (CRF_TYPE_STUDY_PAGE, NULL);
  CrfStudy *study = crf_writer_get_study (writer);

  self->writer = g_object_ref (writer);
  gtk_widget_set_visible (self->more, crf_acts_append (self->acts, CRF_ACTS_STUDY, writer, "study-page.do") > 0);
  crf_allocation_box_set_writer (self->allocation, writer);
  self->trust = CRF_TRUST_GROUP (crf_trust_group_new (writer));
  gtk_box_append (self->groups, GTK_WIDGET (self->trust));
  crf_question_list_fill (self->questions, study, crf_writer_get_language (writer), FALSE);
  gtk_widget_set_visible (self->questions_group, crf_study_get_questions (study)->len > 0);
  return GTK_WIDGET (self);
}
