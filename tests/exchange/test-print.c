/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of an infusion day: what stands on them is read back with pdftotext. */

#include "crf-print-infusion.h"
#include "crf-print.h"
#include "crf-reader-infusion-day.h"
#include "ward.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
text_of (const char *path)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const char *arguments[] = { program, "-layout", path, "-", NULL };
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  if (program == NULL)
    return NULL;
  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* The newest entry of the trail is this paper, as an export of this patient. */
static void
assert_journalled (Ward *ward,
                   const char *paper)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (ward->study->investigator, ward->number, NULL, NULL, 1, NULL);
  const CrfAuditRow *row;

  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->action, ==, "export");
  g_assert_nonnull (row->new_value);
  g_assert_nonnull (strstr (row->new_value, paper));
}

static char *
print (Ward *ward,
       const char *paper)
{
  g_autofree char *name = g_strdup_printf ("%s.pdf", paper);
  g_autofree char *path = g_build_filename (ward->study->dir, name, NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  g_assert_true (crf_print_infusion (ward->study->nurse, paper, ward->number, 0, path, &refusal, &error));
  g_assert_no_error (error);
  assert_journalled (ward, paper);
  text = text_of (path);
  g_unlink (path);
  return text;
}

static void
fails (Ward *ward,
       const char *paper)
{
  g_autofree char *path = g_build_filename (ward->study->dir, "paper.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_print_infusion (ward->study->nurse, paper, ward->number, 0, path, &refusal, &error));
  g_assert_nonnull (error);
  g_unlink (path);
}

#define HAS(text, what) if (text != NULL) g_assert_nonnull (strstr (text, what))

static void
test_papers (Ward *ward,
             gconstpointer data)
{
  g_autofree char *label = NULL, *identity = NULL, *flowsheet = NULL, *handover = NULL, *code = NULL;

  fails (ward, "label");
  fails (ward, "identity");
  fails (ward, "flowsheet");
  fails (ward, "poster");
  ward_plan (ward);
  ward_order_and_go (ward);
  code = ward_bag_code (ward);
  label = print (ward, "label");
  HAS (label, code);
  HAS (label, "P-0001");
  HAS (label, "L-1");
  HAS (label, "50 mL");
  HAS (label, ward->number);
  identity = print (ward, "identity");
  HAS (identity, code);
  HAS (identity, "Second person");
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T10:20");
  crf_outcome_free (crf_test_do (ward->study->nurse, "record-vitals", ward->number, "at", "09:29", "temperature", "36.8", NULL));
  /* Clock times from the actual start at 9:14: 2 hours are due at 11:14. */
  flowsheet = print (ward, "flowsheet");
  HAS (flowsheet, "11:14");
  HAS (flowsheet, "36.8");
  handover = print (ward, "handover");
  HAS (handover, "11:14");
  HAS (handover, "36.8");
  HAS (handover, "Given by");
}

/* A table longer than a page goes on, with its headings. */
static void
test_pages (void)
{
  static const double shares[] = { 1, 3 };
  const char *const heading[] = { "Number", "Text" };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "crf-print-pages.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  CrfPrint *paper = crf_print_new (path, CRF_PRINT_A4_WIDTH, CRF_PRINT_A4_HEIGHT, 15, "footer", "DEMO", &error);
  guint pages;

  g_assert_no_error (error);
  crf_print_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_print_row (paper, heading, 8, TRUE);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *number = g_strdup_printf ("row-%03d", i);
      const char *const cells[] = { number, "欧阳小惠 with a text that is long enough to be broken over more than one line of its narrow cell, twice over and more" };

      crf_print_row (paper, cells, 6, FALSE);
    }
  pages = crf_print_pages (paper);
  g_assert_cmpuint (pages, >, 2);
  g_assert_true (crf_print_finish (paper, &error));
  g_assert_no_error (error);
  text = text_of (path);
  HAS (text, "row-000");
  HAS (text, "row-099");
  g_unlink (path);
  g_assert_null (crf_print_new ("/no/such/folder/x.pdf", 100, 100, 5, "", NULL, &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/exchange/print/papers-say-what-the-ward-needs", Ward, NULL, ward_open, test_papers, ward_close);
  g_test_add_func ("/exchange/print/a-long-table-goes-on-with-its-headings", test_pages);
  return g_test_run ();
}
