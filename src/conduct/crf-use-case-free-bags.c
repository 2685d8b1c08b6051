/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A patient's reservation of a lot is given back: the bags are free again. */

#include "crf-lot-moves.h"
#include "crf-number.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const CrfParameter parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "why", N_("Why"), "text", FALSE },
  { NULL, NULL, NULL, FALSE },
};

static char *
held_bags (CrfLotBook *book,
           const CrfLotRecord *lot,
           const char *subject)
{
  GString *bags = g_string_new (NULL);
  double total = 0;

  crf_number_parse_plain (lot->bags != NULL ? lot->bags : "0", &total, NULL);
  for (int bag = 1; bag <= (int) total; bag++)
    {
      const char *holder = NULL;
      const char *kind = crf_lot_book_get_bag (book, bag, &holder);

      if (g_strcmp0 (kind, "reserve") == 0 && g_strcmp0 (holder, subject) == 0)
        g_string_append_printf (bags, "%s%d", bags->len > 0 ? "," : "", bag);
    }
  return g_string_free (bags, bags->len == 0);
}

static gboolean
run (CrfUseCaseContext *context,
     GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_records_find_lot (context->file, crf_context_get (context, "lot"), NULL);
  g_autoptr (CrfLotBook) book = lot != NULL ? crf_records_lot_book (context->file, lot->lot, NULL, error) : NULL;
  g_autofree char *bags = NULL;
  gint64 held;

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (book == NULL)
    return FALSE;
  held = crf_lot_book_get_reserved (book, context->subject->key);
  if (held <= 0)
    return crf_context_refuse (context, "not-reserved", NULL, _("%s holds nothing of lot %s."), context->subject->number, lot->lot);
  bags = held_bags (book, lot, context->subject->key);
  return crf_lot_move (context, lot->lot, "unreserve", context->subject->key, held, NULL, bags, error);
}

const CrfUseCase crf_use_case_free_bags = {
  .name = "free-bags",
  .title = N_("Free bags"),
  .summary = N_("Gives a patient's reserved bags of a lot back."),
  .roles = CRF_ROLE_NURSE | CRF_ROLE_INVESTIGATOR | CRF_ROLE_PRINCIPAL_INVESTIGATOR | CRF_ROLE_PHARMACIST | CRF_ROLE_LABORATORY,
  .task = "prepare",
  .needs_subject = TRUE,
  .parameters = parameters,
  .run = run,
};
