/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The cell lots of a demonstration: deliveries, their final sterility, which comes when cells have been given, and what follows where it is positive. */

#include "crf-demo-private.h"

#include "crf-blind.h"
#include "crf-lot-book.h"
#include "crf-records.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A small cell laboratory delivers every eight weeks. */
#define DELIVERY_DAYS 56
/* So long before the last day the newest lot was delivered that is in use: it is the one whose bad result has just come. */
#define NEWEST_DAYS 24
#define CULTURE_DAYS 14
#define SHELF_DAYS 180

static gboolean
receive_one (CrfDemo *demo,
             const char *tissue,
             int day,
             guint n_bags,
             const char *sterility,
             GError **error)
{
  static const char *const viabilities[] = { "92.5", "90.0", "94.1" };
  g_autofree char *lot = g_strdup_printf ("L-%04d", 231 + demo->n_lots);
  g_autofree char *bags = g_strdup_printf ("%u", n_bags);
  g_autofree char *donor = g_strdup_printf ("D-%02d", 17 + demo->n_lots % 9);
  g_autofree char *received = crf_demo_datetime (day, 8 * 60 + 10);
  g_autofree char *expires = crf_demo_date (day + SHELF_DAYS);
  const char *viability = viabilities[demo->n_lots++ % G_N_ELEMENTS (viabilities)];

  crf_demo_set_time (demo, day, 8 * 60 + 15);
  return crf_demo_do (demo->laboratory, "receive-lot", NULL, NULL, NULL, error, "lot", lot, "product", crf_demo_product_of (tissue), "tissue", tissue,
                      "donor", donor, "passage", "P4", "concentration", "10", "basis", "total", "viability", viability, "bag-volume", "20", "bags",
                      bags, "received", received, "expires", expires, "storage", "-196 °C", "dmso", "10", NULL) &&
         (sterility == NULL || crf_demo_do (demo->laboratory, "release-lot", NULL, NULL, NULL, error, "lot", lot, "endotoxin", "0.25", "sterility",
                                            sterility, "mycoplasma", "NEG", "identity", "OK", NULL));
}

static gboolean
destroy_rest (CrfDemo *demo,
              const char *name,
              const char *why,
              GError **error)
{
  /* In a masked study only the pharmacy knows what is left. */
  CrfSession *session = crf_blind_is_ward_blinded (demo->study) ? demo->pharmacist : demo->laboratory;
  g_autoptr (CrfLotRecord) lot = crf_blind_find_lot (session, name);

  return lot != NULL && crf_demo_try (crf_conduct_with (session, "destroy-lot", NULL, error, "lot", name, "volume", lot->left_ml, "why", why, NULL));
}

static gboolean
destroy_expired (CrfDemo *demo,
                 gpointer data,
                 const CrfEvent *event,
                 int day,
                 GError **error)
{
  crf_demo_set_time (demo, day, 8 * 60 + 45);
  return destroy_rest (demo, data, _("Expired"), error);
}

void
crf_demo_plan_expiry (CrfDemo *demo,
                      const char *lot,
                      int day)
{
  g_ptr_array_add (demo->texts, g_strdup (lot));
  crf_demo_plan (demo, day + 1, destroy_expired, g_ptr_array_index (demo->texts, demo->texts->len - 1), NULL);
}

/* The newest waits for its release; of those in use the latest and one long ago turn out not to be sterile. */
static gboolean
receive_lot (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  int newest = demo->today - NEWEST_DAYS;
  gboolean release = day <= newest, masked = crf_blind_is_ward_blinded (demo->study);
  g_autofree char *lot = g_strdup_printf ("L-%04d", 231 + demo->n_lots);

  if (release)
    crf_demo_plan (demo, day == newest ? demo->today - 3 : MIN (day + DELIVERY_DAYS, newest), receive_lot, NULL, NULL);
  if (!receive_one (demo, "umbilical-cord", day, CLAMP (demo->lives->len / 2, 24, 1000), release ? "PEND" : NULL, error))
    return FALSE;
  if (!release)
    return TRUE;
  crf_demo_plan_expiry (demo, lot, day + SHELF_DAYS);
  if (day == newest)
    crf_demo_plan_result (demo, lot, TRUE, demo->today);
  else
    crf_demo_plan_result (demo, lot, !masked && demo->n_lots == 2, day + CULTURE_DAYS);
  return TRUE;
}

void
crf_demo_plan_lots (CrfDemo *demo,
                    int first_day)
{
  crf_demo_plan (demo, first_day - 3, receive_lot, NULL, NULL);
}

/* One lot of each source that was used: what is transcribed has no stock. */
gboolean
crf_demo_receive_sources (CrfDemo *demo,
                          int day,
                          GError **error)
{
  static const char *const tissues[] = { "umbilical-cord", "cord-blood", "bone-marrow" };

  for (guint i = 0; i < G_N_ELEMENTS (tissues); i++)
    if (!receive_one (demo, tissues[i], day, MAX (2 * demo->lives->len, 40), "NEG", error))
      return FALSE;
  return TRUE;
}

char *
crf_demo_choose_lot (CrfDemo *demo,
                     const char *product)
{
  g_autoptr (GPtrArray) lots = crf_records_lots (demo->file, NULL);
  g_autofree char *today = crf_demo_date ((int) ((demo->instant.utc_ms / 60000 + demo->instant.offset_minutes) / 1440));
  char *chosen = NULL;

  for (guint i = 0; lots != NULL && i < lots->len; i++)
    {
      const CrfLotRecord *lot = g_ptr_array_index (lots, i);
      gboolean expired = lot->expires_at != NULL && strcmp (lot->expires_at, today) < 0 && !crf_study_is_transcription (demo->study);

      if (g_strcmp0 (lot->state, "released") != 0 || expired || (product != NULL && g_strcmp0 (lot->product, product) != 0))
        continue;
      g_free (chosen);
      chosen = g_strdup (lot->lot);
    }
  return chosen;
}

/* ── Results ── */

/* A physician sees to everybody who was given of the lot. */
static gboolean
answer_alerts (CrfDemo *demo,
               const char *lot,
               GError **error)
{
  g_autoptr (GPtrArray) subjects = crf_records_users_of_lot (demo->file, lot, error);

  for (guint i = 0; subjects != NULL && i < subjects->len; i++)
    if (!crf_demo_do (demo->investigator, "acknowledge-alert", g_ptr_array_index (subjects, i), NULL, NULL, error, "lot", lot, "done",
                      _("Called in the same day: no fever, blood culture taken"), NULL))
      return FALSE;
  return subjects != NULL;
}

/* What is left of the lot is destroyed, and that it was given is a major deviation. */
static gboolean
clear_up (CrfDemo *demo,
          gpointer data,
          const CrfEvent *event,
          int day,
          GError **error)
{
  g_autofree char *text = g_strdup_printf (_("Lot %s was given before its final sterility result, which is positive."), (const char *) data);

  crf_demo_set_time (demo, day, 9 * 60 + 10);
  if (!answer_alerts (demo, data, error))
    return FALSE;
  crf_demo_set_time (demo, day, 11 * 60 + 40);
  return destroy_rest (demo, data, _("Final sterility positive"), error) &&
         crf_demo_do (demo->laboratory, "open-deviation", NULL, NULL, NULL, error, "kind", "lot", "text", text, "class", "major", NULL);
}

/* Where nobody on the ward may know a lot, the pharmacy sees to it in its own file. */
static gboolean
have_result (CrfDemo *demo,
             gpointer data,
             const CrfEvent *event,
             int day,
             GError **error)
{
  g_auto (GStrv) parts = g_strsplit (data, "|", 2);
  g_autofree char *date = crf_demo_date (day);

  crf_demo_set_time (demo, day, 15 * 60 + 30);
  if (!crf_demo_do (demo->laboratory, "lot-result", NULL, NULL, NULL, error, "lot", parts[0], "test", "sterility", "result", parts[1], "reported", date,
                    NULL))
    return FALSE;
  if (strcmp (parts[1], "POS") != 0 || crf_blind_is_ward_blinded (demo->study))
    return TRUE;
  g_ptr_array_add (demo->texts, g_strdup (parts[0]));
  crf_demo_plan (demo, day + 1, clear_up, g_ptr_array_index (demo->texts, demo->texts->len - 1), NULL);
  return TRUE;
}

void
crf_demo_plan_result (CrfDemo *demo,
                      const char *lot,
                      gboolean positive,
                      int day)
{
  g_ptr_array_add (demo->texts, g_strdup_printf ("%s|%s", lot, positive ? "POS" : "NEG"));
  crf_demo_plan (demo, day, have_result, g_ptr_array_index (demo->texts, demo->texts->len - 1), NULL);
}
