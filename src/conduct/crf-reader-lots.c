/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cell lots as a list. In a masked study only those who may know the arms see them. */

#include "crf-blind.h"
#include "crf-number.h"
#include "crf-partial-date.h"
#include "crf-lot-book.h"
#include "crf-reader.h"
#include "crf-reader-lot-alerts.h"
#include "crf-sealed-lot.h"
#include "crf-use-case-private.h"
#include "crf-volume.h"

#include <glib/gi18n-lib.h>

static void
lot_free (CrfLot *lot)
{
  g_free (lot->lot);
  g_free (lot->product);
  g_free (lot->state);
  g_free (lot->state_label);
  g_free (lot->concentration);
  g_free (lot->viability);
  g_free (lot->bags);
  g_free (lot->expires);
  g_free (lot->left);
  g_free (lot->tests);
  g_free (lot->balance);
  g_free (lot);
}

static const char *
state_label (const char *state)
{
  static const struct
  {
    const char *state, *label;
  } labels[] = {
    { "received", N_("received") },       { "released", N_("released") }, { "quarantined", N_("quarantined") },
    { "used", N_("used") },               { "returned", N_("returned") }, { "destroyed", N_("destroyed") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (g_strcmp0 (labels[i].state, state) == 0)
      return _(labels[i].label);
  return state;
}

static void
add_figure (GString *tests,
            const char *label,
            const char *result,
            const char *unit)
{
  if (result != NULL)
    g_string_append_printf (tests, "%s%s %s%s", tests->len > 0 ? " · " : "", label, result, unit);
}

static void
add_result (GString *tests,
            const char *label,
            const char *result)
{
  add_figure (tests, label, crf_lot_result_word (result), "");
}

/* What nothing is in takes nothing away from the sum. */
static void
add_account (GString *text,
             const char *label,
             gint64 volume)
{
  g_autofree char *amount = volume != 0 ? crf_volume_format (volume) : NULL;

  if (amount == NULL)
    return;
  g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", label, amount);
}

/* "200 = reserved 40 · used 6.7 · destroyed 13.3 · free 140": it always adds up. */
static char *
describe_balance (CrfSession *session,
                  const CrfLotRecord *record)
{
  CrfStudyFile *file = crf_session_get_file (session);
  g_autoptr (GPtrArray) sealed = crf_blind_get_keyring (session) != NULL ? crf_records_sealed_moves (file, crf_blind_get_keyring (session), NULL) : NULL;
  g_autoptr (CrfLotBook) book = crf_records_lot_book (file, record->lot, sealed, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *received = NULL;
  CrfLotBalance balance;

  if (book == NULL || !crf_lot_book_is_known (book))
    return NULL;
  crf_lot_book_get_balance (book, &balance);
  received = crf_volume_format (balance.received);
  add_account (text, _("reserved"), balance.reserved);
  add_account (text, _("used"), balance.used);
  add_account (text, _("returned"), balance.returned);
  add_account (text, _("destroyed"), balance.destroyed);
  add_account (text, _("free"), balance.free);
  /* Translators: volumes in mL: what came in, and where it is now */
  return g_strdup_printf (_("%s = %s"), received, text->len > 0 ? text->str : "0");
}

static CrfLot *
describe (CrfSession *session,
          const CrfLotRecord *record,
          const char *today)
{
  CrfLot *lot = g_new0 (CrfLot, 1);
  g_autoptr (GString) tests = g_string_new (NULL);
  int days;

  lot->lot = g_strdup (record->lot);
  lot->product = g_strdup (record->product);
  lot->state = g_strdup (record->state);
  lot->state_label = g_strdup (state_label (record->state));
  if (record->concentration != NULL)
    lot->concentration = g_strdup_printf (_("%s × 10⁶/mL (%s)"), record->concentration,
                                          g_strcmp0 (record->basis, "viable") == 0 ? _("viable") : _("total"));
  if (record->viability != NULL)
    lot->viability = g_strdup_printf ("%s %%", record->viability);
  if (record->bags != NULL && record->bag_volume != NULL)
    lot->bags = g_strdup_printf (_("%s × %s mL"), record->bags, record->bag_volume);
  lot->expires = g_strdup (record->expires_at);
  if (record->left_ml != NULL)
    lot->left = g_strdup_printf (_("%s mL"), record->left_ml);
  add_figure (tests, _("endotoxin"), record->endotoxin, _(" EU/mL"));
  add_figure (tests, _("DMSO"), record->dmso, " %");
  add_result (tests, _("sterility"), record->sterility);
  add_result (tests, _("mycoplasma"), record->mycoplasma);
  add_result (tests, _("identity"), record->identity);
  lot->tests = g_strdup (tests->str);
  lot->balance = describe_balance (session, record);
  lot->expired = record->expires_at != NULL && crf_iso_days_between (record->expires_at, today, &days) && days > 0;
  return lot;
}

GPtrArray *
crf_reader_lots (CrfSession *session,
                 GError **error)
{
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GPtrArray) lots = g_ptr_array_new_with_free_func ((GDestroyNotify) lot_free);

  if (crf_study_get_masking (crf_session_get_study (session)) != CRF_MASKING_NONE && !crf_session_may_know_arms (session))
    return g_steal_pointer (&lots);
  records = crf_blind_list_lots (session, error);
  if (records == NULL)
    return NULL;
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (lots, describe (session, g_ptr_array_index (records, i), crf_session_get_today (session)));
  return g_steal_pointer (&lots);
}
