/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Randomisation as a site does it: strata read back, slots of each stratum, lists made elsewhere, minimisation, making lists again. */

#include "crf-allocation-list.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-restore.h"
#include "crf-dashboard.h"
#include "crf-test-study.h"
#include "crf-transaction.h"

#include <string.h>

#include <glib/gstdio.h>

#define STRATA                                                                                                                                    \
  "<sw:Stratum OID=\"ST.SEX\"%s><sw:Title><TranslatedText xml:lang=\"en\">Sex</TranslatedText></sw:Title>"                                         \
  "<FormalExpression Context=\"SQL/1\">SEX</FormalExpression>"                                                                                    \
  "<sw:Level Code=\"F\"><TranslatedText xml:lang=\"en\">female</TranslatedText></sw:Level>"                                                       \
  "<sw:Level Code=\"M\"><TranslatedText xml:lang=\"en\">male</TranslatedText></sw:Level></sw:Stratum>"

typedef struct
{
  CrfTestStudy *study;
  char *definition;
  guint n;
} Site;

/* As three signatures leave it, and as two take it back. */
static void
hold_study (CrfTestStudy *study,
            const char *state)
{
  CrfActor actor = { .user = "admin", .role = "administrator", .clock = crf_test_study_clock (study) };
  const CrfEntry hold = { .action = CRF_ACTION_HOLD, .canon = state };
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfTransaction) txn = crf_transaction_begin (crf_session_get_file (study->admin), &actor, &error);

  g_assert_true (crf_transaction_append (txn, &hold, NULL, &error));
  g_assert_true (crf_transaction_commit (txn, &error));
  g_assert_no_error (error);
}

/* NCT06167473 with another randomisation. */
static void
open_site (Site *site,
           const char *randomisation,
           const char *design)
{
  g_autofree char *path = g_build_filename (crf_data_dir (), "studies", "nct06167473.xml", NULL);
  g_autofree char *text = NULL;
  g_autofree char *folder = g_dir_make_tmp ("crf-definition-XXXXXX", NULL);
  g_autoptr (GString) changed = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  crf_test_set_randomisation (changed, randomisation);
  /* The open question of block sizes has its default. */
  g_string_replace (changed, "Attribute=\"BlockSizes\" Value=\"2 4\"", "Attribute=\"BlockSizes\" Value=\"2\"", 0);
  if (design != NULL)
    {
      const char *begin = strstr (changed->str, "<sw:Design ");
      const char *end = strchr (begin, '>');
      gssize at = begin - changed->str;

      /* The open question of masking has its default, too: it is turned to an attribute that does not decide. */
      g_string_replace (changed, "Element=\"Design\" Attribute=\"MayKnow\"", "Element=\"Design\" Attribute=\"Former\"", 0);
      g_string_replace (changed, "Element=\"Design\" Attribute=\"Masking\"", "Element=\"Design\" Attribute=\"Formerly\"", 0);
      g_string_erase (changed, at, end + 1 - begin);
      g_string_insert (changed, at, design);
      /* Two arms of one dose: nothing but the list tells them apart, so that no item has to be sealed. */
      g_string_replace (changed, "<sw:Dose Low=\"3\" High=\"3\"", "<sw:Dose Low=\"1\" High=\"1\"", 0);
    }
  site->definition = g_build_filename (folder, "study.xml", NULL);
  g_file_set_contents (site->definition, changed->str, -1, &error);
  g_assert_no_error (error);
  site->study = crf_test_study_new_of (site->definition);
}

static void
close_site (Site *site,
            gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (site->definition);

  crf_test_study_free (site->study);
  g_unlink (site->definition);
  g_rmdir (folder);
  g_free (site->definition);
}

static void
set_up_strata (Site *site,
               gconstpointer data)
{
  g_autofree char *strata = g_strdup_printf ("<sw:Randomisation Method=\"permuted-blocks\" BlockSizes=\"2\" Slots=\"2\">" STRATA "</sw:Randomisation>", "");

  open_site (site, strata, data);
}

static void
set_up_product (Site *site,
                gconstpointer data)
{
  open_site (site, "<sw:Randomisation Method=\"permuted-blocks\" BlockSizes=\"2\" Slots=\"8\" ConfirmProduct=\"Yes\"/>", data);
}

static void
set_up_none (Site *site,
             gconstpointer data)
{
  open_site (site, "<sw:Randomisation Method=\"none\"/>", data);
}

static void
set_up_list (Site *site,
             gconstpointer data)
{
  g_autofree char *strata = g_strdup_printf ("<sw:Randomisation Method=\"list\">" STRATA "</sw:Randomisation>", "");

  open_site (site, strata, data);
}

static void
set_up_minimisation (Site *site,
                     gconstpointer data)
{
  g_autofree char *strata =
    g_strdup_printf ("<sw:Randomisation Method=\"minimisation\" Probability=\"0.8\" Measure=\"range\">" STRATA "</sw:Randomisation>", " Weight=\"2\"");

  open_site (site, strata, data);
}

/* Registered, answered and signed. */
static char *
add_eligible (Site *site,
              const char *sex)
{
  g_autofree char *hospital = g_strdup_printf ("H-%u", ++site->n);
  g_autoptr (CrfOutcome) registered =
    crf_test_do (site->study->nurse, "register", NULL, "sex", sex, "birth-date", "1972-05-04", "hospital-no", hospital, "consent-version", "1.0",
                 "consent-at", "2026-03-02 08:30", "consent-by", "subject", "explained-by", "Wang Wei", "copy", "yes", NULL);
  char *number = g_strdup (g_hash_table_lookup (registered->results, "number"));
  const GPtrArray *criteria = crf_study_get_criteria (crf_session_get_study (site->study->nurse));

  for (guint i = 0; i < criteria->len; i++)
    {
      const CrfCriterion *criterion = g_ptr_array_index (criteria, i);

      for (guint j = 0; j < criterion->parts->len; j++)
        crf_outcome_free (crf_test_do (site->study->nurse, "answer", number, "criterion", criterion->oid, "part",
                                       ((const CrfItem *) g_ptr_array_index (criterion->parts, j))->oid, "answer", "N", NULL));
      crf_outcome_free (crf_test_do (site->study->nurse, "answer", number, "criterion", criterion->oid, "answer", criterion->exclusion ? "N" : "Y",
                                     "reason", "as in the chart", NULL));
    }
  crf_outcome_free (crf_test_do (site->study->investigator, "sign-eligibility", number, "passphrase", CRF_TEST_PASSPHRASE, NULL));
  return number;
}

/* The question that comes before the draw; free it. */
static char *
question (CrfSession *session,
          const char *use_case,
          const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (session, use_case, subject, &error, NULL);

  g_assert_no_error (error);
  if (outcome->refusal != NULL)
    g_test_message ("%s", outcome->refusal->message);
  g_assert_nonnull (outcome->prompt);
  return g_strdup (outcome->prompt->id);
}

static char *
sentence_of (CrfSession *session,
             const char *use_case,
             const char *subject,
             const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) outcome = crf_conduct_with (session, use_case, subject, &error, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (outcome->refusal);
  g_assert_cmpstr (outcome->refusal->code, ==, code);
  return g_strdup (outcome->refusal->message);
}

static void
test_strata (Site *site,
             gconstpointer data)
{
  CrfStudyFile *file = crf_session_get_file (site->study->admin);
  g_autofree char *man = NULL, *woman = NULL, *third = NULL, *id = NULL, *refused = NULL;
  CrfSubjectRecord *record;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  g_assert_cmpint (crf_allocation_count_free (file, "F"), ==, 2);
  g_assert_cmpint (crf_allocation_count_free (file, "M"), ==, 2);
  man = add_eligible (site, "M");
  id = question (site->study->nurse, "randomise", man);
  g_assert_cmpstr (id, ==, "strata=M");
  /* What was not shown cannot be confirmed: it asks again. */
  {
    g_autoptr (CrfOutcome) other = crf_conduct_with (site->study->nurse, "randomise", man, NULL, "confirm", "strata=F", NULL);

    g_assert_nonnull (other->prompt);
  }
  g_assert_cmpint (crf_allocation_count_free (file, NULL), ==, 4);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", id, NULL));
  record = crf_records_find_subject (file, man, NULL);
  g_assert_cmpstr (record->stratum, ==, "M");
  g_assert_cmpstr (record->allocation_number, ==, "R-001");
  crf_subject_record_free (record);
  woman = add_eligible (site, "F");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", woman, "confirm", "strata=F", NULL));

  /* One stratum runs out while the other has slots: the refusal names it, and slots are appended to it alone. */
  third = add_eligible (site, "M");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", third, "confirm", "strata=M", NULL));
  g_clear_pointer (&third, g_free);
  third = add_eligible (site, "M");
  refused = sentence_of (site->study->nurse, "randomise", third, "list-exhausted");
  g_assert_nonnull (strstr (refused, "male"));
  crf_test_refused (site->study->admin, "list-exists", "generate-allocation", NULL, NULL);
  crf_test_refused (site->study->admin, "no-such-stratum", "append-allocation", NULL, "stratum", "X", NULL);
  crf_outcome_free (crf_test_do (site->study->admin, "append-allocation", NULL, "stratum", "M", "slots", "4", NULL));
  g_assert_cmpint (crf_allocation_count_free (file, "M"), ==, 4);
  g_assert_cmpint (crf_allocation_count_free (file, "F"), ==, 1);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", third, "confirm", "strata=M", NULL));
  {
    g_autoptr (CrfOutcome) replay = crf_test_do (site->study->admin, "replay-allocation", NULL, NULL);

    g_assert_cmpstr (g_hash_table_lookup (replay->results, "result"), ==, "agrees");
    g_assert_cmpstr (g_hash_table_lookup (replay->results, "slots"), ==, "8");
    g_assert_cmpuint (replay->notices->len, ==, 2);
  }
}

/* The last box of the flow: whoever was allocated, as the blind review decided. */
static void
test_analysed (Site *site,
               gconstpointer data)
{
  g_autofree char *man = NULL, *woman = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  const CrfChartStep *followed, *analysed;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  woman = add_eligible (site, "F");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", woman, "confirm", "strata=F", NULL));
  before = crf_reader_dashboard (site->study->investigator, NULL);
  followed = g_ptr_array_index (((CrfChart *) g_ptr_array_index (before, 1))->steps, 4);
  analysed = g_ptr_array_index (((CrfChart *) g_ptr_array_index (before, 1))->steps, 5);
  g_assert_true (g_str_has_prefix (analysed->label, "Analysed"));
  g_assert_cmpuint (analysed->n, ==, 0);
  g_assert_cmpstr (g_ptr_array_index (followed->losses, 0), ==, "2 population not decided yet");
  crf_outcome_free (crf_test_do (site->study->investigator, "decide-population", man, "population", "full-analysis", "included", "yes", NULL));
  crf_outcome_free (crf_test_do (site->study->investigator, "decide-population", woman, "population", "full-analysis", "included", "no", "reason",
                                 "no value after the baseline", NULL));
  /* Another population says nothing about this one. */
  crf_outcome_free (crf_test_do (site->study->investigator, "decide-population", man, "population", "per-protocol", "included", "no", "reason",
                                 "half of the dose", NULL));
  after = crf_reader_dashboard (site->study->investigator, NULL);
  followed = g_ptr_array_index (((CrfChart *) g_ptr_array_index (after, 1))->steps, 4);
  analysed = g_ptr_array_index (((CrfChart *) g_ptr_array_index (after, 1))->steps, 5);
  g_assert_cmpuint (analysed->n, ==, 1);
  g_assert_cmpuint (followed->losses->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (followed->losses, 0), ==, "1 excluded: no value after the baseline");
}

/* The wrong stratum stays with the slot; the true one is recorded, and is a deviation. */
static void
test_wrong_stratum (Site *site,
                    gconstpointer data)
{
  CrfStudyFile *file = crf_session_get_file (site->study->admin);
  g_autofree char *man = NULL;
  g_autoptr (GPtrArray) deviations = NULL;
  CrfSubjectRecord *record;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  crf_test_refused (site->study->nurse, "not-allocated", "correct-stratum", man, "stratum", "ST.SEX", "level", "F", "reason", "typing error", NULL);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
  crf_test_refused (site->study->nurse, "stratum-same", "correct-stratum", man, "stratum", "ST.SEX", "level", "M", "reason", "typing error", NULL);
  crf_test_refused (site->study->nurse, "no-such-level", "correct-stratum", man, "stratum", "ST.SEX", "level", "X", "reason", "typing error", NULL);
  crf_outcome_free (crf_test_do (site->study->nurse, "correct-stratum", man, "stratum", "ST.SEX", "level", "F", "reason", "typing error", NULL));
  record = crf_records_find_subject (file, man, NULL);
  g_assert_cmpstr (record->stratum, ==, "M");
  deviations = crf_records_deviations (file, record->key, NULL);
  g_assert_cmpuint (deviations->len, ==, 1);
  g_assert_cmpstr (((CrfDeviationRecord *) g_ptr_array_index (deviations, 0))->kind, ==, "stratum");
  crf_subject_record_free (record);
}

static void
test_product (Site *site,
              gconstpointer data)
{
  g_autofree char *man = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  crf_test_refused (site->study->nurse, "product-not-confirmed", "randomise", man, NULL);
  crf_test_refused (site->study->nurse, "product-not-confirmed", "randomise", man, "product", "no", NULL);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "product", "yes", NULL));
}

static void
test_upload (Site *site,
             gconstpointer data)
{
  static const char *const sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  static const char *const good = "2\t1003\tM\tmedium-high\t\n3\t1004\tF\tlow\t\n4\t1001\tM\tARM.LOW\t\n";
  static const struct { const char *rows, *code; } bad[] = {
    { "2\t\tM\tlow\t\n", "list-number" },
    { "2\t1\tM\tlow\t\n3\t1\tM\tlow\t\n", "list-number-twice" },
    { "2\t1\tX\tlow\t\n", "list-stratum" },
    { "2\t1\t\tlow\t\n", "list-stratum" },
    { "2\t1\tM\thigh dose\t\n", "list-arm" },
    { "2\t1\tM\tlow\n", "list-shape" },
    { "2\t1\tM\tlow\tward 3\n", "no-workstation" },
    { "\n", "argument-missing" },
  };
  g_autofree char *man = NULL;
  CrfSubjectRecord *record;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("case %u", i);
      crf_test_refused (site->study->admin, bad[i].code, "upload-allocation", NULL, "rows", bad[i].rows, "sha256", sha256, NULL);
    }
  crf_test_refused (site->study->admin, "sha256", "upload-allocation", NULL, "rows", good, "sha256", "123", NULL);
  crf_test_refused (site->study->admin, "method", "generate-allocation", NULL, NULL);
  hold_study (site->study, "locked");
  crf_test_refused (site->study->admin, "locked", "upload-allocation", NULL, "rows", good, "sha256", sha256, "confirm", "unsigned", "reason", "by hand", NULL);
  hold_study (site->study, "open");
  crf_outcome_free (crf_test_do (site->study->admin, "upload-allocation", NULL, "rows", good, "sha256", sha256, "confirm", "unsigned", "reason", "by hand", NULL));
  man = add_eligible (site, "M");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
  record = crf_records_find_subject (crf_session_get_file (site->study->admin), man, NULL);
  g_assert_cmpstr (record->allocation_number, ==, "1003");
  crf_subject_record_free (record);
  /* The same list again would give numbers twice. */
  crf_test_refused (site->study->admin, "list-number-used", "upload-allocation", NULL, "rows", good, "sha256", sha256, "confirm", "unsigned", "reason", "by hand", NULL);
  {
    g_autoptr (CrfOutcome) replay = crf_test_do (site->study->admin, "replay-allocation", NULL, "rows", good, "sha256", sha256, NULL);

    g_assert_cmpstr (g_hash_table_lookup (replay->results, "result"), ==, "agrees");
  }
  {
    g_autoptr (CrfOutcome) replay =
      crf_test_do (site->study->admin, "replay-allocation", NULL, "rows", "2\t1003\tM\tlow\t\n3\t1004\tF\tlow\t\n4\t1001\tM\tARM.LOW\t\n", "sha256", sha256, NULL);

    g_assert_cmpstr (g_hash_table_lookup (replay->results, "result"), ==, "differs");
  }
}

static void
test_minimisation (Site *site,
                   gconstpointer data)
{
  CrfStudyFile *file = crf_session_get_file (site->study->admin);
  g_autofree char *first = NULL, *second = NULL, *id = NULL;
  CrfSubjectRecord *record;

  first = add_eligible (site, "M");
  crf_test_refused (site->study->nurse, "minimised-design", "randomise", first, NULL);
  crf_test_refused (site->study->nurse, "no-list", "minimise", first, NULL);
  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  crf_test_refused (site->study->admin, "list-exists", "generate-allocation", NULL, NULL);
  id = question (site->study->nurse, "minimise", first);
  g_assert_cmpstr (id, ==, "strata=M");
  crf_outcome_free (crf_test_do (site->study->nurse, "minimise", first, "confirm", id, NULL));
  second = add_eligible (site, "F");
  crf_outcome_free (crf_test_do (site->study->nurse, "minimise", second, "confirm", "strata=F", NULL));
  record = crf_records_find_subject (file, second, NULL);
  g_assert_cmpstr (record->allocation_number, ==, "R-002");
  g_assert_cmpstr (record->stratum, ==, "F");
  crf_subject_record_free (record);
  {
    g_autoptr (CrfOutcome) replay = crf_test_do (site->study->admin, "replay-allocation", NULL, NULL);

    g_assert_cmpstr (g_hash_table_lookup (replay->results, "result"), ==, "agrees");
    g_assert_cmpstr (g_hash_table_lookup (replay->results, "slots"), ==, "2");
  }
}

static void
test_masked_minimisation (Site *site,
                          gconstpointer data)
{
  CrfSession *pharmacist;
  g_autofree char *first = NULL;
  g_autoptr (GError) error = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "add-user", NULL, "login", "chen", "name", "Chen Jie", "roles", "pharmacist", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  crf_outcome_free (crf_test_do (site->study->admin, "grant-keys", NULL, "login", "chen", "recovery-key", site->study->recovery, NULL));
  pharmacist = crf_session_sign_in_file (crf_session_get_file (site->study->admin), "chen", CRF_TEST_PASSPHRASE, NULL,
                                         crf_test_study_clock (site->study), &error);
  g_assert_no_error (error);
  crf_test_refused (site->study->admin, "may-not-know", "generate-allocation", NULL, NULL);
  crf_outcome_free (crf_test_do (pharmacist, "generate-allocation", NULL, NULL));
  first = add_eligible (site, "M");
  crf_test_refused (site->study->nurse, "may-not-know", "minimise", first, NULL);
  crf_test_refused (site->study->investigator, "may-not-know", "minimise", first, NULL);
  crf_outcome_free (crf_test_do (pharmacist, "minimise", first, "confirm", "strata=M", NULL));
  crf_test_refused (site->study->investigator, "not-permitted", "replay-allocation", NULL, NULL);
  crf_outcome_free (crf_test_do (pharmacist, "replay-allocation", NULL, NULL));
  crf_session_close (pharmacist);
}

/* Slots of another workstation are not drawn; the refusal says what to do. */
static void
test_elsewhere (Site *site,
                gconstpointer data)
{
  g_autofree char *man = NULL, *sentence = NULL;

  crf_test_refused (site->study->admin, "no-workstation", "generate-allocation", NULL, "stations", "ward 3", NULL);
  crf_test_refused (site->study->admin, "workstation-twice", "generate-allocation", NULL, "stations", "this this", NULL);
  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, "stations", "ABCDEFGH", NULL));
  man = add_eligible (site, "M");
  sentence = sentence_of (site->study->nurse, "randomise", man, "list-elsewhere");
  g_assert_nonnull (strstr (sentence, crf_study_file_get_workstation (crf_session_get_file (site->study->admin))));
  crf_outcome_free (crf_test_do (site->study->admin, "append-allocation", NULL, "stations", "this", NULL));
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
}

/* A file that is encrypted as a whole has the slots of its key beside it, and so has a copy. */
static void
copy_slots (const char *from,
            const char *to)
{
  g_autofree char *slots = g_strconcat (from, ".keys", NULL), *copy = g_strconcat (to, ".keys", NULL), *bytes = NULL;
  gsize length;

  if (g_file_get_contents (slots, &bytes, &length, NULL))
    g_assert_true (g_file_set_contents (copy, bytes, (gssize) length, NULL));
}

/* A patient who is drawn for, and a file that is put back to the time before. The number that she had. */
static char *
draw_and_restore (Site *site,
                  const char *man)
{
  g_autofree char *backup = g_build_filename (site->study->dir, "backup.stemward", NULL), *bytes = NULL;
  g_autoptr (CrfOutcome) drawn = NULL;
  g_autoptr (CrfSubjectRecord) subject = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  crf_test_study_close (site->study);
  g_assert_true (g_file_get_contents (site->study->path, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (backup, bytes, (gssize) length, NULL));
  copy_slots (site->study->path, backup);
  crf_test_study_open (site->study);
  drawn = crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL);
  crf_test_study_close (site->study);
  g_assert_true (crf_study_file_restore (backup, site->study->path, &error));
  g_assert_no_error (error);
  crf_test_study_open (site->study);
  subject = crf_records_find_subject (crf_session_get_file (site->study->nurse), man, NULL);
  g_assert_null (subject->allocation_number);
  return g_strdup (g_hash_table_lookup (drawn->results, "number"));
}

/* A slot that was drawn after the backup looks free in it. Where the list names its workstations it is not drawn a second time: the restored file is another
 * one. */
static void
test_restored_named (Site *site,
                     gconstpointer data)
{
  g_autofree char *man = NULL, *number = NULL, *sentence = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, "stations", "this", NULL));
  man = add_eligible (site, "M");
  number = draw_and_restore (site, man);
  sentence = sentence_of (site->study->nurse, "randomise", man, "list-elsewhere");
  g_assert_nonnull (strstr (sentence, crf_study_file_get_workstation (crf_session_get_file (site->study->admin))));
}

/* Entries of the journal that say the patient was allocated, for that reason. */
static int
count_reason (Site *site,
              const char *subject,
              const char *reason)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (site->study->admin, subject, NULL, NULL, 0, NULL);
  int n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);

      n += g_strcmp0 (row->action, CRF_ACTION_SUBJECT_STATUS) == 0 && g_strcmp0 (row->reason, reason) == 0;
    }
  return n;
}

/* Where it is everybody's, somebody compares what was handed out before anything is drawn again; once a stratum. */
static void
test_restored (Site *site,
               gconstpointer data)
{
  g_autofree char *man = NULL, *next = NULL, *number = NULL;
  g_autoptr (CrfOutcome) strata = NULL, asked = NULL, silent = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  next = add_eligible (site, "M");
  number = draw_and_restore (site, man);
  strata = crf_conduct_with (site->study->nurse, "randomise", man, NULL, NULL);
  g_assert_cmpstr (strata->prompt->id, ==, "strata=M");
  asked = crf_conduct_with (site->study->nurse, "randomise", man, NULL, "confirm", "strata=M", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  g_assert_cmpstr (asked->prompt->id, ==, "strata=M,after-restore");
  silent = crf_conduct_with (site->study->nurse, "randomise", man, NULL, "confirm", asked->prompt->id, NULL);
  g_assert_nonnull (silent->prompt);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", asked->prompt->id, "reason", "the notices: hers is the only one", NULL));
  /* What was compared is what an inspector asks for. */
  g_assert_cmpint (count_reason (site, man, "the notices: hers is the only one"), ==, 1);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", next, "confirm", "strata=M", NULL));
}

/* What this computer remembers of the heads of its study files. */
static void
forget_heads (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "stemward", "heads", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
}

/* A computer that replaces the one that broke remembers nothing: whether entries are missing from the backup nobody can tell. */
static void
test_replaced (Site *site,
               gconstpointer data)
{
  g_autofree char *man = NULL, *next = NULL, *woman = NULL;
  g_autoptr (CrfOutcome) asked = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  next = add_eligible (site, "M");
  woman = add_eligible (site, "F");
  crf_test_study_close (site->study);
  forget_heads ();
  crf_test_study_open (site->study);
  asked = crf_conduct_with (site->study->nurse, "randomise", man, NULL, "confirm", "strata=M", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, "strata=M,after-restore");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", asked->prompt->id, "reason", "no envelope is open", NULL));
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", next, "confirm", "strata=M", NULL));
  /* Each stratum once. */
  g_clear_pointer (&asked, crf_outcome_free);
  asked = crf_conduct_with (site->study->nurse, "randomise", woman, NULL, "confirm", "strata=F", NULL);
  g_assert_nonnull (asked->prompt);
}

static void
test_not_asked (Site *site,
                gconstpointer data)
{
  g_autofree char *man = NULL, *next = NULL;

  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  man = add_eligible (site, "M");
  next = add_eligible (site, "M");
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
  crf_test_study_close (site->study);
  crf_test_study_open (site->study);
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", next, "confirm", "strata=M", NULL));
}

/* What is lost cannot hold a slot that was made later. */
static void
test_made_after (Site *site,
                 gconstpointer data)
{
  g_autofree char *man = add_eligible (site, "M");

  crf_test_study_close (site->study);
  forget_heads ();
  crf_test_study_open (site->study);
  crf_outcome_free (crf_test_do (site->study->admin, "generate-allocation", NULL, NULL));
  crf_outcome_free (crf_test_do (site->study->nurse, "randomise", man, "confirm", "strata=M", NULL));
}

/* Numbers of a study that does not randomise are counted up: E-001 would be given twice. */
static void
test_enrolled (Site *site,
               gconstpointer data)
{
  g_autofree char *first = add_eligible (site, "M"), *second = add_eligible (site, "F"), *third = add_eligible (site, "M");
  g_autoptr (CrfOutcome) asked = NULL, enrolled = NULL;

  crf_outcome_free (crf_test_do (site->study->nurse, "enrol", first, "arm", "low", NULL));
  crf_test_study_close (site->study);
  crf_test_study_open (site->study);
  crf_outcome_free (crf_test_do (site->study->nurse, "enrol", second, "arm", "low", NULL));
  crf_test_study_close (site->study);
  forget_heads ();
  crf_test_study_open (site->study);
  asked = crf_conduct_with (site->study->nurse, "enrol", third, NULL, "arm", "low", NULL);
  g_assert_nonnull (asked->prompt);
  g_assert_true (asked->prompt->needs_reason);
  enrolled = crf_test_do (site->study->nurse, "enrol", third, "arm", "low", "confirm", asked->prompt->id, "reason", "the enrolment log has two", NULL);
  g_assert_cmpstr (g_hash_table_lookup (enrolled->results, "number"), ==, "E-003");
  g_assert_cmpint (count_reason (site, third, "the enrolment log has two"), ==, 1);
}

#define add(path, set_up, test) g_test_add ("/conduct/allocation/" path, Site, NULL, set_up, test, close_site)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  add ("strata-are-read-back-and-run-out-one-by-one", set_up_strata, test_strata);
  add ("a-wrong-stratum-stays-and-the-true-one-is-recorded", set_up_strata, test_wrong_stratum);
  add ("the-last-box-of-the-flow-is-who-is-analysed", set_up_strata, test_analysed);
  add ("each-workstation-draws-its-own-slots", set_up_strata, test_elsewhere);
  add ("what-was-drawn-after-a-backup-is-not-drawn-again-of-a-list-with-workstations", set_up_strata, test_restored_named);
  add ("the-first-draw-after-entries-were-lost-is-asked-about", set_up_strata, test_restored);
  add ("the-first-draw-of-each-stratum-on-a-computer-that-remembers-nothing-is-asked-about", set_up_strata, test_replaced);
  add ("a-file-that-was-only-closed-and-opened-again-is-not-asked-about", set_up_strata, test_not_asked);
  add ("slots-that-were-made-afterwards-are-not-asked-about", set_up_strata, test_made_after);
  add ("the-first-enrolment-on-a-computer-that-remembers-nothing-is-asked-about", set_up_none, test_enrolled);
  add ("the-product-is-confirmed-where-the-protocol-asks", set_up_product, test_product);
  add ("an-uploaded-list-is-checked-line-by-line", set_up_list, test_upload);
  add ("an-open-study-minimises-with-the-roles-that-randomise", set_up_minimisation, test_minimisation);
  g_test_add ("/conduct/allocation/in-a-masked-study-an-unblinded-account-minimises", Site, 
              "<sw:Design Masking=\"double\" MayKnow=\"pharmacist\" Target=\"22\" DayZero=\"first-infusion\" AllocationDays=\"14\">",
              set_up_minimisation, test_masked_minimisation, close_site);
  return g_test_run ();
}
