/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Generates the sealed allocation list from the design of the definition. Only an account that may know the arms does it. */

#include "crf-allocation-list.h"
#include "crf-use-case-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const CrfParameter parameters[] = {
  { "slots", N_("Slots in each stratum"), "integer", FALSE },
  { "seed", N_("Seed (demonstration files only)"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static void
collect_arms (CrfStudy *study,
              GPtrArray *oids,
              GArray *ratios)
{
  const GPtrArray *arms = crf_study_get_arms (study);

  for (guint i = 0; i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);

      g_ptr_array_add (oids, (gpointer) arm->oid);
      g_array_append_val (ratios, arm->ratio);
    }
  g_ptr_array_add (oids, NULL);
}

/* A seed that a person chose would not be random: it exists only where nobody is treated by it. */
static gboolean
take_seed (CrfUseCaseContext *context,
           guchar seed[32],
           gboolean *fixed)
{
  const char *text = crf_context_get (context, "seed");
  g_autoptr (GChecksum) checksum = NULL;
  gsize length = 32;

  *fixed = text != NULL;
  if (text == NULL)
    return TRUE;
  if (!crf_session_is_demo (context->session))
    {
      crf_context_refuse (context, "seed-not-allowed", _("Leave the seed out: it is drawn from the operating system."),
                          _("A fixed seed is allowed in demonstration files only."));
      return FALSE;
    }
  checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, seed, &length);
  return TRUE;
}

static gboolean
check_design (CrfUseCaseContext *context,
              const CrfRandomisation *design)
{
  if (design == NULL || design->method == CRF_RANDOMISATION_NONE)
    return !crf_context_refuse (context, "no-randomisation", NULL, _("This study enrols without randomisation."));
  if (design->method != CRF_RANDOMISATION_PERMUTED_BLOCKS)
    return !crf_context_refuse (context, "method", NULL, _("Lists are generated for permuted blocks only."));
  if (design->strata->len > 0)
    return !crf_context_refuse (context, "strata", NULL, _("Lists with strata are not supported yet."));
  if (crf_allocation_count (context->file) > 0)
    return !crf_context_refuse (context, "list-exists", NULL, _("The allocation list exists already."));
  if (!crf_session_may_know_arms (context->session))
    return !crf_context_refuse (context, "may-not-know", _("An account that may know the arms generates the list."),
                                _("Your role may not know the arms of this study."));
  return TRUE;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  const CrfRandomisation *design = crf_study_get_randomisation (context->study);
  const char *const strata[] = { "", NULL };
  g_autoptr (GPtrArray) arms = g_ptr_array_new ();
  g_autoptr (GArray) ratios = g_array_new (FALSE, FALSE, sizeof (int));
  CrfAllocationPlan plan = { 0 };
  guchar seed[32];
  gboolean fixed;
  double slots;

  if (!check_design (context, design) || !take_seed (context, seed, &fixed))
    return TRUE;
  if (!crf_context_get_number (context, "slots", &slots))
    return TRUE;
  if (!isnan (slots) && (slots < 1 || slots > 100000))
    return crf_context_refuse (context, "slots", NULL, _("The number of slots must lie between 1 and 100000."));

  collect_arms (context->study, arms, ratios);
  plan.arms = (const char *const *) arms->pdata;
  plan.ratios = (const int *) (gpointer) ratios->data;
  plan.block_sizes = (const int *) (gpointer) design->block_sizes->data;
  plan.n_block_sizes = (int) design->block_sizes->len;
  plan.strata = strata;
  plan.slots = isnan (slots) ? MAX (design->slots, crf_study_get_target (context->study)) : (int) slots;
  plan.seed = fixed ? seed : NULL;
  return crf_allocation_generate (context->txn, &plan, error);
}

const CrfUseCase crf_use_case_generate_allocation = {
  .name = "generate-allocation",
  .title = N_("Generate allocation list"),
  .summary = N_("Generates the sealed allocation list before the first patient."),
  .roles = CRF_ROLE_ADMINISTRATOR | CRF_ROLE_STATISTICIAN | CRF_ROLE_PHARMACIST | CRF_ROLE_PRINCIPAL_INVESTIGATOR,
  .parameters = parameters,
  .run = run,
};
