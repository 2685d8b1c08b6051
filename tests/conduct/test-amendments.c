/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A second version of each protocol, made by rule: a window is widened, an item added, a criterion reworded. Old visits keep their version, new ones get
 * the new; what would orphan stored data is refused. */

#include "crf-amendment.h"
#include "crf-partial-date.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-study-file.h"
#include "crf-test-study.h"
#include "crf-verify.h"
#include "crf-version.h"
#include "raw-file.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const protocols[] = { "nct06242405", "nct06167473", "nct01854125", "nct01218464", "liang2017" };

#define NEW_CRITERION "In the words of the amendment"

static char *
replace (const char *text,
         const char *from,
         const char *to)
{
  g_auto (GStrv) halves = g_strsplit (text, from, 2);

  if (halves[1] == NULL)
    g_error ("“%s” is not in the definition.", from);
  return g_strconcat (halves[0], to, halves[1], NULL);
}

static const CrfEvent *
first_follow_up (CrfStudy *study)
{
  const GPtrArray *events = crf_study_get_events (study);

  for (guint i = 0; i < events->len; i++)
    {
      const CrfEvent *event = g_ptr_array_index (events, i);

      if (g_strcmp0 (event->kind, "follow-up") == 0 && event->type == CRF_EVENT_SCHEDULED &&
          g_ptr_array_find ((GPtrArray *) event->forms, crf_study_find_form_by_kind (study, "visit"), NULL))
        return event;
    }
  g_assert_not_reached ();
}

/* The document with another version OID; free it. */
static char *
renumbered (CrfStudy *study)
{
  g_autofree char *from = g_strdup_printf ("MetaDataVersion OID=\"%s\"", crf_study_get_version (study));
  g_autofree char *to = g_strdup_printf ("MetaDataVersion OID=\"%s.A\"", crf_study_get_version (study));

  return replace (crf_study_get_document (study), from, to);
}

/* One day more after the first follow-up visit, the question IT.NEWQ on the visit form, other words for the first criterion. */
static char *
second_version (CrfStudy *study)
{
  const CrfEvent *event = first_follow_up (study);
  const CrfForm *form = crf_study_find_form_by_kind (study, "visit");
  const CrfItemGroup *group = g_ptr_array_index (form->groups, 0);
  const CrfCriterion *criterion = g_ptr_array_index (crf_study_get_criteria (study), 0);
  g_autofree char *text = renumbered (study);
  g_autofree char *event_start = g_strdup_printf ("<StudyEventDef OID=\"%s\"", event->oid);
  g_autofree char *group_start = g_strdup_printf ("<ItemGroupDef OID=\"%s\"", group->oid);
  g_autofree char *criterion_start = g_strdup_printf ("<sw:Criterion OID=\"%s\"", criterion->oid);
  g_autofree char *days = g_strdup_printf ("sw:After=\"%d\"", event->days_after);
  g_autofree char *more = g_strdup_printf ("sw:After=\"%d\"", event->days_after + 1);
  /* The default answer of the open question about windows says the same. */
  g_autofree char *answer = g_strdup_printf ("Element=\"%s\" Attribute=\"sw:After\" Value=\"%d\"", event->oid, event->days_after);
  g_autofree char *answer_more = g_strdup_printf ("Element=\"%s\" Attribute=\"sw:After\" Value=\"%d\"", event->oid, event->days_after + 1);
  g_autofree char *words = g_strdup_printf (">%s<", crf_text_get (criterion->text, "en"));
  GString *whole = g_string_new (text);
  char *place;

  place = strstr (strstr (whole->str, event_start), days);
  g_string_erase (whole, place - whole->str, (gssize) strlen (days));
  g_string_insert (whole, place - whole->str, more);
  place = strstr (whole->str, answer);
  g_string_erase (whole, place - whole->str, (gssize) strlen (answer));
  g_string_insert (whole, place - whole->str, answer_more);
  place = strstr (strstr (whole->str, group_start), "</ItemGroupDef>");
  g_string_insert (whole, place - whole->str, "<ItemRef ItemOID=\"IT.NEWQ\" OrderNumber=\"99\" Mandatory=\"No\"/>");
  place = strstr (whole->str, "<ItemDef ");
  g_string_insert (whole, place - whole->str,
                   "<ItemDef OID=\"IT.NEWQ\" Name=\"NEWQ\" DataType=\"integer\"><Question><TranslatedText xml:lang=\"en\">New</TranslatedText>"
                   "<TranslatedText xml:lang=\"zh-CN\">新</TranslatedText></Question></ItemDef>");
  place = strstr (strstr (whole->str, criterion_start), words);
  g_string_erase (whole, place - whole->str, (gssize) strlen (words));
  g_string_insert (whole, place - whole->str, ">" NEW_CRITERION "<");
  return g_string_free (whole, FALSE);
}

static char *
write_definition (CrfTestStudy *study,
                  const char *text)
{
  char *path = g_build_filename (study->dir, "amended.xml", NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static CrfOutcome *
activate (CrfTestStudy *study,
          const char *path,
          const char *answers,
          const char *applies,
          const char *consent)
{
  g_autoptr (GError) error = NULL;
  CrfOutcome *outcome = crf_conduct_with (study->admin, "activate-amendment", NULL, &error, "definition", path, "answers", answers, "number", "1",
                                          "summary", "Test", "date", "2026-02-27", "ethics", "EC-2", "applies", applies, "consent", consent,
                                          "retrain", "li", "passphrase", CRF_TEST_PASSPHRASE, "confirm", "unsigned", "reason", "by hand", NULL);

  g_assert_no_error (error);
  return outcome;
}

static void
assert_done (CrfOutcome *outcome)
{
  if (outcome->refusal != NULL)
    g_test_message ("%s", outcome->refusal->message);
  g_assert_true (crf_outcome_done (outcome));
  crf_outcome_free (outcome);
}

static gboolean
asks (CrfSession *session,
      const char *number,
      const char *event,
      const char *item)
{
  CrfTarget target = { .subject = (char *) number, .event = (char *) event, .eventkey = (char *) "1", .form = (char *) "F.VISIT",
                       .formkey = (char *) "1" };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfFormState) state = crf_reader_form (session, &target, &error);

  g_assert_no_error (error);
  return crf_form_state_find (state, item, NULL) != NULL;
}

static char *
version_of (CrfTestStudy *study,
            const char *number)
{
  g_autoptr (CrfSubjectRecord) record = crf_records_find_subject (crf_session_get_file (study->admin), number, NULL);
  g_autofree char *mdv = crf_records_subject_version (crf_session_get_file (study->admin), record->key);

  return crf_version_label (mdv);
}

static void
assert_verifies (CrfTestStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfVerifyReport) report = NULL;

  crf_test_study_close (study);
  report = crf_verify (study->path, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->faults->len, ==, 0);
  crf_test_study_open (study);
}

static const char *
first_criterion (CrfSession *session,
                 const char *number,
                 char **text)
{
  CrfEligibilityState *state = crf_reader_eligibility (session, number, NULL);

  *text = g_strdup (((CrfCriterionState *) g_ptr_array_index (state->criteria, 0))->text);
  crf_eligibility_state_free (state);
  return *text;
}

static void
assert_row (GPtrArray *changes,
            const char *part,
            const char *attribute)
{
  gboolean found = FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      const CrfStudyChange *change = g_ptr_array_index (changes, i);

      found = found || (g_strcmp0 (change->part, part) == 0 && g_strcmp0 (change->attribute, attribute) == 0);
    }
  g_assert_true (found);
}

static void
each_protocol_takes_a_second_version (gconstpointer data)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new_of (data);
  CrfStudy *before = crf_session_get_study (study->admin);
  const char *follow_up = first_follow_up (before)->oid;
  g_autofree char *old_label = g_strdup (crf_study_get_version (before));
  g_autofree char *new_label = g_strdup_printf ("%s.A", old_label);
  g_autofree char *text = second_version (before);
  g_autofree char *path = write_definition (study, text);
  g_autofree char *number = crf_test_register (study), *later = NULL, *label = NULL, *words = NULL;
  g_autoptr (CrfAmendment) amendment = NULL;
  CrfRefusal *refusal = NULL;

  crf_session_set_language (study->admin, "en");
  crf_session_set_language (study->nurse, "en");
  crf_test_enter (study, number, "SE.SCREENING", "F.VISIT::VISDAT", "2026-03-02", NULL);
  amendment = crf_amendment_plan (study->admin, path, NULL, "next-visit", NULL, &refusal, NULL);
  g_assert_null (refusal);
  g_assert_cmpuint (amendment->refusals->len, ==, 0);
  for (guint i = 0; i < amendment->changes->len; i++)
    g_test_message ("%s", ((CrfStudyChange *) g_ptr_array_index (amendment->changes, i))->text);
  g_assert_cmpuint (amendment->changes->len, ==, 4);
  assert_row (amendment->changes, "event", "after");
  assert_row (amendment->changes, "group", "items");
  assert_row (amendment->changes, "item", NULL);
  assert_row (amendment->changes, "criterion", "text");
  g_assert_cmpuint (amendment->subjects->len, ==, 1);
  g_assert_false (asks (study->nurse, number, follow_up, "IT.NEWQ"));

  assert_done (activate (study, path, NULL, "next-visit", NULL));
  label = version_of (study, number);
  g_assert_cmpstr (label, ==, old_label);
  /* What was begun stays in its version, also for what is entered there now; what is to come has the new one. */
  g_assert_false (asks (study->nurse, number, "SE.SCREENING", "IT.NEWQ"));
  g_assert_true (asks (study->nurse, number, follow_up, "IT.NEWQ"));
  g_assert_cmpstr (first_criterion (study->nurse, number, &words), !=, NEW_CRITERION);
  crf_test_enter (study, number, "SE.SCREENING", "F.VISIT::WEIGHT", "70", "kg");
  g_free (label);
  label = version_of (study, number);
  g_assert_cmpstr (label, ==, old_label);

  crf_test_enter (study, number, follow_up, "F.VISIT::NEWQ", "3", NULL);
  g_free (label);
  label = version_of (study, number);
  g_assert_cmpstr (label, ==, new_label);
  g_assert_false (asks (study->nurse, number, "SE.SCREENING", "IT.NEWQ"));
  g_assert_true (asks (study->nurse, number, follow_up, "IT.NEWQ"));

  later = crf_test_register (study);
  g_free (label);
  label = version_of (study, later);
  g_assert_cmpstr (label, ==, new_label);
  g_free (words);
  g_assert_cmpstr (first_criterion (study->nurse, later, &words), ==, NEW_CRITERION);
  assert_verifies (study);
  g_assert_false (asks (study->nurse, number, "SE.SCREENING", "IT.NEWQ"));
}

static gboolean
find_window (CrfTestStudy *study,
             const char *number,
             const char *event,
             int *before)
{
  g_autoptr (GPtrArray) visits = crf_reader_visits (study->nurse, number, NULL);

  for (guint i = 0; i < visits->len; i++)
    {
      const CrfVisit *visit = g_ptr_array_index (visits, i);
      CrfDate from, target;

      if (strcmp (visit->event->oid, event) != 0 || visit->from == NULL)
        continue;
      g_assert_true (crf_date_parse (visit->from, FALSE, &from, NULL) && crf_date_parse (visit->target, FALSE, &target, NULL));
      *before = (int) (crf_date_to_days (&target) - crf_date_to_days (&from));
      return TRUE;
    }
  return FALSE;
}

/* A question that is answered anew is an amendment; a visit that was begun keeps its window. */
static void
an_answer_is_an_amendment (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *label = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  int before = 0;

  crf_test_bring_infusion (study, number, "INFST", "2026-03-02 09:00");
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_study_set_now (study, "2026-04-28T09:00");
  crf_test_enter (study, number, "SE.W1", "F.VISIT::VISDAT", "2026-03-09", NULL);
  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "next-visit", NULL));
  g_assert_true (find_window (study, number, "SE.W1", &before));
  g_assert_cmpint (before, ==, 2); /* clinical.md D2: W1 ± 2 */
  g_assert_true (find_window (study, number, "SE.W8", &before));
  g_assert_cmpint (before, ==, 3); /* the narrow answer: W8 ± 3 */
  crf_test_enter (study, number, "SE.W8", "F.VISIT::VISDAT", "2026-04-27", NULL);
  label = version_of (study, number);
  g_assert_cmpstr (label, ==, "NCT06167473.1.1");
  rows = crf_reader_versions (study->nurse, NULL);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_true (((CrfVersionRow *) g_ptr_array_index (rows, 1))->active);
  g_assert_cmpstr (((CrfVersionRow *) g_ptr_array_index (rows, 1))->retrain, ==, "li");
  assert_verifies (study);
}

static guint
count_training_tasks (CrfSession *session)
{
  g_autoptr (GPtrArray) tasks = crf_reader_tasks (session, NULL);
  guint n = 0;

  for (guint i = 0; i < tasks->len; i++)
    n += strcmp (((CrfTask *) g_ptr_array_index (tasks, i))->tag, "Training") == 0;
  return n;
}

/* The amendment names the nurse: she has a task and may do no act that needs the protocol until the log says that she was trained; records go on. */
static void
who_is_named_is_trained_first (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_refused (study->nurse, "not-signed", "randomise", number, NULL);
  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "next-visit", NULL));
  crf_test_refused (study->nurse, "not-trained", "randomise", number, NULL);
  crf_test_refused (study->nurse, "not-trained", "start-infusion", number, "start", "2026-03-02 09:14", "ward-clock", "09:14", NULL);
  crf_test_refused (study->investigator, "criteria-open", "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_enter (study, number, "SCREENING", "HEIGHT", "170", NULL);
  g_assert_cmpuint (count_training_tasks (study->nurse), ==, 1);
  g_assert_cmpuint (count_training_tasks (study->admin), ==, 1);
  g_assert_cmpuint (count_training_tasks (study->investigator), ==, 0);
  /* Of the old version, or of one that there is not, is not enough. */
  crf_outcome_free (crf_test_do (study->admin, "add-training", NULL, "login", "li", "subject", "Protocol", "date", "2026-03-01", "version", "NCT06167473.1",
                                 NULL));
  crf_test_refused (study->admin, "version-unknown", "add-training", NULL, "login", "li", "subject", "Protocol", "date", "2026-03-01", "version",
                    "NCT06167473.9", NULL);
  crf_test_refused (study->nurse, "not-trained", "randomise", number, NULL);
  crf_outcome_free (crf_test_do (study->admin, "add-training", NULL, "login", "li", "subject", "Amendment 1", "date", "2026-03-01", "version",
                                 "NCT06167473.1.1", NULL));
  crf_test_refused (study->nurse, "not-signed", "randomise", number, NULL);
  g_assert_cmpuint (count_training_tasks (study->nurse), ==, 0);
}

static void
who_has_not_signed_stays (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *first = NULL, *second = NULL;

  crf_outcome_free (crf_test_do (study->admin, "add-consent-version", NULL, "number", "2.0", "valid-from", "2026-03-01", "ethics", "EC-2", "resign",
                                 "all", NULL));
  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "now", "2.0"));
  crf_test_enter (study, number, "SE.W1", "F.VISIT::VISDAT", "2026-03-02", NULL);
  first = version_of (study, number);
  g_assert_cmpstr (first, ==, "NCT06167473.1");
  crf_test_refused (study->investigator, "consent-missing", "switch-version", number, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "consent", number, "version", "2.0", "at", "2026-03-02 09:10", "by", "subject", "explained-by", "wang",
                                 "copy", "Y", NULL));
  crf_test_enter (study, number, "SE.W4", "F.VISIT::VISDAT", "2026-03-02", NULL);
  second = version_of (study, number);
  g_assert_cmpstr (second, ==, "NCT06167473.1.1");
}

static void
a_patient_goes_over_by_hand (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autofree char *first = NULL, *second = NULL;

  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "new", NULL));
  crf_test_enter (study, number, "SE.W1", "F.VISIT::VISDAT", "2026-03-02", NULL);
  first = version_of (study, number);
  g_assert_cmpstr (first, ==, "NCT06167473.1");
  crf_outcome_free (crf_test_do (study->investigator, "switch-version", number, "event", "SE.W4", NULL));
  second = version_of (study, number);
  g_assert_cmpstr (second, ==, "NCT06167473.1.1");
  crf_test_refused (study->investigator, "version-current", "switch-version", number, NULL);
}

static gboolean
tells (const CrfOutcome *outcome,
       const char *words)
{
  for (guint i = 0; i < outcome->notices->len; i++)
    if (strstr (g_ptr_array_index (outcome->notices, i), words) != NULL)
      return TRUE;
  return FALSE;
}

static CrfSession *
sign_in_manager (CrfTestStudy *study)
{
  g_autoptr (GError) error = NULL;
  CrfSession *session;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  session = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  return session;
}

/* A frozen or locked record is read as it was; the others go over. */
static void
what_is_held_stays_in_its_version (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) manager = sign_in_manager (study);
  g_autofree char *locked = crf_test_register (study), *frozen = crf_test_register (study), *open = crf_test_register (study);
  g_autofree char *held = NULL, *version = NULL, *asked = NULL, *later = NULL, *other = NULL;
  g_autoptr (CrfOutcome) preview = NULL;
  CrfOutcome *outcome;

  crf_outcome_free (crf_test_do (manager, "lock", locked, "scope", "subject", NULL));
  crf_outcome_free (crf_test_do (manager, "freeze", frozen, "scope", "subject", NULL));
  preview = crf_test_do (study->admin, "preview-amendment", NULL, "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", "applies", "now", NULL);
  g_assert_true (tells (preview, "not while the record is locked"));
  g_assert_true (tells (preview, "not while the record is frozen"));
  outcome = activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "now", NULL);
  held = g_strdup (g_hash_table_lookup (outcome->results, "held"));
  assert_done (outcome);
  g_assert_cmpstr (held, ==, "01-S-001, 01-S-002");
  version = version_of (study, locked);
  g_assert_cmpstr (version, ==, "NCT06167473.1");
  other = version_of (study, open);
  g_assert_cmpstr (other, ==, "NCT06167473.1.1");
  /* A question about a visit that is not begun takes nobody over, and no way by hand leads round the hold. */
  crf_outcome_free (crf_test_do (manager, "query", frozen, "event", "SE.W1", "form", "F.VISIT", "text", "Was the visit held?", NULL));
  crf_test_refused (study->investigator, "frozen", "switch-version", frozen, NULL);
  crf_test_refused (study->investigator, "locked", "switch-version", locked, NULL);
  asked = version_of (study, frozen);
  g_assert_cmpstr (asked, ==, "NCT06167473.1");
  /* Once it is open again it goes over like the others, at the next visit. */
  crf_outcome_free (crf_test_do (manager, "unfreeze", frozen, "scope", "subject", "reason", "Corrections", NULL));
  crf_test_enter (study, frozen, "SE.W1", "F.VISIT::VISDAT", "2026-03-02", NULL);
  later = version_of (study, frozen);
  g_assert_cmpstr (later, ==, "NCT06167473.1.1");
  g_clear_pointer (&manager, crf_session_close);
  assert_verifies (study);
}

static void
nothing_is_put_in_force_over_a_frozen_study (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfSession) manager = sign_in_manager (study);
  g_autoptr (CrfOutcome) preview = NULL;
  CrfOutcome *outcome;

  crf_outcome_free (crf_test_do (manager, "freeze", NULL, "scope", "study", NULL));
  outcome = activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "new", NULL);
  g_assert_nonnull (outcome->refusal);
  g_assert_cmpstr (outcome->refusal->code, ==, "frozen");
  crf_outcome_free (outcome);
  preview = crf_test_do (study->admin, "preview-amendment", NULL, "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", NULL);
  g_assert_true (tells (preview, "Cannot be activated: The study is frozen"));
  crf_outcome_free (crf_test_do (manager, "unfreeze", NULL, "scope", "study", "reason", "Amendment 1", NULL));
  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "new", NULL));
}

/* One change, and what is said against it. Values are stored at screening: a weight, how the visit was, bilirubin in mg/dL. */
static const struct
{
  const char *from, *to, *says;
} orphans[] = {
  { "<ItemRef ItemOID=\"IT.WEIGHT\"", "<ItemRef ItemOID=\"IT.OTHER\"", "IT.WEIGHT" },
  { "ItemDef OID=\"IT.WEIGHT\" Name=\"WEIGHT\" DataType=\"float\"", "ItemDef OID=\"IT.WEIGHT\" Name=\"WEIGHT\" DataType=\"integer\"", "data type" },
  { "sw:Concept=\"clin.weight\"", "sw:Concept=\"clin.spo2_fio2\"", "concept" },
  { "CodedValue=\"CLINIC\"", "CodedValue=\"X\"", "loses the code" },
  { "<sw:Unit UnitOID=\"MU.MG_DL\" Factor=\"17.1\"/>", "", "no longer takes the unit" },
  { "<FormRef FormOID=\"F.VISIT\"", "<FormRef FormOID=\"F.VSTAT\"", "no longer asked" },
  { "StudyEventDef OID=\"SE.SCREENING\" Name=\"SCREENING\" Repeating=\"No\"", "StudyEventDef OID=\"SE.SCREENING\" Name=\"SCREENING\" Repeating=\"Yes\"",
    "repeat" },
};

/* As a bad disk or a careless hand would; the version that is active now is whole. */
static void
damage_first_definition (CrfTestStudy *study)
{
  sqlite3 *db;

  crf_test_study_close (study);
  db = raw_file_open (study->path);
  g_assert_cmpint (sqlite3_exec (db, "DROP TRIGGER journal_no_update;"
                                  "UPDATE journal SET value = value || ' ' WHERE action = 'definition.add' AND seq ="
                                  " (SELECT min (seq) FROM journal WHERE action = 'definition.add')", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  crf_test_study_open (study);
}

/* Under the newer version the same figure may be another dose or another criterion: better nothing than that. */
static void
nothing_is_read_or_entered_where_the_own_version_is_damaged (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  CrfTarget target = { .subject = number, .event = (char *) "SE.W1", .eventkey = (char *) "1", .form = (char *) "F.VISIT", .formkey = (char *) "1" };
  GError *error = NULL;

  assert_done (activate (study, NULL, "Q.WINDOWS=Q.WINDOWS.NARROW", "new", NULL));
  crf_test_enter (study, number, "SE.W1", "F.VISIT::VISDAT", "2026-03-02", NULL);
  damage_first_definition (study);
  g_assert_null (crf_reader_form (study->nurse, &target, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (crf_reader_visits (study->nurse, number, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (crf_reader_eligibility (study->nurse, number, &error));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (crf_conduct_with (study->nurse, "enter", number, &error, "event", "SE.W1", "form", "F.VISIT", "item", "VISDAT", "value", "2026-03-03",
                                   NULL));
  g_assert_error (error, CRF_STORE_ERROR, CRF_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
}

static void
what_would_orphan_data_is_refused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_session_set_language (study->admin, "en");
  crf_test_enter (study, number, "SE.SCREENING", "F.VISIT::WEIGHT", "70", "kg");
  crf_test_enter (study, number, "SE.SCREENING", "F.VISIT::TBIL", "3", "mg/dL");
  crf_test_enter (study, number, "SE.SCREENING", "F.VISIT::VISMODE", "CLINIC", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (orphans); i++)
    {
      g_autofree char *text = renumbered (crf_session_get_study (study->admin));
      g_autofree char *changed = NULL, *path = NULL;
      g_autoptr (CrfOutcome) outcome = NULL;
      g_autoptr (CrfAmendment) amendment = NULL;
      CrfRefusal *refusal = NULL;
      gboolean said = FALSE;

      g_test_message ("case %u: %s", i, orphans[i].to);
      /* An item that a group loses stays defined; what takes its place must be there. */
      changed = replace (text, orphans[i].from, strstr (orphans[i].to, "IT.OTHER") != NULL ? "<ItemRef ItemOID=\"IT.NEWQ\"" : orphans[i].to);
      if (strstr (orphans[i].to, "IT.OTHER") != NULL)
        {
          char *with = replace (changed, "<ItemDef ",
                                "<ItemDef OID=\"IT.NEWQ\" Name=\"NEWQ\" DataType=\"integer\"><Question><TranslatedText xml:lang=\"en\">n</TranslatedText>"
                                "<TranslatedText xml:lang=\"zh-CN\">新</TranslatedText></Question></ItemDef><ItemDef ");

          g_free (changed);
          changed = with;
        }
      path = write_definition (study, changed);
      amendment = crf_amendment_plan (study->admin, path, NULL, "now", NULL, &refusal, NULL);
      if (refusal != NULL)
        g_test_message ("%s", refusal->message);
      g_assert_null (refusal);
      for (guint j = 0; j < amendment->refusals->len; j++)
        {
          g_test_message ("  %s", (char *) g_ptr_array_index (amendment->refusals, j));
          said = said || strstr (g_ptr_array_index (amendment->refusals, j), orphans[i].says) != NULL;
        }
      g_assert_true (said);
      outcome = activate (study, path, NULL, "now", NULL);
      g_assert_nonnull (outcome->refusal);
      g_assert_cmpstr (outcome->refusal->code, ==, "amendment-orphans");
    }
}

static void
what_is_no_amendment_is_refused (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *same = write_definition (study, crf_study_get_document (crf_session_get_study (study->admin)));
  g_autofree char *number = crf_test_register (study);
  static const char *const base[] = { "number", "1", "summary", "s", "date", "2026-02-27", "ethics", "e", "applies", "now", "retrain", "all" };

  crf_test_refused (study->admin, "amendment-empty", "preview-amendment", NULL, NULL);
  crf_test_refused (study->admin, "version-known", "preview-amendment", NULL, "definition", same, NULL);
  crf_test_refused (study->admin, "definition-invalid", "preview-amendment", NULL, "definition", "/nonexistent.xml", NULL);
  crf_test_refused (study->admin, "definition-invalid", "preview-amendment", NULL, "answers", "Q.NONE=Q.NONE.A", NULL);
  crf_test_refused (study->admin, "answers-invalid", "preview-amendment", NULL, "answers", "Q.WINDOWS", NULL);
  crf_test_refused (study->nurse, "not-permitted", "preview-amendment", NULL, "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", NULL);
  crf_test_refused (study->admin, "passphrase-wrong", "activate-amendment", NULL, base[0], base[1], base[2], base[3], base[4], base[5], base[6], base[7],
                    base[8], base[9], base[10], base[11], "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", "passphrase", "no", NULL);
  crf_test_refused (study->admin, "consent-version-unknown", "activate-amendment", NULL, base[0], base[1], base[2], base[3], base[4], base[5], base[6],
                    base[7], base[8], base[9], base[10], base[11], "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", "consent", "9", "passphrase",
                    CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "login-unknown", "activate-amendment", NULL, base[0], base[1], base[2], base[3], base[4], base[5], base[6], base[7],
                    base[8], base[9], "retrain", "nobody", "answers", "Q.WINDOWS=Q.WINDOWS.NARROW", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_cmpstr (crf_study_get_version (crf_session_get_study (study->nurse)), ==, "NCT06167473.1");
}

/* A new version waits for the approval of the site: without it, or before its day, everything goes on under the old one. */
static void
nothing_of_it_is_in_force_before_the_site_has_its_approval (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *before = crf_test_register (study), *after = NULL;
  const char *const answers = "Q.WINDOWS=Q.WINDOWS.NARROW";
  guint64 entries = crf_records_count_entries (crf_session_get_file (study->admin));

  crf_test_refused (study->admin, "argument-missing", "activate-amendment", NULL, "answers", answers, "number", "1", "summary", "s", "ethics", "e", "applies",
                    "now", "retrain", "all", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "argument-missing", "activate-amendment", NULL, "answers", answers, "number", "1", "summary", "s", "date", "2026-02-27",
                    "applies", "now", "retrain", "all", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  crf_test_refused (study->admin, "in-the-future", "activate-amendment", NULL, "answers", answers, "number", "1", "summary", "s", "date", "2026-03-03", "ethics",
                    "e", "applies", "now", "retrain", "all", "passphrase", CRF_TEST_PASSPHRASE, NULL);
  g_assert_cmpuint (crf_records_count_entries (crf_session_get_file (study->admin)), ==, entries);
  /* The day alone changes nothing: somebody says that the approval is there. */
  crf_test_study_set_now (study, "2026-03-03T09:00");
  after = crf_test_register (study);
  g_assert_cmpstr (crf_study_get_version (crf_session_get_study (study->nurse)), ==, "NCT06167473.1");
  crf_outcome_free (crf_test_do (study->admin, "activate-amendment", NULL, "answers", answers, "number", "1", "summary", "s", "date", "2026-03-03", "ethics",
                                 "e", "applies", "new", "retrain", "all", "passphrase", CRF_TEST_PASSPHRASE, NULL));
  g_assert_cmpstr (crf_study_get_version (crf_session_get_study (study->admin)), !=, "NCT06167473.1");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (protocols); i++)
    {
      g_autofree char *path = g_strdup_printf ("/conduct/amendments/each-protocol-takes-a-second-version/%s", protocols[i]);

      g_test_add_data_func (path, protocols[i], each_protocol_takes_a_second_version);
    }
  g_test_add_func ("/conduct/amendments/an-answer-is-an-amendment", an_answer_is_an_amendment);
  g_test_add_func ("/conduct/amendments/who-has-not-signed-stays-under-the-old-version", who_has_not_signed_stays);
  g_test_add_func ("/conduct/amendments/who-is-named-is-trained-first", who_is_named_is_trained_first);
  g_test_add_func ("/conduct/amendments/a-patient-goes-over-by-hand", a_patient_goes_over_by_hand);
  g_test_add_func ("/conduct/amendments/what-is-held-stays-in-its-version", what_is_held_stays_in_its_version);
  g_test_add_func ("/conduct/amendments/nothing-is-put-in-force-over-a-frozen-study", nothing_is_put_in_force_over_a_frozen_study);
  g_test_add_func ("/conduct/amendments/nothing-is-read-or-entered-where-the-own-version-is-damaged",
                   nothing_is_read_or_entered_where_the_own_version_is_damaged);
  g_test_add_func ("/conduct/amendments/what-would-orphan-data-is-refused", what_would_orphan_data_is_refused);
  g_test_add_func ("/conduct/amendments/what-is-no-amendment-is-refused", what_is_no_amendment_is_refused);
  g_test_add_func ("/conduct/amendments/nothing-of-it-is-in-force-before-the-site-has-its-approval",
                   nothing_of_it_is_in_force_before_the_site_has_its_approval);
  return g_test_run ();
}
