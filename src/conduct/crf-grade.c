/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From a laboratory value to its CTCAE grade. The baseline is graded by the range that was in force when it was taken. Where version 5 asks a question
 * that nobody has answered, both grades are given: nothing is taken for "no". */

#include "crf-grade.h"

#include "crf-casebook-kept.h"
#include "crf-json-text.h"
#include "crf-limits.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static const struct
{
  const char *concept;
  CrfCtcaeTest test;
  const char *question; /* concept of the answer that the grade may hang on */
} tests[] = {
  { "lab.alt", CRF_CTCAE_ALT, NULL },
  { "lab.ast", CRF_CTCAE_AST, NULL },
  { "lab.alp", CRF_CTCAE_ALP, NULL },
  { "lab.ggt", CRF_CTCAE_GGT, NULL },
  { "lab.tbil", CRF_CTCAE_BILIRUBIN, NULL },
  { "lab.creat", CRF_CTCAE_CREATININE, NULL },
  { "lab.inr", CRF_CTCAE_INR, "clin.anticoagulant" },
  { "lab.alb", CRF_CTCAE_ALBUMIN, "clin.life_threatening_albumin" },
  { "lab.na", CRF_CTCAE_SODIUM_LOW, "clin.symptoms_sodium" },
  { "lab.na", CRF_CTCAE_SODIUM_HIGH, NULL },
  { "lab.k", CRF_CTCAE_POTASSIUM_LOW, "clin.symptoms_potassium" },
  { "lab.k", CRF_CTCAE_POTASSIUM_HIGH, NULL },
  { "lab.plt", CRF_CTCAE_PLATELETS, NULL },
  { "lab.hgb", CRF_CTCAE_HAEMOGLOBIN, "clin.life_threatening_haemoglobin" },
  { "lab.wbc", CRF_CTCAE_WBC_LOW, NULL },
  { "lab.wbc", CRF_CTCAE_WBC_HIGH, "clin.life_threatening_leukocytosis" },
  { "lab.neut", CRF_CTCAE_NEUTROPHILS, NULL },
  { "lab.lymph", CRF_CTCAE_LYMPHOCYTES, NULL },
};

/* One value with everything that grades it. */
typedef struct
{
  CrfCtcaeTest test;
  CrfCtcaeInput input;
  CrfAnswer answer;     /* to the test's question */
  CrfComparator comparator;
} Case;

void
crf_grade_free (CrfGrade *grade)
{
  if (grade == NULL)
    return;
  g_free (grade->text);
  g_free (grade->explanation);
  g_free (grade);
}

gboolean
crf_concept_is_grade_input (const char *concept)
{
  static const char *const others[] = { "sample.taken_at", "sample.laboratory", "sample.method", "sample.condition", "visit.date", "inf.start",
                                        "marrow.aspirated_at", "demog.sex", "demog.birth_date", "demog.age_reported" };

  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (tests); i++)
    if (strcmp (tests[i].concept, concept) == 0 || g_strcmp0 (tests[i].question, concept) == 0)
      return TRUE;
  for (guint i = 0; concept != NULL && i < G_N_ELEMENTS (others); i++)
    if (strcmp (others[i], concept) == 0)
      return TRUE;
  return FALSE;
}

static CrfCtcaeInput
input_at (const Case *one,
          double value,
          CrfAnswer answer)
{
  CrfCtcaeInput input = one->input;

  input.value = value;
  input.symptomatic = input.on_anticoagulant = input.life_threatening = answer;
  return input;
}

/* -1: no grade can be given. */
static int
grade_at (const Case *one,
          double value,
          CrfAnswer answer)
{
  CrfCtcaeInput input = input_at (one, value, answer);

  return crf_ctcae_grade_number (one->test, &input);
}

/* "<25" has a grade where everything below 25 has the same. */
static int
grade_of_case (const Case *one,
               CrfAnswer answer)
{
  double value = one->input.value;
  int near, far;

  if (one->comparator == CRF_COMPARATOR_NONE)
    return grade_at (one, value, answer);
  near = grade_at (one, one->comparator == CRF_COMPARATOR_LESS ? value * (1 - 1e-9) : value * (1 + 1e-9), answer);
  far = grade_at (one, one->comparator == CRF_COMPARATOR_LESS ? 0 : value * 1e6, answer);
  return near == far ? near : -1;
}

static CrfAnswer
answer_of (CrfCasebook *casebook,
           const CrfCell *cell,
           const char *concept)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  const CrfItem *item = concept != NULL ? crf_study_find_item_by_concept (study, concept) : NULL;
  CrfCell *answer = item != NULL ? crf_casebook_find_at (casebook, cell->form->event, cell->form->eventkey, item) : NULL;

  if (answer == NULL)
    return CRF_ANSWER_UNKNOWN;
  if (g_strcmp0 (answer->value->canonical, "Y") == 0)
    return CRF_ANSWER_YES;
  return g_strcmp0 (answer->value->canonical, "N") == 0 ? CRF_ANSWER_NO : CRF_ANSWER_UNKNOWN;
}

/* Where the multiples are of an abnormal baseline, the baseline is 1 × itself: grade 0, and what is above counts as worse. */
static gboolean
has_baseline_rule (CrfCtcaeTest test)
{
  return test == CRF_CTCAE_ALT || test == CRF_CTCAE_AST || test == CRF_CTCAE_ALP || test == CRF_CTCAE_GGT || test == CRF_CTCAE_BILIRUBIN;
}

static gboolean
case_of (CrfCasebook *casebook,
         guint index,
         CrfCell *cell,
         CrfCell *baseline,
         Case *one,
         gboolean *of_site)
{
  CrfLimits limits;

  if (!crf_limits_of (casebook, cell, &limits))
    return FALSE;
  *of_site = limits.of_site;
  *one = (Case) { .test = tests[index].test, .answer = answer_of (casebook, cell, tests[index].question),
                  .comparator = cell->value->comparator };
  one->input = (CrfCtcaeInput) { .value = crf_value_get_number (cell->value), .baseline = crf_value_get_number (baseline->value),
                                 .uln = limits.high, .lln = limits.low,
                                 .is_baseline = cell == baseline && !has_baseline_rule (tests[index].test) };
  return TRUE;
}

/* Whether the answer, where none was given, would change the grade. */
static void
grade_both (const Case *one,
            int *no,
            int *yes)
{
  *no = grade_of_case (one, one->answer != CRF_ANSWER_UNKNOWN ? one->answer : CRF_ANSWER_NO);
  *yes = one->answer == CRF_ANSWER_UNKNOWN ? grade_of_case (one, CRF_ANSWER_YES) : *no;
}

static char *
text_of (const CrfGrade *grade)
{
  if (grade->grade_if_yes == grade->grade)
    return g_strdup_printf ("G%d", grade->grade);
  if (grade->test == CRF_CTCAE_INR)
    return g_strdup_printf (_("G%1$d, on anticoagulants G%2$d"), grade->grade, grade->grade_if_yes);
  if (crf_ctcae_grade_4_is_clinical (grade->test))
    return g_strdup_printf (_("G%1$d, if life-threatening G%2$d"), grade->grade, grade->grade_if_yes);
  return g_strdup_printf (_("G%1$d, with symptoms G%2$d"), grade->grade, grade->grade_if_yes);
}

static char *
explain (const CrfGrade *grade,
         const Case *one)
{
  CrfCtcaeInput input = input_at (one, one->input.value, one->answer != CRF_ANSWER_UNKNOWN ? one->answer : CRF_ANSWER_NO);
  g_autoptr (CrfScoreResult) result = crf_ctcae_grade (one->test, &input);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("CTCAE %1$s · %2$s: %3$s"), CRF_CTCAE_VERSION, _ (crf_ctcae_term (grade->test)), grade->text);
  if (grade->baseline >= 0)
    g_string_append_printf (text, _("\nAt baseline: grade %d"), grade->baseline);
  if (grade->emergent)
    g_string_append_printf (text, "\n%s", _("Treatment-emergent: worse than at baseline, after the first infusion"));
  for (guint i = 0; i < result->steps->len; i++)
    {
      const CrfScoreStep *step = g_ptr_array_index (result->steps, i);

      if (step->kind != CRF_STEP_RESULT)
        g_string_append_printf (text, _("\n%s: %s"), step->label, step->text);
    }
  if (!grade->of_site)
    g_string_append_printf (text, "\n%s", _("By the study's placeholder range: the site has entered none for this laboratory and day"));
  return g_string_free (text, FALSE);
}

/* NULL where the test cannot be graded. */
static CrfGrade *
grade_test (CrfCasebook *casebook,
            guint index,
            CrfCell *cell,
            CrfCell *baseline,
            gboolean in_words)
{
  g_autoptr (CrfGrade) grade = g_new0 (CrfGrade, 1);
  gboolean baseline_of_site;
  Case now, before;
  int before_yes;

  if (!case_of (casebook, index, cell, baseline, &now, &grade->of_site))
    return NULL;
  grade->test = tests[index].test;
  grade_both (&now, &grade->grade, &grade->grade_if_yes);
  if (grade->grade < 0)
    return NULL;
  grade->baseline = -1;
  if (case_of (casebook, index, baseline, baseline, &before, &baseline_of_site))
    grade_both (&before, &grade->baseline, &before_yes);
  grade->worse = cell != baseline && crf_ctcae_is_emergent (MAX (grade->baseline, 0), grade->grade);
  grade->emergent = grade->worse && crf_casebook_is_after_infusion (casebook, cell);
  if (in_words)
    {
      grade->text = text_of (grade);
      grade->explanation = explain (grade, &now);
    }
  return g_steal_pointer (&grade);
}

static CrfGrade *
search_worst (CrfCasebook *casebook,
              CrfCell *cell,
              gboolean in_words)
{
  const char *concept = cell->item->concept;
  g_autoptr (CrfGrade) worst = NULL;
  CrfCell *baseline;

  if (concept == NULL || !g_str_has_prefix (concept, "lab.") || isnan (crf_value_get_number (cell->value)))
    return NULL;
  /* Version 4 has other cut-offs; a study that wants it gets no grade rather than a wrong one. */
  if (crf_study_get_formulas (crf_session_get_study (crf_casebook_get_session (casebook)))->ctcae_version != 5)
    return NULL;
  baseline = crf_casebook_find_baseline (casebook, cell->item);
  if (baseline == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      CrfGrade *grade = strcmp (tests[i].concept, concept) == 0 ? grade_test (casebook, i, cell, baseline, in_words) : NULL;

      if (grade != NULL && (worst == NULL || grade->grade > worst->grade))
        {
          crf_grade_free (worst);
          worst = grade;
        }
      else
        crf_grade_free (grade);
    }
  return g_steal_pointer (&worst);
}

/* Without words. */
static CrfGrade *
find_worst (CrfCasebook *casebook,
            CrfCell *cell)
{
  const CrfGrade *kept;
  CrfGrade *worst;

  if (crf_casebook_recall_grade (casebook, cell, &kept))
    return kept != NULL ? g_memdup2 (kept, sizeof *kept) : NULL;
  worst = search_worst (casebook, cell, FALSE);
  crf_casebook_keep_grade (casebook, cell, worst);
  return worst;
}

CrfGrade *
crf_grade_find (CrfCasebook *casebook,
                CrfCell *cell)
{
  return search_worst (casebook, cell, TRUE);
}

static void
add_grade (GString *json,
           const CrfItem *item,
           const CrfGrade *grade)
{
  crf_json_begin (json, '{');
  crf_json_add_text (json, "item", item->oid);
  crf_json_add_name (json, "grade");
  crf_json_add_integer (json, grade->grade);
  if (grade->grade_if_yes != grade->grade)
    {
      crf_json_add_name (json, "if_yes");
      crf_json_add_integer (json, grade->grade_if_yes);
    }
  crf_json_add_name (json, "baseline");
  crf_json_add_integer (json, grade->baseline);
  crf_json_add_name (json, "emergent");
  crf_json_add_boolean (json, grade->emergent);
  crf_json_end (json, '}');
}

static void
note_grade (GString *text,
            const CrfItem *item,
            const CrfGrade *grade)
{
  if (!grade->worse)
    return;
  g_string_append_printf (text, "%s%s %d", text->len > 0 ? _(", ") : "", item->name, grade->grade);
  if (grade->grade_if_yes != grade->grade)
    g_string_append_printf (text, "-%d", grade->grade_if_yes);
  if (grade->emergent)
    g_string_append_c (text, '*');
}

char *
crf_grades_of_visit (CrfCasebook *casebook,
                     const char *event,
                     const char *eventkey,
                     char **detail)
{
  CrfStudy *study = crf_session_get_study (crf_casebook_get_session (casebook));
  g_autoptr (GString) text = g_string_new (NULL);
  GString *json = g_string_new (NULL);

  crf_json_begin (json, '{');
  crf_json_add_text (json, "formula", "CTCAE");
  crf_json_add_text (json, "version", CRF_CTCAE_VERSION);
  crf_json_add_name (json, "grades");
  crf_json_begin (json, '[');
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      const CrfItem *item = i > 0 && strcmp (tests[i].concept, tests[i - 1].concept) == 0
                              ? NULL : crf_study_find_item_by_concept (study, tests[i].concept);
      CrfCell *cell = item != NULL ? crf_casebook_find_at (casebook, event, eventkey, item) : NULL;
      g_autoptr (CrfGrade) grade = cell != NULL ? find_worst (casebook, cell) : NULL;

      if (grade == NULL)
        continue;
      add_grade (json, item, grade);
      note_grade (text, item, grade);
    }
  crf_json_end (json, ']');
  crf_json_end (json, '}');
  *detail = g_string_free (json, FALSE);
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
