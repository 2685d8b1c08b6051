/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names, hospital and telephone numbers in what is written as free text: what is sealed as a field does not lie readable beside it unasked. */

#include "crf-import-batch.h"
#include "crf-demo.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-study-header.h"
#include "crf-test-study.h"

#include <string.h>

#define NAME "Planted Ident"
#define HOSPITAL "H9988776"
#define PHONE "139-1234-9999"
#define PROMPT "identifier-in-text"

static char *
add_patient (CrfTestStudy *study)
{
  g_autoptr (CrfOutcome) done =
    crf_test_do (study->nurse, "register", NULL, "sex", "M", "birth-date", "1972-05-04", "name", NAME, "hospital-no", HOSPITAL, "phone", PHONE,
                 "consent-version", "1.0", "consent-at", "2026-03-02 08:30", "explained-by", "Wang Wei", "copy", "yes", NULL);

  return g_strdup (g_hash_table_lookup (done->results, "number"));
}

/* Whether the file, or its log, has the text readable. */
static gboolean
is_readable (CrfTestStudy *study,
             const char *text)
{
  g_autofree char *log = g_strconcat (study->path, "-wal", NULL);
  const char *const paths[] = { study->path, log };
  gboolean found = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *bytes = NULL;
      gsize size = 0;

      if (g_file_get_contents (paths[i], &bytes, &size, NULL))
        for (gsize j = 0; !found && j + strlen (text) <= size; j++)
          found = memcmp (bytes + j, text, strlen (text)) == 0;
    }
  return found;
}

/* The same in the middle of a letter that was pasted: hundreds of words, in which what is looked for is found by another way. */
static char *
in_a_letter (const char *text)
{
  GString *letter = g_string_new (NULL);

  for (guint i = 0; i < 20; i++)
    g_string_append_printf (letter, "%s%s", i == 10 ? text : "", "; seen on day 3: fever 38.5 °C, naïve – ½ tablet™ given (see above). 今日复查肝功能。 ");
  return g_string_free (letter, FALSE);
}

static void
assert_asks_of (CrfTestStudy *study,
                const char *use_case,
                const char *subject,
                const char *key,
                const char *text,
                const char *key2,
                const char *value2)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, use_case, subject, &error, key, text, key2, value2, NULL);

  g_test_message ("%s: %s", use_case, text);
  g_assert_no_error (error);
  g_assert_null (asked->refusal);
  g_assert_nonnull (asked->prompt);
  g_assert_cmpstr (asked->prompt->id, ==, PROMPT);
  g_assert_true (asked->prompt->goes_back);
}

static void
assert_asks (CrfTestStudy *study,
             const char *use_case,
             const char *subject,
             const char *key,
             const char *text,
             const char *key2,
             const char *value2)
{
  g_autofree char *letter = in_a_letter (text);

  assert_asks_of (study, use_case, subject, key, text, key2, value2);
  assert_asks_of (study, use_case, subject, key, letter, key2, value2);
}

static void
test_asked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study), *other = crf_test_register (study);

  assert_asks (study, "query", named, "text", NAME " came", NULL, NULL);
  assert_asks (study, "query", other, "text", "Is this not the result of ident, planted?", NULL, NULL); /* of somebody else, turned */
  assert_asks (study, "query", other, "text", "PLANTED IDENT", NULL, NULL);
  assert_asks (study, "query", other, "text", "(h 9988776) has no date", NULL, NULL);
  assert_asks (study, "query", other, "text", "called +86 139 1234 9999 twice", NULL, NULL);
  assert_asks (study, "open-deviation", other, "text", "came late, asked 13912349999", NULL, NULL);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "log-prescreening", NULL, &error, "date", "2026-03-02", "age-band", "40-59", "sex", "M",
                                                     "reason", "brother of " HOSPITAL, NULL);

    g_assert_no_error (error);
    g_assert_nonnull (asked->prompt);
    g_assert_cmpstr (asked->prompt->id, ==, PROMPT);
  }
  g_assert_false (is_readable (study, "9988776"));
  g_assert_false (is_readable (study, "Planted"));
  /* Four digits alone stand in many a hash. */
  g_assert_false (is_readable (study, "1234 9999"));
  g_assert_false (is_readable (study, "12349999"));
}

static void
test_values (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", named, &error, "event", "SE.SCREENING", "form", "F.DM", "item", "BED", "value",
                                                   NAME, NULL);

  g_assert_no_error (error);
  g_assert_nonnull (asked->prompt);
  g_assert_nonnull (strstr (asked->prompt->message, named));
  /* Where it is sealed it may be written, and corrected. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", named, "event", "SE.SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", NAME, NULL));
  g_assert_false (is_readable (study, NAME));
  /* Who says so may. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", named, "event", "SE.SCREENING", "form", "F.DM", "item", "BED", "value", NAME, "confirm",
                                 asked->prompt->id, NULL));
  /* In a file that is encrypted as a whole nothing is. */
  g_assert_true (is_readable (study, NAME) == crf_study_header_is_plain (study->path));
}

/* In Chinese there are no blanks to find a name by. */
static void
test_chinese (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SE.SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", "欧阳小惠", NULL));
  assert_asks (study, "query", number, "text", "今天欧阳小惠来电话", NULL, NULL);
  crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", "今天患者来电话", NULL));
}

static void
name_patient (CrfTestStudy *study,
              const char *number,
              const char *name)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SE.SCREENING", "form", "F.DM", "item", "SUBJNAME", "value", name, NULL));
}

/* A registered name, and how people write it. */
static void
test_spellings (void)
{
  static const struct { const char *name, *texts[8]; } cases[] = {
    { "Zhang Xiao-hong", { "zhang xiaohong came", "Xiaohong Zhang", "Xiao Hong ZHANG", "ZhangXiaoHong", "Zhang, Xiao Hong", "asked Ｚｈａｎｇ Ｘｉａｏｈｏｎｇ" } },
    { "Li Na", { "Na Li was late", "LI NA", "li-na", "Lina" } },
    { "José Ñuñez Đorđević", { "Jose Nunez Dordevic", "NUÑEZ DORDEVIC, JOSE", "jose nunez  đorđević" } },
    { "张 红", { "今天张红来电话", "张　红", "张·红" } },
    { "欧阳小惠", { "欧阳 小惠", "今天欧阳小惠来" } },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = crf_test_register (study), *other = crf_test_register (study);

      name_patient (study, number, cases[i].name);
      for (guint j = 0; cases[i].texts[j] != NULL; j++)
        assert_asks (study, "query", other, "text", cases[i].texts[j], NULL, NULL);
    }
}

static void
test_numbers (void)
{
  static const char *const texts[] = { "tel13912349999", "１３９１２３４９９９９", "139.1234.9999", "(0086)139-1234-9999", "电话１３９－１２３４－９９９９",
                                       "No.H9988776", "ID:h-99 88 776", "Ｈ９９８８７７６", "H/9988776" };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study), *other = crf_test_register (study);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_asks (study, "query", other, "text", texts[i], NULL, NULL);
  /* Registered with signs, written without. */
  crf_outcome_free (crf_test_do (study->nurse, "enter", named, "event", "SE.SCREENING", "form", "F.DM", "item", "HOSPNO", "value", "HN-55-66778", NULL));
  assert_asks (study, "query", other, "text", "see HN5566778", NULL, NULL);
}

/* The given name alone: of the patient at hand, where it is telling. */
static void
test_given_names (void)
{
  static const struct { const char *name, *asked, *unasked; } cases[] = {
    { "张小惠", "小惠今天没来", "张医生今天没来" },
    { "Zhang Xiaohong", "Xiaohong did not come", "Zhang did not come" },
    { "Zhang Xiao Hong", "called Xiaohong twice", "called Hong twice" },
    { "Matilda Garcia", "Matilda did not come", "Garcia did not come" },
    { "April Meier", NULL, "April visit was late" },
    { "王国庆", NULL, "国庆假期后访视" },
    { "Planted Ident", NULL, "the sample was planted" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = crf_test_register (study), *other = crf_test_register (study), *letter = NULL;

      name_patient (study, number, cases[i].name);
      if (cases[i].asked != NULL)
        {
          assert_asks (study, "query", number, "text", cases[i].asked, NULL, NULL);
          crf_outcome_free (crf_test_do (study->nurse, "query", other, "text", cases[i].asked, NULL));
        }
      crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", cases[i].unasked, NULL));
      letter = in_a_letter (cases[i].unasked);
      crf_outcome_free (crf_test_do (study->nurse, "query", number, "text", letter, NULL));
    }
}

/* Who does not hold the key cannot be asked. */
static void
test_without_key (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);
  g_autoptr (GError) error = NULL;
  CrfSession *manager;

  crf_outcome_free (crf_test_do (study->admin, "add-user", NULL, "login", "chen", "name", "Chen Jing", "roles", "data-manager", "new-passphrase",
                                 CRF_TEST_PASSPHRASE, NULL));
  manager = crf_session_sign_in_file (crf_session_get_file (study->admin), "chen", CRF_TEST_PASSPHRASE, NULL, crf_test_study_clock (study), &error);
  g_assert_no_error (error);
  crf_outcome_free (crf_test_do (manager, "query", named, "text", NAME " came", NULL));
  crf_session_close (manager);
}

/* ── The demonstrations ── */

/* Initials stand in the open by design; a synthetic patient is called by them. */
static gboolean
is_identifier (CrfSession *session,
               const CrfAuditRow *row)
{
  const CrfItem *item = row->target != NULL && row->target->item != NULL ? crf_study_find_item (crf_session_get_study (session), row->target->item) : NULL;

  return item != NULL && (item->identifier || g_strcmp0 (item->concept, "demog.initials") == 0);
}

/* All that is written anywhere in a demonstration, written again about the same patient. */
static guint
write_again (CrfSession *nurse,
             const char *number)
{
  g_autoptr (GPtrArray) rows = crf_reader_audit (nurse, number, NULL, NULL, 100000, NULL);
  g_autoptr (GHashTable) texts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const CrfAuditRow *row = g_ptr_array_index (rows, i);
      const char *const both[] = { row->new_value, row->reason, row->prompt };

      for (guint j = is_identifier (nurse, row) ? 1 : 0; j < G_N_ELEMENTS (both); j++)
        {
          g_autoptr (CrfOutcome) outcome = NULL;

          if (both[j] == NULL || *both[j] == '\0' || !g_hash_table_add (texts, (gpointer) both[j]))
            continue;
          outcome = crf_conduct_with (nurse, "query", number, NULL, "text", both[j], NULL);
          if (outcome->prompt != NULL && strcmp (outcome->prompt->id, PROMPT) == 0)
            {
              g_test_message ("%s: %s: %s", number, both[j], outcome->prompt->message);
              g_test_fail ();
            }
          n++;
        }
    }
  return n;
}

static void
test_demonstrations (void)
{
  static const char *const studies[] = { "nct06242405", "nct01218464" };

  for (guint i = 0; i < G_N_ELEMENTS (studies); i++)
    {
      g_autofree char *dir = g_dir_make_tmp ("crf-free-text-XXXXXX", NULL), *path = g_build_filename (dir, "demo.stemward", NULL);
      const CrfDemoOptions options = { .study = studies[i], .patients = 3, .seed = 4, .today = "2026-03-02" };
      g_autoptr (GError) error = NULL;
      CrfSession *nurse;
      guint n = 0;

      g_assert_true (crf_demo_create (path, &options, NULL, NULL, NULL, &error));
      nurse = crf_session_sign_in (path, "nurse", "demo", NULL, crf_clock_system (), &error);
      g_assert_no_error (error);
      for (guint j = 1; j <= 3; j++)
        {
          g_autofree char *number = g_strdup_printf ("S-%03u", j);

          n += write_again (nurse, number);
        }
      g_test_message ("%s: %u texts", studies[i], n);
      g_assert_cmpuint (n, >, 100);
      crf_session_close (nurse);
    }
}

/* Years, short words and the numbers of patients are nobody's name. */
static void
test_unasked (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);

  crf_outcome_free (crf_test_do (study->nurse, "query", named, "text", "Was the sample of 2026-03-02 planted, and by whom? No ident.", NULL));
  crf_outcome_free (crf_test_do (study->nurse, "open-deviation", named, "text", "The visit of 2026 was late by 1234 minutes", NULL));
}

/* Nobody can be asked: the cell is left out, with a sentence. */
static void
test_batch (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *named = add_patient (study);
  g_autoptr (CrfSubjectRecord) subject = crf_records_find_subject (crf_session_get_file (study->nurse), named, NULL);
  g_autoptr (GError) error = NULL;
  CrfBatch *batch = crf_batch_begin (study->nurse, &error);
  g_autoptr (CrfOutcome) refused = NULL, taken = NULL;

  g_assert_no_error (error);
  g_assert_true (crf_batch_store (batch, subject->key, "SE.SCREENING", "IT.BED", "bed of " NAME, NULL, &refused, &error));
  g_assert_no_error (error);
  g_assert_nonnull (refused->refusal);
  g_assert_cmpstr (refused->refusal->code, ==, PROMPT);
  g_assert_true (crf_batch_store (batch, subject->key, "SE.SCREENING", "IT.BED", "bed 12", NULL, &taken, &error));
  g_assert_no_error (error);
  g_assert_null (taken->refusal);
  crf_batch_free (batch);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/conduct/free-text/a-name-or-number-of-a-patient-in-free-text-is-asked-about", test_asked);
  g_test_add_func ("/conduct/free-text/a-name-in-another-field-is-asked-about-and-stored-by-who-insists", test_values);
  g_test_add_func ("/conduct/free-text/a-chinese-name-is-found-without-blanks", test_chinese);
  g_test_add_func ("/conduct/free-text/a-name-is-found-in-every-spelling-near-it", test_spellings);
  g_test_add_func ("/conduct/free-text/a-number-is-found-with-any-signs-and-digits", test_numbers);
  g_test_add_func ("/conduct/free-text/the-given-name-of-the-patient-at-hand-is-asked-about", test_given_names);
  g_test_add_func ("/conduct/free-text/who-does-not-hold-the-key-is-not-asked", test_without_key);
  g_test_add_func ("/conduct/free-text/nothing-in-the-demonstrations-is-taken-for-a-name", test_demonstrations);
  g_test_add_func ("/conduct/free-text/years-and-single-words-are-nobodys-name", test_unasked);
  g_test_add_func ("/conduct/free-text/a-table-leaves-a-cell-out-that-names-a-patient", test_batch);
  return g_test_run ();
}
