/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Minimisation after Pocock and Simon. Nothing here reads or writes a file. */

#include "crf-minimisation.h"

#include "crf-word-stream-private.h"

#include <math.h>
#include <string.h>

/* Imbalances that differ by less are equal: weights are decimals. */
#define SAME 1e-9

static void
minimised_clear (gpointer data)
{
  g_free (((CrfMinimised *) data)->stratum);
}

GArray *
crf_minimised_new (void)
{
  GArray *array = g_array_new (FALSE, TRUE, sizeof (CrfMinimised));

  g_array_set_clear_func (array, minimised_clear);
  return array;
}

static int
count_arms (const CrfMinimisationPlan *plan)
{
  int n = 0;

  while (plan->arms[n] != NULL)
    n++;
  return n;
}

/* Start and length of the level of @factor in "a|b|c"; FALSE if there are fewer. */
static gboolean
find_level (const char *stratum, int factor, const char **start, gsize *length)
{
  const char *end;

  for (; factor > 0 && stratum != NULL; factor--)
    {
      stratum = strchr (stratum, '|');
      stratum = stratum != NULL ? stratum + 1 : NULL;
    }
  if (stratum == NULL)
    return FALSE;
  end = strchr (stratum, '|');
  *start = stratum;
  *length = end != NULL ? (gsize) (end - stratum) : strlen (stratum);
  return TRUE;
}

static gboolean
same_level (const char *a, const char *b, int factor)
{
  const char *one, *other;
  gsize n, m;

  return find_level (a, factor, &one, &n) && find_level (b, factor, &other, &m) && n == m && memcmp (one, other, n) == 0;
}

/* Range or sample variance of the counts, each divided by its arm's ratio. */
static double
spread (const CrfMinimisationPlan *plan, const double *counts, int n)
{
  double low = G_MAXDOUBLE, high = -G_MAXDOUBLE, mean = 0, squares = 0;

  for (int i = 0; i < n; i++)
    {
      double count = counts[i] / plan->ratios[i];

      low = MIN (low, count);
      high = MAX (high, count);
      mean += count / n;
    }
  if (!plan->variance)
    return high - low;
  for (int i = 0; i < n; i++)
    squares += (counts[i] / plan->ratios[i] - mean) * (counts[i] / plan->ratios[i] - mean);
  return n > 1 ? squares / (n - 1) : 0;
}

void
crf_minimisation_imbalance (const CrfMinimisationPlan *plan, const GArray *history, const char *stratum, double *imbalance)
{
  int n = count_arms (plan);
  g_autofree double *counts = g_new (double, n);

  for (int arm = 0; arm < n; arm++)
    imbalance[arm] = 0;
  for (int factor = 0; factor < plan->n_factors; factor++)
    {
      for (int arm = 0; arm < n; arm++)
        counts[arm] = 0;
      for (guint i = 0; i < history->len; i++)
        {
          const CrfMinimised *earlier = &g_array_index (history, CrfMinimised, i);

          if (earlier->arm >= 0 && earlier->arm < n && same_level (earlier->stratum, stratum, factor))
            counts[earlier->arm]++;
        }
      for (int arm = 0; arm < n; arm++)
        {
          counts[arm]++;
          imbalance[arm] += plan->weights[factor] * spread (plan, counts, n);
          counts[arm]--;
        }
    }
}

void
crf_minimisation_chances (const CrfMinimisationPlan *plan, int best, double *chances)
{
  int n = count_arms (plan);
  int sum = 0, smallest = G_MAXINT;
  double other;

  for (int i = 0; i < n; i++)
    {
      sum += plan->ratios[i];
      smallest = MIN (smallest, plan->ratios[i]);
    }
  if (n == 1)
    {
      chances[0] = 1;
      return;
    }
  /* Chance of any arm but the best: (R − r_best) / (R − r_smallest) × (1 − p), shared by ratio. So an arm's share over all patients stays its ratio. */
  other = (double) (sum - plan->ratios[best]) / (sum - smallest) * (1 - plan->probability);
  for (int i = 0; i < n; i++)
    chances[i] = i == best ? 1 - other : other * plan->ratios[i] / (sum - plan->ratios[best]);
}

/* The arm that balances best; of several, one by their ratios. */
static int
find_best (const CrfMinimisationPlan *plan, const double *imbalance, int n, CrfWordStream *words)
{
  double least = G_MAXDOUBLE;
  int sum = 0;
  guint32 pick;

  for (int i = 0; i < n; i++)
    least = MIN (least, imbalance[i]);
  for (int i = 0; i < n; i++)
    sum += imbalance[i] <= least + SAME ? plan->ratios[i] : 0;
  for (int i = 0; i < n; i++)
    if (imbalance[i] <= least + SAME && plan->ratios[i] == sum)
      return i; /* alone */
  pick = _crf_word_stream_uniform (words, (guint32) sum);
  for (int i = 0; i < n; i++)
    {
      if (imbalance[i] > least + SAME)
        continue;
      if (pick < (guint32) plan->ratios[i])
        return i;
      pick -= (guint32) plan->ratios[i];
    }
  return 0;
}

int
crf_minimisation_choose (const CrfMinimisationPlan *plan, const GArray *history, const char *stratum, const guchar *seed, guint32 ordinal)
{
  int n = count_arms (plan);
  g_autofree double *imbalance = g_new0 (double, MAX (n, 1));
  g_autofree double *chances = g_new0 (double, MAX (n, 1));
  CrfWordStream words;
  double point, reached = 0;
  int best;

  g_return_val_if_fail (n > 0 && seed != NULL, -1);

  _crf_word_stream_init (&words, seed, ordinal);
  crf_minimisation_imbalance (plan, history, stratum, imbalance);
  best = find_best (plan, imbalance, n, &words);
  crf_minimisation_chances (plan, best, chances);
  point = _crf_word_stream_next (&words) / 4294967296.0;
  sodium_memzero (&words, sizeof words);
  for (int i = 0; i < n; i++)
    {
      reached += chances[i];
      if (point < reached)
        return i;
    }
  return best; /* rounding of the last sum */
}
