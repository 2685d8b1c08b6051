/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Movements of cell lots. */

#include "crf-lot-moves.h"

#include "crf-blind.h"
#include "crf-detail.h"
#include "crf-number.h"
#include "crf-volume.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

gboolean
crf_lot_move (CrfUseCaseContext *context,
              const char *lot,
              const char *kind,
              const char *subject,
              gint64 volume,
              const char *bags,
              const char *bag,
              GError **error)
{
  g_autofree char *volume_text = crf_volume_format (volume);
  g_autofree char *detail = crf_detail_new ("lot", lot, "kind", kind, "volume_ml", volume_text, "bags", bags, "bag", bag, NULL);
  const CrfEntry entry = { .action = CRF_ACTION_LOT_MOVE, .subject = subject, .detail = detail, .reason = crf_context_get (context, "reason") };

  return crf_context_append (context, &entry, NULL, error);
}

static gboolean
is_free (CrfLotBook *book,
         int bag)
{
  const char *kind = crf_lot_book_get_bag (book, bag, NULL);

  return kind == NULL || strcmp (kind, "unreserve") == 0;
}

char *
crf_lot_free_bags (CrfLotBook *book,
                   const CrfLotRecord *lot,
                   int n)
{
  g_autoptr (GString) bags = g_string_new (NULL);
  double total = 0;
  int found = 0;

  if (lot->bags == NULL || !crf_number_parse_plain (lot->bags, &total, NULL))
    return NULL;
  for (int bag = 1; bag <= (int) total && found < n; bag++)
    if (is_free (book, bag))
      {
        g_string_append_printf (bags, "%s%d", found > 0 ? "," : "", bag);
        found++;
      }
  return found == n ? g_string_free (g_steal_pointer (&bags), FALSE) : NULL;
}

/* Bags of the patient's reservation: their numbers in order. */
static GArray *
bags_of (CrfLotBook *book,
         const CrfLotRecord *lot,
         const char *subject)
{
  GArray *bags = g_array_new (FALSE, FALSE, sizeof (int));
  double total = 0;

  if (lot->bags != NULL)
    crf_number_parse_plain (lot->bags, &total, NULL);
  for (int bag = 1; bag <= (int) total; bag++)
    {
      const char *holder = NULL;
      const char *kind = crf_lot_book_get_bag (book, bag, &holder);

      if (kind != NULL && strcmp (kind, "reserve") == 0 && g_strcmp0 (holder, subject) == 0)
        g_array_append_val (bags, bag);
    }
  return bags;
}

static char *
join_bags (const GArray *bags,
           guint from,
           guint to)
{
  GString *text = g_string_new (NULL);

  for (guint i = from; i < to && i < bags->len; i++)
    g_string_append_printf (text, "%s%d", text->len > 0 ? "," : "", g_array_index (bags, int, i));
  return g_string_free (text, text->len == 0);
}

gboolean
crf_lot_take (CrfUseCaseContext *context,
              const CrfLotRecord *lot,
              gint64 used,
              gint64 destroyed,
              const char *bags,
              GError **error)
{
  const char *subject = context->subject->key;
  g_autoptr (CrfLotBook) book = crf_records_lot_book (context->file, lot->lot, NULL, error);
  g_autoptr (GArray) held = book != NULL ? bags_of (book, lot, subject) : NULL;
  g_autofree char *opened = NULL, *unopened = NULL;
  gint64 taken = used + destroyed, each = 0, reserved, rest = 0;
  guint n_opened = 0;

  if (book == NULL)
    return FALSE;
  reserved = crf_lot_book_get_reserved (book, subject);
  if (crf_volume_parse (lot->bag_volume, &each) && each > 0 && held->len > 0)
    {
      n_opened = MIN ((guint) ((taken + each - 1) / each), held->len);
      opened = join_bags (held, 0, n_opened);
      unopened = join_bags (held, n_opened, held->len);
      rest = MAX (MIN (each * n_opened, reserved) - MIN (taken, reserved), 0);
    }
  if (used > 0 && !crf_lot_move (context, lot->lot, "use", subject, used, bags, opened, error))
    return FALSE;
  if (destroyed + rest > 0 &&
      !crf_lot_move (context, lot->lot, "destroy", subject, destroyed + rest, used > 0 ? NULL : bags, used > 0 ? NULL : opened, error))
    return FALSE;
  return unopened == NULL || crf_lot_move (context, lot->lot, "unreserve", subject, each * (held->len - n_opened), NULL, unopened, error);
}

gboolean
crf_lot_result_fails (CrfStudy *study,
                      const char *test,
                      const char *result)
{
  const GPtrArray *limits = crf_study_get_release_limits (study);

  for (guint i = 0; i < limits->len; i++)
    {
      const CrfReleaseLimit *limit = g_ptr_array_index (limits, i);
      CrfNumber number;

      if (strcmp (limit->test, test) != 0)
        continue;
      if (limit->expected != NULL && *limit->expected != '\0')
        return strcmp (result, limit->expected) != 0 && strcmp (result, "PEND") != 0;
      if (!crf_number_parse (result, &number, NULL))
        return FALSE;
      return (!isnan (limit->low) && crf_decimal_compare (number.value, limit->low) < 0) ||
             (!isnan (limit->high) && crf_decimal_compare (number.value, limit->high) > 0);
    }
  /* A study without a limit for it: growth in a product is never right. */
  return strcmp (result, "POS") == 0 || strcmp (result, "FAILED") == 0;
}

const CrfParameter crf_lot_take_out_parameters[] = {
  { "lot", N_("Lot number"), "text", TRUE },
  { "volume", N_("Volume, mL"), "number", TRUE },
  { "why", N_("Why"), "text", TRUE },
  { NULL, NULL, NULL, FALSE },
};

gboolean
crf_lot_take_out (CrfUseCaseContext *context,
                  const char *kind,
                  GError **error)
{
  g_autoptr (CrfLotRecord) lot = crf_blind_find_lot (context->session, crf_context_get (context, "lot"));
  g_autofree char *typed = g_strdelimit (g_strdup (crf_context_get (context, "volume")), ",", '.');
  g_autofree char *detail = NULL, *moved = NULL;
  CrfEntry entry = { .action = CRF_ACTION_LOT_MOVE, .reason = crf_context_get (context, "why") };
  gint64 volume, left;

  if (lot == NULL)
    return crf_context_refuse (context, "no-such-lot", _("Receive the lot first."), _("There is no lot “%s”."), crf_context_get (context, "lot"));
  if (!crf_volume_parse (g_strstrip (typed), &volume) || volume <= 0)
    return crf_context_refuse (context, "volume", NULL, _("Enter a volume above 0 mL."));
  if (lot->left_ml == NULL || !crf_volume_parse (lot->left_ml, &left) || volume > left)
    return crf_context_refuse (context, "lot-short", _("Free what is reserved first, or correct the volume."), _("Only %s mL of lot %s are free."),
                               lot->left_ml != NULL ? lot->left_ml : "0", lot->lot);
  moved = crf_volume_format (volume);
  detail = crf_detail_new ("lot", lot->lot, "kind", kind, "volume_ml", moved, NULL);
  entry.detail = detail;
  /* What was received less what was destroyed is what was given: of whom, the days of the infusions tell. */
  if (crf_blind_is_ward_blinded (context->study))
    entry.seal = CRF_SEAL_UNBLINDING;
  return crf_context_append (context, &entry, NULL, error);
}
