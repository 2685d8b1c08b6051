/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs the built stemward-cli in a temporary folder: arguments in, exit code and both outputs out. */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CLI_ADMIN_PASSPHRASE "the admin's own words"
#define CLI_USER_PASSPHRASE "another nine words"

typedef struct
{
  char *dir;    /* the program runs here, so that file names are short */
  char *out;    /* of the last run */
  char *err;
  int status;
  const char *secret; /* of the next runs, at descriptor 5; NULL: none */
} Cli;

void  cli_set_up (Cli *cli, gconstpointer data);
/* The same with a study file t.stemward: accounts admin, nurse, doc (investigator), mona (monitor), recovery key confirmed. */
void  cli_set_up_study (Cli *cli, gconstpointer data);
void  cli_tear_down (Cli *cli, gconstpointer data);
/* Once, after the last test. */
void  cli_clean_up (void);
char *cli_path (Cli *cli, const char *name);
/* In a build with SQLCipher study files are encrypted as a whole. */
gboolean    cli_is_encrypted (Cli *cli, const char *name);
/* Whom to name as @user to a command that needs an account only for such a file; NULL where it is not one. */
const char *cli_who_opens (Cli *cli, const char *name);

/* Runs it with the arguments, NULL at the end. @user NULL: no --user. Passphrases come by descriptors. Fails the test unless the exit status is
 * @expected. */
void  cli_run (Cli *cli, const char *user, int expected, ...) G_GNUC_NULL_TERMINATED;
/* The same with the passphrase given here; NULL: no descriptor at all. */
void  cli_run_with (Cli *cli, const char *user, const char *passphrase, int expected, ...) G_GNUC_NULL_TERMINATED;
/* The same, whatever the exit status is; returns it. */
int   cli_try (Cli *cli, const char *user, const char *passphrase, ...) G_GNUC_NULL_TERMINATED;
/* The value of "key\tvalue" in the last output. Free it. */
char *cli_result (Cli *cli, const char *key);
void  cli_assert_says (Cli *cli, const char *text); /* in either output */
void  cli_assert_silent_about (Cli *cli, const char *text);
/* A table's cell in the last output: column by header, row 1 is the first below it; "" if there is none. Free it. */
char *cli_cell (Cli *cli, guint row, const char *column);
guint cli_count_rows (Cli *cli);
/* Path of a file of the clinical samples, or NULL after saying that the test is skipped. Free it. */
char *cli_sample (const char *name);

G_END_DECLS
