/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reproduces every worked example of samples/clinical/scores.tsv through the registry, and the
 * scores of real patients in eldd-scores.csv. Both come from outside programs named in the files.
 */

#include "crf-compute.h"

#include <string.h>

static char *
read_sample (const char *name)
{
  const char *shared = g_getenv ("STEMWARD_SHARED_DIR");
  g_autofree char *path = NULL;
  char *text = NULL;

  if (shared == NULL)
    return NULL;
  path = g_build_filename (shared, "samples", "clinical", name, NULL);
  return g_file_get_contents (path, &text, NULL, NULL) ? text : NULL;
}

/* The README's rule: *_raw and the figures with six places to 1e-5, the rest as printed. */
static gboolean
equal_figures (const char *expected,
               const char *computed)
{
  const char *point = strchr (expected, '.');

  if (point == NULL || strlen (point + 1) < 6)
    return g_str_equal (expected, computed);
  return !g_str_equal (computed, "NA")
         && fabs (g_ascii_strtod (expected, NULL) - g_ascii_strtod (computed, NULL)) <= 1e-5;
}

static void
test_every_row (void)
{
  g_autofree char *text = read_sample ("scores.tsv");
  g_auto (GStrv) lines = NULL;
  guint n = 0, n_wrong = 0;

  if (text == NULL)
    {
      g_test_skip ("STEMWARD_SHARED_DIR has no samples/clinical/scores.tsv");
      return;
    }

  lines = g_strsplit (text, "\n", -1);
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", -1);
      g_autoptr (CrfScoreResult) result = NULL;
      g_autoptr (GError) error = NULL;

      if (g_strv_length (cells) < 3)
        continue;
      n++;
      if (!crf_compute_evaluate_line (cells[0], cells[1], &result, &error))
        {
          g_test_message ("line %u: %s", i + 1, error->message);
          n_wrong++;
        }
      else if (!equal_figures (cells[2], result->text))
        {
          g_test_message ("line %u: %s %s: expected %s, got %s", i + 1, cells[0], cells[1],
                          cells[2], result->text);
          n_wrong++;
        }
    }
  g_assert_cmpuint (n_wrong, ==, 0);
  g_assert_cmpuint (n, ==, 235);
}

static int
column (char **header,
        const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    {
      if (g_str_equal (header[i], name))
        return i;
    }
  g_error ("no column %s", name);
}

typedef struct {
  char **header;
  char **cells;
} Row;

static const char *
cell (const Row *row,
      const char *name)
{
  return row->cells[column (row->header, name)];
}

static void
assert_score (const Row *patient,
              const char *name,
              const char *inputs,
              const Row *scores,
              const char *score_column)
{
  g_autoptr (CrfScoreResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *expected = cell (scores, score_column);

  crf_compute_evaluate_line (name, inputs, &result, &error);
  g_assert_no_error (error);
  if (*expected == '\0')
    g_assert_cmpint (result->status, ==, CRF_SCORE_MISSING);
  else if (crf_decimal_compare (result->value, g_ascii_strtod (expected, NULL)) != 0)
    {
      g_test_message ("row %s, %s: expected %s, got %s", cell (patient, "row"), name, expected,
                      result->display);
      g_test_fail ();
    }
}

static void
assert_patient (const Row *patient,
                const Row *scores)
{
  g_autofree char *meld = g_strdup_printf ("bili_umol=%s;inr=%s;creat_umol=%s;dialysis=%s",
                                           cell (patient, "BILI_S"), cell (patient, "INR_C"),
                                           cell (patient, "CRE_S"), cell (patient, "Dialysis"));
  g_autofree char *meld_na = g_strdup_printf ("%s;na=%s", meld, cell (patient, "NA_S"));
  g_autofree char *meld_3 = g_strdup_printf ("%s;alb_gl=%s;sex=%s", meld_na,
                                             cell (patient, "ALB_S"), cell (patient, "Sex"));
  g_autofree char *albi = g_strdup_printf ("bili_umol=%s;alb_gl=%s", cell (patient, "BILI_S"),
                                           cell (patient, "ALB_S"));

  assert_score (patient, "MELD", meld, scores, "meld");
  assert_score (patient, "MELD_NA_2016", meld_na, scores, "meld_na");
  assert_score (patient, "MELD3", meld_3, scores, "meld_3");
  assert_score (patient, "ALBI", albi, scores, "albi");
}

static void
test_real_patients (void)
{
  g_autofree char *data = read_sample ("eldd.csv");
  g_autofree char *scores = read_sample ("eldd-scores.csv");
  g_auto (GStrv) data_lines = NULL;
  g_auto (GStrv) score_lines = NULL;
  g_auto (GStrv) data_header = NULL;
  g_auto (GStrv) score_header = NULL;
  guint n = 0;

  if (data == NULL || scores == NULL)
    {
      g_test_skip ("STEMWARD_SHARED_DIR has no samples/clinical/eldd.csv");
      return;
    }

  data_lines = g_strsplit (g_strdelimit (data, "\r", ' '), "\n", -1);
  score_lines = g_strsplit (g_strdelimit (scores, "\r", ' '), "\n", -1);
  data_header = g_strsplit (g_strstrip (data_lines[0]), ",", -1);
  score_header = g_strsplit (g_strstrip (score_lines[0]), ",", -1);
  for (guint i = 1; score_lines[i] != NULL && *score_lines[i] != '\0'; i++)
    {
      g_auto (GStrv) data_cells = g_strsplit (data_lines[i], ",", -1);
      g_auto (GStrv) score_cells = g_strsplit (g_strstrip (score_lines[i]), ",", -1);
      Row patient = { data_header, data_cells };
      Row expected = { score_header, score_cells };

      g_assert_cmpstr (cell (&patient, "row"), ==, cell (&expected, "row"));
      assert_patient (&patient, &expected);
      n++;
    }
  g_assert_cmpuint (n, ==, 40);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/clinical/compute/every-worked-example-is-reproduced", test_every_row);
  g_test_add_func ("/clinical/compute/scores-of-real-patients-are-reproduced", test_real_patients);
  return g_test_run ();
}
