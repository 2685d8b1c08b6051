/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Balance and predictability of a randomisation design, by simulation. */

#include "crf-simulate.h"

#include "crf-allocation-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* A trial's list is short: each simulated trial gets a list of its own, of the length that a site would make. */
#define TRIAL_SUBJECTS 100

static void
collect_arms (CrfStudy *study,
              CrfSimulation *self,
              GPtrArray *oids,
              GArray *ratios)
{
  const GPtrArray *arms = crf_study_get_arms (study);

  for (guint i = 0; i < arms->len; i++)
    {
      CrfSimulatedArm simulated = { .arm = g_ptr_array_index (arms, i) };
      int ratio = simulated.arm->ratio;

      g_ptr_array_add (oids, (gpointer) simulated.arm->oid);
      g_array_append_val (ratios, ratio);
      g_array_append_val (self->arms, simulated);
    }
  g_ptr_array_add (oids, NULL);
}

/* How far @arm is behind its share after @n subjects; positive: behind. */
static double
deficit (const int *counts,
         const GArray *ratios,
         int total,
         guint arm,
         int n)
{
  return (double) n * g_array_index (ratios, int, arm) / total - counts[arm];
}

/* Chance of guessing right by naming the arm that is most behind; ties are guessed among evenly. */
static double
guess (const int *counts,
       const GArray *ratios,
       int total,
       int n,
       int drawn)
{
  double most = -G_MAXDOUBLE;
  int ties = 0;
  gboolean right = FALSE;

  for (guint i = 0; i < ratios->len; i++)
    {
      double behind = deficit (counts, ratios, total, i, n) + 1e-9 * g_array_index (ratios, int, i);

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

static void
run_trial (CrfSimulation *self,
           const GArray *sequence,
           const GArray *ratios,
           int total,
           int subjects,
           double *right)
{
  g_autofree int *counts = g_new0 (int, ratios->len);

  for (int n = 0; n < subjects && n < (int) sequence->len; n++)
    {
      int drawn = g_array_index (sequence, int, n);

      *right += guess (counts, ratios, total, n, drawn);
      counts[drawn]++;
      g_array_index (self->arms, CrfSimulatedArm, drawn).allocated++;
      for (guint i = 0; i < ratios->len; i++)
        {
          CrfSimulatedArm *arm = &g_array_index (self->arms, CrfSimulatedArm, i);

          arm->worst = MAX (arm->worst, fabs (deficit (counts, ratios, total, i, n + 1)));
        }
    }
}

static gboolean
run_all (CrfSimulation *self,
         const CrfAllocationPlan *plan,
         const GArray *ratios,
         int total,
         GError **error)
{
  double right = 0;

  for (int done = 0; done < self->subjects; done += TRIAL_SUBJECTS)
    {
      g_autoptr (GArray) sequence = NULL;
      guchar seed[32];

      for (guint i = 0; i < sizeof seed; i++)
        seed[i] = (guchar) g_random_int_range (0, 256);
      sequence = crf_allocation_sequence (plan, seed, 0, error);
      if (sequence == NULL)
        return FALSE;
      run_trial (self, sequence, ratios, total, MIN (TRIAL_SUBJECTS, self->subjects - done), &right);
    }
  self->guessed = right / self->subjects;
  return TRUE;
}

CrfSimulation *
crf_simulate_allocation (CrfStudy *study,
                         int subjects,
                         CrfRefusal **refusal,
                         GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (study);
  const char *const strata[] = { "", NULL };
  g_autoptr (CrfSimulation) self = g_new0 (CrfSimulation, 1);
  g_autoptr (GPtrArray) oids = g_ptr_array_new ();
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (int));
  CrfAllocationPlan plan = { 0 };
  int total = 0, largest = 0;

  self->arms = g_array_new (FALSE, TRUE, sizeof (CrfSimulatedArm));
  self->subjects = subjects;
  if (design->method != CRF_RANDOMISATION_PERMUTED_BLOCKS)
    {
      *refusal = crf_refusal_new ("method", NULL, _("Only designs with permuted blocks can be simulated."));
      return NULL;
    }
  collect_arms (study, self, oids, ratios);
  plan = (CrfAllocationPlan) { .arms = (const char *const *) oids->pdata, .ratios = (const int *) (gpointer) ratios->data,
                               .block_sizes = (const int *) (gpointer) design->block_sizes->data, .n_block_sizes = (int) design->block_sizes->len,
                               .strata = strata, .slots = TRIAL_SUBJECTS };
  for (guint i = 0; i < ratios->len; i++)
    {
      total += g_array_index (ratios, int, i);
      largest = MAX (largest, g_array_index (ratios, int, i));
    }
  if (!run_all (self, &plan, ratios, total, error))
    return NULL;
  self->chance = (double) largest / total;
  for (guint i = 0; i < ratios->len; i++)
    g_array_index (self->arms, CrfSimulatedArm, i).expected = (double) subjects * g_array_index (ratios, int, i) / total;
  return g_steal_pointer (&self);
}

void
crf_simulation_free (CrfSimulation *self)
{
  g_clear_pointer (&self->arms, g_array_unref);
  g_free (self);
}
