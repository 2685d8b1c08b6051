/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the commands of stemward-cli share: exit codes, passphrases, sign-in, tables. */

#pragma once

#include "crf-session.h"
#include "crf-use-case.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef enum
{
  CRF_EXIT_DONE = 0,
  CRF_EXIT_NO = 1,      /* tampered, not eligible, refused */
  CRF_EXIT_USAGE = 2,
  CRF_EXIT_FILE = 3,
  CRF_EXIT_PERMISSION = 4,
} CrfExit;

typedef struct
{
  const char *name;
  const char *usage;    /* arguments, after the name */
  const char *summary;  /* N_() */
  CrfExit (*run) (int argc, char **argv);
} CrfCommand;

CrfExit crf_cli_studies (int argc, char **argv);
CrfExit crf_cli_check_study (int argc, char **argv);
CrfExit crf_cli_create (int argc, char **argv);
CrfExit crf_cli_user (int argc, char **argv);
CrfExit crf_cli_do (int argc, char **argv);
CrfExit crf_cli_demo (int argc, char **argv);
CrfExit crf_cli_import (int argc, char **argv);
CrfExit crf_cli_export (int argc, char **argv);
CrfExit crf_cli_screening (int argc, char **argv);
CrfExit crf_cli_verification (int argc, char **argv);
CrfExit crf_cli_show (int argc, char **argv);
CrfExit crf_cli_print (int argc, char **argv);
CrfExit crf_cli_journal (int argc, char **argv);
CrfExit crf_cli_verify (int argc, char **argv);
CrfExit crf_cli_backup (int argc, char **argv);
CrfExit crf_cli_compute (int argc, char **argv);
CrfExit crf_cli_survival (int argc, char **argv);
CrfExit crf_cli_summary (int argc, char **argv);
CrfExit crf_cli_randomise (int argc, char **argv);
CrfExit crf_cli_sign (int argc, char **argv);
CrfExit crf_cli_sheet (int argc, char **argv);
CrfExit crf_cli_envelopes (int argc, char **argv);
CrfExit crf_cli_permissions (int argc, char **argv);
CrfExit crf_cli_meddra (int argc, char **argv);
CrfExit crf_cli_restore (int argc, char **argv);
CrfExit crf_cli_backups (int argc, char **argv);
CrfExit crf_cli_protect (int argc, char **argv);
CrfExit crf_cli_encrypt (int argc, char **argv);
CrfExit crf_cli_decrypt (int argc, char **argv);

/* ── Options ── */
/* Options that every command on a study file takes; add the entries with crf_cli_parse(). */
typedef struct
{
  char *user;
  char *role;
  int passphrase_fd;     /* -1: not given */
  int new_passphrase_fd;
  int recovery_key_fd;   /* of "do" and "user" only */
  gboolean recovery_key; /* asked for at the terminal */
  gboolean json;
  char *language;
} CrfCliOptions;

/* Entries of commands that may ask back: the answer, and why. */
#define CRF_CLI_ANSWER_OPTIONS(confirm, reason) \
  { "confirm", 0, 0, G_OPTION_ARG_STRING, &(confirm), N_("Answer to a question, as the question names it"), N_("ANSWER") }, \
  { "reason", 0, 0, G_OPTION_ARG_STRING, &(reason), N_("Why, for the journal"), N_("TEXT") }

/* Parses @argv of the command @name with the common options (if @options is not NULL) and @entries (NULL-terminated, or NULL). On success argc/argv hold
 * what is left, argv[0] the command. FALSE: usage was printed. */
gboolean crf_cli_parse (const CrfCommand *command, CrfCliOptions *options, const GOptionEntry *entries, int *argc, char ***argv);
void     crf_cli_options_clear (CrfCliOptions *options);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrfCliOptions, crf_cli_options_clear)
const CrfCommand *crf_cli_find_command (const char *name);
/* "usage: …" on standard error. */
CrfExit  crf_cli_usage (const char *command);

/* ── Passphrases ── */
/* From the descriptor, STEMWARD_PASSPHRASE_FILE or a prompt without echo, in that order. NULL: none could be had (said on standard error). Free with
 * crf_cli_passphrase_free(), which wipes it. */
char    *crf_cli_read_passphrase (int fd, const char *prompt);
/* A passphrase to be set: from the descriptor, else asked for twice. It is never that of the person who signs in. */
char    *crf_cli_read_new_passphrase (int fd, const char *prompt);
/* FALSE, said on standard error: the passphrase will not do for a file that leaves. @session may be NULL. */
gboolean crf_cli_check_transport (CrfSession *session, const char *passphrase);
void     crf_cli_passphrase_free (char *passphrase);

/* ── Sessions ── */
/* Signs in to @path as @options say. NULL: said on standard error, @exit set. */
CrfSession *crf_cli_sign_in_with (const char *path, const CrfCliOptions *options, const char *passphrase, CrfExit *exit);
/* The same with a passphrase that is read first, and left in @passphrase if that is not NULL. */
CrfSession *crf_cli_sign_in (const char *path, const CrfCliOptions *options, char **passphrase, CrfExit *exit);
/* Closes what these opened (NULL: nothing). What could not be read meanwhile is said on standard error, and crf_cli_is_incomplete() is TRUE from then on:
 * what was printed may not be all there is. */
void     crf_cli_close (CrfSession *session);
gboolean crf_cli_is_incomplete (void);
/* Warns where the study file lies on a network file system. */
void     crf_cli_warn_network (const char *path);
/* Says that a reading is not journalled, where the file cannot be written. */
void     crf_cli_warn_read_only (CrfSession *session);
/* What is neither a passphrase of one's own nor a new one: from @fd, or asked for once at the terminal. Free with crf_cli_passphrase_free(). */
char    *crf_cli_read_secret (int fd, const char *prompt);
/* Journals that @what ("trail", "summary" …, as "note-view" takes it) was read, of @subject or (NULL) of all, before it is printed: reading is in the
 * journal, as it is in the window. From read-only media nothing can be. FALSE with @error. */
gboolean crf_cli_note_view (CrfSession *session, const char *what, const char *subject, GError **error);
/* The same before figures are printed that rest on all that is stored: FALSE with @error where that is not what the journal says. */
gboolean crf_cli_begin_figures (CrfSession *session, const char *what, GError **error);
/* Says @error on standard error and gives its exit code. */
CrfExit  crf_cli_fail (GError *error);
/* The same after sign-in, where "not found" is a patient and not the file. */
CrfExit  crf_cli_fail_reading (GError *error);
/* Prints refusal, prompt, notices and results of the outcome. */
CrfExit  crf_cli_report (CrfOutcome *outcome);
/* Says a question and the options --confirm and --reason that answer it. */
CrfExit  crf_cli_ask (const CrfPrompt *prompt);
/* Says a refusal, and how to exit with it. */
CrfExit  crf_cli_refused (const CrfRefusal *refusal);
/* Cancelled by Ctrl+C. */
GCancellable *crf_cli_cancellable (void);
/* Progress on a terminal's standard error; a CrfProgress function. */
void     crf_cli_progress (double fraction, gpointer data);

/* ── Tables ── */
typedef struct _CrfTable CrfTable;
/* TSV with a header line, or a JSON array of objects. Columns end with NULL. */
CrfTable *crf_table_new (gboolean json, ...) G_GNUC_NULL_TERMINATED;
/* A further column; all columns come before the first cell. */
void      crf_table_add_column (CrfTable *table, const char *column);
/* One cell; NULL is an empty cell, null in JSON. A row ends when all columns are filled. */
void      crf_table_add (CrfTable *table, const char *text);
void      crf_table_add_format (CrfTable *table, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Prints it on standard output and frees it. */
void      crf_table_print (CrfTable *table);
/* Prints what the builder holds on standard output. */
void      crf_cli_print_json (JsonBuilder *builder);

G_END_DECLS
