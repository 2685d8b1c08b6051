/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Paper envelopes: a page a slot, for who may know the arms, journalled. */

#include "blind-life.h"

#include "crf-envelope-pdf.h"
#include "crf-envelopes.h"
#include "crf-paper.h"
#include "crf-paper-casebook.h"
#include "crf-reader.h"

#include <glib/gstdio.h>
#include <string.h>

/* The text of a PDF; NULL without pdftotext. */
static char *
text_of (const char *path)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const char *argv[] = { program, "-raw", path, "-", NULL };
  char *text = NULL;

  if (program != NULL)
    g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, NULL);
  return text;
}

/* pdftotext ends each page with a form feed. */
static guint
count_pages (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\f';
  return n;
}

static void
test_one_page_a_slot (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *path = NULL, *bytes = NULL, *text = NULL, *trail = NULL;
  g_autoptr (GError) error = NULL;
  CrfRefusal *refusal = NULL;
  BlindLife *life;
  GStatBuf status;
  guint n = 0;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  path = g_build_filename (life->dir, "envelopes.pdf", NULL);
  g_assert_true (crf_envelope_pdf_write (life->pharmacist, path, &n, &refusal, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 21);
  g_assert_true (g_file_get_contents (path, &bytes, NULL, &error));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  text = text_of (path);
  if (text != NULL)
    g_assert_cmpuint (count_pages (text), ==, 21);
  else
    g_test_skip ("pdftotext is not installed");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  trail = blind_dump (life->nurse);
  g_assert_nonnull (strstr (trail, "Envelopes printed"));
  blind_life_free (life);
}

/* A folder that is not empty stands where the file should: what was written meanwhile is gone, and what was there stays. */
static void
test_no_name_no_envelopes (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *path = NULL, *inside = NULL, *part = NULL;
  g_autoptr (GError) error = NULL;
  CrfRefusal *refusal = NULL;
  BlindLife *life;
  guint n = 0;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  path = g_build_filename (life->dir, "envelopes.pdf", NULL);
  inside = g_build_filename (path, "kept", NULL);
  part = g_strconcat (path, ".part", NULL);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_true (g_file_set_contents (inside, "", 0, NULL));
  g_assert_false (crf_envelope_pdf_write (life->pharmacist, path, &n, &refusal, &error));
  g_assert_nonnull (error);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (inside, G_FILE_TEST_EXISTS));
  g_unlink (inside);
  g_rmdir (path);
  blind_life_free (life);
}

static void
test_blinded_roles_print_none (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *path = NULL;
  CrfRefusal *refusal = NULL;
  BlindLife *life;
  guint n = 0;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  path = g_build_filename (life->dir, "envelopes.pdf", NULL);
  for (guint i = 0; blind_logins[i] != NULL; i++)
    {
      CrfSession *session = blind_life_sign_in (life, blind_logins[i]);

      g_assert_false (crf_envelope_pdf_write (session, path, &n, &refusal, NULL));
      g_assert_nonnull (refusal);
      g_clear_pointer (&refusal, crf_refusal_free);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
      crf_session_close (session);
    }
  blind_life_free (life);
}

/* With the machine dead: the ward's paper names the envelope, the envelope says its name outside and inside. */
static void
test_paper_leads_to_the_envelope (void)
{
  const CrfPatient patient = { .number = (char *) "S-003", .envelope = (char *) "2/7" };
  g_autofree char *cells = NULL, *placebo = NULL, *path = NULL, *text = NULL, *first = crf_envelope_label (1, 7), *second = crf_envelope_label (2, 7),
                  *identity = crf_paper_identity (&patient);
  CrfRefusal *refusal = NULL;
  BlindLife *life;
  const char *found;
  guint n = 0;

  g_assert_cmpstr (first, ==, "7");
  g_assert_cmpstr (second, ==, "2/7");
  g_assert_nonnull (strstr (identity, "envelope 2/7"));
  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  path = g_build_filename (life->dir, "envelopes.pdf", NULL);
  g_assert_true (crf_envelope_pdf_write (life->pharmacist, path, &n, &refusal, NULL));
  text = text_of (path);
  blind_life_free (life);
  if (text == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  found = strstr (text, "Envelope 21\n");
  g_assert_nonnull (found);
  g_assert_nonnull (strstr (found + 1, "Envelope 21\n"));
}

/* What stands on a casebook that @session prints; NULL without pdftotext. */
static char *
print_casebook (BlindLife *life,
                CrfSession *session)
{
  g_autofree char *path = g_build_filename (life->dir, "casebook.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_true (crf_paper_casebook_write (session, NULL, path, NULL, NULL, NULL, &refusal, &error));
  g_assert_no_error (error);
  text = text_of (path);
  g_unlink (path);
  return text;
}

static void
test_unblinded_paper_is_marked (void)
{
  g_autofree char *cells = NULL, *placebo = NULL, *unblinded = NULL, *blinded = NULL;
  BlindLife *life;

  blind_find_seeds (&cells, &placebo);
  life = blind_life_begin ("nct01218464", cells);
  unblinded = print_casebook (life, life->pharmacist);
  blinded = print_casebook (life, life->nurse);
  blind_life_free (life);
  if (unblinded == NULL)
    {
      g_test_skip ("pdftotext is not installed");
      return;
    }
  g_assert_nonnull (strstr (unblinded, "UNBLINDED: may tell the arm."));
  g_assert_null (strstr (blinded, "UNBLINDED"));
}

int
main (int argc,
      char **argv)
{
  blind_random_init ();
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/exchange/envelopes/a-paper-of-the-ward-leads-to-the-envelope", test_paper_leads_to_the_envelope);
  g_test_add_func ("/envelopes/a page a slot, readable by its owner, journalled", test_one_page_a_slot);
  g_test_add_func ("/envelopes/without a name there are none", test_no_name_no_envelopes);
  g_test_add_func ("/envelopes/no blinded role prints any", test_blinded_roles_print_none);
  g_test_add_func ("/envelopes/a paper of who may know the arms is marked", test_unblinded_paper_is_marked);
  return g_test_run ();
}
