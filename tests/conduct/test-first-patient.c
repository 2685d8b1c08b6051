/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first patient from the creation of the study file to the infusion, by the use cases alone, with every gate tried before it opens. */

#include "crf-reader-infusion-day.h"
#include "crf-reader.h"
#include "crf-use-case.h"

#include <glib/gstdio.h>

#define PASSPHRASE "correct horse battery"

typedef struct
{
  char *folder, *path, *recovery;
  CrfInstant now;
  CrfSession *admin, *nurse, *second, *investigator;
  char *subject;
} Site;

static CrfOutcome *
attempt (CrfSession *session,
         const char *use_case,
         const char *subject,
         va_list arguments)
{
  g_autoptr (GHashTable) table = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome;

  for (const char *key = va_arg (arguments, const char *); key != NULL; key = va_arg (arguments, const char *))
    g_hash_table_insert (table, (gpointer) key, (gpointer) va_arg (arguments, const char *));
  outcome = crf_conduct (session, use_case, subject, table, &error);
  g_assert_no_error (error);
  return outcome;
}

static CrfOutcome * G_GNUC_NULL_TERMINATED
must (CrfSession *session,
      const char *use_case,
      const char *subject,
      ...)
{
  CrfOutcome *outcome;
  va_list arguments;

  va_start (arguments, subject);
  outcome = attempt (session, use_case, subject, arguments);
  va_end (arguments);
  if (outcome->refusal != NULL)
    g_test_message ("%s: %s", use_case, outcome->refusal->message);
  if (outcome->prompt != NULL)
    g_test_message ("%s: %s", use_case, outcome->prompt->message);
  g_assert_true (crf_outcome_done (outcome));
  return outcome;
}

static void G_GNUC_NULL_TERMINATED
refuses (const char *code,
         CrfSession *session,
         const char *use_case,
         const char *subject,
         ...)
{
  g_autoptr (CrfOutcome) outcome = NULL;
  va_list arguments;

  va_start (arguments, subject);
  outcome = attempt (session, use_case, subject, arguments);
  va_end (arguments);
  g_assert_nonnull (outcome->refusal);
  g_test_message ("%s: %s", use_case, outcome->refusal->message);
  g_assert_cmpstr (outcome->refusal->code, ==, code);
  g_assert_cmpstr (outcome->refusal->message, !=, "");
}

#define done(...) g_clear_pointer (&(CrfOutcome *){ must (__VA_ARGS__) }, crf_outcome_free)

static CrfSession *
sign_in (Site *site,
         const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (site->admin), login, PASSPHRASE, NULL, crf_clock_fixed (&site->now), &error);

  g_assert_no_error (error);
  return session;
}

static void
site_open (Site *site,
           gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  CrfRefusal *refusal = NULL;
  CrfCreateRequest request = { .definition = "nct06167473", .site = "Shenyang", .centre = "01", .login = "admin", .name = "Ad Min", .passphrase = PASSPHRASE,
                               .demo = TRUE };

  /* 2026-03-02 09:14 in Shenyang */
  g_assert_true (crf_instant_parse_utc ("2026-03-02T01:14:05.123Z", &site->now));
  site->now.offset_minutes = 480;
  request.clock = crf_clock_fixed (&site->now);
  site->folder = g_dir_make_tmp ("stemward-XXXXXX", &error);
  site->path = g_build_filename (site->folder, "trial.stemward", NULL);
  crf_session_create_study (site->path, &request, &site->recovery, NULL, &refusal, &error);
  g_assert_no_error (error);
  g_assert_null (refusal);
  site->admin = crf_session_sign_in (site->path, "admin", PASSPHRASE, NULL, crf_clock_fixed (&site->now), &error);
  g_assert_no_error (error);

  done (site->admin, "add-user", NULL, "login", "li.na", "name", "Li Na", "roles", "nurse", "new-passphrase", PASSPHRASE, NULL);
  done (site->admin, "add-user", NULL, "login", "zhao", "name", "Zhao Min", "roles", "nurse", "new-passphrase", PASSPHRASE, NULL);
  done (site->admin, "add-user", NULL, "login", "wang", "name", "Wang Wei", "roles", "investigator", "new-passphrase", PASSPHRASE, NULL);
  site->nurse = sign_in (site, "li.na");
  site->second = sign_in (site, "zhao");
  site->investigator = sign_in (site, "wang");
}

static void
site_close (Site *site,
            gconstpointer data)
{
  g_clear_pointer (&site->nurse, crf_session_close);
  g_clear_pointer (&site->second, crf_session_close);
  g_clear_pointer (&site->investigator, crf_session_close);
  g_clear_pointer (&site->admin, crf_session_close);
  g_unlink (site->path);
  g_rmdir (site->folder);
  g_free (site->folder);
  g_free (site->path);
  g_free (site->recovery);
  g_free (site->subject);
}

static void
register_one (Site *site)
{
  g_autoptr (CrfOutcome) outcome = NULL;

  done (site->admin, "confirm-recovery-key", NULL, "recovery-key", site->recovery, NULL);
  done (site->admin, "add-consent-version", NULL, "number", "1.0", "date", "2026-01-10", "valid-from", "2026-01-15", NULL);
  outcome = must (site->nurse, "register", NULL, "sex", "M", "birth-date", "1972-01-05", "initials", "ZHHO", "name", "张红", "bed", "12-03", NULL);
  site->subject = g_strdup (g_hash_table_lookup (outcome->results, "subject"));
  g_assert_nonnull (site->subject);
}

/* All criteria as an eligible patient answers them. */
static void
answer_all (Site *site)
{
  g_autoptr (GError) error = NULL;
  CrfEligibilityState *state = crf_reader_eligibility (site->nurse, site->subject, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterion *criterion = ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion;
      const char *answer = criterion->exclusion ? "N" : "Y";

      for (guint j = 0; j < criterion->parts->len; j++)
        done (site->nurse, "answer", site->subject, "criterion", criterion->oid, "part", ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid,
              "answer", "N", NULL);
      done (site->nurse, "answer", site->subject, "criterion", criterion->oid, "answer", answer, "reason", "chart", NULL);
    }
  crf_eligibility_state_free (state);
}

static void
allocate (Site *site)
{
  done (site->nurse, "consent", site->subject, "version", "1.0", "at", "2026-03-01 10:00", "by", "subject", "explained-by", "wang", NULL);
  answer_all (site);
  done (site->investigator, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  done (site->admin, "generate-allocation", NULL, NULL);
  done (site->nurse, "randomise", site->subject, "product", "yes", NULL);
}

static void
receive_and_release (Site *site)
{
  done (site->investigator, "receive-lot", NULL, "lot", "L-0231", "concentration", "10", "basis", "total", "viability", "92.5", "bag-volume", "20", "bags",
        "10", "expires", "2026-06-30", NULL);
  done (site->investigator, "release-lot", NULL, "lot", "L-0231", "endotoxin", "0.25", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK", NULL);
}

static void
test_gates_before_allocation (Site *site,
                              gconstpointer data)
{
  refuses ("recovery-key-unconfirmed", site->nurse, "register", NULL, "sex", "F", "birth-date", "1970-02-03", NULL);
  register_one (site);
  refuses ("consent-missing", site->investigator, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  refuses ("consent-missing", site->nurse, "randomise", site->subject, NULL);
  done (site->nurse, "consent", site->subject, "version", "1.0", "at", "2026-03-01 10:00", "by", "subject", "explained-by", "wang", NULL);
  refuses ("criteria-open", site->investigator, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  refuses ("not-signed", site->nurse, "randomise", site->subject, NULL);
  answer_all (site);
  refuses ("not-permitted", site->nurse, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  done (site->investigator, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  refuses ("no-list", site->nurse, "randomise", site->subject, NULL);
}

/* A signature holds for exactly what was shown. */
static void
test_signature_void (Site *site,
                     gconstpointer data)
{
  register_one (site);
  done (site->nurse, "consent", site->subject, "version", "1.0", "at", "2026-03-01 10:00", "by", "subject", "explained-by", "wang", NULL);
  answer_all (site);
  done (site->admin, "generate-allocation", NULL, NULL);
  done (site->investigator, "sign-eligibility", site->subject, "passphrase", PASSPHRASE, NULL);
  done (site->nurse, "answer", site->subject, "criterion", "E4", "answer", "U", "reason", "report awaited", NULL);
  refuses ("signature-void", site->nurse, "randomise", site->subject, NULL);
  done (site->nurse, "answer", site->subject, "criterion", "E4", "answer", "Y", "reason", "report came", NULL);
  refuses ("signature-void", site->nurse, "randomise", site->subject, NULL);
}

static const char *
state_of (Site *site)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (site->nurse, site->subject, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (infusions->len, >, 0);
  return g_intern_string (((CrfInfusionState *) g_ptr_array_index (infusions, 0))->state);
}

/* The plan's volume, as the second person reads it off the syringe. */
static char *
planned_volume (Site *site)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (site->nurse, site->subject, NULL);
  CrfInfusionState *state = g_ptr_array_index (infusions, 0);
  g_autoptr (CrfFormState) form = crf_reader_form (site->nurse, state->target, NULL);
  const CrfItem *item = crf_study_find_item_by_concept (crf_session_get_study (site->nurse), "inf.volume");

  return g_strdup (crf_form_state_find (form, item->oid, NULL)->value->canonical);
}

/* Order and go/no-go; the identity needs a plan. */
static void
order (Site *site)
{
  done (site->investigator, "order-infusion", site->subject, "at", "2026-03-02 09:00", NULL);
  done (site->investigator, "sign-go", site->subject, "answers", "GOTEMP=N GOBLEED=N GOINF=N GOHE=N GODRUG=N GOTESTS=Y GODEC=Y", "tests-taken",
        "2026-03-02 07:00", "weight", "62", "passphrase", PASSPHRASE, NULL);
  done (site->investigator, "release-product", site->subject, "at", "2026-03-02 09:01", "appearance", "OK", "passphrase", PASSPHRASE, NULL);
}

static void
check_identity (Site *site)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfInfusionDay) day = crf_reader_infusion_day (site->nurse, site->subject, 0, &error);
  g_autoptr (CrfPatient) patient = crf_reader_patient (site->nurse, site->subject, NULL);

  g_assert_no_error (error);
  done (site->nurse, "check-identity", site->subject, "at", "2026-03-02 09:05", "number", patient->number, "birth-year", "1972", "code", day->code,
        "passphrase", PASSPHRASE, "second", "zhao", "second-number", patient->number, "second-birth-year", "1972", "second-code", day->code,
        "second-passphrase", PASSPHRASE, NULL);
}

static void
test_infusion (Site *site,
               gconstpointer data)
{
  g_autofree char *volume = NULL;

  register_one (site);
  allocate (site);
  refuses ("no-such-lot", site->nurse, "plan-infusion", site->subject, "weight", "62", "weight-date", "2026-03-02 08:00", "lot", "L-0231", "duration", "50", NULL);
  receive_and_release (site);
  refuses ("weight", site->nurse, "plan-infusion", site->subject, "weight", "0", "weight-date", "2026-03-02 08:00", "lot", "L-0231", "duration", "50", NULL);
  refuses ("not-planned", site->second, "check-infusion", site->subject, "weight", "62", "concentration", "10", "viability", "92.5", "volume", "6.7",
           "passphrase", PASSPHRASE, NULL);
  done (site->nurse, "plan-infusion", site->subject, "weight", "62", "weight-date", "2026-03-02 08:00", "lot", "L-0231", "final-volume", "50", "duration", "50",
        NULL);
  g_assert_cmpstr (state_of (site), ==, "planned");
  volume = planned_volume (site);
  /* 62 kg × 1 or 3 × 10⁶/kg over 10 × 10⁶/mL × 92.5 %: 6.7 or 20.1 mL */
  g_assert_true (g_str_equal (volume, "6.7") || g_str_equal (volume, "20.1"));

  refuses ("product-not-released", site->nurse, "start-infusion", site->subject, "start", "2026-03-02 09:10", "ward-clock", "09:14", NULL);
  order (site);
  refuses ("identity-unchecked", site->nurse, "start-infusion", site->subject, "start", "2026-03-02 09:10", "ward-clock", "09:14", NULL);
  check_identity (site);
  refuses ("no-second-check", site->nurse, "start-infusion", site->subject, "start", "2026-03-02 09:10", "ward-clock", "09:14", NULL);
  refuses ("same-person", site->nurse, "check-infusion", site->subject, "weight", "62", "concentration", "10", "viability", "92.5", "volume", volume,
           "passphrase", PASSPHRASE, NULL);
  refuses ("check-differs", site->second, "check-infusion", site->subject, "weight", "62", "concentration", "10", "viability", "92.5", "volume", "60",
           "passphrase", PASSPHRASE, NULL);
  done (site->second, "check-infusion", site->subject, "weight", "62", "concentration", "10", "viability", "92.5", "volume", volume, "passphrase", PASSPHRASE,
        NULL);
  g_assert_cmpstr (state_of (site), ==, "checked");
  refuses ("future", site->nurse, "start-infusion", site->subject, "start", "2026-03-02 12:00", "ward-clock", "09:14", NULL);
  done (site->nurse, "start-infusion", site->subject, "start", "2026-03-02 09:10", "ward-clock", "09:14", NULL);
  site->now.utc_ms += 70 * 60000;
  done (site->nurse, "give-infusion", site->subject, "stop", "2026-03-02 10:00", "volume", "50", "outcome", "GIVEN", NULL);
  g_assert_cmpstr (state_of (site), ==, "given");
}

static gboolean
deviates (Site *site,
          const char *kind)
{
  g_autoptr (GPtrArray) deviations = crf_reader_deviations (site->nurse, site->subject, NULL);

  for (guint i = 0; i < deviations->len; i++)
    if (g_strcmp0 (((CrfDeviation *) g_ptr_array_index (deviations, i))->kind, kind) == 0)
      return TRUE;
  return FALSE;
}

/* A gate stops an act, never a record. */
static void
test_given_without_check (Site *site,
                          gconstpointer data)
{
  g_autoptr (GPtrArray) deviations = NULL;

  register_one (site);
  allocate (site);
  receive_and_release (site);
  done (site->nurse, "plan-infusion", site->subject, "weight", "62", "weight-date", "2026-03-02 08:00", "lot", "L-0231", "final-volume", "50", "duration", "50",
        NULL);
  site->now.utc_ms += 120 * 60000;
  refuses ("product-not-released", site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "50", "outcome",
           "GIVEN", NULL);
  done (site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "50", "outcome", "GIVEN", "reason",
        "second nurse was called away", NULL);
  /* Release, go/no-go, identity and second check were all missed. */
  deviations = crf_reader_deviations (site->nurse, site->subject, NULL);
  g_assert_cmpuint (deviations->len, ==, 4);
  g_assert_true (deviates (site, "no-second-check"));
}

/* What hung counts, not what was planned: a lot that nobody planned with is judged all the same, and its stock goes down, comma or point. */
static void
test_other_lot (Site *site,
                gconstpointer data)
{
  g_autoptr (GPtrArray) lots = NULL;

  register_one (site);
  allocate (site);
  receive_and_release (site);
  done (site->nurse, "receive-lot", NULL, "lot", "L-OLD", "concentration", "10", "basis", "total", "viability", "92.5", "bag-volume", "50", "bags", "2",
        "expires", "2026-02-27", NULL);
  done (site->investigator, "release-lot", NULL, "lot", "L-OLD", "endotoxin", "<0,2", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK", NULL);
  site->now.utc_ms += 120 * 60000;
  refuses ("not-planned", site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "20,5", "weight",
           "62", "lot", "L-OLD", "outcome", "GIVEN", NULL);
  done (site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "20,5", "cell-volume", "20,5", "weight", "62",
        "lot", "L-OLD", "outcome", "GIVEN", "reason", "recorded from paper", NULL);
  g_assert_true (deviates (site, "not-planned"));
  g_assert_true (deviates (site, "lot-expired"));
  lots = crf_reader_lots (site->nurse, NULL);
  for (guint i = 0; i < lots->len; i++)
    if (g_str_equal (((CrfLot *) g_ptr_array_index (lots, i))->lot, "L-OLD"))
      g_assert_cmpstr (((CrfLot *) g_ptr_array_index (lots, i))->left, ==, "79.5 mL");
}

/* Figures that contradict the plan are not passed over. */
static void
test_contradicts_plan (Site *site,
                       gconstpointer data)
{
  register_one (site);
  allocate (site);
  receive_and_release (site);
  done (site->nurse, "plan-infusion", site->subject, "weight", "62", "weight-date", "2026-03-02 08:00", "lot", "L-0231", "final-volume", "50", "duration", "50",
        NULL);
  site->now.utc_ms += 120 * 60000;
  refuses ("weight-differs", site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "50", "weight",
           "72", "outcome", "GIVEN", "reason", "late", NULL);
  done (site->nurse, "give-infusion", site->subject, "start", "2026-03-02 09:30", "stop", "2026-03-02 10:20", "volume", "50", "weight", "62,0", "lot", "L-9",
        "outcome", "GIVEN", "reason", "another bag came", NULL);
  g_assert_true (deviates (site, "no-such-lot"));
  g_assert_true (deviates (site, "other-lot"));
}

/* Release: "<" is within the limit only if its bound is. */
static void
test_release_limits (Site *site,
                     gconstpointer data)
{
  done (site->nurse, "receive-lot", NULL, "lot", "L-1", "concentration", "10", "basis", "total", "viability", "92.5", "bag-volume", "50", "bags", "2",
        "expires", "2026-12-27", NULL);
  refuses ("not-a-number", site->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", "low", "sterility", "NEG", "mycoplasma", "NEG", "identity",
           "OK", NULL);
  refuses ("release-limit", site->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", "<1", "sterility", "NEG", "mycoplasma", "NEG", "identity",
           "OK", NULL);
  refuses ("release-limit", site->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", ">0.2", "sterility", "NEG", "mycoplasma", "NEG", "identity",
           "OK", NULL);
  done (site->investigator, "release-lot", NULL, "lot", "L-1", "endotoxin", "<0.5", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK", NULL);
}

/* Who is not allocated has no visit that could be missed. */
static void
test_missed_without_date (Site *site,
                          gconstpointer data)
{
  register_one (site);
  refuses ("visit-no-date", site->nurse, "mark-missed", site->subject, "event", "W4", "reason", "travelling", NULL);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/conduct/first-patient/each-gate-before-allocation-says-what-is-missing", Site, NULL, site_open, test_gates_before_allocation, site_close);
  g_test_add ("/conduct/first-patient/a-changed-answer-voids-the-signature", Site, NULL, site_open, test_signature_void, site_close);
  g_test_add ("/conduct/first-patient/the-infusion-is-planned-checked-started-and-given", Site, NULL, site_open, test_infusion, site_close);
  g_test_add ("/conduct/first-patient/what-was-given-without-its-check-is-recorded-and-deviates", Site, NULL, site_open, test_given_without_check, site_close);
  g_test_add ("/conduct/first-patient/another-lot-than-the-planned-one-is-judged-all-the-same", Site, NULL, site_open, test_other_lot, site_close);
  g_test_add ("/conduct/first-patient/figures-that-contradict-the-plan-are-not-passed-over", Site, NULL, site_open, test_contradicts_plan, site_close);
  g_test_add ("/conduct/first-patient/a-lot-is-released-within-its-limits-only", Site, NULL, site_open, test_release_limits, site_close);
  g_test_add ("/conduct/first-patient/a-visit-without-a-date-cannot-be-missed", Site, NULL, site_open, test_missed_without_date, site_close);
  return g_test_run ();
}
