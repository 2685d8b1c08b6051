/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The randomisation of a definition as the store takes it. */

#include "crf-study-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Every combination of the levels, the last stratum changing fastest. */
static void
add_strata (CrfStudyPlan *self,
            const GPtrArray *strata,
            guint n,
            const char *before)
{
  const CrfStratum *stratum;

  if (n == strata->len)
    {
      g_ptr_array_add (self->strata, g_strdup (before));
      return;
    }
  stratum = g_ptr_array_index (strata, n);
  for (guint i = 0; i < stratum->levels->len; i++)
    {
      const CrfLevel *level = g_ptr_array_index (stratum->levels, i);
      g_autofree char *joined = g_strconcat (before, n > 0 ? "|" : "", level->code, NULL);

      add_strata (self, strata, n + 1, joined);
    }
}

CrfStudyPlan *
crf_study_plan_new (CrfStudy *study)
{
  const CrfRandomisation *design = crf_study_get_randomisation (study);
  const GPtrArray *arms = crf_study_get_arms (study);
  CrfStudyPlan *self = g_new0 (CrfStudyPlan, 1);

  self->study = crf_study_ref (study);
  self->arms = g_ptr_array_new ();
  self->ratios = g_array_new (FALSE, FALSE, sizeof (int));
  self->strata = g_ptr_array_new_with_free_func (g_free);
  self->weights = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < arms->len; i++)
    {
      const CrfArm *arm = g_ptr_array_index (arms, i);

      g_ptr_array_add (self->arms, (gpointer) arm->oid);
      g_array_append_val (self->ratios, arm->ratio);
    }
  g_ptr_array_add (self->arms, NULL);
  add_strata (self, design->strata, 0, "");
  g_ptr_array_add (self->strata, NULL);
  for (guint i = 0; i < design->strata->len; i++)
    g_array_append_val (self->weights, ((const CrfStratum *) g_ptr_array_index (design->strata, i))->weight);
  return self;
}

void
crf_study_plan_free (CrfStudyPlan *self)
{
  g_ptr_array_unref (self->arms);
  g_array_unref (self->ratios);
  g_ptr_array_unref (self->strata);
  g_array_unref (self->weights);
  crf_study_unref (self->study);
  g_free (self);
}

CrfAllocationPlan
crf_study_plan_blocks (const CrfStudyPlan *self)
{
  const CrfRandomisation *design = crf_study_get_randomisation (self->study);

  return (CrfAllocationPlan) { .arms = (const char *const *) self->arms->pdata,
                               .ratios = (const int *) (gpointer) self->ratios->data,
                               .block_sizes = (const int *) (gpointer) design->block_sizes->data,
                               .n_block_sizes = (int) design->block_sizes->len,
                               .strata = (const char *const *) self->strata->pdata,
                               .slots = MAX (design->slots, 1) };
}

CrfMinimisationPlan
crf_study_plan_minimisation (const CrfStudyPlan *self)
{
  const CrfRandomisation *design = crf_study_get_randomisation (self->study);

  return (CrfMinimisationPlan) { .arms = (const char *const *) self->arms->pdata,
                                 .ratios = (const int *) (gpointer) self->ratios->data,
                                 .n_factors = (int) self->weights->len,
                                 .weights = (const double *) (gpointer) self->weights->data,
                                 .probability = design->probability,
                                 .variance = design->variance };
}

gboolean
crf_study_plan_has_stratum (const CrfStudyPlan *self,
                            const char *stratum)
{
  return g_strv_contains ((const char *const *) self->strata->pdata, stratum);
}

const CrfLevel *
crf_stratum_find_level (const CrfStratum *stratum,
                        const char *code)
{
  for (guint i = 0; i < stratum->levels->len; i++)
    {
      const CrfLevel *level = g_ptr_array_index (stratum->levels, i);

      if (g_strcmp0 (level->code, code) == 0)
        return level;
    }
  return NULL;
}

const char *
crf_stratum_title (const CrfStratum *stratum,
                   const char *language)
{
  return stratum->title != NULL ? crf_text_get (stratum->title, language) : stratum->oid;
}

const char *
crf_stratum_level_title (const CrfStratum *stratum,
                         const char *code,
                         const char *language)
{
  const CrfLevel *level = crf_stratum_find_level (stratum, code);

  return level != NULL && level->title != NULL ? crf_text_get (level->title, language) : code;
}

char *
crf_stratum_get_level (const char *stratum,
                       guint n)
{
  g_auto (GStrv) levels = g_strsplit (stratum != NULL ? stratum : "", "|", -1);

  return n < g_strv_length (levels) ? g_strdup (levels[n]) : NULL;
}

char *
crf_stratum_describe (CrfStudy *study,
                      const char *stratum,
                      const char *language)
{
  const GPtrArray *strata = crf_study_get_randomisation (study)->strata;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < strata->len; i++)
    {
      const CrfStratum *factor = g_ptr_array_index (strata, i);
      g_autofree char *level = crf_stratum_get_level (stratum, i);

      if (level != NULL)
        g_string_append_printf (text, _("%s%s: %s"), text->len > 0 ? " · " : "", crf_stratum_title (factor, language),
                                crf_stratum_level_title (factor, level, language));
    }
  return g_string_free (text, FALSE);
}
