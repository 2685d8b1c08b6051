/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of the blind: nothing that is sealed may come out through an open field that is computed from it, shown because of it or checked against it; what
 * tells the arms apart is sealed; nobody who is blinded knows or chooses an arm. */

#include "crf-expression.h"
#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  CrfReading *reading;
  CrfSandbox *sandbox;
} Blind;

static void
outside_function (const CrfScalar *arguments, int n, CrfScalar *result, gpointer data)
{
}

static void
check_use (Blind *self, const CrfItem *open, const char *text, xmlNode *node, const char *harm)
{
  g_autoptr (CrfExpression) expression = text != NULL ? crf_expression_new (self->sandbox, self->reading->study, text, NULL) : NULL;
  const GPtrArray *items = expression != NULL ? crf_expression_get_items (expression) : NULL;

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const CrfItem *item = g_ptr_array_index (items, i);

      if (item->unblinding)
        crf_reading_error (self->reading, node, g_strdup_printf (_("%s is open, but hangs on %s, which is sealed."), open->name, item->name), harm,
                           _("Seal it too with sw:Unblinding=\"Yes\", or take the sealed item out of the expression."));
    }
}

static void
check_open_items (Blind *self)
{
  const CrfStudy *study = self->reading->study;

  for (guint i = 0; i < study->groups->len; i++)
    {
      const CrfItemGroup *group = g_ptr_array_index (study->groups, i);

      for (guint j = 0; j < group->items->len; j++)
        {
          const CrfItemRef *ref = g_ptr_array_index (group->items, j);
          xmlNode *node = crf_reading_node (self->reading, ref);

          if (ref->item->unblinding)
            continue;
          check_use (self, ref->item, ref->derivation, node, _("Its value would tell the arm to everybody who reads the form."));
          check_use (self, ref->item, ref->skip_if, node, _("Whether the field is shown would tell the arm."));
          for (guint k = 0; k < ref->item->checks->len; k++)
            {
              const CrfCheck *check = g_ptr_array_index (ref->item->checks, k);

              if (check->kind == CRF_CHECK_EXPRESSION)
                check_use (self, ref->item, check->expression, crf_reading_node (self->reading, check), _("Whether the check fires would tell the arm."));
            }
        }
    }
  for (guint i = 0; i < study->stopping_rules->len; i++)
    {
      const CrfStoppingRule *rule = g_ptr_array_index (study->stopping_rules, i);
      const CrfItem alert = { .name = rule->oid };

      check_use (self, &alert, rule->expression, crf_reading_node (self->reading, rule), _("The alert would tell the arm to everybody who sees it."));
    }
}

static gboolean
arms_differ (const CrfStudy *study)
{
  for (guint i = 1; i < study->arms->len; i++)
    {
      const CrfArm *a = g_ptr_array_index (study->arms, 0), *b = g_ptr_array_index (study->arms, i);

      if (a->placebo != b->placebo || a->dose_low > b->dose_low || a->dose_low < b->dose_low || a->dose_high > b->dose_high
          || a->dose_high < b->dose_high)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_placebo (const CrfStudy *study)
{
  for (guint i = 0; i < study->arms->len; i++)
    if (((const CrfArm *) g_ptr_array_index (study->arms, i))->placebo)
      return TRUE;
  return FALSE;
}

/* What tells cells from placebo, or the one dose from the other. */
static void
check_sealed_items (CrfReading *self)
{
  static const char *const telling[] = { "inf.lot", "inf.concentration", "inf.viability", "inf.dose_planned", "inf.target_cells", "inf.volume",
                                         "inf.bags", "inf.bag_volume", "inf.diluent", "inf.dose_given", "inf.check_concentration",
                                         "inf.check_viability", "inf.check_volume", "inf.deviation", "inf.thaw" };
  /* Only cells are thawed, and have a dose to deviate from. */
  guint n = has_placebo (self->study) ? G_N_ELEMENTS (telling) : G_N_ELEMENTS (telling) - 2;

  for (guint i = 0; i < n; i++)
    {
      const CrfItem *item = crf_study_find_item_by_concept (self->study, telling[i]);

      if (item != NULL && !item->unblinding)
        crf_reading_error (self, crf_reading_node (self, item), g_strdup_printf (_("The study is masked, but “%s” is not sealed."), telling[i]),
                           _("Everybody on the ward could read the arm from it."), _("Say sw:Unblinding=\"Yes\"."));
    }
}

/* Who chooses an arm knows it. */
static void
check_choice (CrfReading *self)
{
  const CrfRandomisation *randomisation = self->study->randomisation;

  if (randomisation->method != CRF_RANDOMISATION_NONE || self->study->arms->len < 2)
    return;
  crf_reading_error (self, crf_reading_node (self, randomisation) != NULL ? crf_reading_node (self, randomisation) : self->design,
                     g_strdup (_("The study is masked, but a person chooses the arm of each patient.")),
                     _("Who enrols a patient would know the arm."), _("Say a Method of randomisation, or Masking=\"none\"."));
}

void
crf_check_blind (CrfReading *reading)
{
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (NULL);
  Blind self = { reading, sandbox };

  for (int i = 0; sandbox != NULL && crf_sandbox_outside_functions[i] != NULL; i++)
    if (!crf_sandbox_add_function (sandbox, crf_sandbox_outside_functions[i], -1, outside_function, NULL, NULL))
      break;
  if (reading->study->masking == CRF_MASKING_NONE)
    return;
  if (sandbox != NULL)
    check_open_items (&self);
  check_choice (reading);
  if (arms_differ (reading->study) && !crf_study_role_may_know (reading->study, "nurse"))
    check_sealed_items (reading);
}
