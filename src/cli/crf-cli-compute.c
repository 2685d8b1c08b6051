/* SPDX-License-Identifier: GPL-3.0-or-later */

/* compute: one figure, a table of them, or what can be computed. */

#include "crf-cli.h"

#include "crf-compute.h"
#include "crf-csv.h"

#include <glib/gi18n-lib.h>

#define NOT_AVAILABLE "NA"

/* "bili_mgdl inr creat_mgdl|creat_umol [dialysis]": alternatives with a bar, what may be left out in brackets. */
static char *
describe_inputs (const CrfComputation *computation)
{
  GString *text = g_string_new (NULL);
  guint n;
  const CrfComputationInput *inputs = crf_computation_get_inputs (computation, &n);

  for (guint i = 0; i < n; i++)
    {
      gboolean optional = inputs[i].need != CRF_INPUT_REQUIRED;
      gboolean alternative = i > 0 && inputs[i].one_of != NULL && g_strcmp0 (inputs[i].one_of, inputs[i - 1].one_of) == 0;

      if (i > 0)
        g_string_append_c (text, alternative ? '|' : ' ');
      g_string_append_printf (text, optional ? "[%s]" : "%s", inputs[i].key);
    }
  return g_string_free (text, FALSE);
}

static CrfExit
list_computations (gboolean json)
{
  CrfTable *table = crf_table_new (json, "name", "label", "unit", "inputs", NULL);

  for (guint i = 0; i < crf_compute_count (); i++)
    {
      const CrfComputation *computation = crf_compute_nth (i);
      g_autofree char *inputs = describe_inputs (computation);

      crf_table_add (table, crf_computation_get_name (computation));
      crf_table_add (table, _(crf_computation_get_label (computation)));
      crf_table_add (table, crf_computation_get_unit (computation));
      crf_table_add (table, inputs);
    }
  crf_table_print (table);
  return CRF_EXIT_DONE;
}

static void
add_json_steps (JsonBuilder *builder,
                const CrfScoreResult *result)
{
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->steps->len; i++)
    {
      const CrfScoreStep *step = g_ptr_array_index (result->steps, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "label");
      json_builder_add_string_value (builder, step->label);
      json_builder_set_member_name (builder, "text");
      json_builder_add_string_value (builder, step->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_json_text (JsonBuilder *builder,
               const char *name,
               const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL && *text != '\0')
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_json_result (const CrfScoreResult *result,
                   gboolean explain)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *sentence = crf_score_result_sentence (result);
  gboolean done = result->status == CRF_SCORE_DONE;

  json_builder_begin_object (builder);
  add_json_text (builder, "name", result->name);
  add_json_text (builder, "computed", done ? result->text : NULL);
  add_json_text (builder, "unit", result->unit);
  add_json_text (builder, "grade", done ? result->grade : NULL);
  add_json_text (builder, "formula", result->formula);
  add_json_text (builder, "version", result->version);
  add_json_text (builder, "variant", result->variant);
  add_json_text (builder, "reason", sentence);
  json_builder_set_member_name (builder, "missing");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->missing->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (result->missing, i));
  json_builder_end_array (builder);
  if (explain)
    add_json_steps (builder, result);
  json_builder_end_object (builder);
  crf_cli_print_json (builder);
}

/* The figure alone on standard output, so that a script can take it; without one "NA", and why on standard error. */
static CrfExit
print_result (const CrfScoreResult *result,
              gboolean json,
              gboolean explain)
{
  g_autofree char *sentence = crf_score_result_sentence (result);

  if (json)
    print_json_result (result, explain);
  else if (explain)
    {
      g_autofree char *text = crf_score_result_explain (result);

      g_print ("%s%s\t%s\n", text, result->name, result->text);
    }
  else
    g_print ("%s\n", result->text);
  if (sentence != NULL && !explain)
    g_printerr ("%s\n", sentence);
  return result->status == CRF_SCORE_DONE ? CRF_EXIT_DONE : CRF_EXIT_NO;
}

static CrfExit
compute_one (int argc,
             char **argv,
             gboolean json,
             gboolean explain)
{
  g_autofree char *line = g_strjoinv (";", argv + 2);
  g_autoptr (CrfScoreResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (crf_compute_evaluate_line (argv[1], line, &result, &error))
    return print_result (result, json, explain);
  g_printerr ("%s\n", error->message);
  if (g_error_matches (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_UNKNOWN_NAME))
    g_printerr ("%s\n", _("→ “stemward-cli compute --list” lists what there is."));
  else if (g_error_matches (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_UNKNOWN_INPUT))
    {
      g_autofree char *inputs = describe_inputs (crf_compute_find (argv[1]));

      g_printerr (_("→ %s takes: %s\n"), argv[1], inputs);
    }
  return CRF_EXIT_USAGE;
}

/* The figure of one row; NULL when the row cannot be read (said on standard error). */
static char *
compute_row (const CrfCsvRow *row,
             int score,
             int inputs,
             gboolean explain)
{
  g_autoptr (CrfScoreResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const char *name = g_ptr_array_index (row->cells, (guint) score);

  if (!crf_compute_evaluate_line (name, g_ptr_array_index (row->cells, (guint) inputs), &result, &error))
    {
      g_printerr (_("line %u: %s\n"), row->line, error->message);
      return NULL;
    }
  if (explain)
    {
      g_autofree char *text = crf_score_result_explain (result);

      g_printerr ("%s\n", text);
    }
  return g_strdup (result->text);
}

static CrfExit
print_computed (const CrfCsv *csv,
                int score,
                int inputs,
                gboolean json,
                gboolean explain)
{
  CrfTable *table = crf_table_new (json, NULL);
  int earlier = crf_csv_find_column (csv, "computed");
  CrfExit exit = CRF_EXIT_DONE;

  for (guint i = 0; i < csv->header->len; i++)
    if ((int) i != earlier)
      crf_table_add_column (table, g_ptr_array_index (csv->header, i));
  crf_table_add_column (table, "computed");
  for (guint r = 0; r < csv->rows->len; r++)
    {
      const CrfCsvRow *row = g_ptr_array_index (csv->rows, r);
      g_autofree char *computed = compute_row (row, score, inputs, explain);

      for (guint i = 0; i < row->cells->len; i++)
        if ((int) i != earlier)
          crf_table_add (table, g_ptr_array_index (row->cells, i));
      crf_table_add (table, computed != NULL ? computed : NOT_AVAILABLE);
      if (computed == NULL)
        exit = CRF_EXIT_FILE;
    }
  crf_table_print (table);
  return exit;
}

static CrfExit
compute_table (const char *path,
               gboolean json,
               gboolean explain)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfCsv) csv = crf_csv_read_file (path, &error);
  int score, inputs;

  if (csv == NULL)
    return crf_cli_fail (error);
  score = crf_csv_find_column (csv, "score");
  inputs = crf_csv_find_column (csv, "inputs");
  if (score >= 0 && inputs >= 0)
    return print_computed (csv, score, inputs, json, explain);
  g_printerr (_("%s: the header needs the columns “score” and “inputs”.\n"), path);
  return CRF_EXIT_FILE;
}

CrfExit
crf_cli_compute (int argc,
                 char **argv)
{
  g_autofree char *table = NULL;
  gboolean explain = FALSE, list = FALSE, json = FALSE;
  const GOptionEntry entries[] = {
    { "table", 't', 0, G_OPTION_ARG_FILENAME, &table, N_("Compute each row of a table with the columns score and inputs"), N_("IN.tsv") },
    { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain, N_("Show inputs, bounds and arithmetic"), NULL },
    { "list", 'l', 0, G_OPTION_ARG_NONE, &list, N_("List what can be computed, with its inputs"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print as JSON"), NULL },
    { NULL }
  };

  if (!crf_cli_parse (crf_cli_find_command ("compute"), NULL, entries, &argc, &argv))
    return CRF_EXIT_USAGE;
  if (list && argc == 1 && table == NULL)
    return list_computations (json);
  if (table != NULL && argc == 1)
    return compute_table (table, json, explain);
  if (table == NULL && !list && argc >= 2)
    return compute_one (argc, argv, json, explain);
  return crf_cli_usage ("compute");
}
