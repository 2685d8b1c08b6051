/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From create to backup on a real study file, as a script would; and what the program says where it may not or cannot. */

#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Registers a patient with consent; the number. Free it. */
static char *
register_patient (Cli *cli)
{
  cli_run (cli, "nurse", 0, "do", "t.stemward", "register", "sex=F", "birth-date=1972-05-04", "initials=ZHHO", "name=张红", "consent-version=1.0",
           "consent-at=2020-03-02 08:30", "explained-by=Wang Wei", NULL);
  return cli_result (cli, "number");
}

static void
enter (Cli *cli,
       const char *number,
       const char *item,
       const char *value,
       const char *unit)
{
  g_autofree char *item_argument = g_strconcat ("item=", item, NULL);
  g_autofree char *value_argument = g_strconcat ("value=", value, NULL);
  g_autofree char *unit_argument = g_strconcat ("unit=", unit != NULL ? unit : "", NULL);

  cli_run (cli, "nurse", 0, "do", "t.stemward", "enter", "--subject", number, "event=SCREENING", "form=F.VISIT", item_argument, value_argument,
           unit_argument, NULL);
}

static void
test_whole_way (Cli *cli,
                gconstpointer data)
{
  g_autofree char *number = register_patient (cli), *user = NULL, *sum = NULL, *copy = NULL;
  g_autofree char *book = cli_path (cli, "t.xlsx"), *folder = cli_path (cli, "copies"), *bytes = NULL;
  gsize length;

  enter (cli, number, "TBIL", "54", "umol/L");
  enter (cli, number, "INR", "2,0", NULL);
  enter (cli, number, "CREAT", "105", "umol/L");
  enter (cli, number, "DIALYSIS", "N", NULL);

  cli_run (cli, "nurse", 0, "show", "t.stemward", number, NULL);
  cli_assert_says (cli, "ZHHO");
  cli_assert_says (cli, "Total bilirubin: 54 µmol/L");
  cli_assert_says (cli, "MELD: 20");

  cli_run (cli, "nurse", 0, "journal", "t.stemward", "--subject", number, NULL);
  cli_assert_says (cli, "value.set");
  user = cli_cell (cli, 1, "user");
  g_assert_cmpstr (user, ==, "nurse");
  /* Who does not hold the key of identifiers reads no names. */
  cli_run (cli, "mona", 0, "journal", "t.stemward", "--subject", number, NULL);
  cli_assert_says (cli, "value.set");
  cli_assert_silent_about (cli, "张红");
  cli_run (cli, "mona", 0, "show", "t.stemward", number, NULL);
  cli_assert_says (cli, "MELD: 20");
  cli_assert_silent_about (cli, "张红");
  cli_run (cli, "nurse", 0, "journal", "t.stemward", "--since", "2199-01-01", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 0);
  cli_run (cli, "nurse", 0, "journal", "t.stemward", "--json", NULL);
  g_assert_true (g_str_has_prefix (cli->out, "["));

  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "t.xlsx", NULL);
  sum = cli_result (cli, "sha256");
  g_assert_true (g_file_get_contents (book, &bytes, &length, NULL));
  copy = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) bytes, length);
  g_assert_cmpstr (sum, ==, copy);

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  cli_run (cli, "admin", 0, "backup", "t.stemward", "copies", NULL);
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "verify", "t.stemward", NULL);
}

/* Asked for and not permitted is refused: nothing is written, and the journal does not say that names went out. */
static void
test_names_refused (Cli *cli,
                    gconstpointer data)
{
  static const char *const names[] = { "t.xlsx", "t.pdf", "t.xml" };

  g_free (register_patient (cli));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = cli_path (cli, names[i]);

      cli_run (cli, "mona", 4, "export", "t.stemward", "--to", names[i], "--identifiers", NULL);
      cli_assert_says (cli, "not for the role");
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  cli_run (cli, "admin", 0, "journal", "t.stemward", "--json", NULL);
  cli_assert_silent_about (cli, "with identifiers");

  /* Whose role is taken away loses them, whatever keys the account had. */
  cli_run (cli, "admin", 0, "do", "t.stemward", "set-roles", "login=nurse", "roles=monitor", NULL);
  cli_run (cli, "nurse", 4, "export", "t.stemward", "--to", "t.xlsx", "--identifiers", NULL);
  cli_run (cli, "nurse", 2, "export", "t.stemward", "--to", "t.xml", "--transactional", "--identifiers", NULL);
  cli_run (cli, "doc", 0, "export", "t.stemward", "--to", "t.xml", "--identifiers", NULL);
  cli_run (cli, "admin", 0, "journal", "t.stemward", NULL);
  cli_assert_says (cli, "odm snapshot, with identifiers");
}

/* Others read the command line: in the list of processes, in the shell's history. */
static void
test_recovery_key (Cli *cli,
                   gconstpointer data)
{
  cli_run (cli, "admin", 2, "do", "t.stemward", "grant-keys", "login=nurse", "recovery-key=AAAA-BBBB", NULL);
  cli_assert_says (cli, "never given on the command line");
  cli->secret = "AAAA-BBBB";
  cli_run (cli, "admin", 1, "do", "t.stemward", "grant-keys", "login=nurse", "--recovery-key-fd=5", NULL);
  cli_assert_says (cli, "not a recovery key");
  cli->secret = NULL;
}

/* Nobody could extend the last administrator's account; the list says of everybody until when. */
static void
test_last_days (Cli *cli,
                gconstpointer data)
{
  cli_run (cli, "admin", 1, "do", "t.stemward", "set-roles", "login=admin", "roles=administrator", "last-day=2020-01-01", NULL);
  cli_assert_says (cli, "last administrator");
  cli_run (cli, "admin", 0, "do", "t.stemward", "set-roles", "login=nurse", "roles=nurse,administrator", "last-day=2020-01-01", NULL);
  cli_run (cli, "admin", 1, "user", "t.stemward", "disable", "admin", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "list", NULL);
  cli_assert_says (cli, "Ended");
  cli_assert_says (cli, "2020-01-01");
}

/* By themselves, into the usual folder and onto a disk; listed, one of them spoiled, and the last whole one put back. */
static void
test_backups (Cli *cli,
              gconstpointer data)
{
  g_autofree char *number = register_patient (cli), *usb = cli_path (cli, "usb"), *study = cli_path (cli, "t.stemward");
  g_autofree char *path = NULL, *second = NULL, *state = NULL, *latest = NULL;

  cli_run (cli, NULL, 1, "backups", "t.stemward", NULL);
  cli_assert_says (cli, "no backup");
  cli_run (cli, "nurse", 3, "backup", "t.stemward", "--auto", "--to", "usb", NULL);
  cli_assert_says (cli, "Plug in");
  cli_run (cli, "nurse", 0, "backup", "t.stemward", "--auto", NULL);
  path = cli_result (cli, "path");
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_mkdir (usb, 0700), ==, 0);
  cli_run (cli, "nurse", 0, "backup", "t.stemward", "--auto", "--to", "usb", "--keep", "2,1,1", NULL);
  cli_assert_says (cli, "Nothing was entered");
  second = cli_result (cli, "path");
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "backups", "t.stemward", "--in", "usb", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 2);
  state = cli_cell (cli, 1, "state");
  g_assert_cmpstr (state, ==, "whole");

  g_assert_true (g_file_set_contents (second, "SQLite format 3", -1, NULL));
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 1, "backups", "t.stemward", "--in", "usb", NULL);
  cli_assert_says (cli, second);
  g_assert_cmpint (g_unlink (study), ==, 0);
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "restore", "--latest", "t.stemward", "--in", "usb", NULL);
  latest = cli_result (cli, "backup");
  g_assert_cmpstr (latest, ==, path);
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "restore", path, "t.stemward", NULL);
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "verify", "t.stemward", NULL);
  cli_run (cli, "nurse", 0, "show", "t.stemward", number, NULL);
  cli_run (cli, "admin", 2, "backup", "t.stemward", "usb", "--keep", "1,1,1", NULL);
}

/* A monitor verifies a form in one act, and sees what is left and what fell. */
static void
test_verification (Cli *cli,
                   gconstpointer data)
{
  static const char *const items[][3] = { { "TBIL", "54", "umol/L" }, { "INR", "2,0", NULL }, { "CREAT", "105", "umol/L" } };
  g_autofree char *number = register_patient (cli), *marks = NULL, *left = NULL, *fallen = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    enter (cli, number, items[i][0], items[i][1], items[i][2]);
  cli_run (cli, "mona", 1, "do", "t.stemward", "mark-verified", "--subject", number, "event=SCREENING", "form=F.VISIT", NULL);
  cli_assert_says (cli, "Only complete forms");
  cli_run (cli, "nurse", 0, "do", "t.stemward", "enter", "--subject", number, "event=SCREENING", "form=F.CONSENT", "item=ICCOPY", "value=Y", NULL);
  cli_run (cli, "nurse", 0, "do", "t.stemward", "complete-form", "--subject", number, "event=SCREENING", "form=F.CONSENT", NULL);
  cli_run (cli, "mona", 0, "verification", "t.stemward", "--subject", number, NULL);
  left = cli_cell (cli, 1, "to-verify");
  cli_run (cli, "mona", 0, "do", "t.stemward", "mark-verified", "--subject", number, NULL);
  marks = cli_result (cli, "marks");
  g_assert_cmpstr (marks, ==, left);
  g_assert_cmpstr (marks, !=, "0");
  cli_assert_says (cli, "not complete");
  cli_run (cli, "mona", 0, "do", "t.stemward", "mark-verified", "--subject", number, "event=SCREENING", "form=F.VISIT", "item=TBIL", NULL);
  enter (cli, number, "TBIL", "55", "umol/L");
  cli_run (cli, "mona", 0, "verification", "t.stemward", "--fallen", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 1);
  fallen = cli_cell (cli, 1, "place");
  g_assert_nonnull (strstr (fallen, "Total bilirubin"));
  cli_run (cli, "nurse", 4, "do", "t.stemward", "mark-verified", "--subject", number, NULL);
}

/* Views are entries, by whichever door (edc-features 4: access to the trial's data is logged); what the program journals of its own acts is nobody's to say. */
static void
test_reading_is_journalled (Cli *cli,
                            gconstpointer data)
{
  static const char *const read_by[][2] = { { "summary", "Summaries and comparisons" }, { "survival", "Survival" }, { "screening", "Screening log" },
                                            { "verification", "State of the source data verification" }, { "journal", "Audit trail" } };
  g_autofree char *number = register_patient (cli);

  enter (cli, number, "TBIL", "54", "umol/L");
  for (guint i = 0; i < G_N_ELEMENTS (read_by); i++)
    {
      g_autofree char *words = NULL, *who = NULL;

      /* Nobody has been infused: there is nothing to survive from, and to have asked is an entry all the same. */
      cli_run (cli, "mona", g_str_equal (read_by[i][0], "survival") ? 1 : 0, read_by[i][0], "t.stemward", NULL);
      cli_run (cli, "admin", 0, "journal", "t.stemward", "--action", "view", "--person", "mona", NULL);
      g_assert_cmpuint (cli_count_rows (cli), ==, i + 1);
      words = cli_cell (cli, 1, "new");
      who = cli_cell (cli, 1, "user");
      g_assert_cmpstr (words, ==, read_by[i][1]);
      g_assert_cmpstr (who, ==, "mona");
    }
  cli_run (cli, "nurse", 1, "do", "t.stemward", "record-export", "to=/etc/passwd", "sha256=zz", NULL);
  cli_assert_says (cli, "journalled by the program itself");
  cli_run (cli, "nurse", 1, "do", "t.stemward", "record-backup", "to=/tmp/none", "sha256=00", NULL);
  cli_run (cli, "admin", 0, "journal", "t.stemward", "--action", "outside", "--person", "nurse", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 0);
}

/* The checks that need keys, and what they say of a derived value that was stored wrongly. */
static void
test_verify_with_keys (Cli *cli,
                       gconstpointer data)
{
  g_autofree char *number = register_patient (cli);

  enter (cli, number, "TBIL", "54", "umol/L");
  enter (cli, number, "INR", "2,0", NULL);
  enter (cli, number, "CREAT", "105", "umol/L");
  enter (cli, number, "DIALYSIS", "N", NULL);
  cli_run (cli, "nurse", 0, "verify", "t.stemward", "--open", "--recompute", NULL);
  cli_assert_says (cli, "of 1 patients computed again");
  cli_assert_silent_about (cli, "\n0 sealed boxes opened");
  /* A monitor holds no keys: she is told so, and finds no fault. */
  cli_run (cli, "mona", 0, "verify", "t.stemward", "--open", NULL);
  cli_assert_says (cli, "\n0 sealed boxes opened");
  cli_run (cli, "mona", 4, "verify", "t.stemward", "--recompute", NULL);
  cli_run (cli, NULL, 2, "verify", "t.stemward", "--open", NULL);
}

/* An export and a backup on their way: unreadable, and refused when changed. The passphrase comes by the second descriptor. */
static void
test_transport (Cli *cli,
                gconstpointer data)
{
  g_autofree char *number = register_patient (cli), *book = cli_path (cli, "t.xlsx.enc"), *bytes = NULL, *plain = NULL, *sealed = NULL;
  g_autofree char *folder = cli_path (cli, "copies");
  gsize size, plain_size;

  cli_run (cli, "nurse", 2, "export", "t.stemward", "--to", "t.xlsx", "--encrypt", NULL);
  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "t.xlsx.enc", "--encrypt", NULL);
  g_assert_true (g_file_get_contents (book, &bytes, &size, NULL));
  g_assert_true (g_str_has_prefix (bytes, "stemward-enc-1"));
  cli_run_with (cli, "nurse", CLI_USER_PASSPHRASE, 0, "decrypt", "t.xlsx.enc", NULL);
  g_free (book);
  book = cli_path (cli, "t.xlsx");
  g_assert_true (g_file_get_contents (book, &plain, &plain_size, NULL));
  g_assert_cmpmem (plain, 4, "PK\3\4", 4);
  cli_run_with (cli, "nurse", "not these words", 4, "decrypt", "t.xlsx.enc", "u.xlsx", NULL);
  /* A file on its way can be tried at leisure. */
  cli_run_with (cli, NULL, "short", 1, "encrypt", "t.xlsx", "short.enc", "--new-passphrase-fd=3", NULL);
  cli_assert_says (cli, "too short");
  cli_run_with (cli, NULL, "aaaaaaaaaaaaaaaa", 1, "encrypt", "t.xlsx", "short.enc", "--new-passphrase-fd=3", NULL);
  bytes[size - 1] ^= 1; /* in the last piece: the first one still opens */
  sealed = cli_path (cli, "v.enc");
  g_assert_true (g_file_set_contents (sealed, bytes, (gssize) size, NULL));
  cli_run_with (cli, "nurse", CLI_USER_PASSPHRASE, size > 65536 + 81 ? 1 : 4, "decrypt", "v.enc", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  cli_run (cli, "admin", 0, "backup", "t.stemward", "copies", "--encrypt", NULL);
  cli_assert_says (cli, "encrypted\t");
}

static void
test_users (Cli *cli,
            gconstpointer data)
{
  cli_run (cli, "admin", 0, "user", "t.stemward", "list", NULL);
  g_assert_cmpuint (cli_count_rows (cli), ==, 4);
  cli_assert_says (cli, "Li Na");
  cli_run (cli, "admin", 1, "user", "t.stemward", "add", "nurse", "nurse", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "disable", "mona", NULL);
  cli_run (cli, "mona", 4, "user", "t.stemward", "list", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "enable", "mona", NULL);
  cli_run (cli, "mona", 0, "user", "t.stemward", "list", NULL);
  cli_run (cli, "admin", 0, "user", "t.stemward", "role", "nurse", "nurse,data-manager", NULL);
  cli_run (cli, "nurse", 0, "user", "t.stemward", "list", "--role", "data-manager", NULL);
}

static void
test_refusals (Cli *cli,
               gconstpointer data)
{
  g_autofree char *number = register_patient (cli);

  /* 1: the answer is no, with a remedy. */
  cli_run (cli, "nurse", 1, "do", "t.stemward", "randomise", "--subject", number, NULL);
  cli_assert_says (cli, "→");
  cli_run (cli, "nurse", 1, "show", "t.stemward", "77", NULL);
  cli_assert_says (cli, "77");
  cli_run (cli, "nurse", 1, "do", "t.stemward", "enter", "--subject", number, "event=SCREENING", "form=F.VISIT", "item=INR", "value=much", NULL);
  cli_assert_says (cli, "much");
  /* What is odd is asked back, and stored when confirmed. */
  cli_run (cli, "nurse", 1, "do", "t.stemward", "enter", "--subject", number, "event=SCREENING", "form=F.VISIT", "item=INR", "value=6.1", NULL);
  cli_assert_says (cli, "confirm=");
  cli_run (cli, "nurse", 0, "do", "t.stemward", "enter", "--subject", number, "event=SCREENING", "form=F.VISIT", "item=INR", "value=6.1",
           "confirm=soft-range", NULL);
  /* 2: wrong usage. */
  cli_run (cli, "nurse", 2, "do", "t.stemward", "fly", NULL);
  cli_run (cli, "nurse", 2, "do", "t.stemward", "register", "sex", NULL);
  cli_run (cli, NULL, 2, "show", "t.stemward", number, NULL);
  cli_assert_says (cli, "--user");
  /* 4: not permitted. */
  cli_run (cli, "mona", 4, "do", "t.stemward", "register", "sex=F", NULL);
  cli_run (cli, "nurse", 4, "user", "t.stemward", "add", "x", "nurse", NULL);
  cli_run_with (cli, "nurse", "not these words", 4, "show", "t.stemward", number, NULL);
  cli_run (cli, "nobody", 4, "show", "t.stemward", number, NULL);
}

static void
test_bad_files (Cli *cli,
                gconstpointer data)
{
  g_autofree char *path = cli_path (cli, "letter.txt");

  g_assert_true (g_file_set_contents (path, "Dear Sir, this is no study.", -1, NULL));
  cli_run (cli, NULL, 3, "verify", "letter.txt", NULL);
  cli_assert_says (cli, "letter.txt");
  cli_run (cli, "nurse", 3, "show", "letter.txt", "1", NULL);
  cli_run (cli, "nurse", 3, "show", "absent.stemward", "1", NULL);
  cli_assert_says (cli, "absent.stemward");
  cli_run (cli, NULL, 3, "verify", "absent.stemward", NULL);
  cli_run_with (cli, NULL, CLI_ADMIN_PASSPHRASE, 1, "create", "letter.txt", "--study", "nct06167473", "--site", "S", "--admin", "admin", "--passphrase-fd=3",
                NULL);
  cli_run_with (cli, NULL, CLI_ADMIN_PASSPHRASE, 3, "create", "new.stemward", "--study", "absent.xml", "--site", "S", "--admin", "admin",
                "--passphrase-fd=3", NULL);
  cli_run (cli, "nurse", 2, "export", "t.stemward", "--to", "t.doc", NULL);
  cli_run (cli, "nurse", 3, "export", "t.stemward", "--to", "absent/t.xlsx", NULL);
  cli_run (cli, "nurse", 3, "import", "t.stemward", "absent.csv", NULL);
}

/* Nothing that is secret is read from the command line. */
static void
test_passphrases (Cli *cli,
                  gconstpointer data)
{
  cli_run (cli, "nurse", 2, "user", "t.stemward", "list", "--passphrase", "abc", NULL);
  cli_run (cli, "nurse", 2, "do", "t.stemward", "change-passphrase", "passphrase=abc", "new-passphrase=def", NULL);
  cli_assert_says (cli, "never");
  /* No terminal, no descriptor, no file: no passphrase. */
  cli_run_with (cli, "nurse", NULL, 2, "user", "t.stemward", "list", NULL);
  cli_run_with (cli, "nurse", NULL, 2, "user", "t.stemward", "list", "--passphrase-fd=9", NULL);
  }

static void
test_change_passphrase (Cli *cli,
                        gconstpointer data)
{
  /* The new one comes from descriptor 4: that of the others. */
  cli_run (cli, "admin", 0, "do", "t.stemward", "change-passphrase", NULL);
  cli_run (cli, "admin", 4, "user", "t.stemward", "list", NULL);
  cli_run_with (cli, "admin", CLI_USER_PASSPHRASE, 0, "user", "t.stemward", "list", NULL);
}

/* Where the text stands in the file; of an encrypted one, its middle. */
static gsize
find_place (Cli *cli,
            const char *bytes,
            gsize length,
            const char *text)
{
  if (cli_is_encrypted (cli, "t.stemward"))
    return length / 2;
  for (gsize i = 0; i + strlen (text) < length; i++)
    if (memcmp (bytes + i, text, strlen (text)) == 0)
      return i;
  g_assert_not_reached ();
}

/* One changed byte of a value in the journal is found and named, without its value. In an encrypted file it is the page that no longer opens. */
/* Of two values the last would win without a word. */
static void
test_given_twice (Cli *cli,
                  gconstpointer data)
{
  cli_run (cli, "admin", 2, "do", "t.stemward", "set-policy", "first-change=no", "first-change=yes", NULL);
  g_assert_nonnull (strstr (cli->err, "first-change"));
  g_assert_nonnull (strstr (cli->err, "twice"));
}

static void
test_flipped_byte (Cli *cli,
                   gconstpointer data)
{
  g_autofree char *number = register_patient (cli);
  g_autofree char *path = cli_path (cli, "t.stemward"), *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  bytes[find_place (cli, bytes, length, "ZHHO")] ^= 'Z' ^ 'Y';
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 1, "verify", "t.stemward", NULL);
  cli_assert_says (cli, cli_is_encrypted (cli, "t.stemward") ? "unable to get the page" : "faults found");
  cli_assert_silent_about (cli, "YHHO");
  cli_assert_silent_about (cli, "ZHHO");
}

/* The value of a line "name: value" of a signature. Free it. */
static char *
signed_line (Cli *cli,
             const char *file,
             const char *name)
{
  g_autofree char *path = cli_path (cli, file), *text = NULL, *mark = g_strdup_printf ("\n%s: ", name);
  const char *start;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  start = strstr (text, mark);
  g_assert_nonnull (start);
  start += strlen (mark);
  return g_strndup (start, strcspn (start, "\n"));
}

/* What is signed, verified, frozen or locked in one file is complete in another one. */
static char *
without_marks (const char *data)
{
  g_autoptr (GString) text = g_string_new (data);

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *mark = g_strdup_printf (" sw:State=\"%s\"", ((const char *const[]) { "verified", "signed", "frozen", "locked" })[i]);

      g_string_replace (text, mark, " sw:State=\"complete\"", 0);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
clinical_data (Cli *cli,
               const char *file)
{
  g_autofree char *path = cli_path (cli, file), *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return without_marks (strstr (text, "<ClinicalData "));
}

/* Takes away the one act of the file that it had itself before: its consent version. */
static void
drop_own_version (char *data)
{
  char *own = strstr (data, "&quot;valid_from&quot;:&quot;2020-01-01&quot;"), *begin, *end;

  g_assert_nonnull (own);
  g_assert_null (strstr (own + 1, "&quot;valid_from&quot;:&quot;2020-01-01&quot;"));
  begin = g_strrstr_len (data, own - data, "\n");
  end = strchr (own, '\n');
  memmove (begin, end, strlen (end) + 1);
}

/* From one study file to another: who signed it is asked first, and then what comes out is what went in. */
static void
test_odm_round_trip (Cli *cli,
                     gconstpointer data)
{
  g_autofree char *key = NULL, *fingerprint = NULL, *before = NULL, *after = NULL, *figures = NULL, *sheet = NULL, *elsewhere = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length;

  cli_run (cli, NULL, 0, "demo", "demo.stemward", "--study", "nct06167473", "--patients", "2", NULL);
  cli_run_with (cli, "nurse", "demo", 0, "export", "demo.stemward", "--to", "now.xml", NULL);
  cli_run_with (cli, "nurse", "demo", 0, "export", "demo.stemward", "--transactional", "--to", "data.xml", NULL);
  before = clinical_data (cli, "now.xml");
  cli_run (cli, "nurse", 1, "import", "t.stemward", "data.xml", NULL);
  cli_assert_says (cli, "trust-signer");
  key = signed_line (cli, "data.xml.sig", "key");
  bytes = g_base64_decode (key, &length);
  fingerprint = g_compute_checksum_for_data (G_CHECKSUM_SHA256, bytes, length);
  fingerprint[16] = '\0';
  figures = g_strdup_printf ("fingerprint=%s", fingerprint);
  cli_run (cli, "nurse", 4, "do", "t.stemward", "trust-signer", "signature=data.xml.sig", figures, "reason=by telephone", NULL);
  cli_run (cli, "admin", 0, "do", "t.stemward", "trust-signer", "signature=data.xml.sig", figures, "reason=by telephone", NULL);
  cli_run (cli, "nurse", 0, "import", "t.stemward", "data.xml", "--dry-run", NULL);
  sheet = cli_path (cli, "data.xml.sig");
  elsewhere = cli_path (cli, "theirs.sig");
  g_assert_cmpint (g_rename (sheet, elsewhere), ==, 0);
  cli_run (cli, "nurse", 1, "import", "t.stemward", "data.xml", "--dry-run", NULL);
  cli_assert_says (cli, "carries no signature");
  cli_run (cli, "nurse", 0, "import", "t.stemward", "data.xml", "--signature", "theirs.sig", NULL);
  cli_run (cli, "nurse", 1, "import", "t.stemward", "data.xml", NULL);
  cli_assert_says (cli, "S-001");
  cli_run (cli, "nurse", 0, "export", "t.stemward", "--to", "again.xml", NULL);
  after = clinical_data (cli, "again.xml");
  drop_own_version (after);
  g_assert_cmpstr (before, ==, after);
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "verify", "t.stemward", NULL);
}

static void
test_import (Cli *cli,
             gconstpointer data)
{
  g_autofree char *csv = cli_path (cli, "t.csv"), *map = cli_path (cli, "t.map"), *text = NULL;

  g_assert_true (g_file_set_contents (map, "[age]\nitem=AGEREP\n[sex]\nitem=SEX\ncodes=m=M;f=F\n[alt]\nitem=ALT\nunit=µkat/L\nevent=SCREENING\n", -1, NULL));
  g_assert_true (g_file_set_contents (csv, "age;sex;alt\r\n44;f;0,5\r\n55;m;many\r\n", -1, NULL));
  cli_run (cli, "nurse", 1, "import", "t.stemward", "t.csv", "--map", "t.map", NULL);
  cli_assert_says (cli, "line 3, column alt");
  cli_assert_says (cli, "--skip-refused");
  cli_run (cli, "nurse", 1, "import", "t.stemward", "t.csv", "--map", "t.map", "--dry-run", NULL);
  cli_run (cli, "nurse", 1, "show", "t.stemward", "01-S-001", NULL);
  cli_run (cli, "nurse", 0, "import", "t.stemward", "t.csv", "--map", "t.map", "--skip-refused", NULL);
  text = cli_cell (cli, 3, "after");
  g_assert_cmpstr (text, ==, "0,5 µkat/L");
  cli_run (cli, "nurse", 0, "show", "t.stemward", "01-S-001", NULL);
  cli_assert_says (cli, "0,5 µkat/L = 30 U/L");
  cli_run (cli, "mona", 4, "import", "t.stemward", "t.csv", "--map", "t.map", NULL);
  g_assert_true (g_file_set_contents (map, "[age]\nitem=XYZZY\n", -1, NULL));
  cli_run (cli, "nurse", 3, "import", "t.stemward", "t.csv", "--map", "t.map", NULL);
  cli_assert_says (cli, "XYZZY");
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "verify", "t.stemward", NULL);
}

/* The figures of real patients, by the program alone. */
static void
test_real_patients (Cli *cli,
                    gconstpointer data)
{
  g_autofree char *csv = cli_sample ("eldd.csv"), *map = g_test_build_filename (G_TEST_DIST, "data", "eldd.map", NULL);

  if (csv == NULL)
    return;
  cli_run (cli, "nurse", 0, "import", "t.stemward", csv, "--map", map, NULL);
  cli_assert_says (cli, "327 rows, 327 new subjects");
  cli_assert_says (cli, "0 refused");
  cli_run (cli, "nurse", 0, "show", "t.stemward", "01-S-001", NULL);
  cli_assert_says (cli, "MELD: 9\n");
  cli_assert_says (cli, "MELD-Na: 9\n");
  cli_assert_says (cli, "MELD 3.0: 10\n");
  cli_assert_says (cli, "ALBI: −2.88");
  cli_run (cli, cli_who_opens (cli, "t.stemward"), 0, "verify", "t.stemward", NULL);
}

static char *
demo_record (Cli *cli,
             const char *file,
             const char *seed)
{
  cli_run (cli, NULL, 0, "demo", file, "--patients", "2", "--seed", seed, "--today", "2026-03-02", NULL);
  cli_run_with (cli, "nurse", "demo", 0, "show", file, "S-001", NULL);
  return g_strdup (cli->out);
}

static void
test_demo (Cli *cli,
           gconstpointer data)
{
  static const char *const logins[] = { "nurse", "investigator", "manager", "monitor", "pharmacist", "admin", "auditor",
                                        "laboratory", "principal", "assessor", "statistician" };
  g_autofree char *first = demo_record (cli, "a.stemward", "7"), *again = demo_record (cli, "b.stemward", "7"), *other = demo_record (cli, "c.stemward", "8");

  cli_assert_says (cli, "DEMO");
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, other);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    cli_run_with (cli, logins[i], "demo", 0, "user", "a.stemward", "list", NULL);
  cli_run_with (cli, cli_who_opens (cli, "a.stemward"), "demo", 0, "verify", "a.stemward", NULL);
  cli_run (cli, NULL, 3, "demo", "a.stemward", NULL);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
#define ADD(path, function) g_test_add ("/cli/study-file/" path, Cli, NULL, cli_set_up_study, function, cli_tear_down)
  ADD ("an-argument-that-is-given-twice-is-a-wrong-call", test_given_twice);
  ADD ("a-patient-goes-the-whole-way", test_whole_way);
  ADD ("the-recovery-key-is-not-taken-from-the-command-line", test_recovery_key);
  ADD ("the-last-administrator-stays-and-the-list-says-who-has-ended", test_last_days);
  ADD ("names-are-refused-to-who-may-not-read-them", test_names_refused);
  ADD ("backups-are-made-listed-and-put-back", test_backups);
  ADD ("what-is-sealed-opens-and-what-is-derived-holds", test_verify_with_keys);
  ADD ("a-monitor-verifies-in-one-act", test_verification);
  ADD ("what-is-read-is-journalled-and-nothing-is-that-was-not-done", test_reading_is_journalled);
  ADD ("exports-and-backups-travel-encrypted", test_transport);
  ADD ("accounts-are-managed", test_users);
  ADD ("refusals-have-their-exit-codes", test_refusals);
  ADD ("bad-files-are-named", test_bad_files);
  ADD ("no-passphrase-is-on-the-command-line", test_passphrases);
  ADD ("a-passphrase-is-changed", test_change_passphrase);
  ADD ("a-flipped-byte-is-found", test_flipped_byte);
  ADD ("a-table-is-imported", test_import);
  ADD ("an-odm-file-goes-from-one-study-file-to-another", test_odm_round_trip);
  ADD ("real-patients-have-their-scores", test_real_patients);
  g_test_add ("/cli/demo/the-same-seed-gives-the-same-patients", Cli, NULL, cli_set_up, test_demo, cli_tear_down);
  status = g_test_run ();
  cli_clean_up ();
  return status;
}
