/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The registry: finds a computation by name, checks its inputs, runs it, and writes its figure in
 * the fixed form that scripts and worked examples use.
 */

#include "crf-compute-private.h"
#include "crf-quoted.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfComputationTable tables[] = {
  { crf_computations_scores, &crf_n_computations_scores },
  { crf_computations_ctcae, &crf_n_computations_ctcae },
  { crf_computations_dose, &crf_n_computations_dose },
  { crf_computations_conversion, &crf_n_computations_conversion },
};

G_DEFINE_QUARK (crf-compute-error-quark, crf_compute_error)

guint
crf_compute_count (void)
{
  guint n = 0;

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    n += *tables[t].n_items;
  return n;
}

const CrfComputation *
crf_compute_nth (guint index)
{
  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    {
      if (index < *tables[t].n_items)
        return &tables[t].items[index];
      index -= *tables[t].n_items;
    }
  return NULL;
}

const CrfComputation *
crf_compute_find (const char *name)
{
  guint n = crf_compute_count ();

  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < n; i++)
    {
      const CrfComputation *c = crf_compute_nth (i);

      if (g_str_equal (c->name, name))
        return c;
    }
  return NULL;
}

const char *
crf_computation_get_name (const CrfComputation *self)
{
  return self->name;
}

const char *
crf_computation_get_label (const CrfComputation *self)
{
  return self->label;
}

const char *
crf_computation_get_unit (const CrfComputation *self)
{
  return self->unit;
}

const CrfComputationInput *
crf_computation_get_inputs (const CrfComputation *self,
                            guint *n_inputs)
{
  *n_inputs = self->n_inputs;
  return self->inputs;
}

const CrfComputationInput *
crf_computation_find_input (const CrfComputation *self,
                            const char *key)
{
  for (guint i = 0; i < self->n_inputs; i++)
    {
      if (g_str_equal (self->inputs[i].key, key))
        return &self->inputs[i];
    }
  return NULL;
}

/* The figure as `compute` prints it. */
static char *
output_text (const CrfComputation *self,
             const CrfScoreResult *result)
{
  double raw = result->raw * (self->scale > 0 ? self->scale : 1.0);

  switch (self->output)
    {
    case CRF_OUTPUT_RAW:
      return crf_figure_format (raw, self->decimals);
    case CRF_OUTPUT_GRADE:
      return g_strdup (result->grade != NULL ? result->grade : "");
    case CRF_OUTPUT_FLAG:
      return g_strdup (g_strcmp0 (result->grade, self->flag) == 0 ? "1" : "0");
    case CRF_OUTPUT_VALUE:
    default:
      return crf_figure_format (result->value, self->decimals);
    }
}

/* A number known only as "<5" where the number itself is needed. */
static CrfScoreResult *
refuse_uncertain (const CrfComputation *self,
                  const char *key)
{
  CrfScoreResult *result = crf_score_begin (self->name, _(self->label), "", self->unit, "");
  const CrfComputationInput *input = crf_computation_find_input (self, key);

  crf_score_refuse (result, _("%1$s is known only as below or above a limit, and %2$s needs the "
                              "number itself"),
                    _(input->label), _(self->label));
  return crf_score_finish (result, NAN, NAN, 0, NULL);
}

gboolean
crf_compute_evaluate (const char *name,
                      GHashTable *inputs,
                      CrfScoreResult **result,
                      GError **error)
{
  const CrfComputation *self;
  g_autoptr (CrfInputs) checked = NULL;
  g_autoptr (CrfScoreResult) figure = NULL;
  g_autofree char *text = NULL;
  const char *uncertain = NULL;

  g_return_val_if_fail (name != NULL && inputs != NULL && result != NULL, FALSE);

  self = crf_compute_find (name);
  if (self == NULL)
    {
      g_autofree char *quoted = crf_quoted (name);

      g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_UNKNOWN_NAME,
                   _("There is nothing called “%s” to compute"), quoted);
      return FALSE;
    }
  checked = crf_inputs_new (self, inputs, &uncertain, error);
  if (checked == NULL)
    return FALSE;

  figure = uncertain != NULL ? refuse_uncertain (self, uncertain) : self->compute (self, checked);
  if (figure->status == CRF_SCORE_DONE)
    text = output_text (self, figure);
  crf_score_relabel (figure, self->name, text);
  *result = g_steal_pointer (&figure);
  return TRUE;
}

gboolean
crf_compute_evaluate_line (const char *name,
                           const char *line,
                           CrfScoreResult **result,
                           GError **error)
{
  g_autoptr (GHashTable) inputs = NULL;
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (name != NULL && line != NULL && result != NULL, FALSE);

  inputs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parts = g_strsplit (line, ";", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      char *part = g_strstrip (parts[i]);
      char *equals = strchr (part, '=');

      if (*part == '\0')
        continue;
      if (equals == NULL || equals == part)
        {
          g_autofree char *quoted = crf_quoted (part);

          g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                       _("“%s” is no input; write key=value"), quoted);
          return FALSE;
        }
      *equals = '\0';
      if (!g_hash_table_insert (inputs, g_strdup (g_strchomp (part)), g_strdup (equals + 1)))
        {
          g_autofree char *quoted = crf_quoted (part);

          g_set_error (error, CRF_COMPUTE_ERROR, CRF_COMPUTE_ERROR_BAD_INPUT,
                       _("The input “%s” is given twice"), quoted);
          return FALSE;
        }
    }
  return crf_compute_evaluate (name, inputs, result, error);
}
