/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Scores and grades of a visit: a study's variants, what flags or forbids them, what is kept, what is shown. */

#include "crf-casebook.h"
#include "crf-expression.h"
#include "crf-reader.h"
#include "crf-records.h"
#include "crf-sandbox-functions.h"
#include "crf-study-reader.h"
#include "crf-test-study.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* The shipped protocol with one attribute of its formulas replaced, and the default of the question about it. */
static GString *
read_variant (const char *attribute,
              const char *old,
              const char *new)
{
  g_autofree char *path = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "studies", "nct06167473.xml", NULL);
  g_autofree char *from = g_strdup_printf (" %s=\"%s\"", attribute, old);
  g_autofree char *to = g_strdup_printf (" %s=\"%s\"", attribute, new);
  g_autofree char *option = g_strdup_printf ("\"%s\" Value=\"%s\"", attribute, old);
  g_autofree char *chosen = g_strdup_printf ("\"%s\" Value=\"%s\"", attribute, new);
  g_autofree char *text = NULL;
  g_autoptr (GString) variant = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  variant = g_string_new (text);
  g_assert_cmpuint (g_string_replace (variant, from, to, 0), ==, 1);
  g_string_replace (variant, option, chosen, 0);
  return g_steal_pointer (&variant);
}

static char *
write_file (const GString *text)
{
  g_autofree char *path = NULL;
  int handle = g_file_open_tmp ("crf-variant-XXXXXX.xml", &path, NULL);

  g_assert_cmpint (handle, >=, 0);
  g_close (handle, NULL);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  return g_steal_pointer (&path);
}

static char *
write_variant (const char *attribute,
               const char *old,
               const char *new)
{
  g_autoptr (GString) variant = read_variant (attribute, old, new);

  return write_file (variant);
}

static CrfTestStudy *
new_variant (const char *attribute,
             const char *old,
             const char *new)
{
  g_autofree char *path = write_variant (attribute, old, new);
  CrfTestStudy *study = crf_test_study_new_of (path);

  g_unlink (path);
  return study;
}

static GPtrArray *
scores_of (CrfTestStudy *study,
           char *number,
           const char *event)
{
  CrfTarget target = { .subject = number, .event = (char *) event, .form = (char *) "F.VISIT" };
  g_autoptr (GError) error = NULL;
  GPtrArray *scores = crf_reader_try_scores (study->nurse, &target, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return scores;
}

static CrfScoreState *
find_score (GPtrArray *scores,
            const char *concept)
{
  for (guint i = 0; i < scores->len; i++)
    {
      CrfScoreState *score = g_ptr_array_index (scores, i);

      if (g_str_equal (score->concept, concept))
        return score;
    }
  g_assert_not_reached ();
}

static gboolean
has_step (const CrfScoreState *score,
          const char *part)
{
  for (guint i = 0; i < score->steps->len; i++)
    if (strstr (g_ptr_array_index (score->steps, i), part) != NULL)
      return TRUE;
  return FALSE;
}

static CrfValueRecord *
stored (CrfTestStudy *study,
        const char *number,
        const char *item)
{
  g_autoptr (CrfPatient) patient = crf_reader_patient (study->admin, number, NULL);

  return crf_records_latest_value (crf_session_get_file (study->admin), patient->key, item, NULL);
}

static CrfFieldState *
field_of (CrfTestStudy *study,
          char *number,
          const char *event,
          const char *item,
          CrfFormState **form)
{
  CrfTarget target = { .subject = number, .event = (char *) event, .form = (char *) "F.VISIT" };

  *form = crf_reader_form (study->nurse, &target, NULL);
  g_assert_nonnull (*form);
  return crf_form_state_find (*form, item, NULL);
}

static void
enter_infusion (CrfTestStudy *study,
                const char *number,
                const char *start)
{
  crf_test_bring_infusion (study, number, "INFOUT", "GIVEN");
  crf_test_bring_infusion (study, number, "INFST", start);
}

/* The value is odd and meant. */
static void
enter_confirmed (CrfTestStudy *study,
                 const char *number,
                 const char *event,
                 const char *item,
                 const char *value,
                 const char *unit)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", event, "form", "F.VISIT", "item", item,
                                                   "value", value, "unit", unit, NULL);

  if (asked->prompt != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", event, "form", "F.VISIT", "item", item, "value", value, "unit", unit,
                                   "confirm", asked->prompt->id, "reason", "repeated", NULL));
}

/* bilirubin 54: 3, albumin 31: 2, INR 2.0: 2, slight ascites: 2, no encephalopathy: 1 = 10 C */
static void
encephalopathy_under_medicine_counts_in_child_pugh (void)
{
  static const struct { const char *grade, *control, *points; } cases[] = {
    { "0", "NONE", "10 C" }, { "0", "MILD", "11 C" }, { "1", "MILD", "11 C" }, { "MIN", "SEVERE", "12 C" }, { "2", "SEVERE", "12 C" },
  };
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);

  crf_test_enter_labs (study, number, "SCREENING");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) scores = NULL;

      enter_confirmed (study, number, "SCREENING", "HEGR", cases[i].grade, NULL);
      enter_confirmed (study, number, "SCREENING", "HECP", cases[i].control, NULL);
      scores = scores_of (study, number, "SE.SCREENING");
      g_assert_cmpstr (find_score (scores, "score.child_pugh")->value, ==, cases[i].points);
    }
}

static void
the_study_says_which_coagulation_test_counts (void)
{
  g_autoptr (CrfTestStudy) study = new_variant ("ChildPughCoagulation", "inr", "pt");
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  CrfScoreState *score;

  crf_test_enter_labs (study, number, "SCREENING");
  before = scores_of (study, number, "SE.SCREENING");
  score = find_score (before, "score.child_pugh");
  g_assert_null (score->value);
  /* The INR is there, but it is not the study's test. */
  g_assert_nonnull (strstr (score->waits_for, "Prothrombin time over control"));
  crf_test_enter (study, number, "SCREENING", "PT", "18.9", "s");
  crf_test_enter (study, number, "SCREENING", "PTCTRL", "12.5", "s");
  after = scores_of (study, number, "SE.SCREENING");
  score = find_score (after, "score.child_pugh");
  /* 6.4 s over the control: 3 points, where INR 2.0 would give 2 */
  g_assert_cmpstr (score->value, ==, "11 C");
  g_assert_nonnull (strstr (score->variant, "pt_prolong_s=4/6"));
  g_assert_null (strstr (score->variant, "inr="));
}

static void
the_old_aetiology_term_asks_for_the_cause (void)
{
  g_autoptr (CrfTestStudy) study = new_variant ("MeldAetiology", "always_1", "original");
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) scores = NULL;
  CrfScoreState *meld;

  crf_test_enter_labs (study, number, "SCREENING");
  scores = scores_of (study, number, "SE.SCREENING");
  meld = find_score (scores, "score.meld");
  g_assert_null (meld->value);
  g_assert_cmpstr (meld->waits_for, ==, "Cholestatic or alcoholic liver disease");
  g_assert_nonnull (strstr (meld->variant, "aetiology_term=original"));
}

/* All laboratory tests of the visit form are one sample; here the examination has a time of its own. */
static CrfTestStudy *
new_two_samples (const char *hours)
{
  g_autoptr (GString) variant = read_variant ("SampleWindowHours", "24", hours);
  g_autofree char *path = NULL;
  CrfTestStudy *study;

  g_assert_cmpuint (g_string_replace (variant, "<ItemGroupDef OID=\"IG.IEFACT\"",
                                      "<ItemGroupDef OID=\"IG.ASCHE\" Name=\"ASCHE\" Repeating=\"No\" Domain=\"RS\" sw:Kind=\"sample\">"
                                      "<ItemRef ItemOID=\"IT.LBDTC\" Mandatory=\"No\"/><ItemRef ItemOID=\"IT.ASCCP\" Mandatory=\"Yes\"/>"
                                      "<ItemRef ItemOID=\"IT.HEGR\" Mandatory=\"Yes\"/><ItemRef ItemOID=\"IT.ASCGR\" Mandatory=\"No\"/>"
                                      "<ItemRef ItemOID=\"IT.HECP\" Mandatory=\"No\"/></ItemGroupDef><ItemGroupDef OID=\"IG.IEFACT\"", 0), ==, 1);
  path = write_file (variant);
  study = crf_test_study_new_of (path);
  g_unlink (path);
  return study;
}

static void
enter_sample_times (CrfTestStudy *study,
                    const char *number,
                    const char *liver,
                    const char *other)
{
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.LIVER", "item", "LBDTC",
                                 "value", liver, NULL));
  crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "SCREENING", "form", "F.VISIT", "group", "IG.ASCHE", "item", "LBDTC",
                                 "value", other, NULL));
}

static void
samples_far_apart_give_no_score_and_the_sentence_why (void)
{
  static const struct { const char *hours, *liver, *other; gboolean counts; } cases[] = {
    { "24", "2026-03-02 08:45", "2026-03-03 08:45", TRUE },
    { "24", "2026-03-02 08:45", "2026-03-03 08:46", FALSE },
    { "0", "2026-03-02 08:45", "2026-03-02 08:45", TRUE },
    { "0", "2026-03-02 08:45", "2026-03-02 08:46", FALSE },
    { "72", "2026-03-02 08:45", "2026-03-05 08:45", TRUE },
    { "72", "2026-03-02 08:45", "2026-03-05 08:46", FALSE },
    /* A day without a time may lie as near as its nearest minute. */
    { "24", "2026-03-02 08:45", "2026-03-03", TRUE },
    { "24", "2026-03-02", "2026-03-05", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = new_two_samples (cases[i].hours);
      g_autofree char *number = NULL;
      g_autoptr (GPtrArray) scores = NULL;
      CrfScoreState *score;

      crf_test_study_set_now (study, "2026-03-06T09:00");
      number = crf_test_register (study);
      crf_test_enter_labs (study, number, "SCREENING");
      enter_sample_times (study, number, cases[i].liver, cases[i].other);
      scores = scores_of (study, number, "SE.SCREENING");
      score = find_score (scores, "score.child_pugh");
      g_test_message ("window %s h, %s and %s", cases[i].hours, cases[i].liver, cases[i].other);
      g_assert_cmpint (score->value != NULL, ==, cases[i].counts);
      if (!cases[i].counts)
        g_assert_true (g_str_has_prefix (score->waits_for, "samples taken within"));
      /* Its inputs are all of one sample. */
      g_assert_nonnull (find_score (scores, "score.meld")->value);
    }
}

static void
who_says_why_may_have_the_score_all_the_same (void)
{
  g_autoptr (CrfTestStudy) study = new_two_samples ("24");
  g_autofree char *number = NULL;
  g_autoptr (CrfFormState) near = NULL;
  g_autoptr (CrfFormState) far = NULL;
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (CrfValueRecord) value = NULL;
  CrfScoreState *score;

  crf_test_study_set_now (study, "2026-03-06T09:00");
  number = crf_test_register (study);
  crf_test_enter_labs (study, number, "SCREENING");
  g_assert_false (field_of (study, number, "SE.SCREENING", "GAPREAS", &near)->shown);
  enter_sample_times (study, number, "2026-03-02 08:45", "2026-03-03 14:45");
  g_assert_true (field_of (study, number, "SE.SCREENING", "GAPREAS", &far)->shown);
  crf_test_enter (study, number, "SCREENING", "GAPREAS", "night admission", NULL);
  scores = scores_of (study, number, "SE.SCREENING");
  score = find_score (scores, "score.child_pugh");
  g_assert_cmpstr (score->value, ==, "10 C");
  g_assert_cmpstr (score->caution, ==, "samples 30 h apart, accepted: night admission");
  value = stored (study, number, "IT.CPUGH");
  g_assert_nonnull (strstr (value->detail, "\"flags\":\"samples-apart\""));
}

static void
treatments_that_move_the_inputs_flag_the_score (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (CrfValueRecord) value = NULL;
  CrfScoreState *score;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_enter (study, number, "SCREENING", "PURIF", "Y", NULL);
  crf_test_enter (study, number, "SCREENING", "ALBINF", "Y", NULL);
  scores = scores_of (study, number, "SE.SCREENING");
  score = find_score (scores, "score.albi");
  g_assert_cmpstr (score->caution, ==, "blood purification in the 72 h before; albumin or plasma given in the 7 days before");
  g_assert_true (has_step (score, "Caution: blood purification"));
  /* It is not dialysis: the figure is what it was. */
  g_assert_cmpstr (find_score (scores, "score.meld")->value, ==, "20");
  value = stored (study, number, "IT.MELD");
  g_assert_nonnull (strstr (value->detail, "\"flags\":\"purification albumin\""));
}

static void
a_stored_score_says_what_it_came_from (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfValueRecord) value = NULL;

  crf_test_enter_labs (study, number, "SCREENING");
  value = stored (study, number, "IT.MELDNA");
  g_assert_nonnull (strstr (value->detail, "\"formula\":\"MELD-Na\""));
  g_assert_nonnull (strstr (value->detail, "\"version\":\"UNOS/OPTN 9.1.D, January 2016\""));
  g_assert_nonnull (strstr (value->detail, "factor_bili=17.1"));
  g_assert_nonnull (strstr (value->detail, "\"lab.na\":{\"value\":\"131\",\"unit\":\"MU.MMOL_L\",\"entry\":"));
  /* MELD(i) 2.02 → M 20; 20 + 1.32 × 6 - 0.033 × 20 × 6 = 23.96 */
  g_assert_nonnull (strstr (value->detail, "\"raw\":\"23.96\""));
  g_assert_cmpstr (value->canon, ==, "24");
}

typedef struct { guint n; char *first, *second; } Changes;

static gboolean
note_change (const CrfJournalRecord *record,
             gpointer data)
{
  Changes *changes = data;

  if (g_strcmp0 (record->columns[CRF_COL_ACTION], CRF_ACTION_DERIVED) != 0)
    return TRUE;
  changes->n++;
  if (changes->n == 1)
    changes->first = g_strdup (record->columns[CRF_COL_CANON]);
  else
    changes->second = g_strdup (record->columns[CRF_COL_CANON]);
  return TRUE;
}

static void
the_old_score_stays_in_the_journal (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfPatient) patient = NULL;
  Changes changes = { 0 };
  CrfEntry field = { .event = "SE.SCREENING", .eventkey = "1", .form = "F.VISIT", .formkey = "1", .group = "IG.SCORE", .groupkey = "1",
                     .item = "IT.MELD" };

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_enter (study, number, "SCREENING", "INR", "2.6", NULL);
  patient = crf_reader_patient (study->nurse, number, NULL);
  field.subject = patient->key;
  g_assert_true (crf_records_journal (crf_session_get_file (study->nurse), &field, NULL, 0, FALSE, note_change, &changes, NULL));
  g_assert_cmpuint (changes.n, ==, 2);
  g_assert_cmpstr (changes.first, ==, "20");
  g_assert_cmpstr (changes.second, ==, "23");
  g_free (changes.first);
  g_free (changes.second);
}

static void
why_shows_inputs_bounds_sums_and_source (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) scores = NULL;
  CrfScoreState *meld;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_enter (study, number, "SCREENING", "CREAT", "0.6", "mg/dL");
  scores = scores_of (study, number, "SE.SCREENING");
  meld = find_score (scores, "score.meld");
  g_assert_true (has_step (meld, "Creatinine: 0.6 mg/dL"));
  g_assert_true (has_step (meld, "Creatinine: 0.6 → 1.0 mg/dL"));
  g_assert_true (has_step (meld, "54 µmol/L ÷ 17.1 = 3.157895 mg/dL"));
  g_assert_true (has_step (meld, "0.957 × ln 1"));
  g_assert_true (has_step (meld, "Source: Malinchoc, Hepatology 2000;31:864"));
}

static void
below_detection_feeds_only_a_floored_input (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) scores = NULL;
  g_autoptr (CrfValueRecord) value = NULL;
  g_autoptr (CrfFormState) form = NULL;
  g_autofree char *shown = NULL;
  CrfFieldState *field;

  crf_test_enter_labs (study, number, "SCREENING");
  enter_confirmed (study, number, "SCREENING", "TBIL", "<3.4", "umol/L");
  value = stored (study, number, "IT.TBIL");
  g_assert_cmpstr (value->value, ==, "<3.4");
  g_assert_cmpstr (value->cmp, ==, "<");
  g_assert_cmpstr (value->canon, ==, "3.4");
  field = field_of (study, number, "SE.SCREENING", "TBIL", &form);
  shown = crf_value_to_display (field->value, field->item, "en");
  g_assert_cmpstr (shown, ==, "<3.4 µmol/L");
  g_assert_cmpint (field->flag, ==, CRF_FLAG_NONE);
  scores = scores_of (study, number, "SE.SCREENING");
  /* Below 1.0 mg/dL whatever it is: 10 × (0.957 ln 1.188 + 1.120 ln 2.0 + 0.643) = 15.8 */
  g_assert_cmpstr (find_score (scores, "score.meld")->value, ==, "16");
  g_assert_null (find_score (scores, "score.albi")->value);
  g_assert_nonnull (strstr (find_score (scores, "score.albi")->waits_for, "<3.4"));
}

static void
the_last_value_keeps_its_comparator (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "AFP", "<2.7", "ug/L");
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  g_assert_cmpstr (field_of (study, number, "SE.W4", "AFP", &form)->last, ==, "<2.7");
}

static void
indices_of_fibrosis_need_age_and_the_laboratory_s_limit (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (CrfOutcome) asked = NULL;
  g_autoptr (CrfValueRecord) value = NULL;
  CrfScoreState *score;

  crf_test_enter_labs (study, number, "SCREENING");
  crf_test_enter (study, number, "SCREENING", "AST", "90", "U/L");
  crf_test_enter (study, number, "SCREENING", "PLAT", "60", "10^9/L");
  before = scores_of (study, number, "SE.SCREENING");
  /* 53 years on 2 March 2026: 53 × 90 ÷ (60 × √78) = 9.0017 */
  score = find_score (before, "score.fib4");
  g_assert_cmpstr (score->value, ==, "9.00");
  g_assert_true (has_step (score, "exploratory"));
  /* A placeholder of the definition is no limit of the laboratory. */
  g_assert_null (find_score (before, "score.apri")->value);
  g_assert_nonnull (strstr (find_score (before, "score.apri")->waits_for, "Upper limit of normal of AST"));
  asked = crf_conduct_with (study->admin, "set-range", NULL, NULL, "item", "AST", "low", "15", "high", "40", "unit", "U/L", "from", "2026-01-01",
                            NULL);
  g_assert_nonnull (asked->prompt);
  crf_outcome_free (crf_test_do (study->admin, "set-range", NULL, "item", "AST", "low", "15", "high", "40", "unit", "U/L", "from", "2026-01-01",
                                 "confirm", asked->prompt->id, NULL));
  after = scores_of (study, number, "SE.SCREENING");
  g_assert_cmpstr (find_score (after, "score.apri")->value, ==, "3.75"); /* 90 / 40 / 60 × 100 */
  value = stored (study, number, "IT.APRI");
  g_assert_cmpstr (value->canon, ==, "3.75");
  g_assert_nonnull (strstr (value->detail, "\"range.ast.high\":{\"value\":\"40\"}"));
}

/* ── Grades ── */
static char *
new_patient_at_week_4 (CrfTestStudy *study,
                       const char *item,
                       const char *baseline,
                       const char *unit)
{
  char *number = crf_test_register (study);

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  enter_confirmed (study, number, "SCREENING", item, baseline, unit);
  enter_infusion (study, number, "2026-03-02 10:00");
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  return number;
}

static void
an_abnormal_baseline_is_what_is_multiplied (void)
{
  /* Upper limit 50 in men. */
  static const struct { const char *baseline, *now, *grade; } cases[] = {
    { "100", "140", NULL }, /* below 1.5 × 100, although 2.8 × the limit */
    { "100", "149", NULL }, { "100", "150", "G1" }, { "100", "300", "G1" }, { "100", "301", "G2" }, { "50", "51", "G1" },
    { "50", "150", "G1" },  { "50", "151", "G2" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = new_patient_at_week_4 (study, "ALT", cases[i].baseline, "U/L");
      g_autoptr (CrfFormState) form = NULL;
      CrfFieldState *field;

      enter_confirmed (study, number, "W4", "ALT", cases[i].now, "U/L");
      field = field_of (study, number, "SE.W4", "ALT", &form);
      g_assert_cmpstr (field->grade, ==, cases[i].grade);
      g_assert_cmpint (field->emergent, ==, cases[i].grade != NULL);
      if (field->grade != NULL)
        {
          g_assert_nonnull (strstr (field->grade_why, "CTCAE 5.0 · Alanine aminotransferase increased"));
          g_assert_nonnull (strstr (field->grade_why, "Treatment-emergent"));
          g_assert_nonnull (strstr (field->grade_why, cases[i].baseline[0] == '1' ? "multiples of the baseline" : "multiples of the upper limit"));
        }
    }
}

static void
symptoms_are_asked_where_version_5_asks (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_patient_at_week_4 (study, "SODIUM", "138", "mmol/L");
  g_autoptr (CrfFormState) open = NULL;
  g_autoptr (CrfFormState) yes = NULL;
  g_autoptr (CrfFormState) no = NULL;
  g_autoptr (CrfFormState) elsewhere = NULL;
  g_autoptr (CrfValueRecord) value = NULL;

  crf_test_enter (study, number, "W4", "SODIUM", "127", "mmol/L");
  g_assert_cmpstr (field_of (study, number, "SE.W4", "SODIUM", &open)->grade, ==, "G2, with symptoms G3");
  g_assert_true (crf_form_state_find (open, "NASYM", NULL)->shown);
  value = stored (study, number, "IT.CTCGR");
  g_assert_cmpstr (value->canon, ==, "SODIUM 2-3*");
  g_assert_nonnull (strstr (value->detail, "\"version\":\"5.0\""));
  crf_test_enter (study, number, "W4", "NASYM", "Y", NULL);
  g_assert_cmpstr (field_of (study, number, "SE.W4", "SODIUM", &yes)->grade, ==, "G3");
  crf_test_enter (study, number, "W4", "NASYM", "N", NULL);
  g_assert_cmpstr (field_of (study, number, "SE.W4", "SODIUM", &no)->grade, ==, "G2");
  crf_test_enter (study, number, "W4", "SODIUM", "130", "mmol/L");
  g_assert_cmpstr (field_of (study, number, "SE.W4", "SODIUM", &elsewhere)->grade, ==, "G1");
  g_assert_false (crf_form_state_find (elsewhere, "NASYM", NULL)->shown);
}

/* The factor and the version of the set it belongs to stand beside the value, whatever the definition's version is. */
static void
a_converted_value_names_its_factor (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autoptr (CrfTestStudy) other = new_variant ("CtcaeVersion", "5", "4");
  g_autofree char *number = crf_test_register (study);
  g_autofree char *expected = NULL;
  g_autoptr (CrfValueRecord) converted = NULL;
  g_autoptr (CrfValueRecord) plain = NULL;
  const char *version = crf_study_get_factor_version (crf_session_get_study (study->nurse));

  crf_test_enter (study, number, "SCREENING", "TBIL", "2", "mg/dL");
  crf_test_enter (study, number, "SCREENING", "CREAT", "80", "umol/L");
  converted = stored (study, number, "IT.TBIL");
  g_assert_cmpstr (converted->value, ==, "2");
  g_assert_cmpstr (converted->canon, ==, "34.2");
  expected = g_strdup_printf ("{\"factor\":\"17.1\",\"factors\":\"%s\"}", version);
  g_assert_cmpstr (converted->detail, ==, expected);
  plain = stored (study, number, "IT.CREAT");
  g_assert_null (plain->detail);
  /* Another version of the study with the same factors has the same version of them. */
  g_assert_cmpstr (crf_study_get_factor_version (crf_session_get_study (other->nurse)), ==, version);
}

/* Confirms what is asked. */
static void
enter_surely (CrfTestStudy *study,
              const char *number,
              const char *item,
              const char *value,
              const char *unit)
{
  g_autoptr (CrfOutcome) asked = crf_conduct_with (study->nurse, "enter", number, NULL, "event", "W4", "item", item, "value", value, "unit", unit, NULL);

  g_assert_null (asked->refusal);
  if (asked->prompt != NULL)
    crf_outcome_free (crf_test_do (study->nurse, "enter", number, "event", "W4", "item", item, "value", value, "unit", unit, "confirm",
                                   asked->prompt->id, NULL));
}

static void
grade_4_by_consequence_is_asked_and_stored (void)
{
  static const struct { const char *item, *question, *unit, *baseline, *off, *on; } cases[] = {
    { "ALB", "ALBLT", "g/L", "36", "20", "19.9" },
    { "HGB", "HGBLT", "g/L", "120", "80", "79" },
    { "WBC", "WBCLT", "10^9/L", "6", "100", "101" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CrfTestStudy) study = crf_test_study_new ();
      g_autofree char *number = new_patient_at_week_4 (study, cases[i].item, cases[i].baseline, cases[i].unit);
      g_autofree char *both = g_strdup_printf ("%s 3-4*", cases[i].item);
      g_autofree char *four = g_strdup_printf ("%s 4*", cases[i].item);
      g_autoptr (CrfFormState) off = NULL;
      g_autoptr (CrfFormState) open = NULL;
      g_autoptr (CrfFormState) yes = NULL;
      g_autoptr (CrfFormState) no = NULL;
      g_autoptr (CrfValueRecord) asked = NULL;
      g_autoptr (CrfValueRecord) answered = NULL;

      g_test_message ("%s", cases[i].item);
      enter_surely (study, number, cases[i].item, cases[i].off, cases[i].unit);
      field_of (study, number, "SE.W4", cases[i].item, &off);
      g_assert_false (crf_form_state_find (off, cases[i].question, NULL)->shown);
      enter_surely (study, number, cases[i].item, cases[i].on, cases[i].unit);
      g_assert_cmpstr (field_of (study, number, "SE.W4", cases[i].item, &open)->grade, ==, "G3, if life-threatening G4");
      g_assert_true (crf_form_state_find (open, cases[i].question, NULL)->shown);
      asked = stored (study, number, "IT.CTCGR");
      g_assert_cmpstr (asked->canon, ==, both);
      crf_test_enter (study, number, "W4", cases[i].question, "Y", NULL);
      g_assert_cmpstr (field_of (study, number, "SE.W4", cases[i].item, &yes)->grade, ==, "G4");
      answered = stored (study, number, "IT.CTCGR");
      g_assert_cmpstr (answered->canon, ==, four);
      crf_test_enter (study, number, "W4", cases[i].question, "N", NULL);
      g_assert_cmpstr (field_of (study, number, "SE.W4", cases[i].item, &no)->grade, ==, "G3");
    }
}

static void
the_inr_is_graded_without_guessing_about_anticoagulants (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_patient_at_week_4 (study, "INR", "1.00", NULL);
  g_autoptr (CrfFormState) open = NULL;
  g_autoptr (CrfFormState) low = NULL;

  crf_test_enter (study, number, "W4", "INR", "1.6", NULL);
  g_assert_cmpstr (field_of (study, number, "SE.W4", "INR", &open)->grade, ==, "G2");
  crf_test_enter (study, number, "W4", "INR", "1.1", NULL); /* above the baseline, below 1.2 */
  g_assert_cmpstr (field_of (study, number, "SE.W4", "INR", &low)->grade, ==, NULL);
}

static void
a_grade_before_the_infusion_is_not_treatment_emergent (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = crf_test_register (study);
  g_autoptr (CrfFormState) form = NULL;
  g_autoptr (CrfValueRecord) none = NULL;
  g_autoptr (CrfValueRecord) before = NULL;
  g_autoptr (CrfValueRecord) after = NULL;

  crf_test_enter (study, number, "SCREENING", "VISDAT", "2026-03-02", NULL);
  crf_test_enter (study, number, "SCREENING", "ALT", "40", "U/L");
  none = stored (study, number, "IT.CTCGR");
  g_assert_null (none);
  crf_test_study_set_now (study, "2026-03-30T10:00");
  crf_test_enter (study, number, "W4", "VISDAT", "2026-03-30", NULL);
  crf_test_enter (study, number, "W4", "ALT", "170", "U/L");
  g_assert_cmpstr (field_of (study, number, "SE.W4", "ALT", &form)->grade, ==, "G2");
  g_assert_false (crf_form_state_find (form, "ALT", NULL)->emergent);
  before = stored (study, number, "IT.CTCGR");
  g_assert_cmpstr (before->canon, ==, "ALT 2");
  /* When the infusion becomes known the stored grades follow. */
  enter_infusion (study, number, "2026-03-05 10:00");
  after = stored (study, number, "IT.CTCGR");
  g_assert_cmpstr (after->canon, ==, "ALT 2*");
}

static void
a_corrected_baseline_grades_later_visits_anew (void)
{
  g_autoptr (CrfTestStudy) study = crf_test_study_new ();
  g_autofree char *number = new_patient_at_week_4 (study, "ALT", "40", "U/L");
  g_autoptr (CrfValueRecord) before = NULL;
  g_autoptr (CrfValueRecord) after = NULL;

  crf_test_enter (study, number, "W4", "ALT", "170", "U/L");
  before = stored (study, number, "IT.CTCGR");
  g_assert_cmpstr (before->canon, ==, "ALT 2*");
  crf_test_enter (study, number, "SCREENING", "ALT", "140", "U/L");
  after = stored (study, number, "IT.CTCGR");
  g_assert_true (after == NULL || after->canon == NULL);
}

static void
a_study_with_another_version_gets_no_grades (void)
{
  g_autoptr (CrfTestStudy) study = new_variant ("CtcaeVersion", "5", "4");
  g_autofree char *number = new_patient_at_week_4 (study, "ALT", "40", "U/L");
  g_autoptr (CrfFormState) form = NULL;

  crf_test_enter (study, number, "W4", "ALT", "170", "U/L");
  g_assert_null (field_of (study, number, "SE.W4", "ALT", &form)->grade);
}

/* ── Expressions ── */
static char *
evaluate (CrfStudy *study,
          const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrfSandbox) sandbox = crf_sandbox_new (&error);
  g_autoptr (CrfExpression) expression = NULL;
  char *result = NULL;

  g_assert_no_error (error);
  g_assert_true (crf_sandbox_add_scores (sandbox, study, &error));
  expression = crf_expression_new (sandbox, study, text, &error);
  g_assert_no_error (error);
  g_assert_true (crf_expression_evaluate (expression, NULL, NULL, "2026-03-02", &result, &error));
  g_assert_no_error (error);
  return result;
}

static void
expressions_compare_the_unrounded_figure (void)
{
  g_autofree char *by_inr = write_variant ("ChildPughCoagulation", "inr", "inr");
  g_autofree char *by_time = write_variant ("ChildPughCoagulation", "inr", "pt");
  g_autofree char *forms = g_build_filename (g_getenv ("STEMWARD_DATA_DIR"), "forms", NULL);
  g_autoptr (CrfStudy) inr = crf_study_read_file (by_inr, forms, NULL, NULL, NULL);
  g_autoptr (CrfStudy) pt = crf_study_read_file (by_time, forms, NULL, NULL, NULL);
  static const struct { gboolean pt; const char *text, *result; } cases[] = {
    /* 0.66 × log10 20 - 0.085 × 40.6 = -2.592320: -2.59, grade 2; at 40.7 -2.600820: grade 1 */
    { FALSE, "albi (20, 40.6) <= -2.6", "0" },
    { FALSE, "albi (20, 40.7) <= -2.6", "1" },
    { FALSE, "albi (20, 40.69) <= -2.6", "0" }, /* -2.59997: shown as -2.60 */
    { FALSE, "child_pugh (54, 31, 2.0, 'SLIGHT', '0')", "10" },
    { FALSE, "child_pugh (54, 31, 2.0, 'SLIGHT', '0', 'MILD')", "11" },
    { FALSE, "child_pugh (54, 31, 2.0, 'SLIGHT', 'MIN')", "10" },
    { FALSE, "child_pugh (54, 31, NULL, 'SLIGHT', '0')", NULL },
    { FALSE, "fib4 (53, 90, 78, 60) > 9", "1" },
    { FALSE, "apri (90, 40, 60)", "3.75" },
    { TRUE, "child_pugh (54, 31, 6.4, 'SLIGHT', '0')", "11" },
    { TRUE, "child_pugh (54, 31, 2.0, 'SLIGHT', '0')", "9" },
  };

  g_assert_nonnull (inr);
  g_assert_nonnull (pt);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *result = evaluate (cases[i].pt ? pt : inr, cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (result, ==, cases[i].result);
    }
  g_unlink (by_inr);
  g_unlink (by_time);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(name, function) g_test_add_func ("/conduct/scores/" name, function)
  ADD ("encephalopathy-under-medicine-counts-in-child-pugh", encephalopathy_under_medicine_counts_in_child_pugh);
  ADD ("the-study-says-which-coagulation-test-counts", the_study_says_which_coagulation_test_counts);
  ADD ("the-old-aetiology-term-asks-for-the-cause", the_old_aetiology_term_asks_for_the_cause);
  ADD ("samples-far-apart-give-no-score-and-the-sentence-why", samples_far_apart_give_no_score_and_the_sentence_why);
  ADD ("who-says-why-may-have-the-score-all-the-same", who_says_why_may_have_the_score_all_the_same);
  ADD ("treatments-that-move-the-inputs-flag-the-score", treatments_that_move_the_inputs_flag_the_score);
  ADD ("a-stored-score-says-what-it-came-from", a_stored_score_says_what_it_came_from);
  ADD ("the-old-score-stays-in-the-journal", the_old_score_stays_in_the_journal);
  ADD ("why-shows-inputs-bounds-sums-and-source", why_shows_inputs_bounds_sums_and_source);
  ADD ("below-detection-feeds-only-a-floored-input", below_detection_feeds_only_a_floored_input);
  ADD ("the-last-value-keeps-its-comparator", the_last_value_keeps_its_comparator);
  ADD ("indices-of-fibrosis-need-age-and-the-laboratory-s-limit", indices_of_fibrosis_need_age_and_the_laboratory_s_limit);
  ADD ("expressions-compare-the-unrounded-figure", expressions_compare_the_unrounded_figure);
#undef ADD
#define ADD(name, function) g_test_add_func ("/conduct/grades/" name, function)
  ADD ("an-abnormal-baseline-is-what-is-multiplied", an_abnormal_baseline_is_what_is_multiplied);
  ADD ("symptoms-are-asked-where-version-5-asks", symptoms_are_asked_where_version_5_asks);
  ADD ("a-converted-value-names-its-factor", a_converted_value_names_its_factor);
  ADD ("grade-4-by-consequence-is-asked-and-stored", grade_4_by_consequence_is_asked_and_stored);
  ADD ("the-inr-is-graded-without-guessing-about-anticoagulants", the_inr_is_graded_without_guessing_about_anticoagulants);
  ADD ("a-grade-before-the-infusion-is-not-treatment-emergent", a_grade_before_the_infusion_is_not_treatment_emergent);
  ADD ("a-corrected-baseline-grades-later-visits-anew", a_corrected_baseline_grades_later_visits_anew);
  ADD ("a-study-with-another-version-gets-no-grades", a_study_with_another_version_gets_no_grades);

  return g_test_run ();
}
