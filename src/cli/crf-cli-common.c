/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Options, passphrases, sign-in and messages. */

#include "crf-cli.h"

#include "crf-ground.h"
#include "crf-import-batch.h"
#include "crf-store-error.h"
#include "crf-xlsx-export.h"
#include "crf-readings.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define MAX_PASSPHRASE 1024

gboolean
crf_cli_parse (const CrfCommand *command,
               CrfCliOptions *options,
               const GOptionEntry *entries,
               int *argc,
               char ***argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (command->usage);
  g_autofree char *program = g_strconcat ("stemward-cli ", command->name, NULL);
  g_autoptr (GError) error = NULL;
  const GOptionEntry common[] = {
    { "user", 'u', 0, G_OPTION_ARG_STRING, options != NULL ? &options->user : NULL, N_("Login of the account"), N_("LOGIN") },
    { "role", 0, 0, G_OPTION_ARG_STRING, options != NULL ? &options->role : NULL, N_("One of the account's roles"), N_("ROLE") },
    { "passphrase-fd", 0, 0, G_OPTION_ARG_INT, options != NULL ? &options->passphrase_fd : NULL, N_("Read the passphrase from this descriptor"), "N" },
    { "new-passphrase-fd", 0, 0, G_OPTION_ARG_INT, options != NULL ? &options->new_passphrase_fd : NULL,
      N_("Read a new passphrase from this descriptor"), "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, options != NULL ? &options->json : NULL, N_("Print tables as JSON"), NULL },
    { "language", 0, 0, G_OPTION_ARG_STRING, options != NULL ? &options->language : NULL, N_("Language of study texts, as zh-CN"), N_("LANGUAGE") },
    { NULL }
  };

  if (options != NULL)
    {
      *options = (CrfCliOptions) { .passphrase_fd = -1, .new_passphrase_fd = -1, .recovery_key_fd = -1 };
      g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
    }
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(command->summary));
  g_set_prgname (program);
  if (g_option_context_parse (context, argc, argv, &error))
    return TRUE;
  g_printerr ("stemward-cli %s: %s\n", command->name, error->message);
  return FALSE;
}

void
crf_cli_options_clear (CrfCliOptions *options)
{
  g_clear_pointer (&options->user, g_free);
  g_clear_pointer (&options->role, g_free);
  g_clear_pointer (&options->language, g_free);
}

CrfExit
crf_cli_usage (const char *name)
{
  const CrfCommand *command = crf_cli_find_command (name);

  g_printerr (_("usage: stemward-cli %s %s\n"), command->name, command->usage);
  return CRF_EXIT_USAGE;
}

/* Ctrl+C at the prompt: the terminal must get its echo back before the program ends. */
static volatile sig_atomic_t prompt_interrupted;

static void
on_prompt_interrupt (int signal_number)
{
  prompt_interrupted = 1;
}

/* One line, without its end; never longer than a passphrase may be. NULL: nothing at all could be read. */
static char *
read_line (int fd)
{
  char *line = g_malloc0 (MAX_PASSPHRASE + 1);
  gsize length = 0;
  ssize_t n = 0;

  while (length < MAX_PASSPHRASE)
    {
      char c;

      n = read (fd, &c, 1);
      if (n < 0 && errno == EINTR && !prompt_interrupted)
        continue;
      if (n <= 0 || c == '\n')
        break;
      line[length++] = c;
    }
  if (n <= 0 && length == 0)
    g_clear_pointer (&line, crf_cli_passphrase_free);
  else if (length > 0 && line[length - 1] == '\r')
    line[length - 1] = '\0';
  return line;
}

static char *
ask_silently (int tty,
              const char *prompt)
{
  struct sigaction action = { .sa_handler = on_prompt_interrupt }, earlier;
  struct termios before, silent;
  char *passphrase;

  if (tcgetattr (tty, &before) != 0)
    return NULL;
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  sigaction (SIGINT, &action, &earlier);
  tcsetattr (tty, TCSAFLUSH, &silent);
  dprintf (tty, "%s: ", prompt);
  passphrase = read_line (tty);
  tcsetattr (tty, TCSAFLUSH, &before);
  dprintf (tty, "\n");
  sigaction (SIGINT, &earlier, NULL);
  if (prompt_interrupted)
    raise (SIGINT);
  return passphrase;
}

static char *
prompt_passphrase (const char *prompt)
{
  int tty = open ("/dev/tty", O_RDWR | O_CLOEXEC);
  char *passphrase;

  if (tty < 0)
    {
      g_printerr ("%s\n", _("No terminal to ask for the passphrase: use --passphrase-fd or STEMWARD_PASSPHRASE_FILE, "
                                "and for a new passphrase --new-passphrase-fd."));
      return NULL;
    }
  passphrase = ask_silently (tty, prompt);
  close (tty);
  return passphrase;
}

static char *
read_from_fd (int fd)
{
  char *passphrase = read_line (fd);

  if (passphrase == NULL)
    g_printerr (_("There is no passphrase to read from descriptor %d.\n"), fd);
  return passphrase;
}

/* A new one is typed twice: a slip would lock its owner out. */
static char *
prompt_twice (const char *prompt)
{
  char *first = prompt_passphrase (prompt);
  char *second = first != NULL ? prompt_passphrase (_("The same again")) : NULL;

  if (second != NULL && g_str_equal (first, second))
    {
      crf_cli_passphrase_free (second);
      return first;
    }
  if (second != NULL)
    g_printerr ("%s\n", _("The two passphrases differ."));
  crf_cli_passphrase_free (first);
  crf_cli_passphrase_free (second);
  return NULL;
}

char *
crf_cli_read_new_passphrase (int fd,
                             const char *prompt)
{
  return fd >= 0 ? read_from_fd (fd) : prompt_twice (prompt);
}

char *
crf_cli_read_secret (int fd,
                     const char *prompt)
{
  return fd >= 0 ? read_from_fd (fd) : prompt_passphrase (prompt);
}

char *
crf_cli_read_passphrase (int fd,
                         const char *prompt)
{
  const char *path = g_getenv ("STEMWARD_PASSPHRASE_FILE");
  char *passphrase;
  int file;

  if (fd >= 0)
    return read_from_fd (fd);
  if (path == NULL)
    return prompt_passphrase (prompt);
  file = open (path, O_RDONLY | O_CLOEXEC);
  if (file < 0)
    {
      g_printerr (_("The passphrase file “%s” cannot be read: %s\n"), path, g_strerror (errno));
      return NULL;
    }
  passphrase = read_line (file);
  close (file);
  if (passphrase == NULL)
    g_printerr (_("The passphrase file “%s” is empty.\n"), path);
  return passphrase;
}

void
crf_cli_passphrase_free (char *passphrase)
{
  if (passphrase == NULL)
    return;
  explicit_bzero (passphrase, strlen (passphrase));
  g_free (passphrase);
}

/* The same sentence once: what ended a command is often also why all was not read. */
static void
say (const GError *error)
{
  static char *said;

  if (g_strcmp0 (error->message, said) == 0)
    return;
  g_printerr ("%s\n", error->message);
  g_free (said);
  said = g_strdup (error->message);
}

CrfExit
crf_cli_fail (GError *error)
{
  say (error);
  if (g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_PASSPHRASE) || g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DISABLED) ||
      g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_KEY) || g_error_matches (error, CRF_XLSX_ERROR, CRF_XLSX_ERROR_PERMISSION) ||
      g_error_matches (error, CRF_BATCH_ERROR, CRF_BATCH_ERROR_NOT_PERMITTED))
    return CRF_EXIT_PERMISSION;
  return CRF_EXIT_FILE;
}

CrfExit
crf_cli_fail_reading (GError *error)
{
  CrfExit exit = crf_cli_fail (error);

  return g_error_matches (error, CRF_STORE_ERROR, CRF_STORE_ERROR_NOT_FOUND) ? CRF_EXIT_NO : exit;
}

static gboolean incomplete;

void
crf_cli_close (CrfSession *session)
{
  const CrfReadings begun = { 0 };
  g_autoptr (GError) error = NULL;

  if (session != NULL && !crf_readings_hold (session, &begun, &error))
    {
      say (error);
      incomplete = TRUE;
    }
  crf_session_close (session);
}

gboolean
crf_cli_is_incomplete (void)
{
  return incomplete;
}

CrfSession *
crf_cli_sign_in_with (const char *path,
                      const CrfCliOptions *options,
                      const char *passphrase,
                      CrfExit *exit)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in (path, options->user, passphrase, options->role, crf_clock_system (), &error);

  for (guint i = 0; session != NULL && i < crf_session_get_notices (session)->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (crf_session_get_notices (session), i));
  if (session == NULL)
    *exit = crf_cli_fail (error);
  else
    {
      *exit = CRF_EXIT_DONE;
      crf_cli_warn_network (path);
      crf_session_set_language (session, options->language);
    }
  return session;
}

CrfSession *
crf_cli_sign_in (const char *path,
                 const CrfCliOptions *options,
                 char **passphrase,
                 CrfExit *exit)
{
  CrfSession *session;
  char *typed;

  *exit = CRF_EXIT_USAGE;
  if (passphrase != NULL)
    *passphrase = NULL;
  if (options->user == NULL)
    {
      g_printerr ("%s\n", _("Say who you are with --user LOGIN."));
      return NULL;
    }
  typed = crf_cli_read_passphrase (options->passphrase_fd, _("Passphrase"));
  if (typed == NULL)
    return NULL;
  session = crf_cli_sign_in_with (path, options, typed, exit);
  if (passphrase != NULL)
    *passphrase = typed;
  else
    crf_cli_passphrase_free (typed);
  return session;
}

void
crf_cli_warn_network (const char *path)
{
  g_autofree char *warning = crf_file_network_warning (path);

  if (warning != NULL)
    g_printerr ("%s\n", warning);
}

void
crf_cli_warn_read_only (CrfSession *session)
{
  if (crf_session_is_read_only (session))
    g_printerr ("%s\n", _("The study file lies on read-only media: this reading is not journalled."));
}

CrfExit
crf_cli_refused (const CrfRefusal *refusal)
{
  static const char *const permission[] = { "not-permitted", "may-not-know", "task-not-delegated", "task-not-signed", "names-not-permitted", NULL };

  g_printerr ("%s\n", refusal->message);
  if (refusal->remedy != NULL)
    g_printerr ("→ %s\n", refusal->remedy);
  return g_strv_contains (permission, refusal->code) ? CRF_EXIT_PERMISSION : CRF_EXIT_NO;
}

/* The reason that is offered stands there to be taken or written over. Free it. */
static char *
name_reason (const CrfPrompt *prompt,
             const char *argument)
{
  g_autofree char *quoted = prompt->reason != NULL ? g_shell_quote (prompt->reason) : NULL;

  return prompt->needs_reason ? g_strconcat (argument, quoted != NULL ? quoted : "…", NULL) : g_strdup ("");
}

CrfExit
crf_cli_ask (const CrfPrompt *prompt)
{
  g_autofree char *reason = name_reason (prompt, " --reason ");

  g_printerr ("%s\n", prompt->message);
  g_printerr (_("→ Repeat with --confirm %s%s to go on all the same.\n"), prompt->id, reason);
  return CRF_EXIT_NO;
}

CrfExit
crf_cli_report (CrfOutcome *outcome)
{
  g_autoptr (GList) keys = NULL;

  if (outcome->refusal != NULL)
    return crf_cli_refused (outcome->refusal);
  if (outcome->prompt != NULL)
    {
      g_autofree char *reason = name_reason (outcome->prompt, " reason=");

      g_printerr ("%s\n", outcome->prompt->message);
      g_printerr (_("→ Repeat with confirm=%s%s to store it all the same.\n"), outcome->prompt->id, reason);
      return CRF_EXIT_NO;
    }
  keys = g_list_sort (g_hash_table_get_keys (outcome->results), (GCompareFunc) g_strcmp0);
  for (GList *key = keys; key != NULL; key = key->next)
    g_print ("%s\t%s\n", (char *) key->data, (char *) g_hash_table_lookup (outcome->results, key->data));
  for (guint i = 0; i < outcome->notices->len; i++)
    g_printerr ("%s\n", (char *) g_ptr_array_index (outcome->notices, i));
  return CRF_EXIT_DONE;
}

gboolean
crf_cli_note_view (CrfSession *session,
                   const char *what,
                   const char *subject,
                   GError **error)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  if (crf_session_is_read_only (session))
    return TRUE;
  outcome = crf_conduct_with (session, "note-view", subject, error, "what", what, NULL);
  return outcome != NULL;
}

gboolean
crf_cli_begin_figures (CrfSession *session,
                       const char *what,
                       GError **error)
{
  return crf_ground_holds (session, NULL, error) && crf_cli_note_view (session, what, NULL, error);
}

static GCancellable *interrupted;

/* Waits for Ctrl+C in a thread of its own: a signal handler may not take locks. A second Ctrl+C ends the program. */
static gpointer
wait_for_interrupt (gpointer data)
{
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  if (sigwait (&signals, &number) != 0)
    return NULL;
  g_cancellable_cancel (interrupted);
  signal (SIGINT, SIG_DFL);
  pthread_sigmask (SIG_UNBLOCK, &signals, NULL);
  for (;;)
    pause ();
  return NULL;
}

GCancellable *
crf_cli_cancellable (void)
{
  if (interrupted == NULL)
    {
      sigset_t signals;

      interrupted = g_cancellable_new ();
      sigemptyset (&signals);
      sigaddset (&signals, SIGINT);
      pthread_sigmask (SIG_BLOCK, &signals, NULL);
      g_thread_unref (g_thread_new ("interrupt", wait_for_interrupt, NULL));
    }
  return interrupted;
}

void
crf_cli_progress (double fraction,
                  gpointer data)
{
  static int last = -1;
  int percent = (int) (fraction * 100);

  if (!isatty (STDERR_FILENO) || percent == last)
    return;
  last = percent;
  g_printerr ("\r%3d %%%s", percent, percent >= 100 ? "\n" : "");
}
