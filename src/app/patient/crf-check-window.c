/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in and checking are one job on the writer's thread: the second session lives no longer than its act. */

#include "crf-check-window.h"

#include <glib/gi18n-lib.h>

#include "crf-dialogs.h"
#include "crf-refusal-bar.h"
#include "crf-weak.h"

#define WIDTH 500 /* as in the template */

struct _CrfCheckWindow
{
  AdwWindow parent_instance;

  /* Template children */
  GtkLabel *identity;
  CrfRefusalBar *bar;
  GtkEntry *weight;
  GtkEntry *concentration;
  GtkEntry *viability;
  GtkEntry *volume;
  GtkWidget *lot_label;
  GtkEntry *lot;
  GtkEntry *login;
  GtkPasswordEntry *passphrase;
  GtkButton *check;

  /* Owned */
  CrfWriter *writer;
  char *subject;
  int ordinal;
  struct _Check *asked; /* that asks back; with the passphrase, for as long as the question stands */
  CrfPrompt *prompt;
};

enum
{
  SIGNAL_CHECKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfCheckWindow, crf_check_window, ADW_TYPE_WINDOW)

typedef struct _Check
{
  char *subject;
  char *login;
  char *passphrase;
  GHashTable *arguments;
} Check;

static void send (CrfCheckWindow *self, Check *check);

static void
check_free (gpointer data)
{
  Check *check = data;

  g_free (check->subject);
  g_free (check->login);
  crf_dialogs_wipe (check->passphrase);
  g_hash_table_unref (check->arguments);
  g_free (check);
}

static gpointer
check_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Check *check = data;
  CrfInstant now = crf_session_now (session);
  g_autoptr (CrfSession) second = NULL;

  /* The same clock as the first session's: it stands for the moment of the check. */
  second = crf_session_sign_in_file (crf_session_get_file (session), check->login, check->passphrase, NULL,
                                     crf_clock_fixed (&now), error);
  if (second == NULL)
    return NULL;
  crf_session_set_language (second, crf_session_get_language (session));
  return crf_conduct (second, "check-infusion", check->subject, check->arguments, error);
}

static void
set_busy (CrfCheckWindow *self,
          gboolean        busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->check), !busy);
}

/* Takes @check; NULL: the question is over. */
static void
keep_asked (CrfCheckWindow *self,
            Check          *check)
{
  g_clear_pointer (&self->asked, check_free);
  self->asked = check;
}

static Check *
check_copy (const Check *check)
{
  Check *copy = g_new0 (Check, 1);

  copy->subject = g_strdup (check->subject);
  copy->login = g_strdup (check->login);
  copy->passphrase = g_strdup (check->passphrase);
  copy->arguments = crf_arguments_copy (check->arguments);
  return copy;
}

static void
on_prompt_answered (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (CrfCheckWindow) self = crf_weak_take (user_data);
  g_autofree char *reason = NULL;
  CrfPromptAnswer answer = crf_dialogs_prompt_finish (result, &reason);

  if (self == NULL || self->asked == NULL || self->check == NULL)
    return;
  if (answer != CRF_PROMPT_CONFIRM)
    {
      keep_asked (self, NULL);
      return;
    }
  crf_arguments_set (self->asked->arguments, "confirm", self->prompt->id);
  crf_arguments_set (self->asked->arguments, "reason", reason);
  send (self, g_steal_pointer (&self->asked));
}

static void
on_checked (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (CrfCheckWindow) self = crf_weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_writer_run_finish (CRF_WRITER (source), result, &error);

  if (self == NULL || self->check == NULL)
    return;
  set_busy (self, FALSE);
  if (outcome != NULL && outcome->refusal == NULL && outcome->prompt != NULL)
    {
      g_clear_pointer (&self->prompt, crf_prompt_free);
      self->prompt = g_steal_pointer (&outcome->prompt);
      crf_dialogs_prompt_async (GTK_WIDGET (self), self->prompt, on_prompt_answered, crf_weak_new (self));
      return;
    }
  keep_asked (self, NULL);
  if (!crf_refusal_bar_take_outcome (self->bar, outcome, error))
    {
      gtk_window_set_default_size (GTK_WINDOW (self), WIDTH, -1); /* what it says must not push the button out of sight */
      return;
    }
  g_signal_emit (self, signals[SIGNAL_CHECKED], 0);
  gtk_window_close (GTK_WINDOW (self));
}

/* Takes @check. */
static void
send (CrfCheckWindow *self,
      Check          *check)
{
  keep_asked (self, check_copy (check));
  crf_refusal_bar_clear (self->bar);
  set_busy (self, TRUE);
  crf_writer_run_async (self->writer, check_job, check, check_free, (GDestroyNotify) crf_outcome_free, NULL, on_checked,
                        crf_weak_new (self));
}

static void
on_check_clicked (CrfCheckWindow *self)
{
  g_autofree char *ordinal = g_strdup_printf ("%d", self->ordinal);
  const char *passphrase = gtk_editable_get_text (GTK_EDITABLE (self->passphrase));
  Check *check = g_new0 (Check, 1);

  check->subject = g_strdup (self->subject);
  check->login = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->login))));
  check->passphrase = g_strdup (passphrase);
  check->arguments = crf_arguments_new ("weight", gtk_editable_get_text (GTK_EDITABLE (self->weight)),
                                        "concentration", gtk_editable_get_text (GTK_EDITABLE (self->concentration)),
                                        "viability", gtk_editable_get_text (GTK_EDITABLE (self->viability)),
                                        "volume", gtk_editable_get_text (GTK_EDITABLE (self->volume)),
                                        "passphrase", passphrase, "infusion", ordinal, NULL);
  if (gtk_widget_get_visible (GTK_WIDGET (self->lot)))
    crf_arguments_set (check->arguments, "lot", gtk_editable_get_text (GTK_EDITABLE (self->lot)));
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  send (self, check);
}

/* Enter goes down the page like in a form. */
static void
on_entry_activated (CrfCheckWindow *self)
{
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
crf_check_window_dispose (GObject *object)
{
  CrfCheckWindow *self = CRF_CHECK_WINDOW (object);

  g_clear_object (&self->writer);
  keep_asked (self, NULL);
  g_clear_pointer (&self->prompt, crf_prompt_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRF_TYPE_CHECK_WINDOW);
  G_OBJECT_CLASS (crf_check_window_parent_class)->dispose (object);
}

static void
crf_check_window_finalize (GObject *object)
{
  g_free (CRF_CHECK_WINDOW (object)->subject);
  G_OBJECT_CLASS (crf_check_window_parent_class)->finalize (object);
}

static void
crf_check_window_class_init (CrfCheckWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = crf_check_window_dispose;
  object_class->finalize = crf_check_window_finalize;

  signals[SIGNAL_CHECKED] = g_signal_new ("checked", CRF_TYPE_CHECK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);

  g_type_ensure (CRF_TYPE_REFUSAL_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/stemward/Stemward/patient/crf-check-window.ui");
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, identity);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, weight);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, concentration);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, viability);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, volume);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, lot_label);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, lot);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, login);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, passphrase);
  gtk_widget_class_bind_template_child (widget_class, CrfCheckWindow, check);
  gtk_widget_class_bind_template_callback (widget_class, on_check_clicked);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crf_check_window_init (CrfCheckWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crf_check_window_new (CrfWriter  *writer,
                      const char *subject,
                      const char *identity,
                      int         ordinal,
                      gboolean    masked)
{
  CrfCheckWindow *self = g_object_new (CRF_TYPE_CHECK_WINDOW, NULL);

  self->writer = g_object_ref (writer);
  self->subject = g_strdup (subject);
  self->ordinal = ordinal;
  gtk_widget_set_visible (self->lot_label, masked);
  gtk_widget_set_visible (GTK_WIDGET (self->lot), masked);
  gtk_label_set_label (self->identity, identity != NULL ? identity : "");
  return GTK_WIDGET (self);
}
