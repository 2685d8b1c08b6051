/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Shared by the clinical tests: a figure from a name and a line of inputs. */

#pragma once

#include "crf-compute.h"

/* One expectation: what `compute` prints for a name and its inputs. */
typedef struct {
  const char *name;
  const char *inputs;
  const char *expected;
} ComputeCase;

static inline CrfScoreResult *
compute (const char *name,
         const char *inputs)
{
  CrfScoreResult *result = NULL;
  g_autoptr (GError) error = NULL;

  crf_compute_evaluate_line (name, inputs, &result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static inline void
assert_cases (const ComputeCase *cases,
              guint n_cases)
{
  for (guint i = 0; i < n_cases; i++)
    {
      g_autoptr (CrfScoreResult) result = compute (cases[i].name, cases[i].inputs);

      if (!g_str_equal (result->text, cases[i].expected))
        {
          g_test_message ("%s %s: expected %s, got %s", cases[i].name, cases[i].inputs,
                          cases[i].expected, result->text);
          g_test_fail ();
        }
    }
}

static inline gboolean
has_step (const CrfScoreResult *result,
          CrfStepKind kind,
          const char *text)
{
  for (guint i = 0; i < result->steps->len; i++)
    {
      const CrfScoreStep *step = g_ptr_array_index (result->steps, i);

      if (step->kind == kind && g_str_equal (step->text, text))
        return TRUE;
    }
  return FALSE;
}

static inline gboolean
is_missing (const CrfScoreResult *result,
            const char *key)
{
  return result->status == CRF_SCORE_MISSING
         && g_ptr_array_find_with_equal_func (result->missing, key, g_str_equal, NULL);
}
