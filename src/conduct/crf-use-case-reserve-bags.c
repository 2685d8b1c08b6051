/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bags of a lot are set aside for one patient, by number: nobody else can be given them. */

#include "crf-blind.h"
#include "crf-lot-moves.h"
#include "crf-number.h"
#include "crf-trial-gates.h"
#include "crf-volume.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "bags", N_("Bags"), "integer", FALSE },
  { "bag", N_("Bag numbers, as 3 or 3,4"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

/* The numbers that were named, each one free; NULL when refused. */
static char *
take_named (CrfUseCaseContext *context,
            CrfLotBook *book,
            const CrfLotRecord *lot,
            int *n)
{
  g_auto (GStrv) named = g_strsplit (crf_context_get (context, "bag"), ",", -1);
  g_autoptr (GString) bags = g_string_new (NULL);
  double total = 0;

  crf_number_parse_plain (lot->bags != NULL ? lot->bags : "0", &total, NULL);
  for (*n = 0; named[*n] != NULL; (*n)++)
    {
      gint64 number = g_ascii_strtoll (g_strstrip (named[*n]), NULL, 10);
      const char *kind;

      if (number < 1 || number > (gint64) total)
        {
          crf_context_refuse (context, "bag", NULL, _("Lot %s has no bag “%s”."), lot->lot, named[*n]);
          return NULL;
        }
      kind = crf_lot_book_get_bag (book, (int) number, NULL);
      if (kind != NULL && strcmp (kind, "unreserve") != 0)
        {
          crf_context_refuse (context, "bag-taken", _("Reserve another bag."), _("Bag %s of lot %s is taken already."), named[*n], lot->lot);
          return NULL;
        }
      g_string_append_printf (bags, "%s%d", bags->len > 0 ? "," : "", (int) number);
    }
  return g_string_free (g_steal_pointer (&bags), FALSE);
}

static char *
choose (CrfUseCaseContext *context,
        CrfLotBook *book,
        const CrfLotRecord *lot,
        int *n)
{
  double asked;
  char *bags;

  if (crf_context_get (context, "bag") != NULL)
    return take_named (context, book, lot, n);
  if (!crf_context_get_number (context, "bags", &asked))
    return NULL;
  *n = isnan (asked) ? 1 : (int) asked;
  bags = *n > 0 ? crf_lot_free_bags (book, lot, *n) : NULL;
  if (bags == NULL)
    crf_context_refuse (context, "lot-short", _("Use another lot."), _("Lot %s has not so many free bags."), lot->lot);
  return bags;
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autoptr (CrfLotBook) book = NULL;
  g_autofree char *bags = NULL, *count = NULL;
  gint64 each;
  int n = 0;

  if (crf_blind_is_ward_blinded (context->study))
    return crf_context_refuse (context, "masked", _("The pharmacy takes the product with its second check."),
                               _("In this masked study a reservation would show the arm."));
  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (!crf_trial_lot_is_of (context->session, lot, context->subject->key, &context->outcome->refusal))
    return TRUE;
  if (g_strcmp0 (lot->state, "quarantined") == 0)
    return crf_context_refuse (context, "lot-quarantined", _("Use another lot, and keep this one apart."), _("Lot %s is in quarantine."), lot->lot);
  if (!crf_volume_parse (lot->bag_volume, &each))
    return crf_context_refuse (context, "bag-volume", NULL, _("Lot %s does not say what a bag holds."), lot->lot);
  book = crf_records_lot_book (context->file, lot->lot, NULL, error);
  if (book == NULL)
    return FALSE;
  bags = choose (context, book, lot, &n);
  if (bags == NULL)
    return TRUE;
  count = g_strdup_printf ("%d", n);
  crf_context_result (context, "bag", bags);
  return crf_lot_move (context, lot->lot, "reserve", context->subject->key, each * n, count, bags, error);
}

const CrfUseCase crf_use_case_reserve_bags = {
  .name = "reserve-bags",
  .title = N_("Reserve bags"),
  .summary = N_("Sets bags of a lot aside for one patient."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
  .rests_on = CRF_RESTS_ON_SUBJECT,
};
