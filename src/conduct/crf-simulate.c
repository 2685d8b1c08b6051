/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Balance and predictability of a randomisation design, by simulation. */

#include "crf-simulate.h"

#include "crf-study-plan.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A trial's list is short: each simulated trial gets a list of its own, of the length that a site would make. */
#define TRIAL_SUBJECTS 100

typedef struct
{
  CrfSimulation *result;
  CrfStudyPlan *plan;
  int total;         /* sum of the ratios */
  int *counts;       /* arms of this trial */
  GHashTable *cells; /* stratum, or "factor=level" → int *: its arms */
  double right;
} Run;

static int *
cell_of (Run *run,
         const char *name)
{
  int *counts = g_hash_table_lookup (run->cells, name);

  if (counts == NULL)
    {
      counts = g_new0 (int, run->plan->ratios->len);
      g_hash_table_insert (run->cells, g_strdup (name), counts);
    }
  return counts;
}

static int
ratio_of (const Run *run,
          guint arm)
{
  return g_array_index (run->plan->ratios, int, arm);
}

/* How far @arm is behind its share; positive: behind. */
static double
deficit (const Run *run,
         const int *counts,
         guint arm)
{
  int n = 0;

  for (guint i = 0; i < run->plan->ratios->len; i++)
    n += counts[i];
  return (double) n * ratio_of (run, arm) / run->total - counts[arm];
}

/* Chance of guessing right by naming the arm that is most behind in @cells together; ties are guessed among evenly. */
static double
guess (const Run *run,
       int *const *cells,
       guint n_cells,
       int drawn)
{
  double most = -G_MAXDOUBLE;
  int ties = 0;
  gboolean right = FALSE;

  for (guint i = 0; i < run->plan->ratios->len; i++)
    {
      double behind = 1e-9 * ratio_of (run, i); /* before anything is known the larger arm is named */

      for (guint j = 0; j < n_cells; j++)
        behind += deficit (run, cells[j], i);
      if (behind > most + 1e-12)
        {
          most = behind;
          ties = 0;
          right = FALSE;
        }
      if (fabs (behind - most) <= 1e-12)
        {
          ties++;
          right |= (int) i == drawn;
        }
    }
  return right ? 1.0 / ties : 0;
}

/* The cells that a patient counts in: the stratum of a list, each level of a minimisation. */
static GPtrArray *
cells_of (Run *run,
          const char *stratum)
{
  GPtrArray *cells = g_ptr_array_new ();

  if (!run->result->minimised || run->plan->weights->len == 0)
    {
      g_ptr_array_add (cells, cell_of (run, stratum));
      return cells;
    }
  for (guint i = 0; i < run->plan->weights->len; i++)
    {
      g_autofree char *level = crf_stratum_get_level (stratum, i);
      g_autofree char *name = g_strdup_printf ("%u=%s", i, level);

      g_ptr_array_add (cells, cell_of (run, name));
    }
  return cells;
}

static void
count_subject (Run *run,
               const char *stratum,
               int drawn)
{
  g_autoptr (GPtrArray) cells = cells_of (run, stratum);

  run->right += guess (run, (int *const *) cells->pdata, cells->len, drawn);
  run->counts[drawn]++;
  g_array_index (run->result->arms, CrfSimulatedArm, drawn).allocated++;
  for (guint j = 0; j < cells->len; j++)
    ((int *) g_ptr_array_index (cells, j))[drawn]++;
  for (guint i = 0; i < run->plan->ratios->len; i++)
    {
      CrfSimulatedArm *arm = &g_array_index (run->result->arms, CrfSimulatedArm, i);

      arm->worst = MAX (arm->worst, fabs (deficit (run, run->counts, i)));
      for (guint j = 0; j < cells->len; j++)
        arm->worst_level = MAX (arm->worst_level, fabs (deficit (run, g_ptr_array_index (cells, j), i)));
    }
}

static void
draw_seed (guchar seed[32])
{
  for (guint i = 0; i < 32; i++)
    seed[i] = (guchar) g_random_int_range (0, 256);
}

static const char *
any_stratum (const Run *run,
             guint *index)
{
  *index = (guint) g_random_int_range (0, run->result->strata);
  return g_ptr_array_index (run->plan->strata, *index);
}

/* Each stratum has a list of its own, of the length that a site would make. */
static gboolean
run_lists (Run *run,
           int subjects,
           GError **error)
{
  CrfAllocationPlan blocks = crf_study_plan_blocks (run->plan);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_autofree guint *used = g_new0 (guint, run->result->strata);
  guchar seed[32];

  draw_seed (seed);
  blocks.slots = TRIAL_SUBJECTS;
  for (int i = 0; i < run->result->strata; i++)
    {
      GArray *sequence = crf_allocation_sequence (&blocks, seed, i, error);

      if (sequence == NULL)
        return FALSE;
      g_ptr_array_add (lists, sequence);
    }
  for (int n = 0; n < subjects; n++)
    {
      guint index;
      const char *stratum = any_stratum (run, &index);

      count_subject (run, stratum, g_array_index ((GArray *) g_ptr_array_index (lists, index), int, used[index]));
      used[index]++;
    }
  return TRUE;
}

static void
run_minimisation (Run *run,
                  int subjects)
{
  CrfMinimisationPlan plan = crf_study_plan_minimisation (run->plan);
  g_autoptr (GArray) history = crf_minimised_new ();
  guchar seed[32];

  draw_seed (seed);
  for (int n = 0; n < subjects; n++)
    {
      guint index;
      const char *stratum = any_stratum (run, &index);
      CrfMinimised next = { g_strdup (stratum), crf_minimisation_choose (&plan, history, stratum, seed, (guint32) n + 1) };

      g_array_append_val (history, next);
      count_subject (run, stratum, next.arm);
    }
}

static gboolean
run_all (Run *run,
         GError **error)
{
  for (int done = 0; done < run->result->subjects; done += TRIAL_SUBJECTS)
    {
      int subjects = MIN (TRIAL_SUBJECTS, run->result->subjects - done);

      memset (run->counts, 0, run->plan->ratios->len * sizeof (int));
      g_hash_table_remove_all (run->cells);
      if (run->result->minimised)
        run_minimisation (run, subjects);
      else if (!run_lists (run, subjects, error))
        return FALSE;
    }
  run->result->guessed = run->right / run->result->subjects;
  return TRUE;
}

static CrfRefusal *
refuse (const CrfRandomisation *design)
{
  if (design->method == CRF_RANDOMISATION_LIST)
    return crf_refusal_new ("method", _("Ask the statistician who made the list."), _("How the uploaded list of this study was made is not known here."));
  if (design->method == CRF_RANDOMISATION_NONE)
    return crf_refusal_new ("method", NULL, _("This study enrols without randomisation: there is nothing to simulate."));
  return NULL;
}

static void
begin (Run *run)
{
  const GPtrArray *arms = crf_study_get_arms (run->plan->study);
  int largest = 0;

  for (guint i = 0; i < arms->len; i++)
    {
      CrfSimulatedArm simulated = { .arm = g_ptr_array_index (arms, i) };

      g_array_append_val (run->result->arms, simulated);
      run->total += ratio_of (run, i);
      largest = MAX (largest, ratio_of (run, i));
    }
  for (guint i = 0; i < arms->len; i++)
    g_array_index (run->result->arms, CrfSimulatedArm, i).expected = (double) run->result->subjects * ratio_of (run, i) / run->total;
  run->result->chance = (double) largest / run->total;
}

CrfSimulation *
crf_simulate_allocation (CrfStudy *study,
                         int subjects,
                         CrfRefusal **refusal,
                         GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (study);
  g_autoptr (CrfSimulation) self = g_new0 (CrfSimulation, 1);
  g_autoptr (CrfStudyPlan) plan = crf_study_plan_new (study);
  g_autoptr (GHashTable) cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree int *counts = g_new0 (int, MAX (plan->ratios->len, 1));
  Run run = { self, plan, 0, counts, cells, 0 };

  self->arms = g_array_new (FALSE, TRUE, sizeof (CrfSimulatedArm));
  self->subjects = subjects;
  self->strata = (int) plan->strata->len - 1;
  self->minimised = design->method == CRF_RANDOMISATION_MINIMISATION;
  *refusal = refuse (design);
  if (*refusal != NULL)
    return NULL;
  begin (&run);
  return run_all (&run, error) ? g_steal_pointer (&self) : NULL;
}

void
crf_simulation_free (CrfSimulation *self)
{
  g_clear_pointer (&self->arms, g_array_unref);
  g_free (self);
}
