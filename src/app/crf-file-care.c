/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Backups and verification of the open file. */

#include "crf-file-care.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crf-app.h"
#include "crf-backups.h"
#include "crf-preferences.h"
#include "crf-verify.h"
#include "crf-weak.h"

#define FIRST_LOOK_SECONDS 20
#define LOOK_SECONDS (15 * 60)

struct _CrfFileCare
{
  GObject parent_instance;

  CrfWriter *writer;
  char *path;
  GCancellable *cancellable;
  gboolean on, busy;
  gboolean asked;         /* for a backup, while something else runs: it follows */
  CrfInstant backed_up;   /* utc_ms 0: never */
  CrfInstant verified;
  char *backup_fault;
  char *verify_fault;
  guint timer, again;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_ALARM,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrfFileCare, crf_file_care, G_TYPE_OBJECT)

/* One run on a thread: what it is to do, and what came of it. */
typedef struct
{
  char *path;
  char **folders;
  CrfInstant now;
  CrfBackupRule rule;
  CrfBackupMade made[2]; /* the study's own folder; the chosen one */
  char *fault;
} Care;

static void
care_free (gpointer data)
{
  Care *care = data;

  for (guint i = 0; i < G_N_ELEMENTS (care->made); i++)
    crf_backup_made_clear (&care->made[i]);
  g_strfreev (care->folders);
  g_free (care->path);
  g_free (care->fault);
  g_free (care);
}

static CrfInstant
now_instant (void)
{
  CrfClock clock = crf_app_get_clock ();

  return crf_clock_now (&clock);
}

static gboolean
is_same_day (CrfInstant a, CrfInstant b)
{
  char x[CRF_INSTANT_SIZE], y[CRF_INSTANT_SIZE];

  a.offset_minutes = b.offset_minutes;
  return strcmp (crf_instant_format_local_date (a, x), crf_instant_format_local_date (b, y)) == 0;
}

char **
crf_file_care_dup_folders (void)
{
  g_autofree char *folder = crf_preferences_get_backup_folder ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (folder != NULL)
    g_strv_builder_add (builder, folder);
  return g_strv_builder_end (builder);
}

static CrfBackupRule
get_rule (void)
{
  g_autofree char *text = crf_preferences_get_backup_keep ();
  CrfBackupRule rule = CRF_BACKUP_RULE_USUAL;

  crf_backup_rule_parse (text, &rule);
  return rule;
}

static Care *
care_new (CrfFileCare *self)
{
  Care *care = g_new0 (Care, 1);

  care->path = g_strdup (self->path);
  care->folders = crf_file_care_dup_folders ();
  care->now = now_instant ();
  care->rule = get_rule ();
  return care;
}

static void
find_last (CrfFileCare *self)
{
  g_autoptr (GPtrArray) files = crf_backup_set_list (self->path, NULL);

  for (guint i = 0; i < files->len && self->backed_up.utc_ms == 0; i++)
    if (((CrfBackupFile *) g_ptr_array_index (files, i))->automatic)
      self->backed_up = ((CrfBackupFile *) g_ptr_array_index (files, i))->at;
}

static void
changed (CrfFileCare *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ── Verification ── */
static void
verify_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Care *care = task_data;
  GError *error = NULL;
  g_autoptr (CrfVerifyReport) report = crf_verify (care->path, NULL, NULL, cancellable, &error);
  g_autoptr (GPtrArray) files = crf_backup_set_list (care->path, (const char *const *) care->folders);

  if (report == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (report->faults->len > 0)
    {
      CrfVerifyFault *fault = g_ptr_array_index (report->faults, 0);

      care->fault = g_strdup_printf (_("The daily check of the study file found faults: %s: %s Keep the file, and restore the last backup that is whole."),
                                     fault->where, fault->what);
    }
  else if (files->len > 0)
    {
      CrfBackupFile *newest = g_ptr_array_index (files, 0);

      if (crf_backup_file_check (newest, cancellable, NULL))
        care->fault = g_strdup (newest->fault);
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean follow (CrfFileCare *self);

static void
on_verified (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfFileCare) self = crf_weak_take (user_data);
  Care *care = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->busy = FALSE;
  self->verified = care->now;
  g_free (self->verify_fault);
  self->verify_fault = done ? g_steal_pointer (&care->fault) : g_strdup (error->message);
  if (self->verify_fault != NULL)
    g_signal_emit (self, signals[SIGNAL_ALARM], 0, self->verify_fault);
  changed (self);
  follow (self);
}

static void
verify (CrfFileCare *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->busy || (self->verified.utc_ms != 0 && is_same_day (self->verified, now_instant ())))
    return;
  self->busy = TRUE;
  task = g_task_new (NULL, self->cancellable, on_verified, crf_weak_new (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, care_new (self), care_free);
  g_task_run_in_thread (task, verify_thread);
  changed (self);
}

/* ── Backup ── */
static void
backup_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Care *care = task_data;
  GError *error = NULL;

  if (!crf_backup_set_make (care->path, NULL, care->now, &care->rule, &care->made[0], cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The chosen disk may not be plugged in: that is said, and the first copy counts. */
  if (care->folders[0] != NULL
      && !crf_backup_set_make (care->path, care->folders[0], care->now, &care->rule, &care->made[1], cancellable, &error))
    {
      care->fault = g_strdup (error->message);
      g_error_free (error);
    }
  g_task_return_boolean (task, TRUE);
}

static void
on_backed_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfFileCare) self = crf_weak_take (user_data);
  Care *care = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->busy = FALSE;
  g_free (self->backup_fault);
  self->backup_fault = done ? g_steal_pointer (&care->fault) : g_strdup (error->message);
  if (done)
    self->backed_up = care->now;
  for (guint i = 0; i < G_N_ELEMENTS (care->made); i++)
    if (care->made[i].path != NULL)
      crf_writer_conduct_async (self->writer, "record-backup", NULL,
                                crf_arguments_new ("to", care->made[i].path, "sha256", care->made[i].sha256, "heads", care->made[i].heads, NULL),
                                NULL, NULL, NULL);
  if (self->backup_fault != NULL)
    g_signal_emit (self, signals[SIGNAL_ALARM], 0, self->backup_fault);
  changed (self);
  if (!follow (self))
    verify (self);
}

static void
back_up (CrfFileCare *self)
{
  g_autoptr (GTask) task = NULL;

  self->asked = FALSE;
  self->busy = TRUE;
  task = g_task_new (NULL, self->cancellable, on_backed_up, crf_weak_new (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, care_new (self), care_free);
  g_task_run_in_thread (task, backup_thread);
  changed (self);
}

static gboolean
on_again (gpointer user_data)
{
  CrfFileCare *self = user_data;

  self->again = 0;
  if (!self->busy)
    follow (self);
  return G_SOURCE_REMOVE;
}

/* What was asked for meanwhile. A backup has the second in its name: of one second there is one. */
static gboolean
follow (CrfFileCare *self)
{
  if (!self->asked || !self->on)
    return FALSE;
  if (self->backed_up.utc_ms / 1000 == now_instant ().utc_ms / 1000)
    self->again = g_timeout_add (1000, on_again, self);
  else
    back_up (self);
  return TRUE;
}

void
crf_file_care_back_up (CrfFileCare *self)
{
  g_return_if_fail (CRF_IS_FILE_CARE (self));

  if (!self->on)
    return;
  self->asked = TRUE;
  if (!self->busy && self->again == 0)
    follow (self);
  else
    changed (self);
}

gboolean
crf_file_care_is_asked (CrfFileCare *self)
{
  return self->asked;
}

static gpointer
due_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  return GINT_TO_POINTER (crf_backups_due (session));
}

static void
on_due_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CrfFileCare) self = crf_weak_take (user_data);
  gboolean due = GPOINTER_TO_INT (crf_writer_run_finish (CRF_WRITER (source), result, NULL));

  if (self == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  if (due)
    crf_file_care_back_up (self);
  else
    verify (self);
}

static gboolean
on_look (gpointer user_data)
{
  CrfFileCare *self = user_data;

  if (self->again != 0)
    return G_SOURCE_CONTINUE;
  if (!self->busy && is_same_day (self->backed_up, now_instant ()))
    verify (self);
  else if (!self->busy)
    crf_writer_run_async (self->writer, due_job, NULL, NULL, NULL, self->cancellable, on_due_known, crf_weak_new (self));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_first_look (gpointer user_data)
{
  CrfFileCare *self = user_data;

  on_look (self);
  self->timer = g_timeout_add_seconds (LOOK_SECONDS, on_look, self);
  return G_SOURCE_REMOVE;
}

/* ── Closing ── */
static gpointer
close_job (CrfSession *session, gpointer data, GCancellable *cancellable, GError **error)
{
  Care *care = data;

  if (!crf_backups_due (session))
    return NULL;
  crf_outcome_free (crf_backups_make (session, NULL, &care->rule, NULL, NULL));
  if (care->folders[0] != NULL && g_file_test (care->folders[0], G_FILE_TEST_IS_DIR))
    crf_outcome_free (crf_backups_make (session, care->folders[0], &care->rule, NULL, NULL));
  return NULL;
}

void
crf_file_care_close (CrfFileCare *self)
{
  g_return_if_fail (CRF_IS_FILE_CARE (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->again, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->on && crf_preferences_get_backup_on_close ())
    {
      Care *care = care_new (self);

      crf_writer_call (self->writer, close_job, care, NULL);
      care_free (care);
    }
  self->on = FALSE;
}

/* ── State ── */
gboolean
crf_file_care_is_on (CrfFileCare *self)
{
  return self->on;
}

gboolean
crf_file_care_is_busy (CrfFileCare *self)
{
  return self->busy;
}

gboolean
crf_file_care_has_fault (CrfFileCare *self)
{
  return self->backup_fault != NULL || self->verify_fault != NULL;
}

char *
crf_file_care_dup_label (CrfFileCare *self)
{
  CrfInstant now = now_instant ();
  CrfInstant at = self->backed_up;
  char text[CRF_INSTANT_SIZE];

  if (at.utc_ms == 0)
    return g_strdup (_("no backup"));
  at.offset_minutes = now.offset_minutes;
  crf_instant_format_local (at, text);
  if (is_same_day (at, now))
    return g_strdup (text + 11);
  text[10] = '\0';
  return g_strdup (text);
}

char *
crf_file_care_dup_details (CrfFileCare *self)
{
  g_autofree char *label = crf_file_care_dup_label (self);
  GString *text = g_string_new (NULL);

  if (self->backed_up.utc_ms == 0)
    g_string_append (text, _("There is no backup yet."));
  else
    g_string_append_printf (text, _("Last backup, opened and checked: %s"), label);
  if (self->backup_fault != NULL)
    g_string_append_printf (text, "\n%s", self->backup_fault);
  if (self->verify_fault != NULL)
    g_string_append_printf (text, "\n%s", self->verify_fault);
  else if (self->verified.utc_ms != 0)
    {
      char at[CRF_INSTANT_SIZE];

      g_string_append_printf (text, _("\nIntegrity checked, all agrees: %s"), crf_instant_format_local (self->verified, at) + 11);
    }
  if (self->busy)
    g_string_append_printf (text, "\n%s", _("Working on it now."));
  if (self->asked)
    g_string_append_printf (text, "\n%s", _("The backup that you asked for follows."));
  return g_string_free (text, FALSE);
}

static void
crf_file_care_dispose (GObject *object)
{
  CrfFileCare *self = CRF_FILE_CARE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  g_clear_handle_id (&self->again, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (crf_file_care_parent_class)->dispose (object);
}

static void
crf_file_care_finalize (GObject *object)
{
  CrfFileCare *self = CRF_FILE_CARE (object);

  g_object_unref (self->cancellable);
  g_free (self->path);
  g_free (self->backup_fault);
  g_free (self->verify_fault);

  G_OBJECT_CLASS (crf_file_care_parent_class)->finalize (object);
}

static void
crf_file_care_class_init (CrfFileCareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = crf_file_care_dispose;
  object_class->finalize = crf_file_care_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ALARM] = g_signal_new ("alarm", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                        G_TYPE_STRING);
}

static void
crf_file_care_init (CrfFileCare *self)
{
  self->cancellable = g_cancellable_new ();
}

CrfFileCare *
crf_file_care_new (CrfWriter *writer, const char *path)
{
  CrfFileCare *self;

  g_return_val_if_fail (CRF_IS_WRITER (writer), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (CRF_TYPE_FILE_CARE, NULL);
  self->writer = g_object_ref (writer);
  self->path = g_strdup (path);
  self->on = !crf_writer_is_demo (writer) && !crf_writer_is_read_only (writer);
  if (!self->on)
    return self;
  find_last (self);
  self->timer = g_timeout_add_seconds (FIRST_LOOK_SECONDS, on_first_look, self);
  return self;
}

void
crf_file_care_set_writer (CrfFileCare *self, CrfWriter *writer)
{
  g_return_if_fail (CRF_IS_FILE_CARE (self));
  g_return_if_fail (CRF_IS_WRITER (writer));

  g_set_object (&self->writer, writer);
}
