/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Checks of the strata: a list is made for every combination of their levels before the first patient, and a minimisation balances over
 * them, so that each level must be known beforehand and told apart. */

#include "crf-reading-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A list for so many strata would mostly stay empty. */
#define MOST_STRATA 200

static void
check_level (CrfReading *self, const CrfLevel *level, GHashTable *seen)
{
  xmlNode *node = crf_reading_node (self, level);

  if (level->code == NULL || *level->code == '\0' || strpbrk (level->code, "|\t\n") != NULL)
    crf_reading_error (self, node, g_strdup (_("The level has no Code, or one with “|”, tab or line break.")),
                       _("Patients of this level could not be randomised."), _("Write a short Code, as the expression gives it."));
  else if (!g_hash_table_add (seen, (gpointer) level->code))
    crf_reading_error (self, node, g_strdup_printf (_("The level “%s” is there twice."), level->code),
                       _("Two lists would be made for the same patients."), _("Remove one of the two."));
  if (level->title == NULL)
    crf_reading_warn (self, node, g_strdup (_("The level has no text.")), _("Its code is read back before the draw, which few people understand."),
                      _("Add TranslatedText."));
}

/* Number of levels. */
static guint
check_stratum (CrfReading *self, const CrfStratum *stratum)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  xmlNode *node = crf_reading_node (self, stratum);

  for (guint i = 0; i < stratum->levels->len; i++)
    check_level (self, g_ptr_array_index (stratum->levels, i), seen);
  if (stratum->levels->len == 0)
    crf_reading_error (self, node, g_strdup (_("The stratum has no Level.")),
                       _("No list can be made for its patients beforehand, so nobody could be randomised."),
                       _("Add a Level for each text that the expression can give."));
  else if (stratum->levels->len == 1)
    crf_reading_warn (self, node, g_strdup (_("The stratum has one level only.")), _("It balances nothing."),
                      _("Add the other levels, or remove the stratum."));
  if (!(stratum->weight > 0))
    crf_reading_error (self, node, g_strdup (_("The weight of the stratum is not above zero.")), _("The minimisation would not balance it."),
                       _("Write a number above 0, or leave Weight out."));
  return MAX (stratum->levels->len, 1);
}

static void
check_minimisation (CrfReading *self, const CrfRandomisation *randomisation, xmlNode *node)
{
  guint n_arms = self->study->arms->len;

  if (randomisation->strata->len == 0)
    crf_reading_error (self, node, g_strdup (_("The minimisation has no factors.")), _("There is nothing that it could balance."),
                       _("Add a Stratum for each factor, or use permuted blocks."));
  if (isnan (randomisation->probability))
    crf_reading_error (self, node, g_strdup (_("The minimisation does not say its Probability.")),
                       _("With what chance the balancing arm is taken is not known."), _("Write Probability, as 0.8."));
  else if (n_arms > 1 && (randomisation->probability * n_arms < 1 || randomisation->probability > 1))
    crf_reading_error (self, node, g_strdup (_("The Probability is below an equal chance, or above 1.")),
                       _("The minimisation would drive the arms apart, or could not be drawn."),
                       _("Write a number from 1 divided by the number of arms to 1."));
  else if (randomisation->probability >= 1)
    crf_reading_warn (self, node, g_strdup (_("The Probability is 1.")), _("Whoever knows the earlier arms can foretell most of the next ones."),
                      _("Write a number below 1, as 0.8."));
  if (randomisation->block_sizes->len > 0 && !crf_answers_decide (self, "Randomisation", "Method"))
    crf_reading_warn (self, node, g_strdup (_("A minimisation has no blocks; BlockSizes is not used.")), _("Readers may think that blocks are drawn."),
                      _("Remove BlockSizes."));
}

void
crf_check_strata (CrfReading *self)
{
  const CrfRandomisation *randomisation = self->study->randomisation;
  xmlNode *node = crf_reading_node (self, randomisation);
  guint n = 1;

  if (node == NULL)
    return;
  for (guint i = 0; i < randomisation->strata->len; i++)
    n = MIN (n * check_stratum (self, g_ptr_array_index (randomisation->strata, i)), 100000);
  if (randomisation->method == CRF_RANDOMISATION_MINIMISATION)
    check_minimisation (self, randomisation, node);
  else if (!isnan (randomisation->probability))
    crf_reading_warn (self, node, g_strdup (_("Probability belongs to minimisation only; it is not used.")),
                      _("Readers may think that a biased coin is tossed."), _("Remove Probability, or say Method=\"minimisation\"."));
  if (randomisation->method == CRF_RANDOMISATION_PERMUTED_BLOCKS && n > MOST_STRATA)
    crf_reading_error (self, node, g_strdup_printf (_("The levels make %u strata."), n), _("Most lists would stay nearly empty, and the arms would not balance."),
                       _("Take fewer factors, or minimisation."));
  else if (randomisation->method == CRF_RANDOMISATION_PERMUTED_BLOCKS && self->study->target > 0 && n > 1 && n * 4 > (guint) self->study->target)
    crf_reading_warn (self, node, g_strdup_printf (_("The levels make %u strata for %d patients."), n, self->study->target),
                      _("Most blocks would not be filled, and the arms may not balance."), _("Take fewer factors, or minimisation."));
}
