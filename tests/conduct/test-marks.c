/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Source data verification in bulk: of a form, a visit, a patient in one act; what is left out, what falls, what stands. */

#include "crf-reader-verification.h"
#include "crf-reader.h"
#include "crf-records-trust.h"
#include "crf-records.h"
#include "crf-test-study.h"
#include "crf-verify.h"

#include <string.h>

static CrfSession *
sign_in_new (CrfTestStudy *study,
             const char *login,
             const char *role)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", login, "name", login, "roles", role, "new-passphrase", CRF_TEST_PASSPHRASE,
                                 NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), login, CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

/* Every required field gets a reason why it is missing. */
static void
complete_form (CrfTestStudy *study,
               const char *number,
               const char *event,
               const char *form)
{
  g_autofree char *oid = g_strconcat ("SE.", event, NULL);
  CrfTarget target = { .subject = (char *) number, .event = oid, .form = (char *) form };
  g_autoptr (CrfFormState) state = crf_reader_form (study->nurse, &target, NULL);

  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; section->groupkey != NULL && j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          if (field->required && !field->derived && crf_value_is_empty (field->value))
            crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", form, "item", field->item->oid, "missing", "UNK", NULL));
        }
    }
  crf_outcome_free (crf_test_do (study->nurse, "complete-form", number, "event", event, "form", form, NULL));
}

/* As the monitor sees the form: entered by a person, and readable for her. */
static guint
count_entered (CrfSession *session,
               const char *number,
               const char *event,
               const char *form,
               guint *verified)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) event, .form = (char *) form };
  g_autoptr (CrfFormState) state = crf_reader_form (session, &target, NULL);
  guint n = 0;

  *verified = 0;
  for (guint i = 0; i < state->sections->len; i++)
    {
      const CrfSectionState *section = g_ptr_array_index (state->sections, i);

      for (guint j = 0; j < section->fields->len; j++)
        {
          const CrfFieldState *field = g_ptr_array_index (section->fields, j);

          n += !field->derived && !field->sealed && !crf_value_is_empty (field->value);
          *verified += field->verified;
        }
    }
  return n;
}

typedef struct
{
  guint items, forms;
  char *txn;
  guint n_txns;
} Trail;

static gboolean
count_marks (const CrfJournalRecord *record,
             gpointer data)
{
  Trail *trail = data;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], "verify.set") != 0)
    return TRUE;
  if (record->columns[CRF_COL_ITEM] != NULL)
    trail->items++;
  else
    trail->forms++;
  if (g_strcmp0 (trail->txn, record->columns[CRF_COL_TXN]) != 0)
    trail->n_txns++;
  g_free (trail->txn);
  trail->txn = g_strdup (record->columns[CRF_COL_TXN]);
  return TRUE;
}

static Trail
read_trail (CrfTestStudy *study)
{
  CrfEntry all = { 0 };
  Trail trail = { 0 };

  g_assert_true (crf_records_journal (crf_session_get_file (study->admin), &all, NULL, 0, FALSE, count_marks, &trail, NULL));
  g_clear_pointer (&trail.txn, g_free);
  return trail;
}

static char *
state_of (CrfTestStudy *study,
          const char *number,
          const char *event,
          const char *form)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) event, .form = (char *) form };
  g_autoptr (CrfFormState) state = crf_reader_form (study->nurse, &target, NULL);

  return g_strdup (state->state);
}

#define ASSERT_STATE(number, event, form, wanted)                       \
  G_STMT_START                                                          \
  {                                                                     \
    g_autofree char *state_ = state_of (study, number, event, form);    \
    g_assert_cmpstr (state_, ==, wanted);                               \
  }                                                                     \
  G_STMT_END

static void
assert_result (const CrfOutcome *outcome,
               const char *key,
               guint n)
{
  g_autofree char *wanted = g_strdup_printf ("%u", n);

  g_assert_cmpstr (g_hash_table_lookup (outcome->results, key), ==, wanted);
}

static gboolean
says (const CrfOutcome *outcome,
      const char *part)
{
  for (guint i = 0; i < outcome->notices->len; i++)
    if (strstr (g_ptr_array_index (outcome->notices, i), part) != NULL)
      return TRUE;
  return FALSE;
}

static void
a_form_is_verified_in_one_act_and_each_item_has_its_own_mark (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor");
  g_autoptr (CrfOutcome) act = NULL, again = NULL;
  guint n, verified;
  Trail trail;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_refused (monitor, "form-incomplete", "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  complete_form (study, number, "SCREENING", "F.VISIT");
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALB", NULL));
  n = count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (verified, ==, 1);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "complete");

  act = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  assert_result (act, "marks", n - 1);
  assert_result (act, "already", 1);
  assert_result (act, "left", 0);
  g_assert_cmpuint (count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified), ==, n);
  g_assert_cmpuint (verified, ==, n);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
  trail = read_trail (study);
  g_assert_cmpuint (trail.items, ==, n);
  g_assert_cmpuint (trail.forms, ==, 1);
  /* The single mark, then one act. */
  g_assert_cmpuint (trail.n_txns, ==, 2);

  /* A second time there is nothing to do, and no second set of entries. */
  again = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  assert_result (again, "marks", 0);
  assert_result (again, "already", n);
  g_assert_cmpuint (read_trail (study).items, ==, n);
}

static void
a_correction_drops_its_own_mark_alone_and_the_list_says_who_and_when (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor");
  g_autoptr (GPtrArray) none = NULL, fallen = NULL, mended = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;
  const CrfFallenMark *mark;
  guint n, verified;

  crf_test_enter_labs (study, number, "SCREENING");
  complete_form (study, number, "SCREENING", "F.VISIT");
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, NULL));
  none = crf_reader_fallen_marks (monitor, NULL, NULL);
  g_assert_cmpuint (none->len, ==, 0);

  crf_test_study_set_now (study, "2026-03-05T10:30");
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "value", "79", "unit", "U/L",
                                 "reason", "misread", NULL));
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "complete");
  n = count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  g_assert_cmpuint (verified, ==, n - 1);
  fallen = crf_reader_fallen_marks (monitor, number, NULL);
  g_assert_cmpuint (fallen->len, ==, 1);
  mark = g_ptr_array_index (fallen, 0);
  g_assert_cmpstr (mark->target->item, ==, "IT.ALT");
  g_assert_cmpstr (mark->number, ==, number);
  g_assert_nonnull (strstr (mark->place, "Alanine aminotransferase"));
  g_assert_cmpstr (mark->by, ==, "Li Na");
  g_assert_true (g_str_has_prefix (mark->when, "2026-03-05"));
  g_assert_true (g_str_has_prefix (mark->marked, "2026-03-02"));

  /* The last one makes the form verified again. */
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", NULL));
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
  mended = crf_reader_fallen_marks (monitor, NULL, NULL);
  g_assert_cmpuint (mended->len, ==, 0);
  /* What the marks say is what the journal says. */
  g_clear_pointer (&monitor, crf_session_close);
  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, NULL);
  g_assert_cmpuint (report->faults->len, ==, 0);
}

static void
what_a_query_is_open_on_is_named_and_left_out_unless_the_monitor_says_otherwise (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor");
  g_autoptr (CrfOutcome) act = NULL, all = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  CrfVerificationCount count;
  guint n, verified;

  crf_test_enter_labs (study, number, "SCREENING");
  complete_form (study, number, "SCREENING", "F.VISIT");
  crf_outcome_free (crf_test_do (monitor, "query", number, "event", "SCREENING", "form", "F.VISIT", "item", "ALT", "text", "the slip says 87", NULL));
  n = count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  g_assert_true (crf_reader_verification (monitor, &target, &count, NULL));
  g_assert_cmpuint (count.to_mark, ==, n);
  g_assert_cmpuint (count.queried, ==, 1);
  act = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  assert_result (act, "marks", n - 1);
  assert_result (act, "left", 1);
  g_assert_true (says (act, "Alanine aminotransferase"));
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "complete");
  count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  g_assert_cmpuint (verified, ==, n - 1);
  all = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "queried", "mark", NULL);
  assert_result (all, "marks", 1);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
}

static void
a_visit_or_a_patient_is_one_act_and_incomplete_forms_are_left_out (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor");
  g_autoptr (CrfOutcome) visit = NULL, patient = NULL;
  guint n_screening, n_consent, n_later, verified;

  crf_test_enter_labs (study, number, "SCREENING");
  complete_form (study, number, "SCREENING", "F.VISIT");
  complete_form (study, number, "SCREENING", "F.CONSENT");
  crf_test_enter_labs (study, number, "W1");
  complete_form (study, number, "W1", "F.VISIT");
  n_screening = count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  n_consent = count_entered (monitor, number, "SE.SCREENING", "F.CONSENT", &verified);
  n_later = count_entered (monitor, number, "SE.W1", "F.VISIT", &verified);
  g_assert_cmpuint (n_consent, >, 0);

  crf_test_refused (monitor, "argument-missing", "mark-verified", number, "scope", "visit", NULL);
  crf_test_refused (monitor, "event-unknown", "mark-verified", number, "event", "NOWHERE", NULL);
  visit = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", "scope", "visit", NULL);
  assert_result (visit, "marks", n_screening + n_consent);
  /* Demographics are begun, and not complete. */
  assert_result (visit, "incomplete", 1);
  g_assert_true (says (visit, "not complete"));
  ASSERT_STATE (number, "SE.SCREENING", "F.CONSENT", "verified");
  ASSERT_STATE (number, "SE.SCREENING", "F.DM", "started");
  ASSERT_STATE (number, "SE.W1", "F.VISIT", "complete");
  patient = crf_test_do (monitor, "mark-verified", number, NULL);
  assert_result (patient, "marks", n_later);
  assert_result (patient, "already", n_screening + n_consent);
  ASSERT_STATE (number, "SE.W1", "F.VISIT", "verified");
  g_assert_cmpuint (read_trail (study).n_txns, ==, 2);
}

static void
a_stricter_rule_asks_for_more_than_the_old_marks (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor"), manager = sign_in_new (study, "chen", "data-manager");
  g_autoptr (CrfOutcome) critical = NULL, all = NULL;
  guint n, verified, marked;

  crf_test_enter_labs (study, number, "SCREENING");
  complete_form (study, number, "SCREENING", "F.VISIT");
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "form", "F.VISIT", "level", "critical", NULL));
  critical = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  n = count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &marked);
  g_assert_cmpuint (marked, <, n);
  g_assert_cmpuint (marked, >, 0);
  assert_result (critical, "marks", marked);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "form", "F.VISIT", "level", "all", NULL));
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "complete");
  all = crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  assert_result (all, "marks", n - marked);
  assert_result (all, "already", marked);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
  /* What is verified in full satisfies the milder rule. */
  crf_outcome_free (crf_test_do (manager, "set-verification", NULL, "form", "F.VISIT", "level", "critical", NULL));
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "verified");
  crf_test_refused (monitor, "argument-missing", "unmark-verified", number, "event", "SCREENING", "form", "F.VISIT", NULL);
  crf_outcome_free (crf_test_do (monitor, "unmark-verified", number, "event", "SCREENING", "form", "F.VISIT", "reason", "another patient's slip", NULL));
  count_entered (monitor, number, "SE.SCREENING", "F.VISIT", &verified);
  g_assert_cmpuint (verified, ==, 0);
  ASSERT_STATE (number, "SE.SCREENING", "F.VISIT", "complete");
}

/* A blinded monitor can have compared nothing that she may not read. */
static void
what_a_monitor_may_not_read_she_does_not_verify (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfSession) monitor = sign_in_new (study, "sun", "monitor");
  g_autoptr (GPtrArray) marks = NULL;
  CrfTarget target = { .subject = number, .event = (char *) "SE.SCREENING", .form = (char *) "F.DM" };
  g_autoptr (CrfFormState) state = NULL;
  guint n, verified;

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", "张红", NULL));
  complete_form (study, number, "SCREENING", "F.DM");
  state = crf_reader_form (monitor, &target, NULL);
  g_assert_true (crf_form_state_find (state, "SUBJNAME", NULL)->sealed);
  n = count_entered (monitor, number, "SE.SCREENING", "F.DM", &verified);
  crf_outcome_free (crf_test_do (monitor, "mark-verified", number, "event", "SCREENING", "form", "F.DM", NULL));
  marks = crf_records_marks (crf_session_get_file (study->admin), NULL, FALSE, NULL);
  g_assert_cmpuint (marks->len, ==, n + 1);
  for (guint i = 0; i < marks->len; i++)
    g_assert_cmpstr (((CrfMarkRecord *) g_ptr_array_index (marks, i))->item, !=, "IT.SUBJNAME");
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/marks/" name, function)
  ADD ("a-form-is-verified-in-one-act-and-each-item-has-its-own-mark", a_form_is_verified_in_one_act_and_each_item_has_its_own_mark);
  ADD ("a-correction-drops-its-own-mark-alone-and-the-list-says-who-and-when", a_correction_drops_its_own_mark_alone_and_the_list_says_who_and_when);
  ADD ("what-a-query-is-open-on-is-named-and-left-out-unless-the-monitor-says-otherwise",
       what_a_query_is_open_on_is_named_and_left_out_unless_the_monitor_says_otherwise);
  ADD ("a-visit-or-a-patient-is-one-act-and-incomplete-forms-are-left-out", a_visit_or_a_patient_is_one_act_and_incomplete_forms_are_left_out);
  ADD ("a-stricter-rule-asks-for-more-than-the-old-marks", a_stricter_rule_asks_for_more_than_the_old_marks);
  ADD ("what-a-monitor-may-not-read-she-does-not-verify", what_a_monitor_may_not_read_she_does_not_verify);

  return g_test_run ();
}
