/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Cell lots: the book adds up after any history, bags belong to one patient, a late result reaches everybody who was infused. */

#include "ward.h"

#include "crf-lot-book.h"
#include "crf-reader-lot-alerts.h"
#include "crf-reader-timeline.h"
#include "crf-volume.h"

#include <string.h>

#define act(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

static void
assert_adds_up (CrfLotBook *book,
                gint64 received)
{
  CrfLotBalance balance;

  crf_lot_book_get_balance (book, &balance);
  g_assert_cmpint (balance.received, ==, received);
  g_assert_cmpint (balance.received, ==, balance.reserved + balance.used + balance.returned + balance.destroyed + balance.free);
  g_assert_cmpint (balance.reserved, >=, 0);
}

/* Any movement of any size for anybody, also more than there is: the sum holds after each, and reservations never go below zero. */
static void
test_any_history (void)
{
  static const char *const kinds[] = { "receive", "reserve", "unreserve", "use", "return", "destroy" };
  static const char *const subjects[] = { NULL, "A", "B", "C" };

  for (int history = 0; history < 400; history++)
    {
      g_autoptr (CrfLotBook) book = crf_lot_book_new ();
      gint64 received = 0;

      for (int i = 0; i < 60; i++)
        {
          gint64 volume = g_test_rand_int_range (0, 40000000);
          const char *kind = i == 0 ? "receive" : kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))];
          const char *subject = subjects[g_test_rand_int_range (0, G_N_ELEMENTS (subjects))];
          g_autofree char *text = crf_volume_format (volume);
          gint64 held = 0;

          g_assert_true (crf_lot_book_add (book, kind, strcmp (kind, "receive") == 0 ? NULL : subject, text, NULL));
          received += strcmp (kind, "receive") == 0 ? volume : 0;
          assert_adds_up (book, received);
          for (guint s = 0; s < G_N_ELEMENTS (subjects); s++)
            {
              g_assert_cmpint (crf_lot_book_get_reserved (book, subjects[s]), >=, 0);
              held += crf_lot_book_get_reserved (book, subjects[s]);
            }
          {
            CrfLotBalance balance;

            crf_lot_book_get_balance (book, &balance);
            g_assert_cmpint (balance.reserved, ==, held);
          }
        }
      g_assert_false (crf_lot_book_add (book, "use", NULL, "-1", NULL));
      g_assert_false (crf_lot_book_add (book, "use", NULL, "one", NULL));
      g_assert_false (crf_lot_book_add (book, "lend", NULL, "1", NULL));
      assert_adds_up (book, received);
    }
}

static void
check_book (Ward *ward,
            const char *reserved,
            const char *used,
            const char *destroyed,
            const char *free)
{
  g_autoptr (CrfLotBook) book = crf_records_lot_book (crf_session_get_file (ward->study->admin), "L-1", NULL, NULL);
  g_autofree char *r = NULL, *u = NULL, *d = NULL, *f = NULL;
  CrfLotBalance balance;

  assert_adds_up (book, G_GINT64_CONSTANT (200000000));
  crf_lot_book_get_balance (book, &balance);
  r = crf_volume_format (balance.reserved);
  u = crf_volume_format (balance.used);
  d = crf_volume_format (balance.destroyed);
  f = crf_volume_format (balance.free);
  g_assert_cmpstr (r, ==, reserved);
  g_assert_cmpstr (u, ==, used);
  g_assert_cmpstr (d, ==, destroyed);
  g_assert_cmpstr (f, ==, free);
}

/* Two bags of 20 mL are set aside; 6.7 or 20 mL of one are infused: its rest is destroyed, the other bag is free again. */
static void
test_reserved_and_used (Ward *ward,
                        gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autofree char *other = crf_test_register (study), *volume = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;
  gboolean low;

  outcome = crf_test_do (study->nurse, "reserve-bags", ward->number, "lot", "L-1", "bags", "2", NULL);
  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "bag"), ==, "1,2");
  check_book (ward, "40", "0", "0", "160");
  crf_test_refused (study->nurse, "bag-taken", "reserve-bags", other, "lot", "L-1", "bag", "2", NULL);
  crf_test_refused (study->nurse, "bag", "reserve-bags", other, "lot", "L-1", "bag", "11", NULL);
  crf_test_refused (study->nurse, "lot-short", "reserve-bags", other, "lot", "L-1", "bags", "9", NULL);
  act (study->nurse, "reserve-bags", other, "lot", "L-1", "bag", "3", NULL);
  crf_test_refused (study->nurse, "lot-short", "destroy-lot", NULL, "lot", "L-1", "volume", "140.1", "why", "freezer failed", NULL);
  act (study->nurse, "free-bags", other, "lot", "L-1", NULL);
  crf_test_refused (study->nurse, "not-reserved", "free-bags", other, "lot", "L-1", NULL);

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  volume = ward_planned_volume (ward);
  low = strcmp (volume, "6.7") == 0;
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:20");
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  check_book (ward, "0", low ? "6.7" : "20", low ? "13.3" : "0", "180");
  act (study->nurse, "return-lot", NULL, "lot", "L-1", "volume", "100", "why", "study paused", NULL);
  act (study->nurse, "destroy-lot", NULL, "lot", "L-1", "volume", "80", "why", "expired", NULL);
  crf_test_refused (study->nurse, "lot-short", "destroy-lot", NULL, "lot", "L-1", "volume", "0,1", "why", "expired", NULL);
}

static void
assert_on_timeline (CrfSession *session,
                    const char *number,
                    const char *label,
                    guint expected)
{
  g_autoptr (CrfTimeline) timeline = crf_reader_timeline (session, number, NULL);
  guint n = 0;

  for (guint i = 0; i < timeline->statuses->len; i++)
    {
      const CrfTimelineStatus *status = g_ptr_array_index (timeline->statuses, i);

      if (status->kind != CRF_TIMELINE_STATUS_LOT_ALERT)
        continue;
      g_assert_cmpstr (status->label, ==, label);
      g_assert_cmpstr (status->date.text, ==, "2026-03-16");
      n++;
    }
  g_assert_cmpuint (n, ==, expected);
}

/* Final sterility comes two weeks after the infusion. */
static void
test_late_sterility (Ward *ward,
                     gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (CrfOutcome) outcome = NULL;
  g_autoptr (GPtrArray) alerts = NULL, after = NULL, corrected = NULL;
  g_autofree char *other = crf_test_register (study);

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:20");
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  g_assert_cmpuint (crf_reader_lot_alerts (study->nurse, NULL, NULL)->len, ==, 0);
  crf_test_study_set_now (study, "2026-03-16T15:00");
  act (study->nurse, "lot-result", NULL, "lot", "L-1", "test", "mycoplasma", "result", "NEG", NULL);
  g_assert_cmpuint (crf_reader_lot_alerts (study->nurse, NULL, NULL)->len, ==, 0);
  outcome = crf_test_do (study->nurse, "lot-result", NULL, "lot", "L-1", "test", "sterility", "result", "POS", "reported", "2026-03-16", NULL);
  g_assert_cmpstr (g_hash_table_lookup (outcome->results, "patients"), ==, "1");
  alerts = crf_reader_lot_alerts (study->nurse, ward->number, NULL);
  g_assert_cmpuint (alerts->len, ==, 1);
  g_assert_cmpstr (((CrfLotAlert *) g_ptr_array_index (alerts, 0))->on, ==, "2026-03-16");
  g_assert_false (((CrfLotAlert *) g_ptr_array_index (alerts, 0))->acknowledged);
  assert_on_timeline (study->nurse, ward->number, "Lot L-1: sterility positive", 1);
  assert_on_timeline (study->nurse, other, "Lot L-1", 0);
  g_assert_cmpuint (crf_reader_lot_alerts (study->nurse, other, NULL)->len, ==, 0);
  /* Nobody else gets of it. */
  crf_test_refused (study->nurse, "lot-quarantined", "reserve-bags", other, "lot", "L-1", NULL);
  crf_test_refused (study->investigator, "no-alert", "acknowledge-alert", other, "lot", "L-1", "done", "nothing", NULL);
  act (study->investigator, "acknowledge-alert", ward->number, "lot", "L-1", "done", "blood cultures taken, ceftriaxone begun", NULL);
  after = crf_reader_lot_alerts (study->nurse, ward->number, NULL);
  g_assert_true (((CrfLotAlert *) g_ptr_array_index (after, 0))->acknowledged);
  /* The laboratory was wrong: the newest result counts. */
  act (study->nurse, "lot-result", NULL, "lot", "L-1", "test", "sterility", "result", "NEG", NULL);
  corrected = crf_reader_lot_alerts (study->nurse, ward->number, NULL);
  g_assert_cmpuint (corrected->len, ==, 0);
}

/* A wrong alarm is answered too: the physician may have begun to treat. */
static void
test_corrected_sterility (Ward *ward,
                          gconstpointer data)
{
  CrfTestStudy *study = ward->study;
  g_autoptr (GPtrArray) alerts = NULL, after = NULL;

  ward_plan (ward);
  ward_order_and_go (ward);
  ward_check_identity (ward);
  ward_check_dose (ward);
  ward_start (ward);
  crf_test_study_set_now (study, "2026-03-02T10:20");
  act (study->nurse, "give-infusion", ward->number, "stop", "2026-03-02 10:04", "volume", "50", "outcome", "GIVEN", NULL);
  crf_test_study_set_now (study, "2026-03-16T15:00");
  act (study->nurse, "lot-result", NULL, "lot", "L-1", "test", "sterility", "result", "POS", "reported", "2026-03-16", NULL);
  act (study->nurse, "lot-result", NULL, "lot", "L-1", "test", "sterility", "result", "NEG", "reported", "2026-03-17", NULL);
  alerts = crf_reader_lot_alerts (study->nurse, ward->number, NULL);
  g_assert_cmpuint (alerts->len, ==, 1);
  g_assert_nonnull (strstr (((CrfLotAlert *) g_ptr_array_index (alerts, 0))->text, "Corrected since: negative (2026-03-17)"));
  act (study->investigator, "acknowledge-alert", ward->number, "lot", "L-1", "done", "blood cultures negative", NULL);
  after = crf_reader_lot_alerts (study->nurse, ward->number, NULL);
  g_assert_cmpuint (after->len, ==, 0);
}

/* NCT01854125: cells of the patient's own marrow. */
static void
test_autologous (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of ("nct01854125");
  g_autofree char *one = crf_test_register (study), *other = crf_test_register (study);

#define RECEIVE "lot", "L-9", "concentration", "10", "basis", "total", "viability", "90", "bag-volume", "20", "bags", "2", "expires", "2026-06-30"
  crf_test_refused (study->investigator, "patient-missing", "receive-lot", NULL, RECEIVE, NULL);
  crf_test_refused (study->investigator, "patient-unknown", "receive-lot", NULL, RECEIVE, "patient", "99-999", NULL);
  act (study->investigator, "receive-lot", NULL, RECEIVE, "patient", one, NULL);
  crf_test_refused (study->nurse, "lot-of-other-patient", "reserve-bags", other, "lot", "L-9", NULL);
  act (study->nurse, "reserve-bags", one, "lot", "L-9", "bags", "2", NULL);
}

/* G1234 98 654321 has the check character H (UK Red Book, Annex 2). */
static void
test_donation_number (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->investigator, "receive-lot", NULL, NULL, RECEIVE, "donor", "G1234 98 654321 K", NULL);

  g_assert_null (asked->refusal);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "donation-number");
  act (study->investigator, "receive-lot", NULL, RECEIVE, "donor", "G1234 98 654321 K", "confirm", "donation-number", NULL);
}

static void
test_right_donation_number (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();

  act (study->investigator, "receive-lot", NULL, RECEIVE, "donor", "G1234 98 654321 H", NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/lots/the-book-adds-up-after-any-history", test_any_history);
  g_test_add_func ("/conduct/lots/a-donation-number-is-checked", test_donation_number);
  g_test_add_func ("/conduct/lots/a-right-donation-number-is-not-asked-about", test_right_donation_number);
#define ADD(sentence, test) g_test_add ("/conduct/lots/" sentence, Ward, NULL, ward_open, test, ward_close)
  ADD ("a-bag-is-one-patients-and-its-rest-is-accounted-for", test_reserved_and_used);
  ADD ("a-late-result-reaches-everybody-who-was-infused", test_late_sterility);
  ADD ("an-alarm-that-was-wrong-stands-until-it-is-answered", test_corrected_sterility);
  g_test_add_func ("/conduct/lots/an-autologous-lot-is-its-patients-alone", test_autologous);
  return g_test_run ();
}
