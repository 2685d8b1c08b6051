/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The papers of an infusion day: what stands on them is read back with pdftotext. */

#include "crf-paper-infusion.h"
#include "crf-paper.h"
#include "crf-export.h"
#include "crf-reader-infusion-day.h"
#include "ward.h"

#include <glib/gstdio.h>
#include <string.h>

static char *
text_of (const char *path)
{
  g_autofree char *program = g_find_program_in_path ("pdftotext");
  const char *arguments[] = { program, "-raw", path, "-", NULL };
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

  g_assert_true (crf_paper_infusion_write (ward->study->nurse, paper, ward->number, 0, path, &refusal, &error));
  g_assert_no_error (error);
  assert_journalled (ward, paper);
  text = text_of (path);
  g_unlink (path);
  return text;
}

static void
is_refused (Ward *ward,
            const char *paper)
{
  g_autofree char *path = g_build_filename (ward->study->dir, "paper.pdf", NULL);
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (crf_paper_infusion_write (ward->study->nurse, paper, ward->number, 0, path, &refusal, &error));
  g_assert_true (refusal != NULL || error != NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define HAS(text, what) if (text != NULL) g_assert_nonnull (strstr (text, what))

static void
test_papers (Ward *ward,
             gconstpointer data)
{
  g_autofree char *label = NULL, *identity = NULL, *flowsheet = NULL, *handover = NULL, *code = NULL;

  is_refused (ward, "label");
  is_refused (ward, "identity");
  is_refused (ward, "poster");
  ward_plan (ward);
  ward_order_and_go (ward);
  code = ward_bag_code (ward);
  label = print (ward, "label");
  HAS (label, code);
  HAS (label, "P-0001");
  HAS (label, "L-1");
  HAS (label, "50 mL");
  HAS (label, ".00 ×"); /* 1 or 3 million cells a kilogram, with two decimals */
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
  HAS (handover, "Pending results");
  HAS (handover, "Whom to call");
}

/* What stands at the head and the foot of every paper: study, site, patient, who printed it when, page n of m, the head of the journal, DEMO. */
static void
assert_head_and_foot (Ward *ward,
                      const char *paper,
                      const char *text,
                      const char *journal_head)
{
  const char *const wanted[] = { "NCT06167473", "Third Hospital", "09:14 +08:00", "(li, Research nurse)", "Page 1 of 1", journal_head, "DEMO: synthetic patients" };

  if (text == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    if (strstr (text, wanted[i]) == NULL)
      g_error ("%s has no “%s”:\n%s", paper, wanted[i], text);
  g_assert_nonnull (strstr (text, ward->number));
}

static void
test_heads_and_feet (Ward *ward,
                     gconstpointer data)
{
  ward_plan (ward);
  ward_order_and_go (ward);
  crf_test_study_set_now (ward->study, "2026-03-02T09:14");
  for (guint i = 0; crf_paper_infusion_names[i] != NULL; i++)
    {
      /* The head of the journal before the paper itself is journalled: 64 digits, as "journal" prints it. */
      g_autofree char *heads = crf_export_heads (ward->study->nurse);
      g_autofree char *text = print (ward, crf_paper_infusion_names[i]);

      g_assert_null (strchr (heads, '\n'));
      assert_head_and_foot (ward, crf_paper_infusion_names[i], text, heads);
    }
}

/* For a night without power: all points of the protocol, no clock times, no patient. */
static void
test_blank_flowsheet (Ward *ward,
                      gconstpointer data)
{
  const GPtrArray *points = crf_study_get_time_points (crf_session_get_study (ward->study->nurse));
  g_autofree char *number = g_steal_pointer (&ward->number), *flowsheet = NULL, *handover = NULL;

  flowsheet = print (ward, "flowsheet");
  handover = print (ward, "handover");
  ward->number = g_steal_pointer (&number);
  g_assert_cmpuint (points->len, >, 4);
  HAS (flowsheet, "15 min");
  HAS (flowsheet, "Started at (clock)");
  HAS (flowsheet, "Subject number");
  if (flowsheet != NULL)
    g_assert_null (strstr (flowsheet, ward->number));
  HAS (handover, "Reactions and pauses");
  HAS (handover, "Taken by");
}

/* A table longer than a page goes on, with its headings. */
static void
test_pages (Ward *ward,
            gconstpointer data)
{
  static const double shares[] = { 1, 3 };
  const char *const header[] = { "Number", "Text" };
  const CrfPaperKind kind = { "long", "A long table", CRF_PAPER_UPRIGHT, TRUE, NULL };
  g_autofree char *path = g_build_filename (ward->study->dir, "long.pdf", NULL);
  g_autofree char *text = NULL, *last = NULL, *novel = g_strnfill (9000, 'x');
  const char *const cells_of_novel[] = { "novel", novel };
  g_autoptr (CrfRefusal) refusal = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfPaper) paper = crf_paper_new (ward->study->nurse, &kind, NULL, &error);

  g_assert_no_error (error);
  crf_paper_set_columns (paper, shares, G_N_ELEMENTS (shares));
  crf_paper_add_header (paper, header);
  for (int i = 0; i < 100; i++)
    {
      g_autofree char *number = g_strdup_printf ("row-%03d", i);
      const char *const cells[] = { number, "欧阳小惠 with a text that is long enough to be broken over more than one line of its narrow cell, twice over and more" };

      crf_paper_add_row (paper, cells, 6);
    }
  /* A cell that is longer than a page goes on over several. */
  crf_paper_add_row (paper, cells_of_novel, 0);
  g_assert_cmpuint (crf_paper_count_pages (paper), >, 4);
  last = g_strdup_printf ("Page %u of %u", crf_paper_count_pages (paper), crf_paper_count_pages (paper));
  g_assert_true (crf_paper_finish (paper, path, NULL, &refusal, &error));
  g_assert_no_error (error);
  text = text_of (path);
  HAS (text, "row-000");
  HAS (text, "row-099");
  HAS (text, "欧阳小惠");
  HAS (text, last);
  if (text != NULL)
    {
      guint n = 0;

      for (const char *c = text; *c != '\0'; c++)
        n += *c == 'x';
      g_assert_cmpuint (n, >=, 9000);
    }
  g_unlink (path);
  g_assert_false (crf_paper_finish (paper, "/no/such/folder/x.pdf", NULL, &refusal, &error));
  g_assert_nonnull (error);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/exchange/print/papers-say-what-the-ward-needs", Ward, NULL, ward_open, test_papers, ward_close);
  g_test_add ("/exchange/print/every-paper-says-at-head-and-foot-where-it-comes-from", Ward, NULL, ward_open, test_heads_and_feet, ward_close);
  g_test_add ("/exchange/print/a-blank-flowsheet-lies-ready-for-a-night-without-power", Ward, NULL, ward_open, test_blank_flowsheet, ward_close);
  g_test_add ("/exchange/print/a-long-table-goes-on-with-its-headings", Ward, NULL, ward_open, test_pages, ward_close);
  return g_test_run ();
}
