/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The life that is lived twice. */

#include "blind-life.h"

#include "crf-allocation-list.h"
#include "crf-partial-date.h"
#include "crf-reader-infusion-day.h"
#include "crf-reader.h"
#include "crf-transaction.h"

#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

#define PROTOCOL "nct01218464"
#define PASSPHRASE "demo"

const char *const blind_logins[] = { "li", "wang", "manager", "monitor", "assessor", "statistician", "auditor", "admin", NULL };

static guint64 counter;

static const char *
random_name (void)
{
  return "test stream";
}

static void
random_buf (void *const buffer,
            const size_t size)
{
  guchar *bytes = buffer;

  for (size_t done = 0; done < size; done += 32)
    {
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
      guchar digest[32];
      gsize length = sizeof digest;

      counter++;
      g_checksum_update (checksum, (const guchar *) &counter, sizeof counter);
      g_checksum_get_digest (checksum, digest, &length);
      memcpy (bytes + done, digest, MIN (32, size - done));
    }
}

static uint32_t
random_word (void)
{
  uint32_t word;

  random_buf (&word, sizeof word);
  return word;
}

void
blind_random_init (void)
{
  static randombytes_implementation stream = { .implementation_name = random_name, .random = random_word, .buf = random_buf };

  g_assert_cmpint (randombytes_set_implementation (&stream), ==, 0);
  /* It draws too, once: before the first life. */
  g_assert_cmpint (sodium_init (), ==, 0);
}

void
blind_random_restart (void)
{
  counter = 0;
}

/* As generate-allocation makes it of the seed and of the design. */
static gboolean
begins_with (const char *seed_text,
             int first,
             int second)
{
  static const char *const arms[] = { "ARM.MSC", "ARM.SALINE", NULL };
  static const char *const strata[] = { "", NULL };
  static const int ratios[] = { 5, 2 };
  static const int sizes[] = { 7, 14 };
  CrfAllocationPlan plan = { .arms = arms, .ratios = ratios, .block_sizes = sizes, .n_block_sizes = 2, .strata = strata, .slots = 21 };
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GArray) sequence = NULL;
  g_autoptr (GError) error = NULL;
  guchar seed[32];
  gsize length = sizeof seed;

  g_checksum_update (checksum, (const guchar *) seed_text, -1);
  g_checksum_get_digest (checksum, seed, &length);
  sequence = crf_allocation_sequence (&plan, seed, 0, &error);
  g_assert_no_error (error);
  /* Lists of one length, so that nothing but the arms differs. */
  return sequence->len == 21 && g_array_index (sequence, int, 0) == first && g_array_index (sequence, int, 1) == second;
}

void
blind_find_seeds (char **cells_first,
                  char **placebo_first)
{
  *cells_first = *placebo_first = NULL;
  for (int i = 100; i < 1000 && (*cells_first == NULL || *placebo_first == NULL); i++)
    {
      g_autofree char *seed = g_strdup_printf ("%d", i);

      if (*cells_first == NULL && begins_with (seed, 0, 1))
        *cells_first = g_steal_pointer (&seed);
      else if (*placebo_first == NULL && begins_with (seed, 1, 0))
        *placebo_first = g_steal_pointer (&seed);
    }
  g_assert_nonnull (*cells_first);
  g_assert_nonnull (*placebo_first);
}

void
blind_life_set_now (BlindLife *self,
                    const char *local)
{
  CrfDate date;

  g_assert_true (crf_datetime_parse (local, FALSE, &date, NULL));
  self->now.offset_minutes = 480;
  self->now.utc_ms = (crf_date_to_minutes (&date) - 480) * 60000;
}

#define done(...) crf_outcome_free (crf_test_do (__VA_ARGS__))

CrfSession *
blind_life_sign_in (BlindLife *self,
                    const char *login)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session = crf_session_sign_in_file (crf_session_get_file (self->admin), login, PASSPHRASE, NULL, crf_clock_fixed (&self->now), &error);

  g_assert_no_error (error);
  return session;
}

static void
create (BlindLife *self,
        const char *definition)
{
  CrfCreateRequest request = { .definition = definition, .site = "302 Hospital", .centre = "01", .login = "admin", .name = "Zhao Min",
                               .passphrase = PASSPHRASE, .demo = TRUE, .clock = crf_clock_fixed (&self->now) };
  CrfRefusal *refusal = NULL;
  g_autoptr (GError) error = NULL;

  self->dir = g_dir_make_tmp ("crf-blind-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->dir, "trial.stemward", NULL);
  crf_session_create_study (self->path, &request, &self->recovery, NULL, &refusal, &error);
  g_assert_no_error (error);
  g_assert_null (refusal);
  self->admin = crf_session_sign_in (self->path, "admin", PASSPHRASE, NULL, crf_clock_fixed (&self->now), &error);
  g_assert_no_error (error);
}

static void
add_people (BlindLife *self)
{
  static const char *const people[][3] = {
    { "li", "Li Na", "nurse" },          { "wang", "Wang Wei", "investigator" }, { "manager", "Chen Jing", "data-manager" },
    { "monitor", "Liu Yang", "monitor" }, { "assessor", "Xu Mei", "assessor" },   { "statistician", "He Bo", "statistician" },
    { "auditor", "Zhou Qiang", "auditor" }, { "sun", "Sun Li", "pharmacist" },   { "qian", "Qian Yu", "pharmacist" },
  };

  done (self->admin, "confirm-recovery-key", NULL, "recovery-key", self->recovery, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    done (self->admin, "add-user", NULL, "login", people[i][0], "name", people[i][1], "roles", people[i][2], "new-passphrase", PASSPHRASE,
          "recovery-key", self->recovery, "last-day", g_str_equal (people[i][2], "auditor") ? "2027-12-31" : NULL, NULL);
  done (self->admin, "add-consent-version", NULL, "number", "1.0", "valid-from", "2026-01-01", NULL);
  self->nurse = blind_life_sign_in (self, "li");
  self->investigator = blind_life_sign_in (self, "wang");
  self->pharmacist = blind_life_sign_in (self, "sun");
  self->checker = blind_life_sign_in (self, "qian");
}

BlindLife *
blind_life_begin (const char *definition,
                  const char *seed)
{
  BlindLife *self = g_new0 (BlindLife, 1);

  blind_random_restart ();
  self->subjects = g_ptr_array_new_with_free_func (g_free);
  blind_life_set_now (self, "2026-03-02T08:00");
  create (self, definition);
  add_people (self);
  done (self->pharmacist, "generate-allocation", NULL, "seed", seed, "slots", "21", NULL);
  done (self->pharmacist, "receive-lot", NULL, "lot", "L-0231", "product", "UC-MSC", "concentration", "10", "basis", "total", "viability", "92.5",
        "bag-volume", "20", "bags", "10", "expires", "2026-12-30", NULL);
  done (self->pharmacist, "release-lot", NULL, "lot", "L-0231", "endotoxin", "0.25", "sterility", "NEG", "mycoplasma", "NEG", "identity", "OK", NULL);
  return self;
}

static void
answer_all (BlindLife *self,
            const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfEligibilityState) state = crf_reader_eligibility (self->nurse, subject, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < state->criteria->len; i++)
    {
      const CrfCriterion *criterion = ((CrfCriterionState *) g_ptr_array_index (state->criteria, i))->criterion;

      for (guint j = 0; j < criterion->parts->len; j++)
        done (self->nurse, "answer", subject, "criterion", criterion->oid, "part",
              ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid, "answer", "N", NULL);
      done (self->nurse, "answer", subject, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y", "reason", "chart", NULL);
    }
}

static void
enter_labs (BlindLife *self,
            const char *subject,
            const char *event,
            const char *date)
{
  static const char *const values[][3] = { { "TBIL", "54", "umol/L" }, { "INR", "2.0", NULL },  { "CREAT", "105", "umol/L" },
                                           { "SODIUM", "131", "mmol/L" }, { "ALB", "31", "g/L" }, { "ALT", "78", "U/L" } };

  done (self->nurse, "enter", subject, "event", event, "form", "F.VISIT", "item", "VISDAT", "value", date, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    done (self->nurse, "enter", subject, "event", event, "form", "F.VISIT", "item", values[i][0], "value", values[i][1], "unit", values[i][2], NULL);
}

const char *
blind_life_add_subject (BlindLife *self)
{
  g_autofree char *name = g_strdup_printf ("H-%u", 7000 + self->subjects->len);
  g_autoptr (CrfOutcome) outcome =
    crf_test_do (self->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "initials", "ZHHO", "name", "张红", "hospital-no", name,
                 "consent-version", "1.0", "consent-at", "2026-03-02 07:30", "explained-by", "Wang Wei", "copy", "yes", NULL);
  char *subject = g_strdup (g_hash_table_lookup (outcome->results, "number"));

  g_ptr_array_add (self->subjects, subject);
  enter_labs (self, subject, "SE.SCREENING", "2026-03-02");
  answer_all (self, subject);
  done (self->investigator, "sign-eligibility", subject, "passphrase", PASSPHRASE, NULL);
  done (self->nurse, "randomise", subject, "product", "yes", NULL);
  return subject;
}

gboolean
blind_life_is_placebo (BlindLife *self,
                       const char *subject)
{
  g_autoptr (GPtrArray) infusions = crf_reader_infusions (self->pharmacist, subject, NULL);
  const CrfInfusionState *state = g_ptr_array_index (infusions, 0);

  g_assert_nonnull (state->product);
  return state->placebo;
}

/* What the checker reads off label, certificate and syringe. 0.5 × 10⁶/kg × 62 kg = 31 × 10⁶ viable; 31 / (10 × 0.925) = 3.4 mL */
static void
check (BlindLife *self,
       const char *subject,
       gboolean placebo)
{
  if (placebo)
    done (self->checker, "check-infusion", subject, "weight", "62", "volume", "50", "lot", "NS-88", "passphrase", PASSPHRASE, NULL);
  else
    done (self->checker, "check-infusion", subject, "weight", "62", "volume", "3.4", "lot", "L-0231", "concentration", "10", "viability", "92.5",
          "passphrase", PASSPHRASE, NULL);
}

char *
blind_life_prepare (BlindLife *self,
                    const char *subject)
{
  gboolean placebo = blind_life_is_placebo (self, subject);
  char today[32];
  g_autofree char *weighed = NULL;
  g_autoptr (CrfOutcome) outcome = NULL;

  g_strlcpy (today, crf_session_get_today (self->pharmacist), sizeof today);
  weighed = g_strdup_printf ("%s 07:30", today);
  outcome = crf_test_do (self->pharmacist, "plan-infusion", subject, "weight", "62", "weight-date", weighed, "lot", placebo ? "NS-88" : "L-0231",
                         "duration", "50", NULL);
  check (self, subject, placebo);
  return g_strdup (g_hash_table_lookup (outcome->results, "preparation"));
}

void
blind_life_to_bedside (BlindLife *self,
                       const char *subject)
{
  g_autoptr (CrfInfusionDay) day = NULL;
  char at[CRF_INSTANT_SIZE];

  crf_instant_format_local (self->now, at);
  done (self->investigator, "order-infusion", subject, "at", at, NULL);
  done (self->investigator, "sign-go", subject, "answers", "GOTEMP=N GOBLEED=N GOINF=N GOHE=N GODRUG=N GOTESTS=Y GODEC=Y", "weight", "62",
        "tests-taken", at, "passphrase", PASSPHRASE, NULL);
  done (self->checker, "release-product", subject, "at", at, "appearance", "OK", "passphrase", PASSPHRASE, NULL);
  day = crf_reader_infusion_day (self->nurse, subject, 0, NULL);
  done (self->nurse, "check-identity", subject, "at", at, "number", subject, "birth-year", "1972", "code", day->code, "passphrase", PASSPHRASE, "second",
        crf_session_get_login (self->investigator), "second-number", subject, "second-birth-year", "1972", "second-code", day->code, "second-passphrase",
        PASSPHRASE, NULL);
}

static void
first_infusions (BlindLife *self)
{
  const char *first = g_ptr_array_index (self->subjects, 0), *second = g_ptr_array_index (self->subjects, 1);
  g_autofree char *one = NULL, *two = NULL, *again = NULL;

  blind_life_set_now (self, "2026-03-03T09:00");
  one = blind_life_prepare (self, first);
  two = blind_life_prepare (self, second);
  /* The second bag leaks and is made anew. */
  again = blind_life_prepare (self, second);
  g_assert_cmpstr (two, !=, again);
  blind_life_to_bedside (self, first);
  blind_life_to_bedside (self, second);
  blind_life_set_now (self, "2026-03-03T10:00");
  done (self->nurse, "start-infusion", first, "start", "2026-03-03 09:50", "ward-clock", "10:00", "preparation", one, NULL);
  done (self->nurse, "start-infusion", second, "start", "2026-03-03 09:55", "ward-clock", "10:00", "preparation", again, NULL);
  blind_life_set_now (self, "2026-03-03T11:00");
  done (self->nurse, "give-infusion", first, "stop", "2026-03-03 10:45", "volume", "50", "outcome", "GIVEN", NULL);
  done (self->nurse, "give-infusion", second, "stop", "2026-03-03 10:30", "volume", "38", "outcome", "PARTLY", "reason", "rigors", NULL);
}

static void
second_infusions (BlindLife *self)
{
  const char *first = g_ptr_array_index (self->subjects, 0), *second = g_ptr_array_index (self->subjects, 1);
  g_autofree char *one = NULL, *two = NULL;

  blind_life_set_now (self, "2026-03-31T09:00");
  one = blind_life_prepare (self, first);
  two = blind_life_prepare (self, second);
  /* Late, and past its use-before time: recorded all the same, with the reason. */
  blind_life_set_now (self, "2026-03-31T13:00");
  done (self->nurse, "give-infusion", first, "start", "2026-03-31 11:30", "stop", "2026-03-31 12:20", "volume", "50", "outcome", "GIVEN", "reason",
        "power cut on the ward", NULL);
  done (self->nurse, "give-infusion", second, "outcome", "POSTPONED", "reason", "fever", NULL);
}

BlindLife *
blind_life_new (const char *definition,
                const char *seed)
{
  BlindLife *self = blind_life_begin (definition, seed);

  blind_life_add_subject (self);
  blind_life_add_subject (self);
  first_infusions (self);
  blind_life_set_now (self, "2026-03-31T08:00");
  for (guint i = 0; i < self->subjects->len; i++)
    enter_labs (self, g_ptr_array_index (self->subjects, i), "SE.W4", "2026-03-31");
  second_infusions (self);
  return self;
}

void
blind_lock_study (BlindLife *self)
{
  CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_clock_fixed (&self->now) };
  CrfEntry entry = { .action = CRF_ACTION_STUDY_STATUS, .canon = "locked", .detail = "{\"date\":\"2026-03-02\"}" };
  /* As the third signature of "sign-lock" leaves it: the hold is what refuses every write. */
  CrfEntry hold = { .action = CRF_ACTION_HOLD, .canon = "locked" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (self->admin), &actor, &error);

  g_assert_no_error (error);
  g_assert_true (crf_transaction_append (txn, &hold, NULL, &error));
  g_assert_true (crf_transaction_append (txn, &entry, NULL, &error));
  g_assert_true (crf_transaction_commit (txn, &error));
  g_assert_no_error (error);
}

void
blind_life_close (BlindLife *self)
{
  g_clear_pointer (&self->checker, crf_session_close);
  g_clear_pointer (&self->pharmacist, crf_session_close);
  g_clear_pointer (&self->investigator, crf_session_close);
  g_clear_pointer (&self->nurse, crf_session_close);
  g_clear_pointer (&self->admin, crf_session_close);
}

void
blind_life_free (BlindLife *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self == NULL)
    return;
  blind_life_close (self);
  dir = g_dir_open (self->dir, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (self->dir, name, NULL);

      g_unlink (file);
    }
  g_rmdir (self->dir);
  g_ptr_array_unref (self->subjects);
  g_free (self->dir);
  g_free (self->path);
  g_free (self->recovery);
  g_free (self);
}

void
blind_life_leak (BlindLife *self,
                 const char *cells,
                 const char *placebo)
{
  const char *subject = g_ptr_array_index (self->subjects, 0);

  done (self->nurse, "enter", subject, "event", "SE.SCREENING", "form", "F.MH", "item", "IT.ALLERGY", "value",
        blind_life_is_placebo (self, subject) ? placebo : cells, "reason", "told by the pharmacy", NULL);
}
