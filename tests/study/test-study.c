/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The study model as it is read from the test definition: every attribute that the definition
 * states arrives, the library is taken in, answers change the document. */

#include "crf-study.h"

#include "study-fixture.h"

#include <math.h>
#include <string.h>

static void
test_design (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  const CrfDoseRule *rule = crf_study_get_dose_rule (study);
  const CrfRandomisation *randomisation = crf_study_get_randomisation (study);
  const CrfArm *arm = crf_study_find_arm (study, "ARM.HIGH");
  const CrfStratum *stratum;
  const CrfEndpoint *endpoint;

  g_assert_cmpstr (crf_study_get_oid (study), ==, "ST.TEST");
  g_assert_cmpstr (crf_study_get_version (study), ==, "V1");
  g_assert_cmpstr (crf_study_get_protocol (study), ==, "TEST-1");
  g_assert_cmpstr (crf_text_get (crf_study_get_title (study), "zh_CN"), ==, "两种剂量");
  g_assert_cmpstr (crf_text_get (crf_study_get_description (study), "zh_CN"), ==,
                   "A small trial for the tests");
  g_assert_cmpint (crf_study_get_target (study), ==, 22);
  g_assert_cmpint (crf_study_get_masking (study), ==, CRF_MASKING_NONE);
  g_assert_true (crf_study_role_may_know (study, "nurse"));
  g_assert_false (crf_study_role_may_know (study, "monitor"));
  g_assert_cmpstr (crf_study_get_day_zero (study), ==, "first-infusion");
  g_assert_cmpint (crf_study_get_baseline_days (study), ==, 14);

  g_assert_cmpuint (crf_study_get_arms (study)->len, ==, 2);
  g_assert_cmpint (arm->ratio, ==, 1);
  g_assert_true (arm->has_dose);
  g_assert_cmpfloat_with_epsilon (arm->dose_low, 3, 1e-12);
  g_assert_cmpint (arm->infusions, ==, 1);
  g_assert_cmpint (arm->interval_days, ==, 28);

  g_assert_true (rule->viable);
  g_assert_cmpstr (rule->weight, ==, "actual");
  g_assert_true (isnan (rule->cap_million));
  g_assert_cmpfloat_with_epsilon (rule->final_volume_ml, 100, 1e-12);
  g_assert_cmpstr (rule->route, ==, "INTRAVENOUS");
  g_assert_cmpint (rule->thaw_minutes, ==, 0);

  g_assert_cmpint (randomisation->method, ==, CRF_RANDOMISATION_PERMUTED_BLOCKS);
  g_assert_cmpuint (randomisation->block_sizes->len, ==, 2);
  g_assert_cmpint (g_array_index ((GArray *) randomisation->block_sizes, int, 1), ==, 4);
  g_assert_cmpint (randomisation->slots, ==, 40);
  stratum = g_ptr_array_index (randomisation->strata, 0);
  g_assert_cmpstr (stratum->expression, ==, "SEX");

  endpoint = g_ptr_array_index (crf_study_get_endpoints (study), 0);
  g_assert_cmpint (endpoint->day, ==, 365);
  g_assert_cmpstr (endpoint->transplantation, ==, "censored");
  g_assert_cmpfloat_with_epsilon (crf_study_get_formulas (study)->factor_creatinine, 88.4, 1e-12);
}

static void
test_criteria (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  const CrfCriterion *first = g_ptr_array_index (crf_study_get_criteria (study), 0);
  const CrfCriterion *second = g_ptr_array_index (crf_study_get_criteria (study), 1);

  g_assert_cmpstr (first->oid, ==, "I1");
  g_assert_false (first->exclusion);
  g_assert_cmpint (first->answer, ==, CRF_CRITERION_CONFIRMED);
  g_assert_cmpstr (first->expression, ==, "AGE BETWEEN 18 AND 80");
  g_assert_cmpstr (first->item->oid, ==, "IT.I1");
  g_assert_true (second->exclusion);
  g_assert_cmpstr (second->heading, ==, "inclusion");
  g_assert_cmpint (second->answer, ==, CRF_CRITERION_HUMAN);
  g_assert_null (second->expression);
  g_assert_cmpuint (second->parts->len, ==, 0);
}

static void
test_schedule (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  const GPtrArray *events = crf_study_get_events (study);
  const CrfEvent *event;

  g_assert_cmpuint (events->len, ==, 3);
  event = g_ptr_array_index (events, 0); /* by OrderNumber, not as they stand */
  g_assert_cmpstr (event->oid, ==, "SE.SCR");
  g_assert_null (event->anchor);
  g_assert_cmpuint (event->forms->len, ==, 3);
  g_assert_true (event->required);
  event = g_ptr_array_index (events, 2);
  g_assert_cmpstr (event->anchor, ==, "first-infusion");
  g_assert_cmpint (event->day, ==, 28);
  g_assert_cmpint (event->days_before, ==, 3);
  g_assert_false (event->required);
  g_assert_cmpuint (event->arms->len, ==, 1);
  g_assert_true (crf_study_find_event_by_kind (study, "follow-up")
                 == g_ptr_array_index (events, 1));
}

static void
test_items (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  const CrfItem *item = crf_study_find_item_by_concept (study, "lab.tbil");
  const CrfForm *form = crf_study_find_form_by_kind (study, "visit");
  const CrfItemGroup *group = crf_form_find_group_of (form, item);
  const CrfReferenceRange *range;
  const CrfItemRef *ref;
  const CrfCheck *check;

  g_assert_true (item == crf_study_find_item (study, "IT.TBIL"));
  g_assert_true (item == crf_study_find_item_by_name (study, "TBIL"));
  g_assert_cmpint (item->type, ==, CRF_TYPE_FLOAT);
  g_assert_cmpint (item->significant_digits, ==, 1);
  g_assert_cmpstr (item->cdash, ==, "BILI");
  g_assert_cmpstr (item->loinc, ==, "14631-6");
  g_assert_true (item->critical);
  g_assert_cmpuint (item->units->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (((CrfItemUnit *) g_ptr_array_index (item->units, 1))->factor,
                                  17.1, 1e-12);
  range = g_ptr_array_index (item->ranges, 0);
  g_assert_cmpfloat_with_epsilon (range->high, 21, 1e-12);
  check = g_ptr_array_index (item->checks, 0);
  g_assert_cmpint (check->kind, ==, CRF_CHECK_GT);
  g_assert_false (check->soft);
  g_assert_cmpstr (g_ptr_array_index (check->values, 0), ==, "0");
  g_assert_cmpstr (crf_text_get (check->message, "zh-CN"), ==, "胆红素大于零。");

  g_assert_cmpstr (group->oid, ==, "IG.LAB");
  g_assert_true (group->is_sample);
  g_assert_true (group->repeating);
  g_assert_true (g_ptr_array_index (form->groups, 1) == group); /* by OrderNumber */
  ref = g_ptr_array_index (group->items, 1);
  g_assert_cmpstr (ref->skip_if, ==, "TBIL <= 21");
  check = g_ptr_array_index (ref->item->checks, 0);
  g_assert_cmpint (check->kind, ==, CRF_CHECK_EXPRESSION);
  g_assert_cmpstr (check->expression, ==, "DBIL <= TBIL");
  ref = g_ptr_array_index (group->items, 2);
  g_assert_cmpstr (ref->derivation, ==, "TBIL - DBIL");
  g_assert_true (crf_study_find_item_by_concept (study, "demog.name")->identifier);
  g_assert_true (crf_study_find_item_by_concept (study, "lab.plt")->unblinding);
  g_assert_null (crf_form_find_group_of (form, crf_study_find_item (study, "IT.AGE")));
}

static void
test_texts (void)
{
  static const struct
  {
    const char *language, *text;
  } cases[] = {
    { NULL, "Total bilirubin" },
    { "en", "Total bilirubin" },
    { "en_GB.UTF-8", "Total bilirubin" },
    { "zh-CN", "总胆红素" },
    { "zh_CN.UTF-8", "总胆红素" },
    { "zh", "总胆红素" },
    { "zh_TW", "总胆红素" },
    { "de_DE", "Total bilirubin" },
    { "C", "Total bilirubin" },
    { "", "Total bilirubin" },
  };
  g_autoptr (CrfStudy) study = fixture_study ();
  const CrfText *text = crf_study_find_item (study, "IT.TBIL")->question;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (crf_text_get (text, cases[i].language), ==, cases[i].text);
  g_assert_cmpstr (crf_text_get (NULL, "en"), ==, "");
  g_assert_cmpuint (crf_study_get_languages (study)->len, ==, 2);
}

/* What is stored is one document without references outside, which reads as the same study. */
static void
test_document (void)
{
  g_autoptr (CrfStudy) study = fixture_study ();
  g_autoptr (CrfStudy) same = fixture_study ();
  g_autoptr (GPtrArray) faults = NULL;
  g_autoptr (GError) error = NULL;
  const char *document = crf_study_get_document (study);
  g_autoptr (CrfStudy) again = crf_study_read_document (document, -1, "stored", &faults, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_cmpstr (crf_study_get_document (same), ==, document);
  g_assert_cmpstr (crf_study_get_document (again), ==, document);
  g_assert_cmpuint (crf_study_get_items (again)->len, ==, crf_study_get_items (study)->len);
  g_assert_null (strstr (document, "<Include"));
  g_assert_null (strstr (document, "UNUSED")); /* nothing refers to it */
  g_assert_null (strstr (strstr (document, "xmlns=") + 1, "xmlns="));
  g_assert_cmpint (strstr (document, "<FormDef OID=\"F.VISIT\"") - document, <,
                   strstr (document, "<ItemGroupDef ") - document);
}

static void
test_replaced (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfStudy) study
      = fixture_changed ("<CodeList OID=\"CL.SEX\"",
                         "<CodeList OID=\"CL.ASC\" Name=\"Own\" DataType=\"text\"><CodeListItem "
                         "CodedValue=\"X\"><Decode>"
                         "<TranslatedText xml:lang=\"en\">x</TranslatedText><TranslatedText "
                         "xml:lang=\"zh-CN\">x</TranslatedText>"
                         "</Decode></CodeListItem></CodeList><CodeList OID=\"CL.SEX\"",
                         NULL, &error);
  const CrfItem *item;

  g_assert_no_error (error);
  item = crf_study_find_item (study, "IT.ASC");
  g_assert_cmpuint (item->code_list->codes->len, ==, 1);
  g_assert_cmpstr (item->code_list->name, ==, "Own");
}

static int
infusions (const CrfStudy *study)
{
  return crf_study_find_arm (study, "ARM.LOW")->infusions;
}

static void
test_answers (void)
{
  g_autofree char *path = fixture_path ("good/studies/study.xml");
  g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (CrfStudy) unanswered = fixture_study ();
  g_autoptr (CrfStudy) two = NULL;
  g_autoptr (CrfStudy) later = NULL;
  g_autoptr (CrfStudy) back = NULL;
  g_autoptr (GError) error = NULL;
  const CrfOpenQuestion *question = g_ptr_array_index (crf_study_get_questions (unanswered), 0);

  g_assert_cmpstr (question->answer, ==, "Q.INFUSIONS.1");
  g_assert_false (question->answered);
  g_assert_cmpint (infusions (unanswered), ==, 1);

  g_hash_table_insert (answers, (gpointer) "Q.INFUSIONS", (gpointer) "Q.INFUSIONS.2");
  two = crf_study_read_file (path, NULL, answers, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crf_study_get_version (two), ==, "V1.1");
  g_assert_cmpint (infusions (two), ==, 2);
  g_assert_true (isnan (crf_study_get_dose_rule (two)->final_volume_ml));
  g_assert_true (crf_study_find_item (two, "IT.TBIL")->unblinding);
  question = g_ptr_array_index (crf_study_get_questions (two), 0);
  g_assert_cmpstr (question->answer, ==, "Q.INFUSIONS.2");
  g_assert_true (question->answered);

  later = crf_study_answer (unanswered, answers, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crf_study_get_document (later), ==, crf_study_get_document (two));

  /* A change of mind brings back what the file said, though the first option replaces nothing
   * itself. */
  g_hash_table_insert (answers, (gpointer) "Q.INFUSIONS", (gpointer) "Q.INFUSIONS.1");
  back = crf_study_answer (two, answers, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (crf_study_get_version (back), ==, "V1.2");
  g_assert_cmpint (infusions (back), ==, 1);
  g_assert_cmpfloat_with_epsilon (crf_study_get_dose_rule (back)->final_volume_ml, 100, 1e-12);
  g_assert_false (crf_study_find_item (back, "IT.TBIL")->unblinding);
  g_assert_cmpint (infusions (two), ==, 2); /* the older version is as it was */
}

static void
test_wrong_answers (void)
{
  g_autofree char *path = fixture_path ("good/studies/study.xml");
  static const char *const pairs[][2]
      = { { "Q.NONE", "Q.INFUSIONS.1" }, { "Q.INFUSIONS", "Q.INFUSIONS.3" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autoptr (GHashTable) answers = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr (GError) error = NULL;

      g_hash_table_insert (answers, (gpointer) pairs[i][0], (gpointer) pairs[i][1]);
      g_assert_null (crf_study_read_file (path, NULL, answers, NULL, &error));
      g_assert_error (error, CRF_STUDY_ERROR, CRF_STUDY_ERROR_ANSWER);
    }
}

static gpointer
use_study (gpointer data)
{
  CrfStudy *study = data;

  for (int i = 0; i < 1000; i++)
    crf_study_unref (crf_study_ref (study));
  g_assert_nonnull (crf_study_find_item (study, "IT.TBIL"));
  crf_study_unref (study);
  return NULL;
}

static void
test_threads (void)
{
  CrfStudy *study = fixture_study ();
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("study", use_study, crf_study_ref (study));
  crf_study_unref (study);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/study/study/the-design-arrives-whole", test_design);
  g_test_add_func ("/study/study/criteria-keep-heading-and-reading", test_criteria);
  g_test_add_func ("/study/study/events-stand-in-the-order-of-the-protocol", test_schedule);
  g_test_add_func ("/study/study/items-have-units-checks-and-rules", test_items);
  g_test_add_func ("/study/study/a-reader-gets-the-nearest-language", test_texts);
  g_test_add_func ("/study/study/the-flattened-document-is-the-same-study", test_document);
  g_test_add_func ("/study/study/an-element-of-the-study-replaces-the-librarys", test_replaced);
  g_test_add_func ("/study/study/an-answer-makes-a-new-version", test_answers);
  g_test_add_func ("/study/study/an-unknown-answer-is-refused", test_wrong_answers);
  g_test_add_func ("/study/study/threads-share-one-study", test_threads);
  return g_test_run ();
}
