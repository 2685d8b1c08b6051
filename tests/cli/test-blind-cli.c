/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The test of the blind from outside: two files that differ in the arms only, and for each blinded person every output of the command line and
 * every sheet of the workbook, which must be the same. Times and hashes are of the run, not of the arms. */

#include "blind-life.h"
#include "cli-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define PASSPHRASE "demo"

typedef struct
{
  char *seeds[2];
  BlindLife *lives[2];
  Cli cli;
} Twins;

static void
set_up (Twins *twins,
        gconstpointer data)
{
  blind_find_seeds (&twins->seeds[0], &twins->seeds[1]);
  for (int i = 0; i < 2; i++)
    {
      twins->lives[i] = blind_life_new ("nct01218464", twins->seeds[i]);
      if (data != NULL)
        blind_life_leak (twins->lives[i], "lot L-0231", "lot NS-088");
      blind_life_close (twins->lives[i]);
    }
  cli_set_up (&twins->cli, NULL);
}

static void
tear_down (Twins *twins,
           gconstpointer data)
{
  for (int i = 0; i < 2; i++)
    {
      blind_life_free (twins->lives[i]);
      g_free (twins->seeds[i]);
    }
  cli_tear_down (&twins->cli, NULL);
}

static gboolean
on_time (const GMatchInfo *info,
         GString *result,
         gpointer data)
{
  g_string_append (result, "<time>");
  return FALSE;
}

/* Ids of workstations are random: found where an entry is named, taken away wherever they stand. */
static char *
mask_stations (const char *text)
{
  g_autoptr (GRegex) named = g_regex_new ("\\b([A-Z2-7]{8}):[0-9]", 0, 0, NULL);
  g_autoptr (GHashTable) stations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) masked = g_string_new (text);
  g_autoptr (GMatchInfo) info = NULL;
  GHashTableIter iter;
  gpointer station;

  for (g_regex_match (named, text, 0, &info); g_match_info_matches (info); g_match_info_next (info, NULL))
    g_hash_table_add (stations, g_match_info_fetch (info, 1));
  g_hash_table_iter_init (&iter, stations);
  while (g_hash_table_iter_next (&iter, &station, NULL))
    g_string_replace (masked, station, "<workstation>", 0);
  return g_strdup (masked->str);
}

/* Each run signs in at its own moment; paths are of the folder. */
static char *
mask (Twins *twins,
      int life,
      const char *text)
{
  g_autoptr (GRegex) times = g_regex_new ("\\b4[0-9]{4}\\.[0-9]+|20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?Z?", 0, 0, NULL);
  g_autofree char *placeless = mask_stations (text);
  g_autofree char *boxes = blind_mask (placeless);
  g_autofree char *timeless = g_regex_replace_eval (times, boxes, -1, 0, 0, on_time, NULL, NULL);
  /* Chains are listed by the random ids of their workstations. */
  g_autoptr (GRegex) heads = g_regex_new ("<workstation>:[0-9]+ <hash 64>", 0, 0, NULL);
  g_autofree char *headless = g_regex_replace_literal (heads, timeless, -1, 0, "<head>", 0, NULL);
  g_autoptr (GString) masked = g_string_new (headless);

  g_string_replace (masked, twins->lives[life]->dir, "<dir>", 0);
  return g_strdup (masked->str);
}

static void
say_difference (const char *who,
                const char *what,
                const char *a,
                const char *b)
{
  g_auto (GStrv) one = g_strsplit (a, "\n", -1), two = g_strsplit (b, "\n", -1);

  for (guint i = 0; one[i] != NULL && two[i] != NULL; i++)
    if (strcmp (one[i], two[i]) != 0)
      {
        g_test_message ("%s, %s:\n%s\n%s", who, what, one[i], two[i]);
        return;
      }
}

/* Runs the same command on both files; 1 if what it says differs. */
static guint
compare (Twins *twins,
         const char *login,
         const char *command,
         const char *argument,
         const char *option)
{
  g_auto (GStrv) texts = g_new0 (char *, 3);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *both = NULL;

      cli_run_with (&twins->cli, login, PASSPHRASE, 0, command, twins->lives[i]->path, argument != NULL ? argument : option, option, NULL);
      both = g_strconcat (twins->cli.out, "\n", twins->cli.err, NULL);
      texts[i] = mask (twins, i, both);
    }
  g_assert_cmpuint (strlen (texts[0]), >, 10);
  if (strcmp (texts[0], texts[1]) == 0)
    return 0;
  say_difference (login, command, texts[0], texts[1]);
  return 1;
}

/* All parts of the workbook but its properties, which say when it was written. NULL where no Python reads them. */
static char *
read_book (const char *book)
{
  const char *argv[] = { "python3", "-c",
                         "import sys, zipfile\n"
                         "z = zipfile.ZipFile (sys.argv[1])\n"
                         "for n in sorted (z.namelist ()):\n"
                         "  if not n.startswith ('docProps'):\n"
                         "    print (n + '\\n' + z.read (n).decode ('utf-8').replace ('>', '>\\n'))\n",
                         book, NULL };
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  char *out = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL) || !g_subprocess_get_successful (process))
    g_clear_pointer (&out, g_free);
  return out;
}

static guint
compare_books (Twins *twins,
               const char *login,
               gboolean *skipped)
{
  g_auto (GStrv) texts = g_new0 (char *, 3);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *book = g_strdup_printf ("%s/book.xlsx", twins->lives[i]->dir), *text = NULL;

      cli_run_with (&twins->cli, login, PASSPHRASE, 0, "export", twins->lives[i]->path, "--to", book, NULL);
      text = read_book (book);
      g_unlink (book);
      *skipped = text == NULL;
      texts[i] = mask (twins, i, text != NULL ? text : "");
    }
  if (*skipped)
    return 0;
  g_assert_cmpuint (strlen (texts[0]), >, 1000);
  if (strcmp (texts[0], texts[1]) == 0)
    return 0;
  say_difference (login, "workbook", texts[0], texts[1]);
  return 1;
}

/* What stands on the paper, in the order it is drawn. NULL where no pdftotext reads it. */
static char *
read_paper (const char *path)
{
  const char *argv[] = { "pdftotext", "-raw", path, "-", NULL };
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL);
  char *out = NULL;

  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL) || !g_subprocess_get_successful (process))
    g_clear_pointer (&out, g_free);
  return out;
}

/* The casebooks of all patients with their trails, or (@paper) one paper. */
static guint
compare_papers (Twins *twins,
                const char *login,
                const char *paper)
{
  g_autoptr (GRegex) breaks = g_regex_new ("(20[0-9]{2}-[0-9]{2}-[0-9]{2})\\s+([0-9]{2}:[0-9]{2})", 0, 0, NULL);
  g_auto (GStrv) texts = g_new0 (char *, 3);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/paper.pdf", twins->lives[i]->dir), *text = NULL, *joined = NULL;

      cli_run_with (&twins->cli, login, PASSPHRASE, 0, paper != NULL ? "print" : "export", twins->lives[i]->path, "--to", path,
                    paper != NULL ? "--paper" : "--audit", paper, NULL);
      text = read_paper (path);
      g_unlink (path);
      if (text == NULL)
        return 0;
      g_assert_null (strstr (text, "UNBLINDED"));
      /* A narrow column breaks a time after its date. */
      joined = g_regex_replace (breaks, text, -1, 0, "\\1 \\2", 0, NULL);
      texts[i] = mask (twins, i, joined);
    }
  g_assert_cmpuint (strlen (texts[0]), >, 200);
  if (strcmp (texts[0], texts[1]) == 0)
    return 0;
  say_difference (login, paper != NULL ? paper : "casebook", texts[0], texts[1]);
  return 1;
}

/* The whole trail as a file. */
static guint
compare_trails (Twins *twins,
                const char *login)
{
  g_auto (GStrv) texts = g_new0 (char *, 3);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/trail.csv", twins->lives[i]->dir), *text = NULL;

      cli_run_with (&twins->cli, login, PASSPHRASE, 0, "journal", twins->lives[i]->path, "--to", path, NULL);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_unlink (path);
      g_assert_nonnull (strstr (text, "\"Cell lot received: sealed\""));
      texts[i] = mask (twins, i, text);
    }
  if (strcmp (texts[0], texts[1]) == 0)
    return 0;
  say_difference (login, "trail", texts[0], texts[1]);
  return 1;
}

/* What is in force, or every transaction. */
static guint
compare_odm (Twins *twins,
             const char *login,
             const char *option)
{
  g_auto (GStrv) texts = g_new0 (char *, 3);

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/data.xml", twins->lives[i]->dir), *text = NULL;

      cli_run_with (&twins->cli, login, PASSPHRASE, 0, "export", twins->lives[i]->path, "--to", path, option, NULL);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_unlink (path);
      texts[i] = mask (twins, i, text);
    }
  g_assert_cmpuint (strlen (texts[0]), >, 1000);
  if (strcmp (texts[0], texts[1]) == 0)
    return 0;
  say_difference (login, option, texts[0], texts[1]);
  return 1;
}

static guint
compare_all (Twins *twins,
             gboolean *skipped)
{
  guint n = 0;

  for (guint i = 0; blind_logins[i] != NULL; i++)
    {
      for (guint j = 0; j < twins->lives[0]->subjects->len; j++)
        n += compare (twins, blind_logins[i], "show", g_ptr_array_index (twins->lives[0]->subjects, j), "--json");
      n += compare (twins, blind_logins[i], "journal", NULL, "--json");
      n += compare_books (twins, blind_logins[i], skipped);
      n += compare_trails (twins, blind_logins[i]);
      n += compare_papers (twins, blind_logins[i], NULL);
      n += compare_odm (twins, blind_logins[i], "--audit");
      n += compare_odm (twins, blind_logins[i], "--transactional");
      n += compare_papers (twins, blind_logins[i], "ward-list");
      n += compare_papers (twins, blind_logins[i], "delegations");
    }
  return n;
}

static void
test_outputs_are_the_same (Twins *twins,
                           gconstpointer data)
{
  gboolean skipped = FALSE;

  g_assert_cmpuint (compare_all (twins, &skipped), ==, 0);
  if (skipped)
    g_test_message ("python3 is missing: the workbooks were written, and not compared");
}

static void
test_leak_is_found (Twins *twins,
                    gconstpointer data)
{
  gboolean skipped = FALSE;

  g_assert_cmpuint (compare_all (twins, &skipped), >, 0);
}

int
main (int argc,
      char **argv)
{
  blind_random_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/blind-cli/whatever a blinded person prints is the same for both arms", Twins, NULL, set_up, test_outputs_are_the_same, tear_down);
  g_test_add ("/blind-cli/a lot that is not sealed is found out", Twins, "leak", set_up, test_leak_is_found, tear_down);
  return g_test_run ();
}
